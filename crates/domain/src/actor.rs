//! When two names mean the same actor. Every comparison of names goes through here.
//!
//! Names are stated, not attested: this only keeps a name from passing for two by how it is typed. Letters that look alike in
//! different scripts (Latin `a`, Cyrillic `а`) are different letters here, and so are two accounts of one person.

use std::borrow::Cow;

/// Whether two names mean the same actor: case, white space and what cannot be seen do not tell actors apart.
pub fn same_name(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        // most names differ: nothing is copied to see that
        let letters = |name| str::bytes(name).filter(u8::is_ascii_graphic).map(|b| b.to_ascii_lowercase());
        return letters(a).eq(letters(b)) && letters(a).next().is_some();
    }
    let key = name_key(a);
    key == name_key(b) && !key.is_empty()
}

/// Whether anything of a name can be seen. A name of which nothing can names nobody.
pub fn is_name(name: &str) -> bool {
    name.bytes().next().is_some_and(|b| b.is_ascii_graphic()) || !name_key(name).is_empty()
}

/// What a name is compared by: lower case, without white space, control, format and invisible characters; full-width ASCII is
/// ASCII. Names with the same key are the same name. A letter with an accent, and the letter and its accent as two characters, are
/// different: the rules count them as two.
pub fn name_key(name: &str) -> Cow<'_, str> {
    if name.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(name);
    }
    let mut key = String::with_capacity(name.len());
    for c in name.chars().filter(|c| !is_unseen(*c)) {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        };
        // through upper case: it also joins the forms of a small letter, such as the long s
        key.extend(c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase));
    }
    Cow::Owned(key)
}

/// White space and whatever else leaves no mark.
fn is_unseen(c: char) -> bool {
    // the blank of Braille is a symbol by Unicode, and nothing to the eye
    c.is_whitespace() || c == '\u{2800}' || plumbline_text::is_invisible(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_space_and_what_is_not_seen_make_no_second_person() {
        for other in [
            "U-Lea",
            " u-lea ",
            "u - lea",
            "u\u{200b}-lea",
            "u-l\u{ad}ea",
            "u-lea\u{fe0f}",
            "u-le\u{34f}a",
            "u\u{2060}-lea",
            "u-lea\u{e0041}",
            "u-lea\u{3164}",
            "\u{feff}u-lea",
            "u\u{a0}-lea",
            "u-lea\n",
            "u-\u{202e}lea",
            "u-lea\u{0}",
            "\u{ff35}\u{ff0d}\u{ff2c}ea",
            "U-L\u{115f}EA",
        ] {
            assert_eq!(name_key(other), "u-lea", "{other:?}");
            assert!(same_name(other, "u-lea") && same_name("u-lea", other), "{other:?}");
        }
        assert_eq!(name_key("MAẞE\u{17f}"), name_key("masses"));
    }

    #[test]
    fn other_letters_are_other_names() {
        for (a, b) in [
            ("u-lea", "u-leo"),
            ("u-lea", "u_lea"),
            ("u-lea", "u-le\u{430}"),
            ("l\u{e9}a", "le\u{301}a"),
            ("u-1", "u-11"),
            ("lea", "ilea"),
            ("a", ""),
        ] {
            assert!(!same_name(a, b) && name_key(a) != name_key(b), "{a} {b}");
        }
        assert!(same_name("u-lea", "u-lea") && same_name("ci: x", "CI:X"));
        assert!(!same_name("", " "), "a name of which nothing is seen is nobody's");
    }

    #[test]
    fn a_name_of_which_nothing_is_seen_is_none() {
        assert!(is_name("u-1") && is_name("\u{200b}é"));
        assert!(!is_name("") && !is_name(" \u{200b}\u{3164}\u{2800}"));
    }

    #[test]
    fn a_plain_name_is_its_own_key() {
        assert!(matches!(name_key("ci:runner-a"), Cow::Borrowed("ci:runner-a")));
    }
}
