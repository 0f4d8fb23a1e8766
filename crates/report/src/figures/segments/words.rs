//! The words of the figure.

use super::Measure;
use crate::document::Heading;
use crate::text::{number, page, phrase};
use plumbline_assess::GroupBy;
use plumbline_domain::Authorship;

pub(crate) use crate::figures::gap_change::is_clear;

/// A segment that moved clearly.
pub(crate) struct Moved<'s> {
    pub kind: GroupBy,
    pub name: &'s str,
    pub measure: Measure,
    /// The level before: the gap, or the verified share.
    pub from: f64,
    /// The level now.
    pub to: f64,
    /// How the measure moved clearly over all changes together; none where it did not.
    pub whole: Option<f64>,
}

impl Moved<'_> {
    /// The difference of the levels as they are shown.
    fn points(&self) -> i64 {
        number::whole_points(self.to) - number::whole_points(self.from)
    }

    fn is_up(&self) -> bool {
        self.to > self.from
    }

    /// The name at the beginning of a sentence; names of data stay as they are.
    fn first(&self) -> String {
        if self.kind == GroupBy::Authorship { phrase::capital(self.name) } else { self.name.to_owned() }
    }

    /// Whether the whole hides it: all changes together did not move clearly, or the other way.
    fn is_hidden(&self) -> bool {
        self.whole.is_none_or(|whole| (whole > 0.0) != self.is_up())
    }
}

/// The title: what moved, and whether all changes together show it.
pub(crate) fn title(found: &[Moved<'_>]) -> String {
    let mut names: Vec<(GroupBy, &str)> = Vec::new();
    for moved in found {
        if !names.contains(&(moved.kind, moved.name)) {
            names.push((moved.kind, moved.name));
        }
    }
    let hidden = if found.iter().all(Moved::is_hidden) { ", which the whole does not show" } else { "" };
    match (names.as_slice(), found) {
        (_, []) => "No team, environment or authorship moved clearly by itself".to_owned(),
        ([_], [one]) => format!("{}{hidden}", entry(one)),
        ([_], [first, ..]) => format!("{} moved clearly{hidden}", first.first()),
        ([_, (_, second)], [first, ..]) => format!("{} and {second} moved clearly{hidden}", first.first()),
        (names, _) => format!("{} segments moved clearly{hidden}", number::capitalised_word(names.len() as u64)),
    }
}

/// "The last 90 days against the 90 days before".
pub(crate) fn measure(days: u64) -> String {
    format!("{} against {}", phrase::capital(&page::last_days(days)), page::days_before(days))
}

/// "Edge network: the gap widened", "prod: verified confidence fell".
pub(crate) fn entry(moved: &Moved<'_>) -> String {
    let what = match (moved.measure, moved.is_up()) {
        (Measure::Gap, true) => "the gap widened",
        (Measure::Gap, false) => "the gap narrowed",
        (Measure::Verified, true) => "verified confidence rose",
        (Measure::Verified, false) => "verified confidence fell",
    };
    format!("{}: {what}", moved.first())
}

/// "+13 pts": the difference of the levels as they are shown.
pub(crate) fn points(moved: &Moved<'_>) -> String {
    format!("{}{}pts", number::signed(moved.points()), number::NBSP)
}

/// "41 to 54 points; 20 changes before, 25 now; all changes together show no clear move".
pub(crate) fn detail(moved: &Moved<'_>, (before, now): (u64, u64)) -> String {
    let levels = match moved.measure {
        Measure::Gap => format!("{} to {} points", number::gap_figure(moved.from), number::gap_figure(moved.to)),
        Measure::Verified => format!("{} to {}", number::percent_figure(moved.from), number::percent(moved.to)),
    };
    let whole = match moved.whole {
        None => "; all changes together show no clear move",
        Some(_) if moved.is_hidden() => "; all changes together moved the other way",
        Some(_) => "; all changes together moved the same way",
    };
    format!("{levels}; {} before, {} now{whole}", number::counted(before, "change", "changes"), number::thousands(now))
}

/// "Show two more".
pub(crate) fn show_more(n: u64) -> String {
    ["Show ", &number::number_word(n), " more"].concat()
}

/// How many looks there were, and what that does to the intervals.
pub(crate) fn looks(n: u64, kinds: &[(GroupBy, u64)]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|(k, n)| number::worded(*n, kind(*k), plural(*k))).collect();
    let looked = format!("Looked at {}, at gap and verified confidence wherever both ranges have enough changes.", phrase::list(&kinds));
    if n < 2 {
        return looked;
    }
    format!(
        "{looked} The intervals are widened for {} looks: by chance alone, a scan like this calls something clear at most once in 20 times.",
        number::number_word(n)
    )
}

/// "team", in its column.
pub(crate) const fn kind(kind: GroupBy) -> &'static str {
    match kind {
        GroupBy::Authorship => "authorship",
        GroupBy::Environment => "environment",
        GroupBy::Service => "service",
        GroupBy::Release => "release",
        GroupBy::Team => "team",
    }
}

const fn plural(kind: GroupBy) -> &'static str {
    match kind {
        GroupBy::Authorship => "authorships",
        GroupBy::Environment => "environments",
        GroupBy::Service => "services",
        GroupBy::Release => "releases",
        GroupBy::Team => "teams",
    }
}

/// The changes of an authorship.
pub(crate) const fn authorship(authorship: Authorship) -> &'static str {
    match authorship {
        Authorship::Human => "human-written changes",
        Authorship::AiAssisted => "AI-assisted changes",
        Authorship::AiGenerated => "AI-generated changes",
        Authorship::Unknown => "changes of unknown authorship",
    }
}

/// "gap, points".
pub(crate) const fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::Gap => "gap, points",
        Measure::Verified => "verified, %",
    }
}

/// "+4 to +22".
pub(crate) fn interval(low: f64, high: f64) -> String {
    format!("{} to {}", number::signed_points(low), number::signed_points(high))
}

/// The columns.
pub(crate) const COLUMNS: [Heading; 10] = [
    ("Segment", false),
    ("Kind", false),
    ("Measure", false),
    ("Changes before", true),
    ("Changes now", true),
    ("Before", true),
    ("Now", true),
    ("Change, points", true),
    ("Widened interval", true),
    ("Clear", false),
];
