#!/bin/sh
# Measures the viewer on a pty, as a person would see it, and prints the figures beside the goals.
#   bench/viewer.sh [--long]    --long: 60 s of flood and of idling instead of 15 s
here=$(cd "$(dirname "$0")" && pwd) || exit 1
if ! command -v python3 >/dev/null; then
  echo "bench/viewer.sh needs python3" >&2
  exit 2
fi
MCPGATE=${MCPGATE:-$here/../target/image/bin/mcpgate}
if [ ! -x "$MCPGATE" ]; then
  echo "no gate to measure: run packaging/build.sh, or set MCPGATE to its launcher" >&2
  exit 2
fi
export MCPGATE
exec python3 "$here/viewer.py" "$@"
