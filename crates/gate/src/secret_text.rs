//! Text that people type into options and pull requests and that goes into a published report: it must hold no secret.

use plumbline_ingest::masked;

/// What stands for a secret in a masked text.
const MASK: &str = "••••";

/// Whether a text holds what looks like a secret: a token of a known form, on its own or behind `=`, `:` or a quote.
pub fn holds_secret(text: &str) -> bool {
    let is_masked = |text: &str| masked(text, false).matches(MASK).count() > text.matches(MASK).count();
    is_masked(text) || text.split(|c: char| c.is_whitespace() || "=:,;'\"`()<>@&|".contains(c)).any(is_masked)
}

/// The text without its secrets; none when it holds none.
pub fn without_secrets(text: &str) -> Option<String> {
    holds_secret(text).then(|| {
        let lines = text.lines().map(|line| {
            let words: Vec<String> =
                line.split(' ').map(|word| if holds_secret(word) { MASK.to_owned() } else { word.to_owned() }).collect();
            words.join(" ")
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_wherever_it_stands() {
        let token = format!("ghp_{}", "a1B2".repeat(9));
        for text in [token.clone(), format!("curl -H 'Authorization: Bearer {token}'"), format!("TOKEN={token} terraform plan")] {
            assert!(holds_secret(&text), "{text}");
        }
        for plain in ["terraform show -json plan", "TOKEN=\"$TOKEN\" x", "•••• was here", "a\u{202e}b", "two\nlines"] {
            assert!(!holds_secret(plain), "{plain}");
        }
        let told = without_secrets(&format!("Keys such as x={token}\nleave the code.")).unwrap();
        assert_eq!(told, "Keys such as ••••\nleave the code.");
        assert_eq!(without_secrets("Nothing here."), None);
    }
}
