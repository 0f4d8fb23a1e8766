//! One choice of many, each of which leads somewhere.

use crate::page::browser;
use crate::page::element::{Node, el};
use plumbline_report::document::Link;

/// A list that opens, with its name.
pub fn pick(label: &str, options: &[Link]) -> Node {
    let entry = |option: &Link| {
        let chosen = option.is_current.then_some("");
        el("option").set("value", &option.to).maybe_set("selected", chosen).text(&option.text).view()
    };
    let list = el("select")
        .set("aria-label", label)
        .on("change", Box::new(move |event| browser::set_fragment(&browser::value_of(&event))))
        .children(options.iter().map(entry).collect());
    el("label").class("pick").child(el("span").set("aria-hidden", "true").text(label).view()).child(list.view()).view()
}
