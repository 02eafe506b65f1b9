"""A fake server for the supervision test: `subject.py [--deaf-eof] [--deaf-term] [--flood] [--fork]`.

Tools: `hang` never answers; `echo` does; `burst` sends `count` notifications and then answers; `exit`
and `kill` end the server with a status or by a signal; `shut` closes its stdout; `away` leaves the pipes
to a child in a session of its own, deaf to all, and exits with 0. With --fork it has such a child from
the start, which holds the pipes and does nothing.
"""

import json
import os
import signal
import sys
import threading
import time

flags = sys.argv[1:]


def deafen():
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def say(message):
    data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
    while data:
        data = data[os.write(1, data) :]


def note(number):
    return {"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": {"n": number}}}


def flood():
    number = 0
    try:
        while True:
            number += 1
            say(note(number))
    except OSError:
        pass


def daemon():
    """Whether this is the child, in a session of its own, whom no signal but SIGKILL ends."""
    if os.fork():
        return False
    os.setsid()
    if os.fork():
        os._exit(0)
    deafen()
    return True


def sleep_on():
    while True:
        time.sleep(60)


def handle(message):
    if message.get("method") != "tools/call":
        return {}
    tool, arguments = message["params"]["name"], message["params"].get("arguments", {})
    if tool == "hang":
        return None
    if tool == "burst":
        for number in range(arguments["count"]):
            say(note(number))
    if tool == "exit":
        os._exit(arguments["status"])
    if tool == "kill":
        if arguments["signal"] != signal.SIGKILL:
            signal.signal(arguments["signal"], signal.SIG_DFL)
        os.kill(os.getpid(), arguments["signal"])
        sleep_on()
    if tool == "shut":
        os.close(1)
        return None
    if tool == "away":
        if daemon():
            sleep_on()
        os._exit(0)
    return {"content": [{"type": "text", "text": tool}]}


def serve():
    held = b""
    try:
        while chunk := os.read(0, 1 << 16):
            *whole, held = (held + chunk).split(b"\n")
            for line in filter(None, whole):
                message = json.loads(line)
                result = handle(message) if "method" in message else None
                if "id" in message and result is not None:
                    say({"jsonrpc": "2.0", "id": message["id"], "result": result})
    except OSError:
        pass


if "--deaf-term" in flags:
    deafen()
if "--fork" in flags and daemon():
    sleep_on()
if "--flood" in flags:
    threading.Thread(target=flood, daemon=True).start()
serve()
if "--deaf-eof" in flags:
    sleep_on()
os._exit(0)
