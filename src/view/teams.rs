//! Teams on the ladder: the table of the overview, and the page of all teams.

use super::context::Context;
use super::figure::{change_cell, gap_cell, head, sentence, size, table};
use super::model::{Rung, TeamRow, TeamsPage, TeamsTable};
use super::periods::last_weeks;
use super::wording;
use crate::assess::{CriterionResult, Lack, PeriodLength, TeamRung};
use crate::domain::{ArtifactTypeId, Gate, Metric, order};
use crate::text::{criterion, date, finding, headline, ladder, measure, number, page};
use std::collections::HashMap;

/// The weeks of the sparkline.
const SPARK_WEEKS: i64 = 13;
/// The days of the gap's change.
const CHANGE_DAYS: i64 = 30;

pub(super) fn build(cx: &Context<'_>) -> TeamsPage {
    let mut teams = table_of(cx);
    // the headline says who stands below the claim: the figure says who moved
    let moved: Vec<(u32, u32)> = teams.rows.iter().filter_map(|r| Some((r.previous?, r.rung?))).collect();
    let count = |is: fn(&&(u32, u32)) -> bool| moved.iter().filter(is).count() as u64;
    teams.head.title = ladder::moves(moved.len() as u64, count(|(from, to)| to > from), count(|(from, to)| to < from));
    let both: Vec<(u32, u32)> = teams.rows.iter().filter_map(|r| Some((r.rung?, r.claimed?))).collect();
    let top = teams.rows.iter().filter_map(|r| r.rung).max();
    let highest = top.and_then(|top| {
        let title = &teams.rungs.get(top as usize)?.title;
        Some((title.as_str(), teams.rows.iter().filter(|r| r.rung == Some(top)).count() as u64))
    });
    let headline = headline::standings(&headline::Standings {
        standing: teams.rows.iter().filter(|r| r.rung.is_some()).count() as u64,
        teams: teams.rows.len() as u64,
        claiming: both.len() as u64,
        below: both.iter().filter(|(rung, claimed)| rung < claimed).count() as u64,
        above: both.iter().filter(|(rung, claimed)| rung > claimed).count() as u64,
        highest,
    });
    let without_team = cx.assessment.of(&cx.subset).filter(|(_, c)| c.team.is_none()).count();
    TeamsPage { eyebrow: cx.eyebrow(page::TEAMS), headline: sentence(headline), without_team: size(without_team), teams }
}

/// The rungs of the policy, lowest first.
pub(super) fn rungs(cx: &Context<'_>) -> Vec<Rung> {
    let n_criteria = |id: &str| cx.policy.ladder.iter().find(|r| r.rung == id).map_or(0, |r| r.criteria.len() as u64);
    let rung = |id: &&str| Rung {
        id: (*id).to_owned(),
        title: ladder::title(id),
        asks: asks(cx, id),
        meaning: ladder::meaning(id).map_or_else(|| ladder::meaning_by_count(n_criteria(id)), str::to_owned),
    };
    cx.policy.rungs().iter().map(rung).collect()
}

/// What a rung asks for beyond the rungs below: its criteria with what they need.
fn asks(cx: &Context<'_>, rung: &str) -> Vec<String> {
    let criteria = cx.policy.ladder.iter().filter(|r| r.rung == rung).flat_map(|r| &r.criteria);
    criteria.map(|c| criterion::ask(c.metric, c.gate, wording::need(c))).collect()
}

/// The ladder's own subtitle: its window, whatever the period.
pub(super) fn window_words(cx: &Context<'_>) -> String {
    let days = cx.policy.ladder_days;
    ladder::window(days, &date::range(cx.dataset.now.plus_days(-i64::from(days)), cx.dataset.now))
}

/// The teams' table.
pub(super) fn table_of(cx: &Context<'_>) -> TeamsTable {
    let rungs = rungs(cx);
    let mut by_team: Vec<Vec<u32>> = vec![Vec::new(); cx.assessment.teams().len()];
    for (place, change) in cx.assessment.of(&cx.any_time) {
        if let Some(list) = change.team.and_then(|t| by_team.get_mut(t as usize)) {
            list.push(place);
        }
    }
    let standings = cx.assessment.ladder(&cx.any_time);
    let mut rows: Vec<TeamRow> =
        standings.iter().filter_map(|standing| Some(row(cx, standing, by_team.get(standing.team_place as usize)?))).collect();
    order::alphabetically(&mut rows, |r| &r.team);
    let both: Vec<(u32, u32)> = rows.iter().filter_map(|r| Some((r.rung?, r.claimed?))).collect();
    let below = both.iter().filter(|(rung, claimed)| rung < claimed).count() as u64;
    let above = both.iter().filter(|(rung, claimed)| rung > claimed).count() as u64;
    let subtitle = format!("{}. {}", window_words(cx), measure::TEAMS_MORE);
    let twin = twin(&rungs, &rows);
    TeamsTable { head: head(finding::teams(both.len() as u64, below, above), subtitle, twin), rungs, rows }
}

fn row(cx: &Context<'_>, standing: &TeamRung, changes: &[u32]) -> TeamRow {
    let window = cx.assessment.ladder_window(changes);
    let selected: Vec<u32> = changes.iter().copied().filter(|place| cx.subset.binary_search(place).is_ok()).collect();
    let place = |rung: &str| cx.rung_place(rung).map(size);
    let pooled = cx.pooled_pair(&selected);
    let first = standing.blocking().next();
    let (blocker, blocker_gate) = match first {
        _ if window.is_empty() => (ladder::NO_RECENT_CHANGE.to_owned(), None),
        Some(c) => (blocker(cx, c, &window), wording::criterion_gate(c)),
        None => (ladder::NOTHING_BLOCKS.to_owned(), None),
    };
    TeamRow {
        team: standing.team.clone(),
        changes: size(selected.len()),
        rung: if window.is_empty() { None } else { place(&standing.rung) },
        claimed: standing.claimed_rung.as_deref().and_then(place),
        previous: standing.previous_rung.as_deref().and_then(place),
        spark: spark(cx, changes),
        gap: pooled.gap,
        gap_change: gap_change(cx, changes),
        blocker,
        blocker_gate,
        too_few: selected.len() < cx.policy.too_few as usize,
    }
}

/// The gap of each of the last weeks, all gates pooled.
fn spark(cx: &Context<'_>, changes: &[u32]) -> Vec<Option<f64>> {
    let weeks = last_weeks(cx.end, SPARK_WEEKS);
    let mut by_week: Vec<Vec<u32>> = vec![Vec::new(); weeks.len()];
    for (place, change) in cx.assessment.of(changes) {
        let week = PeriodLength::Week.of(change.date);
        if let Some(list) = weeks.binary_search(&week).ok().and_then(|i| by_week.get_mut(i)) {
            list.push(place);
        }
    }
    by_week.iter().map(|of_week| cx.assessment.pooled(of_week).gap).collect()
}

/// The gap of the last days less that of as many days before; none when either has no statement.
fn gap_change(cx: &Context<'_>, changes: &[u32]) -> Option<f64> {
    let (middle, first) = (cx.end.plus_days(-CHANGE_DAYS), cx.end.plus_days(-2 * CHANGE_DAYS));
    let between = |after, until| -> Vec<u32> {
        cx.assessment.of(changes).filter(|(_, c)| after < c.date && c.date <= until).map(|(place, _)| place).collect()
    };
    let before = cx.assessment.pooled(&between(first, middle)).gap?;
    Some(cx.assessment.pooled(&between(middle, cx.end)).gap? - before)
}

/// What blocks a criterion over the changes of the ladder's window, in one short sentence.
pub(super) fn blocker(cx: &Context<'_>, c: &CriterionResult, window: &[u32]) -> String {
    let measured = wording::measured(cx.policy, c);
    let lacking = cx.assessment.lacking(c.metric, c.gate, window);
    let names = lacking
        .iter()
        .filter_map(|lack| match lack {
            Lack::WeakFamily { family } => Some(family.title().to_owned()),
            Lack::Recurrence { pattern, .. } => cx.policy.pattern(*pattern).map(|p| p.title.clone()),
            _ => None,
        })
        .collect();
    let most_lacking = if c.metric == Metric::Verified { most_lacking(cx, c.gate, &lacking, window) } else { None };
    let more = criterion::Blocking {
        most_lacking: most_lacking.and_then(|(t, k, n)| Some((cx.policy.artifact_type(t)?.title.clone(), k, n))),
        names,
    };
    criterion::blocker(&measured, &more)
}

/// The artifact type that most changes lack at a gate, with how many lack it of how many that owe it; the first of the policy
/// on a tie.
pub(super) fn most_lacking(
    cx: &Context<'_>,
    gate: Option<Gate>,
    lacking: &[Lack],
    window: &[u32],
) -> Option<(ArtifactTypeId, u64, u64)> {
    let mut counts: HashMap<ArtifactTypeId, u64> = HashMap::new();
    for lack in lacking {
        if let Lack::Unverified { artifact_type, .. } | Lack::NotReproduced { artifact_type, .. } = lack {
            *counts.entry(*artifact_type).or_default() += 1;
        }
    }
    let (artifact_type, lacks) = counts.into_iter().max_by_key(|&(t, n)| (n, std::cmp::Reverse(t)))?;
    let owed = cx
        .assessment
        .of(window)
        .flat_map(|(_, c)| c.requirements())
        .filter(|(at, r)| gate.is_none_or(|g| g == *at) && r.artifact_type == artifact_type)
        .count();
    Some((artifact_type, lacks, owed as u64))
}

fn twin(rungs: &[Rung], rows: &[TeamRow]) -> super::model::Table {
    let rung = |place: Option<u32>| place.and_then(|p| rungs.get(p as usize)).map_or_else(number::dash, |r| r.title.clone());
    let cells = rows.iter().map(|r| {
        vec![
            r.team.clone(),
            number::thousands(u64::from(r.changes)),
            rung(r.rung),
            r.claimed.map_or_else(|| ladder::NO_CLAIM.to_owned(), |c| rung(Some(c))),
            rung(r.previous),
            gap_cell(r.gap),
            change_cell(r.gap_change),
            r.spark.iter().map(|g| gap_cell(*g)).collect::<Vec<_>>().join("; "),
            r.blocker.clone(),
            r.blocker_gate.map_or_else(String::new, |g| g.title().to_owned()),
        ]
    });
    table(&measure::TEAMS_COLUMNS, cells.collect())
}
