//! A gate report to fill in, begun from a tool's file that no report names.

use super::report::{ArtifactRecord, ChangeRecord, EvidenceRecord, ReportRecord, ToolRecord, id_from_path};
use crate::domain::{Content, Policy};

/// What a gate report can say of a tool's file, and nothing else: which evidence it is at which gate, its path from the root of the
/// data, digest, size and tool. Its findings stay in the file. Everything that only a person knows is an empty text, and among it
/// all that a report must have: until they are filled in the reader refuses it, and names what is empty.
///
/// None when no artifact type of the policy takes the file's format.
pub fn report_to_fill_in(content: &Content, path: &str, policy: &Policy) -> Option<ReportRecord> {
    let kind = policy.kind_of(content.format, content.tool.as_deref())?;
    let blank = || Some(String::new());
    Some(ReportRecord {
        format: ReportRecord::FORMAT,
        gate: kind.gate.id(),
        recorded_at: String::new(),
        outcome: "",
        mode: None,
        change: ChangeRecord {
            title: blank(),
            url: blank(),
            team: blank(),
            service: blank(),
            environment: blank(),
            commit: blank(),
            author: blank(),
            merged_at: blank(),
            ..ChangeRecord::default()
        },
        perceived: Vec::new(),
        evidence: vec![EvidenceRecord {
            id: id_from_path(path),
            artifact_type: kind.id.clone(),
            artifact: Some(ArtifactRecord {
                path: path.to_owned(),
                sha256: content.sha256.clone(),
                bytes: content.bytes,
                media_type: None,
            }),
            command: blank(),
            tool: content.tool.as_deref().and_then(ToolRecord::from_words),
            ..EvidenceRecord::default()
        }],
        findings: Vec::new(),
    })
}
