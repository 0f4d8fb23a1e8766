//! Previews, logs, outputs and drift.

mod ansible;
mod argocd;
mod azure_deployment;
mod azure_operations;
mod bicep_snapshot;
mod cfn_stack_events;
mod cfn_stacks;
mod driftctl;
mod helm;
mod pulumi_events;
mod pulumi_preview;
mod pulumi_steps;
mod terraform_output;
mod terraform_ui_log;
#[cfg(test)]
mod tests;
pub(in crate::formats) mod values;

use super::Descriptor;
use plumbline_domain::Format;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::AzureDeployment, fits: azure_deployment::fits, read: azure_deployment::read },
    Descriptor { format: Format::AzureDeploymentOperations, fits: azure_operations::fits, read: azure_operations::read },
    Descriptor { format: Format::BicepSnapshot, fits: bicep_snapshot::fits, read: bicep_snapshot::read },
    Descriptor { format: Format::TerraformUiLog, fits: terraform_ui_log::fits, read: terraform_ui_log::read },
    Descriptor { format: Format::TerraformOutput, fits: terraform_output::fits, read: terraform_output::read },
    Descriptor { format: Format::PulumiPreview, fits: pulumi_preview::fits, read: pulumi_preview::read },
    Descriptor { format: Format::PulumiEvents, fits: pulumi_events::fits, read: pulumi_events::read },
    Descriptor { format: Format::CfnStackEvents, fits: cfn_stack_events::fits, read: cfn_stack_events::read },
    Descriptor { format: Format::CfnStacks, fits: cfn_stacks::fits, read: cfn_stacks::read },
    Descriptor { format: Format::HelmStatus, fits: helm::fits_status, read: helm::read_status },
    Descriptor { format: Format::HelmHistory, fits: helm::fits_history, read: helm::read_history },
    Descriptor { format: Format::Ansible, fits: ansible::fits, read: ansible::read },
    Descriptor { format: Format::Driftctl, fits: driftctl::fits, read: driftctl::read },
    Descriptor { format: Format::ArgocdApp, fits: argocd::fits, read: argocd::read },
];
