//! The words of the sources page.

use super::number::counted;

/// Above the receipts.
pub const RECEIPTS: &str = "One receipt for each file";
/// What a receipt is.
pub const RECEIPTS_TEXT: &str =
    "What each file was taken for, what was read of it and what was not. Nothing is dropped in silence.";
/// The choice of receipts: all of them.
pub const ALL: &str = "All";
/// Those that are not used whole.
pub const TROUBLED: &str = "With errors or warnings";
/// Those that are not used at all.
pub const REFUSED: &str = "Not used";
/// Above the tool files.
pub const LOOSE: &str = "Tool output that no report names";
/// What that means.
pub const LOOSE_TEXT: &str = "Shown with its findings; it belongs to no change and moves no score.";
/// Above the orphans.
pub const ORPHANS: &str = "Verifications of something unknown";
/// What that means.
pub const ORPHANS_TEXT: &str = "Somebody repeated what no report offers here. They are kept, and count once the report is there.";
/// Above the policy.
pub const POLICY: &str = "The policy in force";
/// On the button that keeps it.
pub const SAVE_POLICY: &str = "Save the policy";
/// On the button that keeps the receipts.
pub const SAVE_RECEIPTS: &str = "Save all receipts";
/// Beside the digest.
pub const BUILT_IN: &str = "Built in. A site or a reader replaces it whole: drop a policy file on the page.";
/// Beside another one's digest.
pub const REPLACED: &str = "Given with the data, in place of the built-in one.";
/// On the link to its page.
pub const OPEN_POLICY: &str = "Read it, or edit a copy";
/// Above the schemas.
pub const FORMATS: &str = "Formats that Plumbline owns";
/// The schemas: file and words.
pub const SCHEMAS: [(&str, &str); 4] = [
    ("gate-report", "plumbline.gate-report/1"),
    ("verification", "plumbline.verification/1"),
    ("policy", "plumbline.policy/1"),
    ("index", "plumbline.index/1"),
];
/// What the links lead to.
pub const SCHEMAS_TEXT: &str = "JSON Schemas, to check a file before it is loaded.";

/// On the button that shows more receipts.
pub fn show_more(n: usize) -> String {
    format!("Show {n} more")
}

/// The name of a choice with its count, such as "Not used, 3".
pub fn choice(name: &str, n: usize) -> String {
    format!("{name}, {n}")
}

/// What can be unfolded.
pub fn to_be_known(n: usize) -> String {
    counted(n as u64, "thing to know", "things to know")
}
