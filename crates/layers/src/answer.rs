//! A finished answer: the page of one place over all changes, computed by the publisher with the code that a reader's browser would run.

use crate::error::{Fault, Unusable};
use plumbline_ingest::sha256_hex;

/// What an answer begins with: "ans", and the number of its layout. It changes with every type that a page is made of; a test beside
/// those types says when.
const LAYOUT: u64 = 0x61_6e73_0001;

/// How many digits of a digest tell two places apart.
const DIGITS: usize = 16;

/// The span of the answer for a place: the name of the page, and digits that tell its filters apart.
pub fn answer_span(fragment: &str) -> String {
    let path = fragment.trim_start_matches(['#', '/']);
    let name: String = path.chars().take_while(char::is_ascii_lowercase).collect();
    let digest = sha256_hex(fragment.as_bytes());
    format!("{}-{}", if name.is_empty() { "page" } else { &name }, digest.get(..DIGITS).unwrap_or_default())
}

/// An answer as a segment holds it: the place, and its page as it travels to a reader.
pub fn answer_to_bytes(fragment: &str, page: &[u8]) -> Vec<u8> {
    let mut out = postcard::to_allocvec(&(LAYOUT, fragment)).unwrap_or_default();
    out.extend_from_slice(page);
    out
}

/// The page in the answer for a place, as it travels.
///
/// # Errors
/// When it is the answer for another place, or one that another release wrote.
pub fn answer_from_bytes<'a>(path: &str, fragment: &str, bytes: &'a [u8]) -> Result<&'a [u8], Unusable> {
    let fault = |what: &'static str| Unusable::new(path, Fault::Content(what));
    let (layout, rest) = postcard::take_from_bytes::<u64>(bytes).map_err(|_| fault("holds no answer"))?;
    if layout != LAYOUT {
        return Err(fault("its answer has the layout of another release: publish the data set again with `plumbline bundle`"));
    }
    let (place, page) = postcard::take_from_bytes::<&str>(rest).map_err(|_| fault("holds no answer"))?;
    if place != fragment {
        return Err(fault("holds the answer for another place"));
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_that_of_its_place_and_of_this_release() {
        let bytes = answer_to_bytes("#/overview?period=30d", b"page");
        let told = |place: &str, bytes: &[u8]| answer_from_bytes("a.bin", place, bytes).unwrap_err().to_string();
        assert_eq!(answer_from_bytes("a.bin", "#/overview?period=30d", &bytes), Ok(b"page".as_slice()));
        assert_eq!(told("#/overview", &bytes), "a.bin: holds the answer for another place");
        assert_eq!(
            told("#/overview", b"\x07page"),
            "a.bin: its answer has the layout of another release: publish the data set again with `plumbline bundle`"
        );
        assert_eq!(told("#/overview", &[0xff]), "a.bin: holds no answer");
        assert_eq!(told("#/overview", bytes.get(..8).unwrap()), "a.bin: holds no answer");
    }

    #[test]
    fn each_place_has_a_span_of_its_own() {
        let (one, other) = (answer_span("#/overview"), answer_span("#/overview?environment=prod%2Feu"));
        assert!(one.starts_with("overview-") && other.starts_with("overview-") && one != other);
        assert!(answer_span("").starts_with("page-") && answer_span("#/matrix/x/y").starts_with("matrix-"));
        assert_eq!(one.len(), "overview-".len() + DIGITS);
    }
}
