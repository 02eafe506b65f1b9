// The memory server: a graph that is written, searched and read again in a second session.
import assert from "node:assert/strict";
import { join } from "node:path";
import { server } from "./gate.mjs";
import { suite, test } from "./runner.mjs";
import { scratch, Session } from "./session.mjs";

const env = { MEMORY_FILE_PATH: join(scratch(), "graph.jsonl") };
const ADA = { name: "Ada", entityType: "person", observations: ["writes notes", "likes 数学"] };
const ENGINE = { name: "Engine", entityType: "machine", observations: ["has a store and a mill"] };
const DESIGNS = { from: "Ada", to: "Engine", relationType: "describes" };

function caller(client) {
  return async (name, args = {}) => {
    const result = await client.callTool({ name, arguments: args });
    assert.ok(!result.isError, result.content[0].text);
    return result.structuredContent;
  };
}

await suite("memory", async () => {
  const session = new Session(server("memory"), { env });
  const client = await session.connect();
  const call = caller(client);

  await test("tools/list", async () => {
    assert.equal((await client.listTools()).tools.length, 9);
  });

  await test("create entities and relations, add observations", async () => {
    assert.deepEqual((await call("create_entities", { entities: [ADA, ENGINE] })).entities, [ADA, ENGINE]);
    assert.deepEqual((await call("create_relations", { relations: [DESIGNS] })).relations, [DESIGNS]);
    const added = await call("add_observations", { observations: [{ entityName: "Ada", contents: ["born 1815", "likes 数学"] }] });
    assert.deepEqual(added.results, [{ entityName: "Ada", addedObservations: ["born 1815"] }]);
  });

  await test("read_graph, search_nodes, open_nodes", async () => {
    const graph = await call("read_graph");
    assert.deepEqual(graph.entities.map((entity) => entity.name), ["Ada", "Engine"]);
    assert.deepEqual(graph.relations, [DESIGNS]);
    assert.deepEqual((await call("search_nodes", { query: "数学" })).entities.map((entity) => entity.name), ["Ada"]);
    assert.deepEqual((await call("open_nodes", { names: ["Engine"] })).entities, [ENGINE]);
  });

  await test("a thousand entities at once", async () => {
    const entities = Array.from({ length: 1000 }, (_, n) => ({ name: `Note ${n}`, entityType: "note", observations: [`line ${n}`, "œuvre"] }));
    await call("create_entities", { entities });
    assert.equal((await call("read_graph")).entities.length, 1002);
    await call("delete_entities", { entityNames: entities.map((entity) => entity.name) });
  });

  await test("delete relations and observations", async () => {
    await call("delete_observations", { deletions: [{ entityName: "Ada", observations: ["born 1815"] }] });
    await call("delete_relations", { relations: [DESIGNS] });
    assert.deepEqual(await call("read_graph"), { entities: [ADA, ENGINE], relations: [] });
  });

  await session.finish();
});

await suite("memory, the next session", async () => {
  const session = new Session(server("memory"), { env });
  const client = await session.connect();

  await test("the graph is still there", async () => {
    assert.deepEqual(await caller(client)("read_graph"), { entities: [ADA, ENGINE], relations: [] });
  });

  await session.finish();
});
