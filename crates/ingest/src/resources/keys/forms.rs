//! References to vaults, keys and secrets as values write them, and what else the file knows of the same vault or key.

use super::super::super::json::Json;
use super::super::Resource;
use plumbline_domain::{KeySource, KeyUse};
use std::collections::HashMap;

/// Bytes of an id that are kept.
const MAX_ID: usize = 512;

/// An id as it is kept.
pub(super) fn kept(id: &str) -> Box<str> {
    let mut end = id.len().min(MAX_ID);
    while !id.is_char_boundary(end) {
        end -= 1;
    }
    id.get(..end).unwrap_or_default().into()
}

/// The vault, key or secret that a value refers to, whatever the setting is called.
pub(crate) fn reference_in(value: &str) -> Option<Box<str>> {
    const APP_SETTING: &str = "@microsoft.keyvault(";
    let value = value.trim();
    let lower = kept(value).to_ascii_lowercase();
    if lower.starts_with(APP_SETTING) {
        return key_vault_reference(value.get(APP_SETTING.len()..)?.trim_end_matches(')'));
    }
    if let Some(inside) = value.strip_prefix("{{resolve:").and_then(|v| v.strip_suffix("}}")) {
        let (service, id) = inside.split_once(':')?;
        let is_secret = matches!(service, "secretsmanager" | "ssm-secure" | "ssm");
        return is_secret.then(|| kept(if id.starts_with("arn:") { id } else { inside }));
    }
    let is_vault_url = (lower.starts_with("https://") || lower.starts_with("http://")) && {
        let rest = lower.split_once("://").map(|(_, rest)| rest).unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let is_host = [".vault.", ".vault-int.", ".managedhsm."].iter().any(|part| host.contains(part));
        is_host && (path.is_empty() || ["keys/", "secrets/", "certificates/"].iter().any(|start| path.starts_with(start)))
    };
    let is_arm = lower.starts_with("/subscriptions/")
        && [
            "/providers/microsoft.keyvault/vaults/",
            "/providers/microsoft.keyvault/managedhsms/",
            "/providers/microsoft.compute/diskencryptionsets/",
        ]
        .iter()
        .any(|part| lower.contains(part));
    let is_arn = lower.starts_with("arn:") && {
        let service = lower.split(':').nth(2).unwrap_or_default();
        matches!(service, "kms" | "secretsmanager") || (service == "ssm" && lower.contains(":parameter/"))
    };
    let google =
        lower.split_once("projects/").filter(|(before, _)| before.is_empty() || before.ends_with('/')).map(|(_, rest)| rest);
    let is_google = google.is_some_and(|rest| {
        (rest.contains("/keyrings/") && rest.contains("/locations/")) || rest.split('/').nth(1) == Some("secrets")
    });
    let is_hashicorp = lower.starts_with("vault:") && lower.contains('/') || lower.starts_with("sm://");
    (is_vault_url || is_arm || is_arn || is_google || is_hashicorp).then(|| kept(value))
}

/// The vault or secret inside `@Microsoft.KeyVault(…)`: `SecretUri=…`, or `VaultName=…;SecretName=…`.
fn key_vault_reference(inside: &str) -> Option<Box<str>> {
    let part = |wanted: &str| {
        inside.split(';').find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            key.trim().eq_ignore_ascii_case(wanted).then(|| value.trim()).filter(|v| !v.is_empty())
        })
    };
    if let Some(uri) = part("SecretUri") {
        return Some(kept(uri));
    }
    let vault = part("VaultName")?;
    let secret = part("SecretName").map(|name| format!("/secrets/{name}")).unwrap_or_default();
    // a name without a cloud is one of the public cloud
    let host = if vault.contains('.') { vault.to_owned() } else { format!("{vault}.vault.azure.net") };
    Some(kept(&format!("https://{host}{secret}")))
}

/// Which ids in a file are of one vault or key.
#[derive(Debug, Default)]
pub(super) struct Identities {
    sets: Vec<Vec<Box<str>>>,
    /// From an id, in lower case, to its set.
    set_of: HashMap<String, usize>,
    /// From the address of a resource to its set.
    set_at: HashMap<String, usize>,
}

/// Settings of vaults, keys and secrets that hold their own ids, and that of the vault in which they are.
const OWN_IDS: &[&str] = &[
    "id",
    "arn",
    "vault_uri",
    "vaultUri",
    "hsm_uri",
    "key_id",
    "versionless_id",
    "resource_id",
    "resource_versionless_id",
    "target_key_arn",
    "key_vault_id",
    "key_vault_key_id",
    "name",
    "self_link",
    "keyUri",
    "secretUri",
    "keyUrl",
    "key_ring",
];

/// Whether a resource is a vault, a key or a secret itself, or stands between a key and its users.
pub(super) fn is_vault(kind: &str) -> bool {
    const STARTS: [&str; 9] = [
        "azurerm_key_vault",
        "azurerm_managed_hsm",
        "azurerm_disk_encryption_set",
        "aws_kms_",
        "aws_secretsmanager_",
        "google_kms_",
        "google_secret_manager_",
        "microsoft.keyvault/",
        "microsoft.compute/diskencryptionsets",
    ];
    kind == "aws_ssm_parameter" || kind.starts_with("vault_") || STARTS.iter().any(|start| kind.starts_with(start))
}

impl Identities {
    /// Takes the ids of a resource that is a vault, a key or a secret.
    pub fn learn(&mut self, resource: &Resource<'_>, address: String) {
        if !is_vault(&resource.kind) {
            return;
        }
        let properties = resource.after.get("properties");
        let active_key = properties.and_then(|p| p.get("activeKey"));
        let objects = [Some(&resource.after), properties, active_key];
        let mut ids: Vec<Box<str>> = Vec::new();
        for (key, object) in OWN_IDS.iter().flat_map(|key| objects.iter().flatten().map(move |o| (key, o))) {
            // a bare name is no id of its own, but that of an alias is
            let is_id = *key != "name" || resource.kind == "aws_kms_alias";
            if let Some(id) = object.text_of(key).filter(|_| is_id) {
                ids.push(kept(id));
            }
        }
        if resource.kind.contains('/') && !resource.address.is_empty() {
            ids.push(kept(&resource.address));
        }
        ids.dedup();
        let n = self.sets.len();
        // a vault holds many keys: its own id leads to the vault alone
        for id in ids.iter().filter(|id| !is_of_outer_vault(resource, id)) {
            self.set_of.entry(id.to_ascii_lowercase()).or_insert(n);
        }
        self.set_at.entry(address).or_insert(n);
        self.sets.push(ids);
    }

    /// Every id that the file knows for the same vault or key, the given one first.
    pub fn forms_of(&self, id: Box<str>) -> Vec<Box<str>> {
        let known = self.set_of.get(&id.to_ascii_lowercase()).and_then(|n| self.sets.get(*n));
        let others = known.into_iter().flatten().filter(|other| **other != id).cloned();
        std::iter::once(id.clone()).chain(others).collect()
    }

    /// The ids of the vault, key or secret at an address.
    pub fn at(&self, address: &str) -> Option<&[Box<str>]> {
        self.set_at.get(address).and_then(|n| self.sets.get(*n)).map(Vec::as_slice)
    }
}

/// Whether an id among those of a key or secret is that of the vault in which it is.
fn is_of_outer_vault(resource: &Resource<'_>, id: &str) -> bool {
    let of = |key: &str| resource.after.get(key).and_then(Json::text) == Some(id);
    of("key_vault_id") || of("key_ring")
}

/// Gives references to one vault of Azure every form that the file has of it. The name of a vault is its own in the whole cloud, so an
/// id and a URI with the same name are of one vault.
pub(super) fn join_by_name(uses: &mut [KeyUse]) {
    let mut of_name: HashMap<String, Names> = HashMap::new();
    let forms = uses.iter().filter_map(|u| if let KeySource::Named(forms) = &u.source { Some(forms) } else { None }).flatten();
    for form in forms {
        if let Some((name, vault, is_id)) = vault_in(form) {
            let names = of_name.entry(name).or_default();
            let slot = if is_id { &mut names.id } else { &mut names.uri };
            match slot {
                Some(known) if !known.eq_ignore_ascii_case(vault) => names.is_ambiguous = true,
                Some(_) => {}
                None => *slot = Some(vault.into()),
            }
        }
    }
    for found in uses {
        let KeySource::Named(forms) = &mut found.source else { continue };
        let Some((name, _, is_id)) = forms.iter().find_map(|form| vault_in(form)) else { continue };
        let Some(names) = of_name.get(&name).filter(|names| !names.is_ambiguous) else { continue };
        let other = if is_id { &names.uri } else { &names.id };
        if let Some(other) = other.as_ref().filter(|other| !forms.contains(other)) {
            forms.push(other.clone());
        }
    }
}

/// The forms of one name.
#[derive(Debug, Default)]
struct Names {
    id: Option<Box<str>>,
    uri: Option<Box<str>>,
    is_ambiguous: bool,
}

/// The name of a vault of Azure in an id or a URI, in lower case; the part that is the vault's; and whether it is an id.
fn vault_in(form: &str) -> Option<(String, &str, bool)> {
    const CLOUDS: [&str; 4] = ["vault.azure.net", "vault.azure.cn", "vault.usgovcloudapi.net", "vault.microsoftazure.de"];
    let lower = form.to_ascii_lowercase();
    if let Some(rest) = lower.strip_prefix("https://") {
        let host = rest.split('/').next().unwrap_or_default();
        let (name, cloud) = host.split_once('.')?;
        let uri = form.get(.."https://".len() + host.len())?;
        return CLOUDS.contains(&cloud).then(|| (name.to_owned(), uri, false));
    }
    let at = lower.find("/providers/microsoft.keyvault/vaults/")? + "/providers/microsoft.keyvault/vaults/".len();
    let name = lower.get(at..)?.split('/').next().filter(|name| !name.is_empty())?;
    Some((name.to_owned(), form.get(..at + name.len())?, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_told_by_their_form() {
        let same = [
            "https://kv-a.vault.azure.net/keys/k/1",
            "/subscriptions/s/resourceGroups/r/providers/Microsoft.KeyVault/vaults/kv-a",
            "arn:aws:kms:eu-west-1:1:key/2",
            "arn:aws:secretsmanager:eu-west-1:1:secret:a/b-c",
            "projects/p/locations/l/keyRings/r/cryptoKeys/k",
            "projects/p/secrets/s/versions/latest",
        ];
        for value in same {
            assert_eq!(reference_in(value).as_deref(), Some(value));
        }
        let read = [
            (
                "@Microsoft.KeyVault(SecretUri=https://kv-a.vault.azure.net.example.org/secrets/S/)",
                "https://kv-a.vault.azure.net.example.org/secrets/S/",
            ),
            ("@Microsoft.KeyVault(VaultName=kv-a;SecretName=s)", "https://kv-a.vault.azure.net/secrets/s"),
            (
                "{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:1:secret:a}}",
                "arn:aws:secretsmanager:eu-west-1:1:secret:a",
            ),
            ("{{resolve:ssm-secure:/a/b:1}}", "ssm-secure:/a/b:1"),
        ];
        for (value, id) in read {
            assert_eq!(reference_in(value).as_deref(), Some(id));
        }
        for value in [
            "",
            "prod",
            "arn:aws:iam::1:role/a",
            "/subscriptions/s/resourceGroups/r",
            "https://example.org/keys/a",
            "@Microsoft.KeyVault()",
            "projects/p",
        ] {
            assert_eq!(reference_in(value), None, "{value}");
        }
    }
}
