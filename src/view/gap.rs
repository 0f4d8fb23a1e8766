//! The gap: what is stated against what is proved, for each risk and for each kind of change.

use super::chart;
use super::context::Context;
use super::document::{Block, Content, Document};
use super::figure::{head, pair, pair_cells, plain, table};
use super::model::Pair;
use crate::charts::Chart;
use crate::charts::dumbbell::Dumbbell;
use crate::text::{gap as words, page};

pub(super) fn build(cx: &Context<'_>) -> Document {
    Document { eyebrow: cx.eyebrow(page::GAP), headline: plain(words::HEADLINE), blocks: vec![risks(cx)], ..Document::default() }
}

/// Perceived and verified for the three risks.
fn risks(cx: &Context<'_>) -> Block {
    let by_risk = cx.assessment.pairs_by_risk(&cx.subset);
    let rows: Vec<(&str, Pair)> = by_risk.iter().map(|(risk, c)| (risk.title(), pair(c, c.n, cx.policy.too_few))).collect();
    let cells = rows.iter().map(|(name, pair)| {
        let mut cells = vec![(*name).to_owned()];
        cells.extend(pair_cells(pair));
        cells
    });
    let twin = table(&words::RISK_COLUMNS, cells.collect());
    let drawn = Dumbbell { rows: rows.iter().map(|(name, pair)| chart::dumbbell_row(String::new(), name, pair)).collect() };
    Block::figure(
        "span-6 part-risks",
        head(words::RISKS, words::RISKS_MEASURE, twin),
        vec![Content::Chart(Chart::Dumbbell(drawn))],
    )
}
