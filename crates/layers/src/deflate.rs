//! Bytes deflated and inflated again. The same bytes always deflate to the same bytes.

use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::borrow::Cow;
use std::io::Read;

/// How hard bytes are deflated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effort {
    /// For what every reader loads.
    Small,
    /// For what few readers load, and what is most of a data set.
    Fast,
}

/// Deflates bytes.
pub fn deflate(bytes: &[u8], effort: Effort) -> Vec<u8> {
    let level = match effort {
        Effort::Small => Compression::new(6),
        Effort::Fast => Compression::new(3),
    };
    let mut out = Vec::with_capacity(bytes.len() / 4 + 16);
    // reading from a slice into memory cannot fail
    let _ = DeflateEncoder::new(bytes, level).read_to_end(&mut out);
    out
}

/// Bytes as a pack holds them, and whether they are deflated: whatever is smaller.
pub fn packed(bytes: &[u8]) -> (Cow<'_, [u8]>, bool) {
    let deflated = deflate(bytes, Effort::Fast);
    if deflated.len() < bytes.len() { (Cow::Owned(deflated), true) } else { (Cow::Borrowed(bytes), false) }
}

/// Inflates bytes that make exactly `size` bytes; none when they do not. No more than that is ever held.
pub fn inflate(bytes: &[u8], size: u64) -> Option<Vec<u8>> {
    // a hostile size reserves nothing that the bytes could not fill
    let most = (bytes.len() as u64).saturating_mul(1032).saturating_add(64);
    let wanted = usize::try_from(size).ok().filter(|_| size <= most)?;
    let mut out = Vec::with_capacity(wanted);
    let mut decoder = DeflateDecoder::new(bytes).take(size.saturating_add(1));
    decoder.read_to_end(&mut out).ok()?;
    (out.len() == wanted).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_and_no_more_of_them_than_were_announced() {
        let text = b"plumbline ".repeat(100);
        for effort in [Effort::Small, Effort::Fast] {
            let packed = deflate(&text, effort);
            assert_eq!(inflate(&packed, text.len() as u64), Some(text.clone()));
            assert_eq!(inflate(&packed, text.len() as u64 - 1), None);
            assert_eq!(inflate(&packed, text.len() as u64 + 1), None);
            assert_eq!(inflate(&packed, u64::MAX), None);
            assert_eq!(inflate(&packed[..packed.len() - 3], text.len() as u64), None);
        }
        assert_eq!(inflate(&deflate(b"", Effort::Small), 0), Some(Vec::new()));
        assert_eq!(inflate(&[0xff; 9], 9), None);
    }
}
