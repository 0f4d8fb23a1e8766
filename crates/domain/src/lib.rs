//! The vocabulary: what a change, a gate, an evidence item and a policy are. Imports nothing of ours.

mod alphabetical;
mod artifact_kind;
mod change;
mod content;
mod dataset;
mod diagnostic;
mod instant;
mod policy;
mod receipt;
mod record;
mod vocabulary;

pub use alphabetical::sort_alphabetically;
pub use artifact_kind::artifact_kind;
pub use change::{Change, GateReport, Item, ReviewRecord};
pub use content::{Artifact, Content, ContentId, Drift, Facts, Format, Linkage, Preview, Roles, Scan};
pub use dataset::{Dataset, LooseArtifact, Orphan};
pub use diagnostic::{Diagnostic, DiagnosticKind, DiagnosticSeverity};
pub use instant::{Instant, InstantError, IsoWeek, Month};
pub use policy::{
    ArtifactType, ArtifactTypeId, Criterion, LadderRung, Metric, PatternId, PatternPolicy, Policy, Reproduction, RequiredType,
    RuleMapping, TeamClaim, Trust,
};
pub use receipt::{Fate, Receipt};
pub use record::{
    ChangeFields, Evidence, EvidenceArtifact, FileId, Finding, Location, Origin, Record, Report, Resources, Review, Run,
    Statement, Tool, Verification,
};
pub use vocabulary::{
    Authorship, Condition, Family, FindingStatus, Gate, Grade, Mode, Outcome, Risk, Role, Severity, Strength, Surface, Verdict,
};
