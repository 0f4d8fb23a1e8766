//! One gate report from the artifacts at hand.

mod item;
mod offered;
mod read_back;
#[cfg(test)]
mod tests;

pub use item::refuse_own_format;
pub use offered::{Companion, Offered};

use item::{distinct, item, type_at};
use plumbline_domain::{Gate, Instant, Mode, Outcome, Policy};
use plumbline_report::export::report::{ChangeRecord, EvidenceRecord, ReportRecord, SourceRecord, StatementRecord};
use read_back::fill_in;
use std::collections::BTreeSet;

/// Everything that a report is made from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The gate.
    pub gate: Gate,
    /// The stack, job or environment within the change.
    pub part: Option<String>,
    /// When it is recorded.
    pub now: Instant,
    /// What the gate said; else `failed` when a scan at hand holds an open critical or high finding, and `passed` otherwise.
    pub outcome: Option<Outcome>,
    /// Whether it could stop the change.
    pub mode: Option<Mode>,
    /// The change; touches and resources are filled in from previews where they are absent.
    pub change: ChangeRecord,
    /// Whether the change's families are the word of its author, to which a preview may add; else they are final.
    pub touches_by_author: bool,
    /// Stated confidence.
    pub perceived: Vec<StatementRecord>,
    /// Who ran the commands.
    pub by: String,
    /// The digest of what they were run on.
    pub inputs: Option<String>,
    /// The files.
    pub offered: Vec<Offered>,
    /// The reports of the change's other gates, and their files: an output is held against the plan, a rollback against the log.
    pub other_gates: Vec<Companion>,
    /// Sentences, each with the artifact type that it claims.
    pub claims: Vec<(String, String)>,
    /// The run that makes the report, as the service states it.
    pub source: Option<SourceRecord>,
}

/// A report, and what is to be known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Collected {
    /// The report.
    pub report: ReportRecord,
    /// A sentence for each thing that a person should know.
    pub notes: Vec<String>,
}

/// Makes the report. `report_path` is its path from the root of the data.
///
/// # Errors
/// One sentence for each file that cannot be evidence.
pub fn collect(draft: &Draft, policy: &Policy, policy_sha256: &str, report_path: &str) -> Result<Collected, Vec<String>> {
    let (mut errors, mut notes) = (Vec::new(), Vec::new());
    let mut evidence = Vec::new();
    let mut ids = BTreeSet::new();
    for offered in &draft.offered {
        match item(draft, offered, policy, &mut notes) {
            Ok(mut record) => {
                record.id = distinct(&mut ids, &record.id);
                evidence.push(record);
            }
            Err(error) => errors.push(format!("{}: {error}", offered.name())),
        }
    }
    for (artifact_type, statement) in &draft.claims {
        match type_at(policy, artifact_type, draft.gate) {
            Ok(_) => {
                let id = distinct(&mut ids, artifact_type);
                let statement = Some(statement.clone());
                evidence.push(EvidenceRecord {
                    id,
                    artifact_type: artifact_type.clone(),
                    statement,
                    ..EvidenceRecord::default()
                });
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut report = ReportRecord {
        format: ReportRecord::FORMAT,
        gate: draft.gate.id(),
        part: draft.part.clone(),
        recorded_at: draft.now.to_rfc3339(),
        outcome: draft.outcome.unwrap_or(Outcome::Passed).id(),
        mode: draft.mode.map(Mode::id),
        change: draft.change.clone(),
        perceived: draft.perceived.clone(),
        evidence,
        findings: Vec::new(),
        source: draft.source.clone(),
    };
    fill_in(&mut report, draft, policy, policy_sha256, report_path, &mut notes)?;
    Ok(Collected { report, notes })
}
