//! A choice of one value, drawn as a chip over the browser's own list: it comes with every keyboard, screen reader and
//! touch habit that the reader has.

use leptos::html;
use leptos::prelude::*;

use crate::page::state::Screen;
use plumbline_report::text::filter as words;

/// A choice: a chip with a list behind it. The empty value is "no choice".
#[component]
pub fn Choice(
    /// What is chosen.
    label: &'static str,
    /// What the chip says beside the label.
    #[prop(into)]
    face: Signal<String>,
    /// Value and words of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Receives a new value.
    on_choose: Callback<String>,
    /// Without border, and without a button that clears the choice.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let screen = expect_context::<Screen>();
    let is_on = Memo::new(move |_| !quiet && value.with(|v| !v.is_empty()));
    let hides = Memo::new(move |_| screen.frame.with(|f| f.chips.iter().find(|chip| chip.name == label)?.hides));
    let hidden = move || {
        let hides = hides.get().filter(|_| is_on.get())?;
        Some(view! { <span class="chip-hides">{words::hides(hides)}</span> })
    };
    let list = NodeRef::<html::Select>::new();
    // The button goes with the choice: its list takes the focus.
    let cleared = move |_| {
        if let Some(list) = list.get_untracked() {
            let _ = list.focus();
        }
        on_choose.run(String::new());
    };
    let clear = move || {
        let label = ["Clear ", label].concat();
        view! {
            <button type="button" class="chip-clear" aria-label=label on:click=cleared>
                <span class="cross" aria-hidden="true"></span>
            </button>
        }
    };
    let entries = move || {
        let value = value.get();
        let mut options = options.get();
        // A link may name what this data does not hold.
        if !options.iter().any(|(v, _)| *v == value) {
            options.push((value.clone(), plumbline_text::shown(&value).into_owned()));
        }
        let entry = |(v, words): (String, String)| {
            let is_chosen = v == value;
            view! { <option value=v prop:selected=is_chosen>{words}</option> }
        };
        options.into_iter().map(entry).collect_view()
    };
    view! {
        <div class=if quiet { "chip quiet" } else { "chip" } class:on=is_on>
            <span class="chip-face" aria-hidden="true">
                <span class="chip-label">{label}</span>
                <span>{face}</span>
                {hidden}
                <span class="caret"></span>
            </span>
            <select node_ref=list aria-label=label on:change=move |event| on_choose.run(event_target_value(&event))>{entries}</select>
            {move || is_on.get().then(clear)}
        </div>
    }
}
