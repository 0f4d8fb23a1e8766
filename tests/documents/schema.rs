//! docs/json.md and docs/policy-keys.md: the keys of the project's own files, from their schemas.

use plumbline_domain::Probe;
use serde_json::{Map, Value};
use std::fmt::Write;

const WRITTEN: &str =
    "This page is written from the schemas. After a change, `UPDATE_EXPECT=1 cargo test --test documents` writes it again.\n";

/// Every file but the policy.
pub fn files_to_markdown(schemas: &[(&str, &str)]) -> String {
    let mut out = format!(
        "# Fields of the JSON files\n\nThe files that Plumbline reads and writes as JSON. [Formats](formats.md) says how they are read and joined, and shows \
         examples; [policy keys](policy-keys.md) has the keys of a policy. A key that is not listed is ignored.\n\n{WRITTEN}"
    );
    for (name, text) in schemas {
        let schema: Value = serde_json::from_str(text).unwrap();
        let page = Page { schema: &schema, default: None, prefix: name };
        let title = schema["title"].as_str().unwrap().trim_start_matches("Plumbline ");
        let _ = write!(out, "\n## {}{}\n\n", title[..1].to_uppercase(), &title[1..]);
        let _ = write!(
            out,
            "{} Its schema is [`{name}.schema.json`](../public/schema/{name}.schema.json).\n\n",
            schema["description"].as_str().unwrap()
        );
        page.write(&mut out);
    }
    out.replace("\n\n\n", "\n\n")
}

/// The keys of a policy, with what the default says.
pub fn policy_to_markdown(schema: &str, default: &str) -> String {
    let schema: Value = serde_json::from_str(schema).unwrap();
    let default: Value = serde_json::from_str(default).unwrap();
    let mut out = format!(
        "# Policy keys\n\n{} [Write your own policy](how-to/policy.md) says how to use one, the [scoring rules](scoring.md) what each key \
         decides, and [evidence types](evidence-types.md) what the default policy asks of evidence. Its schema is \
         [`policy.schema.json`](../public/schema/policy.schema.json).\n\n{WRITTEN}\n",
        schema["description"].as_str().unwrap()
    );
    Page { schema: &schema, default: Some(&default), prefix: "policy" }.write(&mut out);
    out
}

struct Page<'a> {
    schema: &'a Value,
    default: Option<&'a Value>,
    prefix: &'a str,
}

impl Page<'_> {
    /// The table of the file itself, and one for each object in it.
    fn write(&self, out: &mut String) {
        let mut waiting = Vec::new();
        if self.schema["properties"].is_object() && self.schema["oneOf"].is_null() {
            self.table(out, self.schema, &mut waiting);
        }
        for alternative in self.schema["oneOf"].as_array().into_iter().flatten() {
            waiting.push(named(alternative).unwrap().to_owned());
        }
        let mut at = 0;
        while let Some(name) = waiting.get(at).cloned() {
            let object = &self.schema["$defs"][&name];
            let level = if self.default.is_some() { "##" } else { "###" };
            let _ = write!(out, "\n{level} {}: {name}\n\n", self.prefix);
            if let Some(text) = object["description"].as_str() {
                let _ = write!(out, "{text}\n\n");
            }
            self.table(out, object, &mut waiting);
            at += 1;
        }
    }

    fn table(&self, out: &mut String, object: &Value, waiting: &mut Vec<String>) {
        let is_top = std::ptr::eq(object, self.schema);
        let default = self.default.filter(|_| is_top);
        let required: Vec<&str> = object["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let last = if default.is_some() { " default policy |" } else { "" };
        let _ = writeln!(out, "| key | value | meaning |{last}\n|---|---|---|{}", if default.is_some() { "---|" } else { "" });
        for (key, value) in object["properties"].as_object().unwrap() {
            let must = if required.contains(&key.as_str()) { ", required" } else { "" };
            let meaning = text_of(value).or_else(|| text_of(self.resolved(value))).unwrap_or_default();
            let meaning = match value["default"] {
                Value::Null => meaning.to_owned(),
                ref stated => format!("{meaning} Default: `{stated}`.").trim_start().to_owned(),
            };
            let _ = write!(out, "| `{key}` | {}{must} | {meaning} |", self.value(value, waiting));
            if let Some(default) = default {
                let _ = write!(out, " {} |", shown(default.get(key)));
            }
            out.push('\n');
        }
    }

    /// The definition that a value refers to, or the value itself.
    fn resolved<'v>(&'v self, value: &'v Value) -> &'v Value {
        named(value).map_or(value, |name| &self.schema["$defs"][name])
    }

    /// What may stand there, in words. Objects are put on the list of those that get a table.
    fn value(&self, value: &Value, waiting: &mut Vec<String>) -> String {
        if let Some(name) = named(value) {
            let object = &self.schema["$defs"][name];
            if !object["properties"].is_object() {
                return self.value(object, waiting);
            }
            if !waiting.iter().any(|other| other == name) {
                waiting.push(name.to_owned());
            }
            return format!("[{name}](#{}-{})", self.prefix, name.to_lowercase());
        }
        if let Some(file) = value["$ref"].as_str() {
            return if file == "policy.schema.json" { "a [policy](policy-keys.md)".to_owned() } else { format!("`{file}`") };
        }
        if !value["const"].is_null() {
            return format!("`{}`", value["const"]);
        }
        if let Some(ids) = value["enum"].as_array() {
            if ids.iter().any(|id| id.as_str().is_some_and(|id| Probe::from_id(id).is_some())) {
                return "a [probe](probes.md)".to_owned();
            }
            return ids.iter().map(|id| format!("`{}`", id.as_str().unwrap())).collect::<Vec<_>>().join(", ");
        }
        if let Some(ways) = value["oneOf"].as_array().or_else(|| value["anyOf"].as_array()) {
            return ways.iter().map(|way| self.value(way, waiting)).collect::<Vec<_>>().join(", or ");
        }
        let types: Vec<&str> = match &value["type"] {
            Value::String(one) => vec![one.as_str()],
            Value::Array(all) => all.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        types.into_iter().map(|one| self.of_type(one, value, waiting)).collect::<Vec<_>>().join(" or ")
    }

    fn of_type(&self, name: &str, value: &Value, waiting: &mut Vec<String>) -> String {
        match name {
            "array" => format!("list of: {}", self.value(&value["items"], waiting)),
            "object" => self.map(value, waiting),
            "string" => match (value["format"].as_str(), value["pattern"].as_str()) {
                (Some("date-time"), _) => "time".to_owned(),
                (Some("uri"), _) => "address".to_owned(),
                (_, Some(pattern)) if pattern.contains("{64}") => "SHA-256".to_owned(),
                _ => "text".to_owned(),
            },
            "integer" => format!("whole number{}", range(value)),
            "number" => format!("number{}", range(value)),
            "boolean" => "`true`, `false`".to_owned(),
            other => format!("`{other}`"),
        }
    }

    fn map(&self, value: &Value, waiting: &mut Vec<String>) -> String {
        let keys = value["propertyNames"]["enum"].as_array();
        let keys = keys.map(|keys| keys.iter().map(|key| format!("`{}`", key.as_str().unwrap())).collect::<Vec<_>>().join(", "));
        let of = self.value(&value["additionalProperties"], waiting);
        format!("for each of {}: {of}", keys.unwrap_or_else(|| "its keys".to_owned()))
    }
}

fn named(value: &Value) -> Option<&str> {
    value["$ref"].as_str()?.strip_prefix("#/$defs/")
}

fn text_of(value: &Value) -> Option<&str> {
    value["description"].as_str()
}

fn range(value: &Value) -> String {
    match (value["minimum"].as_f64(), value["maximum"].as_f64()) {
        (Some(least), Some(most)) => format!(" from {least} to {most}"),
        (Some(least), None) => format!(", at least {least}"),
        _ => String::new(),
    }
}

/// A value of the default policy, if it is short.
fn shown(value: Option<&Value>) -> String {
    let count = |n: usize, what: &str| if n == 0 { "none".to_owned() } else { format!("{n} {what}") };
    match value {
        None => String::new(),
        Some(Value::Array(items)) if items.iter().any(Value::is_object) || items.len() > 4 || items.is_empty() => {
            count(items.len(), "entries")
        }
        Some(Value::Object(keys)) if nested(keys) || keys.is_empty() => count(keys.len(), "keys"),
        Some(value) => format!("`{value}`"),
    }
}

fn nested(keys: &Map<String, Value>) -> bool {
    keys.len() > 1 || keys.values().any(|value| !value.is_number())
}
