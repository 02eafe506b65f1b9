"""A fake server that reads as Go's json.Decoder does: one value after the other, whatever the lines.

What it cannot read it skips up to the next brace, so it finds a message behind any garbage: a reader
more gullible than any real one.
"""

import codecs
import json
import os
import re

import peer

START = re.compile(r"[\[{]")
decoder = json.JSONDecoder(strict=False)
utf8 = codecs.getincrementaldecoder("utf-8")("replace")
held = ""
while chunk := os.read(0, 65536):
    held += utf8.decode(chunk)
    while start := START.search(held):
        try:
            value, end = decoder.raw_decode(held, start.start())
        except RecursionError:
            held = held[start.start() + 1 :]
            continue
        except json.JSONDecodeError as error:
            isCut = error.pos >= len(held.rstrip()) or error.msg.startswith("Unterminated string")
            if isCut:
                break
            held = held[start.start() + 1 :]
            continue
        peer.received(held[start.start() : end])
        held = held[end:]
        peer.handle(value)
