//! Failure patterns in one change, and the gate that each slipped through (docs/scoring.md, "Failure patterns").

use super::change::GateAssessment;
use super::finding::{FindingSource, Identity, JoinedFinding};
use super::policy_index::PolicyIndex;
use plumbline_domain::{
    Artifact, ArtifactTypeId, Change, Condition, Content, Dataset, Family, FindingStatus, Gate, Instant, Item, PatternId,
    Severity,
};
use plumbline_probe::unjustified_wide_grants;
use plumbline_rules::{MeaningSource, RuleMeaning};
use std::collections::HashSet;

/// What shows an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
    /// Evidence that refutes its claim, or an alert test or a rollback rehearsal that is owed and not verified.
    Evidence {
        /// The type of the evidence.
        artifact_type: ArtifactTypeId,
        /// The rule by which it shows the pattern.
        rule: EvidenceRule,
    },
}

/// The rules by which evidence shows a pattern without a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
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
    /// The part that shows it, by its place among the counting reports of that gate; none without a report.
    pub part: Option<u32>,
    /// When it was found: the `recordedAt` of the report that shows it, else the change's date.
    pub at: Instant,
    /// What shows it.
    pub source: OccurrenceSource,
}

/// Finds the occurrences in one change.
pub(crate) struct OccurrenceFinder<'a> {
    pub dataset: &'a Dataset,
    pub index: &'a PolicyIndex,
    pub now: Instant,
    pub change: &'a Change,
    pub place: u32,
    pub gates: &'a [GateAssessment; 4],
    found: Vec<Occurrence>,
    seen: HashSet<(PatternId, String)>,
}

impl<'a> OccurrenceFinder<'a> {
    pub fn new(
        (dataset, index, now): (&'a Dataset, &'a PolicyIndex, Instant),
        change: &'a Change,
        place: u32,
        gates: &'a [GateAssessment; 4],
    ) -> Self {
        OccurrenceFinder { dataset, index, now, change, place, gates, found: Vec::new(), seen: HashSet::new() }
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
            self.add(pattern, identity, (gate, Some(joined.part)), source);
        }
    }

    /// Adds what the evidence shows, and returns all occurrences.
    pub fn finish(mut self) -> Vec<Occurrence> {
        let (named, dataset) = (self.index.named, self.dataset);
        for gate in Gate::ALL.iter().copied() {
            let Some(assessed) = self.gates.get(gate.index()) else { continue };
            let offered = |artifact_type: ArtifactTypeId| {
                assessed.items.iter().filter(move |item| item.at_its_gate && item.artifact_type == artifact_type)
            };
            let contradicted = |artifact_type: ArtifactTypeId| {
                offered(artifact_type).find(|item| item.condition() == Some(Condition::Contradicted)).map(|item| Some(item.part))
            };
            let owed_in_vain = |artifact_type: ArtifactTypeId| {
                assessed.requirements.iter().find(|r| r.artifact_type == artifact_type && !r.is_verified).map(|r| r.part)
            };
            let inflates = |artifact_type: ArtifactTypeId| {
                let mut pairs = self.change.items_at(gate).map(|(_, item)| item).zip(&assessed.items);
                let found = pairs.find(|(item, graded)| {
                    graded.at_its_gate && graded.artifact_type == artifact_type && inflates_privileges(dataset, item)
                });
                found.map(|(_, graded)| Some(graded.part))
            };
            let deployed = self.change.is_deployed(self.now);
            let touches_identity = self.change.touches(Family::Identity);
            let rules = [
                (named.privilege_inflation, named.role_assignment_diff, EvidenceRule::WideRole),
                (named.alert_illusion, named.alert_linkage, EvidenceRule::AlertUnlinked),
                (named.alert_illusion, named.alert_test, EvidenceRule::AlertUntested),
                (named.environment_drift, named.drift_check, EvidenceRule::Drifted),
                (named.recovery_gap, named.rollback_rehearsal, EvidenceRule::RollbackUnrehearsed),
            ];
            for (pattern, artifact_type, rule) in rules {
                let (Some(pattern), Some(artifact_type)) = (pattern, artifact_type) else { continue };
                let shown_in = match rule {
                    EvidenceRule::WideRole if touches_identity => inflates(artifact_type),
                    EvidenceRule::AlertUnlinked | EvidenceRule::Drifted => contradicted(artifact_type),
                    EvidenceRule::AlertUntested => owed_in_vain(artifact_type),
                    EvidenceRule::RollbackUnrehearsed if deployed => owed_in_vain(artifact_type),
                    EvidenceRule::WideRole | EvidenceRule::RollbackUnrehearsed => None,
                };
                let Some(part) = shown_in else { continue };
                let type_id = self.dataset.policy.artifact_type(artifact_type).map_or("", |t| &t.id);
                let fingerprint = format!("evidence:{type_id}");
                self.add(pattern, fingerprint, (gate, part), OccurrenceSource::Evidence { artifact_type, rule });
            }
        }
        self.found
    }

    fn add(&mut self, pattern: PatternId, fingerprint: String, (found_at, part): (Gate, Option<u32>), source: OccurrenceSource) {
        if !self.seen.insert((pattern, fingerprint.clone())) {
            return;
        }
        let responsible = self.dataset.policy.pattern(pattern).map(|p| p.responsible);
        let was_open = |gate: Gate| self.gates.get(gate.index()).is_some_and(GateAssessment::was_open);
        let escaped = responsible.filter(|&gate| found_at >= gate && was_open(gate));
        let report = part.and_then(|part| self.change.report(found_at, part));
        let at = report.map_or_else(|| self.change.date(), |r| r.recorded_at);
        self.found.push(Occurrence { pattern, change: self.place, fingerprint, found_at, part, escaped, at, source });
    }
}

/// Whether an item of role grants adds a wide one that nothing justifies.
fn inflates_privileges(dataset: &Dataset, item: &Item) -> bool {
    let of = |artifact: &Artifact| dataset.content(artifact.content?);
    let with: Vec<&Content> = item.with.iter().filter_map(of).collect();
    item.artifact.as_ref().and_then(of).is_some_and(|content| {
        let before = item.before.as_ref().and_then(of);
        !unjustified_wide_grants(content, before, &with, &item.justifications).is_empty()
    })
}
