//! Charts on the page's canvases: crisp at any pixel ratio, in the page's own colours and type.
//!
//! Plotters' canvas backend does the drawing. What it does badly is done here: it measures text with an inline-styled
//! span, which the page's content security policy forbids, and it knows nothing of pixel ratios.

mod fine;
mod in_turn;
mod places;
mod surroundings;
mod text;
mod theme;
mod widths;

pub use in_turn::{is_all_painted, paint_in_turn};
pub use places::{place_beside, place_over, print_width};
pub use surroundings::{Surroundings, surroundings};
pub use text::CanvasMeasure;
pub use theme::Theme;
pub use widths::{WidthObserver, update_visibility};

use plotters_canvas::CanvasBackend;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlCanvasElement};

use fine::FineCanvas;
use plumbline_charts::paint::{FINE, paint};
use plumbline_charts::scene::Shape;
use plumbline_charts::{Scene, Size, Token};
use text::context_of;

/// The screen's pixels per CSS pixel.
pub fn pixel_ratio() -> f64 {
    web_sys::window().map_or(1.0, |w| w.device_pixel_ratio()).max(0.5)
}

/// Gives the canvas its place on the page; it is painted later.
pub fn make_room(canvas: &HtmlCanvasElement, size: Size) {
    let style = canvas.style();
    let _ = style.set_property("width", &format!("{}px", size.width));
    let _ = style.set_property("height", &format!("{}px", size.height));
}

/// Makes the canvas as fine as the screen and paints the scene on it.
pub fn draw(canvas: &HtmlCanvasElement, scene: &Scene, theme: &Theme) {
    make_room(canvas, scene.size);
    draw_at(canvas, scene, theme, pixel_ratio());
}

/// Draws a scene on paper, on a canvas that is never shown. `done` is given the PNG, or nothing when the browser does not make it.
pub fn png(scene: &Scene, theme: &Theme, ratio: f64, done: impl FnOnce(Option<Blob>) + 'static) {
    let document = web_sys::window().and_then(|w| w.document());
    let canvas = document.and_then(|d| d.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok());
    let Some(canvas) = canvas else { return done(None) };
    let mut on_paper = scene.clone();
    on_paper.shapes.insert(0, Shape::Bar { rect: scene.bounds(), fill: Token::Paper });
    draw_at(&canvas, &on_paper, theme, ratio);
    let finished = Closure::once_into_js(move |blob: JsValue| done(blob.dyn_into::<Blob>().ok()));
    // A canvas that is too large for the browser calls back with nothing; one that may not be read does not exist here.
    let _ = canvas.to_blob(finished.unchecked_ref());
}

/// The page's sans stack.
pub fn family() -> String {
    Theme::current().family
}

fn draw_at(canvas: &HtmlCanvasElement, scene: &Scene, theme: &Theme, ratio: f64) {
    let pixels = |v: f64| (v * ratio).round().max(0.0) as u32;
    canvas.set_width(pixels(scene.size.width));
    canvas.set_height(pixels(scene.size.height));
    let (Some(context), Some(inner)) = (context_of(canvas), CanvasBackend::with_canvas_object(canvas.clone())) else {
        return;
    };
    let scale = ratio / f64::from(FINE);
    let _ = context.set_transform(scale, 0.0, 0.0, scale, 0.0, 0.0);
    context.set_line_join("round");
    let units = |v: f64| (v * f64::from(FINE)).max(0.0) as u32;
    let mut backend =
        FineCanvas { inner, context, size: (units(scene.size.width), units(scene.size.height)), font: String::new() };
    // The canvas itself never refuses; a lost context leaves it blank, and the table beside it still says everything.
    let _ = paint(&mut backend, scene, &theme.palette, &theme.family);
}
