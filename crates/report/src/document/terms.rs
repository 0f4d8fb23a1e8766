//! Which terms a figure explains, and where on a page each of them is explained: at the first figure that uses it.

use super::{Block, Content, Document, FigureId, PhraseMark};
use crate::text::terms::TermId;
use std::collections::BTreeSet;

/// The terms that a figure uses, the first of them first.
const fn of(figure: FigureId) -> &'static [TermId] {
    match figure {
        FigureId::Envelope | FigureId::TeamEnvelope | FigureId::TwoGates | FigureId::ChangeGates => {
            &[TermId::Gate, TermId::Perceived, TermId::Verified, TermId::Gap, TermId::Implied]
        }
        FigureId::Risks | FigureId::Changes => &[TermId::Perceived, TermId::Verified, TermId::Gap],
        FigureId::GapChange | FigureId::GapChangeReason | FigureId::Differences => &[TermId::Clear],
        FigureId::Authorship | FigureId::AuthorshipReason => &[TermId::WithinTeams],
        FigureId::ByTeam => &[TermId::Implied],
        FigureId::NextPoints => &[TermId::RequiredItem],
        FigureId::Calibration => &[TermId::HeldUp],
        FigureId::Scores => &[TermId::Brier],
        FigureId::Ladder | FigureId::Teams | FigureId::TeamLadder | FigureId::TwoRungs => &[TermId::Rung],
        FigureId::TeamCriteria | FigureId::Rungs => &[TermId::LowerBound],
        FigureId::Progress => &[TermId::Debt],
        FigureId::Debt | FigureId::Velocity => &[TermId::Debt, TermId::BlastRadius],
        FigureId::Patterns | FigureId::Timeline | FigureId::TeamPatterns => &[TermId::FailurePattern, TermId::Escaped],
        FigureId::Funnel => &[TermId::Gate, TermId::Bypassed],
        FigureId::Surface | FigureId::Threats => &[TermId::Gate, TermId::RequiredItem],
        FigureId::Lanes => &[TermId::Verified, TermId::Contradicted],
        FigureId::Reviews => &[TermId::BlindReview, TermId::Kappa],
        FigureId::TeamChanges | FigureId::ChangeGate => &[TermId::Grade, TermId::Contradicted, TermId::Stale],
        FigureId::TwoGrades | FigureId::PolicyTypes => &[TermId::Grade],
        _ => &[],
    }
}

/// Gives each figure of a page the terms that no text or figure before it explains.
pub(crate) fn attach(document: &mut Document) {
    let mut known = BTreeSet::new();
    attach_to(&mut document.blocks, &mut known);
}

fn attach_to(blocks: &mut [Block], known: &mut BTreeSet<TermId>) {
    for block in blocks {
        if !block.head.title.is_empty() {
            block.head.terms = of(block.place.figure).iter().copied().filter(|term| known.insert(*term)).collect();
        }
        for content in &mut block.content {
            match content {
                Content::Text(sentence) => known.extend(sentence.0.iter().filter_map(|phrase| match phrase.mark {
                    PhraseMark::Term(term) => Some(term),
                    _ => None,
                })),
                Content::Blocks(inside) => attach_to(inside, known),
                _ => {}
            }
        }
    }
}

/// The terms of the matrix, which is one figure.
pub(crate) const OF_MATRIX: [TermId; 3] = [TermId::Reproduced, TermId::Diverged, TermId::Witnessed];

/// The terms that a page explains, in the order of the page.
pub(crate) fn explained(document: &Document) -> Vec<TermId> {
    let mut out = Vec::new();
    collect(&document.blocks, &mut out);
    out
}

fn collect(blocks: &[Block], out: &mut Vec<TermId>) {
    for block in blocks {
        out.extend(&block.head.terms);
        for content in &block.content {
            match content {
                Content::Text(sentence) => out.extend(sentence.0.iter().filter_map(|phrase| match phrase.mark {
                    PhraseMark::Term(term) => Some(term),
                    _ => None,
                })),
                Content::Blocks(inside) => collect(inside, out),
                _ => {}
            }
        }
    }
}
