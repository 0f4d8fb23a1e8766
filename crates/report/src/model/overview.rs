//! The overview and its figures.

use crate::model::{Head, Pair, Sentence, TeamsTable};
use plumbline_domain::{Authorship, Gate};
use serde::{Deserialize, Serialize};

/// The overview.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    /// Such as "Confidence brief, 90 days to 22 Nov 2026. 8 teams, 412 changes."
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// The confidence envelope.
    pub envelope: Envelope,
    /// The change of the gap by gate.
    pub gap_change: GapChange,
    /// The gap by authorship.
    pub authorship: AuthorshipGap,
    /// Where the next verified points are.
    pub next_points: NextPoints,
    /// Drift per gate.
    pub drift: Drift,
    /// Teams on the ladder.
    pub teams: TeamsTable,
    /// Verification debt.
    pub debt: Debt,
    /// Workflow practices.
    pub workflow: Workflow,
    /// Recurring failure patterns.
    pub patterns: Patterns,
}

/// The confidence envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// Title and table.
    pub head: Head,
    /// One per gate, in order.
    pub gates: Vec<EnvelopeGate>,
}

/// One gate of the envelope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnvelopeGate {
    /// The gate.
    pub gate: Gate,
    /// Such as "Was it checked before merge?"
    pub question: String,
    /// The figures.
    pub pair: Pair,
    /// Requirements verified.
    pub items_verified: u32,
    /// Requirements.
    pub items_required: u32,
    /// The verified value of the range before, where it clearly differs, with its words: (0.32, "32 % before 1 Oct").
    pub past: Option<(f64, String)>,
    /// All teams' verified value, on a team's page.
    pub all_teams: Option<f64>,
}

/// The change of the gap by gate against the range before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapChange {
    /// Title and table.
    pub head: Head,
    /// One per gate.
    pub rows: Vec<GapChangeRow>,
}

/// One gate's change of the gap.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GapChangeRow {
    /// The gate.
    pub gate: Gate,
    /// The gap before.
    pub from: Option<f64>,
    /// The gap now.
    pub to: Option<f64>,
    /// Now less before.
    pub change: Option<f64>,
    /// Its interval (the two gaps' half widths, added in quadrature).
    pub interval: Option<(f64, f64)>,
    /// Whether the interval excludes zero.
    pub clear: bool,
}

/// The gap by authorship.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorshipGap {
    /// Title and table.
    pub head: Head,
    /// Those that occur.
    pub rows: Vec<AuthorshipRow>,
}

/// One authorship: the four gates pooled (mean over the due changes of all gates).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AuthorshipRow {
    /// Who wrote it.
    pub authorship: Authorship,
    /// The figures.
    pub pair: Pair,
    /// How many changes.
    pub changes: u32,
}

/// Where the next verified points are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextPoints {
    /// Title and subtitle.
    pub head: Head,
    /// The best first, at most five.
    pub rows: Vec<NextPoint>,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NextPoint {
    /// Such as "Link alert rules to an action group".
    pub action: String,
    /// Such as "Observation, 214 items missing across 6 teams".
    pub detail: String,
    /// The rise in verified confidence, all gates pooled, 0 to 1.
    pub gain: f64,
    /// The artifact type.
    pub artifact_type: String,
    /// Its gate.
    pub gate: Gate,
}

/// Drift per gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drift {
    /// Title and table.
    pub head: Head,
    /// Every period of the range in order, also those without a change: `2026-W47` or `2026-11`.
    pub periods: Vec<String>,
    /// The fragment that filters by each of them.
    pub to: Vec<String>,
    /// One per gate.
    pub gates: Vec<DriftGate>,
    /// The first period of the selected range's last 30 days, with its words.
    pub marker: Option<(u32, String)>,
}

/// One gate over the periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DriftGate {
    /// The gate.
    pub gate: Gate,
    /// One per period; none where no change is due.
    pub points: Vec<Option<Pair>>,
    /// Such as "nothing due before w35".
    pub note: Option<String>,
}

/// Verification debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Debt {
    /// Title and table.
    pub head: Head,
    /// Every period in order.
    pub periods: Vec<String>,
    /// The fragment that filters by each of them.
    pub to: Vec<String>,
    /// Stacks, from the bottom: running weighted debt per period.
    pub stacks: Vec<DebtStack>,
    /// The newest total.
    pub total: u64,
}

/// One authorship's part of the running debt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DebtStack {
    /// Who wrote it.
    pub authorship: Authorship,
    /// Resources in debt at the end of each period.
    pub weighted: Vec<u64>,
}

/// Workflow practices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workflow {
    /// Title and table.
    pub head: Head,
    /// The article's five practices.
    pub rows: Vec<Practice>,
}

/// One practice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Practice {
    /// Its id in `score --json`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// What its cases are called, after their number: "shipped changes".
    pub of: String,
    /// 0 to 1.
    pub value: Option<f64>,
    /// Its interval.
    pub interval: Option<(f64, f64)>,
    /// How many cases.
    pub n: u32,
}

/// Recurring failure patterns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patterns {
    /// Title and table.
    pub head: Head,
    /// Every period in order.
    pub periods: Vec<String>,
    /// In the order of the policy.
    pub rows: Vec<PatternRow>,
}

/// One pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PatternRow {
    /// Its id.
    pub pattern: String,
    /// Its name.
    pub title: String,
    /// Its symptom.
    pub symptom: String,
    /// What would have prevented it.
    pub prevention: String,
    /// Occurrences per period.
    pub counts: Vec<u32>,
    /// Occurrences that are a recurrence (not the first of their team), per period.
    pub repeats: Vec<u32>,
    /// Occurrences in all.
    pub occurrences: u32,
    /// Distinct changes.
    pub changes: u32,
    /// Recurrences over all teams.
    pub recurrences: u32,
    /// How many teams.
    pub teams: u32,
    /// Occurrences that escaped the responsible gate.
    pub escaped: u32,
    /// The responsible gate.
    pub responsible: Gate,
    /// On a team's page: whether its prevention is in place; none elsewhere.
    pub prevented: Option<bool>,
}
