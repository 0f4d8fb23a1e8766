//! Where a value of a tree stands in the text that it was read from.

use super::json::Json;
use plumbline_domain::Place;
use std::cell::RefCell;

/// Finds the lines of values in one text.
#[derive(Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    line_ends: RefCell<LineEnds>,
}

/// The bytes at which lines end, found as far as a line was asked for.
#[derive(Debug, Default)]
struct LineEnds {
    ends: Vec<usize>,
    /// How many bytes were looked at.
    until: usize,
}

impl<'t> Places<'t> {
    pub fn of(text: &'t str) -> Self {
        Places { text, line_ends: RefCell::default() }
    }

    /// How many bytes the text has.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }

    /// The place of a value; the line is that of the first key, text or number in it.
    pub fn at(&self, path: impl Into<Box<str>>, value: &Json<'_>) -> Place {
        Place { path: path.into(), line: self.offset(value).map_or(0, |at| self.line(at)) }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, at: usize) -> u32 {
        let mut line_ends = self.line_ends.borrow_mut();
        let LineEnds { ends, until } = &mut *line_ends;
        if let Some(unseen) = self.text.as_bytes().get(*until..at) {
            ends.extend(unseen.iter().enumerate().filter(|(_, b)| **b == b'\n').map(|(n, _)| *until + n));
            *until = at;
        }
        u32::try_from(ends.partition_point(|end| *end < at) + 1).unwrap_or(0)
    }

    /// Where the first piece of a value that is borrowed from the text begins in it.
    fn offset(&self, value: &Json<'_>) -> Option<usize> {
        match value {
            Json::Null | Json::Bool(_) => None,
            Json::Number(text) => self.offset_of(text),
            Json::String(text) | Json::Repeated(text) => self.offset_of(text),
            Json::Array(elements) => elements.iter().find_map(|e| self.offset(e)),
            Json::Object(pairs) => pairs.iter().find_map(|(key, value)| self.offset_of(key).or_else(|| self.offset(value))),
        }
    }

    /// Where a part begins, if it is borrowed from the text: an owned copy lies elsewhere.
    fn offset_of(&self, part: &str) -> Option<usize> {
        let at = part.as_ptr().addr().checked_sub(self.text.as_ptr().addr())?;
        (at < self.text.len()).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Cursor;
    use super::*;

    #[test]
    fn a_value_stands_on_the_line_of_its_first_word() {
        let text = "{\n  \"a\": [1,\n    {\n      \"b\": \"x\"}],\n \"c\": true, \"d\": \"\\u00e9\"}";
        let tree = Cursor::new(text).value().unwrap();
        let places = Places::of(text);
        let line = |value: &Json<'_>| places.at("", value).line;
        assert_eq!(line(&tree), 2);
        assert_eq!(line(&tree.get("a").unwrap().elements()[1]), 4);
        assert_eq!(line(tree.get("c").unwrap()), 0, "a bare truth has no place of its own");
        assert_eq!(line(tree.get("d").unwrap()), 0, "nor has a text with escapes");
    }
}
