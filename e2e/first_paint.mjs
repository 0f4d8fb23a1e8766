// How soon the first page can be read, and what Lighthouse says of it. `cargo xtask bench --only first-paint` calls it.
//
// Lighthouse is asked as a phone with its own simulated throttling. The other figures come from a line and a processor that are really
// slowed down: 1.6 Mbit/s, 150 ms, a quarter of the speed, everything gzipped, nothing cached.

import { createServer } from 'node:net';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';
import { browserPath, serve } from './harness.mjs';

const rounds = Number(process.env.ROUNDS ?? 5);
const line = { mbits: 1.6, latency: 150, slowdown: 4 };
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

const site = await serve();
try {
  await measureThrottled();
  await measureLighthouse();
} finally {
  await site.close();
}

function middle(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** First readable content, the live page, layout shift and blocking on a line that is really slow. */
async function measureThrottled() {
  const browser = await chromium.launch({ executablePath: browserPath(), args: flags });
  const found = [];
  try {
    for (let round = 0; round < rounds; round += 1) found.push(await loadSlowly(browser));
  } finally {
    await browser.close();
  }
  const of = (name) => middle(found.map((one) => one[name]));
  console.log(`At ${line.mbits} Mbit/s, ${line.latency} ms and a ${line.slowdown} times slower processor, gzipped, nothing cached, the middle of ${rounds}:`);
  console.log(`  the headline and the first figure can be read after ${of('readable').toFixed(0)} ms`);
  console.log(`  the live page takes over after ${of('live').toFixed(0)} ms`);
  console.log(`  layout shift ${of('shift').toFixed(4)}; largest paint after ${of('largest').toFixed(0)} ms; tasks block for ${of('blocking').toFixed(0)} ms beyond 50 ms each`);
}

async function loadSlowly(browser) {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 }, deviceScaleFactor: 2, isMobile: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const bytes = (line.mbits * 1_000_000) / 8;
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false, latency: line.latency, downloadThroughput: bytes, uploadThroughput: bytes,
  });
  await session.send('Emulation.setCPUThrottlingRate', { rate: line.slowdown });
  await page.addInitScript(observe);
  await page.goto(site.url, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.paints.live > 0, null, { timeout: 120_000, polling: 100 });
  // What still moves or blocks after the live page is there counts too.
  await page.waitForFunction(() => performance.now() > window.paints.live + 3_000, null, { timeout: 60_000, polling: 200 });
  const found = await page.evaluate(() => window.paints);
  await context.close();
  return found;
}

/** Runs in the page, before anything else. */
function observe() {
  const paints = { readable: 0, live: 0, shift: 0, largest: 0, blocking: 0 };
  window.paints = paints;
  const each = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  each('layout-shift', (entry) => { if (!entry.hadRecentInput) paints.shift += entry.value; });
  each('largest-contentful-paint', (entry) => { paints.largest = entry.startTime; });
  each('longtask', (entry) => { paints.blocking += entry.duration - 50; });
  const look = () => {
    const figure = document.querySelector('main .figure svg, main .figure canvas');
    if (!paints.readable && document.querySelector('h1') && figure?.getBoundingClientRect().height > 0) {
      // The frame in which it stands is painted when the next one begins.
      paints.readable = -1;
      requestAnimationFrame(() => { paints.readable = performance.now(); });
    }
    if (!paints.live && !document.getElementById('boot') && document.querySelector('main h1')) paints.live = performance.now();
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Lighthouse as a phone: the middle of each figure. */
async function measureLighthouse() {
  const port = await freePort();
  const browser = await chromium.launch({ executablePath: browserPath(), args: [...flags, `--remote-debugging-port=${port}`] });
  const found = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const { lhr } = await lighthouse(site.url, {
        port, logLevel: 'error', output: 'json', onlyCategories: ['performance', 'accessibility', 'best-practices'],
      });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      found.push(lhr);
    }
  } finally {
    await browser.close();
  }
  const score = (name) => middle(found.map((lhr) => lhr.categories[name].score * 100)).toFixed(0);
  const audit = (name) => middle(found.map((lhr) => lhr.audits[name].numericValue));
  console.log(`Lighthouse ${found[0].lighthouseVersion}, mobile, the middle of ${rounds}:`);
  console.log(`  performance ${score('performance')}, accessibility ${score('accessibility')}, best practices ${score('best-practices')}`);
  console.log(`  first paint ${audit('first-contentful-paint').toFixed(0)} ms, largest ${audit('largest-contentful-paint').toFixed(0)} ms, `
    + `speed index ${audit('speed-index').toFixed(0)} ms, blocking ${audit('total-blocking-time').toFixed(0)} ms, `
    + `layout shift ${audit('cumulative-layout-shift').toFixed(4)}`);
  const failed = new Set(found.flatMap((lhr) => ['accessibility', 'best-practices'].flatMap((name) => lhr.categories[name].auditRefs)
    .map((ref) => lhr.audits[ref.id]).filter((one) => one.score !== null && one.score < 1).map((one) => `${one.id}: ${one.title}`)));
  for (const one of failed) console.log(`  not met: ${one}`);
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
