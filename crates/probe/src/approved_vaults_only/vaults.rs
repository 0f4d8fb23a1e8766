//! Whether a vault, key or secret is on the list of approved ones.

/// What the list says of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Approval {
    /// An entry covers it.
    Listed,
    /// Entries of the same form are there, and none covers it.
    NotListed,
    /// The list has no entry of a form that is known of it.
    OtherForm,
}

/// How an id is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `/subscriptions/…/vaults/kv`.
    ArmVault,
    /// `/subscriptions/…/diskEncryptionSets/des`: it leads to a key, and names none.
    ArmOther,
    /// `https://kv.vault.azure.net/…`.
    Uri,
    /// An ARN of a key.
    KmsKey,
    /// An alias of a key, with or without the rest of its ARN.
    KmsAlias,
    /// An ARN of a secret.
    SecretsManager,
    /// An ARN of a parameter.
    Parameter,
    /// `projects/…/keyRings/…`.
    GoogleKey,
    /// `projects/…/secrets/…`.
    GoogleSecret,
    /// Another, such as a bare id of a key or the name of a secret in a cluster.
    Other,
}

/// An id in comparable parts.
#[derive(Debug)]
struct Parts {
    form: Form,
    parts: Vec<String>,
}

/// The list.
#[derive(Debug)]
pub(super) struct Approved {
    entries: Vec<Parts>,
    is_all: bool,
}

impl Approved {
    pub fn of(list: &[String]) -> Self {
        let is_all = list.iter().any(|entry| matches!(entry.trim(), "*" | "**"));
        Approved { entries: list.iter().map(|entry| parts_of(entry)).collect(), is_all }
    }

    /// What the list says of a reference in all its forms.
    pub fn judge(&self, forms: &[Box<str>]) -> Approval {
        if self.is_all {
            return Approval::Listed;
        }
        let forms: Vec<Parts> = forms.iter().map(|form| parts_of(form)).collect();
        let mut is_comparable = false;
        for form in &forms {
            for entry in &self.entries {
                if covers(&entry.parts, &form.parts, matches!(entry.form, Form::ArmVault | Form::ArmOther)) {
                    return Approval::Listed;
                }
                is_comparable |= entry.form == form.form && form.form != Form::Other && form.form != Form::ArmOther;
            }
        }
        if is_comparable { Approval::NotListed } else { Approval::OtherForm }
    }
}

/// An id or an entry in its parts: without case where the platform knows none, without a slash or a star at the end.
fn parts_of(id: &str) -> Parts {
    let id = id.trim();
    let lower = id.to_ascii_lowercase();
    if lower.starts_with("/subscriptions/") || lower.starts_with("/providers/") {
        let form = if lower.contains("diskencryptionsets") { Form::ArmOther } else { Form::ArmVault };
        return Parts { form, parts: split(&lower, &['/']) };
    }
    if let Some(path) = google_path(id) {
        let form = if path.contains("/secrets") { Form::GoogleSecret } else { Form::GoogleKey };
        return Parts { form, parts: split(path, &['/']) };
    }
    let without_scheme = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let is_bare_host = [".vault.", ".managedhsm."].iter().any(|part| lower.split('/').next().unwrap_or_default().contains(part));
    if let Some(rest) = without_scheme.or(is_bare_host.then_some(lower.as_str())) {
        let start = id.len() - rest.len();
        let rest = id.get(start..).unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let scheme = if lower.starts_with("http://") { "http" } else { "https" };
        let host = host.to_ascii_lowercase();
        let mut parts = vec![format!("{scheme}://{}", host.strip_suffix(":443").unwrap_or(&host))];
        parts.extend(split(path, &['/']));
        return Parts { form: Form::Uri, parts };
    }
    let form = match lower.split(':').nth(2).filter(|_| lower.starts_with("arn:")) {
        Some("kms") if lower.contains(":alias/") => Form::KmsAlias,
        Some("kms") => Form::KmsKey,
        Some("secretsmanager") => Form::SecretsManager,
        Some("ssm") => Form::Parameter,
        _ if lower.starts_with("alias/") => Form::KmsAlias,
        _ => Form::Other,
    };
    Parts { form, parts: split(id, &['/', ':']) }
}

/// The path of an id of Google, without the service in front of it.
fn google_path(id: &str) -> Option<&str> {
    let services = [
        "https://cloudkms.googleapis.com/v1/",
        "https://secretmanager.googleapis.com/v1/",
        "//cloudkms.googleapis.com/",
        "//secretmanager.googleapis.com/",
    ];
    let path = services.iter().find_map(|service| id.strip_prefix(service)).unwrap_or(id);
    path.starts_with("projects/").then_some(path)
}

fn split(text: &str, separators: &[char]) -> Vec<String> {
    let mut parts: Vec<String> = text.split(separators).map(str::to_owned).collect();
    // an entry covers what lies below it, with a star at its end or without
    while parts.last().is_some_and(|last| matches!(last.as_str(), "" | "*" | "**")) && parts.len() > 1 {
        parts.pop();
    }
    parts.retain(|part| !part.is_empty() || separators.len() > 1);
    parts
}

/// Whether an entry covers an id: its parts are the first parts of the id. In ids of Azure a star that is a part by itself stands for
/// one part or more.
fn covers(entry: &[String], id: &[String], spans: bool) -> bool {
    let Some((first, rest)) = entry.split_first() else { return true };
    let Some((head, tail)) = id.split_first() else { return false };
    if first == "**" || (first == "*" && spans) {
        return (1..=id.len()).any(|n| covers(rest, id.get(n..).unwrap_or_default(), spans));
    }
    fits(first, head) && covers(rest, tail, spans)
}

/// Whether a glob fits a part: `*` any run, `?` one character. In a host name neither crosses a dot.
fn fits(glob: &str, part: &str) -> bool {
    let is_host = part.starts_with("https://") || part.starts_with("http://");
    let (glob, part): (Vec<char>, Vec<char>) = (glob.chars().collect(), part.chars().collect());
    let crosses = |c: char| !(is_host && c == '.');
    let (mut g, mut p) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while p < part.len() {
        let c = part.get(p).copied().unwrap_or_default();
        match glob.get(g) {
            Some('*') => {
                star = Some((g, p));
                g += 1;
                continue;
            }
            Some(&wanted) if wanted == c || (wanted == '?' && crosses(c)) => {
                g += 1;
                p += 1;
                continue;
            }
            _ => {}
        }
        match star {
            Some((at, taken)) if part.get(taken).is_some_and(|c| crosses(*c)) => {
                g = at + 1;
                p = taken + 1;
                star = Some((at, taken + 1));
            }
            _ => return false,
        }
    }
    glob.iter().skip(g).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(entry: &str, id: &str) -> Approval {
        Approved::of(&[entry.to_owned()]).judge(&[id.into()])
    }

    const ID: &str = "/subscriptions/1/resourceGroups/rg-Prod/providers/Microsoft.KeyVault/vaults/kv-pay-prod";

    #[test]
    fn ids_of_azure_compare_without_case_and_at_separators() {
        for entry in [
            "/subscriptions/1/resourcegroups/RG-prod/providers/microsoft.keyvault/vaults/KV-pay-prod/",
            "/subscriptions/1/resourceGroups/*/providers/Microsoft.KeyVault/vaults/kv-pay-*",
            "/subscriptions/*/vaults/kv-pay-prod",
            "/subscriptions/1/resourceGroups/rg-prod/*",
            "/subscriptions/1",
            "*",
        ] {
            assert_eq!(judge(entry, ID), Approval::Listed, "{entry}");
        }
        for entry in [
            "/subscriptions/1/resourceGroups/rg-prod/providers/Microsoft.KeyVault/vaults/kv-pay",
            "/subscriptions/1/resourceGroups/rg",
            "/subscriptions/2",
        ] {
            assert_eq!(judge(entry, ID), Approval::NotListed, "{entry}");
        }
        assert_eq!(judge("https://kv-pay-prod.vault.azure.net", ID), Approval::OtherForm);
        let set = "/subscriptions/1/resourceGroups/rg-Prod/providers/Microsoft.Compute/diskEncryptionSets/des-pay";
        assert_eq!(judge("/subscriptions/*/diskEncryptionSets/des-*", set), Approval::Listed);
        assert_eq!(judge("/subscriptions/1/resourceGroups/rg-prod/providers/Microsoft.KeyVault/vaults/kv-pay-prod", set), Approval::OtherForm);
    }

    #[test]
    fn a_host_is_a_whole_host() {
        let listed = [
            "https://kv-a.vault.azure.net",
            "https://KV-A.vault.azure.net/",
            "https://kv-a.vault.azure.net/*",
            "https://kv-*.vault.azure.net/*",
            "kv-a.vault.azure.net",
            "https://kv-a.vault.azure.net/keys/k",
        ];
        for entry in listed {
            assert_eq!(judge(entry, "https://kv-a.vault.azure.net:443/keys/k/1"), Approval::Listed, "{entry}");
        }
        for id in [
            "https://kv-a.vault.azure.net.example.org/keys/k",
            "https://kv-a.evil.org/.vault.azure.net/keys/k",
            "https://kv-a.vault.azure.net@evil.org/keys/k",
            "http://kv-a.vault.azure.net/keys/k",
            "https://kv-a.x.vault.azure.net/keys/k",
        ] {
            assert_eq!(judge("https://kv-*.vault.azure.net/*", id), Approval::NotListed, "{id}");
        }
        assert_eq!(judge("https://kv-a.vault.azure.net/keys/k", "https://kv-a.vault.azure.net/keys/k2"), Approval::NotListed);
    }

    #[test]
    fn keys_of_aws_and_google_compare_as_they_are_written() {
        let key = "arn:aws:kms:eu-west-1:123:key/1234-ab";
        for entry in
            ["arn:aws:kms:*:123:key/*", "arn:aws:kms:eu-west-1:123:*", "arn:aws:kms:*:123:key/1234-ab", "arn:aws:kms:eu-*:123"]
        {
            assert_eq!(judge(entry, key), Approval::Listed, "{entry}");
        }
        for entry in ["arn:aws:kms:*:124:key/*", "arn:aws:kms:*:12", "arn:aws:kms:*:123:key/1234"] {
            assert_eq!(judge(entry, key), Approval::NotListed, "{entry}");
        }
        for id in
            ["alias/aws/ebs", "arn:aws:kms:eu-west-1:123:alias/a", "arn:aws:secretsmanager:eu-west-1:123:secret:a", "1234-ab"]
        {
            assert_eq!(judge("arn:aws:kms:*:123:key/*", id), Approval::OtherForm, "{id}");
        }
        let ring = "projects/p/locations/l/keyRings/r";
        assert_eq!(judge(ring, "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1"), Approval::Listed);
        assert_eq!(judge(ring, "//cloudkms.googleapis.com/projects/p/locations/l/keyRings/r/cryptoKeys/k"), Approval::Listed);
        assert_eq!(judge(ring, "projects/p/locations/l/keyRings/r2/cryptoKeys/k"), Approval::NotListed);
    }
}
