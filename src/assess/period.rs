//! Periods of trends: ISO weeks, or months when the range is long (scoring rules, section 6).

use crate::domain::{Instant, IsoWeek, Month};
use serde::{Serialize, Serializer};

/// The longest range, in days, that is told in weeks.
const WEEKS_UP_TO_DAYS: f64 = 26.0 * 7.0;

/// An ISO week or a month, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// Such as `2026-W47`.
    Week(IsoWeek),
    /// Such as `2026-11`.
    Month(Month),
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

/// How long the periods of a range are.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_year_is_told_in_weeks_and_more_in_months() {
        let day = |m, d| Instant::from_ymd(2026, m, d).unwrap();
        // 1 January to 2 July 2026: 31+28+31+30+31+30+1 = 182 days = 26 weeks; one day more is over
        let length = |last| PeriodLength::for_dates([last, day(1, 1)].into_iter());
        assert_eq!(length(day(7, 2)), PeriodLength::Week);
        assert_eq!(length(day(7, 3)), PeriodLength::Month);
        assert_eq!(PeriodLength::Week.of(day(11, 20)).to_string(), "2026-W47");
        assert_eq!(PeriodLength::Month.of(day(11, 20)).to_string(), "2026-11");
    }
}
