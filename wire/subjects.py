"""The cases of the supervision test: how servers live, how sessions end, and what must come of it."""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time

import gate as gates

SUBJECT = os.path.join(gates.HERE, "servers", "subject.py")
HANGS = ("hang-1", "hang-2", "hang-3")
PATIENCE = 30.0
BURST = 3000

# What npx is: a program that passes nothing on, a shell that waits, and in it the server.
NPX = """
import signal, subprocess, sys
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
code = subprocess.call(["sh", "-c", '"$@"; exit $?', "sh", *sys.argv[1:]], restore_signals=True,
    preexec_fn=lambda: [signal.signal(number, signal.SIG_DFL) for number in (1, 2, 15)])
sys.exit(code if code >= 0 else 128 - code)
"""

# Name: what stands before the server, its flags, exit code after EOF, after TERM.
LIVES = {
    "well-behaved": ([], [], 0, 143),
    "ignores EOF": ([], ["--deaf-eof"], 143, 143),
    "ignores TERM": ([], ["--deaf-term"], 0, 0),
    "ignores both": ([], ["--deaf-eof", "--deaf-term"], 137, 137),
    "double-forks": ([], ["--fork"], 0, 143),
    "floods": ([], ["--flood"], 0, 143),
    "npx-like tree": ([sys.executable, "-c", NPX], [], 0, 143),
    "npx-like, deaf": ([sys.executable, "-c", NPX], ["--deaf-eof", "--deaf-term"], 143, 143),
}
EVENTS = ("client EOF", "TERM", "INT", "HUP", "KILL of gate", "client crash", "slow reader", "slow writer")
SIGNALS = {"TERM": signal.SIGTERM, "INT": signal.SIGINT, "HUP": signal.SIGHUP, "KILL of gate": signal.SIGKILL}

_DEATHS = ("HUP", "INT", "QUIT", "ILL", "ABRT", "FPE", "KILL", "SEGV", "TERM")
# Name: what is asked of the server, and the exit code.
ENDINGS = {
    "exits with 0": ("exit", {"status": 0}, 0),
    "exits with 1": ("exit", {"status": 1}, 1),
    **{f"dies by SIG{name}": ("kill", {"signal": int(signal.Signals[f"SIG{name}"])}, 128 + signal.Signals[f"SIG{name}"]) for name in _DEATHS},
    "closes stdout": ("shut", {}, 0),
    "closes stdout, ignores EOF": ("shut", {}, 143),
    "hands over to a double-forked child": ("away", {}, 0),
}
# Words after mcpgate (@ is a folder), what else the environment has, exit code.
NOT_STARTED = {
    "127: no such command": (["run", "--", "no-such-command-anywhere"], {}, 127),
    "126: not executable": (["run", "--", "@/plain"], {}, 126),
    "125: no place for the log": (["run", "--", "cat"], {"MCPGATE_DB_PATH": "/proc/none/audit.db"}, 125),
    "2: no command": (["run"], {}, 2),
}


def code_of(life, event):
    """The exit codes that are right."""
    if life == "ends by itself":
        return (ENDINGS[event][2],)
    _, _, after_eof, after_term = LIVES[life]
    if event == "KILL of gate":
        return (-signal.SIGKILL,)
    return (after_term,) if event in ("TERM", "HUP") else (after_eof,)


class Subject:
    """A gate with a server, and a client that counts what it hears."""

    def __init__(self, scratch, life):
        self.scratch = scratch
        self.life = life
        self.faults = []
        self.answers = {}
        self.notes = 0
        self.isSlow = False
        self.isCrashed = False
        self.changed = threading.Condition()

    def start(self, before, flags):
        """Starts the gate in front of the server."""
        words = [gates.find(), "run", "--", *before, sys.executable, SUBJECT, *flags]
        errors = open(self.scratch.path("stderr"), "ab")
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=self.scratch.env,
            cwd=self.scratch.folder, bufsize=0, restore_signals=True,
        )  # fmt: skip
        errors.close()
        self.input = self.process.stdin.fileno()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        held = b""
        output = self.process.stdout.fileno()
        while True:
            if not select.select([output], [], [], 0.02)[0]:
                if self.isCrashed:
                    return
                continue
            chunk = b"" if self.isCrashed else os.read(output, 512 if self.isSlow else 1 << 16)
            if self.isSlow:
                time.sleep(0.002)
            *whole, held = (held + chunk).split(b"\n")
            with self.changed:
                for line in whole:
                    message = json.loads(line)
                    if "id" in message:
                        self.answers.setdefault(message["id"], []).append(message)
                    else:
                        self.notes += 1
                self.changed.notify_all()
            if not chunk:
                return

    def call(self, ident, tool, **arguments):
        params = {"name": tool, "arguments": arguments}
        message = {"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params}
        return json.dumps(message).encode() + b"\n"

    def send(self, data):
        try:
            while data:
                data = data[os.write(self.input, data) :]
        except OSError:
            pass

    def hears(self, ident, seconds=PATIENCE):
        with self.changed:
            return self.changed.wait_for(lambda: ident in self.answers, seconds)

    def prepare(self, event):
        """Starts it and brings three calls in flight."""
        if self.life == "ends by itself":
            flags = ["--deaf-eof"] if "ignores EOF" in event else []
            self.start([], flags)
        else:
            before, flags, _, _ = LIVES[self.life]
            self.start(before, flags)
        for ident in HANGS:
            self.send(self.call(ident, "hang"))
        self.send(self.call("ready", "echo"))
        return [] if self.hears("ready") else ["no session"]

    def end(self, event):
        """Lets the event happen; returns the seconds until out, the exit code, the calls unanswered."""
        if event == "slow reader":
            self.read_slowly()
        elif event == "slow writer":
            self.write_slowly()
        began = time.monotonic()
        if self.life == "ends by itself":
            tool, arguments, _ = ENDINGS[event]
            self.send(self.call("end", tool, **arguments))
        elif event in SIGNALS:
            self.process.send_signal(SIGNALS[event])
        elif event == "client crash":
            # What the kernel does for a process that dies: both of its ends are closed at once.
            self.isCrashed = True
            self.reader.join(5)
            self.process.stdout.close()
            self.process.stdin.close()
        else:
            self.process.stdin.close()
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            code = None
        took = time.monotonic() - began
        if event in ("client crash", "KILL of gate"):
            return took, code, 0
        self.reader.join(5)
        return took, code, sum(ident not in self.answers for ident in HANGS)

    def read_slowly(self):
        """A quarter of a megabyte comes at 250 KB a second, and all of it arrives."""
        fcntl.fcntl(self.process.stdout.fileno(), fcntl.F_SETPIPE_SZ, 4096)
        self.isSlow = True
        before = self.notes
        self.send(self.call("burst", "burst", count=BURST))
        time.sleep(0.7)
        self.isSlow = False
        if not self.hears("burst"):
            self.faults.append("a slow reader never got its answer")
        elif self.life != "floods" and self.notes - before != BURST:
            self.faults.append(f"a slow reader got {self.notes - before} of {BURST}")

    def write_slowly(self):
        """Two calls, a few bytes at a time."""
        data = self.call("slow-1", "echo") + self.call("slow-2", "echo")
        for at in range(0, len(data), 7):
            self.send(data[at : at + 7])
            time.sleep(0.005)
        if not (self.hears("slow-1") and self.hears("slow-2")):
            self.faults.append("a slow writer got no answer")
