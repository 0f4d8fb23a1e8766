//! What the made-up organisation writes down: `plumbline.gate-report/1` and `plumbline.verification/1`, as JSON.

use plumbline_domain::Instant;
use serde::{Serialize, Serializer};

/// Minutes since 1970-01-01T00:00:00Z: the organisation's clock does not know seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minute(pub i64);

impl Minute {
    /// So many minutes later.
    pub const fn plus(self, minutes: i64) -> Self {
        Minute(self.0 + minutes)
    }

    /// So many days later.
    pub const fn plus_days(self, days: i64) -> Self {
        Minute(self.0 + days * 24 * 60)
    }

    /// The same as an instant.
    pub const fn instant(self) -> Instant {
        Instant::from_micros(self.0 * 60_000_000)
    }

    /// The minute that an instant lies in.
    pub const fn of(instant: Instant) -> Self {
        Minute(instant.micros().div_euclid(60_000_000))
    }
}

impl Serialize for Minute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.instant().to_rfc3339())
    }
}

/// One gate of one change.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Report {
    pub format: &'static str,
    pub gate: &'static str,
    pub recorded_at: Minute,
    pub outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mode: Option<&'static str>,
    pub change: ChangeFields,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub perceived: Vec<Statement>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

/// What a report says of its change.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct ChangeFields {
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
    pub environment: Option<&'static str>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<Minute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged_at: Option<Minute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployed_at: Option<Minute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resources: Option<Resources>,
}

/// How many resources a change touches.
#[derive(Clone, Copy, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Resources {
    pub created: u64,
    pub modified: u64,
    pub deleted: u64,
}

/// How sure somebody is.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Statement {
    pub confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<&'static str>,
    pub role: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// One artifact or claim.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Evidence {
    pub id: &'static str,
    #[serde(rename = "type")]
    pub artifact_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub artifact: Option<Artifact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Artifact>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Artifact>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tool: Option<Tool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Run>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Minute>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<&'static str>,
}

/// A file that a report names.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Artifact {
    pub path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// A program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

/// One execution of an item's command.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Run {
    pub by: String,
    pub at: Minute,
    pub inputs: String,
    pub output: String,
}

/// One result of a scanner.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Finding {
    pub id: String,
    pub rule_id: &'static str,
    pub tool: &'static str,
    pub severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    pub message: &'static str,
    pub resource: &'static str,
    pub location: Location,
    pub control: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
    pub surface: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<&'static str>,
}

/// Where in the source.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Location {
    pub path: String,
    pub line: u64,
}

/// What a reviewer concluded.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Review {
    pub by: String,
    pub at: Minute,
    pub blind: bool,
    pub intent: &'static str,
    pub controls: &'static str,
    pub outcome: &'static str,
}

/// What somebody else found on repeating it.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs, reason = "the keys of the published format")]
pub struct Verification {
    pub format: &'static str,
    pub change: String,
    pub gate: &'static str,
    pub evidence: &'static str,
    pub by: String,
    pub at: Minute,
    pub inputs: String,
    pub output: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub blind: bool,
}
