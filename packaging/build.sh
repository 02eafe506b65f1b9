#!/bin/sh
# Builds the image and its tarball:
#
#   target/image/                              runs in place: target/image/bin/mcpgate
#   target/mcpgate-<version>-<platform>.tar.gz the same, for users; reproducible byte for byte
#
#   packaging/build.sh               builds
#   packaging/build.sh --if-needed   builds unless the tarball is newer than all it is made of
set -eu
umask 022
export LC_ALL=C TZ=UTC

root=$(cd "$(dirname "$0")/.." && pwd -P)
here=$root/packaging
. "$here/jdk.sh"

say() { printf '%s\n' "build: $*"; }
die() {
  printf '%s\n' "build: $*" >&2
  exit 1
}

# Whether $1 exists and is newer than all that may change it: the rest of the arguments.
is_newer() {
  made=$1
  shift
  [ -e "$made" ] && [ -z "$(find "$@" -type f -newer "$made" ! -path '*/target/*' -print | head -n 1)" ]
}

case $(uname -s) in
Linux) os=linux sqlite_os=Linux sqlite_lib=libsqlitejdbc.so ;;
Darwin) os=macos sqlite_os=Mac sqlite_lib=libsqlitejdbc.dylib ;;
*) die "knows Linux and macOS, not $(uname -s)." ;;
esac
case $(uname -m) in
x86_64 | amd64) arch=x64 sqlite_arch=x86_64 ;;
aarch64 | arm64) arch=arm64 sqlite_arch=aarch64 ;;
*) die "knows x86-64 and arm64, not $(uname -m)." ;;
esac
if [ "$os" = linux ] && ldd --version 2>&1 | grep -qi musl; then
  os=linux-musl sqlite_os=Linux-Musl
fi

version=$(sed -n 's:^    <version>\(.*\)</version>$:\1:p' "$root/pom.xml" | head -n 1)
[ -n "$version" ] || die "cannot read the version in $root/pom.xml."
name=mcpgate-$version-$os-$arch
target=$root/target
image=$target/image
tarball=$target/$name.tar.gz

if [ "${1-}" = --if-needed ] && [ -x "$image/bin/mcpgate" ]; then
  # What the image is made of; the other scripts beside this one try it or pack it.
  set -- "$root/modules" "$root/pom.xml" "$root/LICENSE" "$root/NOTICE" "$root/docs/POLICY.md" "$root/docs/TAIL.md" \
    "$root/docs/policy.schema.json"
  for part in Constants.java PlainCalls.java README.txt Seal.java archive.sh build.sh jdk.sh launcher man.sh options \
    policy.example.toml sbom.sh train; do
    set -- "$@" "$here/$part"
  done
  if is_newer "$tarball" "$@"; then
    say "$tarball is up to date"
    exit 0
  fi
fi

find_jdk25 || exit 1
need_unzip || exit 1
say "JDK $(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$JAVA_HOME/release") in $JAVA_HOME"

# ---- jars

modules=$root/modules/gate.app/target/modules
if is_newer "$modules/gate.app-$version.jar" "$root/modules" "$root/pom.xml"; then
  say "jars are up to date"
else
  say "compiling (mvnw package; the first time it fetches Maven and libraries, for a minute or more)"
  # Maven's own libraries make JDK 25 warn of them.
  (cd "$root" && MAVEN_OPTS="${MAVEN_OPTS-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
    ./mvnw -q package -DskipTests)
fi

# ---- image

say "linking the image (jlink)"
work=$target/packaging
rm -rf "$image" "$work"
mkdir -p "$image/bin" "$image/lib" "$work"
# Copies, in which what javac leaves to be linked at run time is plain bytecode.
mkdir "$work/modules"
cp "$modules"/*.jar "$work/modules/"
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$here/PlainCalls.java" "$work/modules" \
  "$work"/modules/gate.*.jar
options=$(sed -e '/^#/d' -e '/^$/d' "$here/options" | tr '\n' ' ')
# JDBC's interfaces need the modules of XML and JNDI, but nothing here parses XML or looks up names: of each
# package behind them one class stays, for jlink wants all packages of a module.
"$JAVA_HOME/bin/jimage" extract --dir "$work/behind" \
  --include 'glob:/java.xml/com/sun/**,glob:/java.naming/com/sun/**' "$JAVA_HOME/lib/modules"
(
  cd "$work/behind"
  find . -name '*.class' -exec wc -c {} + | awk '$2 != "total" && $2 ~ /^\.\// {
    package = $2; sub(/\/[^\/]*$/, "", package)
    if (!(package in kept)) { kept[package] = $2; size[package] = $1; next }
    if ($1 < size[package] || ($1 == size[package] && $2 < kept[package])) {
      print substr(kept[package], 2); kept[package] = $2; size[package] = $1
    } else print substr($2, 2)
  }' | sort
) >"$work/unused"
printf '%s\n' 'glob:/org.xerial.sqlitejdbc/org/sqlite/native/**' 'glob:/*/META-INF/maven/**' >>"$work/unused"
# Modules stay uncompressed: quicker to start from, and the tarball gets smaller.
"$JAVA_HOME/bin/jlink" --module-path "$work/modules" --add-modules gate.app --output "$image/lib/runtime" \
  --strip-debug --no-header-files --no-man-pages --compress zip-0 --vm server \
  "--exclude-resources=@$work/unused" \
  --add-options="${options% }"
runtime=$image/lib/runtime

# The one native library of SQLite that this platform needs, beside the JVM's own.
sqlite_jar=$(find "$modules" -name 'sqlite-jdbc-*.jar')
(cd "$work" && "$JAVA_HOME/bin/jar" --extract --file "$sqlite_jar" \
  "org/sqlite/native/$sqlite_os/$sqlite_arch/$sqlite_lib") ||
  die "$sqlite_jar has no SQLite for $os-$arch."
mv "$work/org/sqlite/native/$sqlite_os/$sqlite_arch/$sqlite_lib" "$image/lib/"

# Not ours to ship: tools of the run-time, and what only they read.
rm -f "$runtime/bin/keytool" "$runtime/lib/jexec" "$runtime/lib/jrt-fs.jar"

# Stripping would break the signatures that macOS asks for.
if [ "$os" != macos ] && command -v strip >/dev/null 2>&1; then
  find "$image/lib" -name '*.so' | while read -r library; do
    chmod u+w "$library"
    strip --strip-unneeded "$library"
  done
fi

cp "$here/launcher/mcpgate" "$image/bin/mcpgate"
cp "$root/LICENSE" "$root/NOTICE" "$image/"
sed "s/@VERSION@/$version/" "$here/README.txt" >"$image/README"
chmod 755 "$image/bin/mcpgate"

# ---- archive of loaded classes

"$here/archive.sh" "$image" "$work"

# ---- what stands beside it: man pages, completions, bill of materials

"$here/man.sh" "$image" "$image/share/man"
for page in "$image"/share/man/*.[157]; do
  section=$image/share/man/man${page##*.}
  mkdir -p "$section"
  mv "$page" "$section/"
done
mkdir -p "$image/share/completions"
for shell in bash zsh fish; do
  "$image/bin/mcpgate" completion "$shell" >"$image/share/completions/mcpgate.$shell"
done
cp "$here/policy.example.toml" "$root/docs/policy.schema.json" "$image/share/"
chmod 644 "$image"/share/policy.*
"$here/sbom.sh" "$image" "$modules" "$version" >"$image/share/mcpgate.cdx.json"

# ---- tarball

say "packing"
rm -rf "$work"
stamp=202501010000.00
pack=$target/$name
rm -rf "$pack" "$tarball"
mkdir "$pack"
cp -R "$image/." "$pack/"
chmod -R u+rwX,go+rX,go-w "$pack"
find "$pack" -exec touch -h -t "$stamp" {} +
(
  cd "$target"
  find "$name" | sort >"$name.list"
  if tar --version 2>/dev/null | grep -q GNU; then
    tar --format=ustar --owner=0 --group=0 --numeric-owner --no-recursion -cf "$name.tar" -T "$name.list"
  else
    tar --format=ustar --uid 0 --gid 0 --no-recursion -cf "$name.tar" -T "$name.list"
  fi
  gzip -n -9 "$name.tar"
  rm -rf "$name.list" "$name"
)

(
  cd "$target"
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$name.tar.gz"; else shasum -a 256 "$name.tar.gz"; fi
) >"$tarball.sha256"

say "$tarball: $(($(wc -c <"$tarball") / 1000000)) MB, installed $(($(du -sk "$image" | cut -f 1) / 1000)) MB"
