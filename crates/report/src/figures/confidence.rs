//! Confidences as figures show them: the cells of tables, the marks of charts, and how two of them differ.

use crate::context::Pairs;
use crate::document::{Datum, Value, datum};
use crate::figures::marks;
use crate::text::number;
use crate::text::number::{percent, percent_figure};
use plumbline_assess::{Confidence, Z, z_of_looks};
use plumbline_charts::dumbbell::DumbbellRow;
use plumbline_charts::scene::Estimate;
use plumbline_domain::Gate;

/// The interval of the verified confidence.
pub(crate) fn verified_interval(c: &Confidence) -> Option<(f64, f64)> {
    c.verified_low.zip(c.verified_high)
}

fn perceived_interval(c: &Confidence) -> Option<(f64, f64)> {
    c.perceived_low.zip(c.perceived_high)
}

/// The cells of a confidence from perceived to gap: perceived, interval, stated by, verified, interval, gap.
pub(crate) fn pair_cells(c: &Confidence) -> [Datum; 6] {
    [
        datum::share_or_none(c.perceived),
        datum::interval(perceived_interval(c)),
        datum::count(c.stated),
        datum::share_or_none(c.verified),
        datum::interval(verified_interval(c)),
        gap_datum(c),
    ]
}

/// The gap as a page shows it: the difference of the two percentages beside it.
pub(crate) fn shown_gap(c: &Confidence) -> Option<f64> {
    c.gap?;
    Some(number::shown_difference(c.perceived?, c.verified?))
}

/// The gap in points, or no data. An export writes the exact one.
pub(crate) fn gap_datum(c: &Confidence) -> Datum {
    Datum::new(shown_gap(c).map_or_else(number::dash, number::gap_figure), Value::Points(c.gap))
}

/// A share with its interval in words.
pub(crate) fn estimate(value: Option<f64>, interval: Option<(f64, f64)>) -> Option<Estimate> {
    let value = value?;
    let words = interval.map(|(low, high)| format!("{}–{}", percent_figure(low), percent_figure(high)));
    Some(Estimate { value, range: interval, label: percent(value), interval: words.unwrap_or_default() })
}

/// The perceived confidence as a mark.
pub(crate) fn perceived(c: &Confidence) -> Option<Estimate> {
    estimate(c.perceived, perceived_interval(c))
}

/// The verified confidence as a mark.
pub(crate) fn verified(c: &Confidence) -> Option<Estimate> {
    estimate(c.verified, verified_interval(c))
}

/// One kind of change with its confidences; `key` is where its mark leads, and `n` counts its changes.
pub(crate) fn dumbbell_row(key: String, name: &str, n: u64, c: &Confidence, is_few: bool) -> DumbbellRow {
    DumbbellRow {
        key,
        name: name.to_owned(),
        count: number::counted(n, "change", "changes"),
        perceived: perceived(c),
        verified: verified(c),
        gap: shown_gap(c).map(marks::short_gap),
        too_few: is_few,
        without: if c.perceived.is_none() && c.verified.is_some() { marks::NO_STATEMENT } else { "" }.to_owned(),
        note: marks::absence(c).to_owned(),
    }
}

/// The half width of the gap's interval: those of perceived and verified, added in quadrature. None when either has none.
pub(crate) fn gap_half_width(c: &Confidence) -> Option<f64> {
    Some(half(verified_interval(c)?).hypot(half(perceived_interval(c)?)))
}

/// The interval of the gap, around the gap as it is shown.
pub(crate) fn gap_interval(c: &Confidence) -> Option<(f64, f64)> {
    let (gap, half) = shown_gap(c).zip(gap_half_width(c))?;
    Some((gap - half, gap + half))
}

fn half((low, high): (f64, f64)) -> f64 {
    (high - low) / 2.0
}

/// A difference of two figures with its interval (half widths added in quadrature) and whether that excludes zero.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Difference {
    pub change: f64,
    /// The same between the figures as they are shown.
    pub shown: f64,
    pub interval: Option<(f64, f64)>,
    pub is_clear: bool,
}

impl Difference {
    /// Its size in words: "4 points".
    pub(crate) fn size(&self) -> String {
        number::moved_points(self.shown, self.change)
    }

    /// The difference as a table shows it. An export writes the exact one.
    pub(crate) fn datum(&self) -> Datum {
        Datum::new(number::signed_points(self.shown), Value::Points(Some(self.change)))
    }
}

/// How a share moved between two sets, each given as (value, half width). Sets with too few changes give no clear difference.
pub(crate) fn difference(from: (f64, Option<f64>), to: (f64, Option<f64>), is_few: bool) -> Difference {
    between(from, to, number::shown_difference(to.0, from.0), is_few)
}

fn between(from: (f64, Option<f64>), to: (f64, Option<f64>), shown: f64, is_few: bool) -> Difference {
    between_widened(from, to, shown, is_few, 1.0)
}

/// How much wider the interval of a difference is where it is one of those of the four gates: who looks four times finds something by
/// chance four times as often. A difference of all gates pooled is one look.
fn widening(gate: Option<Gate>) -> f64 {
    gate.map_or(1.0, |_| z_of_looks(Gate::ALL.len() as u64) / Z)
}

fn between_widened(from: (f64, Option<f64>), to: (f64, Option<f64>), shown: f64, is_few: bool, widening: f64) -> Difference {
    let change = to.0 - from.0;
    let interval = from.1.zip(to.1).map(|(a, b)| {
        let half = a.hypot(b) * widening;
        (change - half, change + half)
    });
    let is_clear = !is_few && interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    Difference { change, shown, interval, is_clear }
}

/// How the gap moved at a gate, or of all gates pooled. Too few changes, or too few statements, give no clear difference.
pub(crate) fn gap_difference(before: &Pairs, now: &Pairs, gate: Option<Gate>) -> Option<Difference> {
    let is_few = [before, now].iter().any(|pairs| pairs.is_few(gate) || pairs.is_little_stated(gate));
    gap_between(before.of(gate), now.of(gate), is_few, widening(gate))
}

/// How the gap moved from one confidence to another.
pub(crate) fn gap_moved(before: &Confidence, now: &Confidence, is_few: bool) -> Option<Difference> {
    gap_between(before, now, is_few, 1.0)
}

fn gap_between(before: &Confidence, now: &Confidence, is_few: bool, widening: f64) -> Option<Difference> {
    let of = |c: &Confidence| Some((c.gap?, gap_half_width(c)));
    let shown = number::shown_difference(shown_gap(now)?, shown_gap(before)?);
    Some(between_widened(of(before)?, of(now)?, shown, is_few, widening))
}

/// The interval of a difference in words, and whether it is clear: "+2 to +12", "not clear, −2 to +12".
pub(crate) fn interval_words(d: &Difference) -> String {
    let range = d.interval.map(|(low, high)| format!("{} to {}", number::signed_points(low), number::signed_points(high)));
    match (range, d.is_clear) {
        (Some(range), true) => range,
        (Some(range), false) => format!("not clear, {range}"),
        (None, _) => "not clear".to_owned(),
    }
}

/// How verified confidence moved at a gate, or of all gates pooled.
pub(crate) fn verified_difference(before: &Pairs, now: &Pairs, gate: Option<Gate>) -> Option<Difference> {
    verified_between(before.of(gate), now.of(gate), before.is_few(gate) || now.is_few(gate), widening(gate))
}

/// How verified confidence moved from one confidence to another.
pub(crate) fn verified_moved(before: &Confidence, now: &Confidence, is_few: bool) -> Option<Difference> {
    verified_between(before, now, is_few, 1.0)
}

fn verified_between(before: &Confidence, now: &Confidence, is_few: bool, widening: f64) -> Option<Difference> {
    let of = |c: &Confidence| Some((c.verified?, verified_interval(c).map(half)));
    let (from, to) = (of(before)?, of(now)?);
    Some(between_widened(from, to, number::shown_difference(to.0, from.0), is_few, widening))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_is_the_difference_of_the_two_percentages_beside_it() {
        let c = Confidence { perceived: Some(0.876), verified: Some(0.794), gap: Some(0.082), ..Confidence::default() };
        assert_eq!(gap_datum(&c), Datum::new("9", Value::Points(Some(0.082))));
        assert_eq!(shown_gap(&Confidence { gap: None, ..c }), None);
    }

    #[test]
    fn the_interval_of_a_difference_says_whether_it_is_clear() {
        let d = |interval, is_clear| Difference { change: 0.05, shown: 0.05, interval, is_clear };
        assert_eq!(interval_words(&d(Some((-0.02, 0.12)), false)), "not clear, \u{2212}2 to +12");
        assert_eq!(interval_words(&d(Some((0.02, 0.12)), true)), "+2 to +12");
        assert_eq!(interval_words(&d(None, false)), "not clear");
    }

    #[test]
    fn the_interval_of_one_of_four_gates_is_wider_than_that_of_all_pooled() {
        // 5 % of four looks: both tails beyond 2.4977 weigh 1.25 %
        assert!((widening(Some(Gate::Intent)) - 2.4977 / 1.96).abs() < 1e-4);
        assert!((widening(None) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_moved_gap_is_the_difference_of_the_shown_gaps() {
        let c = |perceived, verified| Confidence {
            perceived: Some(perceived),
            verified: Some(verified),
            gap: Some(perceived - verified),
            ..Confidence::default()
        };
        // 85 − 61 and 85 − 62: one point, though the exact gaps are 0.2 apart
        let d = gap_moved(&c(0.85, 0.616), &c(0.85, 0.614), false).unwrap();
        assert_eq!((d.datum().text, d.size()), ("+1".to_owned(), "1 point".to_owned()));
    }
}
