"""How many small messages `mcpgate check --json` judges in a second, streaming.

It fails if a message has no answer. The rate is a figure of the machine: with --least it must be reached.

    python3 wire/checkspeed.py [--messages N] [--least RATE]
"""

import argparse
import json
import subprocess
import time

import gate as gates
from gate import Tally

GOAL = 10_000
TEXTS = ("read the file", "list all branches", "what is the weather", "a b c", "git status", "cat notes.txt | head")


def lines(count):
    for number in range(count):
        arguments = {"text": TEXTS[number % len(TEXTS)], "path": f"src/{number % 997}.txt"}
        params = {"name": "echo", "arguments": arguments}
        yield json.dumps({"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}).encode() + b"\n"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--least", type=int, default=0)
    chosen = options.parse_args()
    data, tally, best = b"".join(lines(chosen.messages)), Tally(), 0.0
    words = [gates.find(), "check", "--json"]
    for _ in range(3):
        start = time.monotonic()
        done = subprocess.run(words, input=data, stdout=subprocess.PIPE, timeout=600)
        best = max(best, chosen.messages / (time.monotonic() - start))
        tally.check(done.returncode == 0, f"exit code {done.returncode}", "passes")
        tally.check(done.stdout.count(b"\n") == chosen.messages, "not a line for each", "passes")
        if best >= max(GOAL, chosen.least):
            break
    tally.check(best >= chosen.least, f"{best:,.0f} a second are below {chosen.least:,}", "speed")
    print(f"check: {chosen.messages:,} messages of {len(data) // chosen.messages} bytes, start included: {best:,.0f} a second; goal {GOAL:,}")
    tally.end("checkspeed")


if __name__ == "__main__":
    main()
