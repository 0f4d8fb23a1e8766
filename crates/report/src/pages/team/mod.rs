//! One team: its place on the ladder, what keeps it from the next rung, its envelope, its patterns and recent changes.

pub(crate) mod changes;
pub(crate) mod criteria;
mod words;

use crate::context::Context;
use crate::document::{Block, Content, Document, FigureId, Link, PageId, head, sentence, table};
use crate::figures::patterns::Patterns;
use crate::figures::periods::Periods;
use crate::figures::standings::{Rung, rungs, window_words};
use crate::figures::{debt, envelope};
use crate::pages::team::criteria::Criteria;
use crate::route::Route;
use crate::text::{headline, ladder, page};
use plumbline_assess::{CriterionResult, CriterionState, Selection, TeamRung, figures};
use plumbline_charts::Chart;
use plumbline_charts::ladder::{Ladder, LadderRung};
use plumbline_domain::sort_alphabetically;

pub(crate) fn build(cx: &Context<'_>, team: &str) -> Document {
    let standing = cx.ladder().iter().find(|t| t.team == team).cloned();
    let window = figures::ladder::window(cx.assessment, &cx.any_time);
    let rungs = rungs(cx);
    let place = Standing::of(cx, standing.as_ref(), window.is_empty());
    let results = standing.as_ref().map(|s| s.criteria.as_slice()).unwrap_or_default();
    let criteria = Criteria::of(cx, &rungs, place.computed, results, &window);
    let comparison = cx.comparison();
    // the other teams of a data set that is loaded in parts are not at hand to compare with
    let has_others = cx.assessment.n_in_all() == cx.assessment.n_changes() as u64;
    let all_teams = has_others.then(|| cx.assessment.select(&Selection { teams: Vec::new(), ..cx.selection.clone() }));
    let periods = Periods::of(cx.assessment, &cx.subset);
    let names = names_by_alphabet(cx);
    let here = names.iter().position(|name| *name == team);
    let neighbour = |word: &str, step: isize| {
        let place = here.and_then(|here| here.checked_add_signed(step));
        let team = place.and_then(|place| names.get(place));
        let open = |team: &&str| cx.location.with_route(Route::Team { team: (*team).to_owned() }).to_fragment();
        Link {
            text: word.to_owned(),
            to: team.map_or_else(String::new, open),
            hint: team.map_or_else(String::new, |team| [word, ": ", team].concat()),
            is_current: false,
        }
    };
    Document {
        page: PageId::Team,
        eyebrow: eyebrow(cx, team),
        headline: sentence(said(cx, team, &rungs, &place, &criteria, results)),
        actions: vec![neighbour(page::PREVIOUS_TEAM, -1), neighbour(page::NEXT_TEAM, 1)],
        blocks: vec![
            place.figure(cx, &rungs),
            criteria.figure(),
            envelope::figure(cx, FigureId::TeamEnvelope.span(5), all_teams.as_deref(), comparison),
            Patterns::of(cx, &periods, standing.as_ref().map(|s| s.team_place), Some(&cx.pattern_course())).figure_of_team(),
            changes::figure(cx),
        ],
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
        ignored: &cx.location.unread,
    })
}

/// A team's place on the ladder, by the places of the rungs.
struct Standing {
    computed: Option<usize>,
    claimed: Option<usize>,
    previous: Option<usize>,
}

impl Standing {
    fn of(cx: &Context<'_>, standing: Option<&TeamRung>, is_without_change: bool) -> Self {
        let place = |rung: Option<&str>| rung.and_then(|r| cx.rung_place(r));
        Standing {
            computed: if is_without_change { None } else { place(standing.map(|s| s.rung.as_str())) },
            claimed: place(standing.and_then(|s| s.claimed_rung.as_deref())),
            previous: place(standing.and_then(|s| s.previous_rung.as_deref())),
        }
    }

    fn figure(&self, cx: &Context<'_>, rungs: &[Rung]) -> Block {
        let &Standing { computed, claimed, previous } = self;
        let rows = rungs.iter().enumerate().rev().map(|(i, r)| {
            let here = ladder::standing(computed == Some(i), claimed == Some(i), previous == Some(i), cx.policy.ladder_days);
            vec![r.title.clone(), r.meaning.clone(), here]
        });
        let twin = table(&words::LADDER_COLUMNS, rows.collect());
        let rung = |r: &Rung| LadderRung { key: String::new(), name: r.title.clone(), meaning: r.meaning.clone() };
        let drawn = Ladder { rungs: rungs.iter().map(rung).collect(), computed, claimed, previous };
        let head = head(ladder::distance(computed, claimed, cx.is_part_of_teams()), window_words(cx), twin);
        Block::figure(FigureId::TeamLadder.lead(3), head, vec![Content::Chart(Chart::Ladder(drawn))])
    }
}

fn said(
    cx: &Context<'_>,
    team: &str,
    rungs: &[Rung],
    place: &Standing,
    criteria: &Criteria,
    results: &[CriterionResult],
) -> Vec<headline::Piece> {
    let named = |place: Option<usize>| Some((place?, rungs.get(place?)?.title.as_str()));
    let next = place.computed.and_then(|c| rungs.get(c + 1)).map(|r| r.title.as_str());
    let above = place.computed.map_or(0, |c| rungs.len().saturating_sub(c + 1));
    let open = results.iter().filter(|c| c.state.holds_back()).count() as u64;
    let top = rungs.last().filter(|_| above > 1).map(|top| (top.title.as_str(), open, results.len() as u64));
    headline::standing(&headline::Standing {
        team,
        computed: named(place.computed),
        claimed: named(place.claimed),
        next,
        open: criteria.count(CriterionState::NotMet) + criteria.count(CriterionState::NotEnoughData),
        short_of_data: criteria.count(CriterionState::NotEnoughData),
        top,
        window_days: cx.policy.ladder_days,
        is_of_part: cx.is_part_of_teams(),
    })
}
