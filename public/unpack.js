// Makes the programs of a release ready, which come packed: `xtask/src/pack.rs` says how. What unpacks them is a program itself
// (`unpack/`). This script is also a worker that does it beside the page.

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address} could not be loaded`);
  return answer.arrayBuffer();
}

// What unpacks, compiled once. A page passes it on to the worker beside it.
let compiled;
const unpacker = () => (compiled ??= WebAssembly.compileStreaming(fetch(new URL(`unpack.wasm${new URL(import.meta.url).search}`, import.meta.url))));

async function unpack(unpacker, packed) {
  const { memory, packed: place, unpack, whole } = (await WebAssembly.instantiate(unpacker)).exports;
  new Uint8Array(memory.buffer).set(new Uint8Array(packed), place());
  const length = unpack(packed.byteLength);
  if (length === 0) throw new Error('a packed program is damaged');
  return new Uint8Array(memory.buffer, whole(), length);
}

// Fetches a program and makes it ready. It may be asked for early: what unpacks it comes meanwhile.
export async function program(address) {
  const [ready, packed] = await Promise.all([unpacker(), fetched(address)]);
  return WebAssembly.compile(await unpack(ready, packed));
}

// The same, with the work done beside the page.
export async function programBeside(address) {
  const worker = new Worker(`${import.meta.url}#beside`, { type: 'module' });
  try {
    const [ready, packed] = await Promise.all([unpacker(), fetched(address)]);
    const made = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = reject;
      worker.postMessage([ready, packed], [packed]);
    });
    if (made instanceof WebAssembly.Module) return made;
    throw new Error(made);
  } finally {
    worker.terminate();
  }
}

if (globalThis.location?.hash === '#beside') {
  globalThis.onmessage = async ({ data: [ready, packed] }) => {
    globalThis.postMessage(await unpack(ready, packed).then(WebAssembly.compile).catch(String));
  };
}
