//! Verification debt: what shipped unproved (scoring rules, section 6).

use super::assessment::Assessment;
use super::period::Period;
use serde::Serialize;

/// Verification debt over a set of changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Debt {
    /// Shipped changes of which something owed is not verified.
    pub in_debt: u64,
    /// The same, weighted by blast radius.
    pub weighted: u64,
    /// How it came about.
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
    /// The running number in debt.
    pub in_debt: u64,
    /// The running number weighted by blast radius.
    pub weighted: u64,
}

impl Assessment {
    /// The debt of a set of changes, given by period (see [`Assessment::periods`]); periods in which nothing shipped are left
    /// out.
    pub fn debt(&self, periods: &[(Period, Vec<u32>)]) -> Debt {
        let mut debt = Debt::default();
        for (period, changes) in periods {
            let (mut shipped, mut verified) = (0, 0);
            for (_, change) in self.of(changes).filter(|(_, c)| c.is_shipped) {
                shipped += 1;
                if change.is_in_debt() {
                    debt.in_debt += 1;
                    debt.weighted = debt.weighted.saturating_add(change.blast_radius);
                } else {
                    verified += 1;
                }
            }
            if shipped > 0 {
                let (in_debt, weighted) = (debt.in_debt, debt.weighted);
                debt.series.push(DebtPoint { period: *period, shipped, verified, in_debt, weighted });
            }
        }
        debt
    }
}
