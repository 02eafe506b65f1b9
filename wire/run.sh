#!/bin/sh
# The proofs on the packaged gate with real processes, in their short forms (docs/PROOFS.md).
# The last line is "N passed, N failed" over all of them; the exit code is 0 when nothing failed.
#
#   wire/run.sh                           the short forms
#   WIRE_LONG=1 wire/run.sh               the long forms: hours; packaging/assurance.py --long runs them one by one
#   WIRE_MESSAGES=… WIRE_ROUNDS=… wire/run.sh
#   WIRE_ONLY="table.py kill.py" wire/run.sh
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
    messages=1000000 rounds=1000 faults=500 inputs=10000000 bounds=--long
    every=1 speed="--messages 1000000 --least 10000" keys=50
else
    messages=${WIRE_MESSAGES:-50000} rounds=${WIRE_ROUNDS:-40} faults=60 inputs=20000 bounds=
    every=4 speed="--messages 100000" keys=5
fi

said=$(mktemp) || exit 1
trap 'rm -f "$said"' EXIT
passed=0
failed=0
# prove SCRIPT ARGUMENT...: runs it, and adds what it counted. One that breaks off is a failure.
prove() {
    case " ${WIRE_ONLY:-$1} " in *" $1 "*) ;; *) return ;; esac
    { python3 "$@" 2>&1 && echo ended; } | tee "$said" | grep -v '^ended$'
    if grep -q '^[a-z]*: not run: ' "$said"; then
        return
    fi
    last=$(sed -n 's/^[a-z]*: \([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$said" | tail -n 1)
    good=${last% *} bad=${last#* }
    if [ -z "$last" ] || { [ "$bad" = 0 ] && ! grep -q '^ended$' "$said"; }; then
        echo "FAILED $1 did not come to its end"
        good=${good:-0} bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
}
prove table.py --every "$every"
prove fidelity.py --messages "$messages"
prove purity.py
prove supervision.py
prove kill.py --rounds "$rounds"
prove faults.py --faults "$faults"
prove dbfaults.py
prove atrest.py --keys "$keys"
prove differential.py --inputs "$inputs"
# shellcheck disable=SC2086 # a word or none
prove bounds.py $bounds
# shellcheck disable=SC2086 # two words or four
prove checkspeed.py $speed
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
