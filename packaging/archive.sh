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
    code=$?
    cat "$work/errors" >&2
    return $code
  }
}
main='-m gate.app/gate.app.Main'

# What is started with every client, once: every class that is archived for another command costs each gate
# time and memory. The caller has set stage, note and ending.
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
}

printf '%s\n' "build: training (run, demo-server)"
stage=loaded note=-XX:DumpLoadedClassList ending=
train_all

# A training that went wrong would show only as a slow start: so look at what it did.
grep -q -e '-32000' "$work/replies" || {
  echo "build: the training run was not judged; its replies are in $work/replies" >&2
  exit 1
}
env -i HOME="$work/home" PATH=/usr/bin:/bin "$java" "-Dorg.sqlite.lib.path=$image/lib" $main tail --all --json \
  >"$work/tail.json"
grep -q inject_test "$work/tail.json" || {
  echo "build: the training run was not recorded; see $work/tail.json" >&2
  exit 1
}

# Sorted, so that the order in which threads ran does not show; classes of other loaders cannot be kept.
cat "$work"/loaded/* | grep -v -e '^#' -e ' source: ' | sed 's/ id: [0-9]*$//' | sort -u >"$work/trained"
# What a class has resolved hangs on which thread came first: name all that it can resolve instead.
"$JAVA_HOME/bin/jimage" extract --dir "$work/extracted" "$image/lib/runtime/lib/modules"
tool() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"
}
tool "$here/Constants.java" "$work/extracted" "$work/trained" "$work/all"

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
# was put to use. Interfaces are put to use without being initialized: those of lambdas in SQLite's driver
# are kept by name.
list "$work/all"
dump "$archive"
printf '%s\n' "build: training again, on the first archive"
stage=used note=-Xlog:class+init=info:file ending=:none
train_all
grep -h -o "Initializing '[^']*'" "$work"/used/* | sed "s/^Initializing '\(.*\)'$/\1/" | sort -u >"$work/names"
awk 'NR == FNR { used[$1]; next }
  $1 == "@cp" || $1 == "@lambda-proxy" { if ($2 in used || $2 ~ /^(gate|org\/sqlite)\//) print; next }
  /^@/ || $1 in used || /^(gate|org\/sqlite)\//' "$work/names" "$work/all" >"$work/kept"
list "$work/kept"
printf '%s\n' "build: archiving $(grep -vc '^@' "$work/classes") classes of $(grep -vc '^@' "$work/all")"
rm -f "$archive"
dump "$archive"
dump "$work/again.jsa"
chmod u+w "$archive"
tool "$here/Seal.java" "$archive" "$work/again.jsa"
chmod 644 "$archive"
"$java" -Xshare:on -XX:+VerifySharedSpaces $main version >/dev/null

# ---- the classes of the commands that people type

# A second archive on top of the first, mapped by all commands but `run`: the screen starts in three
# quarters of the time, and no gate pays for it. train/classes.txt lists them: what `tail -f` loads
# beyond the first (-Xlog:class+load, "source: jrt"). One thread loads them in this order and no address is
# random, so two builds are the same.
commands=$image/lib/runtime/lib/server/commands.jsa
steady=
if setarch -R true 2>/dev/null; then
  steady='setarch -R'
else
  printf '%s\n' "build: no setarch here: the archive of the commands will not be reproducible" >&2
fi
env -i HOME="$work/home" PATH="$PATH" $steady "$java" -Xint "-XX:ArchiveClassesAtExit=$commands" \
  "-Dorg.sqlite.lib.path=$image/lib" -m gate.app/gate.app.ClassRoll <"$here/train/classes.txt" 2>"$work/errors" || {
  cat "$work/errors" >&2
  exit 1
}
grep '^build:' "$work/errors" >&2 || true
chmod 644 "$commands"
printf '%s\n' "build: archived the commands, $(($(wc -c <"$commands") / 1000)) kB"
