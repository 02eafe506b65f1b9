#!/bin/sh
# Kills `mcpgate install` and `uninstall` at every system call that could change a file, one after the
# other, and looks at the configuration file after each: it must be the old one or the new one, and the
# next install must go through. Needs strace. Prints `N passed, N failed`.
#
#   packaging/kill-install.sh            every call
#   packaging/kill-install.sh --every 4  every fourth, for CI
set -eu
export LC_ALL=C

every=1
[ "${1-}" != --every ] || every=$2
root=$(cd "$(dirname "$0")/.." && pwd -P)
gate=${MCPGATE:-$root/target/image/bin/mcpgate}
command -v strace >/dev/null || {
  echo "kill-install: strace is missing" >&2
  exit 2
}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-kill.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
mkdir "$scratch/.cursor"
file=$scratch/.cursor/mcp.json
printf '{\n  // mine\n  "mcpServers": {\n    "a": { "command": "npx", "args": [\n      "-y", "x"\n    ] },\n    "b": { "command": "srv" }\n  }\n}\n' >"$scratch/old"
calls=write,pwrite64,writev,rename,renameat,renameat2,fsync,fdatasync,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,unlink,unlinkat,mkdir,mkdirat,ftruncate,openat,close
run() { env -i HOME="$scratch" PATH=/usr/bin:/bin "$@" </dev/null >/dev/null 2>&1; }
reset() {
  rm -rf "$scratch/.mcpgate" "$scratch/.cursor"
  mkdir "$scratch/.cursor"
  cp "$1" "$file"
}

reset "$scratch/old"
run "$gate" install --yes
cp "$file" "$scratch/new"
passed=0
failed=0
for command in install uninstall; do
  case $command in install) from=old to=new ;; *) from=new to=old ;; esac
  reset "$scratch/$from"
  run strace -f -o "$scratch/trace" -e "trace=$calls" "$gate" "$command" --yes
  # Which calls: those of the thread that touches the configuration folder, from a few before that on.
  # strace counts each kind of call by itself.
  thread=$(grep -m 1 "$scratch/.cursor" "$scratch/trace" | cut -d ' ' -f 1)
  awk -v thread="$thread" '$1 == thread && $2 !~ /^(<|\+|---)/ {
    call = $2
    sub(/\(.*/, "", call)
    print call, ++count[call], index($0, folder) ? "here" : ""
  }' folder="$scratch/.cursor" "$scratch/trace" >"$scratch/ours"
  first=$(grep -n -m 1 here "$scratch/ours" | cut -d : -f 1)
  states=
  at=0
  tail -n "+$first" "$scratch/ours" >"$scratch/calls"
  while read -r call nth _; do
    at=$((at + 1))
    [ $((at % every)) = 0 ] || continue
    reset "$scratch/$from"
    run strace -f -o /dev/null -e "trace=$call" -e "inject=$call:signal=KILL:when=$nth" "$gate" "$command" --yes && killed=no || killed=yes
    if cmp -s "$file" "$scratch/old"; then
      state=old
    elif cmp -s "$file" "$scratch/new"; then
      state=new
    else
      state=broken
    fi
    run "$gate" "$command" --yes || true
    if [ $killed = yes ] && [ $state != broken ] && cmp -s "$file" "$scratch/$to" &&
      [ "$(ls -A "$scratch/.cursor")" = mcp.json ]; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "FAILED: $command killed at $call $nth (killed: $killed): $state, left: $(ls -A "$scratch/.cursor" | tr '\n' ' ')"
    fi
    states="$states $state"
  done <"$scratch/calls"
  echo "$command: killed at calls $first to $(wc -l <"$scratch/ours"):$(printf '%s\n' $states | sort | uniq -c | tr '\n' ' ' | tr -s ' ')"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
