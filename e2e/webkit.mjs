// The built site in WebKit: WebKitGTK's MiniBrowser on a virtual display, driven over classic WebDriver.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Builder, By, Capabilities, Key } from 'selenium-webdriver';
import { dist, serve } from './harness.mjs';

/** How long to wait for anything, in milliseconds. */
const PATIENCE_MS = 30_000;

/**
 * Collects uncaught errors of the page and its workers, console errors and violations of the page's policy. Runs in the page before
 * any other script: classic WebDriver does not report them.
 */
function collectComplaints() {
  const complaints = [];
  const complain = (kind, what) => complaints.push(`${kind}: ${what}`);
  globalThis.takeComplaints = () => complaints.splice(0);
  addEventListener('error', (event) => complain('page error', event.message ?? `cannot load ${event.target.src ?? event.target.href}`), true);
  addEventListener('unhandledrejection', (event) => complain('page error', event.reason));
  addEventListener('securitypolicyviolation', (event) => complain("blocked by the page's policy", `${event.effectiveDirective} ${event.blockedURI}`));
  const { error } = console;
  console.error = (...what) => {
    complain('console', what.join(' '));
    error.apply(console, what);
  };
  globalThis.Worker = class extends Worker {
    constructor(...of) {
      super(...of);
      this.addEventListener('error', (event) => complain('worker error', event.message));
    }
  };
}

/** What the server sends in place of the site's first page, so that this script comes before all others. */
async function collecting() {
  const index = await readFile(path.join(dist, 'index.html'), 'utf8');
  return {
    'index.html': index.replace('<title>', '<script src="complaints.js"></script><title>'),
    'complaints.js': `(${collectComplaints})();`,
  };
}

/** A free port. */
async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  await once(server.close(), 'close');
  return port;
}

/** Waits until a server answers. */
async function answers(url) {
  const end = Date.now() + PATIENCE_MS;
  while (!(await fetch(url).then((answer) => answer.ok, () => false))) {
    if (Date.now() > end) throw new Error(`${url} does not answer`);
    await setTimeout(20);
  }
}

/** A page in WebKit, with the part of Playwright's interface that the smoke tests use. */
class Page {
  complaints = [];
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  async goto(url) {
    // The same address with another fragment would load nothing.
    await this.#driver.get('about:blank');
    await this.#driver.get(url);
  }

  /** Runs a function in the page and waits for its result. Complaints so far come back with it. */
  async evaluate(what, argument) {
    const { value, thrown, complaints } = await this.#driver.executeAsyncScript(`
      const [argument, done] = arguments;
      const answer = (what) => done({ ...what, complaints: globalThis.takeComplaints?.() ?? [] });
      Promise.resolve(argument).then(${what}).then((value) => answer({ value }), (thrown) => answer({ thrown: String(thrown) }));
    `, argument ?? null);
    this.complaints.push(...complaints);
    if (thrown) throw new Error(thrown);
    return value;
  }

  /** Waits until a function in the page returns something true. */
  async waitForFunction(what, argument) {
    await this.evaluate(`async (argument) => {
      const end = performance.now() + ${PATIENCE_MS - 1000};
      while (!(await (${what})(argument))) {
        if (performance.now() > end) throw new Error(${JSON.stringify(`timed out waiting for ${what}`)});
        await new Promise((done) => setTimeout(done, 20));
      }
    }`, argument);
  }

  async click(selector) {
    await this.#driver.findElement(By.css(selector)).click();
  }

  async fill(selector, text) {
    await this.#driver.findElement(By.css(selector)).sendKeys(text);
  }

  async press(selector, key) {
    await this.#driver.findElement(By.css(selector)).sendKeys(Key[key.toUpperCase()] ?? key);
  }

  async selectOption(selector, value) {
    // WebKit's Back skips addresses that a script set without a user's input, and the driver's click on an option is not one. A key is.
    await this.#driver.findElement(By.css(selector)).sendKeys(Key.SHIFT);
    await this.#driver.findElement(By.css(`${selector} option[value="${value}"]`)).click();
  }

  async setInputFiles(selector, file) {
    await this.#driver.findElement(By.css(selector)).sendKeys(file);
  }

  async goBack() {
    await this.#driver.navigate().back();
  }

  async reload() {
    await this.#driver.navigate().refresh();
  }
}

/** Serves the site and starts WebKit on it. Returns what the harness's `start` returns, but all its pages share one window. */
export async function startWebKit({ driver: program, display, overlay = {} }) {
  const running = [];
  const run = (file, args, options) => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'ignore'], ...options });
    running.push(child);
    return child;
  };
  const site = await serve(dist, Object.assign(overlay, await collecting()));
  let driver;
  const close = async () => {
    try {
      await driver?.quit();
    } finally {
      for (const child of running.reverse()) {
        const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
        child.kill();
        await ended;
      }
      await site.close();
    }
  };
  try {
    // Xvfb prints the display's number once it is ready.
    const screen = run(display, ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp']);
    const [number] = await Promise.race([once(screen.stdout, 'data'), once(screen, 'exit').then(() => { throw new Error(`${display} ended`); })]);
    const port = await freePort();
    run(program, [`--port=${port}`, '--host=127.0.0.1'], { env: { ...process.env, DISPLAY: `:${String(number).trim()}` } });
    await answers(`http://127.0.0.1:${port}/status`);
    driver = await new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(new Capabilities({ browserName: 'MiniBrowser' })).build();
    await driver.manage().setTimeouts({ script: PATIENCE_MS, pageLoad: PATIENCE_MS });
    await driver.manage().window().setRect({ x: 0, y: 0, width: 1440, height: 1000 });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    site,
    async open(route = '') {
      const page = new Page(driver);
      await page.goto(site.url + route);
      return page;
    },
    close,
  };
}
