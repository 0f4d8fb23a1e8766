//! Text that is no whole document of XML or YAML: JSON, logs, source code, Markdown, files that run into each other, damaged ones. The
//! rules of every format are applied to it, one after the other, each to what the one before has left.

use super::entries::{self, Reading};
use super::write::Copy;
use super::{json, looks_like_yaml_of_values, xml};
use std::ops::Range;

/// The copy of a text.
pub(super) fn copy_of(text: &str) -> Copy {
    let mut copy = Copy::default();
    let mut documents = json::text(text, &mut copy);
    if is_one_document(&copy.text, &documents.in_copy) {
        return copy;
    }
    let start = if text.trim_start().starts_with('<') { Some(0) } else { find_xml(text, &documents.in_text) };
    if let Some(start) = start {
        // before JSON, whose damage would cost the tags that say what is a secret
        copy = Copy::default();
        xml::text(text, start, &mut copy);
        copy.then(|text, copy| documents = json::text(text, copy));
    }
    let is_damaged_yaml = looks_like_yaml_of_values(text) || entries::holds_secret_manifest(&copy.text, &documents.in_copy);
    let reading = if is_damaged_yaml { Reading::Damaged } else { Reading::AmongWords };
    copy.then(|text, copy| entries::text(text, reading, &documents.in_copy, copy));
    copy
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
