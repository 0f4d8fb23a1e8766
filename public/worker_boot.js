// Starts the worker. The page names its build in this script's address, which is passed on, so that a cached file of
// another build is never used beside it.

// What ends in a rejected promise is told to the page like any other error: only errors reach it by themselves.
addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  setTimeout(() => { throw event.reason; });
});

const build = new URL(self.location.href).search;
const { default: start } = await import(new URL(`worker.js${build}`, self.location.href).href);
await start({ module_or_path: new URL(`worker_bg.wasm${build}`, self.location.href) });
