"""Purity: whatever makes a Java virtual machine print, stdout carries protocol bytes only.

Twelve provocations, each with stdout as a pipe, a socket (as Node makes them) and a file. Of each session
every line of stdout must be a message that the server sent, or an error of the gate's.

    python3 wire/purity.py [--case WORD]
"""

import argparse
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time

import gate as gates
from gate import Scratch, Tally, strict

SERVER = os.path.join(gates.HERE, "servers", "subject.py")
PATIENCE = 30.0


def call(ident, tool, **arguments):
    params = {"name": tool, "arguments": arguments}
    return json.dumps({"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params}).encode() + b"\n"


class Provocation:
    """What is done to a gate, and whether it can go on afterwards.

    `java` are flags that reach the gate's own machine, by way of JDK_JAVA_OPTIONS in a copy of the launcher
    that lets them: users cannot set them, so this is harsher than what is possible.
    """

    def __init__(self, env=None, java=None, words=(), act=None, survives=True, input=b""):
        self.env, self.java, self.words = env or {}, java, list(words)
        self.act, self.survives, self.input = act, survives, input


def send(number):
    return lambda session: session.process.send_signal(number)


def crash(session):
    """An exception that nobody expects: the audit log's folder becomes a file in mid-session."""
    spool = session.scratch.database + "-spool"
    os.rename(spool, spool + ".away")
    with open(spool, "w") as file:
        file.write("x")


HUGE = b'{"jsonrpc":"2.0","id":"huge","method":"x","params":{"a":"' + b"y" * (48 << 20) + b'"}}\n'
PROVOCATIONS = {
    "SIGQUIT": Provocation(act=send(signal.SIGQUIT)),
    "out of memory": Provocation(java="-Xmx24m", input=HUGE, survives=False),
    "heap dump flag": Provocation(java="-Xmx24m -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/dev/null", input=HUGE, survives=False),
    "JAVA_TOOL_OPTIONS": Provocation(env={"JAVA_TOOL_OPTIONS": "-Xlog:gc -XX:+PrintFlagsFinal"}),
    "JDK_JAVA_OPTIONS": Provocation(env={"JDK_JAVA_OPTIONS": "-Xlog:gc -showversion", "_JAVA_OPTIONS": "-verbose:gc"}),
    "bad flag": Provocation(java="-XX:NoSuchFlagAnywhere=1", survives=None),
    "VM warning": Provocation(java="-Xcheck:jni"),
    "uncaught exception": Provocation(act=crash, survives=None),
    "System.out inside the gate": Provocation(java="-Xlog:gc*:stdout -verbose:gc -XX:+PrintCommandLineFlags"),
    "agent": Provocation(java="-javaagent:/nowhere/agent.jar", survives=None),
    "SIGTERM": Provocation(act=send(signal.SIGTERM), survives=False),
    "disk full": Provocation(env={"MCPGATE_DB_PATH": "/dev/full/audit.db"}, survives=False),
}


def launcher(scratch, flags):
    """The gate's launcher, with flags for its machine that it would not let through."""
    real = gates.find()
    with open(real) as file:
        text = file.read()
    runtime = os.path.join(os.path.dirname(os.path.dirname(real)), "lib")
    text = text.replace("lib=$bin/../lib", "lib=" + runtime)
    text = text.replace('"$lib/runtime/bin/java" ', '"$lib/runtime/bin/java" ' + flags + " ")
    path = scratch.path("mcpgate")
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, 0o755)
    return path


class Output:
    """Stdout as one of three kinds, and all that was written to it."""

    def __init__(self, kind, scratch):
        self.kind = kind
        self.got = b""
        if kind == "pipe":
            self.ours, self.theirs = os.pipe()
        elif kind == "socketpair":
            one, other = socket.socketpair()
            self.ours, self.theirs = one.detach(), other.detach()
        else:
            handle, path = tempfile.mkstemp(dir=scratch.folder)
            os.close(handle)
            self.theirs = os.open(path, os.O_WRONLY | os.O_APPEND)
            self.ours = os.open(path, os.O_RDONLY)
            self.kind = "file"

    def await_answer(self, ident, process):
        end = time.monotonic() + PATIENCE
        sign = b'"id":"' + ident.encode() + b'"'
        while sign not in self.got and time.monotonic() < end:
            if self.kind == "file":
                time.sleep(0.02)
            elif not select.select([self.ours], [], [], 0.1)[0]:
                if process.poll() is not None:
                    return False
                continue
            chunk = os.read(self.ours, 1 << 20)
            if not chunk and (self.kind != "file" or process.poll() is not None):
                return False
            self.got += chunk
        return sign in self.got

    def rest(self):
        if self.kind != "file":
            os.set_blocking(self.ours, False)
        try:
            while chunk := os.read(self.ours, 1 << 20):
                self.got += chunk
        except BlockingIOError:
            pass
        os.close(self.ours)
        return self.got


class Session:
    def __init__(self, provocation, kind):
        self.scratch = Scratch()
        self.output = Output(kind, self.scratch)
        gate = launcher(self.scratch, provocation.java) if provocation.java else gates.find()
        words = [gate, "run", *provocation.words, "--", sys.executable, SERVER]
        with open(self.scratch.path("stderr"), "wb") as errors:
            self.process = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=self.output.theirs, stderr=errors,
                env={**self.scratch.env, **provocation.env}, cwd=self.scratch.folder, bufsize=0,
            )  # fmt: skip
        os.close(self.output.theirs)

    def send(self, data):
        try:
            while data:
                data = data[os.write(self.process.stdin.fileno(), data) :]
        except OSError:
            pass

    def run(self, provocation):
        self.send(call("before", "echo"))
        hasBegun = self.output.await_answer("before", self.process)
        if provocation.act:
            provocation.act(self)
            time.sleep(0.3)
        self.send(provocation.input + call("after", "echo"))
        goesOn = self.output.await_answer("after", self.process)
        try:
            self.process.stdin.close()
        except OSError:
            pass
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            gates.kill(gates.tree(self.process.pid))
            return hasBegun, goesOn, "it does not end"
        return hasBegun, goesOn, None


def stray(data):
    """The bytes that are no message."""
    lines = data.split(b"\n")
    return b"\n".join(line for line in lines if line and strict(line + b"\n")[0] is None)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--case", default="")
    chosen = options.parse_args()
    gates.check_tools("python3")
    tally, start, strays, spoke = Tally(), time.monotonic(), 0, 0
    print(f"{'stray bytes on stdout':28}" + "".join(f"{kind:>12}" for kind in ("pipe", "socketpair", "file")) + "   on stderr")
    for name, provocation in PROVOCATIONS.items():
        if chosen.case not in name:
            continue
        cells, heard = [], 0
        for kind in ("pipe", "socketpair", "file"):
            session = Session(provocation, kind)
            hasBegun, goesOn, fault = session.run(provocation)
            found = stray(session.output.rest())
            with open(session.scratch.path("stderr"), "rb") as errors:
                heard = max(heard, len(errors.read()))
            session.scratch.remove()
            case = f"{name}: {kind}"
            strays += len(found)
            cells.append(str(len(found)))
            tally.check(not found, f"{len(found)} stray bytes: {found[:60]!r}", case)
            tally.check(fault is None, fault or "ended", case)
            if provocation.survives:
                tally.check(hasBegun and goesOn, "the session does not go on", case)
        spoke += heard > 0
        print(f"{name:28}" + "".join(f"{cell:>12}" for cell in cells) + f"{heard:>12}", flush=True)
    print(
        f"purity: {len(tally.cases) // 3} provocations x pipe, socketpair, file: {strays} stray bytes;"
        f" {spoke} of them made something be said on stderr; {time.monotonic() - start:.0f} s"
    )
    tally.end("purity")


if __name__ == "__main__":
    main()
