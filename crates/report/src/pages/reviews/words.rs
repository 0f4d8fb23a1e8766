//! The words of the page of reviews.

use crate::document::Heading;
use crate::text::headline::Piece;
use crate::text::number::{MINUS, capitalised_word, counted, number_word, percent, thousands, worded};
use crate::text::phrase;

/// What the page is, in its eyebrow.
pub(crate) const REVIEWS: &str = "Double-blind review";
/// The row of all teams together.
pub const ALL: &str = "All changes";

/// Below so many verdicts kappa is marked as too few. With verdicts and evidence balanced and 80 % agreement, twenty give kappa a
/// standard error of 0.18: a 95 % interval of 0.35 to either side. Five, the least that a share needs, would make that 0.70.
pub(crate) const KAPPA_NEEDS: u64 = 20;

/// The shares of all changes together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Together {
    /// Changes due at validation.
    pub changes: u64,
    /// Of these, with an independent review.
    pub independent: u64,
    /// Of those, with a blind one.
    pub blind: u64,
    /// Verdicts that can be held against the evidence.
    pub verdicts: u64,
    /// The share of them that agrees with it.
    pub agreement: Option<f64>,
    /// How many cases a figure needs.
    pub needed: u64,
}

/// The headline.
pub fn headline(t: &Together) -> Vec<Piece> {
    let plain = |text: &str| Piece::Plain(text.to_owned());
    // a share of too few is counted out
    let share = |k: u64, n: u64| if n < t.needed { number_word(k) } else { percent(k as f64 / n.max(1) as f64) };
    match (t.changes, t.independent) {
        (0, _) => return vec![plain("No change is due at Validation, so no review is expected yet.")],
        (1, 0) => return vec![plain("Nobody but the author reviewed the one change due at Validation.")],
        (n, 0) => {
            return vec![plain(&format!(
                "Nobody but the author reviewed any of the {} changes due at Validation.",
                number_word(n)
            ))];
        }
        _ => {}
    }
    let blind = match (t.independent, t.blind) {
        (_, 0) => ", never blind.".to_owned(),
        (1, _) => ", blind.".to_owned(),
        (n, k) => format!(", {} of these blind.", share(k, n)),
    };
    let mut out = match t.changes {
        1 => vec![plain("Somebody other than the author reviewed "), Piece::Verified("the one change".to_owned())],
        n => vec![
            plain("Somebody other than the author reviewed "),
            Piece::Verified(share(t.independent, n)),
            plain(&format!(" of the {} changes", number_word(n))),
        ],
    };
    out.push(plain(&format!(" due at Validation{blind}")));
    let verdicts = worded(t.verdicts, "verdict", "verdicts");
    out.extend(match t.agreement {
        None => vec![plain(" No verdict can be held against the evidence yet.")],
        Some(_) if t.verdicts < t.needed => {
            vec![plain(&format!(" Too few verdicts to hold against the evidence ({} of {} needed).", t.verdicts, t.needed))]
        }
        Some(agreement) => {
            vec![plain(" Evidence agrees with "), Piece::Verified(percent(agreement)), plain(&format!(" of their {verdicts}."))]
        }
    });
    out
}

/// Kappa to two places: "0.41", "−0.20".
pub fn kappa(kappa: f64) -> String {
    let text = format!("{:.2}", kappa.abs());
    if kappa < 0.0 && text != "0.00" { format!("{MINUS}{text}") } else { text }
}

/// Kappa with its verdicts: "kappa 0.41, 120 verdicts"; below [`KAPPA_NEEDS`] it says how many are needed.
fn kappa_of(n: u64, value: Option<f64>) -> String {
    let verdicts = counted(n, "verdict", "verdicts");
    match value {
        None => format!("kappa undefined, {verdicts}"),
        Some(value) if n < KAPPA_NEEDS => format!("kappa {}, {verdicts}, {KAPPA_NEEDS} needed", kappa(value)),
        Some(value) => format!("kappa {}, {verdicts}", kappa(value)),
    }
}

/// Kappa where neither side varies.
pub(crate) const UNDEFINED: &str = "undefined";

/// Kappa in a cell of a table, with a word where it is of too few.
pub(crate) fn kappa_cell(n: u64, value: f64) -> String {
    let few = if n < KAPPA_NEEDS { ", too few" } else { "" };
    [&kappa(value), few].concat()
}

/// What stands below an agreement: its kappa and how many verdicts are behind it, or that there are too few.
pub(crate) fn agreement_detail(n: u64, value: Option<f64>, needed: u64) -> String {
    if n < needed { too_few(n, needed) } else { kappa_of(n, value) }
}
/// What stands below a share: its interval and how many cases, or that there are too few.
pub(crate) fn share_detail(k: u64, n: u64, interval: &str, needed: u64) -> String {
    if n < needed { too_few(n, needed) } else { format!("{} of {}, {interval}", thousands(k), thousands(n)) }
}
/// There are fewer cases than a figure needs.
pub fn too_few(n: u64, needed: u64) -> String {
    format!("Too few to say ({} of {} needed)", thousands(n), thousands(needed))
}
/// There is no case.
pub(crate) const NO_CASE: &str = "no case";

/// The table of teams: the title. The teams with a change due at Validation, and of these the ones without an independent blind
/// review, each with its changes due.
pub(crate) fn table_title(teams: u64, without_blind: &[(&str, u64)], needed: u64) -> String {
    let named = |&(team, changes): &(&str, u64)| {
        let few = format!(" ({}, too few to judge)", counted(changes, "change", "changes"));
        [team, if changes < needed { &few } else { "" }].concat()
    };
    let k = without_blind.len() as u64;
    match (teams, k) {
        (0, _) => "Reviews by team".to_owned(),
        (1, 0) => "The one team has an independent blind review".to_owned(),
        (1, _) => "The one team has no independent blind review".to_owned(),
        (_, 0) => "Every team has an independent blind review".to_owned(),
        (n, k) if n == k => "No team has an independent blind review".to_owned(),
        (n, k) => {
            let have = if k == 1 { "has" } else { "have" };
            let names = if k <= NAMED {
                format!(": {}", phrase::list(&without_blind.iter().map(named).collect::<Vec<_>>()))
            } else {
                String::new()
            };
            format!("{} of {} teams {have} no independent blind review{names}", capitalised_word(k), number_word(n))
        }
    }
}
/// As many teams are named in a title.
const NAMED: u64 = 3;
/// What it shows.
pub(crate) const TABLE_MEASURE: &str = "Of the changes due at Validation. A review is independent when reviewer and author are known and differ; who they are is stated, not \
     attested";
/// What kappa means.
pub(crate) const KAPPA: &str = "Kappa is agreement beyond chance: 1 is full agreement, 0 is no better than chance, below 0 is worse. If one \
                         side never varies, kappa is 0; if neither does, it is undefined. Below 20 verdicts it is greyed: so few leave \
                         it open by 0.35 or more to either side.";
/// The columns of its twin.
pub(crate) const COLUMNS: [Heading; 14] = [
    ("Team", false),
    ("Changes due", true),
    ("Independent", true),
    ("Independent share", true),
    ("95\u{a0}% interval", true),
    ("Blind", true),
    ("Blind share", true),
    ("95\u{a0}% interval", true),
    ("Verdicts on evidence", true),
    ("Agree with evidence", true),
    ("Kappa", true),
    ("Verdicts of two reviewers", true),
    ("Reviewers agree", true),
    ("Kappa of reviewers", true),
];
/// The columns of the table that is read.
pub(crate) const SHORT_COLUMNS: [&str; 6] =
    ["Team", "Changes due", "Independent", "Of these blind", "Verdicts agree with evidence", "Two reviewers agree"];

/// A chart of shares by team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// With an independent review.
    Independent,
    /// Of these, with a blind one.
    Blind,
    /// Verdicts that agree with the evidence.
    Evidence,
    /// Verdicts on which two reviewers agree.
    Reviewers,
}

impl Measure {
    /// All of them, in the order of the page.
    pub const ALL: [Measure; 4] = [Measure::Independent, Measure::Blind, Measure::Evidence, Measure::Reviewers];

    /// Whether it is an agreement, with kappa beside it.
    pub(crate) const fn has_kappa(self) -> bool {
        matches!(self, Measure::Evidence | Measure::Reviewers)
    }

    /// Its name, when there is no finding.
    pub const fn name(self) -> &'static str {
        match self {
            Measure::Independent => "Independent review",
            Measure::Blind => "Blind review",
            Measure::Evidence => "Agreement with the evidence",
            Measure::Reviewers => "Agreement between reviewers",
        }
    }

    /// What it measures.
    pub const fn measure(self) -> &'static str {
        match self {
            Measure::Independent => {
                "Share of changes due at Validation that somebody other than the author reviewed, with 95\u{a0}% interval"
            }
            Measure::Blind => "Share of the independently reviewed changes with a blind review, with 95\u{a0}% interval",
            Measure::Evidence => {
                "Share of independent verdicts that say what the evidence says: intent, controls and outcome, with 95\u{a0}% interval"
            }
            Measure::Reviewers => "Share of verdicts on which the first two independent reviewers agree, with 95\u{a0}% interval",
        }
    }

    /// How many cases a row has: "12 of 20 changes", "120 verdicts, kappa 0.41".
    pub fn count(self, k: u64, n: u64, value: Option<f64>) -> String {
        match self {
            Measure::Independent => format!("{} of {}", thousands(k), counted(n, "change", "changes")),
            Measure::Blind => format!("{} of {}", thousands(k), counted(n, "reviewed change", "reviewed changes")),
            Measure::Evidence | Measure::Reviewers => {
                if n == 0 {
                    counted(n, "verdict", "verdicts")
                } else {
                    kappa_of(n, value)
                }
            }
        }
    }

    /// The title: which team has most and which least where their intervals part. Each row: team, share, interval; only those
    /// with enough cases.
    pub fn title(self, rows: &[(&str, f64, (f64, f64))]) -> String {
        let most = rows.iter().reduce(|a, b| if b.1 > a.1 { b } else { a });
        let least = rows.iter().reduce(|a, b| if b.1 < a.1 { b } else { a });
        match (most, least) {
            (Some(most), Some(least)) if least.2.1 < most.2.0 => {
                // several teams may share a place
                let at = |share: f64| {
                    let names: Vec<&str> = rows.iter().filter(|row| row.1.total_cmp(&share).is_eq()).map(|row| row.0).collect();
                    let n = names.len() as u64;
                    if n <= NAMED { phrase::list(&names) } else { worded(n, "team", "teams") }
                };
                let (best, worst) = (at(most.1), at(least.1));
                format!("{}: most in {best}, {}; least in {worst}, {}", self.name(), percent(most.1), percent(least.1))
            }
            (Some(_), Some(_)) if rows.len() > 1 => format!("{}: no clear difference between teams", self.name()),
            (Some(one), _) => format!("{} in {}: {}", self.name(), one.0, percent(one.1)),
            _ => format!("{}: too few cases in every team", self.name()),
        }
    }

    /// The columns of its table.
    pub const fn columns(self) -> &'static [Heading] {
        match self {
            Measure::Independent | Measure::Blind => {
                &[("Team", false), ("Changes", true), ("With it", true), ("Share", true), ("95\u{a0}% interval", true)]
            }
            Measure::Evidence | Measure::Reviewers => {
                &[("Team", false), ("Verdicts", true), ("Share", true), ("95\u{a0}% interval", true), ("Kappa", true)]
            }
        }
    }
}

/// The chart shows only the first teams.
pub(crate) fn first_teams(shown: usize, all: usize) -> String {
    format!("The first {} of {} teams; the table has all.", thousands(shown as u64), thousands(all as u64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::headline::text;
    use crate::text::number::NBSP;

    fn said(t: Together) -> String {
        text(&headline(&t)).replace(NBSP, " ")
    }

    #[test]
    fn the_headline_holds_for_none_few_and_many() {
        assert_eq!(said(Together::default()), "No change is due at Validation, so no review is expected yet.");
        let none = Together { changes: 1, needed: 5, ..Together::default() };
        assert_eq!(said(none), "Nobody but the author reviewed the one change due at Validation.");
        let nobody = Together { changes: 9, ..none };
        assert_eq!(said(nobody), "Nobody but the author reviewed any of the nine changes due at Validation.");
        let few = Together { changes: 4, independent: 1, verdicts: 3, agreement: Some(1.0), ..none };
        assert_eq!(
            said(few),
            "Somebody other than the author reviewed one of the four changes due at Validation, never blind. \
             Too few verdicts to hold against the evidence (3 of 5 needed)."
        );
        let one = Together { independent: 1, blind: 1, ..none };
        assert_eq!(
            said(one),
            "Somebody other than the author reviewed the one change due at Validation, blind. \
             No verdict can be held against the evidence yet."
        );
        let many = Together { changes: 40, independent: 20, blind: 5, verdicts: 50, agreement: Some(0.7), needed: 5 };
        assert_eq!(
            said(many),
            "Somebody other than the author reviewed 50 % of the 40 changes due at Validation, 25 % of these blind. \
             Evidence agrees with 70 % of their 50 verdicts."
        );
    }

    #[test]
    fn teams_without_a_blind_review_are_named_with_how_little_stands_behind_it() {
        let few = ("Internal tools", 4);
        assert_eq!(
            table_title(8, &[few], 5),
            "One of eight teams has no independent blind review: Internal tools (4 changes, too few to judge)"
        );
        assert_eq!(
            table_title(8, &[("Billing", 9), few], 5),
            "Two of eight teams have no independent blind review: Billing and Internal tools (4 changes, too few to judge)"
        );
        assert_eq!(table_title(8, &[few; 4], 5), "Four of eight teams have no independent blind review");
        assert_eq!(table_title(1, &[few], 5), "The one team has no independent blind review");
        assert_eq!(table_title(2, &[few; 2], 5), "No team has an independent blind review");
        assert_eq!(table_title(2, &[], 5), "Every team has an independent blind review");
        assert_eq!(table_title(0, &[], 5), "Reviews by team");
    }

    #[test]
    fn kappa_has_two_places_and_no_negative_nothing() {
        assert_eq!([kappa(0.406), kappa(-0.2), kappa(-0.001), kappa(1.0)], ["0.41", "\u{2212}0.20", "0.00", "1.00"]);
        assert_eq!(agreement_detail(4, Some(0.2), 5), "Too few to say (4 of 5 needed)");
        assert_eq!(agreement_detail(9, None, 5), "kappa undefined, 9 verdicts");
        assert_eq!(agreement_detail(19, Some(1.0), 5), "kappa 1.00, 19 verdicts, 20 needed");
        assert_eq!(agreement_detail(20, Some(1.0), 5), "kappa 1.00, 20 verdicts");
        assert_eq!([kappa_cell(19, 0.5), kappa_cell(20, 0.5)], ["0.50, too few", "0.50"]);
        assert!(KAPPA.contains(&format!("Below {KAPPA_NEEDS} verdicts")));
    }

    #[test]
    fn teams_are_compared_where_their_intervals_part() {
        let rows = [("blue", 0.9, (0.8, 0.95)), ("red", 0.2, (0.1, 0.4))];
        assert_eq!(Measure::Blind.title(&rows).replace(NBSP, " "), "Blind review: most in blue, 90 %; least in red, 20 %");
        let tie = [rows[0], ("green", 0.9, (0.8, 0.95)), rows[1]];
        assert_eq!(
            Measure::Blind.title(&tie).replace(NBSP, " "),
            "Blind review: most in blue and green, 90 %; least in red, 20 %"
        );
        let near = [("blue", 0.9, (0.3, 0.95)), ("red", 0.2, (0.1, 0.4))];
        assert_eq!(Measure::Blind.title(&near), "Blind review: no clear difference between teams");
        assert_eq!(Measure::Blind.title(&near[..1]).replace(NBSP, " "), "Blind review in blue: 90 %");
        assert_eq!(Measure::Blind.title(&[]), "Blind review: too few cases in every team");
    }
}
