#!/bin/sh
# What a stranger does, from the tarball alone: an empty folder, an empty home, no Java. Installs, puts the
# gate before a server of a client, talks through it, looks, verifies, and removes all of it; then looks
# for what was left. Prints how long each step took; exit code 1 if anything was not as it should be.
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
tarball=${1-$(ls -t "$root"/target/mcpgate-*.tar.gz | head -n 1)}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-stranger.XXXXXX")
scratch=$(cd "$scratch" && pwd -P)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
home=$scratch/home
mkdir "$home" "$scratch/downloads" "$home/.cursor"
cp "$tarball" "$tarball.sha256" "$root/packaging/install.sh" "$scratch/downloads/"
cd "$scratch/downloads"
tarball=$(basename "$tarball")

passed=0
failed=0
begin=$(date +%s%N)
check() {
  claim=$1
  shift
  now=$(date +%s%N)
  if "$@" >"$scratch/why" 2>&1; then
    passed=$((passed + 1)) word=ok
  else
    failed=$((failed + 1)) word=FAILED
  fi
  printf '%-6s %5d ms  %s\n' "$word" "$((($(date +%s%N) - now) / 1000000))" "$claim"
  [ $word = ok ] || sed 's/^/    /' "$scratch/why" | head -n 20
}
clean() { env -i HOME="$home" PATH="$home/.local/bin:/usr/bin:/bin" "$@" </dev/null; }
not() { ! "$@"; }

talk() {
  {
    printf '%s\n' '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"stranger","version":"1"}}}' \
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"inject_test","arguments":{}}}'
    sleep 1
  } | eval "env -i HOME='$home' PATH=/usr/bin:/bin $(sed -n 's/.*"command": "\([^"]*\)".*/\1/p' "$home/.cursor/mcp.json") run --server demo -- '$home/.local/bin/mcpgate' demo-server" >"$scratch/replies"
  grep -q 'mcpgate blocked: injection_phrase_detected' "$scratch/replies"
}

clean sh -c 'command -v java' >/dev/null 2>&1 && echo "note: there is a java on /usr/bin; the image does not use it"
cp install.sh damaged.sh
printf '{\n  "mcpServers": {\n    "demo": { "command": "%s", "args": ["demo-server"] }\n  }\n}\n' \
  "$home/.local/bin/mcpgate" >"$home/.cursor/mcp.json"
cp "$home/.cursor/mcp.json" "$scratch/before"
sed 's/^./0/' "$tarball.sha256" >"$scratch/good" && mv "$tarball.sha256" "$scratch/kept" && printf 'f%s' "$(cat "$scratch/good")" >"$tarball.sha256"
check "a wrong checksum is refused" not clean sh install.sh "$tarball"
mv "$scratch/kept" "$tarball.sha256"
check "install.sh" clean sh install.sh "$tarball"
check "mcpgate install" clean mcpgate install --yes
check "mcpgate status: all behind the gate" clean mcpgate status
check "a client's session: an attack is blocked" talk
check "mcpgate tail shows it" sh -c "env -i HOME='$home' PATH=/usr/bin:/bin '$home/.local/bin/mcpgate' tail --all | grep -q BLOCK"
check "mcpgate verify" clean mcpgate verify
check "mcpgate doctor" clean mcpgate doctor
check "mcpgate uninstall" clean mcpgate uninstall --yes
check "the client's file is what it was" cmp "$scratch/before" "$home/.cursor/mcp.json"
check "install.sh --remove" clean sh install.sh --remove
find "$home" ! -type d ! -path "$home/.mcpgate/*" ! -path "$home/.cursor/mcp.json" >"$scratch/left"
check "no file is left but the audit log" not grep . "$scratch/left"
check "no folder is left but the audit log's" test "$(ls -A "$home" | tr '\n' ' ')" = ".cursor .mcpgate "
check "no process is left" not pgrep -f "$home/.local"
echo "in all $((($(date +%s%N) - begin) / 1000000)) ms"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
