//! Verification debt: what shipped without all of its proof (docs/scoring.md, "Verification debt").

use crate::columns::mark;
use crate::{Assessment, Period, Periods};
use plumbline_columns::{count_marked, marked};
use serde::Serialize;

/// Verification debt over a set of changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Debt {
    /// Shipped changes of which something owed is not verified.
    pub in_debt: u64,
    /// The same, weighted by blast radius.
    pub weighted: u64,
    /// The running totals, period by period.
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
    /// Of these, without debt.
    pub verified: u64,
    /// Changes in debt up to the end of the period.
    pub in_debt: u64,
    /// The same, weighted by blast radius.
    pub weighted: u64,
}

/// The debt of a set of changes, given by period (see [`Assessment::periods`]); periods in which nothing shipped are left
/// out.
pub fn over(assessment: &Assessment, periods: &Periods) -> Debt {
    let c = &assessment.columns;
    let mut debt = Debt::default();
    for (period, changes) in periods.iter() {
        let shipped = count_marked(&c.marks, changes, mark::SHIPPED);
        let in_debt = marked(&c.marks, changes, mark::SHIPPED | mark::UNVERIFIED);
        debt.in_debt += in_debt.len() as u64;
        debt.weighted = debt.weighted.saturating_add(assessment.blast_radius(&in_debt));
        if shipped > 0 {
            let verified = shipped - in_debt.len() as u64;
            debt.series.push(DebtPoint { period, shipped, verified, in_debt: debt.in_debt, weighted: debt.weighted });
        }
    }
    debt
}
