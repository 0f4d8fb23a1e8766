//! Elements made at run time: one compiled path for every tag, where each `view!` would compile its own.
//!
//! What is built with it is never patched: a block that changed is built anew. So it takes plain values, not signals.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::html::event;
use leptos::tachys::view::add_attr::AddAnyAttr;

/// An element being put together.
pub struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// An element without attributes or children.
pub fn el(tag: &'static str) -> El {
    El { tag, attributes: Vec::new(), children: Vec::new() }
}

/// An element with a class and text.
pub fn text(tag: &'static str, class: &str, words: &str) -> AnyView {
    el(tag).class(class).text(words).view()
}

impl El {
    /// Sets an attribute.
    #[inline(never)]
    pub fn set(mut self, name: &'static str, value: &str) -> Self {
        self.attributes.push(custom_attribute(name, value.to_owned()).into_any_attr());
        self
    }

    /// Sets the class; an empty one is left out.
    pub fn class(self, class: &str) -> Self {
        if class.is_empty() { self } else { self.set("class", class) }
    }

    /// Adds text; empty text adds nothing.
    #[inline(never)]
    pub fn text(mut self, words: &str) -> Self {
        if !words.is_empty() {
            self.children.push(words.to_owned().into_any());
        }
        self
    }

    /// Adds a child.
    pub fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// Adds a child where there is one.
    pub fn maybe(self, child: Option<AnyView>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    pub fn children(mut self, children: Vec<AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Answers a click.
    #[inline(never)]
    pub fn on_click(mut self, answer: Box<dyn FnMut()>) -> Self {
        let mut answer = answer;
        let heard: Box<dyn FnMut(leptos::ev::MouseEvent)> = Box::new(move |_| answer());
        self.attributes.push(event::on(event::click, heard).into_any_attr());
        self
    }

    /// The element.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}
