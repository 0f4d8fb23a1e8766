// What every end-to-end test stands on: the built site served under a sub-path, and a browser that tells on the page.
// The server and the browser live exactly as long as the handle that `start` returns.

import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** The built site; `cargo xtask test` names it. */
export const dist = path.resolve(root, process.env.PLUMBLINE_DIST ?? 'dist');

/** The sub-path under which the site was built, with both slashes. */
export const subPath = process.env.PLUMBLINE_SUB_PATH ?? '/plumbline/';

const mediaTypes = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.sarif': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
};

/** The browser on this machine, or a sentence that says how to get one. */
export function browserPath() {
  const known = [
    process.env.CHROME,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].filter(Boolean);
  const found = known.find((file) => existsSync(file));
  if (!found) throw new Error('no Chromium found: install it, or name it in CHROME');
  return found;
}

/** Starts a browser with a fresh profile that asks no other host for anything. */
export function launchBrowser() {
  return chromium.launch({
    executablePath: browserPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** Files as a host sends them, compressed once for all servers of a process. */
const compressed = new Map();

/** What a host answers with a file: compressed, but for what is so already. */
async function served(file) {
  const { mtimeMs } = await stat(file);
  const known = compressed.get(file);
  if (known?.mtimeMs === mtimeMs) return known.answer;
  const body = await readFile(file);
  const answer = /\.(bin|webp)$/.test(file) ? { body } : { body: gzipSync(body), encoding: 'gzip' };
  compressed.set(file, { mtimeMs, answer });
  return answer;
}

/**
 * Serves a folder under the sub-path on a free port of this machine. `overlay` maps paths below the sub-path to what
 * stands there instead of the file: a string or bytes; null for "not found". `mounts` maps folders below the sub-path, each
 * with a slash at its end, to folders of this machine.
 */
export async function serve(folder = dist, overlay = {}, mounts = {}) {
  const asked = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url);
    const { pathname } = new URL(request.url, 'http://localhost');
    if (!pathname.startsWith(subPath)) return response.writeHead(404).end();
    const named = decodeURIComponent(pathname.slice(subPath.length));
    const name = /(^|\/)$/.test(named) ? `${named}index.html` : named;
    try {
      let answer;
      if (Object.hasOwn(overlay, name)) {
        if (overlay[name] === null) return response.writeHead(404).end();
        answer = { body: gzipSync(overlay[name], { level: 1 }), encoding: 'gzip' };
      } else {
        const mount = Object.keys(mounts).find((place) => name.startsWith(place));
        const [of, inside] = mount ? [mounts[mount], name.slice(mount.length)] : [folder, name];
        const file = path.join(of, inside);
        if (!file.startsWith(of + path.sep)) return response.writeHead(404).end();
        answer = await served(file);
      }
      response.writeHead(200, {
        'content-type': mediaTypes[path.extname(name)] ?? 'application/octet-stream',
        ...(answer.encoding && { 'content-encoding': answer.encoding }),
      });
      response.end(answer.body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    url: origin + subPath,
    /** The address of every request so far. */
    asked,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    }),
  };
}

/**
 * The built site in a browser. `open(route, options)` opens a page on it, and `page.complaints` collects everything a
 * sound page never does: console errors, uncaught errors, violations of its security policy, requests to other hosts.
 * `quiet(page)` fails with them. `options` are Playwright's for a browser context; `launch` starts another browser than Chromium.
 */
export async function start({ overlay, launch = launchBrowser } = {}) {
  const site = await serve(dist, overlay);
  const browser = await launch();
  return {
    site,
    browser,
    async open(route = '', options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1440, height: 1000 },
        reducedMotion: 'reduce',
        ...options,
      });
      const page = await context.newPage();
      page.complaints = [];
      watch(page, site.origin);
      await page.goto(site.url + route, { waitUntil: 'load' });
      return page;
    },
    async close() {
      await browser.close();
      await site.close();
    },
  };
}

/** Puts into `page.complaints` what a sound page never does. */
function watch(page, origin) {
  const complain = (what) => page.complaints.push(what);
  // A blocked script, style or request reports itself as a console error too; its words name the directive.
  page.on('console', (message) => {
    if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complain(`page error: ${error.message}`));
  page.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') complain(`blocked by the page's policy: ${request.url()}`);
  });
  page.context().on('request', (request) => {
    const { protocol, origin: asked } = new URL(request.url());
    if (/^(https?|wss?):$/.test(protocol) && asked !== origin) complain(`request to another host: ${request.url()}`);
  });
}

/** Waits until the application has taken the page over from its start-up note. */
export async function ready(page) {
  await page.waitForFunction(() => !document.getElementById('boot'));
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'));
}

/** Fails when the page has done anything that a sound page never does. */
export function quiet(page) {
  if (page.complaints.length > 0) throw new Error(`the page complained:\n  ${page.complaints.join('\n  ')}`);
}

/** Does something that leads to another fragment, and waits until the page of it stands there. */
export async function leads(page, act) {
  // It listens before anything is done: input takes another way to the page than scripts, and may be there first.
  await page.evaluate(() => {
    // The page's own listener was there first: when this one is called, the request for the new page is on its way.
    window.addressChanged = new Promise((resolve, reject) => {
      addEventListener('hashchange', () => setTimeout(resolve), { once: true });
      setTimeout(() => reject(new Error('the address did not change')), 10_000);
    });
    // Awaited below; should the act itself fail, that is what is told.
    window.addressChanged.catch(() => {});
  });
  await act();
  await page.evaluate(() => window.addressChanged);
  await ready(page);
}

/** What the first of some elements shows; null where there is none. */
export const text = (page, selector) => page.evaluate((of) => document.querySelector(of)?.innerText ?? null, selector);

/** Goes to a fragment; where the page is there already, nothing happens. */
export async function go(page, fragment) {
  if (await page.evaluate(() => location.hash) !== fragment) await leads(page, () => page.evaluate((to) => { location.hash = to; }, fragment));
}

/** Gives files to the page by its input, as a reader does, and waits until they are read. */
export async function load(page, files) {
  await page.setInputFiles('#choose-files', files);
  await ready(page);
}

/** A file for `load`, from text, bytes or an object that becomes JSON. */
export function file(name, content) {
  const body = typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content);
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(body) };
}

/** The receipts on Sources by file name: `{ state, text, diagnostics }`; each diagnostic is its severity, place and words. */
export async function receipts(page) {
  await page.locator('.receipts tbody tr').first().waitFor();
  // A list of diagnostics is drawn when it is opened.
  await page.evaluate(() => { for (const list of document.querySelectorAll('details.diagnostics')) list.open = true; });
  await page.waitForFunction(() => [...document.querySelectorAll('details.diagnostics')].every((list) => list.querySelector('li')));
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll('.sources-page .receipts tbody tr')].map((row) => [
    row.querySelector('th .mono').title,
    {
      state: row.className.replace('receipt', '').trim(),
      text: row.innerText,
      diagnostics: [...row.querySelectorAll('details li')].map((li) => [...li.children].map((e) => e.textContent).join(' ')),
    },
  ])));
}

/** The rows of the table with this caption or name, each an object by column title. Spaces are plain ones. */
export async function tableRows(page, selector) {
  // The table behind a figure is drawn when it is opened.
  const twin = /^(.*details\.twin) table$/.exec(selector)?.[1];
  if (twin) await page.locator(twin).first().evaluate((details) => { details.open = true; });
  return page.locator(selector).first().evaluate((table) => {
    const plain = (cell) => cell.textContent.replace(/[\s\u00a0\u202f]+/g, ' ').trim();
    const columns = [...table.tHead.rows[0].cells].map(plain);
    return [...table.tBodies[0].rows].map((row) => Object.fromEntries([...row.cells].map((cell, i) => [columns[i], plain(cell)])));
  });
}
