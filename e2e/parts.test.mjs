// A data set that is published in parts: the first figures come from an answer, a team from its part, and whatever would need all changes says so.

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, afterEach, before, describe, test } from 'node:test';
import { flipped, published } from './data_set.mjs';
import { engines } from './engines.mjs';
import { go, quiet, ready, text } from './harness.mjs';

// a part for more than a hundred changes
const { folder, files: sound, index, score } = published(['--teams', '9', '--weeks', '10'], ['--parts-above', '100']);
after(() => rmSync(folder, { recursive: true }));

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
    /** The files of the data set that were asked for meanwhile. */
    const asked = async (act) => {
      const before = site.site.asked.length;
      await act();
      return site.site.asked.slice(before).filter((url) => url.includes('/data/')).map((url) => url.split('/data/')[1]);
    };

    before(async () => {
      assert.equal(engine.lacks, null, `not installed: ${engine.lacks}`);
      site = await engine.start({ overlay });
    });
    after(() => site?.close());
    afterEach(() => Object.assign(overlay, sound));

    test('the first figures need the index and an answer, and say that they were computed when published', async () => {
      const files = new Set(await asked(() => open('')));
      assert.deepEqual([...files].map((name) => name.split(/[-.]/)[0]), ['index', 'answers/overview']);
      assert.match(await text(page, '.counts'), new RegExp(`^${index.counts.changes} changes.*computed when published`));
      assert.match(await text(page, '.footer'), new RegExp(`Computed when these data were published, from ${index.counts.changes} changes`));
      for (const place of ['#/matrix', '#/teams', '#/funnel', '#/overview?period=90d', '#/overview?authorship=human']) {
        const of = await asked(() => go(page, place));
        assert.ok(of.every((name) => name.startsWith('answers/')), `${place}: ${of}`);
        assert.match(await text(page, '.counts'), /computed when published/, place);
      }
      quiet(page);
    });

    test('a team is computed here from its part, as score has it', async () => {
      await open('');
      const name = 'Billing';
      const files = await asked(() => go(page, `#/overview?team=${name}`));
      assert.equal(files.filter((file) => file.startsWith('columns/')).length, 1, files.join('\n'));
      const scored = score('--team', name);
      assert.match(await text(page, '.counts'), new RegExp(`^${scored.changes} changes`));
      assert.doesNotMatch(await text(page, '.counts'), /computed when published/);
      for (const place of [`#/gap?team=${name}`, `#/changes?team=${name}`, `#/teams/${name}`, `#/overview?team=${name}&period=30d&gate=execution`]) {
        const more = await asked(() => go(page, place));
        assert.ok(more.every((file) => !file.startsWith('columns/')), `${place}: ${more}`);
        assert.equal(await text(page, '[role="alert"]'), null, place);
      }
      await go(page, `#/changes?team=${name}`);
      const change = await page.evaluate(() => document.querySelector('main a[href^="#/change/"]').getAttribute('href'));
      const details = await asked(() => go(page, change));
      assert.ok(details.some((file) => file.startsWith('lookup/')) && details.every((file) => !file.startsWith('directory')), details.join('\n'));
      assert.equal(await text(page, '[role="alert"]'), null);
      quiet(page);
    });

    test('what needs all changes says so, and reads them when it is told to', async () => {
      await open('#/overview?gate=execution');
      assert.equal(await text(page, 'h1'), 'These figures are not ready yet');
      assert.match(await text(page, '.state-text'), new RegExp(`all ${index.counts.changes} changes`));
      await page.evaluate(() => [...document.querySelectorAll('.state-actions button')].find((one) => one.innerText.startsWith('Read all')).click());
      await page.waitForFunction(() => !document.querySelector('.state-title') && document.querySelector('main h1'));
      await ready(page);
      await go(page, '#/overview');
      assert.match(await text(page, '.counts'), new RegExp(`^${score().changes} changes`));
      assert.doesNotMatch(await text(page, '.counts'), /computed when published/);
      await go(page, '#/debt');
      assert.ok((await text(page, 'h1')).length > 3);
      quiet(page);
    });

    test('an explanation beside an answer says what it would need', async () => {
      await open('#/overview?why=envelope');
      assert.match(await text(page, '#why-panel'), /The numbers behind this figure lie in all/);
      quiet(page);
    });

    test('an answer or a part that was altered is refused and named', async () => {
      const named = (start) => Object.keys(sound).filter((name) => name.startsWith(`data/${start}`));
      for (const [start, place] of [['answers/', '#/teams'], ['columns/', '#/overview?team=Billing'], ['whole-', '#/overview?team=Billing']]) {
        Object.assign(overlay, sound);
        await open('');
        for (const name of named(start)) overlay[name] = flipped(sound[name]);
        await page.evaluate((to) => { location.hash = to; }, place);
        await page.waitForFunction(() => document.querySelector('[role="alert"]'));
        assert.match(await text(page, '[role="alert"]'), new RegExp(`${start}.*digest`), start);
      }
    });

    test('the part of a team can be verified by itself', async () => {
      await open('#/sources?team=Billing');
      const verify = async () => {
        await page.evaluate(() => [...document.querySelectorAll('.sources-page button')].find((one) => one.innerText === 'Verify this part').click());
        await page.waitForFunction(() => document.querySelector('.verify-said')?.textContent.includes('This part of the data set is'));
        return text(page, '.verify-said');
      };
      const files = await asked(verify);
      const part = index.segments.find(({ path }) => files.includes(path) && path.startsWith('columns/'));
      assert.ok(part.changes > 0 && part.changes < index.counts.changes);
      assert.match(await text(page, '.verify-said'),
        new RegExp(`^This part of the data set is what its records.*recomputed ${part.changes} changes: identical.*one part of the data set`));
      assert.ok(!files.some((name) => name.startsWith('answers/') || name.startsWith('sources-')), files.join('\n'));
      quiet(page);
      // one altered change of it
      const changes = `data/${index.segments.find(({ layer, span }) => layer === 'changes' && span === part.span).path}`;
      overlay[changes] = flipped(sound[changes]);
      await open('#/sources?team=Billing');
      assert.match(await verify(), /^This part of the data set is not what its records.*changes\/bucket/);
    });

    test('it can be verified, but for the answers', async () => {
      await open('#/sources');
      await page.evaluate(() => [...document.querySelectorAll('.sources-page button')].find((one) => one.innerText === 'Verify this data set').click());
      await page.waitForFunction(() => document.querySelector('.verify-said')?.textContent.includes('recomputed'));
      assert.match(await text(page, '.verify-said'), new RegExp(`recomputed ${index.counts.changes} changes: identical.*were not recomputed`));
      quiet(page);
    });
  });
}
