//! Names under which secrets stand, in any spelling: `client_secret`, `clientSecret`, `Client-Secret`.

/// A name in lower case, with nothing but letters and digits.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// How the plain names of secrets end.
const ENDINGS: &[&str] = &[
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "secrets",
    "secretvalue",
    "secretkey",
    "secretaccesskey",
    "secretstring",
    "secretbinary",
    "secretdata",
    "token",
    "tokens",
    "apikey",
    "apikeys",
    "appkey",
    "accesskey",
    "accountkey",
    "authkey",
    "encryptionkey",
    "functionkey",
    "hostkey",
    "integrationkey",
    "masterkey",
    "primarykey",
    "secondarykey",
    "privatekey",
    "privatekeypem",
    "privatekeyopenssh",
    "privatekeypempkcs8",
    "routingkey",
    "servicekey",
    "sharedaccesskey",
    "sharedkey",
    "presharedkey",
    "signingkey",
    "storageaccountkey",
    "storageaccountaccesskey",
    "rawkey",
    "rsaencryptedkey",
    "connectionstring",
    "connectionstrings",
    "userkey",
    "clientkey",
    "connstr",
    "sastoken",
    "sasurl",
    "sasuri",
    "sharedaccesssignature",
    "credential",
    "credentials",
    "authorization",
    "setcookie",
    "cookie",
    "kubeconfig",
    "kubeconfigraw",
    "dockerconfigjson",
];

/// Plain names that are secrets as a whole, though longer ones with the same end are none.
const WHOLE: &[&str] = &["cookies", "psk", "bindpw"];

/// Last words of names of secrets that are parts of other words too: `DB_PASS`, but not `bypass`.
const LAST_WORDS: &[&str] = &["pass", "pat", "sas"];

/// Plain names that end like those of secrets, and hold none: pages of lists, marks of requests, names and ids of secrets.
const HARMLESS: &[&str] = &[
    "nexttoken",
    "pagetoken",
    "nextpagetoken",
    "continuationtoken",
    "skiptoken",
    "clientrequesttoken",
    "clienttoken",
    "idempotencytoken",
    "csrftoken",
    "automountserviceaccounttoken",
    "maxtokens",
    "httptokens",
    "tokens",
    "imagepullsecret",
    "imagepullsecrets",
    "usesecret",
    "isprimarykey",
];

/// Whether a name says that what stands under it is a secret.
pub(crate) fn holds_secret(name: &str) -> bool {
    // longer names are sentences
    if name.len() > 128 {
        return false;
    }
    let plain = plain(name);
    // an argument that is written and never kept ends with `_wo`
    let plain = plain.strip_suffix("wo").filter(|_| name.ends_with("wo")).unwrap_or(&plain);
    let is_secret = WHOLE.contains(&plain) || ENDINGS.iter().any(|end| plain.ends_with(end));
    !HARMLESS.contains(&plain) && (is_secret || LAST_WORDS.iter().any(|word| is_last_word(name, word)))
}

/// Whether the last of several words of a name is this one.
fn is_last_word(name: &str, word: &str) -> bool {
    let Some((before, last)) = name.len().checked_sub(word.len()).and_then(|at| name.split_at_checked(at)) else { return false };
    let begins = last.starts_with(|c: char| c.is_ascii_uppercase()) && before.ends_with(|c: char| c.is_ascii_lowercase());
    last.eq_ignore_ascii_case(word) && (begins || before.ends_with(['_', '-', '.']))
}

/// Parts of the names of outputs that announce a secret.
const OUTPUT_PARTS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "credential",
    "connection",
    "webhook",
    "passphrase",
    "pwd",
    "accesskey",
    "apikey",
    "primarykey",
    "privatekey",
];

/// Endings of the names of outputs that announce a secret: the name of a key's vault does not end with them.
const OUTPUT_ENDS: &[&str] = &["key", "keys", "sas", "sasuri", "sasurl"];

/// Whether an output of this name may be a secret: its value is given out to whoever asks, so less is enough.
pub(crate) fn output_may_be_secret(name: &str) -> bool {
    let plain = plain(name);
    OUTPUT_PARTS.iter().any(|part| plain.contains(part)) || OUTPUT_ENDS.iter().any(|end| plain.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_secret_is_known_in_every_spelling() {
        for name in [
            "client_secret",
            "clientSecret",
            "Client-Secret",
            "DB_PASSWORD",
            "administrator_login_password",
            "pwd",
            "password_wo",
        ] {
            assert!(holds_secret(name), "{name}");
        }
        for name in
            ["NextToken", "max_tokens", "secret_name", "token_url", "key", "password_policy", "compass", "BYPASS", "Pass", ""]
        {
            assert!(!holds_secret(name), "{name}");
        }
    }

    #[test]
    fn less_is_enough_for_an_output() {
        assert!(output_may_be_secret("storageConnection") && output_may_be_secret("hostKeys"));
        assert!(!output_may_be_secret("keyVaultName"));
    }
}
