//! The findings that were open before a change: those of the changes that were merged last before it, gate by gate.

use super::items::Names;
use crate::words::check as words;
use plumbline_assess::Assessment;
use plumbline_domain::{Change, FindingStatus, Gate, Instant};
use std::collections::HashSet;

/// What was open at one gate.
#[derive(Clone, Debug, PartialEq)]
struct AtGate {
    gate: Gate,
    change: String,
    open: HashSet<String>,
}

/// The state that a change goes to, as far as the data tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    gates: Vec<AtGate>,
}

impl Base {
    /// What was open before the change with this id: at each gate, what the change of the same repository left open that was merged
    /// last before it and has a report there. Nothing when the data hold none.
    pub fn of(assessment: &Assessment, id: &str) -> Self {
        let before = assessment.place_of(id).and_then(|place| assessment.change(place)?.0.fields.merged_at);
        let before = before.unwrap_or(assessment.dataset().now);
        let places = assessment.every().into_iter();
        let mut earlier: Vec<(Instant, u32, &Change)> = places
            .filter_map(|place| {
                let (change, _) = assessment.change(place)?;
                let merged = change.fields.merged_at.filter(|at| *at <= before)?;
                let is_other = change.fields.id != id && repository(&change.fields.id) == repository(id);
                is_other.then_some((merged, place, change))
            })
            .collect();
        earlier.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.fields.id.cmp(&b.2.fields.id)));
        let at = |gate: Gate| {
            let (_, place, change) = earlier.iter().find(|(_, _, change)| !change.reports_at(gate).is_empty())?;
            let findings = assessment.findings(*place, gate);
            let mut open: Vec<_> = findings.iter().map(|(f, _)| f).filter(|f| f.status == FindingStatus::Open).collect();
            open.sort_by_key(|f| f.finding.severity);
            let mut names = Names::default();
            let mut name = |f: &plumbline_domain::Finding| {
                let (rule, resource) = (f.rule_id.as_deref(), f.resource.as_deref());
                let message = words::finding(f.severity, rule, resource, f.message.as_deref());
                names.of_finding(gate, rule, resource, f.location.path.as_deref(), &message)
            };
            let open = open.into_iter().map(|joined| name(joined.finding)).collect();
            Some(AtGate { gate, change: change.fields.id.clone(), open })
        };
        Base { gates: Gate::ALL.iter().copied().filter_map(at).collect() }
    }

    /// The change that it is called by; none when nothing is known.
    pub(super) fn name(&self) -> Option<&str> {
        let most = self.gates.iter().max_by_key(|at| at.open.len());
        most.map(|at| at.change.as_str())
    }

    /// Whether a finding was open at a gate; none when the gate is not known.
    pub(super) fn has(&self, gate: Gate, hash: &str) -> Option<bool> {
        self.gates.iter().find(|at| at.gate == gate).map(|at| at.open.contains(hash))
    }
}

/// The repository of a change: what stands before the number or the commit.
fn repository(id: &str) -> &str {
    id.rsplit_once(['#', '@']).map_or(id, |(repository, _)| repository)
}
