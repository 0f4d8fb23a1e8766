//! Texts from files as they are kept: cut to what is shown, and without secrets where they are sentences.

use super::mask::mask;

/// Names and phrases are cut to this many characters: they are shown, and nobody reads a longer one.
const MAX_SHOWN: usize = 200;

/// The first characters of a text.
pub(super) fn cut(text: &str, most: usize) -> &str {
    match text.char_indices().nth(most) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// A name as it is kept: short. It may be compared, so nothing in it is masked.
pub(super) fn name(text: &str) -> Box<str> {
    cut(text, MAX_SHOWN).into()
}

/// Words for people as they are kept: on one line, short, and without secrets.
pub(super) fn phrase(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).take(2 * MAX_SHOWN).collect();
    cut(&mask(&line, false), MAX_SHOWN).to_owned()
}
