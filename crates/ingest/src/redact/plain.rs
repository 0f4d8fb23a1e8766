//! Text that is no document of values: logs, source code, Markdown, and what stands around documents.

use super::write::Copy;
use crate::mask::secrets_in;

/// Redacts the secrets in what stands between two places.
pub(super) fn lines(text: &str, from: usize, to: usize, copy: &mut Copy) {
    let part = text.get(from..to).unwrap_or_default();
    for range in secrets_in(part, false) {
        copy.replace(from + range.start, from + range.end, super::REDACTED);
    }
}

/// A text without the secrets in it. None when it holds none.
pub(super) fn edited(text: &str) -> Option<String> {
    super::write::edited(text, false)
}
