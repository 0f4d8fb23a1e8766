//! The field that looks for text in the long table of a page.

use std::cell::Cell;

use leptos::html;
use leptos::prelude::*;

use crate::route::Route;
use crate::ui::browser;
use crate::ui::state::AppState;

/// How long the reader must pause before what was typed counts, in milliseconds.
const PAUSE_MS: i32 = 200;

thread_local! {
    /// Counts the letters typed: of those that follow each other without a pause only the last counts.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Calls once the reader pauses, unless something else was typed until then.
pub fn after_pause(answer: impl FnOnce() + 'static) {
    let mine = TYPED.get().wrapping_add(1);
    TYPED.set(mine);
    browser::after(PAUSE_MS, move || {
        if TYPED.get() == mine {
            answer();
        }
    });
}

/// The field. What is typed goes into the address, and what the address says stands in the field.
pub fn find_field(app: AppState, label: &str, hint: &str) -> AnyView {
    let field = NodeRef::<html::Input>::new();
    let said = move || {
        app.location.with(|l| match &l.route {
            Route::Changes { find, .. } => find.clone(),
            _ => String::new(),
        })
    };
    Effect::new(move |_| {
        let said = said();
        if let Some(field) = field.get() {
            browser::set_field(&field, &said);
        }
    });
    let (label, hint) = (label.to_owned(), hint.to_owned());
    view! {
        <label class="find">
            <span>{label}</span>
            <input
                node_ref=field type="search" autocomplete="off" spellcheck="false" placeholder=hint
                on:input=move |event| {
                    let text = event_target_value(&event);
                    after_pause(move || app.find(text));
                }
            />
        </label>
    }
    .into_any()
}
