// A published data set of the demo, made for one test.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './harness.mjs';

const plumbline = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');

/** Makes it, with more arguments for `demo` and `bundle`. `files` are its files by their place on the site; whoever calls removes `folder`. */
export function published(demo, bundle = []) {
  const quietly = { stdio: ['ignore', 'ignore', 'ignore'] };
  const folder = mkdtempSync(path.join(tmpdir(), 'plumbline-data-set-'));
  const [input, data] = ['in', 'data'].map((name) => path.join(folder, name));
  execFileSync(plumbline, ['demo', '--seed', '7', ...demo, '--out', input], quietly);
  execFileSync(plumbline, ['bundle', input, '--trust-input-policy', ...bundle, '--out', data], quietly);
  const names = readdirSync(data, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = Object.fromEntries(names.map((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)];
  }));
  const index = JSON.parse(files['data/index.json']);
  const asJson = { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] };
  /** What `plumbline score` says of it, with a filter. */
  const score = (...filter) => JSON.parse(execFileSync(plumbline, ['score', data, '--now', index.generatedAt, '--json', ...filter], asJson));
  return { folder, files, index, score };
}

/** The bytes with one bit in the middle that is another. */
export const flipped = (bytes) => Buffer.from(bytes.map((byte, n) => (n === bytes.length >> 1 ? byte ^ 1 : byte)));
