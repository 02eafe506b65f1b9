"""The table test: every class of malformed line, both ways, in front of four readings of a line.

For each class, in three spellings or more, as a request, a notification and an answer, it proves:
no byte of it reached the other side; whoever waits for an answer got exactly one, an error, and
nobody else got anything; the session went on; the audit log has one WARN row that names the fault.
Lines that only look alike must pass byte for byte.

    python3 wire/table.py [--framing NAME] [--group WORD] [--every N] [--without-gate]

The first reader gets every line. With --every N the others get each Nth, by turns: together they still see
lines of every class.

Without the gate it shows what the servers do with the same lines: the test must be able to fail.
"""

import argparse
import collections
import json
import os
import re
import subprocess
import time

import gate as gates
from around import batches, crowded, last_lines, oversized, spare
from bench import REASONS, SERVERS, Bench, cases, framings, is_any_refusal, request
from gate import Scratch, Tally, is_refusal, strict
from spellings import ANSWER, ASKER, CLIENT, EITHER, NOBODY, REQUEST, SERVER

# Where the classes are told to users; a unit test holds its list to the gate's own.
HUGE_BYTES = 200 << 20
GRAMMAR = os.path.join(gates.HERE, "..", "docs", "GRAMMAR.md")


def send_up(bench, case, tally):
    session = bench.session
    if case.kind == ANSWER:
        ask = request(f"ask-{case.number}", "ask", {"id": case.number})
        before, _ = session.ask(json.dumps(ask).encode(), f"ask-{case.number}", bench.patience)
        tally.check(len(before) == 1, "the server's request did not arrive", case.name)
    session.send(case.line + b"\n")
    before, pong = session.ping(bench.patience)
    goes_on = tally.check(pong is not None, "the session does not go on", case.name)
    told = case.spelling.told if case.kind == REQUEST else NOBODY
    if case.spelling.told == EITHER:
        told = EITHER
    tally.check(was_told(told, before, case), f"answered {before[:3]!r}", case.name)
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


def send_down(bench, case, tally):
    ident = case.number if case.kind == ANSWER else f"emit-{case.number}"
    before, answer = bench.emit(case.number, case.line + b"\n", ident)
    late, pong = bench.session.ping(bench.patience)
    goes_on = tally.check(pong is not None, "the session does not go on", case.name)
    tally.check(not before and not late, f"the client got {(before + late)[:3]!r}", case.name)
    got_error = answer is not None and is_refusal(answer, ident)
    if case.spelling.told != EITHER:
        expects_error = case.kind == ANSWER and case.spelling.told == ASKER
        what = "no error" if expects_error else "no answer"
        isRight = answer is not None and got_error == expects_error
        tally.check(isRight, f"{what}, but {answer!r}", case.name)
    case.seen = b"".join([*before, answer or b"", *late])
    return goes_on


def run(name, command, gate, todo, tally):
    """These cases in front of one framing; returns how many reached the other side, by group."""
    reached = collections.Counter()
    bench = Bench(command, gate)
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
    code, late = session.close(gates.PATIENCE if bench.gate else 1)
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
        tally.check(not hasReached, "reached the other side", case.name)
        told = case.spelling.told
        if case.direction == SERVER and case.kind == ANSWER:
            isOne = answers[case.number] == 1
            tally.check(isOne, f"the server got {answers[case.number]} answers", case.name)
            if told != EITHER:
                got = sum(is_refusal(line + b"\n", case.number) for line in refusals)
                tally.check(got == (told == ASKER), f"the server got {got} errors", case.name)
        if case.direction == CLIENT and case.kind == REQUEST and told != EITHER:
            got = sum(is_refusal(line + b"\n", case.number) for line in refusals)
            tally.check(got == (told == ASKER), f"the server got {got} errors", case.name)
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
            tally.check(isPrefixed, f"stderr shows {shown!r}", case.name)
    tally.check(not any(b"\x1b" in line for line in lines), f"{name}: an escape sequence on stderr")


def check_rows(name, bench, done, tally):
    rows = collections.defaultdict(list)
    for row in bench.rows():
        rows[row["direction"], (row["message_json"] or b"").rstrip(b"\r\n")].append(row)
    for case in done:
        for piece in case.recorded():
            found = rows[case.direction, piece.rstrip(b"\r\n")]
            if not tally.check(found, f"no row for {piece[:60]!r}", case.name):
                continue
            row = found.pop()
            reason, decision = row["decision_reason"], row["decision"]
            what = f"row says {decision} {row['kind']} {reason}"
            isFault = row["kind"] in ("fault", "noise") or case.spelling.faults
            known = not case.spelling.faults or reason in case.spelling.faults
            tally.check(decision == "warn" and isFault and known, what, case.name)


def check_all_occurred(tally):
    """Each fault of the grammar must have come up, or the table leaves out a class."""
    with open(GRAMMAR, encoding="utf-8") as file:
        faults = re.findall(r"^\| `(\w+)` \|", file.read(), re.MULTILINE)
    tally.check(len(faults) > 30, f"only {len(faults)} faults in docs/GRAMMAR.md")
    for fault in faults:
        # A blank line leaves no row.
        isThere = fault in REASONS or fault == "empty"
        tally.check(isThere, f"the fault {fault} never came up")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--framing", default="")
    options.add_argument("--group", default="")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--without-gate", action="store_true")
    chosen = options.parse_args()
    gates.check_tools("python3", "node", "java", "javac", "tee")
    gate = None if chosen.without_gate else gates.find()
    start = time.monotonic()
    classes = Scratch()
    java = os.path.join(SERVERS, "ReadLine.java")
    subprocess.run(["javac", "-d", classes.folder, java], check=True)
    tally, table, sent, spared, peak = Tally(), {}, 0, 0, 0
    for turn, (name, command) in enumerate(framings(classes.folder).items()):
        if chosen.framing not in name:
            continue
        todo = cases(chosen.group, name)
        if table:
            todo = todo[turn % chosen.every :: chosen.every]
        sent += len(todo)
        print(f"table: {len(todo)} lines in front of {name} …", flush=True)
        table[name] = run(name, command, gate, todo, tally)
        if gate and not chosen.group:
            spared += spare(name, command, gate, tally)
            batches(name, command, gate, tally)
            huge = HUGE_BYTES if name == "Python text" else HUGE_BYTES >> 4
            peak = max(peak, oversized(name, command, gate, tally, huge))
    if gate and not chosen.group:
        last_lines(framings(classes.folder)["Python text"], gate, tally)
        crowded(framings(classes.folder)["Python text"], gate, tally)
        check_all_occurred(tally)
    classes.remove()
    counts = collections.Counter(case.spelling.group for case in cases(chosen.group))
    width = max(map(len, counts))
    print(f"{'reached the other side':{width}}  lines" + "".join(f"{name:>15}" for name in table))
    for group, count in counts.items():
        cells = "".join(f"{reached[group]:>15}" for reached in table.values())
        print(f"{group:{width}}  {count:>5}{cells}")
    total = sum(sum(reached.values()) for reached in table.values())
    print(
        f"table: {len(counts)} classes, {sum(counts.values())} lines, {len(table)} framings, {sent} sent:"
        f" reached the other side {total}; {spared} harmless lines passed unchanged;"
        f" peak memory with a 200 MiB line {peak // 1024} MiB; {time.monotonic() - start:.0f} s"
    )
    tally.end("table")


if __name__ == "__main__":
    main()
