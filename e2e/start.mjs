// What the gate adds to the time from spawn to the first initialize reply; figures, no verdict.
import assert from "node:assert/strict";
import { join } from "node:path";
import { LABEL, PREFIX, server } from "./gate.mjs";
import { RawClient } from "./raw-client.mjs";
import { suite, test } from "./runner.mjs";
import { scratch } from "./session.mjs";

const ROUNDS = 5;
const home = scratch();
const env = { ...process.env, HOME: home, MCPGATE_DB_PATH: join(home, "audit.db"), MEMORY_FILE_PATH: join(home, "graph.jsonl") };

async function millisToFirstReply(command) {
  const started = process.hrtime.bigint();
  const client = new RawClient(command, { env });
  const answer = await client.initialize();
  const millis = Number(process.hrtime.bigint() - started) / 1e6;
  assert.ok(answer.result.serverInfo.name);
  await client.close();
  return millis;
}

function median(values) {
  return [...values].sort((one, other) => one - other)[values.length >> 1];
}

await suite("start", async () => {
  for (const [name, ...args] of [["everything"], ["filesystem", home], ["memory"]]) {
    let line;
    await test(`${name}: initialize is answered, ${ROUNDS} times with the gate and ${ROUNDS} times without`, async () => {
      const command = server(name, ...args);
      await millisToFirstReply(command);
      await millisToFirstReply([...PREFIX, ...command]);
      const direct = [];
      const through = [];
      for (let round = 0; round < ROUNDS; round++) {
        direct.push(await millisToFirstReply(command));
        through.push(await millisToFirstReply([...PREFIX, ...command]));
      }
      const [without, gated] = [median(direct), median(through)];
      line = `      ${name}: initialize ${without.toFixed(0)} ms direct, ${gated.toFixed(0)} ms through ${LABEL.split("/").at(-1)}:`
        + ` × ${(gated / without).toFixed(2)}, ${(gated - without).toFixed(0)} ms added (medians of ${ROUNDS})`;
    });
    if (line) {
      console.log(line);
    }
  }
});
