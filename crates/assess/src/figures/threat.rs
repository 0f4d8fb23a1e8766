//! The threat map and the authoring-time chain (docs/scoring.md, "Threat map" and "Authoring-time chain").

use crate::Assessment;
use plumbline_domain::{Gate, PatternId};
use serde::Serialize;

/// What stands against the threats of one gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ThreatRow {
    /// The gate.
    pub gate: Gate,
    /// Requirements there.
    pub required: u64,
    /// Of these, verified.
    pub verified: u64,
    /// Open findings there.
    pub open: u64,
}

/// A link of the authoring-time chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// An unsafe default or an inflated privilege was written.
    Default,
    /// The validation gate was open for it.
    Missed,
    /// It was deployed.
    Deployed,
    /// No alert would have reached anybody.
    Silent,
}

/// How many changes a link holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct ChainLink {
    /// The link.
    pub link: Link,
    /// Changes that hold in this link and all before it.
    pub changes: u64,
}

/// Requirements and open findings of a set of changes at each gate.
pub fn rows(assessment: &Assessment, subset: &[u32]) -> Vec<ThreatRow> {
    let mut rows: Vec<ThreatRow> = Gate::ALL.iter().map(|&gate| ThreatRow { gate, required: 0, verified: 0, open: 0 }).collect();
    for (state, n) in assessment.requirement_states(subset) {
        let Some(row) = rows.get_mut(state.gate.index()) else { continue };
        row.required += n;
        row.verified += if state.is_verified { n } else { 0 };
    }
    for (state, n) in assessment.open_findings(subset) {
        if let Some(row) = rows.get_mut(state.gate.index()) {
            row.open += n;
        }
    }
    rows
}

/// The last link of the chain that a change is in, if any.
pub fn link_of(assessment: &Assessment, place: u32) -> Option<Link> {
    let named = &assessment.judged.index.named;
    let change = assessment.assessed(place)?;
    let occurrences = assessment.occurrences_of(place);
    let has = |pattern: Option<PatternId>| pattern.is_some_and(|p| occurrences.iter().any(|o| o.pattern == p));
    if !has(named.unsafe_defaults) && !has(named.privilege_inflation) {
        return None;
    }
    Some(if !change.gate(Gate::Validation).was_open() {
        Link::Default
    } else if !change.is_deployed {
        Link::Missed
    } else if !has(named.alert_illusion) {
        Link::Deployed
    } else {
        Link::Silent
    })
}

/// The authoring-time chain over a set of changes. What drops out between two links was stopped by validation, execution or
/// observation.
pub fn chain(assessment: &Assessment, subset: &[u32]) -> Vec<ChainLink> {
    let links = [Link::Default, Link::Missed, Link::Deployed, Link::Silent];
    let mut chain = links.map(|link| ChainLink { link, changes: 0 });
    for &place in subset {
        let Some(last) = link_of(assessment, place) else { continue };
        for row in &mut chain {
            row.changes += u64::from(row.link as u8 <= last as u8);
        }
    }
    chain.to_vec()
}
