//! The head of a page: what this is, the sentence, and what can be done with it.

use crate::page::browser;
use crate::page::components::sentence;
use crate::page::element::{Node, button, el, text};
use crate::page::state::AppState;
use plumbline_report::Sentence;
use plumbline_report::frame::words;

/// The button that copies the page's link and says so.
pub fn copy_link_button(app: AppState) -> Node {
    button("btn", words::COPY_LINK, move || {
        browser::copy_link(move |done| app.announce(if done { words::LINK_COPIED } else { words::LINK_NOT_COPIED }));
    })
}

/// The button that prints the page.
pub fn print_button() -> Node {
    button("btn primary", words::PRINT_BRIEF, browser::print)
}

/// The head of a page: what this is in a line above the sentence, the sentence, and what can be done.
pub fn page_head(eyebrow: &str, headline: &Sentence, actions: Vec<Node>) -> Node {
    el("header")
        .class("page-head")
        .child(text("p", "eyebrow", eyebrow))
        .child(sentence("h1", "headline", headline))
        .child(el("div").class("actions screen-only").children(actions).view())
        .view()
}
