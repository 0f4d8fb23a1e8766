//! Which span of time a change belongs to: its calendar year, or the quarter where a year holds many changes.

use plumbline_domain::Instant;
use std::collections::BTreeMap;

/// A year with more changes than this is told apart by quarters.
pub const MAX_CHANGES_OF_A_YEAR: usize = 8_192;

/// A calendar year or a quarter of one, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    year: i32,
    /// 1 to 4; 0 for the whole year.
    quarter: u8,
}

impl Span {
    /// Its name in paths, such as `2026` or `2026-Q3`.
    pub fn name(self) -> String {
        match self.quarter {
            0 => format!("{:04}", self.year),
            quarter => format!("{:04}-Q{quarter}", self.year),
        }
    }

    /// The span of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let (year, quarter) = match name.split_once("-Q") {
            Some((year, quarter)) => (year, quarter.parse().ok().filter(|q| (1..=4).contains(q))?),
            None => (name, 0),
        };
        let span = Span { year: year.parse().ok()?, quarter };
        (span.name() == name).then_some(span)
    }
}

/// Which spans there are, by how many changes each year has.
#[derive(Clone, Debug, Default)]
pub struct Spans {
    n_of_year: BTreeMap<i32, usize>,
}

impl Spans {
    /// The spans for changes of these dates.
    pub fn of(dates: impl IntoIterator<Item = Instant>) -> Self {
        let mut n_of_year = BTreeMap::new();
        for date in dates {
            *n_of_year.entry(date.ymd().0).or_default() += 1;
        }
        Spans { n_of_year }
    }

    /// The span of a change of this date.
    pub fn span(&self, date: Instant) -> Span {
        let (year, month, _) = date.ymd();
        let is_whole = self.n_of_year.get(&year).is_none_or(|n| *n <= MAX_CHANGES_OF_A_YEAR);
        Span { year, quarter: if is_whole { 0 } else { month.saturating_sub(1) / 3 + 1 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_many_changes_is_told_apart_by_quarters() {
        let at = |text: &str| Instant::from_rfc3339(text).unwrap();
        let (march, april, before) = (at("2026-03-31T23:59:59Z"), at("2026-04-01T00:00:00Z"), at("2025-12-31T00:00:00Z"));
        let few = Spans::of(std::iter::repeat_n(march, 8_191).chain([april, before]));
        let names = |spans: &Spans| [march, april, before].map(|date| spans.span(date).name());
        assert_eq!(names(&few), ["2026", "2026", "2025"]);
        let many = Spans::of(std::iter::repeat_n(march, 8_192).chain([april, before]));
        assert_eq!(names(&many), ["2026-Q1", "2026-Q2", "2025"]);
        for name in ["2026", "2026-Q1", "0007"] {
            assert_eq!(Span::from_name(name).unwrap().name(), name);
        }
        for name in ["", "26", "2026-Q5", "2026-Q0", "2026-Q01", "+2026", "2026-", "x"] {
            assert_eq!(Span::from_name(name), None, "{name}");
        }
    }
}
