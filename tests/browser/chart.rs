//! A chart on its canvas: crisp, redrawn, and reachable by keys.

use std::sync::{Arc, Mutex};

use leptos::mount::mount_to;
use leptos::prelude::{Callback, RwSignal, Set, Signal, view};
use plumbline::page::components::ChartFigure;
use plumbline_charts::Chart;
use plumbline_charts::Estimate;
use plumbline_charts::envelope::{Envelope, EnvelopeGate, GapWords};
use plumbline_report::document::{Block, FigureId};
use plumbline_report::{Head, Table};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Document, Element, HtmlCanvasElement, HtmlElement, KeyboardEvent, KeyboardEventInit};

fn document() -> Document {
    web_sys::window().and_then(|w| w.document()).unwrap()
}

/// Waits until the browser has laid out and painted, and observers were told.
async fn frame() {
    for _ in 0..3 {
        let next = js_sys::Promise::new(&mut |resolve, _| {
            web_sys::window().unwrap().request_animation_frame(&resolve).unwrap();
        });
        JsFuture::from(next).await.unwrap();
    }
}

fn estimate(value: f64) -> Estimate {
    let label = format!("{} %", value * 100.0);
    Estimate { value, range: Some((value - 0.04, value + 0.04)), label, interval: "70–78".into() }
}

/// An envelope whose first gate has this verified confidence.
fn envelope(verified: f64) -> Envelope {
    let gate = |name: &str, p: f64, v: f64| EnvelopeGate {
        key: name.to_lowercase(),
        name: name.into(),
        count: "6 of 8 items".into(),
        perceived: Some(estimate(p)),
        verified: Some(estimate(v)),
        gap: Some(GapWords { value: p - v, short: "17".into(), long: "17 points".into(), named: "17 point gap".into() }),
        ..EnvelopeGate::default()
    };
    Envelope { gates: vec![gate("Intent", 0.91, verified), gate("Validation", 0.9, 0.68)], ..Envelope::default() }
}

/// A mounted figure in a box of its own, gone when dropped.
struct Mounted {
    place: HtmlElement,
    picked: Arc<Mutex<Vec<String>>>,
}

/// The page's own styles, once.
fn dress() {
    if document().query_selector("style.page").unwrap().is_none() {
        let style = document().create_element("style").unwrap();
        style.set_class_name("page");
        let sheets = [
            include_str!("../../styles/tokens.css"),
            include_str!("../../styles/base.css"),
            include_str!("../../styles/chart.css"),
        ];
        style.set_text_content(Some(&sheets.concat()));
        document().head().unwrap().append_child(&style).unwrap();
    }
}

impl Mounted {
    async fn new(width: u32) -> Self {
        dress();
        let place: HtmlElement = document().create_element("div").unwrap().dyn_into().unwrap();
        place.style().set_property("width", &format!("{width}px")).unwrap();
        document().body().unwrap().append_child(&place).unwrap();
        let picked = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&picked);
        let view = move || {
            let head = Head {
                title: "The further from the editor, the less is proven".into(),
                subtitle: String::new(),
                table: Table {
                    columns: vec!["Gate".into(), "Verified".into()],
                    numeric: vec![false, true],
                    rows: vec![vec!["Intent".into(), "74 %".into()]],
                },
                why: String::new(),
                why_title: String::new(),
                terms: Vec::new(),
            };
            // Picking changes the numbers, as a filter does on a page.
            let chart = RwSignal::new(Some(Chart::Envelope(envelope(0.74))));
            let pick = Callback::new(move |key: String| {
                list.lock().unwrap().push(key);
                chart.set(Some(Chart::Envelope(envelope(0.5))));
            });
            let head = Signal::stored(head);
            // A block without a title offers nothing to save.
            let block = Signal::stored(Block::figure(FigureId::Envelope, Head::default(), Vec::new()));
            view! { <ChartFigure class=String::new() head chart=chart.into() pick block>""</ChartFigure> }
        };
        mount_to(place.clone(), view).forget();
        frame().await;
        Self { place, picked }
    }

    fn find<T: JsCast>(&self, selector: &str) -> T {
        self.place.query_selector(selector).unwrap().unwrap().dyn_into().unwrap()
    }

    fn canvas(&self) -> HtmlCanvasElement {
        self.find("canvas")
    }

    async fn press(&self, key: &str) {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        init.set_cancelable(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
        self.canvas().dispatch_event(&event).unwrap();
        frame().await;
    }

    fn picked(&self) -> Vec<String> {
        self.picked.lock().unwrap().clone()
    }

    fn picture(&self) -> String {
        self.canvas().to_data_url().unwrap()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        self.place.remove();
    }
}

#[wasm_bindgen_test]
async fn a_canvas_has_the_screens_pixels_and_follows_its_place() {
    let chart = Mounted::new(800).await;
    let canvas = chart.canvas();
    let ratio = web_sys::window().unwrap().device_pixel_ratio();
    let css = canvas.get_bounding_client_rect();
    assert_eq!(css.width(), 800.0);
    assert_eq!(f64::from(canvas.width()), (css.width() * ratio).round());
    assert_eq!(f64::from(canvas.height()), (css.height() * ratio).round());

    chart.place.style().set_property("width", "390px").unwrap();
    frame().await;
    let css = canvas.get_bounding_client_rect();
    assert_eq!(css.width(), 390.0);
    assert_eq!(f64::from(canvas.width()), (390.0 * ratio).round());
}

#[wasm_bindgen_test]
async fn keys_walk_the_marks_open_the_tooltip_filter_and_close() {
    let chart = Mounted::new(800).await;
    let tip: HtmlElement = chart.find(".chart-tip");
    assert!(tip.hidden());

    chart.canvas().focus().unwrap();
    chart.press("ArrowRight").await;
    assert!(!tip.hidden());
    let (frame, box_) = (chart.find::<Element>(".chart-frame").get_bounding_client_rect(), tip.get_bounding_client_rect());
    let is_beside = box_.left() >= frame.right()
        || box_.right() <= frame.left()
        || box_.top() >= frame.bottom()
        || box_.bottom() <= frame.top();
    assert!(frame.width() > 0.0 && is_beside, "the tooltip stands beside its mark, and not over it");
    let text = tip.text_content().unwrap();
    let order: Vec<usize> = ["Intent", "Perceived", "Verified", "Gap", "6 of 8 items"]
        .iter()
        .map(|word| text.find(word).unwrap_or_else(|| panic!("{word} is not in {text}")))
        .collect();
    assert!(order.windows(2).all(|w| w[0] < w[1]), "{text}");
    let status: Element = chart.find(".chart-stage > [aria-live]");
    assert!(status.text_content().unwrap().starts_with("Intent, Perceived 91 %"));

    chart.press("ArrowRight").await;
    assert!(tip.text_content().unwrap().starts_with("Validation"));
    let (canvas, picture) = (chart.canvas(), chart.picture());
    chart.press("Enter").await;
    assert_eq!(chart.picked(), ["validation"]);
    assert_ne!(chart.picture(), picture, "the new numbers are drawn");
    assert_eq!(chart.canvas(), canvas, "on the canvas that was there");
    assert_eq!(document().active_element().unwrap(), canvas.into(), "which keeps the focus");
    let text = tip.text_content().unwrap();
    assert!(text.starts_with("Validation"), "{text:?} hidden {}", tip.hidden());
    chart.press("Escape").await;
    assert!(tip.hidden());

    let table: Element = chart.find("details");
    assert!(!table.has_attribute("open"));
    chart.press("t").await;
    assert!(table.has_attribute("open"));
    let focused = document().active_element().unwrap();
    assert!(table.contains(Some(&focused)), "the reader is led to the table");
}

#[wasm_bindgen_test]
async fn a_chart_is_a_named_group_with_its_marks_as_a_list_beside_it() {
    let chart = Mounted::new(800).await;
    let canvas = chart.canvas();
    assert_eq!(canvas.get_attribute("role").as_deref(), Some("group"));
    assert_eq!(canvas.get_attribute("aria-roledescription").as_deref(), Some("chart"));
    let name = canvas.get_attribute("aria-label").unwrap();
    assert_eq!(name, "The further from the editor, the less is proven. 2 marks");
    let marks: Element = chart.find(".chart-stage > ul");
    assert_eq!(marks.child_element_count(), 2, "a mark for each gate");
    let first = marks.first_element_child().unwrap().text_content().unwrap();
    assert!(first.starts_with("Intent, Perceived 91 %"), "{first}");
}

#[wasm_bindgen_test]
async fn a_change_of_theme_repaints_in_the_new_colours() {
    let root = document().document_element().unwrap();

    let chart = Mounted::new(700).await;
    let light = chart.picture();
    root.set_attribute("data-theme", "dark").unwrap();
    frame().await;
    assert_ne!(chart.picture(), light);
    root.remove_attribute("data-theme").unwrap();
    frame().await;
    assert_eq!(chart.picture(), light);
}

#[wasm_bindgen_test]
async fn printing_redraws_for_the_page_and_comes_back() {
    let chart = Mounted::new(900).await;
    let window = web_sys::window().unwrap();
    let css_width = || chart.canvas().style().get_property_value("width").unwrap();
    assert_eq!(css_width(), "900px");
    for (event, width) in [("beforeprint", "690px"), ("afterprint", "900px")] {
        window.dispatch_event(&web_sys::Event::new(event).unwrap()).unwrap();
        // The print dialog waits for no frame: the redraw is done when the listeners are.
        JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await.unwrap();
        JsFuture::from(js_sys::Promise::resolve(&JsValue::NULL)).await.unwrap();
        assert_eq!(css_width(), width);
    }
}
