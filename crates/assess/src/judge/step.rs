//! The steps of the funnel for one change (docs/scoring.md, "Policy enforcement funnel").

use super::change::ChangeAssessment;
use plumbline_domain::{Gate, Outcome};
use serde::{Deserialize, Serialize};

/// A step of the funnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
