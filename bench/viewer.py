"""Figures of `mcpgate tail -f`, measured from outside, on a pty. See viewer.sh."""

import fcntl
import os
import pty
import select
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time

GATE = os.path.realpath(os.environ["MCPGATE"])
LONG = "--long" in sys.argv
SECONDS = 60 if LONG else 15
WORK = tempfile.mkdtemp(prefix="mcpgate-viewer.")
FRAME = b"\x1b[?2026l"


def environment(database):
    return {"HOME": WORK, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8", "MCPGATE_DB_PATH": database}


class Log:
    """A log as gates write it, filled by hand."""

    def __init__(self, name, rows):
        self.path = os.path.join(WORK, name)
        subprocess.run([GATE, "run", "--", "true"], env=environment(self.path), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.db = sqlite3.connect(self.path, isolation_level=None)
        self.db.execute("PRAGMA synchronous = OFF")
        table = self.db.execute("PRAGMA table_info(messages)").fetchall()
        self.fixed = {c[1]: ("" if c[2].upper() in ("TEXT", "") else b"" if c[2].upper() == "BLOB" else 0) for c in table if c[3] and c[4] is None and not c[5]}
        self.seq = 0
        for at in range(0, rows, 50_000):
            self.add(min(50_000, rows - at))
        self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def row(self, tool):
        self.seq += 1
        n = self.seq
        up = n % 2
        body = '{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"path":"src/dir%d/File%d.java","text":"%s"}}}' % (n, tool, n % 97, n, "lorem ipsum dolor sit amet " * (n % 13))
        if n % 5000 == 0:
            body = body.replace("lorem", "needle", 1)
        return {
            **self.fixed,
            "session_id": "%012x" % (n // 20_000 + 1),
            "seq": n,
            "timestamp_ns": time.time_ns(),
            "direction": "client_to_server" if up else "server_to_client",
            "kind": "request" if up else "result",
            "rpc_id": str(n - 1 + up),
            "method": "tools/call",
            "tool_name": tool,
            "decision": "block" if n % 500 == 0 else "warn" if n % 300 == 0 else "allow",
            "decision_reason": "destructive_shell_command" if n % 500 == 0 else None,
            "server_name": "fs",
            "size_bytes": len(body),
            "judge_ns": 21_000,
            "message_json": body,
        }

    def add(self, count, tool="read_file"):
        rows = [self.row(tool) for _ in range(count)]
        names = list(rows[0])
        sql = "INSERT INTO messages(%s) VALUES(%s)" % (",".join(names), ",".join(":" + n for n in names))
        self.db.execute("BEGIN IMMEDIATE")
        self.db.executemany(sql, rows)
        self.db.execute("COMMIT")


class Screen:
    """The viewer on a pty of 120 x 40."""

    def __init__(self, log, *options):
        self.started = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.execve(GATE, [GATE, "tail", "-f", *options], environment(log.path))
        self.seen = b""

    def wait(self, what, seconds=30):
        """Until this was sent; returns the time, in seconds of perf_counter."""
        end = time.perf_counter() + seconds
        while what not in self.seen:
            left = end - time.perf_counter()
            if left <= 0:
                raise SystemExit(f"no {what!r} within {seconds} s; the end of what came: {self.seen[-600:]!r}")
            if select.select([self.fd], [], [], left)[0]:
                self.seen += os.read(self.fd, 65536)
        return time.perf_counter()

    def press(self, keys):
        self.seen = b""
        os.write(self.fd, keys)
        return time.perf_counter()

    def settle(self, seconds=0.3):
        while select.select([self.fd], [], [], seconds)[0]:
            os.read(self.fd, 65536)
        self.seen = b""

    def status(self, name):
        with open(f"/proc/{self.pid}/status") as f:
            return next(int(line.split()[1]) for line in f if line.startswith(name))

    def cpu(self):
        with open(f"/proc/{self.pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self):
        try:
            os.write(self.fd, b"\x1bq")
            while os.read(self.fd, 65536):
                pass
        except OSError:
            pass
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def percentile(values, p):
    return sorted(values)[min(len(values) - 1, int(len(values) * p / 100))]


def line(what, figure, goal):
    print(f"{what:<44} {figure:<34} {goal}", flush=True)


def first_frame(log, name, goal):
    times, work = [], []
    for _ in range(7):
        screen = Screen(log)
        # The line of keys is the last of the frame; the rows stand above it.
        at = screen.wait(b"msgs  ")
        screen.wait(b"read_file")
        times.append((screen.wait(FRAME) - screen.started) * 1000)
        work.append(screen.cpu() * 1000)
        screen.close()
    line(f"first frame, {name} rows", f"{percentile(times, 50):.0f} ms, best {min(times):.0f}; CPU {percentile(work, 50):.0f} ms", goal)


def keys(screen, name):
    screen.press(b"k")
    screen.settle()
    times = []
    for i in range(2000 if LONG else 600):
        key = b"k" if i % 40 < 30 else b"\x1b[5~" if i % 40 < 35 else b"j"
        pressed = screen.press(key)
        times.append((screen.wait(FRAME, 5) - pressed) * 1000)
    line(f"key to frame, {name}", f"p50 {percentile(times, 50):.1f} ms, p99 {percentile(times, 99):.1f} ms", "p50 <= 8 ms, p99 <= 33 ms")


def filters(screen, name, first, full):
    pages, counts = [], []
    for text in (b"needle", b"decision:block", b"size:>300"):
        screen.press(b"/\x15")
        screen.settle()
        screen.press(text[:-1])
        screen.settle(0.2 if name == "100k" else 4)
        pressed = screen.press(text[-1:])
        pages.append((screen.wait(FRAME) - pressed) * 1000)
        counts.append((screen.wait(b"100 % ", 60) - pressed) * 1000)
        screen.press(b"\x15")
        screen.settle()
        screen.press(b"\r")
        screen.settle()
    line(f"filter to first page, {name}", f"worst of 3 {max(pages):.0f} ms", first)
    line(f"filter to full count, {name}", " ".join(f"{c:.0f}" for c in counts) + " ms (text, decision, size)", full)


def commits(log, screen):
    screen.press(b"G")
    screen.settle()
    times = []
    for i in range(200 if LONG else 100):
        tool = f"fresh{i:04d}"
        log.add(1, tool)
        committed = time.perf_counter()
        times.append((screen.wait(tool.encode(), 5) - committed) * 1000)
        screen.seen = b""
        time.sleep(0.005)
    line("commit to screen", f"p50 {percentile(times, 50):.1f} ms, p99 {percentile(times, 99):.1f} ms", "p50 <= 10 ms, p99 <= 100 ms")


def plain_commits(log):
    tail = subprocess.Popen([GATE, "tail", "-f", "-n", "0"], env=environment(log.path), stdout=subprocess.PIPE)
    time.sleep(1.5)
    times = []
    for i in range(100):
        log.add(1, f"plain{i:04d}")
        committed = time.perf_counter()
        while f"plain{i:04d}".encode() not in tail.stdout.readline():
            pass
        times.append((time.perf_counter() - committed) * 1000)
    tail.kill()
    tail.wait()
    line("commit to line (tail -f in a pipe)", f"p50 {percentile(times, 50):.1f} ms, p99 {percentile(times, 99):.1f} ms", "<= 50 ms")


def idle(screen):
    time.sleep(3)
    before = screen.cpu()
    time.sleep(SECONDS)
    line(f"CPU while nothing happens, {SECONDS} s", f"{100 * (screen.cpu() - before) / SECONDS:.1f} %", "<= 1 %")


def flood(log):
    out = os.path.join(WORK, "flood.json")
    newest = log.db.execute("SELECT max(id) FROM messages").fetchone()[0]
    with open(out, "wb") as f:
        tail = subprocess.Popen([GATE, "tail", "-f", "--json", "-n", "0"], env=environment(log.path), stdout=f)
        screen = Screen(log)
        screen.wait(b"msgs  ")
        time.sleep(2)
        times, stop = [], threading.Event()

        def press():
            time.sleep(0.5)
            while not stop.is_set():
                pressed = screen.press(b"k")
                times.append((screen.wait(FRAME, 5) - pressed) * 1000)
                time.sleep(0.05)

        presser = threading.Thread(target=press)
        presser.start()
        rows, begun = 0, time.perf_counter()
        while time.perf_counter() - begun < SECONDS:
            log.add(100)
            rows += 100
            ahead = rows / 5000 - (time.perf_counter() - begun)
            time.sleep(max(0, ahead))
        rate = rows / (time.perf_counter() - begun)
        stop.set()
        presser.join()
        screen.close()
        end = time.time() + 30
        missed = rows
        while missed and time.time() < end:
            time.sleep(0.5)
            ids = [int(l.split(b'"id":', 1)[1].split(b",", 1)[0]) for l in open(out, "rb") if l.endswith(b"\n")]
            missed = rows - len(set(ids))
        in_order = ids == sorted(ids) and (not ids or ids[0] == newest + 1)
        tail.send_signal(signal.SIGINT)
        code = tail.wait()
    line(f"flood, {rate:.0f} rows/s for {SECONDS} s, --json", f"{missed} missed, {'in order' if in_order else 'OUT OF ORDER'}", "0 missed at 5,000 rows/s")
    line("key to frame during the flood", f"p50 {percentile(times, 50):.1f} ms, p99 {percentile(times, 99):.1f} ms", "<= 33 ms")
    line("exit code of Ctrl-C", str(code if code >= 0 else 128 - code), "130")


def main():
    print(f"viewer: {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n{'what':<44} {'measured':<34} goal")
    try:
        log = Log("small.db", 100_000)
        first_frame(log, "100k", "<= 400 ms")
        screen = Screen(log)
        screen.wait(b"msgs  ")
        screen.settle(1)
        keys(screen, "100k rows")
        filters(screen, "100k", "<= 50 ms", "<= 500 ms")
        commits(log, screen)
        idle(screen)
        screen.close()
        plain_commits(log)
        big = Log("big.db", 1_000_000)
        first_frame(big, "1M", "<= 450 ms")
        screen = Screen(big)
        screen.wait(b"msgs  ")
        screen.settle(4)
        keys(screen, "1M rows")
        filters(screen, "1M", "<= 50 ms", "<= 6000 ms")
        line("memory at 1M rows", f"{screen.status('VmHWM') / 1024:.0f} MiB at most", "<= 120 MiB")
        screen.close()
        flood(log)
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


main()
