// Makes the programs of a release ready, which come packed: `xtask/src/pack.rs` says how. What unpacks them is a program itself
// (`unpack/`). This script is also a worker that does it beside the page.

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded`);
  return answer.arrayBuffer();
}

// What unpacks, compiled once. A page passes it on to the worker beside it.
let compiled;
const unpacker = () => {
  const address = new URL(`unpack.wasm${new URL(import.meta.url).search}`, import.meta.url);
  return (compiled ??= fetched(address).then((bytes) => WebAssembly.compile(bytes)));
};

async function unpack(unpacker, packed, number) {
  const { memory, packed: place, unpack, whole } = (await WebAssembly.instantiate(unpacker)).exports;
  new Uint8Array(memory.buffer).set(new Uint8Array(packed), place());
  const length = unpack(packed.byteLength, number);
  if (length === 0) throw new Error('the packed programs are damaged');
  return new Uint8Array(memory.buffer, whole(), length);
}

// Fetches the packed programs, and makes the one of a number ready: 0 is the page's, 1 the worker's.
export async function program(address, number) {
  const [ready, packed] = await Promise.all([unpacker(), fetched(address)]);
  return WebAssembly.compile(await unpack(ready, packed, number));
}

// Both programs, the worker's made ready beside the page.
export function programs(address) {
  const worker = new Worker(`${import.meta.url}#beside`, { type: 'module' });
  const both = Promise.all([unpacker(), fetched(address)]);
  const made = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data instanceof WebAssembly.Module ? resolve(data) : reject(new Error(data)));
    worker.onerror = worker.onmessageerror = reject;
    both.then((message) => worker.postMessage(message)).catch(reject);
  });
  const page = both.then(async ([ready, packed]) => WebAssembly.compile(await unpack(ready, packed, 0)));
  // What went wrong is told to those who wait for it.
  page.catch(() => {});
  return [
    page,
    made.finally(() => worker.terminate()),
  ];
}

// As a worker: the fragment of a page is its reader's.
if (!globalThis.document && globalThis.location.hash === '#beside') {
  globalThis.onmessage = async ({ data: [ready, packed] }) => {
    globalThis.postMessage(await unpack(ready, packed, 1).then((bytes) => WebAssembly.compile(bytes)).catch(String));
  };
}
