"""Kills gates with SIGKILL in mid-stream: what was forwarded must be in the log, and nobody left over.

Client and server record every byte that the gate let through. After every few kills, `mcpgate tail -n 1`
drains the dead gates' spools; then each recorded message must have its row, no row may hold what neither
side said, and `mcpgate verify` must find the chain whole. Neither the server nor a
child of its may live on, even where they ignore the end of their input and SIGTERM; how long the last
of them took to die is printed.

    python3 wire/kill.py [--rounds N] [--every N] [--messages N] [--seed S]
"""

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import threading
import time

import gate as gates
from gate import Pipes, Scratch, Tally, tree

RECORDER = os.path.join(gates.HERE, "servers", "recorder.py")
WINDOW = 256
PATIENCE = 10.0  # seconds; who lives longer than the gate by so much is an orphan

NPX = """
import signal, subprocess, sys
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
sys.exit(subprocess.call(["sh", "-c", '"$@"; exit $?', "sh", *sys.argv[1:]]))
"""

# How the server lives: by itself; deaf to EOF and SIGTERM; below a shell, as npx starts it; with a
# child of its own; the last two deaf; and below two that wait.
LIVES = {
    "plain": ([], []),
    "deaf": ([], ["--deaf"]),
    "below a shell": (["sh", "-c", '"$@"; exit $?', "sh"], []),
    "with a child": ([], ["--child"]),
    "below a shell, deaf": (["sh", "-c", '"$@"; exit $?', "sh"], ["--deaf"]),
    "with a child, deaf": ([], ["--child", "--deaf"]),
    # What npx is: a program, a shell that waits, and in it the server.
    "as npx does": ([sys.executable, "-c", NPX], ["--deaf"]),
}


class Round:
    """One gate from start to kill, and what came through it."""

    def __init__(self, scratch, number, life):
        self.folder = scratch.path(f"round-{number}")
        os.mkdir(self.folder)
        self.number = number
        before, after = LIVES[life]
        server = [*before, sys.executable, RECORDER, self.folder, *after]
        self.pipes = Pipes(scratch, server, gates.find())
        self.got = bytearray()
        self.answered = 0
        self.sent = bytearray()
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=one, daemon=True) for one in (self.write, self.read)]
        for thread in self.threads:
            thread.start()

    def write(self):
        """Asks without end, up to a window; sizes vary so that records wrap anywhere in the spool."""
        sent = 0
        chance = random.Random(self.number)
        try:
            while True:
                batch = []
                for _ in range(1 + chance.randrange(32)):
                    sent += 1
                    words = "leaf " * (chance.randrange(4000) if sent % 50 == 0 else chance.randrange(200))
                    call = {"name": "echo", "arguments": {"text": words, "round": self.number}}
                    message = {"jsonrpc": "2.0", "id": sent, "method": "tools/call", "params": call}
                    batch.append(json.dumps(message).encode() + b"\n")
                data = b"".join(batch)
                self.sent += data
                while data:
                    data = data[os.write(self.pipes.input, data) :]
                with self.changed:
                    self.changed.wait_for(lambda: sent - self.answered < WINDOW, 20)
        except OSError:
            pass

    def read(self):
        while True:
            try:
                chunk = os.read(self.pipes.output, 1 << 16)
            except OSError:
                chunk = b""
            with self.changed:
                self.got += chunk
                self.answered += chunk.count(b'"result"')
                if not chunk:
                    self.answered = 1 << 60
                self.changed.notify()
            if not chunk:
                return

    def await_answers(self, count):
        with self.changed:
            return self.changed.wait_for(lambda: count <= self.answered < 1 << 60, 30)

    def pids(self):
        """The server's processes, as they noted themselves."""
        with open(os.path.join(self.folder, "pids")) as file:
            return [int(line) for line in file.read().split()]

    def kill_gate(self):
        """Kills every process of the gate at once; returns all others that hang on it."""
        root = self.pipes.process.pid
        program = os.readlink(f"/proc/{root}/exe")
        everyone = tree(root)
        noted = set(self.pids())
        gate = [pid for pid in everyone if pid not in noted and exe(pid) == program]
        others = [pid for pid in {*everyone, *noted} if pid not in gate]
        gates.kill(gate)
        self.pipes.process.wait()
        return others

    def recorded(self, name):
        with open(os.path.join(self.folder, name), "rb") as file:
            return file.read()

    def end(self):
        for thread in self.threads:
            thread.join(5)
        os.close(self.pipes.input)
        os.close(self.pipes.output)


def exe(pid):
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def lives(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


def await_death(pids):
    """Those that live on, and how long the others took to die."""
    start = time.monotonic()
    while (left := [pid for pid in pids if lives(pid)]) and time.monotonic() - start < PATIENCE:
        time.sleep(0.005)
    return left, time.monotonic() - start


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ")[:120].decode("utf-8", "replace")
    except OSError:
        return "gone"


def missing(stream, rows):
    """How many lines of a recording have no row; the last one may be cut anywhere."""
    *whole, tail = stream.split(b"\n")
    count = sum(line not in rows for line in whole)
    if tail and not any(row.startswith(tail) for row in rows):
        count += 1
    return len(whole) + bool(tail), count


def new_rows(scratch, since):
    """What the log has gained: the messages each way, how many rows they are, and the last row's number."""
    count, ways = 0, {"client_to_server": set(), "server_to_client": set()}
    with sqlite3.connect(scratch.database) as connection:
        connection.text_factory = bytes
        query = "select id, direction, message_json from messages where id > ? order by id"
        for number, direction, message in connection.execute(query, (since,)):
            ways[direction.decode()].add(message.rstrip(b"\r\n"))
            since = number
            count += 1
        isSound = connection.execute("pragma quick_check").fetchone()[0] == b"ok"
    return ways, count, since, isSound


class Books:
    """What the log has to hold, and what of it was checked."""

    def __init__(self, scratch, gate, tally):
        self.scratch, self.gate, self.tally = scratch, gate, tally
        self.rounds = []
        self.rows = self.since = self.checks = self.breaks = self.invented = 0
        self.forwarded = {"up": 0, "down": 0}
        self.lost = {"up": 0, "down": 0}

    def close(self):
        """Checks the log for all rounds since the last time."""
        if not self.rounds:
            return
        self.scratch.drain(self.gate)
        rows, count, self.since, isSound = new_rows(self.scratch, self.since)
        self.rows += count
        number = self.rounds[-1][1].number
        self.tally.check(isSound, "the database is damaged", f"log after round {number}")
        done = subprocess.run([self.gate, "verify"], env=self.scratch.env, capture_output=True, timeout=300)
        self.checks += 1
        self.breaks += done.returncode != 0
        what = f"verify says {done.returncode}: {done.stdout[-300:]!r}"
        self.tally.check(done.returncode == 0, what, f"log after round {number}")
        said = {"client_to_server": set(), "server_to_client": set()}
        for case, one in self.rounds:
            said["client_to_server"].update(bytes(one.sent).split(b"\n"))
            said["server_to_client"].update(one.recorded("said").split(b"\n"))
            for way, stream, direction in (
                ("up", one.recorded("raw"), "client_to_server"),
                ("down", bytes(one.got), "server_to_client"),
            ):
                forwarded, lost = missing(stream, rows[direction])
                self.forwarded[way] += forwarded
                self.lost[way] += lost
                self.tally.check(forwarded > 0 and lost == 0, f"{way}: {lost} of {forwarded} lack a row", case)
            shutil.rmtree(one.folder)
        invented = sum(row not in said[way] for way in rows for row in rows[way])
        self.invented += invented
        self.tally.check(invented == 0, f"{invented} rows that nobody said", f"log after round {number}")
        self.rounds = []


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--every", type=int, default=10)
    options.add_argument("--messages", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--life", default="")
    chosen = options.parse_args()
    gates.check_tools("python3", "sh")
    gate = gates.find()
    chance, scratch, tally = random.Random(chosen.seed), Scratch(), Tally()
    books = Books(scratch, gate, tally)
    start, slowest = time.monotonic(), 0.0
    orphans = {}
    named = [life for life in LIVES if chosen.life in life]
    for number in range(chosen.rounds):
        life = named[number % len(named)]
        one = Round(scratch, number, life)
        case = f"round {number}: {life}"
        if not tally.check(one.await_answers(20 + chance.randrange(chosen.messages)), "no stream", case):
            print(open(one.pipes.errors, errors="replace").read()[-500:])
        others = one.kill_gate()
        left, took = await_death(others)
        slowest = max(slowest, took)
        orphans[life] = orphans.get(life, 0) + len(left)
        what = f"{len(left)} of {len(others)} processes live on: {[command(pid) for pid in left]}"
        tally.check(not left, what, case)
        gates.kill(left)
        one.end()
        books.rounds.append((case, one))
        if len(books.rounds) >= chosen.every:
            books.close()
    books.close()
    scratch.remove()
    left = ", ".join(f"{life} {count}" for life, count in orphans.items() if count)
    forwarded, lost = books.forwarded, books.lost
    print(
        f"kill: {chosen.rounds} SIGKILLs under load: forwarded {sum(forwarded.values()):,}"
        f" ({forwarded['up']:,} up, {forwarded['down']:,} down), rows {books.rows:,}, lost {sum(lost.values())},"
        f" invented {books.invented}, chain breaks {books.breaks} in {books.checks} checks,"
        f" orphans {sum(orphans.values())}{' (' + left + ')' if left else ''},"
        f" the last was gone after {slowest:.2f} s; {time.monotonic() - start:.0f} s"
    )
    tally.end("kill")


if __name__ == "__main__":
    main()
