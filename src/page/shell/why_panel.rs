//! What a figure is made of, beside the page.

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::document::explanation;
use crate::page::in_view::in_view;
use crate::page::state::use_app;
use plumbline_report::frame::words;

/// The panel; shut while the location asks for no explanation.
#[component]
pub fn WhyPanel() -> impl IntoView {
    let app = use_app();
    let panel = NodeRef::<html::Dialog>::new();
    let is_asked = Memo::new(move |_| app.location.with(|l| l.why.is_some()) && app.why.with(Option::is_some));
    let shut = move || {
        let location = app.location.get_untracked();
        if location.why.is_some() {
            browser::set_fragment(&plumbline_report::route::Location { why: None, ..location }.to_fragment());
        }
    };
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            browser::show_dialog(&panel, is_asked.get());
        }
    });
    // What stands in the panel is drawn anew when it leads on: the reader goes on at its title.
    Effect::new(move |before: Option<bool>| {
        let is_there = app.why.with(Option::is_some);
        if is_there && before == Some(true) {
            browser::after(0, || browser::focus_at_top_of("why-panel", "why-title"));
        }
        is_there
    });
    let inside = move || app.why.get().map(|document| in_view(explanation(app, &document)));
    view! {
        <dialog id="why-panel" class="why-panel" node_ref=panel aria-labelledby="why-title" on:close=move |_| shut()>
            <p class="why-bar">
                <button type="button" class="btn small-btn" on:click=move |_| shut()>{words::CLOSE}</button>
            </p>
            {inside}
        </dialog>
    }
}
