//! Files that hold others: gzip, zip and signed statements. Nothing in them can be replaced, so one that holds secrets has no copy.

use super::{Redaction, copy_of};
use crate::container::{Unpacked, expand, gunzip, is_zip};
use crate::formats::refused_bytes;
use crate::source::Source;

/// Redacts a packed file. None when it is not packed.
pub(super) fn redact(bytes: &[u8]) -> Option<Redaction> {
    let impossible = |reason: &str| Some(Redaction::Impossible(reason.to_owned()));
    if let Some(reason) = unread_archive(bytes) {
        return impossible(reason);
    }
    match gunzip(bytes) {
        Unpacked::AsItWas if is_zip(bytes) => Some(zip(bytes)),
        Unpacked::AsItWas => None,
        Unpacked::Refused(reason) => impossible(&format!("it is a gzip file that cannot be unpacked: {reason}")),
        Unpacked::Bytes(inner) if inner.starts_with(&[0x1f, 0x8b]) => {
            impossible("it is compressed twice with gzip: unpack it first")
        }
        Unpacked::Bytes(inner) => match super::redact(&inner) {
            Redaction::Clean => Some(Redaction::Clean),
            Redaction::Impossible(reason) if reason.starts_with("it is an archive") => {
                impossible(&format!("it is a gzip file, and {reason}"))
            }
            _ => impossible("it is a gzip file that holds secrets: unpack it first"),
        },
    }
}

fn zip(bytes: &[u8]) -> Redaction {
    let impossible = |reason: &str| Redaction::Impossible(reason.to_owned());
    if refused_bytes(bytes).is_some() {
        return impossible("it is a binary plan: attach what `terraform show -json` prints of it");
    }
    let source = Source { path: String::new(), bytes: bytes.to_vec(), sha256: String::new() };
    let Ok(entries) = expand(&source, |_| String::new()) else {
        return impossible("it is a zip file that cannot be unpacked");
    };
    for entry in entries {
        let Ok(entry) = entry else { return impossible("it is a zip file with an entry that cannot be unpacked") };
        // a zip inside of a zip is opened by nobody
        if let Some(reason) = unread_archive(&entry.bytes) {
            return impossible(&format!("it is a zip file with an entry that is packed: {reason}"));
        }
        if is_zip(&entry.bytes) || super::redact(&entry.bytes) != Redaction::Clean {
            return impossible("it is a zip file that holds secrets: unpack it first");
        }
    }
    Redaction::Clean
}

/// Refuses a signed statement whose payload holds secrets: a copy would no longer be what was signed.
///
/// # Errors
/// The reason.
pub(super) fn refuse_signed(text: &str) -> Result<(), &'static str> {
    const KEY: &str = "\"payload\"";
    let mut rest = text;
    while let Some(at) = rest.find(KEY) {
        rest = rest.get(at + KEY.len()..).unwrap_or_default();
        let Some(value) = rest.trim_start().strip_prefix(':').map(str::trim_start).and_then(|v| v.strip_prefix('"')) else {
            continue;
        };
        let payload = super::tree::unescaped(string_until_quote(value));
        let Some(inner) = crate::formats::bytes_from_base64(&payload) else { continue };
        // a payload in a payload is shorter by a quarter, so all of them together take linear time
        if let Ok(inner) = String::from_utf8(inner)
            && copy_of(&inner)?.is_some()
        {
            return Err("it is a signed statement that holds secrets: a copy without them would not be what was signed");
        }
    }
    Ok(())
}

/// A JSON string up to the quote that ends it.
fn string_until_quote(text: &str) -> &str {
    let mut is_escaped = false;
    let end = text.bytes().position(|b| {
        let ends = b == b'"' && !is_escaped;
        is_escaped = b == b'\\' && !is_escaped;
        ends
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}

/// What an archive is that nobody looks into, by how it begins.
fn unread_archive(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"\xFD7zXZ\0", "it is an archive (xz): unpack it first"),
        (b"BZh", "it is an archive (bzip2): unpack it first"),
        (b"\x28\xB5\x2F\xFD", "it is an archive (zstd): unpack it first"),
        (b"\x04\x22\x4D\x18", "it is an archive (lz4): unpack it first"),
        (b"7z\xBC\xAF\x27\x1C", "it is an archive (7z): unpack it first"),
        (b"Rar!\x1A\x07", "it is an archive (rar): unpack it first"),
        (b"\xFF\xFE\0\0", "it is in UTF-32: save it as UTF-8"),
        (b"\0\0\xFE\xFF", "it is in UTF-32: save it as UTF-8"),
    ];
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("it is an archive (tar): unpack it first");
    }
    let (magic, reason) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic))?;
    // a block of bzip2 or its end follows its level
    let is_block = |at: Option<&[u8]>| matches!(at, Some(b"\x31\x41\x59\x26\x53\x59" | b"\x17\x72\x45\x38\x50\x90"));
    (*magic != b"BZh" || is_block(bytes.get(4..10))).then_some(reason)
}
