//! Whether changes are proved: required evidence that is missing, contradicted or stale, and blocking findings that are open
//! (scoring rules, section 10).

mod change;
mod owed;
mod problem;

pub use change::ChangeCheck;
pub use problem::{Decision, Problem};

use crate::ignored::Ignored;
use crate::loss::{Unreadable, unreadable};
use crate::policy_origin::PolicyOrigin;
use change::{check_change, check_id};
use plumbline_assess::Assessment;
use plumbline_domain::{Apart, Cloud};

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Something was checked, and all of it stands.
    Passed,
    /// Something does not stand, or could not be read.
    Failed,
    /// No gate report was read: nothing is proved.
    NothingToCheck,
    /// All gate reports that were read are dated after the assessment time: nothing is proved.
    AllLater,
    /// All records that were read are ignored: nothing is proved.
    AllIgnored,
}

impl Verdict {
    /// Whether the check passes.
    pub const fn passed(self) -> bool {
        matches!(self, Verdict::Passed)
    }
}

/// A whole check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check<'a> {
    /// The assessment time.
    pub(crate) now: String,
    /// The SHA-256 of the policy's bytes.
    pub(crate) policy: &'a str,
    /// Whether everything that is not verified fails.
    pub(crate) strict: bool,
    /// The changes that were checked.
    pub(crate) changes: Vec<ChangeCheck>,
    /// What could not be read: nobody knows which change it speaks of.
    pub(crate) unreadable: Vec<Unreadable>,
    /// Where the policy came from.
    pub(crate) policy_origin: PolicyOrigin,
    /// The records that do not count.
    pub(crate) ignored: Vec<Ignored>,
    /// Records of another origin than their change: they count as absent.
    pub(crate) apart: &'a [Apart],
    /// Whether gate reports were read, whatever their dates.
    has_reports: bool,
}

impl<'a> Check<'a> {
    /// Checks the changes with these ids; all when none is given.
    pub fn of(assessment: &'a Assessment, ids: &[String], strict: bool) -> Self {
        Self::on(assessment, ids, strict, None)
    }

    /// The same, with the commands of a platform; none: of the one that the evidence of each change speaks of.
    pub fn on(assessment: &'a Assessment, ids: &[String], strict: bool, cloud: Option<Cloud>) -> Self {
        let dataset = assessment.dataset();
        let changes = match ids {
            [] => assessment.every().into_iter().filter_map(|place| check_change(assessment, place, cloud)).collect(),
            ids => ids.iter().map(|id| check_id(assessment, id, cloud)).collect(),
        };
        Check {
            now: dataset.now.to_rfc3339(),
            policy: &dataset.policy_sha256,
            strict,
            changes,
            unreadable: unreadable(&dataset.receipts),
            policy_origin: PolicyOrigin::default(),
            ignored: Vec::new(),
            apart: &dataset.apart,
            has_reports: dataset.n_reports > 0,
        }
    }

    /// Says where the policy came from.
    #[must_use]
    pub fn under(self, policy_origin: PolicyOrigin) -> Self {
        Check { policy_origin, ..self }
    }

    /// Says which records were left aside before the data was judged.
    #[must_use]
    pub fn without(self, ignored: Vec<Ignored>) -> Self {
        Check { ignored, ..self }
    }

    /// How many problems fail the check.
    pub(crate) fn n_failures(&self) -> usize {
        self.changes.iter().map(|c| c.failures(self.strict).count()).sum::<usize>() + self.unreadable.len()
    }

    /// What it comes to.
    pub fn verdict(&self) -> Verdict {
        match (self.n_failures(), self.changes.is_empty()) {
            (0, true) if self.has_reports => Verdict::AllLater,
            (0, true) if !self.ignored.is_empty() => Verdict::AllIgnored,
            (0, true) => Verdict::NothingToCheck,
            (0, false) => Verdict::Passed,
            _ => Verdict::Failed,
        }
    }

    /// The ids of changes that no gate report names.
    pub fn unknown_changes(&self) -> impl Iterator<Item = &str> {
        self.changes.iter().filter(|c| !c.is_known).map(|c| c.change.as_str())
    }
}
