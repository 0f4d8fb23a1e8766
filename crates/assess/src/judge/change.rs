//! What holds for one change and for each of its gates, whatever is selected.

use super::grade::GradedItem;
use super::requirement::{Over, Requirement, Standing, worst};
use super::review::ReviewSummary;
use plumbline_domain::{ArtifactTypeId, Authorship, Family, Gate, Instant, Mode, Outcome};
use std::ops::Range;

/// What holds for one change.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ChangeAssessment {
    /// The date for periods and trends.
    pub date: Instant,
    /// Merged or deployed by `now`.
    pub is_shipped: bool,
    /// When it shipped: the earlier of its merge and its deployment up to `now`.
    pub shipped_at: Option<Instant>,
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
    /// Whether it counts as critical: a counting report states a critical environment, or none states any.
    pub is_critical: bool,
    /// Resources that it creates, modifies or deletes; without a stated count, what the policy assumes.
    pub blast_radius: u64,
    /// Its gates, in the order of [`Gate::ALL`].
    pub gates: [GateAssessment; 4],
    /// What its independent reviews say.
    pub review: ReviewSummary,
    /// The places of its occurrences among those of all changes.
    #[serde(skip)]
    pub(crate) occurrences: Range<usize>,
}

/// What holds for one gate of one change.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GateAssessment {
    /// Whether the gate is due.
    pub is_due: bool,
    /// When the gate fell due; none when it is not.
    pub due_at: Option<Instant>,
    /// What the gate said: failed if any of its parts did, else bypassed if any was, else skipped if all were, else passed; none
    /// without a report.
    pub outcome: Option<Outcome>,
    /// Whether the gate could stop the change: it could if any of its parts could.
    pub mode: Option<Mode>,
    /// How many parts it has: one for each counting report.
    pub n_parts: u32,
    /// The items of the counting reports, graded, part by part, in the order of each report.
    pub items: Vec<GradedItem>,
    /// What is owed; empty when the gate is not due.
    pub requirements: Vec<Requirement>,
    /// How many requirements are verified.
    pub n_verified: u32,
    /// The stated confidence, 0 to 1: the mean of what its parts state.
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

    /// The item that stands for a type, with its place among the items of the gate: the best of the part that is worst off. A type that
    /// is owed is judged over all parts, one that is offered unasked over those that offer it. None where that part has none.
    pub fn best_item(&self, artifact_type: ArtifactTypeId) -> Option<(usize, &GradedItem)> {
        self.standing(artifact_type, |_| true)?.best
    }

    /// The same among the items that speak for a family.
    pub fn best_item_for(&self, artifact_type: ArtifactTypeId, family: Family) -> Option<(usize, &GradedItem)> {
        self.standing(artifact_type, |item| item.names(family))?.best
    }

    /// The parts with what a requirement would be in each alone: what is behind the one that stands for it.
    pub fn in_parts(&self, artifact_type: ArtifactTypeId) -> impl Iterator<Item = Requirement> {
        (0..self.n_parts).map(move |part| Requirement::judge_part(artifact_type, &self.items, part))
    }

    fn standing(&self, artifact_type: ArtifactTypeId, wanted: impl Fn(&GradedItem) -> bool) -> Option<Standing<'_>> {
        let is_owed = self.requirements.iter().any(|r| r.artifact_type == artifact_type);
        worst(&self.items, artifact_type, if is_owed { Over::All(self.n_parts) } else { Over::Offering }, wanted)
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
