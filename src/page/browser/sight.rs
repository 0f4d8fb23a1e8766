//! Blocks that are out of sight are laid out after those in sight, when a page is drawn anew.
//!
//! The browser leaves them out (`content-visibility`) and is told how high they are: as high as what stood in their place. After the frame in
//! which the reader sees the new page it lays out the rest.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::{after, document, window};

thread_local! {
    /// The heights of the blocks of the page in CSS pixels, where they were out of sight before the page was drawn anew.
    static OUT_OF_SIGHT: RefCell<Vec<Option<f64>>> = const { RefCell::new(Vec::new()) };
    /// Blocks that are not laid out yet.
    static ASIDE: RefCell<Vec<HtmlElement>> = const { RefCell::new(Vec::new()) };
}

/// Notes which blocks of the page are out of sight. To be asked before anything is altered, while all places are known.
pub fn note_sight() {
    let height = window().and_then(|w| w.inner_height().ok()?.as_f64()).unwrap_or(f64::INFINITY);
    let blocks = document().and_then(|d| d.query_selector_all("main .board > .grid > *").ok());
    let focused = document().and_then(|d| d.active_element());
    let place = |block: Element| {
        let place = block.get_bounding_client_rect();
        let is_out_of_sight = place.top() >= height || place.bottom() <= 0.0;
        // What is left out of the layout cannot be given the focus back.
        let has_focus = focused.as_ref().is_some_and(|focused| block.contains(Some(focused)));
        (is_out_of_sight && !has_focus).then(|| place.height())
    };
    let blocks = blocks.iter().flat_map(|all| (0..all.length()).filter_map(|i| all.item(i)?.dyn_into::<Element>().ok()));
    OUT_OF_SIGHT.set(blocks.map(place).collect());
}

/// Leaves a new block out of the layout until the next frame is done, if the one in its place was out of sight.
pub fn put_aside(place: usize, block: &web_sys::Node) {
    let height = OUT_OF_SIGHT.with_borrow(|heights| heights.get(place).copied().flatten());
    let (Some(height), Ok(block)) = (height, block.clone().dyn_into::<HtmlElement>()) else { return };
    let style = block.style();
    // A browser that does not know these lays all of it out at once.
    let _ = style.set_property("content-visibility", "hidden");
    let _ = style.set_property("contain-intrinsic-block-size", &[&height.to_string(), "px"].concat());
    let is_first = ASIDE.with_borrow_mut(|aside| {
        aside.push(block);
        aside.len() == 1
    });
    if is_first {
        super::before_frame(|| after(0, bring_back));
    }
}

fn bring_back() {
    for block in ASIDE.take() {
        let style = block.style();
        let _ = style.remove_property("content-visibility");
        let _ = style.remove_property("contain-intrinsic-block-size");
    }
}
