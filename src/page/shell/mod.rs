//! What stands around every page: bars, notices, the page's outlet, the footer.

mod filter_bar;
mod footer;
mod help;
mod keys;
mod notices;
mod outlet;
mod search;
mod top_bar;
mod why_panel;

use leptos::prelude::*;

use crate::page::element::{Node, el, live, text};
use crate::page::state::AppState;
use crate::page::{browser, later};
use plumbline_report::DataOrigin;
use plumbline_report::frame::words;
use plumbline_report::route::Route;

use help::Help;
use search::Search;
use why_panel::WhyPanel;

/// The whole page.
pub fn shell() -> Vec<Node> {
    let app = AppState::start();
    provide_context(app);
    let mut before: Option<String> = None;
    live(move || {
        let page = app.location.with(|l| words::page_name(&l.route));
        if before.as_ref() == Some(&page) {
            return;
        }
        browser::set_title(&app.location.with_untracked(|l| words::document_title(&l.route)));
        if before.is_some() {
            browser::focus_at_top("main");
        }
        before = Some(page);
    });
    let open = Open { help: RwSignal::new(false), search: RwSignal::new(false) };
    keys::listen(app, open);
    live(move || {
        let is_about = app.location.with(|l| l.route == Route::About);
        if (open.help.get() || open.search.get() || is_about) && !app.later.get_untracked() {
            app.with_later(true, || ());
        }
    });
    let skip = el("a").class("skip").set("href", "#main").text(words::SKIP).on(
        "click",
        Box::new(|event| {
            // The fragment is the place: the link moves the focus without changing it.
            event.prevent_default();
            browser::focus("main");
        }),
    );
    let main = el("main")
        .set("id", "main")
        .set("tabindex", "-1")
        .live_flag("aria-busy", move || app.busy.get() || app.waiting.get())
        .child(notices::notices(app))
        .child(outlet::outlet(app));
    let dialogs = el("div")
        .class("seamless")
        .live_maybe(move || app.later.get().then(|| later::get().map(|later| (later.dialogs)(open))).flatten());
    let heard = el("p").class("visually-hidden").set("role", "status").live_text(Box::new(move || app.heard.get()));
    let said = el("p")
        .class("toast")
        .set("role", "status")
        .live_class("on", Box::new(move || app.said.with(|s| !s.is_empty())))
        .live_text(Box::new(move || app.said.get()));
    let veil = el("div")
        .class("drop-veil")
        .set("aria-hidden", "true")
        .live_class("on", Box::new(move || app.hovering.get()))
        .child(text("p", "", words::DROP_HERE));
    vec![
        skip.view(),
        top_bar::top_bar(app, open.search),
        filter_bar::filter_bar(app),
        demo_strip(app),
        main.view(),
        footer::footer(app, open.help),
        dialogs.view(),
        heard.view(),
        said.view(),
        veil.view(),
    ]
}

/// Which dialogs are open.
#[derive(Clone, Copy)]
pub struct Open {
    /// The sheet of keys.
    pub help: RwSignal<bool>,
    /// The search.
    pub search: RwSignal<bool>,
}

/// What stands over the page or beside it.
pub fn dialogs(open: Open) -> AnyView {
    view! {
        <WhyPanel />
        <Help is_open=open.help />
        <Search is_open=open.search />
    }
    .into_any()
}

/// The label of demo data, on every page.
fn demo_strip(app: AppState) -> Node {
    let title = Memo::new(move |_| {
        app.frame.with(|f| match &f.origin {
            DataOrigin::Demo { title } => Some(title.clone()),
            _ => None,
        })
    });
    let strip = move |title: &String| {
        let bar = el("p")
            .class("shell-bar")
            .child(text("strong", "demo-tag", words::DEMO))
            .child(text("span", "demo-title", title))
            .child(text("span", "", words::DEMO_TEXT));
        el("aside").class("demo-strip").set("aria-label", words::DEMO).child(bar.view()).view()
    };
    el("div").class("seamless").live_maybe(move || title.with(|title| title.as_ref().map(strip))).view()
}
