//! The field that looks for text in the long table of a page.

use std::cell::Cell;

use leptos::prelude::*;

use crate::page::browser;
use crate::page::element::{HtmlInputElement, Node, el, live, text};
use crate::page::state::AppState;
use plumbline_report::route::Route;

/// How long the reader must pause before what was typed counts, in milliseconds.
const PAUSE_MS: i32 = 200;

thread_local! {
    /// Counts the letters typed: of those that follow each other without a pause only the last counts.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Calls once the reader pauses, unless something else was typed until then.
pub fn after_pause(answer: impl FnOnce() + 'static) {
    let mine = TYPED.get().wrapping_add(1);
    TYPED.set(mine);
    browser::after(PAUSE_MS, move || {
        if TYPED.get() == mine {
            answer();
        }
    });
}

/// The field. What is typed goes into the address, and what the address says stands in the field.
pub fn find_field(app: AppState, label: &str, hint: &str) -> Node {
    let field =
        el("input").set("type", "search").set("autocomplete", "off").set("spellcheck", "false").set("placeholder", hint).on(
            "input",
            Box::new(move |event| {
                let text = browser::value_of(&event);
                after_pause(move || app.find(text));
            }),
        );
    let input: HtmlInputElement = field.handle();
    live(move || {
        app.location.with(|l| {
            let said = match &l.route {
                Route::Changes { find, .. } => find.as_str(),
                _ => "",
            };
            browser::set_field(&input, said);
        });
    });
    el("label").class("find").child(text("span", "", label)).child(field.view()).view()
}
