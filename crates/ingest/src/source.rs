//! One file as it came, before anything is known of it.

use sha2::{Digest, Sha256};

/// One file as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// `/`-separated; relative to the data root, or as given.
    pub path: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256 as 64 lower-case hex digits, worked out by the caller (a browser has a faster one than ours).
    pub sha256: String,
}

impl Source {
    /// A file with its digest worked out here.
    pub fn new(path: impl Into<String>, bytes: Vec<u8>) -> Self {
        let sha256 = sha256_hex(&bytes);
        Source { path: path.into(), bytes, sha256 }
    }
}

/// The SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of some bytes as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// The other digests of the SHA-2 family, as an attestation may name a file by them.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn other_digests(bytes: &[u8]) -> Vec<plumbline_domain::Digest> {
    let digest = |algorithm: &str, value: String| plumbline_domain::Digest { algorithm: algorithm.into(), value: value.into() };
    vec![
        digest("sha224", hex(&sha2::Sha224::digest(bytes))),
        digest("sha384", hex(&sha2::Sha384::digest(bytes))),
        digest("sha512", hex(&sha2::Sha512::digest(bytes))),
        digest("sha512_224", hex(&sha2::Sha512_224::digest(bytes))),
        digest("sha512_256", hex(&sha2::Sha512_256::digest(bytes))),
    ]
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_nothing_is_the_published_one() {
        // FIPS 180-4, the empty message
        assert_eq!(sha256_hex(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
