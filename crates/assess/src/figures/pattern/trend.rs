//! How often each failure pattern occurs in each part of an axis (docs/scoring.md, "Failure patterns").

use crate::{Assessment, GroupBy};
use plumbline_columns::{NONE, Parts};

/// How often a pattern occurs in each part of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternTrend {
    /// Occurrences in the changes of each part.
    pub occurrences: Vec<u32>,
    /// Of these, the repeats: an earlier change of the same team has the pattern.
    pub repeats: Vec<u32>,
}

/// The trend of each pattern of the policy over a set of changes, given by the parts of the axis; what is a repeat is decided by
/// the changes of any date up to its end, by team and date.
pub fn trends(assessment: &Assessment, history: &Parts, axis: &Parts) -> Vec<PatternTrend> {
    let c = &assessment.columns;
    let n_patterns = assessment.dataset().policy.patterns.len();
    let mut trends = vec![PatternTrend { occurrences: Vec::new(), repeats: Vec::new() }; n_patterns];
    let mut place_of = vec![NONE; c.dates.len()];
    for (place, (_, changes)) in (0_u32..).zip(axis.iter()) {
        for &row in changes {
            if let Some(slot) = place_of.get_mut(row as usize) {
                *slot = place;
            }
        }
        let counts = c.occurrences.count(changes, n_patterns);
        let without_team = c.occurrences.count(&assessment.without(changes, GroupBy::Team), n_patterns);
        for (trend, (n, alone)) in trends.iter_mut().zip(counts.iter().zip(without_team)) {
            trend.occurrences.push(*n);
            trend.repeats.push(n.saturating_sub(alone));
        }
    }
    // the occurrences in the first change of a team that has the pattern are no repeats
    for (_, of_team) in history.iter() {
        let firsts = c.patterns.first_rows(of_team, n_patterns);
        for ((pattern, first), trend) in (0_u32..).zip(firsts).zip(&mut trends) {
            let Some(row) = first else { continue };
            let place = place_of.get(row as usize).copied().unwrap_or(NONE);
            let n = c.occurrences.row(row).iter().filter(|p| **p == pattern).count();
            if let Some(repeats) = trend.repeats.get_mut(place as usize) {
                *repeats = repeats.saturating_sub(u32::try_from(n).unwrap_or(u32::MAX));
            }
        }
    }
    trends
}
