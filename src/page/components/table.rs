//! The table behind a chart.

use crate::page::element::{Node, el, text};
use plumbline_report::Table;

/// A real table with the same numbers as a chart. `caption` says what it shows, for those who do not see where it stands.
pub fn table_twin(caption: &str, table: &Table) -> Node {
    let class_of = |column: usize| if table.numeric.get(column).copied().unwrap_or(false) { "num" } else { "" };
    let cell = |tag: &str, scope: Option<&str>, column: usize, words: &String| {
        el(tag).maybe_set("scope", scope).class(class_of(column)).text(words).view()
    };
    let heads = table.columns.iter().enumerate().map(|(i, title)| cell("th", Some("col"), i, title));
    let row = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(i, words)| match i {
            0 => cell("th", Some("row"), i, words),
            _ => cell("td", None, i, words),
        });
        el("tr").children(cells.collect()).view()
    };
    el("table")
        .class("tbl")
        .child(text("caption", "visually-hidden", caption))
        .child(el("thead").child(el("tr").children(heads.collect()).view()).view())
        .child(el("tbody").children(table.rows.iter().map(row).collect()).view())
        .view()
}
