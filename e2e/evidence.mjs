// The log as evidence: whatever ends the gates, `mcpgate verify` finds it intact; a change it finds.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { IS_MCPGATE, MCPGATE, peer, PREFIX } from "./gate.mjs";
import { RawClient } from "./raw-client.mjs";
import { suite, test } from "./runner.mjs";
import { scratch } from "./session.mjs";

const KILLS = 20;
const home = scratch();
const database = join(home, "audit.db");
const env = { ...process.env, HOME: home, MCPGATE_DB_PATH: database };
let clientLog = "";

const open = () => new RawClient([...PREFIX, ...peer("raw-server")], { env });

function verify(...words) {
  const { status, stdout, stderr } = spawnSync(MCPGATE, ["verify", "--json", ...words], { env, encoding: "utf8" });
  assert.equal(stderr, "");
  return { status, found: JSON.parse(stdout) };
}

async function session(calls) {
  const gate = open();
  await gate.initialize();
  for (let n = 0; n < calls; n++) {
    await gate.call("calls");
  }
  return gate;
}

await suite("evidence", async () => {
  if (!IS_MCPGATE) {
    console.log("      evidence: only for mcpgate itself");
    return;
  }

  await test("the last line on stderr tells the head of the chain, and it lies there", async () => {
    const gate = await session(3);
    await gate.close();
    clientLog = gate.errors;
    const last = clientLog.trimEnd().split("\n").at(-1);
    assert.match(last, /^mcpgate: audit head [0-9a-f]{12} \d+ [0-9a-f]{32}$/);
    writeFileSync(join(home, "client.log"), clientLog);
    const { status, found } = verify("--anchor", join(home, "client.log"));
    assert.deepEqual(found.evidence, []);
    assert.equal(status, 0);
    assert.equal(found.anchors, 1);
  });

  await test(`after ${KILLS} gates were killed the log is intact`, async () => {
    for (let n = 0; n < KILLS; n++) {
      const gate = await session(n % 5);
      const rest = Array.from({ length: n * 3 }, () => gate.call("calls"));
      rest.forEach((answer) => answer.catch(() => {}));
      await gate.signal("SIGKILL");
    }
    const recovered = spawnSync(MCPGATE, ["tail", "-n", "1"], { env, encoding: "utf8" });
    assert.equal(recovered.status, 0, recovered.stderr);
    const { status, found } = verify("--anchor", join(home, "client.log"));
    assert.deepEqual(found.evidence, []);
    assert.equal(status, 0);
    assert.ok(found.sessions === KILLS + 1 && found.messages > 4 * KILLS, JSON.stringify(found));
  }, 60);

  await test("a changed row is named", () => {
    const change = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]);"
      + " c.execute(\"update messages set decision = 'block' where id = 5\"); c.commit()";
    assert.equal(spawnSync("python3", ["-c", change, database]).status, 0);
    const { status, found } = verify();
    assert.equal(status, 1);
    assert.deepEqual(found.evidence.map(({ kind, first_row }) => [kind, first_row]), [["changed", 5]]);
  });
});
