//! Values on lines of their own, as HCL and shells write them: `password = <<EOT`, the value, `EOT`.

use super::constants::is_constant;
use super::names::holds_secret;
use std::ops::Range;

/// Hands out each line of a value under the name of a secret.
pub(super) fn values(text: &str, mut take: impl FnMut(Range<usize>)) {
    if !text.contains("<<") {
        return;
    }
    // the word that ends the value
    let mut end: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        // in a difference a mark stands before each line
        let body = line.trim_start_matches(['+', '-', ' ', '\t']);
        let value = body.trim();
        match end {
            Some(word) if value == word => end = None,
            Some(_) if is_constant(value) => {
                let from = start + line.len() - body.len();
                take(from..from + value.len());
            }
            Some(_) => {}
            None => end = word_of(value),
        }
    }
}

/// The word that ends the value which begins below a line, when its name is that of a secret.
fn word_of(line: &str) -> Option<&str> {
    let (before, word) = line.rsplit_once("<<")?;
    let word = word.trim_start_matches(['-', '~']).trim_matches(['"', '\'']);
    let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let name = before.trim_end().strip_suffix(['=', ':'])?.trim_end().trim_matches(['"', '\'']);
    let name = name.rsplit(|c: char| !(c.is_ascii_alphanumeric() || "_-.".contains(c))).next()?;
    (is_word && holds_secret(name)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::super::without_secrets;

    #[test]
    fn every_line_of_a_value_under_the_name_of_a_secret_goes() {
        let text = "password = <<-EOT\n    correct-horse\n    battery\n  EOT\nuser_data = <<EOF\necho seen\nEOF\n";
        let masked = "password = <<-EOT\n    (redacted)\n    (redacted)\n  EOT\nuser_data = <<EOF\necho seen\nEOF\n";
        assert_eq!(without_secrets(text, false), masked);
        assert_eq!(without_secrets(masked, false), masked);
        let kept = "password = <<EOT\n${var.password}\nEOT\nname = \"seen\"\n";
        assert_eq!(without_secrets(kept, false), kept);
        let difference = "+  client_secret = <<EOT\n+correct-horse\n+EOT\n+  name = \"seen\"\n";
        assert_eq!(without_secrets(difference, false), difference.replace("correct-horse", "(redacted)"));
        // a value that is cut
        assert_eq!(without_secrets("token = <<EOT\ncorrect-horse", false), "token = <<EOT\n(redacted)");
    }
}
