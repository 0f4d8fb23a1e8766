//! What a table says in one place: the words that a page shows, and the value behind them, which exports write.

use crate::text::{date, number};
use plumbline_domain::Instant;
use serde::{Deserialize, Serialize};

/// The value behind a text, unrounded.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// There is none: the text is all there is.
    #[default]
    Text,
    /// No data, of what has no unit.
    Absent,
    /// A count.
    Count(u64),
    /// A number without a unit.
    Number(f64),
    /// A share, 0 to 1; none where there is no data.
    Share(Option<f64>),
    /// A difference of shares, −1 to 1; none where there is no data.
    Points(Option<f64>),
    /// An interval of shares; none where there is no data.
    Shares(Option<(f64, f64)>),
    /// An interval of differences of shares; none where there is no data.
    Differences(Option<(f64, f64)>),
    /// Days.
    Days(f64),
    /// A size.
    Bytes(u64),
    /// A day in UTC.
    Day(Instant),
    /// An instant.
    Time(Instant),
    /// A name as data has it, such as the period `2026-W47` or an id.
    Name(String),
}

/// A text with the value behind it. The value stays where pages are made: it does not travel with them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Datum {
    /// As a page shows it.
    pub text: String,
    /// As an export writes it.
    #[serde(skip)]
    pub value: Value,
}

impl Datum {
    /// A text with a value.
    pub(crate) fn new(text: impl Into<String>, value: Value) -> Self {
        Datum { text: text.into(), value }
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Datum { text, value: Value::Text }
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Where there is no data.
pub(crate) fn none() -> Datum {
    Datum::new(number::dash(), Value::Absent)
}

/// A count: `4,532`.
pub(crate) fn count(n: u64) -> Datum {
    Datum::new(number::thousands(n), Value::Count(n))
}

/// A share: `51 %`.
pub(crate) fn share(share: f64) -> Datum {
    share_or_none(Some(share))
}

/// A share, or no data.
pub(crate) fn share_or_none(of: Option<f64>) -> Datum {
    Datum::new(number::percent_or_dash(of), Value::Share(of))
}

/// An interval of shares, or no data: `70 to 78 %`.
pub(crate) fn interval(of: Option<(f64, f64)>) -> Datum {
    Datum::new(number::percent_interval(of), Value::Shares(of))
}

/// A gap in points, or no data: `58`.
pub(crate) fn gap(gap: Option<f64>) -> Datum {
    Datum::new(gap.map_or_else(number::dash, number::gap_figure), Value::Points(gap))
}

/// A change in points with its sign, or no data: `+14`.
pub(crate) fn change(change: Option<f64>) -> Datum {
    Datum::new(change.map_or_else(number::dash, number::signed_points), Value::Points(change))
}

/// A day: `1 Oct 2026`.
pub(crate) fn day(day: Instant) -> Datum {
    Datum::new(date::day(day), Value::Day(day))
}

/// A period by its id, `2026-W47`, in words: `week of 16 Nov 2026`.
pub(crate) fn period(id: &str, words: impl Into<String>) -> Datum {
    Datum::new(words, Value::Name(id.to_owned()))
}

/// An instant: `31 Oct 2026 17:42 UTC`.
pub(crate) fn time(at: Instant) -> Datum {
    Datum::new(date::minute(at), Value::Time(at))
}
