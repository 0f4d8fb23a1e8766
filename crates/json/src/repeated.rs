//! Whether a key stands twice in an object, anywhere in a document.

use super::{Cursor, JsonError};

impl<'a> Cursor<'a> {
    /// At the start of a text, and notes on the way whether a key stands twice in an object; see [`Self::may_have_repeated_keys`].
    pub fn noting_repeated_keys(text: &'a str) -> Self {
        Cursor { notes_keys: true, ..Cursor::new(text) }
    }

    /// Whether a key seems to stand twice in an object that was read or skipped. A no is certain; a yes may be a clash of hashes.
    ///
    /// ```
    /// let mut cursor = plumbline_json::Cursor::noting_repeated_keys(r#"[{"a": 1}, {"b": {"c": 1, "c": 2}}]"#);
    /// cursor.array(|c, _| c.object(|c, _| c.skip())).unwrap();
    /// assert!(cursor.may_have_repeated_keys());
    /// ```
    pub fn may_have_repeated_keys(&self) -> bool {
        self.noted.found
    }

    /// Skips one value, checks it, and says whether a key seems to stand twice in an object of it. A no is certain; a yes may be a clash
    /// of hashes.
    ///
    /// # Errors
    /// When the value is not JSON.
    ///
    /// ```
    /// use plumbline_json::Cursor;
    ///
    /// let has_repeated = |text| Cursor::new(text).skip_noting_repeated_keys();
    /// assert_eq!(has_repeated(r#"[{"a": 1}, {"a": {"b": 1, "c": 2}}]"#), Ok(false));
    /// assert_eq!(has_repeated(r#"[{"a": {"b": 1, "\u0062": 2}}]"#), Ok(true));
    /// ```
    pub fn skip_noting_repeated_keys(&mut self) -> Result<bool, JsonError> {
        let notes_keys = std::mem::replace(&mut self.notes_keys, true);
        let found = std::mem::take(&mut self.noted.found);
        let skipped = self.skip();
        self.notes_keys = notes_keys;
        let is_repeated = std::mem::replace(&mut self.noted.found, found);
        self.noted.found |= notes_keys && is_repeated;
        skipped.map(|()| is_repeated)
    }
}

/// The keys of the objects that are open, as hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Noted {
    hashes: Vec<u64>,
    found: bool,
}

impl Noted {
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    #[inline]
    pub fn add(&mut self, key: &str) {
        self.hashes.push(hash(key));
    }

    /// The object whose keys stand from here on has ended.
    #[inline]
    pub fn end_object(&mut self, from: usize) {
        self.found |= self.hashes.get_mut(from..).is_some_and(has_equal);
        self.hashes.truncate(from);
    }
}

/// A hash of a short text, in a few instructions for each eight bytes. Who makes two texts clash gains nothing: see
/// [`Cursor::may_have_repeated_keys`].
#[inline]
fn hash(key: &str) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(ODD);
    let (words, rest) = key.as_bytes().as_chunks::<8>();
    let whole = words.iter().fold(key.len() as u64, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    mix(whole, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)))
}

/// Whether two of these are equal.
fn has_equal(hashes: &mut [u64]) -> bool {
    // most objects are small, and need no sorting
    if hashes.len() <= 12 {
        let mut rest = &*hashes;
        while let Some((first, tail)) = rest.split_first() {
            if tail.contains(first) {
                return true;
            }
            rest = tail;
        }
        return false;
    }
    hashes.sort_unstable();
    !hashes.is_sorted_by(|a, b| a < b)
}
