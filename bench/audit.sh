#!/bin/sh
# Runs a program of gate.audit's test tree on the classes that `./mvnw test-compile` left:
#   bench/audit.sh AuditBench [messages [bytes]]   what recording costs, beside bare writes
#   bench/audit.sh GatesBench [gates [messages]]   many gates at once, and the longest journal
#   bench/audit.sh RaceBench [races]              races to create files, none of which may be won
#   bench/audit.sh TamperTest [changes]            random changes of a log, and how many were found
root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
program=${1:?which program? AuditBench, GatesBench or TamperTest}
shift
modules=$root/modules
if [ ! -d "$modules/gate.audit/target/test-classes" ]; then
    echo "nothing is compiled; run ./mvnw -q test-compile first" >&2
    exit 2
fi
path=$modules/gate.audit/target/test-classes
for module in gate.audit gate.rules gate.protocol; do
    path=$path:$modules/$module/target/classes
done
. "$root/packaging/jdk.sh"
find_jdk25 || exit 2
find_repository
add_libraries org/xerial/sqlite-jdbc com/fasterxml/jackson/jr/jackson-jr-objects com/fasterxml/jackson/core/jackson-core ||
    exit 2
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$path" "gate.audit.$program" "$@"
