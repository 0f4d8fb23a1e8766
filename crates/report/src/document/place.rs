//! Which page, which figure, and its place on the grid: ids that decide, and the style classes that follow from them.

use serde::{Deserialize, Serialize};

/// What kind of page a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageId {
    /// The overview.
    Overview,
    /// The gap.
    Gap,
    /// All teams.
    Teams,
    /// One team.
    Team,
    /// All failure patterns.
    Patterns,
    /// One failure pattern.
    Pattern,
    /// The policy enforcement funnel.
    Funnel,
    /// Verification debt.
    Debt,
    /// All changes.
    Changes,
    /// One change.
    Change,
    /// Threats.
    Threats,
    /// The detection pipeline.
    Detection,
    /// Reviews.
    Reviews,
    /// Two sides compared.
    Compare,
    /// The policy.
    Policy,
    /// What a copy of the policy would alter.
    Trial,
    /// The explanation of a figure.
    #[default]
    Explanation,
}

impl PageId {
    /// The style class of the page; empty when it has none of its own.
    pub const fn class(self) -> &'static str {
        match self {
            PageId::Overview => "overview",
            PageId::Teams => "teams-page",
            PageId::Team => "team-page",
            PageId::Patterns => "patterns-page",
            PageId::Pattern => "pattern-page",
            PageId::Funnel => "funnel-page",
            PageId::Change => "dossier",
            PageId::Detection => "detection-page",
            PageId::Reviews => "reviews-page",
            PageId::Compare => "compare",
            PageId::Policy => "policy-page",
            PageId::Gap | PageId::Debt | PageId::Changes | PageId::Threats | PageId::Trial | PageId::Explanation => "",
        }
    }
}

/// Which figure or part of a page a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FigureId {
    /// What the Overview is, and whose data it shows.
    Intro,
    /// Both confidences at each gate.
    Envelope,
    /// The reasons beside the envelope.
    Reasons,
    /// How the gap of each gate moved, among the reasons.
    GapChangeReason,
    /// The gap by who wrote the change, among the reasons.
    AuthorshipReason,
    /// Where the next verified points are.
    NextPoints,
    /// Whether debt, timeliness and the ladder are better than before.
    Progress,
    /// Segments that moved clearly.
    Segments,
    /// Both confidences over time, gate by gate.
    Drift,
    /// The teams on the ladder, on the overview.
    Ladder,
    /// Verification debt over time.
    Debt,
    /// How far each practice is followed.
    Workflow,
    /// Recurring failure patterns, on the overview.
    Patterns,
    /// Facts about the evidence that are in no number.
    SecondLook,
    /// The numbers of the envelope as a table, on paper.
    Numbers,
    /// Both confidences in each risk.
    Risks,
    /// How the gap of each gate moved.
    GapChange,
    /// The gap by who wrote the change.
    Authorship,
    /// The gap by team.
    ByTeam,
    /// The gap by service.
    Services,
    /// The gap by environment.
    Environments,
    /// Whether what is stated comes true.
    Calibration,
    /// The scores of the statements.
    Scores,
    /// All teams on the ladder.
    Teams,
    /// What each rung asks for.
    Rungs,
    /// The place of one team on the ladder.
    TeamLadder,
    /// The criteria of the next rung of a team.
    TeamCriteria,
    /// Both confidences of a team at each gate.
    TeamEnvelope,
    /// The failure patterns of a team.
    TeamPatterns,
    /// The newest changes of a team.
    TeamChanges,
    /// The funnel of the changes under an enforcing gate.
    Funnel,
    /// The funnel of the changes whose gate only evaluates.
    EvaluatedFunnel,
    /// What shipped in each period, and how much of it is verified.
    Velocity,
    /// Who wrote the changes in debt.
    HoldersByAuthorship,
    /// Whose the changes in debt are.
    HoldersByTeam,
    /// How soon what falls due is verified.
    Timeliness,
    /// The changes in debt with the largest blast radius.
    LargestDebts,
    /// When failure patterns were found.
    Timeline,
    /// What came back while its prevention was in place.
    AfterPrevention,
    /// What each failure pattern is, and what stops it.
    PatternKinds,
    /// Teams by failure patterns.
    PatternsByTeam,
    /// The course of one pattern in each team.
    Courses,
    /// What one pattern is.
    PatternFacts,
    /// What would have stopped one pattern.
    Prevention,
    /// What showed one pattern.
    ShownBy,
    /// The occurrences of one pattern.
    Occurrences,
    /// The field that searches the changes.
    Finder,
    /// All changes.
    Changes,
    /// The gates of one change.
    ChangeGates,
    /// What one change is.
    ChangeFacts,
    /// One gate of one change.
    ChangeGate,
    /// What was planned, applied and running of one change.
    ChangeDeployment,
    /// The findings of one change.
    ChangeFindings,
    /// What is stated of one change.
    ChangeStatements,
    /// The reviews of one change.
    ChangeReviews,
    /// The failure patterns of one change.
    ChangePatterns,
    /// What happened to one change.
    ChangeHistory,
    /// The attack surface.
    Surface,
    /// What stands against the threats of each gate.
    Threats,
    /// The authoring-time chain.
    Chain,
    /// The changes that went furthest along the chain.
    Furthest,
    /// The changes with the worst open findings.
    Worst,
    /// The lanes of the detection pipeline over time.
    Lanes,
    /// The last checks of each lane.
    LastChecks,
    /// The reviews of each team.
    Reviews,
    /// A share of each team that has one.
    ReviewShares,
    /// The choice of the two sides.
    Sides,
    /// Both sides at each gate.
    TwoGates,
    /// The differences at each gate.
    Differences,
    /// Two figures of the comparison, one below the other.
    TwoLists,
    /// The artifact types of both sides.
    TwoTypes,
    /// The failure patterns of both sides.
    TwoPatterns,
    /// The grades of both sides.
    TwoGrades,
    /// The findings of both sides.
    TwoFindings,
    /// The rungs of both sides.
    TwoRungs,
    /// The settings of the policy.
    PolicySettings,
    /// What the policy requires at each gate.
    PolicyRequired,
    /// A copy of the policy to edit.
    PolicyCopy,
    /// The artifact types of the policy.
    PolicyTypes,
    /// What the policy asks of a file of each type.
    PolicyProofs,
    /// The lists of the policy that probes look into.
    PolicyLists,
    /// The failure patterns of the policy.
    PolicyPatterns,
    /// The ladder of the policy.
    PolicyRungs,
    /// Which type serves which family.
    PolicyServes,
    /// The rules of the policy.
    PolicyRules,
    /// The keys of the policy that a copy alters.
    TrialKeys,
    /// Every number that a copy moves.
    TrialNumbers,
    /// The gates today and under the copy.
    TrialGates,
    /// The teams today and under the copy.
    TrialTeams,
    /// The formula of a figure.
    Formula,
    /// What went into a figure.
    Inputs,
    /// The sums of one number of a figure.
    Sums,
    /// The items behind one number of a figure.
    Items,
}

impl FigureId {
    /// The style classes of its place on the grid and of itself; empty where it has none.
    const fn classes(self) -> (&'static str, &'static str) {
        match self {
            FigureId::Intro => ("part-intro", "intro"),
            FigureId::Envelope => ("part-envelope", ""),
            FigureId::Reasons => ("part-reasons", ""),
            FigureId::GapChangeReason
            | FigureId::AuthorshipReason
            | FigureId::Teams
            | FigureId::TeamLadder
            | FigureId::TeamCriteria
            | FigureId::TeamEnvelope
            | FigureId::TeamPatterns
            | FigureId::TeamChanges
            | FigureId::Funnel
            | FigureId::TwoLists
            | FigureId::Formula
            | FigureId::Inputs
            | FigureId::Sums => ("", ""),
            FigureId::NextPoints => ("", "next-points"),
            FigureId::Progress => ("part-progress", ""),
            FigureId::Segments => ("part-segments", "next-points"),
            FigureId::Drift => ("part-drift", ""),
            FigureId::Ladder => ("part-ladder", ""),
            FigureId::Debt => ("part-debt", ""),
            FigureId::Workflow => ("part-workflow", ""),
            FigureId::Patterns => ("part-patterns", ""),
            FigureId::SecondLook => ("part-second-look", "next-points"),
            FigureId::Numbers => ("part-numbers", ""),
            FigureId::Risks => ("part-risks", ""),
            FigureId::GapChange => ("part-gap-change", ""),
            FigureId::Authorship => ("part-authorship", ""),
            FigureId::ByTeam => ("part-by-team", ""),
            FigureId::Services => ("part-services", ""),
            FigureId::Environments => ("part-environments", ""),
            FigureId::Calibration => ("part-calibration", ""),
            FigureId::Scores => ("part-scores", ""),
            FigureId::Rungs => ("", "rungs"),
            FigureId::EvaluatedFunnel => ("", "evaluate"),
            FigureId::Velocity => ("part-velocity", ""),
            FigureId::HoldersByAuthorship => ("part-holders-authorship", ""),
            FigureId::HoldersByTeam => ("part-holders-team", ""),
            FigureId::Timeliness => ("part-timeliness", ""),
            FigureId::LargestDebts => ("part-largest", ""),
            FigureId::Timeline | FigureId::ChangeHistory => ("part-timeline", ""),
            FigureId::AfterPrevention => ("part-after", ""),
            FigureId::PatternKinds => ("part-kinds", ""),
            FigureId::PatternsByTeam => ("part-teams", ""),
            FigureId::Courses => ("part-courses", ""),
            FigureId::PatternFacts | FigureId::ChangeFacts => ("part-facts", ""),
            FigureId::Prevention => ("part-harden", ""),
            FigureId::ShownBy => ("part-shown-by", ""),
            FigureId::Occurrences | FigureId::ChangePatterns => ("part-occurrences", ""),
            FigureId::Finder => ("", "finder"),
            FigureId::Changes => ("part-changes", ""),
            FigureId::ChangeGates => ("part-gates", ""),
            FigureId::ChangeGate => ("part-gate", ""),
            FigureId::ChangeDeployment => ("part-deployment", ""),
            FigureId::ChangeFindings => ("part-found", ""),
            FigureId::ChangeStatements => ("part-statements", ""),
            FigureId::ChangeReviews => ("part-opinions", ""),
            FigureId::Surface => ("part-surface", ""),
            FigureId::Threats => ("part-threats", ""),
            FigureId::Chain => ("part-chain", ""),
            FigureId::Furthest => ("part-furthest", ""),
            FigureId::Worst => ("part-worst", ""),
            FigureId::Lanes => ("part-lanes", ""),
            FigureId::LastChecks => ("part-checks", ""),
            FigureId::Reviews => ("part-reviews", ""),
            FigureId::ReviewShares => ("part-shares", ""),
            FigureId::Sides => ("", "sides"),
            FigureId::TwoGates => ("part-two-gates", ""),
            FigureId::Differences => ("part-differences", ""),
            FigureId::TwoTypes => ("part-two-types", ""),
            FigureId::TwoPatterns => ("part-two-patterns", ""),
            FigureId::TwoGrades => ("part-two-grades", ""),
            FigureId::TwoFindings => ("part-two-findings", ""),
            FigureId::TwoRungs => ("part-two-rungs", ""),
            FigureId::PolicySettings => ("part-settings", ""),
            FigureId::PolicyRequired => ("part-required", ""),
            FigureId::PolicyCopy => ("part-copy", ""),
            FigureId::PolicyTypes => ("part-types", ""),
            FigureId::PolicyProofs => ("part-proofs", ""),
            FigureId::PolicyLists => ("part-lists", ""),
            FigureId::PolicyPatterns => ("part-pattern-policy", ""),
            FigureId::PolicyRungs => ("part-rungs", ""),
            FigureId::PolicyServes => ("part-serves", ""),
            FigureId::PolicyRules => ("part-rules", ""),
            FigureId::TrialKeys => ("part-keys", ""),
            FigureId::TrialNumbers => ("part-moved", ""),
            FigureId::TrialGates => ("part-then-gates", ""),
            FigureId::TrialTeams => ("part-then-teams", ""),
            FigureId::Items => ("", "behind"),
        }
    }

    /// As so many columns of the grid.
    pub const fn span(self, span: u8) -> Place {
        Place { figure: self, span, style: Style::Plain }
    }

    /// As the leading figure, over so many columns of the grid.
    pub(crate) const fn lead(self, span: u8) -> Place {
        Place { figure: self, span, style: Style::Lead }
    }
}

/// How a figure stands out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Style {
    /// Not at all.
    Plain,
    /// The leading figure of its page.
    Lead,
    /// It shows what evidence contradicts.
    Contradicted,
    /// It is printed, and hidden on the screen.
    PaperOnly,
}

/// Which figure a block is, and its place on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The figure.
    pub figure: FigureId,
    /// How many of the twelve columns it takes; 0 inside another block.
    pub span: u8,
    /// How it stands out.
    pub style: Style,
}

impl From<FigureId> for Place {
    /// Inside another block.
    fn from(figure: FigureId) -> Self {
        figure.span(0)
    }
}

impl Place {
    /// The same in another style.
    pub(crate) const fn in_style(self, style: Style) -> Self {
        Place { style, ..self }
    }

    /// The style classes: of the place on the grid, and of the figure.
    pub fn classes(self) -> (String, &'static str) {
        let (part, own) = self.figure.classes();
        let place = match (self.span, part) {
            (0, part) => part.to_owned(),
            (span, "") => format!("span-{span}"),
            (span, part) => format!("span-{span} {part}"),
        };
        let figure = match self.style {
            Style::Plain => own,
            Style::Lead => "lead",
            Style::Contradicted => "contra-figure",
            Style::PaperOnly => "paper-only",
        };
        (place, figure)
    }
}
