"""One framing's gate and server for the table test, and one line of the table."""

import json
import os
import sys

import gate as gates
from gate import Scratch, Session, is_refusal, strict
from spellings import ANSWER, CARRIERS, CLIENT, HIDDEN, REQUEST, SERVER, fill, spellings

SERVERS = os.path.join(gates.HERE, "servers")
ENDS_WELL = (SERVER, REQUEST), (CLIENT, ANSWER)
REASONS = set()


def framings(folder):
    return {
        "Python text": ["python3", os.path.join(SERVERS, "text.py")],
        "Java readLine": ["java", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", folder, "ReadLine"],
        "Node readline": ["node", os.path.join(SERVERS, "readline.mjs")],
        "stream": ["python3", os.path.join(SERVERS, "stream.py")],
    }


class Bench:
    """One framing's gate and server, and the record of all that went between them."""

    def __init__(self, command, gate, revision="2025-06-18", options=()):
        self.scratch = Scratch()
        self.gate = gate
        # tee stands between the two, so that what reached the server is known to the byte.
        pipe = ["sh", "-c", 'tee "$0" | exec "$@"', self.scratch.path("raw"), *command]
        self.session = Session(self.scratch, [*pipe, self.scratch.folder], gate, options)
        self.patience = gates.PATIENCE if gate else 0.6
        answer = self.session.initialize(revision)
        if answer is None and gate:
            with open(self.session.errors, "rb") as errors:
                sys.exit("no answer to initialize: " + errors.read()[-500:].decode("utf-8", "replace"))
        for ident in (7, "held"):
            call = json.dumps(request(ident, "hold")).encode()
            self.session.send(call + b"\n")
            asked = request(f"ask-{ident}", "ask", {"id": ident})
            self.session.ask(json.dumps(asked).encode(), f"ask-{ident}", self.patience)
        # Asked and answered, each way: no second answer may pass.
        asked = request("answered", "ask", {"id": "answered"})
        self.session.ask(json.dumps(asked).encode(), "answered", self.patience)
        self.session.send(b'{"jsonrpc":"2.0","id":"answered","result":{}}\n')

    def emit(self, number, data, ident):
        """Has the server write these bytes, and then its answer."""
        with open(self.scratch.path(f"{number}.bin"), "wb") as file:
            file.write(data)
        call = json.dumps(request(ident, "emit", {"file": f"{number}.bin"})).encode()
        return self.session.ask(call, ident, self.patience)

    def rows(self):
        """The audit log, of which the reasons are kept: each fault must occur somewhere."""
        rows = self.scratch.rows(self.gate) if self.gate else []
        REASONS.update(row["decision_reason"] for row in rows)
        return rows

    def raw(self):
        try:
            with open(self.scratch.path("raw"), "rb") as file:
                return file.read()
        except FileNotFoundError:
            return b""

    def log(self):
        try:
            with open(self.scratch.path("log"), "rb") as file:
                return file.read().splitlines()
        except FileNotFoundError:
            return []


def request(ident, tool, arguments=None):
    params = {"name": tool, "arguments": arguments or {}}
    return {"jsonrpc": "2.0", "id": ident, "method": "tools/call", "params": params}


class Case:
    """One spelling of a class, as one kind of message, one way."""

    def __init__(self, framing, number, spelling, direction, kind):
        self.number = 100_000 + number
        self.mark = f"mk{number:05d}x"
        self.spelling = spelling
        self.direction = direction
        self.kind = kind
        made = spelling.make(CARRIERS[direction, kind], HIDDEN[direction])
        self.line = fill(made, self.number, self.mark)
        way = "up" if direction == SERVER else "down"
        self.name = f"{framing}: {spelling.group}: {spelling.name} ({kind}, {way})"

    def pieces(self):
        """The lines that it is, without those that are blank."""
        return [piece for piece in self.line.split(b"\n") if piece.strip(b" \t\r")]

    def recorded(self):
        """What the audit log holds of it: of a batch, its elements."""
        if not self.spelling.group.startswith("batch"):
            return self.pieces()
        return [fill(CARRIERS[self.direction, self.kind], self.number, self.mark)]

    def is_in(self, data, lines):
        """Whether any of it stands in a recording."""
        if self.mark.encode() in data:
            return True
        return any(piece in lines for piece in self.pieces())


def cases(group, framing=""):
    made = []
    for spelling in spellings():
        if group and group not in spelling.group:
            continue
        for direction, kind in CARRIERS:
            if kind not in spelling.kinds:
                continue
            if spelling.isHeavy and (direction, kind) not in ENDS_WELL:
                continue
            case = Case(framing, len(made), spelling, direction, kind)
            if case.line != fill(CARRIERS[direction, kind], case.number, case.mark):
                made.append(case)
    return made


def is_any_refusal(line):
    """An error of the gate's for whatever id, or the batch of them that answers a batch."""
    message, _ = strict(line)
    if message is not None:
        return is_refusal(line, message.get("id"))
    many = json.loads(line)
    return isinstance(many, list) and all(one["error"]["code"] == gates.REFUSED for one in many)
