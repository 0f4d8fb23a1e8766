// No page has anything that axe finds, light or dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAxe, violations } from './axe.mjs';
import { fragments } from './fragments.mjs';
import { go, ready, start } from './harness.mjs';

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} pixels wide`, async () => {
      const page = await plumbline.open('#/overview', { colorScheme, viewport: { width, height: 900 } });
      await ready(page);
      await addAxe(page);
      const found = [];
      for (const fragment of fragments) {
        if (new URL(page.url()).hash !== fragment) await go(page, fragment);
        found.push(...await violations(page, fragment));
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });
  }
}

test('what stands in a row of a table at full width is a cell of it', async () => {
  const page = await plumbline.open('#/overview', { viewport: { width: 1440, height: 900 } });
  await ready(page);
  const found = [];
  for (const fragment of fragments) {
    if (new URL(page.url()).hash !== fragment) await go(page, fragment);
    found.push(...await page.evaluate((where) => [...document.querySelectorAll('main tr > *')]
      .filter((cell) => !['table-cell', 'none'].includes(getComputedStyle(cell).display))
      .map((cell) => `${where}: ${cell.className} is ${getComputedStyle(cell).display}`), fragment));
  }
  assert.deepEqual([...new Set(found)], []);
  await page.context().close();
});
