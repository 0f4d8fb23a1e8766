//! In what two JSON documents of the same make differ, leaf by leaf.

use super::json_text::written;
use plumbline_json::{Cursor, Json};

/// A leaf that is not the same in both.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Where: `gates.validation.verified`, `teams[payments].rung`.
    pub path: String,
    /// What the first says, as JSON; none when it does not have it.
    pub from: Option<String>,
    /// What the second says.
    pub to: Option<String>,
}

/// A text as a tree; null when it is no JSON.
pub(super) fn tree(text: &str) -> Json<'_> {
    Cursor::new(text).value().unwrap_or(Json::Null)
}

/// The leaves in which two JSON texts differ, in the order of the documents. Elements of lists are held against each other by what
/// names them (a team, an id, a period …), else by their place; numbers are the same when they are written the same.
pub fn moved(from: &str, to: &str) -> Vec<Moved> {
    moved_in(&tree(from), &tree(to))
}

pub(super) fn moved_in(from: &Json<'_>, to: &Json<'_>) -> Vec<Moved> {
    let mut out = Vec::new();
    compare(String::new(), Some(from), Some(to), &mut out);
    out
}

fn compare(path: String, from: Option<&Json<'_>>, to: Option<&Json<'_>>, out: &mut Vec<Moved>) {
    match (from, to) {
        (Some(a), Some(b)) if a == b => {}
        (Some(a @ Json::Object(_)), Some(b @ Json::Object(_))) => {
            for (key, value) in a.pairs() {
                compare(joined(&path, key), Some(value), b.get(key), out);
            }
            for (key, value) in b.pairs().iter().filter(|(key, _)| a.get(key).is_none()) {
                compare(joined(&path, key), None, Some(value), out);
            }
        }
        (Some(Json::Array(a)), Some(Json::Array(b))) => {
            let (names_a, names_b) = (names(a), names(b));
            let place_in = |names: &[String], name: &String| names.iter().position(|n| n == name);
            for (name, value) in names_a.iter().zip(a) {
                let other = place_in(&names_b, name).and_then(|i| b.get(i));
                compare(element(&path, name), Some(value), other, out);
            }
            for (name, value) in names_b.iter().zip(b).filter(|(name, _)| place_in(&names_a, name).is_none()) {
                compare(element(&path, name), None, Some(value), out);
            }
        }
        (from, to) => out.push(Moved { path, from: from.map(written), to: to.map(written) }),
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() }
}

fn element(path: &str, name: &str) -> String {
    [path, "[", name, "]"].concat()
}

/// A name for each element: what names it if that tells all of them apart, else its place.
fn names(list: &[Json<'_>]) -> Vec<String> {
    let named: Option<Vec<String>> = list.iter().map(name).collect();
    let is_distinct = |names: &Vec<String>| {
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        distinct.len() == names.len()
    };
    named.filter(is_distinct).unwrap_or_else(|| (0..list.len()).map(|i| i.to_string()).collect())
}

fn name(element: &Json<'_>) -> Option<String> {
    let text = |key: &str| element.get(key).and_then(Json::text);
    for key in ["team", "id", "rung"] {
        if let Some(name) = text(key) {
            return Some(name.to_owned());
        }
    }
    let parts: Vec<&str> =
        ["type", "family", "surface", "gate", "pattern", "lane", "step", "link", "period"].into_iter().filter_map(text).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(a: &str, b: &str) -> Vec<String> {
        moved(a, b).into_iter().map(|m| m.path).collect()
    }

    #[test]
    fn lists_are_held_against_each_other_by_what_names_their_elements() {
        let a = r#"{"n": 1, "same": [1, 2], "teams": [{"team": "a", "rung": "x"}, {"team": "b", "rung": "y"}]}"#;
        let b = r#"{"n": null, "same": [1, 2], "teams": [{"team": "b", "rung": "z"}, {"team": "c", "rung": "x"}]}"#;
        assert_eq!(paths(a, b), ["n", "teams[a]", "teams[b].rung", "teams[c]"]);
    }

    #[test]
    fn elements_without_distinct_names_are_told_by_their_place() {
        let a = r#"[{"pattern": "p", "ruleId": "1"}, {"pattern": "p", "ruleId": "2"}]"#;
        let b = r#"[{"pattern": "p", "ruleId": "1"}, {"pattern": "p", "ruleId": "3"}]"#;
        assert_eq!(paths(a, b), ["[1].ruleId"]);
    }

    #[test]
    fn what_differs_is_told_as_json() {
        let found = moved(r#"{"a": "é\n", "b": [1.50, {"c": null}]}"#, r#"{"a": true, "b": 3}"#);
        let told: Vec<_> = found.iter().map(|m| (m.path.as_str(), m.from.as_deref(), m.to.as_deref())).collect();
        assert_eq!(told, [("a", Some(r#""é\n""#), Some("true")), ("b", Some(r#"[1.50,{"c":null}]"#), Some("3"))]);
    }
}
