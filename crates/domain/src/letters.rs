//! Small letters, for names that are compared without case.
//!
//! The standard library knows the case of every script ever written, in 12 KB of tables. These are the letters of the
//! languages that teams write names in today: Latin, Greek, Cyrillic and Armenian, a row for each run of them. Any other letter
//! stays as it is.

/// Capital letters from the first to the last, each so many after the one before, and how far ahead the small letter is.
const CAPITALS: [(u32, u32, u32, i32); 40] = [
    // Latin
    (0x41, 0x5A, 1, 32),
    (0xC0, 0xD6, 1, 32),
    (0xD8, 0xDE, 1, 32),
    (0x100, 0x12E, 2, 1),
    (0x132, 0x136, 2, 1),
    (0x139, 0x147, 2, 1),
    (0x14A, 0x176, 2, 1),
    (0x178, 0x178, 1, -121),
    (0x179, 0x17D, 2, 1),
    (0x181, 0x181, 1, 210),
    (0x186, 0x186, 1, 206),
    (0x189, 0x18A, 1, 205),
    (0x18F, 0x18F, 1, 202),
    (0x190, 0x190, 1, 203),
    (0x198, 0x198, 1, 1),
    (0x1A0, 0x1A4, 2, 1),
    (0x1AF, 0x1AF, 1, 1),
    (0x1B3, 0x1B5, 2, 1),
    (0x1CD, 0x1DB, 2, 1),
    (0x1DE, 0x1EE, 2, 1),
    (0x1F8, 0x21E, 2, 1),
    (0x222, 0x232, 2, 1),
    (0x1E00, 0x1E94, 2, 1),
    (0x1E9E, 0x1E9E, 1, -7615),
    (0x1EA0, 0x1EFE, 2, 1),
    (0xFF21, 0xFF3A, 1, 32),
    // Greek
    (0x386, 0x386, 1, 38),
    (0x388, 0x38A, 1, 37),
    (0x38C, 0x38C, 1, 64),
    (0x38E, 0x38F, 1, 63),
    (0x391, 0x3A1, 1, 32),
    (0x3A3, 0x3AB, 1, 32),
    // Cyrillic
    (0x400, 0x40F, 1, 80),
    (0x410, 0x42F, 1, 32),
    (0x460, 0x480, 2, 1),
    (0x48A, 0x4BE, 2, 1),
    (0x4C0, 0x4C0, 1, 15),
    (0x4C1, 0x4CD, 2, 1),
    (0x4D0, 0x52E, 2, 1),
    // Armenian
    (0x531, 0x556, 1, 48),
];

/// The small letter of a capital; any other character as it is.
pub fn small_letter(letter: char) -> char {
    let code = u32::from(letter);
    let run = CAPITALS.iter().find(|(first, last, step, _)| (*first..=*last).contains(&code) && (code - first) % step == 0);
    run.and_then(|(_, _, _, ahead)| code.checked_add_signed(*ahead)).and_then(char::from_u32).unwrap_or(letter)
}

/// The text in small letters.
pub fn small_letters(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.chars().map(small_letter).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standard(letter: char) -> char {
        let mut small = letter.to_lowercase();
        match (small.next(), small.next()) {
            (Some(one), None) => one,
            _ => letter,
        }
    }

    #[test]
    fn the_letters_of_these_blocks_are_the_ones_of_unicode() {
        // Latin with its supplement and first extension, Greek, Cyrillic with its supplement, Armenian, Latin additional.
        for block in [0..0x180, 0x380..0x3CF, 0x400..0x590, 0x1E00..0x1F00, 0xFF00..0xFF60] {
            for letter in block.filter_map(char::from_u32) {
                assert_eq!(small_letter(letter), standard(letter), "{letter} {:x}", u32::from(letter));
            }
        }
    }

    #[test]
    fn a_letter_that_is_changed_becomes_the_one_of_unicode() {
        for letter in (0..0x11_0000).filter_map(char::from_u32) {
            assert!(small_letter(letter) == letter || small_letter(letter) == standard(letter), "{letter}");
        }
    }

    #[test]
    fn names_are_compared_without_case() {
        for (name, small) in [
            ("Prod", "prod"),
            ("MÜNCHEN-Straße", "münchen-straße"),
            ("ŁÓDŹ", "łódź"),
            ("BUCUREȘTI", "bucurești"),
            ("ĐÀ NẴNG ƯỜ", "đà nẵng ườ"),
            ("ΑΘΉΝΑ", "αθήνα"),
            ("МОСКВА Київ", "москва київ"),
            ("東京", "東京"),
        ] {
            assert_eq!(small_letters(name), small);
        }
    }
}
