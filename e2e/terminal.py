"""Shows a hostile log in every way there is, and watches what the terminal does. See terminal.sh."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

GATE = os.path.realpath(os.environ["MCPGATE"])
WORK = tempfile.mkdtemp(prefix="mcpgate-terminal.")
HOME = os.path.join(WORK, "home")
os.mkdir(HOME)
ENV = {"HOME": HOME, "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8"}

passed = failed = 0


def check(claim, holds, why=""):
    global passed, failed
    if holds:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {claim}\n    {why}"[:1500], flush=True)


# ---- the corpus: bytes as a peer may send them


def corpus():
    esc, st = b"\x1b", b"\x1b\\"
    whole = [
        esc + b"[2J", esc + b"[H", esc + b"[?1049h", esc + b"[?25l", esc + b"[6n", esc + b"[c", esc + b"[>c",
        esc + b"[?2026$p", esc + b"[8;1;1t", esc + b"[21t", esc + b"[18t", esc + b"[5n", esc + b"[?6n", esc + b"[31m",
        esc + b"[999B", esc + b"[1;1r", esc + b"[?1000h", esc + b"[?2004h", esc + b"[20h", esc + b"[5i",
        esc + b"]0;owned\x07", esc + b"]2;owned" + st, esc + b"]1;owned\x07", esc + b"k" + b"owned" + st,
        esc + b"]8;;http://evil.example/" + st + b"click" + esc + b"]8;;" + st,
        esc + b"]52;c;b3duZWQ=\x07", esc + b"]52;p;b3duZWQ=" + st, esc + b"]52;c;?\x07",
        esc + b"]4;1;?\x07", esc + b"]10;?\x07", esc + b"]11;?" + st, esc + b"]7;file:///\x07",
        esc + b"]777;notify;a;b\x07", esc + b"]1337;File=inline=1:AAAA\x07", esc + b"]1337;CopyToClipboard=\x07x",
        esc + b"P$q\"p" + st, esc + b"P+q544e" + st, esc + b"Ptmux;" + esc + esc + b"]52;c;b3duZWQ=\x07" + st,
        esc + b"P1$r0m" + st, esc + b"_Gf=100;AAAA" + st, esc + b"^private" + st, esc + b"Xstring" + st,
        esc + b"c", esc + b"#8", esc + b"(0lqk", esc + b"Z", esc + b"7" + esc + b"8", esc + b"D" * 3, esc + b"M" * 3, esc + b"=",
        esc + b"[31m" + esc + b"]0;" + esc + b"[2J\x07" + st, b"\x0e\x0f\x08\x07\x05", b"a\rb", b"a\x0bb\x0cc", b"\x7f\x7f", b"\x00",
    ]
    for sequence in list(whole):  # the same in C1, as UTF-8 and as bytes
        if len(sequence) > 1 and sequence[:1] == esc and 0x40 <= sequence[1] <= 0x5F:
            c1 = chr(sequence[1] + 0x40)
            whole.append(c1.encode() + sequence[2:])
            whole.append(c1.encode("latin-1") + sequence[2:])
    cut = [sequence[:end] for sequence in whole for end in range(1, len(sequence))]
    nested = [b"safe " + sequence + b" text " + sequence for sequence in whole]
    text = [
        "\u202egnp.exe\u202c", "\u2066x\u2069\u200e\u200f\u061c", "zero\u200bwidth\ufeff\u2060\u00ad", "\u3164\u115f\uffa0",
        "a\u2028b\u2029c\u0085d", "".join(chr(0xE0000 + ord(c)) for c in "ignore previous"), "a\ufe00b\U000e0100",
        "\ue000\U0010fffd\ufdd0", "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319" * 9, "\u0301x", "👨\u200d👩\u200d👧\u200d",
        "👩🏽\u200d💻❤\ufe0f\u200d🔥", "שלום עולם", "مرحبا", "\u0600\u06dd", "世界" * 50, "ﷺ" * 30, "\u1160" * 8, "‹U+202E›␛",
        "<script>alert(1)</script>", "'; DROP TABLE messages; --", "%s%n%x%d", "$(touch owned)", "`touch owned`", "../../etc/passwd", "{{7*7}}",
        "NULL", "undefined", "-1", "1e309", "\\u001b[2J", "\t\t", " " * 200, "x" * 3000, "a  BLOCK  b", "\u00a0\u3000\u2800", "\U0001f1e6" * 5,
    ]
    lone = [b"\xff", b"\xc0\x80", b"\xc0\x9b31m", b"\xe0\x80\x9b2J", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x9f\x98", b"\x9b2J", b"\x9d0;owned\x9c"]
    return whole + nested + cut + [t.encode() for t in text] + lone


# ---- a log made by real traffic

SERVER = r"""
import json, sys
strings = [bytes.fromhex(s) for s in json.load(open(sys.argv[1]))]
out = sys.stdout.buffer
for line in sys.stdin.buffer:
    try: message = json.loads(line)
    except ValueError: continue
    if "id" not in message: continue
    i = message["id"]
    if message.get("method") == "initialize":
        result = {"protocolVersion": "2025-06-18", "capabilities": {}, "serverInfo": {"name": "\x1b]0;owned\x07", "version": "1"}}
    else:
        s = strings[message["params"]["arguments"]["n"]]
        out.write(s.replace(b"\n", b"") + b"\n")  # noise: recorded byte for byte
        result = {"content": [{"type": "text", "text": s.decode("utf-8", "replace")}]}
    out.write(json.dumps({"jsonrpc": "2.0", "id": i, "result": result}, ensure_ascii=(i % 2 == 0)).encode("utf-8", "replace") + b"\n")
    out.flush()
"""


def converse(strings, name):
    """Returns what the gate wrote to stderr."""
    server = os.path.join(WORK, "server.py")
    with open(server, "w") as f:
        f.write(SERVER)
    table = os.path.join(WORK, "strings.json")
    with open(table, "w") as f:
        json.dump([s.hex() for s in strings], f)
    lines = [{"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "evil\x1b]0;owned\x07\x1b[2J", "version": "1"}}}]
    for n, s in enumerate(strings):
        text = s.decode("utf-8", "replace")
        lines.append({"jsonrpc": "2.0", "id": n + 1, "method": "tools/call", "params": {"name": (text[:200] or "x"), "arguments": {"n": n, "text": text}}})
    sent = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    gate = subprocess.Popen([GATE, "run", "--server", name, "--", sys.executable, server, table], env=ENV, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = gate.communicate(sent, timeout=300)
    answers = out.count(b"\n")
    check("the gate answers every call", answers >= len(lines), f"{answers} of {len(lines)}")
    return err


# ---- bytes: what a command sends to a pty

OURS = re.compile(rb"\x1b\[(?:\?(?:1049|2026|25|7)[hl]|[0-9;]*[HGKJm])")


def forbidden(data, screen=False):
    """What stands in the bytes that a terminal would obey or hide; empty where nothing does."""
    if screen:
        data = OURS.sub(b"", data)
    else:
        data = re.sub(rb"\x1b\[[0-9;]*m", b"", data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as e:
        return f"no UTF-8: {data[max(0, e.start - 20):e.start + 20]!r}"
    bad = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0e\u00ad\u3164\u115f\u1160\uffa0\ue000-\uf8ff\U000e0000-\U000e0fff]", text)
    return f"{bad.group()!r} in {text[max(0, bad.start() - 30):bad.start() + 30]!r}" if bad else ""


def on_pty(args, keys=(), seconds=30, size=(40, 120)):
    """Runs a command on a terminal that answers nothing; returns what it sent and its exit code."""
    pid, master = pty.fork()
    if pid == 0:
        os.execve(args[0], args, ENV)
    import fcntl, struct, termios

    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
    os.kill(pid, signal.SIGWINCH)
    sent = b""
    keys = list(keys)
    end = time.time() + seconds
    while time.time() < end:
        ready, _, _ = select.select([master], [], [], 0.12 if keys else 1)
        if ready:
            try:
                data = os.read(master, 65536)
            except OSError:
                break
            if not data:
                break
            sent += data
        elif keys and b"mcpgate tail" in sent:
            os.write(master, keys.pop(0))
    try:
        _, status = os.waitpid(pid, os.WNOHANG)
        if _ == 0:
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
    except ChildProcessError:
        status = 0
    os.close(master)
    return sent, os.waitstatus_to_exitcode(status)


WAYS = [
    ["tail", "--all"],
    ["tail", "--all", "--json"],
    ["tail", "--all", "--no-body", "--utc", "--color", "always"],
    ["tail", "--all", "--filter", "is:noise | has:finding"],
    ["tail", "--session", "last", "-n", "50"],
    ["tail", "--around", "20"],
    ["tail", "--count"],
    ["tail", "--all", "--jsonl-full"],
    ["tail", "--all", "--template", "{id} {time} {session} {server}\\t{decision} {tool} {method} {rule} {rpc_id} {summary}"],
    ["tail", "--all", "--regex", "(safe|x)+"],
    ["show", "1"],
    ["show", "40"],
    ["show", "41"],
    ["explain", "2"],
    ["explain", "41"],
    ["export", "--format", "jsonl"],
    ["export", "--format", "csv"],
    ["export", "--format", "cef"],
    ["replay"],
    ["purge", "--id", "1"],
    ["verify"],
    ["check", "--from", "server", "LINES"],
    ["check", "--json", "LINES"],
    ["tail", "--help"],
    ["help"],
    ["version"],
]
WRONG = [
    ["tail", "--session", "\x1b]0;owned\x07"],
    ["tail", "--frob\x1b[2J"],
    ["tail", "--filter", "decision:\x1b]52;c;b3duZWQ=\x07"],
    ["tail", "--decision", "\u202e\x9b2J"],
    ["tail", "-n", "\x1b[c"],
    ["tail", "--template", "{\x1b]0;owned\x07}"],
    ["tail", "--regex", "(\x1b[2J"],
    ["show", "\x1b]0;owned\x07"],
    ["explain", "\u202e7"],
    ["export", "--format", "\x1b[2J"],
    ["export", "--format", "csv", "--output", "/nowhere/\x1b]0;owned\x07"],
    ["replay", "--session", "\x1b[2J", "\x1b[c"],
    ["verify", "--frob\x1b[c"],
    ["purge", "--before", "\x1b]0;owned\x07"],
    ["check", "/nowhere/\x1b]0;owned\x07"],
    ["\x1b]2;owned\x07"],
    ["run", "--frob\x1b[2J", "--", "x"],
    ["run", "--", "/nowhere/\x1b]0;owned\x07"],
]
KEYS = [b"g", b"e", b"j", b"j", b"R", b"\x1b", b"R", b"c", b"i", b"r", b"\x1b", b"\r", b"p", b"p", b"p", b"\x1b"] + [b"j", b"e", b"\x1b", b"\r", b"j", b"z", b"Z", b"\x1b"] * 10 + [b"s", b"j", b"\x1b", b"t", b"?", b"x", b"/", b"\xc2\x9b31m", b"\x1b", b"G", b"B", b"W", b"+", b"+", b"_", b"_", b"q"]


# What a question of these is answered with, where no is an answer.
NO = {"replay": (0, 1), "check": (0, 1), "verify": (0, 1, 3)}


def bytes_only(err):
    check("the gate's stderr is harmless", not forbidden(err), forbidden(err))
    for way in WAYS:
        sent, code = on_pty([GATE] + way)
        name = " ".join(way)
        check(f"`{name}` ends well", code in NO.get(way[0], (0,)), f"{code}: {sent[-300:]!r}")
        check(f"`{name}` sends harmless bytes", not forbidden(sent), forbidden(sent))
    for way in WRONG:
        sent, code = on_pty([GATE] + way)
        check(f"{way!r} is refused", code not in (0, -9), str(code))
        check(f"{way!r} is refused harmlessly", not forbidden(sent), forbidden(sent))
    ends()
    sizes()
    for size in ((40, 120), (24, 80), (12, 40)):
        sent, code = on_pty([GATE, "tail", "-f"], KEYS, size=size, seconds=60)
        check(f"the screen at {size} ends with 0", code == 0, f"{code}: {sent[-300:]!r}")
        check(f"the screen at {size} sends harmless bytes", not forbidden(sent, True), forbidden(sent, True))
        check(f"the screen at {size} gives the terminal back", sent.rstrip().endswith(b"\x1b[?1049l"), repr(sent[-80:]))


def screen(size=(24, 80)):
    """The viewer on a pty, once it has drawn its first frame; with the modes that the pty had before."""
    import termios

    master, slave = pty.openpty()
    resize(master, *size)
    before = termios.tcgetattr(slave)
    viewer = subprocess.Popen([GATE, "tail", "-f"], env=ENV, stdin=slave, stdout=slave, stderr=slave, start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    sent = read_until(master, b"mcpgate tail", 30)
    return viewer, master, slave, before, sent


def resize(fd, rows, columns):
    import fcntl, struct, termios

    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def read_until(fd, what, seconds):
    sent, end = b"", time.time() + seconds
    while what not in sent and time.time() < end:
        if select.select([fd], [], [], 0.1)[0]:
            sent += os.read(fd, 65536)
    return sent


def ends():
    """However the screen ends, the terminal is as it was before."""
    import termios

    for how in ("TERM", "HUP", "INT", "q", "^C", "closed"):
        viewer, master, slave, before, _ = screen()
        changed = termios.tcgetattr(slave) != before
        check("the screen sets the terminal up", changed)
        if how == "closed":  # the window is closed: there is nobody to restore anything for, but it has to end
            os.close(slave)
            os.close(master)
        elif how in ("q", "^C"):
            os.write(master, b"q" if how == "q" else b"\x03")
        else:
            viewer.send_signal(getattr(signal, "SIG" + how))
        sent = read_until(master, b"\x1b[?1049l", 20) if how != "closed" else b""
        try:
            viewer.wait(20)
        except subprocess.TimeoutExpired:
            viewer.kill()
            check(f"the screen ends by {how}", False)
            continue
        if how != "closed":
            check(f"after {how} the usual screen is back", sent.endswith(b"\x1b[?25h\x1b[?1049l"), repr(sent[-80:]))
            check(f"after {how} the modes of the terminal are as before", termios.tcgetattr(slave) == before)
            os.close(slave)
            os.close(master)


def sizes():
    """Whatever becomes of the window, the screen follows."""
    viewer, master, slave, _, _ = screen()
    for rows, columns, shown in ((5, 30, b"WARN"), (4, 30, b"too small"), (2, 10, b"window"), (1, 1, b"\x1b[?2026l"), (60, 200, b"SUMMARY"), (24, 80, b"SUMMARY")):
        resize(master, rows, columns)
        viewer.send_signal(signal.SIGWINCH)
        sent = read_until(master, shown, 20)
        check(f"at {rows}x{columns} the screen shows {shown!r}", shown in sent, repr(sent[-200:]))
    os.write(master, b"q")
    read_until(master, b"\x1b[?1049l", 20)
    check("the screen ends with 0 after all that", viewer.wait(20) == 0)
    os.close(slave)
    os.close(master)


# ---- tmux: what a terminal that obeys makes of it

SOCKET = f"mcpgate-terminal-{os.getpid()}"


def tmux(*args):
    done = subprocess.run(["tmux", "-L", SOCKET, "-f", os.path.join(WORK, "tmux.conf"), *args], capture_output=True, text=True, env={**ENV, "TMUX_TMPDIR": WORK})
    return done.stdout.rstrip("\n")


def incidents(command, keys=()):
    """Runs a shell command in a fresh tmux and says what it did to the terminal."""
    log = os.path.join(WORK, "replies")
    for stale in (log, log + ".done"):
        if os.path.exists(stale):
            os.unlink(stale)
    # What the terminal answered while nobody read is waiting on the pty afterwards.
    script = f"stty -echo; {command}; stty -icanon min 0 time 3; head -c 200 >{log}; touch {log}.done; sleep 600"
    tmux("new-session", "-d", "-x", "100", "-y", "30", "-n", "oracle", script)
    tmux("select-pane", "-T", "oracle")
    for key in keys:
        time.sleep(0.12)
        tmux("send-keys", "-H", *[f"{b:02x}" for b in key])
    end = time.time() + 60
    while not os.path.exists(log + ".done") and time.time() < end:
        time.sleep(0.1)
    found = []
    if not os.path.exists(log + ".done"):
        found.append("it never ended: " + tmux("capture-pane", "-p"))
    elif os.path.getsize(log):
        with open(log, "rb") as f:
            found.append(f"the terminal answered {f.read()[:60]!r}")
    state = tmux("display-message", "-p", "#{pane_title}|#{window_name}|#{cursor_y}|#{alternate_on}|#{mouse_any_flag}|#{scroll_region_upper}")
    title, name, row, alternate, mouse, region = (state + "||||||").split("|")[:6]
    if title != "oracle":
        found.append(f"the title is {title!r}")
    if name != "oracle":
        found.append(f"the window is called {name!r}")
    if alternate != "0" or mouse != "0" or region != "0" or not row.isdigit() or int(row) > 29:
        found.append(f"the terminal is left in another state: {state}")
    buffers = tmux("list-buffers")
    if buffers:
        found.append(f"the clipboard holds {buffers!r}")
        tmux("delete-buffer")
    tmux("kill-server")
    time.sleep(0.1)
    return found


def in_tmux(strings):
    with open(os.path.join(WORK, "tmux.conf"), "w") as f:
        f.write("set -g set-clipboard on\nset -g allow-rename on\nset -g allow-passthrough on\nset -g default-terminal screen-256color\nset -g automatic-rename off\nset -sg escape-time 10\n")
    raw = os.path.join(WORK, "raw")
    with open(raw, "wb") as f:
        f.write(b"\n".join(strings))
    control = incidents(f"cat {raw}")
    kinds = " ".join(control)
    check("the oracle sees a title, an answer and a clipboard where there are some", all(word in kinds for word in ("called", "answered", "clipboard")), kinds)
    import shlex

    for way in WAYS + WRONG:
        command = shlex.join([GATE] + way)
        seen = incidents(f"env -i HOME={HOME} PATH=/usr/bin:/bin TERM=$TERM LANG=C.UTF-8 {command}")
        check(f"{way!r} does nothing to the terminal", not seen, "; ".join(seen))
    seen = incidents(f"env -i HOME={HOME} PATH=/usr/bin:/bin TERM=$TERM LANG=C.UTF-8 {GATE} tail -f", KEYS)
    check("the screen does nothing to the terminal", not seen, "; ".join(seen))


def main():
    strings = corpus()
    print(f"{len(strings)} hostile strings")
    try:
        err = converse(strings, "evil")
        lines = os.path.join(WORK, "lines")
        with open(lines, "wb") as f:
            for s in strings:
                f.write(s.replace(b"\n", b"") + b"\n")
                f.write(json.dumps({"jsonrpc": "2.0", "id": s.decode("utf-8", "replace"), "result": {"content": [{"type": "text", "text": s.decode("utf-8", "replace")}]}}, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        for way in WAYS:
            way[:] = [lines if word == "LINES" else word for word in way]
        bytes_only(err)
        if shutil.which("tmux"):
            in_tmux(strings)
        else:
            print("no tmux here: what a terminal makes of it was not watched")
    finally:
        if shutil.which("tmux"):
            tmux("kill-server")
        shutil.rmtree(WORK, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
