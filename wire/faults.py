"""Disk faults: operations on the audit log's files fail one by one, under a gate at work.

ENOSPC, EIO, short writes, EINTR, and a record cut by a full disk, in the spool, the database and its journal.
After each, the session must go on; in the end, whatever was forwarded must have its row, the chain be whole,
and the gate have ended with its server's code.

    python3 wire/faults.py [--faults N] [--seed S]

fiu-utils of Debian cannot tell files apart, so it would break the client's pipes too; wire/faults.c does the
same for the log's files only. It is compiled here, and without a C compiler this says so and proves nothing.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time

import gate as gates
import shim
from gate import Scratch, Session, Tally, strict

SERVER = os.path.join(gates.HERE, "servers", "subject.py")
# What is broken, how often in ten, and how long it may take until the gate touches it.
PLACES = ((".spool", 6, 2.0), ("-wal", 3, 1.5), ("audit.db", 1, 0.3))


def call(ident):
    params = {"name": "echo", "arguments": {"text": "leaf " * (ident % 97)}}
    return json.dumps({"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params}).encode()


class Client:
    """Calls, and knows which calls came through and which were refused."""

    def __init__(self, session):
        self.session = session
        self.next = 0
        self.passed, self.refused, self.odd = [], [], []

    def call(self):
        self.next += 1
        _, answer = self.session.ask(call(self.next), self.next, 20)
        message = strict(answer)[0] if answer else None
        if message and "result" in message:
            self.passed.append(self.next)
            return True
        isRefused = answer is not None and b"audit_unavailable" in answer
        (self.refused if isRefused else self.odd).append(self.next)
        return False


def inject(client, chance, breaker):
    """One fault; returns its name, whether it came about, and whether the session went on after it."""
    kind = chance.choice(list(shim.KINDS))
    end, _, patience = chance.choices(PLACES, [place[1] for place in PLACES])[0]
    before = breaker.done()
    breaker.arm(kind, 1, end)
    until = time.monotonic() + patience
    while breaker.done() == before and time.monotonic() < until:
        client.call()
        if end != ".spool":
            time.sleep(0.03)
    happened = breaker.done() > before
    time.sleep(0.005)  # of a cut write the rest fails too
    breaker.disarm()
    goes_on = any(client.call() for _ in range(3))
    return f"{kind} in {end}", happened, goes_on


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--faults", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    gate = gates.find()
    if reason := shim.why_not():
        print(f"faults: not run: {reason}")
        return
    scratch, tally, chance = Scratch(), Tally(), random.Random(chosen.seed)
    breaker = shim.Shim(scratch)
    start = time.monotonic()
    session = Session(scratch, [sys.executable, SERVER], gate)
    session.initialize()
    client = Client(session)
    counts, recovered, injected, tries = {}, 0, 0, 0
    while injected < chosen.faults and tries < 3 * chosen.faults and session.process.poll() is None:
        tries += 1
        name, happened, goes_on = inject(client, chance, breaker)
        if happened:
            injected += 1
            recovered += goes_on
            counts[name] = counts.get(name, 0) + 1
            tally.check(goes_on, f"fault {injected}: {name}: the session does not go on", f"fault {injected}")
    crashed = session.process.poll() is not None
    code, _ = session.close()
    tally.check(not crashed and code == 0, f"exit code {code}")
    tally.check(injected >= chosen.faults, f"only {injected} faults came about in {tries} tries")
    tally.check(not client.odd, f"{len(client.odd)} calls got neither their answer nor a refusal")
    scratch.env.pop("LD_PRELOAD")
    rows = {(row["rpc_id"], row["kind"]) for row in scratch.rows(gate)}
    lost = [(ident, kind) for ident in client.passed for kind in ("request", "result") if (str(ident), kind) not in rows]
    tally.check(not lost, f"lost: {lost[:3]}")
    verified = subprocess.run([gate, "verify"], env=scratch.env, capture_output=True, timeout=120)
    tally.check(verified.returncode == 0, f"verify: {verified.stdout[-300:]!r}")
    for name in sorted(counts):
        print(f"  {counts[name]:>4} x {name}")
    print(
        f"faults: {injected} injected: crashes {int(crashed)}, lost {len(lost)}, recovered {recovered};"
        f" {len(client.passed):,} calls forwarded, {len(client.refused)} refused as audit_unavailable,"
        f" chain breaks {int(verified.returncode != 0)}; {time.monotonic() - start:.0f} s"
    )
    scratch.remove()
    tally.end("faults")


if __name__ == "__main__":
    main()
