//! The place of the page itself, and what stands there when there is none.

use std::sync::Arc;

use leptos::prelude::*;

use crate::page::browser;
use crate::page::document::document_page;
use crate::page::element::{El, Node, button, el, svg, text};
use crate::page::later;
use crate::page::state::{AppState, Shown};
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::{DataOrigin, Empty};

/// The page.
pub fn outlet(app: AppState) -> Node {
    let is_about = Memo::new(move |_| app.location.with(|l| l.route == Route::About));
    let page = move || {
        // Asked only where it is needed: what stands there is not made anew when it comes.
        let later = || if app.later.get() { later::get() } else { None };
        if is_about.get() {
            return later().map(|later| (later.about)());
        }
        match app.shown.get() {
            Shown::Nothing => None,
            Shown::Empty(v) => Some(empty_page(app, v.read_only().into())),
            Shown::Document(v) => Some(document_page(app, v.read_only().into())),
            Shown::Matrix(v) => later().map(|later| (later.matrix)(v)),
            Shown::Sources(v) => later().map(|later| (later.sources)(v)),
        }
    };
    el("div").class("seamless").live_maybe(page).view()
}

/// A page without anything to show: the way in, or what to change.
fn empty_page(app: AppState, view: ReadSignal<Arc<Empty>>) -> Node {
    let page = move || {
        let empty = view.get();
        let is_first = app.frame.with(|f| f.origin == DataOrigin::None);
        let page = if is_first { first_run(app) } else { nothing(app, &empty) };
        Some(page.view())
    };
    el("div").class("seamless").live_maybe(page).view()
}

fn nothing(app: AppState, empty: &Empty) -> El {
    let clear = empty.clear_filters.then(|| {
        let clear = button("btn primary", words::CLEAR_FILTERS, move || app.set_filter(|f| *f = Default::default()));
        el("p").class("state-actions").child(clear).view()
    });
    el("section")
        .class("page state")
        .child(text("h1", "state-title", &empty.title))
        .child(text("p", "state-text", &empty.text))
        .child(el("p").class("hatched").set("aria-hidden", "true").view())
        .maybe(clear)
}

/// What stands there before anything was loaded.
fn first_run(app: AppState) -> El {
    let path = |class: &str, d: &str| svg("path").class(class).set("d", d).view();
    let bob = svg("svg")
        .class("hollow-bob")
        .set("width", "32")
        .set("height", "72")
        .set("viewBox", "0 0 32 72")
        .set("aria-hidden", "true")
        .child(path("", "M4 2H28"))
        .child(path("string", "M16 2V44"))
        .child(path("", "M8 46H24L26 51 16 68 6 51Z"));
    let actions = el("p")
        .class("state-actions")
        .child(button("btn primary", words::CHOOSE_FILES, || browser::click("choose-files")))
        .child(button("btn", words::EXPLORE_DEMO, move || app.load_demo()));
    let said = el("div")
        .child(text("h1", "state-title", words::FIRST_RUN))
        .child(text("p", "state-text", words::FIRST_RUN_TEXT))
        .child(actions.view());
    let about = el("a").live_set("href", Box::new(move || Some(app.href(Route::About)))).text(words::FIRST_RUN_LINK);
    el("section")
        .class("page state")
        .child(el("div").class("drop-zone").child(bob.view()).child(said.view()).view())
        .child(el("p").class("state-more").text(words::FIRST_RUN_MORE).text(" ").child(about.view()).text(".").view())
}
