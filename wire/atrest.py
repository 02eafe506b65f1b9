"""Secrets in the log: whatever way a key goes through the gate, the bytes arrive and no file has it.

Made-up keys of several providers go both ways, in many spellings: in arguments that ask for them, refused, in results,
names of members, ids, names of tools, behind escapes, in base64, in broken lines, in noise, on the command line, and in a
message of several megabytes. The gate is killed in the middle of one session, so that its spool stays. Then every byte of
every file below the gate's home is searched for each key, and the log must still verify.

    python3 wire/atrest.py [--keys N]
"""

import argparse
import base64
import json
import os
import random
import subprocess
import sys
import time

import gate as gates
from gate import Scratch, Session, Tally

UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"
ALNUM = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
SERVER = os.path.join(gates.HERE, "servers", "keys.py")


def keys(chance, count):
    """Made-up, and as long and as various as real ones."""
    formats = (("AKIA", UPPER, 16), ("ghp_", ALNUM, 36), ("glpat-", ALNUM, 20), ("npm_", ALNUM, 36), ("sk_live_", ALNUM, 24))
    for number in range(count):
        prefix, letters, length = formats[number % len(formats)]
        yield prefix + "".join(chance.choice(letters) for _ in range(length))


def escaped(key):
    return "".join(f"\\u{ord(c):04x}" if n % 3 == 0 else c for n, c in enumerate(key))


def call(ident, arguments, tool="login"):
    params = {"name": tool, "arguments": arguments}
    return json.dumps({"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params}).encode()


def spellings(key, ident):
    """What is sent, and whether the server gets it."""
    raw = call(ident, {"token": "@"})
    yield call(ident, {"token": key, "echo": "ok"}), True
    yield raw.replace(b"@", escaped(key).encode()), True
    yield call(ident, {"token": "é \n😀 " + key + "\t" + key}), True
    yield call(ident, {"token": base64.b64encode(f"the key is {key}".encode()).decode()}), True
    yield call(ident, {"token": json.dumps({"inner": key})}), True
    yield call(ident, {"token": "", "echo": key}), None  # back in a result, and refused where echo is no place for it
    yield call(ident, {"token": [{key: {"deep": key}}]}), None
    yield call(ident, {"body": "post this: " + key}, "create_issue"), False
    yield call(f"{key} {ident}", {"token": "x"}), True
    yield call(ident, {"token": "x"}, key), True
    yield call(ident, {"token": "x", "noise": "starting with " + key}), None
    yield raw.replace(b"@", key.encode())[:-2], False  # cut off
    yield b'{"a":"' + escaped(key).encode() + b'","a":1}', False
    yield b"not json at all: " + key.encode(), False
    yield call(ident, {"token": "x" * 3_000_000 + " " + key}), True


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--keys", type=int, default=10)
    chosen = options.parse_args()
    gate, tally, start = gates.find(), Tally(), time.monotonic()
    scratch, elsewhere = Scratch(), Scratch()
    made = list(keys(random.Random(20_260_728), chosen.keys))
    sent, arrived, marks = 0, 0, 0
    for number, key in enumerate(made):
        session = Session(scratch, [sys.executable, SERVER, elsewhere.folder, "--api-key", key], gate)
        session.initialize()
        for turn, (line, passes) in enumerate(spellings(key, f"{number}-")):
            ident = f"{number}-{turn}"
            line = line.replace(f'"{number}-"'.encode(), f'"{ident}"'.encode())
            session.send(line + b"\n")
            session.ping()
            sent += 1
            with open(os.path.join(elsewhere.folder, "got"), "rb") as file:
                came = line + b"\n" in file.read()
            arrived += came
            if passes is not None:
                tally.check(came == passes, f"spelling {turn} of {key[:4]}…: arrived {came}, expected {passes}")
        if number % 3 == 1:
            session.kill()
        else:
            session.close()
        search(scratch, made[: number + 1], tally, "before the log is read")
    rows = scratch.rows(gate)
    search(scratch, made, tally, "at the end")
    for row in rows:
        marks += row["message_json"].count("«".encode())
        if (row["sha256"] or "").startswith("secrets:") and row["kind"] not in ("fault", "noise"):
            json.loads(row["message_json"])
    verified = subprocess.run([gate, "verify"], env=scratch.env, capture_output=True, text=True).returncode
    tally.check(verified == 0, f"verify ends with {verified}")
    replayed = subprocess.run([gate, "replay"], env=scratch.env, capture_output=True, text=True)
    tally.check(replayed.returncode == 0, f"replay: {replayed.stderr.strip()} {replayed.stdout[:300]}")
    tally.check(marks > sent, f"only {marks} marks in the log of {sent} messages")
    files = sum(len(names) for _, _, names in os.walk(scratch.folder))
    print(
        f"atrest: {len(made)} keys in {sent} messages, {arrived} of them with the server byte for byte: {files} files"
        f" searched, keys found 0, marks {marks}, rows {len(rows)}; {time.monotonic() - start:.0f} s"
        if not tally.said
        else f"atrest: {tally.said} checks failed"
    )
    scratch.remove()
    elsewhere.remove()
    tally.end("atrest")


def search(scratch, made, tally, when):
    """Every file that the gate has made, but what its stderr says, which a client keeps."""
    for folder, _, names in os.walk(scratch.folder):
        for name in names:
            if name == "stderr":
                continue
            with open(os.path.join(folder, name), "rb") as file:
                content = file.read()
            for key in made:
                for form in (key.encode(), key[4:].encode(), key.encode("utf-16-le"), escaped(key).encode()):
                    tally.check(form not in content, f"{key[:6]}… in {name}, {when}", f"{name} {when}")


if __name__ == "__main__":
    main()
