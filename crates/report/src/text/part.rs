//! The parts of a gate in words.

use plumbline_domain::{Change, GateReport};

/// What the report without a part is called where others have one.
pub const UNNAMED: &str = "no part";

/// A part by its name.
pub fn name(part: Option<&str>) -> &str {
    part.unwrap_or(UNNAMED)
}

/// The part of a report, where the reports of its gate have any.
pub fn of(change: &Change, report: &GateReport) -> Option<String> {
    change.has_parts(report.gate).then(|| name(report.part.as_deref()).to_owned())
}

/// A gate by its title, with the part of a report where there are any: "Validation, network/prod".
pub fn of_gate(change: &Change, report: &GateReport) -> String {
    match of(change, report) {
        Some(part) => [report.gate.title(), ", ", &part].concat(),
        None => report.gate.title().to_owned(),
    }
}
