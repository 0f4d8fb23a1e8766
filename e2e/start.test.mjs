// The page starts from a sub-path, under its security policy, and its worker answers.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { dist, file, load, quiet, ready, start } from './harness.mjs';

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
    const worker = new Worker(new URL('worker_boot.js?build=under-test', document.baseURI), { type: 'module' });
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
    const programs = () => fresh.site.asked.filter((address) => address.includes('programs.packed'));
    assert.equal(programs().length, 1, programs().join(' '));
    assert.match(programs()[0], /\?build=[0-9a-f]{16}&packed=[0-9a-f]{16}$/);
    quiet(page);
  } finally {
    await fresh.close();
  }
});

test('a worker whose program the page could not make ready fetches it by itself', async () => {
  // The worker beside the page that unpacks it comes to nothing.
  const script = await readFile(`${dist}/unpack.js`, 'utf8');
  const astray = script.replace("=== '#beside'", "=== '#nowhere'").replace('worker.onmessage', "worker.onmessage = () => {}; setTimeout(() => reject(new Error('lost'))); worker.other");
  assert.notEqual(astray, script);
  const site = await start({ overlay: { 'unpack.js': astray } });
  try {
    const page = await site.open();
    await ready(page);
    assert.match(await page.locator('h1').innerText(), /%/);
    assert.equal(site.site.asked.filter((address) => address.includes('programs.packed')).length, 2);
  } finally {
    await site.close();
  }
});

test('the overview stands without what is loaded afterwards, which is asked for again when it is needed', async () => {
  const later = (await readdir(dist)).filter((name) => /-(later|rest)\.(wasm|css)$/.test(name));
  assert.equal(later.length, 5, later.join(' '));
  const overlay = Object.fromEntries(later.map((name) => [name, null]));
  const slow = await start({ overlay });
  try {
    // Had anything on the way there needed the rest of a program, it would have ended.
    for (const address of ['', '#/overview', '#/overview?period=30d&environment=prod']) {
      const page = await slow.open(address);
      await ready(page);
      assert.match(await page.locator('h1').innerText(), /%/);
      assert.ok(await page.locator('canvas').count() > 5);
      assert.equal(await page.locator('#crash').count(), 0);
      assert.deepEqual(await page.evaluate(() => performance.getEntriesByType('resource').filter((e) => e.initiatorType === 'xmlhttprequest')), []);
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
    assert.equal(await page.locator('link[rel=later]').count(), 0, 'its style sheet is there too');
  } finally {
    await slow.close();
  }
});

test('what is needed of the rest of a program before it is there is fetched at once', async () => {
  const slow = await start();
  try {
    const page = await slow.open();
    await page.context().route(/-rest\.wasm/, (route) => (route.request().resourceType() === 'xhr' ? route.continue() : route.abort()));
    await page.reload();
    await ready(page);
    await load(page, [file('cut.json', '{"format": "plumbline.gate-report/1", "at'), file('empty.json', '')]);
    assert.match(await page.getByRole('alert').innerText(), /None of the 2 files could be used[\s\S]*line 1/);
    assert.ok(slow.site.asked.some((address) => address.includes('worker-rest.wasm')));
  } finally {
    await slow.close();
  }
});

test('a worker that cannot fetch the rest of its program is told of, also when another has brought back what was there', async () => {
  const slow = await start({ overlay: { 'worker-rest.wasm': null } });
  try {
    const page = await slow.open();
    await ready(page);
    await page.setInputFiles('#choose-files', file('cut.json', '{"format": "plumbline.gate-report/1", "at'));
    const alert = page.getByRole('alert');
    await alert.waitFor();
    await page.getByText(/^\d+ files read, \d+ changes$/).waitFor({ state: 'attached' });
    await ready(page);
    assert.match(await alert.innerText(), /could not be (read|used)[\s\S]*part of the program could not be loaded/);
    assert.match(await page.locator('h1').innerText(), /%/);
  } finally {
    await slow.close();
  }
});

test('a page that is given something else than the rest of its program says that it stopped', async () => {
  const rest = (await readdir(dist)).find((name) => /^app-.*-rest\.wasm$/.test(name));
  const other = await start({ overlay: { [rest]: '<!doctype html><title>Not found</title>' } });
  try {
    const page = await other.open();
    await ready(page);
    await page.evaluate(() => { try { globalThis.restNow(); } catch (error) { setTimeout(() => { throw error; }); } });
    const alert = page.locator('#crash');
    await alert.waitFor();
    assert.match(await alert.innerText(), /stopped unexpectedly[\s\S]*part of the program could not be loaded/);
  } finally {
    await other.close();
  }
});

test('an address that ends as the worker beside the page does nothing with it', async () => {
  const page = await plumbline.open('#beside');
  await ready(page);
  assert.equal(await page.evaluate(() => globalThis.onmessage), null);
  quiet(page);
});

test('a page whose application does not load says so in plain words', async () => {
  const program = 'programs.packed';
  const whole = await readFile(`${dist}/${program}`);
  for (const [content, words] of [['not an application', /damaged/], [whole.subarray(0, 50_000), /damaged|Compil/], [null, /could not be loaded/]]) {
    const broken = await start({ overlay: { [program]: content } });
    try {
      const page = await broken.open();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      assert.match(await alert.innerText(), /Plumbline could not start/);
      assert.match(await alert.innerText(), words);
      assert.equal(await page.locator('#boot').count(), 0);
    } finally {
      await broken.close();
    }
  }
});
