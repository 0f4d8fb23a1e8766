//! Confidences as figures show them: the cells of tables, the marks of charts, and how two of them differ.

use crate::context::Pairs;
use crate::document::{Datum, datum};
use crate::figures::marks;
use crate::text::number;
use crate::text::number::{percent, percent_figure};
use plumbline_assess::Confidence;
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
        datum::gap(c.gap),
    ]
}

/// A gap in points, or no data.
pub(crate) fn gap_cell(gap: Option<f64>) -> String {
    gap.map_or_else(number::dash, number::gap_figure)
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
        gap: c.gap.map(marks::short_gap),
        too_few: is_few,
        note: marks::absence(c).to_owned(),
    }
}

/// The half width of the gap's interval: those of perceived and verified, added in quadrature. None when either has none.
pub(crate) fn gap_half_width(c: &Confidence) -> Option<f64> {
    Some(half(verified_interval(c)?).hypot(half(perceived_interval(c)?)))
}

/// The half width of the interval of verified confidence.
pub(crate) fn verified_half_width(c: &Confidence) -> Option<f64> {
    verified_interval(c).map(half)
}

fn half((low, high): (f64, f64)) -> f64 {
    (high - low) / 2.0
}

/// A difference of two figures with its interval (half widths added in quadrature) and whether that excludes zero.
pub(crate) struct Difference {
    pub change: f64,
    pub interval: Option<(f64, f64)>,
    pub is_clear: bool,
    /// Whether either set has too few changes.
    pub is_few: bool,
}

/// How a figure moved between two sets, each given as (value, half width). Sets with too few changes give no clear difference.
pub(crate) fn difference(from: (f64, Option<f64>), to: (f64, Option<f64>), is_few: bool) -> Difference {
    let change = to.0 - from.0;
    let interval = from.1.zip(to.1).map(|(a, b)| {
        let half = a.hypot(b);
        (change - half, change + half)
    });
    let is_clear = !is_few && interval.is_some_and(|(low, high)| low > 0.0 || high < 0.0);
    Difference { change, interval, is_clear, is_few }
}

/// How the gap moved at a gate, or of all gates pooled.
pub(crate) fn gap_difference(before: &Pairs, now: &Pairs, gate: Option<Gate>) -> Option<Difference> {
    let of = |c: &Confidence| Some((c.gap?, gap_half_width(c)));
    Some(difference(of(before.of(gate))?, of(now.of(gate))?, before.is_few(gate) || now.is_few(gate)))
}

/// How verified confidence moved at a gate, or of all gates pooled.
pub(crate) fn verified_difference(before: &Pairs, now: &Pairs, gate: Option<Gate>) -> Option<Difference> {
    let of = |c: &Confidence| Some((c.verified?, verified_half_width(c)));
    Some(difference(of(before.of(gate))?, of(now.of(gate))?, before.is_few(gate) || now.is_few(gate)))
}
