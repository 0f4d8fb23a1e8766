//! Which change `plumbline collect` reports on: what the event says, and what git confirms of a commit's message.

use crate::collect::{BODY, git, repository};
use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Output;

/// A run on GitHub for this event; the commit is the checkout's.
fn on_event(folder: &Path, name: &str, event: &Value, reference: &str, more: &[&str]) -> Output {
    let event = write(folder, ".event.json", event.to_string());
    plumbline(folder)
        .args(["collect", "--gate", "execution", "--now", NOW, "--force"])
        .args(more)
        .envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "contoso/platform"), ("GITHUB_REF", reference)])
        .envs([("GITHUB_EVENT_NAME", name), ("GITHUB_SHA", &git(folder, &["rev-parse", "HEAD"]))])
        .env("GITHUB_EVENT_PATH", event)
        .output()
        .unwrap()
}

fn on_push(folder: &Path) -> Output {
    let event = json!({"pusher": {"name": "hubot"}, "head_commit": {"message": "Add a vault (#412)\n\nmore",
        "url": "https://example.org/c", "author": {"username": "mallory"}}});
    on_event(folder, "push", &event, "refs/heads/main", &[])
}

/// The report whose path was printed.
fn report(folder: &Path, output: &Output) -> Value {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    serde_json::from_str(&std::fs::read_to_string(folder.join(stdout(output).trim())).unwrap()).unwrap()
}

/// A repository with pull request 412, whose head the service names, and main as it was before.
fn with_pull_request(name: &str) -> std::path::PathBuf {
    let f = repository(name);
    git(&f, &["checkout", "-q", "-b", "topic"]);
    write(&f, "infra/vault.tf", "resource vault {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Add a vault"]);
    git(&f, &["update-ref", "refs/pull/412/head", "HEAD"]);
    git(&f, &["checkout", "-q", "-b", "main", "HEAD~1"]);
    write(&f, "infra/other.tf", "resource other {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Something else"]);
    f
}

#[track_caller]
fn is_direct_push(f: &Path) {
    let output = on_push(f);
    let report = report(f, &output);
    let head = git(f, &["rev-parse", "HEAD"]);
    assert_eq!(report["change"]["id"], format!("contoso/platform@{head}"));
    let told = stderr(&output);
    let said = format!("the commit {head} names pull request 412, but git does not confirm that it merged it");
    assert!(told.contains(&said) && told.contains("git fetch origin refs/pull/412/head:refs/pull/412/head"), "{told}");
}

#[track_caller]
fn is_merge(f: &Path) {
    let output = on_push(f);
    let report = report(f, &output);
    assert_eq!(report["change"]["id"], "contoso/platform#412", "{}", stderr(&output));
    assert_eq!((&report["change"]["mergedAt"], &report["change"]["author"]), (&"2020-11-20T09:00:00Z".into(), &Value::Null));
    assert_eq!(report["source"]["commit"], git(f, &["rev-parse", "HEAD"]));
}

#[test]
fn a_direct_push_whose_title_names_a_pull_request_joins_none() {
    let f = repository("change-direct");
    write(&f, "infra/more.tf", "resource {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    is_direct_push(&f);
    let direct = report(&f, &on_push(&f));
    assert_eq!(
        (&direct["change"]["title"], &direct["change"]["url"], &direct["change"]["author"], &direct["change"]["mergedAt"]),
        (&"Add a vault (#412)".into(), &"https://example.org/c".into(), &"mallory".into(), &"2020-11-20T09:00:00Z".into())
    );
}

#[test]
fn a_squash_and_a_merge_of_the_services_own_head_are_confirmed() {
    let f = with_pull_request("change-squash");
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    is_merge(&f);
    let f = with_pull_request("change-merge");
    git(&f, &["merge", "-q", "--no-ff", "-m", "Merge pull request #412 from contoso/topic", "topic"]);
    is_merge(&f);
}

#[test]
fn a_commit_that_adds_something_to_the_merge_or_merges_nothing_is_not_confirmed() {
    // content that the pull request does not have
    let f = with_pull_request("change-evil-squash");
    git(&f, &["merge", "-q", "--squash", "topic"]);
    write(&f, "infra/evil.tf", "resource evil {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    is_direct_push(&f);
    let f = with_pull_request("change-evil-merge");
    git(&f, &["merge", "-q", "--no-ff", "--no-commit", "topic"]);
    write(&f, "infra/evil.tf", "resource evil {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Merge pull request #412 from contoso/topic"]);
    is_direct_push(&f);
    // the pull request is merged already: merging it again gives the same files
    let f = with_pull_request("change-empty");
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    git(&f, &["commit", "-q", "--allow-empty", "-m", "Fix (#412)"]);
    is_direct_push(&f);
}

#[test]
fn a_merge_that_is_pushed_with_something_else_is_not_confirmed() {
    let f = with_pull_request("change-two-in-one-push");
    let before = git(&f, &["rev-parse", "HEAD"]);
    let pushed = |before: &str| {
        let event = json!({"ref": "refs/heads/main", "before": before, "pusher": {"name": "hubot"}});
        let output = on_event(&f, "push", &event, "refs/heads/main", &[]);
        report(&f, &output)["change"]["id"].as_str().unwrap().to_owned()
    };
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    assert_eq!(pushed(&before), "contoso/platform#412");
    // the same squash on top of a commit that nobody reviewed
    git(&f, &["reset", "-q", "--hard", &before]);
    write(&f, "infra/evil.tf", "resource evil {}\n");
    git(&f, &["add", "infra"]);
    git(&f, &["commit", "-q", "-m", "Tidy"]);
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    let head = git(&f, &["rev-parse", "HEAD"]);
    assert_eq!(pushed(&before), format!("contoso/platform@{head}"));
    // a branch that did not lead here says nothing
    assert_eq!(pushed(&git(&f, &["rev-parse", "topic"])), format!("contoso/platform@{head}"));
}

#[test]
fn a_branch_or_tag_that_is_called_like_the_services_ref_confirms_nothing() {
    let f = with_pull_request("change-names");
    let topic = git(&f, &["rev-parse", "topic"]);
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    git(&f, &["update-ref", "-d", "refs/pull/412/head"]);
    for name in ["refs/remotes/origin/pull/412/head", "refs/heads/pull/412/head", "refs/tags/refs/pull/412/head"] {
        git(&f, &["update-ref", name, &topic]);
        is_direct_push(&f);
    }
}

#[test]
fn other_services_confirm_by_refs_of_their_own() {
    let f = with_pull_request("change-services");
    let topic = git(&f, &["rev-parse", "topic"]);
    git(&f, &["checkout", "-q", "--detach"]);
    git(&f, &["merge", "-q", "--no-ff", "-m", "made up by the service", "topic"]);
    let made_up = git(&f, &["rev-parse", "HEAD"]);
    git(&f, &["checkout", "-q", "main"]);
    git(&f, &["update-ref", "-d", "refs/pull/412/head"]);
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Merged PR 412: Add a vault\n\nSee merge request contoso/platform!412"]);
    let head = git(&f, &["rev-parse", "HEAD"]);
    let id_on = |variables: &[(&str, &str)]| {
        let mut command = plumbline(&f);
        command.args(["collect", "--gate", "execution", "--now", NOW, "--force"]).envs(variables.iter().copied());
        report(&f, &command.output().unwrap())["change"]["id"].as_str().unwrap().to_owned()
    };
    let azure =
        [("TF_BUILD", "True"), ("BUILD_REPOSITORY_NAME", "a"), ("BUILD_REASON", "IndividualCI"), ("BUILD_SOURCEVERSION", &head)];
    let gitlab = [("GITLAB_CI", "true"), ("CI_PROJECT_PATH", "a"), ("CI_PIPELINE_SOURCE", "push"), ("CI_COMMIT_SHA", &head)];
    assert_eq!((id_on(&azure), id_on(&gitlab)), (format!("a@{head}"), format!("a@{head}")));
    git(&f, &["update-ref", "refs/pull/412/merge", &made_up]);
    git(&f, &["update-ref", "refs/merge-requests/412/head", &topic]);
    assert_eq!((id_on(&azure), id_on(&gitlab)), ("a#412".to_owned(), "a#412".to_owned()));
}

#[test]
fn each_event_names_its_own_change_and_never_that_of_the_last_commit() {
    let f = with_pull_request("change-events");
    git(&f, &["merge", "-q", "--squash", "topic"]);
    git(&f, &["commit", "-q", "-m", "Add a vault (#412)"]);
    let queue = format!("refs/heads/gh-readonly-queue/main/pr-77-{}", "0".repeat(40));
    let sha = "d".repeat(40);
    for (name, event, id) in [
        ("pull_request_target", json!({"pull_request": {"number": 77, "head": {"sha": sha}}}), "contoso/platform#77".to_owned()),
        ("merge_group", json!({"merge_group": {"head_ref": queue}}), "contoso/platform#77".to_owned()),
        ("issue_comment", json!({"issue": {"number": 77, "pull_request": {}}}), "contoso/platform#77".to_owned()),
        (
            "workflow_run",
            json!({"workflow_run": {"event": "pull_request", "head_sha": sha, "pull_requests": [{"number": 77}]}}),
            "contoso/platform#77".to_owned(),
        ),
        ("deployment_status", json!({"deployment": {"sha": sha, "environment": "prod"}}), format!("contoso/platform@{sha}")),
    ] {
        let report = report(&f, &on_event(&f, name, &event, "refs/heads/main", &[]));
        assert_eq!((&report["change"]["id"], &report["change"]["mergedAt"]), (&id.into(), &Value::Null), "{name}");
        if name == "issue_comment" {
            assert_eq!(report["change"]["commit"], Value::Null, "the run is on another branch");
        }
        if name == "deployment_status" {
            assert_eq!(report["change"]["environment"], "prod");
        }
    }
    for name in ["schedule", "workflow_dispatch", "repository_dispatch", "issues", "made_up"] {
        let output = on_event(&f, name, &json!({"inputs": {"pull_request": {"number": 5}}}), "refs/heads/main", &[]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(stderr(&output).contains("pass --change"), "{name}: {}", stderr(&output));
    }
    // a release of a commit that merged a pull request is about that pull request
    let release = report(&f, &on_event(&f, "release", &json!({}), "refs/tags/v1", &[]));
    assert_eq!(release["change"]["id"], "contoso/platform#412");
}

#[test]
fn the_commit_that_the_evidence_was_made_on_stands_beside_the_head() {
    let f = with_pull_request("change-both");
    let topic = git(&f, &["rev-parse", "topic"]);
    git(&f, &["merge", "-q", "--no-ff", "-m", "made up by the service", "topic"]);
    let event = json!({"pull_request": {"number": 412, "head": {"sha": topic}}});
    let on_service = report(&f, &on_event(&f, "pull_request", &event, "refs/pull/412/merge", &[]));
    let made_up = git(&f, &["rev-parse", "HEAD"]);
    assert_eq!((&on_service["change"]["commit"], &on_service["source"]["commit"]), (&topic.into(), &made_up.clone().into()));
    let by_hand = report(&f, &run(&f, &["collect", "--gate", "execution", "--change", "a#1", "--now", NOW]));
    assert_eq!(by_hand["source"], json!({"commit": made_up}));
}

#[test]
fn nothing_of_the_runs_pull_request_is_put_to_another_change() {
    let f = repository("change-other");
    let event = json!({"pull_request": {"number": 412, "title": "Theirs", "user": {"login": "mona"}, "head": {"sha": "abc"}, "body": BODY}});
    let output = on_event(&f, "pull_request", &event, "refs/pull/412/merge", &["--change", "contoso/platform#7"]);
    let other = report(&f, &output);
    assert_eq!(other["change"]["id"], "contoso/platform#7");
    for taken in ["title", "author", "commit", "team"] {
        assert_eq!(other["change"][taken], Value::Null, "{taken}");
    }
    assert!(stderr(&output).contains("--change names contoso/platform#7, but the run is of contoso/platform#412"));
    let same = on_event(&f, "pull_request", &event, "refs/pull/412/merge", &["--change", "platform#412"]);
    assert_eq!(report(&f, &same)["change"]["title"], "Theirs");
}

#[test]
fn a_shallow_clone_says_that_authorship_is_unknown() {
    let f = with_pull_request("change-deep");
    let shallow = folder("change-shallow");
    let from = format!("file://{}", f.display());
    git(&shallow, &["clone", "-q", "--depth", "1", "--branch", "topic", &from, "clone"]);
    let clone = shallow.join("clone");
    let arguments = ["collect", "--gate", "intent", "--change", "a#1", "--author", "u", "--now", NOW, "--base", "origin/main"];
    let told = stderr(&run(&clone, &arguments));
    assert!(told.contains("the clone is shallow") && told.contains("fetch-depth: 0"), "{told}");
    let told = stderr(&run(&clone, &[&arguments[..], &["--authorship", "human", "--force"]].concat()));
    assert!(!told.contains("the clone is shallow"), "{told}");
    git(&f, &["update-ref", "refs/remotes/origin/main", "main"]);
    assert!(!stderr(&run(&f, &arguments)).contains("the clone is shallow"));
}

#[test]
fn times_that_contradict_each_other_are_named() {
    let f = repository("change-times");
    let arguments = ["collect", "--gate", "execution", "--change", "a#1", "--now", NOW, "--force"];
    let with = |more: &[&str]| run(&f, &[&arguments, more].concat());
    let output = with(&["--merged-at", "2026-11-21", "--deployed-at", "2026-11-20"]);
    assert_eq!(output.status.code(), Some(0));
    let said = "the change was deployed at 2026-11-20T00:00:00Z, before it was merged at 2026-11-21T00:00:00Z";
    assert!(stderr(&output).contains(said), "{}", stderr(&output));
    assert_eq!(with(&["--deployed-at", "2026-11-23"]).status.code(), Some(2), "nothing was deployed after the clock");
}
