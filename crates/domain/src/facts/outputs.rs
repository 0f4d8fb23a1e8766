//! Values that a deployment gives or would give.

use super::Place;

/// One output.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Output {
    /// Its name.
    pub name: Box<str>,
    /// Its value as compact JSON with sorted keys; none when it is sensitive or not known yet.
    pub value: Option<Box<str>>,
    /// Where it stands.
    pub place: Place,
}

/// Outputs of one moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Outputs {
    /// By name, each once, sorted.
    pub values: Vec<Output>,
    /// Whether they are only planned.
    pub are_planned: bool,
    /// Those that the same file knows from before; empty for a first deployment, none when it does not say.
    pub before: Option<Vec<Output>>,
    /// Whether more may stand elsewhere.
    pub goes_on: bool,
}
