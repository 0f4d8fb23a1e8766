// What a reader saves: tables as CSV, charts as PNG and SVG, pages as Markdown; and what a link does not hold.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { file, go, load, quiet, ready, start } from './harness.mjs';

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

/** Opens a page of the demo, or of the reader's own files. */
async function open(fragment, own) {
  const page = await plumbline.open(fragment, { permissions: ['clipboard-read', 'clipboard-write'] });
  await ready(page);
  if (own) await load(page, own);
  return page;
}

/** What is downloaded by an act: its name and its bytes. */
async function downloaded(page, act) {
  const coming = page.waitForEvent('download');
  await act();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Saves by an item of the menu of the first figure that has one, or of the one with this title. */
async function save(page, item, title) {
  const figure = title ? page.locator('figure', { has: page.getByRole('heading', { name: title }) }).last() : page.locator('figure:has(> .save)').first();
  await figure.locator('> .save > button').click();
  return downloaded(page, () => figure.getByRole('button', { name: item }).first().click());
}

/** The records of a CSV. */
function records(bytes) {
  const text = bytes.toString('utf8');
  assert.ok(text.startsWith('\ufeff') && text.endsWith('\r\n'), 'a byte order mark, and CR LF at the end');
  return text.slice(1, -2).split('\r\n').map((line) => {
    const cells = [];
    for (const [, quoted, bare] of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)) cells.push(quoted?.replaceAll('""', '"') ?? bare);
    return cells;
  });
}

test('the table behind a figure is saved with its values unrounded', async () => {
  const page = await open('#/overview');
  const { name, bytes } = await save(page, 'Table as CSV');
  assert.equal(name, 'tidewrack-freight-overview-envelope-2026-11-20.csv');
  const [heads, ...rows] = records(bytes);
  assert.deepEqual(rows.map((row) => row[0]), ['Intent', 'Validation', 'Execution', 'Observation']);
  const verified = heads.indexOf('Verified (%)');
  assert.ok(verified > 0, heads.join());
  for (const row of rows) {
    assert.equal(row.length, heads.length);
    assert.match(row[verified], /^\d+\.\d{4,}$/, 'more digits than the page shows');
  }
  quiet(page);
  await page.context().close();
});

test('the long table of changes is saved whole, in the order and under the filter of the page', async () => {
  const page = await open('#/changes?sort=-id&environment=prod');
  const { name, bytes } = await save(page, 'Table as CSV');
  assert.equal(name, 'tidewrack-freight-changes-2026-11-20.csv');
  const [heads, ...rows] = records(bytes);
  const shown = Number(/^(\d+) changes/.exec(await page.locator('.counts').innerText())[1]);
  assert.equal(rows.length, shown);
  assert.ok(shown > 100, 'more than the page draws');
  const ids = rows.map((row) => row[heads.indexOf('Change')]);
  assert.deepEqual(ids, [...ids].sort().reverse());
  assert.deepEqual(new Set(rows.map((row) => row[heads.indexOf('Environment')])), new Set(['prod']));
  assert.match(rows[0][heads.indexOf('Date')], /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  quiet(page);
  await page.context().close();
});

test('the matrix and the receipts are saved as tables', async () => {
  const page = await open('#/matrix');
  const matrix = await save(page, 'Table as CSV');
  assert.equal(matrix.name, 'tidewrack-freight-matrix-2026-11-20.csv');
  assert.ok(records(matrix.bytes)[0].includes('Reproduced'));
  await go(page, '#/sources');
  const receipts = await downloaded(page, () => page.getByRole('button', { name: 'Save as CSV' }).click());
  assert.equal(receipts.name, 'tidewrack-freight-sources-2026-11-20.csv');
  const [heads, first] = records(receipts.bytes);
  assert.match(first[heads.indexOf('sha256')], /^[0-9a-f]{64}$/);
  assert.match(first[heads.indexOf('Size (bytes)')], /^\d+$/);
  quiet(page);
  await page.context().close();
});

test('charts of three pages are saved as pictures that say what they are', async () => {
  const page = await open('#/overview?team=Billing');
  for (const fragment of ['#/overview?team=Billing', '#/debt?team=Billing', '#/funnel?team=Billing']) {
    await go(page, fragment);
    const title = await page.locator('figure.chart:has(> .save) h2').first().innerText();
    const svg = await save(page, 'Picture as SVG');
    assert.match(svg.name, /^tidewrack-freight-[a-z-]+-2026-11-20\.svg$/);
    const read = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        root: parsed.documentElement.localName,
        texts: [...parsed.querySelectorAll('text')].map((t) => t.textContent).join(' '),
        active: parsed.querySelectorAll('script, style, image, a, foreignObject').length,
      };
    }, svg.bytes.toString('utf8'));
    assert.equal(read.root, 'svg');
    assert.equal(read.active, 0);
    const plain = (text) => text.replaceAll(/\s+/g, ' ');
    for (const said of [title, 'Team: Billing', 'Tidewrack Freight', 'Assessed 20 Nov 2026']) {
      assert.ok(plain(read.texts).includes(plain(said)), `${said} in ${read.texts}`);
    }
    assert.match(read.texts, /sha256\s+[0-9a-f]{64}/);
    const png = await save(page, 'Picture as PNG');
    assert.equal(png.name, svg.name.replace('.svg', '.png'));
    assert.deepEqual([...png.bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]);
    const width = Number(/ width="([\d.]+)"/.exec(svg.bytes.toString('utf8'))[1]);
    assert.equal(png.bytes.readUInt32BE(16), 2 * width, 'two pixels for each CSS pixel');
  }
  quiet(page);
  await page.context().close();
});

test('pages are saved as Markdown with their source', async () => {
  const page = await open('#/overview');
  for (const [fragment, button] of [['#/overview', 'Save brief'], ['#/gap', 'Save page'], ['#/teams', 'Save page']]) {
    await go(page, fragment);
    const headline = await page.locator('h1').innerText();
    const { name, bytes } = await downloaded(page, () => page.getByRole('button', { name: button }).click());
    assert.equal(name, `tidewrack-freight-${fragment.slice(2)}-2026-11-20.md`);
    const text = bytes.toString('utf8');
    const plain = (words) => words.replaceAll(/[\s\\]+/g, ' ');
    assert.ok(plain(text).startsWith(`# ${plain(headline)}`), text.slice(0, 300));
    assert.match(text, /\n\| .* \|\n\| --- \|/);
    assert.match(text, /Data set sha256 [0-9a-f]{64}/);
  }
  quiet(page);
  await page.context().close();
});

test('the menu is used by keys alone and moves nothing', async () => {
  const page = await open('#/overview');
  const figure = page.locator('figure:has(> .save)').first();
  const box = () => page.locator('figure').nth(1).boundingBox();
  const before = await box();
  const button = figure.locator('> .save > button');
  assert.match(await button.getAttribute('aria-label'), /^Save: /);
  await button.focus();
  await page.keyboard.press('Enter');
  await page.locator('.save-menu').waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Picture as PNG');
  assert.deepEqual(await box(), before);
  await page.keyboard.press('Escape');
  await page.locator('.save-menu').waitFor({ state: 'detached' });
  assert.match(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), /^Save: /);
  await page.keyboard.press('Enter');
  await page.locator('.save-menu').waitFor();
  await page.locator('h1').click();
  await page.locator('.save-menu').waitFor({ state: 'detached' });
  for (const width of [320, 820]) {
    await page.setViewportSize({ width, height: 800 });
    const { width: w, height: h } = await button.boundingBox();
    assert.ok(w >= 24 && h >= 24, `${w} × ${h} at ${width}`);
    await button.click();
    const menu = await page.locator('.save-menu').boundingBox();
    assert.ok(menu.x >= 0 && menu.x + menu.width <= width, `the menu is on the page at ${width}`);
    await page.keyboard.press('Escape');
  }
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.save:visible').count(), 0);
  quiet(page);
  await page.context().close();
});

const hostile = '=HYPERLINK("http://x.example";"<script>alert(1)</script>\u202e")';
const own = [file('hostile.json', {
  format: 'plumbline.gate-report/1', gate: 'validation', recordedAt: '2024-05-02T10:00:00Z', outcome: 'passed',
  change: { id: `${hostile}#1`, title: hostile, team: hostile, touches: [], mergedAt: '2024-05-02T11:00:00Z' },
  perceived: [{ confidence: 0.9, role: 'author' }],
})];

test('hostile titles do nothing in any export', async () => {
  const page = await open('#/changes', own);
  const changes = await save(page, 'Table as CSV');
  assert.match(changes.name, /^hostile-json-changes-\d{4}-\d\d-\d\d\.csv$/);
  await go(page, '#/gap');
  const gap = await save(page, 'Table as CSV', /By team|team/i);
  for (const { bytes } of [changes, gap]) {
    assert.ok(!bytes.toString('utf8').includes('\u202e'));
    for (const cell of records(bytes).flat()) assert.doesNotMatch(cell, /^[\s]*[=+@]/);
  }
  const svg = await save(page, 'Picture as SVG', /By team|team/i);
  const text = svg.bytes.toString('utf8');
  assert.ok(!text.includes('<script') && !text.includes('\u202e'));
  await go(page, '#/overview');
  const brief = await downloaded(page, () => page.getByRole('button', { name: 'Save brief' }).click());
  const outside = brief.bytes.toString('utf8').split('`').filter((_, i) => i % 2 === 0).join('');
  assert.ok(!outside.includes('<script') && !outside.includes('http://x.example') && !brief.bytes.toString('utf8').includes('\u202e'));
  quiet(page);
  await page.context().close();
});

test('a link to published data holds the filter, and one to own files says what it does not hold', async () => {
  const page = await open('#/gap?team=Billing');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.locator('.toast.on').waitFor();
  assert.match(await page.locator('.toast').innerText(), /It opens this page with these filters/);
  assert.equal(await copied(), page.url());
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await go(page, '#/gap');
  await load(page, own);
  await page.getByRole('button', { name: 'Copy link' }).click();
  assert.match(await page.locator('.save-note').innerText(), /^This link holds the page and filters, not your files\./);
  assert.equal(await copied(), '', 'nothing is copied before the reader knows');
  const { name } = await downloaded(page, () => page.getByRole('button', { name: 'Save this page as Markdown' }).first().click());
  assert.match(name, /^hostile-json-gap-.*\.md$/);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Copy the link without files' }).click();
  await page.waitForFunction(() => /not your files/.test(document.querySelector('.toast').innerText));
  assert.equal(await copied(), page.url());
  quiet(page);
  await page.context().close();
});
