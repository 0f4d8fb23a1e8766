//! The browser as the page uses it. Only this module, the canvas and the worker client call `web_sys`.

mod files;
mod first_page;
mod followed;
mod live;
mod places;
mod sight;

pub use files::{chosen_files, on_drop};
pub use first_page::{give_way, is_first_page_shown, make_room};
pub use followed::{Followed, Link, Refocus, refocus_link};
pub use live::on_new_data;
pub use places::{Places, scroll_back_to, stop_waiting};
pub use sight::{InSight, defer_layout, in_sight, on_sight_change, place_of_focus, scroll_top_into_view};

use js_sys::{Array, Date, Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
/// A handle of one of the reader's files; its bytes stay where they are.
pub use web_sys::File;
use web_sys::{Blob, Document, Element, EventTarget, HtmlElement, HtmlInputElement, KeyboardEvent, Storage, Url, Window};

/// The window. A page always has one.
fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window().and_then(|w| w.document())
}

fn element(id: &str) -> Option<HtmlElement> {
    document().and_then(|d| d.get_element_by_id(id)).and_then(|e| e.dyn_into().ok())
}

fn root() -> Option<Element> {
    document().and_then(|d| d.document_element())
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

/// Goes to a fragment in the place of the present one.
pub fn replace_fragment(fragment: &str) {
    if let Some(window) = window() {
        let _ = window.location().replace(fragment);
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
    if let Some(document) = document() {
        document.set_title(&plumbline_text::shown(title));
    }
}

/// Gives an element the focus; nothing happens when there is none with this id.
pub fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// The element that has the focus; none when no element of the page has it.
pub fn focused() -> Option<HtmlElement> {
    document().and_then(|d| d.active_element()).filter(|e| e.tag_name() != "BODY").and_then(|e| e.dyn_into().ok())
}

/// Gives the focus back to an element that is still on the page, when no other element has it by now.
pub fn refocus(element: &HtmlElement) {
    if element.is_connected() && focused().is_none() {
        let _ = element.focus();
    }
}

/// Sets the height of an element, in CSS pixels.
pub fn set_height(element: &HtmlElement, height: f64) {
    let mut words = height.to_string();
    words.push_str("px");
    let _ = element.style().set_property("height", &words);
}

/// Puts a text into a field, unless the reader is typing in it.
pub fn set_field(field: &HtmlInputElement, text: &str) {
    let has_focus = document().and_then(|d| d.active_element()).is_some_and(|active| active.is_same_node(Some(field)));
    if !has_focus {
        field.set_value(text);
    }
}

/// What stands in a field of many lines, by its id.
pub fn text_of(id: &str) -> String {
    area(id).map(|area| area.value()).unwrap_or_default()
}

/// Puts a text into a field of many lines.
pub fn set_text(id: &str, text: &str) {
    if let Some(area) = area(id) {
        area.set_value(text);
    }
}

/// Selects a line, from 1, of a field of many lines that do not wrap, brings it into sight and gives the field the focus. A line
/// that is not there any more selects nothing.
pub fn select_line(id: &str, line: u32) {
    let Some(area) = area(id) else { return };
    let text = area.value();
    let mut from = 0_usize;
    let mut lines = text.split('\n');
    let wanted = line.saturating_sub(1) as usize;
    // The browser counts in UTF-16.
    let length = |line: &str| line.encode_utf16().count();
    for before in lines.by_ref().take(wanted) {
        from += length(before) + 1;
    }
    let _ = area.focus();
    let Some(selected) = lines.next() else { return };
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let _ = area.set_selection_range(place(from), place(from + length(selected)));
    // All lines have one height.
    let n_lines = text.matches('\n').count() + 1;
    let top = f64::from(area.scroll_height()) * f64::from(line.saturating_sub(1)) / n_lines as f64;
    let above = f64::from(area.client_height()) / 3.0;
    // Heights of a field in pixels.
    #[allow(clippy::cast_possible_truncation)]
    area.set_scroll_top((top - above).max(0.0) as i32);
    area.set_scroll_left(0);
    scroll_into_view(id);
}

fn area(id: &str) -> Option<web_sys::HtmlTextAreaElement> {
    element(id).and_then(|e| e.dyn_into().ok())
}

/// Brings an element into sight by its id, when it is not.
pub fn scroll_into_view(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether something happened at an element of a tag: `a` also for what stands in one, `dialog` for the dialog itself.
pub fn is_at(event: &web_sys::Event, tag: &str) -> bool {
    let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return false };
    target.local_name() == tag || tag == "a" && target.closest(tag).ok().flatten().is_some()
}

/// Opens a dialog over the page, or shuts it.
pub fn show_dialog(dialog: &web_sys::HtmlDialogElement, is_open: bool) {
    match (is_open, dialog.open()) {
        // A dialog that was taken off the page stays shut.
        (true, false) => drop(dialog.show_modal()),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// The width from which a panel stands beside the page, as the style sheets have it.
const BESIDE: &str = "(width >= 80rem)";

/// Opens a dialog beside the page where there is room for both, and over it elsewhere; or shuts it.
pub fn show_panel(panel: &web_sys::HtmlDialogElement, is_open: bool) {
    let has_room = || window().and_then(|w| w.match_media(BESIDE).ok().flatten()).is_some_and(|query| query.matches());
    if is_open && !panel.open() && has_room() {
        panel.show();
    } else {
        show_dialog(panel, is_open);
    }
}

/// Calls with each press of the pointer anywhere on the page that is not in the element with this id.
pub fn on_press_outside(id: &'static str, mut handler: impl FnMut() + 'static) {
    let Some(window) = window() else { return };
    listen(&window, "pointerdown", move |event| {
        let target = event.target().and_then(|t| t.dyn_into::<web_sys::Node>().ok());
        if !element(id).is_some_and(|element| element.contains(target.as_ref())) {
            handler();
        }
    });
}

/// Lets the browser ask before the page is left, whenever `is_needed` says so then.
pub fn ask_before_leaving(is_needed: impl Fn() -> bool + 'static) {
    let Some(window) = window() else { return };
    listen(&window, "beforeunload", move |event| {
        if is_needed() {
            event.prevent_default();
        }
    });
}

/// Whether the reader types into the target of an event, so that letters are text and no commands.
fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    target.is_some_and(|e| matches!(e.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}

/// Calls with each key that is pressed without modifiers anywhere but in a field, before any other listener; a key that `answer` returns
/// true for goes no further.
pub fn on_key(mut answer: impl FnMut(&str) -> bool + 'static) {
    let Some(window) = window() else { return };
    let closure = Closure::<dyn FnMut(KeyboardEvent)>::new(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(&event) {
            return;
        }
        if answer(&event.key()) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    let _ = window.add_event_listener_with_callback_and_bool("keydown", closure.as_ref().unchecked_ref(), true);
    closure.forget();
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Calls in a microtask: after the present task and its effects, before the next frame.
pub fn queue_microtask(handler: impl FnOnce() + 'static) {
    spawn_local(async move { handler() });
}

/// Calls once before the next frame is painted.
pub fn before_frame(handler: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let closure = Closure::once_into_js(handler);
        // A window that draws no frames shows none.
        let _ = window.request_animation_frame(closure.unchecked_ref());
    }
}

/// Calls once after so many milliseconds.
pub fn after(delay_ms: i32, handler: impl FnOnce() + 'static) {
    if let Some(window) = window() {
        let closure = Closure::once_into_js(handler);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(closure.unchecked_ref(), delay_ms);
    }
}

/// Copies the page's address, and reports whether that was allowed.
pub fn copy_link(done: impl FnOnce(bool) + 'static) {
    match window().and_then(|w| w.location().href().ok()) {
        Some(address) => copy_text(&address, done),
        None => done(false),
    }
}

/// Copies a text, and reports whether that was allowed.
pub fn copy_text(text: &str, done: impl FnOnce(bool) + 'static) {
    let copying = window().and_then(|w| {
        // Outside a secure context there is no clipboard, whatever the bindings promise.
        let clipboard = w.navigator().clipboard();
        (!clipboard.is_undefined()).then(|| clipboard.write_text(text))
    });
    match copying {
        Some(promise) => spawn_local(async move {
            done(JsFuture::from(promise).await.is_ok());
        }),
        None => done(false),
    }
}

/// The address of the page's folder, ending in `/`.
pub fn base_address() -> String {
    let address = document().and_then(|d| d.base_uri().ok().flatten()).unwrap_or_default();
    let address = address.split(['#', '?']).next().unwrap_or_default();
    address.rsplit_once('/').map_or_else(String::new, |(folder, _)| format!("{folder}/"))
}

/// The address of the worker's script as `boot.js` knows it, ready to stand in a query.
pub fn worker_script() -> String {
    let script = Reflect::get(&js_sys::global(), &"workerScript".into()).ok().and_then(|script| script.as_string());
    script.map_or_else(String::new, |script| String::from(js_sys::encode_uri_component(&script)))
}

/// What hands a worker its program and the site's data as `boot.js` has fetched them; none where `boot.js` did not run.
pub fn hand_over() -> Option<impl FnOnce(&web_sys::Worker)> {
    let hand_over: Function = Reflect::get(&js_sys::global(), &"handOver".into()).ok()?.dyn_into().ok()?;
    // A worker that takes no message has died, which its silence shows.
    Some(move |worker: &web_sys::Worker| drop(hand_over.call1(&JsValue::NULL, worker)))
}

/// Milliseconds since 1970 by the reader's clock.
pub fn clock_ms() -> f64 {
    Date::now()
}

/// Calls every so many milliseconds, for as long as the page lives.
pub fn every(interval_ms: i32, handler: impl FnMut() + 'static) {
    if let Some(window) = window() {
        let closure = Closure::<dyn FnMut()>::new(handler);
        let _ = window.set_interval_with_callback_and_timeout_and_arguments_0(closure.as_ref().unchecked_ref(), interval_ms);
        closure.forget();
    }
}

/// The words of an error that JavaScript threw.
pub fn error_message(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|m| m.as_string());
    message.or_else(|| error.as_string()).unwrap_or_else(|| "unknown error".to_owned())
}

/// Gives an element the focus by its id, and leaves the page where it is scrolled to.
pub fn focus_in_place(id: &str) {
    if let Some(element) = element(id) {
        focus_without_scroll(&element);
    }
}

/// Gives an element the focus, and leaves the page where it is scrolled to.
pub fn focus_without_scroll(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Moves the focus to an element by its id, and the page to its top.
pub fn focus_at_top(id: &str) {
    // An element that is higher than the window would scroll to its own top.
    focus_in_place(id);
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Moves the focus to an element by its id, and the box that scrolls it to its top.
pub fn focus_at_top_of(scrolled: &str, id: &str) {
    if let Some(scrolled) = element(scrolled) {
        scrolled.set_scroll_top(0);
    }
    focus(id);
}

/// Whether an element stands in another one, by the id of that.
pub fn is_within(inner: &Element, outer: &str) -> bool {
    element(outer).is_some_and(|outer| outer.contains(Some(inner)))
}

/// Gives the focus to the first list or field in an element, by the id of that.
pub fn focus_first_field(within: &str) {
    let field = element(within).and_then(|within| within.query_selector("select, input").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
        let _ = field.focus();
    }
}

/// Gives the focus to what a selector finds first in the figure around an element.
pub fn focus_in_figure(within: &Element, selector: &str) {
    let figure = within.closest("figure").ok().flatten();
    let found = figure.and_then(|figure| figure.query_selector(selector).ok().flatten());
    if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = found.focus();
    }
}

/// Gives the focus to the first button in an element.
pub fn focus_first_button(within: &Element) {
    let button = within.query_selector("button").ok().flatten().and_then(|b| b.dyn_into::<HtmlElement>().ok());
    if let Some(button) = button {
        let _ = button.focus();
    }
}

/// Whether the focus that leaves an element goes to another one within `whole`.
pub fn stays_in(event: &web_sys::FocusEvent, whole: &Element) -> bool {
    event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok()).is_some_and(|to| whole.contains(Some(&to)))
}

/// Clicks an element by its id, as the reader would.
pub fn click(id: &str) {
    if let Some(element) = element(id) {
        element.click();
    }
}

// ---- what is kept ----

/// Storage may be denied, and then throws at the first touch.
fn storage() -> Option<Storage> {
    window().and_then(|w| w.local_storage().ok().flatten())
}

/// What is kept under a name; none where nothing is, or the browser keeps nothing.
pub fn kept(name: &str) -> Option<String> {
    storage().and_then(|storage| storage.get_item(name).ok().flatten())
}

/// Keeps a value under a name, or none any more, where the browser allows.
pub fn keep(name: &str, value: Option<&str>) {
    if let Some(storage) = storage() {
        let _ = match value {
            Some(value) => storage.set_item(name, value),
            None => storage.remove_item(name),
        };
    }
}

/// Sets or clears the chosen theme, and keeps the choice where the browser allows.
pub fn set_theme(theme: Option<&str>) {
    if let Some(root) = root() {
        let _ = match theme {
            Some(theme) => root.set_attribute("data-theme", theme),
            None => root.remove_attribute("data-theme"),
        };
    }
    keep("theme", theme);
}

/// The chosen theme: what the page was started with.
pub fn theme() -> Option<String> {
    root().and_then(|r| r.get_attribute("data-theme"))
}

/// Gives a text to the reader as a file.
pub fn save_file(name: &str, media_type: &str, text: &str) {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&JsValue::from_str(text));
    if let Ok(blob) = Blob::new_with_str_sequence_and_options(&parts, &options) {
        save_blob(name, &blob);
    }
}

/// Gives bytes to the reader as a file.
pub fn save_blob(name: &str, blob: &Blob) {
    let Ok(address) = Url::create_object_url_with_blob(blob) else { return };
    if let Some(link) = document().and_then(|d| d.create_element("a").ok()) {
        let _ = link.set_attribute("href", &address);
        let _ = link.set_attribute("download", name);
        if let Ok(link) = link.dyn_into::<HtmlElement>() {
            link.click();
        }
    }
    let _ = Url::revoke_object_url(&address);
}
