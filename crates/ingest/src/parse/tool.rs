//! A tool's own file.

use super::{Parsed, Summary, UNKNOWN, has_more, names_own_format};
use crate::duplicates::settle;
use crate::formats::{Descriptor, Reading, Refusal, Shape, TEXT_FORMATS, format_of, refused_json, refused_text, test_reports};
use crate::json::{Cursor, Json, JsonError};
use crate::log::Log;
use crate::paging::next_page;
use crate::yaml::{looks_like_yaml, to_json as yaml_to_json};
use plumbline_domain::{Diagnostic, DiagnosticKind, Facts, Fate, Format, Policy};

pub(super) fn parse_tool_file(text: &str, scanned: (Shape<'_>, usize), policy: &Policy) -> Parsed {
    if !text.trim_start().starts_with(['{', '[']) {
        return parse_once(text, scanned, policy);
    }
    if let Some(parsed) = parse_in_one_pass(text, &scanned, Reading::default(), policy) {
        return parsed;
    }
    with_each_key_once(text, |once| match once {
        Some(once) => parse_once(once, Shape::of(once), policy),
        None => parse_once(text, scanned, policy),
    })
}

/// Reads a file of a format whose reader notes repeated keys by itself, so that nobody has to look for them before. None when it has
/// some, or cannot be read: then it is read again, with more care.
pub(super) fn parse_in_one_pass(
    text: &str,
    (shape, after): &(Shape<'_>, usize),
    mut reading: Reading,
    policy: &Policy,
) -> Option<Parsed> {
    let descriptor = format_of(shape).filter(|d| d.format == Format::Sarif210)?;
    if shape.error.is_some() || refused_json(shape).is_some() || refused_text(text).is_some() {
        return None;
    }
    reading.notes_repeated_keys = true;
    (descriptor.read)(text, &mut reading).ok().filter(|()| !reading.may_have_repeated_keys)?;
    let is_json = shape.cut_short || !has_more(text, *after);
    let facts = Facts { is_empty_list: is_empty_list(text), ..Facts::default() };
    let base = Parsed { is_json, facts, ..Parsed::default() };
    Some(tool_file(text, descriptor.format, (Ok(()), reading), base, policy))
}

fn parse_once(text: &str, scanned: (Shape<'_>, usize), policy: &Policy) -> Parsed {
    if let Some((format, message)) = refused_text(text) {
        return Parsed::refused(format, Diagnostic::new(DiagnosticKind::UnreadFormat, "", message));
    }
    if text.trim_start().starts_with('<')
        && let Some(format) = test_reports::format_of(text)
    {
        let mut reading = Reading::default();
        let outcome = test_reports::read(text, &mut reading);
        return tool_file(text, format, (outcome, reading), Parsed::default(), policy);
    }
    let (shape, after) = scanned;
    // Some tools write one document a line; the first one says which format it is.
    let has_more = !shape.cut_short && shape.error.is_none() && has_more(text, after);
    let is_json = shape.error.is_none() && !has_more;
    let facts = Facts { is_empty_list: is_empty_list(text), ..Facts::default() };
    let base = Parsed { is_json, facts, ..Parsed::default() };
    if let Some((format, message)) = refused_json(&shape) {
        let diagnostic = Diagnostic::new(DiagnosticKind::UnreadFormat, "version", message);
        return Parsed { summary: Summary::refused(format, vec![diagnostic]), ..base };
    }
    match format_of(&shape) {
        Some(descriptor) => {
            let mut reading = Reading::default();
            let outcome = (descriptor.read)(text, &mut reading);
            tool_file(text, descriptor.format, (outcome, reading), base, policy)
        }
        None => {
            let of_text = parse_text_file(text, policy);
            let is_read = |parsed: &Parsed| parsed.summary.format != Format::Unknown;
            if of_text.as_ref().is_some_and(is_read) {
                return of_text.unwrap_or_default();
            }
            if let Some(behind) = behind_log_lines(text, &shape) {
                let mut parsed = parse_tool_file(&behind, Shape::of(&behind), policy);
                parsed.is_json = false;
                let note = "the lines before the document were skipped; let the tool write to a file of its own";
                parsed.summary.diagnostics.push(Diagnostic::new(DiagnosticKind::LinesBefore, "", note).at(1, 1));
                return parsed;
            }
            if let Some(unreadable) = of_text {
                return unreadable;
            }
            let mut log = Log::default();
            let begins_document = |text: &str| matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'['));
            let looks_like_json = begins_document(text);
            let next_is_document = has_more && text.get(after..).is_some_and(begins_document);
            let kind = |otherwise| if names_own_format(text.as_bytes()) { DiagnosticKind::OwnFormat } else { otherwise };
            match &shape.error {
                Some(e) if looks_like_json => log.syntax(kind(DiagnosticKind::Malformed), "", e, text, 1),
                // several documents, one a line, are whole: a log of a deployment is written so
                _ if looks_like_json && has_more && !next_is_document => {
                    let e = JsonError { message: "text after the end of the document", at: after };
                    log.syntax(kind(DiagnosticKind::Malformed), "", &e, text, 1);
                }
                _ => log.say(kind(DiagnosticKind::UnknownFormat), "", UNKNOWN),
            }
            Parsed { summary: Summary::refused(Format::Unknown, log.into_diagnostics()), ..base }
        }
    }
}

/// Reads a JSON text with each key once in its object, and names those that stand twice.
fn with_each_key_once(text: &str, read: impl FnOnce(Option<&str>) -> Parsed) -> Parsed {
    let Some((once, settled)) = settle(text) else { return read(None) };
    let mut parsed = read(Some(&once));
    let mut log = Log::default();
    parsed.facts.ambiguity = settled.tell(text, &mut log).map(Box::new);
    parsed.summary.diagnostics.splice(0..0, log.into_diagnostics());
    parsed
}

/// Whether a document is a whole list of nothing: `[]`, or the empty `value` or `items` of an answer.
fn is_empty_list(text: &str) -> bool {
    // a short document; whatever is longer holds something
    const MAX_BYTES: usize = 2_000;
    if text.len() > MAX_BYTES {
        return false;
    }
    let from_yaml = if looks_like_yaml(text) { yaml_to_json(text).ok() } else { None };
    let mut cursor = Cursor::new(from_yaml.as_deref().unwrap_or(text));
    let document = cursor.value().ok().filter(|_| cursor.is_at_end());
    document.is_some_and(|document| match &document {
        Json::Array(elements) => elements.is_empty(),
        Json::Object(_) => {
            let is_empty = |key: &str| matches!(document.get(key), Some(Json::Array(elements)) if elements.is_empty());
            (is_empty("value") || is_empty("items")) && next_page(&document).is_none()
        }
        _ => false,
    })
}

/// A file that is text of its own, or YAML; none when it is neither, or YAML of nobody that is known.
fn parse_text_file(text: &str, policy: &Policy) -> Option<Parsed> {
    if let Some(descriptor) = TEXT_FORMATS.iter().find(|d| (d.fits)(text)) {
        let mut reading = Reading::default();
        let outcome = (descriptor.read)(text, &mut reading);
        return Some(tool_file(text, descriptor.format, (outcome, reading), Parsed::default(), policy));
    }
    if !looks_like_yaml(text) {
        return None;
    }
    match yaml_to_json(text) {
        Ok(json) => {
            let mut is_known = false;
            let parsed = with_each_key_once(&json, |once| {
                let json = once.unwrap_or(&json);
                let Some(descriptor) = format_of_documents(json) else { return Parsed::default() };
                is_known = true;
                let mut reading = Reading::default();
                let outcome = (descriptor.read)(json, &mut reading);
                tool_file(json, descriptor.format, (outcome, reading), Parsed::default(), policy)
            });
            is_known.then_some(parsed)
        }
        Err(error) => {
            let kind = if names_own_format(text.as_bytes()) { DiagnosticKind::OwnFormat } else { DiagnosticKind::Malformed };
            let message = format!("looks like YAML, but cannot be read: {}", error.message);
            let diagnostic = Diagnostic::new(kind, "", message).at(error.line, error.column);
            Some(Parsed::refused(Format::Unknown, diagnostic))
        }
    }
}

/// The format of YAML as JSON, which may be several documents: that of the first one. Where that is a manifest of Kubernetes that nobody
/// reads, such as a namespace, a later one that is read decides.
fn format_of_documents(json: &str) -> Option<&'static Descriptor> {
    let (first, mut at) = Shape::of(json);
    if let Some(descriptor) = format_of(&first) {
        return Some(descriptor);
    }
    if !(first.has("apiVersion") && first.has("kind")) {
        return None;
    }
    while let Some(rest) = json.get(at..).filter(|rest| !rest.trim().is_empty()) {
        let (shape, length) = Shape::of(rest);
        let of_manifests = |d: &&Descriptor| matches!(d.format, Format::K8sNetworkPolicy | Format::K8sRbac);
        if let Some(descriptor) = format_of(&shape).filter(of_manifests) {
            return Some(descriptor);
        }
        if length == 0 || shape.error.is_some() {
            return None;
        }
        at += length;
    }
    None
}

/// A text with the lines before its document blanked out, so that every place in it keeps its line and column: what a wrapper or a
/// shell says first. None when none of the next few lines begins a document of a known format.
fn behind_log_lines(text: &str, shape: &Shape<'_>) -> Option<String> {
    const LINES: usize = 100;
    const TRIES: usize = 8;
    let begins = |line: &&str| line.trim_start().starts_with(['{', '[', '<']);
    // what is a document until somewhere further down is a damaged one, and what stands in it is no document of its own
    let first_line = text.find('\n')?;
    let start = text.trim_start();
    let is_damaged_json = start.starts_with(['{', '[']) && shape.error.as_ref().is_none_or(|e| e.at > first_line);
    if start.starts_with('<') || is_damaged_json {
        return None;
    }
    let mut from = 0;
    let mut starts = text.split_inclusive('\n').take(LINES).filter_map(|line| {
        let start = from;
        from += line.len();
        (start > 0 && begins(&line)).then_some(start)
    });
    let start = starts.by_ref().take(TRIES).find(|start| {
        let rest = text.get(*start..).unwrap_or_default();
        let (shape, _) = Shape::of(rest);
        test_reports::format_of(rest).is_some() || (shape.error.is_none() && format_of(&shape).is_some())
    })?;
    let (before, rest) = text.split_at_checked(start)?;
    let blank: String = before.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
    Some(blank + rest)
}

fn tool_file(
    text: &str,
    format: Format,
    (outcome, mut reading): (Result<(), Refusal>, Reading),
    base: Parsed,
    policy: &Policy,
) -> Parsed {
    let mut summary = Summary { format, tool: reading.tool.take(), ..Summary::default() };
    let is_json = base.is_json && !matches!(outcome, Err(Refusal::Syntax(_)));
    match outcome {
        Ok(()) => {
            reading.finish(policy);
            summary.items = reading.items;
            reading.findings.iter().for_each(|f| summary.count(f));
            summary.diagnostics = reading.log.into_diagnostics();
            let facts = Facts { is_empty_list: base.facts.is_empty_list, ..reading.facts };
            Parsed { summary, facts, findings: reading.findings.into(), is_json, ..base }
        }
        Err(refusal) => {
            match refusal {
                Refusal::Syntax(e) => reading.log.syntax(DiagnosticKind::Malformed, "", &e, text, 1),
                Refusal::Shape { path, message } => reading.log.say(DiagnosticKind::Malformed, path, message),
            }
            summary.fate = Fate::Refused;
            summary.diagnostics = reading.log.into_diagnostics();
            Parsed { summary, is_json, ..base }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::default_policy;

    const LOG: &str = r#"{"$schema": "x", "version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov", "rules": [
        {"id": "A", "properties": {"security-severity": "8.1"}, "shortDescription": {"text": "größer \"{0}\""}}]}},
        "results": [{"ruleId": "A", "message": {"arguments": ["\u00e9"]}, "properties": {"a": [1, {"b": null}]},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b.tf", "uriBaseId": "ROOT"}}}]}, 3],
        "originalUriBaseIds": {"ROOT": {"uri": "infra/"}}}]}"#;

    fn both(text: &str) -> (Parsed, Parsed) {
        let (policy, _) = default_policy();
        let careful = with_each_key_once(text, |once| match once {
            Some(once) => parse_once(once, Shape::of(once), &policy),
            None => parse_once(text, Shape::of(text), &policy),
        });
        (parse_tool_file(text, Shape::of(text), &policy), careful)
    }

    #[track_caller]
    fn check(text: &str) {
        let (quick, careful) = both(text);
        assert_eq!(format!("{quick:?}"), format!("{careful:?}"), "{text}");
    }

    #[test]
    fn one_pass_finds_what_a_careful_reading_finds() {
        check(LOG);
        check(&format!("{LOG}\n{LOG}"));
        for end in (0..LOG.len()).filter(|end| LOG.is_char_boundary(*end)) {
            check(LOG.get(..end).unwrap());
        }
    }

    #[test]
    fn a_byte_that_is_lost_or_another_one_makes_no_difference_between_them() {
        for at in (0..LOG.len()).filter(|at| LOG.is_char_boundary(*at) && LOG.is_char_boundary(at + 1)) {
            let (before, after) = (LOG.get(..at).unwrap(), LOG.get(at + 1..).unwrap());
            for other in ["", "\"", "}", ",", "0"] {
                check(&[before, other, after].concat());
            }
        }
    }

    #[test]
    fn a_key_that_stands_twice_anywhere_is_found() {
        let keys = LOG.match_indices("\": ").map(|(end, _)| (LOG.get(..end).unwrap().rfind('"').unwrap(), end));
        let mut n = 0;
        for (start, end) in keys {
            let key = LOG.get(start..=end).unwrap();
            let text = [LOG.get(..start).unwrap(), key, ": 0, ", LOG.get(start..).unwrap()].concat();
            check(&text);
            let (quick, _) = both(&text);
            let names_it = |d: &Diagnostic| d.kind == DiagnosticKind::DuplicateKey;
            assert!(quick.summary.diagnostics.iter().any(names_it), "{key}: {:?}", quick.summary);
            n += 1;
        }
        assert!(n >= 20, "{n}");
    }

    #[test]
    fn the_order_of_the_keys_of_a_run_makes_no_difference() {
        let tool = r#""tool": {"driver": {"name": "t", "rules": [{"id": "A", "defaultConfiguration": {"level": "error"}}]}}"#;
        let results = r#""results": [{"ruleIndex": 0, "locations": [{"physicalLocation": {"artifactLocation": {"index": 0}}}]}, {"ruleId": "A"}]"#;
        let artifacts = r#""artifacts": [{"location": {"uri": "a.tf", "uriBaseId": "B"}}]"#;
        let bases = r#""originalUriBaseIds": {"B": {"uri": "infra"}}"#;
        let parts = [tool, results, artifacts, bases];
        let found = |order: [usize; 4]| {
            let run = order.map(|n| parts[n]).join(", ");
            let text = format!(r#"{{"version": "2.1.0", "runs": [{{{run}}}]}}"#);
            let (parsed, _) = both(&text);
            (parsed.findings, parsed.summary.diagnostics, parsed.facts)
        };
        let first = found([0, 1, 2, 3]);
        assert_eq!(first.0.len(), 2);
        assert_eq!(first.0[0].location.path.as_deref(), Some("infra/a.tf"));
        assert_eq!(first.0[0].rule_id.as_deref(), Some("A"));
        for a in 0..4 {
            for b in (0..4).filter(|b| *b != a) {
                for c in (0..4).filter(|c| ![a, b].contains(c)) {
                    assert_eq!(found([a, b, c, 6 - a - b - c]), first, "{a} {b} {c}");
                }
            }
        }
    }
}
