//! What was evaluated or measured after a deployment.

use super::super::Instant;
use super::Place;

/// What one evaluation or sample says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum EvaluationResult {
    /// The resource complies; the target is up.
    Compliant,
    /// It does not.
    NonCompliant,
    /// The tool leaves it open: in progress, unknown, too little data.
    Open,
    /// A measured value of which no rule says whether it is good.
    Measured,
    /// It was not evaluated: exempt, not applicable.
    Excused,
}

/// An evaluation that is shown.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Evaluation {
    /// What it says of what, as a clause: "vm-1 is NonCompliant under allowed-locations".
    pub what: Box<str>,
    /// Where that stands.
    pub place: Place,
}

/// Evaluations of resources, or samples of a signal: counted, with the first few of those that must be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Compliance {
    /// Those that comply.
    pub compliant: u64,
    /// Those that do not.
    pub non_compliant: u64,
    /// Those that the tool leaves open.
    pub open: u64,
    /// Measured values.
    pub measured: u64,
    /// What was not evaluated.
    pub excused: u64,
    /// The first of those that do not comply.
    pub first_non_compliant: Vec<Evaluation>,
    /// The first of those that are left open.
    pub first_open: Vec<Evaluation>,
    /// The newest time of an evaluation or sample, and where it stands.
    pub newest: Option<(Instant, Place)>,
    /// Where the file says that its list goes on.
    pub goes_on: Option<Place>,
    /// Why the tool gave no answer at all, as a phrase, and where that stands.
    pub failed: Option<(Box<str>, Place)>,
}

impl Compliance {
    /// How many evaluations of a kind are kept to be shown.
    const SHOWN: usize = 20;

    /// Counts an evaluation. Its words and its place are made only when they are kept.
    pub fn count(
        &mut self,
        result: EvaluationResult,
        at: Option<Instant>,
        place: impl Fn() -> Place,
        what: impl FnOnce() -> String,
    ) {
        let (n, shown) = match result {
            EvaluationResult::Compliant => (&mut self.compliant, None),
            EvaluationResult::NonCompliant => (&mut self.non_compliant, Some(&mut self.first_non_compliant)),
            EvaluationResult::Open => (&mut self.open, Some(&mut self.first_open)),
            EvaluationResult::Measured => (&mut self.measured, None),
            EvaluationResult::Excused => (&mut self.excused, None),
        };
        *n += 1;
        if let Some(shown) = shown.filter(|shown| shown.len() < Self::SHOWN) {
            shown.push(Evaluation { what: what().into(), place: place() });
        }
        let Some(at) = at.filter(|_| result != EvaluationResult::Excused) else { return };
        if self.newest.as_ref().is_none_or(|(newest, _)| *newest < at) {
            self.newest = Some((at, place()));
        }
    }

    /// How many evaluations and samples there are; what was not evaluated is none.
    pub fn evaluated(&self) -> u64 {
        self.compliant + self.non_compliant + self.open + self.measured
    }
}
