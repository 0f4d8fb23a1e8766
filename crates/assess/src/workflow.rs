//! Workflow adherence: five practices, each as a share (scoring rules, section 7).

use super::assessment::{Assessment, ChangeAssessment};
use super::columns::mark;
use super::interval::Share;
use super::pattern::TeamPattern;
use plumbline_columns::{count_by, count_marked, marked};
use plumbline_domain::{ArtifactTypeId, Change, Family, Gate, Grade};
use serde::Serialize;

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
        self.workflow_by(subset, &self.team_patterns(subset))
    }

    /// The same, given what [`Self::team_patterns`] says of them.
    pub fn workflow_by(&self, subset: &[u32], patterns: &[TeamPattern]) -> Workflow {
        let marked = |marks: u32| count_marked(&self.columns.marks, subset, marks);
        let n_shipped = marked(mark::SHIPPED);
        let releases = self.released(subset);
        let recurring: Vec<_> = patterns.iter().filter(|p| p.recurrences() > 0).collect();
        let count = |k: usize, n: usize| Share::of(k as u64, n as u64);
        Workflow {
            threat_intent_verified: Share::of(marked(mark::INTENT_VERIFIED), subset.len() as u64),
            diagnostics_and_outputs_attached: Share::of(marked(mark::SHIPPED | mark::ATTACHED), n_shipped),
            no_open_critical_or_high: Share::of(marked(mark::SHIPPED | mark::CLEAN), n_shipped),
            alert_path_tested_per_release: count(releases.iter().filter(|r| r.is_alert_tested).count(), releases.len()),
            recurring_patterns_prevented: count(recurring.iter().filter(|p| p.is_prevented).count(), recurring.len()),
        }
    }

    /// The releases of a set of changes that a team deployed, by team and then release.
    pub fn released(&self, subset: &[u32]) -> Vec<Release> {
        let c = &self.columns;
        let n = c.released.len();
        let with = |marks: u32| count_by(&c.team_releases, &marked(&c.marks, subset, marks), n);
        let deployed = with(mark::DEPLOYED);
        let tested = with(mark::ALERT_TESTED);
        c.released
            .iter()
            .zip(deployed.iter().zip(tested))
            .filter(|(_, (deployed, _))| **deployed > 0)
            .map(|(&(team, release), (_, tested))| Release { team, release, is_alert_tested: tested > 0 })
            .collect()
    }

    /// The marks of a change in the columns.
    pub(crate) fn marks_of(&self, change: &Change, assessed: &ChangeAssessment) -> u32 {
        let named = &self.index.named;
        let with_outputs = || !assessed.gate(Gate::Execution).is_due || self.has_attached(assessed, named.deployment_outputs);
        let mark_if = |mark: u32, is: bool| if is { mark } else { 0 };
        let due = Gate::ALL.iter().filter(|&&gate| assessed.gate(gate).is_due).map(|&gate| mark::due_at(gate));
        let touched = Family::ALL.iter().filter(|&&family| change.touches(family)).map(|&family| mark::touches(family));
        due.chain(touched).fold(0, |marks, mark| marks | mark)
            | mark_if(mark::SHIPPED, assessed.is_shipped)
            | mark_if(mark::UNVERIFIED, assessed.requirements().any(|(_, r)| !r.is_verified))
            | mark_if(mark::CLEAN, assessed.is_clean())
            | mark_if(mark::BLIND, assessed.review.is_blind)
            | mark_if(mark::INTENT_VERIFIED, self.has_verified(assessed, named.threat_intent))
            | mark_if(mark::ATTACHED, self.has_attached(assessed, named.policy_diagnostics) && with_outputs())
            | mark_if(mark::DEPLOYED, assessed.is_deployed)
            | mark_if(mark::ALERT_TESTED, self.has_verified(assessed, named.alert_test))
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
