//! Fields of tools that quote what they found: source code, matches, arguments, output. No reader takes facts from them.

use plumbline_domain::Format;

/// Fields that quote source code or a secret in the files of any tool.
pub(super) const QUOTES: &[&str] = &[
    "hashed_secret",
    "code_block",
    "raw_source_code_extract",
    "RawV2",
    "insertedContent",
    "insertedBinary",
    "vuln_lines",
    "metavars",
    "snippet",
    "rendered",
    "stdout_lines",
    "stderr_lines",
    "last_applied_configuration",
];

/// The fields that quote in a format, beside [`QUOTES`].
pub(super) fn quotes_of(format: Format) -> &'static [&'static str] {
    match format {
        Format::Sarif210 => &[
            "contents",
            "commitMessage",
            "environmentVariables",
            "webRequest",
            "webResponse",
            "stdin",
            "stdout",
            "stderr",
            "stdoutStderr",
            "state",
            "initialState",
            "immutableState",
        ],
        Format::Gitleaks => &["Match", "Secret", "Line", "Fragment", "Message", "offender", "line", "commitMessage"],
        Format::Trufflehog => &["Raw", "Redacted", "ExtraData", "StructuredData", "VerificationError", "SecretParts"],
        Format::Ggshield => &["match", "ignore_sha", "content", "patch"],
        Format::GitlabSecurityReport => &["match", "evidence", "source_code_extract"],
        Format::GithubAlerts => &["secret"],
        Format::Checkov => &["fixed_definition", "connected_node", "breadcrumbs"],
        Format::Trivy | Format::TrivyOperator => &["Match", "match", "Code", "code", "RenderedCause"],
        Format::Semgrep => &["lines", "fix", "fixed_lines", "abstract_content", "dataflow_trace", "rendered_fix", "content"],
        Format::Kics => &["actual_value", "expected_value", "search_value", "remediation"],
        Format::Terrascan => &["source"],
        Format::Snyk => &["resolve", "remediation"],
        Format::Psrule => &["field", "reason", "detail"],
        Format::Conftest => &["value", "actual", "expected", "input"],
        Format::Kubescape => &["failedPath", "reviewPath", "deletePath", "fixPath", "fixCommand", "object", "rawResource"],
        Format::CodeClimate => &["content", "body"],
        Format::Ocsf => &["unmapped", "raw_data", "evidences"],
        Format::Asff => &["Details", "UserDefinedFields", "Process"],
        Format::Hdf => &["code_desc", "message", "backtrace", "code"],
        Format::TerraformUiLog => &["values"],
        Format::TerraformValidate => &["values"],
        Format::AzureDeploymentOperations => &["request", "response", "content"],
        Format::Ansible => &[
            "invocation",
            "diff",
            "stdout",
            "stderr",
            "module_stdout",
            "module_stderr",
            "exception",
            "cmd",
            "custom_stats",
            "global_custom_stats",
            "ansible_facts",
            "content",
            "item",
        ],
        Format::HelmStatus => &["notes", "config", "manifest", "values"],
        Format::Driftctl => &["from", "to"],
        _ => &[],
    }
}

/// Formats whose texts may quote a secret anywhere: what looks random in them is one.
pub(super) fn quotes_secrets(format: Format) -> bool {
    matches!(format, Format::Gitleaks | Format::Trufflehog | Format::Ggshield | Format::DetectSecrets)
}

/// Fields that are words for people in the files of such tools.
pub(super) const WORDS: &[&str] = &[
    "Description",
    "description",
    "message",
    "text",
    "markdown",
    "name",
    "title",
    "comment",
    "dismissed_comment",
    "resolution_comment",
    "justification",
    "suppress_comment",
    "arguments",
];

/// Types of resources in which these settings are secrets, whatever no mask says: their values are made or kept to be secret.
const BY_TYPE: &[(&str, &[&str])] = &[
    ("random_password", &["result", "bcrypt_hash"]),
    ("tls_private_key", &["private_key_pem", "private_key_openssh", "private_key_pem_pkcs8"]),
    ("azurerm_key_vault_secret", &["value"]),
    ("azurerm_key_vault_certificate", &["contents"]),
    ("azurerm_container_registry_token_password", &["password1", "password2"]),
    ("azurerm_storage_account_sas", &["sas"]),
    ("azuread_application_password", &["value"]),
    ("azuread_service_principal_password", &["value"]),
    ("azuread_synchronization_secret", &["value"]),
    ("google_secret_manager_secret_version", &["secret_data"]),
    ("aws_secretsmanager_secret_version", &["secret_string", "secret_binary"]),
    ("aws_iam_access_key", &["secret", "ses_smtp_password_v4"]),
    ("kubernetes_secret", &["data", "binary_data"]),
    ("kubernetes_secret_v1", &["data", "binary_data"]),
    ("vault_generic_secret", &["data_json"]),
    ("vault_kv_secret", &["data_json"]),
    ("vault_kv_secret_v2", &["data_json"]),
    ("github_actions_secret", &["plaintext_value", "encrypted_value"]),
    ("github_actions_organization_secret", &["plaintext_value", "encrypted_value"]),
    ("microsoft.keyvault/vaults/secrets", &["value"]),
    ("aws::secretsmanager::secret", &["SecretString"]),
];

/// The settings that are secrets in a resource of this type.
pub(super) fn of_type(kind: &str) -> &'static [&'static str] {
    let kind = kind.to_ascii_lowercase();
    BY_TYPE.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, settings)| settings)
}
