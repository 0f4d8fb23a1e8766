// The browser engines that the smoke tests run in. The tests use a small part of Playwright's page: `evaluate`, `waitForFunction`,
// `click`, `fill`, `press`, `selectOption`, `setInputFiles`, `goBack`, `reload`, and the harness's `complaints`. Playwright drives
// Chromium and Firefox; `webkit.mjs` has the same methods for WebKit, which Playwright drives only in a build of its own.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { firefox } from 'playwright-core';
import { launchBrowser, start } from './harness.mjs';
import { startWebKit } from './webkit.mjs';

/** The first of these programs that exists: an absolute path, or a name on the PATH. */
function found(...programs) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const files = programs.filter(Boolean).flatMap((program) => (path.isAbsolute(program) ? [program] : folders.map((folder) => path.join(folder, program))));
  return files.find((file) => existsSync(file));
}

const firefoxPath = found(process.env.FIREFOX, 'firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox');
const webkitDriver = found(process.env.WEBKIT_DRIVER, 'WebKitWebDriver');
const xvfb = found('Xvfb');

/** Starts the system's Firefox, driven over WebDriver BiDi. */
const launchFirefox = () => firefox.launch({ channel: 'moz-firefox', executablePath: firefoxPath });

/** Every engine: its name, what to install for it (`null` when it is there), and `start`, which returns what the harness's `start` returns. */
export const engines = [
  { name: 'Chromium', lacks: null, start: (options) => start({ launch: launchBrowser, ...options }) },
  { name: 'Firefox', lacks: firefoxPath ? null : 'Firefox (on Debian the package firefox-esr)', start: (options) => start({ launch: launchFirefox, ...options }) },
  {
    name: 'WebKit',
    lacks: webkitDriver && xvfb ? null : 'WebKitWebDriver and Xvfb (on Debian the packages webkit2gtk-driver and xvfb)',
    start: (options) => startWebKit({ driver: webkitDriver, display: xvfb, ...options }),
  },
];
