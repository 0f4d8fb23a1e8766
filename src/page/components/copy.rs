//! Copying, with a word that it happened.

use leptos::prelude::*;

use crate::page::browser;
use crate::page::element::{Node, el, svg};

/// A button that copies what `text` gives at the time of the press, and says whether it could.
pub fn copy_button(word: &'static str, class: &'static str, text: impl Fn() -> String + 'static) -> Node {
    let said = RwSignal::new(word);
    let copy = move || {
        browser::copy_text(&text(), move |done| {
            said.set(if done { "Copied" } else { "Could not copy" });
        });
    };
    let icon =
        svg("svg").class("icon").set("width", "12").set("height", "12").set("viewBox", "0 0 12 12").set("aria-hidden", "true");
    let icon = icon.child(svg("path").set("d", "M4 4H11V11H4ZM2.5 8H1V1H8V2.5").view());
    el("button")
        .set("type", "button")
        .class(class)
        .on_click(Box::new(copy))
        .on("blur", Box::new(move |_| said.set(word)))
        .child(icon.view())
        .child(el("span").set("aria-live", "polite").live_text(Box::new(move || said.get().to_owned())).view())
        .view()
}
