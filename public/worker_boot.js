// Starts the worker. The page names its build in this script's address, which is passed on, so that a cached file of
// another build is never used beside it.

// What ends in a rejected promise is told to the page like any other error: only errors reach it by themselves.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  setTimeout(() => { throw event.reason; });
});

async function begin() {
  const { searchParams } = new URL(self.location.href);
  const beside = (name) => new URL(`${name}?build=${searchParams.get('build')}`, self.location.href);
  // A page that has fetched the program already hands it over, or says with `null` that it could not.
  const handed = searchParams.has('handed')
    ? new Promise((resolve) => { addEventListener('message', ({ data }) => resolve(data), { once: true }); })
    : null;
  const { default: start } = await import(beside('worker.js'));
  await start({ module_or_path: await handed ?? beside('worker_bg.wasm') });
}

begin();
