// From checkout to verdict: the action, the reusable workflow and the templates, with the released program from a mirror on this
// machine. A service's own part (expressions, files of outputs) is played here as it documents it.

import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { after, before, test } from "node:test";

import { parse, parseAllDocuments } from "yaml";

import { folder, project, released, script, target, version, works } from "./program.mjs";

const archive = released(new RegExp(`-${target}\\.tar\\.gz$`));
const digest = crypto.createHash("sha256").update(fs.readFileSync(archive)).digest("hex");
const yaml = (name) => parse(fs.readFileSync(path.join(project, name), "utf8"));

let mirror;
let server;
before(async () => {
  server = http.createServer((request, response) => {
    if (request.url !== `/v${version}/${path.basename(archive)}`) return response.writeHead(404).end();
    response.end(fs.readFileSync(archive));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  mirror = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

/** The checkout of a pull request, with a policy in its base branch and a lint result. */
function checkout(t) {
  const home = folder(t);
  const [origin, place] = ["origin", "work"].map((name) => path.join(home, name));
  for (const name of ["origin", "temp", "tools"]) fs.mkdirSync(path.join(home, name));
  const git = (cwd, ...args) => works("git", ["-c", "user.name=n", "-c", "user.email=n@example.org", ...args], { cwd });
  git(origin, "init", "--quiet", "--initial-branch=main");
  fs.writeFileSync(path.join(origin, "main.tf"), "resource {}\n");
  fs.copyFileSync(path.join(project, "examples/contoso/policy.json"), path.join(origin, "policy.json"));
  git(origin, "add", ".");
  git(origin, "commit", "--quiet", "--message", "first");
  git(home, "clone", "--quiet", origin, place);
  fs.mkdirSync(path.join(place, "out"));
  const lint = { version: "2.1.0", runs: [{ tool: { driver: { name: "tflint" } }, results: [] }] };
  fs.writeFileSync(path.join(place, "out/tflint.sarif"), JSON.stringify(lint));
  return { home, place };
}

const GITHUB = { GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "contoso/platform", GITHUB_REF: "refs/pull/4/merge", GITHUB_EVENT_NAME: "pull_request" };
const report = (place) => JSON.parse(fs.readFileSync(path.join(place, "plumbline-data/reports/contoso-platform-4/validation.json"), "utf8"));

/** Plays the steps of the action with some inputs; `alter` changes the checkout, and `more` are further variables. */
async function action(t, given, { alter, more } = {}) {
  const { home, place } = checkout(t);
  alter?.(place);
  const { inputs, runs } = yaml("action.yml");
  const values = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, given[name] ?? input.default ?? ""]));
  values.status = "success";
  const [added, output] = ["path", "output"].map((name) => path.join(home, name));
  for (const file of [added, output]) fs.writeFileSync(file, "");
  let last;
  for (const step of runs.steps) {
    if (step.if === "${{ inputs.build == 'true' }}") continue;
    const env = { ...GITHUB, ...more, RUNNER_TEMP: path.join(home, "temp"), RUNNER_TOOL_CACHE: path.join(home, "tools"), GITHUB_ACTION_PATH: project, GITHUB_PATH: added, GITHUB_OUTPUT: output };
    for (const [name, text] of Object.entries(step.env ?? {})) env[name] = text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input) => values[input]);
    env.PATH = [...fs.readFileSync(added, "utf8").trimEnd().split("\n").filter(Boolean), "/usr/local/bin:/usr/bin:/bin"].join(":");
    const ended = await script(step.run, place, env);
    last = ended;
    if (ended.code !== 0) return { ...ended, place, output: fs.readFileSync(output, "utf8"), step: step.name };
  }
  return { ...last, place, output: fs.readFileSync(output, "utf8") };
}

test("the action goes from the checkout to the verdict with a download", async (t) => {
  const started = performance.now();
  const ended = await action(t, { gate: "validation", version, digest, "download-url": mirror, artifacts: "out/*.sarif :: tflint --format sarif\n" });
  t.diagnostic(`from checkout to verdict, with a cold cache: ${Math.round(performance.now() - started)} ms`);
  // preview and policy diagnostics are missing, so the check fails
  assert.deepEqual([ended.code, ended.step], [1, "Report and check"], ended.err);
  assert.match(ended.out, /::error title=Plumbline/);
  assert.match(ended.output, /^report=plumbline-data\/reports\/contoso-platform-4\/validation\.json$/m);
  assert.equal(report(ended.place).evidence[0].command, "tflint --format sarif");
});

test("the action stops at a wrong digest", async (t) => {
  const ended = await action(t, { gate: "validation", version, digest: "0".repeat(64), "download-url": mirror });
  assert.deepEqual([ended.code, ended.step], [2, "Install plumbline"]);
  assert.match(ended.err, /it must be 0{64}: nothing of it was run\n$/);
  assert.ok(!fs.existsSync(path.join(ended.place, "plumbline-data")));
});

test("a policy that the base branch does not hold yet leaves the built-in one, unless its digest is stated", async (t) => {
  const given = { gate: "validation", version, digest, "download-url": mirror, check: "report", policy: "./none.json" };
  const more = { GITHUB_BASE_REF: "main" };
  const first = await action(t, given, { more });
  assert.equal(first.code, 0, first.err);
  assert.match(first.err, /note: origin\/main has no none\.json: the built-in policy judges until it is merged/);
  // a tag of the base branch's name, which holds no policy, does not take the policy away
  const tagged = (place) => works("sh", ["-c", 'git tag origin/main "$(git -c user.name=n -c user.email=n@example.org commit-tree -m none "$(git mktree </dev/null)")"'], { cwd: place });
  const held = await action(t, { ...given, policy: "policy.json" }, { more, alter: tagged });
  assert.equal(held.code, 0, held.err);
  assert.match(held.err, /policy: origin\/main:policy\.json/);
  assert.doesNotMatch(held.err, /built-in/);
  const stated = await action(t, { ...given, "policy-digest": "0".repeat(64) }, { more });
  assert.deepEqual([stated.code, stated.step], [2, "Report and check"]);
  const named = await action(t, { ...given, policy: "origin/main:none.json" });
  assert.deepEqual([named.code, named.step], [2, "Report and check"]);
});

/** The script and the variables of the step or job that runs the gate, with the inputs filled in. */
const GATES = {
  "the reusable workflow": (fill) => {
    const step = yaml(".github/workflows/gate.yml").jobs.gate.steps.find((step) => step.run);
    return { text: step.run, env: { ...fill(step.env, /\$\{\{ inputs\.([\w-]+) \}\}/), ...GITHUB } };
  },
  "the GitLab component": (fill) => {
    const [job] = Object.values(parseAllDocuments(fs.readFileSync(path.join(project, "templates/gate.yml"), "utf8"))[1].toJS());
    const service = { GITLAB_CI: "true", CI_PROJECT_PATH: "contoso/platform", CI_MERGE_REQUEST_IID: "4", GITLAB_USER_LOGIN: "u-1" };
    return { text: job.script.join("\n"), env: { ...fill(job.variables, /\$\[\[ inputs\.([\w-]+) \]\]/), ...service } };
  },
  "the Azure template": (fill, home) => {
    const [step] = yaml("templates/azure/gate.yml").steps;
    const service = { TF_BUILD: "True", BUILD_REPOSITORY_NAME: "contoso/platform", SYSTEM_PULLREQUEST_PULLREQUESTID: "4" };
    const own = { AGENT_TEMPDIRECTORY: path.join(home, "temp"), PLUMBLINE_DATA: "plumbline-data" };
    return { text: step.script, env: { ...fill(step.env, /\$\{\{ parameters\.([\w-]+) \}\}/), ...service, ...own } };
  },
};

for (const [name, gate] of Object.entries(GATES)) {
  for (const isRight of [true, false]) {
    test(`${name} ${isRight ? "writes the report and checks" : "stops at a wrong digest"}`, async (t) => {
      const { home, place } = checkout(t);
      const values = { gate: "validation", version, digest: isRight ? digest : "0".repeat(64), "download-url": mirror, downloadUrl: mirror, artifacts: "out/*.sarif\n", check: "report", status: "success" };
      const fill = (variables, place) => Object.fromEntries(Object.entries(variables).map(([name, text]) => [name, (text.value ?? text).replace(place, (_, input) => values[input] ?? "")]));
      const { text, env } = gate(fill, home);
      const ended = await script(text, place, { ...env, RUNNER_TEMP: path.join(home, "temp"), TMPDIR: path.join(home, "temp") });
      if (isRight) {
        assert.equal(ended.code, 0, ended.err);
        assert.equal(report(place).change.id, "contoso/platform#4");
        assert.match(ended.out, /items? fails?/);
      } else {
        assert.notEqual(ended.code, 0);
        assert.ok(!fs.existsSync(path.join(place, "plumbline-data")), "nothing was run");
      }
    });
  }
}

/** The first block of a language in a service's page, with the mirror in the place of the releases. */
function recipe(page, language) {
  const text = fs.readFileSync(path.join(project, "docs/services", page), "utf8");
  const [, block] = text.match(new RegExp(`\n\`\`\`${language}\n([^]*?)\n\`\`\`\n`));
  return block.replaceAll("https://github.com/OWNER/plumbline/releases/download", mirror);
}

/** A plan, as `terraform show -json` prints it, from a program that stands in for terraform. */
function terraform(home) {
  const file = path.join(home, "tools/terraform");
  fs.writeFileSync(file, `#!/bin/sh\necho '{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": []}'\n`, { mode: 0o755 });
  return `${path.dirname(file)}:/usr/local/bin:/usr/bin:/bin`;
}

const RELEASE = () => ({ VERSION: version, DIGEST: digest });

test("the recipe for Bitbucket writes a report after a failed step, and its verdict is a step", async (t) => {
  const { home, place } = checkout(t);
  const [scan, verdict] = parse(recipe("bitbucket.md", "yaml")).pipelines["pull-requests"]["**"].map(({ step }) => step);
  const env = { ...RELEASE(), BITBUCKET_BUILD_NUMBER: "7", BITBUCKET_REPO_FULL_NAME: "contoso/platform", BITBUCKET_PR_ID: "4", BITBUCKET_PR_DESTINATION_BRANCH: "main", BITBUCKET_EXIT_CODE: "1" };
  const moved = (lines) => lines.join("\n").replaceAll("/tmp/$name", `${home}/temp/$name`).replaceAll("-C /tmp", `-C ${home}/temp`);
  const after = await script(moved(scan["after-script"]), place, env);
  assert.equal(after.code, 0, after.err);
  assert.deepEqual([report(place).outcome, report(place).change.id], ["failed", "contoso/platform#4"]);
  assert.match(after.err, /out\/results_sarif\.sarif is left out: a step before failed/);
  const checked = await script(moved(verdict.script), place, env);
  assert.equal(checked.code, 1, checked.err);
  assert.match(checked.err, /policy: .*origin\/main:policy\.json/);
});

test("the recipe for Jenkins writes a report and gives the verdict", async (t) => {
  const { home, place } = checkout(t);
  const [, post] = recipe("jenkins.md", "groovy").split("post {");
  const [, text] = post.match(/sh \'\'\'\n([^]*?)\n *\'\'\'/);
  fs.writeFileSync(path.join(place, "out/results_sarif.sarif"), fs.readFileSync(path.join(place, "out/tflint.sarif"), "utf8").replace("tflint", "checkov"));
  const env = { ...RELEASE(), JENKINS_URL: "https://ci.example.org/", BUILD_TAG: "jenkins-a-1", GIT_URL: "https://example.org/contoso/platform.git", CHANGE_ID: "4", CHANGE_TARGET: "main", PLUMBLINE_STATUS: "success", WORKSPACE_TMP: path.join(home, "temp") };
  const ended = await script(text, place, env);
  assert.equal(ended.code, 1, ended.err);
  assert.equal(report(place).evidence.length, 2);
});

test("the recipe for Atlantis writes a report of each run", async (t) => {
  const { home, place } = checkout(t);
  const opt = path.join(home, "opt");
  fs.mkdirSync(opt);
  works("tar", ["-xzf", archive, "-C", opt, "--strip-components=1"]);
  const text = recipe("atlantis.md", "sh").replaceAll("/opt/plumbline", opt).replaceAll("/var/lib/plumbline", path.join(home, "data")).replaceAll("/etc/plumbline/policy.json", path.join(place, "policy.json"));
  const env = { PATH: terraform(home), PLANFILE: path.join(place, "default.tfplan"), BASE_REPO_OWNER: "contoso", BASE_REPO_NAME: "platform", PULL_NUM: "4", HEAD_COMMIT: "a".repeat(40), PULL_AUTHOR: "u-lea", WORKSPACE: "default" };
  fs.writeFileSync(path.join(home, "plumbline-gate"), text);
  for (const gate of ["validation", "execution"]) {
    const ended = await script(`sh ../plumbline-gate ${gate}`, place, env);
    assert.equal(ended.code, 0, ended.err);
    assert.match(ended.out, new RegExp(`/contoso/platform/4/[^/]*/reports/contoso-platform-4/${gate}-default\\.json\n`));
  }
});

test("the recipe for Spacelift writes a report", async (t) => {
  const { home, place } = checkout(t);
  const text = recipe("spacelift.md", "sh").replaceAll("/tmp/$name", `${home}/temp/$name`).replaceAll("-C /tmp", `-C ${home}/temp`).replaceAll("/mnt/workspace", place);
  const env = { ...RELEASE(), PATH: terraform(home), REPOSITORY: "contoso/platform", PULL_REQUEST: "4", TF_VAR_spacelift_commit_sha: "a".repeat(40), TF_VAR_spacelift_stack_id: "network" };
  const ended = await script(text, place, env);
  assert.equal(ended.code, 1, ended.err);
  assert.match(ended.out, /reports\/contoso-platform-4\/validation-network\.json/);
});
