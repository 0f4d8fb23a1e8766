//! Records in which every text is hostile, made from the published schemas: a field that a schema gets is a field that is tried.

use serde_json::{Map, Value, json};
use std::path::Path;

/// A published schema.
pub fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("public/schema/{name}.schema.json"));
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

/// A record of a schema with every property; each text that the schema leaves free is `text`.
pub fn record(schema: &Value, text: &str) -> Value {
    value(schema, schema, text, 0)
}

fn value(root: &Value, schema: &Value, text: &str, depth: u32) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let Some(name) = reference.strip_prefix("#/$defs/") else { return Value::Null };
        return value(root, &root["$defs"][name], text, depth + 1);
    }
    if let Some(constant) = schema.get("const").or_else(|| schema["enum"].get(0)) {
        return constant.clone();
    }
    if let Some(first) = schema["oneOf"].get(0).or_else(|| schema["anyOf"].get(0)) {
        return value(root, first, text, depth);
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str());
    match kind {
        Some("object") => object(root, schema, text, depth),
        Some("array") => json!([value(root, &schema["items"], text, depth)]),
        Some("string") if schema["format"] == "date-time" => "2026-11-20T00:00:00Z".into(),
        Some("string") if schema.get("pattern").is_some() => "0".repeat(64).into(),
        Some("string") => text.into(),
        Some("integer" | "number") => 1.into(),
        Some("boolean") => true.into(),
        _ => Value::Null,
    }
}

fn object(root: &Value, schema: &Value, text: &str, depth: u32) -> Value {
    let mut out = Map::new();
    if depth < 12 {
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            out.insert(name.clone(), value(root, inner, text, depth + 1));
        }
        if schema["additionalProperties"].is_object() {
            let name = schema["propertyNames"]["enum"][0].as_str().unwrap_or(text);
            out.insert(name.to_owned(), value(root, &schema["additionalProperties"], text, depth + 1));
        }
    }
    // what no schema names is read over, and may be quoted
    out.insert(text.to_owned(), text.into());
    Value::Object(out)
}

/// The tool's file with one of its quoted texts replaced, for each of them: a finding's message, a path, an address.
pub fn poisoned<'t>(file: &'t str, text: &'t str) -> impl Iterator<Item = String> + 't {
    let is_json = file.starts_with(['{', '[']);
    // neither XML nor YAML can hold most control characters
    let printable: String =
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\r' | '\t')).filter(|c| *c != '\u{feff}').collect();
    let written = match file.starts_with('<') {
        true => {
            let escape = |c: char| match c {
                '&' => "&amp;".to_owned(),
                '<' => "&lt;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\n' | '\r' | '\t' => format!("&#{};", u32::from(c)),
                c => c.to_string(),
            };
            printable.chars().map(escape).collect()
        }
        false => serde_json::to_string(if is_json { text } else { &printable }).unwrap().trim_matches('"').to_owned(),
    };
    quoted(file).into_iter().map(move |(from, to)| [&file[..from], &file[from..to], &written, &file[to..]].concat())
}

/// Where the texts between quotes stand, but for keys: with another key a file is another one.
fn quoted(file: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut from = None;
    let mut escaped = false;
    for (at, byte) in file.bytes().enumerate() {
        match (byte, from) {
            (b'"', Some(start)) if !escaped => {
                let is_key = file[at + 1..].trim_start().starts_with(':');
                found.extend((!is_key).then_some((start, at)));
                from = None;
            }
            (b'"', None) => from = Some(at + 1),
            _ => {}
        }
        escaped = byte == b'\\' && !escaped;
    }
    found
}

#[test]
fn a_record_has_every_property_of_its_schema() {
    let report = record(&schema("gate-report"), "x");
    assert_eq!((&report["change"]["team"], &report["evidence"][0]["artifact"]["path"]), (&json!("x"), &json!("x")));
    assert_eq!((&report["gate"], &report["findings"][0]["ruleId"]), (&json!("intent"), &json!("x")));
    assert_eq!(record(&schema("policy"), "x")["artifactTypes"][0]["id"], "x");
}

#[test]
fn a_file_is_poisoned_once_for_each_text() {
    assert_eq!(poisoned(r#"{"a": "b\"c"}"#, "!\n").collect::<Vec<_>>(), [r#"{"a": "b\"c!\n"}"#]);
    assert_eq!(poisoned(r#"<a b="c"/>"#, "<\n").collect::<Vec<_>>(), [r#"<a b="c&lt;&#10;"/>"#]);
}
