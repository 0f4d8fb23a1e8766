// What `plumbline init` writes for each service, run as that service runs it: in a repository without a policy in its base branch, with
// programs that stand in for the tools and for what the service tells over its interface, to the verdict.

import assert from "node:assert/strict";
import crypto from "node:crypto";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";

import { parse, parseAllDocuments } from "yaml";

import { folder, project, released, script, target, version, works } from "./program.mjs";

const archive = released(new RegExp(`-${target}\\.tar\\.gz$`));
const digest = crypto.createHash("sha256").update(fs.readFileSync(archive)).digest("hex");
const read = (place, name) => fs.readFileSync(path.join(place, name), "utf8");

let unpacked;
let server;
let address;
/** The text of the pull request. */
let description;
before(async () => {
  unpacked = fs.mkdtempSync(path.join(os.tmpdir(), "plumbline-"));
  works("tar", ["-xzf", archive, "-C", unpacked, "--strip-components=1"]);
  // the releases, and the pull request as Azure Repos and Bitbucket tell it
  const pulls = ["/contoso/p-1/_apis/git/repositories/r-1/pullRequests/4?api-version=7.1", "/2.0/repositories/contoso/platform/pullrequests/4"];
  server = http.createServer((request, response) => {
    if (request.url === `/v${version}/${path.basename(archive)}`) return response.end(fs.readFileSync(archive));
    if (!pulls.includes(request.url) || request.headers.authorization !== "Bearer s-1") return response.writeHead(404).end();
    response.end(JSON.stringify({ description, author: { account_id: "u-1" } }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.close();
  fs.rmSync(unpacked, { recursive: true });
});

/** A text with the addresses of this machine in the place of the services'. */
const moved = (text) => text.replaceAll("https://github.com/OWNER/plumbline/releases/download", address).replaceAll("https://api.bitbucket.org", address);

/** Programs that stand in for the tools; those that `fails` names end with 1 and write nothing. Gives a PATH. */
function tools(place, fails) {
  const sarif = JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "checkov", semanticVersion: "3.3.30" } }, invocations: [{ executionSuccessful: true }], results: [] }] });
  const group = { address: "azurerm_resource_group.a", mode: "managed", type: "azurerm_resource_group", name: "a", provider_name: "registry.terraform.io/hashicorp/azurerm", change: { actions: ["create"], before: null, after: { name: "a" } } };
  const plan = JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", complete: true, resource_changes: [group] });
  const valid = JSON.stringify({ format_version: "1.0", valid: true, error_count: 0, warning_count: 0, diagnostics: [] });
  const write = (name, lines) => fs.writeFileSync(path.join(place, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  const unless = (name) => (fails.includes(name) ? "exit 1; " : "");
  write("checkov", `${unless("checkov")}echo '${sarif}' > out/results_sarif.sarif`);
  const terraform = [`*" show "*) echo '${plan}' ;;`, `*" validate "*) ${unless("validate")}echo '${valid}' ;;`, `*" plan "*) ${unless("plan")}echo planned ;;`];
  write("terraform", `case " $* " in\n${terraform.join("\n")}\nesac`);
  for (const name of ["pip", "pipx"]) write(name, `echo "${name} $*" >> ${place}/installed`);
  const python = works("sh", ["-c", "command -v python3"]).trim();
  write("python3", `case $1 in -m) mkdir -p "$3/bin" && cp ${place}/pip "$3/bin/" ;; *) exec ${python} "$@" ;; esac`);
  return `${place}:/usr/local/bin:/usr/bin:/bin`;
}

/** A pull request that brings the files of `init`, and its text, with the block filled in. */
function pullRequest(t, service, fails = []) {
  const home = folder(t);
  const [origin, place, temp] = ["origin", "work", "temp"].map((name) => path.join(home, name));
  for (const name of ["origin", "temp", "cache", "tools"]) fs.mkdirSync(path.join(home, name));
  const git = (cwd, ...args) => works("git", ["-c", "user.name=n", "-c", "user.email=n@example.org", ...args], { cwd });
  git(origin, "init", "--quiet", "--initial-branch=main");
  fs.writeFileSync(path.join(origin, "main.tf"), 'provider "azurerm" {\n  features {}\n}\n');
  // manifests have no name of their own: the pipeline names them as inputs
  fs.mkdirSync(path.join(origin, "k8s"));
  fs.writeFileSync(path.join(origin, "k8s/web.yaml"), "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n");
  git(origin, "add", ".");
  git(origin, "commit", "--quiet", "--message", "first");
  git(home, "clone", "--quiet", origin, place);
  git(place, "switch", "--quiet", "--create", "gate");
  works(path.join(unpacked, "plumbline"), ["init", "--service", service], { cwd: place });
  git(place, "add", ".");
  git(place, "commit", "--quiet", "--message", "Add the gate");
  const template = fs.readdirSync(place, { recursive: true }).find((name) => /(pull_request_template|Default)\.md$/.test(name));
  const section = (name) => new RegExp(`### ${name}\n[^]*?(?=\n###|\n<!-- plumbline:end)`);
  description = read(place, template)
    .replace("- Team:", "- Team: platform")
    .replace(/- Touches: .*/, "- Touches: nothing")
    .replace(/- Confidence: .*/, "- Confidence: 90 %")
    .replace(section("Deployment objective"), "### Deployment objective\n\nChanges are gated.\n")
    .replace(section("Threat assumptions"), "### Threat assumptions\n\nThe base branch is protected.\n")
    .replace(section("Threats"), "### Threats\n\nTampering with the policy (CWE-284).\n");
  const env = { PATH: tools(path.join(home, "tools"), fails), HOME: home, TMPDIR: temp };
  return { home, place, temp, env, head: git(place, "rev-parse", "HEAD").trim() };
}

/** What a service fills in: each match of a pattern by the value that it names. */
const fill = (text, pattern, values) => String(text).replace(pattern, (_, name) => values[name] ?? "");
const filled = (variables, pattern, values) => Object.fromEntries(Object.entries(variables ?? {}).map(([name, text]) => [name, fill(text.value ?? text, pattern, values)]));

/** The words of scripts that ran one after the other. */
class Log {
  out = "";
  err = "";
  async run(...of) {
    const ended = await script(...of);
    this.out += ended.out;
    this.err += ended.err;
    return ended.code;
  }
}

/** GitHub: the steps of the job, with those of the action in its place. */
async function github({ home, place, temp, env, head }) {
  const [event, added, output] = ["event.json", "path", "output"].map((name) => path.join(home, name));
  const pull = { number: 4, title: "Add the gate", body: description, user: { login: "u-1" }, head: { sha: head, ref: "gate" }, base: { ref: "main" } };
  fs.writeFileSync(event, JSON.stringify({ action: "opened", number: 4, pull_request: pull, repository: { full_name: "contoso/platform" } }));
  for (const file of [added, output]) fs.writeFileSync(file, "");
  const service = { ...env, GITHUB_ACTIONS: "true", GITHUB_REPOSITORY: "contoso/platform", GITHUB_REF: "refs/pull/4/merge", GITHUB_BASE_REF: "main", GITHUB_EVENT_NAME: "pull_request", GITHUB_EVENT_PATH: event, RUNNER_TEMP: temp, RUNNER_TOOL_CACHE: path.join(home, "cache"), GITHUB_ACTION_PATH: project, GITHUB_PATH: added, GITHUB_OUTPUT: output };
  const { inputs, runs } = parse(read(project, "action.yml"));
  const log = new Log();
  let status = "success";
  const play = async (run, env, shell) => {
    const first = fs.readFileSync(added, "utf8").split("\n").filter(Boolean);
    const code = await log.run(run, place, { ...env, PATH: [...first, env.PATH].join(":") }, shell);
    if (code !== 0) status = "failure";
  };
  for (const step of parse(read(place, ".github/workflows/plumbline.yml")).jobs.gates.steps) {
    if (status === "failure" && !["always()", "${{ !cancelled() }}"].includes(step.if)) continue;
    if (step.run) await play(step.run, service, "bash");
    if (!step.uses?.startsWith("OWNER/plumbline@")) continue;
    const given = { version, digest, "download-url": address, status, ...step.with };
    const values = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, given[name] ?? input.default ?? ""]));
    for (const { run, if: condition, env } of runs.steps) {
      if (run && condition !== "${{ inputs.build == 'true' }}") await play(run, { ...service, ...filled(env, /\$\{\{ inputs\.([\w-]+) \}\}/g, values) });
    }
  }
  return { ...log, failed: status === "failure" };
}

/** Azure: the steps, with those of the template in its place. */
async function azure({ place, temp, env, head }) {
  const macros = { "Build.ArtifactStagingDirectory": temp, "Agent.TempDirectory": temp, "Build.RequestedForId": "u-1", "System.AccessToken": "s-1" };
  const service = { ...env, TF_BUILD: "True", BUILD_REASON: "PullRequest", BUILD_REPOSITORY_NAME: "contoso/platform", BUILD_REPOSITORY_ID: "r-1", SYSTEM_COLLECTIONURI: `${address}/contoso/`, SYSTEM_TEAMPROJECTID: "p-1", SYSTEM_PULLREQUEST_PULLREQUESTID: "4", SYSTEM_PULLREQUEST_SOURCECOMMITID: head, SYSTEM_PULLREQUEST_TARGETBRANCH: "refs/heads/main", AGENT_TEMPDIRECTORY: temp };
  const template = parse(read(project, "templates/azure/gate.yml"));
  const log = new Log();
  let status = "Succeeded";
  const play = async (step, variables) => {
    if (status === "Failed" && step.condition !== "always()") return;
    const macro = /\$\(([\w.]+)\)/g;
    // a script of Azure goes on after a command that fails
    const code = await log.run(`set +e\n${fill(step.script, macro, macros)}`, place, { ...service, AGENT_JOBSTATUS: status, ...filled(variables, macro, macros) }, "bash");
    if (code !== 0) status = step.continueOnError ? "SucceededWithIssues" : "Failed";
  };
  for (const step of parse(read(place, "azure-pipelines.yml")).steps) {
    if (step.script) await play(step, step.env);
    if (!step.template) continue;
    const given = { ...step.parameters, version, digest, downloadUrl: address };
    const values = Object.fromEntries(template.parameters.map(({ name, default: value }) => [name, given[name] ?? value]));
    const [gate] = template.steps;
    await play(gate, filled(gate.env, /\$\{\{ parameters\.([\w-]+) \}\}/g, values));
  }
  return { ...log, data: path.join(temp, "plumbline-data"), failed: status === "Failed" };
}

/** GitLab: the job, then those of the component, each after the jobs that it needs. */
async function gitlab({ place, env, head }) {
  const pipeline = parse(read(place, ".gitlab-ci.yml"));
  const [spec, jobs] = parseAllDocuments(read(project, "templates/gate.yml")).map((document) => document.toJS());
  const [[title, job]] = Object.entries(jobs);
  const base = works("git", ["rev-parse", "origin/main"], { cwd: place }).trim();
  const service = { ...env, GITLAB_CI: "true", CI_PROJECT_PATH: "contoso/platform", CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "4", CI_MERGE_REQUEST_SOURCE_BRANCH_SHA: head, CI_COMMIT_SHA: head, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: "main", CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_MERGE_REQUEST_DESCRIPTION: description, GITLAB_USER_LOGIN: "u-1" };
  const log = new Log();
  const code = await log.run(pipeline.scan.script.join("\n"), place, service);
  const scanned = Object.fromEntries(read(place, "plumbline.env").trim().split("\n").map((line) => line.split("=")));
  const made = ["scan"];
  for (const { inputs } of pipeline.include) {
    const defaults = Object.fromEntries(Object.entries(spec.spec.inputs).map(([name, input]) => [name, input.default]));
    const values = { ...defaults, ...inputs, version, digest, "download-url": address };
    const pattern = /\$\[\[ inputs\.([\w-]+) \]\]/g;
    assert.ok(values.needs.every((job) => made.includes(job)), values.needs.join());
    const ended = await log.run(job.script.join("\n"), place, { ...service, ...filled(job.variables, pattern, values), ...(values.needs.includes("scan") ? scanned : {}) });
    assert.equal(ended, 0, log.err);
    made.push(fill(title, pattern, values));
  }
  return { ...log, failed: code !== 0 };
}

/** Bitbucket: the script, the after-script, and the step of the verdict. */
async function bitbucket({ home, place, env }) {
  const [gates, verdict] = parse(moved(read(place, "bitbucket-pipelines.yml")).replaceAll("/tmp", `${home}/temp`)).pipelines["pull-requests"]["**"].map(({ step }) => step);
  const service = { ...env, VERSION: version, DIGEST: digest, BITBUCKET_TOKEN: "s-1", BITBUCKET_BUILD_NUMBER: "7", BITBUCKET_REPO_FULL_NAME: "contoso/platform", BITBUCKET_PR_ID: "4", BITBUCKET_PR_DESTINATION_BRANCH: "main" };
  const log = new Log();
  const code = await log.run(gates.script.join("\n"), place, service, "bash");
  assert.equal(await log.run(gates["after-script"].join("\n"), place, { ...service, BITBUCKET_EXIT_CODE: String(code) }, "bash"), 0, log.err);
  await log.run(verdict.script.join("\n"), place, service, "bash");
  return { ...log, failed: code !== 0 };
}

/** Jenkins: the script of the stage, and the one of its end. */
async function jenkins({ place, temp, env, head }) {
  const [stages, post] = moved(read(place, "Jenkinsfile")).split("post {");
  const shell = (part) => part.match(/sh '''\n([^]*?)\n *'''/)[1];
  const service = { ...env, VERSION: version, DIGEST: digest, JENKINS_URL: "https://ci.example.org/", BUILD_TAG: "jenkins-a-1", GIT_URL: "https://example.org/contoso/platform.git", GIT_COMMIT: head, CHANGE_ID: "4", CHANGE_TARGET: "main", CHANGE_AUTHOR: "u-1", WORKSPACE_TMP: temp };
  const log = new Log();
  const code = await log.run(shell(stages), place, service);
  assert.equal(await log.run(shell(post), place, { ...service, PLUMBLINE_STATUS: code === 0 ? "success" : "failure" }), 0, log.err);
  return { ...log, failed: code !== 0 };
}

/** The reports of the change, by gate. */
function reports({ place }, data = path.join(place, "plumbline-data")) {
  const folder = path.join(data, "reports/contoso-platform-4");
  return Object.fromEntries(fs.readdirSync(folder).map((name) => [path.basename(name, ".json"), JSON.parse(read(folder, name))]));
}

const types = (report) => report.evidence.map(({ type }) => type).sort();

for (const [service, runs] of Object.entries({ github, azure, gitlab, bitbucket, jenkins })) {
  test(`what init writes for ${service} goes from the first pull request to a verdict`, async (t) => {
    const made = pullRequest(t, service);
    const { out, err, failed, data } = await runs(made);
    assert.equal(failed, false, err + out);
    assert.match(read(made.home, "tools/installed"), /^pipx? install .*checkov==[\d.]+/m);
    // the base branch has no policy yet
    assert.match(err, /has no policy\.json: the built-in policy judges until it is merged/);
    const { intent, validation } = reports(made, data);
    assert.deepEqual(types(validation), ["change-preview", "key-reference-check", "lint-diagnostics", "network-intent", "policy-diagnostics", "role-assignment-diff", "secret-scan"]);
    assert.deepEqual([validation.outcome, validation.change.id, validation.change.author], ["passed", "contoso/platform#4", "u-1"]);
    assert.match(err, /inputs: [2-9] files, sha256/);
    if (service === "jenkins") {
      // no variable of Jenkins holds the text
      assert.equal(intent, undefined);
      assert.match(out, /Threat intent: missing/);
    } else {
      assert.deepEqual([types(intent), validation.change.team], [["threat-intent"], "platform"], err);
      assert.match(out, /1 change checked: nothing is missing/, err);
    }
  });

  test(`a plan that fails takes nothing from the scans of ${service}, and the report says failed`, async (t) => {
    const made = pullRequest(t, service, ["plan"]);
    const { out, err, failed, data } = await runs(made);
    assert.equal(failed, true, out);
    assert.match(err, /failed: plan\n/);
    const { validation } = reports(made, data);
    assert.deepEqual([validation.outcome, types(validation)], ["failed", ["lint-diagnostics", "policy-diagnostics", "secret-scan"]], err);
    assert.match(out, /Change preview: missing/, err);
  });
}
