//! The overview.

use crate::context::{Comparison, Context};
use crate::figures::gap_change;
use crate::figures::gap_change::carrier;
use crate::figures::periods::Periods;
use crate::figures::shared::{gap_difference, sentence, verified_difference};
use crate::figures::{authorship, debt, drift, envelope, next_points, patterns, workflow};
use crate::model::{AuthorshipGap, Envelope, GapChange, GapChangeRow, Head, NextPoints, Overview, Sentence};
use crate::pages::teams;
use crate::text::headline;
use crate::text::headline::{Confidence, Movement, Subject};
use crate::text::page;
use crate::why;
use plumbline_assess::GroupBy;
use plumbline_domain::Gate;

/// What stands at the top of the overview: the sentence, the figure that carries it, and the reasons beside it.
pub(crate) struct Top {
    pub eyebrow: String,
    pub headline: Sentence,
    pub envelope: Envelope,
    pub gap_change: GapChange,
    pub authorship: AuthorshipGap,
    pub next_points: NextPoints,
}

pub(crate) fn build(cx: &Context<'_>) -> Overview {
    build_in_two(cx, |_| ())
}

/// The overview. What stands at its top is shown before the rest is worked out.
pub(crate) fn build_in_two(cx: &Context<'_>, show: impl FnOnce(&Top)) -> Overview {
    let comparison = cx.comparison();
    let comparison = comparison.as_ref();
    let envelope = envelope::build(cx, &cx.subset, None, comparison);
    let gap_change = gap_change::build(comparison);
    let gaps: Vec<(Gate, f64)> = envelope.gates.iter().filter_map(|g| Some((g.gate, g.pair.gap?))).collect();
    let mut top = Top {
        eyebrow: cx.eyebrow(page::OVERVIEW),
        headline: headline(cx, &gaps, comparison.and_then(|c| movement(c, &gap_change.rows))),
        authorship: authorship::build(cx),
        next_points: next_points::build(cx),
        envelope,
        gap_change,
    };
    let link = |head: &mut Head, key: &str| why::link(cx, head, key);
    link(&mut top.envelope.head, "envelope");
    link(&mut top.gap_change.head, "gap-change");
    link(&mut top.authorship.head, "authorship");
    link(&mut top.next_points.head, "next-points");
    show(&top);
    let periods = Periods::of(cx.assessment, &cx.subset);
    let mut overview = Overview {
        eyebrow: top.eyebrow,
        headline: top.headline,
        envelope: top.envelope,
        gap_change: top.gap_change,
        authorship: top.authorship,
        next_points: top.next_points,
        drift: drift::build(cx, &periods, comparison),
        teams: teams::table_of(cx),
        debt: debt::build(cx, &periods),
        workflow: workflow::build(cx),
        patterns: patterns::build(cx, &periods, None),
    };
    link(&mut overview.drift.head, "drift");
    link(&mut overview.teams.head, "teams");
    link(&mut overview.debt.head, "debt");
    link(&mut overview.workflow.head, "workflow");
    link(&mut overview.patterns.head, "patterns");
    overview
}

fn headline(cx: &Context<'_>, gaps: &[(Gate, f64)], movement: Option<Movement>) -> Sentence {
    let pooled = cx.pairs(&cx.subset).pooled;
    sentence(headline::confidence(&Confidence {
        subject: subject(cx),
        perceived: pooled.perceived,
        stated: u64::from(pooled.stated),
        verified: pooled.verified,
        implied: pooled.implied,
        changes: cx.subset.len() as u64,
        too_few: u64::from(cx.policy.too_few),
        gaps,
        movement,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{n_selected, select};
    use crate::route::Location;
    use crate::{DataOrigin, drawn};
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
                let cx = Context::new(assessment.dataset(), assessment, cache, &DataOrigin::None, &location);
                assert_eq!(cx.subset, select(assessment, &location, DemoOptions::NOW), "{location:?}");
                assert_eq!(n_selected(assessment, &location, DemoOptions::NOW), cx.subset.len(), "{location:?}");
                drawn::overview(build(&cx), &location)
            });
            assert_eq!(of_warm, of_fresh, "{location:?}");
        }
    }

    #[test]
    fn what_is_shown_first_are_the_first_blocks_of_the_whole() {
        let assessment = assessment(4);
        let cache = Cache::default();
        let location = Location::from_fragment("#/overview?environment=prod");
        let cx = Context::new(assessment.dataset(), &assessment, &cache, &DataOrigin::None, &location);
        let mut shown = None;
        let whole = drawn::overview(build_in_two(&cx, |top| shown = Some(drawn::overview_top(top, &location))), &location);
        let top = shown.unwrap();
        assert_eq!((&top.headline, &top.eyebrow, top.blocks.len()), (&whole.headline, &whole.eyebrow, 2));
        assert_eq!(top.blocks, whole.blocks[..2]);
    }
}
