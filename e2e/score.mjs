// What the command line says of the demo organisation, and how the pages write it.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './harness.mjs';

const plumblineBinary = path.resolve(root, process.env.PLUMBLINE_BIN ?? 'target/debug/plumbline');
const demo = path.join(root, 'public/demo');
const { generatedAt } = JSON.parse(readFileSync(path.join(demo, 'index.json'), 'utf8'));

/** What `plumbline score` says of the demo, as of the time that its index names. */
export const scored = (...options) => JSON.parse(
  execFileSync(plumblineBinary, ['score', demo, '--trust-input-policy', '--now', generatedAt, '--json', ...options], { maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] }));

/** "88 %"; what is not quite nothing or all is not rounded to it. */
export const percent = (value) => {
  if (value === null) return 'no data';
  const whole = Math.round(value * 100);
  if (whole === 0 && value > 0) return 'under 1 %';
  if (whole === 100 && value < 1) return 'over 99 %';
  return `${whole} %`;
};

/** "−3": a gap is shown as the difference of the shown percentages. */
export const gap = ({ perceived, verified }) =>
  perceived === null || verified === null ? 'no data' : String(Math.round(perceived * 100) - Math.round(verified * 100)).replace('-', '−');

/** "1,742" */
export const count = (n) => n.toLocaleString('en');

/** "0.278" */
export const decimals = (value) => (value === null ? 'no data' : (Math.round(value * 1000) / 1000).toFixed(3));
