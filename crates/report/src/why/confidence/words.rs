//! The words of explained confidences.

/// How verified and perceived confidence come about when gates are pooled.
macro_rules! pooled {
    () => {
        "Every due gate of a change counts once. Verified: each gives the share of its required items that are verified; the figure is the \
         mean of these shares. Perceived: the mean over those that state a confidence."
    };
}

/// What the figure shows, and its formula.
pub(crate) const ENVELOPE: (&str, &str) = (
    "Verified and perceived confidence at each gate",
    "Verified: each change that is due at the gate gives the share of its required items that are verified; the figure is the mean \
         of these shares, with its 95 % Wilson interval. Perceived: the mean of the confidence that the reports of these changes \
         state, with the 95 % interval of a mean. The gap is perceived minus verified. Confidence implied by passed gates is reported \
         separately.",
);

/// What the figure shows, and its formula.
pub(crate) const RISKS: (&str, &str) = (
    "Verified and perceived confidence in each risk",
    "As at the gates, but only required items whose type serves the risk count, over all gates that require one, and only \
         statements about that risk. A change that owes no such item is left out.",
);

/// What the figure shows, and its formula.
pub(crate) const AUTHORSHIP: (&str, &str) = (
    "Confidence by who wrote the change",
    concat!(
        pooled!(),
        " Within teams: the difference between the gap of an authorship and that of human-written changes is taken in each team that has \
         enough statements of both, and averaged with the weight n·m ÷ (n + m), n and m the numbers of statements."
    ),
);

/// What the figure shows, and its formula.
pub(crate) const BY_TEAM: (&str, &str) = ("Confidence by team", pooled!());

/// What the figure shows, and its formula.
pub(crate) const SERVICES: (&str, &str) = ("Confidence by service", pooled!());

/// What the figure shows, and its formula.
pub(crate) const ENVIRONMENTS: (&str, &str) = ("Confidence by environment", pooled!());

/// What the figure shows, and its formula.
pub(crate) const GAP_CHANGE: (&str, &str) = (
    "How the gap of each gate moved",
    "The gap at the gate in the chosen range, minus the gap in the preceding range of the same length. The interval adds the half \
         widths of the four intervals in quadrature; the change is clear when that interval excludes zero and neither range has too \
         few changes or statements.",
);

/// What the figure shows, and its formula.
pub(crate) const PROGRESS: (&str, &str) = (
    "The selected range beside the range before",
    "Verified confidence: the mean over all gates, for the changes of each range. Debt: of the changes of the range that shipped, the \
         share in debt at its end. Timeliness: of the items that fell due in the range, the share verified within 7 or 30 days of that; \
         what fell due too recently to know is left out. Each share has its Wilson interval. A difference is clear when its interval, \
         the half widths added in quadrature, leaves out zero and neither range has too few cases. The ladder is clear when a coin \
         thrown for each team that moved would be as one-sided less than once in 20 times.",
);

/// What the figure shows, and its formula.
pub(crate) const SEGMENTS: (&str, &str) = (
    "Teams, environments and authorships, before and now",
    "Gap and verified confidence over all gates, for the changes of each segment in both ranges. Segments with too few changes in \
         either are left out. Looking many times finds something by chance, so the intervals of all looks are widened together \
         (Bonferroni's correction): with n looks, each leaves out 5 %/n. The panel shows the intervals of one look.",
);

/// What the figure shows, and its formula.
pub(crate) const DRIFT: (&str, &str) = (
    "Confidence at each gate over time",
    "The figures of the gate, computed for the changes of each period alone. A change belongs to the period in which it was \
         merged, else deployed, else opened.",
);

/// What the figure shows, and its formula.
pub(crate) const HEADLINE: (&str, &str) = ("Confidence over all gates", pooled!());

/// The columns of both confidences.
pub(crate) const CONFIDENCE_COLUMNS: [(&str, bool); 4] =
    [("Part", false), ("Verified", true), ("Perceived", true), ("Gap, points", true)];

/// The name of the figure over all gates.
pub(crate) const ALL_GATES: &str = "All gates";

/// The earlier of two ranges.
pub(crate) const BEFORE: &str = "before";

/// The later of two ranges.
pub(crate) const NOW: &str = "now";

/// Changes that name no service or environment.
pub(crate) const UNNAMED_KIND: &str = "not named";
