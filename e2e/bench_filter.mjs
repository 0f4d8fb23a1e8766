// How long a filter takes over a large organisation: from the change of the address to the redrawn Overview, for 50 different
// filters. `cargo xtask bench --only filter` calls it: bench_filter.mjs FOLDER
// COUNT, a data set with its index.json, and the WebAssembly of `crates/columns/count`.
//
// The floor is one grouped count as anybody would write it: a worker with plain typed arrays, made from the same records,
// that runs once over all findings and counts the open ones of the selected changes by team and severity. Beside it runs
// the same count by the loops of `crates/columns/`, compiled as they are in the site. Both run in the same worker over the same
// filters, in turns, and must come to the same numbers.

import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, ready, serve } from './harness.mjs';

const count = 50;
const loadMinutes = 15;
const [folder, counting] = process.argv.slice(2);
const index = JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8'));
const now = Date.parse(index.generatedAt);

const authorships = ['human', 'ai-assisted', 'ai-generated', 'unknown'];
const severities = ['critical', 'high', 'medium', 'low', 'info'];
const columns = await columnsOf(folder);
const filters = filtersOf(columns);

const floorPage = '<!doctype html><title>floor</title><script type="module" src="floor.js"></script>';
const floorScript = `
  const worker = new Worker('floor_worker.js');
  window.floor = (message) => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(message);
  });
`;
const floorWorker = `
  let c;
  let wasm;
  self.onmessage = async ({ data: asked }) => {
    if (asked.sizes) {
      const bytes = await (await fetch('floor_columns.bin')).arrayBuffer();
      const { changes, findings } = asked.sizes;
      let at = 0;
      const next = (Type, length) => {
        const column = new Type(bytes, at, length);
        at += Math.ceil(length * Type.BYTES_PER_ELEMENT / 8) * 8;
        return column;
      };
      c = {
        date: next(Float64Array, changes), team: next(Uint8Array, changes), environment: next(Uint8Array, changes),
        authorship: next(Uint8Array, changes), change: next(Uint32Array, findings), severity: next(Uint8Array, findings),
        open: next(Uint8Array, findings),
      };
      wasm = (await WebAssembly.instantiateStreaming(fetch('floor_count.wasm'))).instance.exports;
      // findings stand in the order of their changes
      for (let row = 0, i = 0; row < changes; row += 1) {
        for (; i < findings && c.change[i] === row; i += 1) wasm.add_finding(c.severity[i], c.open[i]);
        wasm.add_change(c.date[row], c.team[row], c.environment[row], c.authorship[row]);
      }
      return postMessage(0);
    }
    const { since, until, team, environment, authorship, teams } = asked;
    const began = performance.now();
    const counts = new Uint32Array(teams * 5);
    for (let i = 0; i < c.change.length; i += 1) {
      const row = c.change[i];
      if (c.open[i] === 1 && c.date[row] >= since && c.date[row] <= until && (team < 0 || c.team[row] === team)
        && (environment < 0 || c.environment[row] === environment) && (authorship < 0 || c.authorship[row] === authorship)) {
        counts[c.team[row] * 5 + c.severity[i]] += 1;
      }
    }
    const plain = performance.now() - began;
    const again = performance.now();
    const total = wasm.count(Number.isFinite(since) ? since : -8.64e15, Number.isFinite(until) ? until : 8.64e15, team, environment, authorship, teams);
    const ours = performance.now() - again;
    const plainTotal = counts.reduce((sum, n) => sum + n, 0);
    if (total !== plainTotal) throw new Error('the two counts differ: ' + total + ' and ' + plainTotal);
    postMessage({ plain, ours });
  };
`;

const overlay = { 'floor.html': floorPage, 'floor.js': floorScript, 'floor_worker.js': floorWorker, 'floor_columns.bin': columns.bytes, 'floor_count.wasm': await readFile(counting) };
const site = await serve(undefined, overlay, { 'data/': path.resolve(folder) });
const browser = await launchBrowser();
try {
  const n = (number) => number.toLocaleString('en').replaceAll(',', ' ');
  console.log(`Chromium ${browser.version()}, ${n(columns.changes)} changes with ${n(columns.findings)} findings, ${count} filters:`);
  const page = await opened();
  const inSight = [];
  const drawn = [];
  const answered = [];
  const floor = [];
  const ours = [];
  const plain = await openedFloor();
  for (const filter of filters) {
    const times = await countInFloor(plain, filter);
    floor.push(times.plain);
    ours.push(times.ours);
  }
  // the first filter of all compiles what the browser has not compiled yet
  await timeFilter(page, '#/overview?period=7d');
  for (const filter of filters) {
    const times = await timeFilter(page, filter.fragment);
    inSight.push(times.inSight);
    answered.push(times.answered);
    drawn.push(times.drawn);
  }
  told('from the change of the address until the top of the Overview is redrawn, all that is in sight', inSight);
  told('until all of the Overview is redrawn', drawn);
  told('of that, until the worker had computed and sent all of it', answered);
  told('one grouped count of all findings by our columns alone', ours);
  told('the same by a plain typed-array loop in JavaScript', floor);
} finally {
  await browser.close();
  await site.close();
}

function told(what, times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)].toFixed(1);
  console.log(`  ${what}: ${at(0.5)} ms at the median, ${at(0.95)} ms at the 95th percentile, ${at(1)} ms at most`);
}

/** The page with all of the data read, and how long that took and what it holds. */
async function opened() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.setDefaultTimeout(loadMinutes * 60_000);
  await page.addInitScript(() => {
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', () => { window.answered = performance.now(); });
      }
    };
  });
  const began = performance.now();
  await page.goto(`${site.url}#/overview`, { waitUntil: 'load' });
  await ready(page);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  read and on the screen after ${seconds} s, served from the same machine; the page's process holds ${await memory()}`);
  const figures = await page.locator('main').innerText();
  if (!figures.includes(columns.changes.toLocaleString('en'))) throw new Error(`the page does not speak of all changes: ${figures.slice(0, 300)}`);
  return page;
}

/**
 * Milliseconds from the change of the address until the frame with the top of the page is done, which is all that a reader sees;
 * until the worker's whole answer is there; and until the frame with that is done, while charts out of sight are painted right
 * after. The next filter waits until nothing is left to do.
 */
async function timeFilter(page, fragment) {
  await page.evaluate(() => new Promise((resolve) => { requestIdleCallback(() => requestIdleCallback(resolve)); }));
  return page.evaluate((to) => new Promise((resolve) => {
    const main = document.getElementById('main');
    // What was changed is drawn in the next frame; a task behind that frame runs when it is done.
    const whenPainted = (then) => requestAnimationFrame(() => {
      const turn = new MessageChannel();
      turn.port1.onmessage = () => then(performance.now() - began);
      turn.port2.postMessage(0);
    });
    // The line above the headline names the filter: with it the top of the page is a new one.
    const eyebrow = () => main.querySelector('.page-head .eyebrow')?.textContent;
    const before = eyebrow();
    let inSight;
    const top = new MutationObserver(() => {
      if (eyebrow() === before) return;
      top.disconnect();
      whenPainted((ms) => { inSight = ms; });
    });
    const whole = new MutationObserver(() => {
      if (main.getAttribute('aria-busy') !== 'false') return;
      whole.disconnect();
      whenPainted((ms) => resolve({ answered: window.answered - began, inSight: inSight ?? ms, drawn: ms }));
    });
    top.observe(main, { childList: true, characterData: true, subtree: true });
    whole.observe(main, { attributes: true, attributeFilter: ['aria-busy'] });
    const began = performance.now();
    location.hash = to;
  }), fragment);
}

/** A page with the plain loop and its columns. */
async function openedFloor() {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${site.url}floor.html`, { waitUntil: 'load' });
  await page.waitForFunction(() => window.floor);
  await page.evaluate((sizes) => window.floor({ sizes }), { changes: columns.changes, findings: columns.findings });
  // the first runs are those in which the browser compiles the loop
  for (const warming of filters.slice(0, 10)) await countInFloor(page, warming);
  return page;
}

function countInFloor(page, filter) {
  return page.evaluate((asked) => window.floor(asked), { ...filter, teams: columns.teams.length });
}

/** The memory of the page's process in MB, where this system says. */
async function memory() {
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => (
      Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0)
    )));
    return `${(Math.max(...sizes) / 1024).toFixed(0)} MB`;
  } catch {
    return 'a number of MB that this system does not tell';
  }
}

/** Different filters of every kind, from everything down to a month of one team. */
function filtersOf({ teams, environments }) {
  const day = 86_400_000;
  const since = (days) => ({ text: `period=${days}d`, since: now - days * day, until: now });
  const dated = (from, to) => ({ text: `period=${from}..${to}`, since: Date.parse(from), until: Date.parse(to) + day - 1 });
  const year = new Date(now).getUTCFullYear();
  const all = { text: '', since: -Infinity, until: Infinity };
  const periods = [all, since(90), dated(`${year}-01-01`, `${year}-06-30`), since(30), since(180)];
  const made = new Map();
  for (let i = 0; made.size < count; i += 1) {
    const period = periods[i % periods.length];
    const team = i % 7 === 3 ? (i * 11) % teams.length : -1;
    const environment = i % 3 === 1 ? i % environments.length : -1;
    const authorship = [-1, 0, -1, 2, 1][Math.floor(i / 5) % 5];
    const parts = [period.text];
    if (team >= 0) parts.push(`team=${encodeURIComponent(teams[team])}`);
    if (environment >= 0) parts.push(`environment=${encodeURIComponent(environments[environment])}`);
    if (authorship >= 0) parts.push(`authorship=${authorships[authorship]}`);
    const query = parts.filter(Boolean).join('&');
    const fragment = query ? `#/overview?${query}` : '#/overview?period=365d';
    made.set(fragment, { fragment, since: period.since, until: period.until, team, environment, authorship });
  }
  return [...made.values()];
}

/** The columns that a plain loop counts over, from the gate reports of a data set. */
async function columnsOf(folder) {
  const reports = path.join(folder, 'reports');
  const changes = new Map();
  for (const name of (await readdir(reports)).sort()) {
    for (const line of (await readFile(path.join(reports, name), 'utf8')).split('\n')) {
      if (!line.includes('plumbline.gate-report/1')) continue;
      const report = JSON.parse(line);
      const known = changes.get(report.change.id) ?? { gates: new Map() };
      const { team, environment, authorship, mergedAt, deployedAt, openedAt } = report.change;
      for (const [key, value] of Object.entries({ team, environment, authorship, mergedAt, deployedAt, openedAt })) if (value) known[key] = value;
      known.recordedAt = [known.recordedAt, report.recordedAt].filter(Boolean).sort()[0];
      const before = known.gates.get(report.gate);
      if (!before || before.at <= report.recordedAt) {
        const findings = (report.findings ?? []).map((f) => [severities.indexOf(f.severity ?? 'medium'), Number((f.status ?? 'open') === 'open')]);
        known.gates.set(report.gate, { at: report.recordedAt, findings });
      }
      changes.set(report.change.id, known);
    }
  }
  const names = (of) => [...new Set([...changes.values()].map(of).filter(Boolean))].sort();
  const teams = names((c) => c.team);
  const environments = names((c) => c.environment);
  const rows = [...changes.values()];
  const date = Float64Array.from(rows, (c) => Date.parse(c.mergedAt ?? c.deployedAt ?? c.openedAt ?? c.recordedAt));
  const team = Uint8Array.from(rows, (c) => teams.indexOf(c.team));
  const environment = Uint8Array.from(rows, (c) => environments.indexOf(c.environment));
  const authorship = Uint8Array.from(rows, (c) => authorships.indexOf(c.authorship ?? 'unknown'));
  const found = rows.flatMap((c, row) => [...c.gates.values()].flatMap(({ findings }) => findings.map(([severity, open]) => [row, severity, open])));
  const change = Uint32Array.from(found, ([row]) => row);
  const severity = Uint8Array.from(found, ([, code]) => code);
  const open = Uint8Array.from(found, ([, , is]) => is);
  const parts = [date, team, environment, authorship, change, severity, open].flatMap((column) => {
    const bytes = Buffer.from(column.buffer);
    return [bytes, Buffer.alloc(Math.ceil(bytes.length / 8) * 8 - bytes.length)];
  });
  return { bytes: Buffer.concat(parts), changes: rows.length, findings: found.length, teams, environments };
}
