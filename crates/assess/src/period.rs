//! Periods of trends: ISO weeks, or months when the range is long (docs/scoring.md, "Drift of confidence").

use plumbline_columns::Parts;
use plumbline_domain::{Instant, IsoWeek, Month};
use serde::{Serialize, Serializer};

/// The longest range that is divided into weeks, in days.
const WEEKS_UP_TO_DAYS: f64 = 26.0 * 7.0;

pub(crate) const DAY_US: i64 = 86_400_000_000;

/// An ISO week or a month, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// Such as `2026-W47`.
    Week(IsoWeek),
    /// Such as `2026-11`.
    Month(Month),
}

impl Period {
    /// Midnight UTC of its first and of its last day; none where an instant cannot hold them.
    pub fn days(self) -> Option<(Instant, Instant)> {
        match self {
            Period::Week(w) => {
                // 4 January lies in week 1, and 1 January 1970 was a Thursday: three days after a Monday
                let fourth = Instant::from_ymd(w.year, 1, 4)?;
                let weekday = fourth.micros().div_euclid(DAY_US).saturating_add(3).rem_euclid(7);
                let first = fourth.plus_days(7 * (i64::from(w.week) - 1) - weekday);
                Some((first, first.plus_days(6)))
            }
            Period::Month(m) => {
                let first = Instant::from_ymd(m.year, m.month, 1)?;
                let last = [31, 30, 29, 28].into_iter().find_map(|day| Instant::from_ymd(m.year, m.month, day))?;
                Some((first, last))
            }
        }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Period::Week(w) => w.fmt(f),
            Period::Month(m) => m.fmt(f),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The length of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodLength {
    /// ISO weeks.
    Week,
    /// Calendar months.
    Month,
}

impl PeriodLength {
    /// Weeks, or months when the dates span more than 26 weeks.
    pub fn for_dates(dates: impl Iterator<Item = Instant>) -> Self {
        let mut range: Option<(Instant, Instant)> = None;
        for date in dates {
            range = Some(range.map_or((date, date), |(first, last)| (first.min(date), last.max(date))));
        }
        match range {
            Some((first, last)) if last.days_since(first) > WEEKS_UP_TO_DAYS => PeriodLength::Month,
            _ => PeriodLength::Week,
        }
    }

    /// The period of a date.
    pub fn of(self, date: Instant) -> Period {
        match self {
            PeriodLength::Week => Period::Week(date.iso_week()),
            PeriodLength::Month => Period::Month(date.month()),
        }
    }
}

/// A set of changes by period: those periods that hold a change.
#[derive(Clone, Debug)]
pub struct Periods {
    /// Those of the whole data set.
    periods: Vec<Period>,
    /// The changes of each.
    parts: Parts,
    /// The places of those that hold a change.
    held: Vec<usize>,
}

impl Periods {
    /// A set of changes by period: the part of each period has the place of the period in the list.
    pub(crate) fn of(periods: &[Period], parts: Parts) -> Self {
        let held = parts.iter().filter(|(_, changes)| !changes.is_empty()).map(|(i, _)| i).collect();
        Periods { periods: periods.to_vec(), parts, held }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_knows_its_first_and_last_day() {
        let day = |y, m, d| Instant::from_ymd(y, m, d).unwrap();
        let days = |length: PeriodLength, date| length.of(date).days();
        // 20 November 2026 is a Friday; the last week of 2026, 53, begins on 28 December and ends in 2027
        assert_eq!(days(PeriodLength::Week, day(2026, 11, 20)), Some((day(2026, 11, 16), day(2026, 11, 22))));
        assert_eq!(days(PeriodLength::Week, day(2027, 1, 1)), Some((day(2026, 12, 28), day(2027, 1, 3))));
        assert_eq!(days(PeriodLength::Week, day(1969, 12, 28)), Some((day(1969, 12, 22), day(1969, 12, 28))));
        assert_eq!(days(PeriodLength::Month, day(2028, 2, 3)), Some((day(2028, 2, 1), day(2028, 2, 29))));
    }

    #[test]
    fn half_a_year_is_divided_into_weeks_and_more_into_months() {
        let day = |m, d| Instant::from_ymd(2026, m, d).unwrap();
        // 1 January to 2 July 2026: 31+28+31+30+31+30+1 = 182 days = 26 weeks; one day more is over
        let length = |last| PeriodLength::for_dates([last, day(1, 1)].into_iter());
        assert_eq!(length(day(7, 2)), PeriodLength::Week);
        assert_eq!(length(day(7, 3)), PeriodLength::Month);
        assert_eq!(PeriodLength::Week.of(day(11, 20)).to_string(), "2026-W47");
        assert_eq!(PeriodLength::Month.of(day(11, 20)).to_string(), "2026-11");
    }
}
