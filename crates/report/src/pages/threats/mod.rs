//! The attack surface, the threats that each gate is there to stop, and how an unsafe default gets through.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Datum, Document, FigureId, Grid, PageId, Picture, Piece, Place, Row, Table, Value, count,
    datum, head, sentence, table,
};
use crate::pages::team::changes;
use crate::pick;
use crate::route::Route;
use crate::text::{change_id, number, page};
use crate::why::pattern;
use plumbline_assess::{ChainLink, ChangeAssessment, SurfaceCell, ThreatRow, figures};
use plumbline_charts::Chart;
use plumbline_charts::funnel::{Funnel, FunnelCount, FunnelStep};
use plumbline_charts::surface;
use plumbline_domain::{Gate, Severity, Surface};

/// How many of the changes in the chain are listed.
const SHOWN_OF_CHAIN: usize = 5;
/// How many of the changes with open findings are listed.
const SHOWN_OF_FINDINGS: usize = 10;

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let cells = figures::surface::cells(cx.assessment, &cx.subset);
    let threats = figures::threat::rows(cx.assessment, &cx.subset);
    let chain = figures::threat::chain(cx.assessment, &cx.subset);
    let links = links(&chain);
    let sum = |of: fn(&SurfaceCell) -> u64| cells.iter().map(of).sum::<u64>();
    let headline = words::headline(&words::Headline {
        required: sum(|c| c.required),
        verified: sum(|c| c.verified),
        open: sum(|c| c.open.total()),
        blocking: sum(|c| c.open.get(Severity::Critical) + c.open.get(Severity::High)),
        chain: links,
        too_few: u64::from(cx.policy.too_few),
        was_scanned: cx.was_scanned(),
    });
    Document {
        page: PageId::Threats,
        eyebrow: cx.eyebrow(page::THREATS),
        headline: sentence(headline),
        blocks: vec![
            surface_figure(cx, &cells),
            threat_figure(cx, &threats),
            chain_figure(cx, links),
            furthest(cx, links),
            worst(cx),
        ],
        actions: Vec::new(),
    }
}

/// How many changes each link holds.
fn links(chain: &[ChainLink]) -> [u64; 4] {
    let mut out = [0; 4];
    for (slot, link) in out.iter_mut().zip(chain) {
        *slot = link.changes;
    }
    out
}

fn share(verified: u64, required: u64) -> Option<f64> {
    (required > 0).then(|| verified as f64 / required as f64)
}

fn surface_figure(cx: &Context<'_>, cells: &[SurfaceCell]) -> Block {
    let mut twin = Vec::with_capacity(cells.len());
    let mut rows = Vec::new();
    for &surface in Surface::ALL {
        let of_it = cells.iter().filter(|c| c.surface == surface);
        let mut drawn = Vec::with_capacity(Gate::ALL.len());
        for cell in of_it {
            let share = share(cell.verified, cell.required);
            let open = cell.open.total();
            let mut line = vec![surface.title().into(), cell.gate.title().into()];
            line.extend([cell.required, cell.verified].map(datum::count));
            line.push(datum::share_or_none(share));
            line.push(datum::count(open));
            line.extend(cell.open.iter().map(|(_, n)| datum::count(*n)));
            twin.push(line);
            drawn.push(surface::SurfaceCell {
                key: pick::gate(cx, cell.gate),
                share,
                label: share.map(number::percent).unwrap_or_default(),
                count: match share {
                    Some(_) => words::of(cell.verified, cell.required),
                    None => words::NONE_OWED.to_owned(),
                },
                open: cell.open.iter().map(|(severity, n)| (severity.title().to_owned(), count(*n))).collect(),
                findings: words::findings(open, *cell.open.get(Severity::Critical), *cell.open.get(Severity::High)),
            });
        }
        let name = surface.title().to_owned();
        rows.push(surface::SurfaceRow { name, meaning: words::surface(surface).to_owned(), cells: drawn });
    }
    let places: Vec<words::Place> = cells.iter().map(|c| (c.surface, c.gate, c.verified, c.required)).collect();
    let title = words::thinnest(&places, u64::from(cx.policy.too_few));
    let columns = Gate::ALL.iter().map(|g| g.title().to_owned()).collect();
    Block::figure(
        FigureId::Surface.lead(12),
        head(title, words::SURFACE_MEASURE, table(&words::SURFACE_COLUMNS, twin)),
        vec![Content::Chart(Chart::Surface(surface::Surface { columns, rows }))],
    )
}

fn threat_figure(cx: &Context<'_>, threats: &[ThreatRow]) -> Block {
    let row = |t: &ThreatRow| {
        let bar = if t.required == 0 {
            Picture::Hatch
        } else {
            let pieces = vec![(Piece::Proved, count(t.verified)), (Piece::Absent, count(t.required.saturating_sub(t.verified)))];
            Picture::Bar(pieces, count(t.required))
        };
        let of = if t.required == 0 { words::NONE_OWED.to_owned() } else { words::of(t.verified, t.required) };
        Row {
            class: String::new(),
            cells: vec![
                Cell::text(t.gate.title()).to(pick::gate(cx, t.gate)),
                Cell::text(words::stops(t.gate)).detail(words::categories(t.gate)),
                Cell::text(of),
                Cell { picture: Some(bar), ..Cell::default() },
                Cell::in_class("verified-word", datum::share_or_none(share(t.verified, t.required))),
                Cell::in_class("strong", datum::count(t.open)),
            ],
        }
    };
    let columns = words::THREAT_COLUMNS
        .iter()
        .map(|&(title, spoken, class)| Column {
            title: title.to_owned(),
            spoken: spoken.to_owned(),
            class: class.to_owned(),
            ..Column::default()
        })
        .collect();
    let open: Vec<(Gate, u64)> = threats.iter().map(|t| (t.gate, t.open)).collect();
    let title = words::threats(&open);
    let grid =
        Grid { caption: title.clone(), class: "as-cards threats".to_owned(), columns, rows: threats.iter().map(row).collect() };
    Block::figure(FigureId::Threats.span(12), head(title, words::THREATS_MEASURE, Table::default()), vec![Content::Grid(grid)])
}

/// The authoring-time chain, link by link.
fn chain_figure(cx: &Context<'_>, links: [u64; 4]) -> Block {
    let mut steps = Vec::with_capacity(links.len());
    let mut rows = Vec::with_capacity(links.len());
    let mut before = None;
    for (place, (&n, (name, meaning))) in links.iter().zip(words::LINKS).enumerate() {
        let lost = before.map(|before: u64| before.saturating_sub(n));
        let label = lost.map(|lost| words::fell_off(lost, place));
        rows.push(vec![
            name.into(),
            meaning.into(),
            datum::count(n),
            lost.zip(label.clone())
                .map_or_else(|| Datum::new("\u{2013}", Value::Absent), |(lost, words)| Datum::new(words, Value::Count(lost))),
        ]);
        let id = pattern::words::LINKS.get(place).map_or("", |link| link.0);
        steps.push(FunnelStep {
            key: pick::why(cx, &["chain/", id].concat()),
            name: name.to_owned(),
            meaning: meaning.to_owned(),
            reached: FunnelCount { count: n as f64, label: number::thousands(n) },
            lost: lost.zip(label).map(|(lost, label)| FunnelCount { count: lost as f64, label }),
            ..FunnelStep::default()
        });
        before = Some(n);
    }
    let head = head(words::chain(links, cx.was_scanned()), words::CHAIN_MEASURE, table(&words::CHAIN_COLUMNS, rows));
    Block::figure(FigureId::Chain.span(7), head, vec![Content::Chart(Chart::Funnel(Funnel { steps, is_proof: false }))])
}

/// A change with what it is ordered by, the largest first.
type Kept<'a> = ([i64; 4], u32, &'a ChangeAssessment);

/// Keeps the first so many by an order, of changes that come one by one.
fn keep<'a>(kept: &mut Vec<Kept<'a>>, most: usize, (key, place, change): Kept<'a>) {
    let at = kept.iter().position(|(other, ..)| key > *other).unwrap_or(kept.len());
    if at < most {
        kept.insert(at, (key, place, change));
        kept.truncate(most);
    }
}

/// The changes that got furthest along the chain.
fn furthest(cx: &Context<'_>, links: [u64; 4]) -> Block {
    let mut kept: Vec<Kept<'_>> = Vec::new();
    for (place, change) in cx.assessment.of(&cx.subset) {
        if let Some(link) = figures::threat::link_of(cx.assessment, place) {
            keep(&mut kept, SHOWN_OF_CHAIN, ([link as i64, change.date.micros(), 0, 0], place, change));
        }
    }
    let furthest = kept.first().map_or(0, |([link, ..], ..)| usize::try_from(*link).unwrap_or(0));
    let [written, ..] = links;
    let beyond = links.get(furthest + 1).copied().unwrap_or(0);
    let as_far = links.get(furthest).map_or(0, |n| n.saturating_sub(beyond));
    let title = words::furthest(kept.len() as u64, written, as_far, furthest);
    let row = |([link, ..], place, assessed): &Kept<'_>| {
        let (name, meaning) = words::LINKS.get(usize::try_from(*link).unwrap_or(0))?;
        Some(Row {
            class: String::new(),
            cells: vec![
                change_cell(cx, *place)?,
                Cell::text(team(cx, assessed)),
                datum::day(assessed.date).into(),
                Cell::text(*name).detail(*meaning),
            ],
        })
    };
    let rows = kept.iter().filter_map(row).collect();
    list(FigureId::Furthest.span(5), title, words::FURTHEST_MEASURE, &words::FURTHEST_COLUMNS, rows)
}

/// The changes with the worst open findings.
fn worst(cx: &Context<'_>) -> Block {
    let mut kept: Vec<Kept<'_>> = Vec::new();
    let mut all = 0;
    for (place, change) in cx.assessment.of(&cx.subset) {
        let [critical, high, other] = open_of(change);
        if critical + high + other > 0 {
            all += 1;
            keep(&mut kept, SHOWN_OF_FINDINGS, ([critical, high, other, change.date.micros()], place, change));
        }
    }
    let title = words::worst(kept.len() as u64, all);
    let mut rows = Vec::with_capacity(kept.len());
    for ([critical, high, other, _], place, assessed) in &kept {
        let Some(name) = change_cell(cx, *place) else { continue };
        let gates = changes::glyphs(assessed);
        let number = |n: &i64| datum::count(n.unsigned_abs());
        rows.push(Row {
            class: String::new(),
            cells: vec![
                name,
                Cell::text(team(cx, assessed)),
                datum::day(assessed.date).into(),
                Cell::text(assessed.authorship.title()),
                Cell::text(surfaces(assessed)),
                Cell::in_class("strong", number(critical)),
                Cell::in_class("strong", number(high)),
                number(other).into(),
                Cell::drawn(Picture::Gates(gates), crate::gates_words(&gates)),
            ],
        });
    }
    list(FigureId::Worst.span(12), title, words::WORST_MEASURE, &words::WORST_COLUMNS, rows)
}

/// The surfaces on which a change has open findings.
fn surfaces(change: &ChangeAssessment) -> String {
    let mut names = Vec::new();
    for &surface in Surface::ALL {
        let is_open = |gate: &plumbline_assess::GateAssessment| {
            gate.open.get(surface.index()).is_some_and(|by_severity| by_severity.iter().any(|n| *n > 0))
        };
        if change.gates.iter().any(is_open) {
            names.push(crate::text::phrase::small(surface.title()));
        }
    }
    crate::text::phrase::capital(&crate::text::phrase::list(&names))
}

/// The open findings of a change over its gates: critical, high, and all others.
fn open_of(change: &ChangeAssessment) -> [i64; 3] {
    let mut out = [0; 3];
    for by_severity in change.gates.iter().flat_map(|gate| &gate.open) {
        for (place, &n) in by_severity.iter().enumerate() {
            if let Some(slot) = out.get_mut(place.min(2)) {
                *slot += i64::from(n);
            }
        }
    }
    out
}

fn team<'a>(cx: &'a Context<'_>, assessed: &ChangeAssessment) -> &'a str {
    assessed.team.map(|team| cx.assessment.team_name(team)).unwrap_or_default()
}

/// A change by its id, which leads to it, with its title below.
fn change_cell(cx: &Context<'_>, place: u32) -> Option<Cell> {
    let (fields, _) = cx.assessment.outline(place)?;
    let id = fields.id.clone();
    let to = cx.location.with_route(Route::Change { id: id.clone() }).to_fragment();
    Some(Cell::text(change_id::short(&id)).value(Value::Name(id.clone())).to(to).detail(fields.title.clone().unwrap_or_default()))
}

/// A table of changes.
fn list(place: Place, title: String, subtitle: &str, columns: &[(&str, &str)], rows: Vec<Row>) -> Block {
    let mut content = Vec::new();
    if !rows.is_empty() {
        let column = |&(title, class): &(&str, &str)| Column { class: class.to_owned(), ..Column::text(title) };
        let columns = columns.iter().map(column).collect();
        content.push(Content::Grid(Grid { caption: title.clone(), class: "as-cards".to_owned(), columns, rows }));
    }
    Block::figure(place, head(title, subtitle, Table::default()), content)
}
