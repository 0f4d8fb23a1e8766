//! The questions that can be asked of an artifact, by id. What each means is in `crates/probe`.

macro_rules! probes {
    ($($(#[$doc:meta])* $variant:ident = $id:literal;)+) => {
        /// A question about the facts in an artifact, by its published id.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Probe { $($(#[$doc])* $variant,)+ }

        impl Probe {
            /// Every probe, in the order of the catalogue.
            pub const ALL: &'static [Probe] = &[$(Probe::$variant,)+];
            /// Every id.
            pub const IDS: &'static [&'static str] = &[$($id,)+];

            /// The published id.
            pub const fn id(self) -> &'static str {
                match self { $(Probe::$variant => $id,)+ }
            }

            /// The probe with this id, exactly as published.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some(Probe::$variant),)+ _ => None }
            }
        }
    };
}

probes! {
    /// See `crates/probe/src/objective_stated`.
    ObjectiveStated = "objective-stated";
    /// See `crates/probe/src/assumptions_stated`.
    AssumptionsStated = "assumptions-stated";
    /// See `crates/probe/src/threats_linked`.
    ThreatsLinked = "threats-linked";
    /// See `crates/probe/src/tool_fits`.
    ToolFits = "tool-fits";
    /// See `crates/probe/src/scan_completed`.
    ScanCompleted = "scan-completed";
    /// See `crates/probe/src/something_scanned`.
    SomethingScanned = "something-scanned";
    /// See `crates/probe/src/template_valid`.
    TemplateValid = "template-valid";
    /// See `crates/probe/src/no_open_critical_or_high`.
    NoOpenCriticalOrHigh = "no-open-critical-or-high";
    /// See `crates/probe/src/no_open_secret`.
    NoOpenSecret = "no-open-secret";
    /// See `crates/probe/src/preview_conclusive`.
    PreviewConclusive = "preview-conclusive";
    /// See `crates/probe/src/preview_complete`.
    PreviewComplete = "preview-complete";
    /// See `crates/probe/src/deployment_succeeded`.
    DeploymentSucceeded = "deployment-succeeded";
    /// See `crates/probe/src/applied_as_planned`.
    AppliedAsPlanned = "applied-as-planned";
    /// See `crates/probe/src/outputs_compared`.
    OutputsCompared = "outputs-compared";
    /// See `crates/probe/src/outputs_as_planned`.
    OutputsAsPlanned = "outputs-as-planned";
    /// See `crates/probe/src/rollback_ran`.
    RollbackRan = "rollback-ran";
    /// See `crates/probe/src/state_restored`.
    StateRestored = "state-restored";
    /// See `crates/probe/src/state_compared`.
    StateCompared = "state-compared";
    /// See `crates/probe/src/no_drift`.
    NoDrift = "no-drift";
    /// See `crates/probe/src/grants_compared`.
    GrantsCompared = "grants-compared";
    /// See `crates/probe/src/wide_grants_justified`.
    WideGrantsJustified = "wide-grants-justified";
    /// See `crates/probe/src/grants_as_planned`.
    GrantsAsPlanned = "grants-as-planned";
    /// See `crates/probe/src/deny_by_default`.
    DenyByDefault = "deny-by-default";
    /// See `crates/probe/src/no_open_management_port`.
    NoOpenManagementPort = "no-open-management-port";
    /// See `crates/probe/src/routes_captured`.
    RoutesCaptured = "routes-captured";
    /// See `crates/probe/src/references_found`.
    ReferencesFound = "references-found";
    /// See `crates/probe/src/no_key_in_place`.
    NoKeyInPlace = "no-key-in-place";
    /// See `crates/probe/src/approved_vaults_only`.
    ApprovedVaultsOnly = "approved-vaults-only";
    /// See `crates/probe/src/rules_found`.
    RulesFound = "rules-found";
    /// See `crates/probe/src/every_rule_reaches_a_receiver`.
    EveryRuleReachesAReceiver = "every-rule-reaches-a-receiver";
    /// See `crates/probe/src/notification_arrived`.
    NotificationArrived = "notification-arrived";
    /// See `crates/probe/src/signal_read`.
    SignalRead = "signal-read";
    /// See `crates/probe/src/signal_after_deployment`.
    SignalAfterDeployment = "signal-after-deployment";
    /// See `crates/probe/src/compliant`.
    Compliant = "compliant";
    /// See `crates/probe/src/subject_named`.
    SubjectNamed = "subject-named";
    /// See `crates/probe/src/signature_verified`.
    SignatureVerified = "signature-verified";
}

/// What a file answers to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum ProbeOutcome {
    /// Yes.
    Holds,
    /// No.
    Fails,
    /// It speaks of it and leaves it open.
    Inconclusive,
    /// Nothing in it speaks of it.
    Silent,
}

impl ProbeOutcome {
    /// The published id.
    pub const fn id(self) -> &'static str {
        match self {
            ProbeOutcome::Holds => "holds",
            ProbeOutcome::Fails => "fails",
            ProbeOutcome::Inconclusive => "inconclusive",
            ProbeOutcome::Silent => "silent",
        }
    }
}
