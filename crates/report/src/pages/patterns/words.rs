//! The words of the pages of failure patterns.

use crate::document::Heading;
use crate::text::number::{NBSP, capitalised_word, counted, number_word, thousands, worded};
use crate::text::{pattern, phrase};
use plumbline_domain::{Gate, Location};

/// What the page of all patterns is, in its eyebrow.
pub(crate) const PATTERNS: &str = "Failure patterns";

/// What the page of one pattern is, in its eyebrow.
pub fn eyebrow(title: &str) -> String {
    format!("Failure pattern: {}", phrase::small(title))
}

/// The pattern is not in the policy.
pub(crate) fn no_pattern(id: &str) -> (String, String) {
    (
        format!("No failure pattern is named {id}"),
        "The link may come from data with another policy. Patterns lists every pattern of the policy in force.".to_owned(),
    )
}

/// What the headlines are made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing<'a> {
    /// How many patterns occurred.
    pub patterns: u64,
    /// Occurrences of all of them.
    pub occurrences: u64,
    /// How often a pattern came back in a team.
    pub recurrences: u64,
    /// Occurrences while the team's prevention was in place.
    pub after_prevention: u64,
    /// The pattern that came back most: its name, how often, and in how many teams. None when several share the place.
    pub most: Option<(&'a str, u64, u64)>,
    /// Whether anything was read that could show one.
    pub was_scanned: bool,
}

/// The headline of all patterns.
pub fn headline(s: &Standing<'_>) -> String {
    if s.occurrences == 0 && !s.was_scanned {
        return format!("{}.", crate::text::pattern::UNSCANNED);
    }
    let found = counted_word(s.patterns, "failure pattern was", "failure patterns were");
    let repeats = |n: u64, teams: u64| format!("{} in {}", worded(n, "repeat", "repeats"), worded(teams, "team", "teams"));
    match (s.occurrences, s.recurrences, s.most) {
        (0, ..) => "No failure pattern was found in these changes.".to_owned(),
        (n, 0, _) => format!("{found} found, {}, and never again in the same team.", times(n)),
        (_, k, Some((title, n, teams))) if k > n => {
            let pattern = phrase::small(title);
            format!("The most repeated pattern is {pattern}: {}. {}", repeats(n, teams), after(s.after_prevention))
        }
        (_, _, Some((title, n, teams))) => {
            let pattern = phrase::small(title);
            format!("The only pattern that recurs is {pattern}: {}. {}", repeats(n, teams), after(s.after_prevention))
        }
        (_, k, None) => {
            format!("{found} found and recurred in the same team {}. {}", times(k), after(s.after_prevention))
        }
    }
}

fn after(n: u64) -> String {
    match n {
        0 => "No failure came back while its prevention was in place.".to_owned(),
        1 => "One failure came back while its prevention was in place.".to_owned(),
        n => format!("{}{NBSP}times a failure came back while its prevention was in place.", capitalised_word(n)),
    }
}

fn counted_word(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", capitalised_word(n), if n == 1 { one } else { many })
}

/// The teams of the changes that have a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Teams {
    /// How many.
    pub n: u64,
    /// Whether some of the changes name none.
    pub or_none: bool,
}

/// The headline of one pattern: occurrences, changes, teams, recurrences, and occurrences while its prevention was in place.
pub(crate) fn headline_of(title: &str, occurrences: u64, changes: u64, teams: Teams, recurrences: u64, after: u64) -> String {
    if occurrences == 0 {
        return format!("The pattern “{}” was not found in these changes.", phrase::small(title));
    }
    let of = match (teams.n, teams.or_none) {
        (0, _) => String::new(),
        (n, false) => format!(" of {}", worded(n, "team", "teams")),
        (n, true) => format!(" of {} or none", worded(n, "team", "teams")),
    };
    let (name, changes) = (phrase::small(title), worded(changes, "change", "changes"));
    let mut out = format!("The pattern “{name}” was found {}, in {changes}{of}.", times(occurrences));
    if recurrences == 0 {
        out.push_str(" It recurred in no team.");
        return out;
    }
    out.push_str(&format!(" It recurred {}", times(recurrences)));
    out.push_str(&match after {
        0 => ", never while its prevention was in place.".to_owned(),
        n => format!("; {} came while its prevention was in place.", worded(n, "occurrence", "occurrences")),
    });
    out
}

fn times(n: u64) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{} times", number_word(n)),
    }
}

/// On the link to all patterns.
pub(crate) const ALL_PATTERNS: &str = "All patterns";

/// The table of the patterns: the title. A pair is a team and a pattern that occurred in it.
pub(crate) fn table_title(prevented: u64, pairs: u64) -> String {
    match (prevented, pairs) {
        (_, 0) => "What each pattern is, and what stops it".to_owned(),
        (k, n) if k == n => "Each pattern's prevention is in place in every team that had it".to_owned(),
        (0, _) => "No team has the prevention in place of a pattern that it had".to_owned(),
        (k, n) => {
            format!("Prevention is in place in {} of {} team-pattern pairs", number_word(k), number_word(n))
        }
    }
}
/// The table of the patterns: what it counts.
pub(crate) const TABLE_MEASURE: &str = "Occurrences in the selected changes. A pair is a team with a pattern that it had. Open a pattern for what was found, and for what would have stopped it";
/// Its columns.
pub(crate) const COLUMNS: [Heading; 8] = [
    ("Pattern", false),
    ("Times", true),
    ("Changes", true),
    ("Repeats", true),
    ("Despite prevention", true),
    ("Teams", true),
    ("Escaped gate", false),
    ("What prevents it", false),
];
/// The head of the column that counts the teams with prevention in place.
pub(crate) const IN_PLACE_IN: &str = "In place in";

/// In how many of the teams prevention is in place.
pub(crate) fn in_place_in(prevented: u64, teams: u64) -> String {
    if teams == 0 { "did not occur".to_owned() } else { format!("{prevented} of {}", counted(teams, "team", "teams")) }
}

/// The gate that was open, and how often.
pub fn escaped(gate: Gate, n: u64) -> String {
    if n == 0 { "nothing escaped".to_owned() } else { format!("{}, {}", gate.title(), counted(n, "time", "times")) }
}

/// The grid of teams: the title. The team and pattern with the most occurrences; none when several share the place.
pub(crate) fn teams_title(most: Option<(&str, &str, u64)>) -> String {
    match most {
        Some((team, title, n)) => format!("Most often in one team: {} in {team}, {}", phrase::small(title), times(n)),
        None => "Patterns by team".to_owned(),
    }
}
/// The grid of teams: what it counts.
pub(crate) const TEAMS_MEASURE: &str =
    "Occurrences of each pattern in each team; a number filters by both. Below it: whether the team's prevention is in place";
/// The same cut off.
pub(crate) fn first_teams(shown: usize, all: usize) -> String {
    format!("The first {} of {} teams. A filter by team shows the others.", thousands(shown as u64), thousands(all as u64))
}

/// The list of what came back despite prevention: the title.
pub(crate) fn after_title(n: u64) -> String {
    match n {
        0 => "No failure came back while its prevention was in place".to_owned(),
        n => format!("The same failure again while its prevention was in place: {}", times(n)),
    }
}
/// What that means.
pub(crate) const AFTER_MEASURE: &str = "An earlier change of the team had the pattern, the team's prevention was in place before this change, and this change did not let it lapse";

/// The occurrences of a pattern: the title.
pub(crate) fn occurrences_title(occurrences: u64, escaped: u64, gate: Gate) -> String {
    match (occurrences, escaped) {
        (0, _) => "No occurrence".to_owned(),
        (n, 0) => format!("{}, none of which {} let through", pattern_count(n), gate.title()),
        (n, k) if n == k => format!("{}: {} let {} through", pattern_count(n), gate.title(), if n == 1 { "it" } else { "all" }),
        (n, k) => format!("{} let through {} of {}", gate.title(), thousands(k), pattern_count(n)),
    }
}

fn pattern_count(n: u64) -> String {
    counted(n, "occurrence", "occurrences")
}

/// What the list of occurrences holds.
pub(crate) fn occurrences_measure(shown: usize, all: usize) -> String {
    if shown < all {
        format!(
            "The newest {} of {}, each with the finding or the evidence behind it",
            thousands(shown as u64),
            thousands(all as u64)
        )
    } else {
        "Newest first, each with the finding or the evidence behind it".to_owned()
    }
}
/// The columns of a list of occurrences.
pub(crate) const OCCURRENCE_COLUMNS: [&str; 8] =
    ["Change", "Team", "Date", "Status", "Found at", "Escaped gate", "Source", "Fingerprint"];
/// Those of them that a cell by itself does not tell apart.
pub(crate) const NAMED_COLUMNS: [&str; 4] = ["Status", "Found at", "Escaped gate", "Fingerprint"];
/// The column of the pattern, where a list holds several.
pub(crate) const PATTERN_COLUMN: &str = "Pattern";
/// A change without a team.
pub(crate) const NO_TEAM: &str = "no team";
/// No gate let it through.
pub(crate) const NOT_ESCAPED: &str = "none";
/// The status of an occurrence that came while prevention was in place.
pub(crate) const DESPITE: &str = crate::text::pattern::DESPITE;
/// The status of an occurrence in a change that owed the prevention again, and did not verify it.
pub(crate) const LAPSED: &str = "prevention lapsed";
/// What is folded below a list: "The next 31".
pub fn more(n: u64) -> String {
    if n == 1 { "One more".to_owned() } else { format!("The next {}", thousands(n)) }
}
/// The status of any other occurrence that came back.
pub(crate) const AGAIN: &str = "repeat";
/// The status of the first occurrence in a team at any date.
pub(crate) const FIRST: &str = "first";

/// The finding names the pattern itself.
pub(crate) const BY_FINDING: &str = "pattern stated by the finding";
/// A line of the policy's rules knows it.
pub(crate) const BY_POLICY: &str = "rule known by the policy";
/// The built-in table knows it.
pub(crate) const BY_TABLE: &str = "rule known by the built-in table";
/// Only its words say so.
pub(crate) const BY_WORDS: &str = "rule known by words: a guess";
/// Shown by evidence, not by a rule.
pub(crate) const BY_EVIDENCE: &str = "evidence";

/// A finding: its rule and its resource.
pub fn finding(rule: Option<&str>, resource: Option<&str>) -> String {
    match (rule, resource) {
        (Some(rule), Some(resource)) => format!("{rule}, {resource}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "A finding without a rule".to_owned(),
    }
}

/// What stands below a finding: severity, place, tool, how its rule is known, and the file that it was read from.
pub(crate) fn finding_detail(severity: &str, place: &Location, tool: Option<&str>, known_by: &str, file: Option<&str>) -> String {
    let mut parts = vec![phrase::capital(severity)];
    if let Some(path) = &place.path {
        parts.push(place.line.map_or_else(|| path.clone(), |line| format!("{path}:{line}")));
    }
    parts.extend(tool.map(str::to_owned));
    parts.push(known_by.to_owned());
    parts.extend(file.map(|f| format!("read from {f}")));
    parts.join(", ")
}

/// Evidence that grants wide roles.
pub(crate) fn wide_role(title: &str) -> String {
    format!("{title}: grants a wide role without a reason")
}
/// Below evidence that is verified and still shows a pattern: what its verification says and what it does not.
pub(crate) const VERIFIED_NOT_SAFE: &str = "Verified: the diff is what it claims to be. That does not make the role safe";
/// Below evidence: the file that it was read from.
pub(crate) fn read_from(file: &str) -> String {
    format!("Read from {file}")
}
/// Below evidence of which nothing was offered.
pub(crate) const NOTHING_OFFERED: &str = "Nothing was offered";
/// Below evidence that is only told.
pub(crate) const NO_FILE: &str = "Without a file";

/// What showed a pattern: the title. The rule or the evidence that did so most, and how often; none when several share it.
pub(crate) fn shown_by_title(most: Option<(&str, u64)>, sources: u64) -> String {
    match most {
        Some((name, n)) => format!("{name} showed it most, {}", times(n)),
        None if sources == 0 => "What showed it".to_owned(),
        None => format!("Shown by {}", counted(sources, "rule or kind of evidence", "rules and kinds of evidence")),
    }
}
/// What showed a pattern: what it counts.
pub(crate) const SHOWN_BY_MEASURE: &str = "Occurrences by the rule, or by the kind of evidence, that shows them";
/// Its columns.
pub(crate) const SHOWN_BY_COLUMNS: [Heading; 4] =
    [("Rule or evidence", false), ("Known by", false), ("Times", true), ("Changes", true)];
/// A finding that names no rule.
pub(crate) const NO_RULE: &str = "no rule";

/// How to stop a pattern: the title. Where the lack of its prevention is what shows most occurrences (so many, of how many), how much of it
/// is verified is no news.
pub(crate) fn harden_title(owed: u64, verified: u64, (by_lack, occurrences): (u64, u64)) -> String {
    match (owed, verified) {
        (1.., _) if by_lack == occurrences => "What shows the pattern is that its prevention is not verified".to_owned(),
        (1.., _) if by_lack > occurrences / 2 => {
            "What shows the pattern is mostly that its prevention is not verified".to_owned()
        }
        (0, _) => "To prevent it: nothing was required of these changes".to_owned(),
        (1, k) => format!("To prevent it: the one required item is {}verified", if k == 1 { "" } else { "not " }),
        (n, 0) => format!("To prevent it: none of {} required items is verified", thousands(n)),
        (n, k) if k == n => format!("To prevent it: all {} required items are verified", number_word(n)),
        (n, k) => {
            let are = if k == 1 { "is" } else { "are" };
            format!("To prevent it: {} of {} required items {are} verified", thousands(k), thousands(n))
        }
    }
}
/// What that is about.
pub(crate) fn harden_measure(by_lack: u64, occurrences: u64) -> String {
    let begin = "The evidence that the policy names as its prevention, in the changes that have the pattern";
    let n = || pattern_count(occurrences);
    match by_lack {
        0 => begin.to_owned(),
        k if k == occurrences => format!("{begin}: where it is contradicted, or owed and not verified, that shows the pattern"),
        k => format!(
            "{begin}. {} of {} are shown by such evidence that is contradicted, or owed and not verified",
            thousands(k),
            n()
        ),
    }
}
/// The policy names no prevention.
pub(crate) const NOTHING_TO_HARDEN: &str = "The policy names no evidence that would stop this pattern.";

/// One kind of prevention over the changes that have the pattern.
pub fn owed(meaning: Option<&str>, changes: u64, owed: u64, verified: u64) -> String {
    let begin = meaning.map_or_else(String::new, |m| format!("{m}. "));
    let n = counted(changes, "change", "changes");
    match (changes, owed) {
        (0, _) => format!("{begin}No selected change has the pattern."),
        (_, 0) => format!("{begin}None of the {n} that {} the pattern owes it.", if changes == 1 { "has" } else { "have" }),
        _ => format!("{begin}Owed by {} of {n}, verified in {}.", thousands(owed), thousands(verified)),
    }
}
/// The share of what is owed that is verified, beside a kind of prevention: "2 of 9".
pub(crate) fn of_owed(owed: u64, verified: u64) -> String {
    if owed == 0 { String::new() } else { format!("{} of {}", thousands(verified), thousands(owed)) }
}
/// How what the command made becomes evidence.
pub(crate) fn hand_in(gate: Gate, artifact_type: &str) -> String {
    format!("Name the file in the report of {} as evidence of the type {artifact_type}.", gate.title())
}

/// The teams of a pattern: the title.
pub(crate) fn in_place_title(prevented: u64, teams: u64) -> String {
    match (teams, prevented) {
        (0, _) => "No team has it".to_owned(),
        (1, 0) => "Prevention is not in place in the one team that had it".to_owned(),
        (1, _) => "Prevention is in place in the one team that had it".to_owned(),
        (2, 2) => "Prevention is in place in both teams that had it".to_owned(),
        (n, k) if n == k => format!("Prevention is in place in all {} teams that had it", number_word(n)),
        (n, 0) => format!("Prevention is in place in none of the {} teams that had it", number_word(n)),
        (n, k) => format!("Prevention is in place in {} of the {} teams that had it", number_word(k), number_word(n)),
    }
}
/// What the courses show, of patterns or of teams; `noun` is `week` or `month`.
pub(crate) fn timeline_measure(noun: &str) -> String {
    format!(
        "Occurrences by {noun} of the change. Dot area is the count; hollow: first time in a team within the dates and filters shown; \
         solid: a repeat; red diamond below a dot: at least one of these came after its prevention was in place"
    )
}
/// The same over teams, with the times of their prevention.
pub(crate) fn courses_measure(noun: &str) -> String {
    format!("{}; blue line: while prevention was in place", timeline_measure(noun))
}
/// The columns of the teams.
pub(crate) const TEAM_COLUMNS: [Heading; 6] = [
    ("Team", false),
    ("Times", true),
    ("Changes", true),
    ("Repeats", true),
    ("Despite prevention", true),
    ("In place now, without a break", false),
];
/// On the mark of a team's prevention.
pub(crate) const IN_PLACE: &str = "prevention in place since then";
/// Prevention is not in place.
pub(crate) const NOT_IN_PLACE: &str = "not in place";
/// Since when prevention is in place without a break: "since 3 Nov 2026".
pub fn since(day: &str) -> String {
    format!("since {day}")
}
/// Prevention is in place, in a cell of the grid.
pub(crate) const PREVENTED: &str = "in place";
/// A cell of the grid: whether prevention is in place, and how many came while it was: "in place; 2 in spite of it", "not in place
/// now; 1 while it was".
pub(crate) fn state_cell(is_in_place: bool, after: u64) -> String {
    match (is_in_place, after) {
        (true, 0) => PREVENTED.to_owned(),
        (false, 0) => NOT_IN_PLACE.to_owned(),
        (true, n) => format!("{PREVENTED}; {} in spite of it", thousands(n)),
        (false, n) => format!("{NOT_IN_PLACE} now; {} while it was", thousands(n)),
    }
}

/// The facts of a pattern: the names.
pub(crate) const FACTS: [&str; 4] = ["Symptom", "What prevents it", "Responsible gate", "That gate let through"];
/// How many of the occurrences escaped.
pub(crate) fn escaped_of(escaped: u64, occurrences: u64) -> String {
    if occurrences == 0 {
        "did not occur".to_owned()
    } else {
        format!("{} of {}", thousands(escaped), pattern_count(occurrences))
    }
}
/// The title of the facts.
pub(crate) const WHAT_IT_IS: &str = "What it is";
/// The symptom of a pattern, also of one that the policy added.
pub(crate) fn symptom(id: &str) -> &'static str {
    pattern::symptom(id).unwrap_or(pattern::ADDED_SYMPTOM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_says_what_came_back() {
        assert_eq!(
            headline(&Standing { was_scanned: true, ..Standing::default() }),
            "No failure pattern was found in these changes."
        );
        let once = Standing { patterns: 1, occurrences: 1, ..Standing::default() };
        assert_eq!(headline(&once), "One failure pattern was found, once, and never again in the same team.");
        let two = Standing {
            patterns: 2,
            occurrences: 9,
            recurrences: 5,
            after_prevention: 1,
            most: Some(("Alert illusion", 4, 1)),
            was_scanned: true,
        };
        assert_eq!(
            headline(&two),
            "The most repeated pattern is alert illusion: four repeats in one team. One failure came back while its prevention was in place."
        );
        let only = Standing { recurrences: 4, after_prevention: 0, ..two };
        assert_eq!(
            headline(&only),
            "The only pattern that recurs is alert illusion: four repeats in one team. No failure came back while its prevention was in place."
        );
        let tie = Standing { most: None, after_prevention: 3, ..two };
        assert_eq!(
            headline(&tie),
            "Two failure patterns were found and recurred in the same team five times. Three\u{a0}times a failure came back while its prevention was in place."
        );
    }

    #[test]
    fn the_headline_of_one_pattern_counts_it() {
        let of = |n, or_none| Teams { n, or_none };
        assert_eq!(
            headline_of("Alert illusion", 0, 0, of(0, false), 0, 0),
            "The pattern “alert illusion” was not found in these changes."
        );
        assert_eq!(
            headline_of("Alert illusion", 1, 1, of(0, true), 0, 0),
            "The pattern “alert illusion” was found once, in one change. It recurred in no team."
        );
        assert_eq!(
            headline_of("Alert illusion", 3, 3, of(1, true), 0, 0),
            "The pattern “alert illusion” was found three times, in three changes of one team or none. It recurred in no team."
        );
        assert_eq!(
            headline_of("Alert illusion", 5, 4, of(2, false), 2, 1),
            "The pattern “alert illusion” was found five times, in four changes of two teams. It recurred twice; one occurrence came while its prevention was in place."
        );
    }

    #[test]
    fn titles_hold_for_one_none_and_all() {
        assert_eq!(harden_title(431, 39, (0, 9)), "To prevent it: 39 of 431 required items are verified");
        assert_eq!(harden_title(2, 1, (0, 9)), "To prevent it: 1 of 2 required items is verified");
        assert_eq!(harden_title(2, 0, (0, 9)), "To prevent it: none of 2 required items is verified");
        assert_eq!(harden_title(1, 0, (0, 9)), "To prevent it: the one required item is not verified");
        assert_eq!(harden_title(4, 4, (0, 9)), "To prevent it: all four required items are verified");
        assert_eq!(harden_title(409, 34, (226, 226)), "What shows the pattern is that its prevention is not verified");
        assert_eq!(harden_title(409, 34, (192, 226)), "What shows the pattern is mostly that its prevention is not verified");
        assert_eq!(
            harden_measure(300, 341),
            "The evidence that the policy names as its prevention, in the changes that have the pattern. 300 of 341 occurrences are \
             shown by such evidence that is contradicted, or owed and not verified"
        );
        assert_eq!(table_title(17, 35), "Prevention is in place in 17 of 35 team-pattern pairs");
        assert_eq!(
            [state_cell(true, 2), state_cell(false, 1)],
            ["in place; 2 in spite of it", "not in place now; 1 while it was"]
        );
        assert_eq!(occurrences_title(3, 3, Gate::Validation), "3 occurrences: Validation let all through");
        assert_eq!(occurrences_title(1, 1, Gate::Validation), "1 occurrence: Validation let it through");
        assert_eq!(occurrences_title(3, 0, Gate::Validation), "3 occurrences, none of which Validation let through");
        assert_eq!(occurrences_title(3, 2, Gate::Validation), "Validation let through 2 of 3 occurrences");
        assert_eq!(owed(None, 1, 0, 0), "None of the 1 change that has the pattern owes it.");
        assert_eq!(owed(Some("A test"), 3, 2, 1), "A test. Owed by 2 of 3 changes, verified in 1.");
    }

    #[test]
    fn a_finding_says_where_it_stands_and_how_its_rule_is_known() {
        let place = Location { path: Some("infra/storage.tf".into()), line: Some(12) };
        assert_eq!(
            finding_detail("high", &place, Some("checkov"), BY_WORDS, Some("e/checkov.sarif")),
            "High, infra/storage.tf:12, checkov, rule known by words: a guess, read from e/checkov.sarif"
        );
        assert_eq!(finding_detail("low", &Location::default(), None, BY_FINDING, None), "Low, pattern stated by the finding");
    }
}
