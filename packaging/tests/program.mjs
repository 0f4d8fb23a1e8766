// The release under test, and how programs are run where there is no Rust.

import { spawn, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

export const project = path.resolve(import.meta.dirname, "../..");
export const release = process.env.PLUMBLINE_RELEASE;
export const python = process.env.PLUMBLINE_PYTHON;
export const target = "x86_64-unknown-linux-musl";

/** A file of the release, by a pattern that fits exactly one. */
export function released(pattern) {
  const found = fs.readdirSync(release).filter((name) => pattern.test(name));
  if (found.length !== 1) throw new Error(`${pattern} fits ${found.join(", ") || "nothing"} in ${release}`);
  return path.join(release, found[0]);
}

export const version = path.basename(released(new RegExp(`-${target}\\.tar\\.gz$`))).slice("plumbline-".length, -`-${target}.tar.gz`.length);

/** A folder of a test's own, deleted at its end. */
export function folder(t) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-"));
  t.after(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

/** Runs a program to its end, without cargo on its PATH and without the variables of a pipeline; gives its exit code and its words. */
export function run(program, args, { cwd, env = {}, input } = {}) {
  const bare = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", HOME: cwd ?? os.tmpdir(), LANG: "C.UTF-8" };
  // nothing goes on in the background after its end
  bare.VIRTUALENV_NO_PERIODIC_UPDATE = "1";
  // how the registries are reached
  for (const [name, value] of Object.entries(process.env)) {
    if (/^(https?_proxy|no_proxy|pip_|npm_config_(registry|cafile)|ssl_cert|requests_ca|node_extra_ca)/i.test(name)) bare[name] = value;
  }
  const ended = spawnSync(program, args, { cwd, env: { ...bare, ...env }, input, encoding: "utf8", maxBuffer: 1 << 26 });
  if (ended.error) throw ended.error;
  return { code: ended.status, out: ended.stdout, err: ended.stderr };
}

/** Runs a program that must succeed, and gives what it prints. */
export function works(program, args, options) {
  const { code, out, err } = run(program, args, options);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${err}${out}`);
  return out;
}

/** Runs a script as a service does, with nothing of this machine but its PATH. */
export function script(text, place, env, shell = "sh") {
  return new Promise((resolve, reject) => {
    const running = spawn(shell, ["-e", "-c", text], { cwd: place, env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...env } });
    const words = { out: "", err: "" };
    running.stdout.on("data", (bytes) => (words.out += bytes));
    running.stderr.on("data", (bytes) => (words.err += bytes));
    running.on("error", reject);
    running.on("close", (code) => resolve({ code, ...words }));
  });
}
