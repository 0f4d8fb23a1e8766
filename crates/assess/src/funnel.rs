//! The policy enforcement funnel: where changes get lost, and where they went past (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use plumbline_columns::count_by;
use plumbline_domain::{Gate, Mode, Outcome};
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

/// How a change went through the steps, as one number: for each step, from the lowest bits on, whether it and all before it are met,
/// whether it is leaked, and whether it is bypassed; and above them whether validation only watches.
pub(crate) fn course_of(change: &ChangeAssessment) -> u64 {
    let mut course = u64::from(change.is_evaluated_only()) << (3 * Step::ALL.len());
    let mut still = true;
    for (i, step) in Step::ALL.into_iter().enumerate() {
        still = still && step.is_met(change);
        for (j, is) in [still, step.is_leaked(change), step.is_bypassed(change)].into_iter().enumerate() {
            course |= u64::from(is) << (3 * i + j);
        }
    }
    course
}

impl Assessment {
    /// The funnel over a set of changes: of those whose validation gate can stop them, or (`evaluate`) of those where it only
    /// watches.
    pub fn funnel(&self, subset: &[u32], evaluate: bool) -> Vec<FunnelStep> {
        let mut steps = Step::ALL.map(|step| FunnelStep { step, reached: 0, lost: 0, bypassed: 0, leaked: 0 });
        let c = &self.columns;
        let counts = count_by(&c.courses, subset, c.course_numbers.len());
        for (&course, n) in c.course_numbers.iter().zip(counts) {
            if course >> (3 * Step::ALL.len()) & 1 != u64::from(evaluate) {
                continue;
            }
            for (i, row) in steps.iter_mut().enumerate() {
                let count = |j: usize| if course >> (3 * i + j) & 1 == 1 { n } else { 0 };
                row.reached += count(0);
                row.leaked += count(1);
                row.bypassed += count(2);
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
