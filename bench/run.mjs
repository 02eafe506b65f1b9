// Runs the load tools' measures, then prints one table: figure, goal, measured, × direct, × pump.
//   node run.mjs FOLDER-OF-THE-BUILT-TOOLS [--quick] [--write]
// The goals are those of PLATFORM.md. Ratios are medians over rounds of the ratio within a round.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const [tools, ...flags] = process.argv.slice(2);
const isQuick = flags.includes('--quick');
const root = path.dirname(path.dirname(new URL(import.meta.url).pathname));
const out = path.join(tools, 'out');
const started = Date.now();
const TARGETS = ['direct', 'pump', 'c-spool', 'mcpgate'];
const SIZES = { 200: '200 B', 1000: '1 KB', 16384: '16 KB', 262144: '256 KB' };

function load(measures, rounds, only = TARGETS) {
  const args = [path.join(tools, 'bench.mjs'), '--measures', measures, '--out', out, '--rounds', `${rounds}`];
  if (isQuick) args.push('--quick');
  const run = spawnSync('node', [...args, '--only', only.join(',')], { stdio: ['ignore', 'ignore', 'pipe'] });
  for (const line of run.stderr.toString().split('\n')) {
    const said = line.replace(/.*\r/, ''); // what stands before is progress
    if (said.startsWith('  ')) console.error(said.trim());
  }
  if (run.status !== 0) throw new Error(`bench.mjs failed: ${run.stderr.toString().slice(-500)}`);
}

// ---- ten gates at once ----

/** PSS in kB of a process and all below it, but for the servers. */
function pss(pid) {
  let sum = 0;
  try {
    if (fs.readlinkSync(`/proc/${pid}/exe`) !== path.join(tools, 'fakeserver')) {
      sum += +fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1];
    }
    for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
      const children = fs.readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
      for (const child of children.split(' ').filter(Boolean)) sum += pss(+child);
    }
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
  }
  return sum;
}

const HELLO = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1' } },
};

async function tenAtOnce(prefix, folder) {
  fs.mkdirSync(folder, { recursive: true });
  const env = { ...process.env, HOME: folder, MCPGATE_DB_PATH: path.join(folder, 'audit.db') };
  const command = [...prefix, path.join(tools, 'fakeserver')];
  const all = Array.from({ length: 10 }, () =>
    spawn(command[0], command.slice(1), { env, cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] }));
  await Promise.all(all.map(child => new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`one of ten ended with ${code}`)));
    child.stdout.once('data', resolve);
    child.stdin.write(JSON.stringify(HELLO) + '\n');
  })));
  await new Promise(resolve => setTimeout(resolve, 2000));
  const sum = all.reduce((total, child) => total + pss(child.pid), 0);
  const ended = all.map(child => new Promise(resolve => child.removeAllListeners('exit').once('exit', resolve)));
  all.forEach(child => child.stdin.end());
  await Promise.all(ended);
  return sum / 1024;
}

// ---- figures ----

const median = values => {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length ? sorted[sorted.length >> 1] : NaN;
};
let results;
const values = (target, key) => results.t[target]?.v[key] ?? [];
const of = (target, key) => median(values(target, key).map(Number));
const ratio = (key, base, inverse) => {
  const gate = values('mcpgate', key);
  const other = values(base, key);
  return median(gate.map((value, i) => (inverse ? other[i] / value : value / other[i])));
};
const show = value =>
  !Number.isFinite(value) ? '–' : value >= 1000 ? `${Math.round(value)}` : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

/** A row: what, goal (must, reach), how to read the figure, unit, and what is held against the goal. */
function row(what, must, reach, measured, direct, pump, held, isMoreBetter = false) {
  const meets = goal => (isMoreBetter ? held >= goal : held <= goal);
  const verdict = must === null ? '' : meets(reach) ? 'reached' : meets(must) ? 'must met' : Number.isFinite(held) ? 'MISSED' : '–';
  return { what, must, reach, measured, direct, pump, verdict };
}

function rows(ten) {
  const cold = of('mcpgate', 'cold');
  const list = [
    row('start: spawn to first initialize reply, ms', 60, 40, show(cold), ratio('cold', 'direct'), ratio('cold', 'pump'), cold),
    row('first tools/call, µs', null, null, show(of('mcpgate', 'early1')), ratio('early1', 'direct'), ratio('early1', 'pump')),
    row('p50 of the first 100 calls, µs', null, null, show(of('mcpgate', 'early100.p50')), ratio('early100.p50', 'direct'), ratio('early100.p50', 'pump')),
  ];
  const goals = { 200: [1.6, 1.25], 1000: [1.6, 1.25], 16384: [3, 2], 262144: [6, 3] };
  for (const [size, name] of Object.entries(SIZES)) {
    const p50 = `lat${size}.p50`;
    const p99 = `lat${size}.p99`;
    const held = ratio(p50, 'pump');
    list.push(row(`round trip ${name}, p50 µs (goal: × pump)`, ...goals[size], show(of('mcpgate', p50)), ratio(p50, 'direct'), held, held));
    list.push(row(`round trip ${name}, p99 µs`, null, null, show(of('mcpgate', p99)), ratio(p99, 'direct'), ratio(p99, 'pump')));
  }
  const pinned = ratio('pin.lat1000.p50', 'pump');
  list.push(row('round trip 1 KB on one core, p50 µs (goal: × pump)', 1.6, 1.25, show(of('mcpgate', 'pin.lat1000.p50')), ratio('pin.lat1000.p50', 'direct'), pinned, pinned));
  const calls = of('mcpgate', 'thr64.calls_s');
  list.push(row('calls a second, window 64, 1 KB (ratio: other / gate)', 20000, 60000, show(calls), ratio('thr64.calls_s', 'direct', true), ratio('thr64.calls_s', 'pump', true), calls, true));
  list.push(row('calls a second on one core (ratio: other / gate)', null, null, show(of('mcpgate', 'pin.thr64.calls_s')), ratio('pin.thr64.calls_s', 'direct', true), ratio('pin.thr64.calls_s', 'pump', true)));
  const big = ratio('big64.best_ms', 'pump');
  list.push(row('64 MB result, ms (goal: × pump)', 5, 2, show(of('mcpgate', 'big64.best_ms')), ratio('big64.best_ms', 'direct'), big, big));
  const mb = key => of('mcpgate', key) / 1024 || NaN; // 0 where there was no process to look at
  list.push(row('64 MB result: peak RSS, MB', 250, 150, show(mb('big64.hwm_kb')), NaN, ratio('big64.hwm_kb', 'pump'), mb('big64.hwm_kb')));
  list.push(row('64 MB result: PSS 0.5 s after, MB', null, null, show(mb('big64.pss_after_kb')), NaN, ratio('big64.pss_after_kb', 'pump')));
  list.push(row('PSS idle, one gate, MB', 40, 25, show(mb('mem.pss_idle_kb')), NaN, ratio('mem.pss_idle_kb', 'pump'), mb('mem.pss_idle_kb')));
  list.push(row(`PSS after ${show(2 * of('mcpgate', 'mem.calls'))} messages, MB`, null, null, show(mb('mem.pss_after_kb')), NaN, ratio('mem.pss_after_kb', 'pump')));
  list.push(row('peak RSS over those messages, MB', null, null, show(mb('mem.hwm_kb')), NaN, ratio('mem.hwm_kb', 'pump')));
  list.push(row('idle CPU, ms a second', null, null, show(of('mcpgate', 'mem.idle_cpu_ms_per_s')), NaN, NaN));
  list.push(row('ten gates at once, PSS in all, MB', 300, 150, show(ten.gate), NaN, ten.gate / ten.pump, ten.gate));
  return list;
}

function report(ten) {
  results = JSON.parse(fs.readFileSync(path.join(out, 'results.json'), 'utf8'));
  const steal = results.meta.noise.map(one => one.steal);
  const load = results.meta.noise.map(one => one.load);
  const head = '| figure | must | reach for | measured | × direct | × pump | |\n|---|---:|---:|---:|---:|---:|---|\n';
  const body = rows(ten)
    .map(r => `| ${r.what} | ${r.must ?? ''} | ${r.reach ?? ''} | ${r.measured} | ${show(r.direct)} | ${show(r.pump)} | ${r.verdict} |`)
    .join('\n');
  const floor = Object.keys(SIZES).map(size => `${SIZES[size]} ${show(of('direct', `lat${size}.p50`))} / ${show(of('pump', `lat${size}.p50`))} / ${show(of('c-spool', `lat${size}.p50`))}`);
  return (
    `# Benchmark\n\n${results.meta.machine}. ${isQuick ? 'Quick run. ' : ''}Steal median ${show(median(steal))} %, load median ${show(median(load))};` +
    ` ${Math.round((Date.now() - started) / 1000)} s. Made by \`bench/run.sh\`.\n\n${head}${body}\n\n` +
    `p50 in µs of direct / pump / C gate that records: ${floor.join(', ')}.` +
    ` C gate that records: start ${show(of('c-spool', 'cold'))} ms, ${show(of('c-spool', 'thr64.calls_s'))} calls a second,` +
    ` 64 MB in ${show(of('c-spool', 'big64.best_ms'))} ms. Neighbours share the cores: read the ratios.\n`
  );
}

const rounds = isQuick ? 2 : 5;
load('cold', isQuick ? 1 : 4);
load('lat', rounds);
load('pin,thr', rounds);
load('big,mem', isQuick ? 1 : 2);
const folder = path.join(out, 'ten');
const ten = {
  pump: await tenAtOnce([path.join(tools, 'pump')], folder),
  gate: await tenAtOnce([process.env.MCPGATE, 'run', '--'], folder),
};
const text = report(ten);
console.log(text);
if (flags.includes('--write')) {
  const file = path.join(root, 'docs', 'bench', 'latest.md');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
  console.log(`written to ${path.relative(process.cwd(), file)}`);
}
const missed = rows(ten).filter(one => one.verdict === 'MISSED').length;
const met = rows(ten).filter(one => ['reached', 'must met'].includes(one.verdict)).length;
console.log(`bench: ${met} goals met, ${missed} missed`);
