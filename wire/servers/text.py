"""A fake server that reads as the Python SDK's does: text, where LF, CR and CRLF all end a line."""

import io
import json
import sys

import peer

for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
    peer.received(line)
    try:
        peer.handle(json.loads(line))
    except (ValueError, RecursionError):
        pass
