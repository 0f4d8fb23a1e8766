//! `plumbline check`.

use crate::{NOW, folder, plumbline, run, stderr, stdout, write};
use serde_json::{Value, json};
use std::path::Path;

/// A threat intent with everything that it must state.
const INTENT: &str =
    "# Objective\n\nMove the queue to its own subnet.\n\n# Assumptions\n\nThe subnet is private. Tampering is in scope.\n";

/// Two changes. `a#1` owes its intent and the three of validation, and offers a linter's file, checkov's (with a high finding)
/// and a plan. `a#2` owes its intent alone, and has it.
fn data(folder: &Path) {
    write(folder, "e/lint.sarif", r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "tflint"}}, "results": []}]}"#);
    write(folder, "e/why.md", INTENT);
    let result = json!({"ruleId": "CKV_AZURE_36", "level": "error", "message": {"text": "open to all"},
        "properties": {"security-severity": "8.0"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "infra/a.tf"}, "region": {"startLine": 7}}}]});
    let scan = json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov"}}, "results": [result]}]});
    write(folder, "e/scan.sarif", scan.to_string());
    let change = |n: u8| json!({"id": format!("a#{n}"), "team": "payments", "touches": [], "environment": "dev"});
    let reports = json!([
        {"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T09:00:00Z", "outcome": "passed",
         "change": change(2), "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "e/why.md"}}]},
        {"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "failed",
         "change": change(1), "evidence": [
            {"id": "lint", "type": "lint-diagnostics", "artifact": {"path": "e/lint.sarif"}},
            {"id": "scan", "type": "policy-diagnostics", "artifact": {"path": "e/scan.sarif"}},
            {"id": "plan", "type": "change-preview", "statement": "it looked fine"}]}
    ]);
    write(folder, "reports.json", reports.to_string());
}

#[test]
fn what_stands_in_the_way_ends_with_1_and_nothing_in_the_way_with_0() {
    let f = folder("check-list");
    data(&f);
    let output = run(&f, &["check", ".", "--now", NOW]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "a#1  payments  2 of 4 verified\n\
         \x20 error    intent       Threat intent: missing. Record purpose and threat assumptions \
         (objective, assumptions and threats).\n\
         \x20 error    validation   Change preview \"plan\": claimed. A sentence is not evidence: attach the plan or what-if \
         (a preview of resource changes or a file of the format bicep-snapshot).\n\
         \x20 error    validation   High finding CKV_AZURE_36 is open: open to all (infra/a.tf:7). Fix it, or suppress it with a justification.\n\
         Policy: built-in, SHA-256 POLICY\n\
         Identities, times and origins are stated by whoever wrote the records, not attested: protect who may write them\n\
         2 changes checked: 3 items fail in 1 change\n"
            .replace("POLICY", &plumbline_ingest::default_policy().1)
    );
    let output = run(&f, &["check", ".", "--now", NOW, "--change", "a#2"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stdout(&output).contains("\n1 change checked: nothing is missing"), "{}", stdout(&output));
}

#[test]
fn a_log_without_a_run_proves_no_scan_and_says_which_probe_decides() {
    let f = folder("check-no-run");
    data(&f);
    write(&f, "e/lint.sarif", r#"{"version": "2.1.0", "runs": []}"#);
    let output = run(&f, &["check", ".", "--now", NOW, "--change", "a#1", "--strict"]);
    let said = "tool-fits is silent: the file names no tool (e/lint.sarif)";
    assert!(stdout(&output).contains(said), "{}", stdout(&output));
    assert!(stdout(&output).starts_with("a#1  payments  1 of 4 verified"), "{}", stdout(&output));
}

#[test]
fn a_change_that_no_report_names_is_not_proved() {
    let f = folder("check-unknown");
    data(&f);
    let output = run(&f, &["check", ".", "--now", NOW, "--change", "a#7", "--explain"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("no gate report names the change \"a#7\""));
    assert!(stdout(&output).contains("threat-intent.md"), "the command that supplies it: {}", stdout(&output));
}

#[test]
fn annotations_follow_the_surroundings() {
    let f = folder("check-annotations");
    data(&f);
    let with = |name: &str, more: &[&str]| {
        let output =
            plumbline(&f).env(name, "true").args(["check", ".", "--now", NOW, "--change", "a#1"]).args(more).output().unwrap();
        (stdout(&output), stderr(&output))
    };
    let (out, _) = with("GITHUB_ACTIONS", &[]);
    assert_eq!(out.lines().filter(|l| l.starts_with("::error title=Plumbline")).count(), 3, "{out}");
    assert!(out.contains(",file=infra/a.tf,line=7::a#1, validation: High finding"), "{out}");
    let (out, _) = with("TF_BUILD", &[]);
    assert_eq!(out.lines().filter(|l| l.starts_with("##vso[task.logissue type=error")).count(), 3, "{out}");
    assert!(!with("GITHUB_ACTIONS", &["--annotations", "none"]).0.contains("::error"));
    // a document on stdout stays one
    let (out, err) = with("GITHUB_ACTIONS", &["--json"]);
    let json: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((json["passed"].clone(), json["failures"].clone()), (false.into(), 3.into()));
    assert_eq!(json["changes"][0]["problems"][2]["line"], 7);
    assert_eq!(err.lines().filter(|l| l.starts_with("::error")).count(), 3);
}

#[test]
fn a_summary_is_written_whole_and_replaces_nothing_by_itself() {
    let f = folder("check-markdown");
    data(&f);
    let arguments = ["check", "reports.json", "e", "--now", NOW, "--markdown", "summary.md", "--explain"];
    assert_eq!(run(&f, &arguments).status.code(), Some(1));
    let summary = std::fs::read_to_string(f.join("summary.md")).unwrap();
    assert!(summary.starts_with("# Plumbline check failed\n") && summary.contains("| error | intent |"), "{summary}");
    write(&f, "summary.md", "mine");
    let output = run(&f, &arguments);
    assert_eq!((output.status.code(), stderr(&output).contains("summary.md exists already")), (Some(2), true));
    let output = run(&f, &["check", ".", "--now", NOW, "--markdown", "-"]);
    assert!(stdout(&output).starts_with("# Plumbline check failed"));
}

#[test]
fn no_report_at_all_is_no_pass_and_nothing_read_is_an_error() {
    let f = folder("check-empty");
    write(&f, "a.sarif", r#"{"version": "2.1.0", "runs": []}"#);
    let output = run(&f, &["check", "."]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("no gate report was read"), "{}", stdout(&output));
    assert_eq!(run(&f, &["check", "not-there"]).status.code(), Some(2));
    assert_eq!(run(&f, &["check"]).status.code(), Some(2));
}

#[test]
fn a_report_that_cannot_be_read_fails_whatever_else_stands() {
    let f = folder("check-unreadable");
    data(&f);
    write(&f, "future.json", r#"{"format": "plumbline.gate-report/2", "gate": "intent"}"#);
    let output = run(&f, &["check", ".", "--now", NOW, "--change", "a#2"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stdout(&output);
    assert!(text.starts_with("error  ./future.json cannot be read, and may hold the report of any change: "), "{text}");
    assert!(text.ends_with("\n1 change checked: 1 item fails\n"), "{text}");
    // a report that is broken off is one too
    write(&f, "future.json", r#"{"format": "plumbline.gate-report/1", "gate": "#);
    assert_eq!(run(&f, &["check", ".", "--now", NOW, "--change", "a#2"]).status.code(), Some(1));
}

#[test]
fn a_record_that_is_lost_fails_whatever_else_stands_in_its_file() {
    let f = folder("check-lost");
    let report = |id: &str, gate: &str, at: &str| {
        json!({"format": "plumbline.gate-report/1", "gate": gate, "recordedAt": at, "outcome": "passed",
               "change": {"id": id, "touches": [], "environment": "dev"},
               "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "why.md"}}]})
        .to_string()
    };
    write(&f, "why.md", INTENT);
    let good = report("a#1", "intent", "2026-11-20T09:00:00Z");
    let check = |lines: &[&str], name: &str| {
        write(&f, name, lines.join("\n"));
        let output = run(&f, &["check", ".", "--now", NOW, "--json"]);
        std::fs::remove_file(f.join(name)).unwrap();
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        (output.status.code(), json)
    };
    assert_eq!(check(&[&good], "r.ndjson").0, Some(0));
    let broken = good.get(..60).unwrap();
    let (bad_gate, bad_time) = (report("a#2", "foo", "2026-11-20T09:00:00Z"), report("a#2", "intent", "tomorrow"));
    // the second line of the file is lost: it is line 2, and record 1 from 0
    for (line, place) in [
        (broken, ":2:61 [1]"),
        (bad_gate.as_str(), ":2 [1].gate"),
        (bad_time.as_str(), ":2 [1].recordedAt"),
        ("5", ":2 [1]"),
        (r#"{"format": "foo"}"#, ":2 [1]"),
    ] {
        let (code, json) = check(&[&good, line, ""], "r.ndjson");
        assert_eq!((code, &json["passed"], &json["failures"]), (Some(1), &json!(false), &json!(1)), "{line}: {json}");
        let unreadable = &json["unreadable"][0];
        assert_eq!((&unreadable["file"], &unreadable["place"]), (&json!("./r.ndjson"), &json!(place)), "{line}");
    }
    // the same in a list
    let (code, json) = check(&[&format!("[{good},"), &format!("{bad_gate}]")], "r.json");
    assert_eq!((code, &json["unreadable"][0]["place"]), (Some(1), &json!("[1].gate")));
}

#[cfg(unix)]
#[test]
fn what_cannot_be_opened_may_be_a_report_and_fails() {
    use std::os::unix::fs::symlink;
    let f = folder("check-closed");
    data(&f);
    let check = || run(&f, &["check", ".", "--now", NOW, "--change", "a#2"]);
    // a link to nothing hides nothing
    symlink("nowhere", f.join("dangling.json")).unwrap();
    assert_eq!(check().status.code(), Some(0));
    // a link to itself cannot be opened, by whomever
    symlink("circle.json", f.join("circle.json")).unwrap();
    let output = check();
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).starts_with("error  ./circle.json cannot be read, and may hold"), "{}", stdout(&output));
    // the numbers go on without it, and say so
    let output = run(&f, &["score", ".", "--now", NOW]);
    assert_eq!(output.status.code(), Some(0));
    assert!(stderr(&output).contains("error: ./circle.json: "), "{}", stderr(&output));
}

#[test]
#[cfg(unix)]
fn a_folder_that_may_not_be_opened_may_hold_a_report_and_fails() {
    use std::os::unix::{fs::PermissionsExt, process::CommandExt};
    use std::process::Command;
    // root may open every folder, so root gives the program to the user `nobody`, in a place that everybody reaches
    let f = std::env::temp_dir().join(format!("plumbline-check-closed-{}", std::process::id()));
    let (data_set, program) = (f.join("data"), f.join("plumbline"));
    let closed = data_set.join("closed");
    std::fs::create_dir_all(&closed).unwrap();
    data(&data_set);
    std::fs::copy(env!("CARGO_BIN_EXE_plumbline"), &program).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    let is_root = std::fs::read_dir(&closed).is_ok();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(&program);
        command.args(arguments).current_dir(&data_set).env_clear();
        if is_root {
            command.gid(65534).uid(65534);
        }
        command.output().unwrap()
    };
    let check = run(&["check", ".", "--now", NOW, "--change", "a#2"]);
    let inspect = run(&["inspect", "closed"]);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::remove_dir_all(&f).unwrap();
    assert!(stdout(&check).starts_with("error  ./closed cannot be read, and may hold"), "{}", stdout(&check));
    assert_eq!((check.status.code(), inspect.status.code()), (Some(1), Some(2)));
}

#[test]
fn a_report_of_tomorrow_was_read_and_is_ignored() {
    let f = folder("check-later");
    let report = json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-26T09:00:00Z",
        "outcome": "passed", "change": {"id": "a#1", "touches": [], "environment": "dev"}});
    for text in [report.to_string(), json!([report]).to_string()] {
        write(&f, "r.json", text);
        let output = run(&f, &["check", ".", "--now", "2026-11-25"]);
        assert_eq!(output.status.code(), Some(1));
        let told = "every gate report that was read is dated after 2026-11-25T00:00:00Z and was ignored, so nothing is proved: ";
        assert!(stdout(&output).contains(told), "{}", stdout(&output));
    }
}

#[test]
fn a_part_of_a_report_that_may_hide_a_failure_fails_when_it_cannot_be_read() {
    let f = folder("check-part");
    data(&f);
    let report = |more: Value| {
        let mut report = json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T09:30:00Z",
            "outcome": "passed", "change": {"id": "a#2", "touches": [], "environment": "dev"},
            "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "e/why.md"}}]});
        for (key, value) in more.as_object().unwrap() {
            match key.strip_prefix("change.") {
                Some(key) => report["change"][key] = value.clone(),
                None => report[key] = value.clone(),
            }
        }
        report
    };
    let check = |report: Value| {
        write(&f, "later.json", report.to_string());
        let output = run(&f, &["check", ".", "--now", NOW, "--change", "a#2", "--json"]);
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        (output.status.code(), json["unreadable"].clone())
    };
    assert_eq!(check(report(json!({}))), (Some(0), json!([])));
    let why = json!({"id": "why", "type": "threat-intent", "artifact": {"path": "e/why.md"}});
    for (more, place) in [
        (json!({"findings": {"severity": "critical"}}), "findings"),
        (json!({"findings": ["a critical one"]}), "findings[0]"),
        (json!({"findings": [{"severity": "catastrophic"}]}), "findings[0].severity"),
        (json!({"evidence": [why, {"id": "again", "type": "threat-intents"}]}), "evidence[1].type"),
        (json!({"change.deployedAt": "yesterday"}), "change.deployedAt"),
    ] {
        let (code, unreadable) = check(report(more.clone()));
        assert_eq!((code, &unreadable[0]["place"]), (Some(1), &json!(place)), "{more}: {unreadable}");
        assert_eq!((unreadable.as_array().unwrap().len(), &unreadable[0]["file"]), (1, &json!("./later.json")));
        // the same as the second of a list
        let (code, unreadable) = check(json!([report(json!({})), report(more.clone())]));
        assert_eq!((code, &unreadable[0]["place"]), (Some(1), &json!(format!("[1].{place}"))), "{more}: {unreadable}");
    }
    // what somebody stated wrongly hides nothing that is owed
    assert_eq!(check(report(json!({"perceived": [{"confidence": 7}]}))), (Some(0), json!([])));
    // 1 000 diagnostics are kept of a file: an error behind them is not forgotten
    let many: Vec<Value> = (0..1_000).map(|_| json!({"confidence": 7})).collect();
    let (code, unreadable) = check(report(json!({"perceived": many, "findings": 5})));
    assert_eq!((code, &unreadable[0]["why"]), (Some(1), &json!("1 more diagnostics were omitted, including errors")));
}

/// A zip of these files, as they are; the bytes of `damaged` are other ones than its checksum says.
fn zip(entries: &[(&str, String)], damaged: Option<&str>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in entries {
        let (mut entry, config) = archive.new_file(name).compression_method(rawzip::CompressionMethod::STORE).start().unwrap();
        let mut writer = config.wrap(&mut entry);
        std::io::Write::write_all(&mut writer, content.as_bytes()).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    if let Some((_, content)) = entries.iter().find(|(name, _)| Some(*name) == damaged) {
        let at = bytes.windows(content.len()).position(|w| w == content.as_bytes()).unwrap();
        bytes[at] = b'#';
    }
    bytes
}

#[test]
fn an_entry_of_a_zip_that_cannot_be_unpacked_may_be_a_report_and_fails() {
    let f = folder("check-zip");
    let report = |gate: &str, outcome: &str| {
        json!({"format": "plumbline.gate-report/1", "gate": gate, "recordedAt": "2026-11-20T09:00:00Z", "outcome": outcome,
               "change": {"id": "a#1", "touches": [], "environment": "dev"},
               "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "why.md"}}]})
        .to_string()
    };
    let entries =
        [("why.md", INTENT.to_owned()), ("r.json", report("intent", "passed")), ("s.json", report("validation", "failed"))];
    let check = |name: &str, bytes: &[u8]| {
        write(&f, name, bytes);
        let output = run(&f, &["check", name, "--now", NOW, "--json"]);
        let json: Value = serde_json::from_str(&stdout(&output)).unwrap();
        (output.status.code(), json["unreadable"].clone())
    };
    assert_eq!(check("set.zip", &zip(&entries[..2], None)), (Some(0), json!([])));
    let (code, unreadable) = check("set.zip", &zip(&entries, Some("s.json")));
    assert_eq!(code, Some(1));
    assert_eq!(unreadable, json!([{"file": "set.zip/s.json", "place": "", "why": "damaged: the checksum does not match"}]));
    // what stands outside a zip that cannot be opened at all does not stand for it
    write(&f, "set.zip", zip(&entries[..2], None));
    write(&f, "broken.zip", b"PK\x03\x04 and no more");
    write(&f, "broken.json.gz", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff]);
    for broken in ["broken.zip", "broken.json.gz"] {
        let output = run(&f, &["check", "set.zip", broken, "--now", NOW]);
        assert_eq!(output.status.code(), Some(1), "{broken}");
        let said = stdout(&output);
        assert!(said.starts_with(&format!("error  {broken} cannot be read, and may hold the report of any change")), "{said}");
    }
}

/// What the default policy requires of a change in production that touches everything, by gate.
const REQUIRED: [(&str, &[&str]); 4] = [
    ("intent", &["threat-intent"]),
    (
        "validation",
        &[
            "lint-diagnostics",
            "policy-diagnostics",
            "change-preview",
            "secret-scan",
            "role-assignment-diff",
            "network-intent",
            "key-reference-check",
        ],
    ),
    ("execution", &["deployment-log", "deployment-outputs", "rollback-rehearsal"]),
    ("observation", &["alert-linkage", "alert-test", "drift-check"]),
];

#[test]
fn fourteen_files_that_hold_ok_verify_nothing_and_for_each_is_said_what_to_attach() {
    let f = folder("check-ok-files");
    let report = |(gate, types): (&str, &[&str])| {
        let evidence: Vec<Value> = types
            .iter()
            .map(|t| {
                write(&f, &format!("e/{t}.txt"), "ok");
                json!({"id": t, "type": t, "artifact": {"path": format!("e/{t}.txt")}})
            })
            .collect();
        json!({"format": "plumbline.gate-report/1", "gate": gate, "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
            "change": {"id": "a#1", "environment": "prod", "mergedAt": "2026-11-10T10:00:00Z", "deployedAt": "2026-11-10T11:00:00Z"},
            "evidence": evidence})
    };
    write(&f, "reports.json", Value::Array(REQUIRED.map(report).to_vec()).to_string());
    let output = run(&f, &["check", ".", "--now", NOW]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let said = stdout(&output);
    assert!(said.starts_with("a#1  0 of 14 verified\n"), "{said}");
    assert!(said.ends_with("1 change checked: 14 items fail\n"), "{said}");
    for (gate, types) in REQUIRED {
        for t in types {
            let line = said.lines().find(|line| line.contains(&format!("\"{t}\": inconclusive, e/{t}.txt is not accepted as ")));
            let line = line.unwrap_or_else(|| panic!("{t} of {gate}: {said}"));
            assert!(line.starts_with("  error") && line.ends_with(")."), "it says what is accepted: {line}");
        }
    }
    assert!(said.contains("Fire an alert and attach its arrival (notifications that were sent)."), "{said}");
    let explained = stdout(&run(&f, &["check", ".", "--now", NOW, "--explain", "--json"]));
    let json: Value = serde_json::from_str(&explained).unwrap();
    let problems = json["changes"][0]["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 14);
    for problem in problems {
        assert_eq!((problem["failing"].as_str(), problem["fails"].as_bool()), (Some("not-accepted"), Some(true)), "{problem}");
        assert!(problem["remedy"].as_array().is_some_and(|lines| !lines.is_empty()), "a command that makes it: {problem}");
    }
}

#[test]
fn an_item_that_is_refuted_names_its_probe_its_sentence_and_the_line() {
    let f = folder("check-probe");
    let rule = |name: &str, groups: Value| {
        json!({"id": format!("/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights/metricAlerts/{name}"), "name": name,
               "type": "Microsoft.Insights/metricAlerts", "enabled": true, "severity": 2, "criteria": {"allOf": []}, "actions": groups})
    };
    let rules = json!([rule("cpu-high", json!([]))]);
    write(&f, "e/alerts.json", serde_json::to_string_pretty(&rules).unwrap());
    let report = json!({"format": "plumbline.gate-report/1", "gate": "observation", "recordedAt": "2026-11-20T10:00:00Z",
        "outcome": "passed", "change": {"id": "a#1", "touches": [], "environment": "dev", "deployedAt": "2026-11-10T11:00:00Z"},
        "evidence": [{"id": "alerts", "type": "alert-linkage", "artifact": {"path": "e/alerts.json"}}]});
    write(&f, "r.json", report.to_string());
    let json: Value = serde_json::from_str(&stdout(&run(&f, &["check", ".", "--now", NOW, "--json"]))).unwrap();
    let problems = json["changes"][0]["problems"].as_array().unwrap();
    let alerts = problems.iter().find(|p| p["type"] == "alert-linkage").unwrap();
    assert_eq!(alerts["failing"], "contradicted");
    let decided = &alerts["decidedBy"];
    assert_eq!((&decided["probe"], &decided["outcome"]), (&json!("every-rule-reaches-a-receiver"), &json!("fails")));
    assert!(decided["because"].as_str().unwrap().contains("cpu-high"), "{decided}");
    assert!(decided["places"][0]["line"].as_u64().is_some_and(|line| line > 1), "{decided}");
    let remedy = alerts["remedy"][0].as_str().unwrap();
    assert!(remedy.starts_with("az "), "the command for the platform of the file: {remedy}");
    for options in [&["--explain"][..], &["--markdown", "-"], &["--annotations", "github"]] {
        let said = stdout(&run(&f, &[&["check", ".", "--now", NOW], options].concat()));
        let said = said.replace('\\', "");
        assert!(said.contains("every-rule-reaches-a-receiver fails: ") && said.contains("e/alerts.json:"), "{said}");
    }
}

#[test]
fn another_repositorys_report_proves_no_change_and_is_named() {
    let f = folder("check-origin");
    write(&f, "why.md", INTENT);
    let record = |source: Value| {
        json!({"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-20T09:00:00Z", "outcome": "passed",
            "change": {"id": "a/b#2", "touches": [], "environment": "dev"}, "source": source,
            "evidence": [{"id": "why", "type": "threat-intent", "artifact": {"path": "why.md"}}]})
    };
    write(&f, "r.json", record(json!({"repository": "evil/x"})).to_string());
    let output = run(&f, &["check", ".", "--now", NOW, "--change", "a/b#2"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let said = "warning  1 record of a/b#2 from evil/x is of another origin and kept apart\n";
    assert!(stdout(&output).contains(said), "{}", stdout(&output));
    let whole: Value = serde_json::from_str(&stdout(&run(&f, &["check", ".", "--now", NOW, "--json"]))).unwrap();
    assert_eq!(whole["apart"], json!([{"change": "a/b#2", "from": "evil/x", "records": 1}]));
    // what states no source is bound by whoever reads it
    write(&f, "r.json", record(json!({})).to_string());
    let status =
        |repository: &str| run(&f, &["check", ".", "--now", NOW, "--repository", repository, "--change", "a/b#2"]).status.code();
    assert_eq!((status("A/B"), status("evil/x")), (Some(0), Some(1)));
}
