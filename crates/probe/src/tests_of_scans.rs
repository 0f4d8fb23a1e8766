//! Facts of scans by hand, for the tests of the probes that read them.

use crate::{Answer, Question, definition};
use plumbline_domain::{
    ArtifactType, Content, Facts, Finding, FindingStatus, Format, Gate, Location, Mode, Outcome, Place, Policy, Probe, Scan,
    Severity, Surface,
};
use std::collections::BTreeMap;

/// A file with a scan and no findings.
pub(crate) fn content(scan: Scan) -> Content {
    Content {
        path: "scan.json".to_owned(),
        sha256: String::new(),
        bytes: 1,
        format: Format::Sarif210,
        tool: None,
        is_empty: false,
        is_json: true,
        facts: Facts { scan: Some(Box::new(scan)), ..Facts::default() },
        findings: [].into(),
    }
}

/// An open finding of checkov in `main.tf`, line 3.
pub(crate) fn finding(rule: &str, severity: Severity) -> Finding {
    Finding {
        id: None,
        rule_id: Some(rule.to_owned()),
        tool: Some("checkov".to_owned()),
        severity,
        status: FindingStatus::Open,
        message: None,
        resource: None,
        location: Location { path: Some("main.tf".to_owned()), line: Some(3) },
        control: None,
        pattern: None,
        surface: None,
        fingerprint: None,
        justification: None,
    }
}

/// A place.
pub(crate) fn place(path: &str, line: u32) -> Place {
    Place { path: path.into(), line }
}

/// Asks a file as evidence of a type.
pub(crate) fn ask_of(probe: Probe, artifact_type: &str, content: &Content) -> Answer {
    let artifact_type = ArtifactType {
        id: artifact_type.to_owned(),
        title: String::new(),
        gate: Gate::Validation,
        strong: vec![],
        supporting: vec![],
        reproducible: true,
        fresh_days: None,
        surface: Surface::Provisioning,
        accepts: vec!["kind:scan".to_owned()],
        proves: vec![],
    };
    let policy = POLICY();
    let question = Question {
        artifact_type: &artifact_type,
        content,
        before: None,
        with: &[],
        plan: None,
        log: None,
        outcome: Outcome::Passed,
        mode: Mode::Enforce,
        deployed_at: None,
        justifications: &BTreeMap::new(),
        policy: &policy,
        explains: true,
    };
    (definition(probe).ask)(&question)
}
