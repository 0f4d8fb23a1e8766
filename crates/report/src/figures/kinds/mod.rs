//! The gap by kind of change: who wrote it, whose it is, what it belongs to, and where it runs.

mod within;
mod words;

use crate::context::Context;
use crate::document::{Block, Content, Place, datum, head, table};
use crate::figures::confidence::{dumbbell_row, gap_half_width, pair_cells, shown_gap};
use crate::pages::gap::words as gap_words;
use crate::pick;
use plumbline_assess::{Confidence, GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::dumbbell::Dumbbell;
use plumbline_domain::Authorship;

/// The chart shows the kinds with most changes, at most so many; the table shows more.
const SHOWN: usize = 10;
/// The table shows at most so many.
const LISTED: usize = 200;

/// One kind of change.
struct Kind {
    name: String,
    /// Where its mark leads; empty for changes that state none.
    to: String,
    changes: u64,
    confidence: Confidence,
}

/// The gap by who wrote the change; with its pairs by team where there is room for them.
pub(crate) fn authorship(cx: &Context<'_>, place: impl Into<Place>, with_pairs: bool) -> Block {
    let counts = cx.assessment.count_by(&cx.subset, GroupBy::Authorship);
    let pooled = figures::confidence::pooled_by(cx.assessment, &cx.subset, GroupBy::Authorship);
    let compared = within::compare(cx, &counts, &pooled);
    let mut rows = Vec::new();
    for ((&authorship, changes), confidence) in Authorship::ALL.iter().zip(counts).zip(pooled).filter(|((_, n), _)| *n > 0) {
        rows.push(Kind { name: authorship.title().to_owned(), to: pick::authorship(cx, authorship), changes, confidence });
    }
    let mut subtitle = words::AUTHORSHIP_MEASURE.to_owned();
    let title = if rows.iter().all(|r| r.confidence.gap.is_none()) {
        words::AUTHORSHIP_WITHOUT_STATEMENTS.to_owned()
    } else {
        let against: Vec<words::AgainstHuman<'_>> = compared.iter().map(within::Compared::against).collect();
        let words::Told { title, mix } = words::authorship_told(&against);
        if !mix.is_empty() {
            subtitle = [&subtitle, ". ", &mix].concat();
        }
        title
    };
    let shown = (0..rows.len()).collect();
    let mut block = figure(cx, place, title, subtitle, words::COLUMNS[0].0, &rows, shown);
    if with_pairs {
        block.content.extend(compared.iter().flat_map(|c| c.content(cx, &compared)));
    }
    block
}

/// The address of a page that is filtered by a name.
type Lead = fn(&Context<'_>, &str) -> String;

/// The gap by team, by service or by environment.
pub(crate) fn by(cx: &Context<'_>, kind: GroupBy, place: Place) -> Block {
    let what = match kind {
        GroupBy::Service => gap_words::BY_SERVICE,
        GroupBy::Environment => gap_words::BY_ENVIRONMENT,
        _ => gap_words::BY_TEAM,
    };
    let (names, lead): (&[String], Lead) = match kind {
        GroupBy::Service => (cx.assessment.services(), pick::service),
        GroupBy::Environment => (cx.assessment.environments(), pick::environment),
        _ => (cx.assessment.teams(), pick::team),
    };
    let parts = cx.assessment.parts(&cx.subset, kind);
    let mut sizes: Vec<(usize, usize)> = parts.iter().map(|(i, of_it)| (i, of_it.len())).filter(|(_, n)| *n > 0).collect();
    let n_kinds = sizes.len();
    // stable: on a tie the order of the names
    sizes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let shown: Vec<usize> = sizes.iter().take(SHOWN).map(|(i, _)| *i).collect();
    sizes.truncate(LISTED);
    let mut listed: Vec<usize> = sizes.iter().map(|(i, _)| *i).collect();
    listed.sort();
    let mut rows = Vec::with_capacity(listed.len() + 1);
    let mut drawn = Vec::new();
    for i in listed {
        let Some(name) = names.get(i) else { continue };
        if shown.contains(&i) {
            drawn.push(rows.len());
        }
        let of_it = parts.part(i);
        rows.push(Kind {
            name: name.clone(),
            to: lead(cx, name),
            changes: of_it.len() as u64,
            confidence: figures::confidence::pooled(cx.assessment, of_it),
        });
    }
    let figures: Vec<(f64, f64)> = rows
        .iter()
        .filter(|r| !cx.is_few(r.changes) && !cx.is_few(r.confidence.stated))
        .filter_map(|r| Some((shown_gap(&r.confidence)?, gap_half_width(&r.confidence)?)))
        .collect();
    let title = gap_words::range(what, &figures, rows.iter().any(|r| r.confidence.gap.is_some()));
    let named: usize = parts.iter().map(|(_, of_it)| of_it.len()).sum();
    if named < cx.subset.len() {
        let without = without(cx, kind);
        drawn.push(rows.len());
        rows.push(Kind {
            name: what.none.to_owned(),
            to: String::new(),
            changes: without.len() as u64,
            confidence: figures::confidence::pooled(cx.assessment, &without),
        });
    }
    let subtitle = gap_words::kinds_measure(what, drawn.len().min(SHOWN) as u64, n_kinds as u64);
    figure(cx, place, title, subtitle, what.title, &rows, drawn)
}

/// The changes that state none.
fn without(cx: &Context<'_>, kind: GroupBy) -> Vec<u32> {
    cx.assessment.without(&cx.subset, kind)
}

fn figure(
    cx: &Context<'_>,
    place: impl Into<Place>,
    title: String,
    subtitle: String,
    first: &'static str,
    rows: &[Kind],
    shown: Vec<usize>,
) -> Block {
    let mut columns = words::COLUMNS;
    columns[0] = (first, false);
    let mut cells = Vec::with_capacity(rows.len());
    for row in rows {
        let mut line = vec![row.name.as_str().into(), datum::count(row.changes), datum::count(row.confidence.n)];
        line.extend(pair_cells(&row.confidence));
        line.push(datum::share_or_none(row.confidence.implied));
        cells.push(line);
    }
    let drawn = shown
        .into_iter()
        .filter_map(|i| rows.get(i))
        .map(|row| dumbbell_row(row.to.clone(), &row.name, row.changes, &row.confidence, cx.is_few(row.changes)));
    let drawn = Dumbbell { rows: drawn.collect() };
    Block::figure(place, head(title, subtitle, table(&columns, cells)), vec![Content::Chart(Chart::Dumbbell(drawn))])
}
