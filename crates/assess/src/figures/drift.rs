//! How perceived and verified confidence move over time (docs/scoring.md, "Drift of confidence").

use super::confidence::{self, Confidence};
use crate::{Assessment, Period, Periods};
use plumbline_domain::Gate;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The confidence at a gate in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftPoint {
    /// The period.
    pub period: Period,
    /// The confidence of its changes.
    pub confidence: Confidence,
}

/// As JSON the period stands among the fields of the confidence, without what the gates imply.
impl Serialize for DriftPoint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let c = &self.confidence;
        let mut point = serializer.serialize_struct("DriftPoint", 10)?;
        point.serialize_field("period", &self.period)?;
        point.serialize_field("n", &c.n)?;
        point.serialize_field("verified", &c.verified)?;
        point.serialize_field("verifiedLow", &c.verified_low)?;
        point.serialize_field("verifiedHigh", &c.verified_high)?;
        point.serialize_field("perceived", &c.perceived)?;
        point.serialize_field("perceivedLow", &c.perceived_low)?;
        point.serialize_field("perceivedHigh", &c.perceived_high)?;
        point.serialize_field("stated", &c.stated)?;
        point.serialize_field("gap", &c.gap)?;
        point.end()
    }
}

/// The confidence at a gate in each period that holds a change due there.
pub fn points(assessment: &Assessment, periods: &Periods, gate: Gate) -> Vec<DriftPoint> {
    periods
        .iter()
        .map(|(period, changes)| DriftPoint { period, confidence: *confidence::by_gate(assessment, changes).get(gate) })
        .filter(|point| point.confidence.n > 0)
        .collect()
}
