#!/bin/sh
# The proofs in front of real readers of lines, in their short forms: table, fidelity, kill.
# The last line is "N passed, N failed" over all of them; the exit code is 0 when nothing failed.
#
#   wire/run.sh                           the short forms
#   WIRE_LONG=1 wire/run.sh               the long forms: 1,000,000 messages, 21 rounds of SIGKILL
#   WIRE_MESSAGES=… WIRE_ROUNDS=… wire/run.sh
#
# The gate is $MCPGATE, else the newest image under target/.
cd "$(dirname "$0")" || exit 1
for program in python3 node; do
    if ! command -v "$program" >/dev/null; then
        echo "wire/run.sh needs $program; install it and run again" >&2
        exit 2
    fi
done
. ../packaging/jdk.sh
find_jdk25 || exit 2
PATH=$JAVA_HOME/bin:$PATH
PYTHONDONTWRITEBYTECODE=1
export PATH PYTHONDONTWRITEBYTECODE
if [ -n "${WIRE_LONG-}" ]; then
    messages=1000000 rounds=21
else
    messages=${WIRE_MESSAGES:-50000} rounds=${WIRE_ROUNDS:-7}
fi

said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
passed=0
failed=0
# prove SCRIPT ARGUMENT...: runs it, and adds what it counted. One that breaks off is a failure.
prove() {
    { python3 "$@" 2>&1 && echo ended; } | tee "$said" | grep -v '^ended$'
    last=$(sed -n 's/^[a-z]*: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$said" | tail -n 1)
    good=${last% *} bad=${last#* }
    if [ -z "$last" ] || { [ "$bad" = 0 ] && ! grep -q '^ended$' "$said"; }; then
        echo "FAILED $1 did not come to its end"
        good=${good:-0} bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
}
prove table.py
prove fidelity.py --messages "$messages"
prove kill.py --rounds "$rounds"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
