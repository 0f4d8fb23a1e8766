//! All teams, and one team.

use crate::model::{Envelope, Head, Patterns, Sentence};
use plumbline_domain::{Authorship, Condition, Gate, Grade};
use serde::{Deserialize, Serialize};

/// Teams on the ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamsTable {
    /// Title and table.
    pub head: Head,
    /// The rungs, lowest first.
    pub rungs: Vec<Rung>,
    /// The teams, A to Z.
    pub rows: Vec<TeamRow>,
}

/// A rung.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rung {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What it means, in one line.
    pub meaning: String,
    /// What it asks for beyond the rungs below, one line for each criterion.
    pub asks: Vec<String>,
}

/// One team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamRow {
    /// Its name.
    pub team: String,
    /// Its changes in the selection.
    pub changes: u32,
    /// The place of its computed rung in `rungs`; none without a change in the ladder's window.
    pub rung: Option<u32>,
    /// The place of the rung that it claims.
    pub claimed: Option<u32>,
    /// The place of its rung a window before.
    pub previous: Option<u32>,
    /// The gap of the last 13 weeks, all gates pooled; none where there is no data.
    pub spark: Vec<Option<f64>>,
    /// The gap, all gates pooled.
    pub gap: Option<f64>,
    /// The change of the gap in the last 30 days against the 30 before.
    pub gap_change: Option<f64>,
    /// What blocks the next rung, such as "Rollback not rehearsed for 7 of 9 changes".
    pub blocker: String,
    /// The gate of the blocker.
    pub blocker_gate: Option<Gate>,
    /// Fewer changes than the policy asks for.
    pub too_few: bool,
}

/// All teams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamsPage {
    /// What this is.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// The ladder.
    pub teams: TeamsTable,
    /// How many changes have no team.
    pub without_team: u32,
}

/// One team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamPage {
    /// Its name.
    pub team: String,
    /// The team before it, A to Z.
    pub before: Option<String>,
    /// The team after it.
    pub after: Option<String>,
    /// What this is.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// The ladder.
    pub ladder: Ladder,
    /// The criteria of the next rung.
    pub criteria: Criteria,
    /// The envelope, with all teams' verified values.
    pub envelope: Envelope,
    /// Its failure patterns.
    pub patterns: Patterns,
    /// Its recent changes.
    pub changes: Changes,
}

/// A team's place on the ladder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ladder {
    /// Title and table.
    pub head: Head,
    /// The rungs, lowest first.
    pub rungs: Vec<Rung>,
    /// The computed one.
    pub computed: Option<u32>,
    /// The claimed one.
    pub claimed: Option<u32>,
    /// The one a window before.
    pub previous: Option<u32>,
}

/// The criteria of the next rung.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Criteria {
    /// Title and table (the table holds all rungs).
    pub head: Head,
    /// The rung that they belong to.
    pub rung: String,
    /// Open ones first.
    pub rows: Vec<CriterionRow>,
    /// What happens when all are met.
    pub note: String,
}

/// One criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CriterionRow {
    /// Its id.
    pub id: String,
    /// The criterion in words.
    pub title: String,
    /// What was measured against what is needed.
    pub detail: String,
    /// Its state.
    pub state: CriterionState,
    /// The gate that it looks at, if it is one.
    pub gate: Option<Gate>,
    /// What is missing, change by change (at most 20).
    pub missing: Vec<MissingItem>,
    /// How many are missing in all.
    pub missing_total: u32,
    /// A command that would supply it.
    pub command: Option<String>,
}

/// The state of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CriterionState {
    /// Met.
    Met,
    /// Not met.
    NotMet,
    /// Even n of n would miss it.
    NotEnoughData,
    /// Without a case: counts as met.
    NotApplicable,
}

/// Something that a criterion lacks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MissingItem {
    /// The change.
    pub change: String,
    /// What of it, such as "Rollback rehearsal: claimed".
    pub what: String,
}

/// Recent changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// Title and table.
    pub head: Head,
    /// The newest first, at most 12.
    pub rows: Vec<ChangeRow>,
    /// How many there are.
    pub total: u32,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its link, https only.
    pub url: Option<String>,
    /// Its date in words.
    pub date: String,
    /// Who wrote it.
    pub authorship: Authorship,
    /// Its blast radius; none when not stated.
    pub resources: Option<u64>,
    /// Stated confidence, mean over the gates that state it.
    pub stated: Option<f64>,
    /// One glyph per gate.
    pub gates: [GateGlyph; 4],
    /// The weakest evidence in words.
    pub weakest: String,
}

/// The state of one gate of one change: its weakest requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GateGlyph {
    /// Not due yet.
    NotDue,
    /// Without condition: the weakest grade.
    Grade(Grade),
    /// The worst condition.
    Condition(Condition),
}
