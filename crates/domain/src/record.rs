//! What one record of a report file says, before joining (rules, 3.1 and 3.2).

use super::{
    ArtifactTypeId, Authorship, Family, FindingStatus, Gate, Instant, Mode, Outcome, PatternId, Risk, Role, Severity, Surface,
    Verdict,
};
use std::borrow::Cow;
use std::sync::Arc;

/// The place of a file in [`super::Dataset::receipts`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct FileId(pub u32);

/// Where something was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Origin {
    /// The file.
    pub file: FileId,
    /// Which record of the file, from 0.
    pub record: u32,
}

/// One record of a report file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Record {
    /// A gate report.
    Report(Box<Report>),
    /// A verification.
    Verification(Box<Verification>),
}

impl Record {
    /// The paths of files that it states.
    pub fn stated_paths(&self) -> impl Iterator<Item = &str> {
        let evidence = match self {
            Record::Report(report) => report.evidence.as_slice(),
            Record::Verification(_) => &[],
        };
        evidence.iter().flat_map(Evidence::stated_paths).map(|(_, path)| path)
    }
}

/// One gate of one change, or one part of it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Report {
    /// The gate.
    pub gate: Gate,
    /// The stack, job or environment within the change that it speaks of.
    pub part: Option<Box<str>>,
    /// When the gate was passed or not.
    pub recorded_at: Instant,
    /// What the gate said.
    pub outcome: Outcome,
    /// Whether it could stop the change.
    pub mode: Mode,
    /// What it states of the change.
    pub change: ChangeFields,
    /// Stated confidence.
    pub perceived: Vec<Statement>,
    /// What it offers as proof.
    pub evidence: Vec<Evidence>,
    /// What scanners or reviewers found, shared with the gate report that is joined of it.
    pub findings: Arc<[Finding]>,
    /// A reviewer's conclusion.
    pub review: Option<Review>,
    /// What wrote it.
    pub source: Option<Box<ReportSource>>,
    /// Where it was read.
    pub origin: Origin,
}

/// What wrote a report, as the service states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReportSource {
    /// Such as `github-actions`.
    pub service: Option<Box<str>>,
    /// The repository that the run belongs to.
    pub repository: Option<Box<str>>,
    /// The id of the run.
    pub run_id: Option<Box<str>>,
    /// Which attempt of the run.
    pub attempt: Option<Box<str>>,
    /// The branch, tag or merge that it ran on.
    pub reference: Option<Box<str>>,
    /// What set it off.
    pub event: Option<Box<str>>,
    /// The commit that the evidence was made on: on a pull request often the merge that the service made up.
    pub commit: Option<Box<str>>,
}

/// What a report states of its change. Only the id is required.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ChangeFields {
    /// Such as `contoso/platform#412`.
    pub id: String,
    /// What it does.
    pub title: Option<String>,
    /// Where it can be read; shown as a link only when https.
    pub url: Option<String>,
    /// Whose it is.
    pub team: Option<String>,
    /// What it is part of.
    pub service: Option<String>,
    /// Where it is deployed.
    pub environment: Option<String>,
    /// The release that carries it.
    pub release: Option<String>,
    /// The commit, as hex.
    pub commit: Option<String>,
    /// Who made it, by pseudonym.
    pub author: Option<String>,
    /// Who wrote it: person or model.
    pub authorship: Option<Authorship>,
    /// The families that it touches; absent: every family.
    pub touches: Option<Vec<Family>>,
    /// When it was opened.
    pub opened_at: Option<Instant>,
    /// When it was merged.
    pub merged_at: Option<Instant>,
    /// When it was deployed.
    pub deployed_at: Option<Instant>,
    /// How many resources it moves.
    pub resources: Option<Resources>,
}

impl ChangeFields {
    /// Whether the change touches a family; unknown scope touches all, and every change touches deployment safety (rules, 5.2).
    pub fn touches(&self, family: Family) -> bool {
        family == Family::DeploymentSafety || self.touches.as_ref().is_none_or(|t| t.contains(&family))
    }
}

/// Counts of resources; each absent when not stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Resources {
    /// Created.
    pub created: Option<u64>,
    /// Modified.
    pub modified: Option<u64>,
    /// Deleted.
    pub deleted: Option<u64>,
}

/// A stated confidence.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Statement {
    /// 0 to 1.
    pub confidence: f64,
    /// Of one risk only.
    pub risk: Option<Risk>,
    /// In which role it was stated.
    pub role: Option<Role>,
    /// By whom.
    pub by: Option<String>,
    /// When.
    pub at: Option<Instant>,
}

/// One artifact (or claim) that a gate report offers.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// Unique in its report.
    pub id: String,
    /// What kind of evidence.
    pub artifact_type: ArtifactTypeId,
    /// The families that it names; absent: all that its type serves.
    pub controls: Option<Vec<Family>>,
    /// What it is.
    pub title: Option<String>,
    /// The file that it names.
    pub artifact: Option<EvidenceArtifact>,
    /// The file with the state before.
    pub before: Option<EvidenceArtifact>,
    /// Further files that are read together with it.
    pub with: Vec<EvidenceArtifact>,
    /// From a grant (`principal role scope`) to the sentence that justifies it.
    pub justifications: std::collections::BTreeMap<String, String>,
    /// Prose.
    pub statement: Option<String>,
    /// The command that made it.
    pub command: Option<String>,
    /// The tool that made it.
    pub tool: Option<Tool>,
    /// Its executions.
    pub runs: Vec<Run>,
    /// The path of its attestation.
    pub attestation: Option<String>,
    /// When it stops being valid.
    pub expires_at: Option<Instant>,
}

impl Evidence {
    /// The paths of files that it states, each with the key that states it: `artifact`, `before`, `attestation` or `with[0]`.
    pub fn stated_paths(&self) -> impl Iterator<Item = (Cow<'static, str>, &str)> {
        let [artifact, before] = [&self.artifact, &self.before].map(|file| file.as_ref().and_then(|file| file.path.as_deref()));
        let alone = [("artifact", artifact), ("before", before), ("attestation", self.attestation.as_deref())];
        let alone = alone.into_iter().filter_map(|(key, path)| Some((Cow::Borrowed(key), path?)));
        let with = self.with.iter().enumerate();
        alone.chain(with.filter_map(|(i, file)| Some((Cow::Owned(format!("with[{i}]")), file.path.as_deref()?))))
    }
}

/// The file that an evidence item names.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EvidenceArtifact {
    /// Relative to the report file or to the folder's root.
    pub path: Option<String>,
    /// The recorded digest: 64 lower-case hex digits.
    pub sha256: Option<String>,
    /// The digest of the file that this is the redacted copy of, as the report states it.
    pub raw_sha256: Option<String>,
    /// The recorded size.
    pub bytes: Option<u64>,
    /// The recorded media type.
    pub media_type: Option<String>,
}

/// A tool and its version.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
}

/// One execution of an evidence item's command, by one actor, on one input state.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Run {
    /// Who ran it.
    pub by: Option<String>,
    /// When; undated runs count.
    pub at: Option<Instant>,
    /// Digest of the inputs.
    pub inputs: Option<String>,
    /// Digest of the output.
    pub output: Option<String>,
    /// Whether it came in a verification record.
    pub from_verification: bool,
    /// Whether the verifier did not see the author's result.
    pub blind: bool,
    /// Whether it was recorded, not run: the verifier handed in an output and nothing was executed. Such a run proves no
    /// repetition, and it is never blind.
    pub recorded: bool,
}

/// One result of a scanner or reviewer.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// Unique in its report, when stated.
    pub id: Option<String>,
    /// The rule that found it.
    pub rule_id: Option<String>,
    /// The tool that ran the rule.
    pub tool: Option<String>,
    /// How bad; medium when not stated.
    pub severity: Severity,
    /// What became of it. A native `suppressed` without justification was read as open.
    pub status: FindingStatus,
    /// What the tool said. Secrets are masked.
    pub message: Option<String>,
    /// The resource.
    pub resource: Option<String>,
    /// The place in the source.
    pub location: Location,
    /// The family.
    pub control: Option<Family>,
    /// The failure pattern that it states.
    pub pattern: Option<PatternId>,
    /// The surface.
    pub surface: Option<Surface>,
    /// Its stated identity.
    pub fingerprint: Option<String>,
    /// Why it was suppressed.
    pub justification: Option<String>,
}

/// A place in a source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Location {
    /// The file.
    pub path: Option<String>,
    /// The line, from 1.
    pub line: Option<u64>,
}

/// A reviewer's conclusion.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Review {
    /// Who reviewed.
    pub by: Option<String>,
    /// When; undated reviews count.
    pub at: Option<Instant>,
    /// Whether the reviewer did not see the author's result.
    pub blind: bool,
    /// Of the intent gate.
    pub intent: Option<Verdict>,
    /// Of the validation gate.
    pub controls: Option<Verdict>,
    /// Of execution and observation.
    pub outcome: Option<Verdict>,
}

/// What somebody else found when they repeated an evidence item.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Verification {
    /// The change's id.
    pub change: String,
    /// The gate.
    pub gate: Gate,
    /// The part whose evidence was repeated; without one it is that of every part.
    pub part: Option<Box<str>>,
    /// The evidence's id in the counting report.
    pub evidence: String,
    /// The command that was run.
    pub command: Option<String>,
    /// The run.
    pub run: Run,
    /// Where it was read.
    pub origin: Origin,
}
