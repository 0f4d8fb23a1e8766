//! The five practices of the workflow, by their ids in `score --json`.

/// The practices in their order: id, name, and what each is a share of.
pub const PRACTICES: [(&str, &str, &str); 5] = [
    ("threatIntentVerified", "Threat intent verified", "of all changes"),
    ("diagnosticsAndOutputsAttached", "Policy diagnostics and outputs attached", "of shipped changes"),
    ("noOpenCriticalOrHigh", "No open critical or high finding", "of shipped changes"),
    ("alertPathTestedPerRelease", "Alert path tested", "of releases of each team"),
    ("recurringPatternsPrevented", "Recurring pattern prevented", "of patterns that recur in a team"),
];
