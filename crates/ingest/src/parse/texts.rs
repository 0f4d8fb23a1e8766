//! The records of a file as text, for what is written into a data set.

use super::own::{Records, add_document, add_lines, byte_lines};
use super::{Layout, layout};
use crate::container::{self, Unpacked};
use crate::encoding::text_from_bytes;
use plumbline_domain::{Diagnostic, Policy};
use std::borrow::Cow;

/// The records of a file that can be used, each as it stands there and with its line (0 for one of a document), and why each of
/// the others is lost: what [`parse`] reads, as text.
pub(crate) fn record_texts(bytes: &[u8], policy: &Policy) -> (Vec<(u64, String)>, Vec<Diagnostic>) {
    let unpacked = match container::gunzip(bytes) {
        Unpacked::Bytes(inner) => Cow::Owned(inner),
        Unpacked::AsItWas | Unpacked::Refused(_) => Cow::Borrowed(bytes),
    };
    let mut records = Records::new(policy);
    records.texts = Some(Vec::new());
    match text_from_bytes(&unpacked) {
        Ok(text) if layout(&text) == Some(Layout::Document) => {
            if let Err(e) = add_document(&mut records, &text) {
                records.parsed.summary.lost.push(Diagnostic::error("", e.message));
            }
        }
        Ok(text) => {
            add_lines(&mut records, text.split('\n').map(Ok));
        }
        Err(_) => {
            add_lines(&mut records, byte_lines(&unpacked));
        }
    }
    (records.texts.unwrap_or_default(), records.parsed.summary.lost)
}
