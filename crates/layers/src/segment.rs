//! Segments: files of a published data set that are named by their digest, deflated and loaded whole.

use crate::deflate::{Effort, deflate, inflate};
use crate::error::{Fault, Unusable};
use crate::span::Span;
use plumbline_ingest::sha256_hex;
use serde::{Deserialize, Serialize};

/// How many digits of the digest stand in a name.
const DIGITS: usize = 16;

/// A segment is never larger than this once it is inflated.
pub const MAX_SEGMENT_BYTES: u64 = 1 << 30;

/// What a segment holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layer {
    /// Title, time, counts and remarks of the whole data set.
    Summary,
    /// What the Overview and every filter count over, for one span.
    Columns,
    /// One record for each change of a span.
    Changes,
    /// How changes of a span will be judged later, as far as time alone decides it.
    Later,
    /// The reports, items and findings of some changes.
    Details,
    /// Where files lie, and which details belong to which change.
    Directory,
    /// Receipts, loose artifacts, verifications of nothing, and records kept apart.
    Sources,
    /// Of a data set that is loaded in parts, what its parts have in common.
    Whole,
    /// Of a data set that is loaded in parts, what is worth a second look in one of them.
    Remarks,
    /// Of a data set that is loaded in parts, which details belong to which change of one of them: what the directory says of it.
    Lookup,
    /// The finished answer for one place of the page: its figures over all changes.
    Answers,
}

impl Layer {
    /// The folder of its segments; none for a layer of one segment.
    fn folder(self) -> Option<&'static str> {
        match self {
            Layer::Columns => Some("columns"),
            Layer::Changes => Some("changes"),
            Layer::Later => Some("later"),
            Layer::Details => Some("details"),
            Layer::Remarks => Some("remarks"),
            Layer::Lookup => Some("lookup"),
            Layer::Answers => Some("answers"),
            Layer::Summary | Layer::Directory | Layer::Sources | Layer::Whole => None,
        }
    }

    /// The name of a layer of one segment.
    fn name(self) -> &'static str {
        match self {
            Layer::Summary => "summary",
            Layer::Directory => "directory",
            Layer::Sources => "sources",
            Layer::Whole => "whole",
            Layer::Columns | Layer::Changes | Layer::Later | Layer::Details | Layer::Remarks | Layer::Lookup | Layer::Answers => {
                ""
            }
        }
    }
}

/// A segment as it is listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Segment {
    /// What it holds.
    pub layer: Layer,
    /// Which part of the layer: a span (`2026`, `2026-Q3`, `bucket-017`), for details the month and the team, for an answer its page; none
    /// where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<String>,
    /// Its path in the data set.
    pub path: String,
    /// The size of the file.
    pub bytes: u64,
    /// The size of what is in it, inflated.
    pub inflated: u64,
    /// The SHA-256 of the file.
    pub sha256: String,
    /// How many changes it holds; 0 where it is not about changes.
    #[serde(default)]
    pub changes: u64,
}

impl Segment {
    /// Deflates what a segment holds; the segment, and the bytes of its file.
    pub fn new(layer: Layer, span: Option<String>, content: &[u8], changes: u64) -> (Self, Vec<u8>) {
        let effort = if matches!(layer, Layer::Details | Layer::Later) { Effort::Fast } else { Effort::Small };
        let file = deflate(content, effort);
        let sha256 = sha256_hex(&file);
        let path = path_of(layer, span.as_deref(), &sha256);
        let segment = Segment { layer, span, path, bytes: file.len() as u64, inflated: content.len() as u64, sha256, changes };
        (segment, file)
    }

    /// What a segment holds, from the bytes of its file. Its size and its digest are checked.
    ///
    /// # Errors
    /// When the file is not the listed one.
    pub fn open(&self, file: &[u8]) -> Result<Vec<u8>, Unusable> {
        self.open_digested(file, &sha256_hex(file))
    }

    /// The same with the SHA-256 of the file, which a browser works out faster.
    ///
    /// # Errors
    /// When the file is not the listed one.
    pub fn open_digested(&self, file: &[u8], sha256: &str) -> Result<Vec<u8>, Unusable> {
        check(&self.path, self.bytes, &self.sha256, file.len() as u64, sha256)?;
        let content = Some(self.inflated).filter(|size| *size <= MAX_SEGMENT_BYTES).and_then(|size| inflate(file, size));
        content.ok_or_else(|| Unusable::new(&self.path, Fault::Content("it does not inflate to the size that is listed")))
    }

    /// Whether it is called what a segment of its kind and digest is called, so that a path can lead nowhere else.
    pub(crate) fn is_named_rightly(&self) -> bool {
        let is_span = |span: &str| match self.layer {
            Layer::Columns | Layer::Changes | Layer::Later => Span::from_name(span).is_some(),
            Layer::Remarks | Layer::Lookup => Span::is_bucket(span),
            Layer::Details | Layer::Answers => is_plain_path(span),
            Layer::Summary | Layer::Directory | Layer::Sources | Layer::Whole => false,
        };
        let has_its_span = match &self.span {
            Some(span) => is_span(span),
            None => self.layer.folder().is_none(),
        };
        has_its_span && is_sha256(&self.sha256) && self.path == path_of(self.layer, self.span.as_deref(), &self.sha256)
    }
}

/// Whether a file has the size and the digest that are listed.
pub(crate) fn check(path: &str, bytes: u64, sha256: &str, found_bytes: u64, found: &str) -> Result<(), Unusable> {
    if found_bytes != bytes {
        return Err(Unusable::new(path, Fault::Size { listed: bytes, found: found_bytes }));
    }
    match found == sha256 {
        true => Ok(()),
        false => Err(Unusable::new(path, Fault::Digest)),
    }
}

/// The path of a segment.
fn path_of(layer: Layer, span: Option<&str>, sha256: &str) -> String {
    match layer.folder() {
        Some(folder) => path_in(folder, span.unwrap_or_default(), sha256),
        None => format!("{}-{}.bin", layer.name(), digits(sha256)),
    }
}

/// The path of a file that is named by its digest.
pub(crate) fn path_in(folder: &str, name: &str, sha256: &str) -> String {
    format!("{folder}/{name}-{}.bin", digits(sha256))
}

fn digits(sha256: &str) -> &str {
    sha256.get(..DIGITS).unwrap_or(sha256)
}

/// Whether a text is a SHA-256 in lower-case hex digits.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// Whether a path leads nowhere but down, in letters that no file system or address reads as anything else.
pub(crate) fn is_plain_path(path: &str) -> bool {
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    path.split('/').all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_opened_only_when_it_is_the_listed_one() {
        let content = b"columns ".repeat(50);
        let (segment, file) = Segment::new(Layer::Columns, Some("2026-Q3".into()), &content, 7);
        assert_eq!(segment.path, format!("columns/2026-Q3-{}.bin", &segment.sha256[..16]));
        assert!(segment.is_named_rightly());
        assert_eq!(segment.open(&file), Ok(content));
        let told = |file: &[u8]| segment.open(file).unwrap_err().to_string();
        let path = &segment.path;
        assert_eq!(told(&file[1..]), format!("{path}: is cut short: {} of {} bytes", file.len() - 1, file.len()));
        for n in 0..file.len() {
            let mut flipped = file.clone();
            flipped[n] ^= 1;
            assert_eq!(told(&flipped), format!("{path}: its bytes do not have the digest that the data set lists"));
        }
        let larger = Segment { inflated: segment.inflated + 1, ..segment.clone() };
        assert!(larger.open(&file).unwrap_err().to_string().ends_with("it does not inflate to the size that is listed"));
        // nothing is inflated that is larger than any segment, though so many bytes could hold it
        let zeros = vec![0; (MAX_SEGMENT_BYTES / 1000) as usize];
        let bytes = zeros.len() as u64;
        let huge = Segment { inflated: MAX_SEGMENT_BYTES + 1, bytes, sha256: sha256_hex(&zeros), ..segment.clone() };
        assert!(huge.open(&zeros).unwrap_err().to_string().ends_with("it does not inflate to the size that is listed"));
    }

    #[test]
    fn a_name_that_leads_anywhere_else_is_none() {
        let (segment, _) = Segment::new(Layer::Details, Some("2026-10/payments-0a1b2c3d".into()), b"x", 1);
        assert!(segment.is_named_rightly());
        for span in ["../../etc", "2026-10/..", "/etc", "a\\b", "", "a//b", "a b", "2026-10/.git"] {
            let path = path_of(Layer::Details, Some(span), &segment.sha256);
            assert!(!Segment { span: Some(span.into()), path, ..segment.clone() }.is_named_rightly(), "{span}");
        }
        assert!(!Segment { path: "details/x.bin".into(), ..segment.clone() }.is_named_rightly());
        assert!(!Segment { layer: Layer::Columns, ..segment }.is_named_rightly());
    }
}
