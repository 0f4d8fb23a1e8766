//! Values of outputs and resources in a form that compares: canonical, short, and without secrets.

pub(in crate::formats) use super::super::super::cut::phrase;

use super::super::super::cut::cut;
use super::super::super::json::Json;
use super::super::super::mask::names::output_may_be_secret;
use super::super::super::mask::{REDACTED, mask};
use super::super::super::places::Places;
use plumbline_domain::{Output, Place};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Ids and names are kept up to this many characters.
const MAX_ID: usize = 500;
/// Values are kept up to this many characters; behind that they compare by digest.
const MAX_VALUE: usize = 200;

/// An id or a name as it is kept.
pub(in crate::formats) fn id(text: &str) -> Box<str> {
    cut(text, MAX_ID).into()
}

/// A value as compact JSON with sorted keys.
fn canonical(value: &Json<'_>, out: &mut String) {
    match value {
        Json::Null | Json::Repeated(_) => out.push_str("null"),
        Json::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Json::Number(text) => match value.number().filter(|_| text.contains(['.', 'e', 'E'])) {
            Some(number) => drop(write!(out, "{number}")),
            None => out.push_str(text),
        },
        Json::String(text) => out.push_str(&serde_json::to_string(text).unwrap_or_default()),
        Json::Array(elements) => {
            out.push('[');
            for (i, element) in elements.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                canonical(element, out);
            }
            out.push(']');
        }
        Json::Object(pairs) => {
            let sorted: BTreeMap<&str, &Json<'_>> = pairs.iter().map(|(key, value)| (key.as_ref(), value)).collect();
            out.push('{');
            for (i, (key, value)) in sorted.into_iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(key).unwrap_or_default());
                out.push(':');
                canonical(value, out);
            }
            out.push('}');
        }
    }
}

/// A number that differs when a value differs.
pub(in crate::formats) fn fingerprint(value: &Json<'_>) -> u64 {
    let mut text = String::new();
    canonical(value, &mut text);
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// The value of an output in the form in which it is kept; what is long compares by digest. None when it is or may be a secret: neither
/// its value nor anything worked out from it is kept.
fn kept(name: &str, value: &Json<'_>) -> Option<Box<str>> {
    let mut text = String::new();
    canonical(value, &mut text);
    let masked = mask(&text, false);
    if output_may_be_secret(name) || masked != text || text.contains(REDACTED) {
        return None;
    }
    if text.chars().nth(MAX_VALUE).is_none() {
        return Some(text.into());
    }
    let digest: String = Sha256::digest(text.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{} (digest {digest})", cut(&masked, MAX_VALUE)).into())
}

/// Outputs as they are collected: by name, each once.
#[derive(Default)]
pub(in crate::formats) struct OutputList(BTreeMap<Box<str>, Output>);

impl OutputList {
    /// Adds an output; `value` is none when it is sensitive or not known.
    pub fn add(&mut self, name: &str, value: Option<&Json<'_>>, place: Place) {
        let output = Output { name: id(name), value: value.and_then(|v| kept(name, v)), place };
        self.0.insert(output.name.clone(), output);
    }

    /// Adds the outputs of an object such as `{"name": {"value": …, "sensitive": …}}`, as Terraform and Azure write it. `prefix` is the
    /// path of the object, with its dot.
    pub fn add_object(&mut self, outputs: &Json<'_>, prefix: &str, places: &Places<'_>) {
        for (name, output) in outputs.pairs() {
            let value = field(output, "value").filter(|_| !is_sensitive(output));
            self.add(name, value, places.at(format!("{prefix}{}", id(name)), output));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_values(self) -> Vec<Output> {
        self.0.into_values().collect()
    }
}

/// Whether an output of Terraform or Azure is marked as a secret.
fn is_sensitive(output: &Json<'_>) -> bool {
    let is_secure = |t: &str| t.to_ascii_lowercase().starts_with("secure");
    holds_true(output.get("sensitive").unwrap_or(&Json::Null))
        || field(output, "type").and_then(Json::text).is_some_and(is_secure)
}

/// Whether a value is true or holds a true, as Terraform marks what is sensitive or unknown.
pub(in crate::formats) fn holds_true(value: &Json<'_>) -> bool {
    match value {
        Json::Bool(truth) => *truth,
        Json::Array(elements) => elements.iter().any(holds_true),
        Json::Object(pairs) => pairs.iter().any(|(_, value)| holds_true(value)),
        _ => false,
    }
}

/// The value of a key, whatever the case of its letters; `null` counts as absent.
pub(in crate::formats) fn field<'j, 'a>(object: &'j Json<'a>, key: &str) -> Option<&'j Json<'a>> {
    let fits = |k: &str| k.eq_ignore_ascii_case(key);
    object.pairs().iter().rev().find(|(k, _)| fits(k)).map(|(_, value)| value).filter(|value| !matches!(value, Json::Null))
}

/// The text of a key, whatever the case of its letters, when it is not blank.
pub(in crate::formats) fn text_of<'j>(object: &'j Json<'_>, key: &str) -> Option<&'j str> {
    field(object, key).and_then(Json::text).filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::super::super::json::Cursor;
    use super::*;

    fn kept_of(name: &str, text: &str) -> String {
        kept(name, &Cursor::new(text).value().unwrap()).unwrap_or_default().into()
    }

    #[test]
    fn values_that_mean_the_same_are_kept_alike() {
        assert_eq!(kept_of("a", r#"{"b": 2.0, "a": [true, null]}"#), r#"{"a":[true,null],"b":2}"#);
        assert_eq!(kept_of("a", "12345678901234567890123"), "12345678901234567890123");
        assert_eq!(kept_of("a", r#""\u0061""#), r#""a""#);
    }

    #[test]
    fn a_phrase_stays_on_its_line_and_hides_nothing() {
        assert_eq!(phrase("m\n::error::z\u{1b}[31m AKIAIOSFODNN7EXAMPLE"), r"m ::error::z\u{1b}[31m AKIA(redacted)");
        assert_eq!(phrase(&"x".repeat(900)).len(), 200);
    }

    #[test]
    fn nothing_is_kept_of_what_may_be_a_secret() {
        let kept = |name: &str, text: &str| kept(name, &Cursor::new(text).value().unwrap());
        for name in ["db_password", "storageConnection", "functionKey", "hostKeys", "blobSasUrl", "slack_webhook"] {
            assert_eq!(kept(name, "\"hunter2\""), None, "{name}");
        }
        for text in ["\"AKIAIOSFODNN7EXAMPLE\"", "[\"(redacted)\"]"] {
            assert_eq!(kept("a", text), None, "{text}");
        }
        assert!(kept_of("keyVaultName", "\"kv-orders\"").contains("kv-orders"));
        let long = |end: &str| kept_of("a", &format!("\"{}{end}\"", "x".repeat(400)));
        assert_ne!(long("a"), long("b"));
    }
}
