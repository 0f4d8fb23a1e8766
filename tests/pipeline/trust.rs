//! Who may judge: attacks of somebody who writes a pull request, and so every committed file, name, link, branch and tag, against the
//! policy and the records that `check` goes by.
#![cfg(unix)]

use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use plumbline_domain::Instant;
use serde_json::{Value, json};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const INTENT: &str =
    "# Objective\n\nMove the queue to its own subnet.\n\n# Assumptions\n\nThe subnet is private. Tampering is in scope.\n";

/// Runs git, at a fixed date.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=M",
            "-c",
            "user.email=m@example.org",
            "-c",
            "commit.gpgsign=false",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .envs([("GIT_COMMITTER_DATE", "2026-11-20T09:00:00Z"), ("GIT_AUTHOR_DATE", "2026-11-20T09:00:00Z")])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1")])
        .output()
        .expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn commit_all(folder: &Path, message: &str) -> String {
    git(folder, &["add", "-A", "-f"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", message]);
    git(folder, &["rev-parse", "HEAD"])
}

/// A repository whose base branch, `origin/main`, holds the default policy.
fn repository(name: &str) -> PathBuf {
    let f = folder(name);
    git(&f, &["init", "-q"]);
    write(&f, "policy.json", plumbline_ingest::DEFAULT_POLICY_JSON);
    let base = commit_all(&f, "The base");
    git(&f, &["update-ref", "refs/remotes/origin/main", &base]);
    git(&f, &["remote", "add", "origin", "https://git.example.org/x.git"]);
    f
}

/// A policy that asks for nothing.
fn lax() -> String {
    let mut policy: Value = serde_json::from_str(plumbline_ingest::DEFAULT_POLICY_JSON).unwrap();
    for gate in ["intent", "validation", "execution", "observation"] {
        policy["requirements"][gate] = json!([]);
    }
    policy.to_string()
}

/// A report of the intent gate of `a#1`, with its evidence beside it or without any.
fn intent(at: &str, has_evidence: bool) -> Value {
    let evidence = json!([{"id": "why", "type": "threat-intent", "artifact": {"path": "why.md"}}]);
    json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": at, "outcome": "passed",
           "change": {"id": "a#1", "touches": [], "environment": "dev"},
           "evidence": if has_evidence { evidence } else { json!([]) }})
}

/// Data that proves `a#1`.
fn proof(f: &Path, folder: &str) {
    write(f, &format!("{folder}/r.json"), intent("2026-11-21T09:00:00Z", true).to_string());
    write(f, &format!("{folder}/why.md"), INTENT);
}

fn check(f: &Path, arguments: &[&str]) -> (Option<i32>, Value, String) {
    let output = run(f, &[&["check", "--json", "--now", NOW], arguments].concat());
    let said = stderr(&output);
    (output.status.code(), serde_json::from_str(&stdout(&output)).unwrap_or(Value::Null), said)
}

#[test]
fn an_index_in_the_data_does_not_bring_the_policy_that_judges_it() {
    let f = folder("trust-index");
    write(&f, "data/r.json", intent("2026-11-21T09:00:00Z", false).to_string());
    write(&f, "data/index.json", format!(r#"{{"format": "plumbline.index/1", "files": [], "policy": {}}}"#, lax()));
    let (code, json, said) = check(&f, &["data"]);
    assert_eq!((code, &json["policyFrom"]), (Some(1), &json!({"kind": "built-in"})), "{said}");
    assert!(said.contains("warning: the policy in data/index.json is not used"), "{said}");
    // somebody who trusts the data says so
    let digest = plumbline_ingest::sha256_hex(lax().as_bytes());
    for trust in [vec!["--trust-input-policy"], vec!["--policy-digest", &digest]] {
        let (code, json, said) = check(&f, &[vec!["data"], trust].concat());
        assert_eq!((code, &json["policyFrom"]["kind"]), (Some(0), &json!("input")), "{said}");
    }
    // a file of the data is one of the data, however it is spelled
    write(&f, "data/lax.json", lax());
    write(&f, "outside.json", lax());
    symlink("../outside.json", f.join("data/link.json")).unwrap();
    symlink("data/lax.json", f.join("link.json")).unwrap();
    symlink("data", f.join("same")).unwrap();
    for policy in ["data/lax.json", "./data/../data/lax.json", "data/link.json", "link.json", "same/lax.json"] {
        let (code, _, said) = check(&f, &["data", "--policy", policy]);
        assert!(code == Some(2) && said.contains("the data that it would judge"), "{policy}: {said}");
    }
    let (code, _, said) = check(&f, &["data", "--policy", "outside.json"]);
    assert!(code == Some(0) && said.contains("policy: outside.json, SHA-256 "), "{said}");
    let (code, _, said) = check(&f, &["data", "--policy", "outside.json", "--policy-digest", &"0".repeat(64)]);
    assert!(code == Some(2) && said.contains("of --policy-digest"), "{said}");
}

#[test]
fn neither_a_file_nor_a_tag_nor_a_branch_called_origin_main_is_the_base_branch() {
    let f = repository("trust-names");
    write(&f, "policy.json", lax());
    write(&f, "origin/main:policy.json", lax());
    let own = commit_all(&f, "Bring a policy");
    for name in ["refs/tags/origin/main", "refs/heads/origin/main", "refs/tags/refs/remotes/origin/main", "refs/heads/HEAD"] {
        git(&f, &["update-ref", name, &own]);
    }
    write(&f, "plumbline-data/r.json", intent("2026-11-21T09:00:00Z", false).to_string());
    for policy in ["origin/main:policy.json", "refs/remotes/origin/main:policy.json", "HEAD~1:policy.json"] {
        let (code, json, said) = check(&f, &["plumbline-data", "--policy", policy]);
        assert_eq!((code, &json["policyFrom"]["kind"]), (Some(1), &json!("git")), "{policy}: {said}");
    }
    // the checkout's own file is used when it is asked for, and a pipeline is told whose it is
    let mut in_a_pipeline = plumbline(&f);
    in_a_pipeline.env("GITLAB_CI", "true").args(["check", "plumbline-data", "--policy", "policy.json", "--now", NOW]);
    let said = stderr(&in_a_pipeline.output().unwrap());
    assert!(said.contains("warning: the policy policy.json stands in the checkout"), "{said}");
    // what somebody else may mean by a name is not guessed
    git(&f, &["update-ref", "refs/tags/release", &own]);
    git(&f, &["update-ref", "refs/remotes/origin/release", "refs/remotes/origin/main"]);
    for policy in
        ["release:policy.json", "origin:policy.json", ":/Bring:policy.json", "HEAD^{/Bring}:policy.json", "--x:policy.json"]
    {
        let (code, _, said) = check(&f, &["plumbline-data", &format!("--policy={policy}")]);
        assert_eq!(code, Some(2), "{policy}: {said}");
    }
    // a base that was not fetched is no reason to take another
    git(&f, &["update-ref", "-d", "refs/remotes/origin/main"]);
    for policy in ["origin/main:policy.json", "refs/remotes/origin/main:policy.json"] {
        let (code, _, said) = check(&f, &["plumbline-data", "--policy", policy]);
        assert!(code == Some(2) && said.contains("there is no refs/remotes/origin/main"), "{policy}: {said}");
    }
}

#[test]
fn a_link_in_a_commit_leads_to_no_policy() {
    let f = repository("trust-tree-link");
    write(&f, "other/lax.json", lax());
    symlink("other/lax.json", f.join("link.json")).unwrap();
    symlink("other", f.join("folder")).unwrap();
    commit_all(&f, "Links");
    write(&f, "plumbline-data/r.json", intent("2026-11-21T09:00:00Z", false).to_string());
    for policy in ["HEAD:link.json", "HEAD:folder/lax.json", "HEAD:other", "HEAD:other/../policy.json", "HEAD:nowhere.json"] {
        let (code, _, said) = check(&f, &["plumbline-data", "--policy", policy]);
        assert_eq!(code, Some(2), "{policy}: {said}");
    }
}

#[test]
fn seven_thousand_committed_reports_around_now_do_not_outvote_the_report_of_the_run() {
    let f = repository("trust-outvoted");
    let seconds = i64::try_from(std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let at = |offset: i64| Instant::from_micros((seconds + offset) * 1_000_000).to_rfc3339();
    let lines: Vec<String> = (0..7_200).map(|n| intent(&at(n - 600), true).to_string()).collect();
    write(&f, "plumbline-data/forged.ndjson", lines.join("\n"));
    write(&f, "plumbline-data/why.md", INTENT);
    commit_all(&f, "Bring the reports");
    let mut own = intent(&at(-900), true);
    own["findings"] = json!([{"ruleId": "private-key", "severity": "critical", "message": "a private key"}]);
    let own = write(&f, "plumbline-data/own.json", own.to_string());
    let output = run(&f, &["check", "plumbline-data", "--change-of", own.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    assert!(stdout(&output).contains("Critical finding private-key is open"), "{}", stdout(&output));
    let said = "warning: 7,200 records stand in the checkout and are ignored: plumbline-data/forged.ndjson";
    assert!(stderr(&output).replace("7200", "7,200").contains(said), "{}", stderr(&output));
    // data that is kept in git on purpose counts when somebody says so
    assert_eq!(run(&f, &["check", "plumbline-data", "--committed-records"]).status.code(), Some(0));
    // nothing is left: absence is not health
    std::fs::remove_file(own).unwrap();
    let output = run(&f, &["check", "plumbline-data"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("every record that was read is ignored"), "{}", stdout(&output));
}

/// What a check says of the records that stand in a folder: whether all of them are ignored.
#[track_caller]
fn all_ignored(f: &Path, path: &str) {
    let (code, json, said) = check(f, &[path]);
    assert_eq!((code, json["ignored"][0]["kind"].clone()), (Some(1), json!("in-checkout")), "{path}: {json:#} {said}");
    assert_eq!(json["changes"], json!([]), "{path}");
}

#[test]
fn committed_records_stand_in_the_checkout_by_any_way_to_them() {
    let f = repository("trust-ways");
    proof(&f, "kept");
    symlink("kept", f.join("plumbline-data")).unwrap();
    // a committed link to what the run writes is a door as well
    symlink("out", f.join("door")).unwrap();
    proof(&f, "Letters");
    let zipped = crate::zip(&[("r.json", intent("2026-11-21T09:00:00Z", true).to_string().as_bytes())]);
    write(&f, "set.zip", &zipped);
    commit_all(&f, "Bring records");
    proof(&f, "out");
    write(&f, "out/r.json", intent("2026-11-21T10:00:00Z", true).to_string());
    write(&f, "letters/r.json", intent("2026-11-21T11:00:00Z", true).to_string());
    let absolute = f.join("kept/r.json");
    for path in
        ["kept", "plumbline-data", "./plumbline-data/", "kept/r.json", "door", "letters", "set.zip", absolute.to_str().unwrap()]
    {
        all_ignored(&f, path);
    }
    // the run's own stay
    assert_eq!(check(&f, &["out"]).0, Some(0));
    // a step that copies a committed file makes no record of it, nor does a link from the run's folder
    write(&f, "copied/x.sarif", std::fs::read(f.join("kept/r.json")).unwrap());
    write(&f, "copied/set.zip", &zipped);
    all_ignored(&f, "copied");
    all_ignored(&f, "copied/set.zip");
    // from another folder, and whatever the environment says of a repository
    let elsewhere = folder("trust-ways-elsewhere");
    let output = plumbline(&elsewhere)
        .args(["check", "--now", NOW])
        .arg(f.join("kept"))
        .envs([("GIT_DIR", elsewhere.join("nothing").to_str().unwrap()), ("GIT_INDEX_FILE", "/dev/null")])
        .output()
        .unwrap();
    assert!(output.status.code() == Some(1) && stderr(&output).contains("stands in the checkout"), "{}", stderr(&output));
}

#[test]
fn records_among_the_evidence_are_ignored() {
    let f = repository("trust-evidence");
    proof(&f, "run/evidence/a-1/intent");
    let (code, json, said) = check(&f, &["run"]);
    assert_eq!((code, &json["ignored"][0]["kind"], &json["changes"]), (Some(1), &json!("among-evidence"), &json!([])), "{said}");
}

#[test]
fn records_of_a_submodule_or_of_a_repository_in_the_data_stand_in_the_checkout() {
    let f = repository("trust-nested");
    proof(&f, "sub");
    git(&f.join("sub"), &["init", "-q"]);
    commit_all(&f.join("sub"), "Another repository");
    commit_all(&f, "A submodule");
    all_ignored(&f, "sub");
    // whatever lies in it, tracked or not
    write(&f, "sub/r.json", intent("2026-11-21T10:00:00Z", true).to_string());
    write(&f, "sub/new/r.json", intent("2026-11-21T11:00:00Z", true).to_string());
    all_ignored(&f, "sub");
    all_ignored(&f, "sub/new");
    // a repository in the data may have come with it: git is not started there, whatever it is told to run
    proof(&f, "plumbline-data");
    git(&f.join("plumbline-data"), &["init", "-q"]);
    let trap = f.join("trap");
    let config = format!("\n[core]\n\tfsmonitor = \"touch {}; true\"\n", trap.display());
    let path = f.join("plumbline-data/.git/config");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + &config).unwrap();
    all_ignored(&f, "plumbline-data");
    assert!(!trap.exists());
    // and a `.git` that is none makes no difference
    std::fs::remove_dir_all(f.join("plumbline-data/.git")).unwrap();
    write(&f, "plumbline-data/.git", "gitdir: ../nowhere\n");
    all_ignored(&f, "plumbline-data");
}

#[test]
fn a_repository_of_which_git_says_nothing_is_no_reason_to_count_everything() {
    let f = folder("trust-broken");
    proof(&f, "data");
    write(&f, ".git", "gitdir: nowhere\n");
    let (code, _, said) = check(&f, &["data"]);
    assert!(code == Some(2) && said.contains("git does not say which files stand in this checkout"), "{said}");
    assert_eq!(check(&f, &["data", "--committed-records"]).0, Some(0));
}

#[test]
fn a_record_from_before_the_commit_that_it_speaks_of_is_ignored() {
    let f = repository("trust-before");
    let commit = git(&f, &["rev-parse", "HEAD"]);
    write(&f, "plumbline-data/why.md", INTENT);
    let report = |at: &str| {
        let mut report = intent(at, true);
        report["change"]["commit"] = json!(commit);
        write(&f, "plumbline-data/r.json", report.to_string());
        check(&f, &["plumbline-data", "--change", "a#1"])
    };
    let (code, json, said) = report("2026-11-20T08:59:59Z");
    assert_eq!((code, &json["ignored"][0]["kind"]), (Some(1), &json!("before-its-commit")), "{said}");
    assert_eq!(report("2026-11-20T09:00:00Z").0, Some(0));
}

#[test]
fn a_deployment_in_the_future_hides_no_gate() {
    let f = folder("trust-future");
    write(&f, "why.md", INTENT);
    for (key, gate) in [("deployedAt", "execution"), ("mergedAt", "validation")] {
        let mut report = intent("2026-11-21T09:00:00Z", true);
        report["change"][key] = json!("2099-01-01T00:00:00Z");
        write(&f, "r.json", report.to_string());
        let (code, json, _) = check(&f, &["."]);
        let problem = &json["changes"][0]["problems"][0];
        assert_eq!((code, &problem["failing"], &problem["gate"]), (Some(1), &json!("future"), &json!(gate)), "{json:#}");
        assert!(problem["message"].as_str().unwrap().ends_with("a report cannot know the future"), "{problem}");
    }
    // times that contradict each other are told, and fail nothing by themselves
    let mut report = intent("2026-11-21T09:00:00Z", true);
    report["change"]["openedAt"] = json!("2026-11-21T00:00:00Z");
    report["change"]["mergedAt"] = json!("2026-11-20T00:00:00Z");
    write(&f, "r.json", report.to_string());
    let (_, json, _) = check(&f, &["."]);
    let told = json["changes"][0]["problems"].as_array().unwrap();
    assert!(told.iter().any(|p| p["failing"] == "out-of-order" && p["fails"] == false), "{json:#}");
    // nor may the check itself look ahead
    let output = run(&f, &["check", ".", "--now", "2999-01-01"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("in the future"), "{}", stderr(&output));
}

#[test]
fn the_data_set_of_the_base_is_read_from_git_and_not_from_the_checkout() {
    let f = repository("trust-base-data");
    write(&f, "data/why.md", INTENT);
    write(&f, "data/r.json", intent("2026-11-19T09:00:00Z", true).to_string());
    let mut late = intent("2026-11-20T09:00:01Z", false);
    late["change"]["id"] = json!("a#2");
    write(&f, "data/late.json", late.to_string());
    symlink("/etc/hostname", f.join("data/link.md")).unwrap();
    let base = commit_all(&f, "The gates before");
    git(&f, &["update-ref", "refs/remotes/origin/main", &base]);
    let (code, json, said) = check(&f, &["origin/main:data", "--change", "a#1"]);
    assert_eq!((code, &json["changes"][0]["verified"]), (Some(0), &json!(1)), "{said}");
    // a record from after the commit that holds it cannot be true
    assert_eq!(
        (&json["ignored"][0]["file"], &json["ignored"][0]["kind"]),
        (&json!("origin/main:data/late.json"), &json!("after-its-holder"))
    );
    // the checkout says that nothing was recorded, and a newer commit of it that all is well
    write(&f, "data/r.json", intent("2026-11-19T10:00:00Z", false).to_string());
    write(&f, "data/why.md", "nothing\n");
    commit_all(&f, "Alter the data");
    assert_eq!(check(&f, &["origin/main:data", "data", "--change", "a#1"]).0, Some(0));
    // with what this run wrote
    let own = write(&f, "plumbline-data/r.json", intent("2026-11-21T09:00:00Z", false).to_string());
    let (code, json, _) = check(&f, &["plumbline-data", "origin/main:data", "--change-of", own.to_str().unwrap()]);
    assert_eq!((code, &json["changes"][0]["problems"][0]["failing"]), (Some(1), &json!("missing")));
    for path in ["origin/main:nowhere", "origin/other:data", "main:"] {
        let (code, _, said) = check(&f, &[path]);
        assert!(code == Some(2) || path == "main:", "{path}: {said}");
    }
}

#[test]
fn a_summary_stays_below_what_a_service_shows_and_says_what_it_cuts() {
    let f = folder("trust-summary");
    let finding = |n: usize| json!({"ruleId": format!("R{n}"), "severity": "high", "message": "x".repeat(400)});
    let mut report = intent("2026-11-21T09:00:00Z", true);
    report["findings"] = json!((0..4_000).map(finding).collect::<Vec<_>>());
    write(&f, "r.json", report.to_string());
    write(&f, "why.md", INTENT);
    let output = run(&f, &["check", ".", "--now", NOW, "--markdown", "-", "--annotations", "github"]);
    let summary = stdout(&output);
    assert!(summary.len() < 1_000_000, "{}", summary.len());
    let rows = summary.lines().filter(|line| line.starts_with("| error")).count();
    assert!(
        summary.contains(&format!("**{} more items are not shown here", 4_000 - rows))
            || summary.contains("more items are not shown"),
        "{rows}"
    );
    assert!(summary.ends_with("protect who may write them.\n"));
    let said = stderr(&output);
    assert_eq!(said.lines().filter(|line| line.starts_with("::error")).count(), 10, "{said}");
    assert!(said.contains("more items are not annotated"), "{said}");
}

/// gate.sh on GitHub, for the pull request 4 into main.
fn gate(f: &Path, variables: &[(&str, &str)]) -> Output {
    let mut command = Command::new("sh");
    command.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/ci/gate.sh")).current_dir(f);
    for (name, value) in plumbline(f).get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
        .env("PLUMBLINE", env!("CARGO_BIN_EXE_plumbline"))
        .envs([
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_REPOSITORY", "a/b"),
            ("GITHUB_REF", "refs/pull/4/merge"),
            ("GITHUB_BASE_REF", "main"),
        ])
        .env("PLUMBLINE_GATE", "validation")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn the_gate_takes_the_policy_of_the_base_and_reads_no_data_of_the_checkout() {
    let f = repository("trust-gate");
    write(&f, "policy.json", lax());
    commit_all(&f, "Bring a policy");
    let output = gate(&f, &[("PLUMBLINE_POLICY", "policy.json")]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stdout(&output).contains("Policy: origin/main:policy.json (commit "), "{}", stdout(&output));
    std::fs::remove_dir_all(f.join("plumbline-data")).unwrap();
    // the queue of merges has a base too
    let queue =
        [("GITHUB_BASE_REF", ""), ("GITHUB_REF", "refs/heads/gh-readonly-queue/main/pr-4-0a1b"), ("PLUMBLINE_CHANGE", "a/b#4")];
    let of_queue = [&queue[..], &[("PLUMBLINE_POLICY", "./policy.json"), ("GITHUB_EVENT_NAME", "merge_group")]].concat();
    let output = gate(&f, &of_queue);
    assert!(stdout(&output).contains("Policy: origin/main:policy.json (commit "), "{} {}", stdout(&output), stderr(&output));
    std::fs::remove_dir_all(f.join("plumbline-data")).unwrap();
    // a branch that is only called like the queue, and an event whose commit is that of the default branch
    let base = git(&f, &["rev-parse", "origin/main"]);
    let of_event = [&queue[..], &[("PLUMBLINE_POLICY", "policy.json"), ("GITHUB_EVENT_NAME", "push"), ("GITHUB_SHA", &base)]];
    let output = gate(&f, &of_event.concat());
    assert!(stdout(&output).contains(&format!("Policy: {base}:policy.json (commit ")), "{} {}", stdout(&output), stderr(&output));
    std::fs::remove_dir_all(f.join("plumbline-data")).unwrap();
    let output = gate(&f, &[("PLUMBLINE_POLICY", "policy.json"), ("PLUMBLINE_POLICY_DIGEST", &"0".repeat(64))]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    std::fs::remove_dir_all(f.join("plumbline-data")).unwrap();
    // data of the checkout is refused before anything is written
    proof(&f, "plumbline-data");
    commit_all(&f, "Bring data");
    for data in ["plumbline-data", "Plumbline-Data"] {
        let output = gate(&f, &[("PLUMBLINE_DATA", data)]);
        assert!(output.status.code() == Some(2) && stderr(&output).contains("is part of the checkout"), "{}", stderr(&output));
    }
    symlink("elsewhere", f.join("linked")).unwrap();
    assert_eq!(gate(&f, &[("PLUMBLINE_DATA", "linked")]).status.code(), Some(2));
}

#[test]
fn a_scan_that_failed_leaves_a_record_that_says_so() {
    let f = repository("trust-failed");
    write(&f, "out/lint.sarif", r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#);
    let artifacts = "out/plan.json :: terraform show -json plan\n  --with out/x.json\nlint-diagnostics=out/lint.sarif\n";
    let variables = [("PLUMBLINE_ARTIFACTS", artifacts), ("PLUMBLINE_STATUS", "failure")];
    let output = gate(&f, &variables);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let path = f.join("plumbline-data/reports/a-b-4/validation.json");
    let report: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!((&report["outcome"], report["evidence"].as_array().unwrap().len()), (&json!("failed"), 1));
    assert_eq!(gate(&f, &[("PLUMBLINE_STATUS", "fine")]).status.code(), Some(2));
}
