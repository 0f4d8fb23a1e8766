//! One team.

pub(crate) mod changes;
pub(crate) mod criteria;

use crate::context::Context;
use crate::figures::periods::Periods;
use crate::figures::shared::{head, sentence, size, table};
use crate::figures::{debt, envelope, patterns};
use crate::model::{Ladder, Rung, TeamPage};
use crate::pages::teams;
use crate::text::{headline, ladder, measure, page};
use plumbline_assess::{Selection, TeamRung, figures};
use plumbline_domain::sort_alphabetically;

pub(crate) fn build(cx: &Context<'_>, team: &str) -> TeamPage {
    let standing = cx.ladder().iter().find(|t| t.team == team).cloned();
    let window = figures::ladder::window(cx.assessment, &cx.any_time);
    let rungs = teams::rungs(cx);
    let ladder = place_on_ladder(cx, &rungs, standing.as_ref(), window.is_empty());
    let results = standing.as_ref().map(|s| s.criteria.as_slice()).unwrap_or_default();
    let criteria = criteria::build(cx, &rungs, ladder.computed, results, &window);
    let comparison = cx.comparison();
    let all_teams = cx.assessment.select(&Selection { teams: Vec::new(), ..cx.selection.clone() });
    let periods = Periods::of(cx.assessment, &cx.subset);
    let names = names_by_alphabet(cx);
    let here = names.iter().position(|name| *name == team);
    let neighbour = |step: isize| {
        let place = here?.checked_add_signed(step)?;
        names.get(place).map(|name| (*name).to_owned())
    };
    TeamPage {
        team: team.to_owned(),
        before: neighbour(-1),
        after: neighbour(1),
        eyebrow: eyebrow(cx, team),
        headline: sentence(said(cx, team, &rungs, &ladder, &criteria)),
        envelope: envelope::build(cx, &cx.subset, Some(&all_teams), comparison.as_ref()),
        patterns: patterns::build(cx, &periods, standing.as_ref().map(|s| s.team_place)),
        changes: changes::build(cx),
        ladder,
        criteria,
    }
}

/// The teams as the teams' table has them.
fn names_by_alphabet<'a>(cx: &'a Context<'_>) -> Vec<&'a str> {
    let mut names: Vec<&str> = cx.assessment.teams().iter().map(String::as_str).collect();
    sort_alphabetically(&mut names, |name| name);
    names
}

fn eyebrow(cx: &Context<'_>, team: &str) -> String {
    let resources = cx.assessment.blast_radius(&cx.subset);
    let mut filters = cx.filter_words();
    let unstated = debt::unstated(cx, cx.subset.iter().copied());
    filters.push(page::resources_touched(resources, cx.subset.len() as u64, unstated));
    page::eyebrow(&page::Eyebrow {
        what: &cx.titled(&page::team(team)),
        period: &cx.period_span(),
        filters: &filters,
        teams: 0,
        changes: cx.subset.len() as u64,
    })
}

fn place_on_ladder(cx: &Context<'_>, rungs: &[Rung], standing: Option<&TeamRung>, is_without_change: bool) -> Ladder {
    let place = |rung: Option<&str>| rung.and_then(|r| cx.rung_place(r));
    let computed = if is_without_change { None } else { place(standing.map(|s| s.rung.as_str())) };
    let claimed = place(standing.and_then(|s| s.claimed_rung.as_deref()));
    let previous = place(standing.and_then(|s| s.previous_rung.as_deref()));
    let rows = rungs.iter().enumerate().rev().map(|(i, r)| {
        let here = ladder::standing(computed == Some(i), claimed == Some(i), previous == Some(i));
        vec![r.title.clone(), r.meaning.clone(), here]
    });
    let twin = table(&measure::LADDER_COLUMNS, rows.collect());
    Ladder {
        head: head(ladder::distance(computed, claimed), teams::window_words(cx), twin),
        rungs: rungs.to_vec(),
        computed: computed.map(size),
        claimed: claimed.map(size),
        previous: previous.map(size),
    }
}

fn said(
    cx: &Context<'_>,
    team: &str,
    rungs: &[Rung],
    ladder: &Ladder,
    criteria: &crate::model::Criteria,
) -> Vec<headline::Piece> {
    use crate::model::CriterionState::{NotEnoughData, NotMet};
    let named = |place: Option<u32>| {
        let place = place? as usize;
        Some((place, rungs.get(place)?.title.as_str()))
    };
    let next = ladder.computed.and_then(|c| rungs.get(c as usize + 1)).map(|r| r.title.as_str());
    let in_state = |state| criteria.rows.iter().filter(|r| r.state == state).count() as u64;
    headline::standing(&headline::Standing {
        team,
        computed: named(ladder.computed),
        claimed: named(ladder.claimed),
        next,
        open: in_state(NotMet) + in_state(NotEnoughData),
        short_of_data: in_state(NotEnoughData),
        window_days: cx.policy.ladder_days,
    })
}
