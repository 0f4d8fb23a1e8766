//! The overview: what teams feel and what evidence supports, where they part, since when, and what would close the gap.

use crate::document::{Block, Content, Document, Entry};
use crate::drawn::{grid_of, patterns, teams};
use crate::figures::chart;
use crate::figures::shared::{count, head};
use crate::model::{AuthorshipGap, Envelope, GapChange, Head, NextPoint, NextPoints, Overview, Sentence, Table};
use crate::pages::overview::Top;
use crate::pick;
use crate::route::Location;
use crate::text::{next as words, number};
use plumbline_charts::Chart;

/// How many next points stand there before more are asked for: as many as the printed brief has reasons.
const AT_FIRST: usize = 3;

fn one(class: &str, head: Head, chart: Chart) -> Block {
    Block::figure(class, head, vec![Content::Chart(chart)])
}

/// What stands at the top, alone: the first blocks of [`draw`].
pub fn draw_top(v: &Top, location: &Location) -> Document {
    let (envelope, gap_change) = (v.envelope.clone(), v.gap_change.clone());
    let blocks = top_blocks(envelope, gap_change, v.authorship.clone(), v.next_points.clone(), location);
    document(v.eyebrow.clone(), v.headline.clone(), blocks)
}

fn document(eyebrow: String, headline: Sentence, blocks: Vec<Block>) -> Document {
    Document { class: "overview".to_owned(), eyebrow, headline, actions: Vec::new(), blocks }
}

fn top_blocks(
    envelope: Envelope,
    gap_change: GapChange,
    authorship: AuthorshipGap,
    next: NextPoints,
    location: &Location,
) -> Vec<Block> {
    let moved = Chart::GapChange(chart::gap_change(&gap_change, location));
    let by_authorship = Chart::Dumbbell(chart::authorship(&authorship, location));
    let reasons = vec![one("", gap_change.head, moved), one("", authorship.head, by_authorship), next_points(next, location)];
    let lead = Chart::Envelope(chart::envelope(&envelope, false, location));
    vec![
        one("span-8 part-envelope lead", envelope.head, lead),
        Block::plain("span-4 part-reasons", vec![Content::Blocks(reasons)]),
    ]
}

/// The whole of it.
pub fn draw(v: Overview, location: &Location) -> Document {
    let numbers = grid_of(&v.envelope.head.title, &v.envelope.head.table);
    let mut blocks = top_blocks(v.envelope, v.gap_change, v.authorship, v.next_points, location);
    let drift = Chart::Drift(chart::drift(&v.drift));
    let ladder = teams::table(&v.teams, location);
    let debt = Chart::Debt(chart::debt(&v.debt));
    let practices = Chart::Practices(chart::workflow(&v.workflow, location));
    let over_all = Content::Grid(patterns::over_all(&v.patterns, location));
    blocks.extend([
        one("span-12 part-drift", v.drift.head, drift),
        Block::figure("span-12 part-ladder", v.teams.head, ladder),
        one("span-7 part-debt", v.debt.head, debt),
        one("span-5 part-workflow", v.workflow.head, practices),
        Block::figure("span-12 part-patterns", v.patterns.head, vec![over_all]),
        Block::figure(
            "span-12 part-numbers paper-only",
            head(words::FIGURES_BEHIND, "", Table::default()),
            vec![Content::Grid(numbers)],
        ),
    ]);
    document(v.eyebrow, v.headline, blocks)
}

/// Where the next verified points are.
fn next_points(points: NextPoints, location: &Location) -> Block {
    let entry = |point: &NextPoint| Entry {
        title: point.action.clone(),
        figure: words::gain(point.gain),
        detail: point.detail.clone(),
        to: pick::owing(location, &point.artifact_type),
        ..Entry::default()
    };
    let mut first: Vec<Entry> = points.rows.iter().map(entry).collect();
    let rest = first.split_off(first.len().min(AT_FIRST));
    let mut content =
        vec![if first.is_empty() { Content::Note(words::NOTHING_LEFT.to_owned()) } else { Content::Entries(first) }];
    if !rest.is_empty() {
        let summary = words::show_more(&number::number_word(u64::from(count(rest.len() as u64))));
        content.push(Content::Fold { summary, is_open: false, content: vec![Content::Entries(rest)] });
    }
    Block::figure("next-points", points.head, content)
}
