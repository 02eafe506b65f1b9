"""No parser differential: whatever the gate would forward, Python and Node read as the same tree.

Random messages, most of them damaged by a byte, a splice, a repeated or swapped piece, go through
`mcpgate check --json`. Each line that would be forwarded is read by Python's json at its strictest, by
Node's JSON.parse, and by Jackson at its strictest, which also compares its tree with the gate's own; the three trees are
written in one canonical form, numbers as the bits of a double (but for the sign of zero, which whole numbers lose in
some), and compared. The seed makes it repeatable.
`bench/fuzz.sh` does the same with a mutator that is guided by coverage.

    python3 wire/differential.py [--inputs N] [--seed S]        10 million take an hour or so
    python3 wire/differential.py --seeds FOLDER                 only writes a corpus and a dictionary for the fuzzer
    python3 wire/differential.py --lines FILE                   reads what a fuzzer found to be accepted, in hex
"""

import argparse
import json
import os
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
  if (typeof v === 'number') { bits.writeDoubleBE(v + 0); return '#' + bits.toString('hex'); }
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
        return "#" + struct.pack(">d", number + 0.0).hex()
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


def read(line):
    try:
        return canon(json.loads(line.decode("utf-8"), object_pairs_hook=pairs, parse_constant=constant))
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


class Peers:
    """The readers that must agree with the gate and with each other."""

    def __init__(self, tally):
        gates.check_tools("python3", "node")
        self.tally = tally
        self.node = Reader(["node", "-e", NODE])
        self.jackson = Reader([os.path.join(gates.HERE, "..", "bench", "fuzz.sh"), "--oracle"])
        self.differ = 0

    def compare(self, lines, case):
        """Lines that the gate accepts, without what ends them."""
        digits = [line.hex().encode() for line in lines]
        for line, theirs, third in zip(lines, self.node.ask(digits), self.jackson.ask(digits)):
            ours, theirs, third = read(line), theirs.decode().strip(), third.decode().strip()
            if ours != theirs or ours != third or ours.startswith("error"):
                self.differ += 1
                at = max(0, len(os.path.commonprefix([ours, theirs, third])) - 20)
                said = f"{line!r}: Python {ours[at:][:60]}, Node {theirs[at:][:60]}, Jackson {third[at:][:60]}"
                self.tally.check(False, said, f"{case}: {self.differ}")


def write_seeds(folder):
    """For Jazzer: inputs to begin with, and pieces to put into them."""
    maker = Maker(1)
    for number, seed in enumerate(maker.seeds + [maker.value(0) for _ in range(200)]):
        if len(seed) <= 600:
            with open(os.path.join(folder, "corpus", f"seed-{number}"), "wb") as file:
                file.write(seed)
    with open(os.path.join(folder, "dict"), "w", encoding="ascii") as file:
        for piece in PIECES:
            file.write('"' + "".join(f"\\x{byte:02x}" for byte in piece) + '"\n')


def compare_found(chosen):
    """Has Node, Python and Jackson read what the fuzzer found to be accepted."""
    tally = Tally()
    peers = Peers(tally)
    done, lines = 0, []
    with open(chosen.lines, encoding="ascii") as file:
        for digits in file:
            lines.append(bytes.fromhex(digits))
            if len(lines) == BATCH:
                done += len(lines)
                peers.compare(lines, f"input {done}")
                lines = []
    done += len(lines)
    peers.compare(lines, f"input {done}")
    inputs, accepted = (int(number) for number in chosen.said.split())
    tally.check(inputs > 0 and accepted > inputs // 100, f"{accepted} of {inputs} were accepted, which proves little")
    print(
        f"fuzz: {inputs:,} inputs guided by coverage ({chosen.covered}), {accepted:,} accepted, {done:,} different ones:"
        f" read differently {peers.differ} (Jackson, Python, Node); {time.time() - chosen.since:.0f} s"
    )
    tally.end("fuzz")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--inputs", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=20_260_728)
    options.add_argument("--seeds")
    options.add_argument("--lines")
    options.add_argument("--said", default="0 0", help="how many inputs there were, and how many were accepted")
    options.add_argument("--covered", default="")
    options.add_argument("--since", type=int, default=int(time.time()))
    chosen = options.parse_args()
    if chosen.seeds:
        return write_seeds(chosen.seeds)
    if chosen.lines:
        return compare_found(chosen)
    checker = Reader([gates.find(), "check", "--json", "--from", "client"])
    maker, tally = Maker(chosen.seed), Tally()
    peers = Peers(tally)
    start, done, accepted = time.monotonic(), 0, 0
    while done < chosen.inputs:
        lines = [maker.line() for _ in range(min(BATCH, chosen.inputs - done))]
        done += len(lines)
        verdicts = [json.loads(answer) for answer in checker.ask(lines)]
        passed = [line for line, verdict in zip(lines, verdicts) if verdict["forwarded"]]
        accepted += len(passed)
        # The gate takes a carriage return right before the line feed for a part of the line's end.
        bodies = [line[:-1] if line.endswith(b"\r") else line for line in passed]
        peers.compare(bodies, f"input {done}")
    tally.check(accepted > chosen.inputs // 10, f"only {accepted} were accepted, which proves little")
    tally.check(accepted < chosen.inputs * 0.9, f"{accepted} were accepted, so little was damaged")
    print(
        f"differential: {done:,} inputs, {accepted:,} of them accepted: read differently {peers.differ}"
        f" (Jackson, Python, Node; seed {chosen.seed}); {time.monotonic() - start:.0f} s"
    )
    tally.end("differential")


if __name__ == "__main__":
    main()
