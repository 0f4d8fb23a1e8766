//! The vocabulary: what a change, a gate, an evidence item and a policy are. Imports nothing of ours.
//!
//! ```
//! use plumbline_domain::{Diagnostic, DiagnosticKind, DiagnosticSeverity, Gate, Instant, Receipt};
//!
//! assert_eq!(Gate::from_id("validation"), Some(Gate::Validation));
//! let at = Instant::from_rfc3339("2026-11-20T10:15:00+02:00")?;
//! assert_eq!(at.to_rfc3339(), "2026-11-20T08:15:00Z");
//!
//! // a diagnostic has the severity of its kind, and its words decide nothing
//! let why = Diagnostic::new(DiagnosticKind::LostFinding, "findings[0]", "must be an object").at(3, 7);
//! assert_eq!((why.severity, why.place()), (DiagnosticSeverity::Error, ":3:7 findings[0]".to_owned()));
//! assert!(Receipt::refused("r.json", "", 0, why).is_refused());
//! # Ok::<(), plumbline_domain::InstantError>(())
//! ```

mod actor;
mod alphabetical;
mod artifact_kind;
mod change;
mod content;
mod dataset;
mod diagnostic;
mod facts;
mod instant;
mod origin;
mod policy;
mod probe;
mod receipt;
mod record;
mod vocabulary;

pub use actor::{is_name, name_key, same_name};
pub use alphabetical::sort_alphabetically;
pub use artifact_kind::artifact_kind;
pub use change::{Change, GateReport, Item, ReviewRecord};
pub use content::{Ambiguity, Artifact, Content, ContentId, Facts, Format};
pub use dataset::{Apart, Dataset, LooseArtifact, Orphan, WhyApart};
pub use diagnostic::{Diagnostic, DiagnosticKind, DiagnosticSeverity};
pub use facts::*;
pub use instant::{Instant, InstantError, IsoWeek, Month};
pub use origin::{is_of, repository_of};
pub use policy::{
    ArtifactType, ArtifactTypeId, Contradicts, Criterion, LadderRung, Metric, PatternId, PatternPolicy, Policy, Proof,
    Reproduction, RequiredType, RuleMapping, TeamClaim, ToolClass, Trust,
};
pub use probe::{Probe, ProbeOutcome};
pub use receipt::{Fate, Receipt};
pub use record::{
    ChangeFields, Evidence, EvidenceArtifact, FileId, Finding, Location, Origin, Record, Report, ReportSource, Resources, Review,
    Run, Statement, Tool, Verification,
};
pub use vocabulary::{
    Authorship, Condition, Family, FindingStatus, Gate, Grade, Mode, Outcome, Risk, Role, Severity, Strength, Surface, Verdict,
};
