"""Supervision: however a session ends, it ends in time, with the right code, and nobody is left over.

Servers of eight manners, times eight ways in which clients and systems end sessions; servers that end by
themselves, by exit code and by signal; and commands that do not start. In each case three calls are in
flight. It proves: the exit code is the one promised, each call is answered as long as a client reads,
the gate is gone within 1.8 s, and so is every process that it started, shortly after.

    python3 wire/supervision.py [--case WORD] [--at-once N]

Each case runs in a process of its own that adopts whatever the gate leaves behind (Linux), so that no
orphan escapes the count. One that fails is run once more, alone: a machine that is busy with other cases
is slow; one that is only late then is given pauses and more tries. All runs are told.
"""

import argparse
import concurrent.futures
import ctypes
import multiprocessing
import os
import signal
import sys
import time

import gate as gates
from gate import Scratch, Tally
from subjects import ENDINGS, EVENTS, LIVES, NOT_STARTED, Subject, code_of

OUT_SECONDS = 1.8
GONE_SECONDS = 5.0
ATTEMPTS = 5  # for what is late and nothing else
PR_SET_CHILD_SUBREAPER = 36


def descendants():
    return [pid for pid in gates.tree(os.getpid())[1:] if state(pid) != b"Z"]


def state(pid):
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[0]
    except OSError:
        return b"Z"


def command(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ")[:80].decode("utf-8", "replace")
    except OSError:
        return "gone"


def await_nobody():
    """Who is left over in the end, after a time that leaves no doubt; and when the last one went."""
    start = time.monotonic()
    while (left := descendants()) and time.monotonic() - start < GONE_SECONDS:
        time.sleep(0.01)
    return left, time.monotonic() - start


def reap():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def run(case):
    """Runs one case in this process; returns what was seen of it."""
    life, event = case
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    scratch = Scratch()
    faults, took, unanswered, orphans, gone = [], 0.0, 0, 0, 0.0
    try:
        if life == "not started":
            words, change, expected = NOT_STARTED[event]
            code, output = start_only(words, scratch, change)
            if code != expected or output:
                faults.append(f"exit code {code}, not {expected}; stdout {output[:40]!r}")
        else:
            subject = Subject(scratch, life)
            faults += subject.prepare(event)
            took, code, unanswered = subject.end(event)
            faults += subject.faults
            expected = code_of(life, event)
            if code not in expected:
                faults.append(f"exit code {code}, not {expected}")
            if took > OUT_SECONDS:
                faults.append(f"out after {took:.2f} s")
            if unanswered:
                faults.append(f"{unanswered} calls unanswered")
        left, gone = await_nobody()
        orphans = len(left)
        if left:
            faults.append(f"left over: {[command(pid) for pid in left]}")
    except Exception as error:  # a case that breaks off has failed
        faults.append(f"{type(error).__name__}: {error}")
    gates.kill(descendants())
    time.sleep(0.02)
    reap()
    scratch.remove()
    return faults, took, unanswered, orphans, gone


def start_only(words, scratch, change):
    import subprocess

    words = [word.replace("@", scratch.folder) for word in words]
    with open(scratch.path("plain"), "w") as file:
        file.write("#!/bin/sh\n")
    env = {**scratch.env, **change}
    done = subprocess.run(
        [gates.find(), *words], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60
    )
    return done.returncode, done.stdout


def alone(case):
    """Runs a case in a fresh process: what it adopts, nobody else can mistake for his own."""
    parent, child = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=lambda: child.send(run(case)))
    process.start()
    child.close()
    try:
        return parent.recv()
    except EOFError:
        return ["the case broke off"], 0.0, 0, 0, 0.0
    finally:
        process.join()


def main():
    # A shell starts what runs in its background with SIGINT ignored, and children keep what is ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    options = argparse.ArgumentParser()
    options.add_argument("--case", default="")
    options.add_argument("--at-once", type=int, default=max(2, os.cpu_count() or 1))
    chosen = options.parse_args()
    gates.check_tools("python3", "sh")
    gates.find()
    if not sys.platform.startswith("linux"):
        print("supervision: not run: it needs /proc and PR_SET_CHILD_SUBREAPER of Linux")
        return
    start, tally = time.monotonic(), Tally()
    cases = [(life, event) for life in LIVES for event in EVENTS]
    cases += [("ends by itself", ending) for ending in ENDINGS]
    cases += [("not started", what) for what in NOT_STARTED]
    cases = [case for case in cases if chosen.case in " x ".join(case)]
    with concurrent.futures.ThreadPoolExecutor(chosen.at_once) as pool:
        found = dict(zip(cases, pool.map(alone, cases)))
    again = 0
    for case in [case for case in cases if found[case][0]]:
        print(f"again, alone: {' x '.join(case)}: {'; '.join(found[case][0])}", flush=True)
        for attempt in range(ATTEMPTS):
            time.sleep(attempt * 2)
            found[case] = alone(case)
            again += 1
            if not isOnlyLate(found[case][0]):
                break
    report(found, tally)
    eof = max((found[case][1] for case in cases if case[1] == "client EOF"), default=0)
    last = max((one[4] for one in found.values()), default=0)
    good = sum(not one[0] for one in found.values())
    print(
        f"supervision: {good} of {len(cases)}: orphans {sum(one[3] for one in found.values())},"
        f" right exit code {'all' if good == len(cases) else 'NOT ALL'},"
        f" EOF to exit max {eof:.2f} s, requests left unanswered {sum(one[2] for one in found.values())};"
        f" end of any kind max {max((one[1] for one in found.values()), default=0):.2f} s,"
        f" last process gone {last:.2f} s later; {again} run again alone; {time.monotonic() - start:.0f} s"
    )
    tally.end("supervision")


def isOnlyLate(faults):
    """Whether nothing but the time is wrong, which a busy machine may have taken."""
    return bool(faults) and all(fault.startswith("out after ") for fault in faults)


def report(found, tally):
    """The table: seconds from the event to the exit, or what went wrong."""
    width = max(len(life) for life in LIVES)
    print(f"{'seconds until out':{width}}" + "".join(f"{event:>13}" for event in EVENTS))
    for life in LIVES:
        cells = [found.get((life, event)) for event in EVENTS]
        if any(cells):
            shown = ["" if one is None else "FAILED" if one[0] else f"{one[1]:.2f}" for one in cells]
            print(f"{life:{width}}" + "".join(f"{cell:>13}" for cell in shown))
    for (life, event), one in found.items():
        if life not in LIVES:
            print(f"{life}: {event}: " + ("FAILED" if one[0] else f"{one[1]:.2f} s" if one[1] else "as promised"))
        tally.check(not one[0], "; ".join(one[0]) or "ok", f"{life} x {event}")


if __name__ == "__main__":
    main()
