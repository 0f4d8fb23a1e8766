//! The funnel.

use crate::model::{Head, Sentence};
use serde::{Deserialize, Serialize};

/// The funnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunnelPage {
    /// What this is.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// Changes under an enforcing validation gate.
    pub enforce: Funnel,
    /// Changes under one that only evaluates; none when there are none.
    pub evaluate: Option<Funnel>,
}

/// One funnel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Funnel {
    /// Title and table.
    pub head: Head,
    /// The seven steps.
    pub steps: Vec<FunnelStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunnelStep {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it takes.
    pub criterion: String,
    /// The fragment of what its mark stands for; empty when nothing shows just that.
    pub to: String,
    /// Changes that met this and all steps before.
    pub reached: u32,
    /// Fallen away since the step before.
    pub lost: u32,
    /// Whose gate says bypassed.
    pub bypassed: u32,
    /// Gone past without meeting it.
    pub leaked: u32,
}
