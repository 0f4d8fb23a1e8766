// Data in: the demo, a site's own data, the reader's own files; what is refused, what stops a reader, what a link keeps.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { dist, quiet, ready, start } from './harness.mjs';

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

const report = (n, more = {}) => ({
  format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2026-11-01T10:00:00Z', outcome: 'passed',
  change: { id: `own/repo#${n}`, team: 'own-team', environment: 'prod', authorship: 'human', openedAt: '2026-11-01T09:00:00Z' },
  perceived: [{ confidence: 0.9 }], ...more,
});
const file = (name, value) => ({
  name, mimeType: 'application/json', buffer: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const choose = (page, ...files) => page.locator('#choose-files').setInputFiles(files);
/** What is told of a load once it has ended; one under way has a notice of its own. */
const notice = (page) => page.locator('.notice[role="alert"]');

test('the demo is labelled as such on every page', async () => {
  const page = await plumbline.open();
  await ready(page);
  for (const route of ['overview', 'matrix', 'teams', 'funnel', 'sources', 'about']) {
    await page.goto(`${plumbline.site.url}#/${route}`);
    await ready(page);
    assert.equal(await page.locator('.demo-tag').innerText(), 'Demo data', route);
  }
  quiet(page);
});

test('own files take the place of the demo, and more files are added to them', async () => {
  const page = await plumbline.open();
  await ready(page);
  await choose(page, file('a.json', report(1)));
  await page.locator('.demo-tag').waitFor({ state: 'detached' });
  await ready(page);
  assert.match(await page.locator('.counts').innerText(), /^1 change,/);
  await choose(page, file('b.ndjson', `${JSON.stringify(report(2))}\n${JSON.stringify(report(3))}\n`));
  await page.locator('.counts', { hasText: '3 changes' }).waitFor();
  quiet(page);
});

test('a file dropped anywhere on the page is read', async () => {
  const page = await plumbline.open('#/funnel');
  await ready(page);
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'dropped.json', { type: 'application/json' }));
    return data;
  }, JSON.stringify(report(1)));
  await page.dispatchEvent('footer', 'dragover', { dataTransfer: transfer });
  await page.locator('.drop-veil.on').waitFor();
  await page.dispatchEvent('footer', 'drop', { dataTransfer: transfer });
  await page.locator('.counts', { hasText: '1 change,' }).waitFor();
  assert.equal(await page.locator('.drop-veil.on').count(), 0);
  quiet(page);
});

test('a broken file is named with its reason, and the others are used', async () => {
  const page = await plumbline.open();
  await ready(page);
  await choose(page, file('good.json', report(1)), file('cut.json', '{"format": "plumbline.gate-report/1", "gate": '));
  await notice(page).waitFor();
  const said = await notice(page).innerText();
  assert.match(said, /Loaded 1 of 2 files, 1 rejected/);
  assert.match(said, /cut\.json/);
  assert.match(await page.locator('.counts').innerText(), /^1 change,/);
  await notice(page).getByRole('link', { name: 'Open the receipts' }).click();
  await ready(page);
  assert.equal(await notice(page).count(), 0);
  assert.match(await page.locator('.sources-page tr.refused').innerText(), /cut\.json/);
  quiet(page);
});

test('when nothing of the first files can be used, what was there stays', async () => {
  const page = await plumbline.open();
  await ready(page);
  const headline = await page.locator('h1').innerText();
  await choose(page, file('empty.json', ''), file('photo.jpg', 'not a report'));
  await notice(page).waitFor();
  assert.match(await notice(page).innerText(), /None of the 2 files could be used/);
  await ready(page);
  assert.equal(await page.locator('h1').innerText(), headline);
  assert.equal(await page.locator('.demo-tag').count(), 1);
  quiet(page);
});

test('hostile files are refused in words, and never end the page', async () => {
  const page = await plumbline.open();
  await ready(page);
  await choose(
    page,
    file('good.json', report(1)),
    file('deep.json', '['.repeat(10000)),
    file('year9999.json', report(2, { recordedAt: '9999-12-31T23:59:59Z' })),
    file('markup.json', report(3, { change: { id: '<img src=x onerror=alert(1)>', team: '<b>team</b>', url: 'javascript:alert(1)' } })),
  );
  await notice(page).waitFor();
  await ready(page);
  assert.match(await notice(page).innerText(), /deep\.json/);
  await page.goto(`${plumbline.site.url}#/teams`);
  await ready(page);
  assert.equal(await page.locator('main img, main b').count(), 0);
  assert.equal(await page.locator('a[href^="javascript:"]').count(), 0);
  quiet(page);
});

test('a link reproduces page and filter, and Back undoes a filter', async () => {
  const page = await plumbline.open('#/teams');
  await ready(page);
  await page.getByLabel('Authorship').selectOption('human');
  await page.locator('.chip.on').waitFor();
  await ready(page);
  assert.match(page.url(), /#\/teams\?authorship=human$/);
  const counts = await page.locator('.counts').innerText();
  assert.match(counts, /Hides/);
  const other = await plumbline.open(new URL(page.url()).hash);
  await ready(other);
  assert.equal(await other.locator('.counts').innerText(), counts);
  await page.goBack();
  await page.locator('.chip.on').waitFor({ state: 'detached' });
  quiet(page);
  quiet(other);
});

test('filters that leave nothing offer to be cleared', async () => {
  const page = await plumbline.open('#/overview?team=nobody');
  await ready(page);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await ready(page);
  assert.doesNotMatch(page.url(), /team=/);
  assert.match(await page.locator('h1').innerText(), /evidence proves/);
  quiet(page);
});

test('a chosen theme is kept', async () => {
  const page = await plumbline.open('', { colorScheme: 'light' });
  await ready(page);
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await page.getByLabel('Theme').selectOption('dark');
  assert.notEqual(await paper(), light);
  const dark = await paper();
  await page.reload();
  await ready(page);
  assert.equal(await paper(), dark);
  quiet(page);
});

test('the policy in force can be kept, and has the digest that the page shows', async () => {
  const page = await plumbline.open('#/sources');
  await ready(page);
  const shown = (await page.locator('.policy-digest').innerText()).replace('sha256 ', '');
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save the policy' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'policy.json');
  const kept = await readFile(await download.path());
  assert.equal(createHash('sha256').update(kept).digest('hex'), shown);
  quiet(page);
});

test("a site's own data is read in place of the demo", async () => {
  const data = `${JSON.stringify(report(1))}\n`;
  const sha256 = createHash('sha256').update(data).digest('hex');
  const index = (digest) => JSON.stringify({
    format: 'plumbline.index/1', title: 'Contoso', generatedAt: '2026-11-20T00:00:00Z',
    files: [{ path: 'reports/a b.ndjson', sha256: digest }],
  });
  for (const [digest, isWhole] of [[sha256, true], ['0'.repeat(64), false]]) {
    const site = await start({ overlay: { 'data/index.json': index(digest), 'data/reports/a b.ndjson': data } });
    try {
      const page = await site.open('#/sources');
      await ready(page);
      assert.equal(await page.locator('.demo-tag').count(), 0);
      assert.equal(await page.locator('.sources-page tr.partial').count(), isWhole ? 0 : 1);
      if (!isWhole) {
        await page.locator('.sources-page tr.partial summary').click();
        // The list is drawn when it is opened.
        await page.locator('.sources-page tr.partial li').first().waitFor();
        assert.match(await page.locator('.sources-page tr.partial').innerText(), /its digest differs/);
      }
      quiet(page);
    } finally {
      await site.close();
    }
  }
});

test('without any data the page offers a way in', async () => {
  const site = await start({ overlay: { 'data/index.json': null, 'demo/index.json': null } });
  try {
    const page = await site.open();
    await ready(page);
    assert.match(await page.locator('main').innerText(), /Drop evidence files to hang the line/);
    assert.equal(await page.locator('.filter-bar').count(), 0);
  } finally {
    await site.close();
  }
});

/** The worker's own start-up with some lines before it, that hear what comes and change what goes. */
const workerWith = async (lines) => `
  const say = self.postMessage.bind(self);
  const words = (message) => (typeof message === 'string' ? message : new TextDecoder('latin1').decode(message));
  ${lines}
  ${await readFile(`${dist}/worker_boot.js`, 'utf8')}`;

/** A worker that ends itself when it says that it reads this file, which was sent to it. */
const fragileWorker = (name) => workerWith(`
  let isArmed = false;
  addEventListener('message', (event) => { isArmed ||= event.data?.[1]?.some((file) => file.name === '${name}'); });
  self.postMessage = (message) => {
    say(message);
    if (isArmed && words(message).includes('${name}')) setTimeout(() => { throw new Error('unreachable'); });
  };`);

test('a file that kills the worker is named, and the others are read', async () => {
  const site = await start({ overlay: { 'worker_boot.js': await fragileWorker('killer.json') } });
  try {
    const page = await site.open();
    await ready(page);
    await choose(page, file('a.json', report(1)), file('killer.json', report(2)), file('c.json', report(3)));
    await notice(page).waitFor();
    await page.locator('.counts', { hasText: '2 changes' }).waitFor();
    const said = await notice(page).innerText();
    assert.match(said, /killer\.json/);
    assert.match(said, /stopped the reader/);
    // It stands in the receipts too, and later files are added without it.
    await page.goto(`${site.site.url}#/sources`);
    await ready(page);
    assert.match(await page.locator('.sources-page tr.refused').innerText(), /killer\.json/);
    await choose(page, file('d.json', report(4)));
    await page.goto(`${site.site.url}#/overview`);
    await page.locator('.counts', { hasText: '3 changes' }).waitFor();
  } finally {
    await site.close();
  }
});

test('a load can be stopped, and what was there comes back', async () => {
  const sleepy = await workerWith(`
    addEventListener('message', (event) => { if (event.data?.[1]?.length > 0) event.stopImmediatePropagation(); });`);
  const site = await start({ overlay: { 'worker_boot.js': sleepy } });
  try {
    const page = await site.open();
    await ready(page);
    await choose(page, file('a.json', report(1)));
    await page.getByRole('button', { name: 'Stop' }).click();
    await notice(page).getByText('Reading was stopped').waitFor();
    await ready(page);
    assert.equal(await page.locator('.demo-tag').count(), 1);
    quiet(page);
  } finally {
    await site.close();
  }
});

test('a worker of another build asks for a reload', async () => {
  const other = await workerWith(`
    const [, ours] = /programs-([0-9a-f]{16})/.exec(new URL(self.location.href).searchParams.get('script'));
    self.postMessage = (message) => {
      const said = words(message).replace(ours, 'f'.repeat(ours.length));
      say(typeof message === 'string' ? said : Uint8Array.from(said, (letter) => letter.charCodeAt(0)));
    };`);
  const site = await start({ overlay: { 'worker_boot.js': other } });
  try {
    const page = await site.open();
    await page.getByText('This page was updated while it was open').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Reload' }).count(), 1);
  } finally {
    await site.close();
  }
});

test('a page whose worker an update has removed asks for a reload', async () => {
  const programs = (await readdir(dist)).find((name) => name.startsWith('programs-'));
  const site = await start({ overlay: { [`${programs}/worker/worker.js`]: null, [`${programs}/worker/worker_bg.wasm`]: null } });
  try {
    const page = await site.open();
    await page.getByText('This page was updated while it was open').waitFor();
  } finally {
    await site.close();
  }
});

test('a worker that is not there is told in words', async () => {
  const site = await start({ overlay: { 'worker_boot.js': null } });
  try {
    const page = await site.open();
    await page.getByText('The reader of files did not start').waitFor();
  } finally {
    await site.close();
  }
});
