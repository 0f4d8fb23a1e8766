//! What kind of evidence a file is, told from its content: its format, the tool that wrote it, and for documents of no format of
//! their own their shape.

use plumbline_domain::{Format, Gate, artifact_kind};
use serde_json::Value;

/// The artifact type's id, as far as the content tells at this gate; none when it does not.
pub fn artifact_type_of(format: Format, tool: Option<&str>, bytes: &[u8], gate: Gate) -> Option<&'static str> {
    if format == Format::Unknown { by_shape(bytes) } else { artifact_kind(format, tool, gate) }
}

/// Terraform's own documents, which no format id names.
fn by_shape(bytes: &[u8]) -> Option<&'static str> {
    let first_line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    if let Ok(Value::Object(line)) = serde_json::from_slice::<Value>(first_line)
        && line.contains_key("@level")
        && line.contains_key("@message")
    {
        return Some("deployment-log");
    }
    let Ok(Value::Object(document)) = serde_json::from_slice::<Value>(bytes) else { return None };
    if document.contains_key("valid") && document.contains_key("diagnostics") {
        return Some("template-diagnostics");
    }
    if document.get("drift").is_some_and(Value::is_boolean) {
        return Some("drift-check");
    }
    let is_output = |v: &Value| v.get("value").is_some() && v.get("sensitive").is_some_and(Value::is_boolean);
    (!document.is_empty() && document.values().all(is_output)).then_some("deployment-outputs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documents_of_terraform_are_known_by_their_shape() {
        let of = |text: &str| artifact_type_of(Format::Unknown, None, text.as_bytes(), Gate::Execution);
        assert_eq!(of("{\"@level\":\"info\",\"@message\":\"x\",\"type\":\"version\"}\n{}"), Some("deployment-log"));
        assert_eq!(of("{\"format_version\":\"1.0\",\"valid\":true,\"diagnostics\":[]}"), Some("template-diagnostics"));
        assert_eq!(of("{\"ip\":{\"sensitive\":false,\"type\":\"string\",\"value\":\"10.0.0.1\"}}"), Some("deployment-outputs"));
        assert_eq!(of("{\"drift\":false}"), Some("drift-check"));
        assert_eq!((of("{}"), of("text"), of("")), (None, None, None));
    }
}
