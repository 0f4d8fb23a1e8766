//! Velocity against verification: what shipped and how much of it is verified, the debt that is left, who holds it, and the
//! changes that weigh most.

mod timeliness;
pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, PageId, Picture, Piece, Place, Row, Table, Value, count, datum, head,
    sentence, table,
};
use crate::figures::debt;
use crate::figures::full_proof;
use crate::figures::periods::Periods;
use crate::pages::team::changes;
use crate::pick;
use crate::route::Route;
use crate::text::{change_id, date, number, page};
use plumbline_assess::figures::debt::Shipped;
use plumbline_assess::{ChangeAssessment, DebtAt, GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::debt::{Debt as Columns, DebtPeriod, DebtStack, Tone};
use plumbline_domain::Authorship;
use timeliness::timeliness;

/// How many of the changes that weigh most are shown.
const SHOWN: usize = 10;
/// As many teams stand in the table at most: those with most resources in debt.
const MOST_TEAMS: usize = 100;

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let periods = Periods::of(cx.assessment, &cx.subset);
    let all = figures::debt::at(cx.assessment, &cx.subset, cx.assessment.dataset().now);
    let courses = debt::by_authorship(cx, &periods);
    let Shipped { shipped, verified } = figures::debt::shipped(cx.assessment, &cx.subset);
    // of a filter of authorship it says nothing whose they are
    let parts = if cx.filter().authorship.is_some() { Vec::new() } else { debt::newest(&courses) };
    let in_debt = cx.assessment.of(&cx.subset).filter(|(_, c)| c.is_in_debt()).map(|(place, _)| place);
    let unstated = debt::unstated(cx, in_debt);
    let headline = words::headline(&words::Headline { shipped, verified, weighted: all.weighted, parts: &parts, unstated });
    Document {
        page: PageId::Debt,
        eyebrow: cx.eyebrow(page::DEBT),
        headline: sentence(headline),
        blocks: vec![
            velocity(cx, &periods),
            debt::figure(cx, FigureId::Debt.span(6), &periods, &courses),
            by_authorship(cx, unstated),
            by_team(cx, unstated),
            timeliness(cx),
            largest(cx, &all),
        ],
        actions: Vec::new(),
    }
}

/// What shipped in each period, and how much of it is verified.
fn velocity(cx: &Context<'_>, periods: &Periods) -> Block {
    let names = periods.names();
    let mut drawn = Vec::with_capacity(names.len());
    let mut rows = Vec::with_capacity(names.len());
    let (mut proved, mut open) = (Vec::new(), Vec::new());
    let debts = debt::at_ends(cx, &cx.subset, periods);
    let mut points = Vec::with_capacity(names.len());
    for ((((i, id), name), debt), (year, is_partial)) in
        periods.ids.iter().enumerate().zip(&names).zip(debts).zip(date::years(&names).into_iter().zip(periods.partial(cx)))
    {
        let Shipped { shipped, verified } = figures::debt::shipped(cx.assessment, periods.changes.part(i));
        points.push((shipped, verified));
        let (in_debt, weighted) = (debt.in_debt, debt.weighted);
        let rest = shipped - verified;
        let title = crate::text::phrase::capital(&date::period_in_full(name));
        let counts = [shipped, verified, rest, in_debt, weighted].map(datum::count);
        rows.push(std::iter::once(datum::period(name, title.clone())).chain(counts).collect());
        proved.push((verified as f64, number::thousands(verified)));
        open.push((rest as f64, words::part_of(rest, shipped)));
        drawn.push(DebtPeriod {
            key: pick::period(cx, *id),
            name: title,
            tick: date::period(name),
            year,
            is_partial,
            total: number::thousands(shipped),
        });
    }
    // beside the columns stands what all of them come to, as in the headline; a few changes are none
    let too_few = u64::from(cx.policy.too_few);
    let Shipped { shipped, verified } = figures::debt::shipped(cx.assessment, &cx.subset);
    let in_all = |part: u64| if shipped < too_few.max(1) { String::new() } else { words::part_of(part, shipped) };
    let stack = |tone, name: &str, newest, values| DebtStack { tone, name: name.to_owned(), newest, values };
    let columns = Columns {
        periods: drawn,
        stacks: vec![
            stack(Tone::Proved, words::VERIFIED, in_all(verified), proved),
            stack(Tone::Unknown, words::NOT_VERIFIED, in_all(shipped - verified), open),
        ],
        note: None,
        partial: periods.partial_words(),
        past: None,
    };
    let title = words::velocity(&points, periods.noun(), too_few);
    let head = head(
        title,
        words::velocity_measure(periods.noun(), cx.policy.observation_grace_days),
        table(&words::VELOCITY_COLUMNS, rows),
    );
    let mut content = vec![Content::Chart(Chart::Debt(columns))];
    content.extend(full_proof::bases(cx, full_proof::Base::Debt));
    Block::figure(FigureId::Velocity.lead(6), head, content)
}

/// The debt of one kind of change.
struct Holding {
    name: String,
    to: String,
    shipped: u64,
    verified: u64,
    in_debt: u64,
    weighted: u64,
}

fn holding(cx: &Context<'_>, of_it: &[u32], name: &str, to: String) -> Holding {
    let debt = figures::debt::at(cx.assessment, of_it, cx.assessment.dataset().now);
    let Shipped { shipped, verified } = figures::debt::shipped(cx.assessment, of_it);
    Holding { name: name.to_owned(), to, shipped, verified, in_debt: debt.in_debt, weighted: debt.weighted }
}

fn by_authorship(cx: &Context<'_>, unstated: words::Unstated) -> Block {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    let mut rows = Vec::new();
    let mut who = Vec::new();
    for (&authorship, (_, of_it)) in Authorship::ALL.iter().zip(parts.iter()).filter(|(_, (_, of_it))| !of_it.is_empty()) {
        rows.push(holding(cx, of_it, authorship.title(), pick::authorship(cx, authorship)));
        who.push(authorship);
    }
    let sum = |of: fn(&Holding) -> u64| rows.iter().map(of).sum::<u64>().max(1) as f64;
    let (in_debt, shipped) = (sum(|r| r.in_debt), sum(|r| r.shipped));
    let holders: Vec<words::Holder<'_>> = rows
        .iter()
        .zip(&who)
        .filter(|(r, _)| r.shipped > 0)
        .map(|(r, who)| words::Holder {
            name: crate::text::vocabulary::authorship(*who),
            debt: r.in_debt as f64 / in_debt,
            shipped: r.shipped as f64 / shipped,
            n: r.shipped,
        })
        .collect();
    let title = words::by_authorship(&holders, u64::from(cx.policy.too_few));
    holders_figure(FigureId::HoldersByAuthorship.span(5), title, (words::AUTHORSHIP, unstated), &rows)
}

fn by_team(cx: &Context<'_>, unstated: words::Unstated) -> Block {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Team);
    let mut rows: Vec<Holding> = parts
        .iter()
        .zip(cx.assessment.teams())
        .filter(|((_, of_it), _)| !of_it.is_empty())
        .map(|((_, of_it), name)| holding(cx, of_it, name, pick::team(cx, name)))
        .collect();
    let debts: Vec<(&str, u64)> = rows.iter().map(|r| (r.name.as_str(), r.weighted)).collect();
    let without: Vec<u32> = cx.assessment.of(&cx.subset).filter(|(_, c)| c.team.is_none()).map(|(place, _)| place).collect();
    let n_without = without.len();
    let without = holding(cx, &without, words::NO_TEAM, String::new());
    let title = words::by_team(&debts, without.weighted);
    if rows.len() > MOST_TEAMS {
        let mut largest: Vec<u64> = rows.iter().map(|r| r.weighted).collect();
        largest.sort_by(|a, b| b.cmp(a));
        let least = largest.get(MOST_TEAMS - 1).copied().unwrap_or(0);
        rows.retain(|r| r.weighted >= least);
        rows.truncate(MOST_TEAMS);
    }
    if n_without > 0 {
        rows.push(without);
    }
    holders_figure(FigureId::HoldersByTeam.span(7), title, (words::TEAM, unstated), &rows)
}

fn holders_figure(place: Place, title: String, (first, unstated): (&str, words::Unstated), holdings: &[Holding]) -> Block {
    let columns = words::HOLDER_COLUMNS
        .iter()
        .enumerate()
        .map(|(i, &(title, spoken, class))| Column {
            title: if i == 0 { first.to_owned() } else { title.to_owned() },
            spoken: spoken.to_owned(),
            class: class.to_owned(),
            ..Column::default()
        })
        .collect();
    let row = |h: &Holding| {
        let bar = if h.shipped == 0 {
            Picture::Hatch
        } else {
            let pieces = vec![(Piece::Proved, count(h.verified)), (Piece::Absent, count(h.shipped - h.verified))];
            Picture::Bar(pieces, count(h.shipped))
        };
        Row {
            class: String::new(),
            cells: vec![
                Cell::text(&h.name).to(&h.to),
                datum::count(h.shipped).into(),
                Cell { picture: Some(bar), ..Cell::default() },
                Cell::in_class("verified-word", datum::count(h.verified)),
                datum::count(h.in_debt).into(),
                Cell::in_class("strong", datum::count(h.weighted)),
            ],
        }
    };
    let grid =
        Grid { caption: title.clone(), class: "as-cards holders".to_owned(), columns, rows: holdings.iter().map(row).collect() };
    Block::figure(place, head(title, words::holders_measure(unstated), Table::default()), vec![Content::Grid(grid)])
}

/// The changes in debt with the largest blast radius.
fn largest(cx: &Context<'_>, all: &DebtAt) -> Block {
    let mut kept: Vec<(u32, &ChangeAssessment)> = Vec::with_capacity(SHOWN + 1);
    for (place, change) in cx.assessment.of(&cx.subset).filter(|(_, c)| c.is_in_debt()) {
        let comes_before = |other: &ChangeAssessment| (change.blast_radius, change.date) > (other.blast_radius, other.date);
        let at = kept.iter().position(|(_, other)| comes_before(other)).unwrap_or(kept.len());
        if at < SHOWN {
            kept.insert(at, (place, change));
            kept.truncate(SHOWN);
        }
    }
    let held = kept.iter().fold(0_u64, |sum, (_, c)| sum.saturating_add(c.blast_radius));
    let share = held as f64 / all.weighted.max(1) as f64;
    let title = words::largest(kept.len() as u64, all.in_debt, share);
    let rows = kept.iter().filter_map(|(place, assessed)| row(cx, *place, assessed)).collect();
    let column = |&(title, class): &(&str, &str)| Column { class: class.to_owned(), ..Column::text(title) };
    let columns = words::LARGEST_COLUMNS.iter().map(column).collect();
    let grid = Grid { caption: title.clone(), class: "as-cards".to_owned(), columns, rows };
    let mut content = Vec::new();
    if !grid.rows.is_empty() {
        content.push(Content::Grid(grid));
    }
    Block::figure(
        FigureId::LargestDebts.span(12),
        head(title, words::largest_measure(cx.policy.unknown_radius), Table::default()),
        content,
    )
}

fn row(cx: &Context<'_>, place: u32, assessed: &ChangeAssessment) -> Option<Row> {
    let (fields, _) = cx.assessment.outline(place)?;
    let id = fields.id.clone();
    let to = cx.location.with_route(Route::Change { id: id.clone() }).to_fragment();
    let team = assessed.team.map(|team| cx.assessment.team_name(team)).unwrap_or_default();
    let gates = changes::glyphs(assessed);
    let resources = Cell::in_class("strong", datum::count(assessed.blast_radius));
    let resources = if changes::resources(fields).is_some() { resources } else { resources.detail(words::NOT_STATED) };
    Some(Row {
        class: String::new(),
        cells: vec![
            Cell::text(change_id::short(&id))
                .value(Value::Name(id.clone()))
                .to(to)
                .detail(fields.title.clone().unwrap_or_default()),
            Cell::text(team),
            datum::day(assessed.date).into(),
            Cell::text(assessed.authorship.title()),
            resources,
            Cell::drawn(Picture::Gates(gates), crate::gates_words(&gates)),
            Cell::text(changes::weakest(cx.policy, assessed)),
        ],
    })
}
