//! A team's failure patterns over time: first times hollow, repeats solid and linked to the one before.

use leptos::prelude::*;

use crate::ui::chart_from;
use crate::ui::components::{chart_figure, escape_cell};
use crate::view::Patterns;

/// The figure of a team's patterns.
pub fn pattern_figure(patterns: &Patterns) -> AnyView {
    let rows: Vec<AnyView> = patterns
        .rows
        .iter()
        .map(|row| {
            let prevented = match row.prevented {
                Some(true) => "in place",
                Some(false) => "not in place",
                None => "",
            };
            view! {
                <tr>
                    <th scope="row">{row.title.clone()}</th>
                    <td class="num strong" data-name="times">{row.occurrences}</td>
                    <td class="num" data-name="recurred">{row.recurrences}</td>
                    <td class="small">{escape_cell(row)}</td>
                    <td class="small">{row.prevention.clone()}<span class="row-note">{prevented}</span></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let table = view! {
        <table class="tbl patterns as-cards">
            <caption class="visually-hidden">{patterns.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Pattern"</th>
                    <th scope="col" class="num">"Times"</th>
                    <th scope="col" class="num">"Recurred"</th>
                    <th scope="col">"Escaped gate"</th>
                    <th scope="col">"Prevention"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! { {chart_figure("", &patterns.head, chart_from::timeline(patterns), None)}{table} }.into_any()
}
