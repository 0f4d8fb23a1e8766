//! Which span a change belongs to: its calendar year, or the quarter where a year holds many changes; of a data set that is loaded in
//! parts, its bucket of teams.

use plumbline_domain::Instant;
use std::collections::BTreeMap;

/// A year with more changes than this is told apart by quarters.
pub const MAX_CHANGES_OF_A_YEAR: usize = 8_192;

/// A span of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// A calendar year in UTC.
    Year(i32),
    /// A quarter of one, 1 to 4.
    Quarter(i32, u8),
    /// The changes of some teams at any time.
    Bucket(u16),
}

/// What the names of buckets begin with.
const BUCKET: &str = "bucket-";

impl Span {
    /// Its name in paths, such as `2026`, `2026-Q3` or `bucket-017`.
    pub fn name(self) -> String {
        match self {
            Span::Year(year) => format!("{year:04}"),
            Span::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Span::Bucket(bucket) => format!("{BUCKET}{bucket:03}"),
        }
    }

    /// The span of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        let span = match (name.strip_prefix(BUCKET), name.split_once("-Q")) {
            (Some(bucket), _) => Span::Bucket(bucket.parse().ok()?),
            (None, Some((year, quarter))) => {
                Span::Quarter(year.parse().ok()?, quarter.parse().ok().filter(|q| (1..=4).contains(q))?)
            }
            (None, None) => Span::Year(name.parse().ok()?),
        };
        (span.name() == name).then_some(span)
    }

    /// Whether it is the name of a bucket.
    pub fn is_bucket(name: &str) -> bool {
        matches!(Span::from_name(name), Some(Span::Bucket(_)))
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
        if is_whole { Span::Year(year) } else { Span::Quarter(year, month.saturating_sub(1) / 3 + 1) }
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
        for name in ["2026", "2026-Q1", "0007", "bucket-000", "bucket-255"] {
            assert_eq!(Span::from_name(name).unwrap().name(), name);
        }
        for name in ["", "26", "2026-Q5", "2026-Q0", "2026-Q01", "+2026", "2026-", "x", "bucket-", "bucket-1", "bucket-+01"] {
            assert_eq!(Span::from_name(name), None, "{name}");
        }
    }
}
