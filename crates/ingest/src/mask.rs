//! Secrets in the words of a tool, masked as they are read: they reach no screen, export or storage.

mod constants;
mod heredocs;
pub(crate) mod names;
mod quoted;
mod references;
mod shapes;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use constants::is_constant;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use references::is_reference;
pub(crate) use shapes::secrets_in;

use plumbline_text::shown;
use std::borrow::Cow;
use std::ops::Range;

/// What stands in place of a secret, where it is shown and in the copy of a file that is published.
pub const REDACTED: &str = "(redacted)";

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

/// A text without its secrets, and otherwise as it was.
pub(crate) fn without_secrets(text: &str, from_secret_scanner: bool) -> Cow<'_, str> {
    let ranges = secrets_in(text, from_secret_scanner);
    if ranges.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, &ranges)) }
}

/// A text with what stands in some ranges, which are in order, redacted.
pub(crate) fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len() + ranges.len() * REDACTED.len());
    let mut done = 0;
    for range in ranges {
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(REDACTED);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}

/// Whether a command or a sentence holds what looks like a secret.
#[cfg(not(target_arch = "wasm32"))]
pub fn secret_in_text(text: &str) -> bool {
    !secrets_in(text, false).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_tokens_are_masked_whoever_says_them() {
        assert_eq!(mask("key AKIAIOSFODNN7EXAMPLE in main.tf", false), "key AKIA(redacted) in main.tf");
        assert_eq!(mask("Ensure that storage accounts use TLS 1.2", false), "Ensure that storage accounts use TLS 1.2");
    }

    #[test]
    fn a_message_hides_and_reorders_nothing() {
        assert_eq!(mask("key AKIAIOSFODNN7EXAMPLE\u{202e}\u{0}", false), r"key AKIA(redacted)\u{202e}\u{0}");
    }

    #[test]
    fn a_secret_scanner_quotes_nothing_that_looks_random() {
        assert_eq!(
            mask("found \"hunter2hunter2x\" in infra/prod-2026.tfvars", true),
            "found \"(redacted)\" in infra/prod-2026.tfvars"
        );
        assert_eq!(
            mask("generic-api-key has detected secret for file src/app.py.", true),
            "generic-api-key has detected secret for file src/app.py."
        );
        assert!(is_secret_scanner("Gitleaks") && !is_secret_scanner("checkov"));
    }
}
