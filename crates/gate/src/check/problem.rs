//! One thing that a change owes, or must not have.

use crate::failing::Failing;
use plumbline_domain::{Gate, Location, Place, Probe, ProbeOutcome, Severity};

/// The probe that decides why required evidence is not verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The probe.
    pub probe: Probe,
    /// What the file answers.
    pub outcome: ProbeOutcome,
    /// Why: a sentence without a full stop.
    pub because: String,
    /// The file that was read.
    pub file: String,
    /// The places in it that show it.
    pub places: Vec<Place>,
}

/// One thing that a change owes, or must not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// At which gate.
    pub gate: Gate,
    /// In which part of it, where there are any.
    pub part: Option<String>,
    /// What is wrong with it.
    pub failing: Failing,
    /// The artifact type's id; none for a finding.
    pub artifact_type: Option<String>,
    /// The rule of a finding.
    pub rule: Option<String>,
    /// How bad a finding is.
    pub severity: Option<Severity>,
    /// The probe that decides it, where one does.
    pub decided_by: Option<Decision>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it, in one sentence.
    pub action: String,
    /// Shell lines that supply it.
    pub remedy: Vec<String>,
    /// Where a finding stands in the source.
    pub location: Location,
}
