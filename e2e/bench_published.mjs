// What a first visit of a published data set costs: time until the Overview is usable, requests, bytes, the page's process, and then
// the time of a filter over all of the Overview. `cargo xtask bench --only published` calls it: bench_published.mjs FOLDER…, data
// sets as `plumbline bundle` writes them.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, ready, serve } from './harness.mjs';

const rounds = 5;
const filters = ['period=30d', 'period=90d', 'environment=prod', 'authorship=ai-generated', 'gate=execution'];
// what is published in parts has answers for all of these but a gate
const answered = filters.slice(0, -1);
const middle = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

for (const folder of process.argv.slice(2).map((name) => path.resolve(name))) {
  const index = JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8'));
  const visits = [];
  for (let round = 0; round < rounds; round += 1) visits.push(await visit(folder, index));
  const of = (name) => middle(visits.map((one) => one[name]));
  console.log(`  ${String(index.counts.changes).padStart(7)} changes: usable after ${(of('usable') / 1000).toFixed(2)} s, ${of('requests')} requests, `
    + `${(of('bytes') / 1e6).toFixed(2)} MB, the page's process ${of('memory').toFixed(0)} MB; a filter over all of the Overview ${of('filter').toFixed(0)} ms`);
  if (visits.every((one) => one.team)) {
    const ofTeam = (name) => middle(visits.map((one) => one.team[name]));
    console.log(`          a team of it ${(ofTeam('took') / 1000).toFixed(2)} s, ${ofTeam('requests')} requests, ${(ofTeam('bytes') / 1e6).toFixed(2)} MB, `
      + `the page's process ${ofTeam('memory').toFixed(0)} MB; 90 days of it ${ofTeam('filter').toFixed(0)} ms`);
  }
}

async function visit(folder, index) {
  const site = await serve(undefined, {}, { 'data/': folder });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(180_000);
    const transfers = [];
    context.on('requestfinished', (request) => transfers.push(request.sizes().then((sizes) => sizes.responseBodySize + sizes.responseHeadersSize)));
    const began = performance.now();
    await page.goto(`${site.url}#/overview`, { waitUntil: 'load' });
    await ready(page);
    await page.waitForFunction(() => document.querySelector('.counts')?.textContent.includes('change'));
    const usable = performance.now() - began;
    const requests = site.asked.length;
    const memory = await held(browser);
    const bytes = (await Promise.all(transfers)).reduce((sum, size) => sum + size, 0);
    const filtered = (filter) => page.evaluate((to) => new Promise((resolve) => {
      const main = document.getElementById('main');
      const began = performance.now();
      const whole = new MutationObserver(() => {
        if (main.getAttribute('aria-busy') !== 'false') return;
        whole.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - began));
      });
      whole.observe(main, { attributes: true, attributeFilter: ['aria-busy'] });
      location.hash = `#/overview?${to}`;
    }), filter);
    const isInParts = index.segments.some(({ layer }) => layer === 'whole');
    const times = [];
    for (const filter of isInParts ? answered : filters) times.push(await filtered(filter));
    let team = null;
    if (isInParts) {
      const name = await page.evaluate(() => document.querySelector('main a[href*="team="]').getAttribute('href').match(/[?&]team=([^&]+)/)[1]);
      const [before, sent] = [site.asked.length, transfers.length];
      const took = await filtered(`team=${name}`);
      const bytes = (await Promise.all(transfers.slice(sent))).reduce((sum, size) => sum + size, 0);
      const requests = site.asked.length - before;
      team = { took, requests, bytes, memory: await held(browser), filter: await filtered(`team=${name}&period=90d`) };
    }
    return { usable, requests, bytes, memory, filter: middle(times), team };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** What the page's process holds in MB; 0 where the system does not say. */
async function held(browser) {
  try {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const sizes = await Promise.all(processInfo.filter(({ type }) => type === 'renderer').map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+)/m.exec(status)[1]) * 1024 / 1e6;
    }));
    return Math.max(...sizes);
  } catch {
    return 0;
  }
}
