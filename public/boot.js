// Starts the page without any inline script. Trunk writes the names of the generated files into this element's data
// attributes; the page's security policy allows scripts of this site only.

const tag = document.querySelector('script[data-module]');
const address = (name) => new URL(tag.dataset[name], document.baseURI).href;

// Says in plain words that the page cannot go on, whatever state the application is in. Text only, no markup.
function stopped(headline, detail) {
  // Figures that were published stay readable, if they are those that the address asks for.
  const first = document.getElementById('boot');
  if (!first?.querySelector('.page') || document.documentElement.dataset.awaits) first?.remove();
  if (document.getElementById('crash')) return;
  const box = document.createElement('section');
  box.id = 'crash';
  box.className = 'crash';
  box.setAttribute('role', 'alert');
  const say = (name, text) => {
    const element = document.createElement(name);
    element.textContent = text;
    box.append(element);
    return element;
  };
  say('h1', headline);
  say('p', 'Nothing left your computer, and nothing was lost: your files are where they were. Reload the page to start again.');
  say('button', 'Reload').addEventListener('click', () => location.reload());
  say('pre', detail);
  document.body.prepend(box);
}

// A panic in WebAssembly ends in a trap that no code of the application can catch.
function watch(event) {
  const error = event.error ?? event.reason;
  if (error instanceof WebAssembly.RuntimeError) stopped('Plumbline stopped unexpectedly', String(error.message));
}
addEventListener('error', watch);
addEventListener('unhandledrejection', watch);

try {
  // The page in the HTML is painted first: programs would compete with it for the line and the processor.
  // A tab in the background paints nothing, and starts all the same.
  await new Promise((painted) => { requestAnimationFrame(() => setTimeout(painted, 0)); setTimeout(painted, 500); });
  // The worker's program is fetched and compiled while the page starts, and the data that the page in the HTML names are fetched. What
  // fails, the worker fetches.
  globalThis.workerScript = address('worker');
  const program = globalThis.workerScript.replace(/\.js$/, '_bg.wasm');
  const compiling = WebAssembly.compileStreaming(fetch(program)).catch(() => null);
  const bytes = (answer) => (answer.ok ? answer.arrayBuffer() : answer.status === 404 ? null : undefined);
  const data = [...document.querySelectorAll('link[data-early]')].map(({ href }) => [href, fetch(href).then(bytes).catch(() => undefined)]);
  // Hands the program to a worker, and the data to the first one.
  globalThis.handOver = async (worker) => {
    const first = data.splice(0);
    for (const [place, content] of first) content.then((found) => worker.postMessage({ place, found }, found ? [found] : []));
    worker.postMessage({ program: await compiling, places: first.map(([place]) => place) });
  };
  const { default: start } = await import(address('module'));
  await start({ module_or_path: address('wasm') });
} catch (error) {
  stopped('Plumbline could not start', String(error?.message ?? error));
  throw error;
}
