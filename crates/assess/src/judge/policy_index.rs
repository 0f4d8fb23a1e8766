//! The policy with every id looked up once, so that loops over changes compare numbers and not words.

use plumbline_domain::{ArtifactTypeId, Change, Family, Gate, PatternId, Policy, Risk};

/// The artifact types and patterns that docs/scoring.md names; none where the policy has no such id.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named {
    pub threat_intent: Option<ArtifactTypeId>,
    pub policy_diagnostics: Option<ArtifactTypeId>,
    pub change_preview: Option<ArtifactTypeId>,
    pub deployment_log: Option<ArtifactTypeId>,
    pub role_assignment_diff: Option<ArtifactTypeId>,
    pub deployment_outputs: Option<ArtifactTypeId>,
    pub rollback_rehearsal: Option<ArtifactTypeId>,
    pub alert_linkage: Option<ArtifactTypeId>,
    pub alert_test: Option<ArtifactTypeId>,
    pub drift_check: Option<ArtifactTypeId>,
    pub privilege_inflation: Option<PatternId>,
    pub alert_illusion: Option<PatternId>,
    pub environment_drift: Option<PatternId>,
    pub unsafe_defaults: Option<PatternId>,
    pub recovery_gap: Option<PatternId>,
}

/// One artifact type, ready for grading.
#[derive(Clone, Debug)]
pub(crate) struct TypeRules {
    pub gate: Gate,
    pub reproducible: bool,
    pub fresh_days: Option<u32>,
    /// The risks that it serves, in the order of [`Risk::ALL`].
    pub risks: [bool; 3],
}

/// One required type of a gate.
#[derive(Clone, Debug)]
struct Required {
    artifact_type: ArtifactTypeId,
    touches: Vec<Family>,
    critical: bool,
}

/// The policy with every id looked up.
#[derive(Clone, Debug)]
pub(crate) struct PolicyIndex {
    pub named: Named,
    types: Vec<TypeRules>,
    required: [Vec<Required>; 4],
}

impl PolicyIndex {
    pub fn new(policy: &Policy) -> Self {
        let t = |id| policy.artifact_type_id(id);
        let p = |id| policy.pattern_id(id);
        let named = Named {
            threat_intent: t("threat-intent"),
            policy_diagnostics: t("policy-diagnostics"),
            change_preview: t("change-preview"),
            deployment_log: t("deployment-log"),
            role_assignment_diff: t("role-assignment-diff"),
            deployment_outputs: t("deployment-outputs"),
            rollback_rehearsal: t("rollback-rehearsal"),
            alert_linkage: t("alert-linkage"),
            alert_test: t("alert-test"),
            drift_check: t("drift-check"),
            privilege_inflation: p("privilege-inflation"),
            alert_illusion: p("alert-illusion"),
            environment_drift: p("environment-drift"),
            unsafe_defaults: p("unsafe-defaults"),
            recovery_gap: p("recovery-gap"),
        };
        let serves = |risk: Risk, id: &str| policy.risks.get(&risk).is_some_and(|types| types.iter().any(|t| t == id));
        let types = policy
            .artifact_types
            .iter()
            .map(|t| TypeRules {
                gate: t.gate,
                reproducible: t.reproducible,
                fresh_days: t.fresh_days,
                risks: [
                    serves(Risk::SecretExposure, &t.id),
                    serves(Risk::IamOverPermission, &t.id),
                    serves(Risk::MisconfigurationDrift, &t.id),
                ],
            })
            .collect();
        let required = [Gate::Intent, Gate::Validation, Gate::Execution, Gate::Observation].map(|gate| {
            policy
                .requirements
                .get(&gate)
                .into_iter()
                .flatten()
                .filter_map(|r| {
                    let artifact_type = policy.artifact_type_id(&r.artifact_type)?;
                    Some(Required { artifact_type, touches: r.touches.clone(), critical: r.critical })
                })
                .collect()
        });
        PolicyIndex { named, types, required }
    }

    pub fn artifact_type(&self, id: ArtifactTypeId) -> Option<&TypeRules> {
        self.types.get(usize::from(id.0))
    }

    /// Whether evidence of a type serves a risk.
    pub fn serves(&self, id: ArtifactTypeId, risk: Risk) -> bool {
        self.artifact_type(id).and_then(|t| t.risks.get(risk.index())).copied().unwrap_or(false)
    }

    /// The types that a change owes at a gate that is due, each once, in the order of the policy.
    pub fn owed(&self, change: &Change, gate: Gate, is_critical: bool) -> Vec<ArtifactTypeId> {
        let mut owed = Vec::new();
        for required in self.required.get(gate.index()).into_iter().flatten() {
            let unconditional = required.touches.is_empty() && !required.critical;
            let applies = unconditional
                || (required.critical && is_critical)
                || required.touches.iter().any(|&family| change.touches(family));
            if applies && !owed.contains(&required.artifact_type) {
                owed.push(required.artifact_type);
            }
        }
        owed
    }
}
