//! The small pictures of tables and keys, as the page draws them.

use super::drawing;
use super::markup::Markup;
use crate::document::{Dots, Picture};
use crate::text::date;
use crate::text::number::fixed;
use plumbline_domain::Gate;

/// A picture. `label` is what it says.
pub(super) fn picture(m: &mut Markup, picture: &Picture, label: &str) {
    match picture {
        Picture::Chart(chart) => drawing::in_cell(m, chart, label),
        Picture::Dots(dots) => dot_row(m, dots, label),
        Picture::Periods(periods) => period_heads(m, periods),
        Picture::Escape(gate) => escaped_gate(m, *gate),
        Picture::Bob => {
            let path = "M1.5 1.5H10.5L11.4 4.6 6 13 .6 4.6Z";
            svg(m, "key-mark", ("12", "14"), |m| m.element("path", &[("class", "bob"), ("d", path)], |_| ()));
        }
        Picture::Ring => svg(m, "key-mark", ("12", "12"), |m| {
            m.element("circle", &[("class", "ring"), ("cx", "6"), ("cy", "6"), ("r", "4.5")], |_| ());
        }),
        Picture::Mark(class) => m.element("i", &[("class", class), ("aria-hidden", "true")], |_| ()),
        // The Overview has none of these.
        Picture::Gates(_) | Picture::Gate(_) | Picture::Bar(..) | Picture::Shares(..) | Picture::Hatch | Picture::Heat(..) => {}
    }
}

/// An SVG of a fixed size that is hidden from readers of the accessibility tree.
pub(super) fn svg(m: &mut Markup, class: &str, (width, height): (&str, &str), inside: impl FnOnce(&mut Markup)) {
    let view = ["0 0 ", width, " ", height].concat();
    let attributes = [("class", class), ("width", width), ("height", height), ("viewBox", &view), ("aria-hidden", "true")];
    m.element("svg", &attributes, inside);
}

/// Where a period stands in percent of the row's width.
fn place(i: usize, n: usize) -> String {
    fixed(100.0 * (i as f64 + 0.5) / n.max(1) as f64, 2) + "%"
}

/// Occurrences per period: the area of a dot is the count.
fn dot_row(m: &mut Markup, dots: &Dots, label: &str) {
    let n = dots.counts.len();
    let largest = (150.0 / n.max(1) as f64).clamp(3.0, 8.0);
    m.element("svg", &[("class", "dots"), ("width", "100%"), ("height", "24"), ("role", "img"), ("aria-label", label)], |m| {
        m.element("line", &[("x1", "0"), ("x2", "100%"), ("y1", "12"), ("y2", "12")], |_| ());
        for (i, count) in dots.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let r = (largest * (f64::from(*count) / f64::from(dots.most.max(4))).sqrt()).max(2.0);
            let is_first = dots.repeats.get(i).copied().unwrap_or(0) == 0;
            let class = if is_first { "first" } else { "" };
            let (x, r) = (place(i, n), fixed(r, 1));
            m.element("circle", &[("class", class), ("cx", &x), ("cy", "12"), ("r", &r)], |_| ());
        }
        for (i, _) in dots.despite.iter().enumerate().filter(|(_, despite)| **despite > 0) {
            let x = place(i, n);
            m.element("svg", &[("class", "despite"), ("x", &x), ("y", "20")], |m| {
                m.element("path", &[("d", "M0-3.5 3.5 0 0 3.5-3.5 0Z")], |_| ());
            });
        }
    });
}

/// The names of a few periods above a column of dots.
fn period_heads(m: &mut Markup, periods: &[String]) {
    let n = periods.len();
    let every = n.div_ceil(4).max(1);
    m.element("svg", &[("class", "dot-heads"), ("width", "100%"), ("height", "14"), ("aria-hidden", "true")], |m| {
        for (i, period) in periods.iter().enumerate().filter(|(i, _)| (n - 1 - i).is_multiple_of(every)) {
            let x = place(i, n);
            m.element("text", &[("x", &x), ("y", "11"), ("text-anchor", "middle")], |m| m.text(&date::period(period)));
        }
    });
}

/// Four squares, the one of the gate that was open filled.
fn escaped_gate(m: &mut Markup, gate: Option<Gate>) {
    svg(m, "four-squares", ("44", "10"), |m| {
        for each in Gate::ALL {
            let x = (each.index() * 11).to_string() + ".5";
            let class = if gate == Some(*each) { "here" } else { "other" };
            m.element("rect", &[("class", class), ("x", &x), ("y", "0.5"), ("width", "9"), ("height", "9")], |_| ());
        }
    });
}
