#!/bin/sh
# What the gate says of real servers: `mcpgate scan` of each server of bench/servers.txt, which npm fetches.
#
#   bench/servers.sh [DIRECTORY]     installs there, one after the other (else in a new temporary directory); ten minutes
#
# A row for each: how many tools it offers, and what would be refused or shown; lines that are no messages count for nothing,
# for the gate keeps them back and goes on. Needs node, npm and the network; uses
# target/image/bin/mcpgate, or what MCPGATE names. No script of a package is run at its installation; the servers are
# started with a home directory of their own and with keys that are none.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
gate=${MCPGATE:-$root/target/image/bin/mcpgate}
list=$root/bench/servers.txt
for program in node npm "$gate"; do
    command -v "$program" > /dev/null || { echo "servers.sh: no $program" >&2; exit 2; }
done
place=${1-}
if [ -z "$place" ]; then
    place=$(mktemp -d)
    trap 'rm -rf "$place"' EXIT
fi
mkdir -p "$place/home"
cd "$place"
place=$(pwd -P)
export HOME="$place/home" NODE_ENV=production
for name in GITHUB_PERSONAL_ACCESS_TOKEN GITLAB_PERSONAL_ACCESS_TOKEN SLACK_BOT_TOKEN SLACK_TEAM_ID GOOGLE_MAPS_API_KEY \
    BRAVE_API_KEY FIRECRAWL_API_KEY EXA_API_KEY TAVILY_API_KEY NOTION_TOKEN AIRTABLE_API_KEY LINEAR_API_KEY \
    PRIVATE_APP_ACCESS_TOKEN HUBSPOT_ACCESS_TOKEN ES_API_KEY SENTRY_ACCESS_TOKEN ANTHROPIC_API_KEY OPENAI_API_KEY API_TOKEN \
    BROWSERBASE_API_KEY BROWSERBASE_PROJECT_ID CIRCLECI_TOKEN CHANNEL_ACCESS_TOKEN DESTINATION_USER_ID CURRENTS_API_KEY \
    DATADOG_API_KEY DATADOG_APP_KEY EVERART_API_KEY SANITY_API_TOKEN SANITY_PROJECT_ID SANITY_DATASET; do
    export "$name=x"
done
export ES_URL=http://localhost:9200 MAPBOX_ACCESS_TOKEN=pk.x.y.z AWS_REGION=us-east-1 MCP_USER_ROLE=developer \
    GITLAB_API_URL=https://gitlab.com/api/v4
: > rows.jsonl
grep -v '^#' "$list" > todo
while read -r package program arguments; do
    echo "servers.sh: $package" >&2
    rm -rf package && mkdir package && echo '{}' > package/package.json
    (cd package && timeout 180 npm install --no-audit --no-fund --ignore-scripts "$package" > ../npm.log 2>&1 < /dev/null) \
        || { echo "  cannot be installed" >&2; continue; }
    # shellcheck disable=SC2086 # arguments are words
    timeout 60 "$gate" scan --json -- "package/node_modules/.bin/$program" $arguments > scan.json 2> scan.log < /dev/null || true
    if [ -s scan.json ]; then
        printf '{"package":"%s","scan":%s}\n' "$package" "$(cat scan.json)" >> rows.jsonl
    else
        echo "  does not answer" >&2
    fi
done < todo
rm -rf package
node -e '
const rows = require("fs").readFileSync("rows.jsonl", "utf8").trim().split("\n").filter(Boolean).map(JSON.parse);
const total = {tools: 0, refused: 0, shown: 0};
for (const {package: name, scan} of rows) {
  const of = severity => [...new Set(scan.findings.filter(f => f.severity === severity && f.rule !== "unknown_member" && f.rule !== "not_json")
    .map(f => f.rule + f.reason.replace(/^[^,]*/, "")))];
  const high = of("high"), low = of("low");
  total.tools += (scan.tools || []).length;
  total.refused += high.length > 0;
  total.shown += high.length === 0 && low.length > 0;
  console.log(name + ": " + (scan.tools || []).length + " tools" + (high.length ? "; refused: " + high.join("; ") : "")
    + (low.length ? "; shown: " + low.join("; ") : ""));
}
console.log(rows.length + " servers, " + total.tools + " tools: " + total.refused + " refused, " + total.shown + " with a warning");
'
