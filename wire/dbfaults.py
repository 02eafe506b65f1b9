"""Database faults: the twelve that docs/AUDIT.md promises something for, each in front of a real gate.

Of each: all 40 calls of a session come through; what the promise says about file, stderr and `verify` holds;
and once the fault is gone, every row is there.

    python3 wire/dbfaults.py [--case WORD]
"""

import argparse
import contextlib
import json
import os
import sqlite3
import subprocess
import sys
import time

import gate as gates
import shim
from gate import Scratch, Session, Tally, strict

SERVER = os.path.join(gates.HERE, "servers", "subject.py")
CALLS = 40
NOT_RUN = "not run"


class Case:
    def __init__(self, gate, name, tally):
        self.gate, self.name, self.tally = gate, name, tally
        self.scratch = Scratch()
        self.path = self.scratch.database
        self.passed = 0
        self.calls = 0
        self.lost_head = False

    def check(self, holds, what):
        return self.tally.check(holds, what, self.name)

    def session(self, between=None):
        """One session of calls; `between` happens after the first half has reached the database."""
        session = Session(self.scratch, [sys.executable, SERVER], self.gate)
        for number in range(CALLS):
            if number == CALLS // 2 and between:
                self.await_rows(self.passed)
                between()
            ident = self.calls = self.calls + 1
            params = {"name": "echo", "arguments": {"text": "leaf " * 50}}
            line = json.dumps({"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params})
            _, answer = session.ask(line.encode(), ident, 20)
            message = strict(answer)[0] if answer else None
            self.passed += bool(message and "result" in message)
        if between or self.name in ("locked", "full"):
            time.sleep(0.5)
        code, _ = session.close()
        self.check(code == 0, f"exit code {code}")
        self.check(self.passed == self.calls, f"{self.passed} of {self.calls} calls came through")

    def await_rows(self, count):
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(self.path)) as connection:
                if connection.execute("select count(*) from messages").fetchone()[0] >= 2 * count:
                    return
            time.sleep(0.05)
        self.check(False, f"{2 * count} rows are not in the database after 10 s")

    def stderr(self):
        with open(self.scratch.path("stderr"), errors="replace") as file:
            return file.read()

    def says(self, word):
        self.check(word in self.stderr(), f"stderr does not say {word!r}: {self.stderr()[-300:]!r}")

    def rows(self, expected=None):
        """Every row is there, once what went wrong has been put right."""
        found = len(self.scratch.rows(self.gate))
        expected = 2 * self.passed if expected is None else expected
        self.check(found == expected, f"{found} rows of {expected}")

    def rows_since(self, least):
        """A log that was lost begins anew: what came since is all there, and what the spool still had."""
        rows = self.scratch.rows(self.gate)
        whole = sum(row["rpc_id"] is not None for row in rows)
        self.check(least <= whole <= 2 * self.passed, f"{whole} rows of {least} to {2 * self.passed}")

    def verify(self, *codes):
        done = subprocess.run([self.gate, "verify"], env=self.scratch.env, capture_output=True, timeout=120)
        self.check(done.returncode in (codes or (0,)), f"verify says {done.returncode}: {done.stdout[-200:]!r}")

    def has_head(self):
        """Whether a checkpoint outlasts this database: then its loss shows for ever."""
        return os.path.exists(self.path + "-head")

    def files(self, prefix):
        return [name for name in os.listdir(self.scratch.folder) if name.startswith(prefix)]

    def settle(self):
        """Moves the journal into the database, which then is all there is."""
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
        self.check(not os.path.exists(self.path + "-wal"), "a journal is left")

    def write(self, offset, data):
        with open(self.path, "r+b") as file:
            file.seek(offset)
            file.write(data)


def locked(case):
    case.session()
    holder = sqlite3.connect(case.path, isolation_level=None)
    holder.execute("begin exclusive")
    case.session()
    holder.execute("rollback")
    holder.close()
    case.rows()
    case.verify()
    return "the spool keeps the records; all rows once it is free"


def full(case):
    if reason := shim.why_not():
        return f"{NOT_RUN}: {reason}"
    breaker = shim.Shim(case.scratch)
    case.session(lambda: breaker.arm("ENOSPC", 1 << 30, "-wal"))
    case.says("records wait in")
    breaker.disarm()
    case.rows()
    case.verify()
    return "the same, and one line on stderr"


def read_only(case):
    if reason := shim.why_not():
        return f"{NOT_RUN}: {reason}"
    # Modes do not bind root, so it is the shim that says no.
    shim.Shim(case.scratch)
    case.session()
    sign = case.scratch.env["FAULTS_READ_ONLY"] = case.scratch.path("read-only")
    open(sign, "w").close()
    case.session()
    case.says("records wait in")
    os.remove(sign)
    case.rows()
    case.verify()
    return "the same"


def corrupt_header(case):
    case.session()
    case.settle()
    case.write(0, b"no database at all")
    first, had = case.passed, case.has_head()
    case.session()
    case.check(case.files("audit.db.corrupt-"), "nothing was put aside")
    case.says("was corrupt; it is kept as")
    case.rows_since(2 * (case.passed - first))
    case.verify(1 if had else 0)
    return "put aside, never deleted; a new one begins, and says so"


def flipped_page(case):
    case.session()
    case.settle()
    size = os.path.getsize(case.path)
    for page in range(1, size // 4096):
        case.write(page * 4096, os.urandom(64))
    had = case.has_head()
    case.session()
    case.check(case.files("audit.db.corrupt-"), "nothing was put aside")
    case.rows_since(2 * CALLS)
    case.verify(1 if had else 0)
    return "the same"


def unlinked(case):
    def unlink():
        case.lost_head = case.has_head()
        for end in ("", "-wal", "-shm"):
            if os.path.exists(case.path + end):
                os.remove(case.path + end)

    case.session(unlink)
    case.rows_since(2 * (CALLS - CALLS // 2))
    case.verify(1 if case.lost_head else 0)
    return "noticed at the next commit, a new one begins, with what the spool still had"


def cut_journal(case):
    holder = None

    def hold():
        nonlocal holder
        holder = sqlite3.connect(case.path)
        holder.execute("select count(*) from messages").fetchone()

    case.session(hold)  # who reads keeps SQLite from clearing the journal away
    journal = case.path + "-wal"
    half, whole = content(journal), content(case.path)
    half = half[: len(half) // 2]
    holder.close()
    case.check(len(half) > 4096, "there was no journal to cut")
    for end in ("-wal", "-shm"):
        if os.path.exists(case.path + end):
            os.remove(case.path + end)
    for name, data in ((case.path, whole), (journal, half)):
        with open(name, "wb") as file:
            file.write(data)
    case.session()
    rows = case.scratch.rows(case.gate)
    sessions = {row["session_id"] for row in rows}
    last = [row for row in rows if row["session_id"] == rows[-1]["session_id"]]
    case.check(len(sessions) <= 2 and len(last) == 2 * CALLS, f"{len(last)} rows of the session after it")
    return "SQLite keeps what is whole of it; what comes after is all there"


def symlink(case):
    os.symlink(case.scratch.path("elsewhere"), case.path)
    case.session()
    case.says("symbolic link")
    case.check(not os.path.exists(case.scratch.path("elsewhere")), "the link was followed")
    os.remove(case.path)
    case.rows()
    return "refused; the spool keeps the records"


def wrong_owner(case):
    if os.geteuid() != 0:
        return f"{NOT_RUN}: only root can give files away"
    case.session()
    os.chown(case.path, 12345, -1)
    case.session()
    case.says("belongs to user 12345")
    os.chown(case.path, 0, -1)
    case.rows()
    case.verify()
    return "the same"


def loose_modes(case):
    case.session()
    case.rows()
    os.chmod(case.path, 0o666)
    os.chmod(case.path + "-spool", 0o777)
    case.session()
    for name in (case.path, case.path + "-key", case.path + "-head"):
        isThere = os.path.exists(name)
        case.check(not isThere or os.stat(name).st_mode & 0o77 == 0, f"{name} is open to others")
    case.check(os.stat(case.path + "-spool").st_mode & 0o77 == 0, "the spool is open to others")
    case.rows()
    return "tightened at the start"


def network(case):
    if reason := shim.why_not():
        return f"{NOT_RUN}: {reason}"
    shim.Shim(case.scratch)
    mounts = case.scratch.path("mounts")
    root = os.popen(f"stat -c %m {case.scratch.folder}").read().strip() or "/"
    with open(mounts, "w") as file:
        file.write(f"server:/home {root} nfs4 rw 0 0\n")
    case.scratch.env["FAULTS_MOUNTS"] = mounts
    case.session()
    case.says("on a network file system (nfs4)")
    case.rows()
    return "said once; the log goes on"


def newer(case):
    case.session()
    with sqlite3.connect(case.path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    before = content(case.path)
    case.session()
    case.check(before == content(case.path), "it was changed")
    case.says("newer")
    with sqlite3.connect(case.path) as connection:
        connection.execute("pragma user_version = 2")
    connection.close()
    case.rows()
    return "left alone; the spool keeps the records"


def content(path):
    with open(path, "rb") as file:
        return file.read()


CASES = {
    "locked": locked, "read-only": read_only, "full": full, "corrupt header": corrupt_header,
    "flipped page": flipped_page, "unlinked": unlinked, "cut WAL": cut_journal, "symlink": symlink,
    "wrong owner": wrong_owner, "loose modes": loose_modes, "network file system": network, "newer schema": newer,
}  # fmt: skip


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--case", default="")
    chosen = options.parse_args()
    gates.check_tools("python3")
    gate, tally, start, good, told = gates.find(), Tally(), time.monotonic(), 0, []
    for name, fault in CASES.items():
        if chosen.case not in name:
            continue
        case = Case(gate, name, tally)
        case.check(True, "ran")
        says = fault(case)
        case.scratch.remove()
        isRun = not says.startswith(NOT_RUN)
        isGood = isRun and tally.cases[name]
        good += isGood
        told.append((name, says if isGood or not isRun else "FAILED"))
        if not isRun:
            del tally.cases[name]
        print(f"{name:20} {told[-1][1]}", flush=True)
    skipped = sum(says.startswith(NOT_RUN) for _, says in told)
    print(f"dbfaults: {good} of {len(told)} as the table says, {skipped} not run; {time.monotonic() - start:.0f} s")
    tally.end("dbfaults")


if __name__ == "__main__":
    main()
