#!/bin/sh
# No parser differential, with feedback from coverage: Jazzer (libFuzzer on the JVM) drives the reader of messages;
# whatever the gate accepts, Jackson must read as the same tree, then Node and Python too.
#   bench/fuzz.sh                    20 seconds, as CI does
#   bench/fuzz.sh --inputs 10000000  so many inputs
#   bench/fuzz.sh --oracle           answers lines for wire/differential.py; needs no Jazzer
# On the classes that `./mvnw test-compile` left. Jazzer is no dependency of the build: it is fetched once, by Maven, in
# the version below, and must have the digest below; where it cannot be had, the last line says `not run`.
jazzer=0.30.0
digests="
8bdeac017bcd3d9473c9772fac62111c4df830188571def1d001a1b743a62b2f jazzer
d36a725cfedcb7f3590206866cc2836f84d12afccf7c98912f5c720e4d2208d7 jazzer-api
"
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
tests=$root/modules/gate.protocol/target/test-classes
if [ ! -d "$tests/gate/protocol" ]; then
    echo "nothing is compiled; run ./mvnw -q test-compile first" >&2
    exit 2
fi
. "$root/packaging/jdk.sh"
find_jdk25 || exit 2
find_repository
path=$tests:$root/modules/gate.protocol/target/classes
add_libraries com/fasterxml/jackson/jr/jackson-jr-objects com/fasterxml/jackson/core/jackson-core \
    org/junit/jupiter/junit-jupiter-api org/opentest4j/opentest4j org/junit/platform/junit-platform-commons || exit 2

if [ "${1-}" = --oracle ]; then
    exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xss16m -cp "$path" gate.protocol.OracleLines
fi

limit=-max_total_time=20
case ${1-} in
--inputs) limit=-runs=${2:?how many inputs?} ;;
--seconds) limit=-max_total_time=${2:?how many seconds?} ;;
esac
for name in jazzer jazzer-api; do
    jar=$repository/com/code-intelligence/$name/$jazzer/$name-$jazzer.jar
    if [ ! -f "$jar" ]; then
        "$root/mvnw" -q dependency:get "-Dartifact=com.code-intelligence:$name:$jazzer" -Dtransitive=false >/dev/null 2>&1
    fi
    wanted=$(echo "$digests" | sed -n "s/ $name\$//p")
    is=$(sha256sum "$jar" 2>/dev/null | cut -d ' ' -f 1)
    if [ -z "$is" ]; then
        echo "fuzz: not run: $name $jazzer is not in $repository and cannot be fetched"
        echo "fuzz: 0 passed, 0 failed"
        exit 0
    fi
    if [ "$is" != "$wanted" ]; then
        echo "fuzz: $jar has the wrong digest; remove it" >&2
        exit 1
    fi
    path=$path:$jar
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/corpus"
python3 "$root/wire/differential.py" --seeds "$work" || exit 1
started=$(date +%s)
# The sanitizers of Jazzer look for other mistakes than ours, and take half of the time.
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g -XX:+EnableDynamicAgentLoading --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -Xshare:off "-Dfuzz.accepted=$work/accepted" -cp "$path" \
    com.code_intelligence.jazzer.Jazzer --target_class=gate.protocol.DifferentialFuzz \
    '--instrumentation_includes=gate.protocol.**' '--instrumentation_excludes=gate.protocol.Oracle:gate.protocol.DifferentialFuzz' \
    '--disabled_hooks=com.code_intelligence.jazzer.sanitizers.**' --reproducer_path="$work" \
    "$limit" -seed=20260728 -max_len=600 "-dict=$work/dict" "-artifact_prefix=$work/" "$work/corpus" >"$work/said" 2>&1
code=$?
if [ $code != 0 ]; then
    grep -v '^INFO' "$work/said" | tail -n 40
    for input in "$work"/crash-*; do
        [ -f "$input" ] && echo "FAILED input: $(od -An -c "$input" | head -n 20)"
    done
    echo "fuzz: 0 passed, 1 failed"
    exit 1
fi
# What covered something new, and what was done.
covered=$(sed -n 's/^#[0-9]*[[:space:]]*DONE[[:space:]]*cov: \([0-9]*\) ft: \([0-9]*\) corp: \([0-9]*\).*/\1 edges, \3 kept inputs/p' "$work/said" | tail -n 1)
counted=$(sed -n 's/^fuzz: inputs \([0-9]*\), accepted \([0-9]*\)$/\1 \2/p' "$work/said" | tail -n 1)
python3 "$root/wire/differential.py" --lines "$work/accepted" --said "${counted:-0 0}" --covered "${covered:-}" \
    --since "$started"
