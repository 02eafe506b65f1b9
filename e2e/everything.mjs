import assert from "node:assert/strict";
import { server } from "./gate.mjs";
import { suite, test } from "./runner.mjs";
import { Session } from "./session.mjs";

await suite("everything", async () => {
  const session = new Session(server("everything"));
  const client = await session.connect();

  await test("echo", async () => {
    const result = await client.callTool({ name: "echo", arguments: { message: "hello" } });
    assert.equal(result.content[0].text, "Echo: hello");
  });

  await session.finish();
});
