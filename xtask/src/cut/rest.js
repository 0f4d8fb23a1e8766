// The rest of the program is fetched when the first page stands there, or at once when something in it is needed before that. Both
// parts share what the first one exports, and the name of the cut among it: parts of different cuts do not fit.
const restAddress = new URL("REST", import.meta.url);
let rest;
const putIn = (module) => { rest ??= new WebAssembly.Instance(module, { first: wasm }); };
globalThis.restSoon = async () => { putIn(await WebAssembly.compileStreaming(fetch(restAddress))); };
globalThis.restNow = () => {
  const request = new XMLHttpRequest();
  request.open("GET", restAddress, false);
  // A page may ask for text only while it waits: here each letter is a byte.
  request.overrideMimeType("text/plain; charset=x-user-defined");
  try { request.send(); } catch { /* Told below. */ }
  if (request.status !== 200) {
    throw new WebAssembly.RuntimeError("a part of the program could not be loaded: is the site still there, and of the same version?");
  }
  putIn(new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0))));
};
