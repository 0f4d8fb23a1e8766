//! Charts on the page's canvases: crisp at any pixel ratio, in the page's own colours and type.
//!
//! Plotters' canvas backend does the drawing. What it does badly is done here: it measures text with an inline-styled
//! span, which the page's content security policy forbids, and it knows nothing of pixel ratios.

mod widths;

pub use widths::{WidthObserver, update_visibility};

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::{ArcReadSignal, ArcWriteSignal, Update, arc_signal};
use plotters_backend::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlElement};

use crate::page::browser;
use plumbline_charts::paint::{BASELINE, FINE, paint};
use plumbline_charts::palette::decimal;
use plumbline_charts::scene::Shape;
use plumbline_charts::{Color, Measure, Medium, Palette, Point, Rect, Scene, Size, Token};

/// What a canvas error says.
type CanvasError = <CanvasBackend as DrawingBackend>::ErrorType;
/// What a drawing step answers.
type Drawn = Result<(), DrawingErrorKind<CanvasError>>;

/// The page's colours and typeface, as its style sheet has them now.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// The colours.
    pub palette: Palette,
    /// The sans stack.
    pub family: String,
}

impl Theme {
    /// The theme in some surroundings. It is read once for all charts: each reading has the browser work out the page's styles.
    pub fn of(around: Surroundings) -> Rc<Self> {
        thread_local! {
            static KNOWN: RefCell<Option<(Surroundings, Rc<Theme>)>> = const { RefCell::new(None) };
        }
        KNOWN.with_borrow_mut(|known| match known {
            Some((of, theme)) if *of == around => Rc::clone(theme),
            _ => {
                let theme = Rc::new(Self::current());
                *known = Some((around, Rc::clone(&theme)));
                theme
            }
        })
    }

    /// Reads the tokens of the document. In forced colours every mark takes the system's text colour.
    fn current() -> Self {
        let style = web_sys::window().and_then(|window| {
            let root = window.document()?.document_element()?;
            window.get_computed_style(&root).ok()?
        });
        let value = |name: &str| {
            let text = style.as_ref()?.get_property_value(name).ok()?;
            (!text.trim().is_empty()).then(|| text.trim().to_owned())
        };
        let family = value("--font-ui").unwrap_or_else(|| "sans-serif".to_owned());
        let palette = if matches("(forced-colors: active)") {
            let color = |name: &str| value(name).and_then(|css| Color::from_css(&css));
            let text = color("color").unwrap_or(Color { rgb: (0, 0, 0), alpha: 1.0 });
            let paper = body_background().unwrap_or(Color { rgb: (255, 255, 255), alpha: 1.0 });
            Palette::forced(text, paper)
        } else {
            Palette::from_css(value)
        };
        Self { palette, family }
    }
}

fn body_background() -> Option<Color> {
    let window = web_sys::window()?;
    let body = window.document()?.body()?;
    let style = window.get_computed_style(&body).ok()??;
    Color::from_css(&style.get_property_value("background-color").ok()?)
}

fn matches(query: &str) -> bool {
    web_sys::window().and_then(|w| w.match_media(query).ok()?).is_some_and(|list| list.matches())
}

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
fn font(size: f64, bold: bool, family: &str) -> String {
    let weight = if bold { 600 } else { 400 };
    format!("{weight} {size}px {family}")
}

fn context_of(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Plotters' backend for eighths of a CSS pixel, with text of our own.
struct FineCanvas {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    size: (u32, u32),
    /// The font that the context has; empty when it is not known.
    font: String,
}

impl DrawingBackend for FineCanvas {
    type ErrorType = CanvasError;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.inner.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.fill_polygon(path, style)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<CanvasError>> {
        let bold = matches!(style.style(), FontStyle::Bold);
        let width = CanvasMeasure::new(style.family().as_str()).width(text, style.size(), bold);
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        let BackendColor { rgb: (r, g, b), alpha } = style.color();
        let align = match style.anchor().h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        };
        let bold = matches!(style.style(), FontStyle::Bold);
        let context = &self.context;
        context.set_fill_style_str(&format!("rgba({r},{g},{b},{alpha})"));
        // A font is looked up each time that it is set: most texts have the one of the text before.
        let font = font(style.size(), bold, style.family().as_str());
        if self.font != font {
            context.set_font(&font);
            self.font = font;
        }
        context.set_text_align(align);
        context.set_text_baseline("alphabetic");
        // A text that the browser will not draw is left out; its chart still says the rest.
        let _ = context.fill_text(text, f64::from(pos.0), f64::from(pos.1) + BASELINE * style.size());
        Ok(())
    }
}

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

/// How wide a chart stands on paper: what the style sheet says of its place (`--print-width`), else the whole page.
pub fn print_width(element: &Element) -> f64 {
    const PAGE: f64 = 690.0;
    let style = web_sys::window().and_then(|w| w.get_computed_style(element).ok()?);
    let width = style.and_then(|s| s.get_property_value("--print-width").ok());
    width.and_then(|text| decimal(text.trim().trim_end_matches("px"))).filter(|w| *w > 0.0).unwrap_or(PAGE)
}

/// What redraws every chart: colours, pixel ratio, and whether the page is being printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surroundings {
    /// Counts up with every change of colours or pixel ratio.
    pub version: u32,
    /// Where the page is going to be seen.
    pub medium: Medium,
    /// The size of the page's text in CSS pixels: 16, unless the reader has chosen another.
    text_px: f64,
}

impl Surroundings {
    /// How many times as large as usual the reader has text. On paper, where the page has sizes of its own, as usual.
    pub fn text_scale(self) -> f64 {
        match self.medium {
            Medium::Screen => (self.text_px / 16.0).clamp(0.5, 4.0),
            Medium::Print => 1.0,
        }
    }
}

/// The size of the page's text now, in CSS pixels.
fn text_px() -> f64 {
    let root = web_sys::window().and_then(|w| w.document()?.document_element());
    let style = root.and_then(|root| web_sys::window()?.get_computed_style(&root).ok()?);
    let size = style.and_then(|style| style.get_property_value("font-size").ok());
    size.and_then(|size| decimal(size.trim_end_matches("px"))).filter(|size| *size > 0.0).unwrap_or(16.0)
}

/// The surroundings, followed for as long as the page lives.
pub fn surroundings() -> ArcReadSignal<Surroundings> {
    thread_local! {
        static SIGNAL: ArcReadSignal<Surroundings> = {
            let (read, write) = arc_signal(Surroundings { version: 0, medium: Medium::Screen, text_px: text_px() });
            follow(&write);
            read
        };
    }
    SIGNAL.with(Clone::clone)
}

fn follow(write: &ArcWriteSignal<Surroundings>) {
    let Some(window) = web_sys::window() else { return };
    let changed = {
        let write = write.clone();
        move || write.update(|s| s.version = s.version.wrapping_add(1))
    };
    for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)"] {
        if let Ok(Some(list)) = window.match_media(query) {
            let changed = changed.clone();
            listen(&list, "change", changed);
        }
    }
    follow_ratio(changed.clone());
    follow_text(write.clone());
    for (event, medium) in [("beforeprint", Medium::Print), ("afterprint", Medium::Screen)] {
        let write = write.clone();
        listen(&window, event, move || write.update(|s| s.medium = medium));
    }
    if let Some(root) = window.document().and_then(|d| d.document_element()) {
        let callback = Closure::<dyn FnMut()>::new(changed);
        if let Ok(observer) = web_sys::MutationObserver::new(callback.as_ref().unchecked_ref()) {
            let options = web_sys::MutationObserverInit::new();
            options.set_attributes(true);
            let names = js_sys::Array::of1(&JsValue::from_str("data-theme"));
            options.set_attribute_filter(&names);
            let _ = observer.observe_with_options(&root, &options);
            std::mem::forget(observer);
        }
        callback.forget();
    }
}

/// No event reports that the reader has chosen another size of text: a box that is as wide as the text is large is followed. Nothing of the
/// page changes its size, so no chart that is drawn makes a second round of it.
fn follow_text(write: ArcWriteSignal<Surroundings>) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    let (Some(body), Ok(ruler)) = (document.body(), document.create_element("div")) else { return };
    let known = Cell::new(text_px());
    let resized = Closure::<dyn FnMut()>::new(move || {
        let now = text_px();
        if known.replace(now) != now {
            write.update(|s| s.text_px = now);
        }
    });
    if let Ok(observer) = web_sys::ResizeObserver::new(resized.as_ref().unchecked_ref()) {
        ruler.set_class_name("text-ruler");
        let _ = ruler.set_attribute("aria-hidden", "true");
        let _ = body.append_child(&ruler);
        observer.observe(&ruler);
        std::mem::forget(observer);
    }
    resized.forget();
}

/// A media query reports only that its ratio no longer holds: a new query follows each change.
fn follow_ratio(changed: impl Fn() + Clone + 'static) {
    let query = format!("(resolution: {}dppx)", pixel_ratio());
    let Some(Ok(Some(list))) = web_sys::window().map(|w| w.match_media(&query)) else { return };
    let once = Closure::once_into_js(move || {
        changed();
        follow_ratio(changed);
    });
    let options = web_sys::AddEventListenerOptions::new();
    options.set_once(true);
    let _ = list.add_event_listener_with_callback_and_add_event_listener_options("change", once.unchecked_ref(), &options);
}

/// Listens for as long as the page lives.
fn listen(target: &web_sys::EventTarget, event: &str, handler: impl FnMut() + 'static) {
    let closure = Closure::<dyn FnMut()>::new(handler);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
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
