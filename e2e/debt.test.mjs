// The page of verification debt: what it shows is what the command line computes, and its marks and rows lead on.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, quiet, ready, start, tableRows } from './harness.mjs';
import { count, scored } from './score.mjs';

let plumbline;
let page;
const { debt, timeliness } = scored();
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/debt');
  await ready(page);
});
after(() => plumbline?.close());

const sum = (values) => values.reduce((all, n) => all + n, 0);

test('what shipped and was verified in each period', async () => {
  const rows = (await tableRows(page, '.part-velocity details.twin table')).filter((row) => row.Shipped !== '0');
  assert.deepEqual(
    rows.map((row) => [row.Shipped, row['In debt at the end'], row['Resources in debt at the end']]),
    debt.series.map((at) => [at.shipped, at.inDebt, at.weighted].map(count)));
  assert.equal(sum(rows.map((row) => Number(row.Verified))), sum(debt.series.map((at) => at.shipped)) - debt.inDebt);
});

test('the headline says what shipped and what is open', async () => {
  const headline = (await page.locator('h1').innerText()).replaceAll('\u00a0', ' ');
  const shipped = sum(debt.series.map((at) => at.shipped));
  const verified = shipped - debt.inDebt;
  assert.ok(headline.startsWith(`Of ${count(shipped)} shipped changes, ${count(verified)} are fully verified.`), headline);
  assert.ok(headline.includes(`${count(debt.weighted)} resources`), headline);
});

test('the debt by authorship adds up', async () => {
  const rows = await tableRows(page, '.part-holders-authorship table');
  const number = (text) => Number(text.replaceAll(',', ''));
  assert.equal(sum(rows.map((row) => number(row['Resources in debt']))), debt.weighted);
  assert.equal(sum(rows.map((row) => number(row['In debt']))), debt.inDebt);
});

test('the months say how soon what fell due was verified', async () => {
  const rows = await tableRows(page, '.part-timeliness table');
  assert.deepEqual(rows.map((row) => row['Items due']), timeliness.map((at) => count(at.n)));
  assert.deepEqual(rows.map((row) => row['Within 30 days'].startsWith('too early')), timeliness.map((at) => at.within30 === null));
});

test('a team filters the page', async () => {
  const link = page.locator('.part-holders-team tbody th a').first();
  const name = await link.innerText();
  await link.click();
  await page.waitForFunction((team) => decodeURIComponent(location.hash) === `#/debt?team=${team}`, name);
  await page.waitForFunction(() => document.querySelectorAll('.part-holders-team tbody tr').length === 1);
  const [row] = await tableRows(page, '.part-holders-team table');
  const filtered = scored('--team', name);
  assert.deepEqual([row['In debt'], row['Resources in debt']], [filtered.debt.inDebt, filtered.debt.weighted].map(count));
});

test('the change that weighs most leads to its page', async () => {
  await go(page, '#/debt');
  const link = page.locator('.part-largest tbody th a').first();
  assert.equal(decodeURIComponent(await link.getAttribute('href')), `#/change/${await link.innerText()}`);
  quiet(page);
});
