// Why this number, filters as chips, and the way around by keys.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { go, leads, quiet, ready, root, start, tableRows } from './harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));
const score = JSON.parse(
  execFileSync(plumblineBinary, ['score', demo, '--trust-input-policy', '--now', generatedAt, '--json'], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));

let plumbline;
let page;
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/overview');
  await ready(page);
});
after(() => plumbline?.close());

const panel = () => page.locator('dialog.why-panel[open]');
const hash = () => new URL(page.url()).hash;
const number = (text) => Number(text.replaceAll(',', ''));
/** What has the focus, by its words. */
const focused = () => page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.textContent.trim()}`);

test('a figure opens to the numbers that give it, and these to files and records', async () => {
  await go(page, '#/overview');
  await leads(page, () => page.locator('.part-envelope .why-link').click());
  await panel().waitFor();
  const rows = await tableRows(page, '.why-panel table');
  assert.deepEqual(rows.map((row) => row.Part.toLowerCase()), Object.keys(score.gates));
  for (const row of rows) {
    // "80 %480 ÷ 602, 76 to 83 %"
    const [, sum, n] = row.Verified.match(/%([\d,.]+) ÷ ([\d,]+)/);
    assert.ok(Math.abs(number(sum) / number(n) - score.gates[row.Part.toLowerCase()].verified) < 1e-3, row.Verified);
  }
  await leads(page, () => panel().getByRole('link', { name: 'Validation', exact: true }).click());
  assert.equal(hash(), '#/overview?why=envelope%2Fvalidation');
  await page.locator('#why-title', { hasText: 'Validation:' }).waitFor();
  const shares = await tableRows(page, '.why-panel table');
  const sum = shares.reduce((all, row) => all + number(row['Adds to the sum']), 0);
  assert.ok(Math.abs(sum / score.gates.validation.n - score.gates.validation.verified) < 1e-3);
  const item = panel().locator('details').first();
  await item.locator('summary').first().click();
  assert.match(await item.innerText(), /reports\/[\w./-]+\.ndjson, record \d+/);
  assert.match(await item.getByRole('link').first().getAttribute('href'), /^#\/change\//);
  assert.match(await panel().innerText(), new RegExp(`The first 50 of ${score.gates.validation.n}`));
});

test('Escape shuts the panel, Back opens it again, and the focus comes back', async () => {
  await go(page, '#/overview');
  const why = page.locator('.part-debt .why-link');
  await why.focus();
  await leads(page, () => page.keyboard.press('Enter'));
  await panel().waitFor();
  await leads(page, () => page.keyboard.press('Escape'));
  assert.equal(hash(), '#/overview');
  assert.equal(await focused(), 'A Why?');
  await leads(page, () => page.goBack());
  await panel().waitFor();
  await leads(page, () => page.keyboard.press('Escape'));
});

test('the rule in full is the chapter of the scoring rules', async () => {
  await go(page, '#/overview?why=debt');
  await leads(page, () => panel().getByRole('link', { name: 'The rule in full' }).click());
  await page.waitForFunction(() => document.activeElement?.id === 'verification-debt');
});

test('filters without a list of their own are chips that say what they hide and are taken off', async () => {
  await go(page, '#/overview?team=Billing&gate=observation&pattern=alert-illusion');
  const bar = page.locator('.filter-bar');
  const chips = await bar.locator('.chip.on .chip-face').allInnerTexts();
  assert.deepEqual(chips.map((c) => c.replace(/\s+/g, ' ').trim().replace(/\d+/, 'n')), ['Team Billing hides n', 'Due at Observation hides n', 'Pattern Alert illusion hides n']);
  await leads(page, () => bar.getByRole('link', { name: 'Clear Due at Observation' }).click());
  assert.equal(hash(), '#/overview?team=Billing&pattern=alert-illusion');
  await leads(page, () => bar.getByRole('link', { name: 'Clear all' }).click());
  assert.equal(hash(), '#/overview');
  assert.equal(await bar.locator('.chip.on').count(), 0);
});

test('a mark filters by keys, a second time clears, and the reader stays in place', async () => {
  await go(page, '#/overview');
  await page.locator('.part-drift details.twin summary').click();
  const canvas = page.locator('.part-envelope canvas');
  await canvas.focus();
  await page.keyboard.press('ArrowRight');
  await leads(page, () => page.keyboard.press('Enter'));
  assert.equal(hash(), '#/overview?gate=intent');
  await page.waitForFunction(() => document.activeElement?.closest('.part-envelope')?.querySelector('canvas') === document.activeElement);
  await page.waitForFunction(() => document.querySelector('.part-drift details.twin').open);
  await leads(page, () => page.keyboard.press('Enter'));
  assert.equal(hash(), '#/overview');
});

test('the focus stays on a link that is still there after the filter changed', async () => {
  await go(page, '#/overview');
  await page.locator('.part-drift .why-link').focus();
  await go(page, '#/overview?team=Billing');
  await page.waitForFunction(() => document.activeElement?.closest('.part-drift') && document.activeElement.matches('.why-link'));
});

test('? lists the keys, g and a letter go to a page, and letters in a field are text', async () => {
  await go(page, '#/overview');
  await page.locator('.part-debt .why-link').focus();
  await page.keyboard.press('?');
  const sheet = page.locator('dialog.help[open]');
  await sheet.waitFor();
  assert.match(await sheet.innerText(), /Arrows[\s\S]*from mark to mark/);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('dialog.help').open);
  assert.equal(await focused(), 'A Why?');
  await page.keyboard.press('g');
  await leads(page, () => page.keyboard.press('f'));
  assert.equal(hash(), '#/funnel');
  await page.getByRole('button', { name: /^Keys of this page/ }).click();
  await sheet.waitFor();
  await page.keyboard.press('Escape');
  await go(page, '#/funnel?period=2026-08-01..2026-10-31');
  await page.getByLabel('From').focus();
  await page.keyboard.press('?');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  assert.equal(await page.locator('dialog.help[open]').count(), 0);
  assert.match(hash(), /^#\/funnel/);
});

test('the single keys are turned off in the sheet of keys, and stay off', async () => {
  await go(page, '#/overview');
  await page.keyboard.press('?');
  const choice = page.locator('dialog.help[open] input[type="checkbox"]');
  await choice.uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.keyboard.press('/');
  assert.equal(await page.locator('dialog[open]').count(), 0);
  assert.equal(await page.evaluate(() => localStorage.getItem('letters')), 'off');
  await page.getByRole('button', { name: /^Keys of this page/ }).click();
  await choice.check();
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate(() => localStorage.getItem('letters')), null);
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing in the panel and the sheet, ${colorScheme}`, async () => {
    for (const width of [1440, 390]) {
      const own = await plumbline.open('#/overview?why=envelope', { colorScheme, viewport: { width, height: 900 } });
      await ready(own);
      const debug = await own.context().newCDPSession(own);
      await debug.send('Runtime.evaluate', { expression: axe });
      const found = [];
      for (const why of ['envelope', 'envelope/validation', 'teams/Billing', 'workflow/alertPathTestedPerRelease', 'patterns/alert-illusion', 'calibration']) {
        await go(own, `#/overview?gate=validation&why=${encodeURIComponent(why)}`);
        await own.locator('dialog.why-panel[open] #why-title').waitFor();
        await own.evaluate(() => { for (const fold of [...document.querySelectorAll('.why-panel details')].slice(0, 3)) fold.open = true; });
        const { violations } = await own.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        found.push(...violations.map((v) => `${why} ${v.id} (${v.nodes.length}): ${v.nodes[0].target.join(' ')}`));
      }
      await go(own, '#/overview');
      await own.keyboard.press('?');
      await own.locator('dialog.help[open]').waitFor();
      const { violations } = await own.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      found.push(...violations.map((v) => `help ${v.id}: ${v.nodes[0].target.join(' ')}`));
      assert.deepEqual(found, []);
      quiet(own);
      await own.context().close();
    }
  });
}

test('nothing was complained about', () => quiet(page));
