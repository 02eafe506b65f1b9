"""One end of the fidelity test: says random valid JSON-RPC and hashes all that goes out and comes in.

As a program it is the server: `talker.py SEED MESSAGES REPORT` talks on stdin and stdout.
"""

import collections
import hashlib
import json
import os
import random
import re
import sys
import threading

BLOCK_BYTES = 1 << 20
MAX_OPEN = 6_000  # requests that wait for an answer; the gate refuses more than 16,384
NEWEST = 512  # of those the next one to be answered is drawn at random

# Words that no rule minds, in scripts of one to four bytes a character.
WORDS = (
    "amber birch cedar daisy ember fern ginger hazel iris juniper kale lilac maple nettle olive pear quince"
    " rose sage tulip umber violet willow yarrow zinnia \u00e9t\u00e9 stra\u00dfe \u0437\u0438\u043c\u0430"
    " \u6625 \u590f \u79cb \u51ac \u05e9\u05dc\u05d5\u05dd \U0001f33b \U0001f343 \u2028 \u00a0 \u2013"
).split(" ")
# None is a name under which rules look for paths: a text with a NUL would be refused there.
NAMES = "leaf loam stem bud seed bark twig bloom grove meadow pond hill lane stone river cloud".split()
ESCAPES = ("\\n", "\\t", "\\\\", '\\"', "\\/", "\\u00e9", "\\u000a", "\\ud83c\\udf3b", "\\ud83c", "\\u0000")
NUMBERS = (
    "0 -0 1 7 42 -1 1.0 1.50 0.1 -0.25 1e3 1E+2 2.5e-3 1e400 9007199254740993 12345678901234567890123"
    " 3.141592653589793238462643383279 -1e-9999"
).split()
METHODS = "tools/call tools/list prompts/get resources/read ping vendor/bloom x completion/complete".split()
NOTES = "notifications/progress notifications/message notifications/resources/updated vendor/rain".split()
ENDS = (b"\n", b"\n", b"\n", b"\n", b"\n", b"\r\n", b" \n", b"\t\r\n")


class Garden:
    """Grows random JSON. Fresh values take the place of old ones, so that most of a message is drawn
    from what is there, which is fast, and no two messages are alike."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.values = [self.text() for _ in range(500)]
        for _ in range(3000):
            self.values.append(self.value(self.random.randrange(4)))

    def blank(self):
        return self.random.choice(("", "", "", "", " ", "\t", "  "))

    def text(self):
        parts = []
        for _ in range(self.random.randrange(1, 12)):
            isEscape = self.random.random() < 0.15
            parts.append(self.random.choice(ESCAPES if isEscape else WORDS))
        return '"' + " ".join(parts) + '"'

    def value(self, depth):
        kind = self.random.randrange(10)
        if depth == 0 or kind < 4:
            if kind < 2:
                return self.random.choice(NUMBERS)
            return self.random.choice(("true", "false", "null")) if kind == 2 else self.text()
        if kind < 6:
            count = self.random.randrange(5)
            comma = self.blank() + "," + self.blank()
            return "[" + self.blank() + comma.join(self.value(depth - 1) for _ in range(count)) + "]"
        return self.object(depth)

    def object(self, depth):
        members = []
        for name in self.random.sample(NAMES, self.random.randrange(6)):
            name = name if self.random.random() < 0.9 else "\\u%04x" % ord(name[0]) + name[1:]
            members.append(f'"{name}"{self.blank()}:{self.blank()}{self.value(depth - 1)}')
        return "{" + self.blank() + (self.blank() + "," + self.blank()).join(members) + "}"

    def pick(self):
        values = self.values
        at = int(self.random.random() * len(values))
        if self.random.random() < 0.05:
            values[at] = self.value(1 + at % 5)
        return values[at]


class Talker:
    """Writes on one thread and reads on another; what they share is counted under one lock.

    Whose request it is stands in its id: the client's are 1000000001 or "rq-1-1", the server's begin
    with 2. So a stream need not be parsed to know what to answer.
    """

    def __init__(self, side, seed, messages, source, sink):
        """`side` is 1 for the client and 2 for the server."""
        self.side = side
        mine, theirs = (rb'"id":("rq-%d[^"]*"|%d\d{9})' % (one, one) for one in (side, 3 - side))
        self.ofMine, self.ofTheirs = re.compile(mine), re.compile(theirs)
        self.garden = Garden(seed)
        self.random = random.Random(seed ^ 0x5EED)
        self.messages = messages
        self.source = source
        self.sink = sink
        self.changed = threading.Condition()
        self.asked = collections.deque()  # ids of the other side's requests, as tokens
        self.answers = 0  # answers to our requests that came in
        self.isDone = False  # the other side has said its last request
        self.isEnded = False
        self.requests = 0
        self.sent = Hash()
        self.got = Hash()
        self.writes = 0

    def talk(self, close):
        reader = threading.Thread(target=self.listen, daemon=True)
        reader.start()
        try:
            self.speak()
        except OSError as error:
            print("talker: cannot write: " + str(error), file=sys.stderr)
        close()
        reader.join(60)
        return self.report()

    def report(self):
        return {
            "sent": self.sent.lines,
            "got": self.got.lines,
            "sent_bytes": self.sent.bytes,
            "got_bytes": self.got.bytes,
            "sent_sha256": self.sent.whole.hexdigest(),
            "got_sha256": self.got.whole.hexdigest(),
            "sent_blocks": self.sent.end(),
            "got_blocks": self.got.end(),
            "unanswered": self.requests - self.answers,
            "writes": self.writes,
        }

    def speak(self):
        """Says all there is to say, and answers until the other side needs no more."""
        said, isDoneSaid = 0, False
        while True:
            held = []
            with self.changed:
                mayAsk = self.requests - self.answers < MAX_OPEN
                asked = [self.asked.popleft() for _ in range(min(len(self.asked), 64))]
                isAll = isDoneSaid and self.isDone and not asked and self.answers == self.requests
                if isAll or self.isEnded:
                    return
                if said >= self.messages and isDoneSaid and not asked:
                    self.changed.wait(1)
                    continue
            self.random.shuffle(asked)
            for token in asked:
                held.append(self.answer(token))
            if said + len(held) < self.messages:
                for _ in range(int(self.random.random() * 96)):
                    if mayAsk and self.random.random() < 0.6:
                        self.requests += 1
                        held.append(self.request(self.requests))
                    else:
                        held.append(self.note(NOTES[int(self.random.random() * len(NOTES))]))
            elif not isDoneSaid:
                isDoneSaid = True
                held.append(b'{"jsonrpc":"2.0","method":"notifications/rq-done"}\n')
            said += len(held)
            self.write(b"".join(held))

    def envelope(self, members):
        """The members in random order, with random white space, and a random end of line."""
        chance = int(self.random.random() * 512)
        turn = chance % len(members)
        members = members[turn:] + members[:turn]
        if chance & 64:
            members.reverse()
        if chance & 128:
            line = "{ " + " ,\t".join(members) + " }"
        else:
            line = "{" + ",".join(members) + "}"
        return line.encode() + ENDS[chance >> 3 & 7]

    def request(self, number):
        plain = str(self.side * 1_000_000_000 + number)
        ident = f'"rq-{self.side}-{number}\u00e9"' if number % 3 == 0 else plain
        pick = self.garden.pick
        method = METHODS[number % len(METHODS)]
        params = f'"params":{{"name":"bloom","arguments":{{"leaf":{pick()},"stem" : {pick()}}},"_meta":{{}}}}'
        members = ['"jsonrpc":"2.0"', f'"id":{ident}', f'"method":"{method}"', params]
        return self.envelope(members if number % 16 else members[:3])

    def answer(self, token):
        pick = self.garden.pick
        ident = token.decode()
        if self.random.random() < 0.1:
            body = f'"error":{{"code":-32603,"message":"leaf","data":{pick()}}}'
        else:
            body = f'"result":{{"structuredContent":{{"leaf":{pick()}}},"content":[{pick()}, {pick()}]}}'
        return self.envelope(['"jsonrpc":"2.0"', f'"id":{ident}', body])

    def note(self, method):
        pick = self.garden.pick
        params = f'"params":{{"leaf":{pick()},"bud":[{pick()},{pick()}]}}'
        return self.envelope(['"jsonrpc":"2.0"', f'"method":"{method}"', params])

    def write(self, data):
        """Writes it in chunks of 1 byte to 64 KiB, most of them small."""
        self.sent.add(data)
        at = 0
        while at < len(data):
            size = 1 << int(self.random.random() * 17)
            size = min(65536, size + int(self.random.random() * size))
            at += os.write(self.sink, data[at : at + size])
            self.writes += 1

    def listen(self):
        held = b""
        while chunk := os.read(self.source, 1 << 18):
            self.got.add(chunk)
            whole, feed, rest = (held + chunk).rpartition(b"\n")
            held = rest
            if not feed:
                continue
            asked = self.ofTheirs.findall(whole)
            answers = len(self.ofMine.findall(whole))
            with self.changed:
                self.asked.extend(asked)
                self.answers += answers
                self.isDone = self.isDone or b"notifications/rq-done" in whole
                self.changed.notify()
        with self.changed:
            self.isEnded = True
            self.changed.notify()


class Hash:
    """SHA-256 of a whole stream and of each MiB of it, and its size in bytes and lines."""

    def __init__(self):
        self.whole = hashlib.sha256()
        self.held = bytearray()
        self.blocks = []
        self.bytes = 0
        self.lines = 0

    def add(self, data):
        self.whole.update(data)
        self.held += data
        self.bytes += len(data)
        self.lines += data.count(b"\n")
        while len(self.held) >= BLOCK_BYTES:
            self.blocks.append(hashlib.sha256(self.held[:BLOCK_BYTES]).hexdigest()[:16])
            del self.held[:BLOCK_BYTES]

    def end(self):
        return [*self.blocks, hashlib.sha256(self.held).hexdigest()[:16]]


def main():
    seed, messages, report = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    talker = Talker(2, seed, messages, 0, 1)

    def finish():
        """Output stays open until the client has heard all and ends our input."""

    found = talker.talk(finish)
    with open(report + ".part", "w") as file:
        json.dump(found, file)
    os.rename(report + ".part", report)


if __name__ == "__main__":
    main()
