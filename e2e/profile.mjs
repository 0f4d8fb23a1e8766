// Finds out what of page and worker runs while the first page comes up, however a visitor comes to it. The site's programs remember it:
// a release takes out what did not run (`xtask/src/cut.rs`). Writes the numbers of what ran to the file named on the command line.

import { writeFile } from 'node:fs/promises';
import { launchBrowser, ready, serve } from './harness.mjs';

// A page that is asked for before its part can be had says so, and that must not need what cannot be had.
const inVain = async (page) => {
  await page.evaluate(() => { location.hash = '#/matrix'; });
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
};

const visits = [
  { address: '' },
  { address: '#/overview', options: { colorScheme: 'dark', deviceScaleFactor: 2 } },
  { address: '#/', options: { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } },
  { address: '#/overview?period=30d&environment=prod' },
  { address: '#/overview?team=Data%20lake&authorship=ai-generated' },
  { address: '', then: inVain },
];

const site = await serve();
const browser = await launchBrowser();
const ran = { page: new Set(), worker: new Set() };
try {
  for (const { address, options = {}, then } of visits) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
    const page = await context.newPage();
    const failures = [];
    page.on('pageerror', (error) => then || failures.push(error.message));
    // What is loaded afterwards has no part in it: it never comes, or cannot be had.
    await page.route('**/*-later.{wasm,css}*', (route) => then && route.abort());
    await page.goto(site.url + address);
    await ready(page);
    // The page asks for the rest when all of it stands there.
    await page.waitForFunction(() => globalThis.restAsked);
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    await then?.(page);
    if (failures.length > 0) throw new Error(failures.join('\n'));
    for (const mark of await page.evaluate(() => globalThis.ran())) ran.page.add(mark);
    for (const mark of await page.workers()[0].evaluate(() => globalThis.ran())) ran.worker.add(mark);
    await context.close();
  }
  await writeFile(process.argv[2], JSON.stringify({ page: [...ran.page], worker: [...ran.worker] }));
} finally {
  await browser.close();
  await site.close();
}
