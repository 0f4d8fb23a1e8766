//! What the keys of an object say about it.

use super::rules::{NAME_KEYS, PULUMI};
use super::tree::Tree;
use crate::mask::is_secret_scanner;

/// What the keys of an object say about it, seen once.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub kind: Option<String>,
    pub is_secret_manifest: bool,
    pub is_sensitive: bool,
    pub is_secure: bool,
    pub is_of_pulumi: bool,
    pub is_instance: bool,
    pub is_gitleaks: bool,
    /// A check of checkov for secrets: its resource is the digest of one.
    pub is_secret_check: bool,
    pub is_trufflehog: bool,
    pub is_run_of_secret_scanner: bool,
    pub has_mask: bool,
    pub has_name: bool,
}

impl Seen {
    pub fn of(tree: &Tree<'_>, i: usize) -> Self {
        let mut seen = Seen::default();
        let (mut has_rule, mut has_match, mut has_raw) = (false, false, false);
        for (key, value) in tree.pairs(i) {
            match tree.text_of(key).as_ref() {
                "kind" => seen.is_secret_manifest |= matches!(tree.text_of(value).as_ref(), "Secret" | "SecretList"),
                "sensitive" | "secret" | "is_secret" | "isSecret" => seen.is_sensitive |= tree.is_true(value),
                "type" | "Type" | "ResourceType" => {
                    let kind = tree.text_of(value).into_owned();
                    seen.is_secure |= matches!(kind.to_ascii_lowercase().as_str(), "securestring" | "secureobject");
                    seen.kind = Some(kind);
                }
                "check_id" => seen.is_secret_check = tree.text_of(value).starts_with("CKV_SECRET_"),
                "NoEcho" => seen.is_secure |= tree.is_true(value),
                "address" if seen.kind.is_none() => seen.kind = type_in_address(&tree.text_of(value)),
                "resourceId" | "id" if seen.kind.is_none() => seen.kind = type_in_id(&tree.text_of(value)),
                "before_sensitive" | "after_sensitive" | "sensitive_values" => seen.has_mask = true,
                "sensitive_attributes" => (seen.has_mask, seen.is_instance) = (true, true),
                "schema_version" | "index_key" => seen.is_instance = true,
                "RuleID" | "Rule" => has_rule = true,
                "Match" | "Secret" => has_match = true,
                "DetectorName" => has_raw = true,
                "tool" => seen.is_run_of_secret_scanner |= is_run_of_secret_scanner(tree, value),
                PULUMI => seen.is_of_pulumi = true,
                key if NAME_KEYS.contains(&key) => seen.has_name = true,
                _ => {}
            }
        }
        seen.is_gitleaks = has_rule && has_match;
        seen.is_trufflehog = has_raw;
        seen
    }
}

fn is_run_of_secret_scanner(tree: &Tree<'_>, tool: usize) -> bool {
    let name = tree.get(tool, "driver").and_then(|driver| tree.get(driver, "name"));
    name.is_some_and(|name| is_secret_scanner(&tree.text_of(name)))
}

/// The type in an address of Terraform: `random_password` of `module.a["x"].random_password.db[0]`.
fn type_in_address(address: &str) -> Option<String> {
    let plain = crate::resources::without_instances(address);
    plain.rsplit('.').nth(1).map(str::to_owned)
}

/// The type in an id of Azure.
fn type_in_id(id: &str) -> Option<String> {
    let kind = crate::resources::kind_of_arm_id(id);
    (!kind.is_empty()).then_some(kind)
}
