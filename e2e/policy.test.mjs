// The policy in force, and a copy of it: checked with line and column, held against today's numbers as the command line does, kept.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { file, go, leads, load, quiet, ready, root, start, tableRows } from './harness.mjs';
import { percent, scored } from './score.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));
const inForce = readFileSync(path.join(root, 'public/policy.default.json'), 'utf8');
const run = (args) => execFileSync(plumblineBinary, args, { maxBuffer: 1 << 26, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

let plumbline;
let page;
let folder;
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-policy-'));
  plumbline = await start();
  page = await plumbline.open('#/sources');
  await ready(page);
});
after(async () => {
  await plumbline?.close();
  rmSync(folder, { recursive: true, force: true });
});

const field = () => page.getByLabel('Copy of the policy, JSON');
const said = () => page.locator('.draft-said').innerText();
const button = (name) => page.getByRole('button', { name });
/** Puts a text into the field and waits until what is said of the copy fits. */
async function edit(text, expected) {
  await field().fill(text);
  await page.waitForFunction((words) => document.querySelector('.draft-said').textContent.startsWith(words), expected);
}
/** The policy in force with one text in the place of another. */
const edited = (from, to) => {
  assert.ok(text.includes(from), from);
  return text.replace(from, to);
};
let text;
/** What the page keeps as `policy.json`. */
async function download() {
  const coming = page.waitForEvent('download');
  await button('Download policy.json').click();
  const kept = await coming;
  assert.equal(kept.suggestedFilename(), 'policy.json');
  return readFile(await kept.path(), 'utf8');
}

test('Sources leads to the policy in force, which stands there as tables', async () => {
  await leads(page, () => page.getByRole('link', { name: 'Read it, or edit a copy' }).click());
  assert.equal(await page.title(), 'Policy – Tidewrack Freight – Plumbline');
  assert.match(await page.locator('h1').innerText(), /^This policy requires up to \S+ kinds of evidence at four gates; /);
  text = await field().inputValue();
  assert.ok(text.split('\n').length > 50, 'a policy of one line is laid out for people');
  // unedited, the very bytes in force are kept
  const kept = await download();
  const digest = createHash('sha256').update(kept).digest('hex');
  assert.ok((await page.locator('.part-settings').innerText()).includes(digest));
  assert.equal(digest, scored().policy);
  assert.deepEqual(JSON.parse(text), JSON.parse(kept));
  // and their digest stands there, not that of the lines that are shown
  await button('Preview its effect').click();
  await page.waitForFunction((digest) => document.querySelector('.draft-digest')?.textContent === `sha256 ${digest}`, digest);
  const policy = JSON.parse(text);
  const types = await tableRows(page, '.part-types table');
  assert.equal(types.length, policy.artifactTypes.length);
  assert.ok(types[0].Evidence.startsWith(policy.artifactTypes[0].title));
  assert.equal((await tableRows(page, '.part-required table')).length, Object.values(policy.requirements).flat().length);
  assert.equal((await tableRows(page, '.part-pattern-policy table')).length, policy.patterns.length);
  assert.equal(await page.locator('.part-rungs h3').count(), policy.ladder.length);
  assert.equal(await page.locator('.filter-bar').count(), 0, 'no filter changes a policy');
  quiet(page);
});

test('what is wrong has its line and column, as the command says, and leads there', async () => {
  const broken = edited('"threat-intent"}', '"threat-content"}');
  await edit(broken, 'The copy cannot be used: 1 error.');
  const name = path.join(folder, 'broken.json');
  writeFileSync(name, broken);
  let validated;
  try {
    run(['policy', 'validate', name, '--json']);
  } catch (error) {
    validated = JSON.parse(error.stdout);
  }
  const [{ line, column, path: place, message }] = validated.diagnostics;
  assert.equal(await field().getAttribute('aria-invalid'), 'true');
  const problem = page.locator('.problems li');
  assert.equal(await problem.count(), 1);
  const words = await problem.innerText();
  assert.ok(words.includes(`Line ${line}, column ${column}`) && words.includes(place), words);
  assert.ok(words.includes(`${message[0].toUpperCase()}${message.slice(1)}.`), words);
  // reached by keys alone: it stands after the field's buttons
  await button(`Line ${line}, column ${column}`).focus();
  await page.keyboard.press('Enter');
  const selected = await field().evaluate((area) => ({
    has: document.activeElement === area, words: area.value.slice(area.selectionStart, area.selectionEnd), top: area.scrollTop,
  }));
  assert.equal(selected.has, true);
  assert.equal(selected.words, broken.split('\n')[line - 1]);

  // a preview of what cannot be used is none, and nothing breaks
  await button('Preview its effect').click();
  await ready(page);
  assert.equal(await said(), 'The copy cannot be used: 1 error. Mend it to preview its effect.');
  assert.equal(await page.locator('.part-then-gates').count(), 0);

  await edit(`${text.slice(0, 40)}`, 'The copy cannot be used');
  assert.match(await problem.innerText(), /Line \d+, column \d+/);
  quiet(page);
});

test('what the copy alters stands beside today, number by number as the command counts', async () => {
  const copy = edited('"minGrade": "checked"', '"minGrade": "reproduced"').replace('"ladderDays": 90', '"ladderDays": 30');
  await edit(copy, 'The copy can be used.');
  const name = path.join(folder, 'copy.json');
  writeFileSync(name, copy);
  writeFileSync(path.join(folder, 'before.json'), text);
  const diff = JSON.parse(run(['policy', 'diff', path.join(folder, 'before.json'), name, demo, '--now', generatedAt, '--json']));
  assert.ok(diff.teams.length > 0 && diff.numbers.length > 200, 'the copy alters something');

  await button('Preview its effect').click();
  await page.locator('.part-then-gates').waitFor();
  const sentence = await said();
  assert.ok(sentence.startsWith(`The policies differ in ${diff.policy.length} keys. `), sentence);
  const teams = diff.teams.length === 1 ? '1 team changes its rung' : `${diff.teams.length} teams change their rung`;
  assert.ok(sentence.includes(teams), sentence);
  assert.ok(sentence.includes(`${diff.numbers.length.toLocaleString('en')} numbers move.`), sentence);

  const today = scored();
  const moved = new Map(diff.numbers.map((one) => [one.path, one]));
  const rows = await tableRows(page, '.part-then-gates table');
  for (const [i, gate] of ['intent', 'validation', 'execution', 'observation'].entries()) {
    const one = moved.get(`gates.${gate}.verified`) ?? { from: today.gates[gate].verified, to: today.gates[gate].verified };
    assert.ok(rows[i].Today.startsWith(percent(one.from)), `${gate}: ${rows[i].Today}`);
    assert.ok(rows[i]['Under the copy'].startsWith(percent(one.to)), `${gate}: ${rows[i]['Under the copy']}`);
  }
  const rung = (id) => id.replace('-', id.startsWith('a') ? '-' : ' ').replace(/^./, (c) => c.toUpperCase());
  const shown = await tableRows(page, '.part-then-teams table');
  assert.deepEqual(
    shown.map((row) => [row.Team, row.Today, row['Under the copy']]).toSorted(),
    diff.teams.map((one) => [one.team, rung(one.from), rung(one.to)]).toSorted());
  const keys = await tableRows(page, '.part-keys table');
  assert.deepEqual(keys.map((row) => [row.Key, row['In force'], row.Copy]), [
    ['minGrade', 'checked', 'reproduced'], ['ladderDays', '90', '30']]);
  const numbers = await tableRows(page, '.part-moved table');
  assert.deepEqual(numbers.map((row) => row.Number), diff.numbers.slice(0, numbers.length).map((one) => one.path));
  assert.match(await page.locator('.part-moved').innerText(), /not shown|more/);
  quiet(page);
});

test('the policy in force stays in force, and the copy is kept while the reader goes elsewhere', async () => {
  const copy = await field().inputValue();
  await go(page, '#/sources');
  assert.ok((await page.locator('.policy-digest').innerText()).endsWith(scored().policy));
  await go(page, '#/policy');
  assert.equal(await field().inputValue(), copy);
  assert.equal(await download(), copy);
  // Edits are lost by a second press only.
  await button('Start again from the policy in force').click();
  await button('Discard the edits').waitFor();
  assert.equal(await field().inputValue(), copy);
  await button('Discard the edits').click();
  assert.equal(await field().inputValue(), text);
  await button('Preview its effect').click();
  await page.waitForFunction(() => document.querySelector('.draft-said').textContent.includes('nothing changes'));
  assert.equal(await page.locator('.then > *').count(), 0);
  quiet(page);
});

test('a copy with other kinds of evidence is held against the same files, read again', async () => {
  const copy = text.replaceAll('"lint-diagnostics"', '"lint-results"');
  await edit(copy, 'The copy can be used.');
  const name = path.join(folder, 'renamed.json');
  writeFileSync(name, copy);
  const diff = JSON.parse(run(['policy', 'diff', path.join(folder, 'before.json'), name, demo, '--now', generatedAt, '--json']));
  await button('Preview its effect').click();
  await page.locator('.part-moved').waitFor();
  const sentence = await said();
  assert.ok(sentence.includes(`${diff.numbers.length.toLocaleString('en')} numbers move.`), `${sentence} ${diff.numbers.length}`);
  quiet(page);
});

test('hostile and huge copies stay text', async () => {
  const markup = '<img src=x onerror=alert(1)>';
  await edit(edited('"threat-intent"}', `"${markup}"}`), 'The copy cannot be used');
  assert.ok((await page.locator('.problems').innerText()).includes(markup));
  assert.equal(await page.locator('main img').count(), 0);
  // 5 MiB in one line: no policy is as large, and the page still answers
  await edit(`{"format": "${'x'.repeat(5 << 20)}"}`, 'The copy cannot be used');
  // The copy before it could not be used either: its sentence alone does not tell the two apart.
  await page.locator('.problems', { hasText: 'Larger than 4 MiB' }).waitFor();
  await button('Start again from the policy in force').click();
  await button('Discard the edits').click();
  await page.waitForFunction(() => document.querySelector('.draft-said').textContent === 'The copy can be used.');
  quiet(page);
});

test('own files are held against the copy too, and a policy among them is the one in force', async () => {
  const fresh = await plumbline.open('#/policy');
  await ready(fresh);
  const report = {
    format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2026-11-20T09:00:00Z', outcome: 'passed',
    change: { id: 'a#1', team: 'payments' },
    evidence: [{ id: 'why', type: 'threat-intent', artifact: { path: 'why.md', sha256: 'a'.repeat(64) } }],
  };
  await load(fresh, [file('r.json', report), file('p.json', inForce.replace('"tooFew": 5', '"tooFew": 6'))]);
  const area = fresh.getByLabel('Copy of the policy, JSON');
  const given = await area.inputValue();
  assert.match(given, /"tooFew": 6/);
  await area.fill(given.replace('"minGrade": "checked"', '"minGrade": "attached"'));
  await fresh.getByRole('button', { name: 'Preview its effect' }).click();
  await fresh.locator('.part-then-gates').waitFor();
  // attached is enough then: from none of one to one of one
  const [intent] = await tableRows(fresh, '.part-then-gates table');
  assert.match(intent.Today, /^0 %/);
  assert.match(intent['Under the copy'], /^100 %/);
  assert.equal(intent.Points, '+100');
  await load(fresh, [file('r2.json', { ...report, change: { id: 'a#2', team: 'payments' } })]);
  assert.equal(await fresh.locator('.part-then-gates').count(), 0, 'what was said of other data is gone');
  quiet(fresh);
  await fresh.context().close();
});
