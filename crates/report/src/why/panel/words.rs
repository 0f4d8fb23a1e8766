//! The words of an explanation.

use crate::text::number::{counted, thousands};

/// Above the panel's title.
pub(crate) const EYEBROW: &str = "Why this number";

/// Above the inputs.
pub(crate) const INPUTS: &str = "Inputs";

/// Above the items.
pub(crate) const ITEMS: &str = "What is behind it";

/// Said when nothing is behind a number.
pub(crate) const NO_ITEM: &str = "Nothing in this selection contributes to it.";

/// On the link to the rule.
pub(crate) const RULE: &str = "The rule in full";

/// On the link to the receipts of all files.
pub(crate) const RECEIPTS: &str = "Receipts of all files";

/// How many of the items are listed: "The first 50 of 312. All of them are under Changes."
pub(crate) fn shown(listed: usize, total: usize) -> String {
    [
        "The first ",
        &thousands(listed as u64),
        " of ",
        &thousands(total as u64),
        ": ",
        &thousands((total - listed) as u64),
        " more.",
    ]
    .concat()
}

/// On the link to all changes behind a number.
pub(crate) const ALL_CHANGES: &str = "All changes of this selection";

/// The heading of a list of items: "What is behind it: 312 changes".
pub(crate) fn behind(total: usize, one: &str, many: &str) -> String {
    [ITEMS, ": ", &counted(total as u64, one, many)].concat()
}
