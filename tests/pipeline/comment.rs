//! The comment of a pull request: what the command writes, and what the script makes of it on a server that answers as a service does.

use crate::ci::script;
use crate::{folder, run, stderr, stdout, write};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A request as it came: method, path with its query, the line that lets in, and the body.
#[derive(Clone, Debug, PartialEq)]
struct Request {
    method: String,
    path: String,
    token: String,
    body: Value,
}

/// A server on this machine that answers with what a function gives: a status and a document.
fn serve(answer: impl Fn(&Request) -> (u16, Value) + Send + 'static) -> (String, Arc<Mutex<Vec<Request>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let mut words = line.split(' ').map(str::to_owned);
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            let (mut length, mut token) = (0, String::new());
            loop {
                let mut header = String::new();
                reader.read_line(&mut header).unwrap();
                let lower = header.to_ascii_lowercase();
                if let Some(n) = lower.strip_prefix("content-length:") {
                    length = n.trim().parse().unwrap();
                } else if lower.starts_with("authorization:") || lower.starts_with("private-token:") {
                    token = header.trim().to_owned();
                } else if header.trim().is_empty() {
                    break;
                }
            }
            let mut bytes = vec![0; length];
            reader.read_exact(&mut bytes).unwrap();
            let request = Request { method, path, token, body: serde_json::from_slice(&bytes).unwrap_or_default() };
            let (status, document) = answer(&request);
            log.lock().unwrap().push(request);
            let text = document.to_string();
            let head = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
            stream.write_all(format!("{head}{text}").as_bytes()).unwrap();
        }
    });
    (address, seen)
}

const LINT: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#;

/// Runs the gate of a fresh repository with a comment, and gives what it said.
fn gate(name: &str, lint: bool, variables: &[(&str, &str)]) -> (PathBuf, String) {
    let f = folder(name);
    write(&f, "infra/main.tf", "resource {}\n");
    if lint {
        write(&f, "out/lint.sarif", LINT);
    }
    let artifacts = if lint { "out/*.sarif\n" } else { "" };
    let own = [
        ("PLUMBLINE_GATE", "validation"),
        ("PLUMBLINE_ARTIFACTS", artifacts),
        ("PLUMBLINE_COMMENT", "true"),
        ("PLUMBLINE_COLLECT", "--author\nlea\n"),
        ("NO_PROXY", "127.0.0.1"),
        ("no_proxy", "127.0.0.1"),
    ];
    let output = script("gate.sh", &f, &[&own[..], variables].concat());
    // the preview and the policy diagnostics are missing, whatever becomes of the comment
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    (f, stderr(&output))
}

fn shown(text: &str) -> &str {
    text.trim_end().rsplit_once('\n').unwrap().0.trim_end()
}

#[test]
fn on_github_one_comment_is_written_updated_and_left_alone() {
    let kept = Arc::new(Mutex::new(Vec::<Value>::new()));
    let comments = Arc::clone(&kept);
    let (api, seen) = serve(move |request| {
        let mut kept = comments.lock().unwrap();
        match request.method.as_str() {
            "GET" => (200, Value::Array(kept.clone())),
            "POST" => {
                kept.push(json!({"id": 7, "user": {"login": "github-actions[bot]"}, "body": request.body["body"]}));
                (201, json!({}))
            }
            _ => {
                kept.iter_mut().find(|c| c["id"] == 7).unwrap()["body"] = request.body["body"].clone();
                (200, json!({}))
            }
        }
    });
    let variables = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_REPOSITORY", "contoso/platform"),
        ("GITHUB_REF", "refs/pull/4/merge"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_RUN_ID", "99"),
        ("GITHUB_API_URL", api.as_str()),
        ("PLUMBLINE_TOKEN", "t-secret"),
    ];
    let methods = || {
        let mut seen = seen.lock().unwrap();
        let methods: Vec<String> = seen.iter().map(|r| format!("{} {}", r.method, r.path)).collect();
        assert!(seen.iter().all(|r| r.token == "Authorization: Bearer t-secret"));
        seen.clear();
        methods
    };
    let list = "GET /repos/contoso/platform/issues/4/comments?per_page=100&page=1";
    // somebody else copied a marker
    kept.lock()
        .unwrap()
        .push(json!({"id": 6, "user": {"login": "eve"}, "body": "**Plumbline: passed.**\n<!-- plumbline-comment/1 -->"}));
    gate("comment-github-1", false, &variables);
    assert_eq!(methods(), [list, "POST /repos/contoso/platform/issues/4/comments"]);
    let first = kept.lock().unwrap()[1]["body"].as_str().unwrap().to_owned();
    assert!(
        first.starts_with("**Plumbline: failed.** 8 items fail. 0 of 8 requirements verified; no finding is open.\n"),
        "{first}"
    );
    assert!(first.contains("(<https://github.com/contoso/platform/actions/runs/99>)"), "{first}");
    // nothing changed
    let (_, said) = gate("comment-github-2", false, &variables);
    assert!(said.contains("note: nothing has changed since the last comment"), "{said}");
    assert_eq!(methods(), [list]);
    // the linter's output is there now
    gate("comment-github-3", true, &variables);
    assert_eq!(methods(), [list, "PATCH /repos/contoso/platform/issues/comments/7"]);
    let bodies = kept.lock().unwrap().clone();
    assert_eq!(bodies.len(), 2);
    assert!(bodies[1]["body"].as_str().unwrap().contains("- verified now: Lint diagnostics (validation)"), "{bodies:?}");
}

#[test]
fn a_token_that_may_not_write_leaves_the_summary() {
    let (api, _) = serve(|request| if request.method == "GET" { (200, json!([])) } else { (403, json!({})) });
    let github = [("GITHUB_ACTIONS", "true"), ("GITHUB_REPOSITORY", "contoso/platform"), ("GITHUB_REF", "refs/pull/4/merge")];
    let with = |name: &str, more: &[(&str, &str)]| {
        let variables = [&github[..], &[("GITHUB_STEP_SUMMARY", "shown.md"), ("GITHUB_API_URL", api.as_str())], more].concat();
        let (f, said) = gate(name, false, &variables);
        assert!(f.join("shown.md").is_file());
        said
    };
    assert!(with("comment-fork", &[("PLUMBLINE_TOKEN", "t")]).contains("no comment: the service does not take it"));
    assert!(with("comment-no-token", &[]).contains("no comment: PLUMBLINE_TOKEN is not set"));
    let nobody = [("PLUMBLINE_TOKEN", "t"), ("GITHUB_API_URL", "http://127.0.0.1:1")];
    assert!(with("comment-down", &nobody).contains("no comment: the comments cannot be read"));
}

#[test]
fn on_gitlab_and_azure_the_own_comment_is_replaced() {
    let own = "**Plumbline: passed.**\n<!-- plumbline-comment/1 -->";
    let (api, seen) = serve(move |request| match request.path.as_str() {
        "/user" => (200, json!({"username": "project_1_bot"})),
        "/a/_apis/connectionData" => (200, json!({"authenticatedUser": {"id": "me"}})),
        path if request.method == "GET" && path.contains("/notes") => (
            200,
            json!([{"id": 3, "author": {"username": "eve"}, "body": own}, {"id": 5, "author": {"username": "project_1_bot"}, "body": own}]),
        ),
        _ if request.method == "GET" => {
            let comment = |id: u32, author: &str| json!({"id": id, "author": {"id": author}, "content": own});
            (200, json!({"value": [{"id": 11, "comments": [comment(1, "me"), comment(2, "eve")]}]}))
        }
        _ => (200, json!({})),
    });
    let last = || seen.lock().unwrap().last().unwrap().clone();
    let gitlab = [
        ("GITLAB_CI", "true"),
        ("CI_PROJECT_PATH", "contoso/platform"),
        ("CI_PROJECT_ID", "12"),
        ("CI_MERGE_REQUEST_IID", "4"),
        ("CI_API_V4_URL", api.as_str()),
        ("PLUMBLINE_TOKEN", "t"),
    ];
    let (f, said) = gate("comment-gitlab", false, &gitlab);
    let written = std::fs::read_to_string(f.join("plumbline-summary-comment/comment.md")).unwrap();
    assert!(written.contains("so nothing is compared with it"), "{written}");
    let put = last();
    assert_eq!((put.method.as_str(), put.path.as_str()), ("PUT", "/projects/12/merge_requests/4/notes/5"), "{said}");
    assert_eq!((put.token.as_str(), &put.body), ("PRIVATE-TOKEN: t", &json!({"body": written})));

    let collection = format!("{api}/a/");
    let azure = [
        ("TF_BUILD", "True"),
        ("BUILD_REPOSITORY_NAME", "contoso/platform"),
        ("BUILD_REPOSITORY_ID", "r1"),
        ("SYSTEM_PULLREQUEST_PULLREQUESTID", "4"),
        ("SYSTEM_COLLECTIONURI", collection.as_str()),
        ("SYSTEM_TEAMPROJECTID", "p1"),
        ("PLUMBLINE_TOKEN", "t"),
    ];
    let (f, said) = gate("comment-azure", false, &azure);
    let written = std::fs::read_to_string(f.join("plumbline-summary-comment/comment.md")).unwrap();
    let patch = last();
    let path = "/a/p1/_apis/git/repositories/r1/pullRequests/4/threads/11/comments/1?api-version=7.0";
    assert_eq!((patch.method.as_str(), patch.path.as_str()), ("PATCH", path), "{said}");
    assert_eq!((patch.token.as_str(), &patch.body), ("Authorization: Bearer t", &json!({"content": written})));
}

/// A repository whose check fails, with a SARIF file of so many findings.
fn checked(f: &Path, n: usize, arguments: &[&str]) -> std::process::Output {
    let results: Vec<Value> = (0..n)
        .map(|n| {
            json!({"ruleId": format!("R{n}"), "message": {"text": "open to all"},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": format!("infra/m{n}.tf")}, "region": {"startLine": n + 1}}}]})
        })
        .collect();
    let scores = ["8.0", "5.0", "5.0", "5.0"];
    let rules: Vec<Value> =
        (0..n).map(|n| json!({"id": format!("R{n}"), "properties": {"security-severity": scores[n % 4]}})).collect();
    let driver = json!({"name": "checkov", "rules": rules});
    let sarif = json!({"version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]});
    write(f, "d/e/checkov.sarif", sarif.to_string());
    let report = json!({"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-01T10:00:00Z", "outcome": "failed",
        "change": {"id": "a/b#1", "touches": [], "environment": "dev"},
        "evidence": [{"id": "checkov", "type": "policy-diagnostics", "artifact": {"path": "e/checkov.sarif"}}]});
    write(f, "d/r.json", report.to_string());
    run(f, &[&["check", "d", "--change", "a/b#1", "--now", "2026-11-02"], arguments].concat())
}

#[test]
fn eight_thousand_findings_fit_everywhere() {
    let f = folder("comment-huge");
    let output = checked(&f, 8_000, &["--explain", "--comment", "c.md", "--markdown", "s.md", "--annotations", "azure"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let (comment, summary) = (std::fs::read(f.join("c.md")).unwrap(), std::fs::read(f.join("s.md")).unwrap());
    assert!(comment.len() <= 4_096 && summary.len() <= 1_000_000, "{} {}", comment.len(), summary.len());
    let comment = String::from_utf8(comment).unwrap();
    assert!(comment.contains("more items are in the summary and the log of the run."), "{comment}");
    let out = stdout(&output);
    assert_eq!(out.matches("##vso[task.logissue type=error").count(), 10);
    // the list holds every finding, also those that do not block
    let n_listed = (0..8_000).filter(|n| out.contains(&format!("finding R{n} is open"))).count();
    assert_eq!(n_listed, 8_000);
    let output = checked(&f, 8_000, &["--json"]);
    let document: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(document["changes"][0]["findings"].as_array().unwrap().len(), 8_000);
    let counts = &document["changes"][0]["openFindings"];
    assert_eq!((&counts["high"], &counts["medium"]), (&json!(2_000), &json!(6_000)));
}

#[test]
fn the_last_comment_comes_from_a_file_or_from_stdin_and_nothing_new_leaves_the_file_empty() {
    let f = folder("comment-previous");
    let first = checked(&f, 3, &["--comment", "c.md", "--link", "https://ci.example/7"]);
    assert_eq!(first.status.code(), Some(1), "{}", stderr(&first));
    let text = std::fs::read_to_string(f.join("c.md")).unwrap();
    assert!(shown(&text).ends_with("[The whole result](<https://ci.example/7>)"), "{text}");
    let again = checked(&f, 3, &["--comment", "n.md", "--previous", "c.md"]);
    assert_eq!((again.status.code(), std::fs::read(f.join("n.md")).unwrap().len()), (Some(1), 0));
    assert!(stderr(&again).contains("note: nothing has changed since the last comment, so n.md is empty"), "{}", stderr(&again));
    let printed = checked(&f, 2, &["--comment", "-", "--previous", "c.md"]);
    assert!(stdout(&printed).contains("- mended findings: 1 medium"), "{}", stdout(&printed));
    let wrong = |arguments: &[&str]| stderr(&checked(&f, 1, arguments));
    assert!(wrong(&["--comment", "-", "--json"]).contains("only one of --comment -"));
    assert!(wrong(&["--previous", "c.md"]).contains("belong to --comment"));
    assert!(wrong(&["--comment", "x.md", "--link", "javascript:x"]).contains("it is an https address"));
    assert!(wrong(&["--comment", "x.md", "--change", "a/b#2"]).contains("--comment is about one change"));
}
