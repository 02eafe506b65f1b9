# Counts claims, for the tests of the packages: sourced by them once $scratch is a folder of theirs. Where $err is the
# file of a gate's stderr, a claim that fails shows it.
# shellcheck shell=sh

passed=0
failed=0
# check CLAIM COMMAND...: the claim holds if the command succeeds.
check() {
  claim=$1
  shift
  if "$@" >"$scratch/why" 2>&1; then
    passed=$((passed + 1)) && echo "ok     $claim"
  else
    failed=$((failed + 1)) && echo "FAILED $claim" && sed 's/^/    /' "$scratch/why" | head -n 20
    [ ! -s "${err-}" ] || head -c 1200 "$err" | sed 's/^/    stderr: /'
  fi
}
not() { ! "$@"; }
is() { [ "$1" = "$2" ] || { echo "is '$1', not '$2'" && return 1; }; }

# The last line of a test, and whether all claims held.
tally() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
}
