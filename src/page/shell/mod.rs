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

use crate::page::state::{self, Announcer, Loading, Navigation, Screen};
use crate::page::{browser, later};
use plumbline_report::DataOrigin;
use plumbline_report::frame::words;
use plumbline_report::route::Route;

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
    state::provide();
    let navigation = expect_context::<Navigation>();
    let screen = expect_context::<Screen>();
    let loading = expect_context::<Loading>();
    let announcer = expect_context::<Announcer>();
    follow_title(navigation, screen, loading, announcer);
    browser::ask_before_leaving(move || screen.frame.with_untracked(|f| matches!(f.origin, DataOrigin::Own { .. })));
    let open = Open {
        help: RwSignal::new(false),
        search: RwSignal::new(false),
        has_letters: RwSignal::new(browser::kept(keys::LETTERS).as_deref() != Some("off")),
    };
    keys::listen(navigation, open);
    Effect::new(move |_| {
        let is_about = navigation.location.with(|l| l.route == Route::About);
        if (open.help.get() || open.search.get() || is_about) && !screen.has_deferred.get_untracked() {
            screen.with_deferred(true, || ());
        }
    });
    let skip = move |event: leptos::ev::MouseEvent| {
        // The fragment is the place: the link moves the focus without changing it.
        event.prevent_default();
        browser::focus("main");
    };
    let is_busy = move || (loading.busy.get() || screen.waiting.get()).to_string();
    // Who comes to a page hears its name.
    let name = Memo::new(move |_| navigation.location.with(|l| words::page_name(&l.route)));
    view! {
        <a class="skip" href="#main" on:click=skip>{words::SKIP}</a>
        <TopBar searching=open.search />
        <FilterBar />
        <DemoStrip />
        <main id="main" tabindex="-1" aria-label=name aria-busy=is_busy>
            <Notices />
            <Outlet />
        </main>
        <Footer help=open.help />
        {move || screen.has_deferred.get().then(later::get).flatten().map(|later| (later.dialogs)(open))}
        // Without a role: an empty status bar would be read out as one.
        <p id="said" class="visually-hidden" aria-live="polite" aria-atomic="true">{announcer.status}</p>
        <p class="toast" class:on=move || announcer.toast.with(|t| !t.is_empty()) aria-live="polite" aria-atomic="true">
            {announcer.toast}
        </p>
        <div class="drop-veil" class:on=loading.dragging aria-hidden="true"><p>{words::DROP_HERE}</p></div>
    }
}

/// Names the window after the page and the data, begins each new page at its top, says its name aloud, and takes the result of a load
/// off the page before: Sources keeps it.
fn follow_title(navigation: Navigation, screen: Screen, loading: Loading, announcer: Announcer) {
    let page = Memo::new(move |_| navigation.location.with(|l| words::page_name(&l.route)));
    let title = Memo::new(move |_| {
        navigation.location.with(|l| screen.frame.with(|frame| words::document_title(&l.route, &frame.origin)))
    });
    Effect::new(move |_| title.with(|title| browser::set_title(title)));
    Effect::new(move |is_another: Option<bool>| {
        // A change of the filter is no other page.
        let name = page.get();
        if is_another == Some(true) {
            loading.report.set(None);
            announcer.say_page(name);
            if navigation.is_return() {
                browser::focus_in_place("main");
                // About is not on its way: it is there.
                if navigation.location.with_untracked(|l| l.route == Route::About) {
                    navigation.scroll_back();
                    browser::after(0, move || navigation.focus_back());
                }
            } else {
                browser::focus_at_top("main");
            }
        }
        true
    });
}

/// Which dialogs are open, and which keys open them.
#[derive(Clone, Copy)]
pub struct Open {
    /// The sheet of keys.
    pub help: RwSignal<bool>,
    /// The search.
    pub search: RwSignal<bool>,
    /// Whether single letters and signs are commands anywhere on the page. Who speaks to the computer may turn them off.
    pub has_letters: RwSignal<bool>,
}

/// What stands over the page or beside it.
pub fn dialogs(open: Open) -> AnyView {
    view! {
        <WhyPanel />
        <Help is_open=open.help has_letters=open.has_letters />
        <Search is_open=open.search />
    }
    .into_any()
}

/// The label of demo data, on every page.
#[component]
fn DemoStrip() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let title = Memo::new(move |_| {
        screen.frame.with(|f| match &f.origin {
            DataOrigin::Demo { title } => Some(title.clone()),
            _ => None,
        })
    });
    let strip = |title: String| {
        view! {
            <aside class="demo-strip" aria-label=words::DEMO>
                <p class="shell-bar">
                    <strong class="demo-tag">{words::DEMO}</strong>
                    <span class="demo-title">{title}</span>
                    <span>{words::DEMO_TEXT}</span>
                    <button type="button" class="link screen-only" on:click=|_| browser::click("choose-files")>{words::DEMO_LEAVE}</button>
                </p>
            </aside>
        }
    };
    move || title.get().map(strip)
}
