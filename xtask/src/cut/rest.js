// The rest of the program is fetched when the first page stands there, or at once when something in it is needed before that. Both
// parts share what the first one exports, and the name of the cut among it: parts of different cuts do not fit, so that name is in the
// address too.
const restAddress = () => {
  const address = new URL("REST", import.meta.url);
  address.searchParams.set("cut", Object.keys(wasm).find((name) => name.startsWith("rest_0x")));
  return address;
};
let rest;
const putIn = (bytes) => { rest ??= new WebAssembly.Instance(bytes, { first: wasm }); };
globalThis.restSoon = async () => {
  if (rest) return;
  const answer = await fetch(restAddress());
  if (!answer.ok) throw new Error("the rest of the program could not be loaded");
  putIn(await WebAssembly.compile(await answer.arrayBuffer()));
};
globalThis.restNow = () => {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", restAddress(), false);
    // A page may ask for text only while it waits: here each letter is a byte.
    request.overrideMimeType("text/plain; charset=x-user-defined");
    request.send();
    putIn(new WebAssembly.Module(Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0))));
  } catch {
    // Of the kind that a page takes for its end.
    throw new WebAssembly.RuntimeError("a part of the program could not be loaded: is the site still there, and of the same version?");
  }
};
