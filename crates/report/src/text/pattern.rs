//! What each failure pattern looks like, and what would have prevented it.

/// What a pattern of the default policy looks like; none for one that the policy added.
pub(crate) fn symptom(id: &str) -> Option<&'static str> {
    Some(match id {
        "privilege-inflation" => "A role grants more than the change needs",
        "alert-illusion" => "An alert reaches nobody, or nobody tested it",
        "environment-drift" => "What runs differs from what was written",
        "unsafe-defaults" => "A public endpoint or open rule is left as it came",
        "recovery-gap" => "A critical change without a proven way back",
        _ => return None,
    })
}

/// What would have prevented a pattern of the default policy; none for one that the policy added.
pub fn prevention(id: &str) -> Option<&'static str> {
    Some(match id {
        "privilege-inflation" => "A role assignment diff with a reason for each wide role",
        "alert-illusion" => "Alert rules linked to a receiver, and a test that arrived",
        "environment-drift" => "Source, compiled and deployed state compared, filed as evidence",
        "unsafe-defaults" => "Policy diagnostics on the merged commit, denying by default",
        "recovery-gap" => "A rollback rehearsed, its log attached",
        _ => return None,
    })
}

/// What would prevent a pattern that the policy added, by the titles of the artifact types that it names.
pub(crate) fn prevention_by_types(titles: &[&str]) -> String {
    if titles.is_empty() {
        "The policy names none".to_owned()
    } else {
        format!("Verified: {}", crate::text::phrase::list(titles))
    }
}

/// What stands for the symptom of a pattern that the policy added.
pub(crate) const ADDED_SYMPTOM: &str = "Named by the policy in force";

/// The columns of the tables of patterns.
pub(crate) const PATTERN: &str = "Pattern";
/// What it looks like.
pub(crate) const SYMPTOM: &str = "Symptom";
/// How often it was found.
pub(crate) const TIMES: &str = "Times";
/// In how many teams.
pub(crate) const TEAMS: &str = "Teams";
/// Which gate was open.
pub(crate) const ESCAPED_GATE: &str = "Escaped gate";
/// What would have stopped it.
pub(crate) const PREVENTED_BY: &str = "What would have prevented it";
/// Whether that is in place.
pub(crate) const PREVENTION: &str = "Prevention";

/// Which gate was open, and how often: "Validation 3×".
pub(crate) fn escaped(gate: plumbline_domain::Gate, n: u64) -> String {
    format!("{} {}×", gate.title(), crate::text::number::thousands(n))
}

/// Instead of a gate, when nothing went through an open one.
pub(crate) const NONE_ESCAPED: &str = "none escaped";
/// When none was found because nothing was read that could show one.
pub(crate) const UNSCANNED: &str = "No scan was read, so nothing can be said of failure patterns";
/// When nothing was found in any period.
pub(crate) const NONE: &str = "None";
/// A column that holds a mark for each period.
pub(crate) const BY_PERIOD: &str = "By period";

/// A row of dots in words: "14 in 26 periods, most in week 40 of 2026 (5)".
pub fn peak(total: u32, periods: usize, period: &str, most: u32) -> String {
    format!("{total} in {periods} periods, most in {period} ({most})")
}

/// Of an occurrence that came while prevention was in place.
pub(crate) const DESPITE: &str = "despite prevention";

/// In how many changes a pattern was found, and how many of them came back, beside its course: `4 changes, 3 again`,
/// of one team or of each.
pub(crate) fn changes_and_recurred(changes: u64, recurrences: u64) -> String {
    use crate::text::number::{counted, thousands};
    let found = || counted(changes, "change", "changes");
    match (changes, recurrences) {
        (0, _) => "not found".to_owned(),
        (_, 0) => found(),
        (_, again) => format!("{}, {} again", found(), thousands(again)),
    }
}

/// Whether a team's prevention is in place, for a table cell; the pattern never occurred when nothing is known.
pub const fn prevented(prevented: Option<bool>) -> &'static str {
    match prevented {
        Some(true) => "in place",
        Some(false) => "not in place",
        None => "did not occur",
    }
}

/// Occurrences of one period, and how many of them are repeats: `3, 2 again`.
pub(crate) fn count_cell(n: u64, repeats: u64) -> String {
    if repeats == 0 { n.to_string() } else { format!("{n}, {repeats} again") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_default_policy_has_its_words_and_an_added_one_falls_back() {
        for id in ["privilege-inflation", "alert-illusion", "environment-drift", "unsafe-defaults", "recovery-gap"] {
            assert!(symptom(id).is_some() && prevention(id).is_some(), "{id}");
        }
        assert_eq!((symptom("other"), prevention("other")), (None, None));
        assert_eq!(prevention_by_types(&["Alert test", "Drift check"]), "Verified: Alert test and Drift check");
        assert_eq!(prevention_by_types(&[]), "The policy names none");
    }

    #[test]
    fn what_came_back_is_counted_in_the_changes_that_it_stands_beside() {
        assert_eq!(changes_and_recurred(209, 202), "209 changes, 202 again");
        assert_eq!(changes_and_recurred(1, 0), "1 change");
        assert_eq!(changes_and_recurred(1, 1), "1 change, 1 again");
        assert_eq!(changes_and_recurred(0, 0), "not found");
    }
}
