// The page starts from a sub-path, under its security policy, and its worker answers.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { dist, file, load, quiet, ready, start } from './harness.mjs';

/** The paths of the site's files. */
const files = () => readdir(dist, { recursive: true });

let plumbline;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());

test('the page starts under its policy from a sub-path and asks no other host', async () => {
  const page = await plumbline.open();
  await ready(page);
  assert.match(await page.title(), / – Plumbline$/);
  assert.equal(await page.locator('#crash').count(), 0);
  quiet(page);
});

test('the policy forbids inline script and style', async () => {
  const page = await plumbline.open();
  const policy = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:/);
  const refused = await page.evaluate(() => new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
    const script = document.createElement('script');
    script.textContent = 'window.broken = true';
    document.head.append(script);
  }));
  assert.equal(refused, 'script-src-elem');
  assert.equal(await page.evaluate(() => window.broken), undefined);
  assert.ok(page.complaints.some((line) => line.includes('Content Security Policy')), 'the harness hears of violations');
});

test('a request to another host is heard of and stopped by the policy', async () => {
  const page = await plumbline.open();
  await ready(page);
  await page.evaluate(() => fetch('http://plumbline.invalid/').catch(() => {}));
  assert.throws(() => quiet(page), /plumbline\.invalid/);
});

test('the worker announces itself with the build that its page belongs to', async () => {
  const page = await plumbline.open();
  await ready(page);
  const message = await page.evaluate(() => new Promise((resolve, reject) => {
    const address = new URL('worker_boot.js', document.baseURI);
    address.searchParams.set('script', globalThis.workerScript);
    const worker = new Worker(address, { type: 'module' });
    worker.onmessage = (event) => { worker.terminate(); resolve(new TextDecoder().decode(event.data)); };
    worker.onerror = (event) => reject(new Error(event.message));
  }));
  // The number 0, the first kind of reply, and 16 letters.
  assert.match(message, /^\0\0\x10[0-9a-f]{16}$/);
  quiet(page);
});

test('the program of the worker is fetched once, while the page starts', async () => {
  const fresh = await start();
  try {
    const page = await fresh.open();
    await ready(page);
    const programs = () => fresh.site.asked.filter((address) => address.includes('worker_bg.wasm'));
    assert.equal(programs().length, 1, programs().join(' '));
    assert.match(programs()[0], /\/programs-[0-9a-f]{16}\/worker\/worker_bg\.wasm$/);
    quiet(page);
  } finally {
    await fresh.close();
  }
});

test('a worker whose program the page could not compile fetches it by itself', async () => {
  const script = await readFile(`${dist}/boot.js`, 'utf8');
  const astray = script.replace("fetch(program)", "Promise.reject(new Error('lost'))");
  assert.notEqual(astray, script);
  const site = await start({ overlay: { 'boot.js': astray } });
  try {
    const page = await site.open();
    await ready(page);
    assert.match(await page.locator('h1').innerText(), /%/);
    assert.equal(site.site.asked.filter((address) => address.includes('worker_bg.wasm')).length, 1);
  } finally {
    await site.close();
  }
});

test('the overview needs nothing of what is loaded afterwards, which is requested again when it is needed', async () => {
  const later = (await files()).filter((name) => /\/(split|chunk)_\w+\.wasm$/.test(name));
  assert.ok(later.length >= 3, later.join(' '));
  const overlay = Object.fromEntries(later.map((name) => [name, null]));
  const slow = await start({ overlay });
  try {
    for (const address of ['', '#/overview', '#/overview?period=30d&environment=prod']) {
      const page = await slow.open(address);
      await ready(page);
      assert.match(await page.locator('h1').innerText(), /%/);
      assert.ok(await page.locator('canvas').count() > 5);
      assert.equal(await page.locator('#crash').count(), 0);
      await page.context().close();
    }
    const page = await slow.open();
    await ready(page);
    // A page that needs it says what is wrong, and comes once it can be fetched.
    await page.evaluate(() => { location.hash = '#/matrix'; });
    const alert = page.getByRole('alert');
    await alert.waitFor();
    assert.match(await alert.innerText(), /part of the program could not be loaded/);
    for (const name of later) delete overlay[name];
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('grid').waitFor();
  } finally {
    await slow.close();
  }
});

test('a page whose application does not load says so in plain words', async () => {
  const program = (await files()).find((name) => name.endsWith('/app_bg.wasm'));
  const whole = await readFile(`${dist}/${program}`);
  for (const [content, words] of [['not an application', /./], [whole.subarray(0, 50_000), /./], [null, /./]]) {
    const broken = await start({ overlay: { [program]: content } });
    try {
      const page = await broken.open();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      assert.match(await alert.innerText(), /Plumbline could not start/);
      assert.match(await alert.innerText(), words);
      // What was published can still be read.
      assert.match(await page.locator('#boot h1').innerText(), /%/);
    } finally {
      await broken.close();
    }
  }
});
