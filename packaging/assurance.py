"""Runs the proofs of what the gate promises, and writes docs/assurance.md and docs/assurance.json.

One row per promise: the figure that the proof printed last, its command, date and commit. A row that was
run before stays until it is run again, so this can be broken off and go on.

    python3 packaging/assurance.py                    the short forms
    python3 packaging/assurance.py --long             the long forms, for a release, on a quiet machine
    python3 packaging/assurance.py --only kill,purity some rows
    python3 packaging/assurance.py --missing          rows that have no figure of this commit
    python3 packaging/assurance.py --write            only writes the page anew from the JSON

Needs the image (packaging/build.sh) and, for some rows, the compiled tests (./mvnw test-compile).
"""

import argparse
import datetime
import json
import os
import re
import subprocess
import sys
from typing import NamedTuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TWIN = os.path.join(ROOT, "docs", "assurance.json")
PAGE = os.path.join(ROOT, "docs", "assurance.md")
MVN = "./mvnw -q -o test -Dsurefire.failIfNoSpecifiedTests=false -pl modules/gate.app -am -Dtest="


class Row(NamedTuple):
    name: str
    promise: str
    short: str
    long: str  # empty: the same
    figure: str  # of the lines that match this, the last one is the figure; empty: it passed
    minutes: int = 20  # how long the long form may take


ROWS = (
    Row("transparent", "Not a byte changes between client and server, both ways at once, in chunks of 1 byte to 64 KiB",
        "python3 wire/fidelity.py --messages 50000", "python3 wire/fidelity.py --messages 1000000", r"^fidelity: .* messages up"),
    Row("sdk", "Official SDK client and three reference servers: every list, calls with progress, sampling, elicitation, roots, logging, cancellation, 20 MB",
        "e2e/run.sh everything filesystem memory peers", "", r"passed, \d+ failed"),
    Row("purity", "stdout carries protocol bytes only, whatever the virtual machine is made to print",
        "python3 wire/purity.py", "", r"^purity: .* stray"),
    Row("table", "Nothing is forwarded that is not one message to every peer: each fault in three spellings and more, before four readers of lines, both ways",
        "python3 wire/table.py", "", r"^table: .* reached the other side"),
    Row("differential", "Whatever the gate accepts, Jackson (strict), Node and Python read as the same tree",
        "python3 wire/differential.py", "python3 wire/differential.py --inputs 10000000", r"^differential: .* read differently", 240),
    Row("fuzz", "The same for inputs that a fuzzer (Jazzer) makes with feedback from coverage",
        "bench/fuzz.sh", "bench/fuzz.sh --inputs 10000000", r"^fuzz: .* read differently", 120),
    Row("at-rest", "Secrets that pass the gate are in no file of its own: database, journal, spool",
        "python3 wire/atrest.py", "python3 wire/atrest.py --keys 50", r"^atrest: .* keys in"),
    Row("linear", "No input of 1 MiB takes the judge over a second, none overflows a stack, memory stays bounded",
        "python3 wire/bounds.py", "python3 wire/bounds.py --long", r"^bounds: .* inputs"),
    Row("no-regex", "`java.util.regex` in judging: 0 uses",
        MVN + "NoRegexTest", "", ""),
    Row("kill", "Killed under load, the gate has lost no row and invented none; the chain is whole; nobody is left over",
        "python3 wire/kill.py --rounds 100", "python3 wire/kill.py --rounds 1000", r"^kill: .* SIGKILLs", 60),
    Row("disk-faults", "Failing disks: the session goes on, what was forwarded is recorded",
        "python3 wire/faults.py --faults 100", "python3 wire/faults.py --faults 500", r"^faults: \d+ injected"),
    Row("database-faults", "The database's twelve faults end as docs/AUDIT.md says",
        "python3 wire/dbfaults.py", "", r"^dbfaults: .* table says"),
    Row("many-writers", "16 gates at once on one log with a follower open: no errors, a short journal, no waiting",
        "bench/audit.sh GatesBench 16 10000", "", r"gates of .* messages"),
    Row("supervision", "However a session ends: right exit code, in time, everybody answered, nobody left over",
        "python3 wire/supervision.py", "python3 wire/supervision.py --at-once 1", r"^supervision: .* of .* orphans"),
    Row("lifecycle", "Signals, exits and calls in flight, as SDK clients see them", "e2e/run.sh lifecycle", "", r"passed, \d+ failed"),
    Row("strain", "Clients that vanish or do not read, servers that flood, freeze or close: no hang, no growth", "e2e/run.sh strain", "", r"passed, \d+ failed"),
    Row("tamper", "Every change of the log is found",
        "bench/audit.sh TamperTest 500", "bench/audit.sh TamperTest 10000", r"changes"),
    Row("private-files", "Files are the user's alone under any umask; no race to create them is won, no planted link followed",
        "for mask in 000 022; do (umask $mask; bench/audit.sh RaceBench 1000) || exit 1; done", "", r"^races: "),
    Row("refusals", "What the rules refuse does not arrive, and leaves one row with its reason", "e2e/run.sh refusals", "", r"passed, \d+ failed"),
    Row("tarball", "The tarball runs anywhere, with nothing installed", "packaging/smoke.sh", "", r"passed, \d+ failed"),
    Row("check-speed", "`mcpgate check --json` judges 10,000 small messages a second",
        "python3 wire/checkspeed.py --least 10000", "", r"^check: .* a second"),
    Row("install", "What `install` puts in, `uninstall` takes out byte for byte: 200 files each of JSON, JSON with comments, TOML and YAML",
        MVN + "ReversibleTest", "", ""),
    Row("kill-install", "Killed at any system call, the client's file is the old or the new one, and the next install goes through",
        "packaging/kill-install.sh --every 4", "packaging/kill-install.sh", r"passed, \d+ failed"),
    Row("stranger", "From the tarball alone, without Java, in an empty home: install, talk, look, remove; nothing is left but the audit log",
        "packaging/stranger.sh", "", r"passed, \d+ failed"),
    Row("deb", "The .deb installs, runs, is removed and purged, and nothing is left; lintian has no errors",
        "packaging/deb.sh --test --quick", "packaging/deb.sh --test", r"passed, \d+ failed"),
    Row("npm", "The npm package installs offline; stdin, exit codes and signals pass, no node between client and gate",
        "packaging/npm-test.sh", "", r"passed, \d+ failed"),
    Row("docs", "Every example of the documentation and of each command's help runs", "packaging/docs-test.py", "", r"passed, \d+ failed"),
)  # fmt: skip


def load():
    try:
        with open(TWIN, encoding="utf-8") as file:
            return {row["name"]: row for row in json.load(file)["rows"]}
    except FileNotFoundError:
        return {}


def output(*words):
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def commit():
    changed = output("git", "status", "--porcelain", "--untracked-files=no", "--", "modules", "packaging", "wire", "e2e", "bench")
    return output("git", "rev-parse", "--short=10", "HEAD") + ("+" if changed else "")


def run(row, isLong, at):
    command = row.long or row.short if isLong else row.short
    print(f"== {row.name}: {command}", flush=True)
    lines, code = [], None
    process = subprocess.Popen(
        ["timeout", str(row.minutes * 60), "sh", "-c", command], cwd=ROOT, text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    for line in process.stdout:
        lines.append(line.rstrip())
        print("   " + line, end="", flush=True)
    code = process.wait()
    said = [line for line in lines if row.figure and re.search(row.figure, line)]
    isSkipped = any(re.search(r"^\w+: not run: ", line) for line in lines)
    isHeld = code == 0 and not isSkipped and (bool(said) or not row.figure)
    figure = (said[-1] if said else "passed" if isHeld else "no figure").strip()
    return {
        "name": row.name, "promise": row.promise, "held": isHeld, "figure": figure, "command": command,
        "form": "long" if isLong and row.long else "short" if row.long else "whole", "exit": code,
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"), "commit": at,
        "machine": f"{os.cpu_count()} processors",
    }  # fmt: skip


def write(rows):
    ordered = [rows[row.name] for row in ROWS if row.name in rows]
    with open(TWIN, "w", encoding="utf-8") as file:
        json.dump({"rows": ordered}, file, indent=1, ensure_ascii=False)
        file.write("\n")
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(
            "# Assurance\n\n"
            "What the gate promises, and the figure that its proof printed last. Written by\n"
            "`packaging/assurance.py`; do not edit. [PROOFS.md](PROOFS.md) says what each proof does, and\n"
            "[assurance.json](assurance.json) is the same for programs. A `+` behind a commit means that files were\n"
            "changed since.\n\n"
            "| promise | held | figure | command | date | commit |\n| --- | --- | --- | --- | --- | --- |\n"
        )
        for row in ordered:
            figure = row["figure"].replace("|", "\\|")
            held = "yes" if row["held"] else "**no**"
            file.write(
                f"| {row['promise']} | {held} | {figure} | `{row['command']}` | {row['date']} | {row['commit']} |\n"
            )


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--long", action="store_true")
    options.add_argument("--only", default="")
    options.add_argument("--missing", action="store_true")
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    names = [name for name in chosen.only.split(",") if name]
    unknown = set(names) - {row.name for row in ROWS}
    if unknown:
        sys.exit(f"no row {', '.join(sorted(unknown))}; the rows are {', '.join(row.name for row in ROWS)}")
    rows, at, failed = load(), commit(), 0
    for row in [] if chosen.write else ROWS:
        old = rows.get(row.name)
        wanted = "long" if chosen.long and row.long else None
        isDone = old and old["held"] and old["commit"] == at and (not wanted or old["form"] == wanted)
        if (names and row.name not in names) or (chosen.missing and isDone):
            continue
        rows[row.name] = run(row, chosen.long, at)
        failed += not rows[row.name]["held"]
        write(rows)
    write(rows)
    print(f"assurance: {sum(row['held'] for row in rows.values())} of {len(ROWS)} promises held; {failed} failed now")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
