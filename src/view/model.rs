//! The view models. Shares are 0 to 1, gaps are shares too (0.58 is 58 points); `None` is "no data", never zero.

use super::document::Document;
use crate::domain::{Authorship, Condition, DiagnosticSeverity, Family, Gate, Grade, Strength};
use serde::{Deserialize, Serialize};

/// Everything that a page says for one route and filter, before it is laid out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageView {
    /// What stands around every page.
    pub frame: Frame,
    /// The page itself.
    pub body: Body,
    /// What a figure is made of, when the location asks for it.
    pub why: Option<Box<Document>>,
}

/// What stands around every page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Where the data came from.
    pub origin: DataOrigin,
    /// Such as "412 changes, 4,532 required items".
    pub counts: String,
    /// Such as "Hides 188 of 600 changes"; none when no filter hides anything.
    pub hidden: Option<String>,
    /// What can be filtered by.
    pub options: FilterOptions,
    /// The filters in force.
    pub chips: Vec<Chip>,
    /// The footer.
    pub footer: Footer,
}

/// A filter in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chip {
    /// What it is: "Team".
    pub name: String,
    /// Its value: "payments".
    pub value: String,
    /// How many changes it alone hides: those that all other filters leave.
    pub hides: u32,
    /// The fragment of the page without it.
    pub without: String,
}

/// Where the data came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DataOrigin {
    /// Nothing is loaded.
    None,
    /// The made-up organisation; labelled so on every page.
    Demo {
        /// Its name.
        title: String,
    },
    /// The site's own `data/`.
    Site {
        /// Its name.
        title: String,
    },
    /// The reader's own files.
    Own {
        /// How many files.
        files: u32,
    },
}

/// What can be filtered by, over the unfiltered data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FilterOptions {
    /// Teams, A to Z.
    pub teams: Vec<FilterOption>,
    /// Environments, A to Z, compared without case.
    pub environments: Vec<FilterOption>,
    /// Authorships that occur.
    pub authorships: Vec<FilterOption>,
    /// First and last date of any change, `2026-11-20`.
    pub dates: Option<(String, String)>,
    /// The assessment time's date, `2026-11-22`.
    pub now: String,
    /// The chosen period in words, such as "24 Aug to 22 Nov 2026".
    pub period: String,
}

/// One value to filter by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FilterOption {
    /// As it stands in the URL.
    pub value: String,
    /// As a person reads it.
    pub title: String,
    /// How many changes have it.
    pub changes: u32,
}

/// Where the figures come from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Footer {
    /// Such as "14 files, 3,912 records, 3 refused. Newest record 31 Oct 2026 17:42 UTC."
    pub sources: String,
    /// The policy's title.
    pub policy: String,
    /// The policy's digest.
    pub policy_sha256: String,
    /// A digest over the digests of all files.
    pub data_sha256: String,
    /// The product's version.
    pub version: String,
}

/// A page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Body {
    /// There is nothing to show: why, and what to do.
    Empty(Empty),
    /// The overview.
    Overview(Box<Overview>),
    /// The matrix.
    Matrix(Box<Matrix>),
    /// All teams.
    Teams(Box<TeamsPage>),
    /// One team.
    Team(Box<TeamPage>),
    /// The funnel.
    Funnel(Box<FunnelPage>),
    /// The sources.
    Sources(Box<SourcesPage>),
    /// Any other page.
    Document(Box<Document>),
}

/// A page without anything to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Empty {
    /// Such as "No data." or "No change matches these filters."
    pub title: String,
    /// What to do.
    pub text: String,
    /// Whether clearing the filters would help.
    pub clear_filters: bool,
}

/// A sentence with marked phrases: they carry the same underline as the chart's marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence(pub Vec<Phrase>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Its text, with the spaces around it.
    pub text: String,
    /// How it is underlined.
    pub mark: PhraseMark,
}

/// How a phrase is underlined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhraseMark {
    /// Not at all.
    Plain,
    /// Dashed brass: what is said.
    Perceived,
    /// Solid blue: what is proved.
    Verified,
}

impl Sentence {
    /// The text without marks.
    pub fn text(&self) -> String {
        self.0.iter().map(|p| p.text.as_str()).collect()
    }
}

/// Title (the finding) and subtitle (measure, unit, interval) of a figure, with its table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// The finding; with none, the measure.
    pub title: String,
    /// What is measured, in what unit, with what interval.
    pub subtitle: String,
    /// The same numbers as a table.
    pub table: Table,
    /// The fragment that explains the figure; empty when nothing does.
    pub why: String,
}

/// A table twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Column heads; the first column heads the rows.
    pub columns: Vec<String>,
    /// Which columns are numbers (right aligned).
    pub numeric: Vec<bool>,
    /// The cells.
    pub rows: Vec<Vec<String>>,
}

/// Perceived and verified confidence over one set of changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// How many changes.
    pub n: u32,
    /// Verified, 0 to 1.
    pub verified: Option<f64>,
    /// Its interval.
    pub verified_interval: Option<(f64, f64)>,
    /// Perceived, 0 to 1.
    pub perceived: Option<f64>,
    /// Its interval.
    pub perceived_interval: Option<(f64, f64)>,
    /// How many changes state it.
    pub stated: u32,
    /// What green gates imply, 0 to 1.
    pub implied: Option<f64>,
    /// Perceived less verified.
    pub gap: Option<f64>,
    /// Whether there are fewer changes than the policy asks for.
    pub too_few: bool,
}

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

/// The matrix.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Matrix {
    /// What this is.
    pub eyebrow: String,
    /// The headline.
    pub headline: Sentence,
    /// Title and table.
    pub head: Head,
    /// One per artifact type.
    pub rows: Vec<MatrixRow>,
    /// One per family: reproduced of reproducible items present.
    pub totals: Vec<(u32, u32)>,
    /// The opened cell.
    pub panel: Option<MatrixPanel>,
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRow {
    /// The artifact type's id.
    pub artifact_type: String,
    /// Its name.
    pub title: String,
    /// What it is, in one line.
    pub meaning: String,
    /// One per family; none where not applicable.
    pub cells: Vec<Option<MatrixCell>>,
}

/// A cell of the matrix.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixCell {
    /// How well the type serves the family.
    pub strength: Strength,
    /// Changes with a requirement of the type.
    pub required: u32,
    /// Items at least attached.
    pub present: u32,
    /// Items verified.
    pub verified: u32,
    /// Items reproduced.
    pub reproduced: u32,
    /// Items diverged.
    pub diverged: u32,
    /// Items that nobody tried to reproduce.
    pub not_tried: u32,
    /// Items of a type that is not reproducible by nature.
    pub not_reproducible: u32,
    /// The verdict; none when nothing is present.
    pub verdict: Option<MatrixVerdict>,
}

/// A cell's or an item's verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MatrixVerdict {
    /// Every reproducible item present is reproduced.
    Reproduced,
    /// Some are.
    PartlyReproduced,
    /// Any diverged.
    Diverged,
    /// None was tried.
    NotTried,
    /// By nature.
    NotReproducible,
}

/// The side panel of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixPanel {
    /// The artifact type's id.
    pub artifact_type: String,
    /// The family.
    pub family: Family,
    /// Such as "NSG and route intent, Network".
    pub eyebrow: String,
    /// Such as "Two of nine did not reproduce".
    pub title: String,
    /// The cell.
    pub cell: MatrixCell,
    /// Its items, diverged first, then newest, at most 60.
    pub items: Vec<MatrixItem>,
    /// How many there are.
    pub items_total: u32,
    /// Changes that owe an item and have none, at most 20.
    pub missing: Vec<String>,
    /// How many owe one and have none.
    pub missing_total: u32,
}

/// One item of a cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixItem {
    /// The change.
    pub change: String,
    /// The item's title or id.
    pub title: String,
    /// The verdict of its runs.
    pub verdict: MatrixVerdict,
    /// Such as "Diverged in 2 of 3 runs".
    pub summary: String,
    /// Its date in words.
    pub date: String,
    /// Its grade.
    pub grade: Grade,
    /// Its condition with the reason in words.
    pub condition: Option<(Condition, String)>,
    /// The recorded digest.
    pub recorded_sha256: Option<String>,
    /// The digest of the bytes at hand.
    pub actual_sha256: Option<String>,
    /// Its runs.
    pub runs: Vec<MatrixRun>,
    /// How to repeat it.
    pub recipe: Recipe,
}

/// One run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MatrixRun {
    /// Who.
    pub by: String,
    /// When, in words.
    pub at: String,
    /// Digest of the inputs.
    pub inputs: Option<String>,
    /// Digest of the output.
    pub output: Option<String>,
    /// Whether it came in a verification record.
    pub verification: bool,
    /// Beside the first run.
    pub comparison: RunComparison,
}

/// A run beside the first run of the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunComparison {
    /// It is the first.
    Baseline,
    /// Same inputs, same output.
    Matches,
    /// Same inputs, another output.
    Diverges,
    /// Other inputs: cannot be compared.
    OtherInputs,
    /// A digest is missing.
    Unknown,
}

/// How to repeat an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Recipe {
    /// Tool and version.
    pub tool: Option<String>,
    /// The commit.
    pub commit: Option<String>,
    /// The inputs' digest.
    pub inputs: Option<String>,
    /// The expected output's digest.
    pub expected: Option<String>,
    /// Shell lines, ending in the command that records a verification.
    pub lines: Vec<String>,
}

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

/// The sources.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourcesPage {
    /// The headline.
    pub headline: Sentence,
    /// What was read, in one line.
    pub summary: String,
    /// A receipt per file.
    pub receipts: Vec<ReceiptRow>,
    /// Tool files that no report names.
    pub loose: Vec<super::document::Content>,
    /// Verifications of something unknown, in words.
    pub orphans: Vec<String>,
    /// The policy in force.
    pub policy: PolicyView,
}

/// One receipt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiptRow {
    /// The file.
    pub file: String,
    /// Its digest.
    pub sha256: String,
    /// Its size in words.
    pub size: String,
    /// Its format.
    pub format: String,
    /// Its tool.
    pub tool: Option<String>,
    /// Its items.
    pub items: u64,
    /// How it went.
    pub state: ReceiptState,
    /// Such as "410 records, 3 set aside".
    pub outcome: String,
    /// What is to be known.
    pub diagnostics: Vec<DiagnosticRow>,
}

/// How a file went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReceiptState {
    /// Read.
    Read,
    /// Read, with errors or warnings.
    Partial,
    /// Not used.
    Refused,
    /// Same bytes as another.
    Duplicate,
}

/// One diagnostic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DiagnosticRow {
    /// How much was lost.
    pub severity: DiagnosticSeverity,
    /// What.
    pub message: String,
    /// Where: path, line and column in words.
    pub place: String,
}

/// The policy in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Its title.
    pub title: String,
    /// Its digest.
    pub sha256: String,
    /// Whether it is the built-in one.
    pub is_default: bool,
}
