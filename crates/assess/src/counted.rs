//! What figures count of one change beside its judgement, as integers: for tables that others compute over.

use crate::Assessment;
use crate::columns::{Offer, mark};
use crate::figures::calibration::{bin_of, resolutions};
use crate::judge::{RunsVerdict, Step};
use plumbline_domain::{ArtifactTypeId, Family, Gate, Instant, Outcome, Risk};

/// What figures count of one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// Policy diagnostics, and where due at execution deployment outputs, are at least attached.
    pub is_attached: bool,
    /// Its threat intent is verified.
    pub is_intent_verified: bool,
    /// Its alert test is verified.
    pub is_alert_tested: bool,
    /// It states how many resources it moves.
    pub states_resources: bool,
    /// The families that it touches.
    pub touched: Vec<Family>,
    /// How it went through the funnel, in the order of [`Step::ALL`].
    pub steps: [CountedStep; 7],
    /// Each risk for which it owes something.
    pub risks: Vec<CountedRisk>,
    /// What it offers.
    pub offers: Vec<CountedOffer>,
    /// The stretches of time in which it was in debt, in order; the last may have no end.
    pub debts: Vec<(Instant, Option<Instant>)>,
}

/// How a change went through a step of the funnel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CountedStep {
    /// It meets the step and all before it.
    pub is_reached: bool,
    /// It went past the step without meeting it.
    pub is_leaked: bool,
    /// The gate of the step was bypassed.
    pub is_bypassed: bool,
}

/// What a change adds to the confidence in a risk.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CountedRisk {
    /// The risk.
    pub risk: Risk,
    /// How many requirements serve it.
    pub owed: u32,
    /// How many of these are verified.
    pub verified: u32,
    /// Whether all gates with such a requirement passed.
    pub has_passed: bool,
    /// What is stated of it, 0 to 1.
    pub stated: Option<f64>,
}

/// An item that stands for its type in a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedOffer {
    /// Its type.
    pub artifact_type: ArtifactTypeId,
    /// The families that it speaks for and the change touches.
    pub families: Vec<Family>,
    /// Whether it is verified.
    pub is_verified: bool,
    /// What its runs say; none when it is not even attached.
    pub runs: Option<RunsVerdict>,
}

impl Assessment {
    /// What figures count of the change at a place; none without such a change, and of one whose judgement is not at hand.
    pub fn counted(&self, place: u32) -> Option<Counted> {
        let row = place as usize;
        let marks = *self.columns.marks.get(row)?;
        let course = *self.columns.course_numbers.get(*self.columns.courses.get(row)? as usize)?;
        let has = |mark: u32| marks & mark != 0;
        let offers = self.columns.offers.row(place).iter().filter_map(|code| {
            let offer = Offer::from_number(*self.columns.offer_numbers.get(*code as usize)?)?;
            Some(CountedOffer {
                artifact_type: offer.artifact_type,
                families: families_of(offer.families),
                is_verified: offer.is_verified,
                runs: offer.runs,
            })
        });
        let turns: Vec<Instant> = self.columns.debt_turns.row(place).iter().map(|at| Instant::from_micros(*at)).collect();
        Some(Counted {
            is_attached: has(mark::ATTACHED),
            is_intent_verified: has(mark::INTENT_VERIFIED),
            is_alert_tested: has(mark::ALERT_TESTED),
            states_resources: has(mark::STATES_RESOURCES),
            touched: Family::ALL.iter().copied().filter(|family| has(mark::touches(*family))).collect(),
            steps: std::array::from_fn(|i| {
                let bit = |j: usize| course >> (3 * i + j) & 1 == 1;
                CountedStep { is_reached: bit(0), is_leaked: bit(1), is_bypassed: bit(2) }
            }),
            risks: Risk::ALL.iter().filter_map(|risk| self.counted_risk(place, *risk)).collect(),
            offers: offers.collect(),
            debts: turns.chunks(2).filter_map(|turn| Some((*turn.first()?, turn.get(1).copied()))).collect(),
        })
    }

    fn counted_risk(&self, place: u32, risk: Risk) -> Option<CountedRisk> {
        let change = self.assessed(place)?;
        let (mut gates, mut owed, mut verified) = ([false; 4], 0, 0);
        for (gate, r) in change.requirements().filter(|(_, r)| self.judged.index.serves(r.artifact_type, risk)) {
            owed += 1;
            verified += u32::from(r.is_verified);
            if let Some(slot) = gates.get_mut(gate.index()) {
                *slot = true;
            }
        }
        let has_passed = change.gates.iter().zip(gates).all(|(g, held)| !held || g.outcome == Some(Outcome::Passed));
        (owed > 0).then(|| CountedRisk { risk, owed, verified, has_passed, stated: self.stated_of_risk(place, risk, gates) })
    }

    /// The bin of the statement of a change at a gate, 0 to 9, and whether it came true; none when the gate is not due, owes nothing, or
    /// nobody states a confidence.
    pub fn calibrated(&self, place: u32, gate: Gate) -> Option<(u8, bool)> {
        let (_, stated, came_true) = resolutions(self, &[place], gate).next()?;
        Some((u8::try_from(bin_of(stated)).unwrap_or(9), came_true))
    }
}

fn families_of(bits: u8) -> Vec<Family> {
    Family::ALL.iter().copied().filter(|family| bits & crate::judge::bit_of(*family) != 0).collect()
}

/// How many steps there are.
const _: () = assert!(Step::ALL.len() == 7);
