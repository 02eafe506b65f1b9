"""Fidelity: random valid messages in random chunks, both ways at once; not one byte may change.

Each side writes its own random stream, hashes it, and hashes what it reads; at the end the hashes
of one side's output and the other side's input must be equal, and so must every MiB of them.

    python3 wire/fidelity.py [--messages N] [--seed S]        N counts both ways together
"""

import argparse
import contextlib
import json
import os
import sqlite3
import sys
import time

import gate as gates
from gate import Scratch, Tally
from talker import Talker


def why(scratch):
    """The reasons of what was not allowed, and how often."""
    with contextlib.closing(sqlite3.connect(scratch.env["MCPGATE_DB_PATH"])) as log:
        return log.execute(
            "select decision, decision_reason, count(*), substr(max(message_json), 1, 400) from messages"
            " where decision <> 'allow' group by 1, 2"
        ).fetchall()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=20_251_125)
    options.add_argument("--without-gate", action="store_true")
    chosen = options.parse_args()
    gates.check_tools("python3")
    gate = None if chosen.without_gate else gates.find()
    scratch, tally = Scratch(), Tally()
    report = scratch.path("server.json")
    half = chosen.messages // 2
    server = [sys.executable, os.path.join(gates.HERE, "talker.py")]
    server += [str(chosen.seed + 1), str(half), report]
    session = gates.Pipes(scratch, server, gate)
    start = time.monotonic()
    client = Talker(1, chosen.seed, half, session.output, session.input)
    mine = client.talk(lambda: os.close(session.input))
    took = time.monotonic() - start
    code = session.wait(20)
    try:
        with open(report) as file:
            theirs = json.load(file)
    except FileNotFoundError:
        theirs = None
    if not theirs:
        with open(session.errors, "rb") as errors:
            print(errors.read()[-500:].decode("utf-8", "replace"))
        tally.check(False, f"the server never finished; the gate ended with {code}")
        tally.end("fidelity")
    changed = 0
    for way, out, into in (("up", mine, theirs), ("down", theirs, mine)):
        blocks = zip(out["sent_blocks"], into["got_blocks"])
        differ = [number for number, (one, other) in enumerate(blocks) if one != other]
        changed += abs(out["sent_bytes"] - into["got_bytes"]) + len(differ)
        isSame = out["sent_sha256"] == into["got_sha256"] and out["sent_bytes"] == into["got_bytes"]
        what = f"{way}: {out['sent_bytes']} bytes out, {into['got_bytes']} in; MiB that differ: {differ[:5]}"
        tally.check(isSame and not differ, what)
        tally.check(out["sent"] == into["got"], f"{way}: {out['sent']} lines out, {into['got']} in")
    tally.check(mine["unanswered"] == theirs["unanswered"] == 0, "requests without an answer")
    tally.check(code == 0, f"exit code {code}")
    if gate:
        rows = scratch.count("select count(*) from messages", gate)
        odd = scratch.count("select count(*) from messages where decision <> 'allow'", gate)
        tally.check(rows == mine["sent"] + theirs["sent"], f"{rows} rows in the audit log")
        tally.check(odd == 0, f"{odd} messages were not allowed: {why(scratch) if odd else ''}")
    total = mine["sent_bytes"] + theirs["sent_bytes"]
    print(
        f"fidelity: {mine['sent']:,} messages up, {theirs['sent']:,} down in"
        f" {mine['writes'] + theirs['writes']:,} writes of 1 byte to 64 KiB,"
        f" {total:,} bytes compared: {'0 bytes changed' if not changed else 'CHANGED'};"
        f" seed {chosen.seed}, {took:.1f} s"
    )
    scratch.remove()
    tally.end("fidelity")


if __name__ == "__main__":
    main()
