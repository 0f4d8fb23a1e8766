//! Failure patterns in order of time: what came back, and what came back although it was prevented (docs/scoring.md,
//! "Failure patterns").

use crate::{Assessment, Occurrence};
use plumbline_domain::{ArtifactTypeId, Instant, PatternId};

/// An occurrence with what went before it in its team.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CourseStep<'a> {
    /// The occurrence.
    pub occurrence: &'a Occurrence,
    /// The team of its change, by its place in [`Assessment::teams`].
    pub team: Option<u32>,
    /// The date of its change.
    pub date: Instant,
    /// An earlier change of the team has the pattern too.
    pub is_repeat: bool,
    /// It is a repeat, the team's prevention of the pattern was in place before this change, and is so on it.
    pub is_after_prevention: bool,
    /// The team's prevention of the pattern was in place before this change, which owes it and does not verify it.
    pub is_lapse: bool,
}

/// The occurrences of a set of changes, oldest first, and what is prevented at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct PatternCourse<'a> {
    /// By the date of the change, then by its place.
    pub steps: Vec<CourseStep<'a>>,
    /// For each team and pattern (team × patterns + pattern): since when prevention is in place without a lapse.
    prevented_since: Vec<Option<Instant>>,
    /// For each of the same: from when to when prevention was in place before that.
    lapsed: Vec<Vec<(Instant, Instant)>>,
    n_patterns: usize,
}

impl PatternCourse<'_> {
    /// The same with the steps of some of its changes alone, given ascending: each keeps what went before it.
    #[must_use]
    pub fn within(mut self, subset: &[u32]) -> Self {
        self.steps.retain(|step| subset.binary_search(&step.occurrence.change).is_ok());
        self
    }

    /// Since when a team's prevention of a pattern is in place; none when it is not.
    pub fn prevented_since(&self, team: u32, pattern: PatternId) -> Option<Instant> {
        self.prevented_since.get(self.slot(team, pattern)).copied().flatten()
    }

    /// When a team's prevention of a pattern was in place, oldest first: from when, and until which change lapsed, if one did.
    pub fn spells(&self, team: u32, pattern: PatternId) -> impl Iterator<Item = (Instant, Option<Instant>)> + '_ {
        let lapsed = self.lapsed.get(self.slot(team, pattern)).into_iter().flatten().map(|(from, to)| (*from, Some(*to)));
        lapsed.chain(self.prevented_since(team, pattern).map(|from| (from, None)))
    }

    fn slot(&self, team: u32, pattern: PatternId) -> usize {
        team as usize * self.n_patterns + usize::from(pattern.0)
    }
}

/// Every occurrence in a set of changes, oldest first. Prevention is in place at a date when, on the team's latest
/// change up to it that owes any of the types that would stop the pattern, all that it owes of them are verified.
pub fn course<'a>(assessment: &'a Assessment, subset: &[u32]) -> PatternCourse<'a> {
    let policy = assessment.policy();
    let n_patterns = policy.patterns.len();
    let prevention: Vec<Vec<ArtifactTypeId>> =
        policy.patterns.iter().map(|p| p.prevention.iter().filter_map(|id| policy.artifact_type_id(id)).collect()).collect();
    let mut seen = vec![false; assessment.teams().len() * n_patterns];
    let mut prevented_since: Vec<Option<Instant>> = vec![None; seen.len()];
    let mut lapsed: Vec<Vec<(Instant, Instant)>> = vec![Vec::new(); seen.len()];
    let mut steps = Vec::new();
    for (place, change) in assessment.of(&assessment.in_order(subset)) {
        let date = change.date;
        let slot = |pattern: usize| change.team.map(|team| team as usize * n_patterns + pattern);
        let was_prevented: Vec<bool> = (0..n_patterns)
            .map(|pattern| slot(pattern).and_then(|s| prevented_since.get(s)).is_some_and(Option::is_some))
            .collect();
        for (pattern, types) in prevention.iter().enumerate() {
            let Some(since) = slot(pattern).and_then(|s| prevented_since.get_mut(s)) else { continue };
            let mut owed = change.requirements().filter(|(_, r)| types.contains(&r.artifact_type)).peekable();
            if owed.peek().is_some() {
                let is_in_place = owed.all(|(_, r)| r.is_verified);
                let ended = if is_in_place { None } else { since.take() };
                if is_in_place {
                    *since = since.or(Some(date));
                }
                if let (Some(from), Some(spells)) = (ended, slot(pattern).and_then(|s| lapsed.get_mut(s))) {
                    spells.push((from, date));
                }
            }
        }
        let occurrences = assessment.occurrences_of(place);
        for occurrence in occurrences {
            let pattern = usize::from(occurrence.pattern.0);
            let is_repeat = slot(pattern).and_then(|s| seen.get(s)).copied().unwrap_or(false);
            let is_prevented = slot(pattern).and_then(|s| prevented_since.get(s)).is_some_and(Option::is_some);
            let was_prevented = was_prevented.get(pattern).copied().unwrap_or(false);
            steps.push(CourseStep {
                occurrence,
                team: change.team,
                date,
                is_repeat,
                is_after_prevention: is_repeat && was_prevented && is_prevented,
                is_lapse: was_prevented && !is_prevented,
            });
        }
        for occurrence in occurrences {
            if let Some(was_seen) = slot(usize::from(occurrence.pattern.0)).and_then(|s| seen.get_mut(s)) {
                *was_seen = true;
            }
        }
    }
    PatternCourse { steps, prevented_since, lapsed, n_patterns }
}
