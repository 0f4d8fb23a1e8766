//! HTML under construction. Text and attributes are escaped on their way in.

use plumbline_text::xml;

/// Attributes: name and value. One without a value is left out.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

/// A piece of HTML.
#[derive(Default)]
pub(super) struct Markup(String);

impl Markup {
    /// Opens an element, which [`Markup::close`] closes.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.0.push_str(&xml(value));
            self.0.push('"');
        }
        self.0.push('>');
    }

    /// Closes an element.
    pub(super) fn close(&mut self, tag: &'static str) {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// An element with what stands in it.
    pub(super) fn element(&mut self, tag: &'static str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inside(self);
        self.close(tag);
    }

    /// An element with a text.
    pub(super) fn line(&mut self, tag: &'static str, class: &str, text: &str) {
        self.element(tag, &[("class", class)], |m| m.text(text));
    }

    /// An element without content that HTML does not close.
    pub(super) fn void(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.open(tag, attributes);
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push_str(&xml(text));
    }

    /// A picture that is markup already.
    pub(super) fn svg(&mut self, svg: &str) {
        self.0.push_str(svg);
    }

    /// The end of a line, for those who read the source.
    pub(super) fn end_line(&mut self) {
        self.0.push('\n');
    }

    /// All of it.
    pub(super) fn finish(self) -> String {
        self.0
    }
}
