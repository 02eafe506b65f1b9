#!/bin/sh
# Unpacks the tarball into an empty folder and talks to it as a client would, with nothing of the
# developer's environment. Prints `N passed, N failed`; exit code 1 if any failed.
#
#   packaging/smoke.sh              builds what is missing first
#   packaging/smoke.sh TARBALL      tries this one
set -u
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
if [ $# -gt 0 ]; then
  tarball=$1
else
  "$root/packaging/build.sh" --if-needed >&2 || exit 1
  tarball=$(ls -t "$root"/target/mcpgate-*.tar.gz | head -n 1)
fi

scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-smoke.XXXXXX") || exit 1
scratch=$(cd "$scratch" && pwd -P)
gate_pid=
cleanup() {
  [ -z "$gate_pid" ] || kill -KILL "$gate_pid" 2>/dev/null
  chmod -R u+rwX "$scratch" && rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 129' HUP INT TERM

. "$root/packaging/claims.sh"
has() { grep -q -e "$2" "$1" || { echo "no '$2' in:" && head -c 400 "$1" && return 1; }; }

# Every line of $1 is a JSON-RPC message, and there is at least one.
only_messages() {
  [ -s "$1" ] && ! grep -v -e '^{.*"jsonrpc" *: *"2.0".*}$' "$1"
}

home=$scratch/home
mkdir "$home" "$scratch/empty"
# Runs mcpgate with what an SDK client passes to a server, and no more; $out, $err and $code are kept.
out=$scratch/out
err=$scratch/err
gate() {
  env -i HOME="$home" PATH=/usr/bin:/bin "$bin" "$@" >"$out" 2>"$err"
  code=$?
}

initialize='{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"smoke","version":"1"}}}'
initialized='{"jsonrpc":"2.0","method":"notifications/initialized"}'
call() { printf '{"jsonrpc":"2.0","id":%s,"method":"tools/call","params":{"name":"%s","arguments":%s}}\n' "$1" "$2" "$3"; }
conversation() {
  printf '%s\n' "$initialize" "$initialized"
  call 1 echo '{"text":"hello"}'
  call 2 inject_test '{}'
}

# ---- the tarball

cd "$scratch/empty" || exit 1
tar -xzf "$tarball" || exit 1
check "the tarball holds one folder" is "$(ls | wc -l | tr -d ' ')" 1
name=$(ls)
bin=$scratch/empty/$name/bin/mcpgate
version=$(printf '%s' "$name" | sed 's/^mcpgate-\([0-9.]*\)-.*/\1/')
for file in LICENSE NOTICE README lib/runtime/legal/java.base/LICENSE; do
  check "$file is there" test -s "$name/$file"
done
check "none but the owner may write" test -z "$(find "$name" ! -type l -perm -020 -o ! -type l -perm -002)"
check "no path of the machine that built it" \
  not grep -rlF "$root" "$name"

# ---- commands

gate version </dev/null
check "version exits with 0" is "$code" 0
check "version says which" is "$(cat "$out")" "mcpgate $version"
gate help </dev/null
check "help exits with 0" is "$code" 0
gate no-such-command </dev/null
check "an unknown command is a usage error" is "$code" 2
check "usage errors stay off stdout" test ! -s "$out"

# ---- one conversation

conversation >"$scratch/in"
mkfifo "$scratch/talk"
# The client closes when it has its three replies: a busy machine may take more than the second that
# the gate leaves a server after that.
talk() {
  : >"$out"
  {
    cat "$scratch/in"
    tries=0
    while [ "$(wc -l <"$out")" -lt 3 ] && [ $tries -lt 600 ]; do
      tries=$((tries + 1))
      sleep 0.05
    done
  } >"$scratch/talk" &
  gate run -- "$bin" demo-server <"$scratch/talk"
  wait $!
}
talk
check "the gate exits as the server did" is "$code" 0
check "stdout holds messages only" only_messages "$out"
check "three requests, three replies" is "$(wc -l <"$out" | tr -d ' ')" 3
check "initialize is answered" has "$out" '"id":0,.*"serverInfo"\|"serverInfo".*"id":0'
check "echo is answered" has "$out" 'hello'
check "inject_test is refused" has "$out" '"code":-32000'
check "the refusal names its rule" has "$out" 'mcpgate blocked: injection_phrase_detected'
check "what was refused does not arrive" not grep -qi 'ignore.*previous' "$out"
# What the replies say: without the session's id, in no order.
replies() {
  sed -e 's/"event":"[^"]*"/"event":""/' -e 's/--session [0-9a-f]*/--session/' "$out" | tr '{},' '\n\n\n' | sort
}
replies >"$scratch/replies"

gate tail --all --json </dev/null
check "tail --json exits with 0" is "$code" 0
cp "$out" "$scratch/log"
check "initialize is recorded as allowed" \
  has "$out" '"decision": *"allow".*"method": *"initialize"\|"method": *"initialize".*"decision": *"allow"'
check "inject_test is recorded as blocked" \
  has "$out" '"decision": *"block".*injection_phrase_detected\|injection_phrase_detected.*"decision": *"block"'
gate tail --all </dev/null
check "tail shows the block" has "$out" BLOCK
check "tail shows the reason" has "$out" 'reason: injection_phrase_detected'
check "no colour off a terminal" not grep -q "$(printf '\033')" "$out"
refused=$(sed -n 's/^{"schema":1,"id":\([0-9]*\),.*"decision":"block".*/\1/p' "$scratch/log" | head -n 1)
gate explain "$refused" </dev/null
check "explain says why" has "$out" "#$refused was refused: injection_phrase_detected"
gate show "$refused" --raw </dev/null
check "show --raw has the message" only_messages "$out"
cp "$out" "$scratch/refused"
gate check --json --from server <"$scratch/refused"
check "check refuses it again" is "$code" 1
gate replay </dev/null
check "replay finds what it found before" is "$code" 0
gate export --format csv </dev/null
check "export writes every row" is "$(wc -l <"$out" | tr -d ' ')" "$(($(wc -l <"$scratch/log") + 1))"
check "the log folder is the user's alone" is "$(ls -ld "$home/.mcpgate" | cut -c 1-10)" drwx------
check "the log is the user's alone" is "$(ls -l "$home/.mcpgate/audit.db" | cut -c 1-10)" -rw-------
if command -v sqlite3 >/dev/null 2>&1; then
  row() { sqlite3 "$home/.mcpgate/audit.db" "$1"; }
  check "SQL finds initialize" is "$(row "select decision from messages where method='initialize' and direction='client_to_server'")" allow
  check "SQL finds the block" is "$(row "select decision_reason from messages where decision='block'")" injection_phrase_detected
  check "whole messages are stored" is "$(row "select message_json from messages where method='initialize' and direction='client_to_server'")" "$initialize"
fi

# ---- exit codes

gate run -- /bin/sh -c 'exit 7' </dev/null
check "the server's exit code" is "$code" 7
gate run -- /bin/sh -c 'kill -TERM $$' </dev/null
check "the server's signal" is "$code" 143
gate run -- no-such-program-anywhere </dev/null
check "a server that is not there" is "$code" 127
gate run -- "$scratch/in" </dev/null
check "a server that is no program" is "$code" 126
gate run </dev/null
check "no server at all" is "$code" 2

# ---- stdout holds protocol, whatever happens to the JVM

mkfifo "$scratch/pipe"
env -i HOME="$home" PATH=/usr/bin:/bin "$bin" run -- "$bin" demo-server <"$scratch/pipe" >"$out" 2>"$err" &
gate_pid=$!
exec 4>"$scratch/pipe"
printf '%s\n' "$initialize" >&4
# A busy machine may take its time: what must hold is that it comes.
wait_for() {
  tries=0
  until grep -q -e "$2" "$1"; do
    tries=$((tries + 1))
    [ $tries -lt 600 ] || return 1
    sleep 0.1
  done
}
check "a live gate answers" wait_for "$out" serverInfo
kill -QUIT "$gate_pid"
check "a thread dump goes to stderr" wait_for "$err" 'Full thread dump'
call 5 echo '{"text":"still here"}' >&4
check "the gate goes on after it" wait_for "$out" 'still here'
if [ -r "/proc/$gate_pid/maps" ]; then
  check "SQLite is the one of the image" wait_for "/proc/$gate_pid/maps" "$name/lib/libsqlitejdbc"
fi
exec 4>&-
wait "$gate_pid"
check "the gate ends with its client" is $? 0
gate_pid=
check "no thread dump on stdout" only_messages "$out"

env -i HOME="$home" PATH=/usr/bin:/bin "JAVA_TOOL_OPTIONS=-Dx=1 -XX:+PrintCommandLineFlags" \
  "_JAVA_OPTIONS=-XX:+PrintFlagsFinal" "JDK_JAVA_OPTIONS=-showversion" "CLASSPATH=/a b:/c" A='b  "c' \
  "$bin" run -- /usr/bin/env </dev/null >"$out" 2>"$err"
check "JVM variables put nothing on stdout" test ! -s "$out"
check "JVM variables do not reach the gate" not grep -q -e 'Picked up' -e PrintCommandLine.*product -e 'Temurin' "$err"
for line in 'JAVA_TOOL_OPTIONS=-Dx=1 -XX:+PrintCommandLineFlags' '_JAVA_OPTIONS=-XX:+PrintFlagsFinal' \
  'JDK_JAVA_OPTIONS=-showversion' 'CLASSPATH=/a b:/c' 'A=b  "c' "HOME=$home"; do
  check "the server gets ${line%%=*} as it was" has "$err" "$(printf '%s' "$line" | sed 's/[.*[]/\\&/g')"
done
check "the server sees none of the gate's variables" not grep -q MCPGATE_ "$err"
(
  umask 027
  gate run -- /bin/sh -c 'umask >&2' </dev/null
)
check "the server has the client's umask" has "$err" '^0*27$'

# ---- large messages

# The client reads its answer before it closes: to one that has closed, the gate owes no more than
# the second of the server's time.
env -i HOME="$home" PATH=/usr/bin:/bin "$bin" run -- "$bin" demo-server <"$scratch/pipe" >"$out" 2>"$err" &
gate_pid=$!
exec 4>"$scratch/pipe"
{
  printf '%s\n{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"' "$initialize"
  head -c 62914560 /dev/zero | tr '\0' Z
  printf '"}}}\n'
  call 2 echo '{"text":"after it"}'
} >&4
check "the session goes on after 60 MiB" wait_for "$out" 'after it'
exec 4>&-
wait "$gate_pid"
check "60 MiB are no failure" is $? 0
gate_pid=
check "60 MiB there and back" is "$(tr -dc Z <"$out" | wc -c | tr -d ' ')" 62914560

# ---- wherever it lies

again() {
  bin=$2
  talk
  check "$1" is "$(replies)" "$(cat "$scratch/replies")"
}
mv "$scratch/empty" "$scratch/moved"
again "works after a move" "$scratch/moved/$name/bin/mcpgate"
mkdir "$scratch/it's a \"folder\" \$HOME * with blanks"
mv "$scratch/moved/$name" "$scratch/it's a \"folder\" \$HOME * with blanks/gate"
here=$scratch/it\'s\ a\ \"folder\"\ \$HOME\ \*\ with\ blanks/gate
again "works in a folder with blanks" "$here/bin/mcpgate"
mv "$here" "$scratch/gate"
here=$scratch/gate
mkdir -p "$scratch/links/deep"
ln -s "$here/bin/mcpgate" "$scratch/links/absolute"
ln -s ../links/absolute "$scratch/links/relative"
ln -s ../relative "$scratch/links/deep/chain"
again "works through a symlink" "$scratch/links/absolute"
again "works through a chain of them" "$scratch/links/deep/chain"
ln -s "$here/bin" "$scratch/linked-bin"
again "works in a linked folder" "$scratch/linked-bin/mcpgate"
cd "$here/bin" || exit 1
bin=mcpgate
env -i HOME="$home" PATH="$here/bin:/usr/bin:/bin" mcpgate run -- mcpgate demo-server \
  <"$scratch/in" >"$out" 2>"$err"
check "works from PATH" is "$(replies)" "$(cat "$scratch/replies")"
again "works from its own folder" ./mcpgate
cd "$scratch" || exit 1
again "works by a relative path" gate/bin/mcpgate
bin=$here/bin/mcpgate
env -i HOME="$home" PATH=/nowhere "$bin" version >"$out" 2>"$err"
check "needs no program on PATH" is "$(cat "$out")" "mcpgate $version"
env -i HOME="$home" PATH=/usr/bin:/bin "$bin" run -- "$bin" demo-server <"$scratch/in" >"$out" 2>&-
check "works with stderr closed" is "$(replies)" "$(cat "$scratch/replies")"

# ---- no code is made on the way to the first reply

# A lambda that the archive does not hold took ten milliseconds of every start.
spins_nothing() {
  mkfifo "$scratch/to" "$scratch/from" || return 1
  env -i HOME="$home" PATH=/usr/bin:/bin "$here/lib/runtime/bin/java" \
    "-Xlog:class+load=info:file=$scratch/loaded" "-Dorg.sqlite.lib.path=$here/lib" -Dmcpgate.out=3 \
    -m gate.app/gate.app.Main run -- "$bin" demo-server <"$scratch/to" 3>"$scratch/from" 2>"$scratch/err" &
  gate_pid=$!
  exec 4>"$scratch/to" 5<"$scratch/from"
  printf '%s\n' "$initialize" >&4
  read -r reply <&5
  cp "$scratch/loaded" "$scratch/loaded.then"
  exec 4>&- 5<&-
  wait "$gate_pid"
  gate_pid=
  rm -f "$scratch/to" "$scratch/from"
  case $reply in *'"result"'*) ;; *) echo "no reply: $reply" && return 1 ;; esac
  grep -v 'source: shared objects file' "$scratch/loaded.then" >"$scratch/loaded.new"
  has "$scratch/loaded.then" 'gate.app.Pump source: shared' && not grep '/0x' "$scratch/loaded.new"
}
for try in 1 2 3; do # what comes after the reply may be early on a busy machine
  spins_nothing >"$scratch/spun" 2>&1 && break
done
check "no class is made before the first reply" is "$(cat "$scratch/spun")" ""

# ---- a bad archive of classes costs time, nothing else

archive=$here/lib/runtime/lib/server/classes.jsa
mv "$archive" "$archive.good"
again "works without the archive" "$bin"
head -c 100000 "$archive.good" >"$archive"
again "works with half an archive" "$bin"
{ head -c 4096 /dev/zero && tail -c +4097 "$archive.good"; } >"$archive"
again "works with an archive that is none" "$bin"
: >"$archive"
again "works with an empty archive" "$bin"
rm -f "$archive"
mv "$archive.good" "$archive"
again "works with the archive again" "$bin"

tally
