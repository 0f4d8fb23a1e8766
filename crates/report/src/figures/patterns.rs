//! Recurring failure patterns over time.

use crate::context::Context;
use crate::figures::periods::Periods;
use crate::figures::shared::{count, head, size, table};
use crate::model::{PatternRow, Patterns};
use crate::text::{date, finding, measure, number, pattern};
use plumbline_assess::{PatternRow as Assessed, PatternTrend, figures};
use plumbline_domain::{PatternPolicy, Policy};

/// The patterns of the selected changes. On a team's page, given its place, each row says whether its prevention is in place.
pub(crate) fn build(cx: &Context<'_>, periods: &Periods, team: Option<u32>) -> Patterns {
    let trends = figures::pattern::trends(cx.assessment, cx.teams_by_date(), &periods.changes);
    let by_team = cx.team_patterns();
    let mut rows: Vec<PatternRow> = figures::pattern::rows_by(cx.assessment, &cx.subset, by_team)
        .iter()
        .zip(trends)
        .map(|(p, trend)| row(cx, p, trend))
        .collect();
    if let Some(team) = team {
        for (i, row) in rows.iter_mut().enumerate() {
            row.prevented = by_team.iter().find(|p| p.team == team && usize::from(p.pattern.0) == i).map(|p| p.is_prevented);
        }
    }
    let figures: Vec<finding::PatternFigures<'_>> = rows
        .iter()
        .map(|r| finding::PatternFigures { title: &r.title, counts: &r.counts, occurrences: u64::from(r.occurrences) })
        .collect();
    let names = periods.names();
    let title = finding::patterns(&figures, periods.noun());
    let twin = twin(&rows, &names, team.is_some());
    Patterns { head: head(title, measure::patterns(periods.noun()), twin), periods: names, rows }
}

fn row(cx: &Context<'_>, p: &Assessed, trend: PatternTrend) -> PatternRow {
    let stated = cx.policy.pattern(p.pattern_id);
    PatternRow {
        pattern: p.pattern.clone(),
        title: stated.map_or_else(|| p.pattern.clone(), |s| s.title.clone()),
        symptom: pattern::symptom(&p.pattern).unwrap_or(pattern::ADDED_SYMPTOM).to_owned(),
        prevention: stated.map_or_else(String::new, |s| prevention(cx.policy, s)),
        counts: trend.occurrences,
        repeats: trend.repeats,
        occurrences: count(p.occurrences),
        changes: count(p.changes),
        recurrences: count(p.recurrences),
        teams: size(p.teams.len()),
        escaped: count(p.escaped),
        responsible: stated.map_or(plumbline_domain::Gate::Validation, |s| s.responsible),
        prevented: None,
    }
}

/// What would prevent a pattern, in words: our own, else by the titles of the types that the policy names.
pub(crate) fn prevention(policy: &Policy, stated: &PatternPolicy) -> String {
    let types = stated.prevention.iter().filter_map(|id| policy.artifact_types.iter().find(|t| t.id == *id));
    let by_types = || pattern::prevention_by_types(&types.map(|t| t.title.as_str()).collect::<Vec<_>>());
    pattern::prevention(&stated.id).map_or_else(by_types, str::to_owned)
}

fn twin(rows: &[PatternRow], names: &[String], with_prevented: bool) -> crate::model::Table {
    let mut columns: Vec<(String, bool)> = measure::PATTERNS_COLUMNS.iter().map(|c| (c.0.to_owned(), c.1)).collect();
    if with_prevented {
        columns.push((measure::PREVENTED_COLUMN.0.to_owned(), false));
    }
    columns.extend(names.iter().map(|n| (date::period(n), true)));
    columns.push((measure::PREVENTION_COLUMN.0.to_owned(), false));
    let cells = rows.iter().map(|r| {
        let mut cells = vec![r.title.clone(), r.symptom.clone()];
        cells.extend([r.occurrences, r.changes, r.recurrences, r.teams, r.escaped].map(|n| number::thousands(u64::from(n))));
        cells.push(r.responsible.title().to_owned());
        if with_prevented {
            cells.push(pattern::prevented(r.prevented).to_owned());
        }
        cells.extend(r.counts.iter().zip(&r.repeats).map(|(&n, &again)| pattern::count_cell(u64::from(n), u64::from(again))));
        cells.push(r.prevention.clone());
        cells
    });
    let mut twin = table(&[], cells.collect());
    (twin.columns, twin.numeric) = columns.into_iter().unzip();
    twin
}
