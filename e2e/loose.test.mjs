// Tools' files that no report names: shown with their findings, and the beginning of a gate report that makes them evidence.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { file, go, load, quiet, ready, receipts, root, start, tableRows } from './harness.mjs';

const fixtures = path.join(root, 'tests/fixtures/checkov');
const names = ['bicep-and-arm.json', 'kubernetes.json', 'terraform.json'];

let plumbline;
before(async () => { plumbline = await start(); });
after(async () => { await plumbline?.close(); });

test('scans without a report are shown, and one becomes evidence by a report that was begun here', async () => {
  const page = await plumbline.open('#/sources');
  await ready(page);
  await load(page, names.map((name) => path.join(fixtures, name)));
  const place = page.locator('section.loose');
  assert.match(await place.innerText(), /Tool output that no report refers to[\s\S]*belongs to no change and moves no score/);
  const folds = place.locator('details');
  assert.equal(await folds.count(), names.length);
  for (const [i, name] of names.entries()) {
    const scan = JSON.parse(readFileSync(path.join(fixtures, name), 'utf8'));
    const failed = [scan].flat().reduce((sum, part) => sum + part.results.failed_checks.length, 0);
    // checkov states no severity: what its rule means decides
    const summary = await folds.nth(i).locator('summary').innerText();
    const [, high, medium] = summary.match(/^(?:.*): checkov 3\.3\.30, checkov-json, (\d+) high and (\d+) medium findings open/);
    assert.ok(summary.startsWith(`${name}: `), summary);
    assert.equal(Number(high) + Number(medium), failed);
    const rows = await tableRows(page, `section.loose details:nth-of-type(${i + 1}) table`);
    const sum = (severity) => rows.reduce((all, row) => all + Number(row[severity] ?? 0), 0);
    assert.deepEqual([sum('high'), sum('medium')], [Number(high), Number(medium)], 'each finding stands in one row');
    assert.ok(rows.some((row) => /Unsafe defaults|Privilege inflation/.test(row['Failure pattern'])), name);
  }

  const coming = page.waitForEvent('download');
  await folds.nth(2).getByRole('button', { name: 'Save a gate report to fill in' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'terraform.gate-report.json');
  const begun = JSON.parse(readFileSync(await download.path(), 'utf8'));
  const bytes = readFileSync(path.join(fixtures, 'terraform.json'));
  assert.deepEqual(begun.evidence[0].artifact, {
    path: 'terraform.json', sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length,
  });

  await load(page, file('gate-report.json', begun));
  const refused = (await receipts(page))['gate-report.json'];
  assert.equal(refused.state, 'refused');
  assert.deepEqual(refused.diagnostics, ['error recordedAt is missing', 'error outcome is empty', 'error change.id is empty']);
  assert.equal(await folds.count(), names.length, 'nothing was taken on');

  Object.assign(begun, { recordedAt: '2024-05-02T10:00:00Z', outcome: 'failed', perceived: [] });
  begun.change = { ...begun.change, id: 'acme/shop#1', mergedAt: '2024-05-02T11:00:00Z' };
  await load(page, file('gate-report.json', begun));
  assert.equal((await receipts(page))['gate-report.json'].state, 'read');
  assert.equal(await folds.count(), names.length - 1, 'it belongs to a change now');
  await go(page, '#/matrix/policy-diagnostics/network');
  assert.match(await page.locator('aside.panel').innerText(), /acme\/shop#1[\s\S]*match/);
  quiet(page);
  await page.context().close();
});
