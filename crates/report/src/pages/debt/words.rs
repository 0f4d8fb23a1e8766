//! The words of the page of verification debt.

use crate::text::headline::Piece;
use crate::text::measure::Column;
use crate::text::number::{capitalised_word, counted, number_word, percent, thousands, whole_points};
use crate::text::{phrase, vocabulary};
use plumbline_domain::Authorship;

/// What the headline is made from.
#[derive(Clone, Copy)]
pub(crate) struct Headline<'a> {
    /// Shipped changes.
    pub shipped: u64,
    /// Of these, without debt.
    pub verified: u64,
    /// The resources of those in debt.
    pub weighted: u64,
    /// The resources in debt by who wrote the change.
    pub parts: &'a [(Authorship, u64)],
    /// Of those in debt, the changes that state no resources.
    pub unstated: Unstated,
}

/// Changes that state no resources.
#[derive(Clone, Copy)]
pub(crate) struct Unstated {
    /// How many.
    pub changes: u64,
    /// As how many resources each counts (policy: `unknownRadius`).
    pub radius: u64,
}

impl Unstated {
    /// "three changes state none and count as 1 each"; none when every change states what it touches.
    pub fn in_words(self) -> Option<String> {
        let (changes, radius) = (counted_in_words(self.changes), thousands(self.radius));
        match self.changes {
            0 => None,
            1 => Some(format!("{changes} states none and counts as {radius}")),
            _ => Some(format!("{changes} state none and count as {radius} each")),
        }
    }
}

fn counted_in_words(changes: u64) -> String {
    crate::text::number::worded(changes, "change", "changes")
}

/// As what a change counts that states no resources: stands behind what sums resources.
fn where_none(radius: u64) -> String {
    format!("; a change that states none counts as {}", thousands(radius))
}

/// "602 changes shipped; 131 of them are verified. The other 471 touch 3,410 resources, 58 % of them AI-generated."
pub fn headline(h: &Headline<'_>) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let verified = |text: String| Piece::Verified(text);
    let open = h.shipped.saturating_sub(h.verified);
    if h.shipped == 0 {
        return vec![plain("No change has shipped, so there is no verification debt.".to_owned())];
    }
    let shipped = format!("{} shipped; ", counted(h.shipped, "change", "changes"));
    if open == 0 {
        let all = if h.shipped == 1 { "it is verified" } else { "every one is verified" };
        return vec![plain(shipped), verified(all.to_owned()), plain(". There is no verification debt.".to_owned())];
    }
    let proved = match h.verified {
        0 if h.shipped == 1 => "it is not verified".to_owned(),
        0 => "none of them is verified".to_owned(),
        1 => "one of them is verified".to_owned(),
        n => format!("{} of them are verified", thousands(n)),
    };
    let rest = match (open, h.verified) {
        (1, 0) => "It".to_owned(),
        (_, 0) => "They".to_owned(),
        (1, _) => "The other one".to_owned(),
        (n, _) => format!("The other {}", thousands(n)),
    };
    if h.unstated.changes >= open {
        let radius = thousands(h.unstated.radius);
        let none = if open == 1 {
            format!("states no resources and counts as {radius}")
        } else {
            format!("state no resources and count as {radius} each")
        };
        return vec![plain(shipped), verified(proved), plain(format!(". {rest} {none}."))];
    }
    let touch = if open == 1 { "touches" } else { "touch" };
    let size = counted(h.weighted, "resource", "resources").replace(' ', "\u{a0}");
    let whose = h.parts.iter().find(|p| p.1.saturating_mul(2) > h.weighted).map_or_else(String::new, |(who, part)| {
        let share = if *part == h.weighted { "all".to_owned() } else { percent(*part as f64 / h.weighted.max(1) as f64) };
        format!(", {share} of {} {}", if h.weighted == 1 { "it" } else { "them" }, vocabulary::authorship(*who))
    });
    let unstated = h.unstated.in_words().map_or_else(String::new, |words| format!("; {words}"));
    vec![plain(shipped), verified(proved), plain(format!(". {rest} {touch} {size}{whose}{unstated}."))]
}

/// The title of what shipped and was verified by period: (shipped, verified) of each in which anything shipped. `noun` is `week` or
/// `month`.
pub fn velocity(points: &[(u64, u64)], noun: &str) -> String {
    let shipping = points.iter().filter(|p| p.0 > 0).count() as u64;
    let full = points.iter().filter(|p| p.0 > 0 && p.0 == p.1).count() as u64;
    let nouns = if shipping == 1 { noun.to_owned() } else { format!("{noun}s") };
    match (shipping, full) {
        (0, _) => format!("Shipped and verified by {noun}"),
        (1, 1) => format!("All that shipped in this {noun} is verified"),
        (1, _) => format!("Not all that shipped in this {noun} is verified"),
        (n, f) if n == f => format!("All that shipped is verified, {noun} by {noun}"),
        (_, 0) => format!("In no {noun} is all verified that shipped"),
        (n, f) => format!("In {} of {} {nouns} all is verified that shipped", number_word(f), number_word(n)),
    }
}

/// What it measures.
pub(crate) fn velocity_measure(noun: &str) -> String {
    format!("Changes that shipped, by {noun} of the change; verified when nothing that they owe by now is open")
}

/// The part of the columns that is verified.
pub(crate) const VERIFIED: &str = "Verified";
/// The rest of them.
pub(crate) const NOT_VERIFIED: &str = "Not verified";

/// The last words beside a part: "131 (22 %)".
pub fn part_of(part: u64, whole: u64) -> String {
    if whole == 0 { thousands(part) } else { format!("{} ({})", thousands(part), percent(part as f64 / whole as f64)) }
}

/// The columns of what shipped and was verified.
pub(crate) const VELOCITY_COLUMNS: [Column; 6] = [
    ("Period", false),
    ("Shipped", true),
    ("Verified", true),
    ("Not verified", true),
    ("In debt, running", true),
    ("Resources in debt, running", true),
];

/// Who holds the debt: a kind's name, its part of the debt, and its part of what shipped. All shares 0 to 1.
pub(crate) struct Holder<'a> {
    /// In a sentence, before `changes`.
    pub name: &'a str,
    /// Of the debt.
    pub debt: f64,
    /// Of the shipped changes.
    pub shipped: f64,
}

/// The title of the debt by authorship: who holds most beyond their part of what shipped.
pub(crate) fn by_authorship(holders: &[Holder<'_>]) -> String {
    if holders.iter().all(|h| h.debt <= 0.0) {
        return "No debt by authorship".to_owned();
    }
    let beyond = |h: &Holder<'_>| whole_points(h.debt - h.shipped);
    match holders.iter().reduce(|a, b| if beyond(b) > beyond(a) { b } else { a }) {
        Some(_) if holders.len() == 1 => "Debt by authorship".to_owned(),
        Some(h) if beyond(h) > 0 => phrase::capital(&format!(
            "{} changes hold {} of the debt and are {} of what shipped",
            h.name,
            percent(h.debt),
            percent(h.shipped)
        )),
        _ => "Each kind of change holds as much of the debt as it ships".to_owned(),
    }
}

/// The title of the debt by team: how few hold more than half of it. `debts` are their resources in debt.
pub fn by_team(debts: &[u64]) -> String {
    let all = debts.iter().fold(0_u64, |sum, n| sum.saturating_add(*n));
    let teams = debts.len() as u64;
    if teams == 0 {
        return "No change names its team".to_owned();
    }
    if all == 0 {
        return "No team is in debt".to_owned();
    }
    if teams == 1 {
        return "The debt of one team".to_owned();
    }
    let mut largest = debts.to_vec();
    largest.sort_by(|a, b| b.cmp(a));
    let (mut held, mut n) = (0_u64, 0_u64);
    for debt in largest {
        if held.saturating_mul(2) > all {
            break;
        }
        held = held.saturating_add(debt);
        n += 1;
    }
    let holds = if n == 1 { "holds" } else { "hold" };
    format!("{} of {} teams {holds} more than half of the debt", capitalised_word(n), number_word(teams))
}

/// What both measure.
pub(crate) fn holders_measure(radius: u64) -> String {
    format!("Shipped changes, those of them verified, and the resources of the others{}", where_none(radius))
}
/// The columns of both: head, what is heard, style.
pub(crate) const HOLDER_COLUMNS: [(&str, &str, &str); 6] = [
    ("", "", "one-line"),
    ("Shipped", "", "num"),
    ("", "Verified of shipped", "bar"),
    ("Verified", "", "num"),
    ("In debt", "", "num"),
    ("Resources in debt", "", "num"),
];
/// The first column by authorship.
pub const AUTHORSHIP: &str = "Authorship";
/// The first column by team.
pub const TEAM: &str = "Team";

/// The title of the changes with the largest blast radius: how many are shown, of how many, and their part of the debt's resources.
pub fn largest(shown: u64, in_debt: u64, share: f64) -> String {
    match (shown, in_debt) {
        (0, _) => "No shipped change is in debt".to_owned(),
        (1, 1) => "One shipped change is in debt".to_owned(),
        (n, all) if n == all => format!("All {} changes in debt, the largest first", number_word(n)),
        (n, all) => format!(
            "The {} largest of {} in debt touch {} of its resources",
            number_word(n),
            counted(all, "change", "changes"),
            percent(share)
        ),
    }
}

/// What the table shows.
pub(crate) fn largest_measure(radius: u64) -> String {
    format!(
        "Shipped changes with something unverified at a due gate, by blast radius, on a tie the newest first{}",
        where_none(radius)
    )
}

/// What the running debt sums, by `week` or `month`.
pub(crate) fn running_measure(noun: &str, radius: u64) -> String {
    let none = where_none(radius);
    format!("Resources touched by shipped changes that lack required evidence, running, end of {noun}{none}")
}
/// Its columns: head, style.
pub(crate) const LARGEST_COLUMNS: [(&str, &str); 7] = [
    ("Change", ""),
    ("Team", ""),
    ("Date", "one-line"),
    ("Authorship", "one-line"),
    ("Resources", "num"),
    ("Gates", ""),
    ("Open, weakest first", ""),
];
/// Stands under the resources of a change that states none.
pub(crate) const NOT_STATED: &str = "not stated";
/// Changes that name no team.
pub(crate) const NO_TEAM: &str = "No team";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::headline::text;
    use crate::text::number::NBSP;

    fn said(shipped: u64, verified: u64, weighted: u64, parts: &[(Authorship, u64)]) -> String {
        of_which(0, shipped, verified, weighted, parts)
    }

    fn of_which(unstated: u64, shipped: u64, verified: u64, weighted: u64, parts: &[(Authorship, u64)]) -> String {
        let unstated = Unstated { changes: unstated, radius: 1 };
        text(&headline(&Headline { shipped, verified, weighted, parts, unstated })).replace(NBSP, " ")
    }

    #[test]
    fn what_nobody_stated_is_told_from_what_is_stated() {
        let parts = [(Authorship::AiGenerated, 6), (Authorship::Human, 4)];
        assert_eq!(
            of_which(3, 12, 3, 10, &parts),
            "12 changes shipped; 3 of them are verified. The other 9 touch 10 resources, 60 % of them AI-generated; three changes state \
             none and count as 1 each."
        );
        assert_eq!(
            of_which(1, 2, 0, 4, &[]),
            "2 changes shipped; none of them is verified. They touch 4 resources; one change states none and counts as 1."
        );
        assert_eq!(
            of_which(2, 2, 0, 2, &parts),
            "2 changes shipped; none of them is verified. They state no resources and count as 1 each."
        );
        assert_eq!(
            of_which(1, 2, 1, 1, &[]),
            "2 changes shipped; one of them is verified. The other one states no resources and counts as 1."
        );
    }

    #[test]
    fn the_headline_is_right_in_every_case() {
        let parts = [(Authorship::AiGenerated, 6), (Authorship::Human, 4)];
        assert_eq!(
            said(12, 3, 10, &parts),
            "12 changes shipped; 3 of them are verified. The other 9 touch 10 resources, 60 % of them AI-generated."
        );
        assert_eq!(said(0, 0, 0, &[]), "No change has shipped, so there is no verification debt.");
        assert_eq!(said(4, 4, 0, &[]), "4 changes shipped; every one is verified. There is no verification debt.");
        assert_eq!(said(1, 1, 0, &[]), "1 change shipped; it is verified. There is no verification debt.");
        assert_eq!(
            said(1, 0, 1, &[(Authorship::Human, 1)]),
            "1 change shipped; it is not verified. It touches 1 resource, all of it human."
        );
        assert_eq!(
            said(3, 1, 4, &[(Authorship::Human, 2)]),
            "3 changes shipped; one of them is verified. The other 2 touch 4 resources."
        );
        assert_eq!(said(2, 1, 4, &[]), "2 changes shipped; one of them is verified. The other one touches 4 resources.");
        assert_eq!(said(2, 0, 4, &[]), "2 changes shipped; none of them is verified. They touch 4 resources.");
    }

    #[test]
    fn titles_count_what_there_is() {
        assert_eq!(velocity(&[(5, 5), (3, 1), (0, 0)], "week"), "In one of two weeks all is verified that shipped");
        assert_eq!(velocity(&[(5, 4), (3, 1)], "month"), "In no month is all verified that shipped");
        assert_eq!(velocity(&[(5, 5), (3, 3)], "week"), "All that shipped is verified, week by week");
        assert_eq!(velocity(&[(5, 5)], "week"), "All that shipped in this week is verified");
        assert_eq!(velocity(&[], "week"), "Shipped and verified by week");
        assert_eq!(by_team(&[5, 1, 9, 2]), "One of four teams holds more than half of the debt");
        // 5 of 10 is not more than half
        assert_eq!(by_team(&[5, 3, 2]), "Two of three teams hold more than half of the debt");
        assert_eq!(
            [by_team(&[]), by_team(&[0, 0]), by_team(&[7])],
            ["No change names its team", "No team is in debt", "The debt of one team"]
        );
        // 45 % and 40 % of the debt: 15 points less and 20 points more than their parts of what shipped
        let human = Holder { name: "human", debt: 0.45, shipped: 0.6 };
        let holders = [human, Holder { name: "AI-generated", debt: 0.4, shipped: 0.2 }];
        assert_eq!(
            by_authorship(&holders).replace(NBSP, " "),
            "AI-generated changes hold 40 % of the debt and are 20 % of what shipped"
        );
        assert_eq!(by_authorship(&[]), "No debt by authorship");
        let even = [("human", 0.5), ("AI-generated", 0.5)].map(|(name, part)| Holder { name, debt: part, shipped: part });
        assert_eq!(by_authorship(&even), "Each kind of change holds as much of the debt as it ships");
        assert_eq!(
            largest(12, 40, 0.5).replace(NBSP, " "),
            "The twelve largest of 40 changes in debt touch 50 % of its resources"
        );
        assert_eq!([largest(0, 0, 0.0), largest(1, 1, 1.0)], ["No shipped change is in debt", "One shipped change is in debt"]);
        assert_eq!(largest(3, 3, 1.0), "All three changes in debt, the largest first");
        assert_eq!(part_of(131, 602).replace(NBSP, " "), "131 (22 %)");
    }
}
