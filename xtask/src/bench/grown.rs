//! A sample grown to a size, by saying again what its format can say any number of times.

use crate::Failure;
use crate::samples::{Sample, Syntax};

/// Formats of which a file may hold one document a line, though the sample is a single one.
const OF_LINES: [&str; 3] = ["in-toto-statement", "dsse-envelope", "sigstore-bundle"];

/// Bytes of Markdown that are read: prose is kilobytes.
const MOST_MARKDOWN: usize = 4_000_000;

/// The sample's own elements over and over, until the file has about so many bytes.
///
/// # Errors
/// When the sample has nothing that can be repeated.
pub fn text(sample: &Sample, bytes: usize) -> Result<String, Failure> {
    let text = sample.text();
    if OF_LINES.contains(&sample.format) {
        return Ok(repeated(&(text.replace('\n', " ") + "\n"), bytes));
    }
    let (part, comma, bytes) = match sample.syntax() {
        Syntax::Lines => {
            let lines = if text.ends_with('\n') { text } else { text + "\n" };
            return Ok(repeated(&lines, bytes));
        }
        Syntax::Json => (longest_list(&text), ",", bytes),
        Syntax::Xml => (elements_of(&text), "", bytes),
        Syntax::Yaml => (longest_yaml_list(&text), "", bytes),
        Syntax::Markdown => (sections(&text), "", bytes.min(MOST_MARKDOWN)),
    };
    let (from, to) = part.ok_or_else(|| format!("the sample of {} has nothing that can be repeated", sample.format))?;
    let (before, element, after) = (&text[..from], &text[from..to], &text[to..]);
    let times = bytes.saturating_sub(text.len()) / (element.len() + comma.len()) + 2;
    Ok([before, &vec![element; times].join(comma), after].concat())
}

fn repeated(lines: &str, bytes: usize) -> String {
    lines.repeat(bytes / lines.len() + 1)
}

/// Where the elements of a report stand that may be many.
fn elements_of(text: &str) -> Option<(usize, usize)> {
    ["testcase", "test-case", "file"].iter().find_map(|name| {
        let end = format!("</{name}>");
        Some((text.find(&format!("<{name} "))?, text.rfind(&end)? + end.len()))
    })
}

/// Where the elements of the longest list of a JSON text stand, between its brackets.
fn longest_list(text: &str) -> Option<(usize, usize)> {
    let mut open = Vec::new();
    let mut longest = None;
    let (mut in_string, mut escaped) = (false, false);
    for (at, letter) in text.bytes().enumerate() {
        match letter {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' => open.push(at + 1),
            b']' => {
                let from = open.pop()?;
                if longest.is_none_or(|(start, end)| at - from > end - start) {
                    longest = Some((from, at));
                }
            }
            _ => {}
        }
    }
    longest
}

/// Where the elements of the longest list of a YAML text stand: whole lines.
fn longest_yaml_list(text: &str) -> Option<(usize, usize)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        starts.push((at, indent, line.trim_start().starts_with("- ")));
        at += line.len();
    }
    let end_of = |first: usize, column: usize| {
        let is_behind = |(_, indent, is_element): &&(usize, usize, bool)| *indent < column || (*indent == column && !is_element);
        starts[first..].iter().find(is_behind).map_or(text.len(), |(end, ..)| *end)
    };
    let lists = starts.iter().enumerate().filter(|(_, (.., is_element))| *is_element);
    lists.map(|(line, (from, column, _))| (*from, end_of(line, *column))).max_by_key(|(from, to)| to - from)
}

/// Where the sections of a Markdown text stand.
fn sections(text: &str) -> Option<(usize, usize)> {
    Some((text.find("## ")?, text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::samples;
    use plumbline_ingest::{Reader, Source, default_policy};

    #[test]
    fn every_sample_grows_and_stays_what_it_is() {
        let (policy, sha256) = default_policy();
        let receipt = |text: String| {
            let mut reader = Reader::new(policy.clone(), sha256.clone());
            reader.read(Source::new("f", text.into_bytes())).clone()
        };
        for sample in samples() {
            let (small, large) = (text(sample, 20_000).unwrap(), text(sample, 100_000).unwrap());
            let size = small.len();
            assert!((20_000..40_000).contains(&size) && large.len() >= 100_000, "{}: {size}", sample.format);
            let (small, large) = (receipt(small), receipt(large));
            for receipt in [&small, &large] {
                assert_eq!(receipt.format.id(), sample.format);
                assert!(!receipt.is_refused() && receipt.items >= sample.items, "{}: {:?}", sample.format, receipt.diagnostics);
            }
        }
    }

    #[test]
    fn the_longest_list_is_found_around_strings() {
        let text = r#"{"a": ["]", "["], "b": [[1], "longer than a"]}"#;
        assert_eq!(longest_list(text).map(|(from, to)| &text[from..to]), Some(r#"[1], "longer than a""#));
    }

    #[test]
    fn the_longest_list_of_yaml_is_found_at_its_column() {
        let text = "a:\n- b: 1\n  c:\n  - 2\n- b: 3\nd:\n  - 4\n";
        assert_eq!(longest_yaml_list(text).map(|(from, to)| &text[from..to]), Some("- b: 1\n  c:\n  - 2\n- b: 3\n"));
        assert_eq!(longest_yaml_list("a: 1\n"), None);
    }
}
