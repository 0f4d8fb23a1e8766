// The table of all changes, one change, two sides beside each other, and the search over everything.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { go, leads, quiet, ready, root, start, tableRows } from './harness.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));
const scored = (...options) => JSON.parse(
  execFileSync(plumblineBinary, ['score', demo, '--trust-input-policy', '--now', generatedAt, '--json', ...options], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));

let plumbline;
let page;
let score;
before(async () => {
  score = scored();
  plumbline = await start();
  page = await plumbline.open('#/changes');
  await ready(page);
});
after(() => plumbline?.close());

const rowAt = (place) => page.locator(`.listing tr[aria-rowindex="${place + 2}"]`);
const percent = (value) => (value === null ? 'no data' : `${Math.round(value * 100)} %`);
const count = (n) => n.toLocaleString('en');

test('every selected change has a place in the table, and only those in sight are drawn', async () => {
  await go(page, '#/changes');
  assert.equal(await page.locator('.listing').getAttribute('aria-rowcount'), String(score.changes + 1));
  assert.ok(await page.locator('.listing tr[aria-rowindex]').count() < 150);
  assert.equal(await rowAt(0).count(), 1);
  assert.equal(await rowAt(score.changes - 1).count(), 0);
});

test('the page scrolls by keys past the last change to its footer, and the head of the table stays', async () => {
  await go(page, '#/changes?sort=id');
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  await page.locator('main').focus();
  await page.keyboard.press('PageDown');
  await page.waitForFunction(() => scrollY > 100);
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight / 2));
  // the browser scrolls smoothly by keys: the next key is pressed when it has come to rest
  await page.waitForFunction(() => { const rests = window.lastY === scrollY; window.lastY = scrollY; return rests; }, null, { polling: 100 });
  await page.waitForFunction(() => Number(document.querySelector('.listing tr[aria-rowindex]:not([aria-rowindex="1"])').ariaRowIndex) > 150);
  assert.equal(await height(), before, 'what is not drawn takes its place');
  assert.ok(Math.abs((await page.locator('.listing thead th').first().boundingBox()).y) < 2, 'the head is in sight');
  await page.keyboard.press('End');
  await rowAt(score.changes - 1).waitFor();
  await page.waitForFunction(() => document.querySelector('.footer').getBoundingClientRect().bottom <= innerHeight + 1);
  await page.keyboard.press('Home');
  await rowAt(0).waitFor();
  quiet(page);
});

test('a row that holds the focus stays on the page, and the link that was followed has the focus again after Back', async () => {
  await go(page, '#/changes?sort=id');
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await rowAt(20).locator('th a').focus();
  const name = await focused();
  await page.evaluate(() => scrollBy(0, 60 * document.querySelector('.listing tr[aria-rowindex="3"]').offsetHeight));
  await rowAt(85).waitFor();
  assert.equal(await focused(), name);
  await leads(page, () => page.keyboard.press('Enter'));
  await page.waitForFunction(() => document.activeElement.id === 'main');
  assert.equal(await page.locator('main').getAttribute('aria-label'), name);
  await leads(page, () => page.goBack());
  await page.waitForFunction((name) => document.activeElement.matches('.listing th a') && document.activeElement.textContent === name, name);
  quiet(page);
});

test('what a search found nothing for is said aloud', async () => {
  await go(page, '#/changes');
  await page.getByLabel('Find changes').fill('zzzz');
  await page.waitForFunction(() => document.querySelector('#said').textContent.includes('zzzz'));
  quiet(page);
});

for (const width of [1440, 390]) {
  test(`Back returns to where the list of changes was left, Forward too, ${width} pixels wide`, async () => {
    await page.setViewportSize({ width, height: 900 });
    await go(page, '#/changes?sort=id');
    await page.evaluate(() => scrollTo(0, 6_000));
    const inSight = () => page.evaluate(() => [...document.querySelectorAll('.listing tr[aria-rowindex] th a')]
      .filter((a) => a.getBoundingClientRect().top > 100 && a.getBoundingClientRect().bottom < innerHeight).map((a) => a.textContent));
    await page.waitForFunction(() => [...document.querySelectorAll('.listing tr[aria-rowindex]')].some((row) => row.getBoundingClientRect().top > 200 && row.getBoundingClientRect().top < 600));
    const left = await inSight();
    await leads(page, () => page.locator('.listing th a', { hasText: left[0] }).click());
    assert.equal(await page.evaluate(() => scrollY), 0, 'another page begins at its top');
    await page.evaluate(() => scrollTo(0, 300));
    await leads(page, () => page.goBack());
    await page.waitForFunction((text) => [...document.querySelectorAll('.listing th a')].some((a) => a.textContent === text && a.getBoundingClientRect().top > 0 && a.getBoundingClientRect().bottom < innerHeight), left[0]);
    assert.equal(await page.evaluate(() => Math.round(scrollY)), 6_000);
    assert.deepEqual(await inSight(), left);
    await leads(page, () => page.goForward());
    await page.waitForFunction(() => Math.abs(scrollY - 300) < 2);
    await page.setViewportSize({ width: 1440, height: 1000 });
    quiet(page);
  });
}

for (const [place, depth] of [['#/teams', 1_000], ['#/overview', 3_700]]) {
  test(`Back returns to where ${place} was left on a phone, once its charts have their heights`, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await go(page, place);
    await page.evaluate((depth) => scrollTo(0, depth), depth);
    await page.waitForFunction((depth) => Math.abs(scrollY - depth) < 2, depth);
    await leads(page, () => page.evaluate(() => { location.hash = '#/debt'; }));
    await leads(page, () => page.goBack());
    // The place is kept while the page settles, and given back to the reader then.
    await page.waitForFunction((depth) => Math.abs(scrollY - depth) < 2, depth);
    await page.waitForFunction(() => !document.documentElement.classList.contains('returning'));
    assert.ok(Math.abs(await page.evaluate(() => scrollY) - depth) < 2, place);
    await page.setViewportSize({ width: 1440, height: 1000 });
    quiet(page);
  });
}

test('a head sorts by its column and turns the order around', async () => {
  await go(page, '#/changes');
  const gaps = async () => (await tableRows(page, '.listing')).map((r) => r.Gap).filter((g) => g && g !== '–').map((g) => Number(g.replace('−', '-')));
  await leads(page, () => page.locator('.listing thead').getByRole('link', { name: 'Gap' }).click());
  assert.equal(await page.locator('.listing th[aria-sort]').getAttribute('aria-sort'), 'descending');
  const falling = await gaps();
  assert.deepEqual(falling, falling.toSorted((a, b) => b - a));
  await leads(page, () => page.locator('.listing thead').getByRole('link', { name: 'Gap' }).click());
  const rising = await gaps();
  assert.deepEqual(rising, rising.toSorted((a, b) => a - b));
  assert.match(page.url(), /sort=gap$/);
});

test('what is typed into the field is looked for, stands in the address, and the field keeps the focus', async () => {
  await go(page, '#/changes');
  await leads(page, () => page.getByLabel('Find changes').pressSequentially('billing'));
  assert.match(page.url(), /find=billing$/);
  assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
  const title = await page.locator('.part-changes h2').innerText();
  const found = Number(title.match(/^([\d,]+) of/)[1].replace(',', ''));
  assert.equal(await page.locator('.listing').getAttribute('aria-rowcount'), String(found + 1));
  assert.ok(found > 0 && found < score.changes);
  await page.getByLabel('Find changes').fill('');
  await page.waitForFunction(() => !location.hash.includes('billing'));
  quiet(page);
});

test('a row leads to its change, with its gates, evidence, and what would supply what is missing', async () => {
  await go(page, '#/changes?sort=verified');
  const id = await rowAt(0).locator('th').innerText();
  await leads(page, () => rowAt(0).getByRole('link').click());
  assert.equal(await page.title(), `${id} – Tidewrack Freight – Plumbline`);
  assert.match(await page.locator('h1').innerText(), /required item/);
  const gates = await tableRows(page, '.part-gates table');
  assert.deepEqual(gates.map((g) => g.Gate), ['Intent', 'Validation', 'Execution', 'Observation']);
  const missing = page.locator('.part-gate details').filter({ hasText: 'How to supply' }).first();
  await missing.locator('summary').click();
  assert.ok((await missing.locator('pre').innerText()).length > 5);
  await go(page, '#/change/nobody%231');
  assert.match(await page.locator('h1').innerText(), /No change has the id nobody#1/);
  quiet(page);
});

test('two teams side by side show what the command line computes of each', async () => {
  const [left, right] = [score.teams[0].team, score.teams[1].team];
  await go(page, `#/compare/team/${encodeURIComponent(left)}/${encodeURIComponent(right)}`);
  const figure = page.locator('.part-two-gates');
  await figure.locator('summary').click();
  const rows = await tableRows(page, '.part-two-gates details table');
  for (const [side, team] of [left, right].entries()) {
    const of = scored('--team', team);
    for (const [i, gate] of ['intent', 'validation', 'execution', 'observation'].entries()) {
      const row = rows[2 * i + side];
      assert.equal(row.Side, team);
      assert.deepEqual([row['Changes due'], row.Perceived, row.Verified], [count(of.gates[gate].n), percent(of.gates[gate].perceived), percent(of.gates[gate].verified)], `${team} ${gate}`);
    }
  }
  const other = score.teams[2].team;
  await leads(page, () => page.getByLabel('Second', { exact: true }).selectOption(other));
  assert.equal(decodeURIComponent(new URL(page.url()).hash), `#/compare/team/${left}/${other}`);
  quiet(page);
});

test('the search opens by its key, is worked by keys alone, and leads to what it found', async () => {
  await go(page, '#/overview');
  await page.keyboard.press('/');
  const field = page.getByRole('combobox', { name: 'Find a change, team or digest' });
  await field.waitFor();
  assert.ok(await field.evaluate((e) => e === document.activeElement));
  const { team } = score.teams[0];
  await field.pressSequentially(team.toLowerCase());
  await page.locator('.hit', { hasText: team }).first().waitFor();
  assert.match(await page.locator('.hit[aria-selected="true"]').innerText(), new RegExp(`^Team\\s+${team}`));
  await page.keyboard.press('ArrowDown');
  assert.equal(await field.getAttribute('aria-activedescendant'), 'hit-1');
  await page.keyboard.press('ArrowUp');
  await leads(page, () => page.keyboard.press('Enter'));
  assert.equal(decodeURIComponent(new URL(page.url()).hash), `#/teams/${team}`);
  assert.equal(await page.locator('dialog.search[open]').count(), 0);
  await page.getByRole('button', { name: 'Find a change, team or digest' }).click();
  await field.waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog.search[open]').count(), 0);
  quiet(page);
});
