// A server without an SDK, for what the SDK's own types forbid: batches, probes, bursts, dying.
//
//   --marker=X        does nothing: it makes the process findable
//   --on-eof=stay     ignores the end of its input; --on-eof=N exits with status N (default 0)
//   --on-term=stay    ignores SIGTERM; --on-term=N exits with status N (default: dies of it)
//   --name=X          what it calls itself
//   --grandchild      starts a child of its own that ignores SIGTERM and EOF
import { spawn } from "node:child_process";
import { closeSync } from "node:fs";

const option = (name) => process.argv.find((word) => word.startsWith(`--${name}=`))?.split("=")[1];
const onEof = option("on-eof") ?? "0";
const onTerm = option("on-term");
if (onTerm !== undefined) {
  process.on("SIGTERM", () => onTerm === "stay" || process.exit(Number(onTerm)));
}
if (process.argv.includes("--grandchild")) {
  const stay = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
  spawn(process.execPath, ["-e", stay, "--", `--marker=${option("marker")}`], { stdio: ["ignore", "ignore", "inherit"] });
}

const send = (...messages) => process.stdout.write(messages.map((message) => JSON.stringify(message) + "\n").join(""));
const result = (id, value) => ({ jsonrpc: "2.0", id, result: value });
const text = (words) => ({ content: [{ type: "text", text: words }] });
const info = { name: option("name") ?? "raw", version: "1" };
let called = 0;
let asking = null;

/** The answer to one message, or null where there is none now. */
function answer(message) {
  const { id, method, params = {} } = message;
  if (method === undefined) {
    if (asking !== null && id === "ask-1") {
      send(result(asking, text(JSON.stringify(message.result ?? message.error))));
      asking = null;
    }
    return null;
  }
  if (id === undefined) {
    return null;
  }
  switch (method) {
    case "server/discover":
      return result(id, { resultType: "complete", supportedVersions: ["2026-07-28"], capabilities: { tools: {} }, _meta: { "io.modelcontextprotocol/serverInfo": info } });
    case "initialize":
      return result(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: info });
    case "tools/call":
      return call(id, params.name, params.arguments ?? {}, params._meta);
    default:
      return result(id, { method, params });
  }
}

function call(id, name, args, meta) {
  called++;
  switch (name) {
    case "hang":
      return null;
    case "late":
      setTimeout(() => send(result(id, text("late"))), args.millis);
      return null;
    case "exit":
      process.exit(args.status);
    case "kill":
      process.kill(process.pid, args.signal);
      return null;
    case "ask":
      asking = id;
      send({ jsonrpc: "2.0", id: "ask-1", method: args.method, params: { question: "où?" } });
      return null;
    case "burst": {
      // One write(2) with many messages in it.
      const steps = Array.from({ length: args.steps }, (_, n) => ({ jsonrpc: "2.0", method: "notifications/progress", params: { progressToken: meta.progressToken, progress: n + 1 } }));
      send(...steps, result(id, text("burst")));
      return null;
    }
    case "flood":
      // So many numbered notifications of about 1 KB. Pipes are written to at once, so it waits for its reader.
      for (let n = 1; n <= args.count; n++) {
        send({ jsonrpc: "2.0", method: "notifications/message", params: { level: "info", data: { n, filler: "leaf ".repeat(190) } } });
      }
      return result(id, text("flooded"));
    case "flood-stderr":
      for (let n = 0; n < args.kilobytes; n++) {
        process.stderr.write("e".repeat(1023) + "\n");
      }
      return result(id, text("said on stderr"));
    case "flood-noise":
      for (let n = 0; n < args.count; n++) {
        process.stdout.write(`line ${n} of a very chatty server \u2713\n`);
      }
      return result(id, text("after the noise"));
    case "endless-line":
      for (let n = 0; n < args.megabytes; n++) {
        process.stdout.write("x".repeat(1 << 20));
      }
      process.stdout.write("\n");
      return result(id, text("after the line"));
    case "close-stdout":
      closeSync(1);
      setInterval(() => {}, 1000);
      return null;
    case "freeze":
      for (;;);
    case "noise":
      process.stdout.write("Listening on stdio…\n\n> npm start\n");
      return result(id, text("after the noise"));
    case "crlf":
      process.stdout.write(JSON.stringify(result(id, text("with CRLF"))) + "\r\n");
      return null;
    case "spaced":
      process.stdout.write(` { "result" : {"content":[ {"type":"text","text":"\\u0061\\/\\ud83e\\udd80","n":[1.0,1e400,-0,123456789012345678901234567890]} ]} ,\t"id": ${JSON.stringify(id)}, "jsonrpc":"2.0" } \n`);
      return null;
    case "calls":
      return result(id, text(String(called)));
    default:
      return result(id, text(JSON.stringify(args)));
  }
}

function take(line) {
  if (line === "") {
    return;
  }
  const received = JSON.parse(line);
  const answers = [received].flat().map(answer).filter((reply) => reply !== null);
  if (Array.isArray(received)) {
    if (answers.length > 0) {
      process.stdout.write(JSON.stringify(answers) + "\n");
    }
  } else if (answers.length > 0) {
    send(...answers);
  }
}

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  lines.forEach(take);
});
process.stdin.on("end", () => {
  take(rest);
  if (onEof === "stay") {
    setInterval(() => {}, 1000);
  } else {
    setImmediate(() => process.exit(Number(onEof)));
  }
});
