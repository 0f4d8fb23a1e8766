//! The place of the page itself, and what stands there when there is none.

use std::sync::Arc;

use leptos::prelude::*;

use crate::page::document::{DocumentPage, contents};
use crate::page::state::{Body, Loading, Navigation, Screen, Worker};
use crate::page::{browser, later};
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::{DataOrigin, Empty};

/// The page.
#[component]
pub fn Outlet() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let is_about = Memo::new(move |_| navigation.location.with(|l| l.route == Route::About));
    move || {
        // Read only where it is needed: other pages are not built again when the deferred part comes.
        let deferred = || if screen.has_deferred.get() { later::get() } else { None };
        if is_about.get() {
            return deferred().map(|later| (later.about)());
        }
        match screen.body.get() {
            Body::Nothing => None,
            Body::Empty(empty) => Some(view! { <EmptyPage empty=empty.into() /> }.into_any()),
            Body::Document(document) => Some(view! { <DocumentPage document /> }.into_any()),
            Body::Matrix(matrix) => deferred().map(|later| (later.matrix)(matrix)),
            Body::Sources(sources) => deferred().map(|later| (later.sources)(sources)),
        }
    }
}

/// A page without anything to show: the way in, or what to change.
#[component]
fn EmptyPage(empty: Signal<Arc<Empty>>) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let is_first = Memo::new(move |_| screen.frame.with(|f| f.origin == DataOrigin::None));
    move || {
        if is_first.get() { view! { <FirstRun /> }.into_any() } else { view! { <Nothing empty=empty.get() /> }.into_any() }
    }
}

#[component]
fn Nothing(empty: Arc<Empty>) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let worker = expect_context::<Worker>();
    let read_all = empty.read_all.clone().map(|words| {
        view! {
            <p class="state-actions"><button type="button" class="btn" on:click=move |_| worker.view_whole()>{words}</button></p>
        }
    });
    let clear = empty.clear_filters.then(|| {
        let clear = move |_| navigation.set_filter(|f| *f = Default::default());
        view! {
            <p class="state-actions"><button type="button" class="btn primary" on:click=clear>{words::CLEAR_FILTERS}</button></p>
        }
    });
    view! {
        <section class="page state">
            <h1 class="state-title">{empty.title.clone()}</h1>
            <p class="state-text">{empty.text.clone()}</p>
            <p class="hatched" aria-hidden="true"></p>
            {clear}
            {read_all}
            {empty.read.is_some().then(|| view! { <WithoutReport empty=Signal::stored(empty) /> })}
        </section>
    }
}

/// What was read without a gate report, and the ways on from it.
#[component]
fn WithoutReport(empty: Signal<Arc<Empty>>) -> impl IntoView {
    let loading = expect_context::<Loading>();
    let navigation = expect_context::<Navigation>();
    let has_findings = empty.with_untracked(|empty| empty.read.as_ref().is_some_and(|read| !read.is_empty()));
    let evidence = has_findings.then(|| {
        view! {
            <h2 class="state-more-title">{words::MAKE_EVIDENCE}</h2>
            <p class="state-text">{words::MAKE_EVIDENCE_TEXT}</p>
            <pre class="error-text">{words::MAKE_EVIDENCE_COMMAND}</pre>
            {contents(empty, |empty| empty.read.as_deref().unwrap_or_default())}
        }
    });
    view! {
        <p class="state-actions">
            <a class="btn primary" href=move || navigation.href(Route::Sources)>{words::OPEN_RECEIPTS}</a>
            <button type="button" class="btn" on:click=move |_| loading.load_demo()>{words::BACK_TO_DEMO}</button>
        </p>
        {evidence}
    }
}

/// What stands there before anything was loaded.
#[component]
fn FirstRun() -> impl IntoView {
    let loading = expect_context::<Loading>();
    let navigation = expect_context::<Navigation>();
    view! {
        <section class="page state">
            <div class="drop-zone">
                <svg class="hollow-bob" width="32" height="72" viewBox="0 0 32 72" aria-hidden="true">
                    <path d="M4 2H28"></path>
                    <path class="string" d="M16 2V44"></path>
                    <path d="M8 46H24L26 51 16 68 6 51Z"></path>
                </svg>
                <div>
                    <h1 class="state-title">{words::FIRST_RUN}</h1>
                    <p class="state-text">{words::FIRST_RUN_TEXT}</p>
                    <p class="state-actions">
                        <button type="button" class="btn primary" on:click=|_| browser::click("choose-files")>
                            {words::CHOOSE_FILES}
                        </button>
                        <button type="button" class="btn" on:click=move |_| loading.load_demo()>{words::EXPLORE_DEMO}</button>
                    </p>
                </div>
            </div>
            <p class="state-more">
                {words::FIRST_RUN_MORE}" "<a href=move || navigation.href(Route::About)>{words::FIRST_RUN_LINK}</a>"."
            </p>
        </section>
    }
}
