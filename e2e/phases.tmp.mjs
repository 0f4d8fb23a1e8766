import { launchBrowser, ready, serve } from './harness.mjs';
const [file] = process.argv.slice(2);
const site = await serve();
const browser = await launchBrowser();
const all = [];
for (let i = 0; i < 5; i += 1) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.said = [];
    const Plain = Worker;
    window.Worker = class extends Plain {
      constructor(...a) { super(...a); this.addEventListener('message', ({ data }) => { if (data instanceof Uint8Array) window.said.push([data[0] > 127 ? data[2] : data[1], performance.now(), data.length]); }); }
    };
  });
  await page.goto(site.url + '#/sources', { waitUntil: 'load' });
  await ready(page);
  await page.evaluate(() => { addEventListener('change', () => { window.said.length = 0; window.given = performance.now(); }, { capture: true, once: true }); });
  await page.locator('input[type=file]:not([webkitdirectory])').first().setInputFiles(file);
  await page.waitForFunction(() => window.given && /sarif/.test(document.querySelector('main').textContent) && !document.querySelector('[aria-busy="true"]') && window.said.some(([k]) => k === 2));
  await page.waitForTimeout(300);
  all.push(await page.evaluate(() => window.said.map(([k, t, n]) => [k, Math.round(t - window.given), n])));
  await context.close();
}
for (const a of all) console.log(JSON.stringify(a));
await browser.close(); await site.close();
