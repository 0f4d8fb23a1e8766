//! The words of the figure.

use crate::document::Heading;
use crate::figures::confidence::Difference;
use crate::text::number::whole_points;
use crate::text::{number, phrase, vocabulary};
use plumbline_domain::Authorship;

/// The gap of one authorship against that of human-written changes. Differences are of gaps, -2 to 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct AgainstHuman<'a> {
    /// Who wrote the changes.
    pub authorship: Authorship,
    /// The difference over all changes together.
    pub pooled: Difference,
    /// The same within teams, with how many teams that is the mean of; none when no team has enough of both.
    pub within: Option<(Difference, u64)>,
    /// Whether the gaps that are compared, over all and within teams, are above nothing: only then one is wider than the other.
    pub is_above: (bool, bool),
    /// The team that is compared, where it is the only one.
    pub one_team: Option<&'a str>,
    /// Whether all changes are of that team: then there is no mix of teams.
    pub is_all: bool,
}

impl AgainstHuman<'_> {
    /// What a sentence speaks of: within teams where it can be had.
    fn told(&self) -> &Difference {
        self.within.as_ref().map_or(&self.pooled, |(within, _)| within)
    }

    /// Where the difference is told: "Within teams, the", "In Data lake, the", "The".
    fn place(&self) -> String {
        match (&self.within, self.one_team) {
            (None, _) => String::new(),
            (Some(_), Some(team)) => format!("In {team}, "),
            (Some(_), None) => "Within teams, ".to_owned(),
        }
    }
}

/// What the title and the subtitle say.
pub(crate) struct Told {
    /// The finding.
    pub title: String,
    /// How much of the pooled figure is the mix of teams; empty when nothing is compared, or all changes are of one team.
    pub mix: String,
}

/// The title by authorship when nobody states a confidence: there is no gap.
pub(crate) const AUTHORSHIP_WITHOUT_STATEMENTS: &str = "Verified confidence by authorship";

/// The finding by authorship, from those with enough changes and statements.
pub(crate) fn authorship_told(rows: &[AgainstHuman<'_>]) -> Told {
    let clear = rows.iter().filter(|r| r.told().is_clear);
    let Some(most) = clear.reduce(|a, b| if b.told().change.abs() > a.told().change.abs() { b } else { a }) else {
        // Without a clear one, the pooled figure that is furthest from nothing still has to be put in its place.
        let furthest = rows.iter().reduce(|a, b| if b.pooled.change.abs() > a.pooled.change.abs() { b } else { a });
        let title = match furthest {
            None => "Gap by authorship".to_owned(),
            Some(r) => phrase::capital(&format!("{}no clear difference in the gap by authorship", r.place())),
        };
        let mix = furthest.filter(|r| r.pooled.is_clear && r.within.is_some()).map_or_else(String::new, mix);
        return Told { title, mix };
    };
    let told = most.told();
    let is_above = if most.within.is_some() { most.is_above.1 } else { most.is_above.0 };
    let how = direction(told.change, is_above);
    let than = format!("{} {how} on {} than on human-written ones", told.size(), changes(most.authorship));
    Told { title: phrase::capital(&format!("{}the gap is {than}", most.place())), mix: mix(most) }
}

fn changes(authorship: Authorship) -> String {
    format!("{} changes", vocabulary::authorship(authorship))
}

fn direction(change: f64, is_above: bool) -> &'static str {
    match (change > 0.0, is_above) {
        (true, true) => "wider",
        (false, true) => "narrower",
        (true, false) => "higher",
        (false, false) => "lower",
    }
}

/// "Over all teams together it is 31 points wider on AI-generated changes: the mix of teams accounts for 8. Seven teams compared".
fn mix(r: &AgainstHuman<'_>) -> String {
    if r.is_all {
        return String::new();
    }
    let pooled = &r.pooled;
    let together = format!("{} {} on {}", pooled.size(), direction(pooled.change, r.is_above.0), changes(r.authorship));
    let Some((within, teams)) = &r.within else {
        return format!(
            "Over all teams together; no team has enough {} and human-written changes to compare within it",
            vocabulary::authorship(r.authorship)
        );
    };
    if let Some(team) = r.one_team {
        return format!("Over all teams together it is {together}; only {team} has enough of both to compare within it");
    }
    let (all, inside) = (whole_points(pooled.shown), whole_points(within.shown));
    let rest = number::counted((all - inside).unsigned_abs(), "point", "points");
    let mix = match (all - inside, (all > 0) == (inside > 0)) {
        (0, _) => "the mix of teams makes no difference".to_owned(),
        (_, false) if all != 0 && inside != 0 => "the mix of teams turns it round".to_owned(),
        _ if all.abs() > inside.abs() => format!("the mix of teams accounts for {rest}"),
        _ => format!("the mix of teams hides {rest}"),
    };
    let compared = phrase::capital(&number::worded(*teams, "team", "teams"));
    format!("Over all teams together it is {together}: {mix}. {compared} compared")
}

/// Above the pairs of gaps by team: "Gap by team, AI-generated beside human-written, in points (n: statements)".
pub(crate) fn pairs_heading(authorship: Authorship) -> String {
    format!("Gap by team, {} beside human-written, in points (n: statements)", vocabulary::authorship(authorship))
}

/// The columns of the pairs.
pub(crate) fn pair_columns(authorship: Authorship) -> [String; 4] {
    ["Team".to_owned(), authorship.title().to_owned(), Authorship::Human.title().to_owned(), "Difference".to_owned()]
}

/// What opens the table behind a chart of pairs.
pub(crate) const PAIRS_TABLE: &str = "The same as a table";

/// A difference of two gaps: "+28 points".
pub(crate) fn points_apart(shown: f64) -> String {
    let unit = if number::whole_points(shown).abs() == 1 { "point" } else { "points" };
    format!("{} {unit}", number::signed_points(shown))
}
/// Beside a difference whose interval holds zero.
pub(crate) const NOT_CLEAR: &str = "not clear";
/// The interval of a gap: "66 to 76".
pub(crate) fn interval((low, high): (f64, f64)) -> String {
    format!("{} to {}", number::gap_figure(low), number::gap_figure(high))
}

/// The interval of a gap and how many statements are behind it: "66 to 76, 84 statements".
pub(crate) fn behind_gap(of: Option<(f64, f64)>, n: u64) -> String {
    let statements = number::counted(n, "statement", "statements");
    of.map_or_else(|| statements.clone(), |of| [&interval(of), ", ", &statements].concat())
}

/// How many statements are behind the two gaps of a row: "n 84 and 120".
pub(crate) fn n_of_both(human: u64, it: u64) -> String {
    ["n ", &number::thousands(human), " and ", &number::thousands(it)].concat()
}

/// How many statements are behind a gap: "n = 84".
pub(crate) fn n_statements(n: u64) -> String {
    ["n = ", &number::thousands(n)].concat()
}

/// The gap by authorship.
pub(crate) const AUTHORSHIP_MEASURE: &str =
    "Verified and perceived by who wrote the change, all gates pooled, with 95\u{a0}% intervals";

/// Its columns.
pub(crate) const COLUMNS: [Heading; 10] = [
    ("Authorship", false),
    ("Changes", true),
    ("Due gates", true),
    ("Perceived", true),
    ("95\u{a0}% interval", true),
    ("Stated by", true),
    ("Verified", true),
    ("95\u{a0}% interval", true),
    ("Gap, points", true),
    ("Implied by passed gates", true),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(points: f64, is_clear: bool) -> Difference {
        Difference { change: points / 100.0, shown: points / 100.0, interval: None, is_clear }
    }

    fn row(authorship: Authorship, pooled: f64, within: Option<f64>) -> AgainstHuman<'static> {
        let within = within.map(|points| (difference(points, true), 7));
        AgainstHuman {
            authorship,
            pooled: difference(pooled, true),
            within,
            is_above: (true, true),
            one_team: None,
            is_all: false,
        }
    }

    #[test]
    fn where_evidence_is_ahead_no_gap_is_wider() {
        // 30 less 100 % for people, 60 less 100 % for models: the gap of models is the higher one, and the nearer to nothing
        let behind = AgainstHuman { is_above: (false, true), ..row(Authorship::AiGenerated, 30.0, None) };
        assert_eq!(
            authorship_told(&[behind]).title,
            "The gap is 30 points higher on AI-generated changes than on human-written ones"
        );
        let within = AgainstHuman { is_above: (true, false), ..row(Authorship::AiGenerated, 30.0, Some(-12.0)) };
        let told = authorship_told(&[within]);
        assert_eq!(told.title, "Within teams, the gap is 12 points lower on AI-generated changes than on human-written ones");
        assert!(told.mix.contains("it is 30 points wider on AI-generated changes"), "{}", told.mix);
    }

    #[test]
    fn authorship_is_told_within_teams_with_what_the_mix_of_teams_adds() {
        let told = |rows: &[AgainstHuman<'_>]| {
            let Told { title, mix } = authorship_told(rows);
            (title, mix)
        };
        let ai = Authorship::AiGenerated;
        let (title, mix) = told(&[row(ai, 31.0, Some(23.0)), row(Authorship::AiAssisted, 9.0, Some(4.0))]);
        assert_eq!(title, "Within teams, the gap is 23 points wider on AI-generated changes than on human-written ones");
        assert_eq!(
            mix,
            "Over all teams together it is 31 points wider on AI-generated changes: the mix of teams accounts for 8 points. Seven teams \
             compared"
        );
        let of = |pooled, within| told(&[row(ai, pooled, Some(within))]);
        assert!(of(12.0, 12.0).1.contains(": the mix of teams makes no difference."));
        assert!(of(12.0, 15.0).1.contains("12 points wider on AI-generated changes: the mix of teams hides 3 points."));
        // Simpson's paradox
        let (title, mix) = of(-10.0, 5.0);
        assert_eq!(title, "Within teams, the gap is 5 points wider on AI-generated changes than on human-written ones");
        assert!(mix.contains("10 points narrower on AI-generated changes: the mix of teams turns it round."));
        let (title, mix) = told(&[row(ai, 31.0, None)]);
        assert_eq!(title, "The gap is 31 points wider on AI-generated changes than on human-written ones");
        assert_eq!(
            mix,
            "Over all teams together; no team has enough AI-generated and human-written changes to compare within it"
        );
    }

    #[test]
    fn one_team_is_named_and_has_no_mix() {
        let ai = Authorship::AiGenerated;
        let one = AgainstHuman { within: Some((difference(29.0, true), 1)), one_team: Some("dLake"), ..row(ai, 31.0, None) };
        let told = authorship_told(&[one]);
        assert_eq!(told.title, "In dLake, the gap is 29 points wider on AI-generated changes than on human-written ones");
        assert_eq!(
            told.mix,
            "Over all teams together it is 31 points wider on AI-generated changes; only dLake has enough of both to compare within it"
        );
        let alone = AgainstHuman { is_all: true, ..one };
        assert_eq!(authorship_told(&[alone]).mix, "");
        let unclear = AgainstHuman { within: Some((difference(2.0, false), 1)), ..alone };
        assert_eq!(authorship_told(&[unclear]).title, "In dLake, no clear difference in the gap by authorship");
    }

    #[test]
    fn what_is_not_clear_within_teams_is_not_told_from_the_pooled_figure() {
        let not_clear = AgainstHuman { within: Some((difference(2.0, false), 2)), ..row(Authorship::AiGenerated, 31.0, None) };
        let told = authorship_told(&[not_clear]);
        assert_eq!(told.title, "Within teams, no clear difference in the gap by authorship");
        assert!(told.mix.starts_with("Over all teams together it is 31 points wider"), "{}", told.mix);
        assert!(told.mix.ends_with("the mix of teams accounts for 29 points. Two teams compared"), "{}", told.mix);
        let pooled = AgainstHuman { pooled: difference(2.0, false), ..row(Authorship::Unknown, 0.0, None) };
        assert_eq!(authorship_told(&[pooled]).title, "No clear difference in the gap by authorship");
        assert_eq!(authorship_told(&[]).title, "Gap by authorship");
    }
}
