//! One choice of many, each of which leads somewhere.

use leptos::prelude::*;

use crate::page::browser;
use plumbline_report::document::Link;

/// A list that opens, with its name.
pub fn pick(label: &str, options: &[Link]) -> impl IntoView + use<> {
    let option = |option: &Link| {
        view! { <option value=option.to.clone() prop:selected=option.is_current>{option.text.clone()}</option> }
    };
    let options = options.iter().map(option).collect_view();
    view! {
        <label class="pick">
            <span aria-hidden="true">{label.to_owned()}</span>
            <select aria-label=label.to_owned() on:change=|event| browser::set_fragment(&event_target_value(&event))>{options}</select>
        </label>
    }
}
