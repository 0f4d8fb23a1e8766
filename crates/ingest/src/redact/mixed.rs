//! Text that is no whole document of XML or YAML: JSON, logs, source code, Markdown, files that run into each other, damaged ones. The
//! rules of every format are applied to it, each as if the others were not there.

use super::entries::{self, Reading};
use super::write::Copy;
use super::{json, looks_like_yaml_of_values, xml};
use std::ops::Range;

/// Redacts a text.
pub(super) fn text(text: &str, copy: &mut Copy) {
    let documents = json::text(text, copy);
    if is_one_document(text, &documents) {
        return;
    }
    let start = if text.trim_start().starts_with('<') { Some(0) } else { find_xml(text, &documents) };
    if let Some(start) = start {
        xml::damaged(text, start, copy);
    }
    let reading = if entries::holds_secret_manifest(text, &documents) {
        Reading::Manifest
    } else if looks_like_yaml_of_values(text) {
        Reading::Damaged
    } else {
        Reading::AmongWords
    };
    entries::text(text, reading, &documents, copy);
}

/// Whether nothing stands around a document of JSON.
fn is_one_document(text: &str, documents: &[Range<usize>]) -> bool {
    let [document] = documents else { return false };
    let is_blank = |range| text.get(range).is_some_and(|part: &str| part.trim().is_empty());
    is_blank(0..document.start) && is_blank(document.end..text.len())
}

/// Where XML begins outside of documents of JSON.
fn find_xml(text: &str, documents: &[Range<usize>]) -> Option<usize> {
    let starts = std::iter::once(0).chain(documents.iter().map(|document| document.end));
    let ends = documents.iter().map(|document| document.start).chain(std::iter::once(text.len()));
    starts.zip(ends).find_map(|(from, to)| xml::find(text, from, to))
}
