//! What grants and rules say, and no secret does: a mask on it would hide from the gate what the change opens.

/// Names of roles that mean the same everywhere, and words of network rules.
const WORDS: [&str; 26] = [
    "owner",
    "contributor",
    "reader",
    "user access administrator",
    "role based access control administrator",
    "cluster-admin",
    "allow",
    "deny",
    "inbound",
    "outbound",
    "ingress",
    "egress",
    "tcp",
    "udp",
    "icmp",
    "icmpv6",
    "esp",
    "ah",
    "all",
    "any",
    "internet",
    "virtualnetwork",
    "azureloadbalancer",
    "clusterrole",
    "role",
    "*",
];

/// Whether a text names a role or a policy of a platform, is a statement of rights, a word of a network rule, or an address.
pub(super) fn says_what_is_granted(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    WORDS.contains(&lower.as_str()) || is_role_id(text, &lower) || is_address(text) || is_policy_document(text)
}

/// `roles/owner`, the id of a role definition, the ARN of a policy or role.
fn is_role_id(text: &str, lower: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-/@+=,:".contains(c));
    let of_google = text.strip_prefix("roles/").is_some_and(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.'));
    let of_azure = lower.rsplit_once("/providers/microsoft.authorization/roledefinitions/").is_some_and(|(_, id)| is_guid(id));
    let of_aws = lower.starts_with("arn:aws") && [":policy/", ":role/"].iter().any(|kind| lower.contains(kind)) && is_name(text);
    of_google || of_azure || of_aws
}

fn is_guid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An address or a block of them.
fn is_address(text: &str) -> bool {
    let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
    address.parse::<std::net::IpAddr>().is_ok()
        && bits.is_none_or(|bits| bits.len() <= 3 && bits.bytes().all(|b| b.is_ascii_digit()))
}

/// A document of rights, as AWS has them. What looks like a secret in it is redacted as anywhere.
fn is_policy_document(text: &str) -> bool {
    text.starts_with('{') && text.contains("\"Statement\"") && text.contains("\"Effect\"")
}

/// Whether a setting holds ports, or the order of rules.
pub(super) fn names_a_port(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    key.contains("port") || key == "priority"
}

/// A port, a range of them, or any.
pub(super) fn is_port(text: &str) -> bool {
    let is_number = |text: &str| (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    text == "*" || text == "-1" || text.split_once('-').map_or(is_number(text), |(from, to)| is_number(from) && is_number(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_rules_and_addresses_are_told_from_secrets() {
        for granted in [
            "Owner",
            "roles/owner",
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "0.0.0.0/0",
            "::/0",
            "Internet",
            "*",
            "Tcp",
            r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}"#,
        ] {
            assert!(says_what_is_granted(granted), "{granted}");
        }
        for secret in [
            "hunter2",
            "correct-horse-battery",
            "",
            "roles/own er",
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "10.0.0.1/secret",
            "{\"password\": \"x\"}",
        ] {
            assert!(!says_what_is_granted(secret), "{secret}");
        }
        assert!(is_port("22") && is_port("1-65535") && is_port("*") && !is_port("839201") && !is_port("secret"));
    }

    #[test]
    fn a_mask_on_a_role_or_a_port_hides_nothing_from_the_gate() {
        let plan = r#"{"format_version": "1.2", "resource_changes": [{"address": "a.b", "mode": "managed", "type": "azurerm_role_assignment",
            "change": {"actions": ["create"], "before": null, "after": {"role_definition_name": "Owner", "from_port": 22,
            "ports": ["22", "80-90"], "cidr_blocks": ["0.0.0.0/0"], "note": "hunter2hunter2", "pin": 1234},
            "after_sensitive": true}}]}"#;
        let crate::redact::Redaction::Copy { bytes, .. } = crate::redact::redact(plan.as_bytes()) else {
            panic!("it has a copy")
        };
        let copy = String::from_utf8(bytes).unwrap();
        for kept in ["\"Owner\"", "\"from_port\": 22", "[\"22\", \"80-90\"]", "0.0.0.0/0"] {
            assert!(copy.contains(kept), "{kept}: {copy}");
        }
        assert!(!copy.contains("hunter2") && !copy.contains("1234"), "{copy}");
    }
}
