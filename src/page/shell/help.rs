//! The sheet of keys.

use leptos::html;
use leptos::prelude::*;

use crate::page::browser;
use crate::page::element::{Node, el, text};
use crate::page::in_view::in_view;
use plumbline_report::frame::words::CLOSE;
use plumbline_report::text::keys as words;

/// The sheet, shut until `?` is pressed or its button is.
#[component]
pub fn Help(
    /// Whether it is open.
    is_open: RwSignal<bool>,
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
            {move || is_open.get().then(sections)}
        </dialog>
    }
}

/// Keys with what they do.
fn list(title: &str, keys: &[(&str, &str)]) -> [Node; 2] {
    let pairs = keys.iter().flat_map(|(key, does)| [el("dt").child(text("kbd", "", key)).view(), text("dd", "", does)]);
    [text("h3", "", title), el("dl").class("keys-list").children(pairs.collect()).view()]
}

fn sections() -> AnyView {
    let pages: Vec<(&str, &str)> = words::letters().map(|(letter, _, name)| (letter, name)).collect();
    let mut out: Vec<Node> = words::SECTIONS.iter().flat_map(|(title, keys)| list(title, keys)).collect();
    out.extend(list(words::PAGES, &pages));
    in_view(el("div").class("help-body").children(out).view())
}
