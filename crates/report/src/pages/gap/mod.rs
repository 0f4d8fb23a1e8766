//! The gap: what is stated against what is proved, for each risk and for each kind of change, over time, and whether what is
//! stated comes true.

pub(crate) mod words;

use crate::context::{Comparison, Context};
use crate::document::{Block, Cell, Column, Content, Document, Grid, Picture, Piece, Row};
use crate::figures::chart;
use crate::figures::periods::Periods;
use crate::figures::shared::{count, gap_half_width, head, pair, pair_cells, sentence, table};
use crate::figures::{drift, gap_change, kinds};
use crate::model::{Pair, Sentence};
use crate::pages::overview;
use crate::pages::reviews::calibration;
use crate::pages::reviews::calibration::Judged;
use crate::pick;
use crate::text::{number, page};
use plumbline_assess::{GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::dumbbell::Dumbbell;
use plumbline_domain::{ArtifactTypeId, Gate, Risk};

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let comparison = cx.comparison();
    let comparison = comparison.as_ref();
    let periods = Periods::of(cx.assessment, &cx.subset);
    let risks: Vec<(&str, Pair)> = figures::confidence::by_risk(cx.assessment, &cx.subset)
        .iter()
        .map(|(risk, c)| (risk.title(), pair(c, c.n, cx.policy.too_few)))
        .collect();
    let judged = Judged::of(cx, Gate::ALL);
    let headline = headline(cx, &risks, &judged);
    let [diagram, scores] = calibration::build(cx, &judged);
    Document {
        eyebrow: cx.eyebrow(page::GAP),
        headline,
        blocks: vec![
            risk_figure(cx, &risks),
            change_figure(cx, comparison),
            kinds::authorship(cx, "span-4 part-authorship"),
            drift_figure(cx, &periods, comparison),
            kinds::by(cx, GroupBy::Team, "span-4 part-by-team"),
            kinds::by(cx, GroupBy::Service, "span-4 part-services"),
            kinds::by(cx, GroupBy::Environment, "span-4 part-environments"),
            diagram,
            scores,
        ],
        ..Document::default()
    }
}

fn headline(cx: &Context<'_>, risks: &[(&str, Pair)], judged: &Judged) -> Sentence {
    let pooled = cx.pooled_pair(&cx.subset);
    let gaps: Vec<(&str, f64)> = risks.iter().filter_map(|(name, p)| Some((*name, p.gap?))).collect();
    sentence(words::headline(&words::Headline {
        subject: overview::subject(cx),
        perceived: pooled.perceived,
        stated: u64::from(pooled.stated),
        verified: pooled.verified,
        implied: pooled.implied,
        changes: cx.subset.len() as u64,
        too_few: u64::from(cx.policy.too_few),
        risks: &gaps,
        verdict: judged.verdict,
        shares: judged.shares,
    }))
}

/// Perceived and verified for the three risks, and the evidence behind them.
fn risk_figure(cx: &Context<'_>, risks: &[(&str, Pair)]) -> Block {
    let cells = risks.iter().map(|(name, pair)| {
        let mut cells = vec![(*name).to_owned(), number::thousands(u64::from(pair.n))];
        cells.extend(pair_cells(pair));
        cells.push(number::percent_or_dash(pair.implied));
        cells
    });
    let twin = table(&words::RISK_COLUMNS, cells.collect());
    let figures: Vec<words::RiskFigures> = risks
        .iter()
        .filter(|(_, p)| !p.too_few)
        .filter_map(|(name, p)| Some(words::RiskFigures { name, gap: p.gap?, half: gap_half_width(p)? }))
        .collect();
    let title = words::risks(&figures, risks.iter().any(|(_, p)| p.gap.is_some()));
    let row = |(risk, (name, pair)): (&Risk, &(&str, Pair))| {
        chart::dumbbell_row(pick::why(cx, &["risks/", risk.id()].concat()), name, pair)
    };
    let drawn = Dumbbell { rows: Risk::ALL.iter().zip(risks).map(row).collect() };
    Block::figure(
        "span-8 lead part-risks",
        head(title, words::RISKS_MEASURE, twin),
        vec![Content::Chart(Chart::Dumbbell(drawn)), Content::Heading(words::BEHIND.to_owned()), Content::Grid(evidence(cx))],
    )
}

/// The kinds of evidence that serve each risk.
fn evidence(cx: &Context<'_>) -> Grid {
    let mut counts = vec![(0_u64, 0_u64); cx.policy.artifact_types.len()];
    for (state, n) in cx.assessment.requirement_states(&cx.subset) {
        let ArtifactTypeId(place) = state.artifact_type;
        if let Some((required, verified)) = counts.get_mut(usize::from(place)) {
            *required += n;
            *verified += if state.is_verified { n } else { 0 };
        }
    }
    let mut rows = Vec::new();
    for (risk, types) in &cx.policy.risks {
        // the risk stands in every row, quieter after the first
        let mut class = "";
        for id in types {
            let known = cx.policy.artifact_types.iter().zip(&counts).find(|(t, _)| t.id == *id);
            let Some((artifact_type, &(required, verified))) = known else { continue };
            let bar = if required == 0 {
                Picture::Hatch
            } else {
                let pieces = vec![(Piece::Proved, count(verified)), (Piece::Absent, count(required.saturating_sub(verified)))];
                Picture::Bar(pieces, count(required))
            };
            let share = (required > 0).then(|| verified as f64 / required as f64);
            rows.push(Row {
                class: String::new(),
                cells: vec![
                    Cell::styled(class, risk.title()),
                    Cell::text(&artifact_type.title).to(pick::artifact(cx, id)),
                    Cell::styled("dim", artifact_type.gate.title()),
                    Cell::text(words::verified_of(verified, required)),
                    Cell { picture: Some(bar), ..Cell::default() },
                    Cell::styled("verified-word", number::percent_or_dash(share)),
                ],
            });
            class = "again";
        }
    }
    let columns = words::EVIDENCE_COLUMNS
        .iter()
        .map(|&(title, spoken, class)| Column {
            title: title.to_owned(),
            spoken: spoken.to_owned(),
            class: class.to_owned(),
            ..Column::default()
        })
        .collect();
    Grid { caption: words::BEHIND.to_owned(), class: "as-cards behind".to_owned(), columns, rows }
}

/// How the gap moved, gate by gate.
fn change_figure(cx: &Context<'_>, comparison: Option<&Comparison>) -> Block {
    let v = gap_change::build(comparison);
    let drawn = chart::gap_change(&v, cx.location);
    Block::figure("span-4 part-gap-change", v.head, vec![Content::Chart(Chart::GapChange(drawn))])
}

/// Both over time, gate by gate; a mark filters by its week or month.
fn drift_figure(cx: &Context<'_>, periods: &Periods, comparison: Option<&Comparison>) -> Block {
    let v = drift::build(cx, periods, comparison);
    let drawn = chart::drift(&v);
    Block::figure("span-12 part-drift", v.head, vec![Content::Chart(Chart::Drift(drawn))])
}
