import { readFile } from 'node:fs/promises';
import { launchBrowser, serve } from './harness.mjs';
const [file] = process.argv.slice(2);
const pageHtml = '<!doctype html><input type="file"><script type="module" src="f.js"></script>';
const js = `window.w = new Worker('fw.js'); document.querySelector('input').addEventListener('change', (e) => { window.file = e.target.files[0]; }); window.run = (mode) => new Promise((r) => { w.onmessage = r; w.postMessage([mode, window.file]); });`;
const worker = `self.onmessage = async ({data: [mode, file]}) => {
  let b = await file.arrayBuffer();
  const digest = () => crypto.subtle.digest('SHA-256', b);
  if (mode === 'plain') await digest();
  if (mode === 'transfer') { const p = digest(); b.transfer(0); await p; }
  if (mode === 'clone') { const p = digest(); structuredClone(0, { transfer: [b] }); await p; } if (mode === 'channel') { const p = digest(); const c = new MessageChannel(); c.port1.postMessage(0, [b]); c.port1.close(); c.port2.close(); await p; } if (mode === 'one') { const p = digest(); const t = b.transfer(1); await p; t.transfer(0); } if (mode === 'gc') { await digest(); b = null; for (let i = 0; i < 60; i += 1) { new Uint8Array(4e6); await 0; } } 
  postMessage(1);
};`;
const site = await serve(undefined, { 'f.html': pageHtml, 'f.js': js, 'fw.js': worker });
const browser = await launchBrowser();
const session = await browser.newBrowserCDPSession();
for (const mode of ['clone', 'channel', 'one', 'gc']) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(site.url + 'f.html');
  await page.locator('input').setInputFiles(file);
  await page.waitForFunction(() => window.file);
  const mem = async (what) => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    for (const { type, id } of processInfo) if (type === 'renderer') {
      const s = await readFile(`/proc/${id}/status`, 'utf8');
      const g = (n) => Math.round(Number(new RegExp(`${n}:\\s+(\\d+)`).exec(s)[1]) / 1024);
      console.log(mode, what, id, 'now', g('VmRSS'), 'most', g('VmHWM'), 'anon', g('RssAnon'));
    }
  };
  await mem('idle'); await page.evaluate((m) => window.run(m), mode); await mem('done'); await page.waitForTimeout(2500); await mem('later');
  await context.close();
}
await browser.close(); await site.close();
