//! The maturity ladder: how far each team has come (scoring rules, section 7).

use super::assessment::Assessment;
use super::by::By;
use super::columns::{RequirementState, mark};
use super::confidence::ConfidencePair;
use super::interval::{Share, wilson};
use super::pattern::TeamPattern;
use super::selection::GroupBy;
use super::workflow::Release;
use plumbline_columns::{Parts, count_marked};
use plumbline_domain::{ArtifactTypeId, Criterion, Family, Gate, Grade, Instant, LadderRung, Metric, PatternId, Policy};
use serde::Serialize;
use std::sync::Arc;

/// Where a team stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TeamRung {
    /// The team.
    pub team: String,
    /// The team, by its place in [`Assessment::teams`].
    #[serde(skip)]
    pub team_place: u32,
    /// The highest rung of which it, and all rungs below, meet every criterion.
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

/// How a criterion came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CriterionState {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// So few cases that even all of them would not meet it.
    NotEnoughData,
    /// There is no case of it; it counts as met.
    NotApplicable,
}

impl CriterionState {
    /// Whether it keeps a team off its rung.
    pub const fn holds_back(self) -> bool {
        matches!(self, CriterionState::NotMet | CriterionState::NotEnoughData)
    }
}

/// One criterion for one team.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CriterionResult {
    /// The rung that asks for it.
    pub rung: String,
    /// Its id.
    pub id: String,
    /// The share, or the count for a criterion that allows none; absent without a case.
    pub value: Option<f64>,
    /// The lower end of the interval; absent for exact criteria.
    pub low: Option<f64>,
    /// How many cases.
    pub n: u64,
    /// What is asked for.
    pub threshold: f64,
    /// How it came out.
    pub state: CriterionState,
    /// What is measured.
    #[serde(skip)]
    pub metric: Metric,
    /// At which gate.
    #[serde(skip)]
    pub gate: Option<Gate>,
}

/// One thing that keeps a criterion from being met in full.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A requirement is not verified.
    Unverified {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// What is owed.
        artifact_type: ArtifactTypeId,
    },
    /// A requirement of a reproducible type is not reproduced, or has a condition.
    NotReproduced {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// What is owed.
        artifact_type: ArtifactTypeId,
    },
    /// A shipped change has an open critical or high finding.
    OpenFinding {
        /// The change.
        change: u32,
        /// The gate.
        gate: Gate,
        /// How many.
        n: u32,
    },
    /// No alert test in a release is verified.
    UntestedRelease {
        /// The release, by its place in [`Assessment::releases`].
        release: u32,
    },
    /// A change has no independent blind review.
    NoBlindReview {
        /// The change.
        change: u32,
    },
    /// No strong evidence for a family is reproduced or signed.
    WeakFamily {
        /// The family.
        family: Family,
    },
    /// A pattern recurs, and its prevention is not in place.
    Recurrence {
        /// The pattern.
        pattern: PatternId,
        /// In how many changes it stands.
        changes: u64,
    },
}

/// What a criterion measures: a share, or a count of what must not be.
enum Measure {
    Share(Share),
    Count { n: u64, count: u64 },
}

/// How a criterion came out, as in [`CriterionResult`].
struct Judged {
    value: Option<f64>,
    low: Option<f64>,
    n: u64,
    threshold: f64,
    state: CriterionState,
}

/// What the criteria are measured by over the changes of a window.
struct Window<'a> {
    changes: &'a [u32],
    gates: By<Gate, ConfidencePair>,
    owed: Vec<u32>,
    states: Vec<(&'a RequirementState, u64)>,
    releases: &'a [Release],
    patterns: &'a [TeamPattern],
}

/// A window of all teams, parted so that each team's own is at hand.
struct Windows {
    parts: Parts,
    releases: Vec<Release>,
    patterns: Vec<TeamPattern>,
}

impl Windows {
    fn of(assessment: &Assessment, window: &[u32]) -> Self {
        Windows {
            parts: assessment.parts(window, GroupBy::Team),
            releases: assessment.released(window),
            patterns: assessment.team_patterns(window),
        }
    }

    /// The rung that they give; none when the team has no change in the window.
    fn rung(&self, assessment: &Assessment, team: u32) -> Option<String> {
        let is_empty = self.parts.part(team as usize).is_empty();
        (!is_empty).then(|| assessment.rung_in(&self.window(assessment, team)))
    }

    fn window<'a>(&'a self, assessment: &'a Assessment, team: u32) -> Window<'a> {
        let releases = part_of(&self.releases, team, |r| r.team);
        let patterns = part_of(&self.patterns, team, |p| p.team);
        assessment.window(self.parts.part(team as usize), releases, patterns)
    }
}

/// The rows of a team in a list that is in the order of the teams.
fn part_of<T>(list: &[T], team: u32, team_of: impl Fn(&T) -> u32) -> &[T] {
    let (start, end) = (list.partition_point(|row| team_of(row) < team), list.partition_point(|row| team_of(row) <= team));
    list.get(start..end).unwrap_or_default()
}

impl Assessment {
    /// Where each team with a change in the set stands, in byte order of their names.
    pub fn ladder(&self, subset: &[u32]) -> Arc<[TeamRung]> {
        self.ladders.get(subset, || self.new_ladder(subset))
    }

    fn new_ladder(&self, subset: &[u32]) -> Arc<[TeamRung]> {
        let now = Windows::of(self, &self.ladder_window(subset));
        let before = Windows::of(self, &self.ladder_window_before(subset));
        let has_change = self.count_by(subset, GroupBy::Team);
        (0_u32..).zip(has_change).filter(|(_, n)| *n > 0).map(|(team, _)| self.team_rung(team, &now, &before)).collect()
    }

    fn team_rung(&self, team_place: u32, now: &Windows, before: &Windows) -> TeamRung {
        let team = self.team_name(team_place).to_owned();
        let window = now.window(self, team_place);
        let (criteria, owed) = (self.criteria_by(&window), window.owed);
        let previous_rung = before.rung(self, team_place);
        let claimed_rung = self.policy().teams.iter().find(|t| t.team == team).and_then(|t| t.claimed_rung.clone());
        TeamRung { rung: rung_of(self.policy(), &criteria), team, team_place, claimed_rung, previous_rung, criteria, owed }
    }

    /// The changes of a set that the ladder looks at: dated in the last `ladderDays` up to `now`, both ends included.
    pub fn ladder_window(&self, changes: &[u32]) -> Vec<u32> {
        let now = self.dataset().now;
        self.between(changes, now.plus_days(-i64::from(self.policy().ladder_days)), now)
    }

    /// The changes of a set in the window of the same length before.
    pub fn ladder_window_before(&self, changes: &[u32]) -> Vec<u32> {
        let now = self.dataset().now;
        let days = i64::from(self.policy().ladder_days);
        let (first, end) = (now.plus_days(-days).plus_days(-days), now.plus_days(-days));
        // up to the last microsecond before the window
        self.between(changes, first, Instant::from_micros(end.micros().saturating_sub(1)))
    }

    /// The rung that the criteria give over exactly these changes, whatever their dates.
    pub fn rung_over(&self, changes: &[u32]) -> String {
        self.rung_in(&self.window(changes, &self.released(changes), &self.team_patterns(changes)))
    }

    /// Every criterion of the ladder over the changes of a window.
    pub fn criteria(&self, window: &[u32]) -> Vec<CriterionResult> {
        self.criteria_by(&self.window(window, &self.released(window), &self.team_patterns(window)))
    }

    fn window<'a>(&'a self, changes: &'a [u32], releases: &'a [Release], patterns: &'a [TeamPattern]) -> Window<'a> {
        let (gates, owed) = (self.pairs_by_gate(changes), self.requirement_counts(changes));
        Window { changes, gates, states: self.states_of_counts(&owed).collect(), owed, releases, patterns }
    }

    fn criteria_by(&self, window: &Window<'_>) -> Vec<CriterionResult> {
        let ladder = &self.policy().ladder;
        ladder.iter().flat_map(|rung| rung.criteria.iter().map(|c| self.criterion(&rung.rung, c, window))).collect()
    }

    /// The rung that the criteria give: those of a rung are judged only where all rungs below are held.
    fn rung_in(&self, window: &Window<'_>) -> String {
        let ladder = &self.policy().ladder;
        highest_rung(self.policy(), |rung| {
            let criteria = ladder.iter().filter(|other| other.rung == rung.rung).flat_map(|other| &other.criteria);
            !criteria.map(|c| self.judged(c, window)).any(|judged| judged.state.holds_back())
        })
    }

    fn criterion(&self, rung: &str, criterion: &Criterion, window: &Window<'_>) -> CriterionResult {
        let Judged { value, low, n, threshold, state } = self.judged(criterion, window);
        CriterionResult {
            rung: rung.to_owned(),
            id: criterion.id.clone(),
            value,
            low,
            n,
            threshold,
            state,
            metric: criterion.metric,
            gate: criterion.gate,
        }
    }

    fn judged(&self, criterion: &Criterion, window: &Window<'_>) -> Judged {
        let is_empty = window.changes.is_empty();
        // without any change nothing can be said, not even that there is no case
        let (n, value, low) = match self.measure(criterion, window) {
            _ if is_empty => (0, None, None),
            Measure::Share(share) => (share.n, share.value, share.low),
            Measure::Count { n, count } => (n, Some(count as f64), None),
        };
        let is_exact = criterion.every || criterion.none;
        let threshold = if criterion.every {
            1.0
        } else if criterion.none {
            0.0
        } else {
            criterion.at_least.unwrap_or(1.0)
        };
        let can_be_without_case =
            matches!(criterion.metric, Metric::RollbackRehearsed | Metric::AlertPathPerRelease | Metric::UnpreventedRecurrence);
        let reaches = |share: Option<f64>| share.is_some_and(|s| s >= threshold);
        let state = if n == 0 {
            if can_be_without_case && !is_empty { CriterionState::NotApplicable } else { CriterionState::NotEnoughData }
        } else if criterion.none {
            if value == Some(0.0) { CriterionState::Met } else { CriterionState::NotMet }
        } else if reaches(if is_exact { value } else { low }) {
            CriterionState::Met
        } else if !is_exact && !reaches(wilson(1.0, n).map(|i| i.low)) {
            CriterionState::NotEnoughData
        } else {
            CriterionState::NotMet
        };
        Judged { value, low: low.filter(|_| !is_exact), n, threshold, state }
    }

    fn measure(&self, criterion: &Criterion, window: &Window<'_>) -> Measure {
        let marked = |marks: u32| count_marked(&self.columns.marks, window.changes, marks);
        let share = |k: u64, n: u64| Measure::Share(Share::of(k, n));
        // of the requirements that are meant, how many are as they should be
        let requirements = |is_meant: &dyn Fn(&RequirementState) -> bool, is_good: &dyn Fn(&RequirementState) -> bool| {
            let (mut k, mut n) = (0, 0);
            for (state, count) in window.states.iter().filter(|(state, _)| is_meant(state)) {
                n += count;
                k += if is_good(state) { *count } else { 0 };
            }
            share(k, n)
        };
        match criterion.metric {
            Metric::Verified => {
                let c = window.gates.get(criterion.gate.unwrap_or(Gate::Intent));
                // where the gate asks for nothing there is no case
                let n = if c.verified.is_some() { c.n } else { 0 };
                Measure::Share(Share { n, value: c.verified, low: c.verified_low, high: c.verified_high })
            }
            Metric::ShippedClean => share(marked(mark::SHIPPED | mark::CLEAN), marked(mark::SHIPPED)),
            Metric::ReproducedShare => requirements(&|r| self.is_reproducible(r.artifact_type), &|r| {
                r.grade == Grade::Reproduced && r.condition.is_none()
            }),
            Metric::RollbackRehearsed => {
                requirements(&|r| Some(r.artifact_type) == self.index.named.rollback_rehearsal, &|r| r.is_verified)
            }
            Metric::AlertPathPerRelease => {
                share(window.releases.iter().filter(|r| r.is_alert_tested).count() as u64, window.releases.len() as u64)
            }
            Metric::BlindReview => {
                let due = mark::due_at(Gate::Validation);
                share(marked(due | mark::BLIND), marked(due))
            }
            Metric::StrongFamilies => {
                let states = || window.states.iter().map(|(state, _)| *state);
                let proved = Family::ALL.iter().filter(|&&family| self.is_strongly_proved(states(), family)).count();
                share(proved as u64, Family::ALL.len() as u64)
            }
            Metric::UnpreventedRecurrence => {
                let recurring = || window.patterns.iter().filter(|p| p.recurrences() > 0);
                let count = recurring().filter(|p| !p.is_prevented).count();
                Measure::Count { n: recurring().count() as u64, count: count as u64 }
            }
        }
    }

    /// Whether a requirement is among those that a criterion of verified evidence (`verified`, `rollbackRehearsed`) asks for.
    pub fn is_asked_for(&self, metric: Metric, gate: Option<Gate>, state: &RequirementState) -> bool {
        match metric {
            Metric::Verified => gate.is_none_or(|g| g == state.gate),
            Metric::RollbackRehearsed => Some(state.artifact_type) == self.index.named.rollback_rehearsal,
            _ => false,
        }
    }

    fn is_reproducible(&self, artifact_type: ArtifactTypeId) -> bool {
        self.index.artifact_type(artifact_type).is_some_and(|t| t.reproducible)
    }

    /// Whether a requirement of a type that is strong for the family is reproduced or signed, without condition.
    fn is_strongly_proved<'a>(&self, mut states: impl Iterator<Item = &'a RequirementState>, family: Family) -> bool {
        let is_strong = |t: ArtifactTypeId| self.policy().artifact_type(t).is_some_and(|t| t.strong.contains(&family));
        states.any(|r| r.condition.is_none() && r.grade >= Grade::Signed && is_strong(r.artifact_type))
    }

    /// What keeps a criterion from being met in full over the changes of a window: the very requirements, findings, releases,
    /// reviews, families or patterns.
    pub fn lacking(&self, metric: Metric, gate: Option<Gate>, window: &[u32]) -> Vec<Lack> {
        let requirements = || self.of(window).flat_map(|(change, c)| c.requirements().map(move |(gate, r)| (change, gate, r)));
        match metric {
            Metric::Verified => requirements()
                .filter(|&(_, at, r)| gate.is_none_or(|g| g == at) && !r.is_verified)
                .map(|(change, gate, r)| Lack::Unverified { change, gate, artifact_type: r.artifact_type })
                .collect(),
            Metric::RollbackRehearsed => requirements()
                .filter(|(_, _, r)| Some(r.artifact_type) == self.index.named.rollback_rehearsal && !r.is_verified)
                .map(|(change, gate, r)| Lack::Unverified { change, gate, artifact_type: r.artifact_type })
                .collect(),
            Metric::ReproducedShare => requirements()
                .filter(|(_, _, r)| self.is_reproducible(r.artifact_type) && (r.grade != Grade::Reproduced || r.reason.is_some()))
                .map(|(change, gate, r)| Lack::NotReproduced { change, gate, artifact_type: r.artifact_type })
                .collect(),
            Metric::ShippedClean => self
                .of(window)
                .filter(|(_, c)| c.is_shipped)
                .flat_map(|(change, c)| Gate::ALL.iter().map(move |&gate| (change, gate, c.gate(gate).n_blocking)))
                .filter(|&(_, _, n)| n > 0)
                .map(|(change, gate, n)| Lack::OpenFinding { change, gate, n })
                .collect(),
            Metric::AlertPathPerRelease => self
                .released(window)
                .into_iter()
                .filter(|r| !r.is_alert_tested)
                .map(|r| Lack::UntestedRelease { release: r.release })
                .collect(),
            Metric::BlindReview => self
                .of(window)
                .filter(|(_, c)| c.gate(Gate::Validation).is_due && !c.review.is_blind)
                .map(|(change, _)| Lack::NoBlindReview { change })
                .collect(),
            Metric::StrongFamilies => {
                let states: Vec<&RequirementState> = self.requirement_states(window).map(|(state, _)| state).collect();
                let is_weak = |family: &&Family| !self.is_strongly_proved(states.iter().copied(), **family);
                Family::ALL.iter().filter(is_weak).map(|&family| Lack::WeakFamily { family }).collect()
            }
            Metric::UnpreventedRecurrence => self
                .team_patterns(window)
                .into_iter()
                .filter(|p| p.recurrences() > 0 && !p.is_prevented)
                .map(|p| Lack::Recurrence { pattern: p.pattern, changes: p.changes })
                .collect(),
        }
    }
}

/// The rung that criteria give which are all judged.
fn rung_of(policy: &Policy, criteria: &[CriterionResult]) -> String {
    highest_rung(policy, |rung| criteria.iter().filter(|c| c.rung == rung.rung).all(|c| !c.state.holds_back()))
}

/// The highest rung that is held with all below it; a rung is asked for only when those below are held.
fn highest_rung(policy: &Policy, is_held: impl Fn(&LadderRung) -> bool) -> String {
    let held = policy.ladder.iter().take_while(|rung| is_held(rung));
    held.last().map_or_else(|| Policy::AD_HOC.to_owned(), |rung| rung.rung.clone())
}
