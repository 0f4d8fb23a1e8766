// The Overview stands in the page itself, readable before any script, until the live page takes its place without a move.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ready, start } from './harness.mjs';

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

/** A page whose programs wait until `release` is called. */
async function held(address = '', options = {}) {
  const context = await plumbline.browser.newContext({ viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  await page.route('**/boot.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(plumbline.site.url + address, { waitUntil: 'commit' });
  await page.locator('.footer').waitFor();
  await page.waitForFunction(() => document.querySelector('link[rel="stylesheet"]').sheet);
  return { page, release, close: () => context.close() };
}

/** What a reader sees of the Overview: texts, and the boxes of everything that takes room. */
function seen() {
  // Charts of the live page hold no text.
  const plain = (element) => {
    const copy = element.cloneNode(true);
    for (const drawn of copy.querySelectorAll('.drawn')) drawn.remove();
    return copy.textContent.replace(/\s+/g, ' ').trim();
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return [x, y, width, height].map(Math.round);
  };
  return {
    headline: plain(document.querySelector('h1')),
    texts: all('.eyebrow, main h2, .subtitle, .demo-strip, .footer, .counts, .chip-face, .next-point, .keys, .pages a').map(plain),
    cells: all('.grid .tbl:not(.twin .tbl) :is(th, td)').map(plain),
    boxes: all('.top-bar, .filter-bar, .demo-strip, .page-head, h1, .actions, .grid > *, .figure, figcaption, .chart-stage, .twin, .tbl:not(.twin .tbl) tr, .footer')
      .map((element) => [[element.localName, ...element.classList].filter((name) => name !== 'drawn').join('.'), ...box(element)]),
    links: all('main a').map((link) => [plain(link), link.getAttribute('href')]),
  };
}

test('without JavaScript the headline, the figures and their tables can be read', async () => {
  const context = await plumbline.browser.newContext({ viewport: { width: 1440, height: 1000 }, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(plumbline.site.url);
  assert.match(await page.locator('h1').innerText(), /evidence proves \d+\s% of what policy asks/);
  assert.match(await page.locator('main').innerText(), /JavaScript is off/);
  const figures = page.locator('.figure.chart');
  assert.ok(await figures.count() >= 5);
  for (const figure of await figures.all()) {
    assert.ok((await figure.locator('.drawn svg:visible').count()) >= 1, await figure.innerText());
    await figure.locator('.twin > summary').first().click();
    assert.ok((await figure.locator('.twin tbody tr:visible').count()) >= 1);
  }
  // Nothing offers what only scripts can do.
  assert.equal(await page.locator('button:visible, select:visible').count(), 0);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.part-envelope svg:visible').count() >= 1, 'it prints');
  await context.close();
});

test('a link to the site previews the headline', async () => {
  const context = await plumbline.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(plumbline.site.url);
  const headline = await page.locator('h1').innerText();
  for (const selector of ['meta[name="description"]', 'meta[property="og:description"]']) {
    const content = await page.locator(selector).getAttribute('content');
    assert.equal(content.replace(/\s+/g, ' '), headline.replace(/\s+/g, ' '));
  }
  assert.match(await page.locator('meta[property="og:title"]').getAttribute('content'), /Tidewrack Freight/);
  await context.close();
});

for (const width of [320, 390, 600, 820, 1101, 1440, 1920]) {
  test(`at ${width} px the live page has the texts and the boxes of the page in the HTML`, async () => {
    const { page, release, close } = await held('', { viewport: { width, height: 900 } });
    const first = await page.evaluate(seen);
    assert.equal(await page.locator('#boot').count(), 1);
    release();
    await ready(page);
    const live = await page.evaluate(seen);
    assert.equal(live.headline, first.headline);
    assert.deepEqual(live.texts, first.texts);
    assert.deepEqual(live.cells, first.cells);
    assert.deepEqual(live.links, first.links);
    assert.equal(live.boxes.length, first.boxes.length);
    // The head of the track's column stands beyond the page where rows are cards.
    for (const [i, [name, ...box]] of live.boxes.entries()) {
      const [was, ...before] = first.boxes[i];
      assert.equal(name, was);
      if (box[0] < -1000) continue;
      const moved = Math.max(...box.map((value, at) => Math.abs(value - before[at])));
      assert.ok(moved <= 1, `${name}: ${before} became ${box}`);
    }
    await close();
  });
}

for (const width of [390, 1440]) {
  for (const [name, line] of [['a fast line', null], ['a slow line', { offline: false, latency: 100, downloadThroughput: 600_000, uploadThroughput: 600_000 }]]) {
    test(`nothing moves while the page loads at ${width} px over ${name}`, async () => {
      const context = await plumbline.browser.newContext({ viewport: { width, height: 900 } });
      const page = await context.newPage();
      if (line) await (await context.newCDPSession(page)).send('Network.emulateNetworkConditions', line);
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
          .observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(plumbline.site.url);
      await ready(page);
      // The frames after the live page took over, in which its last charts are painted.
      await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))); }));
      const shift = (await page.evaluate(() => window.shifts)).reduce((sum, value) => sum + value, 0);
      assert.ok(shift <= 0.02, `layout shift ${shift}`);
      await context.close();
    });
  }
}

test('the focus, the scroll position and what is unfolded stay when the live page takes over', async () => {
  const { page, release, close } = await held();
  const summary = page.locator('.part-debt .twin > summary');
  await summary.click();
  await page.locator('.part-debt .why-link').focus();
  await page.evaluate(() => scrollTo(0, 900));
  const top = await page.locator('.part-debt h2').evaluate((title) => title.getBoundingClientRect().top);
  release();
  await ready(page);
  assert.equal(await page.evaluate(() => scrollY), 900);
  assert.ok(Math.abs(await page.locator('.part-debt h2').evaluate((title) => title.getBoundingClientRect().top) - top) <= 1);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('href')), '#/overview?why=debt');
  assert.ok(await page.locator('.part-debt .twin tbody tr:visible').count() > 3);
  await close();
});

test('an address with a filter, or of another page, never shows the figures of all changes', async () => {
  const everything = await held();
  const headline = await everything.page.locator('h1').innerText();
  for (const [address, sentence] of [
    ['#/overview?environment=prod&period=30d', /figures for the filter in this address are being computed/],
    ['#/gap', /This page is being computed/],
  ]) {
    const { page, release, close } = await held(address);
    const shown = await page.locator('body').innerText();
    assert.match(shown, sentence);
    assert.ok(!shown.includes(headline), shown);
    assert.equal(await page.locator('h1:visible, .counts:visible, .figure:visible, .filter-bar .chip:visible').count(), 0);
    // The frame is there at once.
    assert.equal(await page.locator('.top-bar:visible, .demo-strip:visible, .footer:visible').count(), 3);
    release();
    await ready(page);
    assert.notEqual(await page.locator('h1').innerText(), headline);
    await close();
  }
  // A link that is followed before the live page is there counts too.
  await everything.page.evaluate(() => { location.hash = '#/overview?environment=prod'; });
  await everything.page.locator('.for-filter:visible').waitFor();
  assert.equal(await everything.page.locator('h1:visible').count(), 0);
  everything.release();
  await ready(everything.page);
  assert.match(await everything.page.locator('.eyebrow').innerText(), /prod/i);
  await everything.close();
});

test('the skip link of the page in the HTML moves the focus and keeps the address', async () => {
  const { page, close } = await held();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  assert.equal(new URL(page.url()).hash, '');
  await close();
});

test('nothing is fetched twice', async () => {
  const fresh = await start();
  try {
    const page = await fresh.open();
    await ready(page);
    const asked = fresh.site.asked.map((address) => new URL(address, fresh.site.origin).pathname).filter((path) => !path.endsWith('favicon.ico'));
    assert.deepEqual(asked.filter((path, i) => asked.indexOf(path) !== i), []);
    assert.ok(asked.some((path) => /\/demo\/columns\/[\w-]+\.bin$/.test(path)));
  } finally {
    await fresh.close();
  }
});

test('without any data the way in takes the place of the page in the HTML', async () => {
  const empty = await start({ overlay: { 'demo/index.json': null, 'data/index.json': null } });
  try {
    const page = await empty.open();
    await ready(page);
    assert.match(await page.locator('h1').innerText(), /Drop evidence files/);
    assert.equal(await page.locator('.demo-strip').count(), 0);
  } finally {
    await empty.close();
  }
});
