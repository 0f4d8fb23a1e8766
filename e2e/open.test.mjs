// `plumbline open` as somebody uses it: a folder is shown, and a report that is put there appears on the open page.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { dist, go, launchBrowser, ready, root } from './harness.mjs';

const plumbline = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-open-test-'));
const reports = path.join(folder, 'Contoso');
let program;
let browser;
let address;
let complaints;
let page;

/** A report of a change, in which its author is 90 % confident. */
const report = (n) => JSON.stringify({
  format: 'plumbline.gate-report/1', gate: 'intent', recordedAt: '2026-11-20T10:00:00Z', outcome: 'passed',
  change: { id: `a#${n}`, team: n % 2 ? 'Payments' : 'Billing', openedAt: '2026-11-20T09:00:00Z' },
  perceived: [{ confidence: 0.9, role: 'author' }],
});

/** Waits until a page counts so many changes. */
const counts = (start, of = page) => of.waitForFunction((words) => document.querySelector('.counts')?.innerText.startsWith(words), start);

/** Starts the program, and gives it with its address. */
async function opened(...args) {
  const child = spawn(plumbline, ['open', ...args, '--no-browser', '--port', '0', '--site', dist], { stdio: ['ignore', 'pipe', 'inherit'] });
  const address = await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => resolve(/http:\S+/.exec(text)?.[0]));
    child.on('exit', (code) => reject(new Error(`plumbline open ended with ${code}`)));
  });
  return { child, address };
}

before(async () => {
  mkdirSync(reports);
  for (const n of [1, 2, 3]) writeFileSync(path.join(reports, `${n}.json`), report(n));
  ({ child: program, address } = await opened(reports));
  browser = await launchBrowser();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 700 }, reducedMotion: 'reduce' })).newPage();
  complaints = [];
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
});

after(async () => {
  await browser?.close();
  program?.kill('SIGINT');
  rmSync(folder, { recursive: true });
});

test('the folder stands in the page before any script runs, and then live', async () => {
  const first = await (await fetch(address)).text();
  assert.match(first, /3 changes/);
  await page.goto(address);
  await ready(page);
  await counts('3 changes');
  assert.match(await page.title(), /Contoso/);
});

test('a new report appears by itself, and place, filter and scroll position stay', async () => {
  await go(page, '#/overview?team=Payments');
  await counts('2 changes');
  await page.evaluate(() => scrollTo(0, 400));
  const before = await page.evaluate(() => scrollY);
  assert.ok(before > 0);
  await page.evaluate(() => { document.querySelector('main').dataset.stays = 'yes'; });
  writeFileSync(path.join(reports, '5.json'), report(5));
  await counts('3 changes');
  await ready(page);
  assert.equal(new URL(page.url()).hash, '#/overview?team=Payments');
  assert.equal(await page.evaluate(() => scrollY), before);
  assert.equal(await page.evaluate(() => document.querySelector('main').dataset.stays), 'yes', 'the page was not loaded again');
});

test('a file that cannot be read is named on the page, and the figures stay until it is mended', async () => {
  writeFileSync(path.join(reports, '6.json'), '{"format": "plumbline.gate-report/1"');
  await page.waitForSelector('[role="alert"]');
  assert.match(await page.innerText('[role="alert"]'), /Some files could not be read[^]*6\.json: the text ends inside an object/);
  await counts('3 changes');
  writeFileSync(path.join(reports, '6.json'), report(7));
  await counts('4 changes');
  await page.waitForFunction(() => !document.querySelector('[role="alert"]'));
});

test('files of the reader stay when the folder changes', async () => {
  await page.setInputFiles('#choose-files', [{ name: 'own.json', mimeType: 'application/json', buffer: Buffer.from(report(9)) }]);
  await ready(page);
  await go(page, '#/overview');
  await counts('1 change,');
  const before = await (await fetch(`${address}live.txt`)).text();
  const isNew = async (answer) => new URL(answer.url()).pathname === '/live.txt' && await answer.text() !== before;
  const heard = page.waitForResponse(isNew);
  writeFileSync(path.join(reports, '8.json'), report(8));
  await heard;
  await ready(page);
  await counts('1 change,');
  assert.deepEqual(complaints, []);
});

test('seven tabs, more than a browser has connections for, show a new report', async () => {
  const context = await browser.newContext();
  const tabs = await Promise.all(Array.from({ length: 7 }, () => context.newPage()));
  for (const tab of tabs) await tab.goto(address);
  for (const tab of tabs) await counts('6 changes', tab);
  writeFileSync(path.join(reports, '10.json'), report(10));
  for (const tab of tabs) await counts('7 changes', tab);
  await context.close();
});

test('a scan that no report names shows its findings, and a report of it can be begun', async (t) => {
  const scans = path.join(folder, 'scans');
  cpSync(path.join(root, 'tests/fixtures/checkov/terraform.json'), path.join(scans, 'terraform.json'));
  const { child, address } = await opened(scans);
  t.after(() => child.kill('SIGINT'));
  const tab = await browser.newPage();
  await tab.goto(address);
  await ready(tab);
  const fold = tab.locator('main details', { hasText: 'terraform.json: checkov' });
  assert.match(await fold.locator('summary').innerText(), /^terraform\.json: checkov 3\.3\.30, checkov-json, \d+ high and \d+ medium findings open/);
  await go(tab, '#/sources');
  const coming = tab.waitForEvent('download');
  await tab.locator('section.loose').getByRole('button', { name: 'Save a gate report to fill in' }).click();
  const download = await coming;
  assert.equal(download.suggestedFilename(), 'terraform.gate-report.json');
  assert.equal(JSON.parse(readFileSync(await download.path(), 'utf8')).evidence[0].artifact.path, 'terraform.json');
  await tab.close();
});
