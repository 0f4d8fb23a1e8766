//! The words of the facts that are worth a second look.

use crate::text::number::{bytes, counted};
use crate::text::phrase;

/// Above them.
pub(crate) fn title(n: u64) -> String {
    counted(n, "fact worth a second look", "facts worth a second look")
}
/// What they are.
pub const TEXT: &str = "What the evidence has in common. No number counts these facts, and none lowers a score.";
/// On the fold of the changes.
pub(crate) const CHANGES: &str = "Which changes";
/// Facts that are not listed.
pub(crate) fn more(n: u64) -> String {
    format!("{} under Sources.", counted(n, "more fact", "more facts"))
}

fn changes(n: u64) -> String {
    counted(n, "change", "changes")
}

fn verb(n: u64, one: &'static str, many: &'static str) -> &'static str {
    if n == 1 { one } else { many }
}

/// "12 changes name the same file of 312 bytes as their rollback rehearsal"
pub(crate) fn same_file(n: u64, size: Option<u64>, title: &str) -> String {
    let size = size.map(|size| format!(" of {}", bytes(size))).unwrap_or_default();
    format!("{} name the same file{size} as their {}", changes(n), phrase::small(title))
}

/// The path of a file, and how many others several changes name: "e/ok.json; 3 more files behind several changes".
pub(crate) fn and_others(path: &str, others: u64) -> String {
    let others = (others > 0).then(|| format!("{} behind several changes", counted(others, "more file", "more files")));
    let path = Some(path.to_owned()).filter(|path| !path.is_empty());
    path.into_iter().chain(others).collect::<Vec<_>>().join("; ")
}

/// "3 changes offer a file of fewer than 100 bytes as their alert test"
pub(crate) fn tiny_file(n: u64, below: u64, title: &str) -> String {
    let their = verb(n, "its", "their");
    format!(
        "{} {} a file of fewer than {below} bytes as {their} {}",
        changes(n),
        verb(n, "offers", "offer"),
        phrase::small(title)
    )
}
/// The smallest of them.
pub(crate) fn least(least: u64) -> String {
    format!("The smallest has {}", bytes(least))
}

/// "u-90aa made all 40 verifications"
pub(crate) fn one_verifier(by: &str, n: u64) -> String {
    format!("{by} made all {}", counted(n, "verification", "verifications"))
}

/// "5 items of 3 changes were last made or checked before the change was opened"
pub(crate) fn older(items: u64, n: u64) -> String {
    let was = verb(items, "was", "were");
    format!("{} of {} {was} last made or checked before the change was opened", counted(items, "item", "items"), changes(n))
}

/// Changes that are not listed.
pub(crate) fn more_changes(n: u64) -> String {
    format!("and {}", counted(n, "more", "more"))
}

/// In the place of the facts of a data set of which only a part is loaded.
pub const IN_PARTS: &str = "There are such facts. They stand on the Overview, and on that of each team.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_are_told_with_what_they_count() {
        assert_eq!(
            same_file(12, Some(312), "Rollback rehearsal").replace('\u{a0}', " "),
            "12 changes name the same file of 312 bytes as their rollback rehearsal"
        );
        assert_eq!(
            tiny_file(1, 100, "Alert test").replace('\u{a0}', " "),
            "1 change offers a file of fewer than 100 bytes as its alert test"
        );
        assert_eq!(one_verifier("u-1", 5).replace('\u{a0}', " "), "u-1 made all 5 verifications");
        assert_eq!(
            older(1, 1).replace('\u{a0}', " "),
            "1 item of 1 change was last made or checked before the change was opened"
        );
    }
}
