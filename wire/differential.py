"""No parser differential: whatever the gate would forward, Python and Node read as the same tree.

Random messages, most of them damaged by a byte, a splice, a repeated or swapped piece, go through
`mcpgate check --json`. Each line that would be forwarded is read by Python's json at its strictest and by
Node's JSON.parse; both trees are written in one canonical form, numbers as the bits of a double, and
compared. (The unit test OracleTest compares the gate's own tree with Jackson's at its strictest.) A mutator
without feedback from coverage, so not what one calls a fuzzer; the seed makes it repeatable.

    python3 wire/differential.py [--inputs N] [--seed S]        10 million take an hour or so
"""

import argparse
import json
import random
import struct
import subprocess
import threading
import time

import gate as gates
from gate import Tally
from spellings import CARRIERS, HIDDEN, fill, spellings

BATCH = 5_000
NODE = r"""
const bits = Buffer.alloc(8);
function canon(v) {
  if (v === null) return 'n';
  if (v === true) return 't';
  if (v === false) return 'f';
  if (typeof v === 'number') { bits.writeDoubleBE(v); return '#' + bits.toString('hex'); }
  if (typeof v === 'string') return text(v);
  if (Array.isArray(v)) return '[' + v.map(canon).join(',') + ']';
  const names = Object.keys(v).map(k => [text(k), canon(v[k])]);
  names.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return '{' + names.map(n => n[0] + ':' + n[1]).join(',') + '}';
}
function text(s) {
  let out = '"';
  for (let i = 0; i < s.length; i++) out += s.charCodeAt(i).toString(16).padStart(4, '0');
  return out + '"';
}
require('readline').createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', hex => {
  let said;
  try {
    const line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(hex, 'hex'));
    said = canon(JSON.parse(line));
  } catch (e) { said = 'error ' + e.name; }
  process.stdout.write(said + '\n');
});
"""
PIECES = (
    b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\\u0000", b"\\ud800", b"\\u0061", b"0", b"-", b"e9", b".5", b"null",
    b"true", b" ", b"\t", b"\r", b"\x00", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\xff", b"\xed\xa0\x80", b"//", b"/**/",
    b'"id":1,', b'"method":"x",', b'"Method":"y",', b"1e400", b"-0", b"12345678901234567890", b"\xf0\x9f\x98\x80", b"NaN",
    b"__proto__", b"\\u005f\\u005fproto\\u005f\\u005f", b"\x7f", b"\xc3\xa9",
)  # fmt: skip


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seeds = [fill(made, 7, "mark") for made in self.spelled() if len(made) < 4000 and b"\n" not in made]

    def spelled(self):
        for spelling in spellings():
            if not spelling.isHeavy:
                for (direction, kind), carrier in CARRIERS.items():
                    if kind in spelling.kinds:
                        yield spelling.make(carrier, HIDDEN[direction])

    def value(self, depth):
        pick = self.random.randrange(9 if depth < 4 else 6)
        if pick == 0:
            return self.random.choice([b"null", b"true", b"false"])
        if pick < 3:
            return self.random.choice([b"0", b"-1", b"1.50", b"2e3", b"1E-7", b"9007199254740993", b"0.1", b"-0.0"])
        if pick < 6:
            return b'"' + self.random.choice([b"leaf", b"\\n", b"\\u00e9", "é😀".encode(), b"\\ud83d\\ude00", b"/"]) * self.random.randrange(4) + b'"'
        items = [self.value(depth + 1) for _ in range(self.random.randrange(4))]
        if pick == 6:
            return b"[" + b",".join(items) + b"]"
        return b"{" + b",".join(b'"k%d":' % n + item for n, item in enumerate(items)) + b"}"

    def line(self):
        chance = self.random
        if chance.random() < 0.3:
            data = chance.choice(self.seeds)
        else:
            data = b'{"jsonrpc":"2.0","id":%d,"method":"m","params":{"a":%s}}' % (chance.randrange(99), self.value(0))
        for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
            at = chance.randrange(len(data) + 1)
            how = chance.randrange(5)
            if how == 0:
                data = data[:at] + chance.choice(PIECES) + data[at:]
            elif how == 1:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            elif how == 2:
                data = data[:at] + data[at + chance.randrange(1, 9) :]
            elif how == 3:
                end = min(len(data), at + chance.randrange(1, 30))
                data = data[:end] + data[at:end] + data[end:]
            else:
                data = data[:at] + chance.choice(PIECES) + data[at + 1 :]
        return data.replace(b"\n", b" ")


def canon(value):
    if value is None:
        return "n"
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, (int, float)):
        try:
            number = float(value)
        except OverflowError:
            number = float("inf") if value > 0 else float("-inf")
        return "#" + struct.pack(">d", number).hex()
    if isinstance(value, str):
        return text(value)
    if isinstance(value, list):
        return "[" + ",".join(map(canon, value)) + "]"
    return "{" + ",".join(f"{name}:{canon(one)}" for name, one in sorted((text(k), v) for k, v in value.items())) + "}"


def text(string):
    return '"' + string.encode("utf-16-be", "surrogatepass").hex() + '"'


def pairs(members):
    if len({name for name, _ in members}) != len(members):
        raise ValueError("a duplicate member")
    return dict(members)


def constant(word):
    raise ValueError(word)


def whole(word):
    """Python has no -0 among its whole numbers; the others have, and it is the same number."""
    return -0.0 if word == "-0" else int(word)


def read(line):
    try:
        return canon(json.loads(line.decode("utf-8"), object_pairs_hook=pairs, parse_constant=constant, parse_int=whole))
    except (ValueError, RecursionError) as error:
        return f"error {error}"


class Reader:
    """A program that answers each line with one."""

    def __init__(self, words):
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def ask(self, lines):
        def write():
            self.process.stdin.write(b"".join(line + b"\n" for line in lines))
            self.process.stdin.flush()

        writer = threading.Thread(target=write)
        writer.start()
        answers = [self.process.stdout.readline() for _ in lines]
        writer.join()
        return answers


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--inputs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=20_260_728)
    chosen = options.parse_args()
    gates.check_tools("python3", "node")
    checker = Reader([gates.find(), "check", "--json", "--from", "client"])
    node = Reader(["node", "-e", NODE])
    maker, tally = Maker(chosen.seed), Tally()
    start, done, accepted, differ = time.monotonic(), 0, 0, 0
    while done < chosen.inputs:
        lines = [maker.line() for _ in range(min(BATCH, chosen.inputs - done))]
        done += len(lines)
        verdicts = [json.loads(answer) for answer in checker.ask(lines)]
        passed = [line for line, verdict in zip(lines, verdicts) if verdict["forwarded"]]
        accepted += len(passed)
        # The gate takes a carriage return right before the line feed for a part of the line's end.
        bodies = [line[:-1] if line.endswith(b"\r") else line for line in passed]
        for line, theirs in zip(bodies, node.ask([line.hex().encode() for line in bodies])):
            ours, theirs = read(line), theirs.decode().strip()
            if ours != theirs or ours.startswith("error"):
                differ += 1
                tally.check(False, f"{line!r}: Python {ours[:80]}, Node {theirs[:80]}", f"input {done}: {differ}")
    tally.check(accepted > chosen.inputs // 10, f"only {accepted} were accepted, which proves little")
    tally.check(accepted < chosen.inputs * 0.9, f"{accepted} were accepted, so little was damaged")
    print(
        f"differential: {done:,} inputs, {accepted:,} of them accepted: read differently {differ}"
        f" (Python, Node; seed {chosen.seed}); {time.monotonic() - start:.0f} s"
    )
    tally.end("differential")


if __name__ == "__main__":
    main()
