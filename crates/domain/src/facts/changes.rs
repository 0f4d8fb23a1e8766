//! What a preview says would change, and what a deployment did.

use std::borrow::Cow;

use super::Place;

/// What happens to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Action {
    /// It is created.
    Create,
    /// It is changed in place.
    Update,
    /// It is deleted.
    Delete,
    /// It is deleted and created anew.
    Replace,
    /// It is changed in place or replaced: the tool does not know yet.
    MayReplace,
    /// It is no longer managed, and stays.
    Forget,
    /// It stays as it is.
    NoOp,
    /// It is no part of the source, and stays as it is.
    Ignore,
    /// It is read.
    Read,
    /// It is created or changed: the tool does not say which.
    Upsert,
    /// The tool does not say, or says what is not known.
    Unknown,
}

impl Action {
    /// The word for it: `create`, `may replace`.
    pub const fn word(self) -> &'static str {
        match self {
            Action::Create => "create",
            Action::Update => "update",
            Action::Delete => "delete",
            Action::Replace => "replace",
            Action::MayReplace => "may replace",
            Action::Forget => "forget",
            Action::NoOp => "no change",
            Action::Ignore => "ignore",
            Action::Read => "read",
            Action::Upsert => "create or update",
            Action::Unknown => "unknown",
        }
    }

    /// Whether the deployed resource, or whether it is managed, would be another one afterwards.
    pub const fn is_change(self) -> bool {
        matches!(self, Action::Create | Action::Update | Action::Delete | Action::Replace | Action::MayReplace | Action::Forget)
    }

    /// Whether it is certain that everything stays as it is.
    pub const fn leaves_alone(self) -> bool {
        matches!(self, Action::NoOp | Action::Ignore | Action::Read)
    }
}

/// What the ids of resources in a file are. Those of different kinds cannot be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Naming {
    /// Addresses of Terraform and OpenTofu.
    TerraformAddress,
    /// Ids of Azure Resource Manager, which compare without case.
    ArmId,
    /// Logical ids of a CloudFormation stack.
    LogicalId,
    /// URNs of Pulumi.
    Urn,
    /// Names of the tool's own, such as a release or a host.
    #[default]
    Other,
}

/// What a preview says of one resource.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ResourceChange {
    /// Its address or id, as the file writes it.
    pub id: Box<str>,
    /// What would happen to it.
    pub action: Action,
    /// Where that stands.
    pub place: Place,
}

/// A preview.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ResourceChanges {
    /// Its resources, in the order of the file.
    pub changes: Vec<ResourceChange>,
    /// Why it does not show everything, as a phrase, and where that stands; empty when it is complete.
    pub incomplete: Vec<(Box<str>, Place)>,
    /// What the ids are.
    pub naming: Naming,
    /// Whether resources may be missing from the list: it goes on elsewhere, or a part was not expanded.
    pub has_unseen: bool,
    /// A snapshot of one moment: a fingerprint of each resource, in the order of `changes`, whose actions are not known.
    pub fingerprints: Option<Box<[u64]>>,
    /// Whether the file also tells how these changes were applied, so that none of them is left to do.
    pub is_applied: bool,
}

/// How many resources a preview creates, modifies and deletes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ChangeCounts {
    /// Created.
    pub created: u64,
    /// Modified, replaced or no longer managed.
    pub modified: u64,
    /// Deleted.
    pub deleted: u64,
}

impl ResourceChanges {
    /// How many resources it creates, modifies and deletes.
    pub fn counts(&self) -> ChangeCounts {
        let mut counts = ChangeCounts::default();
        for change in &self.changes {
            match change.action {
                Action::Create => counts.created += 1,
                Action::Update | Action::Replace | Action::MayReplace | Action::Forget => counts.modified += 1,
                Action::Delete => counts.deleted += 1,
                Action::NoOp | Action::Ignore | Action::Read | Action::Upsert | Action::Unknown => {}
            }
        }
        counts
    }

    /// Whether it runs to its end and creates all that it names, which is how a first deployment looks.
    pub fn creates_everything(&self) -> bool {
        let mut parts = self.changes.iter().map(|c| c.action).filter(|a| !matches!(a, Action::Read | Action::Ignore)).peekable();
        self.incomplete.is_empty() && parts.peek().is_some() && parts.all(|a| a == Action::Create)
    }
}

/// How an operation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

impl OperationResult {
    /// The word for it: `succeeded`.
    pub const fn word(self) -> &'static str {
        match self {
            OperationResult::Succeeded => "succeeded",
            OperationResult::Failed => "failed",
            OperationResult::Canceled => "canceled",
            OperationResult::Unfinished => "unfinished",
        }
    }
}

/// What a deployment did to one resource.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// A rollback, as the tool tells it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct WayBack {
    /// How it ended.
    pub result: OperationResult,
    /// The tool's word for it, such as `Rollback to 1`.
    pub word: Box<str>,
    /// Where that word stands.
    pub place: Place,
}

/// What a deployment did.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Operations {
    /// Its operations, in the order of the file.
    pub operations: Vec<Operation>,
    /// How the deployment as a whole ended, by the tool's word.
    pub overall: OperationResult,
    /// That word, such as `UPDATE_ROLLBACK_COMPLETE`, or a phrase where the tool has no word.
    pub overall_word: Box<str>,
    /// Where that word stands.
    pub overall_place: Place,
    /// The rollback, when the tool says that there was one.
    pub way_back: Option<WayBack>,
    /// What the ids are.
    pub naming: Naming,
    /// Whether operations may be missing because the list goes on elsewhere.
    pub goes_on: bool,
    /// What the bytes cannot tell, as a clause for the sentence; empty when there is nothing to say.
    pub caveat: Cow<'static, str>,
}
