//! Where the reader is within the page: what has the focus, and what stands open. Kept while the page is drawn anew.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::document;

/// The place of an element: its place among its neighbours, level by level, up to the page.
type Path = Vec<u32>;

/// An element, told from others: where it stands, what it is, and its words.
struct Known {
    path: Path,
    tag: String,
    words: String,
}

/// Where the reader is within the page.
pub struct Kept {
    focused: Option<Known>,
    folds: Vec<(Known, bool)>,
}

/// The page, without the bars around it.
fn page() -> Option<Element> {
    document()?.get_element_by_id("main")
}

/// The words that tell an element from its neighbours: those in it. What it is called aloud may name the finding of its figure,
/// which a filter changes.
fn words(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// The path of an element below the page; none when it is not in it.
fn path_below(page: &Element, element: &Element) -> Option<Path> {
    let mut path = Vec::new();
    let mut here = element.clone();
    while !here.is_same_node(Some(page)) {
        let mut place = 0;
        let mut before = here.previous_element_sibling();
        while let Some(one) = before {
            place += 1;
            before = one.previous_element_sibling();
        }
        path.push(place);
        here = here.parent_element()?;
    }
    Some(path)
}

/// The element at a path.
fn at(page: &Element, path: &[u32]) -> Option<Element> {
    let mut here = page.clone();
    for place in path.iter().rev() {
        let mut next = here.first_element_child()?;
        for _ in 0..*place {
            next = next.next_element_sibling()?;
        }
        here = next;
    }
    Some(here)
}

fn known(page: &Element, element: &Element) -> Option<Known> {
    Some(Known { path: path_below(page, element)?, tag: element.tag_name(), words: words(element) })
}

/// The folds of the page: each with its summary.
fn folds(page: &Element) -> Vec<(Element, Element)> {
    let Ok(all) = page.query_selector_all("details > summary") else { return Vec::new() };
    let one = |i| all.item(i)?.dyn_into::<Element>().ok();
    (0..all.length()).filter_map(one).filter_map(|summary| Some((summary.parent_element()?, summary))).collect()
}

/// What has the focus and which folds stand open, to be found again by [`restore`].
pub fn kept() -> Option<Kept> {
    let page = page()?;
    let focused = document()?.active_element().filter(|e| !e.is_same_node(Some(&page)));
    let focused = focused.and_then(|e| known(&page, &e));
    let folds = folds(&page).into_iter();
    let folds = folds.filter_map(|(fold, summary)| Some((known(&page, &summary)?, fold.has_attribute("open")))).collect();
    Some(Kept { focused, folds })
}

/// Whether an element is the one that was there before.
fn is_the_same(element: &Element, before: &Known) -> bool {
    element.tag_name() == before.tag && words(element) == before.words
}

/// The element that was there before: at its place, or else the only other one with the same words, such as in a row that moved.
fn found(page: &Element, before: &Known) -> Option<Element> {
    let there = at(page, &before.path).filter(|e| is_the_same(e, before));
    there.or_else(|| {
        if before.words.is_empty() {
            return None;
        }
        let all = page.query_selector_all(&before.tag).ok()?;
        let one = |i| all.item(i)?.dyn_into::<Element>().ok();
        let mut same = (0..all.length()).filter_map(one).filter(|e| is_the_same(e, before));
        same.next().filter(|_| same.next().is_none())
    })
}

/// Opens and shuts the folds as they were, and gives the focus back when it was lost.
pub fn restore(kept: &Kept) {
    let (Some(page), Some(document)) = (page(), document()) else { return };
    for (before, was_open) in &kept.folds {
        let Some(fold) = found(&page, before).and_then(|summary| summary.parent_element()) else { continue };
        if fold.has_attribute("open") != *was_open {
            // An attribute that cannot be set leaves the fold as it is.
            let _ = if *was_open { fold.set_attribute("open", "") } else { fold.remove_attribute("open") };
        }
    }
    let is_lost = document.active_element().is_none_or(|e| e.tag_name() == "BODY");
    if let Some(before) = kept.focused.as_ref().filter(|_| is_lost)
        && let Some(element) = found(&page, before).and_then(|e| e.dyn_into::<HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
