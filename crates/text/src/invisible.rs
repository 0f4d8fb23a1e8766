//! Characters that are not seen, and change what is.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character is not seen, and changes how those around it are read, by people or by a program that skips it:
///
/// - control characters (C0, DEL, C1), which steer terminals and begin lines;
/// - the controls of the direction of writing, which reorder what is seen (Unicode's `Bidi_Control`);
/// - the separators of lines and paragraphs, U+2028 and U+2029;
/// - everything that has no shape of its own (Unicode's `Default_Ignorable_Code_Point`, and the rest of the format characters that
///   are not drawn): zero-width spaces and joiners, the byte order mark, soft hyphens, fillers, variation selectors, tags. With them
///   two names look the same, a text carries another one, and a search for a word that compares by language finds `##` in `#` and `#`.
///
/// Joiners are part of some emoji and of the spelling of some languages. They are written out all the same: a name that looks like
/// another one is worse than an emoji in pieces. Spaces of any width are seen and stay.
pub const fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{70f}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a variation selector asks for an emoji's picture: U+FE0E or U+FE0F right behind a symbol. This one alone is harmless.
const fn picks_a_picture(c: char, before: Option<char>) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
        && matches!(
            before,
            Some('\u{203c}'..='\u{205e}' | '\u{2100}'..='\u{2bff}' | '\u{3030}'..='\u{32ff}' | '\u{1f000}'..='\u{1faff}')
        )
}

/// Which characters of a text are written out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    /// All that are invisible: the text is part of one line.
    One,
    /// Tabs and line ends stay; a carriage return only as part of a line end.
    Many,
}

/// Whether `c`, between two others, is written out.
pub(crate) fn is_written_out(before: Option<char>, c: char, after: Option<char>, lines: Lines) -> bool {
    if !is_invisible(c) || picks_a_picture(c, before) {
        return false;
    }
    match (lines, c) {
        (Lines::Many, '\n' | '\t') => false,
        (Lines::Many, '\r') => after != Some('\n'),
        _ => true,
    }
}

/// Adds a character as it is written out: `\n`, `\r`, `\t`, else `\u{202e}`.
pub(crate) fn write_out(c: char, out: &mut String) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        // writing into a string never fails
        c => _ = write!(out, "{}", c.escape_unicode()),
    }
}

/// The text with what is invisible written out.
pub(crate) fn written_out(text: &str, lines: Lines) -> Cow<'_, str> {
    // most texts are plain ASCII, and none of it but controls is invisible
    if text.bytes().all(|b| matches!(b, b' '..=b'~')) || !text.contains(is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut before = None;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match is_written_out(before, c, letters.peek().copied(), lines) {
            true => write_out(c, &mut out),
            false => out.push(c),
        }
        before = Some(c);
    }
    Cow::Owned(out)
}

/// A text for a page: what is invisible is written out, tabs and line ends stay.
///
/// Protects readers of the page. A browser draws a text node as text whatever it holds, but it obeys the controls of the direction of
/// writing, and draws nothing where a character has no shape. So this goes with text nodes and attributes; it is no escape for HTML.
pub fn shown(text: &str) -> Cow<'_, str> {
    written_out(text, Lines::Many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_reorders_is_written_out() {
        assert_eq!(shown("rm\u{202e} -rf\u{0}\u{1b}[31m"), r"rm\u{202e} -rf\u{0}\u{1b}[31m");
        assert_eq!(
            shown("\u{2066}a\u{2069}\u{200b}\u{feff}\u{ad}\u{85}\u{7f}"),
            r"\u{2066}a\u{2069}\u{200b}\u{feff}\u{ad}\u{85}\u{7f}"
        );
        assert_eq!(shown("a\u{e0041}\u{2028}b\rc"), r"a\u{e0041}\u{2028}b\rc");
    }

    #[test]
    fn words_of_any_language_and_line_ends_stay() {
        for text in ["Größe, 表, עברית, हिन्दी", "a\n\tb\r\n", "12\u{202f}345\u{a0}% \u{2009}–", "⚠\u{fe0f} 🔒"]
        {
            assert_eq!(shown(text), text);
        }
    }

    #[test]
    fn a_variation_selector_stays_only_once_behind_a_symbol() {
        assert_eq!(shown("a\u{fe0f}"), r"a\u{fe0f}");
        assert_eq!(shown("⚠\u{fe0f}\u{fe0f}"), "⚠\u{fe0f}\\u{fe0f}");
        assert_eq!(shown("⚠\u{fe01}"), "⚠\\u{fe01}");
    }
}
