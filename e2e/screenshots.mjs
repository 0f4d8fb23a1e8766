// The pictures of the documents. `cargo xtask screenshots` calls it: screenshots.mjs FOLDER PLAYED, where PLAYED is what
// `examples/contoso/play.sh` left.

import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { launchBrowser, quiet, ready, serve, start } from './harness.mjs';

const [folder, played] = process.argv.slice(2);

/** The demo organisation, as the tour and the README show it. */
const tour = {
  overview: ['#/overview'],
  gap: ['#/gap'],
  matrix: ['#/matrix'],
  why: ['#/overview?why=envelope'],
  teams: ['#/teams'],
  funnel: ['#/funnel'],
  patterns: ['#/patterns'],
  debt: ['#/debt'],
  sources: ['#/sources', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }],
};

/** The ten pull requests, as the tutorial shows them. */
const tutorial = {
  'tutorial-overview': ['#/overview'],
  'tutorial-matrix': ['#/matrix/lint-diagnostics/deployment-safety'],
  'tutorial-change': [`#/change/${encodeURIComponent('contoso/platform#4')}`],
  'tutorial-sources': ['#/sources'],
};

const usual = { viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce', colorScheme: 'light' };

async function shoot(open, pictures) {
  for (const [name, [route, options]] of Object.entries(pictures)) {
    const page = await open(route, { ...usual, ...options });
    await ready(page);
    // Charts are drawn in the frame after their size is known.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const file = path.join(folder, `${name}.webp`);
    await writeFile(file, await picture(page), 'base64');
    if (page.complaints) quiet(page);
    console.log(file);
    await page.context().close();
  }
}

/** What the window shows, as WebP, which is a quarter of a PNG and as sharp to the eye. */
async function picture(page) {
  const session = await page.context().newCDPSession(page);
  return (await session.send('Page.captureScreenshot', { format: 'webp', quality: 50 })).data;
}

const plumbline = await start();
try {
  await shoot((route, options) => plumbline.open(route, options), tour);
} finally {
  await plumbline.close();
}

const site = await serve(undefined, {}, { 'data/': path.resolve(played, 'data') });
const browser = await launchBrowser();
try {
  await shoot(async (route, options) => {
    const page = await browser.newPage(options);
    await page.goto(site.url + route, { waitUntil: 'load' });
    return page;
  }, tutorial);
} finally {
  await browser.close();
  await site.close();
}
