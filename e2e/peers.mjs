// Our own servers, for what the reference servers leave out; still innocent, still byte for byte.
import assert from "node:assert/strict";
import { ToolListChangedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { peer } from "./gate.mjs";
import { eventually, Inbox } from "./inbox.mjs";
import { RawClient } from "./raw-client.mjs";
import { suite, test } from "./runner.mjs";
import { Session } from "./session.mjs";

await suite("paging", async () => {
  const changed = new Inbox();
  const session = new Session(peer("paging-server"));
  const client = await session.connect({
    prepare: (client) => client.setNotificationHandler(ToolListChangedNotificationSchema, (message) => changed.put(message)),
  });

  async function everyPage(list, key) {
    const items = [];
    let pages = 0;
    let cursor;
    do {
      const page = await list(cursor && { cursor });
      items.push(...page[key]);
      cursor = page.nextCursor;
      pages++;
    } while (cursor);
    return [items.length, pages];
  }

  await test("every list, page by page", async () => {
    assert.deepEqual(await everyPage((from) => client.listTools(from), "tools"), [25, 3]);
    assert.deepEqual(await everyPage((from) => client.listPrompts(from), "prompts"), [11, 2]);
    assert.deepEqual(await everyPage((from) => client.listResources(from), "resources"), [230, 23]);
    assert.deepEqual(await everyPage((from) => client.listResourceTemplates(from), "resourceTemplates"), [20, 2]);
  });

  await test("ping, both ways", async () => {
    assert.deepEqual(await client.ping(), {});
    assert.equal((await client.callTool({ name: "ping-client", arguments: {} })).content[0].text, "{}");
    assert.equal(session.messages("b.down").filter((message) => message.method === "ping").length, 1);
  });

  await test("a burst of 500 progress notifications, none lost, in order", async () => {
    const steps = [];
    await client.callTool({ name: "burst", arguments: { steps: 500 } }, undefined, { onprogress: (step) => steps.push(step.progress) });
    const all = Array.from({ length: 500 }, (_, n) => n + 1);
    // The SDK forgets the steps that it reads in one chunk with the result, with or without a gate; so
    // all must be on the wire, before the result, and what the client saw must be their beginning.
    const wire = session.messages("a.down");
    const from = wire.findIndex((message) => message.method === "notifications/progress");
    assert.deepEqual(wire.slice(from, from + 500).map((message) => message.params?.progress), all);
    assert.ok(wire[from + 500].result);
    assert.deepEqual(steps, all.slice(0, steps.length));
  });

  await test("tools/list_changed", async () => {
    await client.callTool({ name: "change-tools", arguments: {} });
    await changed.take();
  });

  await test("cancellation of a call that would never end", async () => {
    await assert.rejects(client.callTool({ name: "hang", arguments: {} }, undefined, { timeout: 100 }), /timed out/);
    await eventually(() => session.messages("b.up").at(-1).method === "notifications/cancelled");
    assert.deepEqual(await client.ping(), {});
  });

  await session.finish();
});

/** A session with a raw client, its cases, and the two that every innocent session ends with. */
async function rawSuite(name, body) {
  await suite(name, async () => {
    const session = new Session(peer("raw-server"));
    const client = new RawClient(session.command, { env: { ...process.env, ...session.env } });
    await body(client, session);
    await test("EOF ends server and gate with status 0", async () => {
      assert.deepEqual({ ...(await client.close()), millis: 0 }, { code: 0, signal: null, millis: 0 });
      assert.deepEqual(session.end("b"), { code: 0, signal: null });
    });
    await session.verify();
  });
}

const REQUEST = { jsonrpc: "2.0" };

await rawSuite("both eras on one pipe", async (client) => {
  const meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {} };

  await test("server/discover before initialize, as Claude Code opens", async () => {
    const probe = await client.request("server/discover", { _meta: meta }, "server-discover-probe-1");
    assert.deepEqual(probe.result.supportedVersions, ["2026-07-28"]);
    assert.equal((await client.initialize("2025-11-25")).result.protocolVersion, "2025-11-25");
  });

  await test("a call of either era", async () => {
    assert.equal((await client.call("echo", { era: "old" })).result.content[0].text, '{"era":"old"}');
    const modern = await client.request("tools/call", { name: "echo", arguments: { era: "new" }, _meta: meta });
    assert.equal(modern.result.content[0].text, '{"era":"new"}');
  });

  await test("unknown methods and notifications pass, both ways", async () => {
    const vendor = await client.request("vendor/x.y-z", { deep: [[[{ "": null }]]] });
    assert.deepEqual(vendor.result, { method: "vendor/x.y-z", params: { deep: [[[{ "": null }]]] } });
    client.send({ ...REQUEST, method: "notifications/vendor/unheard-of", params: { any: true } });
    const asked = client.call("ask", { method: "vendor/ask" });
    const question = await client.take((message) => message.method === "vendor/ask");
    assert.equal(question.id, "ask-1");
    client.send({ ...REQUEST, id: question.id, result: { where: "là" } });
    assert.equal((await asked).result.content[0].text, '{"where":"là"}');
  });

  await test("a server's question may be answered with an error", async () => {
    const asked = client.call("ask", { method: "roots/list" });
    await client.take((message) => message.method === "roots/list");
    client.send({ ...REQUEST, id: "ask-1", error: { code: -32601, message: "Method not found" } });
    assert.match((await asked).result.content[0].text, /-32601/);
  });

  await test("ids of any kind: 0, negative, 2^53-1, empty, long, with quotes", async () => {
    for (const id of [0, -7, 9007199254740991, "", "x".repeat(300), "a\"b\\c\u00e9", "7"]) {
      assert.deepEqual((await client.request("vendor/id", undefined, id)).id, id);
    }
  });

  await test("unusual spelling, CRLF and a line in many pieces arrive as they were written", async () => {
    assert.equal((await client.call("spaced")).result.content[0].text, "a/🦀");
    assert.equal((await client.call("crlf")).result.content[0].text, "with CRLF");
    client.write('  {"method":"vendor\\/spelled" , "params":{"\\u006e":1.50E+2,"x":-0.0} ,"id":"s1","jsonrpc":"2.0"}\t\r\n');
    assert.equal((await client.answer("s1")).result.method, "vendor/spelled");
    for (const piece of ['{"jsonrpc":"2.0",', '"id":"p1","me', 'thod":"vendor/', 'p"}', "\n"]) {
      client.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    assert.equal((await client.answer("p1")).result.method, "vendor/p");
  });

  await test("many messages in one write, both ways", async () => {
    const ids = Array.from({ length: 200 }, (_, n) => `w${n}`);
    client.write(ids.map((id) => JSON.stringify({ ...REQUEST, id, method: "vendor/many" }) + "\n").join(""));
    for (const id of ids) {
      assert.equal((await client.answer(id)).result.method, "vendor/many");
    }
    client.send({ ...REQUEST, id: "burst", method: "tools/call", params: { name: "burst", arguments: { steps: 300 }, _meta: { progressToken: 1 } } });
    await client.answer("burst");
    for (let step = 1; step <= 300; step++) {
      assert.equal((await client.take((message) => message.method === "notifications/progress")).params.progress, step);
    }
  });

  await test("a last line without its newline is forwarded at EOF", async () => {
    client.write('{"jsonrpc":"2.0","id":"last","method":"vendor/last"}');
    client.process.stdin.end();
    assert.equal((await client.answer("last")).result.method, "vendor/last");
  });
});

await rawSuite("batches of 2025-03-26", async (client) => {
  await test("requests and a notification in one array are answered in one array", async () => {
    assert.equal((await client.initialize("2025-03-26")).result.protocolVersion, "2025-03-26");
    client.send([
      { ...REQUEST, id: "b1", method: "tools/call", params: { name: "echo", arguments: { n: 1 } } },
      { ...REQUEST, method: "notifications/vendor/between" },
      { ...REQUEST, id: "b2", method: "vendor/two" },
    ]);
    const answers = await client.take(Array.isArray);
    assert.deepEqual(answers.map((answer) => answer.id), ["b1", "b2"]);
  });

  await test("an array of one, and of notifications only", async () => {
    client.send([{ ...REQUEST, id: "b3", method: "vendor/three" }]);
    assert.equal((await client.take(Array.isArray))[0].id, "b3");
    client.send([{ ...REQUEST, method: "notifications/a" }, { ...REQUEST, method: "notifications/b" }]);
    assert.equal((await client.request("vendor/after")).result.method, "vendor/after");
  });
});
