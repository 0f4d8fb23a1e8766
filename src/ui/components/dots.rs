//! Occurrences per period as dots in a row of a table: the area of a dot is the count, a gap means none was found.

use leptos::prelude::*;

use crate::text::date;

/// The radius of the largest dot, in pixels: smaller where many periods share the width.
fn largest(periods: usize) -> f64 {
    (150.0 / f64::from(u32::try_from(periods.max(1)).unwrap_or(u32::MAX))).clamp(3.0, 8.0)
}

/// Where a period stands in percent of the row's width.
fn place(i: usize, n: usize) -> String {
    let at = |v: usize| f64::from(u32::try_from(v).unwrap_or(u32::MAX));
    format!("{:.2}%", 100.0 * (at(i) + 0.5) / at(n.max(1)))
}

/// The names of a few periods above a column of dots: first, last, and some between.
pub fn period_heads(periods: &[String]) -> AnyView {
    let n = periods.len();
    let every = n.div_ceil(4).max(1);
    let names: Vec<AnyView> = periods
        .iter()
        .enumerate()
        .filter(|(i, _)| (n - 1 - i).is_multiple_of(every))
        .map(|(i, p)| view! { <text x=place(i, n) y="11" text-anchor="middle">{date::period(p)}</text> }.into_any())
        .collect();
    view! { <svg class="dot-heads" width="100%" height="14" aria-hidden="true">{names}</svg> }.into_any()
}

/// One row. A dot is hollow while all its occurrences are the first of their teams (`repeats` holds the others). `most`
/// is the highest count of the whole table: all rows share one scale.
pub fn dot_row(counts: &[u32], repeats: &[u32], most: u32, label: &str) -> AnyView {
    let n = counts.len();
    let dots: Vec<AnyView> = counts
        .iter()
        .enumerate()
        .filter(|(_, count)| **count > 0)
        .map(|(i, count)| {
            let r = (largest(n) * (f64::from(*count) / f64::from(most.max(4))).sqrt()).max(2.0);
            let class = if repeats.get(i).copied().unwrap_or(0) == 0 { "first" } else { "" };
            view! { <circle class=class cx=place(i, n) cy="12" r=format!("{r:.1}")></circle> }.into_any()
        })
        .collect();
    view! {
        <svg class="dots" width="100%" height="24" role="img" aria-label=label.to_owned()>
            <line x1="0" x2="100%" y1="12" y2="12"></line>
            {dots}
        </svg>
    }
    .into_any()
}
