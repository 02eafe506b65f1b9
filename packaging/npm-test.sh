#!/bin/sh
# Installs the npm package offline, globally below a prefix and through npx, and puts it before the bundled server:
# stdin, exit codes and signals pass, and no node stands between client and gate. Prints `N passed, N failed`.
#
#   packaging/npm-test.sh [PACKAGE.tgz]      without PACKAGE it is made first
set -eu
umask 022
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
if [ $# -gt 0 ]; then
  package=$1
else
  "$root/packaging/npm.sh"
  package=$(ls -t "$root"/target/npm/mcpgate-*.tgz | head -n 1)
fi
package=$(cd "$(dirname "$package")" && pwd -P)/$(basename "$package")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-npm.XXXXXX")
scratch=$(cd "$scratch" && pwd -P)
gate_pid=
trap '[ -z "$gate_pid" ] || kill -KILL "$gate_pid" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
mkdir "$scratch/home"
. "$root/packaging/claims.sh"
prefix=$scratch/prefix
# A program of its own that becomes what it starts, so that its process is the gate's.
cat >"$scratch/clean" <<END
#!/bin/sh
exec env -i HOME="$scratch/home" PATH="$prefix/bin:$(dirname "$(command -v node)"):/usr/bin:/bin" npm_config_offline=true \\
  npm_config_cache="$scratch/cache" npm_config_update_notifier=false npm_config_audit=false npm_config_fund=false "\$@"
END
chmod 755 "$scratch/clean"
clean() { "$scratch/clean" "$@"; }

check "npm install -g, offline" clean npm install -g --prefix "$prefix" "$package"
image=$prefix/lib/node_modules/mcpgate/image
check "mcpgate version" clean mcpgate version
check "the archive of classes fits, so it starts fast" clean "$image/lib/runtime/bin/java" -Xshare:on -XX:+VerifySharedSpaces \
  -m gate.app/gate.app.Main version
check "every file of the image is there" sh -c "cd '$root/target/image' && find . -type f | sort >'$scratch/built' &&
  cd '$image' && find . -type f | sort | diff '$scratch/built' -"

call='{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"inject_test","arguments":{}}}'
{ printf '%s\n' "$call" && sleep 2; } | clean mcpgate run -- mcpgate demo-server >"$scratch/replies" 2>"$scratch/err" && code=0 || code=$?
check "stdin reaches the server, and its answer is blocked" grep -q 'mcpgate blocked: injection_phrase_detected' "$scratch/replies"
check "the session ends with 0" is "$code" 0
clean mcpgate run -- sh -c 'exit 7' </dev/null >/dev/null 2>&1 && code=0 || code=$?
check "a server's exit code passes" is "$code" 7

mkfifo "$scratch/in"
"$scratch/clean" mcpgate run -- sh -c 'trap "exit 9" TERM
  read -r line && echo "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"up\"}}"
  while :; do sleep 0.05; done' <"$scratch/in" >"$scratch/spoken" 2>/dev/null &
gate_pid=$!
exec 4>"$scratch/in"
printf '%s\n' "$call" >&4
tries=0
until [ -s "$scratch/spoken" ] || [ $tries = 100 ]; do sleep 0.1 && tries=$((tries + 1)); done
check "the server speaks" test -s "$scratch/spoken"
# What the client has started is the gate itself: env, the launcher and the JVM are one process.
if [ -e /proc/self/exe ]; then
  check "the process that the client started is the gate, and no node" is "$(readlink "/proc/$gate_pid/exe")" "$image/lib/runtime/bin/java"
fi
kill -TERM "$gate_pid"
wait "$gate_pid" && code=0 || code=$?
gate_pid=
exec 4>&-
check "SIGTERM reaches the server, and its exit code comes back" is "$code" 9

# npx itself is a node that waits: clients should name what `npm install -g` makes.
check "npx, offline" clean npx --yes --package="$package" mcpgate version
{ printf '%s\n' "$call" && sleep 4; } | clean npx --yes --package="$package" mcpgate run -- mcpgate demo-server >"$scratch/replies" 2>&1 || true
check "a session through npx" grep -q 'mcpgate blocked: injection_phrase_detected' "$scratch/replies"

check "npm uninstall -g" clean npm uninstall -g --prefix "$prefix" mcpgate
find "$prefix" ! -type d >"$scratch/left"
check "nothing is left" not grep . "$scratch/left"
tally
