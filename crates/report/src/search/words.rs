//! The words of the search over everything.

use crate::text::number::{counted, thousands};

/// On the button that opens it, and on its field.
pub const OPEN: &str = "Find a change, team or digest";
/// The key that opens it.
pub const KEY: &str = "/";
/// What is listed.
pub const RESULTS: &str = "What was found";
/// How to go on.
pub const HINT: &str = "Arrows choose, Enter opens, Esc closes.";

/// What a hit is.
pub mod kind {
    #![allow(missing_docs)]
    pub const CHANGE: &str = "Change";
    pub const TEAM: &str = "Team";
    pub(crate) const SERVICE: &str = "Service";
    pub(crate) const RULE: &str = "Rule";
    pub(crate) const DIGEST: &str = "Digest";
    pub const PATTERN: &str = "Pattern";
    pub(crate) const ARTIFACT: &str = "Evidence";
    pub const PAGE: &str = "Page";
    pub const CHANGES: &str = "Changes";
    pub const APART: &str = "Kept apart";
}

/// Nothing is named so.
pub fn nothing(text: &str) -> String {
    format!("Nothing is named “{text}”.")
}

/// How many hits there are, said aloud.
pub fn hits(n: u64) -> String {
    counted(n, "hit", "hits")
}

/// The link to all changes that hold a text.
pub(crate) fn all_changes(n: u64, text: &str) -> String {
    match n {
        1 => format!("The change that holds “{text}”"),
        n => format!("All {} that hold “{text}”", counted(n, "change", "changes")),
    }
}

/// That only some changes are searched.
pub(crate) fn in_parts(at_hand: u64, all: u64) -> String {
    match at_hand {
        0 => format!("Of {}, none is loaded to be searched: choose a team", counted(all, "change", "changes")),
        n => format!("Only {} of {} are loaded and searched", thousands(n), counted(all, "change", "changes")),
    }
}

/// How many changes have something.
pub fn changes(n: u64) -> String {
    counted(n, "change", "changes")
}

/// A digest of an item of a change.
pub(crate) fn of_item(recorded: bool, item: &str, gate: &str, change: &str) -> String {
    let what = if recorded { "recorded of" } else { "of the bytes of" };
    format!("{what} {item}, {gate} of {change}")
}

/// A change of which only records of another origin speak.
pub(crate) fn apart(comes_from: &str) -> String {
    format!("no change: records from {comes_from} alone speak of it")
}

/// A digest of a file.
pub fn of_file(file: &str) -> String {
    format!("of the file {file}")
}
