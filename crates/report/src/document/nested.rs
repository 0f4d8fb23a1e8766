//! How deep the content of a page may be nested when it is read: a published answer is a file like any other, and must not exhaust the stack.

use super::Content;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::cell::Cell;

/// Ours are at most six deep.
const MAX_DEPTH: u32 = 32;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// Reads pieces that stand within others.
pub(super) fn contents<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Content>, D::Error> {
    let depth = DEPTH.get();
    if depth == MAX_DEPTH {
        return Err(D::Error::custom("it is nested too deep"));
    }
    DEPTH.set(depth + 1);
    let contents = Vec::deserialize(deserializer);
    DEPTH.set(depth);
    contents
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(depth: u32) -> Content {
        (1..depth).fold(Content::Note("x".into()), |content, _| Content::Fold {
            summary: String::new(),
            is_open: false,
            content: vec![content],
        })
    }

    fn again(content: &Content) -> Option<Content> {
        postcard::from_bytes(&postcard::to_allocvec(content).unwrap()).ok()
    }

    #[test]
    fn attack_content_that_is_nested_without_end_is_refused() {
        let deepest = nested(MAX_DEPTH + 1);
        assert_eq!(again(&deepest), Some(deepest));
        assert_eq!(again(&nested(MAX_DEPTH + 2)), None);
        // some megabytes of nothing but the beginning of a fold
        let whole = postcard::to_allocvec(&nested(2)).unwrap();
        let note = postcard::to_allocvec(&nested(1)).unwrap();
        let fold = whole.strip_suffix(note.as_slice()).unwrap();
        assert!(postcard::from_bytes::<Content>(&fold.repeat(1_000_000)).is_err());
        // and the next one is read as ever
        assert_eq!(again(&nested(3)), Some(nested(3)));
    }
}
