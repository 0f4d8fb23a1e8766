//! One choice of many, each of which leads somewhere.

use leptos::prelude::*;

use crate::ui::browser;
use crate::ui::element::el;
use crate::view::document::Link;

/// A list that opens, with its name.
pub fn pick(label: &str, options: &[Link]) -> AnyView {
    let entry = |option: &Link| {
        let mut entry = el("option").set("value", &option.to);
        if option.is_current {
            entry = entry.set("selected", "");
        }
        entry.text(&option.text).view()
    };
    let entries: Vec<AnyView> = options.iter().map(entry).collect();
    let label = label.to_owned();
    view! {
        <label class="pick">
            <span aria-hidden="true">{label.clone()}</span>
            <select aria-label=label on:change=move |event| browser::set_fragment(&event_target_value(&event))>{entries}</select>
        </label>
    }
    .into_any()
}
