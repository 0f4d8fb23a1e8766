//! The words of the page of verification debt.

use crate::document::Heading;
use crate::text::headline::Piece;
use crate::text::number::{capitalised_word, counted, number_word, percent, thousands, whole_percent};
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

/// "Of 602 shipped changes, 131 are fully verified. The other 471 touch 3,410 resources, 58 % of them in AI-generated changes."
pub fn headline(h: &Headline<'_>) -> Vec<Piece> {
    let plain = |text: String| Piece::Plain(text);
    let verified = |text: String| Piece::Verified(text);
    let open = h.shipped.saturating_sub(h.verified);
    match (h.shipped, open) {
        (0, _) => return vec![plain("No change has shipped, so there is no verification debt.".to_owned())],
        (1, 0) => {
            let rest = plain(". There is no verification debt.".to_owned());
            return vec![plain("The one shipped change ".to_owned()), verified("is fully verified".to_owned()), rest];
        }
        (n, 0) => {
            let all = if n == 2 { "Both".to_owned() } else { format!("All {}", number_word(n)) };
            let rest = plain(". There is no verification debt.".to_owned());
            return vec![plain(format!("{all} shipped changes ")), verified("are fully verified".to_owned()), rest];
        }
        _ => {}
    }
    let touch = if open == 1 { "touches" } else { "touch" };
    let what = if h.unstated.changes >= open {
        let radius = thousands(h.unstated.radius);
        match open {
            1 => format!("states no resources and counts as {radius}"),
            _ => format!("state no resources and count as {radius} each"),
        }
    } else {
        let size = counted(h.weighted, "resource", "resources").replace(' ', "\u{a0}");
        let whose = h.parts.iter().find(|p| p.1.saturating_mul(2) > h.weighted).map_or_else(String::new, |(who, part)| {
            let share = if *part == h.weighted { "all".to_owned() } else { percent(*part as f64 / h.weighted.max(1) as f64) };
            let of_them = if h.weighted == 1 { "it" } else { "them" };
            format!(", {share} of {of_them} in {} changes", vocabulary::authorship(*who))
        });
        format!("{touch} {size}{}", if open == 1 { String::new() } else { whose })
    };
    if h.shipped == 1 {
        let it = plain("The one shipped change ".to_owned());
        return vec![it, verified("is not fully verified".to_owned()), plain(format!(". It {what}."))];
    }
    let proved = match h.verified {
        0 => "none is fully verified".to_owned(),
        1 => "one is fully verified".to_owned(),
        n => format!("{} are fully verified", number_word(n)),
    };
    let rest = match (open, h.verified) {
        (_, 0) => "They".to_owned(),
        (1, _) => "The other one".to_owned(),
        (n, _) => format!("The other {}", number_word(n)),
    };
    vec![plain(format!("Of {} shipped changes, ", number_word(h.shipped))), verified(proved), plain(format!(". {rest} {what}."))]
}

/// The title of what shipped and was verified by period: (shipped, verified) of each. `noun` is `week` or `month`. A period with fewer
/// than `too_few` shipped changes says nothing.
pub fn velocity(points: &[(u64, u64)], noun: &str, too_few: u64) -> String {
    let shipping = points.iter().filter(|p| p.0 > 0).count() as u64;
    let told: Vec<&(u64, u64)> = points.iter().filter(|p| p.0 > 0 && p.0 >= too_few).collect();
    let full = told.iter().filter(|p| p.0 == p.1).count() as u64;
    let n = told.len() as u64;
    // only where some are left out the sentence has to say of which it speaks
    let of_which = if n == shipping { String::new() } else { format!(" with at least {} shipped changes", number_word(too_few)) };
    match (n, full) {
        (0, _) if shipping == 0 => format!("Shipped and verified by {noun}"),
        (0, _) => format!("Too few changes shipped in any {noun} to compare"),
        (1, 1) => format!("Everything that shipped in the one {noun}{of_which} is verified"),
        (1, _) => format!("Not everything that shipped in the one {noun}{of_which} is verified"),
        (n, f) if n == f => format!("In every {noun}{of_which}, everything that shipped is verified"),
        (_, 0) => format!("In no {noun}{of_which} was everything that shipped verified"),
        (n, f) => format!("In {} of {} {noun}s{of_which}, everything that shipped is verified", number_word(f), number_word(n)),
    }
}

/// What it measures.
pub(crate) fn velocity_measure(noun: &str, grace_days: u32) -> String {
    let days = counted(u64::from(grace_days), "day", "days");
    format!(
        "Shipped changes by {noun}, and those of them with everything verified that is due by now. The newest owe less: Observation \
         falls due {days} after deployment"
    )
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
pub(crate) const VELOCITY_COLUMNS: [Heading; 6] = [
    ("Period", false),
    ("Shipped", true),
    ("Verified", true),
    ("Not verified", true),
    ("In debt at the end", true),
    ("Resources in debt at the end", true),
];

/// Who holds the debt: a kind's name, its part of the changes in debt, and of those that shipped. All shares 0 to 1.
pub(crate) struct Holder<'a> {
    /// In a sentence, before `changes`.
    pub name: &'a str,
    /// Of the changes in debt.
    pub debt: f64,
    /// Of the shipped changes.
    pub shipped: f64,
    /// How many changes it shipped.
    pub n: u64,
}

/// The title of the debt by authorship: who holds most beyond their part of what shipped, among those that shipped at least `too_few`
/// changes.
pub(crate) fn by_authorship(holders: &[Holder<'_>], too_few: u64) -> String {
    if holders.iter().all(|h| h.debt <= 0.0) {
        return "No debt by authorship".to_owned();
    }
    // of the figures as they are shown
    let beyond = |h: &Holder<'_>| whole_percent(h.debt) - whole_percent(h.shipped);
    let told = holders.iter().filter(|h| h.n >= too_few);
    match told.reduce(|a, b| if beyond(b) > beyond(a) { b } else { a }) {
        Some(h) if holders.len() > 1 && beyond(h) > 0 => {
            let (shipped, debt) = (percent(h.shipped), percent(h.debt));
            phrase::capital(&format!("{} changes are {shipped} of the changes that shipped but {debt} of those in debt", h.name))
        }
        Some(_) if holders.len() > 1 && holders.iter().all(|h| h.n >= too_few && beyond(h) == 0) => {
            "Each kind of change has the same share of the changes in debt as of those that shipped".to_owned()
        }
        _ => "Debt by authorship".to_owned(),
    }
}

/// At most so many teams are named.
const NAMED: u64 = 3;

/// The title of the debt by team: which few, or how few, hold more than half of it. `debts` are their names and resources in debt, `of_none` those of
/// changes that name no team.
pub fn by_team(debts: &[(&str, u64)], of_none: u64) -> String {
    let of_teams = debts.iter().fold(0_u64, |sum, (_, n)| sum.saturating_add(*n));
    let all = of_teams.saturating_add(of_none);
    let teams = debts.len() as u64;
    if teams == 0 {
        return "No change names its team".to_owned();
    }
    if of_teams == 0 {
        return "No team is in debt".to_owned();
    }
    if of_teams.saturating_mul(2) <= all {
        let half = if of_teams.saturating_mul(2) == all { "Half" } else { "Most" };
        return format!("{half} of the debt is in changes that name no team");
    }
    if teams == 1 {
        return "The debt of one team".to_owned();
    }
    let mut largest = debts.to_vec();
    // stable: on a tie as they stand
    largest.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let (mut held, mut n) = (0_u64, 0_u64);
    for (_, debt) in &largest {
        if held.saturating_mul(2) > all {
            break;
        }
        held = held.saturating_add(*debt);
        n += 1;
    }
    let holds = if n == 1 { "holds" } else { "hold" };
    if n <= NAMED {
        let names: Vec<&str> = largest.iter().take(n as usize).map(|(name, _)| *name).collect();
        let share = if held == all { "all".to_owned() } else { percent(held as f64 / all as f64) };
        return format!("{} {holds} {share} of the debt", phrase::list(&names));
    }
    format!("{} of {} teams {holds} more than half of the debt", capitalised_word(n), number_word(teams))
}

/// What both measure.
pub(crate) fn holders_measure(unstated: Unstated) -> String {
    let none = unstated.in_words().map_or_else(String::new, |words| format!("; {words}"));
    format!("Shipped changes, those of them verified, and the resources of the others{none}")
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

/// What fell due in one month, and how much of it was verified in time, 0 to 1; none where it is too early to say.
pub(crate) struct DueMonth {
    /// "Oct 2026".
    pub name: String,
    /// How many items.
    pub n: u64,
    /// Within 7 days.
    pub within7: Option<f64>,
    /// Within 30 days.
    pub within30: Option<f64>,
}

/// The title of how soon what falls due is verified: the newest month of which it is known, among those in which at least `too_few`
/// items fell due. `changes` are all that is selected; where a filter leaves others out it says so, and of few changes it says no share.
pub(crate) fn timeliness(months: &[DueMonth], too_few: u64, changes: u64, is_filtered: bool) -> String {
    if !months.is_empty() && changes < too_few {
        return "Too few changes to say how soon items are verified".to_owned();
    }
    let whose = if is_filtered { format!(" of these {}", counted(changes, "change", "changes")) } else { String::new() };
    let told = || months.iter().rev().filter(|m| m.n >= too_few);
    let said = |m: &DueMonth, share: f64, days: u32| {
        format!("{} of the items{whose} that fell due in {} were verified within {days} days", percent(share), m.name)
    };
    let known = told().find_map(|m| Some(said(m, m.within30?, 30)));
    // of the months of which all is known, none had more by day 30 than by day 7
    let complete = || months.iter().filter_map(|m| Some((m.within7?, m.within30?)));
    if known.is_some() && complete().all(|(week, month)| month <= week) && complete().any(|(week, _)| week < 1.0) {
        let week = told().find(|m| m.within30.is_some()).and_then(|m| Some(said(m, m.within7?, 7)));
        if let Some(week) = week {
            let in_any = if complete().count() > 1 { ", in any month" } else { "" };
            return format!("{week}; nothing more was verified by day 30{in_any}");
        }
    }
    match known.or_else(|| told().find_map(|m| Some(said(m, m.within7?, 7)))) {
        Some(said) => said,
        None if months.is_empty() => "Nothing has fallen due".to_owned(),
        None if months.iter().all(|m| m.within7.is_none()) => "Too early to say how soon items are verified".to_owned(),
        None => "Too few items fell due in any month to compare".to_owned(),
    }
}

/// What it measures.
pub(crate) const TIMELINESS_MEASURE: &str = "Required items by the month in which they fell due, and the share verified within 7 and within 30 days of it. Bar: within 30 days; \
     hatched: the last items of the month have had fewer days";
/// Its columns: head, what is heard, style.
pub(crate) const TIMELINESS_COLUMNS: [(&str, &str, &str); 5] = [
    ("Month", "", "one-line"),
    ("Items due", "", "num"),
    ("", "Verified within 30 days of items due", "bar"),
    ("Within 7 days", "", "num"),
    ("Within 30 days", "", "num"),
];
/// A share of which the last items have had too few days.
pub(crate) const TOO_EARLY: &str = "too early";

/// What of such a month was not verified within 7 days: "68 still open after 7 days".
pub(crate) fn not_within_7(n: u64) -> String {
    format!("{} still open after 7 days", thousands(n))
}

/// The title of the changes with the largest blast radius: how many are shown, of how many, and their part of the debt's resources.
pub fn largest(shown: u64, in_debt: u64, share: f64) -> String {
    match (shown, in_debt) {
        (0, _) => "No shipped change is in debt".to_owned(),
        (1, 1) => "One shipped change is in debt".to_owned(),
        (2, 2) => "Both changes in debt, the larger first".to_owned(),
        (n, all) if n == all => format!("All {} changes in debt, the largest first", number_word(n)),
        (n, all) => format!(
            "The {} largest of {} unverified changes account for {} of the debt",
            number_word(n),
            thousands(all),
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

/// What the debt over time sums, by `week` or `month`.
pub(crate) fn series_measure(noun: &str, radius: u64) -> String {
    let none = where_none(radius);
    format!("Resources touched by changes in debt at the end of each {noun}, the last one at the assessment time{none}")
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
            "Of twelve shipped changes, three are fully verified. The other nine touch 10 resources, 60 % of them in AI-generated changes."
        );
        assert_eq!(
            of_which(2, 2, 0, 2, &parts),
            "Of two shipped changes, none is fully verified. They state no resources and count as 1 each."
        );
        assert_eq!(
            of_which(1, 2, 1, 1, &[]),
            "Of two shipped changes, one is fully verified. The other one states no resources and counts as 1."
        );
        let unstated = |changes, radius| Unstated { changes, radius }.in_words();
        assert_eq!(unstated(0, 1), None);
        assert_eq!(unstated(1, 1).as_deref(), Some("one change states none and counts as 1"));
        assert_eq!(unstated(3, 2).as_deref(), Some("three changes state none and count as 2 each"));
    }

    #[test]
    fn the_headline_is_right_in_every_case() {
        let parts = [(Authorship::AiGenerated, 4), (Authorship::Human, 4)];
        assert_eq!(said(0, 0, 0, &[]), "No change has shipped, so there is no verification debt.");
        assert_eq!(said(4, 4, 0, &[]), "All four shipped changes are fully verified. There is no verification debt.");
        assert_eq!(said(2, 2, 0, &[]), "Both shipped changes are fully verified. There is no verification debt.");
        assert_eq!(said(1, 1, 0, &[]), "The one shipped change is fully verified. There is no verification debt.");
        assert_eq!(
            said(1, 0, 1, &[(Authorship::Human, 1)]),
            "The one shipped change is not fully verified. It touches 1 resource."
        );
        assert_eq!(said(3, 1, 8, &parts), "Of three shipped changes, one is fully verified. The other two touch 8 resources.");
        assert_eq!(
            said(3, 1, 4, &[(Authorship::Human, 4)]),
            "Of three shipped changes, one is fully verified. The other two touch 4 resources, all of them in human changes."
        );
        assert_eq!(said(2, 1, 4, &[]), "Of two shipped changes, one is fully verified. The other one touches 4 resources.");
        assert_eq!(said(2, 0, 4, &[]), "Of two shipped changes, none is fully verified. They touch 4 resources.");
    }

    #[test]
    fn titles_count_what_there_is() {
        assert_eq!(velocity(&[(5, 5), (3, 1), (0, 0)], "week", 1), "In one of two weeks, everything that shipped is verified");
        assert_eq!(velocity(&[(5, 4), (3, 1)], "month", 1), "In no month was everything that shipped verified");
        assert_eq!(velocity(&[(5, 5), (3, 3)], "week", 3), "In every week, everything that shipped is verified");
        assert_eq!(velocity(&[(5, 5)], "week", 5), "Everything that shipped in the one week is verified");
        assert_eq!(velocity(&[], "week", 5), "Shipped and verified by week");
        // what a few changes do is no news
        assert_eq!(velocity(&[(4, 4), (2, 0)], "week", 5), "Too few changes shipped in any week to compare");
        assert_eq!(
            velocity(&[(9, 4), (2, 2)], "week", 5),
            "Not everything that shipped in the one week with at least five shipped changes is verified"
        );
        assert_eq!(
            velocity(&[(9, 4), (8, 3), (2, 2)], "week", 5),
            "In no week with at least five shipped changes was everything that shipped verified"
        );
        let team = |debts: &[u64], of_none| {
            let named: Vec<(&str, u64)> =
                ["a", "b", "c", "d", "e", "f", "g", "h", "i"].into_iter().zip(debts.iter().copied()).collect();
            by_team(&named, of_none).replace(NBSP, " ")
        };
        // 9 of 17 are more than half, and 9 of 18 are not: 14 of 18 are 78 %; of 40 all teams together hold less
        assert_eq!(team(&[5, 1, 9, 2], 1), "c and a hold 78 % of the debt");
        assert_eq!(team(&[5, 1, 9, 2], 23), "Most of the debt is in changes that name no team");
        assert_eq!(team(&[5, 1, 9, 2], 17), "Half of the debt is in changes that name no team");
        assert_eq!(team(&[5, 1, 9, 2], 0), "c holds 53 % of the debt");
        assert_eq!(team(&[0, 3], 0), "b holds all of the debt");
        // 5 of 10 is not more than half
        assert_eq!(team(&[5, 3, 2], 0), "a and b hold 80 % of the debt");
        // more than three are counted
        assert_eq!(team(&[1; 9], 0), "Five of nine teams hold more than half of the debt");
        assert_eq!(
            [team(&[], 0), team(&[0, 0], 0), team(&[7], 0)],
            ["No change names its team", "No team is in debt", "The debt of one team"]
        );
        assert_eq!(
            largest(10, 447, 0.06).replace(NBSP, " "),
            "The ten largest of 447 unverified changes account for 6 % of the debt"
        );
        assert_eq!([largest(0, 0, 0.0), largest(1, 1, 1.0)], ["No shipped change is in debt", "One shipped change is in debt"]);
        assert_eq!(largest(3, 3, 1.0), "All three changes in debt, the largest first");
        assert_eq!(part_of(131, 602).replace(NBSP, " "), "131 (22 %)");
    }

    #[test]
    fn timeliness_speaks_of_the_newest_month_that_is_known() {
        let month = |name: &str, n, within7, within30| DueMonth { name: name.to_owned(), n, within7, within30 };
        let september = || month("Sep 2026", 40, Some(0.5), Some(0.75));
        let (october, november) = (|| month("Oct 2026", 60, Some(0.4), None), || month("Nov 2026", 9, None, None));
        let said = |months: &[DueMonth]| timeliness(months, 5, 400, false).replace(NBSP, " ");
        assert_eq!(
            said(&[september(), october(), november()]),
            "75 % of the items that fell due in Sep 2026 were verified within 30 days"
        );
        // 20 of 40 within 7 days, and 20 within 30
        let flat = |share| month("Aug 2026", 40, Some(share), Some(share));
        assert_eq!(
            said(&[flat(0.5), october()]),
            "50 % of the items that fell due in Aug 2026 were verified within 7 days; nothing more was verified by day 30"
        );
        assert_eq!(
            said(&[flat(0.6), flat(0.5), november()]),
            "50 % of the items that fell due in Aug 2026 were verified within 7 days; nothing more was verified by day 30, in any month"
        );
        assert_eq!(said(&[flat(1.0)]), "100 % of the items that fell due in Aug 2026 were verified within 30 days");
        assert_eq!(said(&[october(), november()]), "40 % of the items that fell due in Oct 2026 were verified within 7 days");
        assert_eq!(said(&[november()]), "Too early to say how soon items are verified");
        assert_eq!(said(&[]), "Nothing has fallen due");
        assert_eq!(
            timeliness(&[september()], 5, 108, true).replace(NBSP, " "),
            "75 % of the items of these 108 changes that fell due in Sep 2026 were verified within 30 days"
        );
        assert_eq!(timeliness(&[september()], 5, 1, true), "Too few changes to say how soon items are verified");
        assert_eq!(said(&[month("Sep 2026", 4, Some(1.0), Some(1.0))]), "Too few items fell due in any month to compare");
    }

    #[test]
    fn who_holds_the_debt_is_told_by_the_figures_shown() {
        let holder = |name, debt, shipped, n| Holder { name, debt, shipped, n };
        // 45 % and 40 % of the changes in debt: 15 points less and 20 points more than their parts of those that shipped
        let holders = [holder("human", 0.45, 0.6, 60), holder("AI-generated", 0.4, 0.2, 20)];
        assert_eq!(
            by_authorship(&holders, 5).replace(NBSP, " "),
            "AI-generated changes are 20 % of the changes that shipped but 40 % of those in debt"
        );
        assert_eq!([by_authorship(&[], 5), by_authorship(&holders[..1], 5)], ["No debt by authorship", "Debt by authorship"]);
        let even = [holder("human", 0.5, 0.5, 9), holder("AI-generated", 0.5, 0.5, 9)];
        assert_eq!(
            by_authorship(&even, 5),
            "Each kind of change has the same share of the changes in debt as of those that shipped"
        );
        // 28.4 % and 28.6 % are 28 % and 29 %; 28.6 % and 29.4 % are both 29 %
        let near = [holder("human", 0.706, 0.714, 70), holder("AI-generated", 0.294, 0.286, 30)];
        assert_eq!(
            by_authorship(&near, 5),
            "Each kind of change has the same share of the changes in debt as of those that shipped"
        );
        // three changes are no headline
        let few = [holder("human", 0.6, 0.9, 27), holder("AI-generated", 0.4, 0.1, 3)];
        assert_eq!(by_authorship(&few, 5), "Debt by authorship");
    }
}
