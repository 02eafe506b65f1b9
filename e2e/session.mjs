// One recorded session: client ⇄ recorder A ⇄ gate ⇄ recorder B ⇄ server.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { HERE, IS_MCPGATE, MCPGATE, PREFIX } from "./gate.mjs";
import { test } from "./runner.mjs";

const TEE = join(HERE, "tee.mjs");
export const CLIENT = { name: "mcpgate-e2e", version: "1.0.0" };

/** A fresh directory that goes when the process ends. */
export function scratch() {
  const directory = mkdtempSync(join(tmpdir(), "mcpgate-e2e-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export class Session {
  constructor(command, { env = {}, stderr = "ignore" } = {}) {
    this.directory = scratch();
    this.database = join(this.directory, "audit.db");
    this.serverCommand = [process.execPath, TEE, this.directory, "b", ...command];
    this.command = [process.execPath, TEE, this.directory, "a", ...PREFIX, ...this.serverCommand];
    this.env = { HOME: this.directory, MCPGATE_DB_PATH: this.database, ...env };
    this.stderr = stderr;
  }

  /** Connects the official client. `prepare` may register handlers before the session begins. */
  async connect({ capabilities = {}, prepare = () => {}, ...options } = {}) {
    const client = new Client(CLIENT, { capabilities, ...options });
    prepare(client);
    const transport = new StdioClientTransport({
      command: this.command[0],
      args: this.command.slice(1),
      env: this.env,
      stderr: this.stderr,
      maxBufferSize: 64 * 1024 * 1024,
    });
    this.errors = [];
    client.onerror = (error) => this.errors.push(error);
    await client.connect(transport);
    this.client = client;
    return client;
  }

  recording(name) {
    return readFileSync(join(this.directory, name));
  }

  end(name) {
    return JSON.parse(this.recording(`${name}.exit`));
  }

  lines(name) {
    const text = this.recording(name).toString("utf8");
    return text.split("\n").filter((line) => line !== "");
  }

  messages(name) {
    return this.lines(name).map((line) => JSON.parse(line));
  }

  /** The cases that every innocent session ends with. */
  async finish({ terminated = false } = {}) {
    const title = terminated
      ? "closing the client terminates the server, which ignores EOF"
      : "closing the client ends server and gate with status 0";
    await test(title, async () => {
      const started = Date.now();
      await this.client.close();
      const millis = Date.now() - started;
      const clean = { code: 0, signal: null };
      if (!terminated) {
        assert.deepEqual(this.end("b"), clean, "the server's end");
        assert.deepEqual(this.end("a"), clean, "the gate's end");
      } else if (IS_MCPGATE) {
        assert.deepEqual(this.end("b"), { code: null, signal: "SIGTERM" }, "the server's end");
        assert.deepEqual(this.end("a"), { code: 143, signal: null }, "the gate's end");
      }
      assert.ok(!IS_MCPGATE || millis < 2000, `took ${millis} ms, and after 2000 the client kills`);
    });
    await this.verify();
  }

  /** Both recordings agree, and so does the audit log. */
  async verify() {
    await test("what left the gate is what reached it, byte for byte", () => {
      for (const direction of ["up", "down"]) {
        const a = this.recording(`a.${direction}`);
        const b = this.recording(`b.${direction}`);
        assert.ok(a.length > 0, `nothing was recorded ${direction}stream`);
        assert.ok(a.equals(b), firstDifference(a, b, direction));
      }
    });
    if (IS_MCPGATE) {
      await test("the audit log holds every message, whole and allowed", () => this.audit());
    }
  }

  audit() {
    const tail = spawnSync(MCPGATE, ["tail", "-n", "1"], { env: { ...process.env, ...this.env }, encoding: "utf8" });
    assert.equal(tail.status, 0, `tail: ${tail.stderr}`);
    assert.notEqual(tail.stdout.trim(), "", "tail printed nothing");
    const checked = spawnSync(
      "python3",
      [join(HERE, "audit.py"), this.database, join(this.directory, "b.up"), join(this.directory, "b.down"),
        JSON.stringify(this.serverCommand)],
      { encoding: "utf8", maxBuffer: 1 << 20 },
    );
    assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  }
}

function firstDifference(a, b, direction) {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) {
    at++;
  }
  const around = (bytes) => JSON.stringify(bytes.subarray(Math.max(0, at - 40), at + 80).toString("latin1"));
  return `${direction}stream differs at byte ${at} (client side ${a.length} bytes, server side ${b.length})`
    + `\nclient side ${around(a)}\nserver side ${around(b)}`;
}
