"""Drives one gate as a client does, and knows what may come out of it."""

import glob
import json
import os
import queue
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
REFUSED = -32000

# Seconds that a busy machine may take for what must come; nothing that holds waits for it.
PATIENCE = 60.0


def find():
    """The command of the gate: $MCPGATE, else the newest image under target/."""
    named = os.environ.get("MCPGATE")
    built = glob.glob(os.path.join(HERE, "..", "target", "**", "bin", "mcpgate"), recursive=True)
    command = named or (max(built, key=os.path.getmtime) if built else None)
    if not command or not os.access(command, os.X_OK):
        sys.exit("no gate to test: run packaging/build.sh, or set MCPGATE to its launcher")
    return os.path.abspath(command)


def check_tools(*names):
    """Ends with one sentence if a program is missing."""
    missing = [name for name in names if not shutil.which(name)]
    if missing:
        sys.exit("missing: " + ", ".join(missing) + "; install it and run again")


class Tally:
    """Counts cases: one passes if all that was checked of it held. What did not is said at once."""

    def __init__(self):
        self.cases = {}
        self.said = 0

    def check(self, holds, what, case=None):
        """Of the case of this name; a check without one is a case by itself."""
        case = case or what
        self.cases[case] = bool(holds) and self.cases.get(case, True)
        if not holds:
            self.said += 1
            if self.said <= 40:
                print(f"FAILED {what if case in what else case + ': ' + what}", flush=True)
        return holds

    def end(self, what):
        passed = sum(self.cases.values())
        failed = len(self.cases) - passed
        print(f"{what}: {passed} passed, {failed} failed", flush=True)
        sys.exit(1 if failed or not passed else 0)


class Scratch:
    """A home of its own for each gate, gone afterwards."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="mcpgate-wire-")
        self.database = os.path.join(self.folder, "audit.db")
        self.env = {**os.environ, "HOME": self.folder, "MCPGATE_DB_PATH": self.database}

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def drain(self, command):
        """Has the gate's viewer move what dead gates left in their spools into the database."""
        subprocess.run(
            [command, "tail", "-n", "1"],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=120,
        )

    def rows(self, command):
        """All rows of `messages` as dicts, spools included."""
        self.drain(command)
        if not os.path.exists(self.database):
            return []
        with sqlite3.connect(self.database) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = bytes
            rows = connection.execute("select * from messages order by id").fetchall()
        return [{name: text(name, row[name]) for name in row.keys()} for row in rows]

    def count(self, query, command):
        """The number that a query answers with, once all spools are drained."""
        self.drain(command)
        with sqlite3.connect(self.database) as connection:
            return connection.execute(query).fetchone()[0]

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def text(column, value):
    """A column's value: bytes for the message, which need not be UTF-8, text for all others."""
    isText = isinstance(value, bytes) and column != "message_json"
    return value.decode("utf-8", "replace") if isText else value


class Pipes:
    """A gate with its server, as two bare descriptors: `input` is the gate's, so we write it."""

    def __init__(self, scratch, server, gate=None, **options):
        self.errors = scratch.path("stderr")
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [gate, "run", "--", *server] if gate else server,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=scratch.env,
                cwd=scratch.folder,
                bufsize=0,
                **options,
            )
        self.input = os.dup(self.process.stdin.fileno())
        self.output = os.dup(self.process.stdout.fileno())
        self.process.stdin.close()
        self.process.stdout.close()

    def wait(self, timeout):
        """Its exit code; None, and it is killed, if it does not end in time."""
        try:
            return self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            kill(tree(self.process.pid))
            self.process.wait()
            return None


class Session:
    """A client, and behind it a gate with its server.

    One thread reads what the gate says into a queue, line by line and as bytes.
    """

    def __init__(self, scratch, server, gate=None, options=()):
        """Without a gate the client talks to the server itself: to show what the gate is for."""
        self.errors = scratch.path("stderr")
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                [gate, "run", *options, "--", *server] if gate else server,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=scratch.env,
                cwd=scratch.folder,
                bufsize=0,
            )
        self.lines = queue.SimpleQueue()
        self.pings = 0
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        held = b""
        while chunk := os.read(self.process.stdout.fileno(), 1 << 20):
            *whole, held = (held + chunk).split(b"\n")
            for line in whole:
                self.lines.put(line + b"\n")
        if held:
            self.lines.put(held)
        self.lines.put(None)

    def send(self, data):
        """Writes all of it; False if the gate is gone."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.process.stdin.fileno(), view[: 1 << 16]) :]
        except OSError:
            return False
        return True

    def ask(self, line, ident, timeout=PATIENCE):
        """Sends a request and returns all that came before its answer, and the answer (or None)."""
        self.send(line + b"\n")
        return self.until(ident, timeout)

    def ping(self, timeout=PATIENCE):
        self.pings += 1
        ident = f"ping-{self.pings}"
        line = json.dumps({"jsonrpc": "2.0", "id": ident, "method": "ping"}).encode()
        return self.ask(line, ident, timeout)

    def initialize(self, revision="2025-06-18"):
        params = {
            "protocolVersion": revision,
            "capabilities": {},
            "clientInfo": {"name": "wire", "version": "1"},
        }
        hello = {"jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params}
        _, answer = self.ask(json.dumps(hello).encode(), "hello")
        self.send(b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        return answer

    def until(self, ident, timeout):
        before = []
        end = time.monotonic() + timeout
        while (left := end - time.monotonic()) > 0:
            try:
                line = self.lines.get(timeout=left)
            except queue.Empty:
                break
            if line is None:
                break
            message, _ = strict(line)
            isIt = message is not None and "method" not in message and message.get("id") == ident
            if isIt and type(message["id"]) is type(ident):
                return before, line
            before.append(line)
        return before, None

    def rest(self):
        """What is there already; waits for nothing."""
        lines = []
        while not self.lines.empty():
            if (line := self.lines.get()) is not None:
                lines.append(line)
        return lines

    def close(self, timeout=PATIENCE):
        """Ends the input, and returns the exit code, and what was still said."""
        self.process.stdin.close()
        try:
            code = self.process.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            code = None
        self.reader.join(5)
        return code, self.rest()

    def kill(self):
        kill(tree(self.process.pid))
        self.process.wait()


def kill(pids):
    """Kills processes that we started, the deepest first."""
    for pid in reversed(pids):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


def tree(root):
    """A process and all below it, parents first."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat", "rb") as file:
                    fields = file.read().rpartition(b")")[2].split()
                parents.setdefault(int(fields[1]), []).append(int(entry))
            except OSError:
                pass
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def strict(line):
    """The one JSON-RPC message that a line is to every reader, or None and what is wrong with it."""
    body = line[:-1] if line.endswith(b"\n") else line
    body = body[:-1] if body.endswith(b"\r") else body
    if not line.endswith(b"\n"):
        return None, "no line feed at the end"
    if b"\r" in body:
        return None, "a carriage return"

    def pairs(members):
        names = [name for name, _ in members]
        if len(set(names)) != len(names):
            raise ValueError("a duplicate member")
        return dict(members)

    def constant(word):
        raise ValueError("not a number: " + word)

    try:
        message = json.loads(body.decode("utf-8"), object_pairs_hook=pairs, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        return None, str(error)
    if not isinstance(message, dict):
        return None, "not an object"
    if set(message) - {"jsonrpc", "id", "method", "params", "result", "error"}:
        return None, "a foreign member"
    if message.get("jsonrpc") != "2.0":
        return None, "no version"
    if sum(name in message for name in ("method", "result", "error")) != 1:
        return None, "not exactly one of method, result and error"
    if "id" in message and type(message["id"]) not in (str, int):
        return None, "a bad id"
    return message, None


def is_refusal(line, ident):
    """Whether a line is the gate's own error for a request, shaped as the contract says."""
    message, _ = strict(line)
    if message is None or set(message) != {"jsonrpc", "id", "error"}:
        return False
    error = message["error"]
    same = message["id"] == ident and type(message["id"]) is type(ident)
    shaped = isinstance(error, dict) and error.get("code") == REFUSED
    return same and shaped and str(error.get("message")).startswith("mcpgate blocked: ")
