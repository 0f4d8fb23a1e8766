//! Where the reader had scrolled to at each entry of the browser's history, so that Back and Forward return there.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;

use super::{after, before_frame, clock_ms, document, listen, window};

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

/// What ends the wait for a page to be laid out.
type Wait = Rc<RefCell<Option<(web_sys::ResizeObserver, Closure<dyn FnMut()>)>>>;

thread_local! {
    static WAIT: Wait = Rc::default();
    /// Counts the waits: of one that another took the place of, nothing is left to end.
    static N_WAITS: Cell<u32> = const { Cell::new(0) };
}

/// For how long a page that was scrolled back stays there while its parts find their heights, in milliseconds.
const SETTLING_MS: i32 = 1000;
/// The style class of the document meanwhile: the browser does not move it with what grows or shrinks above.
const RETURNING: &str = "returning";

/// Scrolls the page to where it was, and keeps it there until its parts have their heights: charts are measured once they stand in the
/// page, which is longer or shorter until then. A reader who scrolls meanwhile is left alone. Another call takes the place of this one.
pub fn scroll_back_to(top: f64) {
    stop_waiting();
    before_frame(move || {
        mark_returning(true);
        let _ = try_scroll(top);
        keep_at(top);
    });
}

/// Leaves the page where it is, whatever it was waiting for.
pub fn stop_waiting() {
    N_WAITS.set(N_WAITS.get().wrapping_add(1));
    let waited = WAIT.with(|wait| wait.borrow_mut().take());
    if let Some((observer, _)) = waited {
        observer.disconnect();
        mark_returning(false);
    }
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

/// Ends the wait once the page has had time to settle.
fn end_soon() {
    let mine = N_WAITS.get();
    after(SETTLING_MS, move || {
        if N_WAITS.get() == mine {
            stop_waiting();
        }
    });
}

fn keep_at(top: f64) {
    let Some(body) = document().and_then(|d| d.body()) else { return };
    let (mine, was_reached) = (N_WAITS.get(), Rc::new(Cell::new(false)));
    // In a frame of its own: what scrolls while sizes are being told changes sizes once more, and WebKit calls that an error.
    let changed = Closure::<dyn FnMut()>::new(move || {
        let was_reached = Rc::clone(&was_reached);
        before_frame(move || {
            if N_WAITS.get() == mine && try_scroll(top) && !was_reached.replace(true) {
                end_soon();
            }
        });
    });
    let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) else { return };
    observer.observe(&body);
    WAIT.with(|wait| *wait.borrow_mut() = Some((observer, changed)));
    if let Some(window) = window() {
        for event in ["wheel", "touchmove", "keydown", "pointerdown"] {
            let stop = Closure::once_into_js(stop_waiting);
            let options = web_sys::AddEventListenerOptions::new();
            options.set_once(true);
            options.set_passive(true);
            let _ = window.add_event_listener_with_callback_and_add_event_listener_options(event, stop.unchecked_ref(), &options);
        }
    }
}
