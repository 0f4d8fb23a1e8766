//! Five practices, each as a share (docs/scoring.md, "Workflow adherence").

use super::pattern::{self, TeamPattern};
use crate::columns::mark;
use crate::{Assessment, Share};
use plumbline_columns::{count_by, count_marked, marked};
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

/// How far the practices are followed over a set of changes.
pub fn adherence(assessment: &Assessment, subset: &[u32]) -> Workflow {
    adherence_by(assessment, subset, &pattern::by_team(assessment, subset))
}

/// The same as [`adherence`], given what [`pattern::by_team`] says of the changes.
pub fn adherence_by(assessment: &Assessment, subset: &[u32], patterns: &[TeamPattern]) -> Workflow {
    let marked = |marks: u32| count_marked(&assessment.columns.marks, subset, marks);
    let n_shipped = marked(mark::SHIPPED);
    let releases = releases(assessment, subset);
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
pub fn releases(assessment: &Assessment, subset: &[u32]) -> Vec<Release> {
    let c = &assessment.columns;
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
