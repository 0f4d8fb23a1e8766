//! What figures say of how the gap and what is verified moved, and of kinds of changes beside each other.

use super::Rule;
use super::facts::{Facts, Moved, Verdict, are_gates, gap, percent, same, that, whole};
use super::pages::AUTHORSHIPS;
use super::template::{Holes, figures_of, in_words, list, number};
use plumbline_assess::{Confidence, GroupBy, Share, figures};
use plumbline_domain::{Authorship, Gate, Instant};

/// The gates whose gap can be compared.
fn gaps(f: &Facts<'_>) -> Vec<(Gate, Moved)> {
    if f.now.is_empty() || f.before.is_empty() {
        return Vec::new();
    }
    Gate::ALL.iter().filter_map(|&gate| Some((gate, f.moved(Some(gate), true)?))).collect()
}

/// The gates that clearly moved, one way or the other; narrower or wider only where no side is below nothing.
fn clear(f: &Facts<'_>, is_up: bool) -> Vec<Gate> {
    gaps(f).into_iter().filter(|(_, m)| m.is_clear && (m.change > 0.0) == is_up).map(|m| m.0).collect()
}

/// A gap above nothing widens and narrows; one that is below nothing rises and falls.
fn words_fit(f: &Facts<'_>, is_above: bool) -> Verdict {
    let all = gaps(f).into_iter().filter(|m| m.1.is_clear).all(|(_, m)| m.from >= 0 && m.to >= 0);
    same(is_above, all, "whether every gap stayed above nothing")
}

/// The title of the gap's change by gate.
pub const GAP_CHANGE: &[Rule] = &[
    Rule("Change in the gap by gate", |f, _| that(gaps(f).is_empty(), "no gap can be compared")),
    Rule("No clear change in the gap at any gate", |f, _| {
        that(gaps(f).len() == 4 && gaps(f).iter().all(|g| !g.1.is_clear), "no gate's gap clearly changed")
    }),
    Rule("No clear change in the gap at {gates}", |f, h| {
        are_gates(h, 0, &gaps(f).iter().map(|g| g.0).collect::<Vec<_>>())?;
        that(gaps(f).iter().all(|g| !g.1.is_clear), "none of them clearly changed")
    }),
    Rule("The gap at {gate} {widened|narrowed|rose|fell} {size}[, from {±} to {±}]", |f, h| {
        let clear: Vec<_> = gaps(f).into_iter().filter(|g| g.1.is_clear).collect();
        let [(gate, moved)] = clear.as_slice() else { return Err("one gate moved".to_owned()) };
        same(h.text(0), gate.title(), "the gate")?;
        let is_up = matches!(h.text(1), "widened" | "rose");
        same(is_up, moved.change > 0.0, "whether it is larger")?;
        words_fit(f, h.text(1).ends_with("ed"))?;
        that(!h.has(3) || (h.signed(3), h.signed(4)) == (moved.from, moved.to), "from and to are these")?;
        moved.is_said(h.text(2))
    }),
    Rule("The gap {widened|narrowed|rose|fell} at {gates}[ and {narrowed|fell} at {gates}]", |f, h| {
        let is_up = matches!(h.text(0), "widened" | "rose");
        are_gates(h, 1, &clear(f, is_up))?;
        words_fit(f, h.text(0).ends_with("ed"))?;
        if h.has(2) {
            same((is_up, h.text(0).ends_with("ed")), (true, h.text(2).ends_with("ed")), "the two words")?;
            are_gates(h, 3, &clear(f, false))
        } else {
            that(clear(f, !is_up).is_empty(), "none moved the other way")
        }
    }),
];

/// The gates whose verified confidence can be compared.
fn verified(f: &Facts<'_>) -> Vec<(Gate, f64, f64, bool)> {
    let of = |&gate: &Gate| {
        let (before, now) = (f.confidence(&f.before, Some(gate)), f.confidence(&f.now, Some(gate)));
        let enough = !f.is_few(before.n) && !f.is_few(now.n);
        Some((gate, before.verified?, now.verified?, f.moved(Some(gate), false)?.is_clear)).filter(|_| enough)
    };
    if f.now.is_empty() || f.before.is_empty() { Vec::new() } else { Gate::ALL.iter().filter_map(of).collect() }
}

fn which(f: &Facts<'_>, is: impl Fn(&(Gate, f64, f64, bool)) -> bool) -> Vec<Gate> {
    verified(f).into_iter().filter(is).map(|g| g.0).collect()
}

/// The title of the drift.
pub const DRIFT: &[Rule] = &[
    Rule("Perceived and verified confidence over time", |f, _| that(verified(f).is_empty(), "no gate can be compared")),
    Rule("No clear change in verified confidence at any gate", |f, _| {
        that(verified(f).len() == 4 && verified(f).iter().all(|g| !g.3), "none clearly changed")
    }),
    Rule("No clear change in verified confidence at {gates}", |f, h| {
        are_gates(h, 0, &which(f, |_| true))?;
        that(verified(f).iter().all(|g| !g.3), "none clearly changed")
    }),
    Rule("{gate} {rose|fell} from {*} to {%}[{=; no clear change elsewhere}]", |f, h| {
        let all = verified(f);
        let moved: Vec<_> = all.iter().filter(|g| g.3).collect();
        let [(gate, from, to, _)] = moved.as_slice() else { return Err("one gate moved".to_owned()) };
        same((h.text(0), h.text(1) == "rose"), (gate.title(), to > from), "how it moved")?;
        let begins = percent(*from).replace("under 1 %", "<1").replace("over 99 %", ">99").replace(" %", "");
        same((h.text(2), h.text(3)), (begins.as_str(), percent(*to).as_str()), "from and to")?;
        that(h.text(3) != format!("{} %", h.text(2)), "the two differ")?;
        same(h.has(4), all.len() > 1, "whether there are others")
    }),
    Rule("{gates} {rose|fell}[ and {gates} fell][{=; no clear change elsewhere}]", |f, h| {
        let (up, down) = (which(f, |g| g.3 && g.2 > g.1), which(f, |g| g.3 && g.2 < g.1));
        are_gates(h, 0, if h.text(1) == "rose" { &up } else { &down })?;
        if h.has(2) {
            are_gates(h, 2, &down)?;
        } else {
            that(up.is_empty() || down.is_empty(), "none moved the other way")?;
        }
        that(up.len() + down.len() > 1, "several moved")?;
        same(h.has(3), up.len() + down.len() < verified(f).len(), "whether there are others")
    }),
];

/// The confidences by authorship, with how many changes each has.
fn by_authorship(f: &Facts<'_>) -> Vec<(Authorship, u64, Confidence)> {
    let counts = f.a.count_by(&f.subset, GroupBy::Authorship);
    let all = figures::confidence::pooled_by(f.a, &f.subset, GroupBy::Authorship);
    Authorship::ALL.iter().copied().zip(counts).zip(all).map(|((who, n), c)| (who, n, c)).collect()
}

/// One authorship against people: the exact difference within teams where it can be had, else over all, and what is shown; whether it is
/// clear; whether it is within teams; whether every gap that it is about is above nothing.
struct Against {
    name: &'static str,
    moved: Moved,
    within: Option<f64>,
    is_clear: bool,
    is_above: bool,
    teams: u64,
    /// The only team that is compared, and how it moved in it.
    one: Option<(String, Moved)>,
}

fn against(f: &Facts<'_>) -> Vec<Against> {
    let all = by_authorship(f);
    let enough =
        |who: Authorship| all.iter().find(|x| x.0 == who).filter(|x| !f.is_few(x.1) && !f.is_few(x.2.stated)).map(|x| x.2);
    let Some(human) = enough(Authorship::Human) else { return Vec::new() };
    let in_teams = figures::confidence::pooled_by_team_and_authorship(f.a, &f.subset);
    let half = |c: &Confidence| {
        let width = |(low, high): (f64, f64)| (high - low) / 2.0;
        Some(width(c.verified_interval()?).hypot(width(c.perceived_interval()?)))
    };
    let of = |(who, w): (Authorship, plumbline_assess::WithinTeams)| {
        let it = enough(who)?;
        let moved = Moved::of_gap(&human, &it, false)?;
        let place = |who: Authorship| Authorship::ALL.iter().position(|a| *a == who).unwrap();
        let weights: f64 = w.pairs.iter().map(|p| p.n as f64 * p.n_human as f64 / (p.n + p.n_human) as f64).sum();
        let halves: Option<f64> = w
            .pairs
            .iter()
            .map(|p| {
                let of = |who| &in_teams[p.team as usize * Authorship::ALL.len() + place(who)];
                let weight = p.n as f64 * p.n_human as f64 / (p.n + p.n_human) as f64 / weights;
                Some((half(of(who))?.hypot(half(of(Authorship::Human))?) * weight).powi(2))
            })
            .sum();
        let one = match w.pairs.as_slice() {
            [p] => {
                let of = |who| &in_teams[p.team as usize * Authorship::ALL.len() + place(who)];
                Moved::of_gap(of(Authorship::Human), of(who), false).map(|moved| (f.a.team_name(p.team).to_owned(), moved))
            }
            _ => None,
        };
        let is_clear = match w.within {
            Some(_) if one.is_some() => one.as_ref().is_some_and(|(_, moved)| moved.is_clear),
            Some(mean) => halves.is_some_and(|h| mean.abs() > h.sqrt()),
            None => moved.is_clear,
        };
        let is_above = match w.within {
            Some(_) => w.pairs.iter().all(|p| {
                let of = |who| &in_teams[p.team as usize * Authorship::ALL.len() + place(who)];
                gap(of(who)).is_some_and(|g| g >= 0) && gap(of(Authorship::Human)).is_some_and(|g| g >= 0)
            }),
            None => moved.from >= 0 && moved.to >= 0,
        };
        let name = AUTHORSHIPS.iter().find(|a| a.0 == who).unwrap().1;
        Some(Against { name, moved, within: w.within, is_clear, is_above, teams: w.teams, one })
    };
    figures::within_teams::over(f.a, &f.subset).into_iter().filter_map(of).collect()
}

/// The title of the gap by authorship.
pub const AUTHORSHIP: &[Rule] = &[
    Rule("Verified confidence by authorship", |f, _| that(by_authorship(f).iter().all(|x| x.2.gap.is_none()), "there is no gap")),
    Rule("Gap by authorship", |f, _| that(against(f).is_empty(), "nothing is compared with people")),
    Rule("Within teams, no clear difference in the gap by authorship", |f, _| {
        that(against(f).iter().all(|x| !x.is_clear) && against(f).iter().any(|x| x.within.is_some()), "none is clear")
    }),
    Rule("In {*}, no clear difference in the gap by authorship", |f, h| {
        let all = against(f);
        let is_named = all.iter().any(|x| x.one.as_ref().is_some_and(|one| one.0 == h.text(0)));
        that(is_named && all.iter().all(|x| !x.is_clear), "none is clear, and that team is compared")
    }),
    Rule("No clear difference in the gap by authorship", |f, _| {
        that(!against(f).is_empty() && against(f).iter().all(|x| !x.is_clear), "none is clear")
    }),
    Rule(
        "In {*}, the gap is {size} {wider|narrower|higher|lower} on {AI-assisted|AI-generated|unattributed} changes than on \
         human-written ones",
        |f, h| {
            let all = against(f);
            let it = all.iter().find(|x| x.name == h.text(3)).ok_or("no such authorship is compared")?;
            let (team, moved) = it.one.as_ref().ok_or("several teams are compared")?;
            same((h.text(0), true), (team.as_str(), it.is_clear), "the team, and that it is clear")?;
            same(matches!(h.text(2), "wider" | "higher"), moved.change > 0.0, "whether it is wider")?;
            same(matches!(h.text(2), "wider" | "narrower"), it.is_above, "whether the gaps are above nothing")?;
            moved.is_said(h.text(1))
        },
    ),
    Rule(
        "[{=Within teams, }]{the|The} gap is {size} {wider|narrower|higher|lower} on {AI-assisted|AI-generated|unattributed} changes than on \
         human-written ones",
        |f, h| {
            let all = against(f);
            let it = all.iter().find(|x| x.name == h.text(4)).ok_or("no such authorship is compared")?;
            let change = |x: &Against| x.within.unwrap_or(x.moved.change);
            same((h.has(0), h.text(1) == "the"), (it.within.is_some(), it.within.is_some()), "whether it is within teams")?;
            that(it.is_clear && it.one.is_none(), "the difference is clear, and not of one team")?;
            that(all.iter().filter(|x| x.is_clear).all(|x| change(x).abs() <= change(it).abs()), "no other is clearer")?;
            same(matches!(h.text(3), "wider" | "higher"), change(it) > 0.0, "whether it is wider")?;
            same(matches!(h.text(3), "wider" | "narrower"), it.is_above, "whether the gaps are above nothing")?;
            match it.within {
                Some(mean) => same(number(h.text(2)).unwrap_or(0), whole(mean).unsigned_abs(), "the size"),
                None => it.moved.is_said(h.text(2)),
            }
        },
    ),
];

/// What the subtitle of the authorship adds: how much the mix of teams makes.
pub const MIX: &[Rule] = &[
    Rule("Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals", |_, _| Ok(())),
    Rule(
        "Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals. Over all teams together; no team has enough \
         {AI-assisted|AI-generated|unattributed} and human-written changes to compare within it",
        |f, h| that(against(f).iter().any(|x| x.name == h.text(0) && x.within.is_none()), "no team has enough of both"),
    ),
    Rule(
        "Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals. Over all teams together it is {size} \
         {wider|narrower|higher|lower} on {AI-assisted|AI-generated|unattributed} changes; only {*} has enough of both to compare within it",
        |f, h| {
            let all = against(f);
            let it = all.iter().find(|x| x.name == h.text(2)).ok_or("no such authorship is compared")?;
            it.moved.is_said(h.text(0))?;
            same(matches!(h.text(1), "wider" | "higher"), it.moved.change > 0.0, "whether it is wider")?;
            let (team, _) = it.one.as_ref().ok_or("several teams are compared")?;
            that(
                team == h.text(3) && f.a.count_by(&f.subset, GroupBy::Team).iter().any(|n| *n > 0 && *n < f.n()),
                "it is one of several",
            )
        },
    ),
    Rule(
        "Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals. Over all teams together it is {size} \
         {wider|narrower|higher|lower} on {AI-assisted|AI-generated|unattributed} changes: the mix of teams {makes no difference|turns it \
         round}. {W team/teams} compared",
        |f, h| mix(f, h, None),
    ),
    Rule(
        "Verified and perceived by who wrote the change, all gates pooled, with 95 % intervals. Over all teams together it is {size} \
         {wider|narrower|higher|lower} on {AI-assisted|AI-generated|unattributed} changes: the mix of teams {accounts for|hides} {n \
         point/points}. {W team/teams} compared",
        |f, h| mix(f, h, Some(4)),
    ),
];

fn mix(f: &Facts<'_>, h: &Holes, rest: Option<usize>) -> Verdict {
    let all = against(f);
    let it = all.iter().find(|x| x.name == h.text(2)).ok_or("no such authorship is compared")?;
    it.moved.is_said(h.text(0))?;
    same(matches!(h.text(1), "wider" | "higher"), it.moved.change > 0.0, "whether it is wider")?;
    same(
        matches!(h.text(1), "wider" | "narrower"),
        it.moved.from >= 0 && it.moved.to >= 0,
        "whether the gaps are above nothing",
    )?;
    let (shown, inside) = (it.moved.to - it.moved.from, whole(it.within.ok_or("nothing is within teams")?));
    let expected = match shown - inside {
        0 => "makes no difference",
        _ if shown * inside < 0 => "turns it round",
        _ if shown.abs() > inside.abs() => "accounts for",
        _ => "hides",
    };
    same(h.text(3), expected, "what the mix does")?;
    let teams = if rest.is_some() { 5 } else { 4 };
    if let Some(i) = rest {
        same(h.n(i), (shown - inside).unsigned_abs(), "how much it is")?;
    }
    same(h.n(teams), it.teams, "the teams")
}

/// The kinds with enough changes and statements, by gap and half of its interval; and whether any has a gap.
fn kinds(f: &Facts<'_>, by: GroupBy) -> (Vec<(i64, f64)>, bool) {
    let parts = f.a.parts(&f.subset, by);
    let all: Vec<(u64, Confidence)> =
        parts.iter().filter(|p| !p.1.is_empty()).map(|(_, rows)| (rows.len() as u64, f.confidence(rows, None))).collect();
    let half = |c: &Confidence| {
        let width = |(low, high): (f64, f64)| (high - low) / 2.0;
        Some(width(c.verified_interval()?).hypot(width(c.perceived_interval()?)))
    };
    let enough = all.iter().filter(|(n, c)| !f.is_few(*n) && !f.is_few(c.stated));
    (enough.filter_map(|(_, c)| Some((gap(c)?, half(c)?))).collect(), all.iter().any(|x| x.1.gap.is_some()))
}

fn noun(said: &str) -> GroupBy {
    match said {
        "team" => GroupBy::Team,
        "service" => GroupBy::Service,
        _ => GroupBy::Environment,
    }
}

/// The title of the gap by kind.
pub const KINDS: &[Rule] = &[
    Rule("Verified confidence by {team|service|environment}", |f, h| that(!kinds(f, noun(h.text(0))).1, "none has a gap")),
    Rule("Perceived and verified by {team|service|environment}", |f, h| {
        that(kinds(f, noun(h.text(0))).0.len() < 2, "fewer than two have enough")
    }),
    Rule("No clear difference in the gap by {team|service|environment}", |f, h| {
        let (all, _) = kinds(f, noun(h.text(0)));
        let (most, least) = ends(&all).ok_or("nothing is compared")?;
        that(all.len() > 1 && most.0 as f64 / 100.0 - most.1 <= least.0 as f64 / 100.0 + least.1, "the intervals meet")
    }),
    Rule("The gap by {team|service|environment} runs from {±} to {±} {point|points}", |f, h| {
        let (all, _) = kinds(f, noun(h.text(0)));
        let (most, least) = ends(&all).ok_or("nothing is compared")?;
        same((h.signed(1), h.signed(2)), (least.0, most.0), "the ends")?;
        same(h.text(3) == "point", most.0.abs() == 1, "point or points")?;
        that(most.0 as f64 / 100.0 - most.1 > least.0 as f64 / 100.0 + least.1, "the intervals part")
    }),
];

/// The first of those with the largest gap and of those with the smallest.
fn ends(all: &[(i64, f64)]) -> Option<((i64, f64), (i64, f64))> {
    let most = all.iter().copied().reduce(|a, b| if b.0 > a.0 { b } else { a })?;
    let least = all.iter().copied().reduce(|a, b| if b.0 < a.0 { b } else { a })?;
    Some((most, least))
}

/// What got clearly better (true) or worse since the range before, by its words in the title.
fn progress(f: &Facts<'_>) -> Vec<(&'static str, bool)> {
    let mut out = Vec::new();
    let now = f.a.dataset().now;
    let end = f.look.selection.until.unwrap_or(now).min(now);
    let just_before = Instant::from_micros(f.since.micros() - 1);
    if !f.now.is_empty() && !f.before.is_empty() {
        let share = |changes: &[u32]| {
            let c = f.confidence(changes, None);
            Share { n: c.n, value: c.verified, low: c.verified_low, high: c.verified_high }
        };
        let debt = |changes: &[u32], end| {
            let shipped = figures::debt::shipped(f.a, changes).shipped;
            Share::of(figures::debt::at(f.a, changes, end).in_debt.min(shipped), shipped)
        };
        let timely = |first, last: Instant, days: i64| {
            let t = figures::timeliness::between(f.a, &f.any_time, first, last.min(now.plus_days(-days)));
            if days == 7 { t.share7() } else { t.share30() }
        };
        let first = f.since.plus_days(-(f.days as i64));
        let of = |name, is_good: bool, before: Share, now: Share| {
            let half = |s: &Share| Some((s.value?, (s.high? - s.low?) / 2.0));
            let ((a, a_half), (b, b_half)) = half(&before).zip(half(&now))?;
            let is_clear = !f.is_few(before.n) && !f.is_few(now.n) && (b - a).abs() > a_half.hypot(b_half);
            is_clear.then_some((name, (b > a) == is_good))
        };
        out.extend(of("verified confidence", true, share(&f.before), share(&f.now)));
        out.extend(of("debt", false, debt(&f.before, just_before), debt(&f.now, end)));
        out.extend(of("evidence within 7 days", true, timely(first, just_before, 7), timely(f.since, end, 7)));
        out.extend(of("evidence within 30 days", true, timely(first, just_before, 30), timely(f.since, end, 30)));
    }
    let (up, down, _) = climb(f);
    // both tails of the toss of a coin
    let n = up + down;
    let ways = |k: u64| (0..k).fold(1.0, |c, i| c * (n - i) as f64 / (i + 1) as f64);
    let tail: f64 = (0..=up.min(down)).map(ways).sum::<f64>() / 2_f64.powi(i32::try_from(n).unwrap());
    out.extend((n > 0 && 2.0 * tail < 0.05).then_some(("the ladder", up > down)));
    out
}

/// The teams that stand higher, lower and as they stood before.
fn climb(f: &Facts<'_>) -> (u64, u64, u64) {
    let rungs = f.a.policy().rungs();
    let place = |rung: &str| rungs.iter().position(|r| *r == rung);
    let all: Vec<_> = figures::ladder::standings(f.a, &f.any_time)
        .iter()
        .filter_map(|t| Some(place(&t.rung)?.cmp(&place(t.previous_rung.as_deref()?)?)))
        .collect();
    let count = |is| all.iter().filter(|x| **x == is).count() as u64;
    (count(std::cmp::Ordering::Greater), count(std::cmp::Ordering::Less), count(std::cmp::Ordering::Equal))
}

/// The title as it has to be, from what is clearly better and worse.
fn progress_title(f: &Facts<'_>) -> String {
    if f.now.is_empty() || f.before.is_empty() {
        return "Nothing earlier to compare with".to_owned();
    }
    if f.is_few(f.now.len() as u64) || f.is_few(f.before.len() as u64) {
        return "Too few changes to say".to_owned();
    }
    let all = progress(f);
    let told = |is_better: bool| {
        let has = |name: &str| all.contains(&(name, is_better));
        let (more, smaller, rose, up) =
            if is_better { ("more", "smaller", "rose", "up") } else { ("less", "larger", "fell", "down") };
        let timely = match (has("evidence within 7 days"), has("evidence within 30 days")) {
            (true, true) => Some(format!("{more} is verified in time")),
            (true, false) => Some(format!("{more} is verified within 7 days")),
            (false, true) => Some(format!("{more} is verified within 30 days")),
            (false, false) => None,
        };
        let verified = has("verified confidence").then(|| format!("verified confidence {rose}"));
        let debt = has("debt").then(|| format!("a {smaller} share of what shipped is in debt"));
        let ladder = has("the ladder").then(|| format!("teams moved {up} the ladder"));
        let said: Vec<String> = [verified, debt, timely, ladder].into_iter().flatten().collect();
        list(&said.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let moved = match (told(true).as_str(), told(false).as_str()) {
        ("", "") => "Nothing moved clearly".to_owned(),
        (better, "") => format!("Yes: {better}"),
        ("", worse) => format!("No: {worse}"),
        (better, worse) => format!("In part: {better}, but {worse}"),
    };
    let end = f.look.selection.until.unwrap_or(f.a.dataset().now).min(f.a.dataset().now);
    let at = |moment| figures::debt::at(f.a, &f.any_time, moment).in_debt;
    let (before, now) = (at(Instant::from_micros(f.since.micros() - 1)), at(end));
    let noun = if now == 1 { "change" } else { "changes" };
    let debt = match now.cmp(&before) {
        _ if now + before == 0 => String::new(),
        std::cmp::Ordering::Greater => {
            format!("; the debt in all grew from {} to {} {noun}", figures_of(before), figures_of(now))
        }
        std::cmp::Ordering::Less => format!("; the debt in all fell from {} to {} {noun}", figures_of(before), figures_of(now)),
        std::cmp::Ordering::Equal => format!("; the debt in all is still {} {noun}", figures_of(now)),
    };
    format!("{moved}{debt}")
}

/// The title of whether we are better.
pub const PROGRESS: &[Rule] =
    &[Rule("Are we better? {*}", |f, h| same(h.text(0), progress_title(f).as_str(), "what is better and worse"))];

/// The notes below it: the ladder, and the debt at both ends.
pub const PROGRESS_NOTES: &[Rule] = &[
    Rule("No team has a rung both in the last {n day/days} and in the {n day/days} before.", |f, _| {
        same((0, 0, 0), climb(f), "the teams")
    }),
    Rule(
        "Ladder, the last {n day/days} against the {n day/days} before, whatever period is chosen: {*}[{, more than chance would explain|, \
         which chance could explain}].",
        |f, h| {
            let (up, down, same_rung) = climb(f);
            let n = up + down + same_rung;
            let word = |n: u64| if n == 0 { "none".to_owned() } else { in_words(n) };
            let expected = match (n, up, down) {
                (1, 1, _) => "the one team with a rung in both moved up".to_owned(),
                (1, _, 1) => "the one team with a rung in both moved down".to_owned(),
                (1, ..) => "the one team with a rung in both stayed on it".to_owned(),
                _ => format!("{} of {} teams moved up and {} down", word(up), in_words(n), word(down)),
            };
            same(h.text(2), &expected, "the teams that moved")?;
            let is_clear = progress(f).iter().any(|p| p.0 == "the ladder");
            let chance = match (is_clear, up + down) {
                (true, _) => ", more than chance would explain",
                (_, 0) => "",
                _ => ", which chance could explain",
            };
            same(h.text(3), chance, "what chance explains")
        },
    ),
    Rule(
        "Debt in all: {n change/changes} ({n resource/resources}) now, {n change/changes} ({n resource/resources}) before {*}. {It fell|It \
         rose|It is the same|Fewer changes are in it, with more resources|More changes are in it, with fewer resources}.[ Records begin \
         {*}.]",
        |f, h| {
            let first = f.a.range(&f.any_time).map(|(first, _)| first);
            let is_reached = first.is_some_and(|first| f.since.plus_days(-(f.days as i64)) <= first);
            same(h.has(6), is_reached, "whether the range before reaches the first record")?;
            let now = f.a.dataset().now;
            let end = f.look.selection.until.unwrap_or(now).min(now);
            let at = |moment| figures::debt::at(f.a, &f.any_time, moment);
            let (before, now) = (at(Instant::from_micros(f.since.micros() - 1)), at(end));
            same([h.n(0), h.n(1), h.n(2), h.n(3)], [now.in_debt, now.weighted, before.in_debt, before.weighted], "the debt")?;
            let course = match (now.in_debt.cmp(&before.in_debt), now.weighted.cmp(&before.weighted)) {
                (std::cmp::Ordering::Less, std::cmp::Ordering::Greater) => "Fewer changes are in it, with more resources",
                (std::cmp::Ordering::Greater, std::cmp::Ordering::Less) => "More changes are in it, with fewer resources",
                (std::cmp::Ordering::Equal, std::cmp::Ordering::Equal) => "It is the same",
                (std::cmp::Ordering::Less, _) | (_, std::cmp::Ordering::Less) => "It fell",
                _ => "It rose",
            };
            same(h.text(5), course, "how it moved")
        },
    ),
];
