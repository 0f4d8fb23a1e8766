//! What is said of teams on the ladder.

use super::Rule;
use super::facts::{Facts, Verdict, same, that};
use super::template::{Holes, number};
use plumbline_assess::{CriterionState, TeamRung, figures};

/// The title of a rung.
fn title(rung: &str) -> String {
    let words = if matches!(rung, "ad-hoc" | "audit-verified") { rung.to_owned() } else { rung.replace('-', " ") };
    super::practice::capital(&words)
}

/// A team on the ladder, by the places of rungs.
struct Stand {
    team: String,
    rung: Option<usize>,
    claimed: Option<usize>,
    before: Option<usize>,
    whole: TeamRung,
}

/// Every team with a change of any time; without one in the window evidence places it nowhere.
fn stands(f: &Facts<'_>) -> Vec<Stand> {
    let rungs = f.a.policy().rungs();
    let place = |rung: &str| rungs.iter().position(|r| *r == rung);
    let window = figures::ladder::window(f.a, &f.any_time);
    let in_window = f.a.count_by(&window, plumbline_assess::GroupBy::Team);
    let stand = |t: TeamRung| Stand {
        rung: if in_window[t.team_place as usize] == 0 { None } else { place(&t.rung) },
        claimed: t.claimed_rung.as_deref().and_then(place),
        before: t.previous_rung.as_deref().and_then(place),
        team: t.team.clone(),
        whole: t,
    };
    figures::ladder::standings(f.a, &f.any_time).into_iter().map(stand).collect()
}

/// Of the teams that claim a rung and have one: all, those below the claim, those above.
fn claims(f: &Facts<'_>) -> [u64; 3] {
    let both: Vec<(usize, usize)> = stands(f).into_iter().filter_map(|s| Some((s.rung?, s.claimed?))).collect();
    let count = |is: fn(&(usize, usize)) -> bool| both.iter().filter(|x| is(x)).count() as u64;
    [both.len() as u64, count(|x| x.0 < x.1), count(|x| x.0 > x.1)]
}

pub const TEAMS: &[Rule] = &[
    Rule("No change names its team, so no team stands on the ladder.", |f, _| that(stands(f).is_empty(), "there is no team")),
    Rule("No team has a recent change, so evidence places none on the ladder.", |f, _| {
        that(!stands(f).is_empty() && stands(f).iter().all(|s| s.rung.is_none()), "no team has a change in the window")
    }),
    Rule("{*} {W team stands/teams stand} on {*}, the highest rung reached.", |f, h| {
        super::check(CLAIMS, f, h.text(0))?;
        let all = stands(f);
        let top = all.iter().filter_map(|s| s.rung).max().ok_or("no team has a rung")?;
        let on_it = all.iter().filter(|s| s.rung == Some(top)).count() as u64;
        same((h.n(1), h.text(2)), (on_it, title(f.a.policy().rungs()[top]).as_str()), "the highest rung")
    }),
];

const CLAIMS: &[Rule] = &[
    Rule("Rungs are of the filtered changes only; claims are for the whole team.", |f, _| {
        that(f.is_part_of_teams() && claims(f)[0] > 0, "a filter leaves a part")
    }),
    Rule("No team claims a rung.", |f, _| same(0, claims(f)[0], "the teams that claim")),
    Rule("The one team that claims a rung stands below it.", |f, _| {
        same([1, 1], claims(f)[..2].try_into().unwrap(), "the claims")
    }),
    Rule("No team stands below the rung it claims.", |f, _| {
        let [n, below, _] = claims(f);
        that(n > 0 && below == 0, "none is below")
    }),
    Rule("{all} teams that claim a rung stand below it.", |f, h| {
        same([h.n(0); 2], claims(f)[..2].try_into().unwrap(), "the claims")
    }),
    Rule("{W} of the {w} teams that claim a rung {stands|stand} below it.", |f, h| {
        same([h.n(1), h.n(0)], claims(f)[..2].try_into().unwrap(), "the claims")?;
        that(h.n(0) > 0 && h.n(0) < h.n(1) && (h.text(2) == "stands") == (h.n(0) == 1), "some are below")
    }),
];

/// The title of the teams on the Overview.
pub const STANDINGS: &[Rule] = &[
    Rule("Rungs of the filtered changes", |f, _| that(f.is_part_of_teams() && claims(f)[0] > 0, "a filter leaves a part")),
    Rule("Teams on the ladder", |f, _| same(0, claims(f)[0], "the teams that claim")),
    Rule("The one team that claims a rung stands {below it|above it|on it}", |f, h| {
        let [n, below, above] = claims(f);
        let expected = match (below, above) {
            (1, _) => "below it",
            (_, 1) => "above it",
            _ => "on it",
        };
        same((n, h.text(0)), (1, expected), "the claim")
    }),
    Rule("Every team that claims a rung stands {on it|below it}", |f, h| {
        let [n, below, above] = claims(f);
        that(n > 1 && if h.text(0) == "on it" { below + above == 0 } else { below == n }, "every team does")
    }),
    Rule("{W} of the {w} teams that claim a rung {stands|stand} {above it, none below|below it}", |f, h| {
        let [n, below, above] = claims(f);
        let (k, other) = if h.text(3) == "below it" { (below, 0) } else { (above, below) };
        same((h.n(0), h.n(1), 0), (k, n, other), "the claims")?;
        same(h.text(2) == "stands", k == 1, "stands or stand")
    }),
];

/// The title of the page of teams.
pub const MOVES: &[Rule] = &[
    Rule("Teams on the ladder", |f, _| that(compared(f).is_empty(), "no team stood on a rung then and now")),
    Rule("No team moved since the previous {n day/days}", |f, h| {
        that(!compared(f).is_empty(), "teams are compared")?;
        moved(f, h, 0, (0, 0))
    }),
    Rule("{W team/teams} moved {up|down} since the previous {n day/days}; none moved {up|down}", |f, h| {
        let n = h.n(0);
        that(h.text(1) != h.text(3), "the two ways differ")?;
        moved(f, h, 2, if h.text(1) == "up" { (n, 0) } else { (0, n) })
    }),
    Rule("{W team/teams} moved up since the previous {n day/days}; {w} moved down", |f, h| moved(f, h, 1, (h.n(0), h.n(2)))),
];

fn compared(f: &Facts<'_>) -> Vec<(usize, usize)> {
    stands(f).into_iter().filter_map(|s| Some((s.before?, s.rung?))).collect()
}

fn moved(f: &Facts<'_>, h: &Holes, days: usize, said: (u64, u64)) -> Verdict {
    same(h.n(days), u64::from(f.a.policy().ladder_days), "the days")?;
    let all = compared(f);
    let count = |is: fn(&&(usize, usize)) -> bool| all.iter().filter(is).count() as u64;
    same(said, (count(|m| m.1 > m.0), count(|m| m.1 < m.0)), "the teams that moved")
}

/// The team of the page.
fn of_page(f: &Facts<'_>) -> Stand {
    let name = f.look.name();
    stands(f).into_iter().find(|s| s.team == name).unwrap()
}

pub const TEAM: &[Rule] = &[
    Rule("{*} has no change in the last {n day/days}, so evidence cannot place it.", |f, h| unplaced(f, h, 0, None)),
    Rule("{*} claims {*} but has no change in the last {n day/days}, so evidence cannot place it.", |f, h| {
        unplaced(f, h, 0, Some(1))
    }),
    Rule("{*} claims {*} for all its changes; evidence places the filtered ones at {*}{, the highest rung.|.}[ {*}.]", |f, h| {
        let s = of_page(f);
        same((named(f, h.text(1)), named(f, h.text(2)), true), (s.claimed, s.rung, f.is_part_of_teams()), "the rungs")?;
        placed(f, h, 0, s.rung, h.text(3), 4)
    }),
    Rule("{*} claims no rung; evidence places the filtered changes at {*}{, the highest rung.|.}[ {*}.]", |f, h| {
        let s = of_page(f);
        same((None, named(f, h.text(1)), true), (s.claimed, s.rung, f.is_part_of_teams()), "the rungs")?;
        placed(f, h, 0, s.rung, h.text(2), 3)
    }),
    Rule("{*} claims {*}, and evidence places it there{, the highest rung.|.}[ {*}.]", |f, h| {
        let s = of_page(f);
        same((s.rung, named(f, h.text(1)), false), (s.claimed, s.rung, f.is_part_of_teams()), "the rung")?;
        placed(f, h, 0, s.rung, h.text(2), 3)
    }),
    Rule("{*} claims {*}; evidence places it {at|higher, at} {*}{, the highest rung.|.}[ {*}.]", |f, h| {
        let s = of_page(f);
        same((named(f, h.text(1)), named(f, h.text(3))), (s.claimed, s.rung), "the rungs")?;
        same(h.text(2) == "higher, at", s.rung > s.claimed, "whether it is higher")?;
        that(s.rung != s.claimed, "claim and place differ")?;
        placed(f, h, 0, s.rung, h.text(4), 5)
    }),
    Rule("{*} claims no rung; evidence places it at {*}{, the highest rung.|.}[ {*}.]", |f, h| {
        let s = of_page(f);
        same((None, named(f, h.text(1))), (s.claimed, s.rung), "the rungs")?;
        placed(f, h, 0, s.rung, h.text(2), 3)
    }),
];

fn named(f: &Facts<'_>, said: &str) -> Option<usize> {
    f.a.policy().rungs().iter().position(|rung| title(rung) == said)
}

fn unplaced(f: &Facts<'_>, h: &Holes, team: usize, claimed: Option<usize>) -> Verdict {
    let s = of_page(f);
    same((h.text(team), s.rung), (s.team.as_str(), None), "the team")?;
    same(claimed.and_then(|i| named(f, h.text(i))), s.claimed, "the claim")?;
    let days = h.text(claimed.unwrap_or(team) + 1);
    same(number(days).unwrap_or(1), u64::from(f.a.policy().ladder_days), "the days")
}

/// "Two criteria keep it from Proven; nine of 15 criteria up to Audit-verified are open."
fn placed(f: &Facts<'_>, h: &Holes, team: usize, rung: Option<usize>, end: &str, rest: usize) -> Verdict {
    let s = of_page(f);
    same((h.text(team), rung.is_some()), (s.team.as_str(), true), "the team")?;
    let is_top = rung.map(|r| r + 1) == Some(f.a.policy().rungs().len());
    same((end != ".", h.has(rest)), (is_top, !is_top), "whether it is the highest rung")?;
    if h.has(rest) { super::check(OPEN, f, h.text(rest)) } else { Ok(()) }
}

const OPEN: &[Rule] = &[Rule(
    "{W criterion keeps/criteria keep} {it|them} from {*}[{=, for want of data}][, {w} of them for want of data][; {w} of {w criterion/criteria} up to {*} {is|are} open]",
    |f, h| {
        let (s, rungs) = (of_page(f), f.a.policy().rungs());
        let next = s.rung.map_or(0, |r| r + 1);
        same((named(f, h.text(2)), h.text(1) == "them"), (Some(next), f.is_part_of_teams()), "the next rung")?;
        let of_next = || s.whole.criteria.iter().filter(|c| Some(c.rung.as_str()) == rungs.get(next).copied());
        let short = of_next().filter(|c| c.state == CriterionState::NotEnoughData).count() as u64;
        let open = of_next().filter(|c| c.state.holds_back()).count() as u64;
        same(h.n(0), open, "the open criteria")?;
        let said = if h.has(3) {
            open
        } else if h.has(4) {
            h.n(4)
        } else {
            0
        };
        same((said, h.has(4)), (short, short > 0 && short < open), "those that lack data")?;
        same(h.has(5), next + 1 < rungs.len(), "whether more rungs follow")?;
        if h.has(5) {
            let open = s.whole.criteria.iter().filter(|c| c.state.holds_back()).count() as u64;
            same((h.n(5), h.n(6)), (open, s.whole.criteria.len() as u64), "all criteria")?;
            same((named(f, h.text(7)), h.text(8) == "is"), (Some(rungs.len() - 1), open == 1), "up to the highest")?;
        }
        Ok(())
    },
)];

/// The title of a team's ladder.
pub const DISTANCE: &[Rule] = &[
    Rule("Where evidence places the filtered changes", |f, _| {
        that(f.is_part_of_teams() && of_page(f).rung.is_some(), "a filter leaves a part")
    }),
    Rule("No recent change to stand on", |f, _| same(None, of_page(f).rung, "the rung")),
    Rule("Where evidence places the team", |f, _| {
        that(of_page(f).rung.is_some() && of_page(f).claimed.is_none(), "it claims nothing")
    }),
    Rule("Evidence bears out the claim", |f, _| {
        that(of_page(f).rung.is_some() && of_page(f).rung == of_page(f).claimed, "it stands there")
    }),
    Rule("{W rung/rungs} {below|above} the claim", |f, h| {
        let (rung, claimed) = of_page(f).rung.zip(of_page(f).claimed).ok_or("it has no rung or claim")?;
        let said = h.n(0) as i64 * if h.text(1) == "below" { -1 } else { 1 };
        same(said, rung as i64 - claimed as i64, "the distance")
    }),
];

/// The title of the criteria of a team.
pub const CRITERIA: &[Rule] = &[
    Rule("{*} asks for nothing", |f, h| criteria(f, h.text(0), 0, 0)),
    Rule("The one criterion for {*} is {met|open}", |f, h| criteria(f, h.text(0), u64::from(h.text(1) == "met"), 1)),
    Rule("{all} criteria for {*} are met", |f, h| criteria(f, h.text(1), h.n(0), h.n(0))),
    Rule("All two criteria for {*} are met", |f, h| criteria(f, h.text(0), 2, 2)),
    Rule("None of the {w} criteria for {*} is met", |f, h| criteria(f, h.text(1), 0, h.n(0))),
    Rule("{W} of {w} criteria for {*} {is|are} met", |f, h| {
        same(h.text(3) == "is", h.n(0) == 1, "is or are")?;
        criteria(f, h.text(2), h.n(0), h.n(1))
    }),
];

fn criteria(f: &Facts<'_>, rung: &str, held: u64, all: u64) -> Verdict {
    let (s, rungs) = (of_page(f), f.a.policy().rungs());
    let next = s.rung.map_or(1, |r| r + 1).min(rungs.len() - 1);
    same(named(f, rung), Some(next), "the rung")?;
    let of_it: Vec<_> = s.whole.criteria.iter().filter(|c| c.rung == rungs[next]).collect();
    // without a change in the window nothing can be met
    let met = of_it.iter().filter(|c| !c.state.holds_back()).count() as u64;
    same((held, all), (met, of_it.len() as u64), "the criteria")
}
