// How the page meets its reader: themes, keys, paper, narrow screens, sharp canvases.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { go, leads, quiet, ready, start } from './harness.mjs';

const fragments = ['#/overview', '#/matrix', '#/matrix/policy-diagnostics/network', '#/matrix/lint-diagnostics/deployment-safety', '#/teams', '#/teams/Billing', '#/funnel', '#/sources', '#/policy', '#/about'];

let plumbline;
let page;
before(async () => {
  plumbline = await start();
  page = await plumbline.open('#/overview', { colorScheme: 'light' });
  await ready(page);
});
after(() => plumbline?.close());

const ground = (of = page) => of.evaluate(() => getComputedStyle(document.body).backgroundColor);
const pictures = () => page.evaluate(() => [...document.querySelectorAll('.chart-canvas')].map((canvas) => canvas.toDataURL().length + canvas.toDataURL().slice(-2000)));

test('the theme follows the system, can be chosen, and the choice is kept', async () => {
  const light = await ground();
  const before = await pictures();
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.waitForFunction((old) => document.querySelector('.chart-canvas').toDataURL().slice(-2000) !== old.slice(-2000), before[0]);
  await page.getByLabel('Theme').selectOption('light');
  assert.equal(await ground(), light);
  await page.reload();
  await ready(page);
  assert.equal(await ground(), light, 'kept over a reload, against the system');
  assert.equal(await page.getByLabel('Theme').inputValue(), 'light');
  await page.getByLabel('Theme').selectOption('');
  assert.equal(await ground(), dark, 'as the system again');
  await page.emulateMedia({ colorScheme: 'light' });
  assert.equal(await ground(), light);
  quiet(page);
});

test('the first key leads to the link that skips the bars', async () => {
  const fresh = await plumbline.open('#/teams');
  await ready(fresh);
  await fresh.keyboard.press('Tab');
  assert.equal(await fresh.evaluate(() => document.activeElement.textContent), 'Skip to content');
  await fresh.keyboard.press('Enter');
  assert.equal(await fresh.evaluate(() => document.activeElement.id), 'main');
  assert.equal(new URL(fresh.url()).hash, '#/teams', 'the address stays');
  await fresh.context().close();
});

test('a chart is read with the keys: arrows, T for its table, Esc', async () => {
  await go(page, '#/funnel');
  const figure = page.locator('figure.lead');
  const tip = figure.locator('.chart-tip');
  await figure.locator('canvas').focus();
  await page.keyboard.press('ArrowRight');
  await tip.waitFor();
  const first = await tip.innerText();
  assert.equal(await figure.locator('.chart-stage [aria-live]').innerText().then((said) => said.startsWith(first.split('\n')[0])), true);
  await page.keyboard.press('ArrowRight');
  assert.notEqual(await tip.innerText(), first);
  const isAt = (selector) => page.waitForFunction((selector) => document.activeElement.matches(selector), selector);
  for (const key of ['t', 'T']) {
    await page.keyboard.press(key);
    assert.equal(await figure.locator('details.twin').evaluate((twin) => twin.open), true);
    // Who opened the table is at it.
    await isAt('figure.lead details.twin > [role="region"]');
    await page.keyboard.press('Escape');
    assert.equal(await figure.locator('details.twin').evaluate((twin) => twin.open), false);
    await isAt('figure.lead canvas');
  }
  await page.keyboard.press('ArrowRight');
  await tip.waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  quiet(page);
});

test('the pointer finds what the keys find', async () => {
  await go(page, '#/overview');
  const figure = page.locator('.part-envelope figure');
  const box = await figure.locator('canvas').boundingBox();
  const tip = figure.locator('.chart-tip');
  for (const share of [0.2, 0.3, 0.4, 0.5]) {
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * share);
    if (await tip.isVisible()) break;
  }
  await tip.waitFor();
  assert.match(await tip.innerText(), /Intent|Validation|Execution|Observation/);
  await page.mouse.move(5, 5);
  await tip.waitFor({ state: 'hidden' });
});

test('the matrix is one tab stop; arrows move, Enter opens the panel, Esc closes it and gives the focus back', async () => {
  await go(page, '#/matrix');
  const here = () => page.evaluate(() => document.activeElement.id);
  assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
  await page.locator('.matrix [tabindex="0"]').focus();
  const first = await here();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((before) => document.activeElement.id !== before, first);
  const second = await here();
  assert.match(second, /^cell-/);
  assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
  await leads(page, () => page.keyboard.press('Enter'));
  await page.waitForFunction(() => document.activeElement.id === 'panel-title');
  assert.match(page.url(), /#\/matrix\/[a-z-]+\/[a-z-]+$/);
  await leads(page, () => page.keyboard.press('Escape'));
  await page.locator('aside.panel').waitFor({ state: 'detached' });
  // The focus comes back in a turn of its own.
  await page.waitForFunction((id) => document.activeElement.id === id, second);
  quiet(page);
});

test('who comes by a link to a cell reads its panel, and closes it to be at the cell', async () => {
  const fresh = await plumbline.open('#/matrix/policy-diagnostics/network');
  await ready(fresh);
  const is = (id) => fresh.waitForFunction((id) => document.activeElement.id === id, id);
  await is('panel-title');
  await leads(fresh, () => fresh.keyboard.press('Escape'));
  await is('cell-policy-diagnostics-network');
  await leads(fresh, () => fresh.keyboard.press('Enter'));
  await is('panel-title');
  await leads(fresh, () => fresh.goBack());
  await is('cell-policy-diagnostics-network');
  quiet(fresh);
  await fresh.context().close();
});

test('the page may change while anything on it has the focus, opened or not', async () => {
  const controls = [
    ['#/overview', 'main .save-button'], ['#/overview', 'main .term'], ['#/overview', 'main details.twin > summary'],
    ['#/overview', 'main .chart-canvas[tabindex]'], ['#/overview', 'main .page-head button'], ['#/patterns/alert-illusion', 'main .code-box button'],
    ['#/policy', 'main .draft-actions button:last-child'], ['#/sources', 'main .choices button'], ['#/changes', 'main .find > input'],
  ];
  for (const [fragment, control] of controls) {
    for (const isPressed of [false, true]) {
      await go(page, fragment);
      await page.locator(control).first().focus();
      if (isPressed) await page.keyboard.press('Enter');
      await go(page, '#/teams');
      await page.waitForFunction(() => document.activeElement.id === 'main');
      assert.match(await page.title(), /^Teams/, `${fragment}, ${control}`);
    }
  }
  quiet(page);
});

test('a link inside a page leads to the top of another one, which has the focus and is said aloud', async () => {
  for (const [fragment, link] of [['#/teams', 'main .teams tbody th a'], ['#/patterns', 'main a[href^="#/patterns/"]'], ['#/overview', 'main .part-ladder tbody th a']]) {
    await go(page, fragment);
    const before = await page.title();
    await page.locator(link).first().focus();
    await leads(page, () => page.keyboard.press('Enter'));
    await page.waitForFunction(() => document.activeElement.id === 'main' && scrollY === 0);
    const title = await page.title();
    assert.notEqual(title, before);
    await page.waitForFunction((name) => document.querySelector('#said').textContent.startsWith(name), title.split(' – ')[0]);
  }
  quiet(page);
});

test('who takes a filter off by keys stays at the filters', async () => {
  const focused = () => page.evaluate(() => `${document.activeElement.tagName} ${document.activeElement.getAttribute('aria-label')}`);
  await go(page, '#/overview?team=Billing');
  await page.getByRole('button', { name: 'Clear Team' }).focus();
  await leads(page, () => page.keyboard.press('Enter'));
  assert.equal(await focused(), 'SELECT Team');
  await go(page, '#/overview?gate=intent');
  await page.locator('.filter-bar .chip-clear').focus();
  await leads(page, () => page.keyboard.press('Enter'));
  await page.waitForFunction(() => document.activeElement.closest('.filter-bar'));
  assert.equal(await focused(), 'SELECT Period');
  quiet(page);
});

test('on paper the brief stands alone', async () => {
  await go(page, '#/overview');
  await page.emulateMedia({ media: 'print' });
  for (const chrome of ['.top-bar', '.filter-bar', '.page-head .actions', 'details.twin summary']) {
    assert.equal(await page.locator(chrome).first().isVisible(), false, chrome);
  }
  assert.equal(await page.locator('h1').isVisible(), true);
  assert.equal(await page.locator('.demo-strip').isVisible(), true, 'made-up data says so on paper too');
  assert.equal(await page.locator('.part-numbers table').isVisible(), true);
  assert.equal(await page.locator('.part-envelope canvas').isVisible(), true);
  // Charts are drawn for paper in the frame after the medium is known.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g);
  assert.equal(sheets.length, 3, 'the brief, what changed, and what stands behind both');
  await page.emulateMedia({ media: null });
});

test('no page scrolls sideways at 390 pixels, and the menu folds', async () => {
  const narrow = await plumbline.open('#/overview', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true });
  await ready(narrow);
  for (const fragment of fragments) {
    if (fragment !== '#/overview') await go(narrow, fragment);
    const { wide, view } = await narrow.evaluate(() => ({ wide: document.documentElement.scrollWidth, view: document.documentElement.clientWidth }));
    assert.ok(wide <= view, `${fragment}: ${wide} in ${view}`);
    await sharp(narrow, fragment);
  }
  assert.equal(await narrow.getByRole('link', { name: 'Teams' }).isVisible(), false);
  await narrow.getByRole('button', { name: /Menu/ }).click();
  await leads(narrow, () => narrow.locator('nav[aria-label="Pages"]').getByRole('link', { name: 'Teams' }).click());
  assert.equal(await narrow.title(), 'Teams – Tidewrack Freight – Plumbline');
  quiet(narrow);
  await narrow.context().close();
});

/** Fails unless every canvas has a picture with as many pixels as the screen shows. */
async function sharp(of, where) {
  await of.waitForFunction(() => [...document.querySelectorAll('main canvas')].filter((canvas) => canvas.checkVisibility()).every((canvas) => {
    const box = canvas.getBoundingClientRect();
    return Math.abs(canvas.width - box.width * devicePixelRatio) < 2 && Math.abs(canvas.height - box.height * devicePixelRatio) < 2;
  }), null, { timeout: 5000 }).catch(() => assert.fail(`${where}: a canvas has other pixels than the screen`));
  const blank = await of.evaluate(() => [...document.querySelectorAll('main canvas')].filter((canvas) => canvas.checkVisibility()).filter((canvas) => {
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
    return pixels.every((pixel) => pixel === pixels[0]);
  }).length);
  assert.equal(blank, 0, `${where}: blank canvases`);
}

test('charts are sharp at two pixels to one, and after the window was made smaller', async () => {
  const fine = await plumbline.open('#/overview', { deviceScaleFactor: 2 });
  await ready(fine);
  await sharp(fine, 'at 1440');
  await fine.setViewportSize({ width: 900, height: 900 });
  await sharp(fine, 'at 900');
  quiet(fine);
  await fine.context().close();
});

test('what is taken off the page is let go of', async () => {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  const held = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (name) => metrics.find((metric) => metric.name === name).value;
    return { nodes: of('Nodes'), listeners: of('JSEventListeners') };
  };
  const round = async () => {
    for (const team of ['Billing', 'Data%20lake', 'Edge%20network']) await go(page, `#/overview?team=${team}`);
    for (const name of ['teams', 'matrix', 'changes', 'sources', 'policy', 'overview']) await go(page, `#/${name}`);
  };
  // What is kept for good is there after the first round.
  await round();
  const first = await held();
  for (let i = 0; i < 3; i += 1) await round();
  const last = await held();
  // A round draws some ten thousand elements, and hundreds of answers to events.
  assert.ok(last.nodes < first.nodes + 1_000, `${first.nodes} nodes became ${last.nodes}`);
  assert.ok(last.listeners < first.listeners + 30, `${first.listeners} listeners became ${last.listeners}`);
  quiet(page);
});

test('a filter updates a page in place: what is open, selected and scrolled to stays, and every chart is redrawn', async () => {
  await go(page, '#/overview');
  const parts = ['.part-envelope', '.part-drift', '.part-debt'];
  await page.locator('.part-drift details.twin summary').click();
  const cells = () => page.locator('.part-drift details.twin table').innerText();
  const cellsBefore = await cells();
  await page.evaluate((parts) => {
    const canvas = (part) => document.querySelector(`${part} canvas`);
    window.before = parts.map((part) => [part, canvas(part), canvas(part).toDataURL()]);
    window.isRedrawn = () => window.before.every(([part, node, picture]) => canvas(part) === node && node.toDataURL() !== picture);
    scrollTo(0, 300);
    getSelection().selectAllChildren(document.querySelector('.part-envelope .subtitle'));
  }, parts);
  const selected = await page.evaluate(() => String(getSelection()));
  assert.ok(selected.length > 0);
  await go(page, '#/overview?team=Billing');
  await page.waitForFunction(() => window.isRedrawn());
  assert.equal(await page.evaluate(() => String(getSelection())), selected);
  assert.equal(await page.evaluate(() => scrollY), 300);
  assert.equal(await page.locator('.part-drift details.twin').evaluate((fold) => fold.open), true);
  assert.notEqual(await cells(), cellsBefore);
  await sharp(page, 'the overview of one team');
  quiet(page);
});
