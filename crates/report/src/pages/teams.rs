//! All teams on the ladder, A to Z, and what each rung asks for.

use crate::context::Context;
use crate::document::{Block, Cell, Content, Document, Fact, FigureId, PageId, Table, head, sentence};
use crate::figures::standings::{Rung, Standings};
use crate::text::{headline, ladder as words, page};
use plumbline_assess::GroupBy;

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let standings = Standings::of(cx);
    let teams = &standings.teams;
    // the headline says who stands below the claim: the figure says who moved
    let moved: Vec<(usize, usize)> = teams.iter().filter_map(|t| Some((t.previous?, t.rung?))).collect();
    let count = |is: fn(&&(usize, usize)) -> bool| moved.iter().filter(is).count() as u64;
    let title =
        words::moves(moved.len() as u64, count(|(from, to)| to > from), count(|(from, to)| to < from), cx.policy.ladder_days);
    let top = teams.iter().filter_map(|t| t.rung).max();
    let highest = top.and_then(|top| {
        let title = &standings.rungs.get(top)?.title;
        Some((title.as_str(), teams.iter().filter(|t| t.rung == Some(top)).count() as u64))
    });
    let headline = headline::standings(&headline::Standings {
        teams: teams.len() as u64,
        claiming: standings.claims().count() as u64,
        below: standings.claims().filter(|(rung, claimed)| rung < claimed).count() as u64,
        highest,
        is_of_part: cx.is_part_of_teams(),
    });
    let mut lead = standings.figure(FigureId::Teams.lead(12), title);
    let without_team = cx.subset.len() as u64 - cx.assessment.count_by(&cx.subset, GroupBy::Team).iter().sum::<u64>();
    if without_team > 0 {
        lead.content.push(Content::Note(words::without_team(without_team)));
    }
    let rung =
        |rung: &Rung| Fact { name: rung.title.clone(), value: Cell::text(rung.meaning.clone()).detail(rung.asks.join("\n")) };
    let rungs = Content::Facts(standings.rungs.iter().rev().map(rung).collect());
    let asks = head(words::ASKS, words::ASKS_MEASURE, Table::default());
    Document {
        page: PageId::Teams,
        eyebrow: cx.eyebrow(page::TEAMS),
        headline: sentence(headline),
        actions: Vec::new(),
        blocks: vec![lead, Block::figure(FigureId::Rungs.span(12), asks, vec![rungs])],
    }
}
