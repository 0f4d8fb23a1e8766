import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { dist, launchBrowser, ready, serve } from './harness.mjs';
const [file] = process.argv.slice(2);
const boot = `const plain = WebAssembly.instantiate; WebAssembly.instantiate = async (m, i) => { const r = await plain(m, i); self.mems = [...(self.mems ?? []), (r.instance ?? r).exports.memory].filter(Boolean); return r; };\n` + await readFile(path.join(dist, 'worker_boot.js'), 'utf8');
const site = await serve(undefined, { 'worker_boot.js': boot });
const browser = await launchBrowser();
const session = await browser.newBrowserCDPSession();
async function mem(what) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  for (const { type, id } of processInfo) if (type === 'renderer') {
    const s = await readFile(`/proc/${id}/status`, 'utf8');
    const g = (n) => Math.round(Number(new RegExp(`${n}:\\s+(\\d+)`).exec(s)[1]) / 1024);
    console.log(what, id, 'now', g('VmRSS'), 'most', g('VmHWM'), 'anon', g('RssAnon'), 'file', g('RssFile'), 'shmem', g('RssShmem'));
  }
}
const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
const page = await context.newPage();
await page.goto(site.url + '#/sources', { waitUntil: 'load' });
await ready(page);
await mem('idle');
const w = page.workers()[0];
console.log('wasm', await w.evaluate(() => self.mems?.map((m) => m.buffer.byteLength / 1e6)));
await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
await page.waitForFunction((n) => document.querySelector('main').textContent.includes(n) && !document.querySelector('[aria-busy="true"]'), path.basename(file));
await mem('read');
console.log('wasm', await w.evaluate(() => self.mems?.map((m) => m.buffer.byteLength / 1e6)));
await page.waitForTimeout(5000);
await mem('later');
await browser.close(); await site.close();
