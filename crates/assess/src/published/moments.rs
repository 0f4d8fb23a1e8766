//! When each change fell due and was in debt, as a part of its columns: most moments of a change are its date or one another.

use super::column_segment::{CodedLists, gcd};
use crate::columns::RowFacts;
use plumbline_columns::Due;
use serde::{Deserialize, Serialize};

/// The moments of some changes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Moments {
    /// In what all steps are counted, in microseconds.
    unit: u64,
    /// For each gate and change the step from the change's date to when it fell due, counted from 1; 0 where nothing did.
    dues: [Vec<u64>; 4],
    /// For each change, for each gate where something fell due: how much, and how much of it was verified within each span.
    counts: CodedLists,
    /// For each change what each of its turns into and out of debt is: a gate's due, its date, or a step.
    turns: CodedLists,
    /// The steps, each from the turn before, the first of a change from its date.
    steps: Vec<u64>,
}

/// A turn that is the date of the change; those below are the dues of the gates.
const DATE: u64 = 4;
/// A turn that is a step.
const STEP: u64 = 5;

impl Moments {
    pub fn of<'a>(facts: impl Iterator<Item = &'a RowFacts> + Clone) -> Self {
        let unit = facts.clone().flat_map(distances).fold(0, gcd).max(1);
        let step = |from: i64, to: i64| zigzag(to.saturating_sub(from) / i64::try_from(unit).unwrap_or(i64::MAX));
        let mut out = Moments { unit, ..Moments::default() };
        for (gate, column) in out.dues.iter_mut().enumerate() {
            let due = |f: &RowFacts| Some(step(f.date, f.dues.get(gate).copied().flatten()?.at).saturating_add(1));
            *column = facts.clone().map(|f| due(f).unwrap_or(0)).collect();
        }
        let counts = |f: &RowFacts| {
            let of_due = |due: &Due| [due.n, due.within[0], due.within[1]].map(u64::from);
            f.dues.iter().flatten().flat_map(of_due).collect()
        };
        out.counts = CodedLists::of(facts.clone().map(counts));
        out.turns = CodedLists::of(facts.clone().map(|f| f.debt_turns.iter().map(|turn| kind_of(f, *turn)).collect()));
        for f in facts {
            for (before, turn) in std::iter::once(&f.date).chain(&f.debt_turns).zip(&f.debt_turns) {
                if kind_of(f, *turn) == STEP {
                    out.steps.push(step(*before, *turn));
                }
            }
        }
        out
    }

    /// How many numbers the lists of all rows have together.
    pub fn n_numbers(&self) -> u64 {
        self.counts.n_numbers() + self.turns.n_numbers()
    }

    /// The rows in their order.
    pub fn rows(&self) -> MomentRows<'_> {
        MomentRows { moments: self, row: 0, step: 0 }
    }
}

/// Reads the moments of one change after the other.
#[derive(Debug)]
pub(super) struct MomentRows<'a> {
    moments: &'a Moments,
    row: usize,
    step: usize,
}

impl MomentRows<'_> {
    /// What fell due in the next change, and when it came into debt and left it, given its date; none when the columns do not fit
    /// together.
    pub fn next_of(&mut self, date: i64) -> Option<([Option<Due>; 4], Vec<i64>)> {
        let m = self.moments;
        let after = |from: i64, step: u64| from.checked_add(unzigzag(step).checked_mul(i64::try_from(m.unit).ok()?)?);
        let counts = m.counts.all(self.row)?;
        let mut counts = counts.iter().map(|n| u32::try_from(*n).ok());
        let mut dues = [None; 4];
        for (slot, column) in dues.iter_mut().zip(&m.dues) {
            if let Some(step) = column.get(self.row)?.checked_sub(1) {
                let (n, within) = (counts.next()??, [counts.next()??, counts.next()??]);
                *slot = Some(Due { at: after(date, step)?, n, within });
            }
        }
        let mut turns = Vec::new();
        for kind in m.turns.all(self.row)? {
            turns.push(match kind {
                DATE => date,
                STEP => {
                    let step = *m.steps.get(self.step)?;
                    self.step += 1;
                    after(turns.last().copied().unwrap_or(date), step)?
                }
                gate => dues.get(usize::try_from(gate).ok()?).copied().flatten()?.at,
            });
        }
        self.row += 1;
        Some((dues, turns))
    }
}

/// What a turn of a change is.
fn kind_of(facts: &RowFacts, turn: i64) -> u64 {
    if turn == facts.date {
        return DATE;
    }
    let gate = facts.dues.iter().position(|due| due.is_some_and(|due| due.at == turn));
    gate.and_then(|gate| u64::try_from(gate).ok()).unwrap_or(STEP)
}

/// The distances that steps stand for.
fn distances(facts: &RowFacts) -> impl Iterator<Item = u64> + '_ {
    let turns = std::iter::once(&facts.date).chain(&facts.debt_turns).zip(&facts.debt_turns);
    let steps = turns.filter(|(_, turn)| kind_of(facts, **turn) == STEP).map(|(before, turn)| turn.abs_diff(*before));
    facts.dues.iter().flatten().map(|due| due.at.abs_diff(facts.date)).chain(steps)
}

/// A signed number as one without a sign, small ones small.
fn zigzag(n: i64) -> u64 {
    ((n << 1) ^ (n >> 63)).cast_unsigned()
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1).cast_signed() ^ -(n & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_sign_costs_one_bit() {
        assert_eq!([0, -1, 1, -2, 2, i64::MIN, i64::MAX].map(zigzag), [0, 1, 2, 3, 4, u64::MAX, u64::MAX - 1]);
        assert!([0, -1, 1, 77, i64::MIN, i64::MAX].into_iter().all(|n| unzigzag(zigzag(n)) == n));
    }

    /// One change: its date, what fell due at each gate, and its turns.
    fn facts() -> impl Strategy<Value = RowFacts> {
        let moment = -4_000_000_i64..4_000_000;
        let due = (moment.clone(), 1_u32..9, 0_u32..9, 0_u32..9);
        let dues = proptest::array::uniform4(proptest::option::of(due));
        (moment.clone(), dues, proptest::collection::btree_set(moment, 0..5), any::<[bool; 5]>()).prop_map(
            |(date, dues, turns, same)| {
                let dues = dues.map(|due| due.map(|(at, n, a, b)| Due { at: at * 60, n, within: [a, b] }));
                let mut turns: std::collections::BTreeSet<i64> = turns.into_iter().map(|at| at * 60).collect();
                let others = dues.iter().map(|due| due.map(|due| due.at)).chain([Some(date * 60)]);
                turns.extend(others.zip(same).filter(|(_, is)| *is).filter_map(|(at, _)| at));
                RowFacts { date: date * 60, dues, debt_turns: turns.into_iter().collect(), ..RowFacts::default() }
            },
        )
    }

    proptest! {
        #[test]
        fn moments_come_back(all in proptest::collection::vec(facts(), 0..8)) {
            let bytes = postcard::to_allocvec(&Moments::of(all.iter())).unwrap();
            let read: Moments = postcard::from_bytes(&bytes).unwrap();
            let mut rows = read.rows();
            for facts in &all {
                prop_assert_eq!(rows.next_of(facts.date), Some((facts.dues, facts.debt_turns.clone())));
            }
            prop_assert_eq!(rows.next_of(0), None);
        }
    }
}
