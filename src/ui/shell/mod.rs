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

use crate::route::Route;
use crate::text::frame as words;
use crate::ui::state::{AppState, use_app};
use crate::ui::{browser, later};
use crate::view::DataOrigin;

use filter_bar::FilterBar;
use footer::Footer;
use help::Help;
use notices::Notices;
use outlet::Outlet;
use search::Search;
use top_bar::TopBar;
use why_panel::WhyPanel;

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let app = AppState::start();
    provide_context(app);
    let page = Memo::new(move |_| app.location.with(|l| words::page_name(&l.route)));
    Effect::new(move |before: Option<String>| {
        let page = page.get();
        browser::set_title(&app.location.with_untracked(|l| words::document_title(&l.route)));
        if before.is_some_and(|b| b != page) {
            browser::focus_at_top("main");
        }
        page
    });
    let open = Open { help: RwSignal::new(false), search: RwSignal::new(false) };
    keys::listen(app, open);
    let is_about = Memo::new(move |_| app.location.with(|l| l.route == Route::About));
    Effect::new(move |_| {
        if (open.help.get() || open.search.get() || is_about.get()) && !app.later.get_untracked() {
            app.with_later(true, || ());
        }
    });
    let dialogs = move || app.later.get().then(|| later::get().map(|later| (later.dialogs)(open)));
    let heard = move || app.heard.get();
    let said = move || app.said.get();
    view! {
        <a class="skip" href="#main" on:click=move |event| {
            // The fragment is the place: the link moves the focus without changing it.
            event.prevent_default();
            browser::focus("main");
        }>{words::SKIP}</a>
        <TopBar searching=open.search />
        <FilterBar />
        <DemoStrip />
        <main id="main" tabindex="-1" aria-busy=move || if app.busy.get() || app.waiting.get() { "true" } else { "false" }>
            <Notices />
            <Outlet />
        </main>
        <Footer help=open.help />
        {dialogs}
        <p class="visually-hidden" role="status">{heard}</p>
        <p class="toast" role="status" class:on=move || app.said.with(|s| !s.is_empty())>{said}</p>
        <div class="drop-veil" class:on=move || app.hovering.get() aria-hidden="true"><p>{words::DROP_HERE}</p></div>
    }
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
#[component]
fn DemoStrip() -> impl IntoView {
    let app = use_app();
    let title = Memo::new(move |_| {
        app.frame.with(|f| match &f.origin {
            DataOrigin::Demo { title } => Some(title.clone()),
            _ => None,
        })
    });
    move || {
        title.get().map(|title| {
            view! {
                <aside class="demo-strip" aria-label=words::DEMO>
                    <p class="shell-bar">
                        <strong class="demo-tag">{words::DEMO}</strong>
                        <span class="demo-title">{title}</span>
                        <span>{words::DEMO_TEXT}</span>
                    </p>
                </aside>
            }
        })
    }
}
