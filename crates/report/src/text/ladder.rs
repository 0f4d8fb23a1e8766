//! The rungs in words.

use crate::text::{number, page, phrase};

/// The columns of the table of teams.
pub(crate) const TEAM: &str = "Team, A to Z";
/// Its changes.
pub(crate) const CHANGES: &str = "Changes";
/// The course of the gap.
pub(crate) const GAP_OVER_TIME: &str = "Gap, 13 weeks";
/// The gap.
pub(crate) const GAP: &str = "Gap";
/// How the gap moved.
pub(crate) const GAP_CHANGE: &str = "Gap, 30 days v. 30 before";
/// What keeps a team from the next rung.
pub(crate) const BLOCKER: &str = "What blocks the next rung";
/// Where that is.
pub(crate) const GATE: &str = "Gate";
/// In the key: the rung that evidence gives.
pub(crate) const KEY_COMPUTED: &str = "computed";
/// In the key: the rung that the team claims.
pub(crate) const KEY_CLAIMED: &str = "claimed";
/// The head of the tracks.
pub(crate) const RUNG: &str = "Rung";
/// In place of a rung, a course or a gap.
pub(crate) const NO_DATA: &str = "No data";
/// Under a team with fewer changes than the policy asks for.
pub(crate) const TOO_FEW: &str = "too few changes";

/// The same in the track of a team.
pub(crate) const FEW: &str = "too few";
/// The figure of what the rungs ask for.
pub(crate) const ASKS: &str = "What each rung asks for";
/// What it says.
pub(crate) const ASKS_MEASURE: &str =
    "A team stands on the highest rung whose criteria, and those of every rung below, it meets.";

/// Changes that name no team: "3 changes name no team: counted in every total, but no row here."
pub(crate) fn without_team(n: u64) -> String {
    let changes = number::counted(n, "change names", "changes name");
    [&changes, " no team: counted in every total, but no row here."].concat()
}

/// In the key: the rung of the window before: "90 days earlier".
pub(crate) fn earlier(window_days: u32) -> String {
    number::counted(u64::from(window_days), "day", "days") + " earlier"
}

/// A team's place: "Gated, claims Observed, was Declared 90 days earlier".
pub fn place(computed: Option<&str>, claimed: Option<&str>, before: Option<&str>, window_days: u32) -> String {
    let mut out = computed.unwrap_or(NO_DATA).to_owned();
    match claimed {
        Some(_) if claimed == computed => out.push_str(", as it claims"),
        Some(claims) => out.push_str(&[", claims ", claims].concat()),
        None => out.push_str(", claims nothing"),
    }
    if let Some(was) = before {
        out.push_str(&[", was ", was, " ", &earlier(window_days)].concat());
    }
    out
}

/// The course of a gap, from the first to the last week with enough due gates: "Gap from 30 to 23 points within 13 weeks".
pub fn course(from: f64, to: f64, weeks: usize) -> String {
    format!("Gap from {} to {} points within {weeks} weeks", number::gap_figure(from), number::gap_figure(to))
}

/// The same where no two weeks have enough due gates.
pub(crate) fn course_of_few(weeks: usize) -> String {
    format!("Gap by week over {weeks} weeks, with too few due gates in a week to say more")
}

/// A rung's name: `audit-verified` as `Audit-verified`; dashes of a rung that the policy added become spaces.
pub fn title(rung: &str) -> String {
    match rung {
        "ad-hoc" | "audit-verified" => phrase::capital(rung),
        other => phrase::capital(&other.replace('-', " ")),
    }
}

/// What a rung of the default policy means; none for one that the policy added.
pub fn meaning(rung: &str) -> Option<&'static str> {
    Some(match rung {
        "ad-hoc" => "Nothing is asked",
        "declared" => "Purpose and threats are written down",
        "gated" => "Checks run, and findings are closed",
        "proven" => "Deployments match, the way back works",
        "observed" => "What runs is watched, alarms are tested",
        "audit-verified" => "An outsider can repeat the proof",
        _ => return None,
    })
}

/// How teams moved since the window before: of those that stood on a rung then and now, how many stand higher and lower.
pub fn moves(compared: u64, up: u64, down: u64, window_days: u32) -> String {
    let since = format!("since the previous {}", page::days(u64::from(window_days)));
    let teams = |n: u64| phrase::capital(&number::worded(n, "team", "teams"));
    match (compared, up, down) {
        (0, ..) => "Teams on the ladder".to_owned(),
        (_, 0, 0) => format!("No team moved {since}"),
        (_, up, 0) => format!("{} moved up {since}; none moved down", teams(up)),
        (_, 0, down) => format!("{} moved down {since}; none moved up", teams(down)),
        (_, up, down) => format!("{} moved up {since}; {} moved down", teams(up), number::number_word(down)),
    }
}

/// What a rung that the policy added asks for.
pub(crate) fn meaning_by_count(criteria: u64) -> String {
    number::counted(criteria, "criterion", "criteria")
}

/// The title of a team's ladder: how many rungs lie between what it claims and where evidence places it.
pub(crate) fn distance(computed: Option<usize>, claimed: Option<usize>, is_of_part: bool) -> String {
    match (computed, claimed) {
        (None, _) => NO_RECENT_CHANGE.to_owned(),
        (Some(_), _) if is_of_part => "Where evidence places the filtered changes".to_owned(),
        (Some(_), None) => "Where evidence places the team".to_owned(),
        (Some(c), Some(s)) if c == s => "Evidence bears out the claim".to_owned(),
        (Some(c), Some(s)) => {
            let rungs = number::worded(c.abs_diff(s) as u64, "rung", "rungs");
            phrase::capital(&format!("{rungs} {} the claim", if s > c { "below" } else { "above" }))
        }
    }
}

/// The subtitle of everything that stands on the ladder: it looks at its own window, whatever the period filter says.
pub fn window(days: u32, range: &str) -> String {
    format!("Always {} ({range}); the period filter does not apply", page::last_days(u64::from(days)))
}

/// After the window where a filter leaves a part of each team's changes.
pub(crate) const OF_A_PART: &str = "Rungs of the filtered changes only; claims are for the whole team";

/// What stands for the blocker of a team without a change in the ladder's window.
pub(crate) const NO_RECENT_CHANGE: &str = "No recent change to stand on";
/// What stands for the blocker of a team on the highest rung.
pub(crate) const NOTHING_BLOCKS: &str = "Nothing: it stands on the highest rung";
/// A team that claims no rung.
pub(crate) const NO_CLAIM: &str = "not stated";

/// What a team's place on a rung is called in the table of its ladder.
pub fn standing(computed: bool, claimed: bool, previous: bool, window_days: u32) -> String {
    let before = ["computed ", &earlier(window_days)].concat();
    let parts: Vec<&str> =
        [(computed, "computed"), (claimed, "claimed"), (previous, &before)].iter().filter(|p| p.0).map(|p| p.1).collect();
    phrase::capital(&phrase::list(&parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rungs_have_names_and_meanings() {
        assert_eq!([title("ad-hoc"), title("audit-verified"), title("very-good")], ["Ad-hoc", "Audit-verified", "Very good"]);
        for rung in ["ad-hoc", "declared", "gated", "proven", "observed", "audit-verified"] {
            assert!(meaning(rung).is_some(), "{rung}");
        }
        assert_eq!(meaning("very-good"), None);
        assert_eq!(meaning_by_count(1), "1 criterion");
    }

    #[test]
    fn moves_are_counted_both_ways() {
        assert_eq!(moves(7, 3, 0, 90), "Three teams moved up since the previous 90 days; none moved down");
        assert_eq!(moves(7, 1, 2, 90), "One team moved up since the previous 90 days; two moved down");
        assert_eq!(moves(7, 0, 1, 90), "One team moved down since the previous 90 days; none moved up");
        assert_eq!(
            (moves(7, 0, 0, 30), moves(0, 0, 0, 90)),
            ("No team moved since the previous 30 days".into(), "Teams on the ladder".into())
        );
    }

    #[test]
    fn the_window_is_named_wherever_the_ladder_looks_at_it() {
        assert_eq!(
            window(90, "22 Aug to 20 Nov 2026"),
            "Always the last 90 days (22 Aug to 20 Nov 2026); the period filter does not apply"
        );
        assert_eq!(
            place(Some("Gated"), Some("Observed"), Some("Declared"), 90),
            "Gated, claims Observed, was Declared 90 days earlier"
        );
        assert_eq!(standing(true, false, true, 1), "Computed and computed 1 day earlier");
    }

    #[test]
    fn the_distance_between_claim_and_proof_has_a_direction() {
        assert_eq!(distance(Some(2), Some(4), false), "Two rungs below the claim");
        assert_eq!(distance(Some(2), Some(1), false), "One rung above the claim");
        assert_eq!(distance(Some(2), Some(2), false), "Evidence bears out the claim");
        assert_eq!(distance(Some(2), None, false), "Where evidence places the team");
        assert_eq!(distance(None, Some(2), true), "No recent change to stand on");
        assert_eq!(distance(Some(2), Some(4), true), "Where evidence places the filtered changes");
    }
}
