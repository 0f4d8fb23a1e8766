//! A document with its marked values replaced in place. Everything else stays byte for byte.

use super::marks::Marks;
use super::tree::{Kind, Tree};
use crate::mask::{REDACTED, is_reference, without_secrets};
use crate::resources::is_secret_value;
use std::borrow::Cow;

/// What is written in place of a part of a text.
#[derive(Debug)]
struct Edit {
    from: usize,
    to: usize,
    with: Cow<'static, str>,
}

/// A copy in the making: what the rules of one format, or of several, replace in a text. All of them see the text as it is, so none can
/// take from another what it knows a secret by.
#[derive(Debug, Default)]
pub(super) struct Copy(Vec<Edit>);

/// A copy as it is written.
#[derive(Debug)]
pub(super) struct Written {
    pub text: String,
    /// How many values were replaced.
    pub n_values: u64,
}

impl Copy {
    /// Replaces what stands between two places.
    pub fn replace(&mut self, from: usize, to: usize, with: impl Into<Cow<'static, str>>) {
        self.0.push(Edit { from, to, with: with.into() });
    }

    /// Writes the copy of a text. None when nothing in it is replaced.
    pub fn written(mut self, text: &str) -> Option<Written> {
        if self.0.is_empty() {
            return None;
        }
        self.0.sort_by_key(|edit| (edit.from, std::cmp::Reverse(edit.to)));
        self.0.dedup_by(|next, last| last.cover(next));
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for edit in &self.0 {
            out.push_str(text.get(done..edit.from).unwrap_or_default());
            out.push_str(&edit.with);
            done = edit.to;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        (out != text).then_some(Written { text: out, n_values: self.0.len() as u64 })
    }
}

impl Written {
    /// Redacts what is written once more.
    pub fn then(&mut self, redact: impl FnOnce(&str, &mut Copy)) {
        let mut copy = Copy::default();
        redact(&self.text, &mut copy);
        if let Some(next) = copy.written(&self.text) {
            *self = Written { n_values: self.n_values + next.n_values, ..next };
        }
    }
}

impl Edit {
    /// Takes the next edit into this one when they overlap. Nothing of either is left then.
    fn cover(&mut self, next: &Edit) -> bool {
        if next.from >= self.to {
            return false;
        }
        if (next.from, next.to, &next.with) != (self.from, self.to, &self.with) {
            let is_string = self.to >= next.to && self.with.starts_with('"');
            self.with = if is_string { "\"(redacted)\"".into() } else { REDACTED.into() };
            self.to = self.to.max(next.to);
        }
        true
    }
}

/// What stands in place of a secret. What readers see of it without its value stays: that it is an address, or holds a login.
pub(super) fn replacement(secret: &str) -> &'static str {
    let secret = secret.trim();
    if is_secret_value(secret) {
        "password=(redacted)"
    } else if secret.starts_with("https://") || secret.starts_with("http://") {
        "https://(redacted)"
    } else {
        REDACTED
    }
}

/// What stands in place of an address whose path is a secret: its host stays. None when there is no path.
pub(super) fn without_path(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let path = rest.get(host.len()..).unwrap_or_default();
    let has_secret = path.len() > 1 && path.strip_prefix('/') != Some(REDACTED) && !is_reference(address);
    let host = host.rsplit('@').next().unwrap_or_default();
    has_secret.then(|| format!("{scheme}://{host}/{REDACTED}"))
}

/// Writes a document with its marked values replaced, and the secrets in all other texts.
pub(super) fn write(marks: &Marks<'_>, edits: &Edits, copy: &mut Copy) {
    let tree = marks.tree;
    let mut edits = edits.iter().peekable();
    for i in 0..tree.nodes.len() {
        let edit = edits.next_if(|(node, _)| *node == i).map(|(_, text)| text.as_str());
        let kind = tree.kind(i);
        if marks.is_marked(i) && matches!(kind, Kind::Text | Kind::Number) {
            let with = replacement(&tree.text_of(i));
            if tree.text_of(i) != with {
                put(tree, i, with, copy);
            }
        } else if let Some(text) = edit {
            put(tree, i, text, copy);
        }
    }
}

/// Texts that are written in place of others, by node and in order.
pub(super) type Edits = Vec<(usize, String)>;

/// The edit of a text that is not marked, when it holds secrets.
pub(super) fn edited(text: &str, from_secret_scanner: bool) -> Option<String> {
    match without_secrets(text, from_secret_scanner) {
        Cow::Owned(text) => Some(text),
        Cow::Borrowed(_) => None,
    }
}

fn put(tree: &Tree<'_>, i: usize, text: &str, copy: &mut Copy) {
    let span = tree.span(i);
    let written = tree.text.get(span.clone()).unwrap_or_default();
    let with = match tree.meant.is_empty() {
        true => quoted(text),
        false => in_yaml(written, text, tree.is_block(i)),
    };
    copy.replace(span.start, span.end, with);
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

/// A text in place of a scalar of YAML, on as many lines.
fn in_yaml(written: &str, text: &str, is_block: bool) -> String {
    let value = behind_properties(written, is_block);
    let properties = written.get(..written.len() - value.len()).unwrap_or_default();
    format!("{properties}{}", value_in_yaml(value, text, is_block))
}

/// A scalar without its anchor and its tag, and without the line that introduces a block.
fn behind_properties(written: &str, is_block: bool) -> &str {
    let mut value = written;
    while value.starts_with(['&', '!'])
        && let Some(end) = value.find(char::is_whitespace)
    {
        value = value.get(end..).unwrap_or_default().trim_start();
    }
    let is_introduced = is_block && value.len() < written.len() && value.starts_with(['|', '>']);
    value.split_once('\n').filter(|_| is_introduced).map_or(value, |(_, body)| body)
}

fn value_in_yaml(written: &str, text: &str, is_block: bool) -> String {
    let n_ends = written.matches('\n').count();
    if !is_block {
        // the empty lines behind it keep the places of those that follow
        return quoted(text) + &"\n".repeat(n_ends);
    }
    let mut out = String::with_capacity(written.len());
    // a text that is redacted in part has its own lines
    let mut own = text.lines().filter(|line| !line.trim().is_empty());
    let is_in_part = own.clone().count() == written.lines().filter(|line| !line.trim().is_empty()).count();
    for line in written.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        if line.trim().is_empty() {
            out.push_str(line);
            continue;
        }
        out.push_str(line.get(..indent).unwrap_or_default());
        out.push_str(if is_in_part { own.next().unwrap_or_default().trim_start() } else { REDACTED });
        out.push_str(line.get(line.trim_end_matches(['\n', '\r']).len()..).unwrap_or_default());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_overlap_leave_nothing_of_either() {
        let text = r#"a "bcd" ef"#;
        let written = |edits: &[(usize, usize, &'static str)]| {
            let mut copy = Copy::default();
            edits.iter().for_each(|(from, to, with)| copy.replace(*from, *to, *with));
            copy.written(text).map(|written| (written.text, written.n_values))
        };
        assert_eq!(written(&[]), None);
        assert_eq!(written(&[(0, 1, "a")]), None);
        assert_eq!(written(&[(8, 9, "X"), (0, 1, "Y")]), Some((r#"Y "bcd" Xf"#.to_owned(), 2)));
        assert_eq!(written(&[(0, 1, "Y"), (0, 1, "Y")]), Some((r#"Y "bcd" ef"#.to_owned(), 1)));
        assert_eq!(written(&[(4, 5, "X"), (2, 7, "\"x\"")]), Some((r#"a "(redacted)" ef"#.to_owned(), 1)));
        assert_eq!(written(&[(0, 4, "X"), (3, 6, "Y"), (6, 7, "")]), Some(("(redacted) ef".to_owned(), 2)));
    }
}
