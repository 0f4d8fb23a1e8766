//! Whether a key stands twice in an object, anywhere in a document.

use super::{Cursor, JsonError, Kind};
use std::hash::{DefaultHasher, Hash, Hasher};

impl Cursor<'_> {
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
        let mut hashes = Vec::new();
        let mut found = false;
        self.note_keys(&mut hashes, &mut found)?;
        Ok(found)
    }

    /// `hashes` holds those of the keys of the objects that are open.
    fn note_keys(&mut self, hashes: &mut Vec<u64>, found: &mut bool) -> Result<(), JsonError> {
        match self.peek()? {
            Kind::Object => {
                let from = hashes.len();
                self.object(|c, key| {
                    let mut hasher = DefaultHasher::new();
                    key.hash(&mut hasher);
                    hashes.push(hasher.finish());
                    c.note_keys(hashes, found)
                })?;
                *found |= hashes.get_mut(from..).is_some_and(has_equal);
                hashes.truncate(from);
                Ok(())
            }
            Kind::Array => self.array(|c, _| c.note_keys(hashes, found)),
            _ => self.skip(),
        }
    }
}

/// Whether two of these are equal.
fn has_equal(hashes: &mut [u64]) -> bool {
    // most objects are small, and need no sorting
    if hashes.len() <= 8 {
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
