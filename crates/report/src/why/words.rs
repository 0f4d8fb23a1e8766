//! The words of the panel that explains a figure: its formula, its inputs, the items behind it.

use crate::text::number::{counted, percent_interval, percent_or_dash, thousands};
use plumbline_domain::Outcome;

/// Above the panel's title.
pub const EYEBROW: &str = "Why this number";
/// Above the inputs.
pub const INPUTS: &str = "What went in";
/// Above the items.
pub const ITEMS: &str = "What is behind it";
/// Said when nothing is behind a number.
pub const NO_ITEM: &str = "Nothing stands behind it in this selection.";
/// On the link to the rule.
pub const RULE: &str = "The rule in full";
/// On the link to the receipts of all files.
pub const RECEIPTS: &str = "Receipts of all files";

/// What explains one kind of figure.
pub struct Kind {
    /// As it stands in the URL.
    pub key: &'static str,
    /// What the figure shows.
    pub title: &'static str,
    /// Its formula in words.
    pub formula: &'static str,
    /// The chapter of the scoring rules.
    pub chapter: &'static str,
}

const fn kind(key: &'static str, title: &'static str, chapter: &'static str, formula: &'static str) -> Kind {
    Kind { key, title, formula, chapter }
}

/// Every kind of figure that can be explained.
pub const KINDS: [Kind; 22] = [
    kind(
        "envelope",
        "Verified and perceived confidence at each gate",
        "verified-confidence",
        "Verified: each change that is due at the gate gives the share of its required items that are verified; the figure is the mean \
         of these shares, with its Wilson interval at 95 %. Perceived: the mean of the confidence that the reports of these changes \
         state, with the interval of a mean. The gap is perceived less verified. What passed gates imply stands apart.",
    ),
    kind(
        "risks",
        "Verified and perceived confidence in each risk",
        "confidence-in-a-risk",
        "As at the gates, but only the required items whose type serves the risk count, all gates that ask for one pooled, and only \
         what is stated about that risk. A change that owes no such item is left out.",
    ),
    kind(
        "authorship",
        "Confidence by who wrote the change",
        "pooled",
        "Every gate of a change that is due gives one pair. Verified is the mean over the pairs that owe something of the share of \
         items verified there; perceived is the mean of the pairs that state a confidence.",
    ),
    kind(
        "by-team",
        "Confidence by team",
        "pooled",
        "Every gate of a change that is due gives one pair. Verified is the mean over the pairs that owe something of the share of \
         items verified there; perceived is the mean of the pairs that state a confidence.",
    ),
    kind(
        "services",
        "Confidence by service",
        "pooled",
        "Every gate of a change that is due gives one pair. Verified is the mean over the pairs that owe something of the share of \
         items verified there; perceived is the mean of the pairs that state a confidence.",
    ),
    kind(
        "environments",
        "Confidence by environment",
        "pooled",
        "Every gate of a change that is due gives one pair. Verified is the mean over the pairs that owe something of the share of \
         items verified there; perceived is the mean of the pairs that state a confidence.",
    ),
    kind(
        "gap-change",
        "How the gap of each gate moved",
        "pooled",
        "The gap at the gate in the chosen range, less the gap in the range of the same length before it. The interval adds the half \
         widths of the four intervals in quadrature; the change is clear when that interval leaves out zero and neither range has too \
         few changes.",
    ),
    kind(
        "drift",
        "Confidence at each gate over time",
        "drift-of-confidence",
        "The figures of the gate, worked out for the changes of each period by itself. A change stands in the period in which it was \
         merged, else deployed, else opened.",
    ),
    kind(
        "next-points",
        "What each kind of evidence would add",
        "pooled",
        "An item that is not verified, at a gate where its change owes k items, would add 1/k to that pair. The rise is the sum of \
         these parts, divided by the number of pairs that owe something.",
    ),
    kind(
        "teams",
        "Where each team stands on the ladder",
        "maturity-ladder",
        "A team stands on the highest rung of which it, and all rungs below, meet every criterion, over its changes of the ladder's \
         window. A share meets its threshold when the lower end of its interval does.",
    ),
    kind(
        "debt",
        "Verification debt",
        "verification-debt",
        "A shipped change is in debt while an item that it owes is not verified. The debt is the number of such changes, and, \
         weighted, the sum of the resources that they create, modify or delete; one that states none counts as the policy says.",
    ),
    kind(
        "workflow",
        "How far each practice is followed",
        "workflow-adherence",
        "The cases that follow the practice, divided by all cases of it, with the Wilson interval at 95 %.",
    ),
    kind(
        "patterns",
        "Failure patterns",
        "failure-patterns",
        "A pattern occurs once for each change and each thing that shows it: an open or fixed finding that means it, or evidence that \
         refutes its claim or is owed and not verified. It escaped when the gate that should have stopped it was open. Recurrences \
         are, for each team, the changes with it less one.",
    ),
    kind(
        "matrix",
        "Audit reproducibility matrix",
        "audit-reproducibility-matrix",
        "For the changes that touch the family: how many owe the type; and by the best item of each that speaks of the family, how \
         many are present, verified, and what came of repeating them.",
    ),
    kind(
        "funnel",
        "Policy enforcement funnel",
        "policy-enforcement-funnel",
        "A change reaches a step when it meets the criteria of that step and of every step before. It leaks when it went past the \
         step without meeting its criterion. Changes whose validation gate only watches stand in a funnel of their own.",
    ),
    kind(
        "calibration",
        "Whether what is stated comes true",
        "calibration",
        "Each stated confidence resolves to 1 when everything that its gate asks for is verified and no failure escaped there, else \
         to 0. Statements fall into ten bins. The Brier score is the mean of the squared distance between statement and resolution.",
    ),
    kind(
        "surface",
        "The attack surface",
        "attack-surface",
        "Open findings by the surface on which they stand and the gate whose report holds them; required and verified items by the \
         surface of their type and the gate that asks for them.",
    ),
    kind(
        "threats",
        "What stands against the threats of each gate",
        "threat-map",
        "Items that are required at the gate, how many of them are verified, and the findings that are open there.",
    ),
    kind(
        "chain",
        "The authoring-time chain",
        "authoring-time-chain",
        "A change is in the chain when an unsafe default or an inflated privilege was found in it. It goes on to the next link when \
         its validation gate was open, when it was deployed, and when its alerts would have reached nobody.",
    ),
    kind(
        "detection",
        "The detection pipeline",
        "detection-pipeline",
        "The required items of the lane's types, each by what became of it: verified, contradicted, missing, or anything else. Days \
         since a check count from the newest check of a verified item.",
    ),
    kind(
        "reviews",
        "Double-blind review",
        "double-blind-review",
        "Of the team's changes due at validation: those reviewed by somebody other than the author, both names known; and of these, \
         those with a blind review. Agreement holds each verdict against the evidence of its gates.",
    ),
    kind(
        "headline",
        "Confidence over all gates",
        "pooled",
        "Every gate of a change that is due gives one pair. Verified is the mean over the pairs that owe something of the share of \
         items verified there; perceived is the mean of the pairs that state a confidence.",
    ),
];

/// The kind with this key.
pub fn by_key(key: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.key == key)
}

/// An input as exactly as it helps: at most three decimals, `432.5`, `0.067`, `1,204`.
pub fn amount(value: f64) -> String {
    let thousandths = (value.abs() * 1000.0).round();
    // what is past the range of whole numbers has no decimals to show
    let whole = if thousandths.is_finite() { thousandths as u64 } else { 0 };
    let mut out = String::new();
    if value < 0.0 && whole > 0 {
        out.push(crate::text::number::MINUS);
    }
    out.push_str(&thousands(whole / 1000));
    let rest = whole % 1000;
    if rest > 0 {
        let digits = (1000 + rest).to_string();
        out.push('.');
        out.push_str(digits.get(1..).unwrap_or_default().trim_end_matches('0'));
    }
    out
}

/// A sum and what it is divided by: "432.5 ÷ 610".
pub fn quotient(sum: f64, n: u64) -> String {
    [&amount(sum), " ÷ ", &thousands(n)].concat()
}

/// The same with the interval that follows from it.
pub fn quotient_in(sum: f64, n: u64, interval: Option<(f64, f64)>) -> String {
    match interval {
        None => quotient(sum, n),
        Some(_) => [&quotient(sum, n), ", ", &percent_interval(interval)].concat(),
    }
}

/// The columns of both confidences.
pub const CONFIDENCE_COLUMNS: [(&str, bool); 4] =
    [("Part", false), ("Verified", true), ("Perceived", true), ("Gap, points", true)];
/// The columns of a table that counts cases.
pub const COUNT_COLUMNS: [(&str, bool); 3] = [("Part", false), ("Figure", true), ("Made of", false)];
/// The columns of the table of shares.
pub const SHARE_COLUMNS: [(&str, bool); 3] = [("Verified of owed", false), ("Cases", true), ("Add to the sum", true)];
/// The columns of what a change owes.
pub const OWED_COLUMNS: [(&str, bool); 3] = [("Owed", false), ("State", false), ("Read from", false)];
/// The columns of findings.
pub const FINDING_COLUMNS: [(&str, bool); 3] = [("Finding", false), ("Severity", false), ("Read from", false)];

/// The names of the inputs of a confidence.
pub const SUM_OF_SHARES: &str = "Sum of the verified shares";
/// How many shares.
pub const N_SHARES: &str = "Cases that owe something";
/// All cases.
pub const N_CASES: &str = "Cases due";
/// The mean of the shares.
pub const VERIFIED: &str = "Verified";
/// The sum of what is stated.
pub const SUM_OF_STATEMENTS: &str = "Sum of what is stated";
/// How many state it.
pub const N_STATEMENTS: &str = "Cases that state it";
/// Their spread.
pub const DEVIATION: &str = "Standard deviation s";
/// Their variance.
pub const VARIANCE: &str = "Variance s²";
/// The mean of the statements.
pub const PERCEIVED: &str = "Perceived";
/// Reports that passed.
pub const N_PASSED: &str = "Passed gates";
/// Their share.
pub const IMPLIED: &str = "Implied by passed gates";
/// Perceived less verified.
pub const GAP: &str = "Gap, points";

/// How an interval of a share was made: "Wilson, z = 1.96, n = 610".
pub fn wilson(n: u64) -> String {
    ["Wilson interval, z = 1.96, n = ", &thousands(n)].concat()
}

/// How an interval of a mean was made.
pub fn of_mean(m: u64) -> String {
    ["P ± z·s/√m, z = 1.96, m = ", &thousands(m)].concat()
}

/// "67 to 74 %, Wilson interval, z = 1.96, n = 610"; why there is none.
pub fn interval(interval: Option<(f64, f64)>, how: &str) -> String {
    match interval {
        Some(_) => [&percent_interval(interval), ", ", how].concat(),
        None => "no interval".to_owned(),
    }
}

/// The title of one row of a figure: "Intent: 71 % verified, 84 % stated".
pub fn confidence(name: &str, verified: Option<f64>, perceived: Option<f64>) -> String {
    let stated = match perceived {
        None => "nothing stated".to_owned(),
        Some(_) => [&percent_or_dash(perceived), " stated"].concat(),
    };
    match verified {
        None => [name, ": nothing due"].concat(),
        Some(_) => [name, ": ", &percent_or_dash(verified), " verified, ", &stated].concat(),
    }
}

/// "2 of 3 verified".
pub fn verified_of(verified: u64, required: u64) -> String {
    match required {
        0 => "owes nothing".to_owned(),
        _ => [&thousands(verified), " of ", &thousands(required), " verified"].concat(),
    }
}

/// What a case says: "2 of 3 verified, states 90 %".
pub fn case(verified: u64, required: u64, stated: Option<f64>) -> String {
    let proved = verified_of(verified, required);
    match stated {
        None => proved,
        Some(_) => [&proved, ", states ", &percent_or_dash(stated)].concat(),
    }
}

/// How many of the items are listed: "The first 50 of 312. All of them are under Changes."
pub fn shown(listed: usize, total: usize) -> String {
    [
        "The first ",
        &thousands(listed as u64),
        " of ",
        &thousands(total as u64),
        ": ",
        &thousands((total - listed) as u64),
        " more.",
    ]
    .concat()
}

/// On the link to all changes behind a number.
pub const ALL_CHANGES: &str = "All changes of this selection";

/// The heading of a list of items: "What is behind it: 312 changes".
pub fn behind(total: usize, one: &str, many: &str) -> String {
    [ITEMS, ": ", &counted(total as u64, one, many)].concat()
}

/// Where a report stands: "reports/2026-47.ndjson, record 12".
pub fn record(file: &str, record: u32) -> String {
    [file, ", record ", &thousands(u64::from(record) + 1)].concat()
}

/// What a report says: "passed, recorded 12 Nov 2026 10:15 UTC".
pub fn outcome(outcome: Outcome, recorded: &str) -> String {
    [outcome.id(), ", recorded ", recorded].concat()
}

/// Where no report is.
pub const NO_REPORT: &str = "no report of this gate was read";
/// Where nothing of a type is offered.
pub const NOT_OFFERED: &str = "nothing of this type is offered";
/// A claim.
pub const STATEMENT_ONLY: &str = "a statement in the report, no artifact";
/// An artifact whose file is not there.
pub const NOT_AT_HAND: &str = "the file was not among those read";
/// An artifact that has neither path nor digest.
pub const UNNAMED: &str = "an artifact without a path";

/// What was read of an artifact: "sha256 1234abcd…, read as sarif-2.1.0".
pub fn read_as(digest: &str, format: &str) -> String {
    ["sha256 ", digest, ", read as ", format].concat()
}

/// An item of a report: "item checkov of reports/2026-47.ndjson, record 12".
pub fn item_of(item: &str, record: &str) -> String {
    ["item ", item, " of ", record].concat()
}

/// The name of the fact that tells where a gate's report was read: "Validation report".
pub fn report_of(gate: &str) -> String {
    [gate, " report"].concat()
}

/// The name of the fact that tells what a report states.
pub fn stated_at(gate: &str) -> String {
    ["Stated at ", gate].concat()
}

/// The name of the figure over all gates.
pub const ALL_GATES: &str = "All gates";
/// The earlier of two ranges.
pub const BEFORE: &str = "before";
/// The later of two ranges.
pub const NOW: &str = "now";
/// Changes that name no service or environment.
pub const UNNAMED_KIND: &str = "not named";

/// The role of a statement by the author.
pub const AUTHOR: &str = "author";
/// Names of facts about a change.
pub const CHANGE: &str = "Change";
/// Its team.
pub const TEAM: &str = "Team";
/// Its date.
pub const DATE: &str = "Date";

/// What a table of requirements is of.
pub fn owed_by(change: &str, gates: &str) -> String {
    ["What ", change, " owes at ", gates].concat()
}

/// What a table of findings is of.
pub fn found_in(change: &str, gate: &str) -> String {
    ["Findings of ", change, " at ", gate].concat()
}

/// All shipped changes.
pub const ALL_SHIPPED: &str = "All shipped changes";

/// A rise in points: "+4.1 points".
pub fn rise(points: &str) -> String {
    [points, " points"].concat()
}

/// What a rise is made of: "214 items not verified, 53.5 ÷ 610 pairs".
pub fn lack(items: u64, sum: f64, pairs: u64) -> String {
    [&counted(items, "item", "items"), " not verified; ", &quotient(sum, pairs), " due gates"].concat()
}

/// What an item would add: "missing, one of 4 that the gate asks for, adds 1/4".
pub fn would_add(state: &str, owed: u64) -> String {
    let n = thousands(owed);
    [state, ", one of ", &n, " that the gate asks for: adds 1/", &n].concat()
}

/// What a debt is made of.
pub fn debt(shipped: u64, in_debt: u64) -> String {
    [&counted(in_debt, "change", "changes"), " in debt of ", &thousands(shipped), " shipped; resources that they touch"].concat()
}

/// Whether a case follows a practice.
pub const fn followed(is: bool) -> &'static str {
    if is { "follows it" } else { "does not follow it" }
}

/// Whether a pattern's prevention is in place.
pub const fn prevented(is: bool) -> &'static str {
    if is { "prevention in place" } else { "prevention not in place" }
}

/// "in 4 changes".
pub fn in_changes(n: u64) -> String {
    ["in ", &counted(n, "change", "changes")].concat()
}

/// What a table of releases is.
pub const RELEASES: &str = "Releases that a team deployed";
/// Its columns.
pub const RELEASE_COLUMNS: [(&str, bool); 3] = [("Team", false), ("Release", false), ("Alert test", false)];
/// What a table of recurring patterns is.
pub const RECURRING: &str = "Patterns that recur in a team";
/// Its columns.
pub const RECURRING_COLUMNS: [(&str, bool); 3] = [("Team", false), ("Pattern", false), ("Prevention", false)];
/// What a table of teams with a pattern is.
pub const TEAMS: &str = "Teams in which the pattern was found";
/// Its columns.
pub const TEAM_PATTERN_COLUMNS: [(&str, bool); 4] =
    [("Team", false), ("Occurrences", true), ("Recurrences", true), ("Prevention", false)];
/// The columns of a change's occurrences.
pub const OCCURRENCE_COLUMNS: [(&str, bool); 3] = [("Shown by", false), ("Found at", false), ("Read from", false)];
/// One occurrence and several.
pub const OCCURRENCE: (&str, &str) = ("occurrence", "occurrences");

/// What a pattern's occurrences are made of.
pub fn pattern(changes: u64, escaped: u64, recurrences: u64) -> String {
    [&in_changes(changes), ", ", &thousands(escaped), " escaped, ", &thousands(recurrences), " recurred"].concat()
}

/// "2 occurrences, escaped Validation".
pub fn occurrences(n: u64, escaped: Option<plumbline_domain::Gate>) -> String {
    let found = counted(n, OCCURRENCE.0, OCCURRENCE.1);
    match escaped {
        None => found,
        Some(gate) => [&found, ", ", &self::escaped(gate.title())].concat(),
    }
}

/// "escaped Validation".
pub fn escaped(gate: &str) -> String {
    ["escaped ", gate].concat()
}

/// What a table of occurrences is.
pub fn shown_by(change: &str) -> String {
    ["What shows a pattern in ", change].concat()
}

/// The links of the chain: id and name.
pub const LINKS: [(&str, &str); 4] = [
    ("default", "Unsafe default or inflated privilege"),
    ("missed", "missed by an open validation gate"),
    ("deployed", "deployed"),
    ("silent", "silent: alerts reach nobody, or are not tested"),
];

/// "of 602 changes".
pub fn of_all(n: u64) -> String {
    ["of ", &counted(n, "change", "changes")].concat()
}

/// What falls off before a link: "12 of 40 were stopped before it".
pub fn broken(stopped: u64, before: u64) -> String {
    [&thousands(stopped), " of ", &thousands(before), " were stopped before it"].concat()
}

/// How far a change went along the chain.
pub fn up_to(link: &str) -> String {
    ["as far as: ", link].concat()
}

/// What a cell of the matrix is made of: present, reproduced, diverged, not tried, not reproducible.
pub fn cell(counts: [u64; 5]) -> String {
    let names = ["present", REPRODUCED, DIVERGED, NOT_TRIED, NOT_REPRODUCIBLE];
    let parts = counts.iter().zip(names).filter(|(n, name)| **n > 0 || *name == "present");
    parts.map(|(n, name)| [&thousands(*n), " ", name].concat()).collect::<Vec<_>>().join(", ")
}

/// Repeated by somebody else with the same output.
pub const REPRODUCED: &str = "reproduced";
/// Repeated with another output.
pub const DIVERGED: &str = "diverged";
/// Not repeated.
pub const NOT_TRIED: &str = "not tried";
/// Not to be repeated.
pub const NOT_REPRODUCIBLE: &str = "not reproducible by nature";

/// Whether an item is verified.
pub const fn verified(is: bool) -> &'static str {
    if is { "verified" } else { "not verified" }
}

/// How many runs an item has.
pub fn runs(n: &str) -> String {
    [n, if n == "1" { " run" } else { " runs" }].concat()
}

/// After the name of a step of the funnel that only watches.
pub const WATCHED: &str = " (gate only watches)";

/// What a step of the funnel is made of.
pub fn step(lost: u64, bypassed: u64, leaked: u64) -> String {
    [&thousands(lost), " lost here, ", &thousands(bypassed), " bypassed, ", &thousands(leaked), " went past without meeting it"]
        .concat()
}

/// What became of a change at a step.
pub fn fate(is_lost: bool, is_bypassed: bool, is_leaked: bool) -> String {
    let all = [(is_lost, "lost here"), (is_bypassed, "gate bypassed"), (is_leaked, "went past without meeting it")];
    all.iter().filter(|(is, _)| *is).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

/// What a rung is made of.
pub fn criteria(met: u64, all: u64, claimed: Option<&str>) -> String {
    let met = [&thousands(met), " of ", &counted(all, "criterion", "criteria"), " met"].concat();
    match claimed {
        None => met,
        Some(rung) => [&met, "; claims ", rung].concat(),
    }
}

/// The window of the ladder.
pub const WINDOW: &str = "Window";
/// What a criterion came to.
pub const MEASURED: &str = "Measured";

/// "61 changes in the last 90 days".
pub fn window(changes: u64, days: u32) -> String {
    [&counted(changes, "change", "changes"), " in the last ", &counted(u64::from(days), "day", "days")].concat()
}

/// "lower end 45 %".
pub fn lower_end(low: &str) -> String {
    ["lower end ", low].concat()
}

/// "needs at least 60 %".
pub fn needs(need: &str) -> String {
    ["needs ", need].concat()
}

/// The scores of a calibration.
pub const BRIER: &str = "Brier score";
/// Murphy's first part.
pub const RELIABILITY: &str = "Reliability";
/// Murphy's second part.
pub const RESOLUTION: &str = "Resolution";
/// Murphy's third part.
pub const UNCERTAINTY: &str = "Uncertainty";
/// What always saying one half gets.
pub const BASELINE: &str = "Always saying 50 %";

/// A bin of statements.
pub fn bin(low: &str, high: &str) -> String {
    ["Stated ", low, " to ", high].concat()
}

/// What a bin is made of.
pub fn in_bin(came_true: &str, stated: &str) -> String {
    [came_true, " came true; stated ", stated, " on average"].concat()
}

/// What became of a statement.
pub fn resolved(stated: &str, came_true: bool) -> String {
    ["states ", stated, if came_true { ", came true" } else { ", did not come true" }].concat()
}

/// Failures that keep a statement from coming true.
pub fn escapes(n: u64) -> String {
    [&counted(n, "failure", "failures"), " escaped this gate."].concat()
}

/// "14 open findings".
pub fn open_findings(n: u64) -> String {
    counted(n, "open finding", "open findings")
}

/// What an exposure is made of: "2 critical, 3 high; 5 of 9 verified".
pub fn exposure(open: &[(plumbline_domain::Severity, u64)], verified: u64, required: u64) -> String {
    let named: Vec<String> =
        open.iter().filter(|(_, n)| *n > 0).map(|(severity, n)| [&thousands(*n), " ", severity.id()].concat()).collect();
    let mut out = named.join(", ");
    if !out.is_empty() {
        out.push_str("; ");
    }
    out.push_str(&verified_of(verified, required));
    out
}

/// What a lane is made of.
pub fn lane(counts: [u64; 3], days: Option<f64>) -> String {
    let [contradicted, missing, unverified] = counts.map(thousands);
    let since = match days {
        None => "never checked".to_owned(),
        Some(days) => ["last check ", &amount(days), " days ago"].concat(),
    };
    [&contradicted, " contradicted, ", &missing, " missing, ", &unverified, " not verified; ", &since].concat()
}

/// What a team's reviews are made of.
pub fn reviews(independent: u64, changes: u64, blind: u64) -> String {
    let all = quotient(independent as f64, changes);
    [&all, " reviewed by somebody else, ", &thousands(blind), " of them blind"].concat()
}

/// Agreement of verdicts and evidence.
pub const WITH_EVIDENCE: &str = "with the evidence";
/// Agreement of two reviewers.
pub const WITH_EACH_OTHER: &str = "with each other";

/// "80 % agree with the evidence (kappa 0.4, n = 25)".
pub fn agreement(with: &str, share: &str, kappa: Option<f64>, n: u64) -> String {
    let kappa = kappa.map_or_else(|| "no kappa".to_owned(), |k| ["kappa ", &amount(k)].concat());
    [share, " agree ", with, " (", &kappa, ", n = ", &thousands(n), ")"].concat()
}

/// Whether a change was reviewed.
pub const fn reviewed(is_independent: bool, is_blind: bool) -> &'static str {
    match (is_independent, is_blind) {
        (false, _) => "not reviewed by somebody else",
        (true, false) => "reviewed by somebody else, not blind",
        (true, true) => "reviewed blind by somebody else",
    }
}

/// The columns of reviews.
pub const REVIEW_COLUMNS: [(&str, bool); 3] = [("Reviewer", false), ("Verdicts", false), ("Read from", false)];
/// A review of the author's name unknown.
pub const BLIND: &str = "blind";
/// A review with the author known.
pub const NOT_BLIND: &str = "not blind";
/// A review without a name.
pub const UNKNOWN_REVIEWER: &str = "no name";

/// The verdicts of a review.
pub fn verdicts(said: [&str; 3]) -> String {
    let [intent, controls, outcome] = said;
    ["intent ", intent, ", controls ", controls, ", outcome ", outcome].concat()
}

/// What a table of reviews is.
pub fn reviews_of(change: &str) -> String {
    ["Reviews of ", change].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_at_most_three_decimals_and_no_needless_ones() {
        let cases = [
            (432.5, "432.5"),
            (0.0667, "0.067"),
            (1204.0, "1,204"),
            (0.0, "0"),
            (-0.25, "−0.25"),
            (2.0 / 3.0, "0.667"),
            (1.05, "1.05"),
        ];
        for (value, said) in cases {
            assert_eq!(amount(value), said);
        }
    }

    #[test]
    fn each_kind_has_its_own_key() {
        for (i, kind) in KINDS.iter().enumerate() {
            assert_eq!(KINDS.iter().position(|k| k.key == kind.key), Some(i), "{}", kind.key);
            assert!(kind.formula.ends_with('.') && !kind.title.ends_with('.'), "{}", kind.key);
        }
    }

    #[test]
    fn each_formula_leads_to_a_chapter_of_the_rules() {
        let rules = include_str!("../../../../docs/scoring.md");
        let chapters: Vec<String> =
            rules.lines().filter_map(|l| l.strip_prefix("## ")).map(crate::pages::about::chapter_id).collect();
        for kind in KINDS {
            assert!(chapters.iter().any(|c| c == kind.chapter), "{}", kind.chapter);
        }
    }

    #[test]
    fn titles_say_what_is_missing() {
        assert_eq!(confidence("Intent", Some(0.71), Some(0.84)), "Intent: 71\u{a0}% verified, 84\u{a0}% stated");
        assert_eq!(confidence("Intent", Some(0.71), None), "Intent: 71\u{a0}% verified, nothing stated");
        assert_eq!(confidence("Intent", None, None), "Intent: nothing due");
        assert_eq!(
            (case(0, 0, None), case(2, 3, Some(0.9))),
            ("owes nothing".into(), "2 of 3 verified, states 90\u{a0}%".into())
        );
    }
}
