//! The sentences of a pull request's comment.

use plumbline_domain::Severity;
use plumbline_report::text::number::counted;

/// The check passes.
pub const PASSED: &str =
    "**Plumbline: passed.** Nothing required is missing, contradicted or stale, and no finding that blocks is open.";
/// There is nothing to judge.
pub const NOTHING_PROVED: &str = "**Plumbline: failed.** No gate report counts, so nothing is proved.";
/// The last comment tells nothing.
pub const NOT_COMPARED: &str = "The last comment is altered or of another version, so nothing is compared with it";
/// What differs from the last run.
pub const SINCE_LAST: &str = "Since the last run";
/// What failed then and fails now.
pub const STILL_FAILING: &str = "Still failing";
/// What fails, in a first comment.
pub const WHAT_FAILS: &str = "What fails";
/// What is not verified and does not fail.
pub const NOT_VERIFIED: &str = "Not verified, and not failing";
/// Before an item that fails since the last run.
pub const FAILS_NOW: &str = "fails now";
/// Before a finding that is open since the last run.
pub const OPEN_NOW: &str = "open now";
/// Before an item that is not verified, and that did not stand so in the last run.
pub const UNVERIFIED_NOW: &str = "not verified now";
/// Before a requirement that is verified since the last run.
pub const VERIFIED_NOW: &str = "verified now";
/// Findings changed that no marker had room for.
pub const OTHER_FINDINGS: &str = "other findings are open, or other items stand differently: the whole list tells which";

/// "**Plumbline: failed.** 3 items fail."
pub fn failed(n: u64) -> String {
    format!("**Plumbline: failed.** {}.", counted(n, "item fails", "items fail"))
}

/// "5 of 8 requirements verified; open findings: 1 critical, 2 high."
pub fn figures(verified: u64, required: u64, open: &[u64]) -> String {
    let open = match by_severity(open) {
        None => "no finding is open".to_owned(),
        Some(counts) => format!("open findings: {counts}"),
    };
    format!("{verified} of {} verified; {open}.", counted(required, "requirement", "requirements"))
}

/// "1 critical, 2 high"; none without any.
pub fn by_severity(counts: &[u64]) -> Option<String> {
    let each = Severity::ALL.iter().zip(counts).filter(|(_, n)| **n > 0);
    let each: Vec<String> = each.map(|(severity, n)| counted(*n, severity.id(), severity.id())).collect();
    (!each.is_empty()).then(|| each.join(", "))
}

/// "mended findings: 1 high, 3 medium".
pub fn mended(counts: &[u64]) -> String {
    format!("mended findings: {}", by_severity(counts).unwrap_or_default())
}

/// What failed in the last run, and is not there any more.
pub fn no_longer_owed(n: u64) -> String {
    format!("{} or no longer required", counted(n, "more item is mended", "more items are mended"))
}

/// "New since contoso/platform#41".
pub fn since_base(base: &str) -> String {
    format!("New since {base}")
}

/// What the change brings, beyond what is listed.
pub fn more_of_base(n: u64) -> String {
    counted(n, "more finding that does not block", "more findings that do not block")
}

/// What stood open already.
pub fn open_before(n: u64) -> String {
    format!("{} open before this change", counted(n, "finding was", "findings were"))
}

/// The last line: how much is not shown, and where the whole result is.
pub fn end(n_cut: u64, link: Option<&str>) -> String {
    let more = counted(n_cut, "more item is", "more items are");
    match (n_cut, link) {
        (0, None) => String::new(),
        (0, Some(link)) => format!("[The whole result](<{link}>)"),
        (_, None) => format!("{more} in the summary and the log of the run."),
        (_, Some(link)) => format!("{more} in [the whole result](<{link}>)."),
    }
}
