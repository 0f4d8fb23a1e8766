//! The words of the page of one change.

use crate::text::number::{capitalised_word, counted, number_word, thousands};
use crate::text::{change_id, date, phrase};
use plumbline_domain::{Authorship, Gate, Instant, Mode, Outcome, Resources, Run};

/// The title and the text of a page of a change that is not there.
pub fn unknown(id: &str) -> (String, String) {
    (
        format!("No change has the id {id}"),
        "The link may come from another data set. Changes lists every change that was loaded.".to_owned(),
    )
}

/// The line above the headline: the id, and what the change does.
pub fn eyebrow(id: &str, title: Option<&str>) -> String {
    let id = change_id::short(id);
    title.map_or_else(|| format!("Change {id}"), |title| format!("Change {id}: {title}"))
}

/// The names of the facts.
pub mod fact {
    #![allow(missing_docs)]
    pub const TEAM: &str = "Team";
    pub(crate) const SERVICE: &str = "Service";
    pub const ENVIRONMENT: &str = "Environment";
    pub(crate) const RELEASE: &str = "Release";
    pub(crate) const COMMIT: &str = "Commit";
    pub(crate) const PULL_REQUEST: &str = "Pull request";
    pub const AUTHOR: &str = "Author";
    pub const AUTHORSHIP: &str = "Written by";
    pub(crate) const RADIUS: &str = "Blast radius";
    pub(crate) const TOUCHES: &str = "Touches";
    pub(crate) const OPENED: &str = "Opened";
    pub(crate) const MERGED: &str = "Merged";
    pub(crate) const DEPLOYED: &str = "Deployed";
    pub(crate) const CONFLICT: &str = "Contradiction";
    pub(crate) const DEBT: &str = "Debt";
    pub(crate) const WHOLE_ID: &str = "Id";
    pub const APART: &str = "Of another origin";
    pub const TYPE: &str = "Type";
    pub const ID: &str = "Id in the report";
    pub(crate) const CONTROLS: &str = "Speaks for";
    pub(crate) const STATEMENT: &str = "Statement";
    pub(crate) const RECORDED: &str = "Recorded digest";
    pub(crate) const AT_HAND: &str = "Digest of the bytes";
    pub const PATH: &str = "Named path";
    pub const FILE: &str = "Read from";
    pub const FORMAT: &str = "Format";
    pub(crate) const TOOL: &str = "Tool";
    pub const COMMAND: &str = "Command";
    pub(crate) const EXPIRES: &str = "Valid until";
    pub(crate) const ATTESTATION: &str = "Attestation";
    pub(crate) const COUNTS: &str = "Counts as";
    pub(crate) const BEFORE: &str = "State before";
    pub(crate) const WITH: &str = "Read together with";
}

/// What a report does not state.
pub(crate) const NOT_STATED: &str = "not stated";
/// A report without bytes at hand.
pub(crate) const NOT_AT_HAND: &str = "not at hand";
/// The bytes are the recorded ones.
pub(crate) const SAME_DIGEST: &str = "the recorded one";
/// They are not.
pub(crate) const OTHER_DIGEST: &str = "not the recorded one";
/// An environment that counts as critical.
pub const CRITICAL: &str = "counts as critical";
/// A change whose families are not stated.
pub(crate) const EVERY_FAMILY: &str = "not stated, so every family";
/// A change that states to touch nothing.
pub(crate) const NO_FAMILY: &str = "nothing but the way into production";
/// On the link to the pull request.
pub const OPEN: &str = "Open it";
/// A shipped change without debt.
pub(crate) const NO_DEBT: &str = "none: everything due is verified";
/// A change that did not ship.
pub(crate) const NOT_SHIPPED: &str = "not shipped yet";

/// A shipped change with debt: how many items are not verified.
pub fn debt(n: u64, radius: Option<u64>) -> String {
    let items = counted(n, "item", "items");
    match radius {
        Some(radius) => format!("{items} not verified, {} at stake", counted(radius, "resource", "resources")),
        None => format!("{items} not verified; how many resources are at stake is not stated"),
    }
}

/// What is counted, before what is said of it.
pub(crate) const RESOURCES: &str = "resources";
/// The blast radius: the stated counts, or what stands for them.
pub fn radius(total: u64, stated: Option<Resources>) -> String {
    let Some(r) = stated.filter(|r| r.created.or(r.modified).or(r.deleted).is_some()) else {
        return format!("not stated, counts as {}", counted(total, "resource", "resources"));
    };
    let mut parts = Vec::new();
    for (n, what) in [(r.created, "created"), (r.modified, "modified"), (r.deleted, "deleted")] {
        if let Some(n) = n.filter(|n| *n > 0) {
            parts.push(format!("{} {what}", thousands(n)));
        }
    }
    let total = counted(total, "resource", "resources");
    if parts.is_empty() { total } else { format!("{total}: {}", phrase::list(&parts)) }
}

/// Who wrote it.
pub fn authorship(a: Authorship) -> &'static str {
    match a {
        Authorship::Human => "a person",
        Authorship::AiAssisted => "a person with an assistant",
        Authorship::AiGenerated => "a model",
        Authorship::Unknown => NOT_STATED,
    }
}

/// Records of the change that come from another repository.
pub fn apart(n: u64) -> String {
    let how = if n == 1 { "is kept apart and counts" } else { "are kept apart and count" };
    format!("{} {how} for nothing", counted(n, "record", "records"))
}

/// The figure of the gates: how many are proved.
pub(crate) fn gates_title(proved: u64, due: u64) -> String {
    match (due, proved) {
        (1, 1) => "The one due gate is proved".to_owned(),
        (1, _) => "The one due gate is not proved".to_owned(),
        (n, 0) => format!("None of {} due gates is proved", number_word(n)),
        (n, k) if n == k => format!("{} are proved", phrase::all(n, "due gates")),
        (n, k) => {
            let are = if k == 1 { "is" } else { "are" };
            format!("{} of {} due gates {are} proved", capitalised_word(k), number_word(n))
        }
    }
}
/// What it measures.
pub(crate) const GATES_MEASURE: &str = "What the gate said, what people stated, and how much of what it asks for is verified";
/// Its columns.
pub(crate) const GATES_COLUMNS: [(&str, &str); 6] =
    [("Gate", ""), ("Evidence", ""), ("Outcome", ""), ("Stated", "num"), ("Verified", "num"), ("Due", "small")];

/// Columns whose cells say themselves what they are.
pub(crate) const SAY_THEMSELVES: [&str; 3] = ["State", "Why", "What"];

/// What a gate said.
pub fn outcome(outcome: Option<Outcome>, mode: Option<Mode>) -> String {
    match (outcome, mode) {
        (None, _) => "no report".to_owned(),
        (Some(o), Some(Mode::Evaluate)) => format!("{}, reports only", o.title().to_ascii_lowercase()),
        (Some(o), _) => o.title().to_ascii_lowercase(),
    }
}

/// Why a gate is due, or when it will be.
pub fn due(gate: Gate, is_due: bool, merged: Option<Instant>, deployed: Option<Instant>, grace_days: u32) -> String {
    let day = |t: Option<Instant>| t.map(date::day);
    match (gate, is_due) {
        (Gate::Intent, _) => "Every change is due here".to_owned(),
        (Gate::Validation, true) => match (day(merged), day(deployed)) {
            (Some(day), _) => format!("Merged {day}"),
            (None, Some(day)) => format!("Deployed {day}"),
            (None, None) => BY_REPORT.to_owned(),
        },
        (Gate::Validation, false) => "Once it is merged".to_owned(),
        (Gate::Execution, true) => day(deployed).map_or_else(|| BY_REPORT.to_owned(), |day| format!("Deployed {day}")),
        (Gate::Execution, false) => "Once it is deployed".to_owned(),
        (Gate::Observation, true) => match deployed {
            Some(t) => format!("Deployed {}, {} ago or more", date::day(t), counted(grace_days.into(), "day", "days")),
            None => BY_REPORT.to_owned(),
        },
        (Gate::Observation, false) => format!("{} after it is deployed", counted(grace_days.into(), "day", "days")),
    }
}
/// A gate that is due because there is a report of it.
pub(crate) const BY_REPORT: &str = "A report of it is there";

/// The title of one gate: "Validation: 2 of 4 required items are verified".
pub(crate) fn gate_title(gate: Gate, verified: u64, required: u64) -> String {
    let gate = gate.title();
    match (required, verified) {
        (0, _) => format!("{gate}: nothing is required yet"),
        (1, 1) => format!("{gate}: the one required item is verified"),
        (1, _) => format!("{gate}: the one required item is not verified"),
        (n, k) if n == k => format!("{gate}: all {n} required items are verified"),
        (n, 0) => format!("{gate}: none of {n} required items is verified"),
        (n, 1) => format!("{gate}: 1 of {n} required items is verified"),
        (n, k) => format!("{gate}: {k} of {n} required items are verified"),
    }
}

/// Where a report was read: "reports/2026-11.ndjson, record 3".
pub fn origin(file: &str, record: u32) -> String {
    format!("{file}, record {}", thousands(u64::from(record) + 1))
}

/// The subtitle of one gate.
pub(crate) fn gate_measure(outcome: &str, recorded: Option<&str>, origin: Option<&str>, superseded: u32) -> String {
    let (Some(recorded), Some(origin)) = (recorded, origin) else {
        return "No report of this gate was read; everything that it asks for is missing".to_owned();
    };
    let mut out = format!("{}. Recorded {recorded} in {origin}", phrase::capital(outcome));
    match superseded {
        0 => {}
        1 => out.push_str("; an earlier report no longer counts"),
        n => out.push_str(&format!("; {n} earlier reports no longer count")),
    }
    out
}

/// The columns of what a gate asks for.
pub(crate) const REQUIRED_COLUMNS: [(&str, &str); 4] =
    [("Required", "need"), ("State", "state"), ("Why", "small why"), ("Offered", "small offered")];
/// How the missing item can be had.
pub(crate) fn how_to_supply(title: &str) -> String {
    format!("How to supply: {}", phrase::small(title))
}
/// What to do, and what counts: "Attach the plan or what-if. What counts: a preview of resource changes."
pub(crate) fn supply(action: &str, accepted: &str) -> String {
    format!("{action}. What counts: {accepted}.")
}
/// What a type takes in place of a file that it does not accept.
pub(crate) fn accepts(file: &str, accepted: &str) -> String {
    format!("{file} is not accepted. What counts: {accepted}.")
}
/// On the fold of what is recorded of an item.
pub(crate) const DETAILS: &str = "Digests, file, runs and how to repeat it";
/// The heading of what was offered.
pub(crate) const EVIDENCE: &str = "Evidence offered";
/// An item offered at a gate to which its type does not belong.
pub(crate) const ELSEWHERE: &str = "nothing here: its type belongs to another gate";
/// An item that nothing asks for.
pub(crate) const UNASKED: &str = "offered unasked";
/// A requirement that nothing answers.
pub(crate) const NOTHING_OFFERED: &str = "nothing";
/// A requirement that is verified.
pub(crate) const STANDS: &str = "verified";
/// A claim.
pub(crate) const ONLY_CLAIMED: &str = "a sentence alone is no evidence";
/// An artifact whose bytes cannot be compared.
pub(crate) const NOT_COMPARED: &str = "its bytes are not at hand, so nothing was compared";
/// Nothing of the type stands in the report.
pub(crate) const MISSING: &str = "no item of this type is in the report";
/// Nothing of the type can be there.
pub(crate) const NO_REPORT: &str = "no report of this gate was read";

/// The columns of an item's runs.
pub(crate) const RUN_COLUMNS: [(&str, &str); 5] =
    [("Run by", ""), ("When", "small"), ("Inputs", "mono"), ("Output", "mono"), ("Came in", "small")];
/// A run of the report.
pub(crate) const OWN_RUN: &str = "the report";
/// A run of a verification.
pub(crate) const VERIFICATION: &str = "a verification";
/// A run of a verification by somebody who did not see the author's result.
pub(crate) const BLIND_VERIFICATION: &str = "a blind verification";
/// The heading of how to repeat an item.
pub(crate) const REPEAT: &str = "Repeat it";

/// The figure of the findings.
pub(crate) fn findings_title(open: u64, blocking: u64, all: u64) -> String {
    match (all, open) {
        (0, _) => "No finding is recorded".to_owned(),
        (n, 0) => format!("None of {} is open", counted(n, "finding", "findings")),
        (n, k) => {
            let verb = if k == 1 { "is" } else { "are" };
            let mut out = format!("{} of {} {verb} open", thousands(k), counted(n, "finding", "findings"));
            match blocking {
                0 => out.push_str(", none of them critical or high"),
                b => out.push_str(&format!(", {} critical or high", thousands(b))),
            }
            out
        }
    }
}
/// What it measures.
pub(crate) const FINDINGS_MEASURE: &str =
    "Findings of the reports and of the artifacts that count, each once; the worst open ones first";
/// Its columns.
pub(crate) const FINDING_COLUMNS: [(&str, &str); 6] =
    [("Severity", ""), ("Rule", "mono"), ("What", "what"), ("Where", "small place"), ("Status", ""), ("Found in", "small")];
/// Why no finding is there.
pub(crate) const NO_FINDING: &str =
    "Neither a report nor an artifact that counts holds one. That is no proof that there is none.";

/// The figure of the statements.
pub(crate) fn statements_title(n: u64) -> String {
    if n == 0 {
        "Nobody stated a confidence".to_owned()
    } else {
        counted(n, "statement of confidence", "statements of confidence")
    }
}
/// What it measures.
pub(crate) const STATEMENTS_MEASURE: &str =
    "Statements of authors count where there are any; those about a risk count for that risk";
/// Its columns.
pub(crate) const STATEMENT_COLUMNS: [(&str, &str); 5] =
    [("Gate", ""), ("Who", ""), ("Confidence", "num"), ("About", "small"), ("When", "small")];
/// A statement about everything.
pub(crate) const WHOLE_GATE: &str = "the whole gate";

/// The figure of the reviews.
pub(crate) fn reviews_title(n: u64, independent: u64) -> String {
    match (n, independent) {
        (0, _) => "Nobody reviewed it".to_owned(),
        (1, 0) => "One review, not independent".to_owned(),
        (1, _) => "One review, independent".to_owned(),
        (n, 0) => format!("{} reviews, none independent", capitalised_word(n)),
        (n, k) => {
            format!("{} reviews, {} independent", capitalised_word(n), if n == k { "all".to_owned() } else { number_word(k) })
        }
    }
}
/// What it measures.
pub(crate) const REVIEWS_MEASURE: &str =
    "Independent: reviewer and author are known, and are not the same. Who they are is stated, not attested";
/// Its columns.
pub(crate) const REVIEW_COLUMNS: [(&str, &str); 5] =
    [("Who", ""), ("Independent", ""), ("Intent", "small"), ("Controls", "small"), ("Outcome", "small")];

/// The figure of the failure patterns.
pub(crate) fn patterns_title(n: u64, escaped: u64) -> String {
    match (n, escaped) {
        (0, _) => "No failure pattern was found".to_owned(),
        (n, k) => {
            let found = counted(n, "occurrence of a failure pattern", "occurrences of a failure pattern");
            let passed = match (n, k) {
                (_, 0) => "none passed a gate that should have stopped it".to_owned(),
                (1, _) => "it passed a gate that should have stopped it".to_owned(),
                (_, 1) => "one passed a gate that should have stopped it".to_owned(),
                (n, k) if n == k => "all passed a gate that should have stopped them".to_owned(),
                (_, k) => format!("{} passed a gate that should have stopped them", number_word(k)),
            };
            format!("{found}; {passed}")
        }
    }
}
/// What it measures.
pub(crate) const PATTERNS_MEASURE: &str =
    "What shows it, where it was found, and the gate that was open although it should have stopped it";
/// Its columns.
pub(crate) const PATTERN_COLUMNS: [(&str, &str); 4] =
    [("Pattern", ""), ("Shown by", "small"), ("Found at", "small"), ("Escaped", "small")];
/// A pattern that evidence shows.
pub(crate) fn by_evidence(title: &str) -> String {
    format!("evidence: {}", phrase::small(title))
}
/// No gate was open.
pub(crate) const NOT_ESCAPED: &str = "no gate";

/// The figure of the timeline.
pub(crate) fn timeline_title(days: Option<u64>) -> String {
    match days {
        None => "Every dated record is of one day".to_owned(),
        Some(days) => format!("{} from the first record to the last", counted(days, "day", "days")),
    }
}
/// What it measures.
pub(crate) const TIMELINE_MEASURE: &str = "Everything that is dated, in order, in UTC";
/// Its columns.
pub(crate) const TIMELINE_COLUMNS: [(&str, &str); 3] = [("When", "when"), ("What", ""), ("By or in", "small")];

/// An event: a report of a gate.
pub fn reported(gate: &str, outcome: &str) -> String {
    format!("{gate} reported: {outcome}")
}
/// An event: a run of an item.
pub(crate) fn ran(item: &str, run: &Run) -> String {
    match run {
        Run { recorded: true, .. } => format!("An output of {item} recorded, not run"),
        Run { from_verification: true, .. } => format!("{item} verified by repetition"),
        _ => format!("{item} run"),
    }
}
/// An event: a review.
pub(crate) const REVIEWED: &str = "Reviewed";

/// "The first 100 of 240."
pub(crate) fn first_of(shown: u64, all: u64) -> String {
    format!("The first {} of {}.", thousands(shown), thousands(all))
}

/// "yes" or "no".
pub(crate) const fn yes_no(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_hold_for_one_some_and_all() {
        assert_eq!(gates_title(1, 2), "One of two due gates is proved");
        assert_eq!(gates_title(4, 4), "All four due gates are proved");
        assert_eq!(patterns_title(1, 1), "1 occurrence of a failure pattern; it passed a gate that should have stopped it");
        assert_eq!(patterns_title(3, 2), "3 occurrences of a failure pattern; two passed a gate that should have stopped them");
        assert_eq!(patterns_title(3, 0), "3 occurrences of a failure pattern; none passed a gate that should have stopped it");
        assert_eq!(
            [reviews_title(3, 1), reviews_title(2, 2)],
            ["Three reviews, one independent", "Two reviews, all independent"]
        );
    }

    #[test]
    fn a_blast_radius_that_is_not_stated_is_said_to_be_so() {
        let r = Resources { created: Some(2), modified: Some(0), deleted: Some(3) };
        assert_eq!(radius(5, Some(r)), "5 resources: 2 created and 3 deleted");
        assert_eq!(radius(0, Some(Resources { created: Some(0), ..Resources::default() })), "0 resources");
        assert_eq!(radius(1, Some(Resources::default())), "not stated, counts as 1 resource");
        assert_eq!(radius(1, None), "not stated, counts as 1 resource");
    }

    #[test]
    fn a_gate_says_why_it_is_due() {
        let day = Instant::from_ymd(2026, 11, 3);
        assert_eq!(due(Gate::Validation, true, day, None, 7), "Merged 3 Nov 2026");
        assert_eq!(due(Gate::Validation, true, None, None, 7), "A report of it is there");
        assert_eq!(due(Gate::Execution, false, day, None, 7), "Once it is deployed");
        assert_eq!(due(Gate::Observation, true, day, day, 7), "Deployed 3 Nov 2026, 7 days ago or more");
        assert_eq!(due(Gate::Observation, false, day, day, 1), "1 day after it is deployed");
    }
}
