// A site's own data folder beside the page is shown in place of the demo.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { go, quiet, ready, receipts, start } from './harness.mjs';

const report = JSON.stringify({
  format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2024-05-02T10:00:00Z', outcome: 'passed',
  change: { id: 'acme/shop#1', title: 'Add a vault', team: 'payments', environment: 'prod', touches: [], mergedAt: '2024-05-02T11:00:00Z' },
  perceived: [{ confidence: 0.9, role: 'author' }],
});
const index = (files) => JSON.stringify({ format: 'plumbline.index/1', title: 'Acme', generatedAt: '2024-05-10T12:00:00Z', files });
const sha256 = createHash('sha256').update(report).digest('hex');

async function withData(overlay, look) {
  const plumbline = await start({ overlay });
  try {
    const page = await plumbline.open('#/sources');
    await ready(page);
    await look(page);
  } finally {
    await plumbline.close();
  }
}

test('the data beside the page are shown with their title, and nothing says demo', () => withData(
  { 'data/index.json': index([{ path: 'reports/may 2024.ndjson', sha256 }]), 'data/reports/may 2024.ndjson': report },
  async (page) => {
    assert.equal(await page.locator('.demo-strip').count(), 0);
    assert.equal((await receipts(page))['reports/may 2024.ndjson'].state, 'read');
    assert.match(await page.locator('body').innerText(), /Acme/);
    await go(page, '#/teams/payments');
    assert.match(await page.locator('.counts').innerText(), /^1 change,/);
    quiet(page);
  },
));

test('a file with another digest than the index says, one that is missing and one outside are told of', () => withData(
  {
    'data/index.json': index([{ path: 'a.json', sha256: '0'.repeat(64) }, { path: 'gone.json' }, { path: '../demo/index.json' }]),
    'data/a.json': report,
  },
  async (page) => {
    assert.match(await page.getByRole('alert').innerText(), /index\.json/);
    const told = Object.values(await receipts(page)).flatMap((receipt) => receipt.diagnostics).join('\n');
    assert.match(told, /files\[0\]\.sha256 .*digest differs/);
    assert.match(told, /gone\.json is not there/);
    assert.match(told, /leaves the folder/);
    assert.equal(await page.locator('.demo-strip').count(), 0);
  },
));

test('an index that cannot be read is told of, and the page is not blank', () => withData(
  { 'data/index.json': '{"format": "plumbline.index/1", "files": [' },
  async (page) => {
    assert.equal(await page.locator('h1').count(), 1);
    assert.match(await page.locator('main').innerText(), /index\.json/);
    assert.equal(await page.locator('.demo-strip').count(), 0, 'the demo never stands in for a broken data set');
  },
));

test('a server that answers everything with a page has no data of its own', () => withData(
  { 'data/index.json': '<!doctype html><title>Not here</title>' },
  async (page) => {
    assert.equal(await page.locator('.demo-strip').count(), 1);
    quiet(page);
  },
));
