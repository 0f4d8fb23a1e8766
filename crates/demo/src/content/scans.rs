//! What linters, compilers and scanners write.

use super::{Draft, Says, draft, laid_out};
use crate::team::{Habit, Scanner, Tooling};
use crate::work::{Flaw, MINOR, SERIOUS};
use serde_json::{Value, json};

fn sarif(tool: &str, version: &str, successful: bool, flaws: &[Flaw], service: &str) -> String {
    let score = |flaw: &Flaw| match flaw.severity {
        "critical" => "9.5",
        "high" => "8.0",
        "medium" => "5.5",
        "low" => "2.0",
        _ => "0.0",
    };
    let rules: Vec<Value> =
        flaws.iter().map(|flaw| json!({"id": flaw.rule, "properties": {"security-severity": score(flaw)}})).collect();
    let results: Vec<Value> = flaws
        .iter()
        .enumerate()
        .map(|(i, flaw)| {
            json!({
                "ruleId": flaw.rule, "ruleIndex": i, "message": {"text": flaw.message},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": format!("infra/{service}/main.tf")}, "region": {"startLine": 40 + 17 * i}
                }}]
            })
        })
        .collect();
    laid_out(&json!({"version": "2.1.0", "runs": [{
        "tool": {"driver": {"name": tool, "version": version, "rules": rules}},
        "invocations": [{"executionSuccessful": successful}],
        "results": results
    }]}))
}

fn checkov_json(way: &str, flaws: &[Flaw], service: &str) -> String {
    let failed: Vec<Value> = flaws
        .iter()
        .enumerate()
        .map(|(i, flaw)| {
            let line = 40 + 17 * i;
            json!({
                "check_id": flaw.rule, "check_name": flaw.message, "check_result": {"result": "FAILED"},
                "file_path": format!("/infra/{service}/main.tf"), "file_line_range": [line, line + 9],
                "resource": flaw.resource, "severity": flaw.severity.to_uppercase()
            })
        })
        .collect();
    let errors = if way == "aborted" { vec![format!("/infra/{service}/main.tf")] } else { Vec::new() };
    let (passed, resources) = if matches!(way, "aborted" | "empty") { (0, 0) } else { (41, 18) };
    laid_out(&json!({
        "check_type": "terraform",
        "results": {"passed_checks": [], "failed_checks": failed, "skipped_checks": [], "parsing_errors": errors},
        "summary": {
            "passed": passed, "failed": flaws.len(), "skipped": 0, "parsing_errors": errors.len(),
            "resource_count": resources, "checkov_version": "3.2.471"
        }
    }))
}

/// Policy-as-code results; `minor`: with findings that do not block.
pub fn policy_diagnostics(habit: &Habit, service: &str, says: Says, minor: bool) -> Draft {
    let is_json = habit.scanner == Scanner::CheckovJson;
    let open: &[&str] = if is_json { &["aborted", "empty"] } else { &["aborted"] };
    let way = match says.among(&["serious"], open) {
        "clean" if minor => "minor",
        way => way,
    };
    let trivy = habit.scanner == Scanner::TrivySarif;
    let tool = if trivy { "trivy" } else { "checkov" };
    // Each scanner knows its own rules; what blocks is the same flaw under the scanner's own id.
    let own = |flaw: &Flaw, rule: &'static str| Flaw { rule, tool, ..*flaw };
    let flaws: Vec<Flaw> = match (way, MINOR) {
        ("minor", [queue, tls, ..]) => vec![
            own(queue, if trivy { "AZU-0009" } else { "CKV_AZURE_33" }),
            own(tls, if trivy { "AZU-0011" } else { "CKV_AZURE_44" }),
        ],
        ("serious", _) => SERIOUS.iter().take(1).map(|flaw| own(flaw, if trivy { "AZU-0012" } else { "CKV_AZURE_35" })).collect(),
        _ => Vec::new(),
    };
    let (extension, text) = match habit.scanner {
        Scanner::CheckovJson => ("json", checkov_json(way, &flaws, service)),
        Scanner::CheckovSarif => ("sarif", sarif("checkov", "3.2.471", way != "aborted", &flaws, service)),
        Scanner::TrivySarif => ("sarif", sarif("trivy", "0.66.0", way != "aborted", &flaws, service)),
    };
    // A file without findings names no file of the source, so that every service's is the same.
    let names_source = !flaws.is_empty() || (is_json && way == "aborted");
    draft(if names_source { service } else { "scan" }, &format!("{tool}-{way}.{extension}"), text)
}

/// Secret scanner output.
pub fn secret_scan(service: &str, says: Says) -> Draft {
    let leak = Flaw {
        rule: "azure-ad-client-secret",
        tool: "gitleaks",
        severity: "high",
        message: "azure-ad-client-secret has detected a secret",
        resource: "",
        control: plumbline_domain::Family::DataProtection,
        pattern: None,
        surface: "access",
    };
    match says.among(&["leak"], &["aborted"]) {
        "leak" => draft(service, "gitleaks-leak.sarif", sarif("gitleaks", "8.28.0", true, &[leak], service)),
        "aborted" => draft("scan", "gitleaks-aborted.sarif", sarif("gitleaks", "8.28.0", false, &[], service)),
        _ => draft("scan", "gitleaks-clean.sarif", sarif("gitleaks", "8.28.0", true, &[], service)),
    }
}

/// Linter output: clean, with a warning that passes, or of a tool that nobody told the policy about.
pub fn lint_diagnostics(habit: &Habit, service: &str, says: Says, warns: bool) -> Draft {
    match (says.among(&[], &["house-lint", "empty", "unread"]), habit.tooling) {
        ("house-lint", _) => draft("scan", "house-lint.sarif", sarif("house-lint", "0.3.0", true, &[], service)),
        ("empty", _) => draft("scan", "lint-empty.json", "[]\n".to_owned()),
        ("unread", _) => {
            let error = json!({
                "message": format!("infra/{service}/main.tf:12,1-2: Invalid expression"), "severity": "error",
                "range": {"filename": format!("infra/{service}/main.tf"), "start": {"line": 12, "column": 1}}
            });
            draft(service, "lint-unread.json", laid_out(&json!({"issues": [], "errors": [error]})))
        }
        (_, _) if warns => {
            let issue = json!({
                "rule": {"name": "terraform_unused_declarations", "severity": "warning"},
                "message": "variable legacy_sku is declared but not used",
                "range": {"filename": format!("infra/{service}/variables.tf"), "start": {"line": 12, "column": 1}}
            });
            draft(service, "lint-warning.json", laid_out(&json!({"issues": [issue], "errors": []})))
        }
        (_, Tooling::Terraform) => draft("scan", "tflint-clean.json", laid_out(&json!({"issues": [], "errors": []}))),
        (_, Tooling::Bicep) => draft("scan", "bicep-clean.sarif", sarif("bicep", "0.38.5", true, &[], service)),
    }
}

/// The compiler's diagnostics; or the linter's, offered in their place.
pub fn template_diagnostics(habit: &Habit, service: &str, says: Says) -> Draft {
    let way = says.among(&["invalid"], &["linter"]);
    match (way, habit.tooling) {
        ("linter", _) => {
            draft("scan", "tflint-as-compiler.json", laid_out(&json!({"errors": [], "issues": [], "compiled": true})))
        }
        ("invalid", Tooling::Terraform) => {
            let diagnostic = json!({
                "severity": "error", "summary": "Unsupported argument",
                "detail": "An argument named \"tier\" is not expected here.",
                "range": {"filename": format!("infra/{service}/main.tf"), "start": {"line": 31, "column": 3, "byte": 812}}
            });
            let result = json!({"format_version": "1.0", "valid": false, "error_count": 1, "warning_count": 0, "diagnostics": [diagnostic]});
            draft(service, "validate-invalid.json", laid_out(&result))
        }
        (_, Tooling::Terraform) => {
            let result = json!({"format_version": "1.0", "valid": true, "error_count": 0, "warning_count": 0, "diagnostics": []});
            draft("scan", "validate.json", laid_out(&result))
        }
        ("invalid", Tooling::Bicep) => {
            let error = json!({
                "ruleId": "BCP037", "level": "error", "message": {"text": "The property \"tier\" is not allowed here."},
                "locations": [{"physicalLocation": {
                    "artifactLocation": {"uri": format!("infra/{service}/main.bicep")}, "region": {"startLine": 31}
                }}]
            });
            let run = json!({
                "tool": {"driver": {"name": "bicep", "version": "0.38.5"}},
                "invocations": [{"executionSuccessful": true}], "results": [error]
            });
            draft(service, "bicep-invalid.sarif", laid_out(&json!({"version": "2.1.0", "runs": [run]})))
        }
        (_, Tooling::Bicep) => draft("scan", "bicep-clean.sarif", sarif("bicep", "0.38.5", true, &[], service)),
    }
}

/// A scan by night, of which no report speaks.
pub fn nightly_scan() -> Draft {
    let text = sarif("trivy", "0.66.0", true, MINOR.get(..2).unwrap_or_default(), "landing-zone");
    Draft { path: "scans/nightly-trivy.sarif".to_owned(), text }
}
