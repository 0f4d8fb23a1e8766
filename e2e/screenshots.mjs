// The README's pictures: the demo organisation, light, 1440 wide. `cargo xtask screenshots` calls it: screenshots.mjs FOLDER.

import path from 'node:path';
import { quiet, ready, start } from './harness.mjs';

const folder = process.argv[2];
const pictures = {
  overview: '#/overview',
  matrix: '#/matrix',
  teams: '#/teams',
  funnel: '#/funnel',
  sources: '#/sources',
};

const plumbline = await start();
try {
  for (const [name, route] of Object.entries(pictures)) {
    const page = await plumbline.open(route, { colorScheme: 'light' });
    await ready(page);
    // Charts are drawn in the frame after their size is known.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    quiet(page);
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file, fullPage: name === 'overview' });
    console.log(file);
    await page.context().close();
  }
} finally {
  await plumbline.close();
}
