//! The explanation of a figure: beside the page where there is room, over it elsewhere.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::document::Explanation;
use crate::page::state::{Navigation, Screen};
use plumbline_report::document::Document;
use plumbline_report::frame::words;

/// The panel; shut while the location asks for no explanation.
#[component]
pub fn WhyPanel() -> impl IntoView {
    let screen = expect_context::<Screen>();
    let navigation = expect_context::<Navigation>();
    let panel = NodeRef::<html::Dialog>::new();
    let is_there = Memo::new(move |_| screen.why.with(Option::is_some));
    let is_open = Memo::new(move |_| navigation.location.with(|l| l.why.is_some()) && is_there.get());
    Effect::new(move |_| {
        if let Some(panel) = panel.get() {
            browser::show_panel(&panel, is_open.get());
        }
    });
    // When a link in the panel leads to another explanation, the reader goes on at its title.
    Effect::new(move |before: Option<bool>| {
        let is_there = screen.why.with(Option::is_some);
        if is_there && before == Some(true) {
            browser::after(0, || browser::focus_at_top_of("why-panel", "why-title"));
        }
        is_there
    });
    let inside = move || {
        let document =
            Memo::new(move |before: Option<&Arc<Document>>| screen.why.get().or_else(|| before.cloned()).unwrap_or_default());
        is_there.get().then(|| view! { <Explanation document=document.into() /> })
    };
    view! {
        <dialog
            id="why-panel" class="why-panel" node_ref=panel aria-labelledby="why-title"
            on:close=move |_| navigation.close_explanation()
            on:keydown=move |event| {
                // Over the page the browser shuts it, beside the page nobody else does.
                if event.key() == "Escape" {
                    navigation.close_explanation();
                }
            }
        >
            <p class="why-bar">
                <button type="button" class="btn small-btn" on:click=move |_| navigation.close_explanation()>{words::CLOSE}</button>
            </p>
            {inside}
        </dialog>
    }
}
