//! The open findings of a change, whether or not they block.

use super::check::Problem;
use super::failing::Failing;
use crate::words::check as words;
use plumbline_assess::Assessment;
use plumbline_domain::{Change, FindingStatus, Gate, Location, Severity};
use plumbline_report::text::part;

/// An open finding, whether or not it blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFinding {
    /// At which gate.
    pub gate: Gate,
    /// In which part of it, where there are any.
    pub part: Option<String>,
    /// How bad it is; medium where the file states nothing.
    pub severity: Severity,
    /// Whether the policy lets no finding of this severity stay open.
    pub is_blocking: bool,
    /// The rule.
    pub rule: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where it stands in the source.
    pub location: Location,
}

impl OpenFinding {
    /// A finding that blocks, as one of the problems of its change.
    pub(crate) fn problem(&self) -> Problem {
        Problem {
            gate: self.gate,
            part: self.part.clone(),
            failing: Failing::Finding,
            artifact_type: None,
            rule: self.rule.clone(),
            severity: Some(self.severity),
            decided_by: None,
            message: self.message.clone(),
            action: words::FINDING_ACTION.to_owned(),
            remedy: Vec::new(),
            location: self.location.clone(),
        }
    }
}

/// The open findings of one gate, the worst first.
pub(crate) fn open_findings(assessment: &Assessment, change: &Change, place: u32, gate: Gate) -> Vec<OpenFinding> {
    let findings = assessment.findings(place, gate);
    let open = findings.iter().map(|(joined, _)| joined).filter(|joined| joined.status == FindingStatus::Open);
    let mut open: Vec<OpenFinding> = open
        .map(|joined| {
            let f = joined.finding;
            OpenFinding {
                gate,
                part: change.report(gate, joined.part).and_then(|report| part::of(change, report)),
                severity: f.severity,
                is_blocking: joined.is_blocking,
                rule: f.rule_id.clone(),
                resource: f.resource.clone(),
                message: words::finding(f.severity, f.rule_id.as_deref(), f.resource.as_deref(), f.message.as_deref()),
                location: f.location.clone(),
            }
        })
        .collect();
    open.sort_by_key(|f| f.severity);
    open
}
