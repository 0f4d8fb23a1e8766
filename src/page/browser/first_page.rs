//! The page that stands in the HTML: it is shown until the live page, which is built behind it, takes its place.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{after, document, element, focused};

/// The element around the page in the HTML, or around the note that stands there without one.
const FIRST: &str = "boot";
/// The element that the live page is built in.
const LIVE: &str = "app";
/// The style class of the live page while it is not seen.
const UNSEEN: &str = "unseen";

/// Makes the element that the live page is built in. Without a page in the HTML it takes the place of the note there at once.
pub fn make_room() -> Option<HtmlElement> {
    let live: HtmlElement = document()?.create_element("div").ok()?.dyn_into().ok()?;
    live.set_id(LIVE);
    live.set_class_name(UNSEEN);
    document()?.body()?.append_child(&live).ok()?;
    let has_page = element(FIRST).is_some_and(|first| matches!(first.query_selector(".page"), Ok(Some(_))));
    if !has_page {
        give_way();
    }
    Some(live)
}

/// Whether the page in the HTML is still shown.
pub fn is_first_page_shown() -> bool {
    element(FIRST).is_some()
}

/// Puts the live page in the place of the one in the HTML, in one frame. The focus and what was unfolded go over; the page stays where
/// it was scrolled to. Another call does nothing.
pub fn give_way() {
    let (Some(first), Some(live)) = (element(FIRST), element(LIVE)) else { return };
    if unfold(&first, &live) {
        // What is unfolded is drawn before it is seen.
        after(0, swap);
    } else {
        swap();
    }
}

fn swap() {
    let (Some(first), Some(live)) = (element(FIRST), element(LIVE)) else { return };
    let heir = focused().filter(|focused| first.contains(Some(focused))).and_then(|focused| counterpart(&first, &live, &focused));
    first.remove();
    let _ = live.class_list().remove_1(UNSEEN);
    if let Some(heir) = heir {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = heir.focus_with_options(&options);
    }
}

/// Unfolds in the live page what the reader has unfolded in the other one; whether there was anything.
fn unfold(first: &Element, live: &Element) -> bool {
    let folds = |within: &Element| all(within, "details");
    let (before, now) = (folds(first), folds(live));
    if before.len() != now.len() {
        return false;
    }
    let mut opened = false;
    for (_, now) in before.iter().zip(&now).filter(|(before, now)| before.has_attribute("open") && !now.has_attribute("open")) {
        opened |= now.set_attribute("open", "").is_ok();
    }
    opened
}

/// The element of the live page that an element of the other one stands for: the same kind of element with the same name.
fn counterpart(first: &Element, live: &Element, of: &Element) -> Option<HtmlElement> {
    let name = |element: &Element| {
        let text = element.get_attribute("aria-label").or_else(|| element.text_content()).unwrap_or_default();
        (element.get_attribute("href"), if element.id().is_empty() { text } else { element.id() })
    };
    let same = |within: &Element| {
        let named = name(of);
        all(within, &of.local_name()).into_iter().filter(move |element| name(element) == named)
    };
    let place = same(first).position(|element| element.is_same_node(Some(of)))?;
    same(live).nth(place)?.dyn_into().ok()
}

/// The elements below another one that a selector names.
fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}
