// A reader's own files: read whole, beside what is broken, and never as anything but text.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { file, go, load, quiet, ready, receipts, root, start } from './harness.mjs';

const sarif = JSON.stringify({
  version: '2.1.0',
  runs: [{
    tool: { driver: { name: 'checkov', version: '3.3.30' } },
    results: [{ ruleId: 'CKV_AZURE_36', level: 'warning', message: { text: 'Trusted services are denied' } }],
  }],
});

/** A gate report of one change; `more` overrides. */
const report = (more = {}) => ({
  format: 'plumbline.gate-report/1', gate: 'validation', recordedAt: '2024-05-02T10:00:00Z', outcome: 'passed',
  change: { id: 'acme/shop#1', title: 'Add a vault', team: 'payments', environment: 'test', author: 'u-1', touches: [], mergedAt: '2024-05-02T11:00:00Z' },
  perceived: [{ confidence: 0.9, role: 'author' }],
  ...more,
});
const withArtifact = report({
  evidence: [{ id: 'checkov', type: 'policy-diagnostics',
    artifact: { path: 'evidence/checkov.sarif', sha256: createHash('sha256').update(sarif).digest('hex') } }],
});

let plumbline;
let page;
let folder;
before(async () => {
  plumbline = await start();
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

const counts = () => page.locator('.counts').innerText();

test('a folder with a report and its artifact takes the place of the demo', async () => {
  await mkdir(path.join(folder, 'mine/evidence'), { recursive: true });
  await writeFile(path.join(folder, 'mine/report.json'), JSON.stringify(withArtifact));
  await writeFile(path.join(folder, 'mine/evidence/checkov.sarif'), sarif);
  assert.equal(await page.locator('.demo-strip').count(), 1);
  await page.setInputFiles('#choose-folder', path.join(folder, 'mine'));
  await ready(page);
  assert.equal(await page.locator('.demo-strip').count(), 0, 'the label of the demo is gone');
  const found = await receipts(page);
  assert.deepEqual(Object.keys(found).sort(), ['mine/evidence/checkov.sarif', 'mine/report.json']);
  assert.equal(found['mine/evidence/checkov.sarif'].state, 'read');
  await go(page, '#/matrix/policy-diagnostics/deployment-safety');
  assert.match(await counts(), /^1 change,/);
  assert.match(await page.locator('aside.panel').innerText(), /match/, 'the digest of the bytes at hand is the recorded one');
  quiet(page);
});

test('files dropped anywhere on the page are read', async () => {
  await page.evaluate((text) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([text], 'report.json'));
    const at = document.querySelector('footer');
    for (const kind of ['dragover', 'drop']) at.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  }, JSON.stringify(report()));
  await page.locator('.demo-strip').waitFor({ state: 'detached' });
  await ready(page);
  assert.equal((await receipts(page))['report.json'].state, 'read');
  quiet(page);
});

test('a zip and a gzipped file are read, and more files add to those there', async () => {
  await load(page, path.join(root, 'public/demo/organisation.zip'));
  assert.equal(await page.locator('.demo-strip').count(), 0);
  await load(page, file('more.ndjson.gz', gzipSync(`${JSON.stringify(report())}\n`)));
  await go(page, '#/overview?team=payments');
  assert.match(await counts(), /^1 change, .*Hides \d+ of 60\d changes$/s);
  quiet(page);
});

test('tool output that no report names is shown and belongs to no change', async () => {
  await load(page, file('loose.sarif', sarif));
  const loose = page.locator('.sources-page section', { hasText: 'Tool output that no report refers to' });
  assert.match(await loose.locator('summary').innerText(), /^loose\.sarif: checkov 3\.3\.30, sarif-2\.1\.0, 1 high finding open$/);
  await go(page, '#/overview');
  assert.equal(await page.locator('h1').count(), 1);
  assert.doesNotMatch(await page.locator('main').innerText(), /NaN|undefined|null/);
  quiet(page);
});

test('broken files are named with the place of the fault, and the rest is loaded', async () => {
  const json = (value) => JSON.stringify(value, null, 1);
  await load(page, [
    file('good.json', report()),
    file('empty.json', ''),
    file('truncated.json', json(report()).slice(0, 120)),
    file('deep.json', '['.repeat(10_000) + ']'.repeat(10_000)),
    file('deep.sarif', `{"version":"2.1.0","runs":${'['.repeat(10_000)}${']'.repeat(10_000)}}`),
    file('types.json', report({ perceived: [{ confidence: 'very' }], change: { id: 'acme/shop#2', team: 7 } })),
    file('version.json', report({ format: 'plumbline.gate-report/9' })),
    file('noid.json', report({ change: {} })),
    file('utf16.json', Buffer.from(`\ufeff${json(report({ change: { id: 'acme/shop#3' } }))}`, 'utf16le')),
    file('noise.bin', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251))),
    file('broken.zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(60, 1)])),
    file('broken.json.gz', gzipSync(json(report())).subarray(0, 40)),
    file('year.json', report({ recordedAt: '9999-12-31T23:59:59Z', change: { id: 'acme/shop#4' } })),
    file('prose.md', '# We checked everything and it was fine.'),
  ]);
  assert.match(await page.getByRole('alert').innerText(), /Loaded \d+ of 14 files, \d+ rejected/);
  const found = await receipts(page);
  const said = (name) => `${found[name]?.state}: ${found[name]?.text} ${found[name]?.diagnostics.join('\n')}`;
  assert.equal(found['good.json'].state, 'read');
  assert.match(said('empty.json'), /^refused[\s\S]*empty/);
  assert.match(said('truncated.json'), /^refused[\s\S]*line \d+/);
  assert.match(said('deep.json'), /^(refused|partial)[\s\S]*(deep|nest|level|recursion)/i);
  assert.match(said('deep.sarif'), /^(refused|partial)[\s\S]*(deep|nest|level|recursion)/i);
  assert.match(said('types.json'), /^partial[\s\S]*perceived\[0\]\.confidence/);
  assert.match(said('version.json'), /^refused[\s\S]*version 9 of plumbline\.gate-report is not supported/);
  assert.match(said('noid.json'), /change\.id/);
  assert.match(said('utf16.json'), /^(read|partial)/);
  assert.match(said('broken.zip'), /^refused/);
  assert.match(said('broken.json.gz'), /^refused/);
  assert.match(said('year.json'), /9999|future|after/);
  assert.equal(Object.keys(found).length, 14, 'no file is dropped in silence');
  await go(page, '#/funnel');
  assert.match(await counts(), /^[34] changes/);
  quiet(page);
});

test('when nothing of the first own files can be used, the page stays as it was', async () => {
  await load(page, [file('empty.json', ''), file('cut.json', '{"format":')]);
  assert.match(await page.getByRole('alert').innerText(), /None of the 2 files could be used[\s\S]*The page below is unchanged/);
  assert.equal(await page.locator('.demo-strip').count(), 1);
  quiet(page);
});

test('a common file name stands on one line of the notice at 390 pixels', async () => {
  const narrow = await plumbline.open('', { viewport: { width: 390, height: 844 } });
  await ready(narrow);
  await load(narrow, [file('broken.json', '{"format": "plumbline.gate-report/1", "at": '), file('good.json', report())]);
  const lines = await narrow.locator('.notice .receipts th .mono').evaluateAll((names) => names.map((name) => name.getClientRects().length));
  assert.deepEqual(lines, [1, 1]);
  await narrow.context().close();
});

test('hostile text stays text, and only https addresses become links', async () => {
  const markup = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>';
  await load(page, file(`${markup.slice(0, 40).replaceAll('/', '')}.json`, [
    report({ change: { id: `a#1${markup}`, title: markup, team: markup, url: 'javascript:window.broken=1', environment: markup, mergedAt: '2024-05-02T11:00:00Z' } }),
    report({ change: { id: 'a#2', title: 'Turned\u0000\u202Egnp.exe', team: markup, url: 'http://plumbline.invalid/', mergedAt: '2024-05-03T11:00:00Z' } }),
    report({ change: { id: 'a#3', title: 'Fine', team: markup, url: 'https://plumbline.invalid/3', mergedAt: '2024-05-04T11:00:00Z' } }),
    report({ change: { id: 'a#4', title: 'Odd', team: markup, url: 'https:javascript', mergedAt: '2024-05-04T11:00:00Z' } }),
    report({ change: { id: '__proto__', team: 'constructor', mergedAt: '2024-05-04T11:00:00Z' } }),
  ]));
  const change = (id) => `#/change/${encodeURIComponent(id)}`;
  for (const fragment of ['#/overview', '#/teams', `#/teams/${encodeURIComponent(markup)}`, '#/teams/constructor', '#/matrix', '#/changes',
    change(`a#1${markup}`), change('a#2'), change('a#3'), change('a#4'), change('__proto__'), '#/sources']) {
    if (new URL(page.url()).hash !== fragment) await go(page, fragment);
    assert.equal(await page.locator('main img, main script, footer img').count(), 0, fragment);
    assert.equal(await page.evaluate(() => window.broken), undefined, fragment);
    const outward = await page.evaluate(() => [...document.links].map((a) => a.href).filter((href) => !href.startsWith(location.origin)));
    assert.ok(outward.every((href) => href === 'https://plumbline.invalid/3'), outward.join(' '));
    assert.equal(outward.length, fragment === change('a#3') ? 1 : 0, fragment);
    if (fragment.startsWith('#/teams/%3C')) {
      assert.match(await page.locator('h1').innerText(), /<img src=x/);
      assert.match(await page.locator('table.changes').innerText(), /<script>/);
    }
  }
  quiet(page);
});
