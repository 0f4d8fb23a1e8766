//! Secrets in the words of a tool, masked as they are read: they reach no screen, export or storage.

use plumbline_text::shown;
use std::borrow::Cow;

/// Beginnings of tokens that are secrets wherever they stand.
const PREFIXES: &[&str] = &[
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "sk_live_",
    "rk_live_",
    "eyJ",
    "AIza",
    "ya29.",
    "npm_",
    "pypi-",
    "hvs.",
    "dop_v1_",
    "SG.",
];

/// Tools whose messages may quote what they found.
const SECRET_SCANNERS: &[&str] = &[
    "gitleaks",
    "trufflehog",
    "detect-secrets",
    "ggshield",
    "gitguardian",
    "secretlint",
    "whispers",
    "noseyparker",
    "kingfisher",
    "talisman",
    "credential",
    "secret",
];

const MASK: &str = "••••";

/// Whether a tool is known to quote secrets.
pub(super) fn is_secret_scanner(tool: &str) -> bool {
    let tool = tool.to_ascii_lowercase();
    SECRET_SCANNERS.iter().any(|name| tool.contains(name))
}

/// A message as it may be shown: without its secrets (tokens that are known to be some, and, from a secret scanner, whatever looks
/// like one), and with characters that would hide or reorder its words written out.
pub(super) fn mask(message: &str, from_secret_scanner: bool) -> Cow<'_, str> {
    match without_secrets(message, from_secret_scanner) {
        Cow::Borrowed(text) => shown(text),
        Cow::Owned(text) => Cow::Owned(shown(&text).into_owned()),
    }
}

fn without_secrets(message: &str, from_secret_scanner: bool) -> Cow<'_, str> {
    let is_token =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '_' | '-' | '.' | '~' | '!' | '@' | '$' | '%');
    let mut masked: Option<String> = None;
    let mut done = 0;
    let mut rest = message;
    let mut offset = 0;
    while let Some(start) = rest.find(is_token) {
        let token = rest.get(start..).unwrap_or_default();
        let len = token.find(|c| !is_token(c)).unwrap_or(token.len());
        let token = token.get(..len).unwrap_or_default();
        let at = offset + start;
        if is_secret(token, from_secret_scanner) {
            let text = masked.get_or_insert_with(String::new);
            text.push_str(message.get(done..at).unwrap_or_default());
            text.push_str(MASK);
            done = at + len;
        }
        offset = at + len;
        rest = message.get(offset..).unwrap_or_default();
    }
    match masked {
        None => Cow::Borrowed(message),
        Some(mut text) => {
            text.push_str(message.get(done..).unwrap_or_default());
            Cow::Owned(text)
        }
    }
}

fn is_secret(token: &str, from_secret_scanner: bool) -> bool {
    let known = token.len() >= 16 && PREFIXES.iter().any(|p| token.starts_with(p));
    let bare = token.trim_end_matches(['.', '!', '=']);
    let has = |test: fn(&char) -> bool| bare.chars().any(|c| test(&c));
    let looks_random = bare.len() >= 12
        && !bare.contains('/')
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !bare.rsplit('.').next().is_some_and(|end| {
            (1..=5).contains(&end.len()) && bare.contains('.') && end.chars().all(|c| c.is_ascii_alphabetic())
        });
    known || (from_secret_scanner && looks_random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tokens_are_masked_whoever_says_them() {
        assert_eq!(mask("key AKIAIOSFODNN7EXAMPLE in main.tf", false), "key •••• in main.tf");
        assert_eq!(mask("Ensure that storage accounts use TLS 1.2", false), "Ensure that storage accounts use TLS 1.2");
    }

    #[test]
    fn a_message_hides_and_reorders_nothing() {
        assert_eq!(mask("key AKIAIOSFODNN7EXAMPLE\u{202e}\u{0}", false), r"key ••••\u{202e}\u{0}");
    }

    #[test]
    fn a_secret_scanner_quotes_nothing_that_looks_random() {
        assert_eq!(mask("found \"hunter2hunter2x\" in infra/prod-2026.tfvars", true), "found \"••••\" in infra/prod-2026.tfvars");
        assert_eq!(
            mask("generic-api-key has detected secret for file src/app.py.", true),
            "generic-api-key has detected secret for file src/app.py."
        );
        assert!(is_secret_scanner("Gitleaks") && !is_secret_scanner("checkov"));
    }
}
