//! What the titles of the attack surface, the threats, the lanes and the reviews claim.

use super::Rule;
use super::facts::{Facts, Verdict, are_parted, is_share, most, percent, range, same, that};
use super::pages::chain;
use super::practice::{capital, lanes, small};
use super::template::{Holes, in_words, items, list};
use plumbline_assess::{Share, TeamReviews, figures};
use plumbline_domain::{Gate, Surface};

/// The places of the attack surface with what is owed and verified.
fn places(f: &Facts<'_>) -> Vec<(Surface, Gate, u64, u64)> {
    let cells = figures::surface::cells(f.a, &f.subset);
    cells.iter().filter(|c| c.required > 0).map(|c| (c.surface, c.gate, c.verified, c.required)).collect()
}

/// Those with enough items of which the least share is verified, named; and whether others have more.
fn thinnest(f: &Facts<'_>) -> (Vec<String>, f64, u64, bool) {
    let many: Vec<_> = places(f).into_iter().filter(|p| !f.is_few(p.3)).collect();
    let is_least = |a: &(Surface, Gate, u64, u64)| {
        many.iter().all(|b| u128::from(a.2) * u128::from(b.3) <= u128::from(b.2) * u128::from(a.3))
    };
    let least: Vec<_> = many.iter().filter(|p| is_least(p)).collect();
    let names = least.iter().map(|p| format!("{} at {}", small(p.0.title()), p.1.title())).collect();
    let share = least.first().map_or(0.0, |p| p.2 as f64 / p.3 as f64);
    (names, share, least.first().map_or(0, |p| p.3), least.len() < many.len())
}

/// Whether the places with the least stand clear of the others.
fn is_thinnest_clear(f: &Facts<'_>) -> bool {
    let (_, share, ..) = thinnest(f);
    let many = || places(f).into_iter().filter(|p| !f.is_few(p.3));
    let of =
        |is: bool| -> Vec<_> { many().filter(|p| ((p.2 as f64 / p.3 as f64) <= share) == is).map(|p| range(p.2, p.3)).collect() };
    are_parted(&of(true), &of(false))
}

pub const SURFACE: &[Rule] = &[
    Rule("Coverage and open findings by surface and gate", |f, _| that(thinnest(f).0.is_empty(), "no place has enough items")),
    Rule("Everything owed is verified", |f, _| {
        that(!places(f).is_empty() && places(f).iter().all(|p| p.2 == p.3), "everything is verified")
    }),
    Rule("No clear difference in evidence between the places of the surface", |f, _| {
        that(thinnest(f).3 && !is_thinnest_clear(f), "others have more, and not clearly")
    }),
    Rule("Evidence is thinnest on {*}, {%} of {n item/items}", |f, h| {
        that(is_thinnest_clear(f), "its interval meets no other")?;
        let (names, share, n, has_others) = thinnest(f);
        that(names.len() == 1 && has_others, "one place has less than the others")?;
        same((h.text(0), h.text(1), h.n(2)), (names[0].as_str(), percent(share).as_str(), n), "the place")
    }),
    Rule("Evidence is thinnest on {*}, {%} each", |f, h| {
        that(is_thinnest_clear(f), "their intervals meet no other")?;
        let (names, share, _, has_others) = thinnest(f);
        that(names.len() == 2 && has_others, "two places have less than the others")?;
        same((h.text(0), h.text(1)), (list(&names).as_str(), percent(share).as_str()), "the places")
    }),
    Rule("Evidence is thinnest, {%}, at {w} places of the surface", |f, h| {
        that(is_thinnest_clear(f), "their intervals meet no other")?;
        let (names, share, _, has_others) = thinnest(f);
        that(has_others, "others have more")?;
        same((h.text(0), h.n(1)), (percent(share).as_str(), names.len() as u64), "the places")
    }),
    Rule("{None|@%} of the {n item/items} owed on {*} {is|are} verified", |f, h| {
        let (names, share, n, has_others) = thinnest(f);
        that(names.len() == 1 && !has_others, "no other place has enough")?;
        same((h.n(1), h.text(2)), (n, names[0].as_str()), "the place")?;
        same(h.text(3) == "is", h.text(0) == "None", "is or are")?;
        is_share(h.text(0), share)
    }),
    Rule("{%} of the items owed are verified at each of {w} places of the surface", |f, h| {
        let (names, share, _, has_others) = thinnest(f);
        same((h.n(1), false), (names.len() as u64, has_others), "the places")?;
        same(h.text(0), &percent(share), "the share")?;
        that(share > 0.0 && share < 1.0, "neither nothing nor everything is verified")
    }),
    Rule("{all} items owed on {*} are verified", |f, h| {
        let (names, share, n, has_others) = thinnest(f);
        that(names.len() == 1 && !has_others && share >= 1.0, "no other place has enough, and all is verified")?;
        same((h.n(0), h.text(1)), (n, names[0].as_str()), "the place")
    }),
    Rule("Everything owed is verified at each of {w} places of the surface", |f, h| {
        let (names, share, _, has_others) = thinnest(f);
        same((h.n(0), false), (names.len() as u64, has_others), "the places")?;
        that(share >= 1.0, "everything is verified there")
    }),
    Rule("Nothing owed is verified at any of {w} places of the surface", |f, h| {
        let (names, share, _, has_others) = thinnest(f);
        same((h.n(0), false), (names.len() as u64, has_others), "the places")?;
        that(share <= 0.0, "nothing is verified there")
    }),
];

/// The title of the threats: the gates where most findings are open.
pub const THREATS: &[Rule] = &[
    Rule("No scan was read, so nothing can be said of open findings", |f, _| {
        that(!f.was_scanned() && open(f).iter().all(|g| g.1 == 0), "nothing was read or is open")
    }),
    Rule("No finding is open at any gate", |f, _| that(f.was_scanned() && open(f).iter().all(|g| g.1 == 0), "none is open")),
    Rule("The one open finding is at {gate}", |f, h| {
        let all: Vec<_> = open(f).into_iter().filter(|g| g.1 > 0).collect();
        same(vec![(h.text(0), 1)], all.iter().map(|g| (g.0.title(), g.1)).collect(), "the gate")
    }),
    Rule("All {n} open findings are at {gate}", |f, h| {
        let all: Vec<_> = open(f).into_iter().filter(|g| g.1 > 0).collect();
        same(vec![(h.text(1), h.n(0) as i64)], all.iter().map(|g| (g.0.title(), g.1)).collect(), "the gate")
    }),
    Rule("Most findings are open at {gates}, {n} of {n}", |f, h| {
        let all = open(f);
        super::facts::are_gates(h, 0, &most(&all)?)?;
        let sum: i64 = all.iter().map(|g| g.1).sum();
        same((Some(h.n(1) as i64), h.n(2) as i64), (all.iter().map(|g| g.1).max(), sum), "how many")?;
        that(h.n(1) < h.n(2), "not all are there")
    }),
    Rule("Most findings are open at {gates}, {n} each", |f, h| {
        let all = open(f);
        super::facts::are_gates(h, 0, &most(&all)?)?;
        same(Some(h.n(1) as i64), all.iter().map(|g| g.1).max(), "how many")?;
        that(items(h.text(0)).len() > 1, "there are several gates")
    }),
    Rule("{n finding/findings} {is|are} open at each gate", |f, h| {
        that(open(f).iter().all(|g| g.1 == h.n(0) as i64), "each gate has as many")
    }),
];

fn open(f: &Facts<'_>) -> Vec<(Gate, i64)> {
    figures::threat::rows(f.a, &f.subset).iter().map(|r| (r.gate, r.open as i64)).collect()
}

/// The title of the authoring-time chain.
pub const CHAIN: &[Rule] = &[
    Rule("No unsafe default or inflated privilege was found", |f, _| that(f.was_scanned() && chain(f)[0] == 0, "none has one")),
    Rule("No scan was read, so nothing can be said of unsafe defaults and inflated privileges", |f, _| {
        that(!f.was_scanned() && chain(f)[0] == 0, "nothing was read or found")
    }),
    Rule(
        "The one change {did not pass validation|is not deployed|is live with no known fault in alerting|is live with no proof that alerts arrive}",
        |f, h| same((1, vec![(1, h.text(0).to_owned())]), (chain(f)[0], parts(f)), "how far it went"),
    ),
    Rule(
        "{all} changes {did not pass validation|are not deployed|are live with no known fault in alerting|are live with no proof that alerts arrive}",
        |f, h| same(vec![(h.n(0), h.text(1).to_owned())], parts(f), "how far they went"),
    ),
    Rule("Of {n} changes, {*}", |f, h| {
        let said: Vec<String> = parts(f).iter().map(|(n, how)| format!("{} {how}", in_words(*n))).collect();
        same((h.n(0), h.text(1)), (chain(f)[0], list(&said).as_str()), "how far they went")?;
        that(said.len() > 1, "they went differently far")
    }),
];

/// How many changes went how far, those of none left out.
fn parts(f: &Facts<'_>) -> Vec<(u64, String)> {
    let [written, missed, deployed, silent] = chain(f);
    let be = |n: u64| if n == 1 { "is" } else { "are" };
    let all = [
        (written - missed, "did not pass validation".to_owned()),
        (missed - deployed, format!("{} not deployed", be(missed - deployed))),
        (deployed - silent, format!("{} live with no known fault in alerting", be(deployed - silent))),
        (silent, format!("{} live with no proof that alerts arrive", be(silent))),
    ];
    all.into_iter().filter(|p| p.0 > 0).collect()
}

/// The title of the lanes over time.
pub const LANES: &[Rule] = &[
    Rule("Detection lanes over time", |f, _| that(told(f).is_empty(), "no lane has enough checks")),
    Rule("No clear difference between the lanes", |f, _| {
        let all = told(f);
        let (top, bottom) = (ends(&all, true), ends(&all, false));
        that(all.len() > 1 && bottom[0].1.high >= top[0].1.low, "the intervals of the most and the least meet")
    }),
    Rule("{*} is {%} validated, of {n check/checks}", |f, h| {
        let all = told(f);
        that(all.len() == 1, "one lane has enough checks")?;
        let (name, share) = &all[0];
        same(
            (h.text(0), h.text(1), h.n(2)),
            (capital(name).as_str(), percent(share.value.unwrap()).as_str(), share.n),
            "the lane",
        )
    }),
    Rule("{*} {is|are} validated most, {%} of {n check/checks}; {*} least, {%} of {n}", |f, h| lanes_are(f, h, Some(3), Some(6))),
    Rule("{*} {is|are} validated most, {%} each; {*} least, {%} of {n}", |f, h| lanes_are(f, h, None, Some(5))),
    Rule("{*} {is|are} validated most, {%} of {n check/checks}; {*} least, {%} each", |f, h| lanes_are(f, h, Some(3), None)),
    Rule("{*} {is|are} validated most, {%} each; {*} least, {%} each", |f, h| lanes_are(f, h, None, None)),
];

fn lanes_are(f: &Facts<'_>, h: &Holes, n_most: Option<usize>, n_least: Option<usize>) -> Verdict {
    let all = told(f);
    let (top, bottom) = (ends(&all, true), ends(&all, false));
    let names = |of: &[(String, Share)]| list(&of.iter().map(|l| l.0.clone()).collect::<Vec<_>>());
    let least = n_most.map_or(3, |i| i + 1);
    same((h.text(0), h.text(least)), (capital(&names(&top)).as_str(), names(&bottom).as_str()), "the lanes")?;
    let share = |of: &[(String, Share)]| percent(of[0].1.value.unwrap());
    same((h.text(2), h.text(least + 1)), (share(&top).as_str(), share(&bottom).as_str()), "the shares")?;
    same(
        (n_most.map(|i| h.n(i)), n_least.map(|i| h.n(i))),
        ((top.len() == 1).then_some(top[0].1.n), (bottom.len() == 1).then_some(bottom[0].1.n)),
        "the checks",
    )?;
    same(h.text(1) == "is", top.len() == 1, "is or are")?;
    that(bottom[0].1.high < top[0].1.low, "the intervals part")
}

/// The lanes with enough checks.
fn told(f: &Facts<'_>) -> Vec<(String, Share)> {
    let all = lanes(f).into_iter().filter(|(_, lane)| lane.total.n() > 0 && !f.is_few(lane.total.n()));
    all.map(|(name, lane)| (name, Share::of(lane.total.validated, lane.total.n()))).collect()
}

/// Those with the largest or the smallest share.
fn ends<T: Clone>(all: &[(T, Share)], is_most: bool) -> Vec<(T, Share)> {
    let better = |a: f64, b: f64| if is_most { a >= b } else { a <= b };
    let is_end = |x: &&(T, Share)| all.iter().all(|y| better(x.1.value.unwrap(), y.1.value.unwrap()));
    all.iter().filter(is_end).cloned().collect()
}

pub const LAST_CHECKS: &[Rule] = &[
    Rule("When each lane was last checked", |f, _| same((0, 0), checked(f), "the checks")),
    Rule("The one check is {validated|not validated}", |f, h| {
        same((1, u64::from(h.text(0) == "validated")), checked(f), "the checks")
    }),
    Rule("{all} checks are validated", |f, h| same((h.n(0), h.n(0)), checked(f), "the checks")),
    Rule("{n} of {n check/checks} {is|are} not validated", |f, h| {
        same((h.n(1), h.n(1).saturating_sub(h.n(0))), checked(f), "the checks")?;
        same(h.text(2) == "is", h.n(0) == 1, "is or are")
    }),
];

fn checked(f: &Facts<'_>) -> (u64, u64) {
    lanes(f).iter().fold((0, 0), |(n, k), (_, lane)| (n + lane.total.n(), k + lane.total.validated))
}

pub const REVIEWS: &[Rule] = &[
    Rule("Reviews by team", |f, _| that(reviewed(f).is_empty(), "no team has a change due")),
    Rule("The one team has {an|no} independent blind review", |f, h| {
        let all = reviewed(f);
        same((1, h.text(0) == "no"), (all.len(), all[0].blind == 0), "the team")
    }),
    Rule("Every team has an independent blind review", |f, _| {
        that(reviewed(f).iter().all(|t| t.blind > 0), "every team has one")
    }),
    Rule("No team has an independent blind review", |f, _| {
        that(reviewed(f).len() > 1 && reviewed(f).iter().all(|t| t.blind == 0), "none has one")
    }),
    Rule("{W} of {w team/teams} {has|have} no independent blind review[: {*}]", |f, h| {
        let all = reviewed(f);
        let without: Vec<&TeamReviews> = all.iter().filter(|t| t.blind == 0).collect();
        same((h.n(0), h.n(1)), (without.len() as u64, all.len() as u64), "the teams")?;
        same((h.text(2) == "has", h.has(3)), (without.len() == 1, without.len() < 4), "has or have, and who")?;
        that(!h.has(3) || without.iter().all(|t| h.text(3).contains(&t.team)), "each is named")
    }),
];

fn reviewed(f: &Facts<'_>) -> Vec<TeamReviews> {
    figures::review::by_team(f.a, &f.subset).into_iter().filter(|t| t.changes > 0).collect()
}

/// The titles of the shares of reviews by team.
pub const REVIEW_SHARES: &[Rule] = &[
    Rule("{*}: too few cases in every team", |f, h| that(shares(f, h.text(0)).is_empty(), "no team has enough cases")),
    Rule("{*}: no clear difference between teams", |f, h| {
        let all = shares(f, h.text(0));
        that(all.len() > 1 && ends(&all, false)[0].1.high >= ends(&all, true)[0].1.low, "the intervals meet")
    }),
    Rule("{*} in {*}: {%}", |f, h| {
        let all = shares(f, h.text(0));
        that(all.len() == 1, "one team has enough cases")?;
        same((h.text(1), h.text(2)), (all[0].0.as_str(), percent(all[0].1.value.unwrap()).as_str()), "the team")
    }),
    Rule("{*}: most in {*}, {%}; least in {*}, {%}", |f, h| {
        let all = shares(f, h.text(0));
        let (top, bottom) = (ends(&all, true), ends(&all, false));
        let names = |of: &[(String, Share)]| list(&of.iter().map(|t| t.0.clone()).collect::<Vec<_>>());
        let share = |of: &[(String, Share)]| percent(of[0].1.value.unwrap());
        for (i, end) in [(1, &top), (3, &bottom)] {
            let said = if end.len() > 3 { format!("{} teams", in_words(end.len() as u64)) } else { names(end) };
            same(h.text(i), &said, "the teams")?;
            same(h.text(i + 1), &share(end), "the share")?;
        }
        that(bottom[0].1.high < top[0].1.low, "the intervals part")
    }),
];

fn shares(f: &Facts<'_>, measure: &str) -> Vec<(String, Share)> {
    let agreed = |n: u64, share: Option<f64>| Share::of((share.unwrap_or(0.0) * n as f64).round() as u64, n);
    let of = |t: TeamReviews| {
        let share = match measure {
            "Independent review" => Share::of(t.independent, t.changes),
            "Blind review" => Share::of(t.blind, t.independent),
            "Agreement with the evidence" => agreed(t.evidence_n, t.evidence_agreement),
            "Agreement between reviewers" => agreed(t.reviewers_n, t.reviewers_agreement),
            other => panic!("no measure {other:?}"),
        };
        (t.team, share)
    };
    let mut all: Vec<(String, Share)> = figures::review::by_team(f.a, &f.subset).into_iter().map(of).collect();
    all.retain(|t| t.1.n > 0 && !f.is_few(t.1.n));
    all.sort_by_key(|t| t.0.to_lowercase());
    all
}
