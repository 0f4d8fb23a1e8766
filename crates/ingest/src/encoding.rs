//! Bytes to text: UTF-8 with or without a byte order mark, and UTF-16.

use std::borrow::Cow;

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The first byte that does not fit, from 0.
    pub at: usize,
    /// What was expected there.
    pub encoding: &'static str,
}

impl std::fmt::Display for NotText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not valid {} at byte {}", self.encoding, self.at)
    }
}

/// The text of some bytes, without byte order mark.
///
/// # Errors
/// When the bytes are neither UTF-8 nor, with a byte order mark or the look of it, UTF-16.
pub fn text_from_bytes(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, 2, "UTF-16LE", u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, 2, "UTF-16BE", u16::from_be_bytes),
        // PowerShell and some editors leave the mark out: JSON and XML start with one of `{ [ <` and a second ASCII character.
        [b'{' | b'[' | b'<', 0, _, 0, ..] => utf16(bytes, 0, "UTF-16LE", u16::from_le_bytes),
        [0, b'{' | b'[' | b'<', 0, _, ..] => utf16(bytes, 0, "UTF-16BE", u16::from_be_bytes),
        _ => utf8(bytes, 0),
    }
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<Cow<'_, str>, NotText> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| NotText { at: skipped + e.valid_up_to(), encoding: "UTF-8" })
}

fn utf16(bytes: &[u8], skipped: usize, encoding: &'static str, unit: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, NotText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NotText { at: skipped + bytes.len() - 1, encoding });
    }
    let mut text = String::with_capacity(pairs.len());
    let mut at = skipped;
    for c in char::decode_utf16(pairs.iter().map(|p| unit(*p))) {
        let c = c.map_err(|_| NotText { at, encoding })?;
        at += 2 * c.len_utf16();
        text.push(c);
    }
    Ok(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16_bytes(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(unit).collect()
    }

    #[test]
    fn utf_16_is_read_with_and_without_its_mark() {
        let text = "{\"é\": \"𝄞\"}";
        for unit in [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes] {
            assert_eq!(text_from_bytes(&utf16_bytes(text, unit)).unwrap(), text);
            assert_eq!(text_from_bytes(&utf16_bytes(&format!("\u{FEFF}{text}"), unit)).unwrap(), text);
        }
    }

    #[test]
    fn a_lone_surrogate_and_an_odd_byte_are_named_by_their_place() {
        // FF FE, then "A" (41 00), then a high surrogate (00 D8) without its second half: byte 4
        assert_eq!(text_from_bytes(&[0xFF, 0xFE, 0x41, 0, 0, 0xD8, 0x41, 0]), Err(NotText { at: 4, encoding: "UTF-16LE" }));
        assert_eq!(text_from_bytes(&[0xFF, 0xFE, 0x41]), Err(NotText { at: 2, encoding: "UTF-16LE" }));
    }

    #[test]
    fn invalid_utf_8_is_named_by_its_place_behind_a_mark_too() {
        assert_eq!(text_from_bytes(b"ab\xFFc"), Err(NotText { at: 2, encoding: "UTF-8" }));
        assert_eq!(text_from_bytes(b"\xEF\xBB\xBFab\xFF"), Err(NotText { at: 5, encoding: "UTF-8" }));
        assert_eq!(text_from_bytes(b"\xEF\xBB\xBFab").unwrap(), "ab");
    }
}
