// Tells the numbers of the stretches that ran, and asks for a rest that there is none of yet: the profile answers as it likes.
globalThis.ran = () => Object.entries(wasm)
  .filter(([name, mark]) => /^ran\d+$/.test(name) && mark.value)
  .map(([name]) => Number(name.slice(3)));
globalThis.restSoon = async () => {
  globalThis.restAsked = true;
  const answer = await fetch(new URL("rest-later.wasm", import.meta.url));
  if (!answer.ok) throw new Error("there is no rest");
};
