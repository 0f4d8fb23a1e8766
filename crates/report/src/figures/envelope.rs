//! The confidence envelope: both confidences at each gate.

use crate::context::{Comparison, Context};
use crate::figures::shared::{count, head, pair_cells, table, verified_difference};
use crate::model::{Envelope, EnvelopeGate};
use crate::text::{date, finding, measure, number, words};
use plumbline_assess::{By, figures};
use plumbline_domain::Gate;

/// The envelope of a set of changes. With `all_teams`, each gate also carries the verified value of that set.
pub(crate) fn build(cx: &Context<'_>, subset: &[u32], all_teams: Option<&[u32]>, comparison: Option<&Comparison>) -> Envelope {
    let (pairs, requirements) = (cx.pairs(subset), requirements(cx, subset));
    let all_teams = all_teams.map(|all| figures::confidence::by_gate(cx.assessment, all));
    let at = |gate: Gate| {
        let (verified, required) = *requirements.get(gate);
        EnvelopeGate {
            gate,
            question: words::gate_question(gate).to_owned(),
            pair: pairs.at(gate).clone(),
            items_verified: count(verified),
            items_required: count(required),
            past: comparison.and_then(|c| past(gate, c)),
            all_teams: all_teams.as_ref().and_then(|all| all.get(gate).verified),
        }
    };
    let gates: Vec<EnvelopeGate> = Gate::ALL.iter().map(|&gate| at(gate)).collect();
    let figures: Vec<finding::GateFigures> = gates
        .iter()
        .map(|g| finding::GateFigures {
            gate: g.gate,
            verified: g.pair.verified,
            interval: g.pair.verified_interval,
            gap: g.pair.gap,
        })
        .collect();
    let has_statements = gates.iter().any(|g| g.pair.perceived.is_some());
    let mut subtitle = if has_statements { measure::ENVELOPE } else { measure::ENVELOPE_WITHOUT_STATEMENTS }.to_owned();
    if gates.iter().any(|g| g.pair.too_few && g.pair.n > 0) {
        subtitle = format!("{subtitle}. {}", measure::marked_too_few(u64::from(cx.policy.too_few)));
    }
    let title = if subset.len() < cx.policy.too_few as usize {
        finding::too_few(subset.len() as u64, u64::from(cx.policy.too_few))
    } else {
        finding::envelope(&figures)
    };
    let mut columns = measure::ENVELOPE_COLUMNS.to_vec();
    if all_teams.is_some() {
        columns.push(measure::ALL_TEAMS_COLUMN);
    }
    let rows = gates.iter().map(|g| row(g, all_teams.is_some())).collect();
    Envelope { head: head(title, subtitle, table(&columns, rows)), gates }
}

fn row(g: &EnvelopeGate, with_all_teams: bool) -> Vec<String> {
    let mut cells = vec![g.gate.title().to_owned(), number::thousands(u64::from(g.pair.n))];
    cells.extend(pair_cells(&g.pair));
    cells.push(number::percent_or_dash(g.pair.implied));
    cells.push(number::thousands(u64::from(g.items_verified)));
    cells.push(number::thousands(u64::from(g.items_required)));
    cells.push(g.past.as_ref().map_or_else(number::dash, |(v, _)| number::percent(*v)));
    if with_all_teams {
        cells.push(number::percent_or_dash(g.all_teams));
    }
    cells
}

/// What is verified and what is owed at each gate.
fn requirements(cx: &Context<'_>, subset: &[u32]) -> By<Gate, (u64, u64)> {
    let mut counts = By::<Gate, (u64, u64)>::default();
    let all = if subset == cx.subset { cx.by_team().all_counts() } else { cx.assessment.requirement_counts(subset) };
    for (state, n) in cx.assessment.states_of_counts(&all) {
        let (verified, required) = counts.get_mut(state.gate);
        *verified += if state.is_verified { n } else { 0 };
        *required += n;
    }
    counts
}

/// What was verified in the range before, where it clearly differs.
fn past(gate: Gate, comparison: &Comparison) -> Option<(f64, String)> {
    let verified = comparison.before.at(gate).verified?;
    let moved = verified_difference(comparison.before.at(gate), comparison.now.at(gate))?;
    moved.is_clear.then(|| (verified, finding::past(verified, &date::day_of_year(comparison.since))))
}
