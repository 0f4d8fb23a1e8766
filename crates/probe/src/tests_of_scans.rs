//! Facts of scans by hand, for the tests of the probes that read them.

use crate::testing::Asked;
use crate::{Answer, Question, definition};
use plumbline_domain::{Content, Facts, Finding, FindingStatus, Location, Mode, Outcome, Place, Probe, Scan, Severity};
use std::collections::BTreeMap;

/// A file with a scan and no findings.
pub(crate) fn content(scan: Scan) -> Content {
    crate::testing::content(Facts { scan: Some(Box::new(scan)), ..Facts::default() })
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

/// Asks a file as evidence of a type under the default policy.
pub(crate) fn ask_of(probe: Probe, artifact_type: &str, content: &Content) -> Answer {
    let Asked { policy, .. } = Asked::default();
    let id = policy.artifact_type_id(artifact_type).unwrap();
    let question = Question {
        artifact_type: policy.artifact_type(id).unwrap(),
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
