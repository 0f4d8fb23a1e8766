//! A large SARIF file as a scanner writes it: a few hundred rules, and results with places, snippets and fingerprints.

use std::fmt::Write;
use std::path::Path;

use crate::Failure;

const RULES: usize = 300;

/// Writes a file of about so many bytes, and says how many results it holds.
pub fn write(file: &Path, bytes: usize) -> Result<usize, Failure> {
    let (text, results) = text(bytes);
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    Ok(results)
}

fn text(bytes: usize) -> (String, usize) {
    let mut text = String::with_capacity(bytes + 4_096);
    text.push_str(
        r#"{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"bench-scanner","version":"1.0.0","informationUri":"https://example.org/","rules":["#,
    );
    for rule in 0..RULES {
        let comma = if rule == 0 { "" } else { "," };
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            r#"{comma}{{"id":"BENCH_{rule:04}","name":"Rule{rule}","shortDescription":{{"text":"Resource setting {rule} shall be restricted"}},"help":{{"text":"Restrict the setting, and say why where it cannot be."}},"defaultConfiguration":{{"level":"{}"}},"properties":{{"security-severity":"{}.{}"}}}}"#,
            ["error", "warning", "note"][rule % 3],
            rule % 10,
            rule % 7,
        );
    }
    text.push_str(r#"]}},"results":["#);
    let mut results = 0;
    while text.len() + 8 < bytes {
        let comma = if results == 0 { "" } else { "," };
        let (rule, line) = (results * 7 % RULES, results * 13 % 900 + 1);
        let _ = write!(
            text,
            r#"{comma}{{"ruleId":"BENCH_{rule:04}","ruleIndex":{rule},"level":"{level}","message":{{"text":"Ensure that setting {rule} of \"storage_{results}\" is restricted to the networks that need it"}},"locations":[{{"physicalLocation":{{"artifactLocation":{{"uri":"infra/modules/module_{module}/main.tf","uriBaseId":"%SRCROOT%"}},"region":{{"startLine":{line},"endLine":{end},"startColumn":1,"snippet":{{"text":"resource \"azurerm_storage_account\" \"storage_{results}\" {{\n  name = \"storage{results}\"\n  public_network_access_enabled = true\n  min_tls_version = \"TLS1_0\"\n}}\n"}}}}}}}}],"partialFingerprints":{{"primaryLocationLineHash":"{results:016x}:1"}},"properties":{{"guideline":"https://example.org/rules/{rule}"}}}}"#,
            level = ["error", "warning", "note"][rule % 3],
            module = results % 240,
            end = line + 5,
        );
        results += 1;
    }
    text.push_str("]}]}");
    (text.replace('\n', "\\n"), results)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_sarif_of_the_size_that_was_asked_for() {
        let (text, results) = text(300_000);
        assert!((290_000..330_000).contains(&text.len()), "{}", text.len());
        let sarif: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), results);
        assert_eq!(sarif["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap().len(), RULES);
    }
}
