//! The policy enforcement funnel: where changes get lost, and where they went past (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use crate::domain::{Gate, Mode, Outcome};
use serde::Serialize;

/// A step of the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The change exists.
    Opened,
    /// All that intent asks for is verified.
    Intent,
    /// All that validation asks for is verified.
    Validated,
    /// A counting validation report, and no critical or high finding is open there.
    RiskAssessed,
    /// Somebody other than the author upheld intent and controls.
    Approved,
    /// All that execution asks for is verified.
    Deployed,
    /// All that observation asks for is verified.
    Observed,
}

impl Step {
    /// The steps in order.
    pub const ALL: [Step; 7] =
        [Step::Opened, Step::Intent, Step::Validated, Step::RiskAssessed, Step::Approved, Step::Deployed, Step::Observed];

    /// The published id.
    pub const fn id(self) -> &'static str {
        match self {
            Step::Opened => "opened",
            Step::Intent => "intent",
            Step::Validated => "validated",
            Step::RiskAssessed => "risk-assessed",
            Step::Approved => "approved",
            Step::Deployed => "deployed",
            Step::Observed => "observed",
        }
    }

    /// The gate whose report can bypass the step.
    pub const fn gate(self) -> Option<Gate> {
        match self {
            Step::Opened => None,
            Step::Intent => Some(Gate::Intent),
            Step::Validated | Step::RiskAssessed | Step::Approved => Some(Gate::Validation),
            Step::Deployed => Some(Gate::Execution),
            Step::Observed => Some(Gate::Observation),
        }
    }

    /// Whether the change meets the step's own criterion, whatever came before.
    pub fn is_met(self, change: &ChangeAssessment) -> bool {
        let validation = change.gate(Gate::Validation);
        match self {
            Step::Opened => true,
            Step::Intent => change.gate(Gate::Intent).is_verified(),
            Step::Validated => validation.is_verified(),
            Step::RiskAssessed => validation.outcome.is_some() && validation.n_blocking == 0,
            Step::Approved => change.review.is_approved,
            Step::Deployed => change.gate(Gate::Execution).is_verified(),
            Step::Observed => change.gate(Gate::Observation).is_verified(),
        }
    }

    /// Whether the change went past the step without meeting its own criterion.
    pub fn is_leaked(self, change: &ChangeAssessment) -> bool {
        let went_past = match self {
            Step::Opened => false,
            Step::Intent | Step::Validated | Step::RiskAssessed | Step::Approved => change.is_shipped,
            Step::Deployed => change.is_deployed,
            Step::Observed => change.is_past_grace,
        };
        went_past && !self.is_met(change)
    }

    /// Whether the counting report at the step's gate says `bypassed`.
    pub fn is_bypassed(self, change: &ChangeAssessment) -> bool {
        self.gate().is_some_and(|gate| change.gate(gate).outcome == Some(Outcome::Bypassed))
    }
}

/// The numbers of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct FunnelStep {
    /// The step.
    pub step: Step,
    /// Changes that meet this step and all before it.
    pub reached: u64,
    /// Changes that met all before it, and not this one.
    pub lost: u64,
    /// Changes whose report at the step's gate says `bypassed`.
    pub bypassed: u64,
    /// Changes that went past without meeting the step's own criterion.
    pub leaked: u64,
}

impl ChangeAssessment {
    /// Whether its validation gate only watches; then it stands in the other funnel.
    pub fn is_evaluated_only(&self) -> bool {
        self.gate(Gate::Validation).mode == Some(Mode::Evaluate)
    }

    /// The last step up to which it meets every step.
    pub fn reached_step(&self) -> Step {
        Step::ALL.into_iter().take_while(|step| step.is_met(self)).last().unwrap_or(Step::Opened)
    }
}

impl Assessment {
    /// The funnel over a set of changes: of those whose validation gate can stop them, or (`evaluate`) of those where it only
    /// watches.
    pub fn funnel(&self, subset: &[u32], evaluate: bool) -> Vec<FunnelStep> {
        let mut steps = Step::ALL.map(|step| FunnelStep { step, reached: 0, lost: 0, bypassed: 0, leaked: 0 });
        for (_, change) in self.of(subset).filter(|(_, c)| c.is_evaluated_only() == evaluate) {
            let mut still = true;
            for row in &mut steps {
                still = still && row.step.is_met(change);
                row.reached += u64::from(still);
                row.bypassed += u64::from(row.step.is_bypassed(change));
                row.leaked += u64::from(row.step.is_leaked(change));
            }
        }
        let mut before = steps.first().map_or(0, |s| s.reached);
        for row in &mut steps {
            row.lost = before - row.reached;
            before = row.reached;
        }
        steps.to_vec()
    }
}
