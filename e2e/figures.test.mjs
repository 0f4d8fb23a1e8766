// What the pages show of the demo organisation is what the command line computes of the same files.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { go, quiet, ready, root, start, tableRows } from './harness.mjs';
import { count, gap, percent } from './score.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt, policy: { tooFew } } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));

/** What `plumbline score` says of the demo, as of the time that its index names. */
const scored = (...options) => JSON.parse(
  execFileSync(plumblineBinary, ['score', demo, '--trust-input-policy', '--now', generatedAt, '--json', ...options], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));

let plumbline;
let page;
let score;
before(async () => {
  score = scored();
  plumbline = await start();
  page = await plumbline.open('#/overview');
  await ready(page);
});
after(() => plumbline?.close());

const titled = (id) => id[0].toUpperCase() + id.slice(1);

/** The table behind a figure. */
const twin = (inside) => tableRows(page, `${inside} details.twin table`);

test('the four gates of the envelope', async () => {
  const rows = await twin('.part-envelope');
  assert.deepEqual(rows.map((r) => r.Gate), Object.keys(score.gates).map(titled));
  for (const row of rows) {
    const gate = score.gates[row.Gate.toLowerCase()];
    const grades = Object.values(gate.grades).reduce((sum, n) => sum + n, 0);
    assert.equal(row['Changes due'], count(gate.n));
    assert.equal(row.Perceived, percent(gate.perceived));
    assert.equal(row.Verified, percent(gate.verified));
    assert.equal(row['Gap, points'], gap(gate));
    assert.equal(row['Stated by'], count(gate.stated));
    assert.equal(row['Implied by passed gates'], percent(gate.implied));
    assert.equal(row['Items required'], count(grades));
  }
});

test('the envelope under a filter', async () => {
  await go(page, '#/overview?team=Data%20lake');
  const filtered = scored('--team', 'Data lake');
  for (const row of await twin('.part-envelope')) {
    const gate = filtered.gates[row.Gate.toLowerCase()];
    assert.deepEqual([row.Perceived, row.Verified, row['Changes due']], [percent(gate.perceived), percent(gate.verified), count(gate.n)]);
  }
  await go(page, '#/overview');
});

test('the gap by authorship', async () => {
  const rows = (await twin('.part-reasons .side > :nth-child(2) figure')).filter((row) => row.Authorship);
  assert.equal(rows.length, 4);
  for (const row of rows) {
    const gates = Object.values(score.authorship[row.Authorship.toLowerCase()]);
    assert.equal(row['Stated by'], count(gates.reduce((sum, gate) => sum + gate.stated, 0)));
    assert.equal(row['Due gates'], count(gates.reduce((sum, gate) => sum + gate.n, 0)));
  }
});

test('drift per gate', async () => {
  const rows = await twin('.part-drift');
  for (const [gate, series] of Object.entries(score.drift)) {
    const shown = rows.filter((row) => row.Gate === titled(gate));
    assert.equal(shown.length, series.length, gate);
    series.forEach((at, i) => {
      assert.deepEqual([shown[i]['Changes due'], shown[i].Verified, shown[i].Perceived],
        [count(at.n), percent(at.verified), percent(at.perceived)], `${gate} ${at.period}`);
    });
  }
});

test('workflow practices', async () => {
  const rows = await twin('.part-workflow');
  const practices = Object.values(score.workflow);
  assert.equal(rows.length, practices.length);
  practices.forEach((practice, i) => {
    assert.deepEqual([rows[i].Share, rows[i].Cases], [percent(practice.value), count(practice.n)]);
  });
});

test('verification debt and failure patterns', async () => {
  const debt = await twin('.part-debt');
  assert.deepEqual(debt.map((row) => row.Total), score.debt.series.map((at) => count(at.weighted)));
  const patterns = await twin('.part-patterns');
  assert.deepEqual(
    patterns.map((row) => [row.Times, row.Changes, row.Escaped, row.Repeats]),
    score.patterns.map((p) => [p.occurrences, p.changes, p.escaped, p.recurrences].map(count)));
});

test('every team on its rung', async () => {
  await go(page, '#/teams');
  const rows = await twin('.teams-page');
  assert.deepEqual(rows.map((row) => row.Team), score.teams.map((team) => team.team));
  const rung = (id) => (id ? titled(id) : '');
  for (const [i, team] of score.teams.entries()) {
    // of a team with too few changes no rung is shown that its evidence did not decide
    const isFew = rows[i]['Rung computed'] === 'too few changes';
    assert.equal(isFew, Number(rows[i].Changes) < tooFew, team.team);
    if (isFew) continue;
    assert.equal(rows[i]['Rung computed'], rung(team.rung), team.team);
    if (team.claimedRung) assert.equal(rows[i]['Rung claimed'], rung(team.claimedRung), team.team);
    if (team.previousRung) assert.equal(rows[i]['Rung before'], rung(team.previousRung), team.team);
  }
});

test('the criteria of one team', async () => {
  for (const team of score.teams.slice(0, 3)) {
    await go(page, `#/teams/${encodeURIComponent(team.team)}`);
    const rows = await tableRows(page, '.team-page figure:has(.criteria) details.twin table');
    assert.equal(rows.length, team.criteria.length);
    team.criteria.forEach((criterion, i) => {
      const state = { met: 'met', 'not-met': 'open', 'not-enough-data': 'too few', 'not-applicable': 'not applicable' }[criterion.state];
      assert.equal(rows[i].State, state, `${team.team}: ${criterion.id}`);
      assert.equal(rows[i].Cases, count(criterion.n), `${team.team}: ${criterion.id}`);
    });
  }
});

test('the steps of both funnels', async () => {
  await go(page, '#/funnel');
  for (const [inside, steps] of [['figure.lead', score.funnel], ['figure.evaluate', score.funnelEvaluate]]) {
    const rows = await twin(inside);
    assert.deepEqual(
      rows.map((row) => [row.Reached, row.Lost, row.Bypassed, row['Went past without meeting it']]),
      steps.map((step) => [step.reached, step.lost, step.bypassed, step.leaked].map(count)));
  }
});

test('the cells of the matrix', async () => {
  await go(page, '#/matrix');
  // Its last rows are the totals of the families.
  const rows = (await twin('.matrix-page')).filter((row) => row.Strength);
  const cells = score.matrix;
  assert.deepEqual(
    rows.map((row) => [row.Strength, row.Required, row.Present, row.Verified, row.Reproduced, row.Diverged, row['Not tried'], row['Not reproducible']]),
    cells.map((c) => [c.strength, ...[c.required, c.present, c.verified, c.reproduced, c.diverged, c.notTried, c.notReproducible].map(count)]));
});

test('the policy in force and the number of changes', async () => {
  assert.match(await page.locator('.counts').innerText(), new RegExp(`^${score.changes} changes`));
  await go(page, '#/sources');
  assert.match(await page.locator('.policy-digest').innerText(), new RegExp(score.policy));
  quiet(page);
});
