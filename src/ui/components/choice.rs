//! A choice of one value, drawn as a chip over the browser's own list: it comes with every keyboard, screen reader and
//! touch habit that the reader has.

use leptos::prelude::*;

use crate::text::filter as words;
use crate::ui::state::use_app;

/// A chip with a list behind it. The empty value is "no choice".
#[component]
pub fn Choice(
    /// What is chosen.
    label: &'static str,
    /// What the chip says beside the label.
    face: Signal<String>,
    /// Value and words of each option.
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    value: Signal<String>,
    /// Hears a new value.
    on_choose: Callback<String>,
    /// Without border, and without a button that takes the choice off.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let app = use_app();
    let hides = move || {
        let mine = app.frame.with(|f| f.chips.iter().find(|chip| chip.name == label).map(|chip| chip.hides))?;
        Some(view! { <span class="chip-hides">{words::hides(mine)}</span> })
    };
    let is_on = move || !quiet && value.with(|v| !v.is_empty());
    let entries = move || {
        let value = value.get();
        let mut options = options.get();
        // A link may name what this data does not hold.
        if !options.iter().any(|(v, _)| *v == value) {
            options.push((value.clone(), value.clone()));
        }
        let entry = move |(v, words): (String, String)| {
            let selected = v == value;
            view! { <option value=v prop:selected=selected>{words}</option> }
        };
        options.into_iter().map(entry).collect_view()
    };
    view! {
        <div class="chip" class:on=is_on class:quiet=quiet>
            <span class="chip-face" aria-hidden="true">
                <span class="chip-label">{label}</span>
                <span>{face}</span>
                {move || is_on().then(hides)}
                <span class="caret"></span>
            </span>
            <select aria-label=label on:change=move |event| on_choose.run(event_target_value(&event))>{entries}</select>
            {move || is_on().then(|| view! {
                <button type="button" class="chip-clear" aria-label=format!("Clear {label}") on:click=move |_| on_choose.run(String::new())>
                    <span class="cross" aria-hidden="true"></span>
                </button>
            })}
        </div>
    }
}
