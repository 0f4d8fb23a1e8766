// The page of the gap: what it shows is what the command line computes, its marks filter, and Back takes the filter off.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, quiet, ready, start, tableRows } from './harness.mjs';
import { count, decimals, gap, percent, scored } from './score.mjs';

let plumbline;
let page;
const score = scored();
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/gap');
  await ready(page);
});
after(() => plumbline?.close());

const twin = (part) => tableRows(page, `.${part} details.twin table`);

test('the three risks', async () => {
  const rows = await twin('part-risks');
  const risks = Object.values(score.risks);
  assert.deepEqual(
    rows.map((row) => [row.Changes, row.Perceived, row.Verified, row['Gap, points'], row['Stated by']]),
    risks.map((risk) => [count(risk.n), percent(risk.perceived), percent(risk.verified), gap(risk), count(risk.stated)]));
});

test('drift at each gate', async () => {
  const rows = await twin('part-drift');
  const points = Object.values(score.drift).flat();
  const shown = rows.filter((row) => row['Changes due'] !== '0');
  assert.deepEqual(shown.map((row) => [row['Changes due'], row.Verified]), points.map((at) => [count(at.n), percent(at.verified)]));
});

test('the calibration and its scores', async () => {
  const { calibration } = score;
  const bins = calibration.bins.filter((bin) => bin.n > 0);
  const rows = await twin('part-calibration');
  assert.deepEqual(
    rows.map((row) => [row.Statements, row['Mean stated'], row['Held up']]),
    bins.map((bin) => [count(bin.n), percent(bin.stated), percent(bin.resolved)]));
  const [pooled] = await tableRows(page, '.part-scores table');
  assert.deepEqual(
    [pooled.Statements, pooled['Brier score'], pooled.Reliability, pooled.Resolution, pooled.Uncertainty],
    [count(calibration.n), ...[calibration.brier, calibration.reliability, calibration.resolution, calibration.uncertainty].map(decimals)]);
});

test('a team of the chart filters the page, and Back takes the filter off', async () => {
  const before = await page.locator('h1').innerText();
  const chart = page.locator('.part-by-team canvas');
  await chart.focus();
  await page.keyboard.press('Home');
  const name = await page.locator('.part-by-team .tip-title').innerText();
  await page.keyboard.press('Enter');
  await page.waitForFunction((team) => decodeURIComponent(location.hash) === `#/gap?team=${team}`, name);
  await page.waitForFunction((headline) => document.querySelector('h1').innerText !== headline, before);
  // The page has other charts of the same kind: the focus stays on this one.
  await page.waitForFunction(() => document.activeElement.closest('.part-by-team') !== null);
  const filtered = scored('--team', name);
  const rows = await twin('part-risks');
  assert.deepEqual(rows.map((row) => row.Verified), Object.values(filtered.risks).map((risk) => percent(risk.verified)));
  await page.goBack();
  await page.waitForFunction((headline) => document.querySelector('h1').innerText === headline, before);
  assert.equal(new URL(page.url()).hash, '#/gap');
});

test('a week of the drift filters by its days', async () => {
  await go(page, '#/gap');
  const chart = page.locator('.part-drift canvas');
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /^#\/gap\?period=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/.test(location.hash));
  const [since, until] = new URL(page.url()).hash.split('=')[1].split('..');
  await page.waitForFunction(() => document.querySelectorAll('.part-drift details.twin tbody tr').length === 4);
  const filtered = scored('--since', since, '--until', until);
  assert.match(await page.locator('.counts').innerText(), new RegExp(`^${filtered.changes} change`));
  quiet(page);
});
