//! Reports from files that tools wrote.

use super::*;
use plumbline_domain::{Diagnostic, Outcome};
use plumbline_ingest::{Reader, Source, default_policy};
use plumbline_report::export::report::{ResourcesRecord, ToolRecord};

fn draft(gate: Gate, offered: Vec<Offered>) -> Draft {
    Draft {
        gate,
        part: None,
        now: Instant::from_rfc3339("2026-11-20T10:15:00Z").unwrap(),
        outcome: None,
        mode: None,
        change: ChangeRecord { id: "a#1".into(), ..ChangeRecord::default() },
        touches_by_author: false,
        perceived: Vec::new(),
        by: "ci:x".into(),
        inputs: Some("b".repeat(64)),
        offered,
        other_gates: Vec::new(),
        claims: Vec::new(),
        source: None,
    }
}

fn file(path: &str, text: &str) -> Offered {
    Offered { path: path.into(), bytes: text.as_bytes().to_vec(), ..Offered::default() }
}

fn stated(artifact_type: &str, file: Offered) -> Offered {
    Offered { artifact_type: Some(artifact_type.into()), ..file }
}

fn collected(draft: &Draft) -> Result<Collected, Vec<String>> {
    let (policy, sha256) = default_policy();
    collect(draft, &policy, &sha256, "reports/r.json")
}

const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "timestamp": "2026-11-20T10:00:00Z",
    "resource_changes": [{"address": "a", "type": "azurerm_key_vault", "change": {"actions": ["create"]}},
                         {"address": "b", "type": "azurerm_subnet", "change": {"actions": ["delete"]}},
                         {"address": "c", "type": "azurerm_role_assignment", "change": {"actions": ["no-op"]}}]}"#;
const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov", "version": "3.3.30"}},
    "invocations": [{"executionSuccessful": true, "commandLine": "checkov -d ."}],
    "results": [{"ruleId": "R1", "message": {"text": "open"}, "properties": {"security-severity": "8"},
    "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.tf"}, "region": {"startLine": 3}}}]}]}]}"#;

#[test]
fn a_plan_gives_blast_radius_and_families_and_a_scan_its_findings() {
    let out = collected(&draft(Gate::Validation, vec![file("e/plan.json", PLAN), file("e/checkov.sarif", SCAN)])).unwrap();
    let report = out.report;
    assert_eq!(report.change.resources, Some(ResourcesRecord { created: 1, modified: 0, deleted: 1 }));
    assert_eq!(report.change.touches, Some(vec!["network", "data-protection"]));
    assert_eq!(report.outcome, "failed", "a high finding is open");
    let types: Vec<(&str, &str)> = report.evidence.iter().map(|e| (e.id.as_str(), e.artifact_type.as_str())).collect();
    assert_eq!(types, [("plan", "change-preview"), ("checkov", "policy-diagnostics")]);
    assert_eq!(report.evidence[1].command.as_deref(), Some("checkov -d ."));
    assert_eq!(report.evidence[1].tool, Some(ToolRecord { name: "checkov".into(), version: Some("3.3.30".into()) }));
    // terraform says when it planned
    assert_eq!(report.evidence[0].runs[0].at, "2026-11-20T10:00:00Z");
    assert_eq!((report.findings.len(), report.findings[0].rule_id.as_deref()), (1, Some("R1")));
}

#[test]
fn a_type_that_nothing_is_known_of_leaves_the_scope_open() {
    let plan = PLAN.replace("azurerm_subnet", "acme_thing");
    let out = collected(&draft(Gate::Validation, vec![file("plan.json", &plan)])).unwrap();
    assert_eq!(out.report.change.touches, None);
    assert!(out.notes.iter().any(|n| n.contains("acme_thing")), "{:?}", out.notes);
    let mut stated = draft(Gate::Validation, vec![file("plan.json", &plan)]);
    stated.change.touches = Some(vec!["identity"]);
    assert_eq!(collected(&stated).unwrap().report.change.touches, Some(vec!["identity"]));
}

#[test]
fn an_author_makes_the_scope_larger_and_never_smaller() {
    // the plan touches network and data protection
    let mut d = draft(Gate::Validation, vec![file("plan.json", PLAN)]);
    d.change.touches = Some(vec!["monitoring", "network"]);
    assert_eq!(collected(&d).unwrap().report.change.touches, Some(vec!["monitoring", "network"]), "a flag is final");
    d.touches_by_author = true;
    let out = collected(&d).unwrap();
    assert_eq!(out.report.change.touches, Some(vec!["monitoring", "network", "data-protection"]));
    assert!(out.notes.iter().any(|n| n.contains("data-protection")), "{:?}", out.notes);
}

#[test]
fn what_cannot_be_evidence_is_told_with_its_path() {
    let errors = collected(&draft(
        Gate::Execution,
        vec![file("a.txt", "text"), file("b.sarif", SCAN), file("c", ""), file("r.json", r#"{"format": "plumbline.policy/9"}"#)],
    ))
    .unwrap_err();
    assert_eq!(
        errors[..3],
        [
            "a.txt: its type cannot be detected from its content: state it, as in --artifact policy-diagnostics=FILE",
            "b.sarif: policy-diagnostics counts only at the gate validation, not at execution",
            "c: it is empty",
        ]
    );
    assert_eq!(errors.len(), 4);
}

fn notes_of(out: &Collected, word: &str) -> Vec<String> {
    out.notes.iter().filter(|n| n.contains(word)).cloned().collect()
}

#[test]
fn a_file_that_does_not_prove_its_type_is_named_with_the_probe_and_what_to_attach() {
    let alerts = r#"[{"type": "Microsoft.Insights/metricAlerts", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Insights/metricAlerts/cpu-high",
        "name": "cpu-high", "enabled": true, "actions": []}]"#;
    let outputs = r#"{"url": {"sensitive": false, "type": "string", "value": "a"}}"#;
    let out = collected(&draft(Gate::Observation, vec![stated("alert-linkage", file("alerts.json", alerts))])).unwrap();
    let [note] = notes_of(&out, "alert-linkage").try_into().unwrap();
    assert!(
        note.starts_with("alerts.json as alert-linkage: every-rule-reaches-a-receiver fails: cpu-high calls nobody. Give each"),
        "{note}"
    );
    assert!(note.contains(": az monitor ") && !note.contains('\n'), "{note}");

    // outputs of one moment compare nothing until the state before is given
    let mut offered = stated("deployment-outputs", file("after.json", outputs));
    let alone = collected(&draft(Gate::Execution, vec![offered.clone()])).unwrap();
    assert_eq!(notes_of(&alone, "outputs-compared is silent").len(), 1, "{:?}", alone.notes);
    offered.before = Some(Companion { path: "before.json".into(), bytes: outputs.as_bytes().to_vec(), raw_sha256: None });
    let both = collected(&draft(Gate::Execution, vec![offered])).unwrap();
    assert_eq!(notes_of(&both, "deployment-outputs:"), Vec::<String>::new());
}

#[test]
fn the_reports_of_other_gates_are_read_beside_it() {
    // the plan creates every output, so that nothing was there before
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "errored": false, "resource_changes": [
        {"address": "azurerm_key_vault.a", "mode": "managed", "type": "azurerm_key_vault", "name": "a", "change": {"actions": ["create"]}}],
        "output_changes": {"url": {"actions": ["create"], "before": null, "after": "a", "after_unknown": false}}}"#;
    let outputs = r#"{"url": {"sensitive": false, "type": "string", "value": "a"}}"#;
    let mut d = draft(Gate::Execution, vec![stated("deployment-outputs", file("after.json", outputs))]);
    assert_eq!(notes_of(&collected(&d).unwrap(), "outputs-compared is silent").len(), 1);
    let planned = collected(&draft(Gate::Validation, vec![file("e/plan.json", plan)])).unwrap().report;
    d.other_gates.push(Companion { path: "v.json".into(), bytes: planned.to_json().unwrap().into_bytes(), raw_sha256: None });
    d.other_gates.push(Companion { path: "e/plan.json".into(), bytes: plan.as_bytes().to_vec(), raw_sha256: None });
    assert_eq!(notes_of(&collected(&d).unwrap(), "after.json as"), Vec::<String>::new());
}

#[test]
fn a_file_that_its_type_does_not_accept_is_named_with_what_the_type_takes() {
    let out = collected(&draft(Gate::Observation, vec![stated("alert-test", file("ok.txt", "ok\n"))])).unwrap();
    let said = "ok.txt is of no known format, which is not accepted as alert-test: attach notifications that were sent";
    assert_eq!(notes_of(&out, "ok.txt as").len(), 0);
    assert!(out.notes.iter().any(|n| n == said), "{:?}", out.notes);
}

#[test]
fn an_open_finding_is_no_fault_of_the_file_under_a_gate_that_failed() {
    let mut d = draft(Gate::Validation, vec![file("e/checkov.sarif", SCAN)]);
    assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high"), Vec::<String>::new());
    d.outcome = Some(Outcome::Passed);
    assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high fails").len(), 1);
    d.mode = Some(Mode::Evaluate);
    assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high"), Vec::<String>::new());
}

#[test]
fn two_files_of_one_name_and_a_claim_have_ids_of_their_own() {
    let mut d = draft(Gate::Validation, vec![file("a/scan.sarif", SCAN), file("b/scan.sarif", SCAN)]);
    d.claims.push(("lint-diagnostics".into(), "We linted it.".into()));
    let out = collected(&d).unwrap();
    let ids: Vec<&str> = out.report.evidence.iter().map(|e| e.id.as_str()).collect();
    assert_eq!(ids, ["scan", "scan-2", "lint-diagnostics"]);
    assert_eq!(out.report.evidence[2].statement.as_deref(), Some("We linted it."));
}

#[test]
fn what_is_written_is_read_back_without_a_word() {
    let mut d = draft(Gate::Validation, vec![file("e/plan.json", PLAN), file("e/checkov.sarif", SCAN)]);
    d.change.environment = Some("dev".into());
    d.outcome = Some(Outcome::Failed);
    let (policy, sha256) = default_policy();
    let out = collect(&d, &policy, &sha256, "reports/r.json").unwrap();
    let mut reader = Reader::new(policy, sha256);
    reader.read(Source::new("reports/r.json", out.report.to_json().unwrap().into_bytes()));
    for o in &d.offered {
        reader.read(Source::new(o.path.clone(), o.bytes.clone()));
    }
    let dataset = reader.into_dataset(d.now);
    let told: Vec<&Diagnostic> = dataset.receipts.iter().flat_map(|r| &r.diagnostics).collect();
    assert_eq!(told, Vec::<&Diagnostic>::new());
}

#[test]
fn evidence_that_ages_is_as_old_as_its_tool_or_its_file_says_and_never_of_the_future() {
    let sent = |at: &str| {
        format!(
            r#"{{"state": "Complete", "createdTime": "{at}", "completedTime": "{at}",
            "context": {{"contextType": "Microsoft.Insights/Metric Alert", "notificationSource": "cpu"}},
            "actionDetails": [{{"MechanismType": "Email", "Name": "on-call", "Status": "Succeeded", "SendTime": "{at}"}}]}}"#
        )
    };
    let run_of = |text: &str, written: &str| {
        let written_at = Instant::from_rfc3339(written).ok();
        let offered = Offered { written_at, ..stated("alert-test", file("t.json", text)) };
        let out = collected(&draft(Gate::Observation, vec![offered])).unwrap();
        (out.report.evidence[0].runs[0].at.clone(), notes_of(&out, "is dated").len())
    };
    let (old, new) = ("2026-09-01T10:00:00Z", "2026-11-20T10:15:00Z");
    assert_eq!(run_of(&sent(old), new), (old.to_owned(), 1));
    assert_eq!(run_of(&sent("2027-01-01T00:00:00Z"), old), (old.to_owned(), 1), "the file, not the future");
    assert_eq!(run_of(&sent("2027-01-01T00:00:00Z"), "2027-01-01T00:00:00Z"), (new.to_owned(), 0));
}
