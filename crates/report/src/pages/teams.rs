//! Teams on the ladder: the table of the overview, and the page of all teams.

use crate::context::Context;
use crate::figures::periods::last_weeks;
use crate::figures::shared::{change_cell, gap_cell, head, sentence, size, table};
use crate::model::{Rung, TeamRow, TeamsPage, TeamsTable};
use crate::text::{criterion, date, finding, headline, ladder, measure, number, page};
use crate::wording;
use plumbline_assess::{Confidence, CriterionResult, GroupBy, Lack, PeriodLength, TeamRung, figures};
use plumbline_domain::{ArtifactTypeId, Instant, Metric, sort_alphabetically};

/// The weeks of the sparkline.
const SPARK_WEEKS: i64 = 13;
/// The days of the gap's change.
const CHANGE_DAYS: i64 = 30;

pub(crate) fn build(cx: &Context<'_>) -> TeamsPage {
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
        teams: teams.rows.len() as u64,
        claiming: both.len() as u64,
        below: both.iter().filter(|(rung, claimed)| rung < claimed).count() as u64,
        highest,
    });
    let without_team = cx.subset.len() - cx.assessment.count_by(&cx.subset, GroupBy::Team).iter().sum::<u64>() as usize;
    TeamsPage { eyebrow: cx.eyebrow(page::TEAMS), headline: sentence(headline), without_team: size(without_team), teams }
}

/// The rungs of the policy, lowest first.
pub(crate) fn rungs(cx: &Context<'_>) -> Vec<Rung> {
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
pub(crate) fn window_words(cx: &Context<'_>) -> String {
    let days = cx.policy.ladder_days;
    ladder::window(days, &date::range(cx.dataset.now.plus_days(-i64::from(days)), cx.dataset.now))
}

/// The teams' table.
pub(crate) fn table_of(cx: &Context<'_>) -> TeamsTable {
    let rungs = rungs(cx);
    let window = cx.assessment.parts(&figures::ladder::window(cx.assessment, &cx.any_time), GroupBy::Team);
    let gaps = Gaps::of(cx);
    let ladder = cx.ladder();
    let mut rows: Vec<TeamRow> =
        ladder.iter().map(|standing| row(cx, standing, &gaps, window.part(standing.team_place as usize))).collect();
    sort_alphabetically(&mut rows, |r| &r.team);
    let both: Vec<(u32, u32)> = rows.iter().filter_map(|r| Some((r.rung?, r.claimed?))).collect();
    let below = both.iter().filter(|(rung, claimed)| rung < claimed).count() as u64;
    let above = both.iter().filter(|(rung, claimed)| rung > claimed).count() as u64;
    let subtitle = format!("{}. {}", window_words(cx), measure::TEAMS_MORE);
    let twin = twin(&rungs, &rows);
    TeamsTable { head: head(finding::teams(both.len() as u64, below, above), subtitle, twin), rungs, rows }
}

/// The gap of every team, all gates pooled, by the places of the teams.
struct Gaps {
    /// Of the selected changes.
    selected: Vec<Confidence>,
    /// Of each of the last weeks, those of one team after those of another.
    weeks: Vec<Confidence>,
    /// Of the last days, and of as many days before.
    last_days: Vec<Confidence>,
    days_before: Vec<Confidence>,
}

impl Gaps {
    fn of(cx: &Context<'_>) -> Self {
        let weeks = last_weeks(cx.end, SPARK_WEEKS);
        // the weeks begin less than a week before so many days, and the last one ends within a week: the days lie in them too
        let around = (cx.end.plus_days(-7 * (SPARK_WEEKS + 1)), cx.end.plus_days(7));
        let recent = cx.assessment.between(&cx.any_time, around.0, around.1);
        let (middle, first) = (cx.end.plus_days(-CHANGE_DAYS), cx.end.plus_days(-2 * CHANGE_DAYS));
        // after the first instant, up to the second
        let between = |after: Instant, until| {
            let changes = cx.assessment.between(&recent, Instant::from_micros(after.micros().saturating_add(1)), until);
            figures::confidence::pooled_by(cx.assessment, &changes, GroupBy::Team)
        };
        Gaps {
            selected: figures::confidence::pooled_by(cx.assessment, &cx.subset, GroupBy::Team),
            weeks: figures::confidence::pooled_by_team_and_period(cx.assessment, &recent, PeriodLength::Week, &weeks),
            last_days: between(middle, cx.end),
            days_before: between(first, middle),
        }
    }

    fn spark(&self, team: usize) -> Vec<Option<f64>> {
        let n = SPARK_WEEKS as usize;
        self.weeks.iter().skip(team * n).take(n).map(|pooled| pooled.gap).collect()
    }

    /// The gap of the last days less that of as many days before; none when either has no statement.
    fn change(&self, team: usize) -> Option<f64> {
        Some(self.last_days.get(team)?.gap? - self.days_before.get(team)?.gap?)
    }
}

fn row(cx: &Context<'_>, standing: &TeamRung, gaps: &Gaps, window: &[u32]) -> TeamRow {
    let place = |rung: &str| cx.rung_place(rung).map(size);
    let team = standing.team_place as usize;
    let selected = cx.by_team().parts.part(team).len();
    let first = standing.blocking().next();
    let (blocker, blocker_gate) = match first {
        _ if window.is_empty() => (ladder::NO_RECENT_CHANGE.to_owned(), None),
        Some(c) => (blocker(cx, c, window, &standing.owed), wording::criterion_gate(c)),
        None => (ladder::NOTHING_BLOCKS.to_owned(), None),
    };
    TeamRow {
        team: standing.team.clone(),
        changes: size(selected),
        rung: if window.is_empty() { None } else { place(&standing.rung) },
        claimed: standing.claimed_rung.as_deref().and_then(place),
        previous: standing.previous_rung.as_deref().and_then(place),
        spark: gaps.spark(team),
        gap: gaps.selected.get(team).and_then(|pooled| pooled.gap),
        gap_change: gaps.change(team),
        blocker,
        blocker_gate,
        too_few: selected < cx.policy.too_few as usize,
    }
}

/// What blocks a criterion over the changes of the ladder's window, in one short sentence.
fn blocker(cx: &Context<'_>, c: &CriterionResult, window: &[u32], owed: &[u32]) -> String {
    let measured = wording::measured(cx.policy, c);
    let is_named = matches!(c.metric, Metric::StrongFamilies | Metric::UnpreventedRecurrence);
    let lacking = if is_named { figures::ladder::lacking(cx.assessment, c.metric, c.gate, window) } else { Vec::new() };
    let names = lacking
        .iter()
        .filter_map(|lack| match lack {
            Lack::WeakFamily { family } => Some(family.title().to_owned()),
            Lack::Recurrence { pattern, .. } => cx.policy.pattern(*pattern).map(|p| p.title.clone()),
            _ => None,
        })
        .collect();
    let most_lacking = if c.metric == Metric::Verified { most_lacking(cx, c, owed) } else { None };
    let more = criterion::Blocking {
        most_lacking: most_lacking.and_then(|(t, k, n)| Some((cx.policy.artifact_type(t)?.title.clone(), k, n))),
        names,
    };
    criterion::blocker(&measured, &more)
}

/// The artifact type that most changes lack among those that a criterion of verified evidence asks for, with how many lack it of
/// how many that owe it; the first of the policy on a tie.
pub(crate) fn most_lacking(cx: &Context<'_>, c: &CriterionResult, owed: &[u32]) -> Option<(ArtifactTypeId, u64, u64)> {
    // for each type: how many owe it, and how many of them lack it
    let mut counts = vec![(0_u64, 0_u64); cx.policy.artifact_types.len()];
    for (state, n) in cx
        .assessment
        .states_of_counts(owed)
        .filter(|(state, _)| figures::ladder::asks_for(cx.assessment, c.metric, c.gate, state))
    {
        if let Some((owed, lacks)) = counts.get_mut(usize::from(state.artifact_type.0)) {
            *owed += n;
            *lacks += if state.is_verified { 0 } else { n };
        }
    }
    let most = (0_u16..).zip(counts).max_by_key(|&(t, (_, lacks))| (lacks, std::cmp::Reverse(t)));
    most.filter(|(_, (_, lacks))| *lacks > 0).map(|(t, (owed, lacks))| (ArtifactTypeId(t), lacks, owed))
}

fn twin(rungs: &[Rung], rows: &[TeamRow]) -> crate::model::Table {
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
