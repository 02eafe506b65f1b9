// Runs cases one after another, prints a line for each, and counts.
const CASE_SECONDS = 120; // patience with a busy machine, not a promise
const totals = { passed: 0, failed: 0 };
let prefix = "";

/** Cases of one subject; an error outside of a case counts as one failed case. */
export async function suite(name, body) {
  prefix = name;
  try {
    await body();
  } catch (error) {
    failed("(suite)", error);
  }
}

export async function test(title, body, seconds = CASE_SECONDS) {
  if (!title.includes(process.env.E2E_CASE ?? "")) {
    return;
  }
  const started = process.hrtime.bigint();
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end after ${seconds} s`)), seconds * 1000);
  });
  try {
    await Promise.race([body(), late]);
    totals.passed++;
    const millis = Number((process.hrtime.bigint() - started) / 1_000_000n);
    console.log(`ok    ${prefix}: ${title} (${millis} ms)`);
  } catch (error) {
    failed(title, error);
  } finally {
    clearTimeout(timer);
  }
}

function failed(title, error) {
  totals.failed++;
  const text = error instanceof Error ? (error.message || error.stack) : String(error);
  console.log(`FAIL  ${prefix}: ${title}\n        ${text.split("\n").slice(0, 12).join("\n        ")}`);
}

/** Prints the last line and says whether all is well. */
export function summary() {
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  return totals.failed === 0 && totals.passed > 0;
}
