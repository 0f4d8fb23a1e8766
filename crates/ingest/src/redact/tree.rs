//! A document as a flat tree that knows where each of its values stands in the text, so that values can be replaced in place. JSON and
//! YAML both become one.

use crate::json::MAX_DEPTH;
use std::borrow::Cow;
use std::ops::Range;

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Array,
    /// A text, with its quotes.
    Text,
    Number,
    True,
    False,
    Null,
    /// A key of an object.
    Key,
    /// An alias of YAML: what it stands for is another value.
    Alias,
}

/// A value or a key.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub start: u32,
    pub end: u32,
    /// The node behind this one and all that is in it.
    pub after: u32,
}

/// A document.
#[derive(Debug, Default)]
pub(super) struct Tree<'t> {
    pub text: &'t str,
    /// Each value before what is in it; in an object keys and values alternate.
    pub nodes: Vec<Node>,
    /// The texts of YAML, by node, as they are meant; empty for JSON.
    pub meant: Vec<Box<str>>,
    /// The texts of YAML that stand as blocks, in order.
    pub blocks: Vec<u32>,
    /// What the aliases of YAML stand for: alias and value, in the order of the aliases.
    pub aliases: Vec<(u32, u32)>,
}

/// Why a text is no whole document, and up to where it was read.
#[derive(Debug)]
pub(super) struct Damage {
    pub at: usize,
}

/// A list or an object that is open.
struct Open {
    node: usize,
    is_object: bool,
    /// Whether a key is to come.
    wants_key: bool,
}

/// Reads one JSON value that begins at or behind a place. Returns the document and where it ends.
pub(super) fn scan(text: &str, from: usize) -> Result<(Tree<'_>, usize), Damage> {
    let bytes = text.as_bytes();
    let mut nodes: Vec<Node> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = from;
    let damaged = |at: usize| Damage { at };
    let place = |at: usize| u32::try_from(at).map_err(|_| Damage { at });
    loop {
        at = skip_space(bytes, at);
        let Some(byte) = bytes.get(at).copied() else { return Err(damaged(at)) };
        let wants_key = open.last().is_some_and(|o| o.is_object && o.wants_key);
        let n = nodes.len();
        match byte {
            b'"' => {
                let end = end_of_string(bytes, at).map_err(damaged)?;
                let kind = if wants_key { Kind::Key } else { Kind::Text };
                nodes.push(Node { kind, start: place(at)?, end: place(end)?, after: place(n + 1)? });
                at = end;
                if wants_key {
                    at = skip_space(bytes, at);
                    if bytes.get(at) != Some(&b':') {
                        return Err(damaged(at));
                    }
                    at += 1;
                    if let Some(o) = open.last_mut() {
                        o.wants_key = false;
                    }
                    continue;
                }
            }
            b'}' | b']' => {
                // an empty one; those with something in them are closed below
                let is_empty = open.last().is_some_and(|o| o.node + 1 == n && o.is_object == (byte == b'}'));
                if !is_empty {
                    return Err(damaged(at));
                }
                at += 1;
                close(&mut open, &mut nodes, at)?;
            }
            _ if wants_key => return Err(damaged(at)),
            b'{' | b'[' => {
                if open.len() >= MAX_DEPTH as usize {
                    return Err(damaged(at));
                }
                let is_object = byte == b'{';
                let kind = if is_object { Kind::Object } else { Kind::Array };
                nodes.push(Node { kind, start: place(at)?, end: place(at)?, after: place(n + 1)? });
                open.push(Open { node: n, is_object, wants_key: is_object });
                at += 1;
                continue;
            }
            _ => {
                let length = bytes.iter().skip(at).take_while(|b| b.is_ascii_alphanumeric() || b"+-._".contains(b)).count();
                let kind = match bytes.get(at..at + length) {
                    Some(b"true") => Kind::True,
                    Some(b"false") => Kind::False,
                    Some(b"null") => Kind::Null,
                    Some([b'-' | b'0'..=b'9', ..]) => Kind::Number,
                    _ => return Err(damaged(at)),
                };
                nodes.push(Node { kind, start: place(at)?, end: place(at + length)?, after: place(n + 1)? });
                at += length;
            }
        }
        // a value ended
        loop {
            let Some(last) = open.last_mut() else { return Ok((Tree { text, nodes, ..Tree::default() }, at)) };
            at = skip_space(bytes, at);
            match bytes.get(at) {
                Some(b',') => {
                    at += 1;
                    last.wants_key = last.is_object;
                    // a list does not end with a comma
                    at = skip_space(bytes, at);
                    if matches!(bytes.get(at), Some(b'}' | b']')) {
                        return Err(damaged(at));
                    }
                    break;
                }
                Some(b'}') if last.is_object => at += 1,
                Some(b']') if !last.is_object => at += 1,
                _ => return Err(damaged(at)),
            }
            close(&mut open, &mut nodes, at)?;
        }
    }
}

fn close(open: &mut Vec<Open>, nodes: &mut [Node], at: usize) -> Result<(), Damage> {
    let after = nodes.len();
    if let Some(node) = open.pop().and_then(|o| nodes.get_mut(o.node)) {
        node.end = u32::try_from(at).map_err(|_| Damage { at })?;
        node.after = u32::try_from(after).map_err(|_| Damage { at })?;
    }
    Ok(())
}

/// The place behind the white space of JSON.
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while matches!(bytes.get(at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
        at += 1;
    }
    at
}

/// Where a string ends that begins at a place; or where it breaks off.
pub(super) fn end_of_string(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let mut at = at + 1;
    loop {
        match bytes.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(b'\n') | None => return Err(at.min(bytes.len())),
            Some(_) => at += 1,
        }
    }
}

impl<'t> Tree<'t> {
    pub fn node(&self, i: usize) -> Option<Node> {
        self.nodes.get(i).copied()
    }

    pub fn kind(&self, i: usize) -> Kind {
        self.node(i).map_or(Kind::Null, |n| n.kind)
    }

    /// Where a value stands in the text.
    pub fn span(&self, i: usize) -> Range<usize> {
        self.node(i).map_or(0..0, |n| n.start as usize..n.end as usize)
    }

    /// The node behind a value and all that is in it.
    pub fn after(&self, i: usize) -> usize {
        self.node(i).map_or(usize::MAX, |n| n.after as usize)
    }

    /// The elements of a list; none of anything else.
    pub fn elements(&self, i: usize) -> impl Iterator<Item = usize> + '_ {
        let end = if self.kind(i) == Kind::Array { self.after(i) } else { 0 };
        let first = Some(i + 1).filter(|n| *n < end);
        std::iter::successors(first, move |n| Some(self.after(*n)).filter(|n| *n < end))
    }

    /// The keys of an object with their values; none of anything else.
    pub fn pairs(&self, i: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let end = if self.kind(i) == Kind::Object { self.after(i) } else { 0 };
        let first = Some((i + 1, i + 2)).filter(|(_, value)| *value < end);
        std::iter::successors(first, move |(_, value)| {
            let key = self.after(*value);
            Some((key, self.after(key))).filter(|(_, value)| *value < end)
        })
    }

    /// The text of a text as it is meant; empty of anything else.
    pub fn text_of(&self, i: usize) -> Cow<'_, str> {
        if let Some(meant) = self.meant.get(i) {
            return Cow::Borrowed(meant);
        }
        if !matches!(self.kind(i), Kind::Text | Kind::Key) {
            return Cow::Borrowed("");
        }
        let span = self.span(i);
        let raw = self.text.get(span.start + 1..span.end.saturating_sub(1)).unwrap_or_default();
        if raw.contains('\\') { Cow::Owned(unescaped(raw)) } else { Cow::Borrowed(raw) }
    }

    /// The value of a key, the last one when it stands there twice.
    pub fn get(&self, i: usize, key: &str) -> Option<usize> {
        self.pairs(i).filter(|(k, _)| self.text_of(*k) == key).map(|(_, value)| value).last()
    }

    /// Whether a value is `true`.
    pub fn is_true(&self, i: usize) -> bool {
        match self.kind(i) {
            Kind::True => true,
            Kind::Text => self.text_of(i).eq_ignore_ascii_case("true"),
            _ => false,
        }
    }

    /// Whether a text of YAML is a block: on lines of its own, without quotes.
    pub fn is_block(&self, i: usize) -> bool {
        u32::try_from(i).is_ok_and(|i| self.blocks.binary_search(&i).is_ok())
    }

    /// What an alias stands for.
    pub fn target(&self, i: usize) -> Option<usize> {
        let at = u32::try_from(i).ok()?;
        let n = self.aliases.binary_search_by_key(&at, |(alias, _)| *alias).ok()?;
        self.aliases.get(n).map(|(_, target)| *target as usize)
    }
}

/// The inside of a JSON string as it is meant. What is no escape stays as it is.
pub(super) fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or_default());
        let escape = rest.get(at..).unwrap_or_default();
        let (meant, length) = match escape.as_bytes().get(1) {
            Some(b'n') => (Some('\n'), 2),
            Some(b't') => (Some('\t'), 2),
            Some(b'r') => (Some('\r'), 2),
            Some(b'b') => (Some('\u{8}'), 2),
            Some(b'f') => (Some('\u{c}'), 2),
            Some(b'"') => (Some('"'), 2),
            Some(b'\\') => (Some('\\'), 2),
            Some(b'/') => (Some('/'), 2),
            Some(b'u') => code_point(escape),
            _ => (Some('\\'), 1),
        };
        out.push(meant.unwrap_or('\u{fffd}'));
        rest = escape.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character of `\u0041`, or of two of them, and how long the escape is.
fn code_point(escape: &str) -> (Option<char>, usize) {
    let unit = |from: usize| escape.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(2) else { return (Some('\\'), 1) };
    let second = if escape.get(6..8) == Some("\\u") { unit(8) } else { None };
    match (first, second) {
        (0xD800..=0xDBFF, Some(low @ 0xDC00..=0xDFFF)) => {
            (char::from_u32(0x10000 + ((first - 0xD800) << 10) + (low - 0xDC00)), 12)
        }
        _ => (char::from_u32(first), 6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_where_it_stands() {
        let text = r#" {"a": [1, {"b": "x\"\u00e9"}], "c": {}} rest"#;
        let (tree, end) = scan(text, 0).unwrap();
        assert_eq!(&text[end..], " rest");
        let list = tree.get(0, "a").unwrap();
        let inner = tree.elements(list).last().unwrap();
        let b = tree.get(inner, "b").unwrap();
        assert_eq!((&text[tree.span(b)], tree.text_of(b).as_ref()), (r#""x\"\u00e9""#, "x\"é"));
        assert_eq!(&text[tree.span(inner)], r#"{"b": "x\"\u00e9"}"#);
        assert_eq!(tree.pairs(tree.get(0, "c").unwrap()).count(), 0);
    }

    #[test]
    fn what_is_no_document_is_damaged_where_it_breaks_off() {
        for (text, at) in
            [("{\"a\": 1", 7), ("[1,]", 3), ("{\"a\" 1}", 5), ("\"x\n\"", 2), ("", 0), ("]", 0), ("[1}", 2), ("x", 0)]
        {
            assert_eq!(scan(text, 0).unwrap_err().at, at, "{text}");
        }
        assert!(scan(&"[".repeat(100_000), 0).is_err());
    }

    #[test]
    fn escapes_are_read_as_they_are_meant() {
        assert_eq!(unescaped(r"a\n\ud834\udd1e\ud834\x\u12"), "a\n\u{1d11e}\u{fffd}\\x\\u12");
    }
}
