//! Failure patterns in one change, and the gate that each slipped through (docs/scoring.md, "Failure patterns").

use super::change::GateAssessment;
use super::finding::{FindingSource, Identity, JoinedFinding};
use super::policy_index::PolicyIndex;
use plumbline_domain::{
    Artifact, ArtifactTypeId, Change, Condition, Content, Dataset, Family, FindingStatus, Gate, Instant, Item, Outcome,
    PatternId, Severity,
};
use plumbline_probe::unjustified_wide_grants;
use plumbline_rules::{MeaningSource, RuleMeaning};
use std::collections::HashSet;

/// What shows an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OccurrenceSource {
    /// A finding.
    Finding {
        /// Where it was written.
        source: FindingSource,
        /// How bad it is.
        severity: Severity,
        /// How the pattern is known from the rule of the finding; none when the finding itself names the pattern.
        meaning: Option<MeaningSource>,
    },
    /// Evidence that refutes its claim, or is owed and not verified.
    Evidence {
        /// The type of the evidence.
        artifact_type: ArtifactTypeId,
        /// The rule by which it shows the pattern.
        rule: EvidenceRule,
    },
}

/// The rules by which evidence shows a pattern without a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceRule {
    /// `role-assignment-diff` grants a wide role without justification.
    WideRole,
    /// `alert-linkage` is contradicted.
    AlertUnlinked,
    /// `alert-test` is owed and not verified.
    AlertUntested,
    /// `drift-check` is contradicted.
    Drifted,
    /// `rollback-rehearsal` is owed by a deployed change and not verified.
    RollbackUnrehearsed,
}

/// One failure pattern in one change.
#[derive(Clone, Debug, PartialEq)]
pub struct Occurrence {
    /// The pattern.
    pub pattern: PatternId,
    /// The change, by its place in the data set.
    pub change: u32,
    /// What distinguishes it from others of the same pattern in the same change.
    pub fingerprint: String,
    /// The gate at which it was found.
    pub found_at: Gate,
    /// The gate that should have stopped it, when that gate was open while the failure was there.
    pub escaped: Option<Gate>,
    /// When it was found: the `recordedAt` of the report that shows it, else the change's date.
    pub at: Instant,
    /// What shows it.
    pub source: OccurrenceSource,
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
            let source = OccurrenceSource::Finding {
                source: joined.source,
                severity: joined.finding.severity,
                meaning: meaning.source.filter(|_| joined.finding.pattern.is_none()),
            };
            self.add(pattern, identity, gate, source);
        }
    }

    /// Adds what the evidence shows, and returns all occurrences.
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
                    graded.at_its_gate && graded.artifact_type == artifact_type && self.inflates_privileges(item)
                })
            };
            let deployed = self.change.is_deployed(self.dataset.now);
            let mut shown: Vec<(Option<PatternId>, ArtifactTypeId, EvidenceRule)> = Vec::new();
            if let Some(t) = named.role_assignment_diff
                && self.change.touches(Family::Identity)
                && inflates(t)
            {
                shown.push((named.privilege_inflation, t, EvidenceRule::WideRole));
            }
            if let Some(t) = named.alert_linkage
                && contradicted(t)
            {
                shown.push((named.alert_illusion, t, EvidenceRule::AlertUnlinked));
            }
            if let Some(t) = named.alert_test
                && owed_in_vain(t)
            {
                shown.push((named.alert_illusion, t, EvidenceRule::AlertUntested));
            }
            if let Some(t) = named.drift_check
                && contradicted(t)
            {
                shown.push((named.environment_drift, t, EvidenceRule::Drifted));
            }
            if let Some(t) = named.rollback_rehearsal
                && deployed
                && owed_in_vain(t)
            {
                shown.push((named.recovery_gap, t, EvidenceRule::RollbackUnrehearsed));
            }
            for (pattern, artifact_type, rule) in shown {
                let type_id = self.dataset.policy.artifact_type(artifact_type).map_or("", |t| &t.id);
                let fingerprint = format!("evidence:{type_id}");
                if let Some(pattern) = pattern {
                    self.add(pattern, fingerprint, gate, OccurrenceSource::Evidence { artifact_type, rule });
                }
            }
        }
        self.found
    }

    /// Whether an item of role grants adds a wide one that nothing justifies.
    fn inflates_privileges(&self, item: &Item) -> bool {
        let of = |artifact: &Artifact| self.dataset.content(artifact.content?);
        let with: Vec<&Content> = item.with.iter().filter_map(of).collect();
        item.artifact.as_ref().and_then(of).is_some_and(|content| {
            let before = item.before.as_ref().and_then(of);
            !unjustified_wide_grants(content, before, &with, &item.justifications).is_empty()
        })
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
