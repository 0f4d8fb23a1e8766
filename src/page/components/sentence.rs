//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use crate::page::element::{Node, el, text};
use plumbline_report::{PhraseMark, Sentence};

/// A sentence in an element, such as a page's headline in its `h1`.
pub fn sentence(tag: &str, class: &str, sentence: &Sentence) -> Node {
    let mut out = el(tag).class(class);
    for phrase in &sentence.0 {
        out = match phrase.mark {
            PhraseMark::Plain => out.text(&phrase.text),
            PhraseMark::Perceived => out.child(text("span", "said", &phrase.text)),
            PhraseMark::Verified => out.child(text("span", "proved", &phrase.text)),
        };
    }
    out.view()
}
