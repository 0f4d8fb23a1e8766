//! Why a condition overrides a grade, and what a change lacks most.

use crate::text::number::counted;
use crate::text::vocabulary;
use plumbline_domain::{Condition, Grade};

/// The digest of the bytes is not the recorded one.
pub(crate) const DIGEST_DIFFERS: &str = "the bytes differ from the recorded digest";
/// Runs of the same inputs gave different outputs.
pub(crate) const RUNS_DIVERGED: &str = "the same inputs gave different outputs";
/// The attestation speaks of another digest.
pub(crate) const OTHER_SUBJECT: &str = "its attestation speaks of another digest";
/// Past its stated date.
pub(crate) const EXPIRED: &str = "past the date that it states";
/// A file that its type does not accept.
pub(crate) const NOT_ACCEPTED: &str = "the file is not accepted as this kind of evidence";

/// Older than its type stays fresh.
pub(crate) fn too_old(fresh_days: Option<u32>) -> String {
    fresh_days.map_or_else(|| "too old".to_owned(), |d| format!("older than {}", counted(u64::from(d), "day", "days")))
}

/// The state of one item: "Rollback rehearsal: claimed", "Alert linkage: contradicted, an enabled alert rule reaches nobody".
pub fn item(title: &str, grade: Grade, condition: Option<Condition>, reason: Option<&str>) -> String {
    match (condition, reason) {
        (Some(_), Some(reason)) => format!("{title}: {}, {reason}", vocabulary::state(grade, condition)),
        _ => format!("{title}: {}", vocabulary::state(grade, condition)),
    }
}

/// The weakest evidence of a change: its state, and how many further items are not verified. Where none is open, at how many of the
/// gates something is due so far.
pub(crate) fn weakest(first: Option<&str>, more: u64, (due, gates): (u64, u64)) -> String {
    match (first, more) {
        (None, _) if due < gates => format!("All due so far verified ({due} of {})", counted(gates, "gate", "gates")),
        (None, _) => "All required evidence verified".to_owned(),
        (Some(first), 0) => first.to_owned(),
        (Some(first), n) => format!("{first}; {} not verified", counted(n, "more item", "more items")),
    }
}

/// Nothing is due at any gate of a change.
pub(crate) const NOTHING_DUE: &str = "Nothing is due";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_told_with_its_reason() {
        assert_eq!(item("Rollback rehearsal", Grade::Claimed, None, None), "Rollback rehearsal: claimed");
        assert_eq!(
            item("Alert linkage", Grade::Checked, Some(Condition::Contradicted), Some("an enabled alert rule reaches nobody")),
            "Alert linkage: contradicted, an enabled alert rule reaches nobody"
        );
        assert_eq!(
            (too_old(Some(30)), too_old(Some(1)), too_old(None)),
            ("older than 30 days".into(), "older than 1 day".into(), "too old".into())
        );
        assert_eq!(weakest(Some("Alert test: missing"), 1, (4, 4)), "Alert test: missing; 1 more item not verified");
        assert_eq!(weakest(Some("Alert test: missing"), 0, (2, 4)), "Alert test: missing");
        assert_eq!(weakest(None, 0, (4, 4)), "All required evidence verified");
        assert_eq!(weakest(None, 0, (1, 4)), "All due so far verified (1 of 4 gates)");
    }
}
