// How soon the page answers: from the choice of a filter to the new headline, and from the choice of a page to that page, over the demo.
// `cargo xtask bench --only turns` calls it. It measures twice: with nothing else running, and with two busy processes beside the browser.

import { spawn } from 'node:child_process';
import { launchBrowser, ready, serve } from './harness.mjs';

const rounds = 5;

const filters = [
  '#/overview?environment=prod', '#/overview?environment=prod&authorship=ai-generated', '#/overview?authorship=ai-generated',
  '#/overview?authorship=human', '#/overview?period=90d', '#/overview?period=30d', '#/overview?team=Billing',
  '#/overview?gate=observation', '#/overview?family=identity', '#/overview',
];
const pages = [
  '#/patterns', '#/funnel', '#/gap', '#/teams', '#/debt', '#/threats', '#/detection', '#/reviews', '#/changes', '#/compare',
  '#/matrix', '#/sources', '#/policy', '#/about', '#/overview',
];

const site = await serve();
const browser = await launchBrowser();
try {
  for (const busy of [false, true]) {
    const load = busy ? [1, 2].map(() => spawn(process.execPath, ['-e', 'for (;;);'])) : [];
    try {
      await measure(busy ? 'with two busy processes beside it' : 'with nothing else running');
    } finally {
      for (const process of load) process.kill();
    }
  }
} finally {
  await browser.close();
  await site.close();
}

async function measure(circumstances) {
  const filtered = [];
  const first = new Map(pages.map((page) => [page, []]));
  const turned = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    await page.goto(site.url, { waitUntil: 'load' });
    await ready(page);
    // the part of the program that the other pages need follows the first page
    await page.waitForLoadState('networkidle');
    await page.evaluate(installTurns);
    for (const visit of [1, 2]) {
      for (const fragment of pages) {
        const time = await page.evaluate((fragment) => window.turn(fragment), fragment);
        turned.push(time);
        if (visit === 1) first.get(fragment).push(time);
      }
    }
    for (const fragment of filters) filtered.push(await page.evaluate((fragment) => window.turn(fragment), fragment));
    await context.close();
  }
  console.log(`Chromium ${browser.version()}, ${rounds} rounds over the demo, ${circumstances}:`);
  console.log(`  a filter until the new headline: ${summary(filtered)}`);
  console.log(`  a page until it stands: ${summary(turned)}`);
  for (const [fragment, times] of first) console.log(`    first visit of ${fragment}: ${summary(times)}`);
}

/** Adds a function that goes to an address and says how many milliseconds pass until the frame that shows its headline. */
function installTurns() {
  const heading = () => document.querySelector('main .eyebrow, main h1')?.textContent + document.querySelector('main h1')?.textContent;
  window.turn = (fragment) => new Promise((resolve) => {
    const before = heading();
    const isSamePage = location.hash.split('?')[0] === fragment.split('?')[0];
    const look = () => {
      if (heading() === before || (!isSamePage && document.querySelector('main [aria-busy="true"], main[aria-busy="true"]'))) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const frame = new MessageChannel();
        frame.port1.onmessage = () => {
          const time = performance.now() - began;
          // the rest of a filtered page follows its headline
          const settle = () => (document.querySelector('[aria-busy="true"]') ? setTimeout(settle, 10) : setTimeout(() => resolve(time), 50));
          settle();
        };
        frame.port2.postMessage(0);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    const began = performance.now();
    location.hash = fragment;
  });
}

function summary(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(0);
  return `${at(0.5)} ms in the middle, ${at(0.9)} ms for nine of ten, ${at(1)} ms at most`;
}
