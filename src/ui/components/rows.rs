//! A long table of which only the rows in sight are drawn, however many there are.
//!
//! It scrolls in a box of its own. Rows have one height, so that what is not drawn takes its place with a space above and
//! a space below; what comes into sight is asked of the worker before it does.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::ui::browser;
use crate::ui::document::{table_head, table_row};
use crate::ui::state::AppState;
use crate::view::document::{Grid, Rows};

/// The table.
pub fn rows_table(app: AppState, rows: &Rows) -> AnyView {
    let Rows { grid, total } = rows.clone();
    let head = table_head(&grid);
    let Grid { caption, class, columns, rows } = grid;
    app.rows.set(Arc::new((0, rows)));
    app.heard.set(caption.clone());
    let label = caption.clone();
    let n_columns = columns.len().to_string();
    let scrolled = NodeRef::<html::Div>::new();
    let (above, below) = (NodeRef::<html::Tr>::new(), NodeRef::<html::Tr>::new());
    let drawn = move || app.rows.with(|r| (r.0, u32::try_from(r.1.len()).unwrap_or(0)));

    // What is not drawn takes its place.
    Effect::new(move |_| {
        let (from, count) = drawn();
        let Some(sight) = scrolled.get().and_then(|s| browser::in_sight(&s)) else { return };
        if let (Some(above), Some(below)) = (above.get(), below.get()) {
            browser::set_height(&above, sight.row * f64::from(from));
            browser::set_height(&below, sight.row * f64::from(total.saturating_sub(from.saturating_add(count))));
        }
    });
    let look = move || {
        let Some(sight) = scrolled.get_untracked().and_then(|s| browser::in_sight(&s)) else { return };
        // Places of rows, which are counted in 32 bits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let in_sight = ((sight.top / sight.row) as u32, (sight.height / sight.row) as u32 + 2);
        let now = untrack(drawn);
        if let Some((from, count)) = Rows::wanted(total, in_sight, now) {
            app.ask_rows(from, count);
        }
    };
    let each = move || {
        let (from, count) = drawn();
        (from..from.saturating_add(count)).collect::<Vec<u32>>()
    };
    let draw = move |place: u32| {
        app.rows.with_untracked(|r| {
            let row = r.1.get(place.checked_sub(r.0)? as usize)?;
            // The head is the first row.
            Some(table_row(row, &columns, Some(place.saturating_add(2))))
        })
    };
    view! {
        <div class="rows" tabindex="0" role="region" aria-label=label node_ref=scrolled on:scroll=move |_| look()>
            <table class=["tbl ", &class].concat() aria-rowcount=total.saturating_add(1).to_string()>
                <caption class="visually-hidden">{caption}</caption>
                {head}
                <tbody>
                    <tr class="space" aria-hidden="true" node_ref=above><td colspan=n_columns.clone()></td></tr>
                    <For each=each key=|place| *place children=draw />
                    <tr class="space" aria-hidden="true" node_ref=below><td colspan=n_columns></td></tr>
                </tbody>
            </table>
        </div>
    }
    .into_any()
}
