// How sessions begin and end: status, signals, orphans, calls in flight, and what is refused.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { HERE, IS_MCPGATE, MCPGATE, peer, PREFIX } from "./gate.mjs";
import { env, Gated, gateTest, home, inTime } from "./gated.mjs";
import { eventually } from "./inbox.mjs";
import { suite, test } from "./runner.mjs";

/** Starts `count` calls that are never answered. */
async function inFlight(gate, count) {
  const ids = Array.from({ length: count }, (_, n) => `flight-${n}`);
  const answers = ids.map((id) => gate.call("hang", {}, id));
  answers.forEach((answer) => answer.catch(() => {}));
  await eventually(async () => (await gate.call("calls")).result.content[0].text >= count);
  return answers;
}

/** Runs the gate to its end, without input. */
function run(...words) {
  const { status, stdout, stderr } = spawnSync(MCPGATE, words, { env, input: "", encoding: "utf8", timeout: 60_000 });
  return { status, stdout, stderr };
}

await suite("lifecycle", async () => {
  if (!IS_MCPGATE) {
    console.log("      lifecycle: only for mcpgate itself");
    return;
  }

  await gateTest("EOF: the server ends, the gate with its status 0", [], async (gate) => {
    await gate.endsWith(gate.close(), 0);
  });

  await gateTest("EOF: the server's own status 7 is the gate's", ["--on-eof=7"], async (gate) => {
    await gate.endsWith(gate.close(), 7);
  });

  await gateTest("EOF: a late answer still arrives", ["--on-eof=stay"], async (gate) => {
    gate.send({ jsonrpc: "2.0", id: "late", method: "tools/call", params: { name: "late", arguments: { millis: 300 } } });
    const end = gate.close();
    assert.equal((await gate.answer("late")).result.content[0].text, "late");
    await gate.endsWith(end, 143);
  });

  await gateTest("EOF: a server that ignores it is terminated", ["--on-eof=stay"], async (gate) => {
    await gate.endsWith(gate.close(), 143);
  });

  await gateTest("EOF: a server that ignores SIGTERM too is killed, with its children", ["--on-eof=stay", "--on-term=stay", "--grandchild"], async (gate) => {
    await eventually(() => gate.processes().length >= 3);
    await gate.endsWith(gate.close(), 137);
  });

  await test("EOF before the first message", async () => {
    const gate = new Gated();
    const { code } = await gate.close();
    assert.deepEqual([code, gate.output.length], [0, 0]);
  });

  await gateTest("SIGTERM reaches the server, whose status is the gate's", ["--on-term=5", "--on-eof=stay"], async (gate) => {
    await gate.endsWith(gate.signal("SIGTERM"), 5);
  });

  for (const signal of ["SIGTERM", "SIGHUP"]) {
    await gateTest(`${signal}: out in time, no orphan`, ["--on-eof=stay"], async (gate) => {
      await gate.endsWith(gate.signal(signal), signal === "SIGTERM" ? 143 : [129, 143]);
    });
  }

  await gateTest("SIGTERM: a server that ignores everything is killed, with its children", ["--on-eof=stay", "--on-term=stay", "--grandchild"], async (gate) => {
    await eventually(() => gate.processes().length >= 3);
    await gate.endsWith(gate.signal("SIGTERM"), 137);
  });

  await gateTest("SIGINT: out in time, no orphan", [], async (gate) => {
    await gate.endsWith(gate.signal("SIGINT"), [0, 130]);
  });

  await gateTest("SIGINT twice: a server that ignores everything is killed", ["--on-eof=stay", "--on-term=stay"], async (gate) => {
    gate.process.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await gate.endsWith(gate.signal("SIGINT"), 137);
  });

  await gateTest("SIGKILL of the gate leaves no orphan", ["--on-eof=stay"], async (gate) => {
    const { signal } = await gate.signal("SIGKILL");
    assert.equal(signal, "SIGKILL");
    await eventually(() => gate.processes().length === 0);
  });

  await gateTest("the server exits with calls in flight: each is answered at once, and its status 7 is the gate's", [], async (gate) => {
    const answers = await inFlight(gate, 20);
    const end = gate.timed(() => answers.push(gate.call("exit", { status: 7 })));
    for (const { error } of await Promise.all(answers)) {
      assert.equal(error?.code, -32000);
      assert.match(error.message, /\b7\b/);
    }
    const { millis } = await end;
    inTime(millis, 1000);
    await gate.endsWith(end, 7);
  });

  for (const [signal, status] of [["SIGKILL", 137], ["SIGSEGV", 139]]) {
    await gateTest(`the server dies of ${signal} with calls in flight: answered, status ${status}`, [], async (gate) => {
      const answers = await inFlight(gate, 3);
      const end = gate.timed(() => answers.push(gate.call("kill", { signal })));
      for (const { error } of await Promise.all(answers)) {
        assert.equal(error?.code, -32000);
      }
      await gate.endsWith(end, status);
    });
  }

  await test("a server that ends at once with status 7", () => {
    assert.equal(run("run", "--", "sh", "-c", "exit 7").status, 7);
  });

  await test("127: a command that is not there, named on stderr, nothing on stdout", () => {
    const { status, stdout, stderr } = run("run", "--", "no-such-command-anywhere");
    assert.deepEqual([status, stdout], [127, ""]);
    assert.match(stderr, /no-such-command-anywhere/);
    assert.equal(run("run", "--", join(home, "nowhere", "server")).status, 127);
  });

  await test("126: a file that is not executable, named on stderr, nothing on stdout", () => {
    const path = join(home, "not-executable");
    writeFileSync(path, "#!/bin/sh\n");
    chmodSync(path, 0o644);
    const { status, stdout, stderr } = run("run", "--", path);
    assert.deepEqual([status, stdout], [126, ""]);
    assert.match(stderr, /not-executable/);
  });

  await test("2: a command line that is not understood, said on stderr, nothing on stdout", () => {
    for (const words of [["run"], ["run", "--"], ["run", "--no-such-option", "--", "true"], ["no-such-command"], ["tail", "-n", "many"]]) {
      const { status, stdout, stderr } = run(...words);
      assert.deepEqual([words, status, stdout], [words, 2, ""]);
      assert.notEqual(stderr, "");
    }
  });

  await test("it starts with nothing in the environment but HOME and PATH", () => {
    const bare = { HOME: home, PATH: "/usr/bin:/bin" };
    const { status, stdout } = spawnSync(MCPGATE, ["run", "--", "sh", "-c", "env; exit 3"], { env: bare, input: "", encoding: "utf8" });
    assert.equal(status, 3);
    assert.equal(stdout, "", "the server's noise was forwarded");
  });

  await gateTest("stdout stays pure: a thread dump, JAVA_TOOL_OPTIONS", [], async (gate) => {
    gate.process.kill("SIGQUIT");
    await new Promise((resolve) => setTimeout(resolve, 300));
    await gate.call("echo");
    await gate.endsWith(gate.close(), 0);
    const lines = gate.output.toString().split("\n").slice(0, -1);
    assert.deepEqual(lines.map((line) => JSON.parse(line).jsonrpc), ["2.0", "2.0"]);
  });

  await gateTest("noise on the server's stdout is kept from the client, and shown on stderr", [], async (gate) => {
    assert.equal((await gate.call("noise")).result.content[0].text, "after the noise");
    assert.equal((await gate.call("echo", { n: 1 })).result.content[0].text, '{"n":1}');
    await gate.endsWith(gate.close(), 0);
    assert.ok(!/Listening|npm start/.test(gate.output.toString()));
    assert.match(gate.errors, /Listening on stdio/);
  });

  if (process.platform === "linux") {
    await test("each message is a write of its own, also when the server writes many at once", () => {
      const writes = (prefix) => {
        const { stdout, stderr } = spawnSync("python3", [join(HERE, "packets.py"), "100", ...prefix, ...peer("raw-server")], { env, encoding: "utf8", timeout: 60_000 });
        assert.match(stdout, /^\d+ \d+$/m, stderr);
        return stdout.trim();
      };
      assert.notEqual(writes([]), "101 101", "the server itself writes them one by one, which proves nothing");
      assert.equal(writes(PREFIX), "101 101");
    });
  }
});

