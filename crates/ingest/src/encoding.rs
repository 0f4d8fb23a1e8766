//! Bytes to text: UTF-8 and UTF-16, and what an XML declaration names.

use std::borrow::Cow;

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotText {
    /// A byte does not fit.
    Invalid {
        /// The first that does not, from 0.
        at: usize,
        /// What was expected there.
        encoding: &'static str,
    },
    /// They are in an encoding that is not read.
    Unread {
        /// Its name, cut to 40 characters.
        encoding: String,
    },
}

impl std::fmt::Display for NotText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NotText::Invalid { at, encoding } => write!(f, "not valid {encoding} at byte {at}"),
            NotText::Unread { encoding } => write!(f, "the encoding {encoding:?} is not supported: save the file as UTF-8"),
        }
    }
}

/// The text of some bytes, without byte order marks. XML is decoded as its declaration says.
///
/// # Errors
/// When the bytes are neither UTF-8 nor, with a byte order mark or the look of it, UTF-16, nor XML in an encoding that is known.
pub fn text_from_bytes(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(NotText::Unread { encoding: "UTF-32".to_owned() }),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, 2, "UTF-16LE", u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, 2, "UTF-16BE", u16::from_be_bytes),
        // PowerShell and some editors leave the mark out: JSON and XML start with one of `{ [ <` and a second ASCII character.
        [b'{' | b'[' | b'<', 0, _, 0, ..] => utf16(bytes, 0, "UTF-16LE", u16::from_le_bytes),
        [0, b'{' | b'[' | b'<', 0, _, ..] => utf16(bytes, 0, "UTF-16BE", u16::from_be_bytes),
        _ => {
            // a script that adds a mark to a file that has one
            let mut rest = bytes;
            while let Some(behind) = rest.strip_prefix(UTF8_MARK) {
                rest = behind;
            }
            let skipped = bytes.len() - rest.len();
            match declared_encoding(rest).filter(|_| skipped == 0) {
                Some(name) => declared(rest, &name),
                None => utf8(rest, skipped),
            }
        }
    }
}

/// The encoding that an XML declaration names.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    const MOST: usize = 200;
    let inside = bytes.strip_prefix(b"<?xml")?;
    let inside = inside.get(..MOST).unwrap_or(inside);
    let inside = inside.split(|b| *b == b'>').next()?;
    let at = inside.windows(8).position(|word| word == b"encoding")?;
    let value = inside.get(at + 8..)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let name = value.split(|b| b == quote).next()?;
    Some(String::from_utf8_lossy(name).chars().take(40).collect())
}

/// Decodes bytes as their XML declaration says. UTF-16 that is declared in bytes of ASCII was converted since.
fn declared<'b>(bytes: &'b [u8], name: &str) -> Result<Cow<'b, str>, NotText> {
    let table = |decode: fn(u8) -> char| Ok(bytes.iter().map(|b| decode(*b)).collect::<String>().into());
    match name.trim().to_ascii_lowercase().as_str() {
        "" | "utf-8" | "utf8" | "utf-16" | "utf-16le" | "utf-16be" | "unicode" => utf8(bytes, 0),
        "us-ascii" | "ascii" => match bytes.iter().position(|b| !b.is_ascii()) {
            Some(at) => Err(NotText::Invalid { at, encoding: "US-ASCII" }),
            None => utf8(bytes, 0),
        },
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "latin1" | "latin-1" => table(char::from),
        "iso-8859-15" | "latin-9" | "latin9" => table(latin_9),
        "windows-1252" | "cp1252" | "cp-1252" => table(windows_1252),
        _ => Err(NotText::Unread { encoding: name.to_owned() }),
    }
}

/// A character of ISO-8859-15.
fn latin_9(byte: u8) -> char {
    match byte {
        0xA4 => '€',
        0xA6 => 'Š',
        0xA8 => 'š',
        0xB4 => 'Ž',
        0xB8 => 'ž',
        0xBC => 'Œ',
        0xBD => 'œ',
        0xBE => 'Ÿ',
        other => other.into(),
    }
}

/// A character of windows-1252; the five bytes that it leaves out are controls, as browsers read them.
fn windows_1252(byte: u8) -> char {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80).and_then(|at| FROM_80.get(usize::from(at)).copied()).unwrap_or(byte.into())
}

fn utf8(bytes: &[u8], skipped: usize) -> Result<Cow<'_, str>, NotText> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|e| NotText::Invalid { at: skipped + e.valid_up_to(), encoding: "UTF-8" })
}

fn utf16(bytes: &[u8], skipped: usize, encoding: &'static str, unit: fn([u8; 2]) -> u16) -> Result<Cow<'static, str>, NotText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(NotText::Invalid { at: skipped + bytes.len() - 1, encoding });
    }
    let mut text = String::with_capacity(pairs.len());
    let mut at = skipped;
    // only the first character may be a mark; more of them are one that a script added
    let is_mark = |p: &&[u8; 2]| unit(**p) == 0xFEFF;
    let marks = pairs.iter().take_while(is_mark).count();
    at += 2 * marks;
    for c in char::decode_utf16(pairs.iter().skip(marks).map(|p| unit(*p))) {
        let c = c.map_err(|_| NotText::Invalid { at, encoding })?;
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
        assert_eq!(
            text_from_bytes(&[0xFF, 0xFE, 0x41, 0, 0, 0xD8, 0x41, 0]),
            Err(NotText::Invalid { at: 4, encoding: "UTF-16LE" })
        );
        assert_eq!(text_from_bytes(&[0xFF, 0xFE, 0x41]), Err(NotText::Invalid { at: 2, encoding: "UTF-16LE" }));
    }

    #[test]
    fn invalid_utf_8_is_named_by_its_place_behind_a_mark_too() {
        assert_eq!(text_from_bytes(b"ab\xFFc"), Err(NotText::Invalid { at: 2, encoding: "UTF-8" }));
        assert_eq!(text_from_bytes(b"\xEF\xBB\xBFab\xFF"), Err(NotText::Invalid { at: 5, encoding: "UTF-8" }));
        assert_eq!(text_from_bytes(b"\xEF\xBB\xBFab").unwrap(), "ab");
    }

    #[test]
    fn a_second_mark_is_no_part_of_the_text() {
        assert_eq!(text_from_bytes(b"\xEF\xBB\xBF\xEF\xBB\xBF{}").unwrap(), "{}");
        assert_eq!(text_from_bytes(&utf16_bytes("\u{FEFF}\u{FEFF}{}", u16::to_be_bytes)).unwrap(), "{}");
    }

    #[test]
    fn xml_is_decoded_as_its_declaration_says() {
        let text = |name: &str, bytes: &[u8]| {
            text_from_bytes(&[format!("<?xml version='1.0' encoding='{name}'?>").as_bytes(), bytes].concat())
                .map(|text| text.split_once("?>").unwrap().1.to_owned())
        };
        // ü is FC in all three; A4 and 80 are the euro sign in one of them each
        assert_eq!(text("ISO-8859-1", b"\xFC\xA4").unwrap(), "ü¤");
        assert_eq!(text("iso-8859-15", b"\xFC\xA4").unwrap(), "ü€");
        assert_eq!(text("Windows-1252", b"\xFC\x80\x9F").unwrap(), "ü€Ÿ");
        assert_eq!(text("UTF-8", "ü".as_bytes()).unwrap(), "ü");
        assert_eq!(text("utf-16", b"<a/>").unwrap(), "<a/>", "converted, with the declaration of before");
        assert!(matches!(text("US-ASCII", b"\xFC"), Err(NotText::Invalid { encoding: "US-ASCII", .. })));
        assert_eq!(text_from_bytes(b"<?xml version=\"1.0\" encoding = \"latin1\"?>\xE9").unwrap().chars().last(), Some('é'));
    }

    #[test]
    fn an_encoding_that_is_not_known_is_named_and_not_guessed() {
        // +ADw- is `<` in UTF-7
        let error = text_from_bytes(b"<?xml version='1.0' encoding='UTF-7'?>+ADw-a/+AD4-").unwrap_err();
        assert_eq!(error.to_string(), "the encoding \"UTF-7\" is not supported: save the file as UTF-8");
        assert_eq!(text_from_bytes(&[0xFF, 0xFE, 0, 0, b'{', 0, 0, 0]), Err(NotText::Unread { encoding: "UTF-32".to_owned() }));
    }
}
