#!/bin/sh
# Makes the archive of loaded classes of an image: packaging/archive.sh IMAGE WORK
#
# Runs the gate as users will, notes which classes that loads, and has the JVM write them down
# parsed, verified and linked. With the archive the gate starts in a third of the time; without it, or
# with one that does not fit, it only starts slower. docs/decisions/0003-class-archive.md says why it
# is made this way.
set -eu

image=$1
work=$2
here=$(cd "$(dirname "$0")" && pwd -P)
java=$image/lib/runtime/bin/java
archive=$image/lib/runtime/lib/server/classes.jsa
mkdir -p "$work"

# train NAME FLAGS… -m …: runs the gate with what the stage says; NAME is the run's.
train() {
  run=$1
  shift
  env -i HOME="$work/home" PATH=/usr/bin:/bin "$java" "$note=$work/$stage/$run$ending" \
    "-Dorg.sqlite.lib.path=$image/lib" "$@" 2>"$work/errors" || {
    cat "$work/errors" >&2
    exit 1
  }
}
main='-m gate.app/gate.app.Main'

# All that users do, once. The caller has set stage, note and ending.
train_all() {
  rm -rf "$work/home"
  mkdir -p "$work/home" "$work/$stage"
  cat >"$work/demo-server" <<END
#!/bin/sh
exec '$java' '$note=$work/$stage/demo-server$ending' -m gate.app/gate.app.Main demo-server
END
  chmod 755 "$work/demo-server"
  train run -Dmcpgate.out=3 $main run -- "$work/demo-server" \
    <"$here/train/conversation.jsonl" 3>"$work/replies" 1>&2
  train tail -Dmcpgate.stdout.tty=true $main tail --all >"$work/tail"
  train json -Dmcpgate.stdout.tty=false $main tail --all --json >"$work/tail.json"
  refused=$(sed -n 's/^{"schema":1,"id":\([0-9]*\),.*"decision":"block".*/\1/p' "$work/tail.json" | head -n 1)
  train help $main help >"$work/help"
  # Exit code 1 is an answer: not every line of the conversation passes.
  train check $main check "$here/train/conversation.jsonl" >"$work/check" 2>&1 || [ $? = 1 ]
  train check-json $main check --json --session <"$here/train/conversation.jsonl" >"$work/check.json" || [ $? = 1 ]
  train show -Dmcpgate.stdout.tty=true $main show "$refused" >"$work/show"
  train explain -Dmcpgate.stdout.tty=true $main explain "$refused" >"$work/explain"
  train replay $main replay >"$work/replay" 2>&1 || [ $? = 1 ]
  train csv $main export --format csv >"$work/export.csv"
  train cef $main export --format cef --since 1h >"$work/export.cef"
}

printf '%s\n' "build: training (run, tail, demo-server, check, show, explain, replay, export)"
stage=loaded note=-XX:DumpLoadedClassList ending=
train_all

# A training that went wrong would show only as a slow start: so look at what it did.
grep -q -e '-32000' "$work/replies" || {
  echo "build: the training run was not judged; its replies are in $work/replies" >&2
  exit 1
}
grep -q inject_test "$work/tail.json" || {
  echo "build: the training run was not recorded; see $work/tail.json" >&2
  exit 1
}

grep -q '"decision":"warn"' "$work/check.json" && grep -q "#$refused was refused" "$work/explain" || {
  echo "build: the training of check and explain failed; see $work" >&2
  exit 1
}

# Sorted, so that the order in which threads ran does not show; classes of other loaders cannot be kept.
cat "$work"/loaded/* | grep -v -e '^#' -e ' source: ' | sed 's/ id: [0-9]*$//' | sort -u >"$work/all"

# list CLASSES: writes them for the dump, classes before the lines that refer to them.
list() {
  grep -v '^@' "$1" >"$work/classes"
  grep '^@' "$1" >>"$work/classes"
}
dump() {
  "$java" -Xshare:dump -XX:+AOTClassLinking "-XX:SharedClassListFile=$work/classes" \
    "-XX:SharedArchiveFile=$1" $main >"$work/dump.log" 2>&1 || {
    cat "$work/dump.log" >&2
    exit 1
  }
}

# Without an archive the JVM loads twice as much as the gate needs with one: what makes lambdas, for
# one. Every class in the archive costs time and memory at each start, so try the first and keep what
# was put to use.
list "$work/all"
dump "$archive"
printf '%s\n' "build: training again, on the first archive"
stage=used note=-Xlog:class+init=info:file ending=:none
train_all
grep -h -o "Initializing '[^']*'" "$work"/used/* | sed "s/^Initializing '\(.*\)'$/\1/" | sort -u >"$work/names"
awk 'NR == FNR { used[$1]; next }
  $1 == "@cp" || $1 == "@lambda-proxy" { if ($2 in used || $2 ~ /^gate\//) print; next }
  /^@/ || $1 in used || /^gate\//' "$work/names" "$work/all" >"$work/kept"
list "$work/kept"
printf '%s\n' "build: archiving $(grep -vc '^@' "$work/classes") classes of $(grep -vc '^@' "$work/all")"
rm -f "$archive"
dump "$archive"
dump "$work/again.jsa"
chmod u+w "$archive"
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$here/Seal.java" "$archive" "$work/again.jsa"
chmod 644 "$archive"
"$java" -Xshare:on -XX:+VerifySharedSpaces $main version >/dev/null
