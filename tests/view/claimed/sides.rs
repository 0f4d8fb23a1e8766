//! What the figures of the page of two sides claim.

use super::Rule;
use super::facts::{Facts, Moved, Side, Verdict, percent, same, that};
use super::practice::small;
use super::template::list;
use plumbline_assess::{GroupBy, Share, figures};
use plumbline_domain::{Gate, Grade};

/// "Nothing to compare: there is no data in blue, and none in red".
const NOTHING: Rule = Rule("Nothing to compare: there is no data {*}[, and none {*}]", |f, h| {
    let (left, right) = f.sides();
    let missing: Vec<String> = [left, right].into_iter().filter(|s| s.n(f) == 0).map(Side::words).collect();
    let said: Vec<String> = (0..2).filter(|i| h.has(*i)).map(|i| h.text(i).to_owned()).collect();
    same(said, missing, "the sides without data")
});

/// Both sides have changes, and still nothing can be compared.
const IN_COMMON: Rule = Rule("Nothing to compare: the two sides have nothing in common", |f, _| both(f));

fn both(f: &Facts<'_>) -> Verdict {
    let (left, right) = f.sides();
    that(left.n(f) > 0 && right.n(f) > 0, "both sides have changes")
}

/// A title about the second of two teams or releases begins with its name; the later of two periods needs none.
fn named(f: &Facts<'_>, said: &str) -> Verdict {
    let (_, right) = f.sides();
    let name = if right.by == "period" { String::new() } else { right.words().replacen('i', "I", 1) };
    same(said, name.as_str(), "the side")
}

/// The gates at which the second side clearly has more verified, and less.
fn gates(f: &Facts<'_>) -> [Vec<&'static str>; 2] {
    let (left, right) = f.sides();
    let moved = |gate: Gate| {
        let (a, b) = (f.confidence(&left.changes(f), Some(gate)), f.confidence(&right.changes(f), Some(gate)));
        Moved::of_verified(&a, &b, f.is_few(a.n) || f.is_few(b.n))
            .map(Moved::of_four)
            .filter(|m| m.is_clear)
            .map(|m| m.change > 0.0)
    };
    let of = |up: bool| Gate::ALL.iter().filter(|&&gate| moved(gate) == Some(up)).map(|gate| gate.title()).collect();
    [of(true), of(false)]
}

pub const GATES: &[Rule] = &[
    NOTHING,
    IN_COMMON,
    Rule("No clear difference in verified confidence at any gate", |f, _| {
        both(f)?;
        same([Vec::new(), Vec::new()], gates(f), "the gates")
    }),
    Rule("[{*}, ]{Verified|verified} confidence is {higher|lower} at {gates}[ and lower at {gates}]", |f, h| {
        both(f)?;
        named(f, h.text(0))?;
        let [up, down] = gates(f);
        let (first, second) = if h.text(2) == "higher" { (up, down) } else { (down, up) };
        same((h.text(3), h.text(4)), (list(&first).as_str(), list(&second).as_str()), "the gates")
    }),
];

/// How many types of evidence are clearly better and worse verified.
fn types(f: &Facts<'_>) -> (u64, u64) {
    let (left, right) = f.sides();
    let count = |side: &Side, place: u16| {
        let changes = side.changes(f);
        let of = |v: bool| {
            f.a.requirement_states(&changes)
                .filter(|(s, _)| s.artifact_type.0 == place && (!v || s.is_verified))
                .map(|(_, n)| n)
                .sum::<u64>()
        };
        Share::of(of(true), of(false))
    };
    let clear = |place: u16| clear(f, &count(left, place), &count(right, place));
    let all: Vec<bool> = (0..f.a.policy().artifact_types.len() as u16).filter_map(clear).collect();
    (all.iter().filter(|up| **up).count() as u64, all.iter().filter(|up| !**up).count() as u64)
}

/// Whether a share is clearly larger on the second side, or smaller.
fn clear(f: &Facts<'_>, a: &Share, b: &Share) -> Option<bool> {
    let half = |s: &Share| Some((s.high? - s.low?) / 2.0);
    let change = b.value? - a.value?;
    let is_clear = !f.is_few(a.n) && !f.is_few(b.n) && change.abs() > half(a)?.hypot(half(b)?);
    is_clear.then_some(change > 0.0)
}

pub const TYPES: &[Rule] = &[
    NOTHING,
    IN_COMMON,
    Rule("No type of evidence is clearly better or worse verified", |f, _| same((0, 0), types(f), "the types")),
    Rule("{*}, {w type of evidence is/types of evidence are} clearly {better|worse} verified[, {w} worse]", |f, h| {
        named(f, h.text(0))?;
        let said = match (h.text(2), h.has(3)) {
            ("better", true) => (h.n(1), h.n(3)),
            ("better", false) => (h.n(1), 0),
            _ => (0, h.n(1)),
        };
        same(said, types(f), "the types")
    }),
    Rule("{W type of evidence is/types of evidence are} clearly {better|worse} verified[, {w} worse]", |f, h| {
        named(f, "")?;
        let said = match (h.text(1), h.has(2)) {
            ("better", true) => (h.n(0), h.n(2)),
            ("better", false) => (h.n(0), 0),
            _ => (0, h.n(0)),
        };
        same(said, types(f), "the types")
    }),
];

/// The changes with a pattern among those due at the gate responsible for it, and how many are due there.
fn with_pattern(f: &Facts<'_>, side: &Side, place: usize) -> (u64, u64) {
    let due = f.a.due_at(&side.changes(f), f.a.policy().patterns[place].responsible);
    let with = f.a.with_pattern(&due, plumbline_domain::PatternId(u16::try_from(place).unwrap()));
    (with.len() as u64, due.len() as u64)
}

/// The title of the patterns as it has to be: those of one side alone, then the clear differences.
fn patterns(f: &Facts<'_>) -> String {
    let (left, right) = f.sides();
    let mut names: [Vec<String>; 4] = Default::default();
    let mut is_found = false;
    for (place, p) in f.a.policy().patterns.iter().enumerate() {
        let (a, b) = (with_pattern(f, left, place), with_pattern(f, right, place));
        let is_enough = !f.is_few(a.1) && !f.is_few(b.1);
        is_found |= a.0 + b.0 > 0;
        let list = match (a.0, b.0) {
            (0, 0) => None,
            (0, _) => is_enough.then_some(0),
            (_, 0) => is_enough.then_some(1),
            _ => clear(f, &Share::of(a.0, a.1), &Share::of(b.0, b.1)).map(|up| if up { 2 } else { 3 }),
        };
        if let Some(list) = list {
            names[list].push(small(&p.title));
        }
    }
    let heads = if left.by == "period" {
        ["New".to_owned(), "Gone".to_owned(), "More".to_owned(), "Fewer".to_owned()]
    } else {
        let (a, b) = (left.words(), right.words());
        [format!("Only {b}"), format!("Only {a}"), format!("More {b}"), format!("Fewer {b}")]
    };
    let mut out = String::new();
    for (head, names) in heads.iter().zip(&names).filter(|(_, names)| !names.is_empty()) {
        let said = match names.len() {
            1..=3 => list(names),
            n => format!("{} patterns", ["four", "five", "six", "seven", "eight", "nine"][n - 4]),
        };
        let head = if out.is_empty() { head.clone() } else { format!("; {}", small(head)) };
        out += &format!("{head}: {said}");
    }
    match (is_found, out.is_empty()) {
        (false, _) => "No failure pattern on either side".to_owned(),
        (true, true) => "No clear difference in failure patterns".to_owned(),
        _ => out,
    }
}

pub const PATTERNS: &[Rule] = &[
    NOTHING,
    Rule("{No|New|Gone|More|Fewer|Only} {*}", |f, h| same([h.text(0), " ", h.text(1)].concat(), patterns(f), "the patterns")),
    Rule("{New|Gone|More|Fewer}: {*}", |f, h| same([h.text(0), ": ", h.text(1)].concat(), patterns(f), "the patterns")),
];

/// The open findings of a side.
fn open(f: &Facts<'_>, side: &Side) -> u64 {
    f.a.of(&side.changes(f)).map(|(_, c)| Gate::ALL.iter().map(|g| c.gate(*g).n_open()).sum::<u64>()).sum()
}

/// Of 100 changes.
fn rate(f: &Facts<'_>, side: &Side) -> u64 {
    (open(f, side) as f64 / side.n(f) as f64 * 100.0).round() as u64
}

/// Whether the open findings of a change clearly differ on the mean: half widths of 95 % of the normal distribution, in quadrature.
fn is_clear(f: &Facts<'_>) -> bool {
    let of = |side: &Side| {
        let changes = side.changes(f);
        let open = |(_, c): (u32, &plumbline_assess::ChangeAssessment)| {
            Gate::ALL.iter().map(|g| c.gate(*g).n_open() as f64).sum::<f64>()
        };
        let all: Vec<f64> = f.a.of(&changes).map(open).collect();
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        let variance = all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
        (mean, 1.96 * (variance / n).sqrt())
    };
    let (left, right) = f.sides();
    let (a, b) = (of(left), of(right));
    enough(f).is_ok() && (b.0 - a.0).abs() > a.1.hypot(b.1)
}

/// A rate speaks of enough changes.
fn enough(f: &Facts<'_>) -> Verdict {
    let (left, right) = f.sides();
    that(!f.is_few(left.n(f)) && !f.is_few(right.n(f)), "both sides have enough changes")
}

pub const FINDINGS: &[Rule] = &[
    NOTHING,
    Rule("{n open finding/open findings} per 100 changes on both sides", |f, h| {
        let (left, right) = f.sides();
        enough(f)?;
        same((h.n(0), h.n(0)), (rate(f, left), rate(f, right)), "the rates")
    }),
    Rule("{n} and {n open finding/open findings} per 100 changes: no clear difference", |f, h| {
        let (left, right) = f.sides();
        enough(f)?;
        that(!is_clear(f), "no clear difference")?;
        same((h.n(0), h.n(1)), (rate(f, left), rate(f, right)), "the rates")
    }),
    Rule("{n open finding/open findings} per 100 changes, {up from|down from} {n}", |f, h| {
        let (left, right) = f.sides();
        enough(f)?;
        that(is_clear(f) && right.by == "period", "the difference of two periods is clear")?;
        same((h.n(2), h.n(0)), (rate(f, left), rate(f, right)), "the rates")?;
        that(if h.text(1) == "up from" { h.n(0) > h.n(2) } else { h.n(0) < h.n(2) }, "it went that way")
    }),
    Rule("{n open finding/open findings} per 100 changes {*}, against {n} {*}", |f, h| {
        let (left, right) = f.sides();
        enough(f)?;
        that(is_clear(f) && right.by != "period", "the difference of two sides is clear")?;
        same((h.n(2), h.n(0)), (rate(f, left), rate(f, right)), "the rates")?;
        same((h.text(1), h.text(3)), (right.words().as_str(), left.words().as_str()), "the sides")
    }),
    Rule("Open findings: {n} in {n change/changes} {*}, {n} in {n change/changes} {*}", |f, h| {
        let (left, right) = f.sides();
        that(enough(f).is_err(), "a side has too few changes")?;
        same([h.n(0), h.n(1), h.n(3), h.n(4)], [open(f, left), left.n(f), open(f, right), right.n(f)], "the findings")?;
        same((h.text(2), h.text(5)), (left.words().as_str(), right.words().as_str()), "the sides")
    }),
];

/// The rungs of the teams that have changes on both sides: how many stand higher on the second, lower, and on the same.
fn rungs(f: &Facts<'_>) -> ([u64; 3], bool) {
    let (left, right) = f.sides();
    let rungs = f.a.policy().rungs();
    let place = |changes: &[u32]| rungs.iter().position(|r| *r == figures::ladder::rung_over(f.a, changes));
    let (a, b) = (f.a.parts(&left.changes(f), GroupBy::Team), f.a.parts(&right.changes(f), GroupBy::Team));
    let (mut out, mut is_whole) = ([0; 3], true);
    for ((_, left), (_, right)) in a.iter().zip(b.iter()) {
        match (left.is_empty(), right.is_empty()) {
            (true, true) => {}
            (false, false) => match place(right).cmp(&place(left)) {
                std::cmp::Ordering::Greater => out[0] += 1,
                std::cmp::Ordering::Less => out[1] += 1,
                std::cmp::Ordering::Equal => out[2] += 1,
            },
            _ => is_whole = false,
        }
    }
    (out, is_whole)
}

/// Whether both sides are periods as long as the ladder's window, or teams over as long.
fn is_whole(f: &Facts<'_>) -> bool {
    let (left, right) = f.sides();
    let is_long = |side: &Side| match (side.selection.since, side.selection.until) {
        (Some(a), until) => {
            let end = until.unwrap_or(f.a.dataset().now).min(f.a.dataset().now).micros();
            (end - a.micros() + 86_399_999_999) / 86_400_000_000 >= i64::from(f.a.policy().ladder_days)
        }
        _ => true,
    };
    left.by != "release" && is_long(left) && is_long(right)
}

pub const RUNGS: &[Rule] = &[
    NOTHING,
    IN_COMMON,
    Rule("The ladder's criteria over each side alone", |f, _| that(!is_whole(f), "a side is no window of the ladder")),
    Rule("Every team is on the same rung", |f, _| {
        that(is_whole(f), "each side is a window of the ladder")?;
        let ([up, down, equal], is_whole) = rungs(f);
        that(up + down == 0 && equal > 1 && is_whole, "every team has the same rung on both sides")
    }),
    Rule("Every team with changes on both sides is on the same rung", |f, _| {
        let ([up, down, equal], is_whole) = rungs(f);
        that(up + down == 0 && equal > 1 && !is_whole, "each of them has the same rung")
    }),
    Rule("The one team with changes on both sides is on the same rung", |f, _| same([0, 0, 1], rungs(f).0, "the teams")),
    Rule("{W team is/teams are} on a {higher|lower} rung[, {w} on a lower one]", |f, h| {
        let said = match (h.text(1), h.has(2)) {
            ("higher", true) => [h.n(0), h.n(2)],
            ("higher", false) => [h.n(0), 0],
            _ => [0, h.n(0)],
        };
        same(said, rungs(f).0[..2].try_into().unwrap(), "the teams")
    }),
    Rule("{*} and {*} are on the same rung", |f, h| of_two(f, h.text(0), h.text(1), std::cmp::Ordering::Equal)),
    Rule("{*} is on a {higher|lower} rung than {*}", |f, h| {
        let order = if h.text(1) == "higher" { std::cmp::Ordering::Greater } else { std::cmp::Ordering::Less };
        of_two(f, h.text(2), h.text(0), order)
    }),
];

fn of_two(f: &Facts<'_>, left_name: &str, right_name: &str, order: std::cmp::Ordering) -> Verdict {
    let (left, right) = f.sides();
    same((left_name, right_name), (left.name.as_str(), right.name.as_str()), "the teams")?;
    let rungs = f.a.policy().rungs();
    let place = |side: &Side| rungs.iter().position(|r| *r == figures::ladder::rung_over(f.a, &side.changes(f)));
    same(order, place(right).cmp(&place(left)), "how the second stands to the first")
}

pub const GRADES: &[Rule] = &[
    NOTHING,
    IN_COMMON,
    Rule("Evidence by grade", |f, _| that(grades(f).is_empty(), "no grade clearly differs")),
    Rule("Share of required items that are {*}: {%} {*} and {%} {*}", |f, h| {
        let (left, right) = f.sides();
        that(left.by != "period", "the sides are named")?;
        same((h.text(2), h.text(4)), (left.words().as_str(), right.words().as_str()), "the sides")?;
        let all = grades(f);
        let most = all.iter().map(|g| (g.2 - g.1).abs()).fold(0.0, f64::max);
        let it = all.iter().find(|g| g.0 == h.text(0)).ok_or("no such grade differs clearly")?;
        that((it.2 - it.1).abs() >= most, "no grade differs more")?;
        same((h.text(1), h.text(3)), (percent(it.1).as_str(), percent(it.2).as_str()), "the shares")
    }),
    Rule("Share of required items that are {*}: from {%} to {%}", |f, h| {
        let all = grades(f);
        let most = all.iter().map(|g| (g.2 - g.1).abs()).fold(0.0, f64::max);
        let it = all.iter().find(|g| g.0 == h.text(0)).ok_or("no such grade differs clearly")?;
        that((it.2 - it.1).abs() >= most, "no grade differs more")?;
        same((h.text(1), h.text(2)), (percent(it.1).as_str(), percent(it.2).as_str()), "the shares")
    }),
];

/// The grades whose shares clearly differ: name, share on the first side, share on the second.
fn grades(f: &Facts<'_>) -> Vec<(&'static str, f64, f64)> {
    let (left, right) = f.sides();
    let share = |side: &Side, grade: Grade| {
        let changes = side.changes(f);
        let of =
            |is: bool| f.a.requirement_states(&changes).filter(|(s, _)| !is || s.grade == grade).map(|(_, n)| n).sum::<u64>();
        Share::of(of(true), of(false))
    };
    let name = |grade: Grade| match grade {
        Grade::Missing => "missing",
        Grade::Claimed => "claimed",
        Grade::Attached => "attached, not checked",
        Grade::Checked => "checked",
        Grade::Signed => "signed",
        Grade::Reproduced => "reproduced",
    };
    let of = |&grade: &Grade| {
        let (a, b) = (share(left, grade), share(right, grade));
        clear(f, &a, &b)?;
        Some((name(grade), a.value?, b.value?))
    };
    Grade::ALL.iter().filter_map(of).collect()
}
