//! Values of an object whose keys are written in camel case, Pascal case or snake case, and which of them are not known yet.

use super::super::super::json::Json;

const NULL: &Json<'static> = &Json::Null;

/// An object, with a tree like it that is true where a value is known after the deployment only.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Values<'j, 'a> {
    value: &'j Json<'a>,
    unknown: &'j Json<'a>,
    /// The arguments that somebody wrote; what nobody wrote and is not known is filled in by the provider, and counts as absent.
    written: Option<&'j Json<'a>>,
}

impl<'j, 'a> Values<'j, 'a> {
    /// An object in which everything is known.
    pub fn of(value: &'j Json<'a>) -> Self {
        Values { value, unknown: NULL, written: None }
    }

    /// A resource of a plan; `written`: its arguments in the configuration, where the plan has one.
    pub fn planned(value: &'j Json<'a>, unknown: &'j Json<'a>, written: Option<&'j Json<'a>>) -> Self {
        Values { value, unknown, written }
    }

    /// The object itself.
    pub fn json(&self) -> &'j Json<'a> {
        self.value
    }

    /// The value of a key, written `sourceRanges`; `SourceRanges` and `source_ranges` are the same key. Null counts as absent.
    pub fn get(&self, key: &str) -> Option<&'j Json<'a>> {
        value_of(self.value, key).filter(|v| !matches!(v, Json::Null))
    }

    /// A text that is not blank.
    pub fn text(&self, key: &str) -> Option<&'j str> {
        self.get(key).and_then(Json::text).filter(|t| !t.trim().is_empty())
    }

    /// A whole number, written as a number or as a text.
    pub fn whole(&self, key: &str) -> Option<i64> {
        self.get(key).and_then(whole)
    }

    /// A truth, written as such or as a text.
    pub fn truth(&self, key: &str) -> Option<bool> {
        match self.get(key)? {
            Json::Bool(truth) => Some(*truth),
            Json::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Json::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// Whether the value of a key, or a part of it, is known after the deployment only.
    pub fn is_unknown(&self, key: &str) -> bool {
        self.is_written(key) && value_of(self.unknown, key).is_some_and(has_truth)
    }

    /// Whether the whole value of a key is known after the deployment only.
    pub fn is_wholly_unknown(&self, key: &str) -> bool {
        self.is_written(key) && value_of(self.unknown, key).and_then(Json::truth) == Some(true)
    }

    /// Whether the arguments are known that somebody wrote.
    pub fn says_what_is_written(&self) -> bool {
        self.written.is_some()
    }

    fn is_written(&self, key: &str) -> bool {
        self.written.is_none_or(|arguments| value_of(arguments, key).is_some())
    }

    /// The object behind a key, or the first one of a list: a block of Terraform is a list.
    pub fn child(&self, key: &str) -> Option<Values<'j, 'a>> {
        let (value, unknown) = (self.get(key)?, value_of(self.unknown, key).unwrap_or(NULL));
        match value {
            Json::Object(_) => Some(Values { value, unknown, written: None }),
            Json::Array(elements) => {
                let value = elements.first().filter(|e| e.is_object())?;
                Some(Values { value, unknown: unknown.elements().first().unwrap_or(NULL), written: None })
            }
            _ => None,
        }
    }

    /// The elements of a list, each with its number. A single value is a list of one.
    pub fn list(&self, key: &str) -> impl Iterator<Item = (usize, Values<'j, 'a>)> + use<'j, 'a> {
        let unknown = value_of(self.unknown, key).unwrap_or(NULL);
        let elements = match self.get(key) {
            Some(Json::Array(elements)) => elements.as_slice(),
            Some(other) => std::slice::from_ref(other),
            None => &[],
        };
        elements.iter().enumerate().map(move |(n, value)| {
            let unknown = unknown.elements().get(n).unwrap_or(NULL);
            (n, Values { value, unknown, written: None })
        })
    }

    /// The texts of a list, or the one text.
    pub fn texts(&self, key: &str) -> impl Iterator<Item = &'j str> + use<'j, 'a> {
        self.list(key).filter_map(|(_, v)| v.value.text()).filter(|t| !t.trim().is_empty())
    }
}

/// A whole number, written as a number or as a text.
pub(crate) fn whole(value: &Json<'_>) -> Option<i64> {
    match value {
        Json::String(text) => text.trim().parse().ok(),
        other => other.number().filter(|n| n.fract() == 0.0 && n.abs() < 1e15).map(|n| n as i64),
    }
}

/// Whether a tree has a truth in it.
fn has_truth(tree: &Json<'_>) -> bool {
    match tree {
        Json::Bool(truth) => *truth,
        Json::Array(elements) => elements.iter().any(has_truth),
        Json::Object(pairs) => pairs.iter().any(|(_, v)| has_truth(v)),
        _ => false,
    }
}

fn value_of<'j, 'a>(object: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    object.pairs().iter().rev().find(|(k, _)| is_same_key(k, key)).map(|(_, v)| v)
}

/// Whether two keys differ in case and underscores only.
fn is_same_key(a: &str, b: &str) -> bool {
    fn letters(key: &str) -> impl Iterator<Item = u8> {
        key.bytes().filter(|b| *b != b'_').map(|b| b.to_ascii_lowercase())
    }
    letters(a).eq(letters(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Cursor;

    #[test]
    fn one_key_has_several_spellings() {
        for text in [r#"{"sourceRanges": ["a"]}"#, r#"{"SourceRanges": "a"}"#, r#"{"source_ranges": ["a", 1, " "]}"#] {
            let tree = Cursor::new(text).value().unwrap();
            assert_eq!(Values::of(&tree).texts("sourceRanges").collect::<Vec<_>>(), ["a"], "{text}");
        }
        let tree = Cursor::new(r#"{"sources": 1, "sourceRange": 2}"#).value().unwrap();
        assert!(Values::of(&tree).get("sourceRanges").is_none());
    }

    #[test]
    fn what_is_not_known_yet_is_found_at_every_depth() {
        let value = Cursor::new(r#"{"ingress": [{"from_port": 22}], "id": null}"#).value().unwrap();
        let unknown = Cursor::new(r#"{"ingress": [{"cidr_blocks": [false, true]}], "id": true}"#).value().unwrap();
        let values = Values::planned(&value, &unknown, None);
        assert!(values.is_wholly_unknown("id") && !values.is_wholly_unknown("ingress"));
        let (_, rule) = values.list("ingress").next().unwrap();
        assert_eq!((rule.is_unknown("cidrBlocks"), rule.is_unknown("fromPort"), rule.whole("fromPort")), (true, false, Some(22)));
    }

    #[test]
    fn what_nobody_wrote_is_absent_and_not_unknown() {
        let value = Cursor::new("{}").value().unwrap();
        let unknown = Cursor::new(r#"{"ingress": true, "vpc_id": true}"#).value().unwrap();
        let written = Cursor::new(r#"{"vpc_id": {"references": []}}"#).value().unwrap();
        let values = Values::planned(&value, &unknown, Some(&written));
        assert_eq!((values.is_unknown("vpcId"), values.is_unknown("ingress")), (true, false));
    }
}
