//! Sums in words: amounts, quotients, and how much of what is owed is verified.

use crate::text::number::{amount, percent_interval, thousands};

/// A sum and what it is divided by: "432.5 ÷ 610".
pub(crate) fn quotient(sum: f64, n: u64) -> String {
    [&amount(sum), " ÷ ", &thousands(n)].concat()
}

/// The same with the interval that follows from it.
pub(crate) fn quotient_in(sum: f64, n: u64, interval: Option<(f64, f64)>) -> String {
    match interval {
        None => quotient(sum, n),
        Some(_) => [&quotient(sum, n), ", ", &percent_interval(interval)].concat(),
    }
}

/// "2 of 3 verified".
pub(crate) fn verified_of(verified: u64, required: u64) -> String {
    match required {
        0 => "requires nothing".to_owned(),
        _ => [&thousands(verified), " of ", &thousands(required), " verified"].concat(),
    }
}
