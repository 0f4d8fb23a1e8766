//! Perceived beside verified confidence (scoring rules, section 6).

use super::assessment::Assessment;
use super::by::By;
use super::interval::{Share, mean};
use super::requirement::Requirement;
use crate::domain::{Authorship, Condition, Gate, Grade, Outcome, Risk};
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

/// Gathers what a confidence is made of.
#[derive(Default)]
pub(crate) struct Gathering {
    n: u64,
    n_owing: u64,
    verified: f64,
    passed: u64,
    statements: Vec<f64>,
    grades: By<Grade, u64>,
    conditions: By<Condition, u64>,
}

impl Gathering {
    /// Adds one change. A change that owes nothing says nothing of what is verified.
    pub fn add<'a>(&mut self, requirements: impl Iterator<Item = &'a Requirement>, stated: Option<f64>, has_passed: bool) {
        let (mut n, mut verified) = (0_u32, 0_u32);
        for requirement in requirements {
            n += 1;
            verified += u32::from(requirement.is_verified);
            self.grades.count(requirement.grade);
            if let Some(condition) = requirement.condition() {
                self.conditions.count(condition);
            }
        }
        self.n += 1;
        if n > 0 {
            self.n_owing += 1;
            self.verified += f64::from(verified) / f64::from(n);
        }
        self.passed += u64::from(has_passed);
        self.statements.extend(stated);
    }

    pub fn finish(self) -> Confidence {
        let verified = Share::of_mean(self.verified, self.n_owing);
        let perceived = mean(&self.statements);
        let interval = perceived.and_then(|(_, interval)| interval);
        Confidence {
            n: self.n,
            verified: verified.value,
            verified_low: verified.low,
            verified_high: verified.high,
            perceived: perceived.map(|(p, _)| p),
            perceived_low: interval.map(|i| i.low),
            perceived_high: interval.map(|i| i.high),
            stated: self.statements.len() as u64,
            implied: Share::of(self.passed, self.n).value,
            gap: perceived.and_then(|(p, _)| Some(p - verified.value?)),
            grades: self.grades,
            conditions: self.conditions,
        }
    }
}

impl Assessment {
    /// The confidence of a set of changes at a gate.
    pub fn confidence(&self, subset: &[u32], gate: Gate) -> Confidence {
        let mut gathering = Gathering::default();
        for (_, change) in self.of(subset).filter(|(_, c)| c.gate(gate).is_due) {
            let at = change.gate(gate);
            gathering.add(at.requirements.iter(), at.stated, at.outcome == Some(Outcome::Passed));
        }
        gathering.finish()
    }

    /// The confidence of a set of changes at each gate.
    pub fn confidence_by_gate(&self, subset: &[u32]) -> By<Gate, Confidence> {
        By::from_fn(|gate| self.confidence(subset, gate))
    }

    /// The confidence of a set of changes in a risk, pooled over the gates that hold a requirement that serves it.
    pub fn confidence_in_risk(&self, subset: &[u32], risk: Risk) -> Confidence {
        let serves = |r: &Requirement| {
            self.index.artifact_type(r.artifact_type).and_then(|t| t.risks.get(risk.index())).copied().unwrap_or(false)
        };
        let mut gathering = Gathering::default();
        for (place, change) in self.of(subset) {
            let holds = |gate: Gate| change.gate(gate).requirements.iter().any(serves);
            let gates = [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation].map(holds);
            if gates == [false; 4] {
                continue;
            }
            let has_passed = change.gates.iter().zip(gates).all(|(g, held)| !held || g.outcome == Some(Outcome::Passed));
            let stated = self.stated_of_risk(place, risk, gates);
            gathering.add(change.requirements().map(|(_, r)| r).filter(|r| serves(r)), stated, has_passed);
        }
        gathering.finish()
    }

    /// The confidence of the changes of each authorship at each gate.
    pub fn confidence_by_authorship(&self, subset: &[u32]) -> By<Authorship, By<Gate, Confidence>> {
        By::from_fn(|authorship| {
            let of_it: Vec<u32> = self.of(subset).filter(|(_, c)| c.authorship == authorship).map(|(p, _)| p).collect();
            self.confidence_by_gate(&of_it)
        })
    }
}
