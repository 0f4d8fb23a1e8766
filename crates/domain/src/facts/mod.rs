//! What the bytes of an artifact say, by kind (docs/probes.md). Readers give facts and draw no conclusion; probes ask them.

mod alerts;
mod changes;
mod compliance;
mod drift;
mod network_rules;
mod notifications;
mod outputs;
mod role_grants;
mod scan;
mod template;

pub use alerts::{AlertRule, AlertRules, Called, Calls, Comparison, Label, Matcher, Reach, Receiver, Route, Router, Routing};
pub use changes::{
    Action, ChangeCounts, Naming, Operation, OperationResult, Operations, ResourceChange, ResourceChanges, WayBack,
};
pub use compliance::{Compliance, Evaluation, EvaluationResult};
pub use drift::{Difference, Drift, Drifted};
pub use network_rules::{Addresses, NetworkRoute, NetworkRules, Ports, Protocols, RuleGroup, RulePlatform, TrafficRule};
pub use notifications::{Delivery, Notification, Notifications, OverallDelivery};
pub use outputs::{Output, Outputs};
pub use role_grants::{GrantIndex, Named, Presence, RoleGrant, RoleGrants, Width};
pub use scan::{Covered, Scan, ScanRun};
pub use template::Template;
mod intent;
mod keys;
mod subjects;
pub use intent::{Intent, Passage, ThreatCategory};
pub use keys::{KeyPurpose, KeyReferences, KeySource, KeyUse, Keyless};
pub use subjects::{Digest, Subject, Subjects};

macro_rules! fact_kinds {
    ($($(#[$doc:meta])* $variant:ident = $id:literal;)+) => {
        /// A kind of facts, by its published id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum FactKind { $($(#[$doc])* $variant,)+ }

        impl FactKind {
            /// Every kind.
            pub const ALL: &'static [FactKind] = &[$(FactKind::$variant,)+];
            /// Every id.
            pub const IDS: &'static [&'static str] = &[$($id,)+];

            /// The published id.
            pub const fn id(self) -> &'static str {
                match self { $(FactKind::$variant => $id,)+ }
            }

            /// The kind with this id, exactly as published.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(FactKind::$variant),)+ _ => None }
            }
        }
    };
}

fact_kinds! {
    /// Results of a scan.
    Findings = "findings";
    /// A scan: its tool, whether it ran to its end, what it covered.
    Scan = "scan";
    /// Whether a template is valid.
    Template = "template";
    /// What a preview says would change.
    ResourceChanges = "resource-changes";
    /// What a deployment did.
    Operations = "operations";
    /// Values that a deployment gives or would give.
    Outputs = "outputs";
    /// Who may do what where.
    RoleGrants = "role-grants";
    /// Rules for traffic, and routes.
    NetworkRules = "network-rules";
    /// Keys and secrets that resources refer to.
    KeyReferences = "key-references";
    /// Alert rules and whom they reach.
    AlertRules = "alert-rules";
    /// Notifications that were sent.
    Notifications = "notifications";
    /// Evaluations of resources, or a measured signal.
    Compliance = "compliance";
    /// What differs between the desired and the deployed state.
    Drift = "drift";
    /// Objective, assumptions and threats.
    Intent = "intent";
    /// Digests that an attestation speaks of.
    Subjects = "subjects";
}

/// A place inside a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// The path, such as `value[2].properties.actions`; empty: the file as a whole.
    pub path: Box<str>,
    /// The line, from 1; 0 when it is not known.
    pub line: u32,
}

/// The platform that facts speak of; decides which command a remedy shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Cloud {
    /// Microsoft Azure.
    Azure,
    /// Amazon Web Services.
    Aws,
    /// Google Cloud.
    Google,
    /// Kubernetes.
    Kubernetes,
}

impl Cloud {
    /// Every platform.
    pub const ALL: &'static [Cloud] = &[Cloud::Azure, Cloud::Aws, Cloud::Google, Cloud::Kubernetes];
    /// Every id.
    pub const IDS: &'static [&'static str] = &["azure", "aws", "google", "kubernetes"];

    /// The platform with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().zip(Self::IDS).find(|(_, name)| **name == id).map(|(cloud, _)| *cloud)
    }
}
