// How every page looks, found by measure at every width: nothing scrolls sideways, no control leaves the screen, no text is cut or set
// in slivers, nothing stands on anything else, every chart is drawn, and every target is large enough or has room around it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fragments } from './fragments.mjs';
import { go, quiet, ready, start } from './harness.mjs';
import { gathered, inspect } from './look.mjs';

let plumbline;
let page;
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/overview');
  await ready(page);
});
after(() => plumbline?.close());

/** Every page at one width. The window is high, so that charts far down are drawn. */
async function everyPage(width, colorScheme) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 2400 });
  const found = [];
  for (const fragment of fragments) {
    await go(page, fragment);
    found.push(...await inspect(page, fragment));
  }
  assert.deepEqual(gathered(found), []);
  quiet(page);
}

for (const width of [320, 390, 768, 1024, 1440, 2560]) {
  test(`every page stands as it should, ${width} pixels wide`, () => everyPage(width, 'light'));
}

for (const width of [390, 1440]) {
  test(`every page stands as it should in the dark, ${width} pixels wide`, () => everyPage(width, 'dark'));
}

test('no label of a chart is cut on a phone of 320 pixels', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 320, height: 6000 });
  await page.evaluate(() => {
    globalThis.drawn = new Set();
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      globalThis.drawn.add(text);
      return fillText.call(this, text, ...rest);
    };
  });
  const cut = [];
  for (const fragment of fragments) {
    await page.evaluate(() => globalThis.drawn.clear());
    await go(page, fragment);
    const found = await page.evaluate(() => [...globalThis.drawn].filter((text) => text.endsWith('…')));
    cut.push(...found.map((text) => `${fragment}: ${text}`));
  }
  assert.deepEqual(cut, []);
  quiet(page);
});

test('charts follow the size of the text to 200 %', async () => {
  await page.setViewportSize({ width: 1024, height: 2400 });
  await go(page, '#/overview');
  await page.evaluate(() => {
    globalThis.largest = 0;
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (...all) {
      // The scene is drawn in eighths of a pixel.
      globalThis.largest = Math.max(globalThis.largest, Number.parseFloat(this.font.match(/([\d.]+)px/)[1]) / 8);
      return fillText.apply(this, all);
    };
    document.documentElement.style.setProperty('font-size', '32px');
  });
  await page.waitForFunction(() => globalThis.largest >= 26);
  const found = [];
  for (const fragment of ['#/overview', '#/gap', '#/funnel', '#/detection', '#/compare', '#/threats']) {
    await go(page, fragment);
    found.push(...await inspect(page, `${fragment}, 200 % text`));
  }
  await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  assert.deepEqual(gathered(found), []);
  quiet(page);
});

test('a page between two widths is the one or the other, and never breaks', async () => {
  await page.emulateMedia({ colorScheme: 'light' });
  const found = [];
  for (const fragment of ['#/overview', '#/teams/Billing', '#/gap', '#/changes']) {
    await go(page, fragment);
    for (const width of [719, 721, 860, 960, 1099, 1101, 1200, 1280]) {
      await page.setViewportSize({ width, height: 2400 });
      found.push(...await inspect(page, `${fragment}, ${width} pixels wide`));
    }
  }
  assert.deepEqual(gathered(found), []);
});

test('on a wide screen the page stands in the middle, and no line is too long to read', async () => {
  await page.setViewportSize({ width: 2560, height: 1400 });
  for (const fragment of ['#/overview', '#/gap', '#/about']) {
    await go(page, fragment);
    const { left, right, longest } = await page.evaluate(() => {
      const { left, right } = document.querySelector('main .page').getBoundingClientRect();
      // The width of a line in letters of its own size.
      const letters = [...document.querySelectorAll('main p')].filter((p) => p.checkVisibility()).map((p) => {
        const range = document.createRange();
        range.selectNodeContents(p);
        const widest = Math.max(0, ...[...range.getClientRects()].map((r) => r.width));
        return widest / (Number.parseFloat(getComputedStyle(p).fontSize) * 0.5);
      });
      return { left, right: innerWidth - right, longest: Math.max(...letters) };
    });
    assert.ok(Math.abs(left - right) <= 16, `${fragment}: ${left} on the left, ${right} on the right`);
    assert.ok(longest < 190, `${fragment}: a line of ${longest} letters`);
  }
});

test('the signs beside a term stay on its line, and its definition keeps a margin, on a phone', async () => {
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await go(page, '#/overview');
    // A button is a box: a line broken beside it would show in the heights of what stands together.
    const kept = await page.evaluate(() => [...document.querySelectorAll('main .kept')].map((one) => one.getClientRects().length));
    assert.ok(kept.length > 0);
    assert.deepEqual(kept.filter((lines) => lines !== 1), []);
    for (const term of await page.locator('main .term').all()) {
      if (!(await term.isVisible())) continue;
      await term.click();
      const { left, right } = await page.locator('.definition:popover-open').evaluate((note) => note.getBoundingClientRect().toJSON());
      assert.ok(left >= 8 && right <= width - 8, `${await term.textContent()}: ${left} to ${right} of ${width}`);
      await page.keyboard.press('Escape');
    }
  }
  quiet(page);
});
