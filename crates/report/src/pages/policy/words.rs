//! The words of the policy page: the policy in force, its copy, and what the copy would alter.

use crate::text::number::{counted, thousands, worded};
use crate::text::phrase;
use crate::text::probe::{NOT_REQUIRED, UNREAD};
use plumbline_domain::{Contradicts, Severity, ToolClass};

/// What stands above the headline.
pub(crate) const IN_FORCE: &str = "Policy in force";

/// The headline: how many kinds of evidence are required at most, at how many gates, and from which grade an item is verified.
pub fn headline(kinds: u64, gates: u64, min_grade: &str) -> String {
    let from = format!("an item counts as verified from the grade \u{201c}{}\u{201d}", min_grade.to_ascii_lowercase());
    match kinds {
        0 => format!("This policy requires no evidence; {from}."),
        n => format!(
            "This policy requires up to {} at {}; {from}.",
            worded(n, "kind of evidence", "kinds of evidence"),
            worded(gates, "gate", "gates")
        ),
    }
}

/// The digest of its bytes.
pub(crate) const SHA256: &str = "SHA-256";

/// Above what is owed at each gate.
pub(crate) const REQUIRED: &str = "Evidence required at each gate";
/// What it shows.
pub(crate) const REQUIRED_TEXT: &str = "What a change owes once the gate is due";
/// Its columns.
pub(crate) const REQUIRED_COLUMNS: [&str; 3] = ["Evidence", "Gate", "Owed"];
/// When a kind of evidence is owed.
pub fn owed(families: &[&str], critical: bool) -> String {
    let touched = || {
        let names: Vec<String> = families.iter().map(|f| phrase::small(f)).collect();
        format!("when {} is touched", phrase::list(&names).replace(" and ", " or "))
    };
    match (families, critical) {
        ([], false) => "by every change".to_owned(),
        ([], true) => "in critical environments".to_owned(),
        (_, false) => touched(),
        (_, true) => format!("{} or in critical environments", touched()),
    }
}

/// Above the kinds of evidence.
pub fn types(n: u64) -> String {
    counted(n, "kind of evidence", "kinds of evidence")
}
/// What they are.
pub(crate) const TYPES_TEXT: &str =
    "The rows of the matrix: what each one proves, how long it stays fresh, and what a file may hold";
/// Their columns.
pub(crate) const TYPES_COLUMNS: [&str; 6] = ["Evidence", "Gate", "Proves", "Attack surface", "Freshness", "What counts"];

/// What a kind of evidence proves, and what it helps to prove; the second may be empty.
pub fn proves(strong: &[&str], supporting: &[&str]) -> (String, String) {
    match (strong, supporting) {
        ([], []) => ("for no control family".to_owned(), String::new()),
        ([], families) => ("supporting only".to_owned(), format!("supports {}", small_list(families))),
        (families, []) => (format!("strong for {}", small_list(families)), String::new()),
        (strong, families) => (format!("strong for {}", small_list(strong)), format!("supports {}", small_list(families))),
    }
}
fn small_list(families: &[&str]) -> String {
    phrase::list(&families.iter().map(|f| phrase::small(f)).collect::<Vec<_>>())
}
/// How long it stays fresh.
pub fn fresh(days: Option<u32>) -> String {
    days.map_or_else(|| "never stale".to_owned(), |days| format!("fresh for {}", counted(days.into(), "day", "days")))
}
/// Whether repeating it gives the same bytes.
pub const fn repeated(is_reproducible: bool) -> &'static str {
    if is_reproducible { "can be reproduced" } else { "not reproducible by nature" }
}

/// Above what is asked of files: how many kinds are counted unread.
pub fn proofs(unread: u64, types: u64) -> String {
    match unread {
        0 => "What a file must say before it counts".to_owned(),
        n if n == types => "Every kind of evidence is counted unread".to_owned(),
        n => format!("{} counted unread", counted(n, "kind of evidence is", "kinds of evidence are")),
    }
}
/// What that is.
pub(crate) const PROOFS_TEXT: &str = "The probes of each kind of evidence, in the order in which they decide";
/// Its columns.
pub(crate) const PROOFS_COLUMNS: [&str; 4] = ["Question", "Required", "A no contradicts", "Meaning"];

/// What a kind of evidence asks, by the titles of its probes and whether each is required: "Alert linkage: alert rules are found;
/// every alert rule reaches a receiver".
pub fn asks(title: &str, asked: &[(&str, bool)]) -> String {
    if asked.is_empty() {
        return format!("{title}: {UNREAD}");
    }
    let one = |(question, is_required): &(&str, bool)| {
        let aside = if *is_required { String::new() } else { format!(" ({NOT_REQUIRED})") };
        phrase::small(question) + &aside
    };
    format!("{title}: {}", asked.iter().map(one).collect::<Vec<_>>().join("; "))
}
/// Whether a probe is required.
pub(crate) const fn is_required(is_required: bool) -> &'static str {
    if is_required { "yes" } else { "no" }
}
/// When its no contradicts.
pub(crate) const fn contradicts(contradicts: Contradicts) -> &'static str {
    match contradicts {
        Contradicts::Always => "always",
        Contradicts::Passed => "only when the gate passed",
    }
}

/// Above the lists that probes look into.
pub(crate) const LISTS: &str = "What the probes look up";
/// What they are.
pub(crate) const LISTS_TEXT: &str = "Names, ports and severities that decide whether a probe holds";
/// `approvedVaults`
pub(crate) const VAULTS: &str = "Approved vaults and keys";
/// Without a list.
pub(crate) const ANY_VAULT: &str = "none listed, so any vault passes";
/// `managementPorts`
pub(crate) const MANAGEMENT_PORTS: &str = "Ports that must not be open to everybody";
/// `publicPorts`
pub(crate) const PUBLIC_PORTS: &str = "Ports that may be open to everybody";
/// `tools`
pub(crate) const TOOLS: &str = "Tools beside the built-in table";
/// `unroutedAlerts`
pub(crate) const UNROUTED: &str = "Alerts that need no receiver";
/// `severityOfPattern`
pub(crate) const SEVERITIES: &str = "Severity of a finding that states none";
/// `blockingSeverities`
pub(crate) const BLOCKING: &str = "Severities that must not stay open";
/// The patterns that are not named.
pub(crate) const OTHER_PATTERNS: &str = "others";
/// "Privilege inflation high"
pub(crate) fn severity_of(pattern: &str, severity: Severity) -> String {
    format!("{pattern} {}", severity.id())
}
/// "acme-*: linter, policy"
pub(crate) fn tool(glob: &str, classes: &[ToolClass]) -> String {
    format!("{glob}: {}", classes.iter().map(|class| class.id()).collect::<Vec<_>>().join(", "))
}

/// Above the failure patterns.
pub fn patterns(n: u64) -> String {
    counted(n, "failure pattern", "failure patterns")
}
/// What they say.
pub(crate) const PATTERNS_TEXT: &str = "The gate that should stop each, and the evidence that would";
/// Their columns.
pub(crate) const PATTERNS_COLUMNS: [&str; 3] = ["Pattern", "Responsible gate", "Prevented by"];

/// Above the ladder.
pub fn ladder(rungs: u64) -> String {
    format!("A ladder of {}", worded(rungs, "rung", "rungs"))
}
/// What it says.
pub(crate) const LADDER_TEXT: &str = "From the lowest up; a team stands where it meets these criteria and all those below";

/// Above risks and lanes.
pub(crate) const SERVES: &str = "Risks and detection lanes";
/// What they say.
pub(crate) const SERVES_TEXT: &str = "The evidence that counts for each";
/// Their columns.
pub(crate) const SERVES_COLUMNS: [&str; 2] = ["Risk or lane", "Evidence"];

/// Above the policy's own rules.
pub fn rules(n: u64) -> String {
    counted(n, "custom rule for findings", "custom rules for findings")
}
/// What they say.
pub(crate) const RULES_TEXT: &str = "Looked at before the built-in table: which findings belong to which pattern";
/// Their columns.
pub(crate) const RULES_COLUMNS: [&str; 4] = ["Pattern", "Rule", "Tool", "Words"];
/// Any tool.
pub(crate) const ANY: &str = "any";

// ---- the copy ----

/// Above the copy.
pub const COPY: &str = "Edit a copy";
/// What happens to it.
pub(crate) const COPY_TEXT: &str = "It is checked as you type and stays in this tab. The policy in force does not change.";
/// What the field is.
pub const FIELD: &str = "Copy of the policy, JSON";
/// On the button that computes what the copy would alter.
pub const PREVIEW: &str = "Preview its effect";
/// On the button that keeps the copy as a file.
pub const DOWNLOAD: &str = "Download policy.json";
/// On the button that drops the copy.
pub const RESTART: &str = "Start again from the policy in force";
/// On the same button when there are edits that would be lost.
pub const RESTART_SURE: &str = "Discard the edits";
/// Said when the button asks whether the reader is sure.
pub const RESTART_HOW: &str = "The copy was edited. Press again to discard the edits, or Esc to keep them.";
/// Said when the edits stay.
pub const RESTART_NOT: &str = "The edits are kept.";
/// Said when the copy was dropped.
pub const RESTARTED: &str = "The copy is the policy in force again.";
/// How a copy comes into force.
pub const TO_USE: &str = "To put it in force, drop the downloaded file on this page beside your own reports, or build the site's data \
                          with it: plumbline bundle --policy policy.json.";
/// What the problems are.
pub const PROBLEMS: &str = "What is wrong with the copy";
/// What the place of a problem does.
pub const GO_THERE: &str = "Select this line";

/// The place of a problem.
pub fn place(line: u64, column: u64) -> String {
    format!("Line {line}, column {column}")
}

/// A problem as a sentence.
pub fn problem(message: &str) -> String {
    [&phrase::capital(message), "."].concat()
}

/// The kinds of problems.
pub const fn severity(is_error: bool) -> &'static str {
    if is_error { "Error" } else { "Warning" }
}

/// What the check found.
pub fn checked(errors: u64, warnings: u64) -> String {
    let warned = counted(warnings, "warning", "warnings");
    match (errors, warnings) {
        (0, 0) => "The copy can be used.".to_owned(),
        (0, _) => format!("The copy can be used, with {warned}."),
        (n, 0) => format!("The copy cannot be used: {}. Mend it to preview its effect.", counted(n, "error", "errors")),
        (n, _) => {
            format!("The copy cannot be used: {} and {warned}. Mend it to preview its effect.", counted(n, "error", "errors"))
        }
    }
}

/// Problems that are not listed.
pub(crate) fn more_problems(n: u64) -> String {
    format!("and {} more", thousands(n))
}

/// A copy of more bytes than a policy may have.
pub fn too_large(mebibytes: u64) -> String {
    format!("larger than {mebibytes} MiB: no policy is")
}

/// The files of the site have to be read again, and are gone.
pub const NOT_THERE_ANY_MORE: &str = "the site's data is not there any more";

/// The effect of a copy is one on all changes.
pub const NOT_OF_PARTS: &str = "what a copy would alter is computed over all changes, and only a part of them is loaded: read all of them \
                                on the page Changes first, or run plumbline policy diff";

// ---- its effect ----

/// Nothing differs.
pub(crate) const SAME: &str = "The copy says the same as the policy in force: nothing changes.";
/// There is nothing to count.
pub(crate) const WITHOUT_CHANGES: &str = "No change is loaded, so there are no numbers to hold beside each other.";
/// The numbers' subtitle.
pub(crate) const OVER_ALL: &str = "Over all changes that are loaded, as plumbline policy diff counts them";

/// What the copy alters, from the sentences of its parts.
pub fn effect(parts: &[String]) -> String {
    let mut out = parts.join(". ");
    out.push('.');
    out
}

/// Above the gates.
pub const GATES: &str = "Verified at each gate";
/// Their columns.
pub(crate) const GATES_COLUMNS: [&str; 4] = ["Gate", "Today", "Under the copy", "Points"];
/// Cases behind a figure: its interval and how many changes are due.
pub fn cases(interval: &str, due: u64) -> String {
    format!("{interval}, {} due", thousands(due))
}
/// The columns of the teams.
pub(crate) const TEAMS_COLUMNS: [&str; 3] = ["Team", "Today", "Under the copy"];
/// Teams that stay where they are.
pub(crate) fn teams_stay(n: u64) -> String {
    match n {
        1 => "1 team keeps its rung".to_owned(),
        n => format!("{} keep their rung", counted(n, "team", "teams")),
    }
}
/// The columns of what differs.
pub(crate) const MOVED_COLUMNS: [&str; 3] = ["Number", "Today", "Under the copy"];
/// The same for keys of the policy.
pub(crate) const KEYS_COLUMNS: [&str; 3] = ["Key", "In force", "Copy"];
/// On the fold of a long list.
pub(crate) fn all_the_others(n: u64) -> String {
    format!("{} more", thousands(n))
}
/// What is not shown.
pub(crate) fn not_shown(n: u64) -> String {
    format!("{} not shown: plumbline policy diff --json lists all.", counted(n, "line is", "lines are"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_check_found_is_one_sentence() {
        assert_eq!(checked(0, 0), "The copy can be used.");
        assert_eq!(checked(0, 1), "The copy can be used, with 1 warning.");
        assert_eq!(checked(2, 0), "The copy cannot be used: 2 errors. Mend it to preview its effect.");
        assert_eq!(checked(1, 3), "The copy cannot be used: 1 error and 3 warnings. Mend it to preview its effect.");
    }

    #[test]
    fn requirements_say_when_they_hold() {
        assert_eq!(owed(&[], false), "by every change");
        assert_eq!(owed(&["Data protection"], false), "when data protection is touched");
        assert_eq!(owed(&["Monitoring"], true), "when monitoring is touched or in critical environments");
        assert_eq!(owed(&[], true), "in critical environments");
        assert_eq!(owed(&["Identity", "Network"], false), "when identity or network is touched");
    }

    #[test]
    fn a_kind_of_evidence_says_what_it_proves() {
        let said = |strong: &[&str], supporting: &[&str]| proves(strong, supporting);
        assert_eq!(said(&[], &["Deployment safety"]), ("supporting only".into(), "supports deployment safety".into()));
        assert_eq!(said(&["Identity", "Network"], &[]), ("strong for identity and network".into(), String::new()));
        assert_eq!(said(&[], &[]), ("for no control family".into(), String::new()));
    }

    #[test]
    fn a_kind_of_evidence_says_what_it_asks() {
        let asked = [("The deployment succeeded", true), ("What was applied is what was planned", false)];
        assert_eq!(
            asks("Deployment log", &asked),
            "Deployment log: the deployment succeeded; what was applied is what was planned (not required)"
        );
        assert_eq!(asks("Chaos day", &[]), "Chaos day: counted unread");
        assert_eq!(proofs(1, 17).replace('\u{a0}', " "), "1 kind of evidence is counted unread");
    }

    #[test]
    fn the_headline_counts() {
        assert_eq!(
            headline(14, 4, "Checked").replace('\u{a0}', " "),
            "This policy requires up to 14 kinds of evidence at four gates; an item counts as verified from the grade \u{201c}checked\u{201d}."
        );
        assert_eq!(
            headline(1, 1, "Signed"),
            "This policy requires up to one kind of evidence at one gate; an item counts as verified from the grade \u{201c}signed\u{201d}."
        );
        assert!(headline(0, 0, "Signed").starts_with("This policy requires no evidence; an item"));
    }
}
