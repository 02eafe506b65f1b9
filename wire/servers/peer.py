"""What the two fake servers in Python have in common: everything but how they cut their input.

A server answers initialize and ping, and knows five tools: `echo`; `emit`, which writes a file's bytes
to stdout as they are; `ask`, which sends the client a request; `hold`, which never answers; and EVIL,
which the gate must never let through inside anything that is not one message to everybody.
"""

import json
import os
import sys

folder = sys.argv[1]
log = open(os.path.join(folder, "log"), "ab", buffering=0)
out = sys.stdout.buffer


def received(text):
    """Logs a line, or a value of the stream, before anything is made of it."""
    log.write(b"line " + text.encode("utf-8", "surrogatepass").hex().encode() + b"\n")


def say(message):
    out.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
    out.flush()


def handle(message):
    if isinstance(message, list):
        for one in message:
            handle(one)
        return
    if not isinstance(message, dict) or not isinstance(message.get("method"), str):
        return
    params = message.get("params")
    params = params if isinstance(params, dict) else {}
    method, tool = message["method"], params.get("name")
    if method == "tools/call" and tool == "EVIL":
        log.write(b"EXECUTED\n")
    if "id" not in message:
        return
    arguments = params.get("arguments")
    arguments = arguments if isinstance(arguments, dict) else {}
    if method == "tools/call" and tool == "hold":
        return
    if method == "tools/call" and tool == "emit":
        with open(os.path.join(folder, arguments["file"]), "rb") as file:
            out.write(file.read())
        out.flush()
    if method == "tools/call" and tool == "ask":
        say({"jsonrpc": "2.0", "id": arguments["id"], "method": "roots/list"})
    say({"jsonrpc": "2.0", "id": message["id"], "result": result(method, params)})


def result(method, params):
    if method == "initialize":
        return {
            "protocolVersion": params.get("protocolVersion"),
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "wire", "version": "1"},
        }
    return {"content": [{"type": "text", "text": "done"}]} if method == "tools/call" else {}
