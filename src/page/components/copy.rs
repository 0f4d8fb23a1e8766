//! Copying, with a word that it happened.

use leptos::prelude::*;

use crate::page::browser;

/// A button that copies a text and says whether it could.
#[component]
pub fn CopyButton(
    /// What the button says.
    word: &'static str,
    /// Its style classes.
    class: &'static str,
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let label = RwSignal::new(word);
    // The button may be gone when the copy is there, and loses the focus when it is taken off the page.
    let say = move |word: &'static str| {
        let _ = label.try_set(word);
    };
    let copy = move |_| {
        browser::copy_text(&text.get_untracked(), move |done| say(if done { "Copied" } else { "Could not copy" }));
    };
    view! {
        <button type="button" class=class on:click=copy on:blur=move |_| say(word)>
            <svg class="icon" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M4 4H11V11H4ZM2.5 8H1V1H8V2.5"></path>
            </svg>
            <span aria-live="polite">{label}</span>
        </button>
    }
}
