// The documentation beside the dashboard: from About, its search, its frame, under its own policy.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addAxe, violations } from './axe.mjs';
import { quiet, ready, start } from './harness.mjs';

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

test('About leads to the documentation, and that back to the dashboard', async () => {
  const page = await plumbline.open('#/about');
  await ready(page);
  await page.getByRole('link', { name: /^Documentation/ }).click();
  await page.waitForURL('**/docs/');
  assert.equal(await page.locator('h1').innerText(), 'What do you want to do?');
  await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.includes('docs'));
  await ready(page);
  quiet(page);
});

test('a service and a frequent question are two clicks away', async () => {
  const page = await plumbline.open('docs/');
  await page.locator('main').getByRole('link', { name: 'GitLab CI' }).click();
  await page.waitForURL('**/services/gitlab.html');
  assert.match(await page.locator('h1').innerText(), /^GitLab CI/);
  await page.goBack();
  await page.waitForURL('**/docs/');
  await page.locator('main').getByRole('link', { name: 'why evidence does not count' }).click();
  await page.waitForURL('**/how-to/not-counted.html*');
  assert.ok(await page.getByRole('heading', { name: 'Why is my secret scan not accepted?' }).isVisible());
  quiet(page);
});

test('the search answers a question in words, by keys alone', async () => {
  const page = await plumbline.open('docs/services/gitlab.html');
  await page.keyboard.press('/');
  await page.keyboard.type('why is my secret scan not accepted');
  const first = page.locator('#mdbook-searchresults a').first();
  await first.waitFor();
  assert.match(await first.innerText(), /Why is my secret scan not accepted\?/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/how-to/not-counted.html*');
  assert.ok(await page.getByRole('heading', { name: 'Why is my secret scan not accepted?' }).isVisible());
  quiet(page);
});

test('a page fits a phone, opens its contents, and keeps the theme that the dashboard has', async () => {
  const page = await plumbline.open('docs/how-to/check.html', { viewport: { width: 390, height: 844 }, colorScheme: 'light' });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
  await page.getByRole('button', { name: 'Contents' }).click();
  await page.locator('#mdbook-sidebar').getByRole('link', { name: 'GitLab CI' }).click();
  await page.waitForURL('**/services/gitlab.html');
  assert.match(await page.locator('h1').innerText(), /^GitLab CI/);
  await page.getByRole('button', { name: 'Theme' }).click();
  assert.equal(await page.evaluate(() => localStorage.getItem('theme')), 'dark');
  await page.getByRole('link', { name: 'Dashboard', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.includes('docs'));
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  quiet(page);
});

test('axe finds nothing in either theme', async () => {
  for (const colorScheme of ['light', 'dark']) {
    for (const place of ['docs/', 'docs/tour.html', 'docs/services/gitlab.html', 'docs/probes.html', 'docs/index.html?search=evidence']) {
      const page = await plumbline.open(place, { colorScheme });
      if (place.includes('search')) await page.locator('#mdbook-searchresults a').first().waitFor();
      await addAxe(page);
      assert.deepEqual(await violations(page, `${place} ${colorScheme}`), []);
      await page.context().close();
    }
  }
});

test('every page is sound: nothing is blocked, missing or wider than the screen', async () => {
  const page = await plumbline.open('docs/toc.html', { viewport: { width: 390, height: 844 } });
  const pages = await page.locator('main li a').evaluateAll((links) => links.map((link) => link.href));
  assert.ok(pages.length > 35, `${pages.length}`);
  for (const address of pages) {
    await page.goto(address, { waitUntil: 'load' });
    const broken = await page.evaluate(() => [...document.images].filter((image) => image.complete && image.naturalWidth === 0).map((image) => image.src));
    assert.deepEqual(broken, [], address);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${address} is wider than the screen`);
  }
  quiet(page);
});
