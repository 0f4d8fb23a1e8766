//! The overview: what teams state and what evidence proves, where the two part, since when, and what would close the gap.

use crate::context::{Comparison, Context};
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, Head, PageId, Row, Sentence, Style, Table, head, sentence, terms,
};
use crate::figures::confidence::{gap_difference, gap_interval, shown_gap, verified_difference};
use crate::figures::gap_change::carrier;
use crate::figures::patterns::Patterns;
use crate::figures::periods::Periods;
use crate::figures::standings::Standings;
use crate::figures::{debt, drift, envelope, gap_change, intro, kinds, next_points, progress, second_look, segments, workflow};
use crate::text::comparison::are_clearly_above;
use crate::text::headline;
use crate::text::headline::{Confidence, Movement, Subject};
use crate::text::number::whole_points;
use crate::text::page;
use crate::why;
use plumbline_assess::GroupBy;
use plumbline_domain::Gate;

/// On the printed brief, above the numbers of its first page.
const FIGURES_BEHIND: &str = "Figures behind page 1";

/// The overview. `preview` is given the head of the page and its first blocks before the rest is computed.
pub(crate) fn build(cx: &Context<'_>, preview: impl FnOnce(&Document)) -> Document {
    let comparison = cx.comparison();
    let envelope = envelope::figure(cx, FigureId::Envelope.lead(8), None, comparison);
    let numbers = numbers(&envelope.head);
    let reasons = vec![
        gap_change::figure(cx, FigureId::GapChangeReason, comparison),
        kinds::authorship(cx, FigureId::AuthorshipReason, false),
        next_points::figure(cx),
    ];
    let mut document = Document {
        page: PageId::Overview,
        eyebrow: cx.eyebrow(page::OVERVIEW),
        headline: headline(cx, comparison),
        actions: Vec::new(),
        blocks: vec![intro::block(cx), envelope, Block::plain(FigureId::Reasons.span(4), vec![Content::Blocks(reasons)])],
    };
    why::link_figures(cx, &mut document.blocks);
    terms::attach(&mut document);
    preview(&document);
    let periods = Periods::of(cx.assessment, &cx.subset);
    let standings = Standings::of(cx);
    let running = debt::by_authorship(cx, &periods);
    document.blocks.extend(progress::figure(cx));
    document.blocks.extend(segments::figure(cx));
    document.blocks.extend([
        drift::figure(cx, &periods, comparison),
        standings.figure_among_others(FigureId::Ladder.span(12), standings.title()),
        debt::figure(cx, FigureId::Debt.span(7), &periods, &running),
        workflow::figure(cx),
        Patterns::of(cx, &periods, None, None).figure(),
    ]);
    document.blocks.extend(second_look::figure(cx));
    document.blocks.push(numbers);
    why::link_figures(cx, &mut document.blocks);
    terms::attach(&mut document);
    document
}

/// The numbers of a figure as a table of their own, for paper.
fn numbers(of: &Head) -> Block {
    let column = |(title, is_number): (&String, &bool)| if *is_number { Column::number(title) } else { Column::text(title) };
    let rows = of.table.rows.iter().map(|row| Row { class: String::new(), cells: row.iter().cloned().map(Cell::from).collect() });
    let grid = Grid {
        caption: of.title.clone(),
        class: String::new(),
        columns: of.table.columns.iter().zip(&of.table.numeric).map(column).collect(),
        rows: rows.collect(),
    };
    let place = FigureId::Numbers.span(12).in_style(Style::PaperOnly);
    Block::figure(place, head(FIGURES_BEHIND, "", Table::default()), vec![Content::Grid(grid)])
}

fn headline(cx: &Context<'_>, comparison: Option<&Comparison>) -> Sentence {
    let pairs = cx.pairs(&cx.subset);
    let all_gaps = || Gate::ALL.iter().filter_map(|&gate| Some((gate, shown_gap(pairs.at(gate))?)));
    let is_spoken_of = |(gate, _): &(Gate, f64)| !pairs.is_few(Some(*gate)) && !pairs.is_little_stated(Some(*gate));
    let gaps: Vec<(Gate, f64)> = all_gaps().filter(is_spoken_of).collect();
    let most = gaps.iter().map(|g| whole_points(g.1)).max();
    let (top, rest): (Vec<_>, Vec<_>) = gaps.iter().partition(|g| Some(whole_points(g.1)) == most);
    let ranges = |gaps: &[&(Gate, f64)]| gaps.iter().map(|g| gap_interval(pairs.at(g.0))).collect::<Vec<_>>();
    let is_widest_clear = are_clearly_above(&ranges(&top), &ranges(&rest));
    sentence(headline::confidence(&Confidence {
        subject: subject(cx),
        perceived: pairs.pooled.perceived,
        stated: pairs.pooled.stated,
        verified: pairs.pooled.verified,
        implied: pairs.pooled.implied,
        changes: cx.subset.len() as u64,
        too_few: u64::from(cx.policy.too_few),
        gaps: &gaps,
        is_widest_clear,
        gates_with_gap: all_gaps().count(),
        compared: comparison.map(|c| page::days(c.days)),
        movement: comparison.and_then(movement),
    }))
}

/// One team by its name when every change is its own; people when no change names a team.
pub(crate) fn subject<'a>(cx: &'a Context<'_>) -> Subject<'a> {
    let counts = cx.assessment.count_by(&cx.subset, GroupBy::Team);
    let mut with_change = (0_u32..).zip(&counts).filter(|(_, n)| **n > 0);
    match (with_change.next(), with_change.next()) {
        (None, _) => Subject::People,
        (Some((team, n)), None) if *n == cx.subset.len() as u64 => Subject::Team(cx.assessment.team_name(team)),
        _ => Subject::Teams,
    }
}

/// How the gap (without statements: verified confidence) moved, all gates pooled.
fn movement(comparison: &Comparison) -> Option<Movement> {
    let Comparison { before, now, .. } = comparison;
    if before.is_few(None) || now.is_few(None) {
        return None;
    }
    let span = page::days(comparison.days);
    let (from, to) = (&before.pooled, &now.pooled);
    if let Some(moved) = gap_difference(before, now, None) {
        let carrier = if moved.is_clear { carrier(comparison, moved.change) } else { None };
        return Some(Movement { from: shown_gap(from)?, to: shown_gap(to)?, moved, span, carrier, is_gap: true });
    }
    let moved = verified_difference(before, now, None)?;
    Some(Movement { from: from.verified?, to: to.verified?, moved, span, carrier: None, is_gap: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataOrigin;
    use crate::context::{n_selected, select};
    use crate::route::Location;
    use plumbline_assess::{Assessment, Cache};
    use plumbline_demo::{DemoOptions, organisation};
    use plumbline_ingest::{Reader, Source};

    fn assessment(weeks: u32) -> Assessment {
        let (files, _) = organisation(&DemoOptions { weeks, ..DemoOptions::default() });
        let (policy, sha256) = plumbline_ingest::default_policy();
        let mut reader = Reader::new(policy, sha256);
        for file in files {
            reader.read(Source::new(file.path, file.bytes));
        }
        Assessment::new(reader.into_dataset(DemoOptions::NOW))
    }

    #[test]
    fn a_filter_says_the_same_whatever_was_asked_before() {
        let assessment = &assessment(20);
        let warm = Cache::default();
        let team = |i: usize| assessment.teams().get(i).cloned().unwrap();
        let narrow = [
            String::new(),
            "environment=prod".to_owned(),
            "authorship=human".to_owned(),
            format!("team={}", team(0)),
            "gate=execution".to_owned(),
            "family=identity".to_owned(),
            format!("team={}&authorship=ai-generated", team(1)),
        ];
        let periods = ["period=all", "period=30d", "period=90d", "period=2026-09-01..2026-10-15"];
        // more changes of different kinds than ladders are kept, and each of them again with another period
        for (narrow, period) in (0..56).filter_map(|i: usize| Some((narrow.get(i / 2 % 7)?, periods.get(i % 4)?))) {
            let location = Location::from_fragment(&format!("#/overview?{period}&{narrow}"));
            let [of_warm, of_fresh] = [&warm, &Cache::default()].map(|cache| {
                let cx = Context::new(assessment, cache, &DataOrigin::None, &location);
                assert_eq!(cx.subset, select(assessment, &location, DemoOptions::NOW), "{location:?}");
                assert_eq!(n_selected(assessment, &location, DemoOptions::NOW), Some(cx.subset.len() as u64), "{location:?}");
                build(&cx, |_| ())
            });
            assert_eq!(of_warm, of_fresh, "{location:?}");
        }
    }

    #[test]
    fn what_is_shown_first_are_the_first_blocks_of_the_whole() {
        let assessment = assessment(4);
        let cache = Cache::default();
        let location = Location::from_fragment("#/overview?environment=prod");
        let cx = Context::new(&assessment, &cache, &DataOrigin::None, &location);
        let mut shown = None;
        let whole = build(&cx, |top| shown = Some(top.clone()));
        let top = shown.unwrap();
        assert_eq!((&top.headline, &top.eyebrow, top.blocks.len()), (&whole.headline, &whole.eyebrow, 3));
        assert_eq!(top.blocks, whole.blocks[..3]);
    }
}
