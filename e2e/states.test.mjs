// The page in every state that no address leads to: menus and dialogs open, tables unfolded, notices shown, nothing loaded, large text,
// forced colours. In each of them axe finds nothing, and everything stands as it should.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAxe, violations } from './axe.mjs';
import { file, go, leads, load, quiet, ready, start } from './harness.mjs';
import { gathered, inspect } from './look.mjs';

const wide = { width: 1440, height: 1200 };
const narrow = { width: 390, height: 844 };

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

/** A page at a fragment, with axe in it. */
async function open(fragment, options = {}, on = plumbline) {
  const page = await on.open(fragment, { viewport: wide, ...options });
  await ready(page);
  await addAxe(page);
  return page;
}

/** What axe and the eye find. */
async function faults(page, where) {
  return [...await inspect(page, where), ...await violations(page, where)];
}

/** Sound in this state at both widths; `enter` brings it about from the page's start. */
async function isSound(page, where, { sizes = [wide, narrow], enter = async () => {}, leave = async () => {} }) {
  const found = [];
  for (const size of sizes) {
    await page.setViewportSize(size);
    await enter(size);
    found.push(...await faults(page, `${where}, ${size.width} pixels wide`));
    await leave(size);
  }
  assert.deepEqual(gathered(found), []);
}

test('filtered, also so that nothing is left', async () => {
  const page = await open('#/overview?team=Billing&env=prod');
  await isSound(page, 'filtered', {});
  // on a phone the filters are folded
  await page.setViewportSize(wide);
  const period = page.locator('.filter-bar select[aria-label="Period"]');
  await period.focus();
  await leads(page, () => period.selectOption('between'));
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Period', 'the choice keeps the focus');
  await isSound(page, 'from day to day', {});
  await go(page, '#/teams/Billing?env=prod&period=30d');
  await isSound(page, 'a team, filtered', {});
  await go(page, '#/overview?team=Nobody');
  await isSound(page, 'nothing left', {});
  quiet(page);
  await page.context().close();
});

test('an explanation, beside the page and over it', async () => {
  const page = await open('#/overview');
  const panel = page.locator('dialog.why-panel[open]');
  for (const size of [{ width: 1440, height: 1200 }, { width: 1280, height: 900 }, { width: 1024, height: 900 }, narrow]) {
    await isSound(page, 'why', {
      sizes: [size],
      enter: async () => {
        await leads(page, () => page.locator('.why-link').first().click());
        await panel.waitFor();
      },
      leave: async () => {
        const [isOver, right, left] = [
          await panel.evaluate((e) => e.matches(':modal')),
          await page.locator('main .page').evaluate((e) => e.getBoundingClientRect().right),
          await panel.evaluate((e) => e.getBoundingClientRect().left),
        ];
        assert.equal(isOver, size.width < 1280);
        if (!isOver) assert.ok(right <= left, 'the page gives way to it');
        await leads(page, () => page.keyboard.press('Escape'));
        await panel.waitFor({ state: 'detached' });
        assert.match(await page.evaluate(() => document.activeElement.className), /why-link/, 'the focus returns');
      },
    });
  }
  quiet(page);
  await page.context().close();
});

test('menus', async () => {
  const page = await open('#/overview');
  const focused = () => page.evaluate(() => document.activeElement.className);
  await isSound(page, 'more', {
    sizes: [wide],
    enter: () => page.locator('.more-button').click(),
    leave: async () => {
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('.more-button').getAttribute('aria-expanded'), 'false');
      assert.match(await focused(), /more-button/, 'the focus returns');
    },
  });
  const button = page.locator('.menu-button');
  const isOpen = () => button.getAttribute('aria-expanded');
  for (const size of [narrow, { width: 320, height: 640 }, { width: 768, height: 900 }]) {
    await isSound(page, 'menu', {
      sizes: [size],
      enter: () => button.click(),
      leave: async () => {
        await page.keyboard.press('Escape');
        assert.equal(await isOpen(), 'false', 'Escape shuts it');
        assert.match(await focused(), /menu-button/, 'the focus returns');
        await button.click();
        await page.mouse.click(size.width / 2, size.height - 12);
        assert.equal(await isOpen(), 'false', 'a press elsewhere shuts it');
      },
    });
  }
  await button.click();
  await leads(page, () => page.locator('#menu').getByRole('link', { name: 'Teams' }).click());
  assert.equal(await isOpen(), 'false', 'a choice shuts it');
  await go(page, '#/overview');
  await isSound(page, 'save', {
    enter: () => page.locator('.save-button').first().click(),
    leave: () => page.keyboard.press('Escape'),
  });
  quiet(page);
  await page.context().close();
});

test('dialogs', async () => {
  const page = await open('#/overview');
  await isSound(page, 'help', {
    enter: () => page.keyboard.press('?'),
    leave: () => page.keyboard.press('Escape'),
  });
  await isSound(page, 'search', {
    enter: async () => {
      await page.keyboard.press('/');
      await page.locator('.search-field').fill('bill');
      await page.locator('.hit').first().waitFor();
    },
    leave: () => page.keyboard.press('Escape'),
  });
  quiet(page);
  await page.context().close();
});

test('everything unfolded', async () => {
  const page = await open('#/overview');
  for (const fragment of ['#/overview', '#/teams/Billing', '#/change/tidewrack%2Flake-infra%23527']) {
    await go(page, fragment);
    await isSound(page, `${fragment}, unfolded`, {
      enter: () => page.evaluate(() => { for (const fold of [...document.querySelectorAll('main details')].slice(0, 24)) fold.open = true; }),
    });
  }
  quiet(page);
  await page.context().close();
});

test('own files, some of them rejected', async () => {
  const page = await open('#/overview');
  const notice = page.locator('.notice[role="alert"]');
  await load(page, [file('broken.json', '{'), file('a-very-long-name-without-a-place-to-break-it.notes.from.the.meeting.txt', 'notes'), file('empty.json', '')]);
  await notice.waitFor();
  await isSound(page, 'a load with rejected files', {});
  await leads(page, () => page.locator('.brand').evaluate(() => { location.hash = '#/teams'; }));
  await notice.waitFor({ state: 'detached' });
  await isSound(page, 'own files', {});
  quiet(page);
  await page.context().close();
});

test('the browser asks before own files are lost, and only then', async () => {
  const page = await open('#/overview');
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await page.mouse.click(5, 300);
  await page.reload();
  await ready(page);
  assert.deepEqual(asked, []);
  const change = { id: 'own/repo#1', team: 'own-team', environment: 'prod', authorship: 'human', openedAt: '2026-11-01T09:00:00Z' };
  await load(page, [file('own.json', { format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2026-11-01T10:00:00Z', outcome: 'passed', change, perceived: [{ confidence: 0.9 }] })]);
  await page.locator('.counts', { hasText: '1 change' }).waitFor();
  await page.mouse.click(5, 300);
  await page.reload();
  await ready(page);
  assert.deepEqual(asked, ['beforeunload']);
  await page.context().close();
});

test('nothing loaded', async () => {
  const empty = await start({ overlay: { 'demo/index.json': null, 'data/index.json': null } });
  try {
    const page = await open('#/overview', {}, empty);
    await page.locator('.drop-zone').waitFor();
    await isSound(page, 'nothing loaded', {});
    await go(page, '#/changes');
    await isSound(page, 'no changes', {});
  } finally {
    await empty.close();
  }
});

test('forced colours', async () => {
  const page = await open('#/overview', { forcedColors: 'active' });
  for (const fragment of ['#/overview', '#/matrix/policy-diagnostics/network', '#/changes', '#/teams/Billing']) {
    await go(page, fragment);
    await isSound(page, `${fragment} in forced colours`, {});
  }
  quiet(page);
  await page.context().close();
});

test('text twice as large', async () => {
  const page = await open('#/overview');
  const debug = await page.context().newCDPSession(page);
  await debug.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  assert.equal(await page.evaluate(() => Number.parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)) > 45, true, 'the text is larger');
  for (const fragment of ['#/overview', '#/matrix', '#/changes', '#/teams/Billing', '#/policy']) {
    await go(page, fragment);
    await isSound(page, `${fragment} with large text`, { sizes: [{ width: 1440, height: 1200 }, { width: 780, height: 1200 }] });
  }
  quiet(page);
  await page.context().close();
});
