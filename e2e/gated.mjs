// A raw client with a gate and a server of ours behind it, whose processes can be found.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { peer, PREFIX } from "./gate.mjs";
import { eventually } from "./inbox.mjs";
import { RawClient } from "./raw-client.mjs";
import { test } from "./runner.mjs";
import { scratch } from "./session.mjs";

export const home = scratch();
export const env = { ...process.env, HOME: home, MCPGATE_DB_PATH: join(home, "audit.db"), JAVA_TOOL_OPTIONS: "-Dharmless=1" };

export class Gated extends RawClient {
  constructor(options = [], stderr = "pipe") {
    const marker = `e2e-${randomUUID()}`;
    super([...PREFIX, ...peer("raw-server", `--marker=${marker}`, ...options)], { env, stderr });
    this.marker = marker;
  }

  /** Kills what is left, after a case that failed. */
  sweep() {
    for (const line of this.processes()) {
      try {
        process.kill(Number.parseInt(line, 10), "SIGKILL");
      } catch (error) {
        assert.equal(error.code, "ESRCH", "it has ended meanwhile");
      }
    }
  }

  /** Reads no more of what the gate says. */
  stopReading() {
    this.process.stdout.pause();
    this.process.stdout.removeAllListeners("data");
  }

  /** Waits until the server has written so much and can write no more, for nobody reads. About 250 KB fit in between. */
  async serverIsBlocked() {
    const line = this.processes().find((one) => / node |\/node /.test(one) && !one.includes("mcpgate"));
    const written = () => Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${Number.parseInt(line, 10)}/io`, "utf8"))[1]);
    await eventually(async () => {
      const before = written();
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return before > 100_000 && written() === before;
    });
  }

  processes() {
    const all = execFileSync("ps", ["-axww", "-o", "pid=,stat=,args="], { encoding: "utf8", maxBuffer: 1 << 24 });
    return all.split("\n").filter((line) => line.includes(this.marker) && !/^\s*\d+\s+Z/.test(line));
  }

  /** Asserts how it ended, soon enough, and that no process of it is left. */
  async endsWith(end, status) {
    const { code, signal, millis } = await end;
    const statuses = [status].flat();
    assert.ok(signal === null && statuses.includes(code), `ended with ${signal ?? code}, not ${statuses.join(" or ")}; stderr: ${this.errors}`);
    await eventually(() => this.processes().length === 0).catch(() => assert.fail(`orphans: ${this.processes()}`));
    inTime(millis);
  }
}

/** The gate is out within this time after EOF or a signal: SDK clients kill after 2,000 ms. */
export const OUT_MILLIS = 1800;
const ATTEMPTS = 5;

/** Right in all but its time, which a busy machine may have taken. */
class Late extends Error {}

export function inTime(millis, most = OUT_MILLIS) {
  if (millis > most) {
    throw new Late(`took ${millis} ms, not ${most}`);
  }
}

/**
 * A case about one gate in front of a server with these options; nothing of it is left behind. One that
 * is only late is tried again, after a pause: what the gate makes late is late each time.
 */
export async function gateTest(title, options, body, stderr) {
  await test(title, async () => {
    for (let attempt = 1; ; attempt++) {
      const gate = new Gated(options, stderr);
      try {
        await gate.initialize();
        return await body(gate);
      } catch (error) {
        if (!(error instanceof Late) || attempt === ATTEMPTS) {
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, attempt * 4_000)); // whatever else runs may end
      } finally {
        gate.sweep();
      }
    }
  }, 240);
}

