//! Reports of parts of a gate, joined (scoring rules, 3.5).

use crate::{load, report, words};
use plumbline_domain::{Change, DiagnosticSeverity, Gate};

/// A validation report with a part, given as JSON, and more fields as JSON text that starts with a comma.
fn part(part: &str, recorded_at: &str, more: &str) -> String {
    report("validation", recorded_at, &format!(r#", "part": {part}{more}"#))
}

/// An item `e` with a run by an actor.
fn item(by: &str) -> String {
    format!(r#", "evidence": [{{"id": "e", "type": "policy-diagnostics", "runs": [{{"by": "{by}"}}]}}]"#)
}

fn verification(more: &str) -> String {
    format!(
        r#"{{"format": "plumbline.verification/1", "change": "c", "gate": "validation", "evidence": "e", "by": "u-9"{more}}}"#
    )
}

fn parts(change: &Change) -> Vec<Option<&str>> {
    change.reports_at(Gate::Validation).iter().map(|r| r.part.as_deref()).collect()
}

/// Who ran the item of each part.
fn actors(change: &Change) -> Vec<String> {
    let of = |i: &plumbline_domain::Item| i.runs.iter().filter_map(|r| r.by.clone()).collect::<Vec<_>>().join(" ");
    change.items_at(Gate::Validation).map(|(_, item)| of(item)).collect()
}

#[test]
fn parts_stand_beside_each_other_without_a_name_first_and_then_by_their_bytes() {
    let at = "2026-11-01T00:00:00Z";
    let names = [r#""b""#, r#""B""#, r#""a/b""#, r#""caf\u00e9""#, r#""cafe\u0301""#, "null"];
    let text: Vec<String> = names.iter().map(|name| part(name, at, "")).collect();
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    assert_eq!(parts(&data.changes[0]), [None, Some("B"), Some("a/b"), Some("b"), Some("cafe\u{301}"), Some("caf\u{e9}")]);
}

#[test]
fn a_blank_part_is_none_and_one_that_is_no_text_costs_itself() {
    let later = |minute: u8| format!("2026-11-01T00:0{minute}:00Z");
    let text: Vec<String> =
        [r#"" \t""#, r#""""#, "7", r#"["a"]"#].iter().zip(0..).map(|(name, i)| part(name, &later(i), "")).collect();
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    assert_eq!(parts(&data.changes[0]), [None]);
    assert_eq!(data.changes[0].reports[0].superseded, 3);
    let errors =
        words(&data.receipts[0], DiagnosticSeverity::Error).len() + words(&data.receipts[0], DiagnosticSeverity::Warning).len();
    assert_eq!(errors, 2, "{:?}", data.receipts[0].diagnostics);
}

#[test]
fn a_report_supersedes_those_of_its_own_part_and_inherits_their_runs_alone() {
    let text = [
        part(r#""a""#, "2026-11-01T00:00:00Z", &item("old-a")),
        part(r#""b""#, "2026-11-02T00:00:00Z", &item("b")),
        part(r#""a""#, "2026-11-03T00:00:00Z", &item("a")),
        part(r#""later""#, "2026-12-01T00:00:00Z", &item("later")),
    ];
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    let change = &data.changes[0];
    assert_eq!(parts(change), [Some("a"), Some("b")], "what is dated later is not there yet");
    assert_eq!(actors(change), ["a old-a", "b"]);
    assert_eq!(change.reports.iter().map(|r| r.superseded).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn on_a_tie_within_a_part_the_report_read_last_counts() {
    let at = "2026-11-01T00:00:00Z";
    let text = [part(r#""a""#, at, &item("first")), part(r#""b""#, at, &item("b")), part(r#""a""#, at, &item("last"))];
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    assert_eq!(actors(&data.changes[0]), ["last first", "b"]);
}

#[test]
fn a_verification_goes_to_its_part_or_to_every_part_that_has_the_evidence() {
    let at = "2026-11-01T00:00:00Z";
    let other = r#", "evidence": [{"id": "other", "type": "policy-diagnostics", "runs": [{"by": "c"}]}]"#;
    let reports = [part(r#""a""#, at, &item("a")), part(r#""b""#, at, &item("b")), part(r#""c""#, at, other)];
    let with = |more: &str| {
        let text = format!("{}\n{}", reports.join("\n"), verification(more));
        let data = load(&[("r.ndjson", text.as_bytes())]);
        let unknown = data.orphans.first().map(|o| o.unknown.clone());
        (actors(&data.changes[0]).join(", "), unknown)
    };
    assert_eq!(with(""), ("a u-9, b u-9, c".to_owned(), None));
    assert_eq!(with(r#", "part": " ""#), ("a u-9, b u-9, c".to_owned(), None));
    assert_eq!(with(r#", "part": 7"#), ("a u-9, b u-9, c".to_owned(), None));
    assert_eq!(with(r#", "part": "b""#), ("a, b u-9, c".to_owned(), None));
    assert_eq!(with(r#", "part": "c""#), ("a, b, c".to_owned(), Some("evidence".into())));
    assert_eq!(with(r#", "part": "B""#), ("a, b, c".to_owned(), Some("part".into())));
}

#[test]
fn items_are_found_by_their_place_over_all_parts() {
    let at = "2026-11-01T00:00:00Z";
    let two = r#", "evidence": [{"id": "x", "type": "policy-diagnostics"}, {"id": "y", "type": "policy-diagnostics"}]"#;
    let text = [part(r#""a""#, at, ""), part(r#""b""#, at, two), part(r#""c""#, at, ""), part(r#""d""#, at, &item("d"))];
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    let change = &data.changes[0];
    let at = |place: u32| change.item(Gate::Validation, place).map(|(r, i)| (r.part.as_deref().unwrap(), i.id.as_str()));
    assert_eq!([at(0), at(1), at(2), at(3)], [Some(("b", "x")), Some(("b", "y")), Some(("d", "e")), None]);
    assert!(change.item(Gate::Intent, 0).is_none());
}

#[test]
fn the_environments_of_counting_reports_and_the_source_are_kept() {
    let of = |name: &str, at: &str, environment: &str| {
        part(name, at, r#", "source": {"service": "github-actions", "runId": "7", "attempt": 2, "ref": "refs/heads/main"}"#)
            .replace(r#""environment": "dev""#, &format!(r#""environment": "{environment}""#))
    };
    let text = [
        of(r#""a""#, "2026-11-01T00:00:00Z", "superseded"),
        of(r#""a""#, "2026-11-02T00:00:00Z", "prod"),
        of(r#""b""#, "2026-11-01T00:00:00Z", "dev"),
        of(r#""c""#, "2026-11-01T00:00:00Z", "dev"),
    ];
    let data = load(&[("r.ndjson", text.join("\n").as_bytes())]);
    assert_eq!(data.changes[0].environments, ["dev", "prod"]);
    let source = data.changes[0].reports[0].source.as_ref().unwrap();
    assert_eq!((source.service.as_deref(), source.run_id.as_deref()), (Some("github-actions"), Some("7")));
    assert_eq!((source.reference.as_deref(), source.attempt.as_deref()), (Some("refs/heads/main"), None), "a number is no text");
}
