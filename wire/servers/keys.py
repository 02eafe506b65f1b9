"""A fake server for the test of secrets in the log: `keys.py FOLDER`.

It writes every byte it reads to FOLDER/got, and answers a call with what the call had under `echo`. With
`noise` in a call it first prints that, which is no message.
"""

import json
import os
import sys

got = os.open(os.path.join(sys.argv[1], "got"), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
for line in sys.stdin.buffer:
    os.write(got, line)
    message = json.loads(line)
    if "id" not in message:
        continue
    arguments = message.get("params", {}).get("arguments", {})
    if "noise" in arguments:
        print(arguments["noise"], flush=True)
    content = [{"type": "text", "text": arguments.get("echo", "")}]
    answer = {"jsonrpc": "2.0", "id": message["id"], "result": {"content": content, "map": {arguments.get("echo", "k"): 1}}}
    print(json.dumps(answer), flush=True)
