"""A fake server for the kill test: `recorder.py FOLDER [--deaf] [--child]`.

It writes every byte it reads to FOLDER/raw before it answers, what it is about to say to FOLDER/said, and
its process ids to FOLDER/pids.
Deaf, it ignores SIGTERM, SIGHUP, SIGINT and the end of its input. With a child, it is the child that
serves, on the same pipes, while the parent waits.
"""

import os
import re
import signal
import sys
import time

folder = sys.argv[1]
isDeaf = "--deaf" in sys.argv
if isDeaf:
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def note_pid():
    with open(os.path.join(folder, "pids"), "a") as file:
        file.write(f"{os.getpid()}\n")


def await_end():
    while isDeaf:
        time.sleep(60)


note_pid()
if "--child" in sys.argv and (child := os.fork()):
    os.waitpid(child, 0)
    await_end()
    sys.exit(0)
if "--child" in sys.argv:
    note_pid()
raw = os.open(os.path.join(folder, "raw"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
spoken = os.open(os.path.join(folder, "said"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
ids = re.compile(rb'"id": ?(\d+)')
held = b""
said = 0
try:
    while chunk := os.read(0, 1 << 16):
        os.write(raw, chunk)
        whole, feed, rest = (held + chunk).rpartition(b"\n")
        held = rest
        answers = []
        for ident in ids.findall(whole) if feed else ():
            said += 1
            place = folder.rpartition("-")[2].encode()
            answers.append(
                b'{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"%s"}],"_meta":{"round":%s}}}\n'
                % (ident, b"stem " * (said % 97), place)
            )
            if said % 7 == 0:
                answers.append(
                    b'{"jsonrpc":"2.0","method":"notifications/progress","params":{"said":%d,"round":%s}}\n'
                    % (said, place)
                )
        data = b"".join(answers)
        os.write(spoken, data)
        while data:
            data = data[os.write(1, data) :]
except OSError:
    pass
await_end()
