import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, ready, serve } from './harness.mjs';
const [floor, ...files] = process.argv.slice(2);
const floorWorker = `self.onmessage = async ({ data: file }) => { const sarif = JSON.parse(new TextDecoder().decode(await file.arrayBuffer())); const levels = {}; let count = 0;
    for (const run of sarif.runs) for (const result of run.results) { levels[result.level] = (levels[result.level] ?? 0) + 1; count += 1; } postMessage(count); };`;
const floorPage = '<!doctype html><title>floor</title><input type="file"><main id="count"></main><script type="module" src="floor.js"></script>';
const floorScript = `const worker = new Worker('floor_worker.js'); worker.onmessage = ({ data }) => { document.getElementById('count').textContent = 'done.sarif ' + data; };
  document.querySelector('input').addEventListener('change', (event) => worker.postMessage(event.target.files[0]));`;
const site = await serve(undefined, { 'floor.html': floorPage, 'floor.js': floorScript, 'floor_worker.js': floorWorker });
const browser = await launchBrowser();
const session = await browser.newBrowserCDPSession();
const cpu = async () => {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const all = await Promise.all(processInfo.map(async ({ id, type }) => { const f = (await readFile(`/proc/${id}/stat`, 'utf8')).split(') ')[1].split(' '); return [id, type, (Number(f[11]) + Number(f[12])) * 10]; }));
  return new Map(all.map(([id, type, ms]) => [id, { type, ms }]));
};
for (const file of files) {
  const sums = [];
  for (let i = 0; i < 4; i += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    await page.goto(site.url + (floor === 'floor' ? 'floor.html' : '#/sources'), { waitUntil: 'load' });
    if (floor !== 'floor') await ready(page);
    await page.waitForTimeout(1500);
    const before = await cpu();
    const begun = Date.now();
    await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
    await page.waitForFunction((n) => (document.querySelector('main').textContent.includes(n) || /done.sarif/.test(document.querySelector('main').textContent)) && !document.querySelector('[aria-busy="true"]'), path.basename(file), { polling: 20 });
    const wall = Date.now() - begun;
    const after = await cpu();
    let r = 0; let b = 0;
    for (const [id, { type, ms }] of after) { const d = ms - (before.get(id)?.ms ?? ms); if (type === 'renderer') r += d; else b += d; }
    sums.push([r, b, wall]);
    await context.close();
  }
  sums.sort((x, y) => x[0] - y[0]);
  console.log(floor, path.basename(file), 'renderer cpu, other cpu, wall:', JSON.stringify(sums));
}
await browser.close(); await site.close();
