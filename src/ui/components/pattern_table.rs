//! Failure patterns: when they were found, which gate was open, and what would have prevented them.

use leptos::prelude::*;

use crate::text::number::thousands;
use crate::ui::components::dots::{dot_row, period_heads};
use crate::ui::components::escaped_gate;
use crate::view::{PatternRow, Patterns};

/// The gate that let occurrences through, and how often.
pub fn escape_cell(row: &PatternRow) -> AnyView {
    if row.escaped == 0 {
        return view! { <span class="escape">{escaped_gate(None)}<span class="dim">"none escaped"</span></span> }.into_any();
    }
    view! {
        <span class="escape">
            {escaped_gate(Some(row.responsible))}{row.responsible.title()}<span class="dim">{format!(" {}×", thousands(row.escaped.into()))}</span>
        </span>
    }
    .into_any()
}

fn pattern_row(row: &PatternRow, periods: &[String], most: u32) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="pattern">{row.title.clone()}</th>
            <td class="small symptom">{row.symptom.clone()}</td>
            <td class="dots-cell">{dot_row(periods, &row.counts, &row.repeats, most)}</td>
            <td class="num strong times" data-name="times">{thousands(row.occurrences.into())}</td>
            <td class="num" data-name="teams">{row.teams}</td>
            <td class="small">{escape_cell(row)}</td>
            <td class="small prevention">{row.prevention.clone()}</td>
        </tr>
    }
    .into_any()
}

/// The table of failure patterns.
pub fn pattern_table(patterns: &Patterns) -> AnyView {
    let most = patterns.rows.iter().flat_map(|r| r.counts.iter().copied()).max().unwrap_or(0);
    let rows: Vec<AnyView> = patterns.rows.iter().map(|row| pattern_row(row, &patterns.periods, most)).collect();
    view! {
        <table class="tbl patterns as-cards">
            <caption class="visually-hidden">{patterns.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Pattern"</th>
                    <th scope="col" class="symptom">"Symptom"</th>
                    <th scope="col" class="dots-cell">{period_heads(&patterns.periods)}</th>
                    <th scope="col" class="num">"Times"</th>
                    <th scope="col" class="num">"Teams"</th>
                    <th scope="col">"Escaped gate"</th>
                    <th scope="col">"What would have prevented it"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
