// Each package of the release, installed where there is no Rust, and run.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import crypto from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { test } from "node:test";

import { folder, project, python, release, released, run, target, version, works } from "./program.mjs";

const AT = "2026-11-20T17:00:00Z";

/** What any installation of the program must do: tell its version, make the demo, and score it. */
function tryProgram(call) {
  assert.equal(call(["--version"]), `plumbline ${version}\n`);
  call(["demo", "--out", "made"]);
  const score = JSON.parse(call(["score", "made", "--trust-input-policy", "--now", AT, "--json"]));
  assert.equal(score.changes, 602);
}

/** How a program of a folder is started that is a whole system to it. */
function insideRoot(root, program) {
  return process.getuid() === 0 ? ["chroot", [root, program]] : ["unshare", ["-r", "chroot", root, program]];
}

function inRoot(root, program) {
  const [command, before] = insideRoot(root, program);
  return (args) => works(command, [...before, ...args]);
}

test("the sums are those of the files", () => {
  const lines = fs.readFileSync(path.join(release, "SHA256SUMS"), "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const [digest, name] = line.split("  ");
    assert.equal(crypto.createHash("sha256").update(fs.readFileSync(path.join(release, name))).digest("hex"), digest, name);
  }
  const others = fs.readdirSync(release).filter((name) => !lines.some((line) => line.endsWith(`  ${name}`)));
  assert.deepEqual(others.filter((name) => !["SHA256SUMS", "homebrew", "winget"].includes(name)), []);
});

test("the program runs in an empty root", (t) => {
  const root = folder(t);
  works("tar", ["-xzf", released(new RegExp(`-${target}\\.tar\\.gz$`)), "-C", root, "--strip-components=1"]);
  assert.deepEqual(fs.readdirSync(root).sort(), ["LICENSE", "ci", "completions", "man", "plumbline"]);
  const bare = path.join(root, "bare");
  fs.mkdirSync(bare);
  fs.renameSync(path.join(root, "plumbline"), path.join(bare, "plumbline"));
  tryProgram(inRoot(bare, "/plumbline"));
});

test("the container's root holds all that the program needs", (t) => {
  const context = folder(t);
  works("tar", ["-xpzf", released(/-container\.tar\.gz$/), "-C", context]);
  const text = fs.readFileSync(path.join(context, "Containerfile"), "utf8");
  assert.match(text, /^FROM scratch$/m);
  const [, entry] = text.match(/^ENTRYPOINT \["(.*)"\]$/m);
  const call = inRoot(path.join(context, "amd64"), entry);
  tryProgram(call);
  call(["bundle", "made", "--trust-input-policy", "--out", "data", "--generated-at", AT]); // needs a folder for temporary files
});

test("the wheel brings the command", (t) => {
  const home = folder(t);
  works(path.join(python, "virtualenv"), ["--quiet", "venv"], { cwd: home });
  const bin = path.join(home, "venv/bin");
  works(path.join(bin, "pip"), ["install", "--quiet", "--no-index", "--find-links", release, "plumbline-gates"], { cwd: home });
  tryProgram((args) => works(path.join(bin, "plumbline"), args, { cwd: home }));
  assert.match(works(path.join(bin, "pip"), ["show", "plumbline-gates"], { cwd: home }), new RegExp(`^Version: ${version}$`, "m"));
});

test("the npm package brings the command, offline", (t) => {
  const home = folder(t);
  fs.writeFileSync(path.join(home, "package.json"), '{"private": true}');
  const packages = [released(/^plumbline-gates-\d[^-]*\.tgz$/), released(/^plumbline-gates-linux-x64-.*\.tgz$/)];
  works("npm", ["install", "--offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages], { cwd: home });
  const shim = path.join(home, "node_modules/.bin/plumbline");
  tryProgram((args) => works(shim, args, { cwd: home }));
  const wrong = run(shim, ["score", "nothing-here"], { cwd: home });
  assert.equal(wrong.code, 2, "the exit code is the program's");
  fs.rmSync(path.join(home, "node_modules/plumbline-gates-linux-x64"), { recursive: true });
  const without = run(shim, ["--version"], { cwd: home });
  assert.equal(without.code, 2);
  assert.match(without.err, /^plumbline: the package plumbline-gates-linux-x64 is not installed: .*--omit=optional\n$/);
});

test("the hooks of pre-commit run the wheel's program", (t) => {
  const home = folder(t);
  const git = (cwd, ...args) => works("git", ["-c", "user.name=n", "-c", "user.email=n@example.org", ...args], { cwd });
  const hooks = path.join(home, "hooks");
  fs.mkdirSync(hooks);
  for (const name of [".pre-commit-hooks.yaml", "pyproject.toml"]) fs.copyFileSync(path.join(project, name), path.join(hooks, name));
  git(hooks, "init", "--quiet");
  git(hooks, "add", ".");
  git(hooks, "commit", "--quiet", "--message", "hooks");
  const user = path.join(home, "user");
  fs.mkdirSync(user);
  git(user, "init", "--quiet");
  const revision = git(hooks, "rev-parse", "HEAD").trim();
  const ids = ["plumbline-policy", "plumbline-inspect"].map((id) => `      - id: ${id}\n`).join("");
  fs.writeFileSync(path.join(user, ".pre-commit-config.yaml"), `repos:\n  - repo: ${hooks}\n    rev: ${revision}\n    hooks:\n${ids}`);
  const policy = fs.readFileSync(path.join(project, "examples/contoso/policy.json"), "utf8");
  const commits = (text) => {
    fs.writeFileSync(path.join(user, "policy.json"), text);
    git(user, "add", ".");
    const env = { PRE_COMMIT_HOME: path.join(home, "cache"), PIP_FIND_LINKS: release };
    return run(path.join(python, "pre-commit"), ["run", "--all-files", "--verbose"], { cwd: user, env });
  };
  const fine = commits(policy);
  assert.equal(fine.code, 0, fine.out + fine.err);
  assert.match(fine.out, /check the policy.*Passed/);
  const wrong = commits("{}");
  assert.equal(wrong.code, 1, wrong.out + wrong.err);
  assert.match(wrong.out, /check the policy.*Failed[^]*policy\.json:1:/);
});

test("the site in the program is written and shown; a program without one refuses", async (t) => {
  const context = folder(t);
  works("tar", ["-xpzf", released(/-container\.tar\.gz$/), "-C", context]);
  const root = path.join(context, "amd64");
  const [command, before] = insideRoot(root, "/usr/bin/plumbline");
  works(command, [...before, "demo", "--out", "made"]);
  const written = run(command, [...before, "site", "made", "--trust-input-policy", "--generated-at", AT, "--out", "site"]);
  if (!process.env.PLUMBLINE_HAS_SITE) {
    assert.equal(written.code, 2, written.err);
    return;
  }
  assert.equal(written.code, 0, written.err);
  works("sha256sum", ["--check", "--quiet", "SHA256SUMS"], { cwd: path.join(root, "site") });
  const started = performance.now();
  const open = spawn(command, [...before, "open", "--port", "0", "--no-browser"], { stdio: ["ignore", "pipe", "inherit"] });
  t.after(() => open.kill());
  const [said] = await once(open.stdout, "data");
  const [, address] = String(said).match(/(http:\/\/127\.0\.0\.1:\d+\/)/);
  const page = await fetch(address);
  t.diagnostic(`from the start to the page, with its first picture in it: ${Math.round(performance.now() - started)} ms`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /<svg/);
});

test("the bill of materials is CycloneDX and names what is compiled in", () => {
  const file = released(/\.cdx\.json$/);
  const check = `
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
wrong = JsonStrictValidator(SchemaVersion.V1_5).validate_str(open(sys.argv[1]).read())
sys.exit(str(wrong) if wrong else 0)
`;
  works(path.join(python, "python"), ["-c", check, file]);
  const bill = JSON.parse(fs.readFileSync(file, "utf8"));
  const names = bill.components.map(({ name }) => name);
  for (const name of ["serde_json", "leptos", "plumbline-gate"]) assert.ok(names.includes(name), name);
  for (const name of ["proptest", "xtask", "expect-test"]) assert.ok(!names.includes(name), name);
  const known = new Set([bill.metadata.component["bom-ref"], ...bill.components.map((component) => component["bom-ref"])]);
  for (const { ref, dependsOn } of bill.dependencies) for (const one of [ref, ...dependsOn]) assert.ok(known.has(one), one);
});
