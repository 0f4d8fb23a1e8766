//! A gate report as it is written (rules, 3.1). Keys stand in the order of the rules.

use serde::Serialize;
use std::collections::BTreeMap;

/// A `plumbline.gate-report/1`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportRecord {
    /// [`Self::FORMAT`].
    pub format: &'static str,
    /// The gate's id.
    pub gate: &'static str,
    /// The stack, job or environment within the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// When it was recorded.
    pub recorded_at: String,
    /// What the gate said.
    pub outcome: &'static str,
    /// Whether it could stop the change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    /// The change.
    pub change: ChangeRecord,
    /// Stated confidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perceived: Vec<StatementRecord>,
    /// Evidence.
    pub evidence: Vec<EvidenceRecord>,
    /// Findings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingRecord>,
    /// What wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceRecord>,
}

/// What wrote a report, as the service states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields are those of `domain::ReportSource`
pub struct SourceRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<String>,
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
}

impl ReportRecord {
    /// The format that it is written in.
    pub const FORMAT: &str = "plumbline.gate-report/1";

    /// The record as JSON with a line break at its end.
    ///
    /// # Errors
    /// Never for plain text and finite numbers.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(plumbline_text::json(&text).into_owned())
    }
}

/// What a report states of its change.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields are those of `domain::ChangeFields`
pub struct ChangeRecord {
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorship: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub touches: Option<Vec<&'static str>>,
    /// In the place of `touches`: writes `null`, to be filled in. An empty list would say that the change touches nothing.
    #[serde(rename = "touches", skip_serializing_if = "Option::is_none")]
    pub touches_to_fill_in: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<ResourcesRecord>,
}

/// The blast radius.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ResourcesRecord {
    /// Resources created.
    pub created: u64,
    /// Modified.
    pub modified: u64,
    /// Deleted.
    pub deleted: u64,
}

/// A stated confidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatementRecord {
    /// 0 to 1; none is `null`, to be filled in: a reader takes that for no statement, and says so.
    pub confidence: Option<f64>,
    /// Of one risk only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<&'static str>,
    /// In which role.
    pub role: &'static str,
    /// By whom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    pub at: String,
}

/// An evidence item.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EvidenceRecord {
    /// Unique in its report.
    pub id: String,
    /// The artifact type's id.
    #[serde(rename = "type")]
    pub artifact_type: String,
    /// The families that it speaks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controls: Option<Vec<&'static str>>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact: Option<ArtifactRecord>,
    /// The file with the state before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<ArtifactRecord>,
    /// Further files that are read together with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<ArtifactRecord>,
    /// From a grant to the sentence that justifies it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub justifications: BTreeMap<String, String>,
    /// Prose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
    /// The command that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The tool that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<ToolRecord>,
    /// Its runs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<RunRecord>,
    /// Its attestation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attestation: Option<AttestationRecord>,
    /// When it stops being valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
}

/// The id of an evidence item that nobody named: its file's name up to the first point.
pub fn id_from_path(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(stem, _)| stem).to_owned()
}

/// A file by its path from the root of the data, and its digest.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactRecord {
    /// From the root of the data.
    pub path: String,
    /// Of its bytes.
    pub sha256: String,
    /// Of the bytes before secrets were redacted; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_sha256: Option<String>,
    /// Their number.
    pub bytes: u64,
    /// What they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<&'static str>,
}

/// A tool.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToolRecord {
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl ToolRecord {
    /// From "checkov 3.3.30": the last word is a version when it holds a digit.
    pub fn from_words(words: &str) -> Option<Self> {
        let words = words.trim();
        let (name, version) = match words.rsplit_once(' ') {
            Some((name, version)) if version.bytes().any(|b| b.is_ascii_digit()) => (name.trim(), Some(version.to_owned())),
            _ => (words, None),
        };
        (!name.is_empty()).then(|| ToolRecord { name: name.to_owned(), version })
    }
}

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunRecord {
    /// Who ran it.
    pub by: String,
    /// When.
    pub at: String,
    /// Digest of the inputs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inputs: Option<String>,
    /// Digest of the output.
    pub output: String,
}

/// An attestation by its path.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttestationRecord {
    /// From the root of the data.
    pub path: String,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs)] // the fields are those of `domain::Finding`
pub struct FindingRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<String>,
    pub severity: &'static str,
    pub status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// A place in a source file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LocationRecord {
    /// The file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_is_told_from_its_version() {
        let of = |words| ToolRecord::from_words(words).map(|t| (t.name, t.version));
        assert_eq!(of("checkov 3.3.30"), Some(("checkov".into(), Some("3.3.30".into()))));
        assert_eq!(of("azure what-if"), Some(("azure what-if".into(), None)));
        assert_eq!(of("tool"), Some(("tool".into(), None)));
        assert_eq!(of(" "), None);
    }
}
