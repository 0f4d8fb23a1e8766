//! The maturity ladder: how far each team has come (docs/scoring.md, "Maturity ladder").

mod criterion;
mod lack;

pub use criterion::{CriterionResult, CriterionState, Need, asks_for};
pub use lack::{Lack, lacking};

use super::pattern::{self, TeamPattern};
use super::workflow::{self, Release};
use crate::{Assessment, GroupBy};
use criterion::Window;
use plumbline_columns::Parts;
use plumbline_domain::{Instant, LadderRung, Policy, same_name};
use serde::Serialize;

/// Where a team stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamRung {
    /// The team.
    pub team: String,
    /// The team, by its place in [`Assessment::teams`].
    #[serde(skip)]
    pub team_place: u32,
    /// The highest rung of which the team meets every criterion, and every criterion of all rungs below.
    pub rung: String,
    /// The rung that the team claims.
    pub claimed_rung: Option<String>,
    /// The rung over the window before; absent without a change in it.
    pub previous_rung: Option<String>,
    /// Every criterion of every rung, in the order of the policy.
    pub criteria: Vec<CriterionResult>,
    /// What the changes of the window owe, counted for [`Assessment::states_of_counts`]; all zero without a change in it.
    #[serde(skip)]
    pub owed: Vec<u32>,
}

impl TeamRung {
    /// The criteria of the first rung that the team does not hold: what blocks it.
    pub fn blocking(&self) -> impl Iterator<Item = &CriterionResult> {
        let next = self.criteria.iter().find(|c| c.state.holds_back()).map(|c| c.rung.as_str());
        self.criteria.iter().filter(move |c| Some(c.rung.as_str()) == next && c.state.holds_back())
    }
}

/// A window of all teams, divided by team.
struct Windows {
    parts: Parts,
    releases: Vec<Release>,
    patterns: Vec<TeamPattern>,
}

impl Windows {
    fn of(assessment: &Assessment, window: &[u32]) -> Self {
        Windows {
            parts: assessment.parts(window, GroupBy::Team),
            releases: workflow::releases(assessment, window),
            patterns: pattern::by_team(assessment, window),
        }
    }

    /// The rung of a team; none when it has no change in the window.
    fn rung(&self, assessment: &Assessment, team: u32) -> Option<String> {
        let is_empty = self.parts.part(team as usize).is_empty();
        (!is_empty).then(|| rung_in(assessment, &self.window(assessment, team)))
    }

    fn window<'a>(&'a self, assessment: &'a Assessment, team: u32) -> Window<'a> {
        let releases = part_of(&self.releases, team, |r| r.team);
        let patterns = part_of(&self.patterns, team, |p| p.team);
        Window::of(assessment, self.parts.part(team as usize), releases, patterns)
    }
}

/// The rows of a team in a list that is in the order of the teams.
fn part_of<T>(list: &[T], team: u32, team_of: impl Fn(&T) -> u32) -> &[T] {
    let (start, end) = (list.partition_point(|row| team_of(row) < team), list.partition_point(|row| team_of(row) <= team));
    list.get(start..end).unwrap_or_default()
}

/// Where each team with a change in the set stands, in byte order of their names.
pub fn standings(assessment: &Assessment, subset: &[u32]) -> Vec<TeamRung> {
    let now = Windows::of(assessment, &window(assessment, subset));
    let before = Windows::of(assessment, &window_before(assessment, subset));
    let has_change = assessment.count_by(subset, GroupBy::Team);
    (0_u32..).zip(has_change).filter(|(_, n)| *n > 0).map(|(team, _)| team_rung(assessment, team, &now, &before)).collect()
}

fn team_rung(assessment: &Assessment, team_place: u32, now: &Windows, before: &Windows) -> TeamRung {
    let team = assessment.team_name(team_place).to_owned();
    let window = now.window(assessment, team_place);
    let (criteria, owed) = (criterion::results(assessment, &window), window.owed);
    let previous_rung = before.rung(assessment, team_place);
    let claimed_rung = assessment.policy().teams.iter().find(|t| same_name(&t.team, &team)).and_then(|t| t.claimed_rung.clone());
    TeamRung { rung: rung_of(assessment.policy(), &criteria), team, team_place, claimed_rung, previous_rung, criteria, owed }
}

/// The changes of a set that the ladder looks at: dated in the last `ladderDays` up to `now`, both ends included.
pub fn window(assessment: &Assessment, changes: &[u32]) -> Vec<u32> {
    let now = assessment.dataset().now;
    assessment.between(changes, now.plus_days(-i64::from(assessment.policy().ladder_days)), now)
}

/// The changes of a set in the window of the same length before.
fn window_before(assessment: &Assessment, changes: &[u32]) -> Vec<u32> {
    let now = assessment.dataset().now;
    let days = i64::from(assessment.policy().ladder_days);
    let (first, end) = (now.plus_days(-days).plus_days(-days), now.plus_days(-days));
    // up to the last microsecond before the window
    assessment.between(changes, first, Instant::from_micros(end.micros().saturating_sub(1)))
}

/// The rung that the criteria give over exactly these changes, whatever their dates.
pub fn rung_over(assessment: &Assessment, changes: &[u32]) -> String {
    rung_in(
        assessment,
        &Window::of(assessment, changes, &workflow::releases(assessment, changes), &pattern::by_team(assessment, changes)),
    )
}

/// The rung that the criteria give: those of a rung are judged only where all rungs below are held.
fn rung_in(assessment: &Assessment, window: &Window<'_>) -> String {
    let ladder = &assessment.policy().ladder;
    highest_rung(assessment.policy(), |rung| {
        let criteria = ladder.iter().filter(|other| other.rung == rung.rung).flat_map(|other| &other.criteria);
        !criteria.map(|c| criterion::judge(assessment, c, window)).any(|verdict| verdict.state.holds_back())
    })
}

/// The rung that criteria give when all of them have been judged.
fn rung_of(policy: &Policy, criteria: &[CriterionResult]) -> String {
    highest_rung(policy, |rung| criteria.iter().filter(|c| c.rung == rung.rung).all(|c| !c.state.holds_back()))
}

/// The highest rung that is held with all rungs below it; `is_held` is called only while those below are held.
fn highest_rung(policy: &Policy, is_held: impl Fn(&LadderRung) -> bool) -> String {
    let held = policy.ladder.iter().take_while(|rung| is_held(rung));
    held.last().map_or_else(|| Policy::AD_HOC.to_owned(), |rung| rung.rung.clone())
}
