//! A figure: the finding, what is measured, the picture, and the same numbers as a table.

use crate::page::components::table_twin;
use crate::page::element::{El, Node, append, el, text};
use plumbline_report::Head;
use plumbline_report::frame::words;

/// The title (the finding) and the subtitle (the measure) of a figure.
pub fn caption(head: &Head) -> Node {
    let why = (!head.why.is_empty()).then(|| {
        let label = [words::WHY_THESE, ": ", &head.title].concat();
        el("a").class("why-link screen-only").set("href", &head.why).set("aria-label", &label).text(words::WHY).view()
    });
    let subtitle = (!head.subtitle.is_empty()).then(|| text("p", "subtitle", &head.subtitle));
    el("figcaption").child(text("h2", "", &head.title)).maybe(why).maybe(subtitle).view()
}

/// The table behind a figure, folded away; nothing where there is no table. It is drawn when it is first opened: most of a page's
/// cells stand in such tables, and a filter would draw them all anew.
pub fn twin(head: &Head) -> Option<Node> {
    twin_fold(head).map(El::view)
}

/// The same, still to be put in its place.
pub(super) fn twin_fold(head: &Head) -> Option<El> {
    (!head.table.rows.is_empty()).then(|| {
        let (title, table) = (head.title.clone(), head.table.clone());
        let region = el("div").class("scroll-x").set("tabindex", "0").set("role", "region");
        let region = region.set("aria-label", &["Table: ", &title].concat());
        let place: Node = region.handle();
        let summary = el("summary").set("aria-label", &["Show as table: ", &title].concat()).text("Show as table");
        let mut is_drawn = false;
        el("details").class("twin").child(summary.view()).child(region.view()).on(
            "toggle",
            Box::new(move |_| {
                if !is_drawn {
                    is_drawn = true;
                    append(&place, &table_twin(&title, &table));
                }
            }),
        )
    })
}
