// axe in the page, past the page's security policy.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Puts axe into a page: the debugger's scripts are not bound by the page's policy. */
export async function addAxe(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('Runtime.evaluate', { expression: axe });
}

/** What axe finds on a page that has it, each fault with where it was. The size of targets is no rule of its own accord. */
export async function violations(page, where) {
  const { violations: found } = await page.evaluate(
    () => window.axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }));
  return found.map((v) => `${where}: ${v.id} (${v.nodes.length}): ${v.nodes[0].target.join(' ')}`);
}
