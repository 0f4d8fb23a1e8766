//! A long table of which only the rows in sight are drawn, however many there are.
//!
//! It scrolls with the page. Rows have one height, so that what is not drawn takes its place with a space above and a space below;
//! what comes into sight is requested from the worker before it does.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::document::{row_key, table_head, table_row};
use crate::page::keyed::keyed;
use crate::page::state::{Announcer, Navigation, PlacedRows, Queries};
use plumbline_report::document::{Grid, Rows};
use plumbline_report::frame::{paper, words};

/// The table.
#[component]
pub fn LongTable(
    /// Its head, its first rows, and how many rows there are.
    rows: Signal<Rows>,
) -> impl IntoView {
    let queries = expect_context::<Queries>();
    let announcer = expect_context::<Announcer>();
    let navigation = expect_context::<Navigation>();
    let head = Memo::new(move |_| rows.with(|rows| Grid { rows: Vec::new(), ..rows.grid.clone() }));
    let columns = Memo::new(move |_| head.with(|grid| grid.columns.clone()));
    let total = Memo::new(move |_| rows.with(|rows| rows.total));
    let caption = Memo::new(move |_| head.with(|grid| grid.caption.clone()));
    let (table, body) = (NodeRef::<html::Div>::new(), NodeRef::<html::Tbody>::new());
    let (above, below) = (NodeRef::<html::Tr>::new(), NodeRef::<html::Tr>::new());

    // The place of the first drawn row, and how many are drawn.
    let drawn = move || {
        queries
            .rows
            .with_untracked(|rows| (rows.first().map_or(0, |(place, _)| *place), u32::try_from(rows.len()).unwrap_or(u32::MAX)))
    };
    // What is not drawn takes its place.
    let fit = move || {
        let (Some(Some(body)), Some(Some(above)), Some(Some(below))) =
            (body.try_get_untracked(), above.try_get_untracked(), below.try_get_untracked())
        else {
            return;
        };
        let Some(sight) = browser::in_sight(&body) else { return };
        let (from, count) = drawn();
        browser::set_height(&above, sight.row * f64::from(from));
        browser::set_height(&below, sight.row * f64::from(total.get_untracked().saturating_sub(from.saturating_add(count))));
    };
    let look = move || {
        let Some(sight) = body.try_get_untracked().flatten().and_then(|body| browser::in_sight(&body)) else { return };
        // Places of rows, which are counted in 32 bits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let in_sight = ((sight.top / sight.row) as u32, (sight.height / sight.row) as u32 + 2);
        let Some(wanted) = Rows::wanted(total.get_untracked(), in_sight, drawn()) else { return };
        // The row that holds the focus stays; from one that is too far away for that the focus goes to the table as a whole.
        let place = body.get_untracked().and_then(|body| browser::place_of_focus(&body));
        let kept = place.map_or(Some(wanted), |place| Rows::keeping(wanted, place));
        if let (None, Some(table)) = (kept, table.get_untracked()) {
            browser::focus_without_scroll(&table);
        }
        let (from, count) = kept.unwrap_or(wanted);
        queries.request_rows(from, count);
    };
    // Another list begins at its top.
    let begin = move || {
        rows.with_untracked(|rows| queries.set_rows(0, rows.grid.rows.clone()));
        announcer.say(caption.get_untracked());
    };
    begin();
    let begin_again = move |_: &(), _: Option<&()>, _: Option<()>| {
        begin();
        if let Some(table) = table.get_untracked() {
            browser::scroll_top_into_view(&table);
        }
    };
    Effect::watch(move || rows.track(), begin_again, false);
    Effect::new(move |_| {
        queries.rows.track();
        // Rows have no height before they are on the page. By then the reader may be further.
        browser::queue_microtask(move || {
            fit();
            look();
            navigation.focus_back();
        });
    });
    // A window of another width may give rows another height.
    let changed = move |is_resized: bool| {
        if is_resized {
            fit();
        }
        look();
    };
    let _listener = StoredValue::new_local(browser::on_sight_change(changed));

    let drawn_rows: Signal<Arc<PlacedRows>> = queries.rows.into();
    let drawn_body = keyed(
        drawn_rows,
        |rows| rows,
        |(_, row)| row_key(row),
        move |item| table_row(item, |(_, row)| row, |(place, _)| Some(*place), columns.into()),
    );
    let printed = move || {
        queries.rows.track();
        let (from, count) = drawn();
        Some(paper::rows(from, count, total.get()))
            .filter(|words| !words.is_empty())
            .map(|words| view! { <p class="note paper-only">{words}</p> })
    };
    // Who hears the table learns with its name, and again at its end, that it goes on.
    let listed = move || {
        queries.rows.track();
        let (from, count) = drawn();
        words::listed(from, count, total.get())
    };
    let n_columns = move || columns.with(Vec::len).to_string();
    view! {
        <div class="rows" node_ref=table role="region" tabindex="-1" aria-label=caption>
            <table
                class=move || head.with(|grid| ["tbl ", &grid.class].concat())
                aria-rowcount=move || total.get().saturating_add(1).to_string()
            >
                <caption class="visually-hidden">{caption}" "{listed}</caption>
                {move || head.with(table_head)}
                <tbody node_ref=body>
                    <tr class="space" node_ref=above aria-hidden="true"><td colspan=n_columns></td></tr>
                    {drawn_body}
                    <tr class="space" node_ref=below aria-hidden="true"><td colspan=n_columns></td></tr>
                </tbody>
            </table>
            <p class="visually-hidden">{listed}</p>
            {printed}
        </div>
    }
}
