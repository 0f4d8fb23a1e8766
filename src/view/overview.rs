//! The overview.

use super::context::{Comparison, Context};
use super::figure::{gap_difference, sentence, verified_difference};
use super::gap_change::{self, carrier};
use super::model::{GapChangeRow, Overview, Sentence};
use super::periods::Periods;
use super::{authorship, debt, drift, envelope, next_points, patterns, teams, workflow};
use crate::assess::GroupBy;
use crate::domain::Gate;
use crate::text::headline::{self, Confidence, Movement, Subject};
use crate::text::page;

pub(super) fn build(cx: &Context<'_>) -> Overview {
    let comparison = cx.comparison();
    let comparison = comparison.as_ref();
    let periods = Periods::of(cx.assessment, &cx.subset);
    let envelope = envelope::build(cx, &cx.subset, None, comparison);
    let gap_change = gap_change::build(comparison);
    let gaps: Vec<(Gate, f64)> = envelope.gates.iter().filter_map(|g| Some((g.gate, g.pair.gap?))).collect();
    Overview {
        eyebrow: cx.eyebrow(page::OVERVIEW),
        headline: headline(cx, &gaps, comparison.and_then(|c| movement(c, &gap_change.rows))),
        authorship: authorship::build(cx),
        next_points: next_points::build(cx),
        drift: drift::build(cx, &periods, comparison),
        teams: teams::table_of(cx),
        debt: debt::build(cx, &periods),
        workflow: workflow::build(cx),
        patterns: patterns::build(cx, &cx.subset, &periods, None),
        envelope,
        gap_change,
    }
}

fn headline(cx: &Context<'_>, gaps: &[(Gate, f64)], movement: Option<Movement>) -> Sentence {
    let pooled = cx.pooled_pair(&cx.subset);
    sentence(headline::confidence(&Confidence {
        subject: subject(cx),
        perceived: pooled.perceived,
        verified: pooled.verified,
        implied: pooled.implied,
        changes: cx.subset.len() as u64,
        too_few: u64::from(cx.policy.too_few),
        gaps,
        movement,
    }))
}

/// One team by its name when every change is its own; people when no change names a team.
pub(super) fn subject<'a>(cx: &'a Context<'_>) -> Subject<'a> {
    let counts = cx.assessment.count_by(&cx.subset, GroupBy::Team);
    let mut with_change = (0_u32..).zip(&counts).filter(|(_, n)| **n > 0);
    match (with_change.next(), with_change.next()) {
        (None, _) => Subject::People,
        (Some((team, n)), None) if *n == cx.subset.len() as u64 => Subject::Team(cx.assessment.team_name(team)),
        _ => Subject::Teams,
    }
}

/// How the gap (without statements: verified confidence) moved, all gates pooled.
fn movement(comparison: &Comparison, rows: &[GapChangeRow]) -> Option<Movement> {
    let (before, now) = (&comparison.before.pooled, &comparison.now.pooled);
    if before.too_few || now.too_few {
        return None;
    }
    let span = page::days(comparison.days);
    if let Some(moved) = gap_difference(before, now) {
        let carrier = if moved.is_clear { carrier(rows, moved.change) } else { None };
        return Some(Movement { from: before.gap?, to: now.gap?, clear: moved.is_clear, span, carrier, is_gap: true });
    }
    if before.gap.is_some() || now.gap.is_some() {
        return None;
    }
    let moved = verified_difference(before, now)?;
    Some(Movement { from: before.verified?, to: now.verified?, clear: moved.is_clear, span, carrier: None, is_gap: false })
}
