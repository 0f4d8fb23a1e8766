// Starts the worker. The page names the worker's script in this script's address: each release has a folder of its own for it, so that
// a cached file of another build is never used.

// What ends in a rejected promise is told to the page like any other error: only errors reach it by themselves.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  setTimeout(() => { throw event.reason; });
});

// Files that the page had fetched before this worker began: each a promise of its bytes, of null where there is no such file, or of
// nothing where it has to be fetched again.
const early = new Map();
const handed = promised();

// A promise, and what resolves it.
function promised() {
  let resolve;
  const promise = new Promise((done) => { resolve = done; });
  return { promise, resolve };
}

function expect(place) {
  if (!early.has(place)) early.set(place, promised());
  return early.get(place);
}

self.early = (place) => {
  const file = early.get(place);
  early.delete(place);
  return file?.promise;
};

addEventListener('message', (event) => {
  const { place, found, places, program } = event.data;
  if (place === undefined && places === undefined) return;
  event.stopImmediatePropagation();
  if (place !== undefined) return expect(place).resolve(found);
  places.forEach(expect);
  handed.resolve(program);
});

async function begin() {
  const { searchParams } = new URL(self.location.href);
  const script = new URL(searchParams.get('script'), self.location.href);
  if (script.origin !== self.location.origin) throw new Error('the worker runs scripts of its own site only');
  // A page that has compiled the program already hands it over, or says with `null` that it could not.
  const program = searchParams.has('handed') ? handed.promise : null;
  let start;
  try {
    ({ default: start } = await import(script));
  } catch (error) {
    // The site was updated while the page was open. The worker announces another build then: number 0, kind 0, four letters.
    if ((await fetch(script)).status !== 404) throw error;
    postMessage(Uint8Array.of(0, 0, 4, ...new TextEncoder().encode('gone')));
    return;
  }
  await start({ module_or_path: await program ?? new URL(script.href.replace(/\.js$/, '_bg.wasm')) });
}

begin();
