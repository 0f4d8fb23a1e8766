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
    let ids: Vec<Period> = shipped.iter().map(|(period, _)| *period).collect();
    let now = at(assessment, &subset, assessment.dataset().now);
    let mut debts = at_ends(assessment, &subset, &ids);
    if let Some(last) = debts.last_mut() {
        *last = now;
    }
    let point = |((period, shipped), debt): ((Period, u64), DebtAt)| DebtPoint {
        period,
        shipped,
        in_debt: debt.in_debt,
        weighted: debt.weighted,
    };
    Debt { in_debt: now.in_debt, weighted: now.weighted, series: shipped.into_iter().zip(debts).map(point).collect() }
}

/// The debt of a set of changes at a moment, what happened at that moment included: "debt now" and "debt 30 days ago" of the same
/// changes. A moment after the assessment time is the assessment time.
pub fn at(assessment: &Assessment, subset: &[u32], moment: Instant) -> DebtAt {
    before_each(assessment, subset, &[moment.micros().saturating_add(1)]).pop().unwrap_or_default()
}

/// The debt of a set of changes at the end of each of some ascending periods, in UTC: what happened before it counts. A period that is
/// not over is counted at the assessment time.
pub fn at_ends(assessment: &Assessment, subset: &[u32], periods: &[Period]) -> Vec<DebtAt> {
    let end = |period: &Period| period.days().map_or(i64::MAX, |(_, last)| last.plus_days(1).micros());
    before_each(assessment, subset, &periods.iter().map(end).collect::<Vec<i64>>())
}

fn before_each(assessment: &Assessment, subset: &[u32], moments: &[i64]) -> Vec<DebtAt> {
    let c = &assessment.columns;
    let on = c.debt_turns.on_before(&c.blast_radius, subset, moments);
    on.into_iter().map(|(in_debt, weighted)| DebtAt { in_debt, weighted }).collect()
}

/// How much of a set of changes shipped, and how much of that is verified now.
pub fn shipped(assessment: &Assessment, subset: &[u32]) -> Shipped {
    let marks = &assessment.columns.marks;
    let shipped = count_marked(marks, subset, mark::SHIPPED);
    let in_debt = count_marked(marks, subset, mark::SHIPPED | mark::UNVERIFIED);
    Shipped { shipped, verified: shipped.saturating_sub(in_debt) }
}
