//! The findings of a gate, native ones and those in artifacts joined (docs/scoring.md, "Failure patterns").

use super::grade::GradedItem;
use plumbline_columns::NONE;
use plumbline_domain::{Dataset, Finding, FindingStatus, Gate, GateReport, Policy, Severity, Surface};
use plumbline_rules::RuleMeaning;
use std::borrow::Cow;
use std::collections::HashMap;

/// Where a finding was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum FindingSource {
    /// In a gate report itself.
    Report {
        /// The part, by the place of its report among those of the gate.
        part: u32,
        /// Its place in the report's findings.
        finding: usize,
    },
    /// In an artifact.
    Artifact {
        /// The place of the item among those of the gate.
        item: u32,
        /// Its place in the artifact's findings.
        finding: usize,
    },
}

/// One finding of one part of a gate, however often it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinedFinding<'a> {
    /// The finding as it was first written: in the report if it stands there, else in the first artifact.
    pub finding: &'a Finding,
    /// What became of it; the report's own word wins.
    pub status: FindingStatus,
    /// The part that has it, by the place of its report among those of the gate.
    pub part: u32,
    /// Where it was written.
    pub source: FindingSource,
    /// Whether it is open, and of a severity that must not stay open.
    pub is_blocking: bool,
}

/// What makes two findings the same: the stated fingerprint, else rule and resource, else rule and place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Identity<'a> {
    Stated(&'a str),
    Resource(&'a str, &'a str),
    Place(&'a str, Option<Cow<'a, str>>, Option<u64>),
    /// Nothing tells it from others: it is only itself.
    Alone(usize),
}

impl<'a> Identity<'a> {
    /// The identity of a finding; `place` tells it from others that say nothing of themselves.
    pub fn of(finding: &'a Finding, place: usize) -> Self {
        let path = finding.location.path.as_deref();
        match (&finding.fingerprint, &finding.rule_id, &finding.resource) {
            (Some(fingerprint), _, _) => Identity::Stated(fingerprint),
            (None, Some(rule), Some(resource)) => Identity::Resource(rule, resource),
            (None, rule, _) if rule.is_some() || path.is_some() => {
                Identity::Place(rule.as_deref().unwrap_or_default(), path.map(plain), finding.location.line)
            }
            _ => Identity::Alone(place),
        }
    }

    /// The identity as a text, for people and as the fingerprint of an occurrence.
    pub fn text(&self) -> String {
        match self {
            Identity::Stated(fingerprint) => (*fingerprint).to_owned(),
            Identity::Resource(rule, resource) => format!("{rule} {resource}"),
            Identity::Place(rule, path, Some(line)) => format!("{rule} {}:{line}", path.as_deref().unwrap_or_default()),
            Identity::Place(rule, path, None) => format!("{rule} {}", path.as_deref().unwrap_or_default()),
            Identity::Alone(place) => format!("finding {place}"),
        }
    }
}

/// A path without `.` and doubled slashes: `./a.tf` is `a.tf`, whoever writes it.
fn plain(path: &str) -> Cow<'_, str> {
    let is_plain = |path: &str| !path.starts_with("./") && !path.contains("//") && !path.contains("/./");
    if is_plain(path) || path.contains("://") {
        return Cow::Borrowed(path);
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Cow::Owned(format!("{start}{}", parts.join("/")))
}

/// The findings of the counting reports of a gate, part by part, those of each report first. They join within a part alone. `items` are
/// the items of the gate, graded.
pub(crate) fn findings_at<'a>(reports: &'a [GateReport], items: &[GradedItem], dataset: &'a Dataset) -> Vec<JoinedFinding<'a>> {
    let of_part = |(part, report): (u32, &'a GateReport)| {
        let start = report.items_before as usize;
        let of_report = items.get(start..start + report.items.len()).unwrap_or_default();
        join_findings(report, part, of_report, dataset)
    };
    match reports {
        [report] => of_part((0, report)),
        reports => (0_u32..).zip(reports).flat_map(of_part).collect(),
    }
}

/// The findings of one counting report, native ones first, each once. `items` are the report's items, graded.
fn join_findings<'a>(report: &'a GateReport, part: u32, items: &[GradedItem], dataset: &'a Dataset) -> Vec<JoinedFinding<'a>> {
    let is_blocking = |f: &Finding| f.status == FindingStatus::Open && dataset.policy.is_blocking(f.severity);
    let native = report.findings.iter().enumerate().map(|(finding, f)| JoinedFinding {
        finding: f,
        status: f.status,
        part,
        source: FindingSource::Report { part, finding },
        is_blocking: is_blocking(f),
    });
    let in_artifacts = report
        .items
        .iter()
        .zip(items)
        .zip(report.items_before..)
        .filter(|((_, graded), _)| graded.at_its_gate && graded.is_read)
        .filter_map(|((item, _), place)| Some((place, dataset.content(item.artifact.as_ref()?.content?)?)))
        .flat_map(|(item, content)| {
            content.findings.iter().enumerate().map(move |(finding, f)| JoinedFinding {
                finding: f,
                status: f.status,
                part,
                source: FindingSource::Artifact { item, finding },
                is_blocking: is_blocking(f),
            })
        });

    let mut joined: Vec<JoinedFinding<'a>> = Vec::new();
    let mut seen: HashMap<Identity<'a>, usize> = HashMap::new();
    for (place, candidate) in native.chain(in_artifacts).enumerate() {
        match seen.entry(Identity::of(candidate.finding, place)) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(joined.len());
                joined.push(candidate);
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let Some(known) = joined.get_mut(*entry.get()) else { continue };
                let is_native = |f: &JoinedFinding<'_>| matches!(f.source, FindingSource::Report { .. });
                // the report's own word wins over an artifact's; among equals the most open one does
                if is_native(known) == is_native(&candidate) && openness(candidate.status) > openness(known.status) {
                    *known = candidate;
                }
            }
        }
    }
    joined
}

const fn openness(status: FindingStatus) -> u8 {
    match status {
        FindingStatus::Open => 3,
        FindingStatus::Fixed => 2,
        FindingStatus::Suppressed => 1,
        FindingStatus::FalsePositive => 0,
    }
}

/// Where a finding stands on the attack surface: its own word, else the rule's, else that of its family, else provisioning.
pub fn surface_of(finding: &Finding, meaning: &RuleMeaning, policy: &Policy) -> Surface {
    finding
        .surface
        .or(meaning.surface)
        .or_else(|| policy.surface_of_family.get(&finding.control.or(meaning.control)?).copied())
        .unwrap_or(Surface::Provisioning)
}

/// What many findings have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FindingState {
    /// The gate of its report.
    pub gate: Gate,
    /// What became of it.
    pub status: FindingStatus,
    /// Where it stands on the attack surface.
    pub surface: Surface,
    /// How bad it is.
    pub severity: Severity,
}

impl FindingState {
    /// Every state there can be, in the order of their codes.
    pub fn all() -> impl Iterator<Item = FindingState> {
        Gate::ALL.iter().flat_map(|&gate| {
            FindingStatus::ALL.iter().flat_map(move |&status| {
                Surface::ALL.iter().flat_map(move |&surface| {
                    Severity::ALL.iter().map(move |&severity| FindingState { gate, status, surface, severity })
                })
            })
        })
    }

    pub fn code(self) -> u32 {
        let place = self.gate.index() * FindingStatus::ALL.len() + self.status.index();
        let place = place * Surface::ALL.len() + self.surface.index();
        u32::try_from(place * Severity::ALL.len() + self.severity.index()).unwrap_or(NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_states_of_findings_stand_in_the_order_of_their_codes() {
        assert!(FindingState::all().map(FindingState::code).eq(0..4 * 4 * 3 * 5));
    }
}
