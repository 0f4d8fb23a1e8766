//! A gate report to fill in, begun from a tool's file that no report names.

use super::report::{ArtifactRecord, ChangeRecord, EvidenceRecord, ReportRecord, StatementRecord, ToolRecord, id_from_path};
use plumbline_domain::{Content, Policy};

/// What a gate report can say of a tool's file, and nothing else: which evidence it is at which gate, its path from the root of the
/// data, digest, size and tool. Its findings stay in the file. Everything that only a person knows is an empty text or `null`, and
/// among it all that a report must have: until they are filled in the reader refuses it, and names what is empty. A statement is laid
/// out too; without its confidence it is none, and the reader names that as well.
///
/// None when no artifact type of the policy takes the file's format.
pub fn report_to_fill_in(content: &Content, path: &str, policy: &Policy) -> Option<ReportRecord> {
    let kind = policy.kind_of(content.format, content.tool.as_deref())?;
    let blank = || Some(String::new());
    Some(ReportRecord {
        format: ReportRecord::FORMAT,
        gate: kind.gate.id(),
        part: None,
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
            release: blank(),
            author: blank(),
            authorship: Some(""),
            touches_to_fill_in: Some(()),
            opened_at: blank(),
            merged_at: blank(),
            deployed_at: blank(),
            ..ChangeRecord::default()
        },
        perceived: vec![StatementRecord { confidence: None, risk: None, role: "author", by: blank(), at: String::new() }],
        evidence: vec![EvidenceRecord {
            id: id_from_path(path),
            artifact_type: kind.id.clone(),
            artifact: Some(ArtifactRecord {
                path: path.to_owned(),
                sha256: content.sha256.clone(),
                raw_sha256: None,
                bytes: content.bytes,
                media_type: None,
            }),
            command: blank(),
            tool: content.tool.as_deref().and_then(ToolRecord::from_words),
            ..EvidenceRecord::default()
        }],
        findings: Vec::new(),
        source: None,
    })
}

/// The name under which a begun report is saved: that of the tool's file by its path from the root of the data, with nothing in it
/// that a file system minds. "scans/a b.sarif.json" makes "scans-a-b.gate-report.json".
pub fn name_of_begun_report(path: &str) -> String {
    const LONGEST: usize = 80;
    let (folders, _) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    let mut name = String::new();
    for part in folders.split('/').chain([id_from_path(path).as_str()]) {
        for c in part.chars() {
            name.push(if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' });
        }
        name.push('-');
    }
    let name: String =
        name.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").chars().take(LONGEST).collect();
    if name.is_empty() { "gate-report.json".to_owned() } else { name + ".gate-report.json" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_begun_report_is_named_after_its_file() {
        assert_eq!(name_of_begun_report("terraform.json"), "terraform.gate-report.json");
        assert_eq!(name_of_begun_report("scans/a b.sarif.json"), "scans-a-b.gate-report.json");
        assert_eq!(name_of_begun_report("../..\\x/\u{202e}évil?.json"), "x-vil.gate-report.json");
        assert_eq!(name_of_begun_report("日本.json"), "gate-report.json");
        assert_eq!(name_of_begun_report(&"x".repeat(400)).len(), 80 + ".gate-report.json".len());
    }
}
