//! Recurring failure patterns over time.

use super::context::Context;
use super::figure::{count, head, size, table};
use super::model::{PatternRow, Patterns};
use super::periods::Periods;
use crate::assess::PatternRow as Assessed;
use crate::domain::order;
use crate::text::{date, finding, measure, number, pattern};
use std::collections::HashSet;

/// The patterns of a set of changes. On a team's page, given its place, each row says whether its prevention is in place.
pub(super) fn build(cx: &Context<'_>, subset: &[u32], periods: &Periods, team: Option<u32>) -> Patterns {
    let mut rows: Vec<PatternRow> = cx.assessment.patterns(subset).iter().map(|p| row(cx, p, periods)).collect();
    place_occurrences(cx, subset, periods, &mut rows);
    if let Some(team) = team {
        let of_team = cx.assessment.team_patterns(subset);
        for (i, row) in rows.iter_mut().enumerate() {
            row.prevented = of_team.iter().find(|p| p.team == team && usize::from(p.pattern.0) == i).map(|p| p.is_prevented);
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

fn row(cx: &Context<'_>, p: &Assessed, periods: &Periods) -> PatternRow {
    let stated = cx.policy.pattern(p.pattern_id);
    let prevention = || {
        let ids = stated.map(|s| s.prevention.as_slice()).unwrap_or_default();
        let types = ids.iter().filter_map(|id| cx.policy.artifact_types.iter().find(|t| t.id == *id));
        pattern::prevention_by_types(&types.map(|t| t.title.as_str()).collect::<Vec<_>>())
    };
    PatternRow {
        pattern: p.pattern.clone(),
        title: stated.map_or_else(|| p.pattern.clone(), |s| s.title.clone()),
        symptom: pattern::symptom(&p.pattern).unwrap_or(pattern::ADDED_SYMPTOM).to_owned(),
        prevention: pattern::prevention(&p.pattern).map_or_else(prevention, str::to_owned),
        counts: vec![0; periods.ids.len()],
        repeats: vec![0; periods.ids.len()],
        occurrences: count(p.occurrences),
        changes: count(p.changes),
        recurrences: count(p.recurrences),
        teams: size(p.teams.len()),
        escaped: count(p.escaped),
        responsible: stated.map_or(crate::domain::Gate::Validation, |s| s.responsible),
        prevented: None,
    }
}

/// Counts each occurrence in the period of its change. It is a repeat when an earlier change of the same team has the pattern.
fn place_occurrences(cx: &Context<'_>, subset: &[u32], periods: &Periods, rows: &mut [PatternRow]) {
    let mut by_date: Vec<_> = cx.assessment.of(subset).collect();
    order::sort_by_key(&mut by_date, |(place, change)| (change.date, *place));
    let mut seen: HashSet<(u32, u16)> = HashSet::new();
    for (place, change) in by_date {
        let period = periods.place(change.date);
        let occurrences = cx.assessment.occurrences_of(place);
        for occurrence in occurrences {
            let is_repeat = change.team.is_some_and(|team| seen.contains(&(team, occurrence.pattern.0)));
            let Some(row) = rows.get_mut(usize::from(occurrence.pattern.0)) else { continue };
            let Some(period) = period else { continue };
            if let Some(n) = row.counts.get_mut(period) {
                *n += 1;
            }
            if let Some(n) = row.repeats.get_mut(period).filter(|_| is_repeat) {
                *n += 1;
            }
        }
        if let Some(team) = change.team {
            seen.extend(occurrences.iter().map(|o| (team, o.pattern.0)));
        }
    }
}

fn twin(rows: &[PatternRow], names: &[String], with_prevented: bool) -> super::model::Table {
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
