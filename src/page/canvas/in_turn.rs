//! The order in which charts are painted: what is in sight at once, the rest in turns that hold up nothing.

use std::cell::RefCell;

use web_sys::HtmlCanvasElement;

use crate::page::browser;

/// A canvas and what paints it.
type Painting = (HtmlCanvasElement, Box<dyn Fn(&HtmlCanvasElement)>);

/// How long charts out of sight are painted at a time, in milliseconds.
const TURN_MS: f64 = 8.0;

thread_local! {
    /// What is out of sight, the last first.
    static OUT_OF_SIGHT: RefCell<Vec<Painting>> = const { RefCell::new(Vec::new()) };
}

/// Paints a canvas at once if it is in sight, and else in turn after the next frame: a page has up to a hundred charts, most of them in
/// its tables below, and none of these shall hold up what the reader looks at.
pub fn paint_in_turn(canvas: &HtmlCanvasElement, is_in_sight: bool, paint: impl Fn(&HtmlCanvasElement) + 'static) {
    if is_in_sight {
        return paint(canvas);
    }
    let is_first = OUT_OF_SIGHT.with_borrow_mut(|waiting| {
        waiting.insert(0, (canvas.clone(), Box::new(paint)));
        waiting.len() == 1
    });
    if is_first {
        browser::before_frame(|| browser::after(0, paint_rest));
    }
}

/// Whether every chart that has its place on the page is painted.
pub fn is_all_painted() -> bool {
    OUT_OF_SIGHT.with_borrow(Vec::is_empty)
}

/// Paints what is out of sight for a turn, and again after a pause while there is more.
fn paint_rest() {
    let until = browser::clock_ms() + TURN_MS;
    loop {
        let next = OUT_OF_SIGHT.with_borrow_mut(|waiting| {
            // What was taken from the page in the meantime needs no paint.
            while waiting.last().is_some_and(|(canvas, _)| !canvas.is_connected()) {
                waiting.pop();
            }
            waiting.pop()
        });
        let Some((canvas, paint)) = next else { return };
        paint(&canvas);
        if browser::clock_ms() >= until {
            break;
        }
    }
    browser::after(0, paint_rest);
}
