//! The gap: what is stated against what is proved, for each risk and for each kind of change, over time, and whether what is
//! stated comes true.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, PageId, Picture, Piece, Row, Sentence, count, datum, head, sentence,
    table,
};
use crate::figures::confidence::{dumbbell_row, gap_half_width, pair_cells, shown_gap};
use crate::figures::periods::Periods;
use crate::figures::{drift, gap_change, kinds};
use crate::pages::overview;
use crate::pages::reviews::calibration;
use crate::pages::reviews::calibration::Judged;
use crate::pick;
use crate::text::{number, page};
use plumbline_assess::{Confidence, GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::dumbbell::Dumbbell;
use plumbline_domain::{ArtifactTypeId, Gate, Risk};

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let comparison = cx.comparison();
    let periods = Periods::of(cx.assessment, &cx.subset);
    let risks: Vec<(Risk, Confidence)> =
        figures::confidence::by_risk(cx.assessment, &cx.subset).iter().map(|(risk, c)| (risk, *c)).collect();
    let judged = Judged::of(cx, Gate::ALL);
    let headline = headline(cx, &risks, &judged);
    let [diagram, scores] = calibration::build(cx, &judged);
    Document {
        page: PageId::Gap,
        eyebrow: cx.eyebrow(page::GAP),
        headline,
        blocks: vec![
            risk_figure(cx, &risks),
            gap_change::figure(cx, FigureId::GapChange.span(4), comparison),
            kinds::authorship(cx, FigureId::Authorship.span(4), true),
            drift::figure(cx, &periods, comparison),
            kinds::by(cx, GroupBy::Team, FigureId::ByTeam.span(4)),
            kinds::by(cx, GroupBy::Service, FigureId::Services.span(4)),
            kinds::by(cx, GroupBy::Environment, FigureId::Environments.span(4)),
            diagram,
            scores,
        ],
        actions: Vec::new(),
    }
}

fn headline(cx: &Context<'_>, risks: &[(Risk, Confidence)], judged: &Judged) -> Sentence {
    let pooled = cx.pairs(&cx.subset).pooled;
    let is_spoken_of = |c: &Confidence| !cx.is_few(c.n) && !cx.is_few(c.stated);
    let gaps: Vec<(&str, f64)> =
        risks.iter().filter(|(_, c)| is_spoken_of(c)).filter_map(|(risk, c)| Some((risk.title(), shown_gap(c)?))).collect();
    sentence(words::headline(&words::Headline {
        subject: overview::subject(cx),
        perceived: pooled.perceived,
        stated: pooled.stated,
        verified: pooled.verified,
        implied: pooled.implied,
        changes: cx.subset.len() as u64,
        too_few: u64::from(cx.policy.too_few),
        risks: &gaps,
        are_apart: words::are_apart(&risk_figures(cx, risks)),
        are_risks_stated: risks.iter().any(|(_, c)| c.gap.is_some()),
        all_risks: risks.len(),
        verdict: judged.verdict,
        shares: judged.shares,
    }))
}

/// The risks with enough changes and statements to compare them.
fn risk_figures(cx: &Context<'_>, risks: &[(Risk, Confidence)]) -> Vec<words::RiskFigures<'static>> {
    let enough = risks.iter().filter(|(_, c)| !cx.is_few(c.n) && !cx.is_few(c.stated));
    enough
        .filter_map(|(risk, c)| Some(words::RiskFigures { name: risk.title(), gap: shown_gap(c)?, half: gap_half_width(c)? }))
        .collect()
}

/// Perceived and verified for the three risks, and the evidence behind them.
fn risk_figure(cx: &Context<'_>, risks: &[(Risk, Confidence)]) -> Block {
    let cells = risks.iter().map(|(risk, c)| {
        let mut cells = vec![risk.title().into(), datum::count(c.n)];
        cells.extend(pair_cells(c));
        cells.push(datum::share_or_none(c.implied));
        cells
    });
    let twin = table(&words::RISK_COLUMNS, cells.collect());
    let title = words::risks(&risk_figures(cx, risks), risks.iter().any(|(_, p)| p.gap.is_some()));
    let row = |(risk, c): &(Risk, Confidence)| {
        dumbbell_row(pick::why(cx, &["risks/", risk.id()].concat()), risk.title(), c.n, c, cx.is_few(c.n))
    };
    let drawn = Dumbbell { rows: risks.iter().map(row).collect() };
    Block::figure(
        FigureId::Risks.lead(8),
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
