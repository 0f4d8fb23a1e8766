//! What is wrong with a policy, each with its line and column.

use super::json::{Cursor, Json, JsonError};
use super::locate::line_and_column;
use super::policy_from_json;
use plumbline_domain::{Diagnostic, DiagnosticKind};

/// The published schema of policies: the keys that a policy may have.
const SCHEMA: &str = include_str!("../../../public/schema/policy.schema.json");

/// How many bytes are looked through for the places of problems, all together: a text of megabytes with a problem in every line
/// would take hours.
const LOOKED_THROUGH: usize = 1 << 26;

/// Everything that is wrong or odd in a policy: errors, for which it cannot be used, and warnings about keys that nothing reads; in
/// the order of the text. Each has its line and column, but for very many problems of a very long text, which come last.
pub fn policy_diagnostics(bytes: &[u8]) -> Vec<Diagnostic> {
    let mut found = match policy_from_json(bytes) {
        Ok(_) => Vec::new(),
        Err(errors) => errors,
    };
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if let (Ok(value), Ok(schema)) = (tree(text), tree(SCHEMA)) {
        unknown_keys(&value, &schema, &schema, "", &mut found);
    }
    let many = LOOKED_THROUGH / text.len().max(1);
    for diagnostic in found.iter_mut().filter(|d| d.line.is_none() && !d.path.is_empty()).take(many) {
        if let Some((line, column)) = line_and_column(text, &diagnostic.path) {
            *diagnostic = diagnostic.clone().at(line, column);
        }
    }
    found.sort_by_key(|d| (d.line.is_none(), d.line, d.column));
    found
}

fn tree(text: &str) -> Result<Json<'_>, JsonError> {
    let mut cursor = Cursor::new(text);
    let value = cursor.value()?;
    cursor.end().map(|()| value)
}

/// Keys that the schema does not name where it names keys.
fn unknown_keys(value: &Json<'_>, schema: &Json<'_>, root: &Json<'_>, path: &str, found: &mut Vec<Diagnostic>) {
    let schema = match schema.get("$ref").and_then(Json::text).and_then(|r| r.strip_prefix("#/")) {
        Some(pointer) => pointer.split('/').try_fold(root, |here, key| here.get(key)).unwrap_or(&Json::Null),
        None => schema,
    };
    match value {
        Json::Object(pairs) => {
            let properties = schema.get("properties").filter(|p| p.is_object());
            let others = schema.get("additionalProperties").filter(|s| s.is_object());
            for (key, inner) in pairs {
                let path = if path.is_empty() { key.clone().into_owned() } else { format!("{path}.{key}") };
                match (properties.and_then(|p| p.get(key)), others) {
                    (Some(schema), _) | (None, Some(schema)) => unknown_keys(inner, schema, root, &path, found),
                    (None, None) if properties.is_some() => {
                        found.push(Diagnostic::new(DiagnosticKind::UnreadPolicyKey, path, "unknown key: it has no effect"));
                    }
                    (None, None) => {}
                }
            }
        }
        Json::Array(list) => {
            if let Some(schema) = schema.get("items") {
                for (i, inner) in list.iter().enumerate() {
                    unknown_keys(inner, schema, root, &format!("{path}[{i}]"), found);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::DEFAULT_POLICY_JSON;
    use super::*;
    use plumbline_domain::DiagnosticSeverity;

    #[test]
    fn the_default_policy_has_nothing_wrong_with_it() {
        assert_eq!(policy_diagnostics(DEFAULT_POLICY_JSON.as_bytes()), []);
    }

    #[test]
    fn an_error_deep_inside_has_its_line_and_column() {
        let text = DEFAULT_POLICY_JSON.replacen("{\"type\": \"deployment-log\"}", "{\"type\": \"deployment-lag\"}", 1);
        let found = policy_diagnostics(text.as_bytes());
        let line = text.lines().position(|l| l.contains("deployment-lag")).unwrap();
        let column = text.lines().nth(line).unwrap().find("\"deployment-lag\"").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].column), (Some(line as u64 + 1), Some(column as u64 + 1)));
        assert_eq!(found[0].path, "requirements.execution[0].type");
    }

    #[test]
    fn an_unknown_probe_and_an_unknown_kind_have_their_line_and_column() {
        let text = DEFAULT_POLICY_JSON.replacen("\"rules-found\"", "\"rules-fuond\"", 1).replacen(
            "{\"probe\": \"compliant\"",
            "{\"probe\": \"complaint\"",
            1,
        );
        let text = text.replacen("\"kind:subjects\"", "\"kind:subject\"", 1);
        let found = policy_diagnostics(text.as_bytes());
        let place = |word: &str| {
            let line = text.lines().position(|l| l.contains(word)).unwrap();
            (Some(line as u64 + 1), Some(text.lines().nth(line).unwrap().find(word).unwrap() as u64 + 1))
        };
        let places: Vec<_> = found.iter().map(|d| (d.line, d.column)).collect();
        assert_eq!(places, [place("\"kind:subject\""), place("\"rules-fuond\""), place("\"complaint\"")]);
        assert!(found[0].message.starts_with("\"subject\" is not one of findings, scan,"), "{}", found[0].message);
        assert!(found[1].message.starts_with("no probe has the id \"rules-fuond\""), "{}", found[1].message);
    }

    #[test]
    fn what_a_probe_may_be_asked_with_is_checked() {
        let with = |proof: &str| {
            let text = DEFAULT_POLICY_JSON.replacen("\"rules-found\"", proof, 1);
            policy_diagnostics(text.as_bytes()).into_iter().map(|d| (d.path, d.message)).collect::<Vec<_>>()
        };
        let path = |key: &str| format!("artifactTypes[13].proves[0]{key}");
        let says = |key: &str, message: &str| vec![(path(key), message.to_owned())];
        assert_eq!(with("7"), says("", "must be the id of a probe, or an object with one"));
        assert_eq!(with("{\"probe\": 7}"), says(".probe", "must be the id of a probe"));
        let asked = |rest: &str| with(&format!("{{\"probe\": \"rules-found\", {rest}}}"));
        assert_eq!(asked("\"required\": 1"), says(".required", "must be true or false"));
        assert_eq!(asked("\"contradicts\": \"never\""), says(".contradicts", "must be always or passed"));
        assert_eq!(asked("\"required\": false, \"contradicts\": \"passed\""), []);
    }

    #[test]
    fn a_key_that_nothing_reads_is_a_warning_and_ids_of_ones_own_are_none() {
        let text = DEFAULT_POLICY_JSON.replacen("\"tooFew\": 5,", "\"tooFew\": 5,\n  \"tooFwe\": 6,", 1).replacen(
            "\"lanes\": {",
            "\"lanes\": {\"my-lane\": [\"secret-scan\"], ",
            1,
        );
        let found = policy_diagnostics(text.as_bytes());
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].severity, found[0].path.as_str()), (DiagnosticSeverity::Warning, "tooFwe"));
    }

    #[test]
    fn of_very_many_problems_in_a_very_long_text_the_first_have_their_places() {
        // 24 keys of 128 KiB each are 3 MiB and the policy: 64 MiB are less than 22 times as much
        let keys: String = (0..24).map(|n| format!("\"x{n}\": \"{}\",\n", "x".repeat(128 << 10))).collect();
        let text = DEFAULT_POLICY_JSON.replacen("\"tooFew\": 5,", &format!("\"tooFew\": 5,\n{keys}"), 1);
        let found = policy_diagnostics(text.as_bytes());
        let located = found.iter().take_while(|d| d.line.is_some()).count();
        assert_eq!((found.len(), located), (24, (64 << 20) / text.len()));
        assert!(found.iter().skip(located).all(|d| d.line.is_none() && d.message == "unknown key: it has no effect"));
    }

    #[test]
    fn a_syntax_error_keeps_its_own_place() {
        let found = policy_diagnostics(b"{\n  \"format\": plumbline");
        assert_eq!((found[0].line, found[0].column), (Some(2), Some(13)));
    }
}
