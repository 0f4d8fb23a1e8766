//! Where the reader had scrolled to at each entry of the browser's history, so that Back and Forward return there.

use std::cell::Cell;
use std::collections::HashMap;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::{before_frame, clock_ms, document, listen, window};

/// The entries of the history that the reader has been at, by the number that stands in the state of each.
#[derive(Default)]
pub struct Places {
    /// The number of the entry that the page is at.
    here: u64,
    /// How far each entry was scrolled when it was left, in CSS pixels.
    scrolled: HashMap<u64, f64>,
}

impl Places {
    /// Takes scrolling back over from the browser, which would scroll before the page is there. A page that is loaded again is the
    /// browser's to scroll.
    pub fn new() -> Self {
        let set = |restoration: web_sys::ScrollRestoration| {
            // Without it the browser may scroll too early, and the page scrolls once more.
            let _ = window().and_then(|w| w.history().ok()).map(|history| history.set_scroll_restoration(restoration));
        };
        set(web_sys::ScrollRestoration::Manual);
        if let Some(window) = window() {
            listen(&window, "pagehide", move |_| set(web_sys::ScrollRestoration::Auto));
        }
        let mut places = Self::default();
        places.here = places.number();
        places
    }

    /// Notes how far the entry is scrolled that is being left for the present one, and returns how far the present one was scrolled
    /// when it was left; none for a new one. To be called when the address has changed and the page has not.
    pub fn turn(&mut self) -> Option<f64> {
        let scrolled = window().and_then(|w| w.scroll_y().ok()).unwrap_or(0.0);
        self.scrolled.insert(self.here, scrolled);
        self.here = self.number();
        self.scrolled.get(&self.here).copied()
    }

    /// The number of the present entry. A new entry gets one that no other has, from an earlier life of the page either.
    // A clock counts in whole milliseconds, far below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    fn number(&self) -> u64 {
        let Some(history) = window().and_then(|w| w.history().ok()) else { return 0 };
        if let Some(number) = history.state().ok().and_then(|state| state.as_f64()) {
            return number as u64;
        }
        let last = self.scrolled.keys().copied().max().unwrap_or(0).max(self.here);
        let number = (clock_ms() as u64).max(last + 1);
        let _ = history.replace_state(&JsValue::from_f64(number as f64), "");
        number
    }
}

thread_local! {
    /// Counts the waits for a page to be laid out: of one that another took the place of, nothing is left to do.
    static N_WAITS: Cell<u32> = const { Cell::new(0) };
}

/// For how long a page that was scrolled back stays there while its parts find their heights, in milliseconds.
const SETTLING_MS: f64 = 1000.0;
/// For how long a page is waited for that is not long enough, in milliseconds.
const PATIENCE_MS: f64 = 10_000.0;
/// The style class of the document meanwhile: the browser does not move it with what grows or shrinks above.
const RETURNING: &str = "returning";

/// Scrolls the page to where it was, and keeps it there until its parts have their heights: charts are measured once they stand in the
/// page, which is longer or shorter until then. A reader who scrolls meanwhile is left alone. Another call takes the place of this one.
pub fn scroll_back_to(top: f64) {
    stop_waiting();
    mark_returning(true);
    if let Some(window) = window() {
        for event in ["wheel", "touchmove", "keydown", "pointerdown"] {
            let stop = Closure::once_into_js(stop_waiting);
            let options = web_sys::AddEventListenerOptions::new();
            options.set_once(true);
            options.set_passive(true);
            let _ = window.add_event_listener_with_callback_and_add_event_listener_options(event, stop.unchecked_ref(), &options);
        }
    }
    let now = clock_ms();
    keep_at(top, N_WAITS.get(), now + PATIENCE_MS, false);
}

/// Leaves the page where it is, whatever it was waiting for.
pub fn stop_waiting() {
    N_WAITS.set(N_WAITS.get().wrapping_add(1));
    mark_returning(false);
}

fn mark_returning(returning: bool) {
    let Some(root) = document().and_then(|d| d.document_element()) else { return };
    let classes = root.class_list();
    let _ = if returning { classes.add_1(RETURNING) } else { classes.remove_1(RETURNING) };
}

/// Scrolls, and returns whether the page was long enough.
fn try_scroll(top: f64) -> bool {
    let Some(window) = window() else { return true };
    window.scroll_to_with_x_and_y(0.0, top);
    window.scroll_y().is_ok_and(|now| (now - top).abs() < 2.0)
}

/// Scrolls frame by frame until some time. An observer of the page's size would be told while the sizes of charts are, which browsers
/// report as an error.
fn keep_at(top: f64, wait: u32, until_ms: f64, was_reached: bool) {
    before_frame(move || {
        if N_WAITS.get() != wait {
            return;
        }
        let (is_reached, now) = (try_scroll(top) || was_reached, clock_ms());
        let until_ms = if is_reached && !was_reached { now + SETTLING_MS } else { until_ms };
        if now < until_ms {
            keep_at(top, wait, until_ms, is_reached);
        } else {
            stop_waiting();
        }
    });
}
