//! Questions about evidence: each is a pure function of facts and context, with one outcome, one sentence and its places.
//!
//! A probe knows no artifact type's rules and no grade; which probes a type must answer stands in the policy (`proves`).
//! Each folder holds one probe: its entry in the catalogue, the function that answers it, and its tests.

mod commands;
mod deployed;
#[cfg(test)]
mod deployed_testing;
mod grants;
mod platform;
mod question;
mod side_by_side;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests_of_scans;
mod traffic;
mod weigh;

mod applied_as_planned;
mod approved_vaults_only;
mod assumptions_stated;
mod compliant;
mod deny_by_default;
mod deployment_succeeded;
mod every_rule_reaches_a_receiver;
mod grants_as_planned;
mod grants_compared;
mod no_drift;
mod no_key_in_place;
mod no_open_critical_or_high;
mod no_open_management_port;
mod no_open_secret;
mod notification_arrived;
mod objective_stated;
mod outputs_as_planned;
mod outputs_compared;
mod preview_complete;
mod preview_conclusive;
mod references_found;
mod rollback_ran;
mod routes_captured;
mod rules_found;
mod scan_completed;
mod signal_after_deployment;
mod signal_read;
mod signature_verified;
mod something_scanned;
mod state_compared;
mod state_restored;
mod subject_named;
mod template_valid;
mod threats_linked;
mod tool_fits;
mod wide_grants_justified;

pub use commands::commands_of_type;
pub use grants::unjustified_wide_grants;
pub use platform::{Command, Platform, Setting};
pub use question::{Answer, Because, Question};
pub use side_by_side::{OutputRow, ResourceRow, RowVerdict, outputs_side_by_side, side_by_side};
pub use weigh::{Weighed, accepts, weigh};

use plumbline_domain::{FactKind, Probe};

/// An entry of the catalogue.
#[derive(Debug)]
pub struct Definition {
    /// The probe.
    pub probe: Probe,
    /// The question in a few words, such as "Every alert rule reaches a receiver".
    pub title: &'static str,
    /// When it holds, fails, is left open and is silent: a paragraph.
    pub meaning: &'static str,
    /// What its no means, as a clause for lists: "an enabled alert rule reaches nobody".
    pub refuted: &'static str,
    /// What it means that it is left open or not spoken of, as such a clause: "it does not show whom each alert rule reaches".
    pub left_open: &'static str,
    /// The kinds of facts that it reads.
    pub reads: &'static [FactKind],
    /// What to attach when it does not hold.
    pub remedy: Remedy,
    /// Answers it. Only files that the type accepts are asked.
    pub ask: fn(&Question<'_>) -> Answer,
}

/// What supplies the proof that is missing.
#[derive(Debug)]
pub struct Remedy {
    /// What to do: a sentence.
    pub text: &'static str,
    /// The commands that make the file, by platform.
    pub commands: &'static [Command],
}

/// The entry of a probe.
pub fn definition(probe: Probe) -> &'static Definition {
    match probe {
        Probe::ObjectiveStated => &objective_stated::DEFINITION,
        Probe::AssumptionsStated => &assumptions_stated::DEFINITION,
        Probe::ThreatsLinked => &threats_linked::DEFINITION,
        Probe::ToolFits => &tool_fits::DEFINITION,
        Probe::ScanCompleted => &scan_completed::DEFINITION,
        Probe::SomethingScanned => &something_scanned::DEFINITION,
        Probe::TemplateValid => &template_valid::DEFINITION,
        Probe::NoOpenCriticalOrHigh => &no_open_critical_or_high::DEFINITION,
        Probe::NoOpenSecret => &no_open_secret::DEFINITION,
        Probe::PreviewConclusive => &preview_conclusive::DEFINITION,
        Probe::PreviewComplete => &preview_complete::DEFINITION,
        Probe::DeploymentSucceeded => &deployment_succeeded::DEFINITION,
        Probe::AppliedAsPlanned => &applied_as_planned::DEFINITION,
        Probe::OutputsCompared => &outputs_compared::DEFINITION,
        Probe::OutputsAsPlanned => &outputs_as_planned::DEFINITION,
        Probe::RollbackRan => &rollback_ran::DEFINITION,
        Probe::StateRestored => &state_restored::DEFINITION,
        Probe::StateCompared => &state_compared::DEFINITION,
        Probe::NoDrift => &no_drift::DEFINITION,
        Probe::GrantsCompared => &grants_compared::DEFINITION,
        Probe::WideGrantsJustified => &wide_grants_justified::DEFINITION,
        Probe::GrantsAsPlanned => &grants_as_planned::DEFINITION,
        Probe::DenyByDefault => &deny_by_default::DEFINITION,
        Probe::NoOpenManagementPort => &no_open_management_port::DEFINITION,
        Probe::RoutesCaptured => &routes_captured::DEFINITION,
        Probe::ReferencesFound => &references_found::DEFINITION,
        Probe::NoKeyInPlace => &no_key_in_place::DEFINITION,
        Probe::ApprovedVaultsOnly => &approved_vaults_only::DEFINITION,
        Probe::RulesFound => &rules_found::DEFINITION,
        Probe::EveryRuleReachesAReceiver => &every_rule_reaches_a_receiver::DEFINITION,
        Probe::NotificationArrived => &notification_arrived::DEFINITION,
        Probe::SignalRead => &signal_read::DEFINITION,
        Probe::SignalAfterDeployment => &signal_after_deployment::DEFINITION,
        Probe::Compliant => &compliant::DEFINITION,
        Probe::SubjectNamed => &subject_named::DEFINITION,
        Probe::SignatureVerified => &signature_verified::DEFINITION,
    }
}
