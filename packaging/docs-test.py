#!/usr/bin/env python3
"""Runs every example of the documentation as a stranger would, from the tarball, on a terminal.

    packaging/docs-test.py [TARBALL]

Examples are the lines of ```sh blocks in README.md and docs/, and the lines below `Examples:` in each
command's help. ```toml blocks are policies and go through `mcpgate policy lint`, ```json blocks are read. Blocks
without a language are pictures, and counted. Commands that are named within a sentence must exist, with
their options; links must lead to files. What cannot run is in NOT_RUN with its reason, and counted.
Numbers and ids of the examples are replaced by those of a log that the test makes.

Prints `N passed, N failed`; exit code 1 if any failed.
"""

import fcntl
import glob
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NOT_RUN = {
    "packaging/demo.sh": "check.sh runs it by itself",
    "packaging/check.sh": "it runs this test",
}
ANSWERS = {  # what may end with 1, for that is its answer
    "mcpgate replay": "a verdict would change",
    "mcpgate pins": "something waits, or nothing does that could be accepted",
}
LAST = ("uninstall", "purge")  # commands whose examples take away what others need
TOOLS = ("jq", "sqlite3")  # that examples use, and that need not be here
CALL = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":%s}}'
PATIENCE = 90  # seconds for one example
LOOK = 2  # seconds that one watches a screen


class Sandbox:
    """A home, a folder of downloads, and a log with two sessions."""

    def __init__(self, tarball):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="mcpgate-docs."))
        self.home = os.path.join(self.folder, "home")
        self.work = os.path.join(self.folder, "downloads")
        self.tarball = os.path.basename(tarball)
        stubs = os.path.join(self.folder, "bin")
        for folder in (self.work, stubs, *(os.path.join(self.home, f) for f in (".cursor", ".zfunc", ".config/fish/completions"))):
            os.makedirs(folder)
        for file in (tarball, tarball + ".sha256", os.path.join(ROOT, "packaging", "install.sh")):
            shutil.copy(file, self.work)
        self.env = {
            "HOME": self.home, "PATH": f"{self.home}/.local/bin:{stubs}:/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
        }  # fmt: skip
        self.script(stubs, "npx", "exec mcpgate demo-server")  # nothing is fetched
        self.script(stubs, "logger", "cat >/dev/null")
        with open(os.path.join(self.home, ".cursor", "mcp.json"), "w", encoding="utf-8") as file:
            file.write('{\n  "mcpServers": {\n    "github": { "command": "npx", "args": ["-y", "server"] }\n  }\n}\n')
        for name in ("messages.jsonl", "corpus.jsonl", "talk.jsonl"):
            with open(os.path.join(self.work, name), "w", encoding="utf-8") as file:
                file.write(CALL % ("echo", '{"text":"hello"}') + "\n")
        shutil.copy(os.path.join(ROOT, "packaging", "policy.example.toml"), os.path.join(self.work, "new.toml"))
        self.names = {}

    def script(self, folder, name, body):
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\n{body}\n")
        os.chmod(path, 0o755)

    def install(self):
        if not os.path.exists(f"{self.home}/.local/bin/mcpgate"):
            subprocess.run(["sh", "install.sh", self.tarball], cwd=self.work, env=self.env, check=True, capture_output=True)
        if not self.names:
            with open(os.path.join(self.work, "client.log"), "wb") as log:
                self.talk(log)
                self.talk(log)
            rows = subprocess.run(
                ["mcpgate", "tail", "--all", "--json", "--decision", "block"], env=self.env, check=True, capture_output=True, text=True
            ).stdout
            row = json.loads(rows.splitlines()[-1])
            session = row["session_id"]
            self.names = {
                "4f3a90b1c2d3/12": f"{session}/{row['seq']}", "18231": str(row["id"]), "1234": str(row["id"]),
                "4f3a": session[:4], "7f3a": session[:4], "mcpgate-0.1.0-linux-x64.tar.gz": self.tarball,
                "/opt/tools": os.path.join(self.folder, "tools"),
            }  # fmt: skip

    def talk(self, log=subprocess.DEVNULL):
        process = subprocess.Popen(
            ["mcpgate", "run", "--server", "github", "--", "mcpgate", "demo-server"], env=self.env, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=log,
        )  # fmt: skip
        lines = CALL % ("echo", '{"text":"a"}') + "\n" + (CALL % ("inject_test", "{}")).replace('"id":1', '"id":2') + "\n"
        process.stdin.write(lines.encode())
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.readline()
        process.communicate()

    def run(self, command):
        """Types it into a shell on a terminal; returns exit code and what was on the terminal."""
        for name, real in self.names.items():
            command = command.replace(name, real)
        is_watching = re.search(r"tail .*(-f|--follow)\b", command)
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.work)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where a shell runs the suite in the background
            os.execve("/bin/sh", ["sh", "-c", command], self.env)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        shown, start, is_answered, has_talked = b"", time.monotonic(), False, False
        while True:
            passed = time.monotonic() - start
            if passed > PATIENCE:
                os.killpg(pid, signal.SIGKILL)  # it leads the session of its terminal
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    chunk = os.read(terminal, 65536)
                except OSError:
                    break
                if not chunk:
                    break
                shown += chunk
            if is_watching and shown and not has_talked:
                self.talk()  # so that there is something to see
                has_talked, start = True, time.monotonic()
            elif has_talked and passed > LOOK and not is_answered and "--exit-on-block" not in command:
                os.write(terminal, b"q" if b"\x1b[?1049h" in shown else b"\x03")
                is_answered = True
            elif not is_answered and shown.rstrip().endswith(b"[y/N]"):
                os.write(terminal, b"y\n")
                is_answered = True
            elif not is_answered and " run -- " in command and passed > LOOK:
                os.write(terminal, b"\x04")  # the client is gone
                is_answered = True
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        os.close(terminal)
        is_interrupted = is_watching and is_answered and code in (130, -signal.SIGINT)
        return 0 if is_interrupted else code, shown.decode(errors="replace")


class Report:
    def __init__(self):
        self.passed, self.failed, self.pictures, self.skipped = 0, 0, 0, {}

    def note(self, claim, is_good, why=""):
        self.passed += is_good
        self.failed += not is_good
        print(("ok     " if is_good else "FAILED ") + claim)
        if not is_good:
            print("".join(f"    {line}\n" for line in why.splitlines()[-15:]), end="")


def blocks(path):
    language, lines, first = None, [], 0
    for number, line in enumerate(open(path, encoding="utf-8").read().splitlines(), 1):
        if line.startswith("```"):
            if language is None:
                language, lines, first = line[3:].strip(), [], number
            else:
                yield language, first, lines
                language = None
        elif language is not None:
            lines.append(line)


def example(sandbox, report, where, command):
    missing = [tool for tool in TOOLS if re.search(rf"(^|\| ){tool}\b", command) and not shutil.which(tool)]
    if command in NOT_RUN or missing:
        report.skipped[command] = NOT_RUN.get(command) or f"no {missing[0]} here"
        return
    if not command.startswith("sh install.sh"):
        sandbox.install()
    code, shown = sandbox.run(command)
    is_answer = code == 1 and any(command.startswith(each) for each in ANSWERS)
    report.note(f"{where}: {command}", code == 0 or is_answer, f"exit code {code}\n{shown}")


def documents(sandbox, report):
    below = lambda folder: [f"{folder}/{name}" for name in sorted(os.listdir(os.path.join(ROOT, folder))) if name.endswith(".md")]
    pages = ["README.md", "docs/INSTALL.md", *(page for page in below("docs") if page != "docs/INSTALL.md")]
    pages += ["CONTRIBUTING.md", "SECURITY.md", *below("docs/rules")]
    for page in pages:
        for language, first, lines in blocks(os.path.join(ROOT, page)):
            where = f"{page}:{first}"
            if language == "sh":
                for line in filter(None, lines):
                    example(sandbox, report, where, re.sub(r"\s+# .*", "", line))
            elif language == "toml":
                sandbox.install()
                with open(os.path.join(sandbox.work, "example.toml"), "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
                code, shown = sandbox.run("mcpgate policy lint example.toml")
                report.note(f"{where}: the policy is sound", code == 0, shown)
            elif language == "json":
                try:
                    json.loads("\n".join(lines))
                    report.note(f"{where}: is JSON", True)
                except ValueError as e:
                    report.note(f"{where}: is JSON", False, str(e))
            else:
                report.pictures += 1
    return pages


def helps(sandbox, report):
    """The examples of each command's help; returns command to help text."""
    sandbox.install()
    subprocess.run(["mcpgate", "install", "--yes"], env=sandbox.env, check=True, capture_output=True)
    ask = lambda *words: subprocess.run(["mcpgate", "help", *words], env=sandbox.env, capture_output=True, text=True, check=True).stdout
    whole = ask()
    names = re.findall(r"^  ([a-z-]+)  +\S", whole.split("\ncommands\n")[1], re.M)
    texts = {name: ask(name) for name in names if name != "version"}
    for line in whole.split("\ncommands\n")[0].splitlines():
        if line.startswith("  mcpgate "):
            example(sandbox, report, "mcpgate help", re.split(r"  +", line.strip())[0])
    for name in sorted(texts, key=lambda name: (LAST.index(name) + 1 if name in LAST else 0)):
        if not texts[name].startswith("Examples:"):
            continue
        for line in texts[name].split("\n\n")[0].splitlines()[1:]:
            if re.match(r"  \S", line):
                example(sandbox, report, f"mcpgate help {name}", re.split(r"  +", line.strip())[0])
    texts[""] = whole
    return texts


def sentences(report, pages, texts):
    """Commands within sentences, and links."""
    for page in pages:
        path = os.path.join(ROOT, page)
        text = open(path, encoding="utf-8").read()
        wrong = []
        for span in re.findall(r"`(mcpgate [^`]+)`", text):
            command = span.split(" | ")[0].split()
            if command[1] in ("blocked:", "run", "help") or not re.fullmatch("[a-z-]+", command[1]):
                continue
            if command[1] not in texts and command[1] != "version":
                wrong.append(f"no such command: {span}")
                continue
            for option in re.findall(r"(?<= )--[a-z-]+", span.split(" -- ")[0]):
                if not re.search(re.escape(option) + r"\b", texts[command[1]]):
                    wrong.append(f"no such option: {span}")
        for link in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" not in link and not os.path.exists(os.path.join(os.path.dirname(path), link)):
                wrong.append(f"leads nowhere: {link}")
        report.note(f"{page}: commands in sentences exist, links lead somewhere", not wrong, "\n".join(wrong))


def main():
    tarballs = sys.argv[1:] or sorted(glob.glob(os.path.join(ROOT, "target", "mcpgate-*.tar.gz")), key=os.path.getmtime)
    if not tarballs:
        sys.exit("docs-test: no tarball: packaging/build.sh makes it")
    sandbox, report = Sandbox(tarballs[-1]), Report()
    try:
        pages = documents(sandbox, report)
        sentences(report, pages, helps(sandbox, report))
    finally:
        shutil.rmtree(sandbox.folder, ignore_errors=True)
    for command in NOT_RUN:
        report.note(f"NOT_RUN is true: {command} is still an example", command in report.skipped)
    for command, why in report.skipped.items():
        print(f"not run: {command}: {why}")
    print(f"{len(report.skipped)} examples not run, {report.pictures} pictures not compared")
    print(f"{report.passed} passed, {report.failed} failed")
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
