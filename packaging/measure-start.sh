#!/bin/sh
# Prints how the packaged gate starts and how much room it takes, beside the goals. Linux only.
#
#   packaging/measure-start.sh [BENCH [N]]
#
# BENCH holds the benchmark's sources, fakeserver.c and mcpload.c; N starts are measured (21).
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
bench=${1-${BENCH_DIR-$root/../shared/bench}}
n=${2-21}
[ "$(uname -s)" = Linux ] || {
  echo "measure-start: needs Linux, for /proc." >&2
  exit 2
}
[ -f "$bench/mcpload.c" ] || {
  echo "measure-start: no mcpload.c in $bench: name the folder of the benchmark's sources." >&2
  exit 2
}
command -v cc >/dev/null || {
  echo "measure-start: needs a C compiler (cc) for the benchmark's client and server." >&2
  exit 2
}
"$root/packaging/build.sh" --if-needed
image=$root/target/image
bin=$image/bin/mcpgate
tools=$root/target/bench
mkdir -p "$tools"
for tool in mcpload fakeserver; do
  if [ ! -x "$tools/$tool" ] || [ "$bench/$tool.c" -nt "$tools/$tool" ]; then
    cc -O2 -o "$tools/$tool" "$bench/$tool.c"
  fi
done

scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-measure.XXXXXX")
pids=
cleanup() {
  exec 4>&-
  [ -z "$pids" ] || kill $pids 2>/dev/null || true
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 129' HUP INT TERM
export HOME="$scratch" MCPGATE_DB_PATH="$scratch/audit.db"

# cold PREFIX...: median and best of N, in ms, from spawning to the whole initialize reply.
cold() {
  "$tools/mcpload" cold --n "$n" --server "$tools/fakeserver" -- "$@" 2>"$scratch/stderr" |
    sed -n 's/^cold=//p' | sort -n >"$scratch/cold"
  awk '{ t[NR] = $1 } END { printf "%.1f ms (best %.1f)", t[int((NR + 1) / 2)], t[1] }' "$scratch/cold"
}

# pss PID...: kB, with what they share counted once.
pss() {
  for pid; do
    sed -n 's/^Pss: *\([0-9]*\) kB/\1/p' "/proc/$pid/smaps_rollup"
  done | awk '{ n += $1 } END { printf "%.1f MB", n / 1024 }'
}

gates() {
  pids=
  mkfifo "$scratch/pipe"
  exec 4<>"$scratch/pipe"
  i=0
  while [ $i -lt "$1" ]; do
    # Each has a client that says nothing more after the handshake.
    { cat "$root/packaging/train/handshake.jsonl"; exec cat <"$scratch/pipe" 4>&-; } 2>/dev/null |
      "$bin" run -- "$tools/fakeserver" >"$scratch/out.$i" 2>>"$scratch/stderr" &
    pids="$pids $!"
    i=$((i + 1))
  done
  sleep 3
}
ungate() {
  kill $pids
  exec 4>&- # their clients end
  wait || true
  pids=
  rm -f "$scratch/pipe" "$scratch"/out.*
}

row() { printf '%-34s %-24s %-10s %s\n' "$1" "$2" "$3" "$4"; }
row "figure" "here" "must" "reach for"
cold "$bin" run -- >/dev/null # so that log and page cache are there
row "start to first initialize reply" "$(cold "$bin" run --)" "60 ms" "40 ms"
row "  the server alone" "$(cold)" "" ""
gates 1
row "PSS idle, one gate" "$(pss $pids)" "40 MB" "25 MB"
ungate
gates 10
row "PSS idle, ten gates in all" "$(pss $pids)" "300 MB" "150 MB"
ungate
row "tarball" "$(ls -l "$root"/target/mcpgate-*.tar.gz | awk '{ printf "%.1f MB", $5 / 1e6 }')" "30 MB" "20 MB"
row "installed" "$(du -sk "$image" | awk '{ printf "%.1f MB", $1 * 1024 / 1e6 }')" "90 MB" "60 MB"
