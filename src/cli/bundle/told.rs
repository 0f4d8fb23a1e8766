//! What there is to tell of a data set that was written.

use super::super::input::not_at_hand;
use super::super::terminal::tell;
use super::policy;
use plumbline_gate::{Bundle, FoundPolicy, Weight};
use plumbline_layers::Counts;
use plumbline_report::text::number::counted;
use std::path::PathBuf;
use std::process::ExitCode;

/// What a record of the future does.
const LATER: &str = "without --generated-at the newest record dates the data set: correct the record, or pass --generated-at now";

/// How many lines of one weight are told; all of them stand in checks.json.
const MAX_TOLD: usize = 50;

/// A data set that was written, and what there is to tell of it.
pub struct Made {
    pub(super) plan: Bundle,
    pub(super) policy: policy::Chosen,
    pub(super) policies: Vec<FoundPolicy>,
    pub(super) links: Vec<PathBuf>,
    /// A sentence for each file of the data set that was there before which could not be removed.
    pub(super) not_removed: Vec<String>,
    pub(super) dates_itself: bool,
    pub(super) is_raw: bool,
    /// How much there is of what.
    pub counts: Counts,
}

impl Made {
    /// Says what was left out, masked and not found, and which policy judged.
    pub fn tell(&self) {
        for link in &self.links {
            tell(&format!("note: {}: a link is not followed", link.display()));
        }
        if self.dates_itself {
            for (at, path) in &self.plan.of_the_future {
                tell(&format!("warning: {path}: a record is dated {}, which is in the future: {LATER}", at.to_rfc3339()));
            }
        }
        tell_result(&self.plan, self.is_raw);
        self.not_removed.iter().for_each(|why| tell(&format!("error: {why}")));
        self.policy.tell(&self.policies);
    }

    /// 2 when something that should be gone is not, 1 when something could not be used, 0 otherwise.
    pub fn exit_code(&self) -> ExitCode {
        match self.faults().next() {
            _ if !self.not_removed.is_empty() => ExitCode::from(2),
            Some(_) => ExitCode::from(1),
            None => ExitCode::SUCCESS,
        }
    }

    /// What could not be used, although it should have been: each in a sentence.
    pub fn faults(&self) -> impl Iterator<Item = String> {
        faults_of(&self.plan)
    }

    /// "3 gate reports, 1 verification, 2 artifacts"
    pub fn in_words(&self) -> String {
        let (reports, verifications) = self.plan.records;
        let artifacts = counted(self.plan.copies.len() as u64, "artifact", "artifacts");
        let verifications = counted(verifications, "verification", "verifications");
        format!("{}, {verifications}, {artifacts}", counted(reports, "gate report", "gate reports"))
    }
}

/// What could not be used, although it should have been.
pub(super) fn faults_of(plan: &Bundle) -> impl Iterator<Item = String> {
    let faults = plan.left_out.iter().filter(|left| left.weight == Weight::Fault);
    faults.map(|left| format!("{}: {}", left.path, left.why))
}

/// Says what was left out, masked and not found.
fn tell_result(plan: &Bundle, is_raw: bool) {
    if is_raw {
        tell("warning: --raw: the artifacts are published as they are, with every secret in them");
    }
    tell_left_out(plan);
    for (path, field) in plan.masked.iter().take(MAX_TOLD) {
        tell(&format!("note: {path}: {field} held a secret, which is masked"));
    }
    tell_more(plan.masked.len());
    for (n, what) in [(plan.n_of_another_origin, "of another origin"), (plan.n_later, "dated after the data set")] {
        if n > 0 {
            let (records, are) = if n == 1 { ("record", "is") } else { ("records", "are") };
            tell(&format!("warning: {n} {records} {what} {are} kept apart"));
        }
    }
    if let Some((path, stated)) = &plan.not_at_hand {
        tell(&not_at_hand(plan.n_not_at_hand, path, stated));
    }
}

/// Says what was left out.
pub(super) fn tell_left_out(plan: &Bundle) {
    for (weight, word) in [(Weight::Fault, "error"), (Weight::Warning, "warning"), (Weight::Note, "note")] {
        let left_out: Vec<_> = plan.left_out.iter().filter(|left| left.weight == weight).collect();
        for left in left_out.iter().take(MAX_TOLD) {
            tell(&format!("{word}: {}: {}", left.path, left.why));
        }
        tell_more(left_out.len());
    }
}

fn tell_more(n: usize) {
    if n > MAX_TOLD {
        tell(&format!("… and {} more: see checks.json", n - MAX_TOLD));
    }
}
