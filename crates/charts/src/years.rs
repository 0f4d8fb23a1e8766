//! The years of an axis of periods, in a line of their own below the periods' names.

use super::geometry::point;
use super::measure::Measure;
use super::scene::{Anchor, Label, Scene};

/// How much higher the foot of a chart is where its axis names years.
pub(crate) const LINE: f64 = 14.0;

/// Room for the line of years; none where no year is named.
pub(crate) fn room<'a>(mut years: impl Iterator<Item = &'a str>) -> f64 {
    if years.any(|year| !year.is_empty()) { LINE } else { 0.0 }
}

/// Draws each year that is named under its period, from the left, as many as fit. `within` are the ends of the room.
pub(crate) fn draw<'a>(
    scene: &mut Scene,
    years: impl Iterator<Item = &'a str>,
    x: impl Fn(usize) -> f64,
    (baseline, within): (f64, (f64, f64)),
    measure: &dyn Measure,
) {
    let mut free_from = f64::MIN;
    for (idx, year) in years.enumerate().filter(|(_, year)| !year.is_empty()) {
        let half = measure.width(year, 11.0, false) / 2.0;
        let at = x(idx).min(within.1 - half).max(within.0 + half);
        if at - half < free_from {
            continue;
        }
        free_from = at + half + 8.0;
        scene.text(Label::axis(year, point(at, baseline), Anchor::Middle));
    }
}
