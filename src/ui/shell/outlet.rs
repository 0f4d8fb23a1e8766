//! The place of the page itself, and what stands there when there is none.

use leptos::prelude::*;

use crate::route::Route;
use crate::text::frame as words;
use crate::ui::browser;
use crate::ui::document::DocumentPage;
use crate::ui::later;
use crate::ui::state::{Shown, use_app};
use crate::view::{DataOrigin, Empty};

/// The page.
#[component]
pub fn Outlet() -> impl IntoView {
    let app = use_app();
    let is_about = Memo::new(move |_| app.location.with(|l| l.route == Route::About));
    move || {
        // Asked only where it is needed: what stands there is not made anew when it comes.
        let later = || if app.later.get() { later::get() } else { None };
        if is_about.get() {
            return later().map(|later| (later.about)()).into_any();
        }
        match app.shown.get() {
            Shown::Nothing => ().into_any(),
            Shown::Empty(v) => view! { <EmptyPage view=RwSignal::from(v) /> }.into_any(),
            Shown::Document(v) => view! { <DocumentPage view=RwSignal::from(v).read_only() app /> }.into_any(),
            Shown::Matrix(v) => later().map(|later| (later.matrix)(v)).into_any(),
            Shown::Sources(v) => later().map(|later| (later.sources)(v)).into_any(),
        }
    }
}

/// A page without anything to show: the way in, or what to change.
#[component]
fn EmptyPage(view: RwSignal<std::sync::Arc<Empty>>) -> impl IntoView {
    let app = use_app();
    move || {
        let empty = view.get();
        if app.frame.with(|f| f.origin == DataOrigin::None) {
            view! { <FirstRun /> }.into_any()
        } else {
            view! {
                <section class="page state">
                    <h1 class="state-title">{empty.title.clone()}</h1>
                    <p class="state-text">{empty.text.clone()}</p>
                    <p class="hatched" aria-hidden="true"></p>
                    {empty.clear_filters.then(|| view! {
                        <p class="state-actions">
                            <button type="button" class="btn primary" on:click=move |_| app.set_filter(|f| *f = Default::default())>
                                {words::CLEAR_FILTERS}
                            </button>
                        </p>
                    })}
                </section>
            }
            .into_any()
        }
    }
}

/// What stands there before anything was loaded.
#[component]
fn FirstRun() -> impl IntoView {
    let app = use_app();
    view! {
        <section class="page state">
            <div class="drop-zone">
                <svg class="hollow-bob" width="32" height="72" viewBox="0 0 32 72" aria-hidden="true">
                    <path d="M4 2H28" /><path class="string" d="M16 2V44" /><path d="M8 46H24L26 51 16 68 6 51Z" />
                </svg>
                <div>
                    <h1 class="state-title">{words::FIRST_RUN}</h1>
                    <p class="state-text">{words::FIRST_RUN_TEXT}</p>
                    <p class="state-actions">
                        <button type="button" class="btn primary" on:click=|_| browser::click("choose-files")>{words::CHOOSE_FILES}</button>
                        <button type="button" class="btn" on:click=move |_| app.load_demo()>{words::EXPLORE_DEMO}</button>
                    </p>
                </div>
            </div>
            <p class="state-more">{words::FIRST_RUN_MORE}" "<a href=move || app.href(Route::About)>{words::FIRST_RUN_LINK}</a>"."</p>
        </section>
    }
}
