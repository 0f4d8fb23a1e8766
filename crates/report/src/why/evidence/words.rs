//! The words of the items behind a number.

use crate::text::number::thousands;
use plumbline_domain::Outcome;

/// The columns of what a change owes.
pub(crate) const OWED_COLUMNS: [(&str, bool); 3] = [("Owed", false), ("State", false), ("Read from", false)];

/// The same with the times of each.
pub(crate) const OWED_AND_TIMES_COLUMNS: [(&str, bool); 4] =
    [("Owed", false), ("State", false), ("Read from", false), ("When", false)];

/// When a requirement fell due: "due 12 Nov 2026 10:15 UTC".
pub(crate) fn due(at: &str) -> String {
    ["due ", at].concat()
}

/// When it was verified, and when that went stale: "verified 13 Nov 2026 10:15 UTC, stale since 20 Nov 2026 10:15 UTC".
pub(crate) fn verified(at: Option<&str>, stale: Option<&str>) -> String {
    match (at, stale) {
        (None, _) => "not verified".to_owned(),
        (Some(at), None) => ["verified ", at].concat(),
        (Some(at), Some(stale)) => ["verified ", at, ", stale since ", stale].concat(),
    }
}

/// The columns of findings.
pub(crate) const FINDING_COLUMNS: [(&str, bool); 3] = [("Finding", false), ("Severity", false), ("Read from", false)];

/// Where a report stands: "reports/2026-47.ndjson, record 12".
pub(crate) fn record(file: &str, record: u32) -> String {
    [file, ", record ", &thousands(u64::from(record) + 1)].concat()
}

/// What a report says: "passed, recorded 12 Nov 2026 10:15 UTC".
pub(crate) fn outcome(outcome: Outcome, recorded: &str) -> String {
    [outcome.id(), ", recorded ", recorded].concat()
}

/// Where no report is.
pub(crate) const NO_REPORT: &str = "no report of this gate was read";

/// Where nothing of a type is offered.
pub(crate) const NOT_OFFERED: &str = "nothing of this type is offered";

/// A claim.
pub(crate) const STATEMENT_ONLY: &str = "a statement in the report, no artifact";

/// An artifact whose file is not there.
pub(crate) const NOT_AT_HAND: &str = "the file was not among those read";

/// An artifact that has neither path nor digest.
pub(crate) const UNNAMED: &str = "an artifact without a path";

/// What was read of an artifact: "sha256 1234abcd…, read as sarif-2.1.0".
pub(crate) fn read_as(digest: &str, format: &str) -> String {
    ["sha256 ", digest, ", read as ", format].concat()
}

/// An item of a report: "item checkov of reports/2026-47.ndjson, record 12".
pub(crate) fn item_of(item: &str, record: &str) -> String {
    ["item ", item, " of ", record].concat()
}

/// The name of the fact that tells where a gate's report was read: "Validation report".
pub(crate) fn report_of(gate: &str) -> String {
    [gate, " report"].concat()
}

/// The name of the fact that tells what a report states.
pub(crate) fn stated_at(gate: &str) -> String {
    ["Stated at ", gate].concat()
}

/// The role of a statement by the author.
pub(crate) const AUTHOR: &str = "author";

/// Names of facts about a change.
pub(crate) const CHANGE: &str = "Change";

/// Its team.
pub(crate) const TEAM: &str = "Team";

/// Its date.
pub(crate) const DATE: &str = "Date";

/// What a table of requirements is of.
pub(crate) fn owed_by(change: &str, gates: &str) -> String {
    ["What ", change, " owes at ", gates].concat()
}

/// What the probes answer of the file behind a requirement: "Alert linkage: 1 of 2 probes holds, 1 fails".
pub(crate) fn weighed(title: &str, summary: &str) -> String {
    [title, ": ", summary].concat()
}

/// What a table of findings is of.
pub(crate) fn found_in(change: &str, gate: &str) -> String {
    ["Findings of ", change, " at ", gate].concat()
}
