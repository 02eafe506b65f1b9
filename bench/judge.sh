#!/bin/sh
# What the rules cost on innocent messages, the best of several passes, with the compiler flags of the image:
#   bench/judge.sh                on the documents and sources of this repository
#   bench/judge.sh CORPORA_DIR    on benign_text and benign_command of a folder of corpora
#   JAVA_FLAGS=-Xint bench/judge.sh   with other flags of the JVM on top
# On the classes that `./mvnw test-compile` left.
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
rules=$root/modules/gate.rules/target
if [ ! -d "$rules/test-classes" ]; then
    echo "nothing is compiled; run ./mvnw -q test-compile first" >&2
    exit 2
fi
. "$root/packaging/jdk.sh"
find_jdk25 || exit 2
flags=$(grep -E '^-XX:(\+UseSerialGC|TieredStopAtLevel|C1)' "$root/packaging/options")
find_repository
path=$rules/classes:$root/modules/gate.protocol/target/classes
add_libraries com/fasterxml/jackson/jr/jackson-jr-objects com/fasterxml/jackson/core/jackson-core || exit 2
# shellcheck disable=SC2086 # flags are words
exec "$JAVA_HOME/bin/java" $flags ${JAVA_FLAGS-} --module-path "$path" \
    --patch-module "gate.rules=$rules/test-classes" \
    -m gate.rules/gate.rules.builtin.JudgeBench "${1:-$root}"
