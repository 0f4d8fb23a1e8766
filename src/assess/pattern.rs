//! Failure patterns: what keeps going wrong, and through which gate it slipped (scoring rules, section 7).

use super::assessment::{Assessment, GateAssessment};
use super::finding::{FindingSource, Identity, JoinedFinding};
use super::policy_index::PolicyIndex;
use super::rule_meaning::RuleMeaning;
use crate::domain::{
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
        let by_team = self.team_patterns(subset);
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
        for &place in subset {
            let mut seen: Vec<PatternId> = Vec::new();
            for occurrence in self.occurrences_of(place) {
                let Some(row) = rows.get_mut(usize::from(occurrence.pattern.0)) else { continue };
                row.occurrences += 1;
                row.escaped += u64::from(occurrence.escaped.is_some());
                if !seen.contains(&occurrence.pattern) {
                    seen.push(occurrence.pattern);
                    row.changes += 1;
                }
            }
        }
        for of_team in &by_team {
            let Some(row) = rows.get_mut(usize::from(of_team.pattern.0)) else { continue };
            row.recurrences += of_team.recurrences();
            row.teams.push((self.team_name(of_team.team).to_owned(), of_team.occurrences));
        }
        rows
    }

    /// Each (team, pattern) that occurred in a set of changes, by team and then pattern.
    pub fn team_patterns(&self, subset: &[u32]) -> Vec<TeamPattern> {
        let n_patterns = self.dataset().policy.patterns.len();
        let mut counts: Vec<(u64, u64)> = vec![(0, 0); self.teams().len() * n_patterns];
        for (place, change) in self.of(subset) {
            let Some(team) = change.team else { continue };
            let base = team as usize * n_patterns;
            let mut seen: Vec<PatternId> = Vec::new();
            for occurrence in self.occurrences_of(place) {
                let Some((occurrences, changes)) = counts.get_mut(base + usize::from(occurrence.pattern.0)) else { continue };
                *occurrences += 1;
                if !seen.contains(&occurrence.pattern) {
                    seen.push(occurrence.pattern);
                    *changes += 1;
                }
            }
        }
        if counts.iter().all(|c| c.0 == 0) {
            return Vec::new();
        }
        let prevented = self.prevention_in_place(subset);
        let mut rows = Vec::new();
        for (team, per_team) in (0_u32..).zip(counts.chunks(n_patterns.max(1))) {
            for (pattern, &(occurrences, changes)) in (0_u16..).zip(per_team) {
                if occurrences > 0 {
                    let pattern = PatternId(pattern);
                    let is_prevented =
                        prevented.get(team as usize * n_patterns + usize::from(pattern.0)).copied().unwrap_or(false);
                    rows.push(TeamPattern { team, pattern, occurrences, changes, is_prevented });
                }
            }
        }
        rows
    }

    /// For each team and pattern (team × patterns + pattern): whether on the team's latest change, by date, that owes any of
    /// the types that would stop the pattern, all that it owes of them are verified. When none owes any, it is not in place.
    fn prevention_in_place(&self, subset: &[u32]) -> Vec<bool> {
        let policy = &self.dataset().policy;
        let n_patterns = policy.patterns.len();
        let prevention: Vec<Vec<ArtifactTypeId>> =
            policy.patterns.iter().map(|p| p.prevention.iter().filter_map(|id| policy.artifact_type_id(id)).collect()).collect();
        let mut latest: Vec<Option<(Instant, bool)>> = vec![None; self.teams().len() * n_patterns];
        for (_, change) in self.of(subset) {
            let Some(team) = change.team else { continue };
            for (pattern, types) in prevention.iter().enumerate() {
                let Some(slot) = latest.get_mut(team as usize * n_patterns + pattern) else { continue };
                if slot.is_some_and(|(date, _)| date > change.date) {
                    continue;
                }
                let mut owed = change.requirements().filter(|(_, r)| types.contains(&r.artifact_type)).peekable();
                if owed.peek().is_some() {
                    *slot = Some((change.date, owed.all(|(_, r)| r.is_verified)));
                }
            }
        }
        latest.into_iter().map(|slot| slot.is_some_and(|(_, all_verified)| all_verified)).collect()
    }
}
