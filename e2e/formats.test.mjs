// Every format that is read, and every kind of file that is refused, given to the page once: its receipt is the one that the command
// line writes for the same bytes, and stands on the screen with what it says.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { quiet, ready, receipts, root, start } from './harness.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const samples = path.resolve(root, process.env.PLUMBLINE_SAMPLES ?? 'target/samples');
/** Where pictures of Sources are left to be looked at; nowhere when it is not named. */
const pictures = process.env.PLUMBLINE_PICTURES;

const sarif = (version) => JSON.stringify({ version, runs: [] });
/** What is refused, and by which sentence. */
const refused = {
  'sarif-1.json': [sarif('1.0.0'), /SARIF 1\.0\.0 is not supported/],
  'sarif-2.0.json': [sarif('2.0.0-csd.2'), /prereleases of SARIF 2\.0\.0/],
  'what-if.txt': ['Resource and property changes are indicated with these symbols:\n  + Create\n', /--no-pretty-print/],
  'tfplan': [Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(22), Buffer.from([6, 0, 0, 0]), Buffer.from('tfplan')]), /terraform show -json/],
  'prose.md': ['# All was well\n', /not recognised/],
  'empty.json': ['', /empty/],
  'cut.json': ['{"version": "2.1.0",\n "runs": [', /found the end of the text/],
  'deep.json': ['['.repeat(5000) + ']'.repeat(5000), /nested too deeply/],
  'latin-1.json': [Buffer.from('{"größe": 1}', 'latin1'), /not valid UTF-8 at byte/],
  'broken.json.gz': [gzipSync('{"a": 1}').subarray(0, 20), /damaged/],
  'twice.json.gz': [gzipSync(gzipSync('{"a": 1}')), /compressed twice/],
  'broken.zip': [Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(60, 1)]), /no table of contents/],
  'redacted.json': [JSON.stringify({ plan_format_version: '1.1', resource_changes: [] }), /a redacted plan of HCP Terraform/],
  'tagged.yaml': ['groups:\n- name: !secret a\n', /looks like YAML, but cannot be read/],
  'version.json': [JSON.stringify({ format: 'plumbline.gate-report/9' }), /version 9 of plumbline\.gate-report is not supported/],
};

let plumbline;
let folder;
before(async () => {
  plumbline = await start();
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-formats-'));
});
after(async () => {
  await plumbline?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Files that are given to the page at once: it lists fifty, and more on request. */
const atOnce = 45;

/** The lines of `inspect --json`, which ends with 1 when a file was refused. */
function inspected(names) {
  try {
    return execFileSync(plumblineBinary, ['inspect', '--json', ...names], { cwd: folder, encoding: 'utf8' });
  } catch (error) {
    if (error.status !== 1) throw error;
    return error.stdout;
  }
}

const byFile = (lines) => Object.fromEntries(lines.trim().split('\n').map((line) => JSON.parse(line)).map((receipt) => [receipt.file, receipt]));

test('the receipt of every format is that of the command line', async () => {
  const every = readdirSync(samples);
  assert.ok(every.length >= 90, `one sample of every format: ${every.length}`);
  for (const format of every) writeFileSync(path.join(folder, format), readFileSync(path.join(samples, format)));
  for (const [name, [bytes]] of Object.entries(refused)) writeFileSync(path.join(folder, name), bytes);
  const names = readdirSync(folder).sort();
  const native = byFile(inspected(names));
  for (let from = 0; from < names.length; from += atOnce) await compare(names.slice(from, from + atOnce), native, from === 0);
});

/** Gives files to a fresh page, and holds its receipts against those of the command line. */
async function compare(names, native, isFirst) {
  const formats = names.filter((name) => !(name in refused));
  const page = await plumbline.open('#/sources');
  await ready(page);
  await page.setInputFiles('#choose-files', names.map((name) => path.join(folder, name)));
  await ready(page);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save all receipts' }).click();
  const saved = byFile(readFileSync(await (await coming).path(), 'utf8'));
  assert.deepEqual(Object.keys(saved).sort(), names, 'no file without a receipt');
  for (const name of names) assert.deepEqual(saved[name], native[name], name);

  const shown = await receipts(page);
  for (const format of formats) {
    assert.equal(saved[format].format, format);
    assert.equal(shown[format].state, 'read', format);
    assert.match(shown[format].text, new RegExp(`${format.replaceAll('.', '\\.')}[^]*\\b${saved[format].items} `), format);
  }
  for (const name of names.filter((name) => name in refused)) {
    const [, sentence] = refused[name];
    assert.equal(shown[name].state, 'refused', name);
    assert.match(shown[name].diagnostics.join('\n'), sentence, name);
  }
  // each is loose, with its open findings
  const loose = await page.locator('.loose summary').allInnerTexts();
  for (const format of formats) {
    const line = loose.find((text) => text.startsWith(`${format}: `));
    const open = Object.values(saved[format].bySeverity).reduce((sum, n) => sum + n, 0);
    const told = [...(line.match(/(\d+) (critical|high|medium|low|info)/g) ?? [])].reduce((sum, words) => sum + Number(words.split(' ')[0]), 0);
    assert.equal(told, open, line);
  }
  quiet(page);
  if (pictures && isFirst) await picture(page);
  await page.context().close();
}

/** Sources with all that, light and dark, wide and narrow. */
async function picture(page) {
  mkdirSync(pictures, { recursive: true });
  await page.evaluate(() => document.querySelectorAll('.loose details').forEach((fold, i) => { fold.open = i % 6 === 0; }));
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 1000 });
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(pictures, `sources-${colorScheme}-${width}.png`), fullPage: true });
    }
  }
}
