// Which gate is under test, and how it is put in front of a server.
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = dirname(HERE);

/** The launcher: $MCPGATE, or the newest image that the packaging has left under target/. */
function launcher() {
  if (process.env.MCPGATE) {
    return resolve(process.env.MCPGATE);
  }
  const target = join(ROOT, "target");
  const images = existsSync(target) ? readdirSync(target) : [];
  const found = images
    .filter((name) => name === "image" || name.startsWith("mcpgate-"))
    .map((name) => join(target, name, "bin", "mcpgate"))
    .filter((path) => existsSync(path))
    .sort((one, other) => statSync(other).mtimeMs - statSync(one).mtimeMs);
  if (found.length === 0) {
    console.error("e2e: no image under target/ and no MCPGATE; run `make image` first, or set MCPGATE to a bin/mcpgate");
    process.exit(2);
  }
  return found[0];
}

/** "mcpgate" unless E2E_GATE asks for a control run: "direct", or "command …", a plain copy pump. */
const asked = process.env.E2E_GATE ?? "mcpgate";
export const IS_MCPGATE = asked === "mcpgate";
export const MCPGATE = IS_MCPGATE ? launcher() : null;
export const LABEL = IS_MCPGATE ? MCPGATE : asked;

/** The words to put before a server's command. */
export const PREFIX = IS_MCPGATE ? [MCPGATE, "run", "--"] : asked === "direct" ? [] : asked.split(" ");

const MODULES = join(HERE, "node_modules", "@modelcontextprotocol");

/** The command of one of the pinned reference servers. */
export function server(name, ...args) {
  return [process.execPath, join(MODULES, `server-${name}`, "dist", "index.js"), ...args];
}

/** The command of one of our own small servers. */
export function peer(name, ...args) {
  return [process.execPath, join(HERE, `${name}.mjs`), ...args];
}
