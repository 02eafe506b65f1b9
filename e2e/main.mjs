import { LABEL } from "./gate.mjs";
import { summary } from "./runner.mjs";

console.log(`gate: ${LABEL}`);
const SUITES = ["everything", "filesystem", "memory", "peers", "refusals", "lifecycle", "strain", "evidence", "start"];
const asked = process.argv.slice(2);
for (const name of asked.length > 0 ? asked : SUITES) {
  await import(`./${name}.mjs`);
}
process.exit(summary() ? 0 : 1);
