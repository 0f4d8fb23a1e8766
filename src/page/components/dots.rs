//! Occurrences per period as dots in a row of a table: the area of a dot is the count, a gap means none was found.

use leptos::prelude::*;
use plumbline_report::document::Dots;
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
pub fn period_heads(periods: &[String]) -> impl IntoView + use<> {
    let n = periods.len();
    let every = n.div_ceil(4).max(1);
    let named = periods.iter().enumerate().filter(|(i, _)| (n - 1 - i).is_multiple_of(every));
    let name = |(i, period): (usize, &String)| {
        view! { <text x=place(i, n) y="11" text-anchor="middle">{date::period(period)}</text> }
    };
    view! { <svg class="dot-heads" width="100%" height="14" aria-hidden="true">{named.map(name).collect_view()}</svg> }
}

/// One row. A dot is hollow while all its occurrences are the first of their teams. A red diamond stands below one of which any came
/// although prevention was in place.
pub fn dot_row(dots: &Dots, label: &str) -> impl IntoView + use<> {
    let n = dots.counts.len();
    let found = dots.counts.iter().enumerate().filter(|(_, count)| **count > 0);
    let dot = |(i, count): (usize, &u32)| {
        let r = (largest(n) * (f64::from(*count) / f64::from(dots.most.max(4))).sqrt()).max(2.0);
        let class = (dots.repeats.get(i).copied().unwrap_or(0) == 0).then_some("first");
        view! { <circle class=class cx=place(i, n) cy="12" r=fixed(r, 1)></circle> }
    };
    let marked = dots.despite.iter().enumerate().filter(|(_, despite)| **despite > 0);
    // a square of its own, so that the diamond keeps its shape however wide the row is
    let diamond = |(i, _): (usize, &u32)| {
        view! { <svg class="despite" x=place(i, n) y="20"><path d="M0-3.5 3.5 0 0 3.5-3.5 0Z"></path></svg> }
    };
    let diamonds = marked.map(diamond).collect_view();
    let dots = found.map(dot).collect_view();
    view! {
        <svg class="dots" width="100%" height="24" role="img" aria-label=label.to_owned()>
            <line x1="0" x2="100%" y1="12" y2="12"></line>
            {dots}
            {diamonds}
        </svg>
    }
}
