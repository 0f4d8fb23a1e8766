//! Which of some values is the largest, and whether it clearly is.

pub(crate) enum Most<T> {
    All,
    Some(Vec<T>),
}

/// Those with the largest value; `All` when they are all equal.
pub(crate) fn most<T: Copy>(values: &[(T, i64)]) -> Most<T> {
    let top = values.iter().map(|v| v.1).max();
    let at: Vec<T> = values.iter().filter(|v| Some(v.1) == top).map(|v| v.0).collect();
    if at.len() == values.len() { Most::All } else { Most::Some(at) }
}

/// An interval: its low end and its high end.
pub(crate) type Range = (f64, f64);

/// Whether some figures stand clearly above others: each of their intervals ends where none of the others reaches. Only then a
/// superlative is said. A figure without an interval stands clear of nothing.
pub(crate) fn are_clearly_above(high: &[Option<Range>], low: &[Option<Range>]) -> bool {
    let bottom = high.iter().map(|range| range.map_or(f64::NEG_INFINITY, |r| r.0)).fold(f64::INFINITY, f64::min);
    let top = low.iter().map(|range| range.map_or(f64::INFINITY, |r| r.1)).fold(f64::NEG_INFINITY, f64::max);
    !high.is_empty() && !low.is_empty() && bottom > top
}

/// The interval of a share of so many cases.
pub(crate) fn share_range(k: u64, n: u64) -> Option<Range> {
    plumbline_assess::wilson(k as f64 / n.max(1) as f64, n).map(|i| (i.low, i.high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_superlative_needs_intervals_that_do_not_meet() {
        let of = |low, high| Some((low, high));
        assert!(are_clearly_above(&[of(0.5, 0.6)], &[of(0.1, 0.4), of(0.2, 0.49)]));
        assert!(!are_clearly_above(&[of(0.5, 0.6)], &[of(0.1, 0.4), of(0.2, 0.5)]));
        assert!(!are_clearly_above(&[of(0.5, 0.6), of(0.3, 0.7)], &[of(0.1, 0.4)]));
        assert!(!are_clearly_above(&[None], &[of(0.1, 0.4)]) && !are_clearly_above(&[of(0.5, 0.6)], &[None]));
        assert!(!are_clearly_above(&[of(0.5, 0.6)], &[]));
        // 172 of 498 and 34.8 % of as many are as good as one
        assert!(!are_clearly_above(&[share_range(174, 500)], &[share_range(172, 498)]));
        assert!(are_clearly_above(&[share_range(400, 500)], &[share_range(172, 498)]));
        assert_eq!(share_range(0, 0), None);
    }
}
