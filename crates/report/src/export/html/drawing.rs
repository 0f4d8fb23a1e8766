//! Charts as SVG, laid out for each width at which a style sheet may show them.
//!
//! A chart on the page is laid out for the width it gets. Here nobody knows that width, so the chart is drawn for a few, and container
//! queries show the one that fits (`.drawn` in `styles/chart.css`). Each takes the height that the live chart takes at these widths, so
//! nothing moves when that takes its place.

use super::markup::Markup;
use crate::document::{FigureId, Place};
use plumbline_charts::{Chart, Draw, Medium, PlainMeasure, Size, Target, svg};

/// The widths of a container at which one drawing gives way to the next, in CSS pixels. `styles/chart.css` has the same.
const STEPS: [f64; 6] = [300.0, 420.0, 560.0, 663.0, 885.0, 1220.0];

/// The widths for which charts are drawn, one between each two steps: those of common screens.
const WIDTHS: [f64; STEPS.len() + 1] = [240.0, 350.0, 541.0, 600.0, 772.0, 1050.0, 1344.0];

/// The style classes of the drawings, which say at which widths they are shown.
const CLASSES: [&str; WIDTHS.len()] = ["at-0", "at-1", "at-2", "at-3", "at-4", "at-5", "at-6"];

/// The widths for which a chart at a place is drawn, and which of [`WIDTHS`] the first of them stands for.
fn widths(chart: &Chart, place: Option<Place>) -> (usize, Vec<f64>) {
    let [narrowest, narrow, half, more, most, wide, widest] = WIDTHS;
    match (chart, place.map(|place| (place.figure, place.span))) {
        (Chart::Spark(_), _) => (0, vec![128.0]),
        // A cell of a table.
        (_, None) => (0, vec![narrowest, 388.0, half]),
        (_, Some((FigureId::Drift, _))) => (1, vec![narrow, half, more, most, wide, widest]),
        (_, Some((_, 8..))) => (1, vec![narrow, half, more, most, 886.0]),
        // Beside the leading figure.
        (_, Some((_, 0))) => (0, vec![narrowest, narrow, 427.0, more, most]),
        (_, Some(_)) => (1, vec![narrow, half, more, most]),
    }
}

/// The chart of a figure. `label` says what it shows.
pub(super) fn figure(m: &mut Markup, chart: &Chart, place: Place, label: &str) {
    stage(m, chart, Some(place), label);
}

/// The chart of a cell. An empty label: words stand beside it.
pub(super) fn in_cell(m: &mut Markup, chart: &Chart, label: &str) {
    stage(m, chart, None, label);
    if !label.is_empty() {
        m.element("span", &[("class", "chart-words"), ("aria-hidden", "true")], |m| m.text(label));
    }
}

fn stage(m: &mut Markup, chart: &Chart, place: Option<Place>, label: &str) {
    // The Overview has no other charts.
    let Some(drawn) = chart.of_overview() else { return };
    let (first, widths) = widths(chart, place);
    let last = first + widths.len() - 1;
    m.element("div", &[("class", "chart-stage drawn"), ("aria-hidden", if label.is_empty() { "true" } else { "" })], |m| {
        for (i, width) in (first..).zip(widths) {
            let class = [if grows(drawn, i) { "grows " } else { "" }, &shown_at(i, (first, last))].concat();
            let size = Size { width, height: drawn.height(width, Medium::Screen).round() };
            m.element("div", &[("class", &class)], |m| m.svg(&svg(&drawn.scene(size, &PlainMeasure), label, Target::Page)));
        }
    });
}

/// The classes of the widths at which a drawing is shown: its own, and those beyond the first and last that are drawn.
fn shown_at(i: usize, (first, last): (usize, usize)) -> String {
    let from = if i == first { 0 } else { i };
    let to = if i == last { CLASSES.len() } else { i + 1 };
    CLASSES.get(from..to).unwrap_or_default().join(" ")
}

/// Whether a chart is the higher the wider it is, between the steps around one of [`WIDTHS`].
fn grows(drawn: &dyn Draw, i: usize) -> bool {
    let at = |step: Option<&f64>| step.map(|step| drawn.height(*step, Medium::Screen));
    let (from, to) = (i.checked_sub(1).and_then(|i| STEPS.get(i)), STEPS.get(i).map(|step| step - 1.0));
    matches!((at(from), at(to.as_ref())), (Some(low), Some(high)) if (high - low).abs() > 2.0)
}
