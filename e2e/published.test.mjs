// A published data set in layers: what a visit fetches, what a reader is told when a part of it is broken, and that it can be verified.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { flipped, published } from './data_set.mjs';
import { engines } from './engines.mjs';
import { go, quiet, ready, text } from './harness.mjs';

const { folder, files: sound, index, score } = published(['--teams', '3', '--weeks', '10']);
after(() => rmSync(folder, { recursive: true }));
const scored = score();
const segment = (start) => Object.keys(sound).find((name) => name.startsWith(`data/${start}`));
const notice = async (page) => {
  await page.waitForFunction(() => document.querySelector('[role="alert"]'));
  return text(page, '[role="alert"]');
};

for (const engine of engines) {
  describe(engine.name, { skip: engine.lacks && !process.env.CI ? `not installed: ${engine.lacks}` : false }, () => {
    const overlay = { ...sound };
    let site;
    let page;

    const open = async (route) => {
      await page?.context?.().close();
      page = await site.open(route);
      await ready(page);
    };

    before(async () => {
      assert.equal(engine.lacks, null, `not installed: ${engine.lacks}`);
      site = await engine.start({ overlay });
    });
    after(() => site?.close());
    afterEach(() => Object.assign(overlay, sound));

    test('the Overview needs index, summary and columns alone, and shows what score says', async () => {
      const before = site.site.asked.length;
      await open('');
      assert.match(await text(page, '.counts'), new RegExp(`^${scored.changes ?? index.counts.changes} changes`));
      const data = site.site.asked.slice(before).filter((url) => url.includes('/data/'));
      assert.ok(data.every((url) => /data\/(index\.json|summary-|columns\/)/.test(url)), data.join('\n'));
      // the page in the HTML is still that of the demo, whose first files it names
      const asked = site.site.asked.slice(before).filter((url) => !url.includes('/demo/') && !url.endsWith('/complaints.js'));
      // WebKit fetches twice what is preloaded for a worker
      assert.ok(new Set(asked).size <= 19, asked.join('\n'));
      assert.equal(await text(page, '.demo-strip'), null);
      quiet(page);
    });

    test('every page, a change and a Why? open', async () => {
      await open('#/changes');
      const change = await page.evaluate(() => document.querySelector('main a[href^="#/change/"]').getAttribute('href'));
      for (const fragment of ['#/gap', '#/matrix', '#/teams', '#/patterns', '#/funnel', '#/debt', '#/threats', '#/detection', '#/reviews', '#/compare', change, '#/sources', '#/policy', '#/overview?why=envelope']) {
        await go(page, fragment);
        assert.equal(await text(page, '[role="alert"]'), null, fragment);
        assert.ok((await text(page, 'h1')).length > 3, fragment);
      }
      quiet(page);
    });

    for (const [start, fragment] of [['columns/', '#/overview'], ['changes/', '#/changes'], ['sources-', '#/sources'], ['directory-', '#/change/'], ['details/', '#/change/']]) {
      test(`a broken segment of ${start} is named, other pages work, and trying again does`, async () => {
        const name = segment(start);
        for (const broken of [null, sound[name].subarray(0, 9), flipped(sound[name])]) {
          Object.assign(overlay, sound);
          for (const other of Object.keys(sound).filter((other) => other.startsWith(`data/${start}`))) {
            overlay[other] = broken === null ? null : other === name ? broken : flipped(sound[other]);
          }
          await open('#/policy');
          assert.ok((await text(page, 'h1')).length > 3);
          let to = fragment;
          if (to === '#/change/') {
            await go(page, '#/changes');
            to = await page.evaluate(() => document.querySelector('main a[href^="#/change/"]').getAttribute('href'));
          }
          await page.evaluate((fragment) => { location.hash = fragment; }, to);
          const told = await notice(page);
          assert.match(told, new RegExp(start === 'details/' ? 'details/' : name.slice('data/'.length).replaceAll('.', '\\.')), told);
          assert.match(told, /is missing|is cut short|digest/, told);
          Object.assign(overlay, sound);
          await page.evaluate(() => [...document.querySelectorAll('[role="alert"] button')].find((button) => button.innerText === 'Try again').click());
          await page.waitForFunction(() => !document.querySelector('[role="alert"]'));
          await ready(page);
          assert.ok((await text(page, 'h1')).length > 3);
        }
      });
    }

    test('a page in the place of a segment is a missing one', async () => {
      overlay[segment('sources-')] = '<!doctype html><title>Not here</title>';
      await open('#/sources');
      assert.match(await notice(page), /sources-.*(is missing|instead of|cut short)/);
    });

    test('a data set of a newer version says which version reads it', async () => {
      overlay['data/index.json'] = sound['data/index.json'].toString().replace('index/2', 'index/3').replace(/"readBy": "[^"]*"/, '"readBy": "9.0.0"');
      await open('');
      assert.match(await notice(page), /version 3 of plumbline\.index is read by plumbline 9\.0\.0 or later/);
    });

    test('an index whose segments lie elsewhere is refused', async () => {
      overlay['data/index.json'] = sound['data/index.json'].toString().replace('"path":"columns/', '"path":"../columns/');
      await open('');
      assert.match(await notice(page), /is not the name of a segment with its digest/);
    });

    const verify = async () => {
      await go(page, '#/sources');
      await page.evaluate(() => {
        const button = [...document.querySelectorAll('.sources-page button')].find((one) => one.innerText === 'Verify this data set');
        button.scrollIntoView();
        button.click();
      });
      return notice(page);
    };

    test('verified, it is identical', async () => {
      await open('');
      assert.match(await verify(), new RegExp(`recomputed ${index.counts.changes} changes: identical`));
      // the notice stands above the page; the reader is at the button, far below, and reads it there
      const { text, isInSight } = await page.evaluate(() => {
        const line = document.querySelector('.verify-said');
        const { top, bottom } = line.getBoundingClientRect();
        return { text: line.textContent, isInSight: top < innerHeight && bottom > 0 };
      });
      assert.match(text, /identical/);
      assert.equal(isInSight, true);
      quiet(page);
    });

    test('one flipped bit in a column, a detail and an artifact is found', async () => {
      for (const start of ['columns/', 'details/', 'packs/']) {
        Object.assign(overlay, sound);
        await open('');
        const name = segment(start);
        overlay[name] = flipped(sound[name]);
        assert.match(await verify(), new RegExp(name.slice('data/'.length).replaceAll('.', '\\.')), start);
      }
    });
  });
}
