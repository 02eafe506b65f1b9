import { LABEL } from "./gate.mjs";
import { summary } from "./runner.mjs";

console.log(`gate: ${LABEL}`);
const suites = process.argv.slice(2);
for (const name of suites.length > 0 ? suites : ["everything", "filesystem", "memory"]) {
  await import(`./${name}.mjs`);
}
process.exitCode = summary() ? 0 : 1;
