// Several large files at once: workers of their own read them, with the same result as one after the other; one that ends its worker is
// named, and the others are read; a load of them can be stopped.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { dist, go, quiet, ready, receipts, start } from './harness.mjs';

/** The size of the pieces in which a large file is read. */
const piece = 4 * 1024 * 1024;

// In a worker that reads for another one, a file of this name ends it, and one of that name is never read to its end.
const saboteur = `
if (self.name === 'plumbline-reader') {
  const { slice } = Blob.prototype;
  File.prototype.slice = function (...range) {
    if (this.name.startsWith('deadly')) setTimeout(() => { throw new Error('out of memory'); });
    if (this.name.startsWith('deadly') || this.name.startsWith('endless')) return { arrayBuffer: () => new Promise(() => {}) };
    return slice.apply(this, range);
  };
}
`;

let plumbline;
let folder;
let page;
before(async () => {
  const boot = await readFile(path.join(dist, 'worker_boot.js'), 'utf8');
  plumbline = await start({ overlay: { 'worker_boot.js': saboteur + boot } });
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-'));
});
after(async () => {
  await plumbline?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await page?.context().close();
  page = await plumbline.open('#/sources');
  await ready(page);
});

/** A SARIF file of exactly so many bytes; the rest is spaces. */
async function sarif(name, bytes, tool) {
  const results = Array.from({ length: 2_000 }, (_, i) => ({
    ruleId: `R${i % 40}`, level: ['error', 'warning', 'note'][i % 3], message: { text: `Größe ${i} is not restricted` },
    locations: [{ physicalLocation: { artifactLocation: { uri: `infra/module-${i % 90}/main.tf` }, region: { startLine: i + 1 } } }],
  }));
  const text = Buffer.from(JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: tool } }, results }] }));
  assert.ok(text.length < bytes);
  const content = Buffer.concat([text, Buffer.alloc(bytes - text.length, ' ')]);
  await writeFile(path.join(folder, name), content);
  return { name, path: path.join(folder, name), sha256: createHash('sha256').update(content).digest('hex') };
}

const give = (...files) => page.setInputFiles('#choose-files', files.map((file) => file.path));

/** The receipts as the page offers them for download. */
async function downloaded() {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: /receipts/i }).first().click();
  const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n').map((line) => JSON.parse(line));
  return Object.fromEntries(lines.map((receipt) => [receipt.file, receipt]));
}

test('several large files have the receipts that each has alone, and the digest of all of their bytes', async () => {
  const files = [
    await sarif('a-little-more.sarif', piece + 1, 'checkov'),
    await sarif('two-pieces.sarif', 2 * piece, 'trivy'),
    await sarif('odd.sarif', 9_000_001, 'other'),
    await sarif('one-piece.sarif', piece, 'kics'),
  ];
  await give(...files);
  await ready(page);
  const together = await receipts(page);
  const said = await downloaded();
  for (const file of files) {
    assert.equal(together[file.name].state, 'read', file.name);
    assert.equal(said[file.name].sha256, file.sha256, file.name);
  }
  quiet(page);
  for (const file of files) {
    await page.context().close();
    page = await plumbline.open('#/sources');
    await ready(page);
    await give(file);
    await ready(page);
    assert.deepEqual((await receipts(page))[file.name], together[file.name]);
    assert.deepEqual((await downloaded())[file.name], said[file.name]);
  }
  quiet(page);
});

test('a large file that ends the worker that reads it is named, and the others are read', async () => {
  await give(
    await sarif('one.sarif', piece + 10, 'checkov'),
    await sarif('deadly.sarif', piece + 20, 'trivy'),
    await sarif('three.sarif', piece + 30, 'kics'),
  );
  await ready(page);
  assert.match(await page.getByRole('alert').innerText(), /deadly\.sarif[\s\S]*stopped the reader[\s\S]*out of memory/i);
  const found = await receipts(page);
  assert.equal(found['deadly.sarif'].state, 'refused');
  assert.equal(found['one.sarif'].state, 'read');
  assert.equal(found['three.sarif'].state, 'read');
  // what is given later is read beside them, and the deadly one is not read again
  await give(await sarif('four.sarif', 1_000_000, 'tfsec'));
  await ready(page);
  assert.deepEqual(Object.keys(await receipts(page)).sort(), ['deadly.sarif', 'four.sarif', 'one.sarif', 'three.sarif']);
  quiet(page);
});

test('a load of large files can be stopped while other workers read them', async () => {
  await go(page, '#/overview');
  const before = await page.locator('h1').innerText();
  await page.evaluate(() => { location.hash = '#/sources'; });
  await ready(page);
  await give(await sarif('one.sarif', piece + 10, 'checkov'), await sarif('endless.sarif', piece + 20, 'trivy'));
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('alert').filter({ hasText: 'Reading was stopped' }).waitFor();
  await ready(page);
  await go(page, '#/overview');
  assert.equal(await page.locator('h1').innerText(), before);
  quiet(page);
});
