//! What the titles of debt, practices, failure patterns and the funnel claim.

use super::Rule;
use super::facts::{Facts, Verdict, is_share, most, percent, same, that, whole};
use super::pages::{AUTHORSHIPS, debt, most_debt, nothing};
use super::practice::{capital, patterns, times, title};
use super::template::{Holes, list};
use plumbline_assess::{GroupBy, Step, figures};
use plumbline_domain::Instant;

pub const NEXT_POINTS: &[Rule] = &[
    Rule("No item is due", |f, _| same(0, f.a.n_requirements(&f.subset), "what is due")),
    Rule("Every required item is verified", |f, _| same(0, unverified(f), "what is not verified")),
    Rule("Where the next verified points are", |f, _| that(unverified(f) > 0, "something is not verified")),
];

fn unverified(f: &Facts<'_>) -> u64 {
    f.a.requirement_states(&f.subset).filter(|(state, _)| !state.is_verified).map(|(_, n)| n).sum()
}

/// The title of the debt over time.
pub const DEBT: &[Rule] = &[
    Rule("No change has shipped, so there is no verification debt", |f, _| {
        same(0, figures::debt::shipped(f.a, &f.subset).shipped, "what shipped")
    }),
    Rule("No verification debt: every shipped change is verified", |f, _| same(0, debt(f, &f.subset).weighted, "the debt")),
    Rule("Verification debt fell from {n resource/resources} to none in 30 days", |f, h| {
        same((h.n(0), 0), (debt_before(f), debt(f, &f.subset).weighted), "the debt")
    }),
    Rule(
        "Verification debt rose from none to {n resource/resources} in 30 days[; {all|@%} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            same((0, h.n(0)), (debt_before(f), debt(f, &f.subset).weighted), "the debt")?;
            whose(f, h, 1)
        },
    ),
    Rule(
        "Verification debt is {n resource/resources}, as it was 30 days ago[; {all|@%} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            same((h.n(0), h.n(0)), (debt_before(f), debt(f, &f.subset).weighted), "the debt")?;
            whose(f, h, 1)
        },
    ),
    Rule(
        "Verification debt {rose|fell} from {n} to {n resource/resources} in 30 days[; {all|@%} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            same((h.n(1), h.n(2)), (debt_before(f), debt(f, &f.subset).weighted), "the debt")?;
            same((h.text(0) == "rose", h.text(0) == "fell"), (h.n(2) > h.n(1), h.n(2) < h.n(1)), "whether it rose")?;
            whose(f, h, 3)
        },
    ),
    Rule(
        "Debt of the changes of these {n day/days}: {n resource/resources}[; {all|@%} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            that(f.subset.len() < f.any_time.len(), "a period is chosen")?;
            same((h.n(0), h.n(1)), (f.days, debt(f, &f.subset).weighted), "the days and the debt")?;
            whose(f, h, 2)
        },
    ),
    Rule(
        "Verification debt is {n resource/resources}[; {all|@%} in {human|AI-assisted|AI-generated|unattributed} changes]",
        |f, h| {
            same(h.n(0), debt(f, &f.subset).weighted, "the debt")?;
            whose(f, h, 1)
        },
    ),
];

/// The debt before the first of the last 30 days, of which the day of the assessment is one.
fn debt_before(f: &Facts<'_>) -> u64 {
    const DAY: i64 = 86_400_000_000;
    let midnight = f.a.dataset().now.micros().div_euclid(DAY) * DAY;
    figures::debt::at(f.a, &f.subset, Instant::from_micros(midnight - 29 * DAY - 1)).weighted
}

fn whose(f: &Facts<'_>, h: &Holes, i: usize) -> Verdict {
    match most_debt(f) {
        Some((who, part, sum)) => {
            same(h.text(i + 1), who, "whose most of it is")?;
            is_share(h.text(i), part as f64 / sum as f64)
        }
        None => that(!h.has(i), "nobody has more than half"),
    }
}

/// The practices with enough cases, each as what is done, with its share; and whether that is all of them.
fn practices(f: &Facts<'_>) -> (Vec<(&'static str, f64, String)>, bool) {
    let w = figures::workflow::adherence(f.a, &f.subset);
    let all = [
        ("verifying the threat intent", "change/changes", w.threat_intent_verified),
        ("offering policy diagnostics and outputs", "shipped change/shipped changes", w.diagnostics_and_outputs_attached),
        ("shipping without an open critical or high finding", "shipped change/shipped changes", w.no_open_critical_or_high),
        ("at least one verified alert test per release", "release of a team/releases of a team", w.alert_path_tested_per_release),
        (
            "preventing recurring patterns",
            "pattern that recurs in a team/patterns that recur in a team",
            w.recurring_patterns_prevented,
        ),
    ];
    let cases = |n: u64, nouns: &str| {
        let (one, many) = nouns.split_once('/').unwrap();
        format!("{} {}", super::pages::in_figures(n), if n == 1 { one } else { many })
    };
    let is_read = |name: &str| name != "shipping without an open critical or high finding" || f.was_scanned();
    let enough = all.iter().filter(|p| !f.is_few(p.2.n) && is_read(p.0));
    let known: Vec<(&str, f64, String)> = enough.filter_map(|(name, of, s)| Some((*name, s.value?, cases(s.n, of)))).collect();
    let is_all = known.len() == all.len();
    (known, is_all)
}

pub const WORKFLOW: &[Rule] = &[
    Rule("Workflow practices", |f, _| that(practices(f).0.len() < 2, "fewer than two have enough cases")),
    Rule("Every practice is kept to the same extent", |f, _| {
        let (known, is_all) = practices(f);
        that(is_all && known.iter().all(|p| whole(p.1) == whole(known[0].1)), "all five have the same share")
    }),
    Rule("Every practice with enough cases is kept to the same extent", |f, _| {
        let (known, is_all) = practices(f);
        that(!is_all && known.len() > 1 && known.iter().all(|p| whole(p.1) == whole(known[0].1)), "they have the same share")
    }),
    Rule("Best kept {practice|practices}: {*}. Least kept {practice|practices}: {*}", |f, h| {
        let (known, _) = practices(f);
        for (i, sign) in [(0, 1), (2, -1)] {
            let ranked: Vec<(&str, i64)> = known.iter().map(|p| (p.0, whole(p.1) * sign)).collect();
            let at = most(&ranked)?;
            let told = known
                .iter()
                .filter(|p| at.contains(&p.0))
                .map(|(name, share, cases)| format!("{name} ({} of {cases})", percent(*share)));
            let told: Vec<String> = told.collect();
            same((h.text(i + 1), h.text(i) == "practice"), (list(&told).as_str(), at.len() == 1), "the practices")?;
        }
        Ok(())
    }),
];

/// The title of the failure patterns over time.
pub const PATTERNS: &[Rule] = &[
    Rule("No failure pattern was found in these changes", |f, _| that(f.was_scanned() && found(f).is_empty(), "none was found")),
    Rule("No scan was read, so nothing can be said of failure patterns", |f, _| {
        that(!f.was_scanned() && found(f).is_empty(), "nothing was read or found")
    }),
    Rule("{*} occurred in each of the last {w week/weeks}", in_each),
    Rule("{*} occurred in each of the last {w month/months}", in_each),
    Rule("{*} is the most frequent, {n occurrence/occurrences}", |f, h| {
        let all = found(f);
        let ranked: Vec<(&str, i64)> = all.iter().map(|p| (p.0.as_str(), p.1 as i64)).collect();
        same((vec![h.text(0)], Some(h.n(1) as i64)), (most(&ranked)?, ranked.iter().map(|r| r.1).max()), "the pattern")
    }),
    Rule("{*} is the only pattern found, {n occurrence/occurrences}", |f, h| {
        let all = found(f);
        same((h.text(0), h.n(1), 1), (all[0].0.as_str(), all[0].1, all.len()), "the pattern")
    }),
    Rule("{W} patterns, {n occurrence/occurrences} each", |f, h| {
        let all = found(f);
        that(all.len() as u64 == h.n(0) && all.iter().all(|p| p.1 == h.n(1)), "all occurred as often")
    }),
    Rule("{*} are the most frequent, {n occurrence/occurrences} each", |f, h| {
        let all = found(f);
        let ranked: Vec<(&str, i64)> = all.iter().map(|p| (p.0.as_str(), p.1 as i64)).collect();
        let at = most(&ranked)?;
        same(
            (h.text(0), at.len() > 1, Some(h.n(1) as i64)),
            (list(&at).as_str(), true, ranked.iter().map(|r| r.1).max()),
            "the patterns",
        )
    }),
    Rule("{*} and {*} occurred equally often, {n occurrence/occurrences} each", |f, h| {
        let all = found(f);
        let names = vec![h.text(0).to_owned(), h.text(1).to_owned()];
        same(names, all.iter().map(|p| p.0.clone()).collect(), "the patterns")?;
        that(all.iter().all(|p| p.1 == h.n(2)), "both occurred as often")
    }),
];

/// The patterns that occurred, with how often.
fn found(f: &Facts<'_>) -> Vec<(String, u64)> {
    patterns(f).iter().filter(|r| r.occurrences > 0).map(|r| (title(f, r), r.occurrences)).collect()
}

fn in_each(f: &Facts<'_>, h: &Holes) -> Verdict {
    let row = patterns(f).into_iter().find(|r| title(f, r) == h.text(0)).ok_or("no such pattern")?;
    let periods = f.a.periods(&f.subset);
    let with = |changes: &[u32]| !f.a.with_pattern(changes, row.pattern_id).is_empty();
    let run = periods.iter().rev().take_while(|p| with(p.1)).count() as u64;
    that(run >= h.n(1) && h.n(1) > 2, "it occurred in each of them")
}

/// The title of a funnel: how many went past a step without meeting it.
pub const FUNNEL: &[Rule] = &[
    Rule("No change went past a step without meeting it", |f, _| same(0, leaks(f).0, "how many went past")),
    Rule("{n change/changes} went past {*} without meeting it: {*}", |f, h| {
        let (top, steps) = leaks(f);
        same((h.n(0), steps.len()), (top, 1), "how many went past")?;
        same(h.text(1), step_name(steps[0]), "the step")
    }),
    Rule("{n change/changes} went past each of {*} without meeting it", |f, h| {
        let (top, steps) = leaks(f);
        same(h.n(0), top, "how many went past")?;
        let names: Vec<&str> = steps.into_iter().map(step_name).collect();
        that(names.len() > 1, "there are several")?;
        same(h.text(1), &list(&names), "the steps")
    }),
];

fn step_name(step: Step) -> &'static str {
    match step {
        Step::Opened => "Opened",
        Step::Intent => "Intent recorded",
        Step::Validated => "Validated",
        Step::RiskAssessed => "Risk assessed",
        Step::Approved => "Approved",
        Step::Deployed => "Deployed with proof",
        Step::Observed => "Observed",
    }
}

/// The most changes that went past a step, and at which steps as many did.
fn leaks(f: &Facts<'_>) -> (u64, Vec<Step>) {
    let steps = super::pages::funnel(f);
    let top = steps.iter().map(|s| s.leaked).max().unwrap_or(0);
    (top, steps.iter().filter(|s| s.leaked == top).map(|s| s.step).collect())
}

/// The titles of the debt by authorship and by team.
pub const BY_AUTHORSHIP: &[Rule] = &[
    Rule("No debt by authorship", |f, _| same(0, debt(f, &f.subset).in_debt, "the debt")),
    Rule("Debt by authorship", nothing),
    Rule("Each kind of change has the same share of the changes in debt as of those that shipped", |f, _| {
        that(holders(f).iter().all(|x| !f.is_few(x.3) && whole(x.1) == whole(x.2)), "each has the same shares")
    }),
    Rule("{*} changes are {%} of the changes that shipped but {%} of those in debt", |f, h| {
        let all = holders(f);
        let it = all.iter().find(|x| capital(x.0) == h.text(0)).ok_or("no such authorship")?;
        same((h.text(1), h.text(2)), (percent(it.2).as_str(), percent(it.1).as_str()), "the shares")?;
        that(!f.is_few(it.3) && it.1 > it.2, "it holds more than its part, and shipped enough")
    }),
];

/// The authorships that shipped something: name, part of the changes in debt, part of those that shipped, and how many.
fn holders(f: &Facts<'_>) -> Vec<(&'static str, f64, f64, u64)> {
    let all = debt(f, &f.subset).in_debt.max(1) as f64;
    let shipped = figures::debt::shipped(f.a, &f.subset).shipped.max(1) as f64;
    let parts = f.a.parts(&f.subset, GroupBy::Authorship);
    let of = |(i, name): (usize, &'static str)| {
        let n = figures::debt::shipped(f.a, parts.part(i)).shipped;
        (n > 0).then(|| (name, debt(f, parts.part(i)).in_debt as f64 / all, n as f64 / shipped, n))
    };
    AUTHORSHIPS.iter().enumerate().filter_map(|(i, a)| of((i, a.1))).collect()
}

pub const BY_TEAM: &[Rule] = &[
    Rule("No change names its team", |f, _| that(f.names(GroupBy::Team).is_empty(), "no team is named")),
    Rule("No team is in debt", |f, _| that(team_debts(f).iter().all(|d| *d == 0), "none is in debt")),
    Rule("The debt of one team", |f, _| same(1, team_debts(f).len(), "the teams")),
    Rule("{Most|Half} of the debt is in changes that name no team", |f, h| {
        let (of_teams, all) = (team_debts(f).iter().sum::<u64>() * 2, debt(f, &f.subset).weighted);
        that(if h.text(0) == "Half" { of_teams == all } else { of_teams < all }, "the teams hold no more")
    }),
    Rule("{*} {holds|hold} {all|@%} of the debt", |f, h| {
        let (debts, names) = (team_debts(f), f.names(GroupBy::Team));
        let mut largest: Vec<(&str, u64)> = names.into_iter().zip(debts).collect();
        largest.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let all = debt(f, &f.subset).weighted;
        let held = |n: usize| largest.iter().take(n).map(|x| x.1).sum::<u64>();
        let n = (1..=3).find(|n| held(*n) * 2 > all).ok_or("no three hold more than half")?;
        let names: Vec<&str> = largest.iter().take(n).map(|x| x.0).collect();
        same((h.text(0), h.text(1) == "holds"), (list(&names).as_str(), n == 1), "the teams")?;
        is_share(h.text(2), held(n) as f64 / all as f64)
    }),
    Rule("{W} of {w team/teams} {holds|hold} more than half of the debt", |f, h| {
        that(h.n(0) > 3, "so many are not named")?;
        let mut debts = team_debts(f);
        debts.sort_unstable_by(|a, b| b.cmp(a));
        same((h.n(1), h.text(2) == "holds"), (debts.len() as u64, h.n(0) == 1), "the teams")?;
        let all = debt(f, &f.subset).weighted;
        let held = |n: u64| debts.iter().take(n as usize).sum::<u64>() * 2 > all;
        that(held(h.n(0)) && !held(h.n(0) - 1), "so many hold more than half, and no fewer")
    }),
];

fn team_debts(f: &Facts<'_>) -> Vec<u64> {
    f.a.parts(&f.subset, GroupBy::Team).iter().filter(|p| !p.1.is_empty()).map(|(_, rows)| debt(f, rows).weighted).collect()
}

pub const LARGEST: &[Rule] = &[
    Rule("No shipped change is in debt", |f, _| same(0, debt(f, &f.subset).in_debt, "the changes in debt")),
    Rule("One shipped change is in debt", |f, _| same(1, debt(f, &f.subset).in_debt, "the changes in debt")),
    Rule("Both changes in debt, {the larger|the newer} first", |f, _| same(2, debt(f, &f.subset).in_debt, "the changes in debt")),
    Rule("All {w} changes in debt, the largest first", |f, h| same(h.n(0), debt(f, &f.subset).in_debt, "the changes in debt")),
    Rule("The {w} largest of {n} unverified changes account for {%} of the debt", |f, h| {
        same(h.n(1), debt(f, &f.subset).in_debt, "the changes in debt")?;
        let mut sizes: Vec<u64> = f.a.of(&f.subset).filter(|(_, c)| c.is_in_debt()).map(|(_, c)| c.blast_radius).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        let held: u64 = sizes.iter().take(h.n(0) as usize).sum();
        same(h.text(2), &percent(held as f64 / sizes.iter().sum::<u64>().max(1) as f64), "their part")
    }),
];

/// What shipped in each period with enough, and whether all of it is verified; and how many periods shipped anything.
fn velocity(f: &Facts<'_>) -> (Vec<bool>, usize) {
    let periods = f.a.periods(&f.subset);
    let all: Vec<_> = periods.iter().map(|(_, changes)| figures::debt::shipped(f.a, changes)).filter(|s| s.shipped > 0).collect();
    (all.iter().filter(|s| !f.is_few(s.shipped)).map(|s| s.shipped == s.verified).collect(), all.len())
}

/// Whether the sentence says that it leaves out periods of few.
fn of_which(f: &Facts<'_>, h: &Holes, i: usize) -> Verdict {
    let (told, shipping) = velocity(f);
    same(if h.has(i) { h.n(i) } else { 0 }, if told.len() == shipping { 0 } else { f.too_few }, "which periods")
}

pub const VELOCITY: &[Rule] = &[
    Rule("Shipped and verified by {week|month}", |f, _| same(0, velocity(f).1, "what shipped")),
    Rule("Too few changes shipped in any {week|month} to compare", |f, _| {
        that(velocity(f).1 > 0 && velocity(f).0.is_empty(), "every period has too few")
    }),
    Rule(
        "{Everything|Not everything} that shipped in the one {week|month}[ with at least {w} shipped changes] is verified",
        |f, h| {
            same(vec![h.text(0) == "Everything"], velocity(f).0, "the period")?;
            of_which(f, h, 2)
        },
    ),
    Rule("In every {week|month}[ with at least {w} shipped changes], everything that shipped is verified", |f, h| {
        that(velocity(f).0.len() > 1 && velocity(f).0.iter().all(|is| *is), "every period is verified")?;
        of_which(f, h, 1)
    }),
    Rule("In no {week|month}[ with at least {w} shipped changes] was everything that shipped verified", |f, h| {
        that(velocity(f).0.len() > 1 && !velocity(f).0.iter().any(|is| *is), "no period is verified")?;
        of_which(f, h, 1)
    }),
    Rule("In {w} of {w} {weeks|months}[ with at least {w} shipped changes], everything that shipped is verified", |f, h| {
        let (told, _) = velocity(f);
        same((h.n(0), h.n(1)), (told.iter().filter(|is| **is).count() as u64, told.len() as u64), "the periods")?;
        of_which(f, h, 3)
    }),
];

/// The title of what came while its prevention was in place.
pub const AFTER: &[Rule] = &[
    Rule("No failure came back while its prevention was in place", |f, _| same(0, after(f), "what came back")),
    Rule("The same failure again while its prevention was in place: {once|twice|@w times/times}", |f, h| {
        same(times(h.text(0)), after(f), "what came back")
    }),
];

fn after(f: &Facts<'_>) -> u64 {
    let is_shown = |change: u32| f.subset.contains(&change);
    let history = f.history();
    let course = figures::pattern::course(f.a, &history);
    course.steps.iter().filter(|s| s.is_after_prevention && is_shown(s.occurrence.change)).count() as u64
}
