"""The table test: every class of malformed line, both ways, in front of four readings of a line.

For each class, in three spellings or more, as a request, a notification and an answer, it proves:
no byte of it reached the other side; whoever waits for an answer got exactly one, an error, and
nobody else got anything; the session went on; the audit log has one WARN row that names the fault.
Lines that only look alike must pass byte for byte.

    python3 wire/table.py [--framing NAME] [--group WORD] [--without-gate]

Without the gate it shows what the servers do with the same lines: the test must be able to fail.
"""

import argparse
import collections
import json
import os
import subprocess
import sys
import time

import gate as gates
from gate import Scratch, Session, Tally, is_refusal, strict
from spellings import (
    ANSWER,
    ASKER,
    CARRIERS,
    CLIENT,
    EITHER,
    HIDDEN,
    NOBODY,
    NOTIFICATION,
    REQUEST,
    SERVER,
    SPARED,
    fill,
    spellings,
)

SERVERS = os.path.join(gates.HERE, "servers")
ENDS_WELL = (SERVER, REQUEST), (CLIENT, ANSWER)


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
        self.patience = 10.0 if gate else 0.6
        answer = self.session.initialize(revision)
        if answer is None and gate:
            with open(self.session.errors, "rb") as errors:
                sys.exit("no answer to initialize: " + errors.read()[-500:].decode("utf-8", "replace"))
        for ident in (7, "held"):
            call = json.dumps(request(ident, "hold")).encode()
            self.session.send(call + b"\n")
            asked = request(f"ask-{ident}", "ask", {"id": ident})
            self.session.ask(json.dumps(asked).encode(), f"ask-{ident}", self.patience)

    def emit(self, number, data, ident):
        """Has the server write these bytes, and then its answer."""
        with open(self.scratch.path(f"{number}.bin"), "wb") as file:
            file.write(data)
        call = json.dumps(request(ident, "emit", {"file": f"{number}.bin"})).encode()
        return self.session.ask(call, ident, self.patience)

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

    def __init__(self, number, spelling, direction, kind):
        self.number = 100_000 + number
        self.mark = f"mk{number:05d}x"
        self.spelling = spelling
        self.direction = direction
        self.kind = kind
        made = spelling.make(CARRIERS[direction, kind], HIDDEN[direction])
        self.line = fill(made, self.number, self.mark)
        way = "up" if direction == SERVER else "down"
        self.name = f"{spelling.group}: {spelling.name} ({kind}, {way})"

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


def cases(group):
    made = []
    for spelling in spellings():
        if group and group not in spelling.group:
            continue
        for direction, kind in CARRIERS:
            if kind not in spelling.kinds:
                continue
            if spelling.isHeavy and (direction, kind) not in ENDS_WELL:
                continue
            case = Case(len(made), spelling, direction, kind)
            if case.line != fill(CARRIERS[direction, kind], case.number, case.mark):
                made.append(case)
    return made


def send_up(bench, case, tally):
    session = bench.session
    if case.kind == ANSWER:
        ask = request(f"ask-{case.number}", "ask", {"id": case.number})
        before, _ = session.ask(json.dumps(ask).encode(), f"ask-{case.number}", bench.patience)
        tally.check(len(before) == 1, f"{case.name}: the server's request did not arrive")
    session.send(case.line + b"\n")
    before, pong = session.ping(bench.patience)
    goes_on = tally.check(pong is not None, f"{case.name}: the session does not go on")
    told = case.spelling.told if case.kind == REQUEST else NOBODY
    if case.spelling.told == EITHER:
        told = EITHER
    tally.check(was_told(told, before, case), f"{case.name}: answered {before[:3]!r}")
    if case.kind == ANSWER:
        proper = b'{"jsonrpc":"2.0","id":%d,"result":{}}\n' % case.number
        session.send(proper)
    return goes_on


def was_told(told, answers, case):
    if told == NOBODY:
        return not answers
    if told == ASKER:
        return len(answers) == 1 and is_refusal(answers[0], case.number)
    most = max(len(case.pieces()), case.line.count(b'"id"'))
    return len(answers) <= most and all(is_any_refusal(line) for line in answers)


def is_any_refusal(line):
    """An error of the gate's for whatever id, or the batch of them that answers a batch."""
    message, _ = strict(line)
    if message is not None:
        return is_refusal(line, message.get("id"))
    many = json.loads(line)
    return isinstance(many, list) and all(one["error"]["code"] == gates.REFUSED for one in many)


def send_down(bench, case, tally):
    ident = case.number if case.kind == ANSWER else f"emit-{case.number}"
    before, answer = bench.emit(case.number, case.line + b"\n", ident)
    late, pong = bench.session.ping(bench.patience)
    goes_on = tally.check(pong is not None, f"{case.name}: the session does not go on")
    tally.check(not before and not late, f"{case.name}: the client got {(before + late)[:3]!r}")
    got_error = answer is not None and is_refusal(answer, ident)
    if case.spelling.told != EITHER:
        expects_error = case.kind == ANSWER and case.spelling.told == ASKER
        what = "no error" if expects_error else "no answer"
        isRight = answer is not None and got_error == expects_error
        tally.check(isRight, f"{case.name}: {what}, but {answer!r}")
    case.seen = b"".join([*before, answer or b"", *late])
    return goes_on


def run(name, command, gate, group, tally):
    """All cases in front of one framing; returns how many reached the other side, by group."""
    reached = collections.Counter()
    bench = Bench(command, gate)
    todo = cases(group)
    done = []
    for case in todo:
        act = send_up if case.direction == SERVER else send_down
        done.append(case)
        if not act(bench, case, tally):
            finish(name, bench, done, reached, tally)
            bench, done = Bench(command, gate), []
    finish(name, bench, done, reached, tally)
    return reached


def finish(name, bench, done, reached, tally):
    session = bench.session
    code, late = session.close(10 if bench.gate else 1)
    late = [line for line in late if (strict(line)[0] or {}).get("id") not in (7, "held")]
    tally.check(not late, f"{name}: still said at the end: {late[:3]!r}")
    tally.check(code == 0, f"{name}: exit code {code}")
    raw = bench.raw()
    lines = raw.split(b"\n")
    whole = set(lines)
    answers = collections.Counter(
        message["id"]
        for message in (strict(line + b"\n")[0] for line in whole)
        if message is not None and "id" in message and "method" not in message
    )
    refusals = [line for line in lines if b'"mcpgate' in line]
    for case in done:
        if case.direction == SERVER:
            hasReached = case.is_in(raw, whole)
        else:
            seen = getattr(case, "seen", b"")
            hasReached = case.is_in(seen, set(seen.split(b"\n")))
        reached[case.spelling.group] += hasReached
        tally.check(not hasReached, f"{name}: {case.name}: reached the other side")
        told = case.spelling.told
        if case.direction == SERVER and case.kind == ANSWER:
            isOne = answers[case.number] == 1
            tally.check(isOne, f"{name}: {case.name}: the server got {answers[case.number]} answers")
            if told != EITHER:
                got = sum(is_refusal(line + b"\n", case.number) for line in refusals)
                tally.check(got == (told == ASKER), f"{name}: {case.name}: the server got {got} errors")
        if case.direction == CLIENT and case.kind == REQUEST and told != EITHER:
            got = sum(is_refusal(line + b"\n", case.number) for line in refusals)
            tally.check(got == (told == ASKER), f"{name}: {case.name}: the server got {got} errors")
    executed = bench.log().count(b"EXECUTED")
    tally.check(executed == 0, f"{name}: EVIL was executed {executed} times")
    strangers = [line for line in whole if line and strict(line + b"\n")[0] is None]
    tally.check(not strangers, f"{name}: the server got {strangers[:2]!r}")
    if bench.gate:
        check_rows(name, bench, done, tally)
        check_noise(name, bench, done, tally)
    bench.scratch.remove()


def check_noise(name, bench, done, tally):
    """What the server said that was no message stands on stderr, behind a prefix and made harmless."""
    with open(bench.session.errors, "rb") as file:
        lines = file.read().split(b"\n")
    for case in done:
        if case.spelling.group == "noise" and case.direction == CLIENT:
            shown = [line for line in lines if case.mark.encode() in line]
            isPrefixed = len(shown) == 1 and not shown[0].startswith(case.line[:4])
            tally.check(isPrefixed, f"{name}: {case.name}: stderr shows {shown!r}")
    tally.check(not any(b"\x1b" in line for line in lines), f"{name}: an escape sequence on stderr")


def check_rows(name, bench, done, tally):
    rows = collections.defaultdict(list)
    for row in bench.scratch.rows(bench.gate):
        rows[row["direction"], (row["message_json"] or b"").rstrip(b"\r\n")].append(row)
    for case in done:
        for piece in case.recorded():
            found = rows[case.direction, piece.rstrip(b"\r\n")]
            if not tally.check(found, f"{name}: {case.name}: no row for {piece[:60]!r}"):
                continue
            row = found.pop()
            reason, decision = row["decision_reason"], row["decision"]
            what = f"{name}: {case.name}: row says {decision} {row['kind']} {reason}"
            isFault = row["kind"] in ("fault", "noise") or case.spelling.faults
            known = not case.spelling.faults or reason in case.spelling.faults
            tally.check(decision == "warn" and isFault and known, what)


def spare(name, command, gate, tally):
    """Lines that must pass as they are, both ways, with blank lines between them."""
    bench = Bench(command, gate)
    session = bench.session
    sent, expected = [], []
    for number, (what, arguments) in enumerate(SPARED):
        mark = f"ok{number:03d}x"
        fields = [
            b'"jsonrpc":"2.0"',
            b'"id":%d' % (200_000 + number),
            b'"method":"tools/call"',
            b'"params":{"name":"echo","arguments":%s}' % arguments,
        ]
        fields = fields[number % 4 :] + fields[: number % 4]
        ending = b" \r\n" if number % 3 == 0 else b"\n"
        line = b" {" + b" ,".join(fields) + b"}" + ending
        line = line.replace(b"@MARK@", mark.encode())
        session.send([b"", b"\n", b"\r\n", b" \t\n"][number % 4] + line)
        before, answer = session.until(200_000 + number, bench.patience)
        message = strict(answer)[0] if answer else None
        tally.check(message and "result" in message and not before, f"{name}: up: {what}: {answer!r}")
        sent.append((what, line))
        ident = 210_000 + number
        note = b'{"method":"vendor/%s","jsonrpc":"2.0","params":{"arguments":%s}}' % (mark.encode(), arguments)
        reply = b'{"result":{"structuredContent":%s},"id":%d ,"jsonrpc":"2.0"}' % (arguments, ident)
        data = [(line + ending).replace(b"@MARK@", mark.encode()) for line in (note, reply)]
        before, answer = bench.emit(ident, b"\n" + data[0] + b" \r\n" + data[1], ident)
        tally.check([*before, answer] == data, f"{name}: down: {what}: {before!r} {answer!r}")
        session.ping(bench.patience)
    for ident in (b'"a string"', b'"\\u0061\\u00e9"', b"0", b"-1", b"9007199254740991", b'""'):
        line = b'{"jsonrpc":"2.0","id":%s,"method":"ping"}\n' % ident
        session.send(line)
        _, answer = session.until(json.loads(ident), bench.patience)
        tally.check(answer is not None, f"{name}: up: id {ident!r}: no answer")
        sent.append(("id " + ident.decode(), line))
    session.close()
    raw = bench.raw()
    for what, line in sent:
        tally.check(line in raw, f"{name}: up: {what}: changed or missing at the server")
    tally.check(b"\n\n" not in raw and b"\n\r" not in raw, f"{name}: a blank line reached the server")
    rows = bench.scratch.rows(gate) if gate else []
    blocked = [row for row in rows if row["decision"] == "block"]
    tally.check(not blocked, f"{name}: harmless lines were blocked: {blocked[:1]!r}")
    bench.scratch.remove()
    return len(sent) + 2 * len(SPARED)


def batches(name, command, gate, tally):
    """Batches pass in the one revision that has them, and only whole."""
    bench = Bench(command, gate, "2025-03-26")
    session = bench.session
    good = b'[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/x"}]'
    session.send(good + b"\n")
    _, answer = session.until(1, bench.patience)
    tally.check(answer is not None, f"{name}: a batch in revision 2025-03-26: no answer")
    evil = HIDDEN[SERVER]
    for number, bad in enumerate(
        (
            b'[{"jsonrpc":"2.0","id":%d,"method":"ping"},{"jsonrpc":"1.0"},' + evil + b"]",
            b"[" + evil + b',{"jsonrpc":"2.0","id":%d,"method":"ping"},7]',
            b'[{"jsonrpc":"2.0","id":%d,"method":"ping","x":1},' + evil + b"]",
            b"[]",
            b'[{"jsonrpc":"2.0","id":%d,"method":"ping"},' + evil,
            b"[[" + evil + b"]]",
        )
    ):
        session.send((bad % (300 + number) if b"%d" in bad else bad) + b"\n")
        before, pong = session.ping(bench.patience)
        refused = all(is_any_refusal(line) for line in before)
        tally.check(pong is not None and refused, f"{name}: batch {bad[:40]!r}: {before!r}")
    session.close()
    raw = bench.raw()
    tally.check(good + b"\n" in raw, f"{name}: the good batch was changed")
    tally.check(b"EVIL" not in raw, f"{name}: part of a bad batch reached the server")
    bench.scratch.remove()


def last_lines(command, gate, tally):
    """A last line without line feed is judged like any other, and forwarded as it is."""
    note = b'{"jsonrpc":"2.0","method":"vendor/last","params":{"x":"last words"}}'
    evil = HIDDEN[SERVER]
    for line, passes in (
        (note, True),
        (note[:-1], False),
        (evil + b"\r", False),
        (b"\xef\xbb\xbf" + evil, False),
    ):
        bench = Bench(command, gate)
        bench.session.send(line)
        code, rest = bench.session.close()
        raw = bench.raw()
        isRight = raw.endswith(b"\n" + line) if passes else raw.endswith(b"\n") and line not in raw
        tally.check(isRight and code == 0, f"last line {line[-40:]!r} up: server got {raw[-90:]!r}")
        strangers = [one for one in rest if strict(one)[0] is None]
        tally.check(not strangers, f"last line {line[-40:]!r} up: the client got {strangers!r}")
        bench.scratch.remove()
        scratch = Scratch()
        with open(scratch.path("last"), "wb") as file:
            file.write(line)
        session = Session(scratch, ["sh", "-c", "cat >seen; cat last"], gate)
        _, rest = session.close()
        isRight = rest == [line] if passes else not rest
        tally.check(isRight, f"last line {line[-40:]!r} down: the client got {rest!r}")
        scratch.remove()


def crowded(command, gate, tally):
    """One request more than may be in flight: an error; and place again once one is cancelled."""
    bench = Bench(command, gate)
    session = bench.session
    holds = [json.dumps(request(f"hold-{number}", "hold")).encode() for number in range(16_382)]
    session.send(b"\n".join(holds) + b"\n")
    call = json.dumps(request("crowd", "EVIL")).encode()
    before, answer = session.ask(call, "crowd", 20)
    isRefused = answer is not None and is_refusal(answer, "crowd") and not before
    tally.check(isRefused, f"request number 16,385 in flight: {before[:2]!r} {answer!r}")
    cancelled = {"jsonrpc": "2.0", "method": "notifications/cancelled", "params": {"requestId": 7}}
    session.send(json.dumps(cancelled).encode() + b"\n")
    before, pong = session.ping(20)
    tally.check(pong and not before, f"after one was cancelled: {before[:2]!r} {pong!r}")
    code, rest = session.close(20)
    told = [line for line in rest if b'"error"' in line and strict(line)[0]]
    tally.check(len(told) == len(rest) == 16_383, f"{len(told)} of 16,383 requests told that the server ended")
    tally.check(code == 0, f"crowded: exit code {code}")
    tally.check(b"EVIL" not in bench.raw(), "the request too many reached the server")
    rows = [row for row in bench.scratch.rows(gate) if row["decision_reason"] == "too_many_in_flight"]
    tally.check(len(rows) == 1, f"{len(rows)} rows of the request too many")
    bench.scratch.remove()


def oversized(command, gate, tally):
    """A line over the limit, small and huge: an error for the asker, and bounded memory."""
    limit = 1 << 16
    bench = Bench(command, gate, options=("--max-message", str(limit)))
    session = bench.session
    head = b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"x":"'
    tail = b'"}}}'

    def line(ident, tool, size):
        start = head % (ident, tool)
        return start + b"y" * (size - len(start) - len(tail)) + tail

    session.send(line(400, b"echo", limit) + b"\n")
    _, answer = session.until(400, bench.patience)
    tally.check(answer and b'"result"' in answer, f"the longest message that may pass: {answer!r}")
    for ident, size in ((401, limit + 1), (402, 3 * limit), (403, 200 << 20)):
        session.send(line(ident, b"EVIL", size) + b"\n")
        before, pong = session.ping(60)
        isOne = len(before) == 1 and is_refusal(before[0], ident)
        tally.check(pong and isOne, f"{size} bytes up: {before!r}")
    for ident, size in ((411, limit + 1), (412, 3 * limit), (413, 64 << 20)):
        start = b'{"jsonrpc":"2.0","id":%d,"result":{"x":"' % ident
        data = start + b"z" * (size - len(start) - 3) + b'"}}\n'
        before, answer = bench.emit(ident, data, ident)
        isError = answer is not None and is_refusal(answer, ident)
        late, pong = session.ping(60)
        tally.check(isError and pong and not before and not late, f"{size} bytes down: {answer!r}"[:300])
    peak = 0
    for pid in gates.tree(session.process.pid)[:1]:
        with open(f"/proc/{pid}/status") as file:
            peak = next(int(row.split()[1]) for row in file if row.startswith("VmHWM"))
    tally.check(0 < peak < 150_000, f"peak memory {peak} kB")
    session.close()
    raw = bench.raw()
    tally.check(b"EVIL" not in raw and b"yyyy" in raw, "part of an oversized line reached the server")
    rows = [row for row in bench.scratch.rows(gate) if row["decision_reason"] == "oversized"]
    sizes = sorted(row["size_bytes"] for row in rows)
    hashed = all(row["sha256"] and len(row["sha256"]) == 64 for row in rows)
    # Whether the line feed counts is the log's affair.
    near = [3 * limit] * 2 + [limit + 1] * 2 + [64 << 20, 200 << 20]
    isRight = len(sizes) == 6 and all(0 <= a - b <= 1 for a, b in zip(sizes, sorted(near)))
    tally.check(isRight and hashed, f"rows of oversized lines: {sizes}")
    bench.scratch.remove()
    return peak


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--framing", default="")
    options.add_argument("--group", default="")
    options.add_argument("--without-gate", action="store_true")
    chosen = options.parse_args()
    gates.check_tools("python3", "node", "java", "javac", "tee")
    gate = None if chosen.without_gate else gates.find()
    start = time.monotonic()
    classes = Scratch()
    java = os.path.join(SERVERS, "ReadLine.java")
    subprocess.run(["javac", "-d", classes.folder, java], check=True)
    tally, table, spared, peak = Tally(), {}, 0, 0
    for name, command in framings(classes.folder).items():
        if chosen.framing not in name:
            continue
        table[name] = run(name, command, gate, chosen.group, tally)
        if gate and not chosen.group:
            spared += spare(name, command, gate, tally)
            batches(name, command, gate, tally)
    if gate and not chosen.group:
        last_lines(framings(classes.folder)["Python text"], gate, tally)
        crowded(framings(classes.folder)["Python text"], gate, tally)
        peak = oversized(framings(classes.folder)["Python text"], gate, tally)
    classes.remove()
    counts = collections.Counter(case.spelling.group for case in cases(chosen.group))
    width = max(map(len, counts))
    print(f"{'reached the other side':{width}}  lines" + "".join(f"{name:>15}" for name in table))
    for group, count in counts.items():
        cells = "".join(f"{reached[group]:>15}" for reached in table.values())
        print(f"{group:{width}}  {count:>5}{cells}")
    total = sum(sum(reached.values()) for reached in table.values())
    print(
        f"table: {len(counts)} classes, {sum(counts.values())} lines x {len(table)} framings:"
        f" reached the other side {total}; {spared} harmless lines passed unchanged;"
        f" peak memory with a 200 MiB line {peak // 1024} MiB; {time.monotonic() - start:.0f} s"
    )
    tally.end("table")


if __name__ == "__main__":
    main()
