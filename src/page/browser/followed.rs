//! By which link the reader left each entry of the browser's history, so that Back gives that link the focus again.

use std::collections::HashMap;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{document, focus_without_scroll, focused, window};

/// A link of a page: where it leads, and its place among those that lead there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    to: String,
    place: usize,
}

/// The links that were followed, by the number that stands in the state of the entry they were followed from.
#[derive(Default)]
pub struct Followed {
    here: u64,
    links: HashMap<u64, Link>,
}

impl Followed {
    /// Begins at the present entry, which has its number.
    pub fn new() -> Self {
        Self { here: number(), links: HashMap::new() }
    }

    /// Notes the link that has the focus as the one by which the last entry was left, and returns the one by which the present entry was
    /// left. To be called when the address has changed, the entry has its number, and the page has not changed.
    pub fn turn(&mut self) -> Option<Link> {
        if let Some(link) = focused().and_then(|focused| link_of(&focused)) {
            self.links.insert(self.here, link);
        } else {
            self.links.remove(&self.here);
        }
        self.here = number();
        self.links.get(&self.here).cloned()
    }
}

/// The number of the present entry.
// It was made from a whole number.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn number() -> u64 {
    let state = window().and_then(|w| w.history().ok()).and_then(|history| history.state().ok());
    state.and_then(|state| state.as_f64()).unwrap_or_default() as u64
}

/// All links that lead to an address, in the order of the page.
fn links_to(to: &str) -> impl Iterator<Item = HtmlElement> + use<'_> {
    let all = document().and_then(|d| d.query_selector_all("a[href]").ok());
    let n = all.as_ref().map_or(0, web_sys::NodeList::length);
    let links = (0..n).filter_map(move |i| all.as_ref()?.item(i)?.dyn_into::<HtmlElement>().ok());
    links.filter(move |link| link.get_attribute("href").as_deref() == Some(to))
}

fn link_of(focused: &HtmlElement) -> Option<Link> {
    let to = focused.get_attribute("href")?;
    let place = links_to(&to).position(|link| link.is_same_node(Some(focused)))?;
    Some(Link { to, place })
}

/// What came of giving a link the focus again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refocus {
    /// It has the focus, or the reader has gone on.
    Done,
    /// It is not on the page yet.
    Missing,
}

/// Gives a link the focus where the page stands, unless the reader has gone on to something else than the page as a whole.
pub fn refocus_link(link: &Link) -> Refocus {
    if focused().is_some_and(|focused| focused.id() != "main") {
        return Refocus::Done;
    }
    match links_to(&link.to).nth(link.place) {
        Some(found) => {
            focus_without_scroll(&found);
            Refocus::Done
        }
        None => Refocus::Missing,
    }
}
