//! A change with its counting reports, joined from all records (rules, 3.5).

use super::{
    Artifact, ArtifactTypeId, ChangeFields, Family, Finding, Gate, Instant, Mode, Origin, Outcome, Review, Run, Statement, Tool,
};
use std::sync::Arc;

/// One infrastructure pull request: the unit that passes gates.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Its fields: the latest report of any gate that states a field won, field by field.
    pub fields: ChangeFields,
    /// The counting report of each gate, in the order of [`Gate::ALL`]; none where no report dated up to `now` exists.
    pub reports: [Option<GateReport>; 4],
    /// All reviews up to `now`, of counting and superseded reports, by gate and then `recordedAt`.
    pub reviews: Vec<ReviewRecord>,
    /// The earliest `recordedAt` of its reports up to `now`.
    pub earliest_recorded_at: Instant,
}

/// The counting report of a gate.
#[derive(Clone, Debug, PartialEq)]
pub struct GateReport {
    /// The gate.
    pub gate: Gate,
    /// When it was recorded.
    pub recorded_at: Instant,
    /// What the gate said.
    pub outcome: Outcome,
    /// Whether it could stop the change.
    pub mode: Mode,
    /// Stated confidence, in the order of the report. A statement's own date does not matter.
    pub perceived: Vec<Statement>,
    /// Evidence, in the order of the report.
    pub items: Vec<Item>,
    /// Native findings, in the order of the report.
    pub findings: Arc<[Finding]>,
    /// Where it was read.
    pub origin: Origin,
    /// How many reports of the same gate it superseded.
    pub superseded: u32,
}

/// One evidence item of a counting report.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its id in the report.
    pub id: String,
    /// Its type.
    pub artifact_type: ArtifactTypeId,
    /// The families that it names; absent: all that its type serves.
    pub controls: Option<Vec<Family>>,
    /// What it is.
    pub title: Option<String>,
    /// Its artifact.
    pub artifact: Option<Artifact>,
    /// The file with the state before.
    pub before: Option<Artifact>,
    /// Further files that are read together with it.
    pub with: Vec<Artifact>,
    /// From a grant (`principal role scope`) to the sentence that justifies it.
    pub justifications: std::collections::BTreeMap<String, String>,
    /// Prose.
    pub statement: Option<String>,
    /// The command that made it.
    pub command: Option<String>,
    /// The tool that made it.
    pub tool: Option<Tool>,
    /// Runs up to `now` (undated ones too): the report's own first, then those of superseded reports, then verifications.
    pub runs: Vec<Run>,
    /// Whether the first of `runs` is the first that the counting report itself states.
    pub has_own_run: bool,
    /// The path of its attestation.
    pub attestation: Option<String>,
    /// The attestation's bytes, when they are at hand.
    pub attestation_content: Option<super::ContentId>,
    /// When it stops being valid.
    pub expires_at: Option<Instant>,
}

/// A review with the report that carried it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewRecord {
    /// The gate of the report.
    pub gate: Gate,
    /// The report's `recordedAt`.
    pub recorded_at: Instant,
    /// The review.
    pub review: Review,
}

impl Change {
    /// The counting report of a gate.
    pub fn report(&self, gate: Gate) -> Option<&GateReport> {
        self.reports.get(gate.index()).and_then(Option::as_ref)
    }

    /// The date for periods and trends: merged, else deployed, else opened, else earliest recorded (rules, section 4).
    pub fn date(&self) -> Instant {
        let f = &self.fields;
        f.merged_at.or(f.deployed_at).or(f.opened_at).unwrap_or(self.earliest_recorded_at)
    }

    /// Whether it was merged or deployed by `now`.
    pub fn is_shipped(&self, now: Instant) -> bool {
        self.fields.merged_at.is_some_and(|t| t <= now) || self.is_deployed(now)
    }

    /// Whether it was deployed by `now`.
    pub fn is_deployed(&self, now: Instant) -> bool {
        self.fields.deployed_at.is_some_and(|t| t <= now)
    }

    /// Whether it touches a family; unknown scope touches all, and every change touches deployment safety (rules, 5.2).
    pub fn touches(&self, family: Family) -> bool {
        family == Family::DeploymentSafety || self.fields.touches.as_ref().is_none_or(|t| t.contains(&family))
    }
}

impl Item {
    /// Whether it speaks for a family, given whether its type serves it.
    pub fn names(&self, family: Family) -> bool {
        self.controls.as_ref().is_none_or(|c| c.contains(&family))
    }
}
