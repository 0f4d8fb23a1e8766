//! JSON on stdout and in files: read by programs, and by whatever reads the log that it is printed to.

use super::agent::Breaker;
use super::invisible::{Lines, is_invisible, is_written_out};
use std::borrow::Cow;
use std::fmt::Write;

/// A serialised JSON text that says the same, with escapes for what commands an agent or is invisible.
///
/// A JSON parser reads the same values: only strings hold such characters, and there `\u0023` is `#`. Protects the agents of
/// pipelines when JSON is printed (`##` anywhere; no line of JSON begins with `::`), and terminals and people, because JSON leaves
/// DEL, C1 and the controls of the direction of writing as they are. A text without any of these stays as it is, byte for byte.
pub fn json(serialised: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut breaker = Breaker::within_line();
    let mut before = None;
    for (at, c) in serialised.char_indices() {
        let parted = breaker.must_part(c) && c == '#';
        // Line ends and tabs stand between values. Within strings a serialiser has escaped them, with all other C0 characters.
        let hidden = is_invisible(c) && !matches!(c, '\0'..='\u{1f}') && is_written_out(before, c, None, Lines::One);
        before = Some(c);
        if !parted && !hidden {
            if let Some(out) = &mut out {
                out.push(c);
            }
            continue;
        }
        let out = out.get_or_insert_with(|| {
            let mut out = String::with_capacity(serialised.len() + 16);
            out.push_str(serialised.get(..at).unwrap_or_default());
            out
        });
        for unit in c.encode_utf16(&mut [0; 2]) {
            // writing into a string never fails
            _ = write!(out, "\\u{unit:04x}");
        }
    }
    out.map_or(Cow::Borrowed(serialised), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clean_json_stays_byte_for_byte() {
        let text = "{\r\n\t\"a#1\": [\"Größe, 表\", \"x\\n\\u0000\", \"::error::\"]\n}\n";
        assert!(matches!(json(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn what_commands_or_hides_is_escaped() {
        assert_eq!(
            json("{\"##[a\": \"\u{202e}\u{7f}\u{85}\u{e0041}###\"}"),
            r##"{"#\u0023[a": "\u202e\u007f\u0085\udb40\udc41#\u0023\u0023"}"##
        );
    }

    proptest! {
        #[test]
        fn the_values_are_the_same(words in prop::collection::vec("[#a:\\\\\"\u{0}-\u{1f}\u{7f}\u{85}\u{200b}\u{202e}\u{2028}\u{feff}\u{e0041}é]{0,8}", 0..4)) {
            for text in [serde_json::to_string(&words).unwrap(), serde_json::to_string_pretty(&words).unwrap()] {
                let escaped = json(&text);
                prop_assert_eq!(serde_json::from_str::<Vec<String>>(&escaped).unwrap(), words.clone());
                prop_assert!(!escaped.contains("##"));
                prop_assert!(!escaped.chars().any(|c| is_invisible(c) && c != '\n'));
                prop_assert_eq!(json(&escaped), escaped.as_ref());
            }
        }
    }
}
