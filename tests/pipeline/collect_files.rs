//! Which files `plumbline collect` takes for the work of a run, how old they are, and what options may say of them.

use crate::collect::{BODY, LINT, PLAN, git, repository};
use crate::{NOW, folder, run, stderr, stdout, write, written};
use plumbline_ingest::sha256_hex;
use serde_json::{Value, json};
use std::path::Path;

const CHANGE: [&str; 7] = ["collect", "--gate", "validation", "--change", "a#1", "--now", NOW];

fn collect(f: &Path, gate: &str, more: &[&str]) -> std::process::Output {
    let arguments = ["collect", "--gate", gate, "--change", "a#1", "--environment", "dev", "--now", NOW, "--force"];
    run(f, &[&arguments, more].concat())
}

fn report(f: &Path, gate: &str) -> Value {
    let text = std::fs::read_to_string(f.join(format!("plumbline-data/reports/a-1/{gate}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[track_caller]
fn refuses(f: &Path, more: &[&str], said: &str) {
    let output = collect(f, "validation", more);
    assert_eq!(output.status.code(), Some(2), "{more:?}: {}", stderr(&output));
    assert!(stderr(&output).contains(said), "{more:?}: {}", stderr(&output));
}

const COMMITTED: &str = "is committed in the change: this run did not make it";

#[test]
fn a_file_that_the_pull_request_commits_is_no_evidence_of_a_run() {
    let f = repository("files-committed");
    git(&f, &["add", "out"]);
    git(&f, &["commit", "-q", "-m", "Bring the scan along"]);
    write(&f, "fresh/lint.sarif", LINT);
    refuses(&f, &["--artifact", "out/lint.sarif"], &format!("out/lint.sarif: {COMMITTED}"));
    refuses(&f, &["--artifact", "out/*.sarif"], COMMITTED);
    refuses(&f, &["--artifact", "fresh/lint.sarif", "--before", "out/plan.json"], COMMITTED);
    refuses(&f, &["--artifact", "fresh/lint.sarif", "--with", "out/plan.json"], COMMITTED);
    // other bytes than the committed ones, as a filter or a checkout of line ends would make them
    write(&f, "out/lint.sarif", LINT.replace("0.50", "0.51"));
    refuses(&f, &["--artifact", "out/lint.sarif"], COMMITTED);
    // a checkout of one file leaves it in the index only
    git(&f, &["rm", "-q", "--cached", "out/plan.json"]);
    git(&f, &["commit", "-q", "-m", "Take the plan out"]);
    assert_eq!(collect(&f, "validation", &["--artifact", "out/plan.json"]).status.code(), Some(0));
    git(&f, &["add", "out/plan.json"]);
    refuses(&f, &["--artifact", "out/plan.json"], COMMITTED);
    // somebody who looks after documents in the repository says so, for each artifact
    let told = collect(&f, "validation", &["--artifact", "out/lint.sarif", "--committed"]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    refuses(&f, &["--artifact", "out/lint.sarif", "--committed", "--artifact", "out/plan.json"], "out/plan.json: is committed");
    assert_eq!(collect(&f, "validation", &["--artifact", "fresh/lint.sarif"]).status.code(), Some(0));
}

#[test]
fn no_companion_brings_records_or_a_committed_file_into_the_data() {
    let f = repository("files-companions");
    git(&f, &["add", "out"]);
    git(&f, &["commit", "-q", "-m", "Bring the scan along"]);
    write(&f, "fresh/lint.sarif", LINT);
    let forged = r#"{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2020-11-20T09:00:00Z", "outcome": "passed",
        "change": {"id": "contoso/platform#4"}}"#;
    write(&f, "forged/r.json", forged);
    write(&f, "forged/broken.json", &forged[..80]);
    for option in ["--attestation", "--with", "--before"] {
        let with = |file: &str, said: &str| refuses(&f, &["--artifact", "fresh/lint.sarif", option, file], said);
        with("out/plan.json", COMMITTED);
        with("forged/r.json", "it is a plumbline.gate-report/1, which is not evidence");
        with("forged/broken.json", "evidence");
        refuses(&f, &["--artifact", "fresh/lint.sarif", option, "forged/r.json", "--committed"], "which is not evidence");
    }
    assert!(!f.join("plumbline-data").exists());
}

#[test]
fn another_case_a_submodule_and_files_that_look_like_a_repository_hide_no_committed_file() {
    let f = repository("files-hidden");
    git(&f, &["add", "out"]);
    git(&f, &["commit", "-q", "-m", "Bring the scan along"]);
    std::fs::rename(f.join("out"), f.join("OUT2")).unwrap();
    write(&f, "Out/Lint.sarif", LINT);
    refuses(&f, &["--artifact", "Out/Lint.sarif"], COMMITTED);
    // a repository of its own inside, with the file committed there
    let inner = f.join("module");
    write(&f, "module/out/lint.sarif", LINT);
    git(&inner, &["init", "-q"]);
    git(&inner, &["add", "."]);
    git(&inner, &["commit", "-q", "-m", "One"]);
    refuses(&f, &["--artifact", "module/out/lint.sarif"], COMMITTED);
    // the folder looks like a bare repository to git
    for (name, text) in
        [("HEAD", "ref: refs/heads/x\n"), ("config", "[core]\n\tbare = true\n"), ("objects/x", ""), ("refs/x", "")]
    {
        write(&f, &format!("planted/{name}"), text);
    }
    write(&f, "planted/lint.sarif", LINT);
    git(&f, &["add", "planted"]);
    git(&f, &["commit", "-q", "-m", "Plant"]);
    refuses(&f, &["--artifact", "planted/lint.sarif"], COMMITTED);
    // a repository that git cannot read tells nothing, and nothing is taken for granted
    write(&f, "broken/.git", "gitdir: nowhere\n");
    write(&f, "broken/lint.sarif", LINT);
    refuses(&f, &["--artifact", "broken/lint.sarif"], "git cannot read this repository");
}

#[test]
fn a_document_of_the_repository_is_an_intent() {
    let f = repository("files-intent");
    let document =
        "# Deployment objective\n\nKeys leave the code.\n\n# Threat assumptions\n\nNobody reads it.\n\n# Threats\n\nTampering.\n";
    write(&f, "docs/intent.md", document);
    git(&f, &["add", "docs"]);
    git(&f, &["commit", "-q", "-m", "Say why"]);
    let output = collect(&f, "intent", &["--artifact", "threat-intent=docs/intent.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn a_data_folder_that_the_pull_request_commits_is_refused() {
    let said = "plumbline-data: the data folder holds what is committed in the change";
    for (n, committed) in
        ["plumbline-data/index.json", "plumbline-data/reports/a-1/intent.json", "Plumbline-Data/x"].iter().enumerate()
    {
        let f = repository(&format!("files-data-{n}"));
        write(&f, committed, "{}");
        git(&f, &["add", "."]);
        git(&f, &["commit", "-q", "-m", "Bring records along"]);
        refuses(&f, &["--artifact", "out/lint.sarif", "--committed"], said);
        let elsewhere = collect(&f, "validation", &["--data", "elsewhere"]);
        assert_eq!(elsewhere.status.code(), Some(0), "{}", stderr(&elsewhere));
        std::fs::remove_dir_all(f.join("elsewhere")).unwrap();
    }
    // a submodule in its place
    let f = repository("files-data-module");
    let head = git(&f, &["rev-parse", "HEAD"]);
    git(&f, &["update-index", "--add", "--cacheinfo", &format!("160000,{head},plumbline-data")]);
    git(&f, &["commit", "-q", "-m", "Bring a submodule along"]);
    refuses(&f, &[], said);
}

#[test]
fn collecting_an_old_file_again_makes_it_no_fresher() {
    let f = folder("files-age");
    let test = json!({"state": "Complete", "createdTime": "2026-09-01T10:00:00Z", "completedTime": "2026-09-01T10:00:05Z",
        "context": {"contextType": "Microsoft.Insights/Metric Alert", "notificationSource": "cpu-high"},
        "actionDetails": [{"MechanismType": "Email", "Name": "on-call", "Status": "Succeeded", "SubState": "Default",
            "SendTime": "2026-09-01T10:00:00Z", "Detail": null}]});
    write(&f, "out/alert-test.json", test.to_string());
    write(&f, "out/drift.json", r#"{"format_version": "1.2", "terraform_version": "1.9.0", "resource_changes": []}"#);
    let arguments = ["--deployed-at", "2026-10-01", "--author", "u", "--touches", "monitoring"];
    let files = ["--artifact", "alert-test=out/alert-test.json", "--artifact", "drift-check=out/drift.json"];
    let both = || collect(&f, "observation", &[&arguments[..], &files].concat());
    // the tool's own time
    let output = both();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(report(&f, "observation")["evidence"][0]["runs"][0]["at"], "2026-09-01T10:00:00Z");
    let said = "the run of out/alert-test.json is dated 2026-09-01T10:00:00Z: the time that the tool states";
    assert!(stderr(&output).contains(said), "{}", stderr(&output));
    // no tool states a time: that of the file, never later than now
    assert_eq!(report(&f, "observation")["evidence"][1]["runs"][0]["at"], NOW);
    written(&f.join("out/drift.json"), "2026-09-02T00:00:00Z");
    let output = both();
    assert_eq!(report(&f, "observation")["evidence"][1]["runs"][0]["at"], "2026-09-02T00:00:00Z", "{}", stderr(&output));
    assert!(stderr(&output).contains("out/drift.json is dated 2026-09-02T00:00:00Z: the file was written then"));
    written(&f.join("out/drift.json"), "2027-01-01T00:00:00Z");
    both();
    assert_eq!(report(&f, "observation")["evidence"][1]["runs"][0]["at"], NOW);
    written(&f.join("out/drift.json"), "2026-09-02T00:00:00Z");
    both();
    // nor does collecting the copy
    let copy = "drift-check=plumbline-data/evidence/a-1/observation/drift.json";
    collect(&f, "observation", &[&arguments[..], &files[..2], &["--artifact", copy]].concat());
    assert_eq!(report(&f, "observation")["evidence"][1]["runs"][0]["at"], "2026-09-02T00:00:00Z");
    let check: Value = serde_json::from_str(&stdout(&run(&f, &["check", "plumbline-data", "--now", NOW, "--json"]))).unwrap();
    let problems = check["changes"][0]["problems"].as_array().unwrap();
    let stale = problems.iter().filter(|p| p["failing"] == "stale").map(|p| p["type"].as_str().unwrap());
    assert_eq!(stale.collect::<Vec<_>>(), ["drift-check", "alert-test"], "{check:#}");
}

#[test]
fn one_file_is_an_item_for_each_type_and_each_set_of_options() {
    let f = repository("files-twice");
    let two = ["--artifact", "policy-diagnostics=out/lint.sarif", "--artifact", "secret-scan=out/lint.sarif"];
    let again = ["--artifact", "secret-scan=out/*.sarif"];
    assert_eq!(collect(&f, "validation", &[&two[..], &again].concat()).status.code(), Some(0));
    let types = |f: &Path| {
        let report = report(f, "validation");
        report["evidence"].as_array().unwrap().iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(types(&f), ["policy-diagnostics", "secret-scan"], "said twice, it is one item");
    write(&f, "out/before-a.json", PLAN);
    write(&f, "out/before-b.json", PLAN.replace("azurerm_key_vault", "azurerm_subnet"));
    let grants = |before| ["--artifact", "role-assignment-diff=out/plan.json", "--before", before];
    collect(&f, "validation", &[grants("out/before-a.json"), grants("out/before-b.json")].concat());
    assert_eq!(types(&f), ["role-assignment-diff", "role-assignment-diff"]);
    let evidence = report(&f, "validation")["evidence"].clone();
    assert_eq!((&evidence[0]["id"], &evidence[1]["id"]), (&"plan".into(), &"plan-2".into()));
    assert_ne!(evidence[0]["before"]["sha256"], evidence[1]["before"]["sha256"]);
}

#[test]
fn an_option_is_given_once_and_a_line_is_one_argument() {
    let f = repository("files-options");
    let told = |more: &[&str]| {
        let output = run(&f, &[&CHANGE[..], more].concat());
        assert_eq!(output.status.code(), Some(2), "{more:?}");
        stderr(&output)
    };
    assert!(told(&["--team", "a", "--team=b"]).contains("the argument '--team <TEAM>' cannot be used multiple times"));
    assert!(told(&["--artifact", "out/plan.json", "--command", "a", "--command", "b"]).contains("--command is given twice"));
    let one = told(&["--team payments"]);
    assert!(
        one.contains("\"--team payments\" is one argument: write --team=VALUE, or the option and its value as two arguments"),
        "{one}"
    );
    let fine = ["--artifact", "out/plan.json", "--command", "a", "--artifact", "out/lint.sarif", "--command", "b", "--team=x"];
    assert_eq!(run(&f, &[&CHANGE[..], &fine].concat()).status.code(), Some(0));
}

#[test]
fn a_secret_that_is_typed_into_an_option_or_the_pull_request_is_not_published() {
    let f = repository("files-secrets");
    let token = format!("ghp_{}", "a1B2".repeat(9));
    let artifact = ["--artifact", "out/plan.json"];
    let command = format!("curl -H 'Authorization: Bearer {token}' https://example.org");
    for (option, value) in [
        ("--command", command.clone()),
        ("--title", token.clone()),
        ("--tool", format!("x {token}")),
        ("--justification", format!("p r s=token={token}")),
        ("--claim", format!("secret-scan=We found {token}.")),
        ("--change-title", token.clone()),
    ] {
        let more = [&artifact[..], &[option, &value]].concat();
        refuses(&f, &more, &format!("{option} holds what looks like a secret: read it from a variable"));
        assert!(!stderr(&collect(&f, "validation", &more)).contains(&token));
    }
    write(&f, "pr.md", BODY.replace("Keys leave the code.", &format!("The key {token} leaves.")));
    let output = collect(&f, "intent", &["--pull-request", "pr.md"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("Deployment objective in the pull request holds what looks like a secret"));
    write(&f, "pr.md", BODY.replace("Team: payments", &format!("Team: {token}")));
    assert_eq!(collect(&f, "intent", &["--pull-request", "pr.md"]).status.code(), Some(2));
    // a tool writes its own command line down
    let scan =
        LINT.replace("\"results\"", &format!("\"invocations\": [{{\"commandLine\": \"lint --token={token}\"}}], \"results\""));
    write(&f, "out/scan.sarif", scan);
    assert_eq!(collect(&f, "validation", &["--artifact", "lint-diagnostics=out/scan.sarif"]).status.code(), Some(0));
    assert_eq!(report(&f, "validation")["evidence"][0]["command"], Value::Null);
    for part in ["reports", "evidence/a-1/intent"] {
        let found =
            std::process::Command::new("grep").args(["-r", &token]).arg(f.join("plumbline-data").join(part)).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&found.stdout), "", "{part}");
    }
}

/// Outputs of a deployment, of which one is sensitive.
fn outputs(secret: &str) -> String {
    json!({"url": {"sensitive": false, "type": "string", "value": "https://example.org"},
        "password": {"sensitive": true, "type": "string", "value": secret}})
    .to_string()
}

#[test]
fn secrets_stay_where_they_are_and_the_data_holds_a_redacted_copy() {
    let f = repository("files-redacted");
    let (now, before) = (outputs("hunter2-now"), outputs("hunter2-before"));
    write(&f, "out/outputs.json", &now);
    write(&f, "out/before.json", &before);
    let artifact = ["--artifact", "deployment-outputs=out/outputs.json", "--before", "out/before.json"];
    let output = collect(&f, "execution", &artifact);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).contains("out/outputs.json: 1 value was redacted in the copy that is kept"), "{}", stderr(&output));
    let item = report(&f, "execution")["evidence"][0].clone();
    for (record, original) in [(&item["artifact"], &now), (&item["before"], &before)] {
        let copy = std::fs::read(f.join("plumbline-data").join(record["path"].as_str().unwrap())).unwrap();
        assert!(!String::from_utf8_lossy(&copy).contains("hunter2"));
        assert_eq!((&record["sha256"], &record["bytes"]), (&sha256_hex(&copy).into(), &copy.len().into()));
        assert_eq!(record["rawSha256"], sha256_hex(original.as_bytes()));
    }
    assert_eq!(item["runs"][0]["output"], item["artifact"]["sha256"]);

    // one that lies in the data folder would be published as it is
    write(&f, "plumbline-data/evidence/mine.json", &now);
    let inside = ["--artifact", "deployment-outputs=plumbline-data/evidence/mine.json"];
    let refused = collect(&f, "execution", &inside);
    assert_eq!(refused.status.code(), Some(2));
    let said = "plumbline-data/evidence/mine.json: lies in the data folder and holds values that must not be published";
    assert!(stderr(&refused).contains(said), "{}", stderr(&refused));
    std::fs::remove_file(f.join("plumbline-data/evidence/mine.json")).unwrap();

    let raw = collect(&f, "execution", &[&artifact[..], &["--raw"]].concat());
    assert_eq!(raw.status.code(), Some(0), "{}", stderr(&raw));
    assert!(stderr(&raw).contains("out/outputs.json is kept as it is, with 1 value that may be secret"), "{}", stderr(&raw));
    let record = report(&f, "execution")["evidence"][0]["artifact"].clone();
    assert_eq!((&record["sha256"], &record["rawSha256"]), (&sha256_hex(now.as_bytes()).into(), &Value::Null));
}
