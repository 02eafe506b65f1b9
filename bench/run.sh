#!/bin/sh
# Measures the gate beside no gate, a plain copy pump and a C gate that records, in one interleaved
# run, and prints the figures beside the goals.
#   bench/run.sh [--quick] [--write]
# --quick takes under four minutes; --write also writes docs/bench/latest.md.
# The gate is $MCPGATE, else the newest image under target/; the load tools are $BENCH_DIR, which
# stands beside the repository as shared/bench unless you say otherwise.
here=$(cd "$(dirname "$0")" && pwd) || exit 1
root=$(dirname "$here")
tools=${BENCH_DIR:-$(dirname "$root")/shared/bench}
for program in node gcc make sqlite3 taskset; do
    if ! command -v "$program" >/dev/null; then
        echo "bench/run.sh needs $program; install it and run again" >&2
        exit 2
    fi
done
if [ ! -f "$tools/bench.mjs" ]; then
    echo "no load tools in $tools; set BENCH_DIR to the folder of bench.mjs" >&2
    exit 2
fi
if [ -z "$MCPGATE" ]; then
    MCPGATE=$(find "$root/target" -path '*/bin/mcpgate' -printf '%T@ %p\n' 2>/dev/null | sort -rn | head -n 1 | cut -d ' ' -f 2-)
fi
if [ ! -x "$MCPGATE" ]; then
    echo "no gate to measure: run packaging/build.sh, or set MCPGATE to its launcher" >&2
    exit 2
fi
MCPGATE=$(readlink -f "$MCPGATE")
export MCPGATE
work=$root/target/bench
rm -rf "$work"
mkdir -p "$work" || exit 1
cp "$tools"/*.c "$tools"/*.h "$tools"/*.mjs "$tools"/*.json "$tools"/Makefile "$work" || exit 1
chmod -R u+w "$work"
make -s -C "$work" || exit 1
exec node "$here/run.mjs" "$work" "$@"
