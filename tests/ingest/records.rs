//! Gate reports as they are written.

use crate::{NOW, errors, load, report, words};
use plumbline_domain::{DiagnosticSeverity, FindingStatus, Format, Gate, Role, Severity};

#[test]
fn one_object_an_array_and_lines_say_the_same() {
    let (a, b) = (report("intent", NOW, ""), report("validation", NOW, ""));
    let forms = [format!("[{a}, {b}]"), format!("{a}\n{b}"), format!("\u{FEFF}{a}\r\n\r\n  {b}\r\n")];
    for form in forms {
        let data = load(&[("r.txt", form.as_bytes())]);
        assert_eq!((data.n_reports, data.receipts[0].items), (2, 2));
        assert_eq!(data.receipts[0].format, Format::GateReport);
        assert_eq!(errors(&data.receipts[0]), [""; 0]);
    }
}

#[test]
fn blank_and_null_are_absent() {
    let text = report("intent", NOW, r#", "mode": null, "review": null, "perceived": null"#)
        .replace(r#""author": "u-1""#, r#""author": "  ", "team": "", "title": null, "resources": null"#);
    let data = load(&[("r.json", text.as_bytes())]);
    let fields = &data.changes[0].fields;
    assert_eq!((&fields.author, &fields.team, &fields.title, fields.resources), (&None, &None, &None, None));
    assert_eq!(errors(&data.receipts[0]), [""; 0]);
}

#[test]
fn a_statement_with_an_unknown_risk_is_dropped_and_one_with_a_blank_risk_is_kept() {
    let more = r#", "perceived": [{"confidence": 0.1, "risk": "weather"}, {"confidence": 0.2, "risk": ""}, {"confidence": 1, "role": "author"}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    let stated = &data.changes[0].report(Gate::Intent, 0).unwrap().perceived;
    assert_eq!(stated.iter().map(|s| s.confidence).collect::<Vec<_>>(), [0.2, 1.0]);
    assert_eq!(stated[1].role, Some(Role::Author));
}

#[test]
fn a_finding_without_severity_is_medium_and_suppressed_without_justification_is_open() {
    let more = r#", "findings": [{"status": "suppressed"}, {"status": "suppressed", "justification": "accepted", "severity": "low"},
        {"status": "wontfix", "severity": "worst", "pattern": "nobody-knows"}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    let findings = &data.changes[0].report(Gate::Intent, 0).unwrap().findings;
    let seen: Vec<_> = findings.iter().map(|f| (f.severity, f.status)).collect();
    assert_eq!(
        seen,
        [
            (Severity::Medium, FindingStatus::Open),
            (Severity::Low, FindingStatus::Suppressed),
            (Severity::Medium, FindingStatus::Open),
        ]
    );
    // two are open, both medium
    assert_eq!((data.receipts[0].open, data.receipts[0].by_severity), (2, [0, 0, 2, 0, 0]));
}

#[test]
fn a_digest_is_64_lower_case_hex_digits_and_anything_else_is_absent() {
    let digest = "7ec218c89c1b242377fed7a9e6615ad25c7b54b2ebedaa9e18896ebe78bb415f";
    for bad in [format!("sha256:{digest}"), digest.to_uppercase(), digest[..63].to_owned(), "x".repeat(64)] {
        let more =
            format!(r#", "evidence": [{{"id": "t", "type": "threat-intent", "artifact": {{"path": "a", "sha256": "{bad}"}}}}]"#);
        let data = load(&[("r.json", report("intent", NOW, &more).as_bytes())]);
        let item = &data.changes[0].report(Gate::Intent, 0).unwrap().items[0];
        assert_eq!(item.artifact.as_ref().unwrap().recorded_sha256, None);
        assert_eq!(errors(&data.receipts[0]), ["evidence[0].artifact.sha256: not a SHA-256 of 64 lower-case hex digits"]);
    }
}

#[test]
fn a_bad_element_of_a_list_costs_the_element() {
    let text = report("intent", NOW, "").replace(r#""touches": []"#, r#""touches": ["identity", "moon", 5, "network"]"#);
    let data = load(&[("r.json", text.as_bytes())]);
    assert_eq!(data.changes[0].fields.touches.as_ref().unwrap().len(), 2);
    assert_eq!(
        errors(&data.receipts[0]),
        [r#"change.touches[1]: unknown touches: "moon""#, "change.touches[2]: must be a string"]
    );
}

#[test]
fn evidence_of_an_unknown_type_or_without_id_costs_itself() {
    let more = r#", "evidence": [{"id": "a", "type": "magic"}, {"type": "threat-intent"}, {"id": "b"}, {"id": "c", "type": "threat-intent"}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    assert_eq!(data.changes[0].report(Gate::Intent, 0).unwrap().items.len(), 1);
    assert_eq!(
        errors(&data.receipts[0]),
        [r#"evidence[0].type: unknown artifact type: "magic""#, "evidence[1].id: is missing", "evidence[2].type: is missing"]
    );
}

#[test]
fn unknown_keys_are_noted_once_a_file() {
    let text = report("intent", NOW, r#", "weather": 1"#);
    let data = load(&[("r.ndjson", format!("{text}\n{text}").as_bytes())]);
    assert_eq!(words(&data.receipts[0], DiagnosticSeverity::Note), ["[0].weather: unknown keys were ignored: weather"]);
}

#[test]
fn records_of_several_kinds_may_share_a_file() {
    let text = format!(
        "{}\n{{\"format\": \"plumbline.verification/1\", \"change\": \"c\", \"gate\": \"intent\", \"evidence\": \"x\"}}",
        report("intent", NOW, "")
    );
    let data = load(&[("r.ndjson", text.as_bytes())]);
    assert_eq!(data.receipts[0].format, Format::Records);
    assert_eq!((data.n_reports, data.n_verifications), (1, 1));
}

#[test]
fn a_secret_in_a_native_finding_is_masked_as_it_is_read() {
    let more = r#", "findings": [{"tool": "gitleaks", "message": "found s3cr3tT0kenValue99"}, {"tool": "x", "message": "key AKIAIOSFODNN7EXAMPLE"}]"#;
    let data = load(&[("r.json", report("intent", NOW, more).as_bytes())]);
    let findings = &data.changes[0].report(Gate::Intent, 0).unwrap().findings;
    let messages: Vec<_> = findings.iter().map(|f| f.message.as_deref().unwrap()).collect();
    assert_eq!(messages, ["found (redacted)", "key AKIA(redacted)"]);
}

#[test]
fn prose_hides_and_reorders_nothing_and_ids_stay_as_they_are() {
    let more = r#", "evidence": [{"id": "t\u202e", "type": "threat-intent", "title": "a\u202eb", "statement": "c\u0000d", "command": "ls \u2066x"}],
        "findings": [{"tool": "x", "message": "e\u001b[31m"}]"#;
    let data = load(&[("a.json", report("intent", NOW, more).as_bytes())]);
    let report = data.changes[0].report(Gate::Intent, 0).unwrap();
    let t = &report.items[0];
    assert_eq!(t.title.as_deref(), Some(r"a\u{202e}b"));
    assert_eq!(t.statement.as_deref(), Some(r"c\u{0}d"));
    assert_eq!(t.command.as_deref(), Some(r"ls \u{2066}x"));
    assert_eq!(report.findings[0].message.as_deref(), Some(r"e\u{1b}[31m"));
    assert_eq!(t.id, "t\u{202e}");
}
