//! The field that looks for text in the long table of a page.

use std::cell::Cell;

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::state::Navigation;
use plumbline_report::route::Route;

/// How long the reader must pause before what was typed counts, in milliseconds.
const PAUSE_MS: i32 = 200;

thread_local! {
    /// Counts the letters typed: of those that follow each other without a pause only the last counts.
    static TYPED: Cell<u32> = const { Cell::new(0) };
}

/// Calls once the reader pauses, unless something else was typed until then.
pub fn after_pause(then: impl FnOnce() + 'static) {
    let mine = TYPED.get().wrapping_add(1);
    TYPED.set(mine);
    browser::after(PAUSE_MS, move || {
        if TYPED.get() == mine {
            then();
        }
    });
}

/// The field. What is typed goes into the address, and the field shows what the address says.
#[component]
pub fn FindField(
    /// What it is.
    label: String,
    /// What it looks at.
    hint: String,
) -> impl IntoView {
    let navigation = expect_context::<Navigation>();
    let field = NodeRef::<html::Input>::new();
    // What the reader typed that is in the address: more of it may be typed by now.
    let sent = StoredValue::new(String::new());
    let typed = move |event| {
        let text = event_target_value(&event);
        after_pause(move || {
            sent.set_value(text.trim().to_owned());
            navigation.find(text);
        });
    };
    Effect::new(move |_| {
        let Some(field) = field.get() else { return };
        navigation.location.with(|l| {
            let text = match &l.route {
                Route::Changes { find, .. } => find.as_str(),
                _ => "",
            };
            if sent.with_value(|sent| sent != text.trim()) {
                sent.set_value(text.trim().to_owned());
                field.set_value(text);
            }
        });
    });
    view! {
        <label class="find">
            <span>{label}</span>
            <input node_ref=field type="search" autocomplete="off" spellcheck="false" placeholder=hint on:input=typed />
        </label>
    }
}
