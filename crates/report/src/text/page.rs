//! The words at the head and foot of pages: eyebrows, counts, empty states, the footer, the policy.

use crate::pages::debt::words::Unstated;
use crate::text::number::{counted, thousands};
use crate::text::phrase;

/// The line above a headline: what it is, the period, the filters in words, and how much there is.
pub(crate) struct Eyebrow<'a> {
    /// What it is, such as "Confidence brief".
    pub what: &'a str,
    /// The period, such as "90 days to 22 Nov 2026".
    pub period: &'a str,
    /// Filters in words, such as "prod" or "AI-generated changes only".
    pub filters: &'a [String],
    /// How many teams have a change.
    pub teams: u64,
    /// How many changes.
    pub changes: u64,
    /// What of the address is not understood, and so filters nothing.
    pub ignored: &'a [String],
}

/// "Confidence brief, 90 days to 22 Nov 2026. Prod, 8 teams, 412 changes."
pub fn eyebrow(e: &Eyebrow<'_>) -> String {
    let mut parts: Vec<String> = e.filters.to_vec();
    if e.teams > 0 {
        parts.push(counted(e.teams, "team", "teams"));
    }
    parts.push(counted(e.changes, "change", "changes"));
    let ignored =
        if e.ignored.is_empty() { String::new() } else { format!(" Not understood, so not applied: {}.", e.ignored.join(", ")) };
    format!("{}, {}. {}.{ignored}", e.what, e.period, phrase::capital(&parts.join(", ")))
}

/// What the pages are, in their eyebrows.
pub(crate) const OVERVIEW: &str = "Confidence brief";
/// On the link to the team before, A to Z.
pub(crate) const PREVIOUS_TEAM: &str = "Previous team";
/// On the link to the team after it.
pub(crate) const NEXT_TEAM: &str = "Next team";
/// Two sides.
pub(crate) const COMPARE: &str = "Side by side";
/// All changes.
pub const CHANGES: &str = "Changes";
/// The page of the gap.
pub(crate) const GAP: &str = "Perceived against verified";
/// The page of verification debt.
pub(crate) const DEBT: &str = "Velocity against verification";
/// The attack surface and the threats.
pub(crate) const THREATS: &str = "Attack surface and threats";
/// The matrix.
pub(crate) const MATRIX: &str = "Audit reproducibility";
/// The teams.
pub(crate) const TEAMS: &str = "Maturity ladder";
/// The funnel.
pub(crate) const FUNNEL: &str = "Policy enforcement funnel";

/// One team.
pub fn team(name: &str) -> String {
    format!("Team: {name}")
}

/// A team's blast radius in its eyebrow.
pub(crate) fn resources_touched(n: u64, changes: u64, unstated: Unstated) -> String {
    match unstated.in_words() {
        None => format!("{} touched", counted(n, "resource", "resources")),
        Some(_) if unstated.changes >= changes => "no resources stated".to_owned(),
        Some(none) => format!("{} touched ({none})", counted(n, "resource", "resources")),
    }
}

/// "412 changes, 4,532 required items"
pub fn counts(changes: u64, required: u64) -> String {
    format!("{}, {}", counted(changes, "change", "changes"), counted(required, "required item", "required items"))
}

/// "Hides 188 of 600 changes"
pub fn hidden(hidden: u64, all: u64) -> String {
    format!("Hides {} of {}", thousands(hidden), counted(all, "change", "changes"))
}

/// The chip of an unset period.
pub(crate) const ALL_DATES: &str = "All dates";

/// "90 days to 22 Nov 2026"
pub(crate) fn days_to(days: u64, day: &str) -> String {
    format!("{} to {day}", counted(days, "day", "days"))
}

/// A number of days as a span: "90 days".
pub fn days(days: u64) -> String {
    counted(days, "day", "days")
}

/// A number of days as the last ones: "the last 90 days", "the last day".
pub(crate) fn last_days(days: u64) -> String {
    if days == 1 { "the last day".to_owned() } else { format!("the last {}", counted(days, "day", "days")) }
}

/// A number of days as those of a chosen period: "the chosen 31 days".
pub(crate) fn chosen_days(days: u64) -> String {
    if days == 1 { "the chosen day".to_owned() } else { format!("the chosen {}", counted(days, "day", "days")) }
}

/// A number of days as those before others: "the 90 days before", "the day before".
pub(crate) fn days_before(days: u64) -> String {
    if days == 1 { "the day before".to_owned() } else { format!("the {} before", counted(days, "day", "days")) }
}

/// A page without anything to show: title and text.
pub type Words = (&'static str, &'static str);

/// Nothing is loaded.
pub(crate) const NO_DATA: Words =
    ("No data", "Drop gate reports on the page, or choose files. They are read in this browser and are not sent anywhere.");
/// Files are loaded, and none holds a gate report.
pub(crate) const NO_REPORT: &str = "No change to score";
/// How many tools are named.
const TOOLS_NAMED: usize = 3;
/// What was read instead, from each tool its open findings and files: "Read: checkov, 1 finding in 1 file. …".
pub(crate) fn no_report(tools: &[(&str, u64, u64)]) -> String {
    let told = |&(tool, findings, files): &(&str, u64, u64)| {
        format!("{tool}, {} in {}", counted(findings, "open finding", "open findings"), counted(files, "file", "files"))
    };
    let mut read: Vec<String> = tools.iter().take(TOOLS_NAMED).map(told).collect();
    let more = tools.len().saturating_sub(TOOLS_NAMED) as u64;
    if more > 0 {
        read.push(counted(more, "more tool", "more tools"));
    }
    let said = if read.is_empty() {
        "No gate report was found in what was loaded".to_owned()
    } else {
        format!("Read: {}", read.join("; "))
    };
    format!("{said}. Without a gate report it belongs to no change and moves no score.")
}
/// The filters leave nothing.
pub(crate) const NO_MATCH: Words = ("No change matches these filters", "Widen the period or clear a filter.");
/// An address that names no page.
pub(crate) const NO_PAGE: &str = "No such page";
/// The same with the path, and where to go on.
pub(crate) fn no_page(path: &str) -> (String, String) {
    (
        format!("There is no page {path}"),
        "The link may be misspelt, or of another version. Every page is in the navigation above.".to_owned(),
    )
}
/// The team is not in the data.
pub(crate) fn no_team(team: &str) -> (String, String) {
    (
        format!("No team is named {team}"),
        "The link may come from another data set. Teams lists every team that was loaded.".to_owned(),
    )
}
/// The team has no change under the filters.
pub(crate) const NO_CHANGE_OF_TEAM: Words =
    ("No change of this team matches these filters", "Widen the period or clear a filter.");
/// The page that explains itself.
pub(crate) const ABOUT: Words = ("About", "");

/// The footer's sources: "14 files, 3,912 records, 3 refused. Newest record 31 Oct 2026 17:42 UTC."
pub fn sources(files: u64, records: u64, refused: u64, newest: Option<&str>, oldest: Option<&str>) -> String {
    if files == 0 {
        return "Nothing is loaded.".to_owned();
    }
    let refused = if refused == 0 { "none refused".to_owned() } else { format!("{} refused", thousands(refused)) };
    let mut out = format!("{}, {}, {refused}.", counted(files, "file", "files"), counted(records, "record", "records"));
    if let Some(newest) = newest {
        out.push_str(&format!(" Newest record {newest}."));
    }
    if let Some(oldest) = oldest.filter(|o| Some(*o) != newest) {
        out.push_str(&format!(" Oldest record {oldest}."));
    }
    out
}

/// A page of a site whose data has a title, in its eyebrow: "Acme. Confidence brief"
pub fn titled(title: &str, what: &str) -> String {
    format!("{}. {what}", title.trim_end_matches('.'))
}

/// What the footer says of the files of a site that has a name: "Acme: 14 files, …"
pub(crate) fn of_site(title: &str, sources: &str) -> String {
    format!("{title}: {sources}")
}

/// The policy when it has no title.
pub(crate) const UNTITLED_POLICY: &str = "Untitled policy";

/// What a file brought: "410 records, 3 set aside".
pub fn outcome(items: u64, noun: (&str, &str), errors: u64, warnings: u64) -> String {
    let mut parts = vec![counted(items, noun.0, noun.1)];
    if errors > 0 {
        parts.push(format!("{} set aside", thousands(errors)));
    }
    if warnings > 0 {
        parts.push(counted(warnings, "warning", "warnings"));
    }
    parts.join(", ")
}

/// A file that could not be used, with the reason when there is one.
pub fn refused(reason: Option<&str>) -> String {
    reason.map_or_else(|| "Not used".to_owned(), |r| format!("Not used: {r}"))
}

/// A file whose bytes were read before.
pub fn duplicate(of: &str) -> String {
    format!("Same bytes as {of}: counted once")
}

/// A place in a file: "runs[0].results[3], line 1, column 2".
pub fn place(path: &str, line: Option<u64>, column: Option<u64>) -> String {
    let mut parts = Vec::new();
    if !path.is_empty() {
        parts.push(path.to_owned());
    }
    if let Some(line) = line {
        parts.push(format!("line {line}"));
    }
    if let Some(column) = column {
        parts.push(format!("column {column}"));
    }
    parts.join(", ")
}

/// A verification that belongs to nothing that was read.
pub fn orphan(change: &str, gate: &str, evidence: &str, unknown: &str) -> String {
    format!("Verification of {evidence} at {gate} of {change}: the {unknown} is not in what was loaded")
}

/// A record of another origin.
pub fn apart(change: &str, gate: &str, comes_from: &str, file: &str) -> String {
    format!("{change}, {gate}: from {comes_from}, in {file}")
}

/// "a, b, c and 2 more": the first names of many.
pub fn first_names<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> String {
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = names.take(SHOWN).map(str::to_owned).collect();
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    phrase::list(&shown)
}

/// A list of names, or none.
pub fn names(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { phrase::list(names) }
}

/// A text, or that there is none.
pub(crate) fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

/// Below a table of some changes: "The newest 12 of 86 changes."
pub fn newest(shown: u64, all: u64) -> String {
    format!("The newest {shown} of {} changes.", thousands(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eyebrow_names_period_filters_and_how_much_there_is() {
        let filters = ["prod".to_owned()];
        let e =
            Eyebrow { what: OVERVIEW, period: "90 days to 22 Nov 2026", filters: &filters, teams: 8, changes: 412, ignored: &[] };
        assert_eq!(eyebrow(&e), "Confidence brief, 90 days to 22 Nov 2026. Prod, 8 teams, 412 changes.");
        assert_eq!(
            eyebrow(&Eyebrow { filters: &[], teams: 1, changes: 1, ..e }),
            "Confidence brief, 90 days to 22 Nov 2026. 1 team, 1 change."
        );
        assert_eq!(
            eyebrow(&Eyebrow { filters: &[], teams: 0, changes: 0, ..e }),
            "Confidence brief, 90 days to 22 Nov 2026. 0 changes."
        );
        let ignored = ["period=30".to_owned()];
        assert_eq!(
            eyebrow(&Eyebrow { filters: &[], teams: 0, ignored: &ignored, ..e }),
            "Confidence brief, 90 days to 22 Nov 2026. 412 changes. Not understood, so not applied: period=30."
        );
    }

    #[test]
    fn the_footer_says_what_was_read() {
        assert_eq!(
            sources(14, 3912, 3, Some("31 Oct 2026 17:42 UTC"), Some("4 Aug 2026")),
            "14 files, 3,912 records, 3 refused. Newest record 31 Oct 2026 17:42 UTC. Oldest record 4 Aug 2026."
        );
        assert_eq!(sources(1, 1, 0, None, None), "1 file, 1 record, none refused.");
        assert_eq!(sources(0, 0, 0, None, None), "Nothing is loaded.");
    }

    #[test]
    fn what_was_read_without_a_report_is_told_by_tool() {
        let tail = ". Without a gate report it belongs to no change and moves no score.";
        assert_eq!(no_report(&[("checkov", 1, 1)]), format!("Read: checkov, 1 open finding in 1 file{tail}"));
        let many = [("a", 0, 1), ("b", 2, 3), ("c", 0, 1), ("d", 1, 1), ("e", 1, 1)];
        let said =
            "Read: a, 0 open findings in 1 file; b, 2 open findings in 3 files; c, 0 open findings in 1 file; 2 more tools";
        assert_eq!(no_report(&many), format!("{said}{tail}"));
        assert_eq!(no_report(&[]), format!("No gate report was found in what was loaded{tail}"));
    }

    #[test]
    fn receipts_speak_in_counts_and_places() {
        assert_eq!(outcome(410, ("record", "records"), 3, 1), "410 records, 3 set aside, 1 warning");
        assert_eq!(outcome(1, ("finding", "findings"), 0, 0), "1 finding");
        assert_eq!(place("runs[0]", Some(1), Some(2)), "runs[0], line 1, column 2");
        assert_eq!(place("", None, None), "");
        assert_eq!(hidden(188, 600), "Hides 188 of 600 changes");
        assert_eq!(counts(1, 1), "1 change, 1 required item");
    }

    #[test]
    fn days_are_counted_in_words() {
        assert_eq!(
            (days_to(90, "22 Nov 2026"), last_days(1), last_days(30)),
            ("90 days to 22 Nov 2026".into(), "the last day".into(), "the last 30 days".into())
        );
        assert_eq!((days_before(1), days_before(30)), ("the day before".into(), "the 30 days before".into()));
    }
}
