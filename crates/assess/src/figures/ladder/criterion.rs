//! One criterion of the ladder over the changes of a window (docs/scoring.md, "Maturity ladder").

use crate::columns::{RequirementState, mark};
use crate::figures::confidence::{self, Confidence};
use crate::figures::pattern::TeamPattern;
use crate::figures::workflow::Release;
use crate::{Assessment, By, Share, wilson};
use plumbline_columns::count_marked;
use plumbline_domain::{ArtifactTypeId, Criterion, Family, Gate, Grade, Metric};
use serde::{Deserialize, Serialize, Serializer};

/// How a criterion came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CriterionState {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// So few cases that even all of them together would not meet it.
    NotEnoughData,
    /// Without a case: it counts as met.
    NotApplicable,
}

impl CriterionState {
    /// Whether it keeps a team off its rung.
    pub const fn holds_back(self) -> bool {
        matches!(self, CriterionState::NotMet | CriterionState::NotEnoughData)
    }
}

/// What a criterion asks for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// The lower end of the share's interval reaches this, 0 to 1.
    AtLeast(f64),
    /// Every case, without interval.
    Every,
    /// No case, without interval.
    None,
}

impl Need {
    fn of(criterion: &Criterion) -> Self {
        if criterion.every {
            Need::Every
        } else if criterion.none {
            Need::None
        } else {
            Need::AtLeast(criterion.at_least.unwrap_or(1.0))
        }
    }

    /// What the value is compared with: a share, 0 to 1; for [`Need::None`] the count 0.
    pub const fn threshold(self) -> f64 {
        match self {
            Need::AtLeast(share) => share,
            Need::Every => 1.0,
            Need::None => 0.0,
        }
    }
}

fn threshold<S: Serializer>(need: &Need, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(need.threshold())
}

/// One criterion for one team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CriterionResult {
    /// The rung that asks for it.
    pub rung: String,
    /// Its id.
    pub id: String,
    /// The share, 0 to 1, or for [`Need::None`] a count; absent without a case.
    pub value: Option<f64>,
    /// The lower end of the share's interval, 0 to 1; absent for exact criteria.
    pub low: Option<f64>,
    /// How many cases.
    pub n: u64,
    /// What is asked for; as JSON, [`Need::threshold`].
    #[serde(rename = "threshold", serialize_with = "threshold")]
    pub need: Need,
    /// How it came out.
    pub state: CriterionState,
    /// What is measured.
    #[serde(skip)]
    pub metric: Metric,
    /// At which gate.
    #[serde(skip)]
    pub gate: Option<Gate>,
}

/// What a criterion measures: a share, or a count of what must not be.
enum Measure {
    Share(Share),
    Count { n: u64, count: u64 },
}

/// How a criterion came out, as in [`CriterionResult`].
pub(super) struct Verdict {
    value: Option<f64>,
    low: Option<f64>,
    n: u64,
    need: Need,
    pub state: CriterionState,
}

/// What the criteria are measured by over the changes of a window.
pub(super) struct Window<'a> {
    changes: &'a [u32],
    gates: By<Gate, Confidence>,
    pub owed: Vec<u32>,
    states: Vec<(&'a RequirementState, u64)>,
    releases: &'a [Release],
    patterns: &'a [TeamPattern],
}

impl<'a> Window<'a> {
    /// The changes of a window, with the releases and patterns of their team.
    pub fn of(assessment: &'a Assessment, changes: &'a [u32], releases: &'a [Release], patterns: &'a [TeamPattern]) -> Self {
        let (gates, owed) = (confidence::by_gate(assessment, changes), assessment.requirement_counts(changes));
        Window { changes, gates, states: assessment.states_of_counts(&owed).collect(), owed, releases, patterns }
    }
}

/// Every criterion of the ladder over the changes of a window.
pub(super) fn results(assessment: &Assessment, window: &Window<'_>) -> Vec<CriterionResult> {
    let ladder = &assessment.policy().ladder;
    ladder.iter().flat_map(|rung| rung.criteria.iter().map(|c| result(assessment, &rung.rung, c, window))).collect()
}

fn result(assessment: &Assessment, rung: &str, criterion: &Criterion, window: &Window<'_>) -> CriterionResult {
    let Verdict { value, low, n, need, state } = judge(assessment, criterion, window);
    CriterionResult {
        rung: rung.to_owned(),
        id: criterion.id.clone(),
        value,
        low,
        n,
        need,
        state,
        metric: criterion.metric,
        gate: criterion.gate,
    }
}

/// How a criterion comes out over the changes of a window.
pub(super) fn judge(assessment: &Assessment, criterion: &Criterion, window: &Window<'_>) -> Verdict {
    let is_empty = window.changes.is_empty();
    // without any change nothing can be said, not even that there is no case
    let (n, value, low) = match measure(assessment, criterion, window) {
        _ if is_empty => (0, None, None),
        Measure::Share(share) => (share.n, share.value, share.low),
        Measure::Count { n, count } => (n, Some(count as f64), None),
    };
    let need = Need::of(criterion);
    let (is_exact, threshold) = (!matches!(need, Need::AtLeast(_)), need.threshold());
    let can_be_without_case =
        matches!(criterion.metric, Metric::RollbackRehearsed | Metric::AlertPathPerRelease | Metric::UnpreventedRecurrence);
    let reaches = |share: Option<f64>| share.is_some_and(|s| s >= threshold);
    let state = if n == 0 {
        if can_be_without_case && !is_empty { CriterionState::NotApplicable } else { CriterionState::NotEnoughData }
    } else if need == Need::None {
        if value == Some(0.0) { CriterionState::Met } else { CriterionState::NotMet }
    } else if reaches(if is_exact { value } else { low }) {
        CriterionState::Met
    } else if !is_exact && !reaches(wilson(1.0, n).map(|i| i.low)) {
        CriterionState::NotEnoughData
    } else {
        CriterionState::NotMet
    };
    Verdict { value, low: low.filter(|_| !is_exact), n, need, state }
}

fn measure(assessment: &Assessment, criterion: &Criterion, window: &Window<'_>) -> Measure {
    let marked = |marks: u32| count_marked(&assessment.columns.marks, window.changes, marks);
    let share = |k: u64, n: u64| Measure::Share(Share::of(k, n));
    // of the requirements that are meant, the share that is good
    let requirements = |is_meant: &dyn Fn(&RequirementState) -> bool, is_good: &dyn Fn(&RequirementState) -> bool| {
        let (mut k, mut n) = (0, 0);
        for (state, count) in window.states.iter().filter(|(state, _)| is_meant(state)) {
            n += count;
            k += if is_good(state) { *count } else { 0 };
        }
        share(k, n)
    };
    match criterion.metric {
        Metric::Verified => {
            let c = window.gates.get(criterion.gate.unwrap_or(Gate::Intent));
            // where the gate asks for nothing there is no case
            let n = if c.verified.is_some() { c.n } else { 0 };
            Measure::Share(Share { n, value: c.verified, low: c.verified_low, high: c.verified_high })
        }
        Metric::ShippedClean => share(marked(mark::SHIPPED | mark::CLEAN), marked(mark::SHIPPED)),
        Metric::ReproducedShare => requirements(&|r| is_reproducible(assessment, r.artifact_type), &|r| {
            r.grade == Grade::Reproduced && r.condition.is_none()
        }),
        Metric::RollbackRehearsed => {
            requirements(&|r| Some(r.artifact_type) == assessment.judged.index.named.rollback_rehearsal, &|r| r.is_verified)
        }
        Metric::AlertPathPerRelease => {
            share(window.releases.iter().filter(|r| r.is_alert_tested).count() as u64, window.releases.len() as u64)
        }
        Metric::BlindReview => {
            let due = mark::due_at(Gate::Validation);
            share(marked(due | mark::BLIND), marked(due))
        }
        Metric::StrongFamilies => {
            let states = || window.states.iter().map(|(state, _)| *state);
            let proved = Family::ALL.iter().filter(|&&family| is_strongly_proved(assessment, states(), family)).count();
            share(proved as u64, Family::ALL.len() as u64)
        }
        Metric::UnpreventedRecurrence => {
            let recurring = || window.patterns.iter().filter(|p| p.recurrences() > 0);
            let count = recurring().filter(|p| !p.is_prevented).count();
            Measure::Count { n: recurring().count() as u64, count: count as u64 }
        }
    }
}

/// Whether a requirement is among those that a criterion of verified evidence (`verified`, `rollbackRehearsed`) asks for.
pub fn asks_for(assessment: &Assessment, metric: Metric, gate: Option<Gate>, state: &RequirementState) -> bool {
    match metric {
        Metric::Verified => gate.is_none_or(|g| g == state.gate),
        Metric::RollbackRehearsed => Some(state.artifact_type) == assessment.judged.index.named.rollback_rehearsal,
        _ => false,
    }
}

pub(super) fn is_reproducible(assessment: &Assessment, artifact_type: ArtifactTypeId) -> bool {
    assessment.judged.index.artifact_type(artifact_type).is_some_and(|t| t.reproducible)
}

/// Whether a requirement of a type that is strong for the family is reproduced or signed, without condition.
pub(super) fn is_strongly_proved<'a>(
    assessment: &Assessment,
    mut states: impl Iterator<Item = &'a RequirementState>,
    family: Family,
) -> bool {
    let is_strong = |t: ArtifactTypeId| assessment.policy().artifact_type(t).is_some_and(|t| t.strong.contains(&family));
    states.any(|r| r.condition.is_none() && r.grade >= Grade::Signed && is_strong(r.artifact_type))
}
