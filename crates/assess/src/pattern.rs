//! Failure patterns: what keeps going wrong, and through which gate it slipped (scoring rules, section 7).

use super::assessment::{Assessment, GateAssessment};
use super::finding::{FindingSource, Identity, JoinedFinding};
use super::policy_index::PolicyIndex;
use super::rule_meaning::RuleMeaning;
use plumbline_columns::{NONE, Parts, rows_without};
use plumbline_domain::{
    ArtifactTypeId, Change, Condition, Dataset, Family, FindingStatus, Gate, Instant, Outcome, PatternId, Severity,
};
use serde::Serialize;
use std::collections::HashSet;

/// What an occurrence was found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccurrenceSource {
    /// A finding.
    Finding {
        /// Where it was written.
        source: FindingSource,
        /// How bad it is.
        severity: Severity,
    },
    /// Evidence that refutes its claim, or is owed and not verified.
    Evidence(ArtifactTypeId),
}

/// One failure pattern in one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The pattern.
    pub pattern: PatternId,
    /// The change, by its place in the data set.
    pub change: u32,
    /// What tells it from others of the same pattern in the same change.
    pub fingerprint: String,
    /// The gate at which it was found.
    pub found_at: Gate,
    /// The gate that should have stopped it, when that gate was open while the failure was there.
    pub escaped: Option<Gate>,
    /// When: the `recordedAt` of the report that shows it, else the change's date.
    pub at: Instant,
    /// What it was found by.
    pub source: OccurrenceSource,
}

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
    /// The sum over teams of distinct changes with it, less one.
    pub recurrences: u64,
    /// Occurrences of each team that has any, in the order of the teams.
    #[serde(serialize_with = "super::score::pairs")]
    pub teams: Vec<(String, u64)>,
}

/// How a pattern comes and goes over the parts of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternTrend {
    /// Occurrences in the changes of each part.
    pub occurrences: Vec<u32>,
    /// Of these, those that had come before: an earlier change of the same team has the pattern.
    pub repeats: Vec<u32>,
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
    /// Distinct changes with it. One less is the recurrence.
    pub changes: u64,
    /// Whether the team's prevention is in place.
    pub is_prevented: bool,
}

impl TeamPattern {
    /// How often it came back.
    pub const fn recurrences(&self) -> u64 {
        self.changes.saturating_sub(1)
    }
}

/// Finds the occurrences in one change.
pub(crate) struct OccurrenceFinder<'a> {
    pub dataset: &'a Dataset,
    pub index: &'a PolicyIndex,
    pub change: &'a Change,
    pub place: u32,
    pub gates: &'a [GateAssessment; 4],
    found: Vec<Occurrence>,
    seen: HashSet<(PatternId, String)>,
}

impl<'a> OccurrenceFinder<'a> {
    pub fn new(
        dataset: &'a Dataset,
        index: &'a PolicyIndex,
        change: &'a Change,
        place: u32,
        gates: &'a [GateAssessment; 4],
    ) -> Self {
        OccurrenceFinder { dataset, index, change, place, gates, found: Vec::new(), seen: HashSet::new() }
    }

    /// Adds the findings of one gate. Gates must come in order: a fingerprint found at two counts at the earlier.
    pub fn add_findings(&mut self, gate: Gate, findings: &[(JoinedFinding<'_>, RuleMeaning)]) {
        for (place, (joined, meaning)) in findings.iter().enumerate() {
            if !matches!(joined.status, FindingStatus::Open | FindingStatus::Fixed) {
                continue;
            }
            let Some(pattern) = joined.finding.pattern.or(meaning.pattern) else { continue };
            let identity = match Identity::of(joined.finding, place) {
                Identity::Alone(place) => format!("{gate} finding {place}"),
                other => other.text(),
            };
            let source = OccurrenceSource::Finding { source: joined.source, severity: joined.finding.severity };
            self.add(pattern, identity, gate, source);
        }
    }

    /// Adds what the evidence shows, and gives all occurrences.
    pub fn finish(mut self) -> Vec<Occurrence> {
        let named = self.index.named;
        for gate in Gate::ALL.iter().copied() {
            let (Some(assessed), report) = (self.gates.get(gate.index()), self.change.report(gate)) else { continue };
            let contradicted = |artifact_type: ArtifactTypeId| {
                assessed.items.iter().any(|item| {
                    item.at_its_gate && item.artifact_type == artifact_type && item.condition() == Some(Condition::Contradicted)
                })
            };
            let owed_in_vain = |artifact_type: ArtifactTypeId| {
                assessed.requirements.iter().any(|r| r.artifact_type == artifact_type && !r.is_verified)
            };
            let inflates = |artifact_type: ArtifactTypeId| {
                report.into_iter().flat_map(|r| &r.items).zip(&assessed.items).any(|(item, graded)| {
                    graded.at_its_gate
                        && graded.artifact_type == artifact_type
                        && item
                            .artifact
                            .as_ref()
                            .and_then(|a| self.dataset.content(a.content?))
                            .and_then(|c| c.facts.roles)
                            .is_some_and(|roles| roles.inflated > 0)
                })
            };
            let deployed = self.change.is_deployed(self.dataset.now);
            let mut shown: Vec<(Option<PatternId>, ArtifactTypeId)> = Vec::new();
            if let Some(t) = named.role_assignment_diff
                && self.change.touches(Family::Identity)
                && inflates(t)
            {
                shown.push((named.privilege_inflation, t));
            }
            if let Some(t) = named.alert_linkage
                && contradicted(t)
            {
                shown.push((named.alert_illusion, t));
            }
            if let Some(t) = named.alert_test
                && owed_in_vain(t)
            {
                shown.push((named.alert_illusion, t));
            }
            if let Some(t) = named.drift_check
                && contradicted(t)
            {
                shown.push((named.environment_drift, t));
            }
            if let Some(t) = named.rollback_rehearsal
                && deployed
                && owed_in_vain(t)
            {
                shown.push((named.recovery_gap, t));
            }
            for (pattern, artifact_type) in shown {
                let type_id = self.dataset.policy.artifact_type(artifact_type).map_or("", |t| &t.id);
                let fingerprint = format!("evidence:{type_id}");
                if let Some(pattern) = pattern {
                    self.add(pattern, fingerprint, gate, OccurrenceSource::Evidence(artifact_type));
                }
            }
        }
        self.found
    }

    fn add(&mut self, pattern: PatternId, fingerprint: String, found_at: Gate, source: OccurrenceSource) {
        if !self.seen.insert((pattern, fingerprint.clone())) {
            return;
        }
        let responsible = self.dataset.policy.pattern(pattern).map(|p| p.responsible);
        let was_open =
            |gate: Gate| self.change.report(gate).is_some_and(|r| matches!(r.outcome, Outcome::Passed | Outcome::Bypassed));
        let escaped = responsible.filter(|&gate| found_at >= gate && was_open(gate));
        let at = self.change.report(found_at).map_or_else(|| self.change.date(), |r| r.recorded_at);
        self.found.push(Occurrence { pattern, change: self.place, fingerprint, found_at, escaped, at, source });
    }
}

impl Assessment {
    /// The patterns over a set of changes, in the order of the policy, each with all its numbers even when it never occurred.
    pub fn patterns(&self, subset: &[u32]) -> Vec<PatternRow> {
        self.patterns_by(subset, &self.team_patterns(subset))
    }

    /// The same, given what [`Self::team_patterns`] says of them.
    pub fn patterns_by(&self, subset: &[u32], by_team: &[TeamPattern]) -> Vec<PatternRow> {
        let mut rows: Vec<PatternRow> = (0..)
            .zip(&self.dataset().policy.patterns)
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
        let c = &self.columns;
        let counts = c.occurrences.count(subset, rows.len());
        let escapes = c.escapes.count(subset, rows.len());
        let changes = c.patterns.count(subset, rows.len());
        for (row, ((occurrences, escaped), changes)) in rows.iter_mut().zip(counts.iter().zip(escapes).zip(changes)) {
            (row.occurrences, row.escaped, row.changes) = (u64::from(*occurrences), u64::from(escaped), u64::from(changes));
        }
        for of_team in by_team {
            let Some(row) = rows.get_mut(usize::from(of_team.pattern.0)) else { continue };
            row.recurrences += of_team.recurrences();
            row.teams.push((self.team_name(of_team.team).to_owned(), of_team.occurrences));
        }
        rows
    }

    /// Each (team, pattern) that occurred in a set of changes, by team and then pattern.
    pub fn team_patterns(&self, subset: &[u32]) -> Vec<TeamPattern> {
        self.team_patterns_by(&self.teams_by_date(subset))
    }

    /// The same, given the changes by team and date.
    pub fn team_patterns_by(&self, teams_by_date: &Parts) -> Vec<TeamPattern> {
        let c = &self.columns;
        let policy = &self.dataset().policy;
        let n_patterns = policy.patterns.len();
        // for each pattern, which states of requirements are of a type that would stop it
        let stops =
            |types: &[ArtifactTypeId]| -> Vec<bool> { c.states.iter().map(|s| types.contains(&s.artifact_type)).collect() };
        let prevention: Vec<Vec<bool>> = policy
            .patterns
            .iter()
            .map(|p| stops(&p.prevention.iter().filter_map(|id| policy.artifact_type_id(id)).collect::<Vec<_>>()))
            .collect();
        let mut rows = Vec::new();
        for (team, (_, of_team)) in (0_u32..).zip(teams_by_date.iter()).filter(|(_, (_, of_team))| !of_team.is_empty()) {
            let occurrences = c.occurrences.count(of_team, n_patterns);
            let changes = c.patterns.count(of_team, n_patterns);
            for (pattern, ((n, changes), stops)) in (0_u16..).zip(occurrences.iter().zip(changes).zip(&prevention)) {
                if *n > 0 {
                    rows.push(TeamPattern {
                        team,
                        pattern: PatternId(pattern),
                        occurrences: u64::from(*n),
                        changes: u64::from(changes),
                        is_prevented: self.is_prevention_in_place(of_team, stops),
                    });
                }
            }
        }
        rows
    }

    /// Whether on the latest of some changes, given by date, that owes any of the types that would stop a pattern, all that it
    /// owes of them are verified. When none owes any, it is not in place.
    fn is_prevention_in_place(&self, by_date: &[u32], stops: &[bool]) -> bool {
        let c = &self.columns;
        let is_of_them = |code: u32| stops.get(code as usize).copied().unwrap_or(false);
        let is_verified = |code: u32| c.states.get(code as usize).is_some_and(|s| s.is_verified);
        c.requirements.last_row_with(by_date, stops).is_some_and(|latest| {
            c.requirements.row(latest).iter().filter(|code| is_of_them(**code)).all(|code| is_verified(*code))
        })
    }

    /// The changes of a set by date, and then by place.
    pub(super) fn in_order(&self, subset: &[u32]) -> Vec<u32> {
        plumbline_columns::in_order(&self.columns.dates, &self.columns.by_date, subset)
    }

    /// How each pattern of the policy comes and goes over a set of changes, given by team and date, and by the parts of an axis
    /// that they stand in.
    pub fn pattern_trends(&self, teams_by_date: &Parts, axis: &Parts) -> Vec<PatternTrend> {
        let c = &self.columns;
        let n_patterns = self.dataset().policy.patterns.len();
        let mut trends = vec![PatternTrend { occurrences: Vec::new(), repeats: Vec::new() }; n_patterns];
        let mut place_of = vec![NONE; c.dates.len()];
        for (place, (_, changes)) in (0_u32..).zip(axis.iter()) {
            for &row in changes {
                if let Some(slot) = place_of.get_mut(row as usize) {
                    *slot = place;
                }
            }
            let counts = c.occurrences.count(changes, n_patterns);
            let without_team = c.occurrences.count(&rows_without(&c.teams, changes), n_patterns);
            for (trend, (n, alone)) in trends.iter_mut().zip(counts.iter().zip(without_team)) {
                trend.occurrences.push(*n);
                trend.repeats.push(n.saturating_sub(alone));
            }
        }
        // what stands in the first change of a team that has the pattern is no repeat
        for (_, of_team) in teams_by_date.iter() {
            let firsts = c.patterns.first_rows(of_team, n_patterns);
            for ((pattern, first), trend) in (0_u32..).zip(firsts).zip(&mut trends) {
                let Some(row) = first else { continue };
                let place = place_of.get(row as usize).copied().unwrap_or(NONE);
                let n = c.occurrences.row(row).iter().filter(|p| **p == pattern).count();
                if let Some(repeats) = trend.repeats.get_mut(place as usize) {
                    *repeats = repeats.saturating_sub(u32::try_from(n).unwrap_or(u32::MAX));
                }
            }
        }
        trends
    }
}
