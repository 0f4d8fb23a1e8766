//! What kind of evidence a tool's file is, told from its format and the tool that wrote it.

use super::{ArtifactType, Format, Gate, Policy};

/// Words in the names of tools that search for secrets.
const SECRET_SCANNERS: &[&str] =
    &["gitleaks", "trufflehog", "detect-secrets", "ggshield", "secretlint", "kingfisher", "secret scanning"];
/// Words in the names of tools that look at form and language, not at policy.
const LINTERS: &[&str] =
    &["tflint", "bicep", "cfn-lint", "ansible-lint", "yamllint", "actionlint", "hadolint", "terraform validate"];

/// The artifact type's id, as far as the content tells at this gate; none when it does not.
pub fn artifact_kind(format: Format, tool: Option<&str>, gate: Gate) -> Option<&'static str> {
    let tool = tool.unwrap_or_default().to_lowercase();
    let of_a = |names: &[&str]| names.iter().any(|name| tool.contains(name));
    Some(match format {
        Format::ThreatIntentMarkdown | Format::ThreatDragon | Format::Otm | Format::Threagile | Format::ThreatComposer => {
            "threat-intent"
        }
        Format::Gitleaks | Format::Trufflehog | Format::Ggshield | Format::DetectSecrets => "secret-scan",
        Format::CfnLint | Format::Tflint | Format::Checkstyle | Format::CodeClimate => "lint-diagnostics",
        Format::TerraformValidate | Format::Kubeconform => "template-diagnostics",
        Format::Sarif210 | Format::GitlabSecurityReport | Format::GithubAlerts if of_a(SECRET_SCANNERS) => "secret-scan",
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
        | Format::OscalAssessmentResults
        | Format::KubeLinter
        | Format::GitlabSecurityReport
        | Format::GithubAlerts => "policy-diagnostics",
        // what will be, before it is done; what differs, afterwards
        Format::TerraformPlan | Format::AzureWhatIf | Format::BicepSnapshot | Format::PulumiPreview => match gate {
            Gate::Validation => "change-preview",
            Gate::Observation => "drift-check",
            Gate::Intent | Gate::Execution => return None,
        },
        Format::CfnChangeSet => "change-preview",
        Format::CfnDrift | Format::Driftctl => "drift-check",
        Format::AzureDeployment
        | Format::AzureDeploymentOperations
        | Format::TerraformUiLog
        | Format::CfnStackEvents
        | Format::PulumiEvents
        | Format::HelmStatus
        | Format::HelmHistory
        | Format::Ansible => "deployment-log",
        Format::TerraformState | Format::TerraformOutput | Format::CfnStacks => "deployment-outputs",
        Format::AzureRoleAssignment
        | Format::AwsIamPolicies
        | Format::AwsAccessAnalyzer
        | Format::GcpIamPolicy
        | Format::K8sRbac => "role-assignment-diff",
        Format::AzureNsgList
        | Format::AzureRouteTable
        | Format::AzureFirewallPolicy
        | Format::AwsSecurityGroups
        | Format::AwsNetworkAcls
        | Format::AwsRouteTables
        | Format::GcpFirewallRules
        | Format::K8sNetworkPolicy => "network-intent",
        Format::AzureMetricAlert
        | Format::AzureActionGroup
        | Format::PrometheusRules
        | Format::AlertmanagerConfig
        | Format::GrafanaAlerting
        | Format::CloudwatchAlarms
        | Format::DatadogMonitors
        | Format::GcpAlertPolicies => "alert-linkage",
        Format::AzureTestNotifications
        | Format::AlertmanagerAlerts
        | Format::CloudwatchAlarmHistory
        | Format::AlertmanagerWebhook
        | Format::PagerdutyIncidents
        | Format::OpsgenieAlerts => "alert-test",
        Format::AzurePolicyStates | Format::AwsConfigCompliance | Format::PrometheusQueryResult | Format::ArgocdApp => {
            "telemetry-signal"
        }
        Format::InTotoStatement | Format::DsseEnvelope | Format::SigstoreBundle => "provenance-attestation",
        _ => return None,
    })
}

impl Policy {
    /// The artifact type that a tool's file is evidence of, at the earliest gate that has one: what its format and tool tell, where
    /// this policy knows that type and it accepts the format; else the first type that names the format. None when neither is there.
    pub fn kind_of(&self, format: Format, tool: Option<&str>) -> Option<&ArtifactType> {
        let told = |gate: &Gate| {
            let id = artifact_kind(format, tool, *gate)?;
            self.artifact_types.iter().find(|t| t.id == id && t.gate == *gate && t.accepts_format(format))
        };
        Gate::ALL.iter().find_map(told).or_else(|| self.artifact_types.iter().find(|t| t.names_format(format)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sarif_file_is_what_its_tool_is() {
        let of = |tool: &str| artifact_kind(Format::Sarif210, Some(tool), Gate::Validation);
        assert_eq!(of("checkov 3.3.30"), Some("policy-diagnostics"));
        assert_eq!(of("Gitleaks v8"), Some("secret-scan"));
        assert_eq!(of("tflint 0.50"), Some("lint-diagnostics"));
    }

    #[test]
    fn a_plan_is_a_preview_before_and_a_drift_check_after() {
        let of = |gate| artifact_kind(Format::TerraformPlan, None, gate);
        assert_eq!(
            (of(Gate::Validation), of(Gate::Observation), of(Gate::Execution)),
            (Some("change-preview"), Some("drift-check"), None)
        );
    }
}
