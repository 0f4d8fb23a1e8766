//! Perceived beside verified confidence (docs/scoring.md, "Verified confidence" to "Pooled").

use crate::columns::RequirementState;
use crate::interval::{Share, Z, mean_of_sums};
use crate::{Assessment, By, GroupBy, Period, PeriodLength};
use plumbline_columns::{Tally, crossed, gathered};
use plumbline_domain::{Authorship, Condition, Gate, Grade, Risk};
use serde::{Deserialize, Serialize};

/// Perceived and verified confidence of a set of changes: at a gate, in a risk, or over all gates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confidence {
    /// How many changes it is about: those due at the gate, or those that owe something that serves the risk. When gates are
    /// pooled, how many pairs of change and gate.
    pub n: u64,
    /// The mean share of requirements verified, 0 to 1; absent without a change.
    pub verified: Option<f64>,
    /// The lower end of its Wilson interval, 0 to 1.
    pub verified_low: Option<f64>,
    /// The upper end, 0 to 1.
    pub verified_high: Option<f64>,
    /// The mean stated confidence, 0 to 1; absent when nobody states any.
    pub perceived: Option<f64>,
    /// The lower end of its interval, 0 to 1; absent for fewer than two statements.
    pub perceived_low: Option<f64>,
    /// The upper end, 0 to 1.
    pub perceived_high: Option<f64>,
    /// How many of `n` state it.
    pub stated: u64,
    /// The share of `n` whose counting report says `passed`, 0 to 1: what a green gate claims.
    pub implied: Option<f64>,
    /// Perceived less verified, -1 to 1.
    pub gap: Option<f64>,
}

/// A confidence, with the grades and conditions of the requirements that it is about.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct GradedConfidence {
    /// The confidence.
    #[serde(flatten)]
    pub confidence: Confidence,
    /// The best items of all requirements by grade; they add up to the requirements.
    pub grades: By<Grade, u64>,
    /// The best items by the condition that overrides their grade.
    pub conditions: By<Condition, u64>,
}

impl Confidence {
    /// The Wilson interval of what is verified, both ends 0 to 1.
    pub fn verified_interval(&self) -> Option<(f64, f64)> {
        self.verified_low.zip(self.verified_high)
    }

    /// The interval of what is perceived, both ends 0 to 1.
    pub fn perceived_interval(&self) -> Option<(f64, f64)> {
        self.perceived_low.zip(self.perceived_high)
    }

    fn of(tally: &Tally) -> Self {
        Self::of_at(tally, Z)
    }

    /// With intervals for another point of the normal distribution.
    fn of_at(tally: &Tally, z: f64) -> Self {
        let verified = Share::of_mean_at(tally.shares, tally.n_shares, z);
        let perceived = mean_of_sums(tally.n_values, tally.values, tally.squares, z);
        let interval = perceived.and_then(|(_, interval)| interval);
        Confidence {
            n: tally.n,
            verified: verified.value,
            verified_low: verified.low,
            verified_high: verified.high,
            perceived: perceived.map(|(p, _)| p),
            perceived_low: interval.map(|i| i.low),
            perceived_high: interval.map(|i| i.high),
            stated: tally.n_values,
            implied: (tally.n > 0).then(|| tally.n_marked as f64 / tally.n as f64),
            gap: perceived.and_then(|(p, _)| Some(p - verified.value?)),
        }
    }
}

/// The confidence of a set of changes at a gate.
pub fn graded_at(assessment: &Assessment, subset: &[u32], gate: Gate) -> GradedConfidence {
    with_grades(assessment, *by_gate(assessment, subset).get(gate), subset, &|state| state.gate == gate)
}

/// A confidence with the grades and conditions of those requirements that it is about.
fn with_grades(
    assessment: &Assessment,
    confidence: Confidence,
    subset: &[u32],
    is_meant: &dyn Fn(&RequirementState) -> bool,
) -> GradedConfidence {
    let (mut grades, mut conditions) = (By::default(), By::default());
    for (state, n) in assessment.requirement_states(subset).filter(|(state, _)| is_meant(state)) {
        *grades.get_mut(state.grade) += n;
        if let Some(condition) = state.condition {
            *conditions.get_mut(condition) += n;
        }
    }
    GradedConfidence { confidence, grades, conditions }
}

/// The confidence of a set of changes at each gate.
pub(crate) fn graded_by_gate(assessment: &Assessment, subset: &[u32]) -> By<Gate, GradedConfidence> {
    By::from_fn(|gate| graded_at(assessment, subset, gate))
}

/// The confidence of a set of changes at each gate, without the grades: fast enough for many sets.
pub fn by_gate(assessment: &Assessment, subset: &[u32]) -> By<Gate, Confidence> {
    let tallies = assessment.columns.gates.tally(subset);
    By::from_fn(|gate: Gate| tallies.get(gate.index()).map(Confidence::of).unwrap_or_default())
}

/// The confidence of a set of changes over all gates: every due (change, gate) pair counts once, so that `n` and `stated`
/// count pairs, not changes. A pair that owes nothing does not count towards what is verified.
pub fn pooled(assessment: &Assessment, subset: &[u32]) -> Confidence {
    Confidence::of(&assessment.columns.gates.tally_pooled(subset))
}

/// The [`pooled`] confidence of each group, by the places of the groups as in [`Assessment::parts`].
pub fn pooled_by(assessment: &Assessment, subset: &[u32], by: GroupBy) -> Vec<Confidence> {
    let group = assessment.columns.group(by);
    pooled_by_keys(assessment, &gathered(&group.codes, subset), subset, group.n())
}

/// The same, with intervals for another point of the normal distribution (see [`crate::z_of_looks`]).
pub fn pooled_by_at(assessment: &Assessment, subset: &[u32], by: GroupBy, z: f64) -> Vec<Confidence> {
    let group = assessment.columns.group(by);
    let tallies = assessment.columns.gates.tally_pooled_by(&gathered(&group.codes, subset), subset, group.n());
    tallies.iter().map(|tally| Confidence::of_at(tally, z)).collect()
}

/// The [`pooled`] confidence of each authorship in each team: first those of the first team, in the order of the rules, then those of
/// the second, and so on.
pub fn pooled_by_team_and_authorship(assessment: &Assessment, subset: &[u32]) -> Vec<Confidence> {
    let (teams, authorships) = (assessment.columns.group(GroupBy::Team), assessment.columns.group(GroupBy::Authorship));
    let n = u32::try_from(authorships.n()).unwrap_or(u32::MAX);
    let keys = crossed(&gathered(&teams.codes, subset), &gathered(&authorships.codes, subset), n);
    pooled_by_keys(assessment, &keys, subset, teams.n() * authorships.n())
}

/// The [`pooled`] confidence of each team in each of some periods: first the periods of the first team, in their order, then those
/// of the second, and so on.
pub fn pooled_by_team_and_period(
    assessment: &Assessment,
    subset: &[u32],
    length: PeriodLength,
    periods: &[Period],
) -> Vec<Confidence> {
    let teams = assessment.columns.group(GroupBy::Team);
    let n_periods = u32::try_from(periods.len()).unwrap_or(u32::MAX);
    let keys = crossed(&gathered(&teams.codes, subset), &assessment.period_places(subset, length, periods), n_periods);
    pooled_by_keys(assessment, &keys, subset, teams.n() * periods.len())
}

fn pooled_by_keys(assessment: &Assessment, keys: &[u32], subset: &[u32], n: usize) -> Vec<Confidence> {
    assessment.columns.gates.tally_pooled_by(keys, subset, n).iter().map(Confidence::of).collect()
}

/// The confidence of a set of changes in a risk, pooled over the gates that hold a requirement that serves it.
pub fn graded_in_risk(assessment: &Assessment, subset: &[u32], risk: Risk) -> GradedConfidence {
    let pair = *by_risk(assessment, subset).get(risk);
    with_grades(assessment, pair, subset, &|state| assessment.judged.index.serves(state.artifact_type, risk))
}

/// The confidence of a set of changes in each risk, without the grades.
pub fn by_risk(assessment: &Assessment, subset: &[u32]) -> By<Risk, Confidence> {
    let tallies = assessment.columns.risks.tally(subset);
    By::from_fn(|risk: Risk| tallies.get(risk.index()).map(Confidence::of).unwrap_or_default())
}

/// The confidence of the changes of each authorship at each gate.
pub(crate) fn graded_by_authorship(assessment: &Assessment, subset: &[u32]) -> By<Authorship, By<Gate, GradedConfidence>> {
    let parts = assessment.parts(subset, GroupBy::Authorship);
    By::from_fn(|authorship: Authorship| graded_by_gate(assessment, parts.part(authorship.index())))
}
