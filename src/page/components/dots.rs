//! Occurrences per period as dots in a row of a table: the area of a dot is the count, a gap means none was found.

use crate::page::element::{Node, svg};
use plumbline_report::text::date;
use plumbline_report::text::number::fixed;

/// The radius of the largest dot, in pixels: smaller where many periods share the width.
fn largest(periods: usize) -> f64 {
    (150.0 / f64::from(u32::try_from(periods.max(1)).unwrap_or(u32::MAX))).clamp(3.0, 8.0)
}

/// Where a period stands in percent of the row's width.
fn place(i: usize, n: usize) -> String {
    let at = |v: usize| f64::from(u32::try_from(v).unwrap_or(u32::MAX));
    fixed(100.0 * (at(i) + 0.5) / at(n.max(1)), 2) + "%"
}

/// The names of a few periods above a column of dots: first, last, and some between.
pub fn period_heads(periods: &[String]) -> Node {
    let n = periods.len();
    let every = n.div_ceil(4).max(1);
    let named = periods.iter().enumerate().filter(|(i, _)| (n - 1 - i).is_multiple_of(every));
    let name = |(i, period): (usize, &String)| {
        svg("text").set("x", &place(i, n)).set("y", "11").set("text-anchor", "middle").text(&date::period(period)).view()
    };
    let heads = svg("svg").class("dot-heads").set("width", "100%").set("height", "14").set("aria-hidden", "true");
    heads.children(named.map(name).collect()).view()
}

/// One row. A dot is hollow while all its occurrences are the first of their teams (`repeats` holds the others). `most`
/// is the highest count of the whole table: all rows share one scale.
pub fn dot_row(counts: &[u32], repeats: &[u32], most: u32, label: &str) -> Node {
    let n = counts.len();
    let found = counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let dot = |(i, count): (usize, &u32)| {
        let r = (largest(n) * (f64::from(*count) / f64::from(most.max(4))).sqrt()).max(2.0);
        let class = if repeats.get(i).copied().unwrap_or(0) == 0 { "first" } else { "" };
        svg("circle").class(class).set("cx", &place(i, n)).set("cy", "12").set("r", &fixed(r, 1)).view()
    };
    svg("svg")
        .class("dots")
        .set("width", "100%")
        .set("height", "24")
        .set("role", "img")
        .set("aria-label", label)
        .child(svg("line").set("x1", "0").set("x2", "100%").set("y1", "12").set("y2", "12").view())
        .children(found.map(dot).collect())
        .view()
}
