//! The head of a page: what this is, the sentence, and what can be done with it.

use leptos::prelude::*;

use crate::text::frame as words;
use crate::ui::browser;
use crate::ui::components::Headline;
use crate::ui::state::use_app;
use crate::view::Sentence;

/// The button that copies the page's link and says so.
pub fn copy_link_button() -> AnyView {
    let app = use_app();
    let copied =
        move |_| browser::copy_link(move |done| app.announce(if done { words::LINK_COPIED } else { words::LINK_NOT_COPIED }));
    view! { <button type="button" class="btn" on:click=copied>{words::COPY_LINK}</button> }.into_any()
}

/// The head of a page. Without actions of its own it has the buttons that copy its link and print it.
#[component]
pub fn PageHead(
    /// What this is, in a line above the sentence.
    eyebrow: String,
    /// The generated sentence.
    headline: Sentence,
    /// What else can be done, in place of copying the link and printing.
    #[prop(optional_no_strip)]
    actions: Option<AnyView>,
) -> impl IntoView {
    let actions = actions.unwrap_or_else(|| {
        view! {
            {copy_link_button()}
            <button type="button" class="btn primary" on:click=move |_| browser::print()>{words::PRINT_BRIEF}</button>
        }
        .into_any()
    });
    view! {
        <header class="page-head">
            <p class="eyebrow">{eyebrow}</p>
            <Headline sentence=headline />
            <div class="actions screen-only">{actions}</div>
        </header>
    }
}
