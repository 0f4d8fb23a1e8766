//! A long table of which only the rows in sight are drawn, however many there are.
//!
//! It scrolls in a box of its own. Rows have one height, so that what is not drawn takes its place with a space above and
//! a space below; what comes into sight is asked of the worker before it does.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use crate::page::browser;
use crate::page::document::{table_head, table_row};
use crate::page::element::{HtmlElement, Node, el, live, remove, text};
use crate::page::state::AppState;
use plumbline_report::document::{Grid, Rows};

/// The table.
pub fn rows_table(app: AppState, rows: &Rows) -> Node {
    let Rows { grid, total } = rows.clone();
    let head = table_head(&grid);
    let Grid { caption, class, columns, rows } = grid;
    app.rows.set(Arc::new((0, rows)));
    app.heard.set(caption.clone());
    let n_columns = columns.len().to_string();
    let space = || {
        let cell = el("td").set("colspan", &n_columns).view();
        el("tr").class("space").set("aria-hidden", "true").child(cell)
    };
    let (above, below) = (space(), space());
    let (above_row, below_row): (HtmlElement, HtmlElement) = (above.handle(), below.handle());
    let table = el("table")
        .class(&["tbl ", &class].concat())
        .set("aria-rowcount", &total.saturating_add(1).to_string())
        .child(text("caption", "visually-hidden", &caption))
        .child(head);
    let scrolled = el("div").class("rows").set("tabindex", "0").set("role", "region").set("aria-label", &caption);
    let box_: Rc<HtmlElement> = Rc::new(scrolled.handle());

    let body = el("tbody");
    // What is not drawn takes its place.
    let sight = Rc::clone(&box_);
    let fit = Rc::new(move || {
        let Some(sight) = browser::in_sight(&sight) else { return };
        let (from, count) = app.rows.with_untracked(|r| (r.0, u32::try_from(r.1.len()).unwrap_or(0)));
        browser::set_height(&above_row, sight.row * f64::from(from));
        browser::set_height(&below_row, sight.row * f64::from(total.saturating_sub(from.saturating_add(count))));
    });
    // Rows have no height before they are on the page.
    let first_fit = Rc::clone(&fit);
    browser::soon(move || first_fit());

    // Rows that stay in sight stay as they are, and with them what has the focus.
    let (body_node, end_of_rows): (Node, Node) = (body.handle(), below.handle());
    let body = body.child(above.view()).child(below.view());
    let mut drawn: Vec<(u32, Node)> = Vec::new();
    live(move || {
        let now = app.rows.get();
        let (from, rows) = (now.0, &now.1);
        let end = from.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        let mut kept = Vec::new();
        for (place, node) in drawn.drain(..) {
            if (from..end).contains(&place) {
                kept.push((place, node));
            } else {
                remove(&body_node, &node);
            }
        }
        let mut kept = kept.into_iter().peekable();
        for (place, row) in (from..end).zip(rows) {
            if let Some(there) = kept.next_if(|(kept, _)| *kept == place) {
                drawn.push(there);
                continue;
            }
            // The head is the first row.
            let node = table_row(row, &columns, Some(place.saturating_add(2)));
            let next: &Node = kept.peek().map_or(&end_of_rows, |(_, node)| node);
            // What is kept, and the space below, stay in the body.
            let _ = body_node.insert_before(&node, Some(next));
            drawn.push((place, node));
        }
        fit();
    });
    let look = move || {
        let Some(sight) = browser::in_sight(&box_) else { return };
        // Places of rows, which are counted in 32 bits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let in_sight = ((sight.top / sight.row) as u32, (sight.height / sight.row) as u32 + 2);
        let now = app.rows.with_untracked(|r| (r.0, u32::try_from(r.1.len()).unwrap_or(0)));
        if let Some((from, count)) = Rows::wanted(total, in_sight, now) {
            app.ask_rows(from, count);
        }
    };
    scrolled.on("scroll", Box::new(move |_| look())).child(table.child(body.view()).view()).view()
}
