//! Text in XML: in the pictures that a page saves or is built with, which are SVG.

use super::invisible::{Lines, is_written_out, write_out};
use std::borrow::Cow;

/// A text as the content of an element or the value of an attribute, in XML or in HTML.
///
/// Protects those who open a picture, and the page that it is part of: a browser runs the scripts of an SVG. So no `<`, `&` or quote
/// is left. XML cannot hold control characters, U+FFFE and U+FFFF at all, and one of them makes the whole file unreadable: they are
/// written out, and so is everything else that is invisible. The result has one line.
pub fn xml(text: &str) -> Cow<'_, str> {
    let is_no_xml = |c: char| matches!(c, '\u{fffe}' | '\u{ffff}');
    let mut out: Option<String> = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let hidden = is_no_xml(c) || is_written_out(before, c, None, Lines::One);
        before = Some(c);
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            _ => "",
        };
        if out.is_none() && !hidden && entity.is_empty() {
            continue;
        }
        let out = out.get_or_insert_with(|| {
            let mut out = String::with_capacity(text.len() + 16);
            out.push_str(text.get(..at).unwrap_or_default());
            out
        });
        match (hidden, entity) {
            (true, _) => write_out(c, out),
            (false, "") => out.push(c),
            (false, entity) => out.push_str(entity),
        }
    }
    out.map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::is_invisible;
    use proptest::prelude::*;

    #[test]
    fn a_text_begins_no_element_and_ends_no_attribute() {
        assert_eq!(xml("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
        assert_eq!(xml("a\" onload=\"b & c"), "a&quot; onload=&quot;b &amp; c");
        assert!(matches!(xml("Größe, 表: 45 % – 60 %"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_xml_cannot_hold_is_written_out() {
        assert_eq!(xml("a\0b\u{1b}c\u{ffff}d\u{fffe}"), r"a\u{0}b\u{1b}c\u{ffff}d\u{fffe}");
        assert_eq!(xml("a\r\nb\tc\u{202e}"), r"a\r\nb\tc\u{202e}");
    }

    proptest! {
        #[test]
        fn the_text_is_read_back_from_what_is_written(text in "[<>&\"'a;#\u{0}\u{202e}\u{ffff}é ]{0,12}") {
            let written = xml(&text);
            prop_assert!(!written.contains(['<', '>', '"', '\'']) && !written.contains(is_invisible), "{written:?}");
            let read = written.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
            prop_assert_eq!(read.chars().filter(|c| *c == '&').count(), text.chars().filter(|c| *c == '&').count());
        }
    }
}
