//! Moving means over weeks: each week with the two before and the two after it, as far as no week between them is missing.

use std::ops::Range;

/// How many weeks a mean takes in on either side of its own.
const REACH: usize = 2;
/// Shorter courses are shown week by week.
const LEAST_WEEKS: usize = 9;

/// What the lines of a figure are, as its tooltips and tables name it.
pub(crate) const FIVE_WEEKS: &str = "Five weeks";

/// Whether a course of so many weeks is shown as a moving mean.
pub(crate) fn applies(n_weeks: usize) -> bool {
    n_weeks >= LEAST_WEEKS
}

/// For each period, which periods its point of the line rests on. `counts` says how many changes each has. There is no point for a
/// period without changes, nor for one of few changes at the end of an unbroken stretch: a line neither bridges what is missing nor
/// begins or ends with what is too few. Where `is_moving` is false, each point rests on its own period.
pub(crate) fn windows(counts: &[u64], is_moving: bool, is_few: impl Fn(u64) -> bool) -> Vec<Option<Range<usize>>> {
    let reach = if is_moving { REACH } else { 0 };
    let mut out = vec![None; counts.len()];
    let mut start = 0;
    for stretch in counts.split(|n| *n == 0) {
        let end = start + stretch.len();
        let first = stretch.iter().position(|n| !is_few(*n));
        let last = stretch.iter().rposition(|n| !is_few(*n));
        if let (Some(first), Some(last)) = (first, last) {
            for (idx, window) in out.iter_mut().enumerate().take(start + last + 1).skip(start + first) {
                *window = Some(idx.saturating_sub(reach).max(start)..(idx + reach + 1).min(end));
            }
        }
        start = end + 1;
    }
    out
}

/// The mean of values over a window, each weighted by its count; none where no value has one.
pub(crate) fn weighted(values: impl Iterator<Item = (Option<f64>, u64)>) -> Option<f64> {
    let (sum, weight) = values.fold((0.0, 0.0), |(sum, weight), (value, n)| match value {
        Some(value) => (sum + value * n as f64, weight + n as f64),
        None => (sum, weight),
    });
    (weight > 0.0).then(|| sum / weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(counts: &[u64]) -> Vec<Option<Range<usize>>> {
        windows(counts, true, |n| n < 5)
    }

    #[test]
    fn a_window_takes_two_weeks_on_either_side_and_stops_at_a_hole() {
        assert_eq!(of(&[9, 9, 9, 9, 9, 9]), [0..3, 0..4, 0..5, 1..6, 2..6, 3..6].map(Some));
        // The third week has no change: neither side looks across it.
        assert_eq!(of(&[9, 9, 0, 9, 9]), [Some(0..2), Some(0..2), None, Some(3..5), Some(3..5)]);
        assert_eq!(of(&[]), []);
    }

    #[test]
    fn a_line_neither_begins_nor_ends_with_too_few() {
        // A week of one change inside a stretch counts; one at its end has no point, but still counts for those beside it.
        assert_eq!(of(&[9, 1, 9, 1]), [Some(0..3), Some(0..4), Some(0..4), None]);
        assert_eq!(of(&[1, 1, 0, 9]), [None, None, None, Some(3..4)]);
        assert_eq!(windows(&[9, 1, 9], false, |n| n < 5), [0..1, 1..2, 2..3].map(Some));
    }

    #[test]
    fn a_mean_is_weighted_by_counts() {
        // (0.5 × 10 + 1.0 × 30) / 40 = 0.875; what has no value weighs nothing.
        assert_eq!(weighted([(Some(0.5), 10), (Some(1.0), 30), (None, 100)].into_iter()), Some(0.875));
        assert_eq!(weighted([(None, 3), (Some(1.0), 0)].into_iter()), None);
    }
}
