//! Draws the contents of a block that the overview has none of: they are loaded with the other pages.

use crate::link::protocol::Save;
use crate::page::components::{copy_button, draft_field, find_field, pick, rows_table};
use crate::page::document::{cell_content, contents, link};
use crate::page::element::{Node, el, plain, text};
use crate::page::state::AppState;
use plumbline_report::document::{Cell, Check, Content};
use plumbline_report::frame::words;

/// Such a content; any other one is drawn with the document itself.
pub fn content(app: AppState, content: &Content) -> Node {
    match content {
        Content::Rows(rows) => rows_table(app, rows),
        Content::Find { label, hint } => find_field(app, label, hint),
        Content::Links(links) => {
            let items = links.iter().map(|l| el("li").child(link(l, "choice-link")).view()).collect();
            el("ul").class("links").children(items).view()
        }
        Content::Pick { label, options } => pick(label, options),
        Content::Draft(text) => draft_field(app, text),
        Content::Checks(checks) => el("ol").class("criteria").children(checks.iter().map(|c| check(app, c)).collect()).view(),
        Content::Items(items) => {
            let item = |cell: &Cell| el("li").class(&cell.class).children(cell_content(cell)).view();
            el("ul").class("items").children(items.iter().map(item).collect()).view()
        }
        Content::Code(code) => {
            let copied = code.clone();
            let pre = el("pre").class("code").set("tabindex", "0").set("aria-label", words::COMMAND).text(code).view();
            let copy = copy_button(words::COPY, "btn small-btn", move || copied.clone());
            el("div").class("code-box").child(pre).child(copy).view()
        }
        Content::Begin { label, file } => {
            let what = Save::Report { file: file.clone() };
            let button = el("button").set("type", "button").class("btn screen-only").text(label);
            button.on_click(Box::new(move || app.save(what.clone()))).view()
        }
        _ => plain(""),
    }
}

fn check(app: AppState, check: &Check) -> Node {
    let middle = el("div")
        .child(text("p", "title", &check.title))
        .child(text("p", "detail", &check.detail))
        .children(contents(app, &check.more))
        .view();
    el("li")
        .class(if check.is_open { "open" } else { "met" })
        .child(text("span", "state", &check.state))
        .child(middle)
        .child(text("span", "gate", &check.side))
        .view()
}
