//! The browser as the page uses it. The only door to `web_sys` beside the canvas and the worker client.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, Window};

/// The window. A page always has one.
fn window() -> Option<Window> {
    web_sys::window()
}

/// Listens for as long as the page lives.
fn listen(target: &EventTarget, event: &str, handler: impl FnMut(web_sys::Event) + 'static) {
    let closure = Closure::<dyn FnMut(web_sys::Event)>::new(handler);
    // An event that cannot be listened for leaves the page as it is.
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// The URL's fragment, with `#`; empty without one.
pub fn fragment() -> String {
    window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// Goes to a fragment, as a link would.
pub fn set_fragment(fragment: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(fragment);
    }
}

/// Calls on every change of the fragment: by link, by Back, by [`set_fragment`].
pub fn on_fragment_change(mut handler: impl FnMut(String) + 'static) {
    if let Some(window) = window() {
        listen(&window, "hashchange", move |_| handler(fragment()));
    }
}

/// Names the document.
pub fn set_title(title: &str) {
    if let Some(document) = window().and_then(|w| w.document()) {
        document.set_title(title);
    }
}

/// Gives an element the focus; nothing happens when there is none with this id.
pub fn focus(id: &str) {
    let element = window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Copies the page's address, and tells whether that was allowed.
pub fn copy_link(done: impl FnOnce(bool) + 'static) {
    match window().and_then(|w| w.location().href().ok()) {
        Some(address) => copy_text(&address, done),
        None => done(false),
    }
}

/// Copies a text, and tells whether that was allowed.
pub fn copy_text(text: &str, done: impl FnOnce(bool) + 'static) {
    let copying = window().and_then(|w| {
        // Outside a secure context there is no clipboard, whatever the bindings promise.
        let clipboard = w.navigator().clipboard();
        (!clipboard.is_undefined()).then(|| clipboard.write_text(text))
    });
    match copying {
        Some(promise) => wasm_bindgen_futures::spawn_local(async move {
            done(wasm_bindgen_futures::JsFuture::from(promise).await.is_ok());
        }),
        None => done(false),
    }
}
