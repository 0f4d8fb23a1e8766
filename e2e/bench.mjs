// The page's figures: how soon it is usable, how long a large file takes from being given to numbers on the screen, and
// how long its own thread was blocked meanwhile, and what its process then holds. `cargo xtask bench` calls it: bench.mjs SARIF RESULTS…
//
// The floor is the least that any page can do with such a file: a plain worker that reads it, does JSON.parse and one
// counting loop. Both run in the same browser, in turns; the middle of all rounds counts.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, ready, serve } from './harness.mjs';

const rounds = 7;
/** The slow line that the browser imitates: megabits a second, and milliseconds until an answer begins. */
const slow = { mbits: 10, latency: 40 };
const given = process.argv.slice(2);

const floorPage = '<!doctype html><title>floor</title><input type="file"><p id="count"></p><script type="module" src="floor.js"></script>';
const floorScript = `
  const worker = new Worker('floor_worker.js');
  worker.onmessage = ({ data }) => { document.getElementById('count').textContent = String(data); };
  document.querySelector('input').addEventListener('change', (event) => worker.postMessage(event.target.files[0]));
`;
const floorWorker = `
  self.onmessage = async ({ data: file }) => {
    const sarif = JSON.parse(new TextDecoder().decode(await file.arrayBuffer()));
    const levels = {};
    let count = 0;
    for (const run of sarif.runs) for (const result of run.results) { levels[result.level] = (levels[result.level] ?? 0) + 1; count += 1; }
    postMessage(count);
  };
`;

const site = await serve(undefined, { 'floor.html': floorPage, 'floor.js': floorScript, 'floor_worker.js': floorWorker });
const browser = await launchBrowser();
console.log(`Chromium ${browser.version()}, the middle of ${rounds} rounds each:`);
try {
  for (const [where, line] of [['from this machine', null], [`at ${slow.mbits} Mbit/s and ${slow.latency} ms`, slow]]) {
    const usable = [];
    for (let round = 0; round < rounds; round += 1) usable.push(await timeUsable(line));
    console.log(`  the Overview is usable ${middle(usable).toFixed(0)} ms after the address was entered (${where}, nothing cached)`);
  }

  for (let i = 0; i < given.length; i += 2) await measureReading(given[i], given[i + 1]);
} finally {
  await browser.close();
  await site.close();
}

/** How long a file takes, what its page's process holds, and how long the page's own thread was blocked. */
async function measureReading(file, results) {
  const name = path.basename(file);
  const floor = [];
  const page = [];
  const blocked = [];
  const held = [];
  for (let round = 0; round < rounds; round += 1) {
    floor.push((await timeReading(file, 'floor.html', '#count', new RegExp(`^${results}$`))).time);
    const reading = await timeReading(file, '#/sources', 'main', numbers(name, results));
    page.push(reading.time);
    blocked.push(reading.longestBlock);
    if (reading.memory) held.push(reading.memory);
  }
  console.log(`  ${name} (${results} results) from given to numbers on the screen: ${middle(page).toFixed(0)} ms`);
  console.log(`  a plain worker with JSON.parse and a counting loop, same bytes: ${middle(floor).toFixed(0)} ms, so ${(middle(page) / middle(floor)).toFixed(2)} times the floor`);
  console.log(`  the page's own thread was blocked for at most ${middle(blocked).toFixed(0)} ms at a time (${Math.max(...blocked).toFixed(0)} ms in the worst round)`);
  const of = (name) => middle(held.map((memory) => memory[name])).toFixed(0);
  if (held.length > 0) console.log(`  the page's process holds ${of('now')} MB when the numbers are on the screen, and ${of('most')} MB at most until then`);
}

/** The number of results as a person reads it: with or without a mark between thousands. */
function numbers(name, results) {
  const digits = results.replace(/\B(?=(\d{3})+$)/g, '[\\s,.\u2009\u202f\u00a0]?');
  return new RegExp(`${name.replaceAll('.', '\\.')}[^]*(?<!\\d)${digits}(?!\\d)`);
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Milliseconds from the navigation until the first page stands complete, in a profile that has never been here. */
async function timeUsable(line) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  if (line) {
    const bytes = (line.mbits * 1_000_000) / 8;
    const session = await context.newCDPSession(page);
    await session.send('Network.emulateNetworkConditions', {
      offline: false, latency: line.latency, downloadThroughput: bytes, uploadThroughput: bytes,
    });
  }
  await page.goto(site.url, { waitUntil: 'commit' });
  // On a slow line the page's body may not be there yet, and looks ready. The headline is a number.
  await page.waitForFunction(() => document.querySelector('h1')?.textContent.includes('%'));
  await ready(page);
  const time = await page.evaluate(() => performance.now());
  await context.close();
  return time;
}

/**
 * Gives the file to the page's file field, and waits until the text of an element says what it shall. The longest block
 * is the longest time between two turns of the page's own loop.
 */
async function timeReading(file, route, selector, expected) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.goto(site.url + route, { waitUntil: 'load' });
  await ready(page);
  await page.evaluate(({ selector, source }) => {
    const expected = new RegExp(source);
    window.reading = new Promise((resolve) => {
      addEventListener('change', () => {
        const given = performance.now();
        let turn = given;
        let longestBlock = 0;
        const turns = new MessageChannel();
        let over = false;
        turns.port1.onmessage = () => {
          const now = performance.now();
          longestBlock = Math.max(longestBlock, now - turn);
          turn = now;
          if (!over) turns.port2.postMessage(0);
        };
        turns.port2.postMessage(0);
        const look = () => {
          if (!expected.test(document.querySelector(selector)?.textContent ?? '')) return requestAnimationFrame(look);
          over = true;
          resolve({ time: performance.now() - given, longestBlock });
        };
        requestAnimationFrame(look);
      }, { capture: true, once: true });
    });
  }, { selector, source: expected.source });
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
  const reading = await page.evaluate(() => window.reading);
  const memory = await pageMemory();
  await context.close();
  return { ...reading, memory };
}

/** What the process of the page holds, in MB, and the most that it ever held; nothing where the system does not say. */
async function pageMemory() {
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    await session.detach();
    const sizes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8');
      const size = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
      return { now: size('VmRSS'), most: size('VmHWM') };
    }));
    return sizes.toSorted((one, other) => other.now - one.now)[0];
  } catch {
    return undefined;
  }
}
