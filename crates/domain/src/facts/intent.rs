//! What a change is for, what it takes for granted, and which threats it names.

use super::Place;

/// A section or field of an intent.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Passage {
    /// The heading or field, as the file names it: `Deployment objective`, `project.description`.
    pub source: Box<str>,
    /// Whether it holds at least one sentence; a hint, a comment, code or a placeholder is none.
    pub is_stated: bool,
    /// Where it stands.
    pub place: Place,
}

/// A threat category that is cited.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ThreatCategory {
    /// Its name or id: `Tampering`, `T1078.004`, `CWE-79`. What a tool's own word stands for is spelled out.
    pub name: Box<str>,
    /// Where it is cited.
    pub place: Place,
}

/// The intent of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Intent {
    /// What it is for.
    pub objective: Option<Passage>,
    /// What it takes for granted, or leaves out of scope with a reason.
    pub assumptions: Option<Passage>,
    /// The categories of threats that it cites, each once, in the order of the file.
    pub categories: Vec<ThreatCategory>,
    /// How many threats it lists, where the format lists them one by one.
    pub threats: Option<u32>,
}
