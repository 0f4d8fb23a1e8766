//! The words of the figure.

use super::Measure;
use crate::document::Heading;
use crate::figures::confidence::Difference;
use crate::text::{number, phrase};
use plumbline_assess::GroupBy;
use plumbline_domain::Authorship;

/// A segment that moved clearly.
pub(crate) struct Moved<'s> {
    pub kind: GroupBy,
    pub name: &'s str,
    pub measure: Measure,
    /// The level before as it is shown: the gap, or the verified share.
    pub from: f64,
    /// The level now.
    pub to: f64,
    pub moved: Difference,
    /// What became of all that is selected together; none where it did not move clearly.
    pub whole: Option<Course>,
}

/// What a clear move is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    Better,
    Worse,
    /// Only how far evidence is ahead of what is stated moved.
    Neither,
}

/// What a move of a measure is: better where more is verified, or where what is stated is less far above it. Evidence that is ahead of
/// what is stated is never worse.
pub(crate) fn course(measure: Measure, from: f64, to: f64, change: f64) -> Course {
    let above = |level: f64| number::whole_points(level).max(0);
    let ordering = match measure {
        Measure::Verified => change.total_cmp(&0.0),
        Measure::Gap => above(from).cmp(&above(to)),
    };
    match ordering {
        std::cmp::Ordering::Greater => Course::Better,
        std::cmp::Ordering::Less => Course::Worse,
        std::cmp::Ordering::Equal => Course::Neither,
    }
}

impl Moved<'_> {
    fn course(&self) -> Course {
        course(self.measure, self.from, self.to, self.moved.change)
    }

    /// The name at the beginning of a sentence; names of data stay as they are.
    fn first(&self) -> String {
        if self.kind == GroupBy::Authorship { phrase::capital(self.name) } else { self.name.to_owned() }
    }
}

/// The title: what got worse, what got better, and whether all changes together show it. What is verified decides; the gap where that
/// did not move clearly.
pub(crate) fn title(found: &[Moved<'_>]) -> String {
    let mut segments: Vec<&Moved<'_>> = Vec::new();
    for moved in found {
        match segments.iter_mut().find(|s| (s.kind, s.name) == (moved.kind, moved.name)) {
            Some(known) if moved.measure == Measure::Verified => *known = moved,
            Some(_) => {}
            None => segments.push(moved),
        }
    }
    if !segments.is_empty() && segments.iter().all(|s| s.course() == Course::Neither) {
        return "No team, environment or authorship got clearly better or worse by itself".to_owned();
    }
    segments.retain(|s| s.course() != Course::Neither);
    let side = |course: Course, what: &str| {
        let names: Vec<&str> = segments.iter().filter(|s| s.course() == course).map(|s| s.name).collect();
        match names.as_slice() {
            [] => None,
            [_] | [_, _] => Some(format!("{} got {what}", phrase::list(&names))),
            names => Some(format!("{} parts got {what}", number::number_word(names.len() as u64))),
        }
    };
    let told: Vec<String> = [side(Course::Worse, "worse"), side(Course::Better, "better")].into_iter().flatten().collect();
    let Some(first) = segments.iter().find(|s| s.course() == Course::Worse).or(segments.first()) else {
        return "No team, environment or authorship moved clearly by itself".to_owned();
    };
    // a name of data keeps its first letter
    let told = told.join(", ");
    let told = if told.starts_with(first.name) && first.kind != GroupBy::Authorship { told } else { phrase::capital(&told) };
    let whole = if segments.iter().all(|s| s.whole.is_none()) { " while the whole did not clearly change" } else { "" };
    format!("{told}{whole}")
}

/// "The last 90 days against the 90 days before".
pub(crate) fn measure(now: &str, before: &str) -> String {
    format!("{} against {before}", phrase::capital(now))
}

/// "Edge network: the gap widened", "prod: verified confidence fell".
pub(crate) fn entry(moved: &Moved<'_>) -> String {
    let is_up = moved.moved.change > 0.0;
    let (from, to) = (number::whole_points(moved.from), number::whole_points(moved.to));
    let what = match moved.measure {
        Measure::Verified if is_up => "verified confidence rose",
        Measure::Verified => "verified confidence fell",
        Measure::Gap if from > 0 && to < 0 => "evidence now exceeds what is stated",
        Measure::Gap if from < 0 && to > 0 => "statements now exceed the evidence",
        Measure::Gap if from <= 0 && to <= 0 && is_up => "evidence is less far ahead of what is stated",
        Measure::Gap if from <= 0 && to <= 0 => "evidence is further ahead of what is stated",
        Measure::Gap if to > from => "the gap widened",
        Measure::Gap => "the gap narrowed",
    };
    format!("{}: {what}", moved.first())
}

/// "+13 pts": the difference of the levels as they are shown.
pub(crate) fn points(moved: &Moved<'_>) -> String {
    format!("{}{}pts", number::signed_points(moved.moved.shown), number::NBSP)
}

/// What all that is selected is called: of one team the team, of a filter no more than what it leaves.
pub(crate) const fn together(is_one_team: bool, is_filtered: bool) -> &'static str {
    match (is_one_team, is_filtered) {
        (true, _) => "the team as a whole",
        (false, true) => "these changes together",
        (false, false) => "all changes together",
    }
}

/// "41 to 54 points; 20 changes before, 25 now; all changes together got worse". `together` is what these are called.
pub(crate) fn detail(moved: &Moved<'_>, (before, now): (u64, u64), together: &str) -> String {
    let levels = match moved.measure {
        Measure::Gap => format!("gap {} to {} points", number::gap_figure(moved.from), number::gap_figure(moved.to)),
        Measure::Verified => format!("{} to {}", number::percent_figure(moved.from), number::percent(moved.to)),
    };
    let whole = match moved.whole {
        None | Some(Course::Neither) => String::new(),
        Some(whole) if whole == moved.course() => format!("; so did {together}"),
        Some(Course::Better) => format!("; {together} got better"),
        Some(Course::Worse) => format!("; {together} got worse"),
    };
    format!("{levels}; {} before, {} now{whole}", number::counted(before, "change", "changes"), number::thousands(now))
}

/// "Show two more groups".
pub(crate) fn show_more(n: u64) -> String {
    ["Show ", &number::number_word(n), if n == 1 { " more group" } else { " more groups" }].concat()
}

/// How many looks there were, and what that does to the intervals.
pub(crate) fn looks(n: u64, kinds: &[(GroupBy, u64)]) -> String {
    let kinds: Vec<String> = kinds.iter().map(|(k, n)| number::worded(*n, kind(*k), plural(*k))).collect();
    let looked = format!("Looked at the gap and verified confidence of {}.", phrase::list(&kinds));
    if n < 2 {
        return looked;
    }
    format!(
        "{looked} The intervals are widened for {} looks, so that by chance alone such a scan finds something at most once in 20 times.",
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

/// The columns.
pub(crate) const COLUMNS: [Heading; 9] = [
    ("Segment", false),
    ("Kind", false),
    ("Measure", false),
    ("Changes before", true),
    ("Changes now", true),
    ("Before", true),
    ("Now", true),
    ("Change, points", true),
    ("Widened interval", true),
];
