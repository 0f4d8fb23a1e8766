//! The words of the sources page.

use crate::text::number::{counted, number_word, thousands};
use crate::text::phrase::{list, small};
use plumbline_domain::{Gate, Severity};

/// The headline: "14 files read, two with something set aside, one with warnings, one refused."
pub(crate) fn headline(read: u64, refused: u64, duplicates: u64, with_errors: u64, with_warnings: u64) -> String {
    let mut parts = vec![format!("{} read", counted(read, "file", "files"))];
    let counts = [
        (with_errors, "with something set aside"),
        (with_warnings, "with warnings"),
        (duplicates, if duplicates == 1 { "is a copy of a file already read" } else { "are copies of a file already read" }),
        (refused, "refused"),
    ];
    parts.extend(counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", number_word(*n))));
    if refused == 0 {
        parts.push("none refused".to_owned());
    }
    format!("{}.", parts.join(", "))
}

/// The columns of the receipts as a file.
pub(crate) const SHEET_COLUMNS: [&str; 17] = [
    "File",
    "sha256",
    "Size",
    "Read as",
    "Tool",
    "Records",
    "Open findings",
    "Critical",
    "High",
    "Medium",
    "Low",
    "Info",
    "Errors",
    "Warnings",
    "Notes",
    "Outcome",
    "Same bytes as",
];

/// Above the receipts.
pub const RECEIPTS: &str = "One receipt for each file";
/// What a receipt is.
pub const RECEIPTS_TEXT: &str = "What each file was read as, and what was and was not read of it. Nothing is dropped silently. Names, times and origins of \
     records are stated, not attested.";
/// Heads the format that a file was read as.
pub const READ_AS: &str = "Read as";
/// In place of a format: evidence of which only the bytes are kept.
pub(crate) const NOT_PARSED: &str = "not parsed";
/// The choice of receipts: all of them.
pub const ALL: &str = "All";
/// Those that are not used whole.
pub const TROUBLED: &str = "With errors or warnings";
/// Those that are not used at all.
pub const REFUSED: &str = "Not used";
/// Above the tool files.
pub const LOOSE: &str = "Tool output that no report refers to";
/// What that means.
pub const LOOSE_TEXT: &str = "It belongs to no change and moves no score. A gate report that names the file makes it evidence: begin one here, and fill it in.";
/// The columns of the findings in such a file: what the rule protects, and what keeps going wrong.
pub(crate) const FAMILY: &str = "Control family";
/// The second of them.
pub const PATTERN: &str = "Failure pattern";
/// The name of that table.
pub(crate) const LOOSE_GRID: &str = "Open findings by control family, failure pattern and severity";
/// In place of a family.
pub(crate) const NO_FAMILY: &str = "Not known";
/// In place of a pattern.
pub(crate) const NO_PATTERN: &str = "none";
/// On the button that begins a gate report.
pub(crate) const BEGIN_REPORT: &str = "Save a gate report to fill in";
/// Above the facts about the evidence.
pub const SECOND_LOOK: &str = "Worth a second look";
/// What they are.
pub use crate::figures::second_look::words::TEXT as SECOND_LOOK_TEXT;
/// Above the orphans.
pub const ORPHANS: &str = "Verifications that match no loaded evidence";
/// What that means.
pub const ORPHANS_TEXT: &str =
    "They repeat evidence that no loaded report offers. They are kept, and count once that report is loaded.";
/// What records of another origin are.
pub const APART_TEXT: &str =
    "They come from another repository than their change. They neither prove nor refute anything: no number counts them.";
/// Above the policy.
pub const POLICY: &str = "The policy in force";
/// On the button that keeps it.
pub const SAVE_POLICY: &str = "Save the policy";
/// On the button that keeps the receipts.
pub const SAVE_RECEIPTS: &str = "Save all receipts";
/// On the button that keeps them as a table.
pub const SAVE_RECEIPTS_CSV: &str = "Save as CSV";
/// Beside the digest.
pub const BUILT_IN: &str = "Built in. A site or a reader replaces it whole: drop a policy file on the page.";
/// Beside another one's digest.
pub const REPLACED: &str = "Given with the data, in place of the built-in one.";
/// On the link to its page.
pub const OPEN_POLICY: &str = "Read it, or edit a copy";
/// Above the schemas.
pub const FORMATS: &str = "Plumbline's own formats";
/// The schemas: file and words.
pub const SCHEMAS: [(&str, &str); 4] = [
    ("gate-report", "plumbline.gate-report/1"),
    ("verification", "plumbline.verification/1"),
    ("policy", "plumbline.policy/1"),
    ("index", "plumbline.index/1 and /2"),
];
/// What the links lead to.
pub const SCHEMAS_TEXT: &str = "JSON Schemas, to check a file before it is loaded.";

/// On the button that judges a published data set again.
pub const VERIFY: &str = "Verify this data set";
/// What that does.
pub const VERIFY_TEXT: &str =
    "Fetches all records and artifacts, judges them again in this browser, and compares every change with what is published.";
/// On the button that judges only the parts of it that are at hand.
pub const VERIFY_PART: &str = "Verify this part";
/// What that does.
pub const VERIFY_PART_TEXT: &str = "A part holds the changes of some teams. Its records and artifacts are fetched and judged again in this browser, \
     and every change of it is compared with what is published.";
/// Above the result: whether anything differs.
pub fn verified(is_part: bool, is_identical: bool) -> &'static str {
    match (is_part, is_identical) {
        (false, true) => "This data set is what its records and artifacts give",
        (false, false) => "This data set is not what its records and artifacts give",
        (true, true) => "This part of the data set is what its records and artifacts give",
        (true, false) => "This part of the data set is not what its records and artifacts give",
    }
}
/// In the place of the receipts of a data set that is loaded in parts.
pub fn receipts_unread(bytes: u64) -> String {
    let megabytes = crate::text::number::thousands(bytes.div_ceil(1_000_000));
    format!(
        "The receipts of all files are {megabytes}\u{a0}MB and are not loaded. Read all changes on the page Changes to see them here."
    )
}

/// What a browser does not judge again of a data set that is loaded in parts.
pub const ANSWERS_NOT_RECOMPUTED: &str =
    ". The figures over all changes that are published ready were not recomputed: plumbline verify-data does that";

/// What follows it where a browser has not the memory to judge a data set again.
pub const VERIFY_ELSEWHERE: &str =
    " All of this data set is too large to be judged again in a browser: plumbline verify-data does it on a machine.";

/// What follows that where no part is at hand.
pub const VERIFY_BY_PART: &str =
    " With a team chosen, the part that holds it can be judged again here, unless it is too large itself.";

/// That nothing differs in so many parts.
pub fn parts_identical(n: u64, parts: usize) -> String {
    let these = match parts {
        1 => "This was one part of the data set".to_owned(),
        n => format!("These were {} parts of the data set", number_word(n as u64)),
    };
    [
        &identical(n),
        ". ",
        &these,
        ": whether other parts hold changes of the same teams, what is worth a second look, and the figures over all changes are compared \
         only when all of it is judged again. plumbline verify-data does that",
    ]
    .concat()
}

/// No part was at hand.
pub const NO_PART: &str = "no part of the data set is at hand: choose a team, and try again";

/// Why nothing is judged again.
pub const NOT_PUBLISHED: &str = "only a published data set can be verified";

/// That nothing differs: "recomputed 602 changes: identical".
pub fn identical(n: u64) -> String {
    format!("recomputed {}: identical", counted(n, "change", "changes"))
}

/// How far it has come: "Judging again: 3 of 14 parts".
pub fn verifying(done: u32, total: u32) -> String {
    match total {
        0 => "Judging again…".to_owned(),
        _ => format!("Judging again: {} of {}", thousands(u64::from(done)), counted(u64::from(total), "part", "parts")),
    }
}

/// How many changes were compared so far.
pub fn recomputed(n: u64) -> String {
    format!("{} recomputed", counted(n, "change", "changes"))
}

/// On the button that shows more receipts.
pub fn show_more(n: usize) -> String {
    format!("Show {n} more")
}

/// The name of a choice with its count, such as "Not used, 3".
pub fn choice(name: &str, n: usize) -> String {
    format!("{name}, {n}")
}

/// How many of all receipts a choice lists, said aloud: "11 of 1,975 receipts".
pub fn shown_of(n: usize, all: usize) -> String {
    [&thousands(n as u64), " of ", &counted(all as u64, "receipt", "receipts")].concat()
}

/// What can be unfolded.
pub fn messages(n: usize) -> String {
    counted(n as u64, "message", "messages")
}

/// " of 12 changes"; nothing for one.
fn of_changes(n: u64) -> String {
    if n > 1 { format!(" of {}", counted(n, "change", "changes")) } else { String::new() }
}

/// A file that a type accepts: "Read as alert rules for alert linkage of 12 changes: 2 of 2 probes hold"; without `read_as` it is kept
/// and not parsed.
pub(crate) fn offered(read_as: &str, title: &str, n: u64, summary: &str) -> String {
    let how = if read_as.is_empty() { "Kept".to_owned() } else { format!("Read as {read_as}") };
    format!("{how} for {}{}: {summary}", small(title), of_changes(n))
}

/// A file that its type does not accept: "Not accepted as alert test; what counts: notifications that were sent".
pub(crate) fn not_accepted(title: &str, n: u64, accepted: &str) -> String {
    format!("Not accepted as {}{}; what counts: {accepted}", small(title), of_changes(n))
}

/// A file that holds the state before.
pub(crate) fn state_before(title: &str, n: u64) -> String {
    format!("The state before, for {}{}", small(title), of_changes(n))
}

/// A file that is read together with another one.
pub(crate) fn read_together(title: &str, n: u64) -> String {
    format!("Read together with {}{}", small(title), of_changes(n))
}

/// A tool's file in a line: "loose.sarif: checkov 3.3.30, sarif-2.1.0, 1 high and 2 medium findings open".
pub(crate) fn loose_file(file: &str, tool: Option<&str>, format: &str, open: &[(Severity, u64)]) -> String {
    let tool = tool.map(|t| format!("{t}, ")).unwrap_or_default();
    let counts: Vec<String> = open.iter().map(|(severity, n)| format!("{n} {severity}")).collect();
    let said = match open {
        [] => "no finding open".to_owned(),
        [(_, 1)] => format!("{} finding open", list(&counts)),
        _ => format!("{} findings open", list(&counts)),
    };
    format!("{file}: {tool}{format}, {said}")
}

/// How sure family and pattern are; none when the table knows every rule.
pub(crate) fn how_told(guessed: u64, unknown: u64) -> Option<String> {
    let findings = |n| counted(n, "finding", "findings");
    let guess = (guessed > 0).then(|| format!("Guessed from words in the rule or message: {}.", findings(guessed)));
    let nothing = (unknown > 0).then(|| format!("Nothing is known of {}.", findings(unknown)));
    let said: Vec<String> = guess.into_iter().chain(nothing).collect();
    (!said.is_empty()).then(|| said.join(" "))
}

/// Above the records of another origin.
pub(crate) fn apart_title(n: u64) -> String {
    let are = if n == 1 { "is" } else { "are" };
    format!("{} of another origin {are} kept apart", counted(n, "record", "records"))
}

/// How many of them are not listed.
pub(crate) fn apart_more(n: u64) -> String {
    match n {
        0 => String::new(),
        n => format!("{} not listed; the receipts above count them.", counted(n, "more is", "more are")),
    }
}

/// What a file can be evidence of.
pub(crate) fn as_evidence(artifact_type: &str, gate: Gate) -> String {
    format!("A report that names it offers it as {}, at the gate {}.", small(artifact_type), small(gate.title()))
}

/// That no report can be begun from a file.
pub(crate) fn no_evidence(format: &str) -> String {
    format!("{format} does not tell which kind of evidence it is, so no report is begun from it.")
}

/// Why no report could be begun.
pub fn no_report(file: &str) -> String {
    format!("no report can be begun from {file}")
}

/// How many files are not listed.
pub(crate) fn loose_left_out(n: u64) -> String {
    format!("{} not listed; their receipts are above.", counted(n, "more file is", "more files are"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_says_what_was_read() {
        assert_eq!(headline(14, 1, 0, 0, 0), "14 files read, one refused.");
        assert_eq!(
            headline(1, 0, 2, 3, 1),
            "1 file read, three with something set aside, one with warnings, two are copies of a file already read, none refused."
        );
    }

    #[test]
    fn a_loose_file_is_told_in_a_line() {
        let open = [(Severity::High, 1), (Severity::Medium, 2)];
        assert_eq!(loose_file("a.json", Some("t 1"), "f", &open), "a.json: t 1, f, 1 high and 2 medium findings open");
        assert_eq!(loose_file("a.json", None, "f", &open[..1]), "a.json: f, 1 high finding open");
        assert_eq!(loose_file("a.json", None, "f", &[]), "a.json: f, no finding open");
    }

    #[test]
    fn a_file_of_evidence_is_told_by_what_it_answers() {
        assert_eq!(
            offered("alert rules", "Alert linkage", 12, "2 of 2 probes hold").replace('\u{a0}', " "),
            "Read as alert rules for alert linkage of 12 changes: 2 of 2 probes hold"
        );
        assert_eq!(offered("", "Chaos day", 1, "counted unread"), "Kept for chaos day: counted unread");
        assert_eq!(
            not_accepted("Alert test", 1, "notifications that were sent"),
            "Not accepted as alert test; what counts: notifications that were sent"
        );
    }

    #[test]
    fn what_is_guessed_is_said() {
        assert_eq!(how_told(0, 0), None);
        assert_eq!(
            how_told(1, 2).as_deref(),
            Some("Guessed from words in the rule or message: 1 finding. Nothing is known of 2 findings.")
        );
        assert_eq!(how_told(0, 1).as_deref(), Some("Nothing is known of 1 finding."));
    }
}
