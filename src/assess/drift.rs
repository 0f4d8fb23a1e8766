//! How perceived and verified confidence move over time (scoring rules, section 6).

use super::assessment::{Assessment, Selection};
use super::confidence::Confidence;
use super::period::{Period, PeriodLength};
use crate::domain::{Gate, Instant};
use serde::Serialize;
use std::collections::BTreeMap;

/// The confidence at a gate in one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DriftPoint {
    /// The period.
    pub period: Period,
    /// How many changes.
    pub n: u64,
    /// Verified confidence, 0 to 1.
    pub verified: Option<f64>,
    /// The lower end of its interval.
    pub verified_low: Option<f64>,
    /// The upper end.
    pub verified_high: Option<f64>,
    /// Perceived confidence, 0 to 1.
    pub perceived: Option<f64>,
    /// The lower end of its interval.
    pub perceived_low: Option<f64>,
    /// The upper end.
    pub perceived_high: Option<f64>,
    /// How many changes state a confidence.
    pub stated: u64,
    /// Perceived less verified.
    pub gap: Option<f64>,
}

impl DriftPoint {
    fn new(period: Period, c: &Confidence) -> Self {
        DriftPoint {
            period,
            n: c.n,
            verified: c.verified,
            verified_low: c.verified_low,
            verified_high: c.verified_high,
            perceived: c.perceived,
            perceived_low: c.perceived_low,
            perceived_high: c.perceived_high,
            stated: c.stated,
            gap: c.gap,
        }
    }
}

impl Assessment {
    /// The periods of a set of changes that hold a change, in order, each with its changes.
    pub fn periods(&self, subset: &[u32]) -> Vec<(Period, Vec<u32>)> {
        let length = PeriodLength::for_dates(self.of(subset).map(|(_, c)| c.date));
        let mut periods: BTreeMap<Period, Vec<u32>> = BTreeMap::new();
        for (place, change) in self.of(subset) {
            periods.entry(length.of(change.date)).or_default().push(place);
        }
        periods.into_iter().collect()
    }

    /// The confidence at a gate in each period that holds a change due there.
    pub fn drift(&self, periods: &[(Period, Vec<u32>)], gate: Gate) -> Vec<DriftPoint> {
        periods
            .iter()
            .map(|(period, changes)| DriftPoint::new(*period, &self.confidence(changes, gate)))
            .filter(|point| point.n > 0)
            .collect()
    }

    /// The first and last date of a set of changes.
    pub fn range(&self, subset: &[u32]) -> Option<(Instant, Instant)> {
        self.of(subset).map(|(_, c)| (c.date, c.date)).reduce(|(first, last), (date, _)| (first.min(date), last.max(date)))
    }

    /// The same selection over the range of the same length that ends just before this one begins. `now` stands for an end that
    /// is not set; without a beginning there is no range before it.
    pub fn previous_range(&self, selection: &Selection) -> Option<Selection> {
        let since = selection.since?;
        let until = selection.until.unwrap_or(self.dataset().now);
        let length = until.micros().saturating_sub(since.micros());
        let last = since.micros().saturating_sub(1);
        Some(Selection {
            since: Some(Instant::from_micros(last.saturating_sub(length))),
            until: Some(Instant::from_micros(last)),
            ..selection.clone()
        })
    }
}
