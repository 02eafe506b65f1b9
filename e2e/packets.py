"""Counts the writes in which a command answers: packets.py STEPS COMMAND…

The command's standard output is a pipe in packet mode (Linux), so that one read returns what one
write(2) wrote. It is asked for a burst of STEPS notifications and their result, which the server
writes all at once. Prints how many of the writes were exactly one line, and how many there were.
"""

import json
import os
import subprocess
import sys

steps, command = int(sys.argv[1]), sys.argv[2:]
read_end, write_end = os.pipe2(os.O_DIRECT)
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=write_end, stderr=subprocess.DEVNULL)
os.close(write_end)


def send(message):
    child.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    child.stdin.flush()


send({"id": 0, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}}})
os.read(read_end, 65536)
call = {"name": "burst", "arguments": {"steps": steps}, "_meta": {"progressToken": 1}}
send({"id": 1, "method": "tools/call", "params": call})
writes = []
while b'"id":1' not in (writes[-1] if writes else b""):
    packet = os.read(read_end, 65536)
    if not packet:
        break
    writes.append(packet)
child.stdin.close()
child.wait(10)
single = [write for write in writes if write.count(b"\n") == 1 and write.endswith(b"\n")]
print(len(single), len(writes))
