//! Text in the commands by which a check annotates code: read by GitHub's runner and Azure's agent, then shown to people.

use super::agent::Breaker;
use super::invisible::{Lines, is_written_out, write_out};

/// A text as the message of a workflow command of GitHub Actions.
///
/// Protects the runner, which ends a command with its line, and people. The runner decodes `%25`, `%0D` and `%0A`, so a percent sign
/// is encoded; line ends are written out, so that the decoded message has no line of its own either.
pub fn annotation_github_data(text: &str) -> String {
    encoded(text, Breaker::at_line_start(), &[('%', "%25")])
}

/// A text as the value of a property of a workflow command of GitHub Actions. In addition the runner splits properties at commas, and
/// the message off at colons; it decodes `%2C` and `%3A`.
pub fn annotation_github_property(text: &str) -> String {
    encoded(text, Breaker::within_line(), &[('%', "%25"), (':', "%3A"), (',', "%2C")])
}

/// A text as the message of a logging command of Azure Pipelines.
///
/// Protects the agent, which ends a command with its line, and people. The agent decodes `%AZP25`, `%0D` and `%0A`, so a percent sign
/// is encoded; line ends are written out.
pub fn annotation_azure_data(text: &str) -> String {
    encoded(text, Breaker::at_line_start(), &[('%', "%AZP25")])
}

/// A text as the value of a property of a logging command of Azure Pipelines. In addition the agent splits properties at semicolons,
/// and the message off at `]`; it decodes `%3B` and `%5D`.
pub fn annotation_azure_property(text: &str) -> String {
    encoded(text, Breaker::within_line(), &[('%', "%AZP25"), (';', "%3B"), (']', "%5D")])
}

fn encoded(text: &str, mut breaker: Breaker, pairs: &[(char, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if breaker.must_part(c) {
            out.push(' ');
        }
        match pairs.iter().find(|(from, _)| *from == c) {
            Some((_, to)) => out.push_str(to),
            None if is_written_out(before, c, None, Lines::One) => write_out(c, &mut out),
            None => out.push(c),
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_begins_no_command_when_it_is_decoded() {
        assert_eq!(annotation_github_data("::error::x"), ": :error::x");
        assert_eq!(annotation_azure_data(" ::error::x"), " : :error::x");
    }

    #[test]
    fn a_message_ends_no_command_and_begins_none() {
        let text = "50% of a:b,c;d]e\r\n::error::x ##vso[y]\u{202e}";
        assert_eq!(annotation_github_data(text), r"50%25 of a:b,c;d]e\r\n: :error::x # #vso[y]\u{202e}");
        assert_eq!(annotation_github_property(text), r"50%25 of a%3Ab%2Cc;d]e\r\n%3A %3Aerror%3A%3Ax # #vso[y]\u{202e}");
        assert_eq!(annotation_azure_data(text), r"50%AZP25 of a:b,c;d]e\r\n: :error::x # #vso[y]\u{202e}");
        assert_eq!(annotation_azure_property(text), r"50%AZP25 of a:b,c%3Bd%5De\r\n: :error::x # #vso[y%5D\u{202e}");
    }
}
