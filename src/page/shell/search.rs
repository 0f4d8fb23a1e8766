//! The search over everything: a dialog with a field, and what was found for it.

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::components::after_pause;
use crate::page::state::Queries;
use plumbline_report::Hit;
use plumbline_report::frame::words::CLOSE;
use plumbline_report::search::words;

/// The id of a hit's element.
fn id_of(place: usize) -> String {
    ["hit-", &place.to_string()].concat()
}

/// A hit; the chosen one is where Enter leads.
fn hit_row(place: usize, hit: &Hit, is_chosen: bool) -> impl IntoView + use<> {
    let detail = (!hit.detail.is_empty()).then(|| view! { <span class="hit-detail">{hit.detail.clone()}</span> });
    view! {
        <a
            class="hit" href=hit.to.clone() id=id_of(place) role="option" tabindex="-1" aria-selected=is_chosen.to_string()
        >
            <span class="hit-kind">{hit.kind.clone()}</span>
            <span class="hit-name">{hit.title.clone()}</span>
            {detail}
        </a>
    }
}

/// The dialog, shut until its key or its button is pressed.
#[component]
pub fn Search(
    /// Whether it is open.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let queries = expect_context::<Queries>();
    let dialog = NodeRef::<html::Dialog>::new();
    let field = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let is_open = is_open.get();
        if let Some(dialog) = dialog.get() {
            browser::show_dialog(&dialog, is_open);
        }
        if is_open {
            if let Some(field) = field.get_untracked() {
                field.select();
            }
            queries.search(typed.get_untracked());
        }
    });
    // Another result is chosen from its first hit on.
    let hits = Memo::new(move |_| {
        chosen.set(0);
        queries.hits.get()
    });
    let go = move |place: usize| {
        if let Some(hit) = hits.with_untracked(|h| h.get(place).cloned()) {
            is_open.set(false);
            browser::set_fragment(&hit.to);
        }
    };
    let step = move |by: usize| {
        let n = hits.with_untracked(|h| h.len()).max(1);
        chosen.update(|c| *c = (*c + by) % n);
        browser::scroll_into_view(&id_of(chosen.get_untracked()));
    };
    let list = move || {
        let chosen = chosen.get();
        let rows = hits.with(|h| h.iter().enumerate().map(|(i, hit)| hit_row(i, hit, i == chosen)).collect_view());
        let nothing = (hits.with(|h| h.is_empty()) && typed.with(|t| !t.is_empty()))
            .then(|| view! { <p class="note">{words::nothing(&typed.get())}</p> });
        view! { <div class="hits" id="hits" role="listbox" aria-label=words::RESULTS>{rows}</div>{nothing} }
    };
    // What stands there before a letter was typed was not searched for.
    let said = move || {
        let is_asked = typed.with(|text| !text.is_empty());
        is_asked.then(|| hits.with(|h| words::hits(h.len() as u64)))
    };
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => step(1),
            "ArrowUp" => step(hits.with_untracked(|h| h.len()).max(1) - 1),
            "Enter" => go(chosen.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <dialog class="search" node_ref=dialog aria-label=words::OPEN on:close=move |_| is_open.set(false) on:click=move |event| {
            // A click on a hit follows it; one beside the box shuts it.
            if browser::is_at(&event, "a") || browser::is_at(&event, "dialog") {
                is_open.set(false);
            }
        }>
            <div class="search-box">
                <div class="search-head">
                    <input
                        node_ref=field class="search-field" type="text" autocomplete="off" spellcheck="false"
                        role="combobox" aria-expanded="true" aria-autocomplete="list" aria-controls="hits" aria-label=words::OPEN
                        aria-activedescendant=move || id_of(chosen.get()) placeholder=words::OPEN
                        on:keydown=on_keydown
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            typed.set(text.clone());
                            after_pause(move || queries.search(text));
                        }
                    />
                    <button type="button" class="btn quiet search-close" on:click=move |_| is_open.set(false)>{CLOSE}</button>
                </div>
                {move || is_open.get().then(list)}
                <p class="search-foot"><span class="for-keys">{words::HINT}</span>" "<span aria-live="polite">{said}</span></p>
            </div>
        </dialog>
    }
}
