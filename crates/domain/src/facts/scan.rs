//! What a scanner says of its run: its tool, whether it ran to its end, what it covered.

use super::Place;

/// A scan, or several that stand in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// Its runs, in the order of the file. Empty when the file names none.
    pub runs: Vec<ScanRun>,
    /// Why it did not run to its end: a phrase, and where that stands. Empty when the file says nothing of the kind.
    pub stopped: Vec<(Box<str>, Place)>,
    /// What it covered.
    pub covered: Covered,
    /// Checks that passed; absent when the format carries none.
    pub passed: Option<u64>,
    /// The findings that are secrets by the tool's word, as places among the content's findings, in order.
    pub secrets: Vec<u32>,
    /// The findings of level error, likewise.
    pub errors: Vec<u32>,
    /// Where the first open findings of each severity stand in the file, by their places among the content's findings.
    pub places: Vec<(u32, Place)>,
}

impl Scan {
    /// How many reasons and places are kept; nobody reads more.
    pub const MAX_SHOWN: usize = 20;

    /// Says why it did not run to its end.
    pub fn stop(&mut self, why: impl Into<Box<str>>, place: Place) {
        if self.stopped.len() < Self::MAX_SHOWN {
            self.stopped.push((why.into(), place));
        }
    }

    /// Where a finding stands in the file, when that was kept.
    pub fn place(&self, finding: usize) -> Option<&Place> {
        self.places.iter().find(|(n, _)| *n as usize == finding).map(|(_, place)| place)
    }
}

/// One run of one tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScanRun {
    /// The tool, as the file names it or as its format says.
    pub tool: Option<Box<str>>,
    /// The known tool to which all rule ids of its results belong.
    pub tool_by_rules: Option<&'static str>,
    /// Whether it has results, passes among them.
    pub has_results: bool,
    /// Whether it looked for secrets, when the file says so either way.
    pub looked_for_secrets: Option<bool>,
    /// Where it stands.
    pub place: Place,
}

impl ScanRun {
    /// The run of a format that one tool writes.
    pub fn of_tool(tool: &str, has_results: bool) -> Self {
        ScanRun { tool: Some(tool.into()), has_results, ..ScanRun::default() }
    }
}

/// What a scan says that it covered.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Covered {
    /// It counts nothing.
    #[default]
    NotSaid,
    /// Nothing: why, as a clause, and where that stands.
    Nothing(Box<str>, Place),
    /// Something, such as `27 checks`.
    Something(Box<str>),
}
