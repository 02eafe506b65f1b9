# Sourced by the scripts beside it: finds a JDK 25, whatever `java` on PATH is, and what else the build
# needs.

# Whether $1 is the home of a JDK 25 with jlink.
is_jdk25() {
  [ -x "$1/bin/jlink" ] && [ -f "$1/release" ] && grep -q '^JAVA_VERSION="25[."]' "$1/release"
}

# Sets JAVA_HOME to a JDK 25, or says in one sentence what is missing and returns 1.
find_jdk25() {
  if [ -x /usr/libexec/java_home ]; then
    mac_home=$(/usr/libexec/java_home -v 25 2>/dev/null) || mac_home=
  else
    mac_home=
  fi
  on_path=$(command -v javac 2>/dev/null) || on_path=
  if [ -n "$on_path" ] && command -v realpath >/dev/null 2>&1; then
    on_path=$(realpath "$on_path")
  fi
  for home in "${JAVA_HOME-}" "${on_path%/bin/javac}" "$mac_home" /usr/lib/jvm/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* "$HOME"/.local/share/mise/installs/java/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /opt/java/* /opt/*; do
    if [ -n "$home" ] && is_jdk25 "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  echo "mcpgate needs a JDK 25 to build: install one (say, from https://adoptium.net) or set JAVA_HOME to it." >&2
  return 1
}

# Sets repository to the folder of libraries that Maven fills, which hangs on the user's entry in the system and
# not on HOME. Needs find_jdk25.
find_repository() {
  repository=${MAVEN_REPOSITORY-}
  if [ -z "$repository" ]; then
    repository=$("$JAVA_HOME/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *user\.home = //p')/.m2/repository
  fi
}

# Adds the newest of each library to path: the build has fetched the right ones last. Needs find_repository.
add_libraries() {
  for library in "$@"; do
    newest=$(find "$repository/$library" -name '*.jar' ! -name '*-sources.jar' 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$newest" ]; then
      echo "$library is not in $repository: run ./mvnw test-compile first, or set MAVEN_REPOSITORY" >&2
      return 1
    fi
    path=$path:$newest
  done
}

# Maven's wrapper fetches Maven once, as a zip. Without unzip it takes another file, whose digest is not
# the one that it knows, and says that Maven may be compromised.
need_unzip() {
  command -v unzip >/dev/null 2>&1 && return 0
  for maven in "${MAVEN_USER_HOME:-$HOME/.m2}"/wrapper/dists/apache-maven-*/*/bin/mvn; do
    [ ! -x "$maven" ] || return 0
  done
  echo "Maven's wrapper needs unzip for its first run: install it." >&2
  return 1
}
