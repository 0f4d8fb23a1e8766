#!/usr/bin/env node
// Runs the program of the package for this machine, with the same arguments, streams and exit code.
"use strict";

const { spawnSync } = require("node:child_process");

const name = `plumbline-gates-${process.platform}-${process.arch}`;

function program() {
  try {
    return require.resolve(`${name}/bin/plumbline${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    const known = Object.keys(require("./package.json").optionalDependencies ?? {});
    const why = known.includes(name)
      ? `the package ${name} is not installed: install plumbline-gates again, without --omit=optional`
      : `there is no program for ${process.platform} on ${process.arch}; there is one in ${known.join(", ")}`;
    console.error(`plumbline: ${why}`);
    process.exit(2);
  }
}

// The program decides what an interrupt means; this waits for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => {});
const ended = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`plumbline: ${name} cannot be started: ${ended.error.message}`);
  process.exit(2);
}
if (ended.signal) {
  process.removeAllListeners(ended.signal);
  process.kill(process.pid, ended.signal);
}
process.exitCode = ended.status ?? 2;
