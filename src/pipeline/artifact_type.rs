//! What kind of evidence a file is, told from its content: its format, the tool that wrote it, and for documents of no format of
//! their own their shape.

use crate::domain::{Format, Gate};
use serde_json::Value;

/// Words in the names of tools that search for secrets.
const SECRET_SCANNERS: &[&str] = &["gitleaks", "trufflehog", "detect-secrets", "ggshield", "secretlint", "kingfisher"];
/// Words in the names of tools that look at form and language, not at policy.
const LINTERS: &[&str] =
    &["tflint", "bicep", "cfn-lint", "ansible-lint", "yamllint", "actionlint", "hadolint", "terraform validate"];

/// The artifact type's id, as far as the content tells at this gate; none when it does not.
pub fn artifact_type_of(format: Format, tool: Option<&str>, bytes: &[u8], gate: Gate) -> Option<&'static str> {
    let tool = tool.unwrap_or_default().to_lowercase();
    let of_a = |names: &[&str]| names.iter().any(|name| tool.contains(name));
    Some(match format {
        Format::Gitleaks => "secret-scan",
        Format::CfnLint => "lint-diagnostics",
        Format::Sarif210 if of_a(SECRET_SCANNERS) => "secret-scan",
        Format::Sarif210 if of_a(LINTERS) => "lint-diagnostics",
        Format::Sarif210
        | Format::Checkov
        | Format::Trivy
        | Format::TrivyOperator
        | Format::Kics
        | Format::Tfsec
        | Format::Terrascan
        | Format::Psrule
        | Format::Conftest
        | Format::Semgrep
        | Format::Snyk
        | Format::Kubescape
        | Format::CfnNag
        | Format::Junit
        | Format::Nunit
        | Format::Ocsf
        | Format::Asff
        | Format::Hdf
        | Format::OscalAssessmentResults => "policy-diagnostics",
        // what will be, before it is done; what differs, afterwards
        Format::TerraformPlan | Format::AzureWhatIf | Format::BicepSnapshot => match gate {
            Gate::Validation => "change-preview",
            Gate::Observation => "drift-check",
            Gate::Intent | Gate::Execution => return None,
        },
        Format::CfnChangeSet => "change-preview",
        Format::CfnDrift => "drift-check",
        Format::AzureDeployment => "deployment-log",
        Format::TerraformState => "deployment-outputs",
        Format::AzureRoleAssignment => "role-assignment-diff",
        Format::AzureNsgList => "network-intent",
        Format::AzureMetricAlert | Format::AzureActionGroup => "alert-linkage",
        Format::InTotoStatement | Format::DsseEnvelope | Format::SigstoreBundle => "provenance-attestation",
        Format::Unknown => return by_shape(bytes),
        _ => return None,
    })
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
    fn a_sarif_file_is_what_its_tool_is() {
        let of = |tool: &str| artifact_type_of(Format::Sarif210, Some(tool), b"", Gate::Validation);
        assert_eq!(of("checkov 3.3.30"), Some("policy-diagnostics"));
        assert_eq!(of("Gitleaks v8"), Some("secret-scan"));
        assert_eq!(of("tflint 0.50"), Some("lint-diagnostics"));
    }

    #[test]
    fn a_plan_is_a_preview_before_and_a_drift_check_after() {
        let of = |gate| artifact_type_of(Format::TerraformPlan, None, b"", gate);
        assert_eq!(
            (of(Gate::Validation), of(Gate::Observation), of(Gate::Execution)),
            (Some("change-preview"), Some("drift-check"), None)
        );
    }

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
