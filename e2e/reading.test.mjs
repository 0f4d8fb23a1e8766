// Reading large and deadly files: the page goes on, a load can be stopped, and a file that ends its reader is named.

import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { file, go, load, quiet, ready, receipts, start } from './harness.mjs';

let plumbline;
let page;
before(async () => { plumbline = await start(); });
after(() => plumbline?.close());
beforeEach(async () => {
  await page?.context().close();
  page = await plumbline.open('#/overview');
  await ready(page);
});

const small = file('report.json', {
  format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2024-05-02T10:00:00Z', outcome: 'passed',
  change: { id: 'acme/shop#1', team: 'payments', environment: 'test', touches: [] },
});

/** Makes a SARIF file of about so many bytes inside the page and chooses it in the input, as a reader does. */
const choose = (bytes, name) => page.evaluate(([bytes, name]) => {
  const result = (i) => `{"ruleId":"CKV_AZURE_${i % 300}","level":"warning","message":{"text":"${'Storage account denies what it should. '.repeat(6)}"},`
    + `"locations":[{"physicalLocation":{"artifactLocation":{"uri":"infra/module-${i % 900}/main.tf"},"region":{"startLine":${i % 400 + 1}}}}]}`;
  const parts = ['{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"checkov"}},"results":['];
  for (let size = 0, i = 0; size < bytes; i += 1) {
    const text = (i ? ',' : '') + result(i);
    parts.push(text);
    size += text.length;
  }
  parts.push(']}]}');
  window.chosen = new DataTransfer();
  window.chosen.items.add(new File(parts, name));
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.longest = Math.max(window.longest, entry.duration);
  }).observe({ type: 'longtask' });
}, [bytes, name]);
const give = () => page.evaluate(() => {
  const input = document.getElementById('choose-files');
  input.files = window.chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
});

test('while a SARIF file of 25 MB is read the page shows how far it is, and stays awake', async (t) => {
  await choose(25e6, 'large.sarif');
  await give();
  await page.getByRole('region', { name: 'Reading files' }).waitFor();
  assert.match(await page.getByRole('region', { name: 'Reading files' }).innerText(), /Reading 1 of 1 file[\s\S]*large\.sarif/);
  await ready(page);
  t.diagnostic(`the longest block of the page's own thread took ${Math.round(await page.evaluate(() => window.longest))} ms`);
  await go(page, '#/sources');
  const { state, text } = (await receipts(page))['large.sarif'];
  assert.equal(state, 'read');
  assert.match(text, /\d\d,\d{3} /, 'it says how many findings there are');
  quiet(page);
});

test('Stop ends a load, and what was there before is back', async () => {
  const before = await page.locator('h1').innerText();
  await choose(6e6, 'endless.sarif');
  // A large file is read in pieces, and this one's never come.
  await page.workers()[0].evaluate(() => {
    File.prototype.slice = () => ({ arrayBuffer: () => new Promise(() => {}) });
  });
  await give();
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('alert').filter({ hasText: 'Reading was stopped' }).waitFor();
  await ready(page);
  assert.equal(await page.locator('h1').innerText(), before);
  assert.equal(await page.locator('.demo-strip').count(), 1);
  quiet(page);
});

test('a file that ends its reader is named, and the others stay', async () => {
  // As when the memory ends: an error that no code catches, while this file is in hand.
  await page.context().close();
  page = await plumbline.open('#/sources');
  await ready(page);
  await load(page, small);
  const worker = page.workers()[0];
  await worker.evaluate(() => {
    File.prototype.arrayBuffer = function () { setTimeout(() => { throw new Error('out of memory'); }); return new Promise(() => {}); };
  });
  await load(page, [file('deadly.json', '{}'), file('second.json', JSON.stringify({ ...JSON.parse(small.buffer), gate: 'validation' }))]);
  assert.match(await page.getByRole('alert').innerText(), /deadly\.json[\s\S]*stopped the reader[\s\S]*out of memory/i);
  const found = await receipts(page);
  assert.equal(found['deadly.json'].state, 'refused');
  assert.equal(found['report.json'].state, 'read');
  assert.equal(found['second.json'].state, 'read');
  quiet(page);
});
