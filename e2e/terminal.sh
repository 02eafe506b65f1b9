#!/bin/sh
# Whether anything that strangers wrote reaches the terminal as a control sequence: a hostile corpus goes
# through the packaged gate into a log, and every command that prints shows it inside tmux, where
# clipboard, titles and answers of the terminal are watched. Prints `N passed, N failed`.
#
#   e2e/terminal.sh             with the image under target/
#   MCPGATE=... e2e/terminal.sh
here=$(cd "$(dirname "$0")" && pwd) || exit 1
if ! command -v python3 >/dev/null; then
  echo "e2e/terminal.sh needs python3" >&2
  exit 1
fi
MCPGATE=${MCPGATE:-$here/../target/image/bin/mcpgate}
if [ ! -x "$MCPGATE" ]; then
  echo "no gate to try: run packaging/build.sh, or set MCPGATE to its launcher" >&2
  exit 1
fi
export MCPGATE
exec python3 "$here/terminal.py"
