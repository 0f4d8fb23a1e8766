//! The page of the detection pipeline: what became of each lane's requirements over time, and when each was last verified.

pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Datum, Document, FigureId, Grid, PageId, Picture, Piece, Row, Table, Value, count, datum, head,
    sentence, table,
};
use crate::figures::periods::Periods;
use crate::pages::detection::words::LaneFigures;
use crate::pick;
use crate::text::{date, number};
use plumbline_assess::{Lane, LaneCounts, Share, figures};
use plumbline_charts::Chart;
use plumbline_charts::lanes::{LanePanel, LanePeriod, Lanes};

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let periods = Periods::of(cx.assessment, &cx.subset);
    let lanes = figures::detection::lanes(cx.assessment, &periods.all);
    let figures: Vec<LaneFigures> = lanes.iter().map(figures).collect();
    Document {
        page: PageId::Detection,
        eyebrow: cx.eyebrow(words::DETECTION),
        headline: sentence(words::headline(&figures, u64::from(cx.policy.too_few))),
        actions: Vec::new(),
        blocks: vec![over_time(cx, &lanes, &figures, &periods), last_checks(cx, &lanes, &figures)],
    }
}

fn share(counts: &LaneCounts) -> Share {
    Share::of(counts.validated, counts.n())
}

fn figures(lane: &Lane) -> LaneFigures {
    let share = share(&lane.total);
    LaneFigures {
        name: words::lane(&lane.lane),
        required: lane.total.n(),
        validated: lane.total.validated,
        contradicted: lane.total.contradicted,
        missing: lane.total.missing,
        interval: share.low.zip(share.high),
        days: lane.days_since_verified,
    }
}

/// In the order of [`words::STATES`].
fn parts(counts: &LaneCounts) -> [u64; 4] {
    [counts.validated, counts.contradicted, counts.unverified, counts.missing]
}

/// Small multiples: a panel per lane, a column per period.
fn over_time(cx: &Context<'_>, lanes: &[Lane], figures: &[LaneFigures], periods: &Periods) -> Block {
    let columns_of = |lane: &Lane| -> Vec<[u32; 4]> {
        if lane.periods.is_empty() {
            return Vec::new();
        }
        let of = |id| lane.periods.iter().find(|p| p.period == id).map_or([0; 4], |p| parts(&p.counts).map(count));
        periods.ids.iter().map(|id| of(*id)).collect()
    };
    let panel = |(lane, of): (&Lane, &LaneFigures)| LanePanel {
        name: of.name.clone(),
        note: words::last_verified(of.required, of.days),
        columns: columns_of(lane),
        nothing: words::NOTHING_OWED.to_owned(),
    };
    let drawn = Lanes {
        periods: periods
            .ids
            .iter()
            .zip(date::years(&periods.names()).into_iter().zip(periods.partial(cx)))
            .map(|(id, (year, is_partial))| {
                let name = id.to_string();
                LanePeriod {
                    key: pick::period(cx, *id),
                    tick: date::period(&name),
                    is_partial,
                    year,
                    name: date::period_in_full(&name),
                }
            })
            .collect(),
        states: words::STATES.map(str::to_owned),
        partial: periods.partial_words(),
        panels: lanes.iter().zip(figures).map(panel).collect(),
        few_below: cx.policy.too_few,
        counted: words::REQUIRED.to_owned(),
    };
    let mut cells = Vec::new();
    for (lane, of) in lanes.iter().zip(figures) {
        for point in &lane.periods {
            let mut row: Vec<Datum> = vec![of.name.as_str().into(), point.period.to_string().into()];
            row.extend(parts(&point.counts).map(datum::count));
            cells.push(row);
        }
    }
    let twin = table(&words::LANES_COLUMNS, cells);
    let title = words::lanes_title(figures, u64::from(cx.policy.too_few));
    Block::figure(
        FigureId::Lanes.lead(12),
        head(title, words::lanes_measure(periods.noun()), twin),
        std::iter::once(Content::Chart(Chart::Lanes(drawn))).chain(meaning(lanes)).collect(),
    )
}

/// What the states mean that occur in any lane: those that the chart's key names.
fn meaning(lanes: &[Lane]) -> Option<Content> {
    let occurs = |state: usize| lanes.iter().any(|lane| parts(&lane.total).get(state).is_some_and(|n| *n > 0));
    let meanings = words::STATES.into_iter().zip(words::MEANING).enumerate();
    let said: Vec<String> =
        meanings.filter(|(state, _)| occurs(*state)).map(|(_, (state, meaning))| [state, ": ", meaning, "."].concat()).collect();
    (!said.is_empty()).then(|| Content::Note(said.join(" ")))
}

/// When each lane was last verified, and what it comes to.
fn last_checks(cx: &Context<'_>, lanes: &[Lane], figures: &[LaneFigures]) -> Block {
    let needed = u64::from(cx.policy.too_few);
    let titles = |id: &str| {
        let types = cx.policy.lanes.iter().find(|(lane, _)| lane == id).map(|(_, types)| types.as_slice()).unwrap_or_default();
        let titles = types.iter().filter_map(|id| cx.policy.artifact_types.iter().find(|t| t.id == *id));
        titles.map(|t| t.title.as_str()).collect::<Vec<_>>().join(", ")
    };
    let rows = lanes.iter().zip(figures).map(|(lane, of)| {
        let share = share(&lane.total);
        let counts = parts(&lane.total);
        let number = |n: u64| Cell::from(datum::count(n));
        let [validated, contradicted, unverified, missing] = counts.map(number);
        let [proved, contra, untried, absent] = counts.map(count);
        let last = match (of.required, of.days) {
            (0, _) => Cell::styled("empty", words::NOTHING_OWED),
            (_, None) => Cell::styled("strong", words::NEVER),
            (_, Some(days)) => Cell::styled("strong", words::ago(days)).value(Value::Days(days)),
        };
        let certainty = if of.required < needed {
            words::too_few(of.required, needed)
        } else {
            number::percent_interval(share.low.zip(share.high))
        };
        let shares = match share.value {
            Some(value) => Cell::in_class("verified-word", datum::share(value)).detail(certainty),
            None => Cell::in_class("empty", datum::none()),
        };
        let bar = if of.required == 0 {
            Cell::styled("empty", words::NOTHING_OWED)
        } else {
            let pieces =
                vec![(Piece::Proved, proved), (Piece::Contra, contra), (Piece::Untried, untried), (Piece::Absent, absent)];
            Cell::drawn(Picture::Bar(pieces, count(of.required)), "")
        };
        Row {
            class: String::new(),
            cells: vec![
                Cell::text(&of.name).detail(titles(&lane.lane)),
                last,
                number(of.required),
                validated,
                shares,
                Cell { class: if of.contradicted > 0 { "contra-word" } else { "" }.to_owned(), ..contradicted },
                unverified,
                missing,
                bar,
            ],
        }
    });
    let column = |c: &(&str, bool)| match c {
        ("", _) => Column { spoken: words::SHARES.to_owned(), class: "bar-column".to_owned(), ..Column::default() },
        (title, true) => Column::number(*title),
        (title, false) => Column::text(*title),
    };
    let columns = words::CHECKS_COLUMNS.iter().map(column).collect();
    let title = words::checks_title(figures);
    let grid = Grid { caption: title.clone(), class: "as-cards lane-checks".to_owned(), columns, rows: rows.collect() };
    let measure = words::checks_measure(&date::day(cx.dataset.now));
    Block::figure(FigureId::LastChecks.span(12), head(title, measure, Table::default()), vec![Content::Grid(grid)])
}
