// The pictures of the documents, light, 1440 wide. `cargo xtask screenshots` calls it: screenshots.mjs FOLDER PLAYED, where PLAYED is
// what `examples/contoso/play.sh` left.

import path from 'node:path';
import { launchBrowser, quiet, ready, serve, start } from './harness.mjs';

const [folder, played] = process.argv.slice(2);

/** The demo organisation, as the README shows it. */
const readme = {
  overview: '#/overview',
  matrix: '#/matrix',
  teams: '#/teams',
  funnel: '#/funnel',
  sources: '#/sources',
};

/** The ten pull requests, as the tutorial shows them. */
const tutorial = {
  'tutorial-overview': '#/overview',
  'tutorial-matrix': '#/matrix/lint-diagnostics/deployment-safety',
  'tutorial-change': `#/change/${encodeURIComponent('contoso/platform#4')}`,
  'tutorial-sources': '#/sources',
};

async function shoot(open, pictures) {
  for (const [name, route] of Object.entries(pictures)) {
    const page = await open(route);
    await ready(page);
    // Charts are drawn in the frame after their size is known.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file, fullPage: name === 'overview' });
    if (page.complaints) quiet(page);
    console.log(file);
    await page.context().close();
  }
}

const plumbline = await start();
try {
  await shoot((route) => plumbline.open(route, { colorScheme: 'light' }), readme);
} finally {
  await plumbline.close();
}

const site = await serve(undefined, {}, { 'data/': path.resolve(played, 'data') });
const browser = await launchBrowser();
try {
  await shoot(async (route) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce', colorScheme: 'light' });
    await page.goto(site.url + route, { waitUntil: 'load' });
    return page;
  }, tutorial);
} finally {
  await browser.close();
  await site.close();
}
