//! The footer: where the figures come from.

use leptos::prelude::*;

use crate::page::element::{El, Node, el, text};
use crate::page::state::AppState;
use plumbline_report::Footer;
use plumbline_report::frame::words;
use plumbline_report::route::Route;
use plumbline_report::text::keys;
use plumbline_report::text::number::short_digest;

/// The footer of every page. `help` says whether the sheet of keys is open.
pub fn footer(app: AppState, help: RwSignal<bool>) -> Node {
    let footer = Memo::new(move |_| app.frame.with(|f| f.footer.clone()));
    let keys = el("button")
        .set("type", "button")
        .class("link screen-only")
        .set("aria-haspopup", "dialog")
        .on_click(Box::new(move || help.set(true)))
        .text(keys::OPEN)
        .text(" ")
        .child(text("kbd", "", keys::HELP));
    let last = el("p")
        .child(text("b", "", words::NOTHING_LEFT))
        .text(" ")
        .text(words::NETWORK)
        .child(el("br").view())
        .text(&[words::PRODUCT, " ", env!("CARGO_PKG_VERSION"), " "].concat())
        .child(keys.view());
    let sources = move || footer.with(|footer| if footer.sources.is_empty() { Vec::new() } else { origins(app, footer) });
    let wide = el("div").class("shell-wide").live(Box::new(sources)).child(last.view());
    el("footer").class("footer").child(wide.view()).view()
}

/// What the figures are made of.
fn origins(app: AppState, footer: &Footer) -> Vec<Node> {
    let receipts = el("a").class("screen-only").live_set("href", Box::new(move || Some(app.href(Route::Sources))));
    let named = |name: &str| el("p").child(text("b", "", name)).text(" ");
    let digest = |place: El, digest: &str| place.child(text("span", "mono", &["sha256 ", &short_digest(digest)].concat()));
    let sources = named("Sources").text(&footer.sources).text(" ").child(receipts.text(words::OPEN_RECEIPTS).view());
    let policy = digest(named("Policy").text(&footer.policy).text(" "), &footer.policy_sha256);
    let data = policy.child(el("br").view()).child(text("b", "", "Data set")).text(" ");
    vec![sources.view(), digest(data, &footer.data_sha256).text(", same inputs give the same page.").view()]
}
