//! What headlines and figures say of both confidences, of the gap, and of how they moved.

use super::facts::{Facts, Verdict, are_gates, are_parted, gap, is_share, most, percent, same, that, whole};
use super::template::Holes;
use super::{Rule, check};
use plumbline_assess::{GroupBy, figures, wilson};
use plumbline_domain::{Gate, Risk};

/// The first sentence of the Overview and of the gap, and what follows it.
pub const OVERVIEW: &[Rule] = &[
    Rule("No gate is due yet, so there is nothing to prove.", |f, _| {
        that(f.pooled().verified.is_none() && f.pooled().perceived.is_none(), "nothing is due, and nothing is stated")
    }),
    Rule(
        "{*} {are|is} {not at all|@%} confident {their|its} changes are sound[ ({w statement/statements})]; no gate is due yet.",
        |f, h| {
            that(f.pooled().verified.is_none(), "no gate is due")?;
            stated(f, h)
        },
    ),
    Rule(
        "{*} {are|is} {not at all|@%} confident {their|its} changes are sound[ ({w statement/statements})]; evidence proves {none|all|@%} of \
         what policy asks. {*}",
        |f, h| {
            stated(f, h)?;
            is_share(h.text(5), f.pooled().verified.ok_or("nothing is due")?)?;
            check(if f.look.path == "gap" { GAP_REST } else { REST }, f, h.text(6))
        },
    ),
    Rule(
        "{*} {state|states} no confidence. {None|All|@%} of {the|its} due gates passed; evidence proves {none|all|@%} of what policy asks. {*}",
        |f, h| {
            subject(f, h.text(0), h.text(1) == "states")?;
            same(h.text(3) == "its", h.text(1) == "states", "whose gates")?;
            that(f.pooled().perceived.is_none(), "nothing is stated")?;
            is_share(h.text(2), f.pooled().implied.ok_or("nothing is due")?)?;
            is_share(h.text(4), f.pooled().verified.ok_or("nothing is due")?)?;
            check(if f.look.path == "gap" { GAP_REST } else { REST }, f, h.text(5))
        },
    ),
];

/// Who is spoken of: the team that every change names, all teams, or people where no change names one.
fn subject(f: &Facts<'_>, said: &str, is_one: bool) -> Verdict {
    let counts = f.a.count_by(&f.subset, GroupBy::Team);
    let named: u64 = counts.iter().sum();
    let teams = f.names(GroupBy::Team);
    match teams.as_slice() {
        [] => same((said, is_one), ("People", false), "the subject"),
        [one] if named == f.n() => same((said, is_one), (*one, true), "the subject"),
        _ => same((said, is_one), ("Teams", false), "the subject"),
    }
}

/// "Teams are 86 % confident their changes are sound (one statement)".
fn stated(f: &Facts<'_>, h: &Holes) -> Verdict {
    subject(f, h.text(0), h.text(1) == "is")?;
    same(h.text(3) == "its", h.text(1) == "is", "whose changes")?;
    let c = f.pooled();
    let share = c.perceived.ok_or("nothing is stated")?;
    let expected = if share <= 0.0 { "not at all".to_owned() } else { percent(share) };
    same(h.text(2), &expected, "what is stated")?;
    same(h.has(4), f.is_few(c.stated), "whether few statements are counted")?;
    if h.has(4) { same(h.n(4), c.stated, "the statements") } else { Ok(()) }
}

/// The gap as the headline shows it.
fn shown_gap(f: &Facts<'_>) -> Result<i64, String> {
    gap(&f.pooled()).ok_or_else(|| "there is no gap".to_owned())
}

fn moved_unclear(f: &Facts<'_>, days: u64) -> Verdict {
    same(days, f.days, "the days")?;
    enough(f)?;
    let moved = f.moved(None, true).ok_or("nothing can be compared")?;
    that(!moved.is_clear, "the gap did not clearly change")
}

/// Both ranges hold enough changes.
fn enough(f: &Facts<'_>) -> Verdict {
    that(!f.is_few(f.now.len() as u64) && !f.is_few(f.before.len() as u64), "both ranges hold enough changes")
}

/// A size of points in a hole, beside the gap.
fn is_gap(f: &Facts<'_>, h: &Holes, i: usize, sign: i64) -> Verdict {
    same(h.n(i) as i64 * sign, shown_gap(f)?, "the gap")
}

fn is_stated_by(f: &Facts<'_>, said: &str) -> Verdict {
    let counts = f.a.count_by(&f.subset, GroupBy::Team);
    let is_one = f.names(GroupBy::Team).len() == 1 && counts.iter().sum::<u64>() == f.n();
    same(said == "what it states", is_one, "whose statements")
}

/// "widest at Observation (58)".
fn widest(f: &Facts<'_>, h: &Holes, gates: usize, size: usize) -> Verdict {
    let gaps = f.gaps();
    are_gates(h, gates, &most(&gaps)?)?;
    let widest = gaps.iter().map(|g| g.1).max().unwrap_or(0);
    that(widest > 0, "the widest gap is above nothing")?;
    that(f.is_widest_clear(), "its interval meets no other")?;
    same(h.n(size) as i64, widest, "the widest gap")
}

/// ", most of it at Observation".
fn carried(f: &Facts<'_>, h: &Holes, i: usize) -> Verdict {
    if !h.has(i) {
        return Ok(());
    }
    let all = f.moved(None, true).ok_or("nothing can be compared")?;
    let moves: Vec<_> = Gate::ALL.iter().filter_map(|&gate| Some((gate, f.moved(Some(gate), true)?))).collect();
    let sum: f64 = moves.iter().map(|m| m.1.change.abs()).sum();
    let (_, of_it) = moves.iter().find(|m| m.0.title() == h.text(i)).ok_or("no such gate moved")?;
    that(
        of_it.is_clear && of_it.change.abs() * 2.0 > sum && (of_it.change > 0.0) == (all.change > 0.0),
        "the gate carries most of it",
    )
}

const REST: &[Rule] = &[
    Rule("Too few changes to say more ({n} of {n} needed).", too_few_to_say_more),
    Rule("The gap, {n point/points}, has not clearly changed in {n day/days}[ and is widest at {gates} ({n})].", |f, h| {
        is_gap(f, h, 0, 1)?;
        moved_unclear(f, h.n(1))?;
        if h.has(2) { widest(f, h, 2, 3) } else { Ok(()) }
    }),
    Rule("There is no gap between the two, and no clear change in {n day/days}.", |f, h| {
        same(0, shown_gap(f)?, "the gap")?;
        moved_unclear(f, h.n(0))
    }),
    Rule(
        "Evidence is {n point/points} ahead of {what they state|what it states}, with no clear change in {n day/days}.",
        |f, h| {
            is_gap(f, h, 0, -1)?;
            is_stated_by(f, h.text(1))?;
            moved_unclear(f, h.n(2))
        },
    ),
    Rule("The gap, {n point/points}, {widened|narrowed} {size} in {n day/days}[, most of it at {gate}].", |f, h| {
        is_gap(f, h, 0, 1)?;
        let moved = moved_clearly(f, h.n(3), h.text(2))?;
        that(moved.0 >= 0 && moved.1 >= 0, "the gap stayed above nothing")?;
        same(h.text(1) == "widened", moved.2 > 0.0, "whether it widened")?;
        carried(f, h, 4)
    }),
    Rule(
        "Evidence moved {size} {further ahead of|closer to} {what they state|what it states} in {n day/days}[, most of it at {gate}].",
        |f, h| {
            let moved = moved_clearly(f, h.n(3), h.text(0))?;
            that(moved.0 <= 0 && moved.1 <= 0, "evidence stayed ahead")?;
            same(h.text(1) == "further ahead of", moved.2 < 0.0, "whether it moved further ahead")?;
            is_stated_by(f, h.text(2))?;
            carried(f, h, 4)
        },
    ),
    Rule("The gap went from {±} to {±} points in {n day/days}[, most of it at {gate}].", |f, h| {
        same(h.n(2), f.days, "the days")?;
        enough(f)?;
        let moved = f.moved(None, true).ok_or("nothing can be compared")?;
        that(moved.is_clear, "the gap clearly changed")?;
        same((h.signed(0), h.signed(1)), (moved.from, moved.to), "the ends")?;
        carried(f, h, 3)
    }),
    Rule("Verified confidence {rose|fell} {size} in {n day/days}.", |f, h| {
        same(h.n(2), f.days, "the days")?;
        that(f.pooled().perceived.is_none(), "nothing is stated")?;
        enough(f)?;
        let moved = f.moved(None, false).ok_or("nothing can be compared")?;
        that(moved.is_clear, "it clearly changed")?;
        same(h.text(0) == "rose", moved.change > 0.0, "whether it rose")?;
        moved.is_said(h.text(1))
    }),
    Rule("Verified confidence has not clearly changed in {n day/days}.", |f, h| {
        same(h.n(0), f.days, "the days")?;
        enough(f)?;
        let moved = f.moved(None, false).ok_or("nothing can be compared")?;
        that(!moved.is_clear, "it did not clearly change")
    }),
    Rule("The gap is {n point/points}, widest at {gates} ({n}).", |f, h| {
        is_gap(f, h, 0, 1)?;
        widest(f, h, 1, 2)
    }),
    Rule("The gap is {n point/points}; only {gate} has statements.", |f, h| {
        is_gap(f, h, 0, 1)?;
        let stated: Vec<&str> =
            Gate::ALL.iter().filter(|&&gate| f.confidence(&f.subset, Some(gate)).stated > 0).map(|gate| gate.title()).collect();
        same(vec![h.text(1)], stated, "the gates with statements")
    }),
    Rule("The gap is {n point/points}, the same at every gate.", |f, h| {
        is_gap(f, h, 0, 1)?;
        let gaps = f.gaps();
        that(gaps.len() == 4 && gaps.iter().all(|g| g.1 == gaps[0].1), "every gate has the same gap")?;
        same(h.n(0) as i64, gaps[0].1, "that gap")
    }),
    Rule("The gap is {n point/points}.", |f, h| is_gap(f, h, 0, 1)),
    Rule("There is no gap between the two.", |f, _| same(0, shown_gap(f)?, "the gap")),
    Rule("Evidence is {n point/points} ahead of {what they state|what it states}.", |f, h| {
        is_gap(f, h, 0, -1)?;
        is_stated_by(f, h.text(1))
    }),
    Rule("There is nothing earlier to compare with.", |f, _| {
        that(f.now.is_empty() || f.before.is_empty(), "one of the two ranges holds nothing")
    }),
    Rule("Too few changes to compare with the {n day/days} before.", |f, h| {
        same(h.n(0), f.days, "the days")?;
        that(!f.now.is_empty() && !f.before.is_empty(), "both ranges hold a change")?;
        that(f.is_few(f.now.len() as u64) || f.is_few(f.before.len() as u64), "one of them holds too few")
    }),
];

fn too_few_to_say_more(f: &Facts<'_>, h: &Holes) -> Verdict {
    same((h.n(0), h.n(1)), (f.n(), f.too_few), "the changes")?;
    that(f.is_few(f.n()), "there are too few changes")
}

/// A clear move of the gap: from, to, and the exact change.
fn moved_clearly(f: &Facts<'_>, days: u64, size: &str) -> Result<(i64, i64, f64), String> {
    same(days, f.days, "the days")?;
    enough(f)?;
    let moved = f.moved(None, true).ok_or("nothing can be compared")?;
    that(moved.is_clear, "the gap clearly changed")?;
    moved.is_said(size)?;
    Ok((moved.from, moved.to, moved.change))
}

/// The risks with enough changes and statements, by their gap as it is shown; and all those with a gap.
fn risks(f: &Facts<'_>) -> [Vec<(&'static str, i64)>; 2] {
    let all = figures::confidence::by_risk(f.a, &f.subset);
    let of = |is_enough: bool| {
        let spoken = Risk::ALL.iter().filter_map(|&risk| {
            let c = all.get(risk);
            gap(c).filter(|_| !is_enough || !f.is_few(c.n) && !f.is_few(c.stated)).map(|gap| (risk.title(), gap))
        });
        spoken.collect()
    };
    [of(true), of(false)]
}

/// Whether the widest gap of a risk is clearly wider than the narrowest: their intervals leave each other out.
fn are_risks_apart(f: &Facts<'_>) -> bool {
    let all = figures::confidence::by_risk(f.a, &f.subset);
    let width = |(low, high): (f64, f64)| (high - low) / 2.0;
    let of = |&risk: &Risk| {
        let c = all.get(risk);
        let half = width(c.verified_interval()?).hypot(width(c.perceived_interval()?));
        let gap = gap(c).filter(|_| !f.is_few(c.n) && !f.is_few(c.stated))?;
        Some((gap as f64 / 100.0, half))
    };
    let known: Vec<(f64, f64)> = Risk::ALL.iter().filter_map(of).collect();
    let most = known.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a });
    let least = known.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a });
    most.zip(least).is_some_and(|(most, least)| most.0 - most.1 > least.0 + least.1)
}

/// The name of a risk within a sentence.
fn small(name: &str) -> String {
    let mut chars = name.chars();
    let first = chars.next().unwrap();
    if chars.clone().next().is_some_and(char::is_uppercase) {
        name.to_owned()
    } else {
        first.to_lowercase().chain(chars).collect()
    }
}

/// "statements averaging 86 % held up 31 % of the time".
fn held_up(f: &Facts<'_>, h: &Holes, stated: usize, resolved: usize) -> Verdict {
    if !h.has(stated) {
        return Ok(());
    }
    let (mean, share, n) = came_true(f).ok_or("nothing is stated at a due gate")?;
    same((h.text(stated), h.text(resolved)), (percent(mean).as_str(), percent(share).as_str()), "what held up")?;
    that(!f.is_few(n), "there are enough statements")?;
    let interval = wilson(share, n).ok_or("there is no interval")?;
    that(mean < interval.low || mean > interval.high, "what is stated lies outside the interval of what held up")
}

/// The mean statement, the share that held up, and how many statements.
pub fn came_true(f: &Facts<'_>) -> Option<(f64, f64, u64)> {
    let all: Vec<(f64, bool)> = Gate::ALL
        .iter()
        .flat_map(|&gate| {
            figures::calibration::resolutions(f.a, &f.subset, gate).map(|(_, stated, is)| (stated, is)).collect::<Vec<_>>()
        })
        .collect();
    let n = all.len() as f64;
    let held = all.iter().filter(|s| s.1).count() as f64;
    (n > 0.0).then(|| (all.iter().map(|s| s.0).sum::<f64>() / n, held / n, all.len() as u64))
}

const GAP_REST: &[Rule] = &[
    Rule("Too few changes to say more ({n} of {n} needed).", too_few_to_say_more),
    Rule("Too few statements about risks to compare them.", |f, _| {
        let [enough, all] = risks(f);
        that(enough.is_empty() && !all.is_empty(), "every risk with a gap has too few")
    }),
    Rule("Nobody states a confidence in a risk.", |f, _| that(risks(f)[1].is_empty(), "no risk has a gap")),
    Rule("Statements averaging {%} held up {%} of the time.", |f, h| {
        that(risks(f)[0].is_empty(), "no risk can be spoken of")?;
        held_up(f, h, 0, 1)
    }),
    Rule(
        "Evidence proves at least what is stated in each risk[, and statements averaging {%} held up {%} of the time].",
        |f, h| {
            let [enough, all] = risks(f);
            that(enough.len() == 3 && all.iter().all(|r| r.1 <= 0), "no risk has a gap above nothing")?;
            held_up(f, h, 0, 1)
        },
    ),
    Rule("Evidence proves at least what is stated in {*}[, and statements averaging {%} held up {%} of the time].", |f, h| {
        let [enough, _] = risks(f);
        let names: Vec<String> = enough.iter().map(|r| small(r.0)).collect();
        same(h.text(0), &super::template::list(&names), "the risks")?;
        that(enough.iter().all(|r| r.1 <= 0), "none of them has a gap above nothing")?;
        held_up(f, h, 1, 2)
    }),
    Rule("The gap in {*} is {n point/points}[, and statements averaging {%} held up {%} of the time].", |f, h| {
        let [enough, _] = risks(f);
        that(enough.len() == 1, "one risk can be spoken of")?;
        same((h.text(0), h.n(1) as i64), (small(enough[0].0).as_str(), enough[0].1), "the gap")?;
        held_up(f, h, 2, 3)
    }),
    Rule("The gap is {n point/points} in each risk[, and statements averaging {%} held up {%} of the time].", |f, h| {
        let [enough, all] = risks(f);
        that(enough.len() == 3 && all.iter().all(|r| r.1 == h.n(0) as i64), "each risk has this gap")?;
        held_up(f, h, 1, 2)
    }),
    Rule("The gap is {n point/points} in {*}[, and statements averaging {%} held up {%} of the time].", |f, h| {
        let [enough, _] = risks(f);
        let names: Vec<String> = enough.iter().map(|r| small(r.0)).collect();
        that(enough.len() < 3, "not every risk can be spoken of")?;
        same(h.text(1), &super::template::list(&names), "the risks")?;
        that(enough.iter().all(|r| r.1 == h.n(0) as i64), "each of them has this gap")?;
        held_up(f, h, 2, 3)
    }),
    Rule(
        "The gap does not clearly differ between the {w risk/risks}[{= that can be compared}][, and statements averaging {%} held up {%} of \
         the time].",
        |f, h| {
            let [enough, _] = risks(f);
            same((h.n(0), h.has(1)), (enough.len() as u64, enough.len() < 3), "the risks")?;
            that(enough.len() > 1 && !are_risks_apart(f), "none is clearly wider")?;
            held_up(f, h, 2, 3)
        },
    ),
    Rule(
        "Of the {w risk/risks}[{= that can be compared}], the gap is widest in {*} ({n point/points})[, and statements averaging {%} held up {%} of the time].",
        |f, h| {
            let [enough, _] = risks(f);
            same((h.n(0), h.has(1)), (enough.len() as u64, enough.len() < 3), "the risks")?;
            let names: Vec<String> = most(&enough)?.into_iter().map(small).collect();
            same(h.text(2), &super::template::list(&names), "the risks")?;
            let top = enough.iter().map(|r| r.1).max().unwrap_or(0);
            that(top > 0 && are_risks_apart(f), "the widest gap is above nothing, and clearly wider")?;
            same(h.n(3) as i64, top, "the widest gap")?;
            held_up(f, h, 4, 5)
        },
    ),
];

/// The title of the envelope.
pub const ENVELOPE: &[Rule] = &[
    Rule("Too few changes to say ({n} of {n} needed)", too_few_to_say_more),
    Rule("Perceived and verified confidence by gate", |_, _| Ok(())),
    Rule("Only {gate} is due so far", |f, h| {
        let due: Vec<&str> = verified(f).into_iter().map(|g| g.0.title()).collect();
        same(vec![h.text(0)], due, "the gates that are due")
    }),
    Rule("Every required item is verified", |f, _| that(verified(f).iter().all(|g| g.1 >= 1.0), "everything is verified")),
    Rule("No required item is verified yet", |f, _| that(verified(f).iter().all(|g| g.1 <= 0.0), "nothing is verified")),
    Rule("Evidence proves at least what is stated, at every gate with statements", |f, _| {
        let all: Vec<i64> = Gate::ALL.iter().filter_map(|&g| gap(&f.confidence(&f.subset, Some(g)))).collect();
        that(all.iter().all(|gap| *gap <= 0), "no gate has a gap above nothing")?;
        that(!f.gaps().is_empty(), "a gate has enough changes and statements")
    }),
    Rule("The further from the editor, the less is proven", |f, _| {
        let all = verified(f);
        that(all.len() == 4 && all.windows(2).all(|w| whole(w[1].1) < whole(w[0].1)), "each gate has less than the one before")?;
        let c = |gate| f.confidence(&f.subset, Some(gate));
        that(Gate::ALL.iter().all(|&gate| !f.is_few(c(gate).n)), "each gate has enough changes")?;
        let (first, last) = (c(Gate::Intent).verified_low.unwrap(), c(Gate::Observation).verified_high.unwrap());
        that(last < first, "the intervals of the first and the last part")
    }),
    Rule("The gap is the same at every gate with statements", |f, _| {
        let all: Vec<i64> = Gate::ALL.iter().filter_map(|&g| gap(&f.confidence(&f.subset, Some(g)))).collect();
        that(all.len() > 1 && f.gaps().len() == all.len() && all.iter().all(|gap| *gap == all[0]), "all gaps are the same")
    }),
    Rule("The gap is the same at {gates}", |f, h| {
        let gaps = f.gaps();
        are_gates(h, 0, &gaps.iter().map(|g| g.0).collect::<Vec<_>>())?;
        that(gaps.iter().all(|g| g.1 == gaps[0].1), "their gaps are the same")
    }),
    Rule("The gap is widest at {gates}", |f, h| {
        let gaps = f.gaps();
        that(gaps.iter().any(|g| g.1 > 0) && f.is_widest_clear(), "the widest gap is above nothing, and clear")?;
        are_gates(h, 0, &most(&gaps)?)
    }),
    Rule("No clear difference in the gap between the gates", |f, _| {
        that(f.gaps().iter().any(|g| g.1 > 0) && !f.is_widest_clear(), "the widest gap is above nothing, and not clear")
    }),
    Rule("No clear difference in what is verified between the gates", |f, _| that(!is_least_clear(f), "the least is not clear")),
    Rule("As much is verified at {gates}", |f, h| {
        let all = told(f);
        are_gates(h, 0, &all.iter().map(|g| g.0).collect::<Vec<_>>())?;
        that(all.len() > 1 && all.iter().all(|g| g.1 == all[0].1), "their shares are the same")
    }),
    Rule("Least is verified at {gates}", |f, h| {
        that(is_least_clear(f), "its interval meets no other")?;
        are_gates(h, 0, &most(&told(f))?)
    }),
];

/// The gates that are due with what is verified there.
fn verified(f: &Facts<'_>) -> Vec<(Gate, f64)> {
    Gate::ALL.iter().filter_map(|&gate| Some((gate, f.confidence(&f.subset, Some(gate)).verified?))).collect()
}

/// Whether the gates where least is verified stand clear of the others.
fn is_least_clear(f: &Facts<'_>) -> bool {
    let all = told(f);
    let most = all.iter().map(|g| g.1).max();
    let range = |gate: Gate| f.confidence(&f.subset, Some(gate)).verified_interval();
    let of = |is: bool| -> Vec<_> { all.iter().filter(|g| (Some(g.1) == most) == is).map(|g| range(g.0)).collect() };
    are_parted(&of(true), &of(false))
}

/// Those with enough changes, by what is not verified there.
fn told(f: &Facts<'_>) -> Vec<(Gate, i64)> {
    let enough = verified(f).into_iter().filter(|(gate, _)| !f.is_few(f.confidence(&f.subset, Some(*gate)).n));
    enough.map(|(gate, share)| (gate, -whole(share))).collect()
}
