//! What holds for one change and for each of its gates, whatever is selected.

use super::grade::GradedItem;
use super::requirement::{Requirement, best};
use super::review::ReviewSummary;
use plumbline_domain::{ArtifactTypeId, Authorship, Gate, Instant, Mode, Outcome};
use std::ops::Range;

/// What holds for one change.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangeAssessment {
    /// The date for periods and trends.
    pub date: Instant,
    /// Merged or deployed by `now`.
    pub is_shipped: bool,
    /// Deployed by `now`.
    pub is_deployed: bool,
    /// Deployed, and the days of grace for observation are over.
    pub is_past_grace: bool,
    /// Its team, by its place in [`crate::Assessment::teams`].
    pub team: Option<u32>,
    /// Its service, by its place in [`crate::Assessment::services`].
    pub service: Option<u32>,
    /// Its environment, compared without case, by its place in [`crate::Assessment::environments`].
    pub environment: Option<u32>,
    /// Its release, by its place in [`crate::Assessment::releases`].
    pub release: Option<u32>,
    /// Who wrote it.
    pub authorship: Authorship,
    /// Whether its environment counts as critical.
    pub is_critical: bool,
    /// Resources that it creates, modifies or deletes; without a stated count, what the policy assumes.
    pub blast_radius: u64,
    /// Its gates, in the order of [`Gate::ALL`].
    pub gates: [GateAssessment; 4],
    /// What its independent reviews say.
    pub review: ReviewSummary,
    /// The places of its occurrences among those of all changes.
    pub(crate) occurrences: Range<usize>,
}

/// What holds for one gate of one change.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GateAssessment {
    /// Whether the gate is due.
    pub is_due: bool,
    /// What the counting report says; none without one.
    pub outcome: Option<Outcome>,
    /// The mode of the counting report.
    pub mode: Option<Mode>,
    /// The items of the counting report, graded, in its order.
    pub items: Vec<GradedItem>,
    /// What is owed; empty when the gate is not due.
    pub requirements: Vec<Requirement>,
    /// How many requirements are verified.
    pub n_verified: u32,
    /// The stated confidence, 0 to 1.
    pub stated: Option<f64>,
    /// Whether any statement names a risk.
    pub(crate) states_risk: bool,
    /// Open findings by surface and severity, in the order of the vocabulary.
    pub open: [[u32; 5]; 3],
    /// Open critical and high findings.
    pub n_blocking: u32,
}

impl GateAssessment {
    /// Whether the gate is due and everything that it asks for is verified.
    pub fn is_verified(&self) -> bool {
        self.is_due && self.n_verified as usize == self.requirements.len()
    }

    /// The share of requirements that is verified; none when nothing is owed.
    pub fn verified_share(&self) -> Option<f64> {
        (!self.requirements.is_empty()).then(|| f64::from(self.n_verified) / self.requirements.len() as f64)
    }

    /// Whether the gate was open: passed or bypassed.
    pub fn was_open(&self) -> bool {
        matches!(self.outcome, Some(Outcome::Passed | Outcome::Bypassed))
    }

    /// Open findings of all surfaces and severities.
    pub fn n_open(&self) -> u64 {
        self.open.iter().flatten().map(|&n| u64::from(n)).sum()
    }

    /// The best item of a type, owed or offered unasked.
    pub fn best_item(&self, artifact_type: ArtifactTypeId) -> Option<(usize, &GradedItem)> {
        best(&self.items, |_, item| item.artifact_type == artifact_type)
    }
}

impl ChangeAssessment {
    /// One of its gates.
    pub fn gate(&self, gate: Gate) -> &GateAssessment {
        let [intent, validation, execution, observation] = &self.gates;
        match gate {
            Gate::Intent => intent,
            Gate::Validation => validation,
            Gate::Execution => execution,
            Gate::Observation => observation,
        }
    }

    /// All that it owes, with the gate at which it is owed.
    pub fn requirements(&self) -> impl Iterator<Item = (Gate, &Requirement)> {
        Gate::ALL.iter().copied().flat_map(|gate| self.gate(gate).requirements.iter().map(move |r| (gate, r)))
    }

    /// Whether it shipped while something that it owes is not verified.
    pub fn is_in_debt(&self) -> bool {
        self.is_shipped && self.requirements().any(|(_, r)| !r.is_verified)
    }

    /// Whether no critical or high finding is open at any gate.
    pub fn is_clean(&self) -> bool {
        self.gates.iter().all(|g| g.n_blocking == 0)
    }
    /// Whether its validation gate only watches; then it stands in the other funnel.
    pub fn is_evaluated_only(&self) -> bool {
        self.gate(Gate::Validation).mode == Some(Mode::Evaluate)
    }
}
