//! The words of what was planned, applied and running.

use crate::text::number::{counted, thousands};
use plumbline_domain::OperationResult;
use plumbline_probe::RowVerdict;

/// What the title is made of.
pub(crate) struct Standing {
    /// Resources that any of the files names.
    pub resources: u64,
    /// Of these compared.
    pub compared: u64,
    /// Of these known to be other than planned.
    pub differing: u64,
    /// Of these left open.
    pub open: u64,
    /// Outputs whose value is another than planned.
    pub outputs: u64,
}

/// "Planned, applied, running: 2 of 14 resources differ, and 1 output"
pub(crate) fn title(s: &Standing) -> String {
    let resources = |n| counted(n, "resource", "resources");
    let said = match (s.resources, s.compared, s.differing, s.open) {
        (0, ..) => "no resource is named".to_owned(),
        (n, _, k, _) if k > 0 => {
            let verb = if k == 1 { "differs" } else { "differ" };
            format!("{} of {} {verb}", thousands(k), resources(n))
        }
        (n, 0, ..) => format!("{}, nothing to compare with", resources(n)),
        (n, _, _, k) if k > 0 => {
            let verb = if k == 1 { "is" } else { "are" };
            format!("{} of {} {verb} left open", thousands(k), resources(n))
        }
        (1, ..) => "the one resource is as planned".to_owned(),
        (n, c, ..) if c == n => format!("all {} are as planned", resources(n)),
        (n, c, ..) => format!("{} of {} are as planned, the others not compared", thousands(c), resources(n)),
    };
    let outputs = match s.outputs {
        0 => String::new(),
        n => format!("; {}", counted(n, "output is not the planned one", "outputs are not the planned ones")),
    };
    format!("Planned, applied, running: {said}{outputs}")
}
/// What it measures.
pub(crate) const MEASURE: &str =
    "The preview, the deployment log, the outputs and the drift check of this change, side by side; what differs comes first";
/// The preview.
pub(crate) const PLAN: &str = "Planned";
/// The log.
pub(crate) const LOG: &str = "Applied";
/// The outputs.
pub(crate) const OUTPUTS: &str = "Outputs";
/// The drift check.
pub(crate) const DRIFT: &str = "Running";
/// The file of a side, or that there is none.
pub(crate) fn file(name: &str, path: Option<&str>) -> String {
    format!("{name}: {}", path.unwrap_or(NO_FILE))
}
/// The name of the first table.
pub(crate) const RESOURCES: &str = "Planned, applied and running resources";
/// Its columns.
pub(crate) const RESOURCE_COLUMNS: [(&str, &str); 5] =
    [("Resource", "place"), ("Planned", ""), ("Applied", ""), ("Running", ""), ("State", "state")];
/// The name of the second table.
pub(crate) const OUTPUT_TABLE: &str = "Outputs before, planned and after";
/// Its columns.
pub(crate) const OUTPUT_COLUMNS: [(&str, &str); 5] =
    [("Output", "place"), ("Before", ""), ("Planned value", ""), ("After", ""), ("State", "state")];
/// A side without a file.
pub(crate) const NO_FILE: &str = "no file";
/// A file that does not name the resource.
pub(crate) const NOT_NAMED: &str = "not named";
/// A value that is sensitive, not there, or not known yet.
pub(crate) const NOT_KNOWN: &str = "not known";
/// The drift check found it other than desired.
pub(crate) const DRIFTED: &str = "differs";
/// It found it as desired.
pub(crate) const IN_SYNC: &str = "as desired";
/// An output that has another value than was planned.
pub(crate) const OTHER_VALUE: &str = "not the planned value";

/// How an operation ended.
pub(crate) const fn result(result: OperationResult) -> &'static str {
    match result {
        OperationResult::Succeeded => "succeeded",
        OperationResult::Failed => "failed",
        OperationResult::Canceled => "canceled",
        OperationResult::Unfinished => "not finished",
    }
}

/// What a resource comes to.
pub(crate) const fn verdict(verdict: RowVerdict) -> &'static str {
    match verdict {
        RowVerdict::AsPlanned => "as planned",
        RowVerdict::NotCompared => "not compared",
        RowVerdict::Open => "left open",
        RowVerdict::NotApplied => "not applied",
        RowVerdict::Failed => "failed",
        RowVerdict::Otherwise => "not as planned",
        RowVerdict::NotPlanned => "not planned",
        RowVerdict::Drifted => "drifted",
    }
}

/// Below a table of which some rows are shown: "The first 50 of 212; 162 more."
pub(crate) fn more(shown: u64, all: u64) -> String {
    format!("The first {} of {}; {} more.", thousands(shown), thousands(all), thousands(all - shown))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_says_what_differs_before_what_is_as_planned() {
        let all = Standing { resources: 14, compared: 14, differing: 0, open: 0, outputs: 0 };
        let said = |s: &Standing| title(s).replace('\u{a0}', " ");
        assert_eq!(said(&all), "Planned, applied, running: all 14 resources are as planned");
        assert_eq!(
            said(&Standing { differing: 1, open: 2, outputs: 1, ..all }),
            "Planned, applied, running: 1 of 14 resources differs; 1 output is not the planned one"
        );
        assert_eq!(said(&Standing { open: 2, ..all }), "Planned, applied, running: 2 of 14 resources are left open");
        assert_eq!(said(&Standing { compared: 0, ..all }), "Planned, applied, running: 14 resources, nothing to compare with");
        assert_eq!(
            said(&Standing { resources: 1, compared: 1, ..all }),
            "Planned, applied, running: the one resource is as planned"
        );
        assert_eq!(more(50, 212).replace('\u{a0}', " "), "The first 50 of 212; 162 more.");
    }
}
