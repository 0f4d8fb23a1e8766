//! What redraws every chart: the colours, the pixel ratio and the text size that the reader has, and paper.

use std::cell::Cell;

use leptos::prelude::{ArcReadSignal, ArcWriteSignal, Update, arc_signal};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

use super::pixel_ratio;
use plumbline_charts::Medium;
use plumbline_charts::palette::decimal;

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
