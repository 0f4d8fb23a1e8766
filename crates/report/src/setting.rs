//! What a change is made with, as its evidence tells: formats first, then the resources that it touches, then its findings.

use plumbline_domain::{Change, Cloud, Content, Dataset, Finding};
use plumbline_probe::Setting;

/// How many resources and findings of a file are looked at.
const MOST: usize = 500;

/// The platform of a change, and whether Terraform makes it. The platform is the first that a format names; else the one of most
/// resources in previews; else the one of most findings.
pub fn setting_of(change: &Change, dataset: &Dataset) -> Setting {
    let contents: Vec<&Content> = change
        .reports
        .iter()
        .flat_map(|report| &report.items)
        .filter_map(|item| dataset.content(item.artifact.as_ref()?.content?))
        .collect();
    let by_format = contents.iter().find_map(|content| content.format.cloud());
    let resources = contents.iter().filter_map(|content| content.facts.changes.as_deref());
    let resources = resources.flat_map(|preview| preview.changes.iter().take(MOST)).map(|change| cloud_of_resource(&change.id));
    let findings = || {
        let native = change.reports.iter().flat_map(|report| report.findings.iter().take(MOST));
        native.chain(contents.iter().flat_map(|content| content.findings.iter().take(MOST)))
    };
    let in_terraform = |f: &Finding| f.location.path.as_deref().is_some_and(|path| path.ends_with(".tf"));
    Setting {
        cloud: by_format.or_else(|| most(resources)).or_else(|| most(findings().map(cloud_of_finding))),
        by_terraform: contents.iter().any(|content| Setting::of_format(content.format).by_terraform)
            || findings().any(in_terraform),
    }
}

/// The platform that is named most; of two, the first in the order of the platforms.
fn most(named: impl Iterator<Item = Option<Cloud>>) -> Option<Cloud> {
    let mut counts: Vec<(Cloud, u64)> = Cloud::ALL.iter().map(|cloud| (*cloud, 0)).collect();
    for cloud in named.flatten() {
        if let Some((_, n)) = counts.iter_mut().find(|(of, _)| *of == cloud) {
            *n += 1;
        }
    }
    counts.into_iter().rev().filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n).map(|(cloud, _)| cloud)
}

/// How types of resources begin: in Terraform, in ARM, in CloudFormation and in Pulumi.
const TYPES: &[(&str, Cloud)] = &[
    ("azurerm_", Cloud::Azure),
    ("azapi_", Cloud::Azure),
    ("azuread_", Cloud::Azure),
    ("Microsoft.", Cloud::Azure),
    ("azure-native:", Cloud::Azure),
    ("azure:", Cloud::Azure),
    ("aws_", Cloud::Aws),
    ("awscc_", Cloud::Aws),
    ("AWS::", Cloud::Aws),
    ("aws:", Cloud::Aws),
    ("google_", Cloud::Google),
    ("gcp:", Cloud::Google),
    ("google-native:", Cloud::Google),
    ("kubernetes_", Cloud::Kubernetes),
    ("helm_", Cloud::Kubernetes),
    ("kubectl_", Cloud::Kubernetes),
    ("kubernetes:", Cloud::Kubernetes),
];

/// The platform of a resource by its address or id, such as `module.logs.aws_s3_bucket.this` or `/subscriptions/…/Microsoft.Storage/…`.
fn cloud_of_resource(id: &str) -> Option<Cloud> {
    let starts = |text: &str| TYPES.iter().find(|(start, _)| text.starts_with(start)).map(|(_, cloud)| *cloud);
    let parts = id.split(['.', '/', '$']).find_map(starts);
    parts.or_else(|| id.split(['/', '$']).find_map(starts)).or_else(|| id.split("::").skip(2).find_map(starts))
}

/// Words in the ids of rules of scanners.
const RULES: &[(&str, Cloud)] = &[
    ("AZURE", Cloud::Azure),
    ("AZU", Cloud::Azure),
    ("AWS", Cloud::Aws),
    ("GCP", Cloud::Google),
    ("GOOGLE", Cloud::Google),
    ("K8S", Cloud::Kubernetes),
    ("KSV", Cloud::Kubernetes),
];

fn cloud_of_finding(finding: &Finding) -> Option<Cloud> {
    let by_resource = finding.resource.as_deref().and_then(cloud_of_resource);
    by_resource.or_else(|| cloud_of_rule(finding.rule_id.as_deref()?))
}

fn cloud_of_rule(rule: &str) -> Option<Cloud> {
    let mut words = rule.split(|c: char| !c.is_ascii_alphanumeric());
    words.find_map(|word| RULES.iter().find(|(id, _)| word.eq_ignore_ascii_case(id)).map(|(_, cloud)| *cloud))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_type_of_a_resource_names_its_platform() {
        for (id, cloud) in [
            ("module.logs.aws_s3_bucket.this", Some(Cloud::Aws)),
            ("azurerm_key_vault.main", Some(Cloud::Azure)),
            ("/subscriptions/s/resourceGroups/g/providers/Microsoft.KeyVault/vaults/v", Some(Cloud::Azure)),
            ("google_project_iam_member.x[\"a\"]", Some(Cloud::Google)),
            ("urn:pulumi:dev::shop::kubernetes:core/v1:Service::web", Some(Cloud::Kubernetes)),
            ("random_id.x", None),
            ("", None),
        ] {
            assert_eq!(cloud_of_resource(id), cloud, "{id}");
        }
    }

    #[test]
    fn the_rule_of_a_finding_names_its_platform() {
        assert_eq!(cloud_of_rule("CKV2_AWS_6"), Some(Cloud::Aws));
        assert_eq!(cloud_of_rule("AVD-GCP-0001"), Some(Cloud::Google));
        assert_eq!(cloud_of_rule("CKV_SECRET_2"), None);
    }

    #[test]
    fn the_platform_of_most_wins() {
        let named = [Some(Cloud::Aws), None, Some(Cloud::Kubernetes), Some(Cloud::Aws)];
        assert_eq!(most(named.into_iter()), Some(Cloud::Aws));
        assert_eq!(most([Some(Cloud::Google), Some(Cloud::Azure)].into_iter()), Some(Cloud::Azure));
        assert_eq!(most([None].into_iter()), None);
    }
}
