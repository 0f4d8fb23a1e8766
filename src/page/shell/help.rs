//! The sheet of keys.

use leptos::html;
use leptos::prelude::*;

use super::keys::LETTERS;
use crate::page::browser;
use plumbline_report::frame::words::CLOSE;
use plumbline_report::text::keys as words;

/// The sheet, shut until `?` is pressed or its button is.
#[component]
pub fn Help(
    /// Whether it is open.
    is_open: RwSignal<bool>,
    /// Whether single letters are commands.
    has_letters: RwSignal<bool>,
) -> impl IntoView {
    let sheet = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(sheet) = sheet.get() {
            browser::show_dialog(&sheet, is_open.get());
        }
    });
    view! {
        <dialog class="help" node_ref=sheet aria-labelledby="help-title" on:close=move |_| is_open.set(false)>
            <div class="help-bar">
                <h2 id="help-title">{words::TITLE}</h2>
                <button type="button" class="btn small-btn" on:click=move |_| is_open.set(false)>{CLOSE}</button>
            </div>
            <label class="letters">
                <input
                    type="checkbox" aria-describedby="letters-text" prop:checked=has_letters
                    on:change=move |event| {
                        let is_on = event_target_checked(&event);
                        has_letters.set(is_on);
                        browser::keep(LETTERS, (!is_on).then_some("off"));
                    }
                />
                <span>{words::SINGLE}</span>
            </label>
            <p id="letters-text" class="small dim">{words::SINGLE_TEXT}</p>
            {move || is_open.get().then(sections)}
        </dialog>
    }
}

/// Keys with what they do.
fn list(title: &'static str, keys: &[(&'static str, &'static str)]) -> impl IntoView + use<> {
    let pairs = keys.iter().map(|(key, does)| view! { <dt><kbd>{*key}</kbd></dt><dd>{*does}</dd> }).collect_view();
    view! { <h3>{title}</h3><dl class="keys-list">{pairs}</dl> }
}

fn sections() -> impl IntoView {
    let pages: Vec<(&str, &str)> = words::letters().map(|(letter, _, name)| (letter, name)).collect();
    let sections = words::SECTIONS.iter().map(|(title, keys)| list(title, keys)).collect_view();
    view! { <div class="help-body">{sections}{list(words::PAGES, &pages)}</div> }
}
