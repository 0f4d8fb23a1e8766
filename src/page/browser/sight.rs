//! Blocks out of sight are laid out after those in sight when a page changes.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{after, before_frame, document, focused, window};

/// Leaves the blocks out of sight out of the layout (`content-visibility`) until the next frame is done; each keeps its height
/// meanwhile. To be called while the page is laid out, before anything changes.
pub fn defer_layout() {
    let height = window().and_then(|w| w.inner_height().ok()?.as_f64()).unwrap_or(f64::INFINITY);
    let Some(blocks) = document().and_then(|d| d.query_selector_all("#app main .board > .grid > *").ok()) else { return };
    let focused = focused();
    let out_of_sight = |block: HtmlElement| {
        let rect = block.get_bounding_client_rect();
        // An element that is left out of the layout loses the focus.
        let has_focus = focused.as_ref().is_some_and(|focused| block.contains(Some(focused)));
        (!has_focus && (rect.top() >= height || rect.bottom() <= 0.0)).then(|| (block, rect.height()))
    };
    let blocks = (0..blocks.length()).filter_map(|i| blocks.item(i)?.dyn_into().ok());
    let deferred: Vec<(HtmlElement, f64)> = blocks.filter_map(out_of_sight).collect();
    for (block, height) in &deferred {
        let style = block.style();
        // A browser without these properties lays out everything at once.
        let _ = style.set_property("content-visibility", "hidden");
        let _ = style.set_property("contain-intrinsic-block-size", &[&height.to_string(), "px"].concat());
    }
    before_frame(|| {
        after(0, move || {
            for (block, _) in deferred {
                let _ = block.style().remove_property("content-visibility");
                let _ = block.style().remove_property("contain-intrinsic-block-size");
            }
        });
    });
}
