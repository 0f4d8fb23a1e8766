//! Velocity against verification: what shipped and how much of it is verified, the debt that is left, who holds it, and the
//! changes that weigh most.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, PageId, Picture, Piece, Place, Row, Table, Value, count, datum, head,
    sentence, table,
};
use crate::figures::debt;
use crate::figures::periods::Periods;
use crate::pages::team::changes;
use crate::pick;
use crate::route::Route;
use crate::text::{change_id, date, number, page};
use plumbline_assess::{ChangeAssessment, GroupBy, figures};
use plumbline_charts::Chart;
use plumbline_charts::debt::{Debt as Columns, DebtPeriod, DebtStack, Tone};
use plumbline_domain::Authorship;

/// How many of the changes that weigh most are shown.
const SHOWN: usize = 10;
/// As many teams stand in the table at most: those with most resources in debt.
const MOST_TEAMS: usize = 100;

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let periods = Periods::of(cx.assessment, &cx.subset);
    let all = figures::debt::over(cx.assessment, &periods.all);
    let running = debt::by_authorship(cx, &periods);
    let (shipped, verified) = all.series.iter().fold((0, 0), |(s, v), p| (s + p.shipped, v + p.verified));
    let parts = debt::newest(&running);
    let in_debt = cx.assessment.of(&cx.subset).filter(|(_, c)| c.is_in_debt()).map(|(place, _)| place);
    let unstated = debt::unstated(cx, in_debt);
    let headline = words::headline(&words::Headline { shipped, verified, weighted: all.weighted, parts: &parts, unstated });
    Document {
        page: PageId::Debt,
        eyebrow: cx.eyebrow(page::DEBT),
        headline: sentence(headline),
        blocks: vec![
            velocity(cx, &periods, &all),
            debt::figure(cx, FigureId::Debt.span(6), &periods, &running),
            by_authorship(cx, &periods),
            by_team(cx, &periods),
            largest(cx, &all),
        ],
        actions: Vec::new(),
    }
}

/// What shipped in each period, and how much of it is verified.
fn velocity(cx: &Context<'_>, periods: &Periods, all: &plumbline_assess::Debt) -> Block {
    let names = periods.names();
    let mut drawn = Vec::with_capacity(names.len());
    let mut rows = Vec::with_capacity(names.len());
    let (mut proved, mut open) = (Vec::new(), Vec::new());
    let (mut in_debt, mut weighted) = (0, 0);
    let mut series = all.series.iter().peekable();
    // what is too old for the axis still runs up
    while let Some(point) = series.next_if(|p| periods.ids.first().is_some_and(|first| p.period < *first)) {
        (in_debt, weighted) = (point.in_debt, point.weighted);
    }
    for (id, name) in periods.ids.iter().zip(&names) {
        let (mut shipped, mut verified) = (0, 0);
        if let Some(point) = series.next_if(|p| p.period == *id) {
            (shipped, verified) = (point.shipped, point.verified);
            (in_debt, weighted) = (point.in_debt, point.weighted);
        }
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
            total: number::thousands(shipped),
        });
    }
    let (shipped, verified) = all.series.last().map_or((0, 0), |p| (p.shipped, p.verified));
    let newest = |part: u64| words::part_of(part, shipped);
    let stack = |tone, name: &str, newest, values| DebtStack { tone, name: name.to_owned(), newest, values };
    let columns = Columns {
        periods: drawn,
        stacks: vec![
            stack(Tone::Proved, words::VERIFIED, newest(verified), proved),
            stack(Tone::Unknown, words::NOT_VERIFIED, newest(shipped - verified), open),
        ],
    };
    let points: Vec<(u64, u64)> = all.series.iter().map(|p| (p.shipped, p.verified)).collect();
    let title = words::velocity(&points, periods.noun());
    let head = head(title, words::velocity_measure(periods.noun()), table(&words::VELOCITY_COLUMNS, rows));
    Block::figure(FigureId::Velocity.lead(6), head, vec![Content::Chart(Chart::Debt(columns))])
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

fn holding(cx: &Context<'_>, periods: &Periods, of_it: &[u32], name: &str, to: String) -> Holding {
    let debt = figures::debt::over(cx.assessment, &cx.assessment.periods_of(of_it, periods.length));
    let (shipped, verified) = debt.series.iter().fold((0, 0), |(s, v), p| (s + p.shipped, v + p.verified));
    Holding { name: name.to_owned(), to, shipped, verified, in_debt: debt.in_debt, weighted: debt.weighted }
}

fn by_authorship(cx: &Context<'_>, periods: &Periods) -> Block {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Authorship);
    let mut rows = Vec::new();
    let mut who = Vec::new();
    for (&authorship, (_, of_it)) in Authorship::ALL.iter().zip(parts.iter()).filter(|(_, (_, of_it))| !of_it.is_empty()) {
        rows.push(holding(cx, periods, of_it, authorship.title(), pick::authorship(cx, authorship)));
        who.push(authorship);
    }
    let sum = |of: fn(&Holding) -> u64| rows.iter().map(of).sum::<u64>().max(1) as f64;
    let (weighted, shipped) = (sum(|r| r.weighted), sum(|r| r.shipped));
    let holders: Vec<words::Holder<'_>> = rows
        .iter()
        .zip(&who)
        .filter(|(r, _)| r.shipped > 0)
        .map(|(r, who)| words::Holder {
            name: crate::text::vocabulary::authorship(*who),
            debt: r.weighted as f64 / weighted,
            shipped: r.shipped as f64 / shipped,
        })
        .collect();
    let title = words::by_authorship(&holders);
    holders_figure(cx, FigureId::HoldersByAuthorship.span(5), title, words::AUTHORSHIP, &rows)
}

fn by_team(cx: &Context<'_>, periods: &Periods) -> Block {
    let parts = cx.assessment.parts(&cx.subset, GroupBy::Team);
    let mut rows: Vec<Holding> = parts
        .iter()
        .zip(cx.assessment.teams())
        .filter(|((_, of_it), _)| !of_it.is_empty())
        .map(|((_, of_it), name)| holding(cx, periods, of_it, name, pick::team(cx, name)))
        .collect();
    let debts: Vec<u64> = rows.iter().map(|r| r.weighted).collect();
    let title = words::by_team(&debts);
    if rows.len() > MOST_TEAMS {
        let mut largest = debts;
        largest.sort_by(|a, b| b.cmp(a));
        let least = largest.get(MOST_TEAMS - 1).copied().unwrap_or(0);
        rows.retain(|r| r.weighted >= least);
        rows.truncate(MOST_TEAMS);
    }
    let without: Vec<u32> = cx.assessment.of(&cx.subset).filter(|(_, c)| c.team.is_none()).map(|(place, _)| place).collect();
    if !without.is_empty() {
        rows.push(holding(cx, periods, &without, words::NO_TEAM, String::new()));
    }
    holders_figure(cx, FigureId::HoldersByTeam.span(7), title, words::TEAM, &rows)
}

fn holders_figure(cx: &Context<'_>, place: Place, title: String, first: &str, holdings: &[Holding]) -> Block {
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
    Block::figure(
        place,
        head(title, words::holders_measure(cx.policy.unknown_radius), Table::default()),
        vec![Content::Grid(grid)],
    )
}

/// The changes in debt with the largest blast radius.
fn largest(cx: &Context<'_>, all: &plumbline_assess::Debt) -> Block {
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
    let (change, _) = cx.assessment.change(place)?;
    let fields = &change.fields;
    let id = fields.id.clone();
    let to = cx.location.with_route(Route::Change { id: id.clone() }).to_fragment();
    let team = assessed.team.map(|team| cx.assessment.team_name(team)).unwrap_or_default();
    let gates = changes::glyphs(assessed);
    let resources = Cell::in_class("strong", datum::count(assessed.blast_radius));
    let resources = if changes::resources(change).is_some() { resources } else { resources.detail(words::NOT_STATED) };
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
