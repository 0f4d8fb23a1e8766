// No page has anything that axe finds, light or dark.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { go, ready, start } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const fragments = ['#/overview', '#/matrix', '#/matrix/policy-diagnostics/network', '#/teams', '#/teams/Billing', '#/funnel', '#/patterns', '#/patterns/unsafe-defaults', '#/detection', '#/reviews', '#/sources', '#/policy', '#/about', '#/teams/Nobody', '#/changes', '#/changes?find=nothing-holds-this', '#/compare', '#/compare/team/Billing/Storefront',
  '#/gap', '#/debt', '#/threats', '#/change/tidewrack%2Flake-infra%23527', '#/gap?why=nothing', '#/nowhere'];

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

for (const colorScheme of ['light', 'dark']) {
  for (const width of [1440, 390]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} pixels wide`, async () => {
      const page = await plumbline.open('#/overview', { colorScheme, viewport: { width, height: 900 } });
      await ready(page);
      // The debugger puts it past the page's security policy.
      const debug = await page.context().newCDPSession(page);
      await debug.send('Runtime.evaluate', { expression: axe });
      const found = [];
      for (const fragment of fragments) {
        if (new URL(page.url()).hash !== fragment) await go(page, fragment);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        found.push(...violations.map((v) => `${fragment} ${v.id} (${v.nodes.length}): ${v.nodes[0].target.join(' ')}`));
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
