// The attack surface, the threats and the chain: what the page shows is what the command line computes.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { quiet, ready, start, tableRows } from './harness.mjs';
import { count, percent, scored } from './score.mjs';

let plumbline;
let page;
const score = scored();
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/threats');
  await ready(page);
});
after(() => plumbline?.close());

test('surfaces at each gate', async () => {
  const rows = await tableRows(page, '.part-surface details.twin table');
  const share = (cell) => percent(cell.required ? cell.verified / cell.required : null);
  assert.deepEqual(
    rows.map((row) => [row.Required, row.Verified, row['Share of items'], row.Critical, row.High, row.Medium, row.Low, row.Info]),
    score.surface.map((cell) => [count(cell.required), count(cell.verified), share(cell), ...Object.values(cell.open).map(count)]));
});

test('what stands against the threats of each gate', async () => {
  const rows = await tableRows(page, '.part-threats table');
  assert.deepEqual(rows.map((row) => row['Open findings']), score.threats.map((gate) => count(gate.open)));
  assert.match(rows[1].Stops, /STRIDE: information disclosure.*T1552/s);
});

test('the chain, link by link', async () => {
  const rows = await tableRows(page, '.part-chain details.twin table');
  const links = score.chain.map((link) => link.changes);
  assert.deepEqual(rows.map((row) => row.Changes), links.map(count));
  assert.deepEqual(
    rows.slice(1).map((row) => parseInt(row['Fell off before it'].replaceAll(',', ''), 10)),
    links.slice(1).map((n, i) => links[i] - n));
});

test('a cell of the surface filters by its gate, and by keys', async () => {
  const chart = page.locator('.part-surface canvas');
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => location.hash === '#/threats?gate=validation');
  quiet(page);
});
