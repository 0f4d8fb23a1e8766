//! Verification debt: what shipped without all of its proof, at any time (docs/scoring.md, "Verification debt").

use crate::columns::mark;
use crate::{Assessment, Period, Periods};
use plumbline_columns::count_marked;
use plumbline_domain::Instant;
use serde::Serialize;

/// Verification debt over a set of changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Debt {
    /// Changes in debt at the assessment time.
    pub in_debt: u64,
    /// The same, weighted by blast radius.
    pub weighted: u64,
    /// The debt at the end of each period in which anything shipped; the last one at the assessment time.
    pub series: Vec<DebtPoint>,
}

/// Verification debt at the end of one period.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DebtPoint {
    /// The period.
    pub period: Period,
    /// Changes of the period that shipped.
    pub shipped: u64,
    /// Changes in debt at the end of the period, whenever they shipped.
    pub in_debt: u64,
    /// The same, weighted by blast radius.
    pub weighted: u64,
}

/// Verification debt at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DebtAt {
    /// Changes in debt.
    pub in_debt: u64,
    /// The sum of their blast radius, at the largest number when it would exceed it.
    pub weighted: u64,
}

/// How many changes of a set shipped, and how many of these are not in debt at the assessment time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shipped {
    /// Changes that shipped.
    pub shipped: u64,
    /// Of these, with everything verified that they owe by now.
    pub verified: u64,
}

/// The debt of a set of changes, given by period (see [`Assessment::periods`]); periods in which nothing shipped are left
/// out.
pub fn over(assessment: &Assessment, periods: &Periods) -> Debt {
    let marks = &assessment.columns.marks;
    let shipped = periods.iter().map(|(period, changes)| (period, count_marked(marks, changes, mark::SHIPPED)));
    let shipped: Vec<(Period, u64)> = shipped.filter(|(_, n)| *n > 0).collect();
    let subset: Vec<u32> = periods.iter().flat_map(|(_, changes)| changes).copied().collect();
    let moments = moments(assessment, periods, shipped.iter().map(|(period, _)| *period));
    let debts = at_each(assessment, &subset, &moments);
    let now = at(assessment, &subset, assessment.dataset().now);
    let point = |((period, shipped), debt): ((Period, u64), DebtAt)| DebtPoint {
        period,
        shipped,
        in_debt: debt.in_debt,
        weighted: debt.weighted,
    };
    Debt { in_debt: now.in_debt, weighted: now.weighted, series: shipped.into_iter().zip(debts).map(point).collect() }
}

/// The moments at which the debt of a set of changes, given by period, is counted for some ascending periods: the end of each in UTC,
/// and from the last one on in which anything shipped the assessment time.
pub fn moments(assessment: &Assessment, periods: &Periods, wanted: impl Iterator<Item = Period>) -> Vec<Instant> {
    let marks = &assessment.columns.marks;
    let has_shipped = |changes: &[u32]| count_marked(marks, changes, mark::SHIPPED) > 0;
    let last = periods.iter().rev().find(|(_, changes)| has_shipped(changes)).map(|(period, _)| period);
    let now = assessment.dataset().now;
    let end = |period: Period| {
        let end = period.days().map_or(i64::MAX, |(_, last)| last.plus_days(1).micros());
        Instant::from_micros(end.saturating_sub(1)).min(now)
    };
    wanted.map(|period| if last.is_some_and(|last| period < last) { end(period) } else { now }).collect()
}

/// The debt of a set of changes at a moment, what happened at that moment included: "debt now" and "debt 30 days ago" of the same
/// changes. A moment after the assessment time is the assessment time.
pub fn at(assessment: &Assessment, subset: &[u32], moment: Instant) -> DebtAt {
    at_each(assessment, subset, &[moment]).pop().unwrap_or_default()
}

/// The same at each of some ascending moments, in one walk over the changes.
pub fn at_each(assessment: &Assessment, subset: &[u32], moments: &[Instant]) -> Vec<DebtAt> {
    let c = &assessment.columns;
    let after: Vec<i64> = moments.iter().map(|moment| moment.micros().saturating_add(1)).collect();
    let on = c.debt_turns.on_before(&c.blast_radius, subset, &after);
    on.into_iter().map(|(in_debt, weighted)| DebtAt { in_debt, weighted }).collect()
}

/// How much of a set of changes shipped, and how much of that is verified now.
pub fn shipped(assessment: &Assessment, subset: &[u32]) -> Shipped {
    let marks = &assessment.columns.marks;
    let shipped = count_marked(marks, subset, mark::SHIPPED);
    let in_debt = count_marked(marks, subset, mark::SHIPPED | mark::UNVERIFIED);
    Shipped { shipped, verified: shipped.saturating_sub(in_debt) }
}
