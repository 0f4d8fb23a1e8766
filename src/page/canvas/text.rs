//! Text on a canvas: its font and its width.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use plumbline_charts::Measure;

/// Measures with a canvas that is never shown.
pub struct CanvasMeasure {
    context: Option<CanvasRenderingContext2d>,
    family: String,
    font: RefCell<String>,
}

impl CanvasMeasure {
    /// For a typeface. Without a canvas every text is measured as a plain grotesque.
    pub fn new(family: &str) -> Self {
        thread_local! {
            static CONTEXT: Option<CanvasRenderingContext2d> = {
                let document = web_sys::window().and_then(|w| w.document());
                let canvas = document.and_then(|d| d.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok());
                canvas.and_then(|c| context_of(&c))
            };
        }
        Self { context: CONTEXT.with(Clone::clone), family: family.to_owned(), font: RefCell::new(String::new()) }
    }
}

impl Measure for CanvasMeasure {
    fn width(&self, text: &str, size: f64, bold: bool) -> f64 {
        let Some(context) = &self.context else {
            return plumbline_charts::PlainMeasure.width(text, size, bold);
        };
        let font = font(size, bold, &self.family);
        if *self.font.borrow() != font {
            context.set_font(&font);
            *self.font.borrow_mut() = font;
        }
        context.measure_text(text).map_or_else(|_| plumbline_charts::PlainMeasure.width(text, size, bold), |m| m.width())
    }
}

/// A CSS font of the page's weight for semibold.
pub(super) fn font(size: f64, bold: bool, family: &str) -> String {
    let weight = if bold { 600 } else { 400 };
    format!("{weight} {size}px {family}")
}

/// What draws on a canvas; none when the browser gives none.
pub(super) fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}
