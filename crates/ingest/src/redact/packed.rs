//! Files that hold others: gzip, zip and signed statements. Nothing in them can be replaced, so one that holds secrets has no copy.

use super::{Redaction, copy_of};
use crate::container::{Unpacked, expand, gunzip, is_zip};
use crate::formats::refused_bytes;
use crate::source::Source;

/// Redacts a packed file. None when it is not packed.
pub(super) fn redact(bytes: &[u8]) -> Option<Redaction> {
    let impossible = |reason: &str| Some(Redaction::Impossible(reason.to_owned()));
    match gunzip(bytes) {
        Unpacked::AsItWas if is_zip(bytes) => Some(zip(bytes)),
        Unpacked::AsItWas => None,
        Unpacked::Refused(reason) => impossible(&format!("it is a gzip file that cannot be unpacked: {reason}")),
        Unpacked::Bytes(inner) if inner.starts_with(&[0x1f, 0x8b]) => {
            impossible("it is compressed twice with gzip: unpack it first")
        }
        Unpacked::Bytes(inner) => match super::redact(&inner) {
            Redaction::Clean => Some(Redaction::Clean),
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
        let payload = value.split('"').next().unwrap_or_default();
        let Some(inner) = crate::formats::bytes_from_base64(payload) else { continue };
        if let Ok(inner) = String::from_utf8(inner)
            && !inner.contains(KEY)
            && copy_of(&inner)?.is_some()
        {
            return Err("it is a signed statement that holds secrets: a copy without them would not be what was signed");
        }
        rest = rest.get(payload.len()..).unwrap_or_default();
    }
    Ok(())
}
