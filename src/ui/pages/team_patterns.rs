//! A team's failure patterns over time: first times hollow, repeats solid and linked to the one before.

use leptos::prelude::*;

use crate::charts::Chart;
use crate::text::pattern::prevented;
use crate::text::words::capital;
use crate::ui::components::{chart_figure, escape_cell};
use crate::view::Patterns;
use crate::view::chart as chart_from;

/// The figure of a team's patterns.
pub fn pattern_figure(patterns: &Patterns) -> AnyView {
    let rows: Vec<AnyView> = patterns
        .rows
        .iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{row.title.clone()}</th>
                    <td class="small">{escape_cell(row)}</td>
                    <td class="small">{row.prevention.clone()}</td>
                    <td class="small">{capital(prevented(row.prevented))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = view! {
        <table class="tbl patterns escapes as-cards">
            <caption class="visually-hidden">{patterns.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Pattern"</th>
                    <th scope="col">"Escaped gate"</th>
                    <th scope="col">"What would have prevented it"</th>
                    <th scope="col">"In place"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { {chart_figure("", &patterns.head, Chart::Timeline(chart_from::timeline(patterns)), None, Vec::new())}{table} }
        .into_any()
}
