//! What is handed on unread, and opened only where it is used.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A value as bytes. Who hands it on compares and copies bytes and needs nothing that knows what is in them, so that this can be
/// loaded later; who opens it has the value.
#[derive(Serialize, Deserialize)]
#[serde(bound = "", transparent)]
pub struct Sealed<T> {
    bytes: Vec<u8>,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Sealed<T> {
    /// Seals a value.
    pub fn new(value: &T) -> Self {
        // Values of ours always have bytes: no map of unknown length, no type that says what it is.
        Self { bytes: postcard::to_allocvec(value).unwrap_or_default(), of: PhantomData }
    }
}

impl<T: DeserializeOwned> Sealed<T> {
    /// The value; none when the bytes are not of this build's making.
    pub fn open(&self) -> Option<T> {
        postcard::from_bytes(&self.bytes).ok()
    }
}

impl<T> Clone for Sealed<T> {
    fn clone(&self) -> Self {
        Self { bytes: self.bytes.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Sealed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl<T> std::fmt::Debug for Sealed<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sealed, {} bytes", self.bytes.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_handed_on_and_opened_as_it_was() {
        let value = (3_u32, "a → b".to_owned(), Some(0.25_f64));
        let sealed = Sealed::new(&value);
        let handed_on: Sealed<(u32, String, Option<f64>)> =
            postcard::from_bytes(&postcard::to_allocvec(&sealed).unwrap()).unwrap();
        assert_eq!(handed_on, sealed);
        assert_eq!(handed_on.open(), Some(value));
    }

    #[test]
    fn bytes_of_something_else_are_no_value() {
        let sealed: Sealed<(u32, String)> = Sealed { bytes: vec![1], of: PhantomData };
        assert_eq!(sealed.open(), None);
    }
}
