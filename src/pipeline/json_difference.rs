//! In what two JSON documents of the same make differ, leaf by leaf.

use serde_json::{Map, Value};

/// A leaf that is not the same in both.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// Where: `gates.validation.verified`, `teams[payments].rung`.
    pub path: String,
    /// What the first says; none when it does not have it.
    pub from: Option<Value>,
    /// What the second says.
    pub to: Option<Value>,
}

/// The leaves that differ, in the order of the documents. Elements of lists are held against each other by what names them (a
/// team, an id, a period …), else by their place.
pub fn moved(from: &Value, to: &Value) -> Vec<Moved> {
    let mut out = Vec::new();
    compare(String::new(), Some(from), Some(to), &mut out);
    out
}

fn compare(path: String, from: Option<&Value>, to: Option<&Value>, out: &mut Vec<Moved>) {
    match (from, to) {
        (Some(a), Some(b)) if a == b => {}
        (Some(Value::Object(a)), Some(Value::Object(b))) => {
            for (key, value) in a {
                compare(joined(&path, key), Some(value), b.get(key), out);
            }
            for (key, value) in b.iter().filter(|(key, _)| !a.contains_key(*key)) {
                compare(joined(&path, key), None, Some(value), out);
            }
        }
        (Some(Value::Array(a)), Some(Value::Array(b))) => {
            let (names_a, names_b) = (names(a), names(b));
            let place_in = |names: &[String], name: &String| names.iter().position(|n| n == name);
            for (name, value) in names_a.iter().zip(a) {
                compare(format!("{path}[{name}]"), Some(value), place_in(&names_b, name).and_then(|i| b.get(i)), out);
            }
            for (name, value) in names_b.iter().zip(b).filter(|(name, _)| place_in(&names_a, name).is_none()) {
                compare(format!("{path}[{name}]"), None, Some(value), out);
            }
        }
        (from, to) => out.push(Moved { path, from: from.cloned(), to: to.cloned() }),
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A name for each element: what names it if that tells all of them apart, else its place.
fn names(list: &[Value]) -> Vec<String> {
    let named: Option<Vec<String>> = list.iter().map(|v| v.as_object().and_then(name)).collect();
    let is_distinct = |names: &Vec<String>| {
        let distinct: std::collections::BTreeSet<&String> = names.iter().collect();
        distinct.len() == names.len()
    };
    named.filter(is_distinct).unwrap_or_else(|| (0..list.len()).map(|i| i.to_string()).collect())
}

fn name(element: &Map<String, Value>) -> Option<String> {
    let text = |key: &str| element.get(key).and_then(Value::as_str);
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
    use serde_json::json;

    #[test]
    fn lists_are_held_against_each_other_by_what_names_their_elements() {
        let a = json!({"teams": [{"team": "a", "rung": "x"}, {"team": "b", "rung": "y"}], "n": 1, "same": [1, 2]});
        let b = json!({"teams": [{"team": "b", "rung": "z"}, {"team": "c", "rung": "x"}], "n": null, "same": [1, 2]});
        let paths: Vec<String> = moved(&a, &b).into_iter().map(|m| m.path).collect();
        assert_eq!(paths, ["n", "teams[a]", "teams[b].rung", "teams[c]"]);
    }

    #[test]
    fn elements_without_distinct_names_are_told_by_their_place() {
        let a = json!([{"pattern": "p", "ruleId": "1"}, {"pattern": "p", "ruleId": "2"}]);
        let b = json!([{"pattern": "p", "ruleId": "1"}, {"pattern": "p", "ruleId": "3"}]);
        assert_eq!(moved(&a, &b).into_iter().map(|m| m.path).collect::<Vec<_>>(), ["[1].ruleId"]);
    }
}
