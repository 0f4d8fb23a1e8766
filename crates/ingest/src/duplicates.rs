//! Keys that stand twice in an object of a tool's file. Programs disagree on which of them counts, so an author could show one value
//! to us and another to whoever looks at the file: the worse counts, each is named, and where none is the worse the file proves nothing.
//!
//! It is settled here, before any format is read, by a text in which each key stands once, and every value on its line.

#[cfg(test)]
mod tests;
mod worse;

use super::json::{Cursor, JsonError, Kind};
use super::log::Log;
use plumbline_domain::{Ambiguity, Diagnostic, DiagnosticKind, Place};
use std::borrow::Cow;
use std::collections::HashMap;
use worse::{Choice, choose};

/// How many duplicates of a file are named.
const MAX_NAMED: usize = 20;

/// How often the bytes of a file may be looked at again to join objects that stand twice; then the last one counts.
const MAX_PASSES: usize = 8;

/// What was made of the keys that stand twice.
#[derive(Debug, Default)]
pub(super) struct Settled {
    named: Vec<Named>,
    n: usize,
    /// The first key of which no value is the worse.
    undecided: Option<(String, usize)>,
}

#[derive(Debug)]
struct Named {
    key: String,
    at: usize,
    is_decided: bool,
}

impl Settled {
    fn add(&mut self, key: &str, at: usize, is_decided: bool) {
        let short = || key.chars().take(60).collect::<String>();
        self.n += 1;
        if self.named.len() < MAX_NAMED {
            self.named.push(Named { key: short(), at, is_decided });
        }
        if !is_decided && self.undecided.is_none() {
            self.undecided = Some((short(), at));
        }
    }

    /// Names the duplicates; what they leave open, when it is something. `text` is the file's own.
    pub fn tell(self, text: &str, log: &mut Log) -> Option<Ambiguity> {
        let place = |at: usize| JsonError { message: "", at }.line_and_column(text);
        for Named { key, at, is_decided } in &self.named {
            let (line, column) = place(*at);
            let what = if *is_decided { "the worse value counts" } else { "the file proves nothing" };
            log.push(
                Diagnostic::new(DiagnosticKind::DuplicateKey, "", format!("duplicate key {key:?}: {what}")).at(line, column),
            );
        }
        if self.n > self.named.len() {
            let more = format!("{} more duplicate keys", self.n - self.named.len());
            log.say(DiagnosticKind::DuplicateKey, "", more);
        }
        self.undecided.map(|(key, at)| {
            let line = u32::try_from(place(at).0).unwrap_or(0);
            Ambiguity { place: Place { path: key.as_str().into(), line }, key: key.into() }
        })
    }
}

/// The text with each key once in its object, when one stands twice. Several documents may stand one behind the other; what is no JSON
/// stays as it is.
pub(super) fn settle(text: &str) -> Option<(String, Settled)> {
    has_duplicates(text).then(|| {
        let mut writer = Writer { settled: Settled::default(), budget: text.len().saturating_mul(MAX_PASSES), offset: Some(0) };
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        while from < text.len() {
            let rest = text.get(from..).unwrap_or_default();
            let before = out.len();
            let mut cursor = Cursor::new(rest);
            writer.offset = Some(from);
            let document = writer.value(&mut cursor, &mut out);
            let end = match document {
                Ok(()) => from + cursor.place(),
                Err(_) => {
                    out.truncate(before);
                    let end = next_line(text, from + cursor.place());
                    out.push_str(text.get(from..end).unwrap_or_default());
                    end
                }
            };
            from = end.max(from + 1);
            while !text.is_char_boundary(from) {
                from += 1;
            }
        }
        (out, writer.settled)
    })
}

fn has_duplicates(text: &str) -> bool {
    let mut from = 0;
    while from < text.len() {
        let mut cursor = Cursor::new(text.get(from..).unwrap_or_default());
        let end = match cursor.skip_noting_repeated_keys() {
            Ok(true) => return true,
            Ok(false) if cursor.is_at_end() => return false,
            Ok(false) => from + cursor.place(),
            // an object that ends early may hold one too, but what is no JSON is refused, or read line by line
            Err(_) => next_line(text, from + cursor.place()),
        };
        from = end.max(from + 1);
        while !text.is_char_boundary(from) {
            from += 1;
        }
    }
    false
}

/// The byte behind the next line break, or the end.
fn next_line(text: &str, from: usize) -> usize {
    text.as_bytes().iter().skip(from).position(|b| *b == b'\n').map_or(text.len(), |n| from + n + 1)
}

/// One pair of an object as it was written out.
struct Pair<'a> {
    key: Cow<'a, str>,
    /// The byte of the text behind its colon.
    at: usize,
    kind: Kind,
    /// Line breaks before the value.
    breaks: usize,
    value: String,
}

struct Writer {
    settled: Settled,
    /// Bytes that may still be looked at again.
    budget: usize,
    /// Where the cursor's text begins in the file; none: it is a joined value, that stands nowhere.
    offset: Option<usize>,
}

impl Writer {
    /// Writes the next value, with the line breaks before it.
    fn value(&mut self, cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), JsonError> {
        let from = cursor.place();
        let kind = cursor.peek()?;
        let start = cursor.place();
        out.push_str(cursor.slice(from, start));
        let written = out.len();
        match kind {
            Kind::Object => self.object(cursor, out),
            Kind::Array => {
                // what stands between elements is copied with them: `copied` is where that went to
                let mut copied = start;
                cursor.array(|c, _| {
                    out.push_str(c.slice(copied, c.place()));
                    self.value(c, out)?;
                    copied = c.place();
                    Ok(())
                })?;
                out.push_str(cursor.slice(copied, cursor.place()));
                Ok(())
            }
            _ => {
                cursor.skip()?;
                out.push_str(cursor.slice(start, cursor.place()));
                Ok(())
            }
        }
        .inspect_err(|_| out.truncate(written))
    }

    fn object(&mut self, cursor: &mut Cursor<'_>, out: &mut String) -> Result<(), JsonError> {
        // the text as it stands, as long as no key stands twice; where each pair begins in it, to take it apart otherwise
        let start = cursor.place();
        let written = out.len();
        let mut copied = start;
        let mut pairs: Vec<(Cow<'_, str>, usize, Kind, usize, usize, usize)> = Vec::new();
        cursor.object(|c, key| {
            let gap = out.len();
            let at = c.place();
            out.push_str(c.slice(copied, at));
            let kind = c.peek()?;
            out.push_str(c.slice(at, c.place()));
            let from = out.len();
            self.value(c, out)?;
            pairs.push((key, at, kind, gap, from, out.len()));
            copied = c.place();
            Ok(())
        })?;
        let end = out.len();
        out.push_str(cursor.slice(copied, cursor.place()));
        let mut last: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
        let has_twice = pairs.iter().enumerate().any(|(n, (key, ..))| last.insert(key, n).is_some());
        if !has_twice {
            return Ok(());
        }
        let whole = out.split_off(written);
        let piece = |from: usize, to: usize| whole.get(from - written..to - written).unwrap_or_default();
        let pairs = pairs.iter().map(|(key, at, kind, gap, from, to)| Pair {
            key: Cow::Borrowed(key),
            at: *at,
            kind: *kind,
            breaks: piece(*gap, *from).matches('\n').count(),
            value: piece(*from, *to).to_owned(),
        });
        let pairs: Vec<Pair<'_>> = pairs.collect();
        let breaks_behind = whole.get(end - written..).unwrap_or_default().matches('\n').count();
        self.once(pairs, breaks_behind, out);
        Ok(())
    }

    /// Writes an object with each key once, at its last place.
    fn once(&mut self, pairs: Vec<Pair<'_>>, breaks_behind: usize, out: &mut String) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::with_capacity(pairs.len());
        for (n, pair) in pairs.iter().enumerate() {
            places.entry(pair.key.to_string()).or_default().push(n);
        }
        out.push('{');
        let mut is_first = true;
        for (n, pair) in pairs.iter().enumerate() {
            out.extend(std::iter::repeat_n('\n', pair.breaks));
            let of_key = places.get(&*pair.key).map(Vec::as_slice).unwrap_or_default();
            let value = match of_key {
                [_] => Some(Cow::Borrowed(pair.value.as_str())),
                [.., last] if *last == n => {
                    let values: Vec<(Kind, &str)> =
                        of_key.iter().filter_map(|n| pairs.get(*n)).map(|pair| (pair.kind, pair.value.as_str())).collect();
                    let choice = choose(&pair.key, &values);
                    if let Some(offset) = self.offset {
                        self.settled.add(&pair.key, offset + pair.at, !matches!(choice, Choice::Open(_) | Choice::Joined(_)));
                    }
                    match choice {
                        Choice::Worse(n) | Choice::Open(n) => {
                            let value = values.get(n).map_or("null", |(_, value)| *value);
                            // a value that comes from another line is put on this one
                            Some(if n + 1 == values.len() { value.into() } else { on_one_line(value).into() })
                        }
                        Choice::Joined(joined) => Some(self.joined(joined).into()),
                        Choice::Absent => None,
                    }
                }
                _ => {
                    // moved to the last of its key: only its lines stay
                    out.extend(std::iter::repeat_n('\n', pair.value.matches('\n').count()));
                    continue;
                }
            };
            let Some(value) = value else {
                out.extend(std::iter::repeat_n('\n', pair.value.matches('\n').count()));
                continue;
            };
            if !is_first {
                out.push(',');
            }
            is_first = false;
            super::yaml::quote(&pair.key, out);
            out.push(':');
            out.push_str(&value);
        }
        out.extend(std::iter::repeat_n('\n', breaks_behind));
        out.push('}');
    }

    /// Lists or objects that were put together, with each key once.
    fn joined(&mut self, joined: String) -> String {
        if !joined.starts_with('{') || joined.len() > self.budget {
            return joined;
        }
        self.budget -= joined.len();
        let offset = self.offset.take();
        let mut out = String::with_capacity(joined.len());
        let outcome = self.value(&mut Cursor::new(&joined), &mut out);
        self.offset = offset;
        if outcome.is_ok() { out } else { joined }
    }
}

/// A value without the line breaks in it; those inside of strings are escapes.
fn on_one_line(value: &str) -> String {
    value.replace(['\n', '\r'], " ")
}
