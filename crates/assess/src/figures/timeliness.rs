//! How soon what falls due is verified (docs/scoring.md, "Timeliness").

use crate::columns::WITHIN_DAYS;
use crate::{Assessment, Period, PeriodLength, Share, wilson};
use plumbline_columns::DueTally;
use plumbline_domain::Instant;
use serde::Serialize;

/// How soon the requirements that fell due in one month were verified.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TimelinessPoint {
    /// The month.
    pub period: Period,
    /// How many requirements fell due in it.
    pub n: u64,
    /// The share of them verified within 7 days of falling due, 0 to 1; none while the latest of them has had fewer days.
    pub within7: Option<f64>,
    /// The same within 30 days.
    pub within30: Option<f64>,
}

/// How soon requirements that fell due in an interval were verified.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timely {
    /// How many requirements fell due.
    pub n: u64,
    /// At how many pairs of a change and a gate: those of a pair fall due together, and are often verified together.
    pub pairs: u64,
    /// How many of them were verified within 7 days of it; none while the latest of them has had fewer days, or without any.
    pub within7: Option<u64>,
    /// The same within 30 days.
    pub within30: Option<u64>,
}

impl Timely {
    fn of(tally: &DueTally, now: Instant) -> Self {
        let has_had = |days: i64| tally.latest.is_some_and(|at| Instant::from_micros(at).plus_days(days) <= now);
        let [within7, within30] = tally.within;
        let [seven, thirty] = WITHIN_DAYS;
        Timely {
            n: tally.n,
            pairs: tally.times,
            within7: has_had(seven).then_some(within7),
            within30: has_had(thirty).then_some(within30),
        }
    }

    /// The share of the requirements verified within 7 days; empty where it is not known yet. Its Wilson interval counts the pairs of a
    /// change and a gate, not the requirements: those of a pair are no independent cases.
    pub fn share7(&self) -> Share {
        self.share(self.within7)
    }

    /// The same within 30 days.
    pub fn share30(&self) -> Share {
        self.share(self.within30)
    }

    fn share(&self, within: Option<u64>) -> Share {
        let Some(value) = within.filter(|_| self.n > 0).map(|k| k as f64 / self.n as f64) else { return Share::default() };
        let interval = wilson(value, self.pairs);
        Share { n: self.n, value: Some(value), low: interval.map(|i| i.low), high: interval.map(|i| i.high) }
    }
}

/// How soon the requirements of a set of changes were verified, by the month in which they fell due, in order; months in which none did
/// are left out.
pub fn months(assessment: &Assessment, subset: &[u32]) -> Vec<(Period, Timely)> {
    let c = &assessment.columns;
    let bounds: Vec<i64> = c.due_months.iter().copied().chain([i64::MAX]).collect();
    let tallies = c.dues.tally(subset, &bounds);
    let now = assessment.dataset().now;
    let months = c.due_months.iter().map(|first| PeriodLength::Month.of(Instant::from_micros(*first)));
    let held = months.zip(&tallies).filter(|(_, tally)| tally.n > 0);
    held.map(|(month, tally)| (month, Timely::of(tally, now))).collect()
}

/// The same as shares.
pub fn by_month(assessment: &Assessment, subset: &[u32]) -> Vec<TimelinessPoint> {
    let point = |(period, timely): (Period, Timely)| TimelinessPoint {
        period,
        n: timely.n,
        within7: timely.share7().value,
        within30: timely.share30().value,
    };
    months(assessment, subset).into_iter().map(point).collect()
}

/// The timeliness of the requirements of a set of changes that fell due from one moment up to another, both included. So that both
/// shares are known, the last moment must lie 30 days before the assessment time.
pub fn between(assessment: &Assessment, subset: &[u32], first: Instant, last: Instant) -> Timely {
    let bounds = [first.micros(), last.micros().saturating_add(1)];
    let tallies = if last < first { Vec::new() } else { assessment.columns.dues.tally(subset, &bounds) };
    tallies.first().map_or_else(Timely::default, |tally| Timely::of(tally, assessment.dataset().now))
}
