//! The confidence envelope: both confidences at each gate.

mod words;

use crate::context::{Comparison, Context};
use crate::document::{Block, Content, Place, datum, head, table};
use crate::figures::confidence::{
    gap_interval, pair_cells, perceived, shown_gap, verified, verified_difference, verified_interval,
};
use crate::figures::marks;
use crate::pick;
use crate::text::{date, number, vocabulary};
use plumbline_assess::{By, figures};
use plumbline_charts::Chart;
use plumbline_charts::envelope::{Envelope, EnvelopeGate, GapWords, SeriesName};
use plumbline_domain::Gate;

/// The envelope of the selected changes. With `all_teams`, it is narrow, and each gate also shows the verified value of that set.
pub(crate) fn figure(cx: &Context<'_>, place: Place, all_teams: Option<&[u32]>, comparison: Option<&Comparison>) -> Block {
    let (pairs, requirements) = (cx.pairs(&cx.subset), requirements(cx));
    let all_teams = all_teams.map(|all| figures::confidence::by_gate(cx.assessment, all));
    let (mut drawn, mut rows, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    let pasts: Vec<_> = Gate::ALL.iter().map(|&gate| comparison.and_then(|c| past(gate, c))).collect();
    // A column without any number says nothing.
    let has_past = pasts.iter().any(Option::is_some);
    for (&gate, past) in Gate::ALL.iter().zip(pasts) {
        let c = pairs.at(gate);
        let (n_verified, n_required) = *requirements.get(gate);
        let of_all_teams = all_teams.as_ref().and_then(|all| all.get(gate).verified);
        figures.push(words::GateFigures {
            gate,
            verified: c.verified,
            interval: verified_interval(c),
            gap: shown_gap(c),
            gap_interval: gap_interval(c),
            is_few: pairs.is_few(Some(gate)),
            is_little_stated: pairs.is_little_stated(Some(gate)),
        });
        let mut cells = vec![gate.title().into(), datum::count(c.n)];
        cells.extend(pair_cells(c));
        cells.extend([datum::share_or_none(c.implied), datum::count(n_verified), datum::count(n_required)]);
        cells.extend(has_past.then(|| datum::share_or_none(past.as_ref().map(|(v, _)| *v))));
        cells.extend(all_teams.is_some().then(|| datum::share_or_none(of_all_teams)));
        rows.push(cells);
        drawn.push(EnvelopeGate {
            key: pick::gate(cx, gate),
            name: gate.title().to_owned(),
            question: vocabulary::gate_question(gate).to_owned(),
            count: words::items(n_verified, n_required),
            perceived: perceived(c),
            verified: verified(c),
            gap: c.gap.zip(shown_gap(c)).map(|(value, shown)| GapWords {
                value,
                long: marks::gap(shown),
                named: words::named_gap(shown),
                short: number::gap_figure(shown),
            }),
            past,
            comparison: of_all_teams,
            too_few: pairs.is_few(Some(gate)),
            is_little_stated: pairs.is_little_stated(Some(gate)),
            note: marks::absence(c).to_owned(),
        });
    }
    let has_statements = drawn.iter().any(|g| g.perceived.is_some());
    let mut subtitle = if has_statements { words::MEASURE } else { words::MEASURE_WITHOUT_STATEMENTS }.to_owned();
    if Gate::ALL.iter().any(|&gate| pairs.is_few(Some(gate)) && pairs.at(gate).n > 0) {
        subtitle = format!("{subtitle}. {}", words::marked_too_few(u64::from(cx.policy.too_few)));
    }
    let n = cx.subset.len() as u64;
    let title = if cx.is_few(n) { words::too_few(n, u64::from(cx.policy.too_few)) } else { words::title(&figures) };
    let mut columns = words::COLUMNS.to_vec();
    columns.extend(has_past.then_some(words::BEFORE_COLUMN));
    columns.extend(all_teams.is_some().then_some(words::ALL_TEAMS_COLUMN));
    let name = |(name, note): (&str, &str)| SeriesName { name: name.to_owned(), note: note.to_owned() };
    let drawn = Envelope {
        comparison: drawn.iter().any(|g| g.comparison.is_some()).then(|| words::ALL_TEAMS.to_owned()),
        gates: drawn,
        perceived: name(words::PERCEIVED),
        verified: name(words::VERIFIED),
        compact: all_teams.is_some(),
    };
    Block::figure(place, head(title, subtitle, table(&columns, rows)), vec![Content::Chart(Chart::Envelope(drawn))])
}

/// What is verified and what is owed at each gate.
fn requirements(cx: &Context<'_>) -> By<Gate, (u64, u64)> {
    let mut counts = By::<Gate, (u64, u64)>::default();
    for (state, n) in cx.assessment.states_of_counts(&cx.by_team().all_counts()) {
        let (verified, required) = counts.get_mut(state.gate);
        *verified += if state.is_verified { n } else { 0 };
        *required += n;
    }
    counts
}

/// What was verified in the range before, where it clearly differs.
fn past(gate: Gate, comparison: &Comparison) -> Option<(f64, String)> {
    let verified = comparison.before.at(gate).verified?;
    let moved = verified_difference(&comparison.before, &comparison.now, Some(gate))?;
    moved.is_clear.then(|| (verified, words::past(verified, &date::day_of_year(comparison.since))))
}
