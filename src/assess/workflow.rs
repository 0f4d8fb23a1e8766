//! Workflow adherence: five practices, each as a share (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use super::interval::Share;
use crate::domain::{ArtifactTypeId, Gate, Grade};
use serde::Serialize;
use std::collections::BTreeMap;

/// How far the five practices are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Workflow {
    /// Of all changes: threat intent verified.
    pub threat_intent_verified: Share,
    /// Of shipped changes: policy diagnostics, and where due at execution deployment outputs, at least attached.
    pub diagnostics_and_outputs_attached: Share,
    /// Of shipped changes: no critical or high finding is open.
    pub no_open_critical_or_high: Share,
    /// Of the pairs of team and release with a deployed change: an alert test in it is verified.
    pub alert_path_tested_per_release: Share,
    /// Of the pairs of team and pattern that recur: the prevention is in place.
    pub recurring_patterns_prevented: Share,
}

/// One release of one team with a deployed change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Release {
    /// The team, by its place in [`Assessment::teams`].
    pub team: u32,
    /// The release, by its place in [`Assessment::releases`].
    pub release: u32,
    /// Whether an alert test in it is verified.
    pub is_alert_tested: bool,
}

impl Assessment {
    /// How far the practices are followed over a set of changes.
    pub fn workflow(&self, subset: &[u32]) -> Workflow {
        let named = &self.index.named;
        let (mut n, mut n_shipped, mut intent, mut attached, mut clean) = (0, 0, 0, 0, 0);
        for (_, change) in self.of(subset) {
            n += 1;
            intent += u64::from(self.has_verified(change, named.threat_intent));
            if change.is_shipped {
                n_shipped += 1;
                let with_outputs = !change.gate(Gate::Execution).is_due || self.has_attached(change, named.deployment_outputs);
                attached += u64::from(with_outputs && self.has_attached(change, named.policy_diagnostics));
                clean += u64::from(change.is_clean());
            }
        }
        let releases = self.released(subset);
        let recurring: Vec<_> = self.team_patterns(subset).into_iter().filter(|p| p.recurrences() > 0).collect();
        let count = |k: usize, n: usize| Share::of(k as u64, n as u64);
        Workflow {
            threat_intent_verified: Share::of(intent, n),
            diagnostics_and_outputs_attached: Share::of(attached, n_shipped),
            no_open_critical_or_high: Share::of(clean, n_shipped),
            alert_path_tested_per_release: count(releases.iter().filter(|r| r.is_alert_tested).count(), releases.len()),
            recurring_patterns_prevented: count(recurring.iter().filter(|p| p.is_prevented).count(), recurring.len()),
        }
    }

    /// The releases of a set of changes that a team deployed, by team and then release.
    pub fn released(&self, subset: &[u32]) -> Vec<Release> {
        // for each: whether a change of it is deployed, and whether an alert test is verified
        let mut releases: BTreeMap<(u32, u32), (bool, bool)> = BTreeMap::new();
        for (_, change) in self.of(subset) {
            let (Some(team), Some(release)) = (change.team, change.release) else { continue };
            let entry = releases.entry((team, release)).or_default();
            entry.0 |= change.is_deployed;
            entry.1 |= self.has_verified(change, self.index.named.alert_test);
        }
        releases
            .into_iter()
            .filter(|(_, (is_deployed, _))| *is_deployed)
            .map(|((team, release), (_, is_alert_tested))| Release { team, release, is_alert_tested })
            .collect()
    }

    /// Whether the best item of a type in a change, owed or not, is verified.
    pub(crate) fn has_verified(&self, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> bool {
        self.best_of(change, artifact_type).is_some_and(|(is_verified, _)| is_verified)
    }

    fn has_attached(&self, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> bool {
        self.best_of(change, artifact_type).is_some_and(|(_, grade)| grade >= Grade::Attached)
    }

    fn best_of(&self, change: &ChangeAssessment, artifact_type: Option<ArtifactTypeId>) -> Option<(bool, Grade)> {
        let artifact_type = artifact_type?;
        let gate = self.index.artifact_type(artifact_type)?.gate;
        change.gate(gate).best_item(artifact_type).map(|(_, item)| (item.is_verified, item.grade))
    }
}
