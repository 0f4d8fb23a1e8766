//! What the names of settings say: that a key or a vault is named there, that a secret is kept there, or that a program reads its
//! settings from there. Names are compared without case, `_` and `-`: `kms_key_id`, `kmsKeyId` and `KmsKeyId` are one.

use crate::mask::REDACTED;

/// A name in lower case, with nothing but letters and digits.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Settings that hold the id of a key, a vault or a secret, beside those that say so by `kms` or `keyvault`.
const KEY_NAMES: &[&str] = &[
    "cmkid",
    "cryptokey",
    "cryptokeyid",
    "cryptokeyname",
    "customermanagedkeyid",
    "customermasterkeyarn",
    "diskencryptionsetid",
    "encryptionkeyarn",
    "encryptionkeyid",
    "encryptionkeyname",
    "encryptionkeyvaulturl",
    "keyarn",
    "keyidentifier",
    "keyuri",
    "keyurl",
    "managedhsmkeyid",
    "secretarn",
    "secretsmanagerarn",
    "secretsmanagersecretarn",
    "securevmdiskencryptionsetid",
    "secretidentifier",
    "secreturi",
    "secreturl",
    "valuefrom",
    "vaultbaseurl",
    "vaultkeyreference",
    "vaulturi",
    "vaulturl",
    "volumekey",
];

/// Whether a setting of this plain name holds the id of a key, a vault or a secret.
pub(super) fn names_key(name: &str) -> bool {
    if name.contains("identity") || name.contains("serviceaccount") || name.contains("role") {
        return false;
    }
    let ends = |endings: &[&str]| endings.iter().any(|end| name.ends_with(end));
    let by_kms =
        name.contains("kms") && ends(&["id", "arn", "key", "keyname", "selflink", "version", "identifier", "keyid", "ref"]);
    let by_vault = name.contains("keyvault") && ends(&["id", "uri", "url", "identifier"]);
    by_kms || by_vault || KEY_NAMES.contains(&name)
}

/// Whether a setting of this plain name shows that its resource could be encrypted with a key of one's own.
pub(super) fn speaks_of_encryption(name: &str) -> bool {
    (name.contains("encryption") && !name.contains("transit"))
        || name.contains("customermanagedkey")
        || name.contains("keyvault")
        || name == "encrypted"
        || name == "storageencrypted"
}

/// How the names of secrets end.
const SECRET_ENDINGS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "clientsecret",
    "sharedsecret",
    "secretkey",
    "secretaccesskey",
    "sharedaccesskey",
    "storageaccountkey",
    "storageaccountaccesskey",
    "accountkey",
    "presharedkey",
    "sharedkey",
    "privatekey",
    "privatekeypem",
    "apikey",
    "authtoken",
    "accesstoken",
    "connectionstring",
    "rawkey",
    "rsaencryptedkey",
    "secretstring",
    "secretbinary",
    "secretdata",
    "sastoken",
];

/// Whether a setting of this plain name holds a secret itself.
pub(super) fn holds_secret(name: &str) -> bool {
    // what the platform gives out is nobody's to write
    let is_given = ["primary", "secondary", "default", "computed"].iter().any(|start| name.starts_with(start));
    // an argument that is written and never kept has a name of its own
    let name = name.strip_suffix("wo").unwrap_or(name);
    !is_given && SECRET_ENDINGS.iter().any(|end| name.ends_with(end))
}

/// What holds the settings that a program reads at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Container {
    /// Names with values, secret or not.
    Settings,
    /// Names with values that are all secret.
    Secrets,
}

/// Whether a setting of this plain name holds such settings. Each of them could be a reference.
pub(super) fn container(name: &str, kind: &str) -> Option<Container> {
    Some(match name {
        "appsettings"
        | "environmentvariables"
        | "environmentvariable"
        | "env"
        | "environment"
        | "variables"
        | "stagevariables"
        | "connectionstrings"
        | "containerdefinitions" => Container::Settings,
        "connectionstring" => Container::Settings,
        "secureenvironmentvariables" | "setsensitive" => Container::Secrets,
        "secret" | "secrets" if kind.contains("container") && !kind.contains("definition") => Container::Secrets,
        "data" | "binarydata" | "stringdata" if kind.starts_with("kubernetes_secret") => Container::Secrets,
        "data" if kind.starts_with("kubernetes_config_map") => Container::Settings,
        "properties" if kind == "microsoft.web/sites/config" || kind == "microsoft.web/sites/slots/config" => Container::Settings,
        _ => return None,
    })
}

/// Whether the name of a program's setting says that its value is a secret: `DB_PASSWORD`, `stripeApiKey`, but not `TOKEN_URL`.
pub(super) fn is_secret_setting(name: &str) -> bool {
    let words = words(name);
    let last = words.iter().rev().map(String::as_str).find(|w| !w.bytes().all(|b| b.is_ascii_digit()) && *w != "value");
    let before = words.iter().rev().map(String::as_str).filter(|w| *w != "value").nth(1);
    match last {
        Some(
            "password" | "passwd" | "pwd" | "passphrase" | "pass" | "secret" | "token" | "apikey" | "accesskey" | "secretkey"
            | "credential" | "credentials" | "connectionstring" | "connstr" | "sas" | "pat",
        ) => true,
        Some("key") => matches!(
            before,
            Some(
                "api"
                    | "access"
                    | "secret"
                    | "private"
                    | "account"
                    | "signing"
                    | "encryption"
                    | "master"
                    | "shared"
                    | "storage"
                    | "jwt"
                    | "auth"
                    | "service"
                    | "admin"
                    | "hmac"
                    | "license"
                    | "stripe"
            )
        ),
        Some("string" | "str") => matches!(before, Some("connection" | "conn")),
        Some(word) => ["password", "apikey", "secretkey", "connectionstring"].iter().any(|end| word.ends_with(end)),
        None => false,
    }
}

/// The words of a name, in lower case: `DB_PASSWORD2`, `dbPassword2` and `db-password-2` are db, password, 2.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = ' ';
    for c in name.chars() {
        let begins = !previous.is_alphanumeric()
            || (c.is_uppercase() && previous.is_lowercase())
            || c.is_ascii_digit() != previous.is_ascii_digit();
        if c.is_alphanumeric() {
            match words.last_mut().filter(|_| !begins) {
                Some(word) => word.extend(c.to_lowercase()),
                None => words.push(c.to_lowercase().collect()),
            }
        }
        previous = c;
    }
    words
}

/// Whether a value looks like a secret whatever it is called: a connection string with a key in it, a private key, a known token.
pub(crate) fn is_secret_value(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let has_part = |part: &str| {
        let mut rest = lower.as_str();
        while let Some(at) = rest.find(part) {
            let value = rest.get(at + part.len()..).unwrap_or_default();
            let value = value.split([';', '&', ' ']).next().unwrap_or_default();
            // a name in braces or a reference stands for a value that comes from elsewhere
            if !value.is_empty() && !value.starts_with(['$', '{', '@', '<', '*', '[']) {
                return true;
            }
            rest = rest.get(at + part.len()..).unwrap_or_default();
        }
        false
    };
    if ["accountkey=", "sharedaccesskey=", "password=", "pwd=", "sharedaccesssignature=", "clientsecret=", "&sig=", "?sig="]
        .iter()
        .any(|part| has_part(part))
    {
        return true;
    }
    let is_token = (value.len() >= 20 || value.ends_with(REDACTED))
        && [
            "AKIA",
            "ghp_",
            "gho_",
            "ghs_",
            "github_pat_",
            "glpat-",
            "xoxb-",
            "xoxp-",
            "sk_live_",
            "rk_live_",
            "hvs.",
            "SG.",
            "npm_",
            "pypi-",
        ]
        .iter()
        .any(|prefix| value.starts_with(prefix));
    is_token || value.contains("-----BEGIN ") && value.contains("PRIVATE KEY-----") || has_login(&lower)
}

/// Whether a URL carries a user and a password: `postgres://user:secret@host`.
fn has_login(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((user, _host)) = authority.rsplit_once('@') else { return false };
    let password = user.split_once(':').map(|(_, password)| password).unwrap_or_default();
    !scheme.contains(' ') && !password.is_empty() && !password.starts_with(['$', '{', '<', '*', '['])
}

/// Whether a text under the name of a secret may be one: a connection string without a login and a bare address are none.
pub(super) fn may_be_secret(name: &str, value: &str) -> bool {
    let name = plain(name);
    let is_connection = ["connectionstring", "connstr"].iter().any(|end| name.ends_with(end));
    let is_address = value.starts_with("https://") || value.starts_with("http://");
    !(is_connection || is_address) || is_secret_value(value)
}

/// Whether a value under `…_SECRET` reads like the name of a secret rather than a secret: `prod/db`.
pub(super) fn is_name_of_secret(name: &str, value: &str) -> bool {
    let is_path =
        value.contains('/') && value.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"/-_.".contains(&b));
    is_path && plain(name).ends_with("secret")
}

/// How references begin that lead to other places than the vaults that are told by their form.
const SCHEMES: [&str; 6] = ["@Microsoft.", "op://", "akv://", "ref+", "secretref:", "keyvaultref:"];

/// Whether a value stands for one that is filled in elsewhere: an expression of ARM, a placeholder of a template, or asterisks.
pub(crate) fn is_filled_in_elsewhere(value: &str) -> bool {
    let value = value.trim();
    SCHEMES.iter().any(|scheme| value.starts_with(scheme))
        || (value.starts_with('[') && value.ends_with(']'))
        || value.contains("${")
        || value.starts_with("$(")
        || (value.starts_with("{{") && value.ends_with("}}"))
        || (value.starts_with("<<") && value.ends_with(">>"))
        || (value.len() >= 3 && value.bytes().all(|b| b == b'*'))
        || value.eq_ignore_ascii_case("(sensitive value)")
        || value.eq_ignore_ascii_case("(known after apply)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_setting_says_what_it_holds() {
        for name in [
            "kms_key_id",
            "kmsKeyArn",
            "KMSMasterKeyID",
            "default_kms_key_name",
            "key_vault_key_id",
            "keyVaultUri",
            "disk_encryption_set_id",
        ] {
            assert!(names_key(&plain(name)), "{name}");
        }
        for name in
            ["kms_key_service_account", "key_vault_reference_identity_id", "key_name", "kms_encrypted", "key_vault_access"]
        {
            assert!(!names_key(&plain(name)), "{name}");
        }
        for name in ["administrator_login_password", "raw_key", "client_secret", "secret_string", "storageAccountAccessKey"] {
            assert!(holds_secret(&plain(name)), "{name}");
        }
        for name in ["primary_access_key", "password_policy", "manage_master_user_password_x", "public_key", "secret_id"] {
            assert!(!holds_secret(&plain(name)), "{name}");
        }
    }

    #[test]
    fn a_secret_is_told_by_the_last_words_of_its_name() {
        for name in [
            "DB_PASSWORD",
            "dbPassword2",
            "PAYMENT_API_KEY",
            "ClientSecret",
            "ConnectionStrings__Default__ConnectionString",
            "GITHUB_TOKEN",
            "SECRET_VALUE",
        ] {
            assert!(is_secret_setting(name), "{name}");
        }
        for name in [
            "TOKEN_SECRET_ARN",
            "KEY_URI",
            "PASSWORD_POLICY",
            "TOKEN_URL",
            "PARTITION_KEY",
            "LOG_LEVEL",
            "APPINSIGHTS_INSTRUMENTATIONKEY",
            "",
            "PUBLIC_KEY",
        ] {
            assert!(!is_secret_setting(name), "{name}");
        }
    }

    #[test]
    fn a_secret_is_told_by_its_value() {
        for value in [
            "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=ZmFrZQ==;EndpointSuffix=core.windows.net",
            "Server=tcp:a;User ID=b;Password=c;",
            "postgres://app:hunter2@db/app",
            "-----BEGIN RSA PRIVATE KEY-----\nx",
            "https://a.blob.core.windows.net/c?sv=1&sig=abc",
        ] {
            assert!(is_secret_value(value), "{value}");
        }
        for value in [
            "Server=tcp:a;Authentication=Active Directory Managed Identity;",
            "https://a/b",
            "user@host",
            "AccountKey=",
            "Password=${var}",
            "InstrumentationKey=00000000-0000",
        ] {
            assert!(!is_secret_value(value), "{value}");
        }
    }
}
