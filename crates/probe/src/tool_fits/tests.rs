//! What fits, and what is left open.

use crate::tests_of_scans::{ask_of, content};
use plumbline_domain::{Probe, ProbeOutcome, Scan, ScanRun};

fn ask(artifact_type: &str, runs: Vec<ScanRun>) -> (ProbeOutcome, String) {
    let answer = ask_of(Probe::ToolFits, artifact_type, &content(Scan { runs, ..Scan::default() }));
    (answer.outcome, answer.because)
}

fn outcome(artifact_type: &str, runs: Vec<ScanRun>) -> ProbeOutcome {
    ask(artifact_type, runs).0
}

#[test]
fn each_type_asks_for_its_classes() {
    let run = |tool: &str| vec![ScanRun::of_tool(tool, true)];
    let types = ["lint-diagnostics", "template-diagnostics", "policy-diagnostics", "secret-scan"];
    let fits = |tool: &str| types.map(|t| outcome(t, run(tool)) == ProbeOutcome::Holds);
    assert_eq!(fits("tflint"), [true, false, false, false]);
    assert_eq!(fits("cfn-lint"), [true, true, false, false]);
    assert_eq!(fits("kube-linter"), [true, false, true, false]);
    assert_eq!(fits("terraform validate"), [true, true, false, false]);
    assert_eq!(fits("Checkov"), [true, false, true, true]);
    assert_eq!(fits("gitleaks"), [false, false, false, true]);
    assert_eq!(fits("CodeQL"), [false; 4]);
}

#[test]
fn a_tool_that_nobody_knows_is_left_open_with_the_line_that_admits_it() {
    let (outcome, because) = ask("lint-diagnostics", vec![ScanRun::of_tool("LGTM.com", false)]);
    assert_eq!(outcome, ProbeOutcome::Inconclusive);
    assert_eq!(because, r#"LGTM.com is not a known tool; this line of policy would admit it: "tools": {"LGTM.com": ["linter"]}"#);
}

#[test]
fn all_runs_with_results_must_fit_and_those_without_need_not() {
    let tflint = || ScanRun::of_tool("tflint", true);
    assert_eq!(outcome("lint-diagnostics", vec![tflint(), ScanRun::of_tool("CodeQL", true)]), ProbeOutcome::Inconclusive);
    assert_eq!(outcome("lint-diagnostics", vec![tflint(), ScanRun::of_tool("CodeQL", false)]), ProbeOutcome::Holds);
    assert_eq!(
        outcome("lint-diagnostics", vec![tflint(), ScanRun { has_results: true, ..ScanRun::default() }]),
        ProbeOutcome::Inconclusive
    );
}

#[test]
fn rule_ids_name_the_tool_where_the_file_does_not() {
    let by_rules = |tool: Option<&str>| ScanRun {
        tool: tool.map(Into::into),
        tool_by_rules: Some("checkov".into()),
        has_results: true,
        ..ScanRun::default()
    };
    assert_eq!(outcome("policy-diagnostics", vec![by_rules(None)]), ProbeOutcome::Holds);
    assert_eq!(outcome("policy-diagnostics", vec![by_rules(Some("terraform scan"))]), ProbeOutcome::Holds);
    assert_eq!(
        outcome("policy-diagnostics", vec![by_rules(Some("gitleaks"))]),
        ProbeOutcome::Inconclusive,
        "the name is the word"
    );
}

#[test]
fn a_file_that_names_no_tool_is_silent() {
    assert_eq!(outcome("secret-scan", vec![]), ProbeOutcome::Silent);
    assert_eq!(outcome("lint-diagnostics", vec![ScanRun { has_results: true, ..ScanRun::default() }]), ProbeOutcome::Silent);
}
