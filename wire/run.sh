#!/bin/sh
# The proofs in front of real readers of lines, in their short forms: table, fidelity, kill.
# The gate is $MCPGATE, else the newest image under target/. Long forms:
#   python3 wire/fidelity.py --messages 1000000
#   python3 wire/kill.py --rounds 20
cd "$(dirname "$0")" || exit 1
for program in python3 node java javac; do
    if ! command -v "$program" >/dev/null; then
        echo "wire/run.sh needs $program; install it and run again" >&2
        exit 2
    fi
done
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
failed=0
python3 table.py || failed=1
python3 fidelity.py --messages "${WIRE_MESSAGES:-20000}" || failed=1
python3 kill.py --rounds "${WIRE_ROUNDS:-6}" || failed=1
exit $failed
