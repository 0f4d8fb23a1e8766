//! YAML as JSON: a text with the same values, in which every value stands on the line on which it stood. So one reader serves both
//! notations, and places in the file stay right.

use super::limits::MAX_DEPTH;
use saphyr_parser::{Event, Parser, ScalarStyle, Tag};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

/// Bytes of YAML that are read. Rules, policies and manifests are kilobytes.
const MAX_YAML_BYTES: usize = 16 << 20;

/// Bytes that aliases may add: a few lines of aliases of aliases would otherwise fill the memory.
const MAX_ALIAS_BYTES: usize = 4 << 20;

/// Why a text is no YAML that is read, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct YamlError {
    /// A lower-case phrase.
    pub message: String,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1.
    pub column: u64,
}

/// Whether a text begins as a YAML document of the kind that tools write: with `---`, a comment, a key or a list.
pub(super) fn looks_like_yaml(text: &str) -> bool {
    if text.len() > MAX_YAML_BYTES {
        return false;
    }
    let mut lines = text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty() && !l.trim_start().starts_with('#'));
    let Some(first) = lines.next() else { return false };
    let first =
        if first == "---" || first.starts_with("%YAML") { lines.find(|l| *l != "---").unwrap_or_default() } else { first };
    let first = first.strip_prefix("- ").unwrap_or(first).trim_start();
    let key = first.split_once(": ").map(|(key, _)| key).or_else(|| first.strip_suffix(':'));
    key.is_some_and(|key| {
        let key = key.trim_matches(['"', '\'']);
        !key.is_empty() && key.len() < 120 && key.chars().all(|c| c.is_alphanumeric() || "_-./$@".contains(c))
    })
}

/// The documents of a YAML text as JSON, one behind the other.
///
/// # Errors
/// When it is no YAML, or has what is not read: tags of its own, keys that are no scalars, aliases without bound.
pub(super) fn to_json(text: &str) -> Result<String, YamlError> {
    let mut writer = Writer { out: String::with_capacity(text.len() + text.len() / 4), line: 1, ..Writer::default() };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| YamlError {
            message: e.info().to_owned(),
            line: e.marker().line() as u64,
            column: e.marker().col() as u64 + 1,
        })?;
        let (line, column) = (span.start.line(), span.start.col());
        writer.event(event, line).map_err(|message| YamlError { message, line: line as u64, column: column as u64 + 1 })?;
    }
    Ok(writer.out)
}

/// An open list or mapping.
#[derive(Debug)]
struct Open {
    is_mapping: bool,
    /// Values and keys so far.
    n: usize,
    anchor: usize,
    from: usize,
}

#[derive(Debug, Default)]
struct Writer {
    out: String,
    /// The line that is being written, from 1.
    line: usize,
    open: Vec<Open>,
    /// What each anchor stands for.
    anchors: HashMap<usize, Range<usize>>,
    from_aliases: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>, line: usize) -> Result<(), String> {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
            Event::DocumentEnd => {
                if self.out.ends_with(|c: char| !c.is_whitespace()) {
                    self.out.push('\n');
                    self.line += 1;
                }
            }
            Event::Alias(anchor) => {
                let Some(range) = self.anchors.get(&anchor).cloned() else {
                    return Err("an alias inside of what it stands for".into());
                };
                self.from_aliases += range.len();
                if self.from_aliases > MAX_ALIAS_BYTES {
                    return Err("aliases that stand for more than 4 MiB".into());
                }
                self.begin(line, true)?;
                let copy: String = self.out.get(range).unwrap_or_default().chars().filter(|c| *c != '\n').collect();
                self.out.push_str(&copy);
            }
            Event::Scalar(value, style, anchor, tag) => {
                let is_key = self.begin(line, true)?;
                let from = self.out.len();
                self.scalar(&value, style, tag.as_deref(), is_key)?;
                self.remember(anchor, from);
                if is_key {
                    self.out.push(':');
                }
            }
            Event::SequenceStart(anchor, tag) => self.start(false, anchor, tag.as_deref(), line)?,
            Event::MappingStart(anchor, tag) => self.start(true, anchor, tag.as_deref(), line)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.open.pop() {
                    self.out.push(if open.is_mapping { '}' } else { ']' });
                    self.remember(open.anchor, open.from);
                }
            }
        }
        Ok(())
    }

    /// Moves to the line of a value or key, and separates it from the one before. Says whether it is a key.
    fn begin(&mut self, line: usize, is_scalar: bool) -> Result<bool, String> {
        let mut is_key = false;
        if let Some(open) = self.open.last_mut() {
            is_key = open.is_mapping && open.n.is_multiple_of(2);
            if open.n > 0 && (is_key || !open.is_mapping) {
                self.out.push(',');
            }
            open.n += 1;
        }
        if is_key && !is_scalar {
            return Err("a key that is a list or a mapping".into());
        }
        while self.line < line {
            self.out.push('\n');
            self.line += 1;
        }
        Ok(is_key)
    }

    fn start(&mut self, is_mapping: bool, anchor: usize, tag: Option<&Tag>, line: usize) -> Result<(), String> {
        refuse_tag(tag)?;
        self.begin(line, false)?;
        if self.open.len() >= MAX_DEPTH as usize {
            return Err(format!("nested deeper than {MAX_DEPTH} levels"));
        }
        self.open.push(Open { is_mapping, n: 0, anchor, from: self.out.len() });
        self.out.push(if is_mapping { '{' } else { '[' });
        Ok(())
    }

    fn remember(&mut self, anchor: usize, from: usize) {
        if anchor > 0 {
            self.anchors.insert(anchor, from..self.out.len());
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&Tag>, is_key: bool) -> Result<(), String> {
        refuse_tag(tag)?;
        let is_text = tag.is_some_and(|t| t.suffix == "str" || t.suffix == "binary");
        match plain(value).filter(|_| style == ScalarStyle::Plain && !is_key && !is_text) {
            Some(literal) => self.out.push_str(&literal),
            None => quote(value, &mut self.out),
        }
        Ok(())
    }
}

/// Tags of the core schema say what is seen anyway; any other would ask for code that knows it.
fn refuse_tag(tag: Option<&Tag>) -> Result<(), String> {
    const CORE: [&str; 9] = ["str", "int", "float", "bool", "null", "map", "seq", "timestamp", "binary"];
    match tag {
        Some(tag) if !(tag.is_yaml_core_schema() && CORE.contains(&tag.suffix.as_str())) => {
            let shown: String = tag.to_string().chars().take(40).collect();
            Err(format!("the tag {shown} is not read: write the value without it"))
        }
        _ => Ok(()),
    }
}

/// What a plain scalar means when it is no text (YAML 1.2, core schema).
fn plain(value: &str) -> Option<Cow<'_, str>> {
    Some(match value {
        "" | "~" | "null" | "Null" | "NULL" => "null".into(),
        "true" | "True" | "TRUE" => "true".into(),
        "false" | "False" | "FALSE" => "false".into(),
        _ => number(value)?,
    })
}

/// A number as JSON writes it; none when it is none, or one that JSON cannot write.
fn number(value: &str) -> Option<Cow<'_, str>> {
    let (sign, digits) = match value.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", value.strip_prefix('+').unwrap_or(value)),
    };
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(digits) = value.strip_prefix(prefix) {
            return u64::from_str_radix(digits, radix).ok().map(|n| n.to_string().into());
        }
    }
    let (mantissa, exponent) = digits.split_once(['e', 'E']).map_or((digits, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && all_digits(e)
    });
    let has_digit = !whole.is_empty() || fraction.is_some_and(|f| !f.is_empty());
    if !has_digit || !all_digits(whole) || !fraction.is_none_or(all_digits) || !exponent_fits {
        return None;
    }
    let significant = whole.trim_start_matches('0');
    let whole = if significant.is_empty() { "0" } else { significant };
    let fraction = fraction.filter(|f| !f.is_empty()).map_or_else(String::new, |f| format!(".{f}"));
    let exponent = exponent.map_or_else(String::new, |e| format!("e{e}"));
    Some(format!("{sign}{whole}{fraction}{exponent}").into())
}

/// Writes a text as JSON.
pub(super) fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 0x20 => {
                // writing to a text cannot fail
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_lines() {
        let yaml = "# rules\ngroups:\n  - name: a\n    n: 007\n    on: yes\n    off: False\n    text: |\n      two\n      lines\n    eq: =\nlast: ~\n";
        let json = "\n{\"groups\":\n[{\"name\":\"a\",\n\"n\":7,\n\"on\":\"yes\",\n\"off\":false,\n\"text\":\n\"two\\nlines\\n\",\n\n\"eq\":\"=\"}],\n\"last\":null}\n";
        assert_eq!(to_json(yaml).as_deref(), Ok(json));
    }

    #[test]
    fn numbers_are_those_of_json() {
        let numbers = [("0x1F", "31"), ("0o17", "15"), ("+1.50", "1.50"), (".5e3", "0.5e3"), ("-0.0", "-0.0"), ("12.", "12")];
        for (yaml, json) in numbers {
            assert_eq!(to_json(yaml), Ok(format!("{json}\n")), "{yaml}");
        }
        for text in ["1_000", ".inf", "1.2.3", "2026-11-20", "0x", "1e", "+", "."] {
            assert_eq!(to_json(text), Ok(format!("\"{text}\"\n")), "{text}");
        }
    }

    #[test]
    fn aliases_are_copied_up_to_a_bound() {
        assert_eq!(to_json("a: &x [1, {b: 2}]\nc: *x").as_deref(), Ok("{\"a\":[1,{\"b\":2}],\n\"c\":[1,{\"b\":2}]}\n"));
        let bomb: String = (1..12).fold("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned(), |text, n| {
            let list = vec![format!("*a{}", n - 1); 8].join(", ");
            format!("{text}a{n}: &a{n} [{list}]\n")
        });
        let error = to_json(&bomb).unwrap_err();
        assert_eq!(error.message, "aliases that stand for more than 4 MiB");
    }

    #[test]
    fn what_is_not_read_is_refused_with_its_place() {
        let error = to_json("a: 1\nb: !vault secret\n").unwrap_err();
        assert_eq!((error.message.as_str(), error.line), ("the tag !vault is not read: write the value without it", 2));
        assert_eq!(to_json("? [a, b]\n: c\n").unwrap_err().message, "a key that is a list or a mapping");
        assert_eq!(to_json("a: [1\n").unwrap_err().line, 2);
        assert!(to_json(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn several_documents_stand_behind_each_other() {
        assert_eq!(to_json("---\na: 1\n---\nb: 2\n").as_deref(), Ok("\n{\"a\":1}\n\n{\"b\":2}\n"));
    }

    #[test]
    fn prose_does_not_look_like_yaml() {
        assert!(looks_like_yaml("# rules\n---\ngroups:\n- name: a\n"));
        assert!(looks_like_yaml("- name: a\n"));
        for text in ["ok", "We tried it: it was fine. Really", "# A heading\n\nSome text.\n", ""] {
            assert!(!looks_like_yaml(text), "{text}");
        }
    }
}
