#!/bin/sh
# Real clients, offline: Claude Code, Gemini CLI and opencode list their servers as connected before
# `mcpgate install`, after it through the gate, and after `uninstall`. Needs node and npm; the clients come
# from npm once. Prints `N passed, N failed`.
#
#   HOSTS=folder   where the clients are, or are put (default: target/hosts)
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
gate=${MCPGATE:-$root/target/image/bin/mcpgate}
hosts=${HOSTS:-$root/target/hosts}
if [ ! -x "$hosts/node_modules/.bin/claude" ]; then
  mkdir -p "$hosts"
  (cd "$hosts" && npm install --no-audit --no-fund --loglevel=error --prefix . \
    @anthropic-ai/claude-code@2.1.197 @google/gemini-cli@0.61.0 opencode-ai@1.18.33)
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-hosts.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
home=$scratch/home
mkdir -p "$home/.gemini" "$home/.config/opencode" "$scratch/work"
cd "$scratch/work"
cat >"$home/.claude.json" <<END
{
  "hasCompletedOnboarding": true,
  "mcpServers": {
    "demo": { "type": "stdio", "command": "$gate", "args": ["demo-server"], "env": {} }
  }
}
END
printf '{"security":{"folderTrust":{"enabled":false}},"mcpServers":{"demo":{"command":"%s","args":["demo-server"]}}}\n' "$gate" >"$home/.gemini/settings.json"
printf '{\n  // mine\n  "mcp": {"demo": {"type": "local", "command": ["%s", "demo-server"]}}\n}\n' "$gate" >"$home/.config/opencode/opencode.json"

clean() {
  timeout 120 env -i HOME="$home" PATH="$(dirname "$(command -v node)"):/usr/bin:/bin" TERM=dumb DISABLE_TELEMETRY=1 \
    DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 OPENCODE_DISABLE_AUTOUPDATE=1 OPENCODE_DISABLE_MODELS_FETCH=1 "$@" </dev/null
}
passed=0
failed=0
note() {
  if [ "$2" = 0 ]; then passed=$((passed + 1)) && echo "ok     $1"; else failed=$((failed + 1)) && echo "FAILED $1" && head -n 12 "$scratch/out" | sed 's/^/    /'; fi
}
# The recorded sessions of the gate.
sessions() { clean "$gate" tail --all --json 2>/dev/null | grep -c '"method":"initialize".*"direction":"client_to_server"\|"direction":"client_to_server".*"method":"initialize"' || true; }
listed() {
  for host in claude gemini opencode; do
    before=$(sessions)
    clean "$hosts/node_modules/.bin/$host" mcp list >"$scratch/out" 2>&1 || true
    code=1
    sed 's/\x1b\[[0-9;]*m//g' "$scratch/out" | grep -i 'demo' | grep -qi 'connected' && code=0
    [ "$(sessions)" -gt "$before" ] && seen=yes || seen=no
    [ "$seen" = "$2" ] || code=1
    note "$1: $host mcp list (through the gate: $seen)" $code
  done
}
listed "before install" no
# Not into a folder above work: opencode would take the copy for the project's configuration.
mkdir "$scratch/kept"
for file in .gemini/settings.json .config/opencode/opencode.json; do cp "$home/$file" "$scratch/kept/$(basename "$file")"; done
clean "$gate" install --yes >"$scratch/out" 2>&1 && code=0 || code=$?
note install $code
listed "after install" yes
clean "$gate" uninstall --yes >"$scratch/out" 2>&1 && code=0 || code=$?
note uninstall $code
for file in .gemini/settings.json .config/opencode/opencode.json; do
  cmp "$home/$file" "$scratch/kept/$(basename "$file")" >"$scratch/out" 2>&1 && code=0 || code=$?
  note "$file is what it was" $code
done
listed "after uninstall" no

# Claude Code writes its file while install and uninstall do: neither loses what the other wrote.
rounds=8
(for i in $(seq $rounds); do
  clean "$hosts/node_modules/.bin/claude" mcp add-json --scope user "s$i" '{"type":"stdio","command":"true","args":["x"]}' || echo "claude: round $i failed"
done) >"$scratch/claude" 2>&1 &
adding=$!
at=0
while kill -0 $adding 2>/dev/null; do
  [ $((at % 2)) = 0 ] && command=install || command=uninstall
  clean "$gate" "$command" claude-code --yes >"$scratch/gate.$at" 2>&1 || cat "$scratch/gate.$at" >>"$scratch/refused"
  at=$((at + 1))
done
wait $adding
clean "$gate" install claude-code --yes >"$scratch/out" 2>&1 || true
kept=$(clean node -e '
  const servers = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8")).mcpServers;
  console.log(Object.keys(servers).filter((name) => /^s\d/.test(name) && servers[name].args.join(" ").endsWith("-- true x")).length)' "$home/.claude.json")
cat "$scratch/claude" >>"$scratch/out"
[ "$kept" = $rounds ] && code=0 || code=1
note "claude mcp add-json while install and uninstall ran $at times: $kept of $rounds entries are there, all behind the gate" $code
[ ! -s "$scratch/refused" ] || sed "s/^/    install said: /" "$scratch/refused" | grep "said: mcpgate " | sort | uniq -c

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
