#!/usr/bin/env node
// Records what passes between two processes, byte for byte, and changes nothing.
//
//   tee.mjs DIRECTORY NAME COMMAND…
//
// COMMAND runs as the child; what its client sends is kept in DIRECTORY/NAME.up, what it answers in
// NAME.down, the sizes of the chunks that arrived from it in NAME.down.chunks, and how it ended in
// NAME.exit. EOF, signals and the exit status are passed on.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

const [directory, name, command, ...args] = process.argv.slice(2);
const file = (ending) => join(directory, `${name}.${ending}`);
const record = { up: openSync(file("up"), "w"), down: openSync(file("down"), "w") };
const chunks = openSync(file("down.chunks"), "w");

/** Writes every byte: one write(2) may take fewer than it was given. */
function writeFully(descriptor, chunk) {
  for (let done = 0; done < chunk.length; ) {
    done += writeSync(descriptor, chunk, done);
  }
}

/** Copies chunk by chunk, recording each before it is passed on; then passes on the end. */
async function pump(from, to, descriptor, seen) {
  try {
    for await (const chunk of from) {
      writeFully(descriptor, chunk);
      seen?.(chunk);
      if (!to.write(chunk)) {
        await Promise.race([once(to, "drain"), once(to, "close")]);
      }
    }
  } catch {
    // The other side is gone; its exit status says the rest.
  }
  if (to !== process.stdout) {
    to.end();
  }
}

const child = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
child.on("error", (error) => {
  process.stderr.write(`tee: ${command}: ${error.message}\n`);
  writeFileSync(file("exit"), JSON.stringify({ code: 127, signal: null }));
  process.exit(127);
});
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.stdin.on("error", () => {});
process.stdout.on("error", () => {});
pump(process.stdin, child.stdin, record.up);
const drained = pump(child.stdout, process.stdout, record.down, (chunk) => writeSync(chunks, `${chunk.length}\n`));

child.on("exit", async (code, signal) => {
  // A grandchild that kept the pipe must not keep the recorder.
  await Promise.race([drained, new Promise((resolve) => setTimeout(resolve, 1000))]);
  writeFileSync(file("exit"), JSON.stringify({ code, signal }));
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    setTimeout(() => process.exit(255), 200);
  } else {
    process.exit(code);
  }
});
