//! Documents that stand in texts of other documents: property values of CloudFormation, definitions of containers, manifests.

use super::write::Copy;
use super::{json, plain, yaml};

/// Documents in texts of documents are opened down to this depth. Each level doubles its escapes, so deeper ones do not exist.
const MAX_DEPTH: u32 = 4;

/// A text that is a document, without its secrets. None when it is none, or holds none.
pub(super) fn document(text: &str, depth: u32) -> Option<String> {
    if depth >= MAX_DEPTH {
        return None;
    }
    let begun = text.trim_start();
    let mut copy = Copy::default();
    if begun.starts_with(['{', '[']) {
        let (tree, end) = super::tree::scan(text, 0).ok()?;
        if !text.get(end..)?.trim().is_empty() || tree.nodes.len() < 2 {
            return None;
        }
        json::document(&tree, None, depth + 1, &mut copy);
    } else if is_manifest(text) {
        let tree = yaml::scan(text)?;
        json::document(&tree, None, depth + 1, &mut copy);
    } else {
        return None;
    }
    // what stands between its values, such as comments
    copy.written(text).map(|copy| plain::edited(&copy.text).unwrap_or(copy.text))
}

/// Bytes of a manifest in a text: Kubernetes takes no larger one.
const MAX_MANIFEST: usize = 4 << 20;

/// Whether a text of several lines is a manifest of Kubernetes, or several.
fn is_manifest(text: &str) -> bool {
    let has_line = |start: &str| text.lines().any(|line| line.starts_with(start));
    text.len() <= MAX_MANIFEST
        && text.contains('\n')
        && has_line("kind:")
        && (has_line("apiVersion:") || has_line("data:") || has_line("stringData:"))
}
