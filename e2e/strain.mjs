// Peers that misbehave: clients that vanish or do not read, servers that flood, close, and do not listen.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { constants, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { HERE, IS_MCPGATE, MCPGATE, PREFIX } from "./gate.mjs";
import { env, gateTest, home, inTime } from "./gated.mjs";
import { eventually } from "./inbox.mjs";
import { suite, test } from "./runner.mjs";

const sleep = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const flood = (id, count) => ({ jsonrpc: "2.0", id, method: "tools/call", params: { name: "flood", arguments: { count } } });
const COUNT = 100_000; // of 1 KB each

/** A pipe into which not one byte more fits. */
function fullPipe() {
  const path = join(home, "full");
  execFileSync("mkfifo", [path]);
  const filler = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  for (const size of [4096, 1]) {
    try {
      for (;;) writeSync(filler, "f".repeat(size));
    } catch (error) {
      assert.equal(error.code, "EAGAIN");
    }
  }
  return openSync(path, constants.O_RDWR);
}

/** The greatest size that a process has had, in MB. */
function peakMegabytes(pid) {
  const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(kilobytes) / 1024;
}

await suite("strain", async () => {
  if (!IS_MCPGATE || process.platform !== "linux") {
    console.log("      strain: only for mcpgate itself, on Linux");
    return;
  }

  await gateTest("a client that vanishes in mid-stream ends gate and server", ["--on-eof=stay"], async (gate) => {
    gate.send(flood(1, COUNT));
    await gate.take((message) => message.params?.data?.n === 50);
    const end = gate.timed(() => {
      gate.process.stdin.destroy();
      gate.process.stdout.destroy();
    });
    await gate.endsWith(end, [143, 137, 0]);
  });

  await gateTest("a client that closes its end of stdout only ends gate and server at the next message", ["--on-eof=stay"], async (gate) => {
    gate.process.stdout.destroy();
    await sleep(100);
    await gate.endsWith(gate.timed(() => gate.send(flood(1, 10))), [143, 0]);
  });

  let peak = 0;
  await gateTest(`a client that does not read for a while stops the server, and loses nothing of ${COUNT} messages`, [], async (gate) => {
    gate.stopReading();
    gate.send(flood("flood", COUNT));
    await gate.serverIsBlocked();
    // What is under way is what fits into pipes and one read; the server waits for the rest.
    peak = peakMegabytes(gate.process.pid);
    assert.ok(peak < 120, `the gate has grown to ${peak} MB`);
    let [bytes, next, rest] = [0, 1, ""];
    const done = new Promise((resolve, reject) => {
      gate.process.stdout.on("data", (chunk) => {
        bytes += chunk.length;
        const lines = (rest + chunk).split("\n");
        rest = lines.pop();
        for (const line of lines) {
          const message = JSON.parse(line);
          if (message.id === "flood") {
            resolve();
          } else if (message.params.data.n !== next++) {
            reject(new Error(`number ${message.params.data.n} came as number ${next - 1}`));
          }
        }
      });
      gate.process.stdout.resume();
    });
    await done;
    assert.deepEqual([next - 1, bytes > COUNT * 1000], [COUNT, true]);
    const { code } = await gate.close();
    assert.equal(code, 0);
  });
  if (peak) {
    console.log(`      the gate's greatest size, its server blocked: ${peak.toFixed(0)} MB`);
  }

  await gateTest("a client that has closed stdin and does not read stdout is not waited for without end", ["--on-eof=stay"], async (gate) => {
    gate.stopReading();
    gate.send(flood(1, COUNT));
    await gate.serverIsBlocked();
    gate.process.stdin.end();
    const exited = new Promise((resolve) => gate.process.on("exit", (code) => resolve(code)));
    const code = await Promise.race([exited, sleep(40_000).then(() => "still there")]);
    assert.ok([143, 137].includes(code), `${code}`);
    assert.deepEqual(gate.processes(), []);
  });

  await gateTest("SIGTERM ends a gate whose client does not read", ["--on-eof=stay"], async (gate) => {
    gate.stopReading();
    gate.send(flood(1, COUNT));
    await gate.serverIsBlocked();
    const started = Date.now();
    const exited = new Promise((resolve) => gate.process.on("exit", (code) => resolve(code)));
    gate.process.kill("SIGTERM");
    assert.equal(await exited, 143);
    inTime(Date.now() - started, 2000);
  });

  await gateTest("SIGTERM ends a gate whose server reads nothing", [], async (gate) => {
    gate.send({ jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "freeze" } });
    const filler = "leaf ".repeat(20_000);
    for (let n = 0; n < 20; n++) {
      gate.send({ jsonrpc: "2.0", method: "notifications/message", params: { filler } });
    }
    await sleep(300);
    await gate.endsWith(gate.signal("SIGTERM"), [143, 137]);
    assert.match(gate.output.toString(), /"id":1,"error".*signal (15|9)/);
  });

  await gateTest("a server that closes its stdout but lives: who waits is answered, and it is ended", ["--on-eof=stay"], async (gate) => {
    const waiting = [gate.call("hang"), gate.call("close-stdout")];
    const end = gate.timed(() => {});
    for (const { error } of await Promise.all(waiting)) {
      assert.equal(error.code, -32000);
      assert.match(error.message, /signal 15/, gate.errors);
    }
    const { code } = await end;
    assert.equal(code, 143);
    assert.deepEqual(gate.processes(), []);
  });

  await gateTest("a server that says 20 MB on stderr disturbs nobody", [], async (gate) => {
    assert.equal((await gate.call("flood-stderr", { kilobytes: 20_000 })).result.content[0].text, "said on stderr");
    await eventually(() => gate.errors.length >= 20_000 * 1024);
    await gate.endsWith(gate.close(), 0);
  });

  const full = fullPipe();
  await gateTest("a full stderr that nobody reads does not stop the gate when it has something to say", [], async (gate) => {
    for (let n = 0; n < 200; n++) {
      gate.write(`{"jsonrpc":"1.0","id":"bad-${n}","method":"ping"}\n`);
    }
    assert.match((await gate.answer("bad-199")).error.message, /wrong_version/);
    assert.equal((await gate.call("echo", { n: 1 })).result.content[0].text, '{"n":1}');
    // With stderr still full, it ends all the same.
    const exited = new Promise((resolve) => gate.process.on("exit", (code) => resolve(code)));
    gate.process.stdin.end();
    assert.equal(await exited, 0);
  }, full);

  await gateTest("a server that prints 50,000 lines of noise: none is forwarded, few are shown, the session goes on", [], async (gate) => {
    assert.equal((await gate.call("flood-noise", { count: 50_000 })).result.content[0].text, "after the noise");
    await gate.endsWith(gate.close(), 0);
    assert.equal(gate.output.toString().split("\n").length - 1, 2);
    const shown = gate.errors.split("\n").filter((line) => line.includes("chatty"));
    assert.equal(shown.length, 100);
  });

  await gateTest("a line of 300 MB from the server takes no memory, and the session goes on", [], async (gate) => {
    assert.equal((await gate.call("endless-line", { megabytes: 300 })).result.content[0].text, "after the line");
    const size = peakMegabytes(gate.process.pid);
    assert.ok(size < 400, `the gate has grown to ${size} MB`);
    await gate.endsWith(gate.close(), 0);
  });

  await test("SIGKILL of the gate above npx: npx, its shell and the server are gone", async () => {
    const marker = `e2e-npx-${process.pid}`;
    const command = [...PREFIX, "npx", "--no", "--", "mcp-server-memory", marker];
    const gate = spawn(command[0], command.slice(1), { cwd: HERE, env: { ...env, MEMORY_FILE_PATH: join(home, "npx.jsonl") }, stdio: ["pipe", "pipe", "ignore"] });
    const tree = () => spawnSync("ps", ["-axww", "-o", "pid=,stat=,args="], { encoding: "utf8" }).stdout
      .split("\n").filter((line) => line.includes(marker) && !/^\s*\d+\s+Z/.test(line));
    gate.stdin.write('{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"e2e","version":"1"}}}\n');
    await new Promise((resolve) => gate.stdout.once("data", resolve));
    assert.ok(tree().length >= 4, `gate, npx, sh and node, not ${tree()}`);
    gate.kill("SIGKILL");
    await eventually(() => tree().length === 0).catch(() => assert.fail(`orphans: ${tree()}`));
  });

  await gateTest("SIGKILL of the gate's whole process group, as the Python SDK does: nobody is left", ["--on-eof=stay", "--on-term=stay"], async (gate) => {
    // In a group of its own, for ours is not to be killed.
    const own = spawn("setsid", ["--wait", ...gate.process.spawnargs.map((word, n) => (n === 0 ? MCPGATE : word))], { env, stdio: ["pipe", "pipe", "ignore"] });
    own.stdin.write('{"jsonrpc":"2.0","id":0,"method":"ping"}\n');
    await new Promise((resolve) => own.stdout.once("data", resolve));
    const { code } = await gate.close();
    assert.equal(code, 137);
    const [pid] = gate.processes().map((line) => Number.parseInt(line, 10)).filter((one) => one !== own.pid);
    process.kill(-Number(spawnSync("ps", ["-o", "pgid=", "-p", String(pid)], { encoding: "utf8" }).stdout), "SIGKILL");
    await eventually(() => gate.processes().length === 0).catch(() => assert.fail(`orphans: ${gate.processes()}`));
  });

  await test("125: the audit log cannot be opened, named on stderr, nothing on stdout", () => {
    const { status, stdout, stderr } = spawnSync(MCPGATE, ["run", "--", "true"], { env: { ...env, MCPGATE_DB_PATH: "/proc/nowhere/audit.db" }, input: "", encoding: "utf8" });
    assert.deepEqual([status, stdout], [125, ""]);
    assert.match(stderr, /\/proc\/nowhere/);
  });
});
