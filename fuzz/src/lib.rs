//! What the targets share: JSON written by a grammar, from the bytes that the fuzzer chooses.

pub mod plan;
pub mod records;
pub mod sarif;

use libfuzzer_sys::arbitrary::{Result, Unstructured};

/// Containers are nested this deep at most; the depth of any JSON is the business of the target `file`.
const MAX_DEPTH: u32 = 24;

/// What may stand at a place.
pub enum Rule {
    /// One of these, in quotes.
    Word(&'static [&'static str]),
    /// One of these, as it stands.
    Raw(&'static [&'static str]),
    /// An object with some of these keys.
    Map(&'static [(&'static str, Rule)]),
    /// An array.
    List(&'static Rule),
    /// A rule that stands elsewhere.
    Of(&'static Rule),
    /// An object with keys of which a tool knows nothing before, such as the names of properties.
    Named(&'static [&'static str], &'static Rule),
    /// One of these rules.
    Either(&'static [Rule]),
}

/// Text that has been trouble: placeholders, paths, commands of pipelines, characters that hide, and long runs.
const HOSTILE: [&str; 16] = [
    "",
    " ",
    "{0}{1}{0}",
    "{",
    "../../etc/passwd",
    "##vso[task.setvariable variable=A]b",
    "::error::x",
    "\\u202e\\u200b",
    "\\ud834",
    "%2e%2e%2f%00",
    "file:///a/b.tf",
    "\\u0000",
    "*?[!a]**",
    "1e999999999",
    "2026-11-20T10:00:00+99:99",
    "\\\"\\\\\\n",
];

/// Values of another kind than a reader expects.
const ODD: [&str; 14] =
    ["null", "true", "false", "0", "-1", "1e308", "1e999", "18446744073709551616", "0.1", "[]", "{}", "[[]]", "[null]", "\"x\""];

/// A document by a rule.
///
/// # Errors
/// When the bytes do not suffice, which ends the input.
pub fn document(rule: &Rule, u: &mut Unstructured<'_>) -> Result<String> {
    let mut out = String::new();
    write(rule, u, &mut out, 0)?;
    Ok(out)
}

fn write(rule: &Rule, u: &mut Unstructured<'_>, out: &mut String, depth: u32) -> Result<()> {
    if depth >= MAX_DEPTH || u.is_empty() {
        out.push_str("null");
        return Ok(());
    }
    // one value in 32 is not what the rule says
    match u.arbitrary::<u8>()? {
        0..4 => out.push_str(u.choose(&ODD)?),
        4..8 => quoted(u.choose(&HOSTILE)?, out),
        _ => match rule {
            Rule::Word(words) => quoted(u.choose(words)?, out),
            Rule::Raw(values) => out.push_str(u.choose(values)?),
            Rule::Map(entries) => {
                out.push('{');
                let mut is_first = true;
                for (key, value) in *entries {
                    // most keys stand once; some are missing, some stand twice
                    let times = match u.arbitrary::<u8>()? {
                        0..56 => 0,
                        56..60 => 2,
                        _ => 1,
                    };
                    for _ in 0..times {
                        pair(key, value, &mut is_first, u, out, depth)?;
                    }
                }
                out.push('}');
            }
            Rule::Named(names, value) => {
                out.push('{');
                let mut is_first = true;
                for _ in 0..u.int_in_range(0..=4)? {
                    let name = u.choose(names)?;
                    pair(name, value, &mut is_first, u, out, depth)?;
                }
                out.push('}');
            }
            Rule::List(element) => {
                out.push('[');
                let from = out.len();
                let n = u.int_in_range(0..=5)?;
                for i in 0..n {
                    out.push_str(if i > 0 { "," } else { "" });
                    write(element, u, out, depth + 1)?;
                }
                // now and then one element over and over
                if n == 1 && u.ratio(1, 16)? {
                    let element = out[from..].to_owned();
                    for _ in 0..(20_000 / (element.len() + 1)).min(400) {
                        out.push(',');
                        out.push_str(&element);
                    }
                }
                out.push(']');
            }
            Rule::Of(rule) => write(rule, u, out, depth)?,
            Rule::Either(rules) => write(u.choose(rules)?, u, out, depth)?,
        },
    }
    Ok(())
}

fn pair(key: &str, value: &Rule, is_first: &mut bool, u: &mut Unstructured<'_>, out: &mut String, depth: u32) -> Result<()> {
    out.push_str(if *is_first { "" } else { "," });
    *is_first = false;
    quoted(key, out);
    out.push(':');
    write(value, u, out, depth + 1)
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

/// The text of an input: as it stands when it begins like JSON, so that seeds and dictionaries can be text, else written by the rule.
pub fn text(bytes: &[u8], rule: &Rule) -> Option<String> {
    if bytes.starts_with(b"{") || bytes.starts_with(b"[") {
        return String::from_utf8(bytes.to_vec()).ok();
    }
    document(rule, &mut Unstructured::new(bytes)).ok()
}
