//! The table behind a chart.

use leptos::either::Either;
use leptos::prelude::*;
use plumbline_report::Table;
use plumbline_report::document::Datum;

/// A real table with the same numbers as a chart. `caption` says what it shows, for those who do not see where it stands.
pub fn table_twin(caption: &str, table: &Table) -> impl IntoView + use<> {
    let class_of = |column: usize| table.numeric.get(column).copied().unwrap_or(false).then_some("num");
    let heads = table.columns.iter().enumerate();
    let heads = heads
        .map(|(i, title)| {
            let before = table.spoken_before(i).map(|before| [before, ", "].concat());
            let before = before.map(|before| view! { <span class="visually-hidden">{before}</span> });
            view! { <th scope="col" class=class_of(i)>{before}{title.clone()}</th> }
        })
        .collect_view();
    let names: Vec<Option<String>> = (0..table.columns.len()).map(|i| table.name_of(i)).collect();
    let row = |row: &Vec<Datum>| {
        let cells = row.iter().enumerate().map(|(i, datum)| match i {
            0 => Either::Left(view! { <th scope="row" class=class_of(i)>{datum.text.clone()}</th> }),
            // Shown where the figure is too narrow for columns.
            _ => {
                Either::Right(view! { <td class=class_of(i) data-name=names.get(i).cloned().flatten()>{datum.text.clone()}</td> })
            }
        });
        view! { <tr>{cells.collect_view()}</tr> }
    };
    let rows = table.rows.iter().map(row).collect_view();
    view! {
        <table class=table.class()>
            <caption class="visually-hidden">{caption.to_owned()}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
