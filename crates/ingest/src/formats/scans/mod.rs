//! Scanners and validators.

pub(in crate::formats) mod azure_templates;
pub(in crate::formats) mod checkstyle;
mod codeclimate;
mod detect_secrets;
mod ggshield;
mod github_alerts;
mod gitlab_report;
mod kube_linter;
mod kubeconform;
mod terraform_validate;
mod tflint;
mod trufflehog;

#[cfg(test)]
mod tests;

use super::Descriptor;
use plumbline_domain::Format;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::Tflint, fits: tflint::fits, read: tflint::read },
    Descriptor { format: Format::TerraformValidate, fits: terraform_validate::fits, read: terraform_validate::read },
    Descriptor { format: Format::Kubeconform, fits: kubeconform::fits, read: kubeconform::read },
    Descriptor { format: Format::KubeLinter, fits: kube_linter::fits, read: kube_linter::read },
    Descriptor { format: Format::GithubAlerts, fits: github_alerts::fits, read: github_alerts::read },
    Descriptor { format: Format::CodeClimate, fits: codeclimate::fits, read: codeclimate::read },
    Descriptor { format: Format::Trufflehog, fits: trufflehog::fits, read: trufflehog::read },
    Descriptor { format: Format::Ggshield, fits: ggshield::fits, read: ggshield::read },
    Descriptor { format: Format::DetectSecrets, fits: detect_secrets::fits, read: detect_secrets::read },
    Descriptor { format: Format::GitlabSecurityReport, fits: gitlab_report::fits, read: gitlab_report::read },
];
