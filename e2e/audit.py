"""Compares an audit database with what a recorder saw pass: audit.py DATABASE UPSTREAM DOWNSTREAM COMMAND.

Every recorded line has its row, in order, whole, allowed; there is no other row; the one session is
closed and knows its server. Prints what is wrong and exits 1, or exits 0 in silence.
"""

import json
import sqlite3
import sys


def lines(path):
    with open(path, "rb") as recording:
        return [line for line in recording.read().split(b"\n") if line]


def main(database, upstream, downstream, command):
    wrong = []
    log = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    log.text_factory = bytes

    def check(claim, found, expected):
        if found != expected:
            wrong.append(f"{claim}: found {str(found)[:300]}, expected {str(expected)[:300]}")

    recorded = {b"client_to_server": lines(upstream), b"server_to_client": lines(downstream)}
    for direction, expected in recorded.items():
        rows = log.execute(
            "select message_json, size_bytes from messages where direction = ? order by seq", (direction.decode(),)
        ).fetchall()
        check(f"{direction.decode()} rows", len(rows), len(expected))
        different = [n for n, (row, line) in enumerate(zip(rows, expected)) if row[0] != line]
        check(f"{direction.decode()} rows that differ from their line", different[:5], [])
        sizes = [n for n, (row, line) in enumerate(zip(rows, expected)) if row[1] != len(line)]
        check(f"{direction.decode()} rows of another size", sizes[:5], [])
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
