#!/bin/sh
# Shows an attack being blocked: the gate from the image, in front of the server that comes with it.
# Builds the image first if need be; leaves nothing behind but that. Exits with 1 if the gate did
# not do what is said here.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd -P)
"$root/packaging/build.sh" --if-needed
bin=$root/target/image/bin/mcpgate

scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-demo.XXXXXX")
gate_pid=
cleanup() {
  exec 4>&- 5<&- 2>/dev/null || true
  [ -z "$gate_pid" ] || kill "$gate_pid" 2>/dev/null || true
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 129' HUP INT TERM

if [ -t 1 ] && [ -z "${NO_COLOR-}" ]; then
  bold=$(printf '\033[1m') dim=$(printf '\033[2m') red=$(printf '\033[31m')
  green=$(printf '\033[32m') plain=$(printf '\033[0m')
else
  bold='' dim='' red='' green='' plain=''
fi
title() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }

title "mcpgate run -- mcpgate demo-server"
printf '%s\n' "${dim}(a client speaks to the gate, the gate to a server that means harm)$plain"
mkfifo "$scratch/to" "$scratch/from"
# A folder of its own for the audit log, so that the demonstration stays out of yours.
HOME=$scratch MCPGATE_DB_PATH='' "$bin" run -- "$bin" demo-server \
  <"$scratch/to" >"$scratch/from" 2>"$scratch/stderr" &
gate_pid=$!
exec 4>"$scratch/to" 5<"$scratch/from"

wrong=0
# ask WHAT EXPECTED MESSAGE: sends it, shows it and the reply, and looks for what is expected there.
ask() {
  printf '\n%s\n' "$1"
  printf '  client → %s%s%s\n' "$dim" "$3" "$plain"
  printf '%s\n' "$3" >&4
  reply=
  IFS= read -r reply <&5 || true
  case $reply in
  *"$2"*) ;;
  *)
    wrong=1
    printf '  %sThis is not so: the reply does not say %s.%s\n' "$red" "$2" "$plain"
    ;;
  esac
  case $reply in
  *'"error"'*) printf '  client ← %s%s%s\n' "$red" "$reply" "$plain" ;;
  *) printf '  client ← %s%s%s\n' "$green" "$reply" "$plain" ;;
  esac
}

ask "They get to know each other: allowed." '"serverInfo"' \
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"demo","version":"1"}}}'
printf '%s\n' '{"jsonrpc":"2.0","method":"notifications/initialized"}' >&4
ask "A harmless call: allowed, byte for byte." '"text":"hello"' \
  '{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hello"}}}'
ask "A call whose result gives orders to the model: blocked before the model reads it." \
  'mcpgate blocked: injection_phrase_detected' \
  '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"inject_test","arguments":{}}}'
ask "A command that would delete everything: blocked before the server sees it." \
  'mcpgate blocked: destructive_shell_command' \
  '{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"run_command","arguments":{"command":"rm -rf /"}}}'
exec 4>&-
code=0
wait "$gate_pid" || code=$?
gate_pid=
if [ "$code" != 0 ]; then
  echo "demo: the gate ended with code $code" >&2
  cat "$scratch/stderr" >&2
  exit 1
fi

title "mcpgate tail --all"
HOME=$scratch MCPGATE_DB_PATH='' "$bin" tail --all

title "Now in front of a server of yours"
printf '%s\n' "In your client's config, put the gate before the server's command:"
cat <<END

    before   "command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"]
    after    "command": "$bin",
             "args": ["run", "--", "npx", "-y", "@modelcontextprotocol/server-github"]

and watch it in another terminal:  $bin tail --follow
END

if [ "$wrong" != 0 ]; then
  echo "demo: the gate did not do what is said above" >&2
  exit 1
fi
