// The everything server: each feature of the protocol once, by the official client.
import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { InMemoryTaskStore } from "@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js";
import {
  CallToolResultSchema,
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  EmptyResultSchema,
  ErrorCode,
  ListRootsRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { server } from "./gate.mjs";
import { eventually, Inbox } from "./inbox.mjs";
import { suite, test } from "./runner.mjs";
import { Session } from "./session.mjs";

const CAPABILITIES = {
  roots: { listChanged: true },
  sampling: {},
  elicitation: { form: {}, url: {} },
};
const SAMPLED = { role: "assistant", model: "stand-in", stopReason: "endTurn", content: { type: "text", text: "Fine weather, 21 °C." } };
const FILLED_IN = { name: "Ada Lovelace", integer: 7, untitledSingleSelectEnum: "Phoebe" };

function text(result) {
  return result.content.filter((block) => block.type === "text").map((block) => block.text).join("\n");
}

await suite("everything", async () => {
  const logged = new Inbox();
  const updated = new Inbox();
  const toolsChanged = new Inbox();
  const asked = new Inbox();
  let roots = [{ uri: "file:///home/ada/engine", name: "Engine" }];
  let elicitation = { action: "accept", content: FILLED_IN };

  const session = new Session(server("everything"), { env: { E2E_MARK: "größer als null" } });
  const client = await session.connect({
    capabilities: CAPABILITIES,
    prepare: (client) => {
      client.setNotificationHandler(LoggingMessageNotificationSchema, (message) => logged.put(message.params));
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, (message) => updated.put(message.params.uri));
      client.setNotificationHandler(ToolListChangedNotificationSchema, (message) => toolsChanged.put(message));
      client.setRequestHandler(ListRootsRequestSchema, () => ({ roots }));
      client.setRequestHandler(CreateMessageRequestSchema, (request) => {
        asked.put(request.params);
        return SAMPLED;
      });
      client.setRequestHandler(ElicitRequestSchema, (request) => {
        asked.put(request.params);
        return elicitation;
      });
    },
  });
  const call = (name, args = {}, options) => client.callTool({ name, arguments: args }, undefined, options);

  await test("initialize: server, capabilities and instructions arrive", () => {
    assert.equal(client.getServerVersion().name, "mcp-servers/everything");
    assert.ok(client.getServerCapabilities().completions);
    assert.match(client.getInstructions(), /Everything Server/);
  });

  await test("tools/list, with the tools that hang on client capabilities", async () => {
    await toolsChanged.take();
    const names = (await client.listTools()).tools.map((tool) => tool.name);
    for (const name of ["echo", "get-roots-list", "trigger-sampling-request", "trigger-url-elicitation", "simulate-research-query"]) {
      assert.ok(names.includes(name), `no ${name} in ${names}`);
    }
    assert.equal(names.length, 17);
  });

  await test("prompts/list, resources/list, resources/templates/list", async () => {
    const { prompts } = await client.listPrompts();
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    assert.deepEqual(prompts.map((prompt) => prompt.name), ["simple-prompt", "args-prompt", "completable-prompt", "resource-prompt"]);
    assert.equal(resources.length, 7);
    assert.equal(resourceTemplates.length, 2);
  });

  await test("tools/call echo: any text comes back as it went", async () => {
    for (const message of ["hello", "", "naïve 日本語 🦀 \u{10ffff}", "\"\\/\b\f\n\r\t\u0001", "line\u2028paragraph\u2029next\u0085", "a".repeat(100_000)]) {
      assert.equal(text(await call("echo", { message })), `Echo: ${message}`);
    }
  });

  await test("tools/call echo: half an emoji passes, as JavaScript peers cut them", async () => {
    assert.equal(text(await call("echo", { message: "cut \ud83e" })), "Echo: cut \ud83e");
  });

  await test("tools/call get-sum", async () => {
    assert.equal(text(await call("get-sum", { a: 2.5, b: -1e21 })), "The sum of 2.5 and -1e+21 is -1e+21.");
  });

  await test("fifty calls at once: each gets its own answer", async () => {
    const messages = Array.from({ length: 50 }, (_, n) => `number ${n}`);
    const answers = await Promise.all(messages.map((message) => call("echo", { message })));
    assert.deepEqual(answers.map(text), messages.map((message) => `Echo: ${message}`));
  });

  await test("the environment reaches the server unchanged", async () => {
    const seen = JSON.parse(text(await call("get-env")));
    for (const [name, value] of Object.entries(session.env)) {
      assert.equal(seen[name], value, name);
    }
    const added = Object.keys(seen).filter((name) => /java|jdk|mcpgate/i.test(name) && !(name in session.env));
    assert.deepEqual(added, [], "the gate's own variables");
  });

  await test("image, annotations, structured content, links, embedded resources", async () => {
    const image = await call("get-tiny-image");
    assert.equal(Buffer.from(image.content.find((block) => block.type === "image").data, "base64").subarray(1, 4).toString(), "PNG");
    const annotated = await call("get-annotated-message", { messageType: "error", includeImage: true });
    assert.deepEqual(annotated.content[0].annotations, { priority: 1, audience: ["user", "assistant"] });
    assert.equal(annotated.content[1].type, "image");
    const structured = await call("get-structured-content", { location: "Chicago" });
    assert.deepEqual(structured.structuredContent, { temperature: 36, conditions: "Light rain / drizzle", humidity: 82 });
    const links = await call("get-resource-links", { count: 10 });
    assert.equal(links.content.filter((block) => block.type === "resource_link").length, 10);
    const reference = await call("get-resource-reference", { resourceType: "Blob", resourceId: 3 });
    assert.match(Buffer.from(reference.content[1].resource.blob, "base64").toString(), /^Resource 3: /);
  });

  await test("gzip-file-as-resource: a binary resource, by link and in place", async () => {
    const data = `data:text/plain;base64,${Buffer.from("water and wheels\n".repeat(1000)).toString("base64")}`;
    const link = (await call("gzip-file-as-resource", { name: "wheels.gz", data })).content[0];
    const { contents } = await client.readResource({ uri: link.uri });
    assert.equal(gunzipSync(Buffer.from(contents[0].blob, "base64")).toString(), "water and wheels\n".repeat(1000));
    const inPlace = await call("gzip-file-as-resource", { name: "wheels.gz", data, outputType: "resource" });
    assert.equal(inPlace.content[0].resource.blob, contents[0].blob);
  });

  await test("progress: every step arrives, in order, before the result", async () => {
    const steps = [];
    const before = session.messages("a.down").length;
    const result = await call("trigger-long-running-operation", { duration: 1.5, steps: 5 }, { onprogress: (step) => steps.push(step) });
    assert.match(text(result), /completed/);
    // The last step and the result leave the server at the same instant; when they are read in one
    // chunk the SDK forgets the step. So the client must see four, and the wire all five.
    assert.deepEqual(steps.slice(0, 4).map((step) => [step.progress, step.total]), [[1, 5], [2, 5], [3, 5], [4, 5]]);
    const wire = session.messages("a.down").slice(before).filter((message) => message.id === undefined || message.result);
    const progress = wire.filter((message) => message.method === "notifications/progress");
    assert.deepEqual(progress.map((message) => message.params.progress), [1, 2, 3, 4, 5]);
    assert.ok(wire.indexOf(progress[4]) < wire.findIndex((message) => message.result?.content), "the result overtook a step");
  });

  await test("progress: two operations at once keep their steps apart", async () => {
    const seen = [[], []];
    await Promise.all(seen.map((steps, n) =>
      call("trigger-long-running-operation", { duration: 0.6, steps: 3 + n }, { onprogress: (step) => steps.push(step.total) })));
    assert.ok(seen[0].length >= 2 && seen[0].every((total) => total === 3), `${seen[0]}`);
    assert.ok(seen[1].length >= 3 && seen[1].every((total) => total === 4), `${seen[1]}`);
  });

  await test("sampling: the server asks, the client answers, the call ends", async () => {
    const result = await call("trigger-sampling-request", { prompt: "How is the weather?", maxTokens: 30 });
    assert.equal((await asked.take()).messages[0].content.text, "Resource trigger-sampling-request context: How is the weather?");
    assert.match(text(result), /Fine weather, 21 °C\./);
  });

  await test("elicitation by form: accepted, declined, cancelled", async () => {
    assert.match(text(await call("trigger-elicitation-request")), /Ada Lovelace/);
    assert.equal((await asked.take()).requestedSchema.properties.email.format, "email");
    elicitation = { action: "decline" };
    assert.match(text(await call("trigger-elicitation-request")), /declined/);
    elicitation = { action: "cancel" };
    assert.match(text(await call("trigger-elicitation-request")), /cancelled/);
    await asked.take();
    await asked.take();
  });

  await test("elicitation by URL: the request, and error -32042 with its data", async () => {
    elicitation = { action: "accept" };
    const args = { url: "https://example.org/connect?state=abc", message: "Please connect", elicitationId: "e-1" };
    assert.match(text(await call("trigger-url-elicitation", args)), /completed the URL elicitation/);
    assert.equal((await asked.take()).url, args.url);
    await assert.rejects(call("trigger-url-elicitation", { ...args, errorPath: true }), (error) => {
      assert.equal(error.code, ErrorCode.UrlElicitationRequired);
      assert.equal(error.data.elicitations[0].url, "https://modelcontextprotocol.io");
      return true;
    });
  });

  await test("roots: asked for at the start, and again after list_changed", async () => {
    assert.match(text(await call("get-roots-list")), /file:\/\/\/home\/ada\/engine/);
    roots = [...roots, { uri: "file:///home/ada/notes%20on%20%C3%A4", name: "Notes ä" }];
    await client.sendRootsListChanged();
    await logged.take((message) => message.data === "Roots updated: 2 root(s) received from client");
    assert.match(text(await call("get-roots-list")), /Notes ä\n\s*URI: file:\/\/\/home\/ada\/notes%20on%20%C3%A4/);
  });

  await test("logging: setLevel, and messages of that level and above", async () => {
    await client.setLoggingLevel("debug");
    logged.clear();
    await call("toggle-simulated-logging");
    assert.match((await logged.take((message) => /level|Alert/.test(message.data))).data, /level/);
    await call("toggle-simulated-logging");
  });

  await test("resources: read text and blob, subscribe, updated, unsubscribe", async () => {
    const uri = "demo://resource/dynamic/text/2";
    assert.match((await client.readResource({ uri })).contents[0].text, /^Resource 2: /);
    const blob = await client.readResource({ uri: "demo://resource/dynamic/blob/5" });
    assert.match(Buffer.from(blob.contents[0].blob, "base64").toString(), /^Resource 5: /);
    await client.subscribeResource({ uri });
    await call("toggle-subscriber-updates");
    assert.equal(await updated.take(), uri);
    await call("toggle-subscriber-updates");
    await client.unsubscribeResource({ uri });
  });

  await test("resources: every document of the list can be read", async () => {
    for (const { uri } of (await client.listResources()).resources) {
      const [content] = (await client.readResource({ uri })).contents;
      assert.ok((content.text ?? content.blob).length > 100, uri);
    }
  });

  await test("prompts/get: plain, with arguments, with an embedded resource", async () => {
    assert.equal((await client.getPrompt({ name: "simple-prompt" })).messages.length, 1);
    const weather = await client.getPrompt({ name: "args-prompt", arguments: { city: "Zürich", state: "ZH" } });
    assert.equal(weather.messages[0].content.text, "What's weather in Zürich, ZH?");
    const embedded = await client.getPrompt({ name: "resource-prompt", arguments: { resourceType: "Text", resourceId: "4" } });
    assert.match(embedded.messages[1].content.resource.text, /^Resource 4: /);
  });

  await test("completion/complete: prompt, with context, and resource template", async () => {
    const prompt = { type: "ref/prompt", name: "completable-prompt" };
    const department = await client.complete({ ref: prompt, argument: { name: "department", value: "S" } });
    assert.deepEqual(department.completion.values, ["Sales", "Support"]);
    const name = await client.complete({ ref: prompt, argument: { name: "name", value: "D" }, context: { arguments: { department: "Sales" } } });
    assert.deepEqual(name.completion.values, ["David"]);
    const template = { type: "ref/resource", uri: "demo://resource/dynamic/text/{resourceId}" };
    assert.deepEqual((await client.complete({ ref: template, argument: { name: "resourceId", value: "12" } })).completion.values, ["12"]);
  });

  await test("cancellation: the call ends at once, and the session goes on", async () => {
    const cancel = new AbortController();
    const running = call("trigger-long-running-operation", { duration: 2, steps: 4 }, { signal: cancel.signal, onprogress: () => cancel.abort("enough") });
    await assert.rejects(running, /enough/);
    await eventually(() => session.messages("b.up").at(-1).method === "notifications/cancelled");
    assert.equal(text(await call("echo", { message: "still here" })), "Echo: still here");
  });

  await test("errors: unknown method, unknown tool, bad arguments, unknown resource", async () => {
    await assert.rejects(client.request({ method: "vendor/unheard-of", params: { x: [1, { y: null }] } }, EmptyResultSchema), { code: ErrorCode.MethodNotFound });
    const unknown = await call("no-such-tool");
    assert.ok(unknown.isError && /not found/.test(text(unknown)), JSON.stringify(unknown));
    const bad = await call("get-sum", { a: "one" });
    assert.ok(bad.isError, JSON.stringify(bad));
    await assert.rejects(client.readResource({ uri: "demo://nowhere" }), { code: ErrorCode.InvalidParams });
    await client.notification({ method: "notifications/vendor/unheard-of", params: {} });
  });

  await test("ping", async () => {
    assert.deepEqual(await client.ping(), {});
  });

  await test("the client saw no error of its own", () => {
    // A step that it forgot, as above, is reported as one for an unknown token.
    const known = /^Received a progress notification for an unknown token/;
    assert.deepEqual(session.errors.map((error) => error.message).filter((message) => !known.test(message)), []);
  });

  await session.finish();
});

await suite("everything, with tasks", async () => {
  /** Makes a task of the answer, done at once. */
  async function answer(result, extra) {
    const task = await extra.taskStore.createTask({ ttl: 60_000, pollInterval: 50 });
    await extra.taskStore.storeTaskResult(task.taskId, "completed", result);
    return { task };
  }

  let elicitation;
  const session = new Session(server("everything"));
  const client = await session.connect({
    capabilities: { ...CAPABILITIES, tasks: { requests: { sampling: { createMessage: {} }, elicitation: { create: {} } } } },
    taskStore: new InMemoryTaskStore(),
    prepare: (client) => {
      client.setRequestHandler(ListRootsRequestSchema, () => ({ roots: [] }));
      client.setRequestHandler(CreateMessageRequestSchema, (_, extra) => answer(SAMPLED, extra));
      client.setRequestHandler(ElicitRequestSchema, ({ params }, extra) => params.task ? answer(elicitation, extra) : elicitation);
    },
  });
  const call = (name, args = {}) => client.callTool({ name, arguments: args });

  await test("tasks: the server polls a task of the client (sampling, elicitation)", async () => {
    elicitation = { action: "accept", content: { name: "Ada Lovelace", favoriteColor: "Green" } };
    const [sampled, elicited] = await Promise.all([
      call("trigger-sampling-request-async", { prompt: "And tomorrow?" }),
      call("trigger-elicitation-request-async"),
    ]);
    assert.match(text(sampled), /\[COMPLETED\][^]*Fine weather/);
    assert.match(text(elicited), /Favorite Color: Green/);
  });

  await test("tasks: the client follows a task of the server, with a question in between", async () => {
    elicitation = { action: "accept", content: { interpretation: "snake" } };
    const states = [];
    let report;
    const stream = client.experimental.tasks.callToolStream(
      { name: "simulate-research-query", arguments: { topic: "python", ambiguous: true } },
      CallToolResultSchema,
      { task: { ttl: 60_000 } },
    );
    for await (const message of stream) {
      assert.notEqual(message.type, "error", message.error?.message);
      states.push(message.task?.status);
      report = message.result ?? report;
    }
    assert.match(text(report), /Research Report: python \(snake\)/);
    assert.ok(states.includes("input_required"), `${states}`);
    assert.equal((await client.experimental.tasks.listTasks()).tasks.length, 1);
  });

  // The task's time to live keeps this server from ending on EOF: it has to be told.
  await session.finish({ terminated: true });
});
