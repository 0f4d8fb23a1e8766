//! Copying, with a word that it happened.

use leptos::prelude::*;

use crate::ui::browser;

/// How a copy went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Copied {
    NotYet,
    Done,
    Refused,
}

/// A button that copies what `text` gives at the time of the press, and says whether it could.
pub fn copy_button(word: &'static str, class: &'static str, text: impl Fn() -> String + 'static) -> AnyView {
    let state = RwSignal::new(Copied::NotYet);
    let copy = move |_| {
        browser::copy_text(&text(), move |done| {
            state.set(if done { Copied::Done } else { Copied::Refused });
        });
    };
    let said = move || match state.get() {
        Copied::NotYet => word,
        Copied::Done => "Copied",
        Copied::Refused => "Could not copy",
    };
    view! {
        <button type="button" class=class on:click=copy on:blur=move |_| state.set(Copied::NotYet)>
            <svg class="icon" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
                <path d="M4 4H11V11H4ZM2.5 8H1V1H8V2.5"></path>
            </svg>
            <span aria-live="polite">{said}</span>
        </button>
    }
    .into_any()
}
