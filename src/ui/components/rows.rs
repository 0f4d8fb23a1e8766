//! A long table of which only the rows in sight are drawn.

use leptos::prelude::*;

use crate::ui::document::{table_head, table_row};
use crate::ui::element::{el, text};
use crate::ui::state::AppState;
use crate::view::document::Rows;

/// The table.
pub fn rows_table(_app: AppState, rows: &Rows) -> AnyView {
    let drawn = rows.grid.rows.iter().map(|row| table_row(row, &rows.grid.columns)).collect();
    el("table")
        .class(["tbl ", &rows.grid.class].concat().trim())
        .child(text("caption", "visually-hidden", &rows.grid.caption))
        .child(table_head(&rows.grid))
        .child(el("tbody").children(drawn).view())
        .view()
}
