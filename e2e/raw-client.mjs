// A client that writes what it is told, byte for byte, and keeps what it reads.
import { spawn } from "node:child_process";
import { Inbox } from "./inbox.mjs";

export class RawClient {
  #inbox = new Inbox();
  #ids = 0;
  output = Buffer.alloc(0);
  errors = "";

  constructor(command, { env = process.env, stderr = "pipe" } = {}) {
    this.process = spawn(command[0], command.slice(1), { env, stdio: ["pipe", "pipe", stderr] });
    this.process.stdin.on("error", () => {});
    this.process.stderr?.on("data", (chunk) => (this.errors += chunk));
    this.process.stdout.on("data", (chunk) => this.#read(chunk));
    this.ended = new Promise((resolve, reject) => {
      this.process.on("error", reject);
      this.process.on("close", (code, signal) => resolve({ code, signal }));
    });
    this.ended.catch(() => {});
  }

  #read(chunk) {
    const before = this.output.lastIndexOf(10) + 1;
    this.output = Buffer.concat([this.output, chunk]);
    const after = this.output.lastIndexOf(10) + 1;
    for (const line of this.output.subarray(before, after).toString("utf8").split("\n")) {
      if (line.trim() !== "") {
        this.#inbox.put(parsed(line));
      }
    }
  }

  write(text) {
    this.process.stdin.write(text);
  }

  send(message) {
    this.write(JSON.stringify(message) + "\n");
  }

  /** Sends a request and waits for the message with its id. */
  async request(method, params, id = ++this.#ids) {
    this.send({ jsonrpc: "2.0", id, method, ...(params && { params }) });
    return this.answer(id);
  }

  call(name, args = {}, id = ++this.#ids) {
    return this.request("tools/call", { name, arguments: args }, id);
  }

  answer(id) {
    return this.take((message) => message.id === id && message.method === undefined);
  }

  take(wanted) {
    return this.#inbox.take(wanted);
  }

  async initialize(protocolVersion = "2025-11-25") {
    const answer = await this.request("initialize", {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: "mcpgate-e2e", version: "1.0.0" },
    });
    this.send({ jsonrpc: "2.0", method: "notifications/initialized" });
    return answer;
  }

  /** Closes the input and waits for the end; how long that took is in `millis`. */
  async close() {
    return this.timed(() => this.process.stdin.end());
  }

  async signal(name) {
    return this.timed(() => this.process.kill(name));
  }

  async timed(action) {
    const started = Date.now();
    action();
    return { ...(await this.ended), millis: Date.now() - started };
  }
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return { unreadable: line };
  }
}
