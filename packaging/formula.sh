#!/bin/sh
# Prints the Homebrew formula: packaging/formula.sh HOMEPAGE FOLDER, where FOLDER has the tarballs of all four
# platforms with their .sha256 files.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
version=$(sed -n 's:^    <version>\(.*\)</version>$:\1:p' "$here/../pom.xml" | head -n 1)
sum() { cut -d ' ' -f 1 "$2/mcpgate-$version-$1.tar.gz.sha256"; }
sed -e "s|@HOMEPAGE@|$1|; s|@DOWNLOAD@|$1/releases/download/v$version|; s|@VERSION@|$version|g" \
  -e "s|@SHA_MACOS_ARM64@|$(sum macos-arm64 "$2")|; s|@SHA_MACOS_X64@|$(sum macos-x64 "$2")|" \
  -e "s|@SHA_LINUX_ARM64@|$(sum linux-arm64 "$2")|; s|@SHA_LINUX_X64@|$(sum linux-x64 "$2")|" "$here/mcpgate.rb.in"
