//! What the headlines of detection, reviews, failure patterns, the matrix and the comparison claim.

use super::facts::{Facts, Moved, Verdict, are_parted, most, percent, range, same, that};
use super::pages::in_figures;
use super::template::{Holes, in_words, list};
use super::{Rule, check};
use plumbline_assess::{Lane, PatternRow, TeamReviews, figures};
use plumbline_domain::Family;
use std::collections::BTreeSet;

/// The detection lanes, each with its name in a sentence.
pub fn lanes(f: &Facts<'_>) -> Vec<(String, Lane)> {
    let all = figures::detection::lanes(f.a, &f.a.periods(&f.subset));
    all.into_iter().map(|lane| (lane.lane.replace('-', " "), lane)).collect()
}

/// What lanes require, validated, contradicted, missing.
fn checks(f: &Facts<'_>) -> [u64; 4] {
    let lanes = lanes(f);
    let sum = |of: fn(&Lane) -> u64| lanes.iter().map(|l| of(&l.1)).sum::<u64>();
    [sum(|l| l.total.n()), sum(|l| l.total.validated), sum(|l| l.total.contradicted), sum(|l| l.total.missing)]
}

/// A name at the beginning of a sentence.
pub fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

pub const DETECTION: &[Rule] = &[
    Rule("No detection lane owes anything in these changes.", |f, _| same(0, checks(f)[0], "what is owed")),
    Rule(
        "The one required check of the detection lanes {is validated|is not validated}[: {it is missing|it is contradicted}].[ {*}.]",
        |f, h| {
            let [required, validated, contradicted, missing] = checks(f);
            same((1, validated == 1), (required, h.text(0) == "is validated"), "what is owed")?;
            let why = match (contradicted, missing) {
                (0, 0) => "",
                (_, 1) => "it is missing",
                _ => "it is contradicted",
            };
            same(h.text(1), why, "why it is not validated")?;
            age(f, h, 2)
        },
    ),
    Rule(
        "Of {w} required checks in the detection lanes, {none|all|@w|@%} {is|are} validated[; {w} {is|are} missing][; {w} {is|are} \
         contradicted][; {w} {is|are} missing and {w} contradicted].[ {*}.]",
        |f, h| {
            let [required, validated, contradicted, missing] = checks(f);
            same(h.n(0), required, "what is owed")?;
            let expected = match validated {
                0 => "none".to_owned(),
                n if n == required => "all".to_owned(),
                n if f.is_few(required) => in_words(n),
                n => percent(n as f64 / required as f64),
            };
            same(h.text(1), &expected, "what is validated")?;
            same(h.text(2) == "is", validated == 0 || f.is_few(required) && validated == 1, "is or are")?;
            let said = |i: usize| if h.has(i) { h.n(i) } else { 0 };
            same((said(3).max(said(7)), said(5).max(said(9))), (missing, contradicted), "what is missing, and contradicted")?;
            let verbs = [(3, 4), (5, 6), (7, 8)];
            that(verbs.iter().all(|&(n, verb)| !h.has(n) || (h.text(verb) == "is") == (h.n(n) == 1)), "the verbs agree")?;
            age(f, h, 10)
        },
    ),
];

/// How old the latest validated checks are.
fn age(f: &Facts<'_>, h: &Holes, i: usize) -> Verdict {
    if h.has(i) { check(AGE, f, h.text(i)) } else { Err("lanes that owe something have an age".to_owned()) }
}

/// The lanes that owe something, with the whole days since the last validated check.
fn ages(f: &Facts<'_>) -> Vec<(String, Option<u64>)> {
    let owing = lanes(f).into_iter().filter(|(_, lane)| lane.total.n() > 0);
    owing.map(|(name, lane)| (name, lane.days_since_verified.map(|days| days as u64))).collect()
}

/// "3 days old", of so many days.
fn is_old(said: &str, days: u64) -> Verdict {
    let expected = match days {
        0 => "less than a day old".to_owned(),
        1 => "1 day old".to_owned(),
        n => format!("{} days old", in_figures(n)),
    };
    same(said, &expected, "how old it is")
}

const AGE: &[Rule] = &[
    Rule("{*} {has|have} no validated check", |f, h| {
        let never: Vec<String> = ages(f).into_iter().filter(|a| a.1.is_none()).map(|a| a.0).collect();
        same(h.text(0), &capital(&list(&never)), "the lanes without one")?;
        same(h.text(1) == "has", never.len() == 1, "has or have")
    }),
    Rule("The latest validated check of each lane is {*}", |f, h| {
        let ages = ages(f);
        that(ages.len() > 1 && ages.iter().all(|a| a.1 == ages[0].1), "each lane has waited as long")?;
        is_old(h.text(0), ages[0].1.ok_or("they have none")?)
    }),
    Rule("The latest validated check of {*} is {*}", |f, h| {
        let ages = ages(f);
        same((h.text(0), ages.len()), (ages[0].0.as_str(), 1), "the lane")?;
        is_old(h.text(1), ages[0].1.ok_or("it has none")?)
    }),
    Rule("Each lane has at least one validated check from the last day", |f, _| {
        that(ages(f).iter().all(|a| a.1 == Some(0)), "each has one")
    }),
    Rule("{*} {waits longest: its latest validated check is|wait longest: their latest validated checks are} {*}", |f, h| {
        let ages = ages(f);
        that(ages.iter().all(|a| a.1.is_some()), "each lane has one")?;
        let days: Vec<(&str, i64)> = ages.iter().map(|a| (a.0.as_str(), a.1.unwrap_or(0) as i64)).collect();
        let oldest = most(&days)?;
        same(h.text(0), &capital(&list(&oldest)), "the lanes that wait longest")?;
        same(h.text(1).starts_with("waits"), oldest.len() == 1, "one or more")?;
        is_old(h.text(2), days.iter().map(|d| d.1 as u64).max().unwrap_or(0))
    }),
];

pub fn together(f: &Facts<'_>) -> TeamReviews {
    figures::review::together(f.a, &f.subset)
}

/// A share as a percentage, or counted out where it is of too few.
fn share_or_count(f: &Facts<'_>, k: u64, n: u64) -> String {
    if f.is_few(n) { in_words(k) } else { percent(k as f64 / n as f64) }
}

pub const REVIEWS: &[Rule] = &[
    Rule("No change is due at Validation, so no review is expected yet.", |f, _| same(0, together(f).changes, "the changes due")),
    Rule("Nobody but the author reviewed the one change due at Validation.", |f, _| {
        same((1, 0), (together(f).changes, together(f).independent), "the changes due")
    }),
    Rule("Nobody but the author reviewed any of the {w} changes due at Validation.", |f, h| {
        same((h.n(0), 0), (together(f).changes, together(f).independent), "the changes due")
    }),
    Rule("Somebody other than the author reviewed the one change due at Validation, {never blind|blind}. {*}", |f, h| {
        let t = together(f);
        same((1, 1, u64::from(h.text(0) == "blind")), (t.changes, t.independent, t.blind), "the review")?;
        check(VERDICTS, f, h.text(1))
    }),
    Rule(
        "Somebody other than the author reviewed {@w|@%} of the {w} changes due at Validation, {never blind|blind}. {*}",
        |f, h| {
            let t = together(f);
            same((h.n(1), h.text(0)), (t.changes, share_or_count(f, t.independent, t.changes).as_str()), "the reviews")?;
            that(if h.text(2) == "blind" { (t.independent, t.blind) == (1, 1) } else { t.blind == 0 }, "so many were blind")?;
            check(VERDICTS, f, h.text(3))
        },
    ),
    Rule(
        "Somebody other than the author reviewed {@w|@%} of the {w} changes due at Validation, {@w|@%} of these blind. {*}",
        |f, h| {
            let t = together(f);
            same((h.n(1), h.text(0)), (t.changes, share_or_count(f, t.independent, t.changes).as_str()), "the reviews")?;
            same(h.text(2), &share_or_count(f, t.blind, t.independent), "the blind ones")?;
            that(t.independent > 1, "there are several")?;
            check(VERDICTS, f, h.text(3))
        },
    ),
];

const VERDICTS: &[Rule] = &[
    Rule("No verdict can be held against the evidence yet.", |f, _| same(0, together(f).evidence_n, "the verdicts")),
    Rule("Too few verdicts to hold against the evidence ({n} of {n} needed).", |f, h| {
        same((h.n(0), h.n(1)), (together(f).evidence_n, f.too_few), "the verdicts")?;
        that(f.is_few(h.n(0)), "they are too few")
    }),
    Rule("Evidence agrees with {%} of their {w verdict/verdicts}.", |f, h| {
        let t = together(f);
        same((h.n(1), h.text(0)), (t.evidence_n, percent(t.evidence_agreement.unwrap_or(-1.0)).as_str()), "the verdicts")?;
        that(!f.is_few(h.n(1)), "there are enough")
    }),
];

pub fn patterns(f: &Facts<'_>) -> Vec<PatternRow> {
    figures::pattern::rows_after(f.a, &f.subset, &f.history())
}

/// The name of a pattern.
pub fn title(f: &Facts<'_>, row: &PatternRow) -> String {
    f.a.policy().patterns.iter().find(|p| p.id == row.pattern).map(|p| p.title.clone()).unwrap()
}

/// A name of the policy within a sentence.
pub fn small(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// How often something came while its prevention was in place.
fn after(f: &Facts<'_>, pattern: Option<&str>) -> u64 {
    let is = |id: plumbline_domain::PatternId| pattern.is_none_or(|p| f.a.policy().patterns[usize::from(id.0)].id == p);
    let history = f.history();
    let course = figures::pattern::course(f.a, &history);
    let is_shown = |change: u32| f.subset.contains(&change);
    let steps = course.steps.iter().filter(|s| is_shown(s.occurrence.change));
    steps.filter(|s| s.is_after_prevention && is(s.occurrence.pattern)).count() as u64
}

/// "once", "twice", "three times".
pub fn times(said: &str) -> u64 {
    match said {
        "once" | "Once" => 1,
        "twice" => 2,
        more => super::template::number(more).unwrap_or_else(|| panic!("{more:?} is no number")),
    }
}

fn is_after(f: &Facts<'_>, said: &str) -> Verdict {
    let n = match said {
        "No failure" => 0,
        "One failure" => 1,
        more => times(more.strip_suffix(" times a failure").ok_or("it is not said how often")?),
    };
    same(n, after(f, None), "what came after its prevention")
}

pub const PATTERNS: &[Rule] = &[
    Rule("No scan was read, so nothing can be said of failure patterns.", |f, _| {
        that(!f.was_scanned() && patterns(f).iter().all(|r| r.occurrences == 0), "nothing was read or found")
    }),
    Rule("No failure pattern was found in these changes.", |f, _| {
        that(f.was_scanned() && patterns(f).iter().all(|r| r.occurrences == 0), "nothing was found")
    }),
    Rule(
        "{W failure pattern was/failure patterns were} found, {once|twice|@w times/times}, and never again in the same team.",
        |f, h| {
            let rows = patterns(f);
            same(h.n(0), rows.iter().filter(|r| r.occurrences > 0).count() as u64, "the patterns")?;
            same(times(h.text(1)), rows.iter().map(|r| r.occurrences).sum(), "how often")?;
            that(rows.iter().all(|r| r.recurrences == 0), "none recurred")
        },
    ),
    Rule(
        "{The most repeated pattern|The only pattern that recurs} is {*}: {w repeat/repeats} in {w team/teams}. {*} came back while its prevention was in place.",
        |f, h| {
            let rows = patterns(f);
            let all: Vec<(&PatternRow, i64)> = rows.iter().map(|r| (r, r.recurrences as i64)).collect();
            let top = most(&all)?;
            that(top.len() == 1, "one recurs most")?;
            same((h.text(1), h.n(2)), (small(&title(f, top[0])).as_str(), top[0].recurrences), "the pattern")?;
            same(
                h.text(0).contains("only"),
                rows.iter().filter(|r| r.recurrences > 0).count() == 1,
                "whether it is the only one",
            )?;
            let history = f.history();
            let course = figures::pattern::course(f.a, &history);
            let again = course.steps.iter().filter(|s| s.is_repeat && s.occurrence.pattern == top[0].pattern_id);
            let teams: BTreeSet<u32> = again.filter(|s| f.subset.contains(&s.occurrence.change)).filter_map(|s| s.team).collect();
            same(h.n(3), teams.len() as u64, "the teams")?;
            is_after(f, h.text(4))
        },
    ),
    Rule(
        "{W failure pattern was/failure patterns were} found and recurred in the same team {once|twice|@w times/times}. {*} came back while its prevention was in place.",
        |f, h| {
            let rows = patterns(f);
            same(h.n(0), rows.iter().filter(|r| r.occurrences > 0).count() as u64, "the patterns")?;
            same(times(h.text(1)), rows.iter().map(|r| r.recurrences).sum(), "how often they recurred")?;
            is_after(f, h.text(2))
        },
    ),
];

pub const PATTERN: &[Rule] = &[
    Rule("The pattern \u{201c}{*}\u{201d} was not found in these changes.", |f, h| {
        let row = opened(f);
        same((h.text(0), 0), (small(&title(f, &row)).as_str(), row.occurrences), "the pattern")
    }),
    Rule(
        "The pattern \u{201c}{*}\u{201d} was found {once|twice|@w times/times}, in {w change/changes}[ of {w team/teams}[{= or none}]]. {*}",
        |f, h| {
            let row = opened(f);
            let found = f.a.with_pattern(&f.subset, row.pattern_id);
            let teams = f.a.count_by(&found, plumbline_assess::GroupBy::Team);
            same(
                (h.text(0), times(h.text(1)), h.n(2)),
                (small(&title(f, &row)).as_str(), row.occurrences, found.len() as u64),
                "the pattern",
            )?;
            let n_teams = teams.iter().filter(|n| **n > 0).count() as u64;
            same(if h.has(3) { h.n(3) } else { 0 }, n_teams, "the teams")?;
            let of_none = found.len() as u64 > teams.iter().sum::<u64>();
            same(h.has(4), of_none && n_teams > 0, "whether some of these changes are of no team")?;
            check(RECURRED, f, h.text(5))
        },
    ),
];

const RECURRED: &[Rule] = &[
    Rule("It recurred in no team.", |f, _| same(0, opened(f).recurrences, "how often it recurred")),
    Rule("It recurred {once|twice|@w times/times}, never while its prevention was in place.", |f, h| {
        same((times(h.text(0)), 0), (opened(f).recurrences, after(f, Some(&f.look.name()))), "how often it recurred")
    }),
    Rule(
        "It recurred {once|twice|@w times/times}; {w occurrence/occurrences} came while its prevention was in place.",
        |f, h| same((times(h.text(0)), h.n(1)), (opened(f).recurrences, after(f, Some(&f.look.name()))), "how often it recurred"),
    ),
];

/// The pattern of the page.
pub fn opened(f: &Facts<'_>) -> PatternRow {
    let id = f.look.name();
    patterns(f).into_iter().find(|row| row.pattern == id).unwrap()
}

pub const MATRIX: &[Rule] = &[
    Rule("No evidence is present yet.", |f, _| same([0; 4], reproduction(f), "the items")),
    Rule("The one item present is witnessed: it cannot be repeated by nature.", |f, _| {
        same([0, 0, 0, 1], reproduction(f), "the items")
    }),
    Rule("{all} items present are witnessed: they cannot be repeated by nature.", |f, h| {
        same([0, 0, 0, h.n(0)], reproduction(f), "the items")
    }),
    Rule("Nobody else has re-run the one item that could be reproduced.", |f, _| {
        same([0, 0, 1], reproduction(f)[..3].try_into().unwrap(), "the items")
    }),
    Rule("Nobody else has re-run any of the {w} items that could be reproduced.", |f, h| {
        same([0, 0, h.n(0)], reproduction(f)[..3].try_into().unwrap(), "the items")
    }),
    Rule("The one item that was re-run {reproduced|diverged}. {*}", |f, h| {
        let is_same = u64::from(h.text(0) == "reproduced");
        same([is_same, 1 - is_same], reproduction(f)[..2].try_into().unwrap(), "the item")?;
        check(UNTRIED, f, h.text(1))
    }),
    Rule("{all} items that were re-run {reproduced|diverged}. {*}", |f, h| {
        let counts = if h.text(1) == "reproduced" { [h.n(0), 0] } else { [0, h.n(0)] };
        same(counts, reproduction(f)[..2].try_into().unwrap(), "the items")?;
        check(UNTRIED, f, h.text(2))
    }),
    Rule("Of {w} items that were re-run, {w} reproduced[ ({%})] and {w} diverged. {*}", |f, h| {
        let [same_output, other, ..] = reproduction(f);
        same([h.n(0), h.n(1), h.n(3)], [same_output + other, same_output, other], "the items")?;
        same(h.has(2), !f.is_few(h.n(0)), "whether a share is said")?;
        that(!h.has(2) || h.text(2) == percent(same_output as f64 / h.n(0) as f64), "the share is right")?;
        check(UNTRIED, f, h.text(4))
    }),
];

/// The items that reproduced, diverged, were not tried, and cannot be.
pub fn reproduction(f: &Facts<'_>) -> [u64; 4] {
    let items = figures::matrix::items(f.a, &f.subset);
    [items.reproduced, items.diverged, items.not_tried, items.not_reproducible]
}

const UNTRIED: &[Rule] = &[
    Rule("Nothing else could be re-run.", |f, _| same(0, reproduction(f)[2], "what was not tried")),
    Rule(
        "Nobody else has re-run the one other item that could be[; the least is reproduced for {*}, {n} of {n} items].",
        |f, h| {
            same(1, reproduction(f)[2], "what was not tried")?;
            least(f, h, 0)
        },
    ),
    Rule("Nobody else has re-run the other {w} that could be[; the least is reproduced for {*}, {n} of {n} items].", |f, h| {
        same(h.n(0), reproduction(f)[2], "what was not tried")?;
        least(f, h, 1)
    }),
];

/// The family of which the least share was reproduced.
fn least(f: &Facts<'_>, h: &Holes, i: usize) -> Verdict {
    let cells = figures::matrix::cells(f.a, &f.subset);
    let of = |&family: &Family| {
        let cells = cells.iter().filter(|c| c.family == family);
        let (k, n) = cells.fold((0, 0), |(k, n), c| (k + c.reproduced, n + c.reproduced + c.diverged + c.not_tried));
        (n >= f.too_few && n > 0).then_some((family.title(), k, n))
    };
    let all: Vec<(&str, u64, u64)> = Family::ALL.iter().filter_map(of).collect();
    let is_least =
        |a: &(&str, u64, u64)| all.iter().all(|b| u128::from(a.1) * u128::from(b.2) <= u128::from(b.1) * u128::from(a.2));
    let least: Vec<_> = all.iter().filter(|a| is_least(a)).collect();
    let rest = all.iter().filter(|a| !is_least(a));
    let is_clear = are_parted(
        &least.iter().map(|l| range(l.1, l.2)).collect::<Vec<_>>(),
        &rest.map(|r| range(r.1, r.2)).collect::<Vec<_>>(),
    );
    match least.as_slice() {
        [one] if is_clear => same((h.text(i), h.n(i + 1), h.n(i + 2)), (one.0, one.1, one.2), "the family"),
        _ => that(!h.has(i), "of no family alone clearly the least is reproduced"),
    }
}

pub const COMPARE: &[Rule] = &[
    Rule("There is no data {*}, and none {*}.", |f, h| {
        let (left, right) = f.sides();
        same((h.text(0), h.text(1)), (left.words().as_str(), right.words().as_str()), "the sides")?;
        that(left.verified(f).is_none() && right.verified(f).is_none(), "neither has data")
    }),
    Rule("Verified confidence is {%} {*}; there is no data {*}.", |f, h| {
        let (left, right) = f.sides();
        let (with, without) = if left.verified(f).is_some() { (left, right) } else { (right, left) };
        same((h.text(1), h.text(2)), (with.words().as_str(), without.words().as_str()), "the sides")?;
        that(without.verified(f).is_none(), "one has no data")?;
        same(h.text(0), &percent(with.verified(f).ok_or("neither has data")?), "the share")
    }),
    Rule("Verified confidence is {%} in both {*}[; it is clearly {higher|lower} {*}, by less than a point].", |f, h| {
        let (left, right) = f.sides();
        let (a, b) = left.verified(f).zip(right.verified(f)).ok_or("a side has no data")?;
        same((h.text(0), h.text(0)), (percent(a).as_str(), percent(b).as_str()), "the shares")?;
        same(h.text(1), &left.both(right), "the sides")?;
        let moved = Moved::of_verified(&left.pooled(f), &right.pooled(f), f.is_few(left.n(f)) || f.is_few(right.n(f)));
        same(h.has(2), moved.is_some_and(|m| m.is_clear), "whether the difference is clear")?;
        that(!h.has(2) || (h.text(2) == "higher") == (b > a) && h.text(3) == right.words(), "the second is so")
    }),
    Rule("Verified confidence is {%} {*} and {%} {*}: {no clear difference|clearly higher|clearly lower}[ {*}].", |f, h| {
        let (left, right) = f.sides();
        let (a, b) = left.verified(f).zip(right.verified(f)).ok_or("a side has no data")?;
        same((h.text(0), h.text(2)), (percent(a).as_str(), percent(b).as_str()), "the shares")?;
        same((h.text(1), h.text(3)), (left.words().as_str(), right.words().as_str()), "the sides")?;
        that(h.text(0) != h.text(2), "the two are told apart")?;
        let moved = Moved::of_verified(&left.pooled(f), &right.pooled(f), f.is_few(left.n(f)) || f.is_few(right.n(f)));
        let expected = match moved.filter(|m| m.is_clear) {
            None => "no clear difference",
            Some(m) if m.change > 0.0 => "clearly higher",
            Some(_) => "clearly lower",
        };
        same(h.text(4), expected, "the difference")?;
        let is_named = expected != "no clear difference" && right.by != "period";
        same(h.text(5), if is_named { right.words() } else { String::new() }.as_str(), "the side that is so")
    }),
];
