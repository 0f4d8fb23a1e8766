// Finds out what of page and worker runs when the first page is opened and used. The site's programs remember it: a release
// takes out what did not run (`xtask/src/cut.rs`). Writes the numbers of what ran to the file named on the command line.

import { writeFile } from 'node:fs/promises';
import { launchBrowser, ready, serve } from './harness.mjs';

const site = await serve();
const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
  // What is loaded afterwards is not told apart from what runs because of it.
  await page.route('**/*-later.wasm*', () => {});
  await page.goto(site.url);
  await ready(page);
  await page.locator('main canvas').first().waitFor();
  await page.waitForTimeout(2000);
  const ran = { page: await page.evaluate(() => globalThis.ran()), worker: await page.workers()[0].evaluate(() => globalThis.ran()) };
  if (failures.length > 0) throw new Error(failures.join('\n'));
  await writeFile(process.argv[2], JSON.stringify(ran));
} finally {
  await browser.close();
  await site.close();
}
