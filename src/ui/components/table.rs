//! The table behind a chart.

use leptos::prelude::*;

use crate::view::Table;

/// A real table with the same numbers as a chart.
#[component]
pub fn TableTwin(
    /// What the table shows, for those who do not see where it stands.
    caption: String,
    /// The table.
    table: Table,
) -> impl IntoView {
    let Table { columns, numeric, rows } = table;
    let class_of = move |column: usize| if numeric.get(column).copied().unwrap_or(false) { "num" } else { "" };
    let head = columns.into_iter().enumerate().map(|(i, title)| {
        view! { <th scope="col" class=class_of(i)>{title}</th> }
    });
    let head = head.collect_view();
    let body = rows.into_iter().map(|row| {
        let cells = row.into_iter().enumerate().map(|(i, cell)| {
            if i == 0 {
                view! { <th scope="row" class=class_of(i)>{cell}</th> }.into_any()
            } else {
                view! { <td class=class_of(i)>{cell}</td> }.into_any()
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <table class="tbl">
            <caption class="visually-hidden">{caption}</caption>
            <thead><tr>{head}</tr></thead>
            <tbody>{body.collect_view()}</tbody>
        </table>
    }
}
