//! Perceived beside verified confidence (scoring rules, section 6).

use super::assessment::{Assessment, ChangeAssessment};
use super::by::By;
use super::columns::RequirementState;
use super::interval::{Share, mean_of_sums};
use super::period::{Period, PeriodLength};
use super::selection::GroupBy;
use plumbline_columns::{Strand, Tally, crossed, gathered};
use plumbline_domain::{ArtifactTypeId, Authorship, Condition, Gate, Grade, Outcome, Risk};
use serde::Serialize;

/// Perceived and verified confidence of a set of changes at a gate, or in a risk.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Confidence {
    /// How many changes it is about: those due at the gate, or those that owe something that serves the risk.
    pub n: u64,
    /// The mean share of requirements verified, 0 to 1; absent without a change.
    pub verified: Option<f64>,
    /// The lower end of its Wilson interval.
    pub verified_low: Option<f64>,
    /// The upper end.
    pub verified_high: Option<f64>,
    /// The mean stated confidence, 0 to 1; absent when nobody states any.
    pub perceived: Option<f64>,
    /// The lower end of its interval; absent for fewer than two statements.
    pub perceived_low: Option<f64>,
    /// The upper end.
    pub perceived_high: Option<f64>,
    /// How many changes state it.
    pub stated: u64,
    /// The share of changes whose counting report says `passed`: what a green gate claims.
    pub implied: Option<f64>,
    /// Perceived less verified, -1 to 1.
    pub gap: Option<f64>,
    /// The best items of all requirements by grade; they add up to the requirements.
    pub grades: By<Grade, u64>,
    /// The best items by the condition that overrides their grade.
    pub conditions: By<Condition, u64>,
}

impl Confidence {
    /// The gap between what green gates claim and what is verified; never mixed with [`Self::gap`].
    pub fn implied_gap(&self) -> Option<f64> {
        Some(self.implied? - self.verified?)
    }

    /// Whether it is about so few changes that it must be marked, by the policy's `tooFew`.
    pub fn is_too_few(&self, too_few: u32) -> bool {
        self.n < u64::from(too_few)
    }

    /// All requirements.
    pub fn n_requirements(&self) -> u64 {
        self.grades.total()
    }
}

/// Perceived and verified confidence of a set of changes, without the grades behind them. The fields are those of
/// [`Confidence`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ConfidencePair {
    /// How many changes it is about; when gates are pooled, how many pairs of change and gate.
    pub n: u64,
    /// The mean share of requirements verified, 0 to 1.
    pub verified: Option<f64>,
    /// The lower end of its Wilson interval.
    pub verified_low: Option<f64>,
    /// The upper end.
    pub verified_high: Option<f64>,
    /// The mean stated confidence, 0 to 1.
    pub perceived: Option<f64>,
    /// The lower end of its interval.
    pub perceived_low: Option<f64>,
    /// The upper end.
    pub perceived_high: Option<f64>,
    /// How many state it.
    pub stated: u64,
    /// The share that a counting report says `passed` of.
    pub implied: Option<f64>,
    /// Perceived less verified, -1 to 1.
    pub gap: Option<f64>,
}

impl ConfidencePair {
    fn of(tally: &Tally) -> Self {
        let verified = Share::of_mean(tally.shares, tally.n_shares);
        let perceived = mean_of_sums(tally.n_values, tally.values, tally.squares);
        let interval = perceived.and_then(|(_, interval)| interval);
        ConfidencePair {
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

impl Assessment {
    /// The confidence of a set of changes at a gate.
    pub fn confidence(&self, subset: &[u32], gate: Gate) -> Confidence {
        self.with_grades(*self.pairs_by_gate(subset).get(gate), subset, &|state| state.gate == gate)
    }

    /// A confidence with the grades and conditions of those requirements that it is about.
    fn with_grades(&self, c: ConfidencePair, subset: &[u32], is_meant: &dyn Fn(&RequirementState) -> bool) -> Confidence {
        let (mut grades, mut conditions) = (By::default(), By::default());
        for (state, n) in self.requirement_states(subset).filter(|(state, _)| is_meant(state)) {
            *grades.get_mut(state.grade) += n;
            if let Some(condition) = state.condition {
                *conditions.get_mut(condition) += n;
            }
        }
        Confidence {
            n: c.n,
            verified: c.verified,
            verified_low: c.verified_low,
            verified_high: c.verified_high,
            perceived: c.perceived,
            perceived_low: c.perceived_low,
            perceived_high: c.perceived_high,
            stated: c.stated,
            implied: c.implied,
            gap: c.gap,
            grades,
            conditions,
        }
    }

    /// The confidence of a set of changes at each gate.
    pub fn confidence_by_gate(&self, subset: &[u32]) -> By<Gate, Confidence> {
        By::from_fn(|gate| self.confidence(subset, gate))
    }

    /// The confidence of a set of changes at each gate, without the grades: what can be had at once of many sets.
    pub fn pairs_by_gate(&self, subset: &[u32]) -> By<Gate, ConfidencePair> {
        let tallies = self.columns.gates.tally(subset);
        By::from_fn(|gate: Gate| tallies.get(gate.index()).map(ConfidencePair::of).unwrap_or_default())
    }

    /// The confidence of a set of changes over all gates: every due (change, gate) pair counts once, so that `n` and `stated`
    /// count pairs, not changes. A pair that owes nothing says nothing of what is verified.
    pub fn pooled(&self, subset: &[u32]) -> ConfidencePair {
        ConfidencePair::of(&self.columns.gates.tally_pooled(subset))
    }

    /// What [`Self::pooled`] says of the changes of each group, by the places of the groups as in [`Self::parts`].
    pub fn pooled_by(&self, subset: &[u32], by: GroupBy) -> Vec<ConfidencePair> {
        let (column, n) = self.column(by);
        self.pooled_by_keys(&gathered(column, subset), subset, n)
    }

    /// The same of each team in each of some periods: those of the first team, in the order of the periods, then those of the
    /// second, and so on.
    pub fn pooled_by_team_and_period(&self, subset: &[u32], length: PeriodLength, periods: &[Period]) -> Vec<ConfidencePair> {
        let (teams, n_teams) = self.column(GroupBy::Team);
        let n_periods = u32::try_from(periods.len()).unwrap_or(u32::MAX);
        let keys = crossed(&gathered(teams, subset), &self.period_places(subset, length, periods), n_periods);
        self.pooled_by_keys(&keys, subset, n_teams * periods.len())
    }

    fn pooled_by_keys(&self, keys: &[u32], subset: &[u32], n: usize) -> Vec<ConfidencePair> {
        self.columns.gates.tally_pooled_by(keys, subset, n).iter().map(ConfidencePair::of).collect()
    }

    /// The confidence of a set of changes in a risk, pooled over the gates that hold a requirement that serves it.
    pub fn confidence_in_risk(&self, subset: &[u32], risk: Risk) -> Confidence {
        let pair = *self.pairs_by_risk(subset).get(risk);
        self.with_grades(pair, subset, &|state| self.serves(state.artifact_type, risk))
    }

    /// The confidence of a set of changes in each risk, without the grades.
    pub fn pairs_by_risk(&self, subset: &[u32]) -> By<Risk, ConfidencePair> {
        let tallies = self.columns.risks.tally(subset);
        By::from_fn(|risk: Risk| tallies.get(risk.index()).map(ConfidencePair::of).unwrap_or_default())
    }

    fn serves(&self, artifact_type: ArtifactTypeId, risk: Risk) -> bool {
        self.index.artifact_type(artifact_type).and_then(|t| t.risks.get(risk.index())).copied().unwrap_or(false)
    }

    /// What one change adds to the confidence in a risk; nothing when it owes nothing that serves the risk.
    pub(crate) fn risk_strand(&self, place: u32, change: &ChangeAssessment, risk: Risk) -> Option<Strand> {
        let (mut gates, mut n, mut verified) = ([false; 4], 0_u32, 0_u32);
        for (gate, r) in change.requirements().filter(|(_, r)| self.serves(r.artifact_type, risk)) {
            n += 1;
            verified += u32::from(r.is_verified);
            if let Some(slot) = gates.get_mut(gate.index()) {
                *slot = true;
            }
        }
        (n > 0).then(|| Strand {
            share: Some(f64::from(verified) / f64::from(n)),
            is_marked: change.gates.iter().zip(gates).all(|(g, held)| !held || g.outcome == Some(Outcome::Passed)),
            value: self.stated_of_risk(place, risk, gates),
        })
    }

    /// The confidence of the changes of each authorship at each gate.
    pub fn confidence_by_authorship(&self, subset: &[u32]) -> By<Authorship, By<Gate, Confidence>> {
        let parts = self.parts(subset, GroupBy::Authorship);
        By::from_fn(|authorship: Authorship| self.confidence_by_gate(parts.part(authorship.index())))
    }
}
