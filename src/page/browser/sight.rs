//! What is in sight: rows of a long table, and blocks, which are laid out before those out of sight when a page changes.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;

use super::{after, before_frame, document, focused, window};

/// What of the rows of a long table is in sight.
pub struct InSight {
    /// How far the first row stands above the top of the window, in CSS pixels; 0 when it stands below.
    pub top: f64,
    /// How much of the window they may fill.
    pub height: f64,
    /// The height of a row.
    pub row: f64,
}

/// What is in sight of a table's body in the page; none while there is no row.
pub fn in_sight(body: &web_sys::Element) -> Option<InSight> {
    let row = body.query_selector("[aria-rowindex]").ok().flatten()?.get_bounding_client_rect().height();
    let height = window()?.inner_height().ok()?.as_f64()?;
    let top = body.get_bounding_client_rect().top();
    (row > 0.0).then_some(InSight { top: (-top).max(0.0), height, row })
}

/// The place of the row of a long table that holds the focus, counted from 0.
pub fn place_of_focus(body: &web_sys::Element) -> Option<u32> {
    let row = focused().filter(|focused| body.contains(Some(focused)))?.closest("[aria-rowindex]").ok().flatten()?;
    // The head is the first row, and they are counted from 1.
    row.get_attribute("aria-rowindex")?.parse::<u32>().ok()?.checked_sub(2)
}

/// Calls whenever the page is scrolled, with false, or the window changes its size, with true, until dropped.
pub fn on_sight_change(handler: impl Fn(bool) + 'static) -> SightListener {
    let closure = Closure::<dyn Fn(web_sys::Event)>::new(move |event: web_sys::Event| handler(event.type_() == RESIZE));
    if let Some(window) = window() {
        for event in EVENTS {
            let _ = window.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        }
    }
    SightListener(closure)
}

/// A change of the window's size.
const RESIZE: &str = "resize";
/// What changes what is in sight.
const EVENTS: [&str; 2] = ["scroll", RESIZE];

/// Listens until it is dropped.
pub struct SightListener(Closure<dyn Fn(web_sys::Event)>);

impl Drop for SightListener {
    fn drop(&mut self) {
        if let Some(window) = window() {
            for event in EVENTS {
                let _ = window.remove_event_listener_with_callback(event, self.0.as_ref().unchecked_ref());
            }
        }
    }
}

/// Scrolls the page up to the top of an element, when that is above the window.
pub fn scroll_top_into_view(element: &web_sys::Element) {
    if element.get_bounding_client_rect().top() < 0.0 {
        element.scroll_into_view();
    }
}

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
