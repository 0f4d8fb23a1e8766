//! A choice of one value, drawn as a chip over the browser's own list: it comes with every keyboard, screen reader and
//! touch habit that the reader has.

use leptos::prelude::*;

use crate::page::browser::value_of;
use crate::page::element::{El, HtmlSelectElement, Node, append, el, live, text};
use crate::page::state::AppState;
use plumbline_report::text::filter as words;

/// A choice. The empty value is "no choice".
pub struct Choice {
    /// What is chosen.
    pub label: &'static str,
    /// What the chip says beside the label.
    pub face: Box<dyn Fn() -> String>,
    /// Value and words of each option.
    pub options: Box<dyn Fn() -> Vec<(String, String)>>,
    /// The chosen value.
    pub value: Memo<String>,
    /// Hears a new value.
    pub on_choose: std::rc::Rc<dyn Fn(String)>,
    /// Without border, and without a button that takes the choice off.
    pub quiet: bool,
}

impl Choice {
    /// A chip with a list behind it.
    #[inline(never)]
    pub fn view(self, app: AppState) -> Node {
        let Choice { label, face, options, value, on_choose, quiet } = self;
        let is_on = move || !quiet && value.with(|v| !v.is_empty());
        let hides = move || {
            let mine = app.frame.with(|f| f.chips.iter().find(|chip| chip.name == label)?.hides)?;
            Some(text("span", "chip-hides", &words::hides(mine)))
        };
        let chosen = on_choose.clone();
        let list = el("select").set("aria-label", label).on("change", Box::new(move |event| chosen(value_of(&event))));
        let clear = move || {
            let on_choose = on_choose.clone();
            el("button")
                .set("type", "button")
                .class("chip-clear")
                .set("aria-label", &["Clear ", label].concat())
                .on_click(Box::new(move || on_choose(String::new())))
                .child(el("span").class("cross").set("aria-hidden", "true").view())
                .view()
        };
        let face = el("span")
            .class("chip-face")
            .set("aria-hidden", "true")
            .child(text("span", "chip-label", label))
            .child(el("span").live_text(face).view())
            .live_maybe(move || is_on().then(hides).flatten())
            .child(text("span", "caret", ""));
        el("div")
            .class(if quiet { "chip quiet" } else { "chip" })
            .live_class("on", Box::new(is_on))
            .child(face.view())
            .child(entries(list, options, value))
            .live_maybe(move || is_on().then(&clear))
            .view()
    }
}

/// Keeps a list's options and its value as the state says.
fn entries(list: El, options: Box<dyn Fn() -> Vec<(String, String)>>, value: Memo<String>) -> Node {
    let select: HtmlSelectElement = list.handle();
    let mut drawn = Vec::new();
    live(move || {
        let value = value.get();
        let mut options = options();
        // A link may name what this data does not hold.
        if !options.iter().any(|(v, _)| *v == value) {
            options.push((value.clone(), value.clone()));
        }
        if options != drawn {
            select.set_text_content(None);
            for (value, words) in &options {
                append(&select, &el("option").set("value", value).text(words).view());
            }
            drawn = options;
        }
        select.set_value(&value);
    });
    list.view()
}
