//! The pull request that a commit's message names. Anybody can write such a message: it is a hint, and proves nothing.

use super::number;

/// The number of the pull request that a commit says it merged, in the way of the services.
pub fn named_pull_request(message: &str) -> Option<String> {
    let subject = message.lines().next().unwrap_or_default().trim();
    let digits = |text: &str| number(&text.chars().take_while(char::is_ascii_digit).collect::<String>());
    let merged = subject.strip_prefix("Merge pull request #").or_else(|| subject.strip_prefix("Merged PR ")).and_then(digits);
    let squashed = || number(subject.strip_suffix(')')?.rsplit_once("(#")?.1);
    let of_gitlab = || {
        let line = message.lines().rev().find_map(|line| line.trim().strip_prefix("See merge request "))?;
        digits(line.rsplit_once('!')?.1)
    };
    merged.or_else(squashed).or_else(of_gitlab)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_names_its_pull_request_in_the_way_of_its_service() {
        assert_eq!(named_pull_request("Merge pull request #412 from contoso/vault\n\nAdd").as_deref(), Some("412"));
        assert_eq!(named_pull_request("Add a vault (#412)\n\n* a").as_deref(), Some("412"));
        assert_eq!(named_pull_request("Merged PR 12: Add a vault").as_deref(), Some("12"));
        assert_eq!(named_pull_request("Merge branch 'x'\n\nAdd\n\nSee merge request contoso/platform!7").as_deref(), Some("7"));
        for none in ["Add a vault", "Fix (#12) again", "See (#)", "Merge pull request # from", ""] {
            assert_eq!(named_pull_request(none), None, "{none}");
        }
    }
}
