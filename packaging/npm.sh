#!/bin/sh
# Makes target/npm/mcpgate-<version>.tgz, an npm package that carries the image of this platform, for those who
# start their servers with npx: `npm install -g mcpgate-….tgz`. Needs npm; prints the size.
set -eu
umask 022
export LC_ALL=C

root=$(cd "$(dirname "$0")/.." && pwd -P)
"$root/packaging/build.sh" --if-needed
version=$(sed -n 's:^    <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
case $(uname -s) in Linux) os=linux ;; Darwin) os=darwin ;; *) exit 1 ;; esac
case $(uname -m) in x86_64 | amd64) cpu=x64 ;; *) cpu=arm64 ;; esac
folder=$root/target/npm
rm -rf "$folder"
mkdir -p "$folder/package"
cp -R "$root/target/image" "$folder/package/image"
cp "$root/LICENSE" "$root/README.md" "$folder/package/"
cat >"$folder/package/package.json" <<END
{
  "name": "mcpgate",
  "version": "$version",
  "description": "A security gate between an AI client and an MCP server",
  "license": "Apache-2.0",
  "os": ["$os"],
  "cpu": ["$cpu"],
  "bin": { "mcpgate": "image/bin/mcpgate" },
  "files": ["image"]
}
END
(cd "$folder" && npm pack --silent ./package >/dev/null)
rm -rf "$folder/package"
echo "npm: $folder/mcpgate-$version.tgz: $(($(wc -c <"$folder/mcpgate-$version.tgz") / 1000000)) MB"
