//! How perceived and verified confidence move over time (scoring rules, section 6).

use super::assessment::Assessment;
use super::confidence::ConfidencePair;
use super::period::{Period, PeriodLength};
use plumbline_columns::{NONE, Parts, gathered};
use plumbline_domain::{Gate, Instant};
use serde::Serialize;

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
    fn new(period: Period, c: &ConfidencePair) -> Self {
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

/// A set of changes by period: those periods that hold a change.
#[derive(Clone, Debug)]
pub struct Periods {
    // those of the whole data set, and which of them hold a change of the set
    periods: Vec<Period>,
    parts: Parts,
    held: Vec<usize>,
}

impl Periods {
    /// Each period with its changes, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Period, &[u32])> {
        self.held.iter().filter_map(|&i| Some((*self.periods.get(i)?, self.parts.part(i))))
    }

    /// How many periods hold a change.
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether there is no change.
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

impl Assessment {
    /// The periods of a set of changes that hold a change, in order, each with its changes: weeks, or months when the range is
    /// long.
    pub fn periods(&self, subset: &[u32]) -> Periods {
        self.periods_of(subset, self.period_length(subset))
    }

    /// How long the periods of a set of changes are.
    pub fn period_length(&self, subset: &[u32]) -> PeriodLength {
        PeriodLength::for_dates(self.range(subset).into_iter().flat_map(|(first, last)| [first, last]))
    }

    /// The periods of a length that hold a change of the set, in order, each with its changes.
    pub fn periods_of(&self, subset: &[u32], length: PeriodLength) -> Periods {
        let column = self.columns.periods(length);
        let parts = Parts::by(&column.codes, subset, column.periods.len());
        let held: Vec<usize> = parts.iter().filter(|(_, changes)| !changes.is_empty()).map(|(i, _)| i).collect();
        Periods { periods: column.periods.clone(), parts, held }
    }

    /// A set of changes by given periods of one length: the part of each stands at its place in the list. Changes outside of them
    /// are in no part.
    pub fn parts_by_period(&self, subset: &[u32], length: PeriodLength, periods: &[Period]) -> Parts {
        Parts::of_keys(&self.period_places(subset, length, periods), subset, periods.len())
    }

    /// For each change of a set the place of its period in a list of periods of one length; none when it is not in the list.
    pub(super) fn period_places(&self, subset: &[u32], length: PeriodLength, periods: &[Period]) -> Vec<u32> {
        let column = self.columns.periods(length);
        let place = |period: &Period| periods.iter().position(|p| p == period).and_then(|i| u32::try_from(i).ok());
        let places: Vec<u32> = column.periods.iter().map(|period| place(period).unwrap_or(NONE)).collect();
        gathered(&places, &gathered(&column.codes, subset))
    }

    /// The confidence at a gate in each period that holds a change due there.
    pub fn drift(&self, periods: &Periods, gate: Gate) -> Vec<DriftPoint> {
        periods
            .iter()
            .map(|(period, changes)| DriftPoint::new(period, self.pairs_by_gate(changes).get(gate)))
            .filter(|point| point.n > 0)
            .collect()
    }

    /// The first and last date of a set of changes.
    pub fn range(&self, subset: &[u32]) -> Option<(Instant, Instant)> {
        let (first, last) = plumbline_columns::range(&self.columns.dates, subset)?;
        Some((Instant::from_micros(first), Instant::from_micros(last)))
    }

    /// The first and last date of all changes.
    pub fn all_dates(&self) -> Option<(Instant, Instant)> {
        let c = &self.columns;
        let date = |row: &u32| c.dates.get(*row as usize).copied().map(Instant::from_micros);
        Some((date(c.by_date.first()?)?, date(c.by_date.last()?)?))
    }
}
