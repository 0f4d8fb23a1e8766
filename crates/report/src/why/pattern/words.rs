//! The words of explained patterns.

use crate::text::number::{counted, thousands};

/// What the figure shows, and its formula.
pub(crate) const PATTERNS: (&str, &str) = (
    "Failure patterns",
    "A pattern occurs once for each change and each thing that shows it: an open or fixed finding that means it, evidence that \
         refutes its claim, or an alert test or a rollback rehearsal that is owed and not verified. It escaped when the gate that should have stopped it was open. Recurrences \
         are, for each team, the changes with it less one.",
);

/// What the figure shows, and its formula.
pub(crate) const CHAIN: (&str, &str) = (
    "The authoring-time chain",
    "A change is in the chain when an unsafe default or an inflated privilege was found in it. It goes on to the next link when \
         its validation gate was open, when it was deployed, and when its alerting is contradicted or an alert test that it owes is not \
         verified.",
);

/// Whether a pattern's prevention is in place.
pub(crate) const fn prevented(is: bool) -> &'static str {
    if is { "prevention in place" } else { "prevention not in place" }
}

/// "in 4 changes".
pub(crate) fn in_changes(n: u64) -> String {
    ["in ", &counted(n, "change", "changes")].concat()
}

/// What a table of teams with a pattern is.
pub(crate) const TEAMS: &str = "Teams in which the pattern was found";

/// Its columns.
pub(crate) const TEAM_PATTERN_COLUMNS: [(&str, bool); 4] =
    [("Team", false), ("Occurrences", true), ("Recurrences", true), ("Prevention", false)];

/// The columns of a change's occurrences.
pub(crate) const OCCURRENCE_COLUMNS: [(&str, bool); 3] = [("Shown by", false), ("Found at", false), ("Read from", false)];

/// One occurrence and several.
pub(crate) const OCCURRENCE: (&str, &str) = ("occurrence", "occurrences");

/// What a pattern's occurrences are made of.
pub(crate) fn pattern(changes: u64, escaped: u64, recurrences: u64) -> String {
    [&in_changes(changes), ", ", &thousands(escaped), " escaped, ", &thousands(recurrences), " recurred"].concat()
}

/// "2 occurrences, escaped Validation".
pub(crate) fn occurrences(n: u64, escaped: Option<plumbline_domain::Gate>) -> String {
    let found = counted(n, OCCURRENCE.0, OCCURRENCE.1);
    match escaped {
        None => found,
        Some(gate) => [&found, ", ", &self::escaped(gate.title())].concat(),
    }
}

/// "escaped Validation".
pub(crate) fn escaped(gate: &str) -> String {
    ["escaped ", gate].concat()
}

/// What a table of occurrences is.
pub(crate) fn shown_by(change: &str) -> String {
    ["What shows a pattern in ", change].concat()
}

/// The links of the chain: id and name.
pub(crate) const LINKS: [(&str, &str); 4] = [
    ("default", "Unsafe default or inflated privilege"),
    ("missed", "missed by an open validation gate"),
    ("deployed", "deployed"),
    ("silent", "silent: no proof that its alerts arrive"),
];

/// "of 602 changes".
pub(crate) fn of_all(n: u64) -> String {
    ["of ", &counted(n, "change", "changes")].concat()
}

/// What falls off before a link: "12 of 40 fell off before it".
pub(crate) fn fell_off(lost: u64, before: u64) -> String {
    [&thousands(lost), " of ", &thousands(before), " fell off before it"].concat()
}

/// How far a change went along the chain.
pub(crate) fn up_to(link: &str) -> String {
    ["as far as: ", link].concat()
}
