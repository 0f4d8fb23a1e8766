//! Subtitles (measure, unit, interval) and column heads of the figures.

use crate::text::number::counted;

/// A column of a table twin: its head, and whether it holds numbers.
pub type Column = (&'static str, bool);

/// The envelope.
pub(crate) const ENVELOPE: &str =
    "Share of required evidence that is verified, and mean stated confidence, with 95\u{a0}% intervals";
/// The envelope when nothing is stated.
pub(crate) const ENVELOPE_WITHOUT_STATEMENTS: &str =
    "Share of required evidence that is verified, with 95\u{a0}% intervals. Nobody states a confidence";
/// The envelope's columns.
pub(crate) const ENVELOPE_COLUMNS: [Column; 12] = [
    ("Gate", false),
    ("Changes due", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
    ("Items verified", true),
    ("Items required", true),
    ("Verified before", true),
];
/// The envelope's further column on a team's page.
pub(crate) const ALL_TEAMS_COLUMN: Column = ("All teams verified", true);

/// The change of the gap by gate; `span` such as "the last 90 days".
pub(crate) fn gap_change(span: &str) -> String {
    format!("Change of the gap by gate in {span} against the same time before, points, with 95\u{a0}% intervals")
}
/// Said when there is nothing to compare with.
pub(crate) const GAP_CHANGE_WITHOUT_BEFORE: &str = "Nothing earlier to compare with";
/// Said when no gate has a statement in both ranges; all gates pooled may have one in each.
pub(crate) const GAP_CHANGE_WITHOUT_STATEMENTS: &str =
    "At no gate is a confidence stated in both ranges, so no gate's gap can be compared";
/// The columns of the change of the gap.
pub(crate) const GAP_CHANGE_COLUMNS: [Column; 6] = [
    ("Gate", false),
    ("Gap before, points", true),
    ("Gap now, points", true),
    ("Change, points", true),
    ("95\u{a0}% interval", true),
    ("Clear", false),
];

/// The gap by authorship.
pub const AUTHORSHIP: &str = "Verified and perceived by who wrote the change, all gates pooled, with 95\u{a0}% intervals";
/// Its columns.
pub(crate) const AUTHORSHIP_COLUMNS: [Column; 10] = [
    ("Authorship", false),
    ("Changes", true),
    ("Due gates", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];

/// Where the next verified points are.
pub(crate) const NEXT_POINTS: &str = "Rise in verified confidence, all gates pooled, if every such item were verified";
/// Its columns.
pub(crate) const NEXT_POINTS_COLUMNS: [Column; 4] =
    [("What to do", false), ("Gate", false), ("Where", false), ("Rise, points", true)];

/// Drift, by `week` or `month`.
pub fn drift(noun: &str) -> String {
    format!("Perceived and verified confidence by {noun} of the change, with 95\u{a0}% intervals")
}
/// How many changes are behind a point of the drift.
pub(crate) fn cases_of_point(n: u64, too_few: bool) -> String {
    let changes = counted(n, "change", "changes");
    if too_few { format!("{changes}, too few to say much") } else { changes }
}
/// Its columns.
pub(crate) const DRIFT_COLUMNS: [Column; 10] = [
    ("Gate", false),
    ("Period", false),
    ("Changes due", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];

/// The columns of the teams' table.
pub(crate) const TEAMS_COLUMNS: [Column; 10] = [
    ("Team", false),
    ("Changes", true),
    ("Rung computed", false),
    ("Rung claimed", false),
    ("Rung before", false),
    ("Gap, points", true),
    ("30 days, points", true),
    ("Gap of the last 13 weeks, oldest first, points", true),
    ("What blocks the next rung", false),
    ("Gate", false),
];
/// What stands after the ladder's own subtitle.
pub(crate) const TEAMS_MORE: &str = "Not a ranking: team size and blast radius differ";

/// The head of debt's first column.
pub(crate) const PERIOD_COLUMN: Column = ("Period", false);

/// The head of debt's last column.
pub(crate) const TOTAL_COLUMN: Column = ("Total", true);

/// The workflow.
pub(crate) const WORKFLOW: &str = "Share that keeps each practice, with 95\u{a0}% interval";
/// Its columns.
pub(crate) const WORKFLOW_COLUMNS: [Column; 5] =
    [("Practice", false), ("Share", true), ("95\u{a0}% interval", true), ("Cases", true), ("Of", false)];

/// Patterns, by `week` or `month`.
pub fn patterns(noun: &str) -> String {
    format!(
        "Occurrences by {noun} of the change. Dot area is the count; hollow is a team's first of these dates and filters, solid a repeat"
    )
}
/// The first columns of the patterns' table; the periods follow.
pub(crate) const PATTERNS_COLUMNS: [Column; 8] = [
    ("Pattern", false),
    ("Symptom", false),
    ("Times", true),
    ("Changes", true),
    ("Recurred", true),
    ("Teams", true),
    ("Escaped", true),
    ("Responsible gate", false),
];
/// The head of the column that says whether a team's prevention is in place.
pub(crate) const PREVENTED_COLUMN: Column = ("Prevention", false);
/// The last column of the patterns' table.
pub(crate) const PREVENTION_COLUMN: Column = ("What would have prevented it", false);

/// A team's ladder: its columns.
pub(crate) const LADDER_COLUMNS: [Column; 3] = [("Rung", false), ("What it means", false), ("Where the team stands", false)];
/// The criteria: their columns.
pub(crate) const CRITERIA_COLUMNS: [Column; 8] = [
    ("Rung", false),
    ("Criterion", false),
    ("State", false),
    ("Value", true),
    ("Lower end", true),
    ("Cases", true),
    ("Needs", true),
    ("Missing", true),
];
/// A team's changes: their columns.
pub(crate) const CHANGES_COLUMNS: [Column; 11] = [
    ("Change", false),
    ("What it does", false),
    ("Date", false),
    ("Authorship", false),
    ("Resources", true),
    ("Stated", true),
    ("Intent", false),
    ("Validation", false),
    ("Execution", false),
    ("Observation", false),
    ("Weakest evidence", false),
];
/// A team's changes: the subtitle.
pub fn changes(shown: u64, total: u64) -> String {
    let which =
        if shown == total { String::new() } else { format!("The newest {shown} of {}. ", counted(total, "change", "changes")) };
    format!("{which}Evidence state at Intent, Validation, Execution and Observation: the weakest required item")
}

/// The matrix.
pub(crate) const MATRIX: &str =
    "Items reproduced by a second, independent run. An item counts once for each control family that it serves";
/// Its columns.
pub(crate) const MATRIX_COLUMNS: [Column; 11] = [
    ("Artifact type", false),
    ("Control family", false),
    ("Strength", false),
    ("Required", true),
    ("Present", true),
    ("Verified", true),
    ("Reproduced", true),
    ("Diverged", true),
    ("Not tried", true),
    ("Not reproducible", true),
    ("Verdict", false),
];

/// The funnel under a gate that can stop changes.
pub(crate) const FUNNEL: &str =
    "Changes that meet this step and every step before it, where the validation gate can stop a change";
/// The funnel under a gate that only watches.
pub(crate) const FUNNEL_EVALUATE: &str = "The same, where the validation gate only watches";
/// Its columns.
pub(crate) const FUNNEL_COLUMNS: [Column; 6] = [
    ("Step", false),
    ("What it takes", false),
    ("Reached", true),
    ("Lost", true),
    ("Bypassed", true),
    ("Went past without meeting it", true),
];

/// Stands where too few changes are behind a figure: the policy's word, in a subtitle.
pub(crate) fn marked_too_few(needed: u64) -> String {
    format!("Marked where fewer than {} are due", counted(needed, "change", "changes"))
}
