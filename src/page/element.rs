//! Elements made at run time: one compiled path for every tag, event and attribute, straight to the browser's own calls.
//!
//! What follows the state is a closure that is called again whenever a signal it read has changed; it ends with whatever it was
//! made in (see [`live`]).

use leptos::prelude::{LocalStorage, StoredValue};
use leptos::reactive::effect::RenderEffect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element};

pub use web_sys::{
    Event, HtmlCanvasElement, HtmlDetailsElement, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent, MouseEvent,
    Node, PointerEvent,
};

const SVG: &str = "http://www.w3.org/2000/svg";

thread_local! {
    // A page always has a document; nothing else asks.
    static DOCUMENT: Document =
        web_sys::window().and_then(|w| w.document()).unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into());
}

/// An element being put together.
pub struct El {
    element: Element,
}

/// An element without attributes or children.
#[inline(never)]
pub fn el(tag: &str) -> El {
    // A name that is none is refused by throwing; all names stand in the sources.
    let element = DOCUMENT.with(|d| d.create_element(tag)).unwrap_or_else(JsCast::unchecked_into);
    El { element }
}

/// The same of a drawing.
#[inline(never)]
pub fn svg(tag: &str) -> El {
    let element = DOCUMENT.with(|d| d.create_element_ns(Some(SVG), tag)).unwrap_or_else(JsCast::unchecked_into);
    El { element }
}

/// An element with a class and text.
pub fn text(tag: &str, class: &str, words: &str) -> Node {
    el(tag).class(class).text(words).view()
}

/// A button with its words.
pub fn button(class: &str, words: &str, answer: impl FnMut() + 'static) -> Node {
    el("button").set("type", "button").class(class).text(words).on_click(Box::new(answer)).view()
}

/// Text without an element of its own.
pub fn plain(words: &str) -> Node {
    DOCUMENT.with(|d| d.create_text_node(words)).into()
}

/// Calls now, and again whenever what was read in the call has changed, for as long as lives what it was made in: the page, or
/// the call of another such closure that has not been made anew.
pub fn live(run: impl FnMut() + 'static) {
    keep(Box::new(run));
}

#[inline(never)]
fn keep(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    StoredValue::<_, LocalStorage>::new_local(effect);
}

/// An event that is answered until this is dropped. An answer mostly holds elements, and an element its answers: neither side would ever
/// let go of the other, so both end with what they were made in.
struct Heard {
    element: Element,
    event: &'static str,
    answer: Closure<dyn FnMut(Event)>,
}

impl Heard {
    fn new(element: &Element, event: &'static str, answer: Closure<dyn FnMut(Event)>) -> Self {
        // An event that cannot be listened for leaves the element as it is.
        let _ = element.add_event_listener_with_callback(event, answer.as_ref().unchecked_ref());
        Heard { element: element.clone(), event, answer }
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        let _ = self.element.remove_event_listener_with_callback(self.event, self.answer.as_ref().unchecked_ref());
    }
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn set(self, name: &str, value: &str) -> Self {
        set_attribute(&self.element, name, Some(value));
        self
    }

    /// Sets an attribute where there is a value.
    pub fn maybe_set(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.set(name, value),
            None => self,
        }
    }

    /// Sets the class; an empty one is left out.
    pub fn class(self, class: &str) -> Self {
        if class.is_empty() { self } else { self.set("class", class) }
    }

    /// Adds text; empty text adds nothing.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        if text.is_empty() { self } else { self.child(plain(text)) }
    }

    /// Adds a child.
    #[inline(never)]
    pub fn child(self, child: Node) -> Self {
        append(&self.element, &child);
        self
    }

    /// Adds a child where there is one.
    pub fn maybe(self, child: Option<Node>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    #[inline(never)]
    pub fn children(self, children: Vec<Node>) -> Self {
        for child in &children {
            append(&self.element, child);
        }
        self
    }

    /// Answers an event, for as long as lives what the element is made in.
    #[inline(never)]
    pub fn on(self, event: &'static str, answer: Box<dyn FnMut(Event)>) -> Self {
        StoredValue::<_, LocalStorage>::new_local(Heard::new(&self.element, event, Closure::wrap(answer)));
        self
    }

    /// Answers a click.
    #[inline(never)]
    pub fn on_click(self, answer: Box<dyn FnMut()>) -> Self {
        let mut answer = answer;
        self.on("click", Box::new(move |_| answer()))
    }

    /// An attribute that follows the state; without a value it is left out.
    #[inline(never)]
    pub fn live_set(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.element.clone();
        let mut before = None;
        live(move || {
            let now = value();
            if now != before {
                set_attribute(&element, name, now.as_deref());
                before = now;
            }
        });
        self
    }

    /// A class that is there as long as something holds.
    #[inline(never)]
    pub fn live_class(self, class: &'static str, is_there: Box<dyn Fn() -> bool>) -> Self {
        let classes = self.element.class_list();
        live(move || {
            // Names of classes stand in the sources: none is refused.
            let _ = classes.toggle_with_force(class, is_there());
        });
        self
    }

    /// An attribute that says `true` or `false`.
    pub fn live_flag(self, name: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        self.live_set(name, Box::new(move || Some(if holds() { "true" } else { "false" }.to_owned())))
    }

    /// Text that follows the state.
    #[inline(never)]
    pub fn live_text(self, said: Box<dyn Fn() -> String>) -> Self {
        let node = plain("");
        append(&self.element, &node);
        let mut before = String::new();
        live(move || {
            let now = said();
            if now != before {
                node.set_text_content(Some(&now));
                before = now;
            }
        });
        self
    }

    /// Children that follow the state: they are made anew with each change, at this place among the others.
    #[inline(never)]
    pub fn live(self, mut draw: Box<dyn FnMut() -> Vec<Node>>) -> Self {
        let end: Node = DOCUMENT.with(|d| d.create_comment("")).into();
        append(&self.element, &end);
        let parent = self.element.clone();
        let mut shown = Vec::new();
        live(move || {
            let now = draw();
            for node in shown.drain(..) {
                remove(&parent, &node);
            }
            for node in &now {
                // The end is never taken away.
                let _ = parent.insert_before(node, Some(&end));
            }
            shown = now;
        });
        self
    }

    /// One child that follows the state, where there is one.
    pub fn live_maybe(self, mut draw: impl FnMut() -> Option<Node> + 'static) -> Self {
        self.live(Box::new(move || draw().into_iter().collect()))
    }

    /// The element, to be altered later.
    pub fn handle<T: JsCast>(&self) -> T {
        self.element.clone().unchecked_into()
    }

    /// The element.
    pub fn view(self) -> Node {
        self.element.into()
    }
}

#[inline(never)]
fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Names of attributes stand in the sources: none is refused.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Puts a node behind the others of an element.
#[inline(never)]
pub fn append(parent: &Node, child: &Node) {
    // No node is put into itself.
    let _ = parent.append_child(child);
}

/// Takes a node off its parent, where it is its parent.
#[inline(never)]
pub fn remove(parent: &Node, child: &Node) {
    let _ = parent.remove_child(child);
}
