//! The words of explained practices.

/// What the figure shows, and its formula.
pub(crate) const WORKFLOW: (&str, &str) = (
    "How far each practice is followed",
    "How many of the changes, releases or patterns concerned follow the practice, divided by all of them, with the 95 % Wilson interval.",
);

/// Whether a case follows a practice.
pub(crate) const fn followed(is: bool) -> &'static str {
    if is { "follows it" } else { "does not follow it" }
}

/// What a table of releases is.
pub(crate) const RELEASES: &str = "Releases that a team deployed";

/// Its columns.
pub(crate) const RELEASE_COLUMNS: [(&str, bool); 3] = [("Team", false), ("Release", false), ("Alert test", false)];

/// What a table of recurring patterns is.
pub(crate) const RECURRING: &str = "Patterns that recur in a team";

/// Its columns.
pub(crate) const RECURRING_COLUMNS: [(&str, bool); 3] = [("Team", false), ("Pattern", false), ("Prevention", false)];
