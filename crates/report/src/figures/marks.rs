//! The words of marks that several figures share.

use crate::text::number::{gap_figure, whole_points};
use plumbline_assess::Confidence;

/// In place of a mark.
pub(crate) const NO_DATA: &str = "no data";

/// In place of a gap where nobody stated a confidence.
pub(crate) const NO_STATEMENT: &str = "no statement";

/// No change is due at the gate in any period.
pub(crate) const NOTHING_DUE: &str = "nothing due yet";

/// Why a gate or a kind of change shows no pair; empty when it shows one.
pub(crate) fn absence(c: &Confidence) -> &'static str {
    match (c.perceived, c.verified) {
        (None, None) => NO_DATA,
        (None, _) => "nobody stated a confidence",
        (_, None) => NOTHING_DUE,
        _ => "",
    }
}

/// A gap with its unit: "58 points".
pub(crate) fn gap(gap: f64) -> String {
    let unit = if whole_points(gap).abs() == 1 { "point" } else { "points" };
    format!("{} {unit}", gap_figure(gap))
}

/// "58 pts".
pub(crate) fn short_gap(gap: f64) -> String {
    format!("{} pts", gap_figure(gap))
}
