//! Words with nothing in them that hides or reorders what a person reads.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is not seen, and changes how those around it are: control characters other than tab and line ends, and those
/// that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// The text with such characters written out: `\u{202e}`.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if is_hidden(c) {
            // writing into a string never fails
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_reorders_is_written_out() {
        assert_eq!(visible("rm\u{202e} -rf\u{0}\u{1b}[31m"), r"rm\u{202e} -rf\u{0}\u{1b}[31m");
        assert_eq!(visible("\u{2066}a\u{2069}"), r"\u{2066}a\u{2069}");
    }

    #[test]
    fn words_of_any_language_and_line_ends_stay() {
        for text in ["Größe, 表, עברית", "a\n\tb\r\n", "👩\u{200d}💻"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
        }
    }
}
