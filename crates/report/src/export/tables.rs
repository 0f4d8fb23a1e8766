//! A score as titled tables, before any notation: what the readable exports share.

use crate::text::{ladder, number, practice};
use plumbline_assess::{Confidence, CriterionState, Score, Share};

/// One titled table.
pub(super) struct Table {
    pub title: &'static str,
    pub head: Vec<&'static str>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(title: &'static str, head: &[&'static str]) -> Self {
        Table { title, head: head.to_vec(), rows: Vec::new() }
    }

    fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.rows.push(cells.into());
    }
}

/// What stands before the tables: name and value.
pub(super) fn facts(score: &Score) -> Vec<(&'static str, String)> {
    vec![("Assessed at", score.now.to_rfc3339()), ("Policy", score.policy.clone()), ("Changes", number::thousands(score.changes))]
}

/// A share that can only be counted once its last requirement has had its days.
const TOO_EARLY: &str = "not yet";

/// The tables of a score; those without a row are left out.
pub(super) fn tables(score: &Score) -> Vec<Table> {
    let mut all = vec![
        confidence(score),
        risks(score),
        teams(score),
        funnel(score),
        matrix(score),
        patterns(score),
        debt(score),
        timeliness(score),
        within_teams(score),
        workflow(score),
        lanes(score),
        surface(score),
    ];
    all.retain(|table| !table.rows.is_empty());
    all
}

fn interval(low: Option<f64>, high: Option<f64>) -> String {
    number::percent_interval(low.zip(high))
}

fn points(gap: Option<f64>) -> String {
    gap.map_or_else(number::dash, number::signed_points)
}

fn count(n: u64) -> String {
    number::thousands(n)
}

const CONFIDENCE: [&str; 9] =
    ["", "Due", "Verified", "Interval", "Perceived", "Interval", "Stated by", "Implied", "Gap in points"];

fn confidence_row(name: &str, c: &Confidence) -> [String; 9] {
    [
        name.to_owned(),
        count(c.n),
        number::percent_or_dash(c.verified),
        interval(c.verified_low, c.verified_high),
        number::percent_or_dash(c.perceived),
        interval(c.perceived_low, c.perceived_high),
        count(c.stated),
        number::percent_or_dash(c.implied),
        points(c.gap),
    ]
}

fn confidence(score: &Score) -> Table {
    let mut table = Table::new("Confidence at each gate", &CONFIDENCE);
    for (gate, c) in score.gates.iter() {
        table.row(confidence_row(gate.title(), &c.confidence));
    }
    table
}

fn risks(score: &Score) -> Table {
    let mut table = Table::new("Confidence in each risk", &CONFIDENCE);
    for (risk, c) in score.risks.iter() {
        table.row(confidence_row(risk.title(), &c.confidence));
    }
    table
}

fn teams(score: &Score) -> Table {
    let mut table = Table::new("Maturity ladder", &["Team", "Rung", "Claimed", "Before", "Criteria met", "Held back by"]);
    let rung = |r: &Option<String>| r.as_deref().map_or_else(number::dash, ladder::title);
    for team in &score.teams {
        let met = team.criteria.iter().filter(|c| !c.state.holds_back()).count();
        let held_back: Vec<String> = team
            .blocking()
            .map(|c| match c.state {
                CriterionState::NotEnoughData => format!("{} (not enough data)", c.id),
                _ => c.id.clone(),
            })
            .collect();
        table.row([
            team.team.clone(),
            ladder::title(&team.rung),
            rung(&team.claimed_rung),
            rung(&team.previous_rung),
            format!("{met} of {}", team.criteria.len()),
            held_back.join(", "),
        ]);
    }
    table
}

fn funnel(score: &Score) -> Table {
    let mut table = Table::new("Policy enforcement funnel", &["Gate mode", "Step", "Reached", "Lost", "Bypassed", "Leaked"]);
    for (mode, steps) in [("enforce", &score.funnel), ("evaluate", &score.funnel_evaluate)] {
        for s in steps.iter().filter(|_| steps.iter().any(|s| s.reached > 0)) {
            table.row([
                mode.to_owned(),
                s.step.id().to_owned(),
                count(s.reached),
                count(s.lost),
                count(s.bypassed),
                count(s.leaked),
            ]);
        }
    }
    table
}

fn matrix(score: &Score) -> Table {
    let head = [
        "Evidence",
        "Family",
        "Strength",
        "Required",
        "Present",
        "Verified",
        "Reproduced",
        "Diverged",
        "Not tried",
        "Not reproducible",
    ];
    let mut table = Table::new("Audit reproducibility matrix", &head);
    for cell in score.matrix.iter().filter(|c| c.required + c.present > 0) {
        table.row([
            cell.type_id.clone(),
            cell.family.id().to_owned(),
            cell.strength.id().to_owned(),
            count(cell.required),
            count(cell.present),
            count(cell.verified),
            count(cell.reproduced),
            count(cell.diverged),
            count(cell.not_tried),
            count(cell.not_reproducible),
        ]);
    }
    table
}

fn patterns(score: &Score) -> Table {
    let mut table = Table::new("Failure patterns", &["Pattern", "Occurrences", "Changes", "Escaped", "Recurrences"]);
    for p in &score.patterns {
        table.row([p.pattern.clone(), count(p.occurrences), count(p.changes), count(p.escaped), count(p.recurrences)]);
    }
    table
}

fn debt(score: &Score) -> Table {
    let head = ["Period", "Shipped", "In debt at its end", "Weighted by blast radius"];
    let mut table = Table::new("Verification debt", &head);
    for p in &score.debt.series {
        table.row([p.period.to_string(), count(p.shipped), count(p.in_debt), count(p.weighted)]);
    }
    table
}

fn timeliness(score: &Score) -> Table {
    let head = ["Month due", "Requirements", "Verified within 7 days", "Verified within 30 days"];
    let mut table = Table::new("Timeliness", &head);
    let share = |share: Option<f64>| share.map_or_else(|| TOO_EARLY.to_owned(), number::percent);
    for p in &score.timeliness {
        table.row([p.period.to_string(), count(p.n), share(p.within7), share(p.within30)]);
    }
    table
}

fn within_teams(score: &Score) -> Table {
    let head = ["Authorship", "Gap beyond human changes, pooled", "Within teams", "Teams compared"];
    let mut table = Table::new("Gap by authorship, in points", &head);
    for (who, gaps) in score.within_teams.iter().filter(|(_, gaps)| gaps.pooled.is_some()) {
        table.row([who.title().to_owned(), points(gaps.pooled), points(gaps.within), count(gaps.teams)]);
    }
    table
}

fn workflow(score: &Score) -> Table {
    let w = &score.workflow;
    let shares = [
        w.threat_intent_verified,
        w.diagnostics_and_outputs_attached,
        w.no_open_critical_or_high,
        w.alert_path_tested_per_release,
        w.recurring_patterns_prevented,
    ];
    let mut table = Table::new("Workflow adherence", &["Practice", "Of", "Cases", "Share", "Interval"]);
    for (words, Share { n, value, low, high }) in practice::PRACTICES.iter().zip(shares) {
        let share = number::percent_or_dash(value);
        table.row([words.title.to_owned(), words.many.to_owned(), count(n), share, interval(low, high)]);
    }
    table
}

fn lanes(score: &Score) -> Table {
    let head = ["Lane", "Validated", "Contradicted", "Missing", "Unverified", "Days since verified"];
    let mut table = Table::new("Detection pipeline", &head);
    for lane in &score.detection {
        let t = lane.total;
        table.row([
            lane.lane.clone(),
            count(t.validated),
            count(t.contradicted),
            count(t.missing),
            count(t.unverified),
            lane.days_since_verified.map_or_else(number::dash, |days| format!("{days:.1}")),
        ]);
    }
    table
}

fn surface(score: &Score) -> Table {
    let head = ["Surface", "Gate", "Critical", "High", "Medium", "Low", "Info", "Required", "Verified"];
    let mut table = Table::new("Attack surface", &head);
    for cell in score.surface.iter().filter(|c| c.required + c.open.total() > 0) {
        let mut row = vec![cell.surface.id().to_owned(), cell.gate.id().to_owned()];
        row.extend(cell.open.iter().map(|(_, n)| count(*n)));
        row.extend([count(cell.required), count(cell.verified)]);
        table.rows.push(row);
    }
    table
}
