#!/bin/sh
# Prints the bill of materials of an image in CycloneDX 1.6: packaging/sbom.sh IMAGE MODULES VERSION
#
# MODULES is the folder with the jars that the image was linked from. What cannot be read from the files
# (licences, coordinates) stands in the table below; a jar that is not in it fails the build.
set -eu
export LC_ALL=C

image=$1
modules=$2
version=$3

digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

# component NAME VERSION PURL LICENCE FILE
component() {
  printf '%s\n    {"type": "library", "name": "%s", "version": "%s", "purl": "%s",\n' "$comma" "$1" "$2" "$3"
  printf '     "licenses": [{"license": {"id": "%s"}}]' "$4"
  [ -z "$5" ] || printf ',\n     "hashes": [{"alg": "SHA-256", "content": "%s"}]' "$(digest "$5")"
  printf '}'
  comma=,
}

java=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"$/\1/p' "$image/lib/runtime/release")
[ -n "$java" ] || java=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$image/lib/runtime/release")
printf '{\n  "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,\n'
printf '  "metadata": {"component": {"type": "application", "name": "mcpgate", "version": "%s",\n' "$version"
printf '    "licenses": [{"license": {"id": "Apache-2.0"}}]}},\n  "components": ['
comma=
printf '\n    {"type": "platform", "name": "OpenJDK", "version": "%s",\n' "$java"
printf '     "licenses": [{"expression": "GPL-2.0-only WITH Classpath-exception-2.0"}]}'
comma=,
for jar in "$modules"/*.jar; do
  file=${jar##*/}
  name=${file%.jar}
  of=${name##*-}
  name=${name%-*}
  case $name in
  gate.*) continue ;;
  jackson-core) component "$name" "$of" "pkg:maven/com.fasterxml.jackson.core/$name@$of" Apache-2.0 "$jar" ;;
  jackson-jr-objects) component "$name" "$of" "pkg:maven/com.fasterxml.jackson.jr/$name@$of" Apache-2.0 "$jar" ;;
  jline-*) component "$name" "$of" "pkg:maven/org.jline/$name@$of" BSD-3-Clause "$jar" ;;
  sqlite-jdbc) component "$name" "$of" "pkg:maven/org.xerial/$name@$of" Apache-2.0 "$jar" ;;
  *)
    echo "sbom: no licence is known for $file: add it to packaging/sbom.sh" >&2
    exit 1
    ;;
  esac
done
printf '\n  ]\n}\n'
