//! What is handed on unread, and opened only where it is used.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A value as bytes. Who hands it on compares and copies bytes and needs nothing that knows what is in them, so that this can be
/// loaded later; who opens it has the value. In a format that people read it stands open.
pub struct Sealed<T> {
    bytes: Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize + DeserializeOwned> Serialize for Sealed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { self.open().serialize(serializer) } else { self.bytes.serialize(serializer) }
    }
}

impl<'de, T: Serialize + DeserializeOwned> Deserialize<'de> for Sealed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Ok(Self::new(&T::deserialize(deserializer)?));
        }
        Ok(Self { bytes: Vec::deserialize(deserializer)?, of: PhantomData })
    }
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
        assert_eq!(serde_json::to_string(&sealed).unwrap(), "[3,\"a → b\",0.25]");
        assert_eq!(serde_json::from_str::<Sealed<(u32, String, Option<f64>)>>("[3,\"a → b\",0.25]").unwrap(), sealed);
    }

    #[test]
    fn bytes_of_something_else_are_no_value() {
        let sealed: Sealed<(u32, String)> = Sealed { bytes: vec![1], of: PhantomData };
        assert_eq!(sealed.open(), None);
    }
}
