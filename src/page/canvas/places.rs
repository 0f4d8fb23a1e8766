//! Where the elements beside and over a chart stand, and how wide a chart stands on paper.

use web_sys::{Element, HtmlElement};

use super::text::CanvasMeasure;
use plumbline_charts::palette::decimal;
use plumbline_charts::{Point, Rect, Scene, Size};

/// How wide a chart stands on paper: what the style sheet says of its place (`--print-width`), else the whole page.
pub fn print_width(element: &Element) -> f64 {
    const PAGE: f64 = 690.0;
    let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok()?);
    let width = style.and_then(|s| s.get_property_value("--print-width").ok());
    width.and_then(|text| decimal(text.trim().trim_end_matches("px"))).filter(|w| *w > 0.0).unwrap_or(PAGE)
}

/// Puts an element beside a frame in a scene, as [`plumbline_charts::beside::beside`] says. Styles are set on the element's own object,
/// which the content security policy allows.
pub fn place_beside(element: &HtmlElement, frame: Rect, scene: &Scene, family: &str) {
    let size = Size { width: f64::from(element.offset_width()), height: f64::from(element.offset_height()) };
    let taken = scene.taken(&CanvasMeasure::new(family));
    let Point { x, y } = plumbline_charts::beside::beside(frame, size, scene.size, in_sight(element), &taken);
    set_place(element, x, y);
}

/// What is in sight of the page, seen from the corner of an element's parent.
fn in_sight(element: &HtmlElement) -> Rect {
    let corner = element.parent_element().map(|parent| parent.get_bounding_client_rect());
    let root = web_sys::window().and_then(|w| w.document()?.document_element());
    let (x, y) = corner.map_or((0.0, 0.0), |corner| (-corner.left(), -corner.top()));
    // Without what its scroll bars cover.
    let (width, height) = root.map_or((0, 0), |root| (root.client_width(), root.client_height()));
    Rect { x, y, width: f64::from(width), height: f64::from(height) }
}

/// Lays an element over a rectangle of its parent.
pub fn place_over(element: &HtmlElement, rect: Rect) {
    set_place(element, rect.x, rect.y);
    let style = element.style();
    let _ = style.set_property("width", &format!("{}px", rect.width));
    let _ = style.set_property("height", &format!("{}px", rect.height));
}

fn set_place(element: &HtmlElement, x: f64, y: f64) {
    let _ = element.style().set_property("transform", &format!("translate({x}px, {y}px)"));
}
