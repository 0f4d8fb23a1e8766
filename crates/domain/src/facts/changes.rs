//! What a preview says would change, and what a deployment did.

use super::Place;

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It is created.
    Create,
    /// It is changed in place.
    Update,
    /// It is deleted.
    Delete,
    /// It is deleted and created anew.
    Replace,
    /// It stays as it is.
    NoOp,
    /// It is read.
    Read,
    /// It is created or changed: the tool does not say which.
    Upsert,
    /// The tool does not say, or says what is not known.
    Unknown,
}

/// What a preview says of one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceChange {
    /// Its address or id, as the file writes it.
    pub id: Box<str>,
    /// What would happen to it.
    pub action: Action,
    /// Where that stands.
    pub place: Place,
}

/// A preview.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResourceChanges {
    /// Its resources, in the order of the file.
    pub changes: Vec<ResourceChange>,
    /// Why it does not show everything, as a phrase, and where that stands; empty when it is complete.
    pub incomplete: Vec<(Box<str>, Place)>,
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OperationResult {
    /// It succeeded.
    Succeeded,
    /// It failed.
    Failed,
    /// It was canceled.
    Canceled,
    /// The file does not reach its end.
    Unfinished,
}

/// What a deployment did to one resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its address or id, as the file writes it.
    pub id: Box<str>,
    /// What was done to it.
    pub action: Action,
    /// How that ended.
    pub result: OperationResult,
    /// Where that stands.
    pub place: Place,
}

/// What a deployment did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operations {
    /// Its operations, in the order of the file.
    pub operations: Vec<Operation>,
    /// How the deployment as a whole ended, by the tool's word.
    pub overall: OperationResult,
    /// Where that word stands.
    pub overall_place: Place,
}
