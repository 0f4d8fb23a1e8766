// Every page opens by its address, says something in a sentence, and its address reproduces the view.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, leads, quiet, ready, start } from './harness.mjs';

const pages = [
  ['#/overview', 'Overview'], ['#/matrix', 'Matrix'], ['#/matrix/policy-diagnostics/network', 'Matrix'], ['#/teams', 'Teams'],
  ['#/teams/Billing', 'Billing'], ['#/funnel', 'Policy funnel'], ['#/sources', 'Sources'], ['#/policy', 'Policy'], ['#/about', 'About'],
  ['#/changes', 'Changes'], ['#/compare', 'Compare'],
];

let plumbline;
let page;
before(async () => {
  plumbline = await start();
  page = await plumbline.open();
  await ready(page);
});
after(() => plumbline?.close());

const headline = () => page.locator('h1').innerText();
const counts = () => page.locator('.counts').innerText();
const changesShown = async () => Number((await counts()).match(/^([\d,]+) changes?/)[1].replace(',', ''));
const select = (name) => page.locator(`.filter-bar select[aria-label="${name}"]`);

test('every page opens by its address with one headline that is a sentence, and a title', async () => {
  for (const [fragment, name] of pages) {
    const fresh = await plumbline.open(fragment);
    await ready(fresh);
    assert.equal(await fresh.locator('h1').count(), 1, fragment);
    assert.match(await fresh.locator('h1').innerText(), /^\S+ .+[.]$/, fragment);
    assert.equal(await fresh.title(), `${name} – Tidewrack Freight – Plumbline`);
    assert.equal(await fresh.locator('.demo-strip').count(), 1, `${fragment} says that its data is made up`);
    assert.match(await fresh.locator('footer').innerText(), /Nothing left this browser/);
    quiet(fresh);
    await fresh.context().close();
  }
});

test('the navigation leads to every page, marks the present one, and Back leads back', async () => {
  await page.goto(`${plumbline.site.url}#/overview`);
  await ready(page);
  const names = ['Matrix', 'Teams', 'Policy funnel', 'Sources', 'Policy', 'About'];
  const seen = [await headline()];
  for (const name of names) {
    const link = page.locator('nav[aria-label="Pages"] a', { hasText: new RegExp(`^${name}$`) });
    // Some pages stand behind "More".
    if (!(await link.isVisible())) await page.locator('.more-button').click();
    await leads(page, () => link.click());
    assert.equal(await page.locator('nav [aria-current="page"]').textContent(), name);
    assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'the focus is at the new page');
    seen.push(await headline());
  }
  assert.equal(new Set(seen).size, seen.length, 'each page says something else');
  for (const expected of seen.slice(0, -1).reverse()) {
    await leads(page, () => page.goBack());
    assert.equal(await headline(), expected);
  }
  quiet(page);
});

test('what an address says that nobody knows is told, and so is a team that is not there', async () => {
  await go(page, '#/nowhere');
  assert.equal(await page.title(), 'No such page – Tidewrack Freight – Plumbline');
  assert.match(await page.locator('main').innerText(), /There is no page nowhere/);
  await go(page, '#/gap?period=tomorrow&why=nothing');
  const chips = page.locator('.chip.on', { hasText: 'Not understood' });
  assert.match(await chips.nth(0).innerText(), /period=tomorrow/);
  assert.match(await chips.nth(1).innerText(), /why=nothing/);
  assert.doesNotMatch(await chips.nth(1).innerText(), /hides/, 'what is not understood hides nothing');
  await chips.nth(0).locator('a').click();
  await page.waitForFunction(() => location.hash === '#/gap');
  await chips.first().waitFor({ state: 'detached' });
  // A page without filters tells it too, and has none of their lists.
  await go(page, '#/sources?colour=blue');
  assert.match(await chips.first().innerText(), /colour=blue/);
  assert.equal(await page.locator('.filter-bar select').count(), 0);
  await go(page, '#/sources');
  assert.equal(await page.locator('.filter-bar').count(), 0);
  await go(page, '#/teams/Nobody');
  assert.equal(await page.locator('h1').count(), 1);
  assert.match(await page.locator('main').innerText(), /Nobody/);
  quiet(page);
});

test('a team in a table leads to its page, and its neighbours lead on', async () => {
  await go(page, '#/teams');
  const link = page.locator('main table a').first();
  const name = await link.innerText();
  await leads(page, () => link.click());
  assert.match(await headline(), new RegExp(`^${name}`));
  await leads(page, () => page.getByRole('link', { name: 'Next team' }).click());
  assert.doesNotMatch(await headline(), new RegExp(`^${name} `));
  quiet(page);
});

test('each filter narrows the counts, says what it hides, and is taken off by its chip', async () => {
  await go(page, '#/funnel');
  const all = await changesShown();
  for (const [name, key] of [['Period', 'period'], ['Team', 'team'], ['Environment', 'environment'], ['Authorship', 'authorship']]) {
    const value = name === 'Period' ? '90' : await select(name).locator('option').nth(1).getAttribute('value');
    const words = await select(name).locator(`option[value="${value}"]`).innerText();
    await leads(page, () => select(name).selectOption(value));
    const shown = await changesShown();
    assert.ok(shown > 0 && shown < all, `${name}: ${shown} of ${all}`);
    assert.match(await counts(), new RegExp(`Hides ${(all - shown).toLocaleString('en')} of ${all}`));
    assert.match(page.url(), new RegExp(`[?&]${key}=`));
    const listed = words.match(/\((\d+)\)$/);
    if (listed) assert.equal(shown, Number(listed[1]), `${name}: the list says how many`);
    await leads(page, () => page.getByRole('button', { name: `Clear ${name}` }).click());
    assert.equal(await changesShown(), all);
    assert.equal(await page.locator('.hidden-count').count(), 0);
  }
  quiet(page);
});

test('filters go along to other pages, and their address reproduces the view in another window', async () => {
  await go(page, '#/overview?period=90d&team=Data%20lake&environment=prod&authorship=ai-generated');
  const first = [await headline(), await counts()];
  assert.match(first[1], /Hides/);
  await leads(page, () => page.locator('nav[aria-label="Pages"]').getByRole('link', { name: 'Policy funnel' }).click());
  assert.match(page.url(), /#\/funnel\?period=90d&team=Data%20lake&environment=prod&authorship=ai-generated$/);
  const fresh = await plumbline.open(new URL(page.url()).hash.replace('funnel', 'overview'));
  await ready(fresh);
  assert.deepEqual([await fresh.locator('h1').innerText(), await fresh.locator('.counts').innerText()], first);
  await fresh.context().close();
  await leads(page, () => page.goBack());
  assert.deepEqual([await headline(), await counts()], first);
});

test('a period from day to day is chosen by its two dates', async () => {
  await go(page, '#/matrix');
  await leads(page, () => select('Period').selectOption('between'));
  const whole = await changesShown();
  await leads(page, () => page.getByLabel('From').fill('2026-10-01'));
  const later = await changesShown();
  assert.ok(later < whole, `${later} of ${whole}`);
  await leads(page, () => page.getByLabel('To', { exact: true }).fill('2026-10-31'));
  assert.ok(await changesShown() < later);
  assert.match(page.url(), /period=2026-10-01\.\.2026-10-31/);
});

test('filters that leave nothing say so and can be taken off', async () => {
  await go(page, '#/overview?team=Nobody');
  assert.equal(await page.locator('h1').count(), 1);
  await leads(page, () => page.getByRole('button', { name: 'Clear the filters' }).click());
  assert.ok(await changesShown() > 0);
  quiet(page);
});

test('a mark of the authorship chart filters by it', async () => {
  await go(page, '#/overview');
  const figure = page.locator('.part-reasons figure.chart').nth(1);
  const canvas = await figure.locator('canvas').elementHandle();
  // A chart knows its marks once it knows its size, and takes that from the first layout.
  await page.waitForFunction((drawn) => drawn.width >= drawn.clientWidth * devicePixelRatio && drawn.clientWidth > 0, canvas);
  await canvas.focus();
  await page.keyboard.press('ArrowRight');
  await figure.locator('.chart-tip').waitFor();
  await leads(page, () => page.keyboard.press('Enter'));
  assert.match(page.url(), /authorship=/);
});

test('a term opens its definition where it stands, and Escape closes it', async () => {
  await go(page, '#/overview');
  const term = page.locator('.part-intro .term').first();
  const definition = page.locator('#term-perceived');
  assert.equal(await definition.isVisible(), false);
  assert.equal(await term.getAttribute('aria-describedby'), 'term-perceived');
  await term.focus();
  await page.keyboard.press('Enter');
  await definition.waitFor({ state: 'visible' });
  assert.match(await definition.innerText(), /people state about a change/);
  await page.keyboard.press('Escape');
  await definition.waitFor({ state: 'hidden' });
  assert.equal(await term.evaluate((element) => element === document.activeElement), true);
  quiet(page);
});
