#!/usr/bin/env bash
# Everything that can fail: build and unit tests, image, smoke test, demonstration, and the proofs on the
# image (docs/PROOFS.md). Says what it does while it does it; each suite's whole output is kept in
# target/check/. Ends with `N passed, N failed` over all of them; exit code 1 if any failed or could not
# run.
set -u -o pipefail
exec </dev/null
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
cd "$root" || exit 1
. packaging/jdk.sh
find_jdk25 || exit 1
missing=
for program in node npm python3; do
  command -v "$program" >/dev/null || missing="$missing $program"
done
if [ -n "$missing" ]; then
  echo "The tests need Node 18 or newer with npm, and Python 3; missing here:$missing." >&2
  exit 1
fi
if ! node -e 'process.exit(process.versions.node.split(".")[0] >= 18 ? 0 : 1)'; then
  echo "The tests need Node 18 or newer, and this is $(node --version)." >&2
  exit 1
fi
need_unzip || exit 1

work=$root/target/check
mkdir -p "$work"
summary=()
passed=0
failed=0

# count NAME PASSED FAILED CODE: a suite that breaks without a failed test counts as one.
count() {
  local name=$1 good=${2:-0} bad=${3:-0} code=$4 note=
  if [ "$code" != 0 ] && [ "$bad" = 0 ]; then
    bad=1 note=" (ended with code $code)"
  fi
  passed=$((passed + good))
  failed=$((failed + bad))
  summary+=("$(printf '%-12s %6d passed, %d failed%s' "$name" "$good" "$bad" "$note")")
}

# title NAME: what runs now, and since when.
title() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

# suite NAME COMMAND...: runs one that ends with `N passed, N failed`.
suite() {
  local name=$1 code=0 line
  shift
  title "$name"
  "$@" 2>&1 | tee "$work/$name.log" || code=$?
  line=$(grep -E '[0-9]+ passed, [0-9]+ failed' "$work/$name.log" | tail -n 1)
  if [[ $line =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
    count "$name" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" "$code"
  else
    count "$name" 0 0 "$((code == 0 ? 1 : code))"
  fi
}

# single NAME COMMAND...: runs one that is right if it exits with 0.
single() {
  local name=$1 code=0
  shift
  title "$name"
  "$@" 2>&1 | tee "$work/$name.log" || code=$?
  count "$name" "$((code == 0))" "$((code != 0))" "$code"
}

# Adds up an attribute of the <testsuite> elements that surefire wrote.
surefire() {
  find modules -path '*/target/surefire-reports/TEST-*.xml' -newer "$work/start" \
    -exec grep -h -m 1 '<testsuite ' {} + |
    sed -n "s/.*[[:space:]]$1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'
}

title "verify: format, warnings, unit tests"
touch "$work/start"
sleep 1 # file times are in seconds on some file systems
code=0
./mvnw verify 2>&1 | tee "$work/verify.log" | grep --line-buffered -v -E '^(\[INFO\] *$|\[INFO\] --- |WARNING:)' || code=$?
bad=$(($(surefire failures) + $(surefire errors)))
good=$(($(surefire tests) - $(surefire skipped) - bad))
count verify "$good" "$bad" "$code"

if [ "$code" = 0 ] && packaging/build.sh --if-needed; then
  suite smoke packaging/smoke.sh
  single demo packaging/demo.sh
  suite completion packaging/completion-test.sh
  suite stranger packaging/stranger.sh
  suite docs packaging/docs-test.py
  suite npm packaging/npm-test.sh
  suite release packaging/release-test.sh
  if command -v dpkg-deb >/dev/null; then
    suite deb packaging/deb.sh --test --quick
  fi
  if command -v strace >/dev/null; then
    suite kill-install packaging/kill-install.sh --every 8
  fi
  suite e2e e2e/run.sh
  suite terminal e2e/terminal.sh
  suite wire wire/run.sh
  suite fuzz bench/fuzz.sh
elif [ "$code" = 0 ]; then
  count image 0 0 1
else
  echo "no image, for the build failed" >&2
fi

printf '\n'
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
