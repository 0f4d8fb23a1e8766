//! Matchers of Alertmanager and Grafana, as both write them.

use super::words::{merged, name, scalar};
use crate::json::Json;
use plumbline_domain::{Comparison, Matcher};

/// The matchers of a route: `match`, `match_re`, `matchers` and Grafana's `object_matchers`.
pub(super) fn matchers_of(route: &Json<'_>) -> Vec<Matcher> {
    let mut found = Vec::new();
    for (key, comparison) in [("match", Comparison::Is), ("match_re", Comparison::Matches)] {
        for (label, value) in merged(route, key).map(Json::pairs).unwrap_or_default() {
            let value = scalar(value).unwrap_or_default();
            found.push(Matcher { label: label.as_ref().into(), comparison, value: value.as_ref().into() });
        }
    }
    match merged(route, "matchers") {
        Some(Json::String(text)) => parse(text, &mut found),
        Some(Json::Array(list)) => {
            for matcher in list {
                match matcher {
                    Json::String(text) => parse(text, &mut found),
                    Json::Array(_) => found.push(of_three(matcher)),
                    _ => found.push(unknown("")),
                }
            }
        }
        Some(Json::Null) | None => {}
        Some(_) => found.push(unknown("")),
    }
    found.extend(merged(route, "object_matchers").map(Json::elements).unwrap_or_default().iter().map(of_three));
    found
}

/// A matcher as a list of label, operator and value.
fn of_three(matcher: &Json<'_>) -> Matcher {
    let [label, operator, value] = matcher.elements() else { return unknown("") };
    let comparison = operator.text().map_or(Comparison::Unknown, comparison_of);
    of_words(&scalar(label).unwrap_or_default(), comparison, &scalar(value).unwrap_or_default())
}

/// A matcher of its three words.
pub(crate) fn of_words(label: &str, comparison: Comparison, value: &str) -> Matcher {
    Matcher { label: label.into(), comparison, value: value.into() }
}

fn unknown(text: &str) -> Matcher {
    Matcher { label: name(text), comparison: Comparison::Unknown, value: "".into() }
}

/// What an operator compares.
pub(crate) fn comparison_of(operator: &str) -> Comparison {
    match operator {
        "=" | "==" => Comparison::Is,
        "!=" => Comparison::IsNot,
        "=~" => Comparison::Matches,
        "!~" => Comparison::MatchesNot,
        _ => Comparison::Unknown,
    }
}

/// Matchers in a text: `severity="critical"`, `{a=b, c=~"d|e"}`.
fn parse(text: &str, found: &mut Vec<Matcher>) {
    let text = text.trim();
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    for part in split_at_commas(inner) {
        let part = part.trim();
        if !part.is_empty() {
            found.push(parse_one(part).unwrap_or_else(|| unknown(part)));
        }
    }
}

/// The parts between commas that stand outside of quotes.
fn split_at_commas(text: &str) -> Vec<&str> {
    let (mut parts, mut from) = (Vec::new(), 0);
    let (mut in_quotes, mut is_escaped) = (false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => in_quotes = !in_quotes,
            ',' if !in_quotes => {
                parts.push(text.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

fn parse_one(text: &str) -> Option<Matcher> {
    let (label, rest) = match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => text.split_at_checked(text.find(['=', '!'])?)?,
    };
    let label = label.trim();
    let rest = rest.trim_start();
    let (operator, value) = ["=~", "!~", "!=", "="].iter().find_map(|o| Some((*o, rest.strip_prefix(o)?)))?;
    if label.is_empty() {
        return None;
    }
    let value = value.trim();
    let value = match value.strip_prefix('"') {
        Some(quoted) => unescape(quoted.strip_suffix('"')?),
        None => value.to_owned(),
    };
    Some(of_words(label, comparison_of(operator), &value))
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, c == '\\') {
            (_, true) => match chars.next() {
                Some('n') => plain.push('\n'),
                Some(c @ ('"' | '\\')) => plain.push(c),
                // what is no escape stays as it is, so that a regular expression may be written plainly
                Some(c) => plain.extend(['\\', c]),
                None => plain.push('\\'),
            },
            (c, false) => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Cursor;

    fn of(json: &str) -> Vec<(String, Comparison, String)> {
        let route = Cursor::new(json).value().unwrap();
        matchers_of(&route).into_iter().map(|m| (m.label.into(), m.comparison, m.value.into())).collect()
    }

    fn one(label: &str, comparison: Comparison, value: &str) -> (String, Comparison, String) {
        (label.to_owned(), comparison, value.to_owned())
    }

    #[test]
    fn matchers_are_read_with_and_without_quotes() {
        assert_eq!(of(r#"{"matchers": ["severity = critical"]}"#), [one("severity", Comparison::Is, "critical")]);
        assert_eq!(
            of(r#"{"matchers": ["{a=\"x,y\", b!~\"c|d\"}", "e!=f"]}"#),
            [one("a", Comparison::Is, "x,y"), one("b", Comparison::MatchesNot, "c|d"), one("e", Comparison::IsNot, "f")]
        );
        assert_eq!(of(r#"{"matchers": ["a=~\"x\\\\.y\\\"\""]}"#), [one("a", Comparison::Matches, "x\\.y\"")]);
        assert_eq!(of(r#"{"matchers": ["team=\"\""]}"#), [one("team", Comparison::Is, "")]);
    }

    #[test]
    fn the_older_keys_and_the_lists_of_grafana_are_read() {
        assert_eq!(
            of(r#"{"match": {"tier": 1}, "match_re": {"job": "a|b"}, "object_matchers": [["team", "=", "orders"]]}"#),
            [one("tier", Comparison::Is, "1"), one("job", Comparison::Matches, "a|b"), one("team", Comparison::Is, "orders")]
        );
    }

    #[test]
    fn what_is_not_understood_may_match_or_not() {
        for text in [r#"["severity"]"#, r#"[{"severity": "critical"}]"#, r#"["=x"]"#, r#"["a=\"x"]"#] {
            let matchers = of(&format!(r#"{{"matchers": {text}}}"#));
            assert_eq!(matchers.first().map(|m| m.1), Some(Comparison::Unknown), "{text}");
        }
    }
}
