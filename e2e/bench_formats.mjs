// How long the page takes with a file of each format, from being given to its receipt on the screen, against the least that any page
// can do with it: a plain worker that decodes it and does JSON.parse (line by line where the whole is no document); for XML, which no
// worker can parse, DOMParser on the page; for YAML and Markdown, which no browser parses, decoding alone.
// `cargo xtask bench --only formats` calls it: bench_formats.mjs OUT FILE...
//
// Both run in the same browser, in turns; the fastest round of each counts, because whatever else the machine does can only slow one down.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, ready, serve } from './harness.mjs';

const rounds = 5;
const [out, ...files] = process.argv.slice(2);

const floorPage = '<!doctype html><title>floor</title><input type="file"><p id="count"></p><script type="module" src="floor.js"></script>';
const floorScript = `
  const worker = new Worker('floor_worker.js');
  const show = (text) => { document.getElementById('count').textContent = text; };
  worker.onmessage = ({ data }) => show(data);
  document.querySelector('input').addEventListener('change', async (event) => {
    const file = event.target.files[0];
    if (!file.name.endsWith('.xml')) return worker.postMessage(file);
    const parsed = new DOMParser().parseFromString(await file.text(), 'text/xml');
    show(parsed.querySelector('parsererror') ? 'broken' : 'done ' + parsed.documentElement.childElementCount);
  });
`;
const floorWorker = `
  self.onmessage = async ({ data: file }) => {
    const text = new TextDecoder().decode(await file.arrayBuffer());
    let found;
    if (/\\.(yaml|md)$/.test(file.name)) return postMessage('done ' + text.length);
    try {
      found = [JSON.parse(text)];
    } catch {
      found = text.split('\\n').filter(Boolean).map((line) => JSON.parse(line));
    }
    postMessage('done ' + found.length);
  };
`;

const site = await serve(undefined, { 'floor.html': floorPage, 'floor.js': floorScript, 'floor_worker.js': floorWorker });
const browser = await launchBrowser();
const lines = [];
try {
  for (const file of files) {
    const page = [];
    const floor = [];
    for (let round = 0; round < rounds; round += 1) {
      floor.push(await timeReading('floor.html', '#count', '^done', file));
      page.push(await timeReading('#/sources', '.receipts tbody', `^${path.basename(file).replaceAll('.', '\\.')}`, file));
    }
    lines.push([path.basename(file), Math.min(...page) / 1000, Math.min(...floor) / 1000].join('\t'));
    console.error(lines.at(-1));
  }
} finally {
  await browser.close();
  await site.close();
}
await writeFile(out, `${lines.join('\n')}\n`);

/** Milliseconds from the file's being given to the page's file field until the text of an element says what it shall. */
async function timeReading(route, selector, source, file) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.goto(site.url + route, { waitUntil: 'load' });
  await ready(page);
  await page.evaluate(({ selector, source }) => {
    const expected = new RegExp(source);
    window.reading = new Promise((resolve) => {
      addEventListener('change', () => {
        const given = performance.now();
        const look = () => {
          if (expected.test(document.querySelector(selector)?.textContent ?? '')) resolve(performance.now() - given);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }, { capture: true, once: true });
    });
  }, { selector, source });
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
  const time = await page.evaluate(() => window.reading);
  await context.close();
  return time;
}
