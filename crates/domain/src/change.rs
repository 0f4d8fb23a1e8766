//! A change with its counting reports, joined from all records (rules, 3.5).

use super::{
    Artifact, ArtifactTypeId, ChangeFields, Family, Finding, Gate, Instant, Mode, Origin, Outcome, ReportSource, Review, Run,
    Statement, Tool,
};
use std::sync::Arc;

/// One infrastructure pull request: the unit that passes gates.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// Its fields: the latest report of any gate that states a field won, field by field.
    pub fields: ChangeFields,
    /// The counting reports dated up to `now`, one for each part of each gate: by gate, then the one without a part, then by the
    /// bytes of the part's name.
    pub reports: Vec<GateReport>,
    /// The environments that the counting reports state, each spelling once, in byte order.
    pub environments: Vec<String>,
    /// All reviews up to `now`, of counting and superseded reports, by gate and then `recordedAt`.
    pub reviews: Vec<ReviewRecord>,
    /// The earliest `recordedAt` of its reports up to `now`.
    pub earliest_recorded_at: Instant,
}

/// The counting report of one part of a gate.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GateReport {
    /// The gate.
    pub gate: Gate,
    /// The stack, job or environment within the change, such as `network/prod`. A report without one is a part of its own.
    pub part: Option<Box<str>>,
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
    /// What wrote it.
    pub source: Option<Box<ReportSource>>,
    /// How many reports of the same part of the gate it superseded.
    pub superseded: u32,
    /// How many items the reports of the same gate offer that stand before it.
    pub items_before: u32,
}

/// One evidence item of a counting report.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ReviewRecord {
    /// The gate of the report.
    pub gate: Gate,
    /// The report's `recordedAt`.
    pub recorded_at: Instant,
    /// Where the report was read.
    pub origin: Origin,
    /// The review.
    pub review: Review,
}

impl Change {
    /// The counting reports of a gate, one for each part.
    pub fn reports_at(&self, gate: Gate) -> &[GateReport] {
        let (start, end) = (self.reports.partition_point(|r| r.gate < gate), self.reports.partition_point(|r| r.gate <= gate));
        self.reports.get(start..end).unwrap_or_default()
    }

    /// The counting report of one part of a gate, by its place among them.
    pub fn report(&self, gate: Gate, part: u32) -> Option<&GateReport> {
        self.reports_at(gate).get(part as usize)
    }

    /// The items of a gate, part by part, each with the report that offers it. Places of items count in this order.
    pub fn items_at(&self, gate: Gate) -> impl Iterator<Item = (&GateReport, &Item)> {
        self.reports_at(gate).iter().flat_map(|report| report.items.iter().map(move |item| (report, item)))
    }

    /// The item at a place among those of a gate, with the report that offers it.
    pub fn item(&self, gate: Gate, place: u32) -> Option<(&GateReport, &Item)> {
        let reports = self.reports_at(gate);
        let report = reports.get(reports.partition_point(|r| r.items_before <= place).checked_sub(1)?)?;
        Some((report, report.items.get((place - report.items_before) as usize)?))
    }

    /// The commit that a report's evidence was made on: what its service says, else the commit of the change.
    pub fn commit_of<'a>(&'a self, report: &'a GateReport) -> Option<&'a str> {
        report.source.as_ref().and_then(|source| source.commit.as_deref()).or(self.fields.commit.as_deref())
    }

    /// Whether any report of a gate names a part.
    pub fn has_parts(&self, gate: Gate) -> bool {
        self.reports_at(gate).iter().any(|r| r.part.is_some())
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
        self.fields.touches(family)
    }
}

impl Item {
    /// When it was last run, else the time of its report. What was recorded without a run is no check.
    pub fn checked_at(&self, recorded_at: Instant) -> Instant {
        self.runs.iter().filter(|r| !r.recorded).filter_map(|r| r.at).max().unwrap_or(recorded_at)
    }

    /// Whether it speaks for a family, given whether its type serves it.
    pub fn names(&self, family: Family) -> bool {
        self.controls.as_ref().is_none_or(|c| c.contains(&family))
    }
}
