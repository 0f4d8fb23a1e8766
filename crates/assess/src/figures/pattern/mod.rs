//! Failure patterns: what keeps going wrong, and through which gate it slipped (docs/scoring.md, "Failure patterns").

mod course;
mod trend;

pub use course::{CourseStep, PatternCourse, course};
pub use trend::{PatternTrend, trends};

use crate::Assessment;
use plumbline_columns::Parts;
use plumbline_domain::{ArtifactTypeId, PatternId};
use serde::Serialize;

/// The numbers of one pattern over a set of changes.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PatternRow {
    /// The pattern's id.
    pub pattern: String,
    /// The pattern.
    #[serde(skip)]
    pub pattern_id: PatternId,
    /// How often it occurred.
    pub occurrences: u64,
    /// In how many changes.
    pub changes: u64,
    /// How many of the occurrences slipped through the responsible gate.
    pub escaped: u64,
    /// The sum over teams of distinct changes with it after the first of the team.
    pub recurrences: u64,
    /// Occurrences of each team that has any, in the order of the teams.
    #[serde(serialize_with = "crate::figures::pairs")]
    pub teams: Vec<(String, u64)>,
}

/// A pattern in one team.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamPattern {
    /// The team, by its place in [`Assessment::teams`].
    pub team: u32,
    /// The pattern.
    pub pattern: PatternId,
    /// Occurrences in it.
    pub occurrences: u64,
    /// Distinct changes with it.
    pub changes: u64,
    /// Whether the team's prevention is in place.
    pub is_prevented: bool,
    /// Whether the team's first change with it is one of those counted, and not an earlier one.
    has_first: bool,
}

impl TeamPattern {
    /// How often it recurred: its changes, less the team's first where that is one of them.
    pub const fn recurrences(&self) -> u64 {
        self.changes.saturating_sub(self.has_first as u64)
    }
}

/// The patterns over a set of changes, in the order of the policy, including those that never occurred.
pub fn rows(assessment: &Assessment, subset: &[u32]) -> Vec<PatternRow> {
    rows_by(assessment, subset, &by_team(assessment, subset))
}

/// The same as [`rows`] of changes of a period, given all changes of any date up to its end, which decide what came back.
pub fn rows_after(assessment: &Assessment, subset: &[u32], history: &[u32]) -> Vec<PatternRow> {
    let (shown, history) = (assessment.teams_by_date(subset), assessment.teams_by_date(history));
    rows_by(assessment, subset, &by_team_from(assessment, &shown, &history))
}

/// The same as [`rows`], given what [`by_team`] says of the changes.
pub fn rows_by(assessment: &Assessment, subset: &[u32], by_team: &[TeamPattern]) -> Vec<PatternRow> {
    let mut rows: Vec<PatternRow> = (0..)
        .zip(&assessment.dataset().policy.patterns)
        .map(|(i, p)| PatternRow {
            pattern: p.id.clone(),
            pattern_id: PatternId(i),
            occurrences: 0,
            changes: 0,
            escaped: 0,
            recurrences: 0,
            teams: Vec::new(),
        })
        .collect();
    let c = &assessment.columns;
    let counts = c.occurrences.count(subset, rows.len());
    let escapes = c.escapes.count(subset, rows.len());
    let changes = c.patterns.count(subset, rows.len());
    for (row, ((occurrences, escaped), changes)) in rows.iter_mut().zip(counts.iter().zip(escapes).zip(changes)) {
        (row.occurrences, row.escaped, row.changes) = (u64::from(*occurrences), u64::from(escaped), u64::from(changes));
    }
    for of_team in by_team {
        let Some(row) = rows.get_mut(usize::from(of_team.pattern.0)) else { continue };
        row.recurrences += of_team.recurrences();
        row.teams.push((assessment.team_name(of_team.team).to_owned(), of_team.occurrences));
    }
    rows
}

/// Each (team, pattern) that occurred in a set of changes, by team and then pattern.
pub fn by_team(assessment: &Assessment, subset: &[u32]) -> Vec<TeamPattern> {
    let teams_by_date = assessment.teams_by_date(subset);
    by_team_from(assessment, &teams_by_date, &teams_by_date)
}

/// The same as [`by_team`], given the changes by team and date, and those of any date up to their end, which decide what came
/// back and whether prevention is in place.
pub fn by_team_from(assessment: &Assessment, teams_by_date: &Parts, history: &Parts) -> Vec<TeamPattern> {
    let c = &assessment.columns;
    let policy = &assessment.dataset().policy;
    let n_patterns = policy.patterns.len();
    // for each pattern, which requirement states are of a type that would stop it
    let stops = |types: &[ArtifactTypeId]| -> Vec<bool> { c.states.iter().map(|s| types.contains(&s.artifact_type)).collect() };
    let prevention: Vec<Vec<bool>> = policy
        .patterns
        .iter()
        .map(|p| stops(&p.prevention.iter().filter_map(|id| policy.artifact_type_id(id)).collect::<Vec<_>>()))
        .collect();
    let mut rows = Vec::new();
    for (team, (_, of_team)) in (0_u32..).zip(teams_by_date.iter()).filter(|(_, (_, of_team))| !of_team.is_empty()) {
        let occurrences = c.occurrences.count(of_team, n_patterns);
        let changes = c.patterns.count(of_team, n_patterns);
        let past = history.part(team as usize);
        // by date, so the first at any date is among those counted when it is the first of them too
        let firsts = c.patterns.first_rows(past, n_patterns).into_iter().zip(c.patterns.first_rows(of_team, n_patterns));
        let rows_of = (0_u16..).zip(occurrences.iter().zip(changes).zip(&prevention).zip(firsts));
        for (pattern, (((n, changes), stops), (first, first_counted))) in rows_of {
            if *n > 0 {
                rows.push(TeamPattern {
                    team,
                    pattern: PatternId(pattern),
                    occurrences: u64::from(*n),
                    changes: u64::from(changes),
                    is_prevented: is_prevention_in_place(assessment, past, stops),
                    has_first: first.is_none() || first == first_counted,
                });
            }
        }
    }
    rows
}

/// Whether the latest of some changes, given by date, that owes any of the types that would stop a pattern has verified all of
/// them. When no change owes any, prevention is not in place.
fn is_prevention_in_place(assessment: &Assessment, by_date: &[u32], stops: &[bool]) -> bool {
    let c = &assessment.columns;
    let is_of_them = |code: u32| stops.get(code as usize).copied().unwrap_or(false);
    let is_verified = |code: u32| c.states.get(code as usize).is_some_and(|s| s.is_verified);
    c.requirements
        .last_row_with(by_date, stops)
        .is_some_and(|latest| c.requirements.row(latest).iter().filter(|code| is_of_them(**code)).all(|code| is_verified(*code)))
}
