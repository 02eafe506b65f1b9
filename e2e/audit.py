"""Compares an audit database with what a recorder saw pass: audit.py DATABASE UPSTREAM DOWNSTREAM COMMAND.

Every recorded message has its row, in order, whole, allowed; there is no other row; the one session
is closed and knows its server. A carriage return before the line feed belongs to neither; each
message of a batch is one of its own. Prints what is wrong and exits 1, or exits 0 in silence.
"""

import json
import sqlite3
import sys


def elements(array):
    """The texts of an array's elements, as they are spelled."""
    text, decoder = array.decode(), json.JSONDecoder()
    at = text.index("[") + 1
    while text[at:].strip() not in ("", "]"):
        at += len(text[at:]) - len(text[at:].lstrip(", \t"))
        _, end = decoder.raw_decode(text, at)
        yield text[at:end].encode()
        at = end


def messages(path):
    with open(path, "rb") as recording:
        lines = [line[:-1] if line.endswith(b"\r") else line for line in recording.read().split(b"\n")]
    for line in filter(None, lines):
        if line.lstrip().startswith(b"["):
            yield from elements(line)
        else:
            yield line


def main(database, upstream, downstream, command):
    wrong = []
    log = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    log.text_factory = bytes

    def check(claim, found, expected):
        if found != expected:
            wrong.append(f"{claim}: found {str(found)[:300]}, expected {str(expected)[:300]}")

    recorded = {"client_to_server": list(messages(upstream)), "server_to_client": list(messages(downstream))}
    for direction, expected in recorded.items():
        rows = log.execute(
            "select message_json, size_bytes from messages where direction = ? order by seq", (direction,)
        ).fetchall()
        check(f"{direction} rows", len(rows), len(expected))
        different = [n for n, (row, line) in enumerate(zip(rows, expected)) if row[0] != line]
        check(f"{direction} rows that differ from their message", different[:5], [])
        sizes = [n for n, (row, line) in enumerate(zip(rows, expected)) if row[1] != len(line)]
        check(f"{direction} rows of another size", sizes[:5], [])
    check("rows", log.execute("select count(*) from messages").fetchone()[0], sum(map(len, recorded.values())))
    refused = log.execute(
        "select seq, direction, decision, decision_reason, method, tool_name, findings"
        " from messages where decision <> 'allow' order by seq"
    ).fetchall()
    check("rows that are not allowed", refused, [])
    sessions = log.execute(
        "select server_command, client_name, ended_at_ns >= started_at_ns, exit_code is not null from sessions"
    ).fetchall()
    check("sessions", len(sessions), 1)
    for server_command, client_name, ended, exited in sessions:
        check("server_command", json.loads(server_command), json.loads(command))
        check("client_name", client_name, b"mcpgate-e2e")
        check("session has ended", (ended, exited), (1, 1))
    print("\n".join(wrong))
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))
