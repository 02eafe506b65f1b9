#!/bin/sh
# Drives real MCP servers through the packaged mcpgate with the official TypeScript SDK client.
# The last line is "N passed, N failed"; the exit code is 0 when nothing failed.
#
#   e2e/run.sh [SUITE…]      SUITE: everything filesystem memory peers refusals lifecycle evidence start
#
# MCPGATE=…/bin/mcpgate   the gate under test (default: the newest image under target/)
# E2E_GATE=direct         a control run without a gate; any other command is tried as a copy pump
set -eu
cd "$(dirname "$0")"

missing() {
  echo "e2e: $1" >&2
  exit 2
}

command -v node >/dev/null || missing "node is missing: install Node.js 18 or newer"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' ||
  missing "node $(node --version) is too old: install Node.js 18 or newer"
command -v python3 >/dev/null || missing "python3 is missing: it reads the audit database"
python3 -c 'import sqlite3' 2>/dev/null || missing "python3 lacks its sqlite3 module: it reads the audit database"

# The copy is made last, so it stands for a finished installation of exactly this lock file.
if ! cmp -s package-lock.json node_modules/.e2e-lock.json; then
  command -v npm >/dev/null || missing "npm is missing: it installs the SDK and the servers"
  echo "installing the SDK client and three servers from npm"
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
  cp package-lock.json node_modules/.e2e-lock.json
fi

exec node main.mjs "$@"
