// Patterns, Detection and Reviews of the demo organisation show what the command line computes of the same files.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { go, leads, quiet, ready, root, start, tableRows } from './harness.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));

let plumbline;
let page;
let score;
before(async () => {
  const options = { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] };
  score = JSON.parse(execFileSync(plumblineBinary, ['score', demo, '--trust-input-policy', '--now', generatedAt, '--json'], options));
  plumbline = await start();
  page = await plumbline.open('#/patterns');
  await ready(page);
});
after(() => plumbline?.close());

const count = (n) => n.toLocaleString('en');
const percent = (value) => {
  if (value === null) return 'no data';
  const whole = Math.round(value * 100);
  if (whole === 0 && value > 0) return 'under 1 %';
  if (whole === 100 && value < 1) return 'over 99 %';
  return `${whole} %`;
};
const read = (inside) => tableRows(page, `${inside} .scroll-x table.tbl`);
const twin = (inside) => tableRows(page, `${inside} details.twin table`);

test('each pattern with its counts', async () => {
  const rows = await read('.part-kinds');
  assert.deepEqual(
    rows.map((row) => [row.Times, row.Changes, row.Repeats, row.Teams]),
    score.patterns.map((p) => [p.occurrences, p.changes, p.recurrences, Object.keys(p.teams).length].map(count)));
  const drawn = await twin('.part-timeline');
  assert.deepEqual(drawn.map((row) => row.Times), score.patterns.map((p) => count(p.occurrences)));
});

test('a count of a team and a pattern filters by both, and again takes the filters off', async () => {
  const [team] = Object.keys(score.patterns[0].teams);
  const number = page.locator('.part-teams tbody tr', { hasText: team }).locator('td a').first();
  assert.equal(await number.innerText(), count(score.patterns[0].teams[team]));
  await leads(page, () => number.click());
  const { hash } = new URL(page.url());
  assert.equal(hash, `#/patterns?team=${encodeURIComponent(team)}&pattern=${score.patterns[0].pattern}`);
  const [row] = await read('.part-kinds');
  assert.equal(row.Times, count(score.patterns[0].teams[team]));
  await leads(page, () => page.locator('.part-teams tbody tr', { hasText: team }).locator('td a').first().click());
  assert.equal(new URL(page.url()).hash, '#/patterns');
});

test('an opened pattern lists its teams and what is behind each occurrence', async () => {
  const [pattern] = score.patterns;
  await leads(page, () => page.locator('.part-kinds tbody th a').first().click());
  assert.equal(new URL(page.url()).hash, `#/patterns/${pattern.pattern}`);
  const teams = await twin('.part-courses');
  assert.deepEqual(Object.fromEntries(teams.map((row) => [row.Team, row.Times])),
    Object.fromEntries(Object.entries(pattern.teams).map(([team, n]) => [team, count(n)])));
  const first = page.locator('.part-occurrences tbody tr').first();
  assert.match(await first.locator('th a').getAttribute('href'), /^#\/change\//);
  assert.match(await page.locator('.part-occurrences').innerText(), /rule known by|pattern stated by the finding|Read from/);
  assert.equal(await page.locator('.part-harden pre.code').count() > 0, true);
});

test('the lanes of the detection pipeline', async () => {
  await go(page, '#/detection');
  const rows = await read('.part-checks');
  assert.deepEqual(
    rows.map((row) => [row.Validated, row.Contradicted, row.Unverified, row.Missing]),
    score.detection.map((lane) => [lane.validated, lane.contradicted, lane.unverified, lane.missing].map(count)));
  const periods = await twin('.part-lanes');
  assert.deepEqual(
    periods.map((row) => [row.Period, row.Validated, row.Missing]),
    score.detection.flatMap((lane) => lane.periods.map((p) => [p.period, count(p.validated), count(p.missing)])));
  for (const [i, lane] of score.detection.entries()) {
    const days = lane.daysSinceVerified;
    const whole = days === null ? 'never' : days < 1 ? 'less than a day ago' : `${Math.floor(days)} day${days < 2 ? '' : 's'} ago`;
    assert.equal(rows[i]['Last validated'], whole, lane.lane);
  }
});

test('reviews by team', async () => {
  await go(page, '#/reviews');
  const [, ...rows] = await twin('.part-reviews');
  assert.deepEqual(rows.map((row) => row.Team), score.reviews.map((team) => team.team));
  score.reviews.forEach((team, i) => {
    assert.deepEqual(
      [rows[i]['Changes due'], rows[i].Independent, rows[i]['Independent share'], rows[i]['Agree with evidence'], rows[i]['Verdicts on evidence']],
      [count(team.changes), count(team.independent), percent(team.independentShare), percent(team.evidenceAgreement), count(team.evidenceN)]);
    const kappa = rows[i].Kappa;
    if (team.evidenceKappa === null) assert.equal(kappa, team.evidenceN > 0 ? 'undefined' : 'no data');
    else assert.ok(Math.abs(Number(kappa.replace('−', '-').replace(', too few', '')) - team.evidenceKappa) <= 0.005 + 1e-9, `${team.team}: ${kappa}`);
  });
  assert.match(await page.locator('.part-reviews .prose').innerText(), /agreement beyond chance/);
  quiet(page);
});
