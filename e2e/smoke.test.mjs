// What has to work in every browser engine: one list of tests, run in Chromium, Firefox and WebKit.

import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { engines } from './engines.mjs';
import { go, leads, quiet, ready, text } from './harness.mjs';

/** Every page: its address, and its name in the title. */
const pages = [
  ['#/overview', 'Overview'], ['#/gap', 'Gap'], ['#/matrix', 'Matrix'], ['#/matrix/policy-diagnostics/network', 'Matrix'],
  ['#/teams', 'Teams'], ['#/teams/Billing', 'Billing'], ['#/patterns', 'Patterns'], ['#/patterns/unsafe-defaults', 'Unsafe defaults'],
  ['#/funnel', 'Policy funnel'], ['#/debt', 'Debt'], ['#/changes', 'Changes'], ['#/changes?find=vault&sort=-gap', 'Changes'],
  ['#/change/tidewrack%2Flake-infra%23527', 'tidewrack/lake-infra#527'], ['#/threats', 'Threats'], ['#/detection', 'Detection'],
  ['#/reviews', 'Reviews'], ['#/compare', 'Compare'], ['#/compare/team/Billing/Storefront', 'Compare Billing with Storefront'], ['#/sources', 'Sources'],
  ['#/policy', 'Policy'], ['#/about', 'About'], ['#/overview?why=envelope', 'Overview'], ['#/nowhere', 'No such page'],
];

const sarif = JSON.stringify({
  version: '2.1.0',
  runs: [{
    tool: { driver: { name: 'checkov', version: '3.3.30' } },
    results: [{ ruleId: 'CKV_AZURE_36', level: 'warning', message: { text: 'Trusted services are denied' } }],
  }],
});

const fragment = (page) => page.evaluate(() => location.hash);
const changesShown = async (page) => Number((await text(page, '.counts')).match(/^([\d,]+) changes?/)[1].replace(',', ''));

/** Waits until every chart on the page is painted. */
const painted = (page) => page.waitForFunction(() => [...document.querySelectorAll('canvas')].every((canvas) => (
  canvas.clientWidth === 0
    || (canvas.width >= canvas.clientWidth * devicePixelRatio
      && canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((byte) => byte > 0)))));

/** The receipt of a file of the reader's own, once it is read. */
async function receipt(page, name) {
  await page.waitForFunction(() => !document.querySelector('.demo-strip'));
  await ready(page);
  return page.evaluate((of) => [...document.querySelectorAll('.sources-page .receipts tbody tr')].find((row) => row.innerText.includes(of))?.innerText, name);
}

for (const engine of engines) {
  // A missing engine is skipped, but not in continuous integration.
  describe(engine.name, { skip: engine.lacks && !process.env.CI ? `not installed: ${engine.lacks}` : false }, () => {
    let plumbline;
    let page;

    /** Opens the site in a new page. */
    const open = async (route) => {
      await page?.context?.().close();
      page = await plumbline.open(route);
      await ready(page);
    };
    /** Fails on any complaint so far. */
    const sound = async () => {
      // Complaints arrive in order, so those of before are there when the page answers.
      await page.evaluate(() => document.readyState);
      quiet(page);
    };

    before(async () => {
      assert.equal(engine.lacks, null, `not installed: ${engine.lacks}`);
      plumbline = await engine.start();
    });
    after(() => plumbline?.close());

    test("the first page is the demo's overview, with a headline and four gates", async () => {
      await open('');
      assert.equal(await page.evaluate(() => document.title), 'Overview – Tidewrack Freight – Plumbline');
      assert.match(await text(page, 'h1'), /^Teams are \d+\s% confident their changes are sound; evidence proves \d+\s% of what policy asks\./);
      assert.match(await text(page, '.demo-strip'), /Sample data from a fictional company/);
      await page.click('.part-envelope details.twin > summary');
      await page.waitForFunction(() => document.querySelector('.part-envelope details.twin table'));
      const gates = await page.evaluate(() => [...document.querySelectorAll('.part-envelope details.twin tbody tr')].map((row) => row.cells[0].innerText));
      assert.deepEqual(gates, ['Intent', 'Validation', 'Execution', 'Observation']);
      await painted(page);
      await sound();
    });

    test('every page has a headline, and its charts are painted', async () => {
      await open('#/about');
      for (const [address, name] of pages) {
        if (await fragment(page) !== address) await go(page, address);
        assert.equal(await page.evaluate(() => document.title), `${name} – Tidewrack Freight – Plumbline`, address);
        const headlines = await page.evaluate(() => [...document.querySelectorAll('main h1')].map((headline) => headline.innerText));
        assert.equal(headlines.length, 1, address);
        assert.match(headlines[0], /\S/, address);
        await painted(page);
        await sound();
      }
    });

    test('a page opens by its address', async () => {
      await open('#/teams/Billing');
      assert.match(await text(page, 'h1'), /^Billing/);
      await sound();
    });

    test('a filter narrows the changes, stays in the address, and Back takes it off', async () => {
      await open('#/funnel');
      const all = await changesShown(page);
      await leads(page, () => page.selectOption('.filter-bar select[aria-label="Environment"]', 'prod'));
      assert.equal(await fragment(page), '#/funnel?environment=prod');
      const shown = await changesShown(page);
      assert.ok(shown > 0 && shown < all, `${shown} of ${all}`);
      await leads(page, () => page.click('nav[aria-label="Pages"] a[href^="#/teams"]'));
      assert.equal(await fragment(page), '#/teams?environment=prod');
      assert.equal(await changesShown(page), shown);
      const teams = await text(page, 'h1');
      await leads(page, () => page.goBack());
      assert.notEqual(await text(page, 'h1'), teams);
      await leads(page, () => page.goBack());
      assert.equal(await fragment(page), '#/funnel');
      assert.equal(await changesShown(page), all);
      await sound();
    });

    test('the search finds a team while its name is typed, and leads to it', async () => {
      await open('#/overview');
      await page.click('.search-button');
      await page.waitForFunction(() => document.querySelector('dialog.search[open] input') === document.activeElement);
      await page.fill('dialog.search input', 'billing');
      await page.waitForFunction(() => /^Team\s+Billing/.test(document.querySelector('.hit[aria-selected="true"]')?.innerText));
      await leads(page, () => page.press('dialog.search input', 'Enter'));
      assert.equal(await fragment(page), '#/teams/Billing');
      await sound();
    });

    test("the table behind a chart opens with the chart's numbers", async () => {
      await open('#/debt');
      await page.click('figure.chart details.twin > summary');
      await page.waitForFunction(() => document.querySelector('figure.chart details.twin table'));
      assert.match(await text(page, 'figure.chart details.twin table'), /\d/);
      await sound();
    });

    test('a chosen theme colours the page and its charts, and survives a reload', async () => {
      await open('#/debt');
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const chart = () => page.evaluate(() => document.querySelector('figure.chart canvas').toDataURL());
      const choose = async (theme) => {
        await page.selectOption('select[aria-label="Theme"]', theme);
        await page.waitForFunction((chosen) => document.documentElement.dataset.theme === chosen, theme);
        await painted(page);
        return background();
      };
      const light = await choose('light');
      const drawn = await chart();
      assert.notEqual(await choose('dark'), light);
      // a chart is drawn again in a frame of its own
      await page.waitForFunction((before) => document.querySelector('figure.chart canvas').toDataURL() !== before, drawn);
      await page.reload();
      await ready(page);
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
      await page.evaluate(() => localStorage.removeItem('theme'));
      await sound();
    });

    describe("a reader's own file", () => {
      let folder;
      before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'plumbline-')); });
      after(() => rm(folder, { recursive: true, force: true }));
      beforeEach(() => open('#/sources'));

      test('is read when chosen', async () => {
        const file = path.join(folder, 'chosen.sarif');
        await writeFile(file, sarif);
        await page.setInputFiles('#choose-files', file);
        assert.match(await receipt(page, 'chosen.sarif'), /checkov 3\.3\.30/);
        await sound();
      });

      test('is read when dropped', async () => {
        await page.evaluate((content) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([content], 'dropped.sarif'));
          const at = document.querySelector('footer');
          for (const kind of ['dragover', 'drop']) at.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
        }, sarif);
        assert.match(await receipt(page, 'dropped.sarif'), /checkov 3\.3\.30/);
        await sound();
      });
    });

    test('errors and policy violations become complaints', async () => {
      await open('#/about');
      await page.evaluate(() => {
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.head.append(script);
      });
      await page.evaluate(() => { console.error('said on purpose'); setTimeout(() => { throw new Error('thrown on purpose'); }); });
      await page.evaluate(() => new Promise((done) => setTimeout(done)));
      const heard = page.complaints.join('\n');
      for (const words of [/policy|script-src/i, /said on purpose/, /thrown on purpose/]) assert.match(heard, words);
    });
  });
}
