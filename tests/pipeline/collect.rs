//! `plumbline collect`: what it writes is read back, and what is missing is told.

use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

pub(crate) const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "timestamp": "2026-11-20T10:00:00Z",
    "resource_changes": [{"address": "a", "type": "azurerm_key_vault", "change": {"actions": ["create"]}}]}"#;
pub(crate) const LINT: &str =
    r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint", "version": "0.50"}}, "results": []}]}"#;

const APPLY: &str = r#"{"@level":"info","@message":"Terraform 1.9.0","@module":"terraform.ui","terraform":"1.9.0","type":"version","ui":"1.2"}
{"@level":"info","@message":"a: Creation complete","@module":"terraform.ui","hook":{"resource":{"addr":"a"},"action":"create"},"type":"apply_complete"}
{"@level":"info","@message":"Apply complete!","@module":"terraform.ui","changes":{"add":1,"change":0,"remove":0,"operation":"apply"},"type":"change_summary"}
"#;

pub(crate) const BODY: &str = "Keys leave the code.\n\n<!-- plumbline:begin -->\n- Team: payments\n- Environment: prod\n- Confidence: 90 %\n\
    - Confidence that no secret is exposed: 0.7\n\n### Deployment objective\nKeys leave the code.\n\n### Threat assumptions\nNobody \
    reads the vault from outside.\n\n### Threats\nInformation disclosure (CWE-522).\n<!-- plumbline:end -->\n";

/// A repository with one source and one commit of 2020 with an AI trailer, and two files that tools wrote.
pub(crate) fn repository(name: &str) -> std::path::PathBuf {
    let f = folder(name);
    write(&f, "infra/main.tf", "resource {}\n");
    write(&f, "out/plan.json", PLAN);
    write(&f, "out/lint.sarif", LINT);
    git(&f, &["init", "-q"]);
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Add a vault\n\nGenerated-by: a model"]);
    f
}

pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=M", "-c", "user.email=m@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .envs([("GIT_COMMITTER_DATE", "2020-11-20T09:00:00Z"), ("GIT_AUTHOR_DATE", "2020-11-20T09:00:00Z")])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The run of a pull request's pipeline on GitHub.
fn on_github(folder: &Path, arguments: &[&str], body: &str) -> Output {
    let event = json!({"pull_request": {"number": 412, "title": "Add a vault", "body": body, "html_url": "https://example.org/412",
        "user": {"login": "mona"}, "head": {"sha": git(folder, &["rev-parse", "HEAD"])}, "created_at": "2026-11-20T09:30:00Z"}});
    let event = write(folder, ".event.json", event.to_string());
    plumbline(folder)
        .args(["collect", "--now", NOW])
        .args(arguments)
        .envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "contoso/platform"), ("GITHUB_REF", "refs/pull/412/merge")])
        .env("GITHUB_EVENT_PATH", event)
        .output()
        .unwrap()
}

fn report(folder: &Path, gate: &str) -> Value {
    let path = folder.join(format!("plumbline-data/reports/contoso-platform-412/{gate}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn a_pull_request_on_github_becomes_reports_that_read_back_without_a_word() {
    let f = repository("collect-github");
    let output = on_github(&f, &["--gate", "intent"], BODY);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let arguments = [
        "--gate",
        "validation",
        "--artifact",
        "out/plan.json",
        "--command",
        "terraform show -json plan",
        "--artifact",
        "out/*.sarif",
        "--command",
        "tflint",
    ];
    let output = on_github(&f, &arguments, BODY);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(stdout(&output), "plumbline-data/reports/contoso-platform-412/validation.json\n");

    let validation = report(&f, "validation");
    let commit = git(&f, &["rev-parse", "HEAD"]);
    assert_eq!(
        validation["change"],
        json!({"id": "contoso/platform#412", "title": "Add a vault", "url": "https://example.org/412", "team": "payments",
            "environment": "prod", "commit": commit, "author": "mona", "authorship": "ai-generated",
            "touches": ["data-protection"], "openedAt": "2026-11-20T09:30:00Z", "resources": {"created": 1, "modified": 0, "deleted": 0}})
    );
    assert_eq!(validation["perceived"][0], json!({"confidence": 0.9, "role": "author", "by": "mona", "at": NOW}));
    assert_eq!(validation["perceived"][1]["risk"], "secret-exposure");
    let inputs = sha256_hex(format!("{}  infra/main.tf\n", sha256_hex(b"resource {}\n")).as_bytes());
    let digest = sha256_hex(PLAN.as_bytes());
    assert_eq!(
        validation["evidence"][0],
        json!({"id": "plan", "type": "change-preview", "command": "terraform show -json plan",
            "artifact": {"path": "evidence/contoso-platform-412/validation/plan.json", "sha256": digest, "bytes": PLAN.len(), "mediaType": "application/json"},
            "tool": {"name": "terraform", "version": "1.9.0"},
            "runs": [{"by": "ci:github-actions", "at": "2026-11-20T10:00:00Z", "inputs": inputs, "output": digest}]})
    );
    assert_eq!(validation["evidence"][1]["type"], "lint-diagnostics");
    assert_eq!(report(&f, "intent")["evidence"][0]["type"], "threat-intent");

    let lines = stdout(&run(&f, &["inspect", "plumbline-data", "--json"]));
    for line in lines.lines() {
        let receipt: Value = serde_json::from_str(line).unwrap();
        assert_eq!(receipt["diagnostics"].as_array().unwrap().len(), 0, "{line}");
    }
    // intent is proved; of validation's five the plan and the linter's file are there
    let check: Value = serde_json::from_str(&stdout(&run(&f, &["check", "plumbline-data", "--now", NOW, "--json"]))).unwrap();
    assert_eq!((&check["changes"][0]["required"], &check["changes"][0]["verified"]), (&6.into(), &3.into()));
}

#[test]
fn a_pull_requests_text_may_be_utf_16_and_is_no_other_encoding() {
    let f = repository("collect-utf16");
    let collect = |bytes: Vec<u8>| {
        write(&f, "pr.md", bytes);
        run(&f, &["collect", "--gate", "intent", "--change", "a#1", "--now", NOW, "--force", "--pull-request", "pr.md"])
    };
    let output = collect("\u{feff}".encode_utf16().chain(BODY.encode_utf16()).flat_map(u16::to_le_bytes).collect());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!stderr(&output).contains("holds no block"), "{}", stderr(&output));
    // the é of Latin-1 stands behind three bytes
    let output = collect([b"caf\xe9", BODY.as_bytes()].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("pr.md: not valid UTF-8 at byte 3"), "{}", stderr(&output));
}

#[test]
fn a_malformed_block_is_explained_and_nothing_is_written() {
    let f = repository("collect-block");
    let output = on_github(&f, &["--gate", "intent"], &BODY.replace("90 %", "pretty sure"));
    assert_eq!(output.status.code(), Some(2));
    let expected = "the pull request's text, line 6: a confidence is written as 80 % or 0.8, not \"pretty sure\"";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
    assert!(!f.join("plumbline-data").exists());
}

#[test]
fn a_report_that_is_there_stays_until_it_is_forced_and_an_older_one_never_replaces_it() {
    let f = repository("collect-exists");
    let arguments = ["collect", "--gate", "validation", "--change", "a#1", "--now", NOW];
    assert_eq!(run(&f, &arguments).status.code(), Some(0));
    let output = run(&f, &arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("the report plumbline-data/reports/a-1/validation.json exists already"),
        "{}",
        stderr(&output)
    );
    let forced = |now: &'static str| run(&f, &["collect", "--gate", "validation", "--change", "a#1", "--force", "--now", now]);
    let output = forced("2026-11-21");
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("the clock is behind"), "{}", stderr(&output));
    assert_eq!(forced("2026-11-23").status.code(), Some(0));
}

#[test]
fn a_clock_before_the_commit_is_told() {
    let f = repository("collect-clock");
    let output = run(&f, &["collect", "--gate", "intent", "--change", "a#1", "--now", "2020-11-19"]);
    assert_eq!(output.status.code(), Some(2));
    let expected = "the clock is behind: it says 2020-11-19T00:00:00Z, and the commit was made at 2020-11-20T09:00:00Z";
    assert!(stderr(&output).contains(expected), "{}", stderr(&output));
}

#[test]
fn on_a_persons_own_machine_the_change_is_the_commit_that_is_checked_out() {
    let f = repository("collect-local");
    let output = run(&f, &["collect", "--gate", "validation"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let id = git(&f, &["rev-parse", "HEAD"]);
    let folder = f.file_name().unwrap().to_string_lossy().into_owned();
    let note = |name: &str| format!("this is not a known CI service: the change is {name}@{}, the commit that is", id.trim());
    assert!(stderr(&output).contains(&note(&folder)), "{}", stderr(&output));
    assert!(stderr(&output).contains("what the change touches is unknown"), "{}", stderr(&output));
    // the remote names it better, and what stands before its path is nobody's business
    git(&f, &["remote", "add", "origin", "https://u:secret@git.example.org/contoso/platform.git"]);
    let output = run(&f, &["collect", "--gate", "validation"]);
    assert!(stderr(&output).contains(&note("contoso/platform")), "{}", stderr(&output));
}

#[test]
fn what_is_missing_is_told_in_a_sentence() {
    let f = repository("collect-missing");
    let told = |arguments: &[&str]| {
        let output = run(&f, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        stderr(&output)
    };
    let change = ["collect", "--gate", "validation", "--change", "a#1"];
    let with = |more: &[&str]| told(&change.iter().chain(more).copied().collect::<Vec<_>>());
    assert!(with(&["--artifact", "out/none.json"]).contains("out/none.json: no such file"));
    assert!(with(&["--artifact", "out/*.xml"]).contains("out/*.xml matches no file"));
    write(&f, "out/words.txt", "fine");
    // the file that was given, not the copy that would have been made of it
    assert!(
        with(&["--artifact", "out/words.txt"]).contains("plumbline: out/words.txt: its type cannot be detected from its content")
    );
    assert!(with(&["--artifact", "lint=out/lint.sarif"]).contains("no artifact type has the id \"lint\""));
    assert!(with(&["--artifact", "deployment-log=out/lint.sarif"]).contains("counts only at the gate execution"));
    assert!(with(&["--command", "x"]).contains("--command must follow the --artifact that it belongs to"));
    let azure = plumbline(&f)
        .args(["collect", "--gate", "intent"])
        .envs([("TF_BUILD", "True"), ("BUILD_REPOSITORY_NAME", "platform")])
        .output()
        .unwrap();
    assert!(stderr(&azure).contains("SYSTEM_PULLREQUEST_PULLREQUESTID is not set"), "{}", stderr(&azure));
    assert!(!f.join("plumbline-data").exists(), "nothing is written when something is wrong");
}

#[test]
fn a_deployment_is_dated_and_a_claim_stays_one() {
    let f = repository("collect-execution");
    write(&f, "out/apply.ndjson", APPLY);
    let output = run(
        &f,
        &[
            "collect",
            "--gate",
            "execution",
            "--change",
            "a#1",
            "--environment",
            "dev",
            "--deployed-at",
            "now",
            "--artifact",
            "out/apply.ndjson",
            "--claim",
            "deployment-outputs=They look right.",
            "--touches",
            "nothing",
            "--outcome",
            "passed",
            "--now",
            NOW,
        ],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let path = f.join("plumbline-data/reports/a-1/execution.json");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!((&report["change"]["deployedAt"], &report["change"]["touches"]), (&NOW.into(), &json!([])));
    assert_eq!(report["evidence"][0]["type"], "deployment-log");
    assert_eq!(
        report["evidence"][1],
        json!({"id": "deployment-outputs", "type": "deployment-outputs", "statement": "They look right."})
    );
}

#[test]
fn what_is_read_together_with_a_file_is_copied_digested_and_bundled() {
    let f = repository("collect-companions");
    let outputs = |value: &str| json!({"url": {"sensitive": false, "type": "string", "value": value}}).to_string();
    write(&f, "out/before.json", outputs("a"));
    write(&f, "out/after.json", outputs("b"));
    let collect = |gate: &str, more: &[&str]| {
        let arguments = ["collect", "--gate", gate, "--change", "a#1", "--environment", "dev", "--now", NOW, "--force"];
        let output = run(&f, &[&arguments, more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let path = f.join(format!("plumbline-data/reports/a-1/{gate}.json"));
        (stderr(&output), serde_json::from_str::<Value>(&std::fs::read_to_string(path).unwrap()).unwrap())
    };

    let after = ["--artifact", "deployment-outputs=out/after.json"];
    let (told, _) = collect("execution", &after);
    let said = "note: out/after.json as deployment-outputs: outputs-compared is silent: ";
    assert!(told.contains(said) && told.contains(": terraform output -json > outputs-before.json"), "{told}");
    let (told, report) = collect("execution", &[&after[..], &["--before", "out/before.json"]].concat());
    assert!(!told.contains("outputs-compared"), "{told}");
    let digest = sha256_hex(outputs("a").as_bytes());
    assert_eq!(report["evidence"][0]["before"]["path"], "evidence/a-1/execution/before.json");
    assert_eq!(report["evidence"][0]["before"]["sha256"], digest);
    let copy = std::fs::read_to_string(f.join("plumbline-data/evidence/a-1/execution/before.json")).unwrap();
    assert_eq!(copy, outputs("a"));

    // a rule's receivers are in a file of their own
    let id = |kind: &str, name: &str| format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/{kind}/{name}");
    let rules = json!([{"type": "Microsoft.Insights/metricAlerts", "id": id("metricAlerts", "cpu-high"), "name": "cpu-high", "enabled": true,
        "actions": [{"actionGroupId": id("actionGroups", "on-call")}]}]);
    let groups = json!([{"type": "Microsoft.Insights/actionGroups", "id": id("actionGroups", "on-call"), "name": "on-call", "enabled": true,
        "emailReceivers": [{"name": "a", "emailAddress": "on-call@contoso.example", "status": "Enabled"}]}]);
    write(&f, "out/rules.json", rules.to_string());
    write(&f, "out/groups.json", groups.to_string());
    let linkage = ["--artifact", "alert-linkage=out/rules.json"];
    let (told, _) = collect("observation", &linkage);
    assert!(told.contains("as alert-linkage: every-rule-reaches-a-receiver is inconclusive: "), "{told}");
    let (told, report) = collect("observation", &[&linkage[..], &["--with", "out/groups.json"]].concat());
    assert!(!told.contains("every-rule-reaches-a-receiver"), "{told}");
    assert_eq!(report["evidence"][0]["with"][0]["sha256"], sha256_hex(groups.to_string().as_bytes()));

    let bundled = run(&f, &["bundle", "plumbline-data", "--out", "data", "--title", "A"]);
    assert_eq!(bundled.status.code(), Some(0), "{}", stderr(&bundled));
    let check: Value = serde_json::from_str(&stdout(&run(&f, &["check", "data", "--now", NOW, "--json"]))).unwrap();
    let problems = check["changes"][0]["problems"].as_array().unwrap();
    for verified in ["deployment-outputs", "alert-linkage"] {
        assert!(problems.iter().all(|p| p["type"] != verified), "{verified} is verified from the bundle: {problems:?}");
    }
}

#[test]
fn a_justification_belongs_to_the_grant_that_it_names() {
    let f = repository("collect-justification");
    let before = json!([]);
    let after = json!([{"id": "/subscriptions/1/providers/Microsoft.Authorization/roleAssignments/r1", "name": "r1", "principalId": "p1",
        "principalName": "pipeline", "principalType": "ServicePrincipal", "roleDefinitionName": "Owner", "scope": "/subscriptions/1",
        "roleDefinitionId": "/subscriptions/1/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
        "type": "Microsoft.Authorization/roleAssignments"}]);
    write(&f, "out/before.json", before.to_string());
    write(&f, "out/after.json", after.to_string());
    let collect = |more: &[&str]| {
        let arguments = ["collect", "--gate", "validation", "--change", "a#1", "--now", NOW, "--force", "--artifact"];
        let grants = ["role-assignment-diff=out/after.json", "--before", "out/before.json", "--outcome", "passed"];
        let output = run(&f, &[&arguments, &grants[..], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stderr(&output)
    };
    let told = collect(&[]);
    assert!(told.contains("as role-assignment-diff: wide-grants-justified fails: "), "{told}");
    let told = collect(&["--justification", "p1 Owner /subscriptions/1=The pipeline creates role assignments itself."]);
    assert!(!told.contains("wide-grants-justified"), "{told}");
    let blank = run(&f, &["collect", "--gate", "validation", "--change", "a#1", "--artifact", "a.json", "--justification", "p1"]);
    assert_eq!(blank.status.code(), Some(2), "{}", stderr(&blank));
}

#[test]
fn what_git_does_not_know_is_no_input() {
    let f = repository("collect-untracked");
    let inputs = || {
        let output = run(
            &f,
            &["collect", "--gate", "validation", "--change", "a#1", "--artifact", "out/lint.sarif", "--force", "--now", NOW],
        );
        stderr(&output).lines().find(|line| line.starts_with("inputs: ")).unwrap().to_owned()
    };
    let before = inputs();
    assert!(before.starts_with("inputs: 1 file, "), "{before}");
    // what `terraform init` leaves behind, and no clone has
    write(&f, "infra/.terraform.lock.hcl", "provider {}");
    assert_eq!(inputs(), before);
}
