//! Reports, artifacts and verifications joined (scoring rules, 3.5).

use crate::{NOW, load, reader, report, time, words};
use plumbline_assess::Assessment;
use plumbline_domain::{Condition, Dataset, DiagnosticSeverity, Family, Format, Gate, Outcome, WhyApart};
use plumbline_ingest::{Source, sha256_hex};
use proptest::prelude::*;
use std::sync::Arc;

fn verification(evidence: &str, at: &str) -> String {
    format!(
        r#"{{"format": "plumbline.verification/1", "change": "c", "gate": "validation", "evidence": "{evidence}", "by": "u-9", "at": "{at}"}}"#
    )
}

fn evidence(id: &str, by: &str) -> String {
    format!(r#", "evidence": [{{"id": "{id}", "type": "policy-diagnostics", "runs": [{{"by": "{by}"}}]}}]"#)
}

#[test]
fn the_latest_report_of_a_gate_counts_and_inherits_runs_and_reviews_alone() {
    let old = report(
        "validation",
        "2026-11-01T00:00:00Z",
        &format!(
            r#"{}, "findings": [{{"message": "old"}}], "perceived": [{{"confidence": 1}}], "review": {{"by": "u-2"}}"#,
            evidence("e", "old")
        ),
    );
    let other = report("validation", "2026-11-02T00:00:00Z", &evidence("another", "lost"));
    let new = report("validation", "2026-11-03T00:00:00Z", &evidence("e", "new"));
    let data = load(&[("a.ndjson", format!("{new}\n{old}\n{other}\n{}", verification("e", "2026-11-04T00:00:00Z")).as_bytes())]);
    let change = &data.changes[0];
    let counting = change.report(Gate::Validation, 0).unwrap();
    let actors: Vec<&str> = counting.items[0].runs.iter().map(|r| r.by.as_deref().unwrap()).collect();
    assert_eq!(actors, ["new", "old", "u-9"], "own runs first, then those of superseded reports, then verifications");
    assert!(counting.items[0].has_own_run && counting.items[0].runs[2].from_verification);
    assert_eq!((counting.findings.len(), counting.perceived.len(), counting.superseded), (0, 0, 2));
    assert_eq!(change.reviews.len(), 1);
    assert_eq!(change.earliest_recorded_at, time("2026-11-01T00:00:00Z"));
}

#[test]
fn on_a_tie_the_report_read_last_counts_whatever_its_offset() {
    let first = report("intent", "2026-11-20T10:00:00Z", "");
    let second = report("intent", "2026-11-20T11:00:00+01:00", "").replace("passed", "failed");
    // read in the order of the paths, not of their arrival
    let data = load(&[("b.json", second.as_bytes()), ("a.json", first.as_bytes())]);
    assert_eq!(data.changes[0].report(Gate::Intent, 0).unwrap().outcome, Outcome::Failed);
}

#[test]
fn the_latest_report_of_any_gate_that_states_a_field_wins_field_by_field() {
    let a = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T00:00:00Z", "outcome": "passed",
        "change": {"id": "c", "team": "early", "service": "s", "touches": ["identity"], "environment": null}}"#;
    let b = r#"{"format": "plumbline.gate-report/1", "gate": "execution", "recordedAt": "2026-11-02T00:00:00Z", "outcome": "passed",
        "change": {"id": "c", "team": "late", "service": " ", "touches": []}}"#;
    let data = load(&[("a.json", b.as_bytes()), ("b.json", a.as_bytes())]);
    let fields = &data.changes[0].fields;
    assert_eq!((fields.team.as_deref(), fields.service.as_deref()), (Some("late"), Some("s")));
    assert_eq!(fields.touches, Some(vec![]), "an empty list is a statement");
    assert_eq!(fields.environment, None);
    assert!(!data.changes[0].touches(Family::Identity));
}

#[test]
fn what_is_dated_after_now_is_kept_out_and_said() {
    let future = report("intent", "2026-11-23T00:00:00Z", "");
    let more = r#", "evidence": [{"id": "e", "type": "policy-diagnostics", "runs": [{"by": "a", "at": "2027-01-01T00:00:00Z"}, {"by": "b"}]}],
        "review": {"by": "u-2", "at": "2027-01-01T00:00:00Z"}"#;
    let now = report("validation", "2026-11-20T00:00:00Z", more);
    let data = load(&[(
        "r.ndjson",
        format!("{future}\n{}\n{}", now.replace('\n', " "), verification("e", "2027-01-01T00:00:00Z")).as_bytes(),
    )]);
    let change = &data.changes[0];
    assert!(change.report(Gate::Intent, 0).is_none() && change.reviews.is_empty());
    assert_eq!(change.report(Gate::Validation, 0).unwrap().items[0].runs.len(), 1);
    assert_eq!(data.newest_record, Some(time("2026-11-23T00:00:00Z")));
    assert_eq!(
        words(&data.receipts[0], DiagnosticSeverity::Warning),
        [
            "[0].recordedAt: 1 report dated after the assessment time: ignored",
            "[1].evidence[0].runs: 1 run dated after the assessment time: ignored",
            "[1].review.at: 1 review dated after the assessment time: ignored",
            "[2].at: 1 verification dated after the assessment time: ignored",
        ]
    );
}

#[test]
fn the_same_files_can_be_joined_for_another_time() {
    let mut reader = reader();
    reader.read(Source::new("r.json", report("intent", "2026-11-20T00:00:00Z", "").into_bytes()));
    assert_eq!(reader.assemble(time("2026-11-19T00:00:00Z")).changes.len(), 0);
    assert_eq!(reader.assemble(time("2026-11-21T00:00:00Z")).changes.len(), 1);
}

#[test]
fn an_orphan_says_what_is_unknown() {
    let there = report("validation", "2026-11-20T00:00:00Z", &evidence("e", "a"));
    let orphans = [
        verification("e", NOW).replace("\"c\"", "\"nobody\""),
        verification("e", NOW).replace("validation", "execution").replace("plumbline.execution", "plumbline.verification"),
        verification("other", NOW),
    ];
    let data = load(&[("r.ndjson", format!("{there}\n{}", orphans.join("\n")).as_bytes())]);
    let unknown: Vec<&str> = data.orphans.iter().map(|o| o.unknown.as_ref()).collect();
    assert_eq!(unknown, ["change", "gate", "evidence"]);
    assert_eq!((data.n_reports, data.n_verifications), (1, 3));
}

#[test]
fn an_artifact_is_found_beside_the_report_first_and_then_at_the_root() {
    let more = r#", "evidence": [{"id": "e", "type": "threat-intent", "artifact": {"path": "e/t.md"}}, {"id": "f", "type": "threat-intent", "artifact": {"path": "./x/../e/u.md"}}]"#;
    let data = load(&[
        ("reports/r.json", report("intent", NOW, more).as_bytes()),
        ("reports/e/t.md", b"beside"),
        ("e/t.md", b"root"),
        ("e/u.md", b"root too"),
    ]);
    let items = &data.changes[0].report(Gate::Intent, 0).unwrap().items;
    let path = |i: usize| data.content(items[i].artifact.as_ref().unwrap().content.unwrap()).unwrap().path.as_str();
    assert_eq!((path(0), path(1)), ("reports/e/t.md", "e/u.md"));
    let receipt = data.receipts.iter().find(|r| r.file == "e/u.md").unwrap();
    assert!(receipt.named_by_report && !receipt.is_refused(), "prose that a report names is no bad file");
    assert!(data.receipts.iter().any(|r| r.file == "e/t.md" && r.is_refused()), "prose that nobody names is of no known format");
}

#[test]
fn the_same_bytes_count_once_and_an_artifact_may_point_at_either_name() {
    let sarif = br#"{"version": "2.1.0", "runs": []}"#;
    let more = r#", "evidence": [{"id": "e", "type": "policy-diagnostics", "artifact": {"path": "b.sarif"}}]"#;
    let text = report("validation", NOW, more);
    let data = load(&[("r.json", text.as_bytes()), ("copy.json", text.as_bytes()), ("a.sarif", sarif), ("b.sarif", sarif)]);
    assert_eq!(data.n_reports, 1);
    let duplicates: Vec<_> = data.receipts.iter().map(|r| r.duplicate_of.as_deref()).collect();
    assert_eq!(duplicates, [None, Some("a.sarif"), None, Some("copy.json")]);
    assert!(data.changes[0].report(Gate::Validation, 0).unwrap().items[0].artifact.as_ref().unwrap().content.is_some());
    assert_eq!(data.contents.len(), 1);
    assert!(data.loose.is_empty(), "bytes that a report names are not loose under another name");
}

#[test]
fn a_tools_file_that_no_report_names_stands_apart() {
    let data = load(&[("a.sarif", br#"{"version": "2.1.0", "runs": []}"#)]);
    assert_eq!(data.loose.len(), 1);
    assert_eq!(data.content(data.loose[0].content).unwrap().format, Format::Sarif210);
    assert!(data.changes.is_empty());
}

#[test]
fn an_empty_list_is_of_the_tool_that_the_evidence_is_of() {
    let more = r#", "evidence": [{"id": "s", "type": "secret-scan", "artifact": {"path": "none.json"}},
        {"id": "p", "type": "policy-diagnostics", "artifact": {"path": "none.json"}}, {"id": "l", "type": "lint-diagnostics", "artifact": {"path": "none.json"}}]"#;
    let data = load(&[("r.json", report("validation", NOW, more).as_bytes()), ("none.json", b"[]")]);
    let items = &data.changes[0].report(Gate::Validation, 0).unwrap().items;
    let formats: Vec<Format> =
        items.iter().map(|i| data.content(i.artifact.as_ref().unwrap().content.unwrap()).unwrap().format).collect();
    // a scanner of secrets, a policy tool, a linter: each writes it when it finds nothing
    assert_eq!(formats, [Format::Gitleaks, Format::Psrule, Format::CfnLint]);
}

#[test]
fn files_that_are_not_at_hand_are_named_the_first_few() {
    let item = |n: u8, path: &str| format!(r#"{{"id": "e{n}", "type": "policy-diagnostics", "artifact": {{"path": "{path}"}}}}"#);
    let said = |paths: &[&str]| {
        let items: Vec<String> = (0..).zip(paths).map(|(n, path)| item(n, path)).collect();
        let text = report("validation", NOW, &format!(r#", "evidence": [{}]"#, items.join(",")));
        let notes = words(&load(&[("r.json", text.as_bytes())]).receipts[0], DiagnosticSeverity::Note);
        notes[0].split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(said(&["a"]), "1 file named by its reports, but not available: a");
    assert_eq!(said(&["a", "b", "c"]), "3 files named by its reports, but not available: a, b, c");
    assert_eq!(said(&["a", "b\\u202e", "a", "d", "e"]), "5 files named by its reports, but not available: a, b\\u{202e}, d, …");
}

#[test]
fn nothing_but_null_proves_no_scan() {
    let more = r#", "evidence": [{"id": "s", "type": "secret-scan", "artifact": {"path": "none.json"}},
        {"id": "p", "type": "policy-diagnostics", "artifact": {"path": "none.json"}}]"#;
    let data = load(&[("r.json", report("validation", NOW, more).as_bytes()), ("none.json", b"null\n")]);
    let assessment = Assessment::new(data);
    // it names no tool, and anybody can write it
    let items = &assessment.change(0).unwrap().1.gate(Gate::Validation).items;
    assert_eq!(
        items.iter().map(|i| i.condition()).collect::<Vec<_>>(),
        [Some(Condition::Inconclusive), Some(Condition::Inconclusive)]
    );
}

#[test]
fn unknown_scope_is_noted() {
    let text = report("intent", NOW, "").replace(r#", "touches": [], "environment": "dev""#, "");
    let notes = words(&load(&[("r.json", text.as_bytes())]).receipts[0], DiagnosticSeverity::Note);
    assert_eq!(
        notes,
        [
            "change.touches: 1 change without `touches`: assumed to touch every family",
            "change.environment: 1 change without `environment`: assumed to be critical",
        ]
    );
}

#[test]
fn an_item_at_a_gate_that_is_not_its_own_is_kept_with_a_warning() {
    let data = load(&[("r.json", report("intent", NOW, &evidence("e", "a")).as_bytes())]);
    assert_eq!(data.changes[0].report(Gate::Intent, 0).unwrap().items.len(), 1);
    assert_eq!(
        words(&data.receipts[0], DiagnosticSeverity::Warning),
        ["evidence[0].type: policy-diagnostics counts only at the gate validation, not at intent"]
    );
}

#[test]
fn an_index_whose_files_are_missing_or_changed_says_so() {
    let there = report("intent", NOW, "");
    let index = format!(
        r#"{{"format": "plumbline.index/1", "title": "Contoso", "files": [{{"path": "r.json", "sha256": "{}"}}, {{"path": "gone.json"}},
            {{"path": "r.json", "sha256": "{}"}}]}}"#,
        sha256_hex(there.as_bytes()),
        sha256_hex(b"other bytes")
    );
    let data = load(&[("index.json", index.as_bytes()), ("r.json", there.as_bytes())]);
    assert_eq!(data.title.as_deref(), Some("Contoso"));
    assert_eq!(
        words(&data.receipts[0], DiagnosticSeverity::Error),
        ["files[1].path: 2 files listed, but missing or with different bytes"]
    );
}

proptest! {
    /// Whatever the order in which files arrive, the data set is the same.
    #[test]
    fn the_order_of_files_makes_no_difference(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let sarif = br#"{"version": "2.1.0", "runs": []}"#.to_vec();
        let named = r#", "evidence": [{"id": "e", "type": "policy-diagnostics", "artifact": {"path": "b.sarif"}, "runs": [{"by": "x"}]}]"#;
        let files = [
            ("a.json", report("validation", NOW, "").into_bytes()),
            ("b.json", report("validation", NOW, named).into_bytes()),
            ("c.json", report("validation", "2026-11-01T00:00:00Z", named).into_bytes()),
            ("a.sarif", sarif.clone()),
            ("b.sarif", sarif),
            ("v.json", verification("e", NOW).into_bytes()),
        ];
        let mut reader = reader();
        for i in order {
            reader.read(Source::new(files[i].0, files[i].1.clone()));
        }
        let mut in_order = crate::reader();
        for (path, bytes) in &files {
            in_order.read(Source::new(*path, bytes.clone()));
        }
        prop_assert_eq!(reader.into_dataset(time(NOW)), in_order.into_dataset(time(NOW)));
    }
}

#[test]
fn a_data_set_shares_its_findings_with_what_was_read() {
    let report = report(
        "intent",
        NOW,
        r#", "findings": [{"ruleId": "R", "severity": "high"}],
        "evidence": [{"id": "s", "type": "secret-scan", "artifact": {"path": "s.sarif"}}]"#,
    );
    let scan = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [{"message": {"text": "a"}}]}]}"#;
    let mut reader = reader();
    reader.read(Source::new("r.json", report.into_bytes()));
    reader.read(Source::new("s.sarif", scan.as_bytes().to_vec()));
    let (one, two) = (reader.assemble(time(NOW)), reader.assemble(time(NOW)));
    let native = |data: &Dataset| data.changes[0].report(Gate::Intent, 0).unwrap().findings.clone();
    assert_eq!((native(&one).len(), one.contents[0].findings.len()), (1, 1));
    assert!(Arc::ptr_eq(&native(&one), &native(&two)) && Arc::ptr_eq(&one.contents[0].findings, &two.contents[0].findings));
}

/// A gate report of a change with more fields of the change, and a source.
fn of_change(id: &str, at: &str, fields: &str, more: &str) -> String {
    format!(
        r#"{{"format": "plumbline.gate-report/1", "gate": "validation", "recordedAt": "{at}", "outcome": "passed", "change": {{"id": "{id}"{fields}}}{more}}}"#
    )
}

fn source(repository: &str) -> String {
    format!(r#", "source": {{"service": "github-actions", "repository": "{repository}", "runId": "7"}}"#)
}

#[test]
fn another_repositorys_report_proves_refutes_supersedes_reviews_and_states_nothing_of_a_change() {
    let own = of_change("a/b#1", "2026-11-01T00:00:00Z", r#", "team": "edge", "author": "u-1""#, &source("A/B"));
    let more = r#", "review": {"by": "u-9", "blind": true}, "perceived": [{"confidence": 1}], "findings": [{"severity": "critical"}],
        "evidence": [{"id": "e", "type": "policy-diagnostics", "runs": [{"by": "x"}], "artifact": {"path": "scan.sarif"}}]"#;
    let fields = r#", "team": "evil", "author": "u-8", "deployedAt": "2026-11-02T00:00:00Z", "environment": "prod""#;
    let evil = of_change("a/b#1", "2026-11-03T00:00:00Z", fields, &(more.to_owned() + &source("evil/x")));
    let scan: &[u8] = br#"{"version": "2.1.0", "runs": []}"#;
    let alone = load(&[("own.json", own.as_bytes()), ("scan.sarif", scan)]);
    let data = load(&[("evil.json", evil.as_bytes()), ("own.json", own.as_bytes()), ("scan.sarif", scan)]);
    let mut change = data.changes[0].clone();
    change.reports[0].origin = alone.changes[0].reports[0].origin;
    assert_eq!(change, alone.changes[0]);
    assert_eq!((data.n_reports, data.newest_record, data.loose.len()), (1, alone.newest_record, alone.loose.len()));
    // and it is named
    let apart = &data.apart[0];
    assert_eq!((apart.change.as_str(), apart.repository.as_deref(), apart.comes_from.as_str()), ("a/b#1", Some("a/b"), "evil/x"));
    assert_eq!((apart.gate, apart.why, data.apart.len()), (Gate::Validation, WhyApart::Stated, 1));
    assert_eq!(
        words(&data.receipts[0], DiagnosticSeverity::Warning),
        ["source.repository: 1 record of another origin, kept apart: a/b#1 from evil/x"]
    );
}

#[test]
fn a_change_of_which_only_another_repository_speaks_is_none() {
    let texts = [
        of_change("a/b#1", NOW, "", &source("evil/x")),
        of_change("a/b@0123456789012345678901234567890123456789", NOW, "", &source("evil/x")),
        of_change("platform#1", NOW, "", &source("evil/platform")),
    ];
    let data = load(&[("r.ndjson", texts.join("\n").as_bytes())]);
    assert_eq!((data.changes.len(), data.apart.len(), data.n_reports), (0, 3, 0));
    // what states no source, and an id that names no repository, are bound to nothing
    let free = [of_change("a/b#1", NOW, "", ""), of_change("JIRA-1", NOW, "", &source("evil/x"))];
    assert_eq!(load(&[("r.ndjson", free.join("\n").as_bytes())]).changes.len(), 2);
}

#[test]
fn files_that_are_bound_to_a_repository_speak_of_its_changes_alone() {
    let theirs = of_change("a/b#1", NOW, "", &evidence("e", "x"));
    let verified = verification("e", NOW).replace("\"c\"", "\"a/b#1\"");
    let mut reader = reader();
    reader.bind("evil", "evil/x");
    reader.read(Source::new("evil/r.ndjson", format!("{theirs}\n{verified}").into_bytes()));
    reader.read(Source::new("evil/own.json", of_change("evil/x#1", NOW, "", "").into_bytes()));
    let data = reader.assemble(time(NOW));
    assert_eq!(data.changes.iter().map(|c| c.fields.id.as_str()).collect::<Vec<_>>(), ["evil/x#1"]);
    assert_eq!((data.apart.len(), data.n_verifications, data.orphans.len()), (2, 0, 0));
    assert!(data.apart.iter().all(|a| a.why == WhyApart::Bound && a.comes_from == "evil/x"));
    // a copy of somebody's own report does not take it away
    reader.read(Source::new("own/r.ndjson", format!("{theirs}\n{verified}").into_bytes()));
    let data = reader.assemble(time(NOW));
    assert_eq!((data.changes.len(), data.apart.len(), data.n_reports), (2, 0, 2));
}

#[test]
fn spellings_of_a_team_are_one_team_spelled_as_most_changes_do() {
    let of = |n: u32, team: &str| of_change(&format!("c{n}"), NOW, &format!(r#", "team": "{team}""#), "");
    let texts =
        [of(1, "payments"), of(2, "payments"), of(3, "Payments"), of(4, "pay\u{200b}ments"), of(5, "payments "), of(6, "Edge")];
    let data = load(&[("r.ndjson", texts.join("\n").as_bytes())]);
    let teams: Vec<&str> = data.changes.iter().map(|c| c.fields.team.as_deref().unwrap()).collect();
    assert_eq!(teams, ["payments", "payments", "payments", "payments", "payments", "Edge"]);
    let said = words(&data.receipts[0], DiagnosticSeverity::Warning);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("[2].change.team: 3 changes with another spelling of a team, joined: "), "{said:?}");
    assert!(said[0].contains("\"Payments\" as \"payments\""), "{said:?}");
    // on a tie the first in byte order, whatever the order of the files
    for names in [["a.json", "b.json"], ["b.json", "a.json"]] {
        let (x, y) = (of(1, "payments"), of(2, "Payments"));
        let data = load(&[(names[0], x.as_bytes()), (names[1], y.as_bytes())]);
        assert!(data.changes.iter().all(|c| c.fields.team.as_deref() == Some("Payments")));
    }
}

#[test]
fn times_that_hide_a_gate_or_are_out_of_order_are_named() {
    let said = |fields: &str| {
        let data = load(&[("r.json", of_change("c", "2026-11-20T00:00:00Z", fields, "").as_bytes())]);
        words(&data.receipts[0], DiagnosticSeverity::Warning)
    };
    assert_eq!(
        said(r#", "mergedAt": "2026-11-10T00:00:00Z", "deployedAt": "2026-11-01T00:00:00Z""#),
        ["change.deployedAt: 1 change deployed before the merge: c"]
    );
    assert_eq!(
        said(r#", "openedAt": "2026-11-10T00:00:00Z", "mergedAt": "2026-11-01T00:00:00Z""#),
        ["change.mergedAt: 1 change merged before the opening: c"]
    );
    let ahead = "1 change with a time after the report that states it, so that a gate is not due: c";
    assert_eq!(said(r#", "deployedAt": "2099-01-01T00:00:00Z""#), [format!("change.deployedAt: {ahead}")]);
    assert_eq!(said(r#", "mergedAt": "2099-01-01T00:00:00Z""#), [format!("change.mergedAt: {ahead}")]);
    let fine =
        r#", "openedAt": "2026-11-01T00:00:00Z", "mergedAt": "2026-11-01T00:00:00Z", "deployedAt": "2026-11-19T00:00:00Z""#;
    assert!(said(fine).is_empty());
}
