//! The page of reviews: who looked, who did not know the author's result, and whether verdicts agree with the evidence and
//! with each other.

pub(crate) mod calibration;
pub(crate) mod calibration_words;
pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Datum, Document, FigureId, Grid, PageId, Row, Value, datum, head, plain, sentence, table,
};
use crate::figures::confidence::estimate;
use crate::pages::reviews::words::Measure;
use crate::pick;
use crate::route::Route;
use crate::text::number;
use plumbline_assess::{Share, TeamReviews, figures};
use plumbline_charts::Chart;
use plumbline_charts::practices::{Practice, Practices};

/// How many teams a chart holds.
const DRAWN_TEAMS: usize = 24;
/// How many teams the table holds; its twin has all.
const ROWS: usize = 200;

/// A share with its cases and, for agreements, kappa.
struct Figure {
    k: u64,
    share: Share,
    kappa: Option<f64>,
}

fn figure(of: &TeamReviews, measure: Measure) -> Figure {
    let agreed = |n: u64, share: Option<f64>| (share.unwrap_or(0.0) * n as f64).round() as u64;
    let (k, n, kappa) = match measure {
        Measure::Independent => (of.independent, of.changes, None),
        Measure::Blind => (of.blind, of.independent, None),
        Measure::Evidence => (agreed(of.evidence_n, of.evidence_agreement), of.evidence_n, of.evidence_kappa),
        Measure::Reviewers => (agreed(of.reviewers_n, of.reviewers_agreement), of.reviewers_n, of.reviewers_kappa),
    };
    Figure { k, share: Share::of(k, n), kappa }
}

/// Whether a figure rests on too few cases or its kappa is undefined: grey in the table and hollow in the chart.
fn is_weak(of: &Figure, measure: Measure, needed: u64) -> bool {
    let needed = if measure.has_kappa() { words::KAPPA_NEEDS.max(needed) } else { needed };
    of.share.n < needed || measure.has_kappa() && of.kappa.is_none()
}

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let mut teams = figures::review::by_team(cx.assessment, &cx.subset);
    teams.sort_by_key(|t| t.team.to_lowercase());
    let together = figures::review::together(cx.assessment, &cx.subset);
    let needed = u64::from(cx.policy.too_few);
    let headline = words::headline(&words::Together {
        changes: together.changes,
        independent: together.independent,
        blind: together.blind,
        verdicts: together.evidence_n,
        agreement: together.evidence_agreement,
        needed,
    });
    let mut blocks = vec![by_team(cx, &teams, &together)];
    blocks.extend(Measure::ALL.into_iter().map(|measure| shares(cx, &teams, measure)));
    Document {
        page: PageId::Reviews,
        eyebrow: cx.eyebrow(words::REVIEWS),
        headline: sentence(headline),
        actions: Vec::new(),
        blocks,
    }
}

/// The table of teams, all of them together first.
fn by_team(cx: &Context<'_>, teams: &[TeamReviews], together: &TeamReviews) -> Block {
    let needed = u64::from(cx.policy.too_few);
    let cell = |of: &TeamReviews, measure: Measure| {
        let f = figure(of, measure);
        let Some(value) = f.share.value else { return Cell::styled("empty", words::NO_CASE) };
        let detail = match measure {
            Measure::Independent | Measure::Blind => {
                words::share_detail(f.k, f.share.n, &number::percent_interval(f.share.low.zip(f.share.high)), needed)
            }
            Measure::Evidence | Measure::Reviewers => words::agreement_detail(f.share.n, f.kappa, needed),
        };
        Cell::in_class(if is_weak(&f, measure, needed) { "dim" } else { "strong" }, datum::share(value)).detail(detail)
    };
    let row = |name: Cell, of: &TeamReviews| {
        let mut cells = vec![name, datum::count(of.changes).into()];
        cells.extend(Measure::ALL.into_iter().map(|measure| cell(of, measure)));
        Row { class: String::new(), cells }
    };
    let mut rows = vec![Row { class: "all-row".to_owned(), ..row(Cell::styled("strong", words::ALL), together) }];
    rows.extend(teams.iter().take(ROWS).map(|t| {
        let open = Route::Team { team: t.team.clone() };
        row(Cell::text(&t.team).to(cx.location.with_route(open).to_fragment()), t)
    }));
    let column = |(i, title): (usize, &&str)| if i == 0 { Column::text(*title) } else { Column::number(*title) };
    let columns = words::SHORT_COLUMNS.iter().enumerate().map(column).collect();
    let due: Vec<&TeamReviews> = teams.iter().filter(|t| t.changes > 0).collect();
    let without: Vec<(&str, u64)> = due.iter().filter(|t| t.blind == 0).map(|t| (t.team.as_str(), t.changes)).collect();
    let title = words::table_title(due.len() as u64, &without, needed);
    let named = |of: &TeamReviews| if of.team.is_empty() { words::ALL.to_owned() } else { of.team.clone() };
    let cells = std::iter::once(together).chain(teams).map(|of| {
        let mut row = vec![named(of).into(), datum::count(of.changes)];
        for measure in Measure::ALL {
            let f = figure(of, measure);
            let share = datum::share_or_none(f.share.value);
            match measure {
                Measure::Independent | Measure::Blind => {
                    row.extend([datum::count(f.k), share, datum::interval(f.share.low.zip(f.share.high))]);
                }
                Measure::Evidence | Measure::Reviewers => {
                    row.extend([datum::count(f.share.n), share, kappa(f.share.n, f.kappa)]);
                }
            }
        }
        row
    });
    let twin = table(&words::COLUMNS, cells.collect());
    let grid = Grid { caption: title.clone(), class: "as-cards reviews".to_owned(), columns, rows };
    Block::figure(
        FigureId::Reviews.lead(12),
        head(title, words::TABLE_MEASURE, twin),
        vec![Content::Grid(grid), Content::Text(plain(words::KAPPA))],
    )
}

fn kappa(n: u64, kappa: Option<f64>) -> Datum {
    match kappa {
        Some(k) => Datum::new(words::kappa_cell(n, k), Value::Number(k)),
        None if n > 0 => Datum::new(words::UNDEFINED, Value::Absent),
        None => datum::none(),
    }
}

/// A share of each team with its interval; the marks filter by team.
fn shares(cx: &Context<'_>, teams: &[TeamReviews], measure: Measure) -> Block {
    let needed = u64::from(cx.policy.too_few);
    let figures: Vec<(&str, Figure)> = teams.iter().map(|t| (t.team.as_str(), figure(t, measure))).collect();
    let enough: Vec<(&str, f64, (f64, f64))> = figures
        .iter()
        .filter(|(_, f)| f.share.n >= needed)
        .filter_map(|(team, f)| Some((*team, f.share.value?, f.share.low.zip(f.share.high)?)))
        .collect();
    let drawn = figures.iter().take(DRAWN_TEAMS).map(|(team, f)| Practice {
        key: pick::team(cx, team),
        name: (*team).to_owned(),
        share: estimate(f.share.value, f.share.low.zip(f.share.high)),
        count: measure.count(f.k, f.share.n, f.kappa),
        too_few: is_weak(f, measure, needed),
        note: match (f.share.n, f.share.n < needed) {
            (0, _) => words::NO_CASE.to_owned(),
            (n, true) => words::too_few(n, needed),
            _ => String::new(),
        },
    });
    let drawn = Practices { rows: drawn.collect() };
    let cells = figures.iter().map(|(team, f)| {
        let share = datum::share_or_none(f.share.value);
        let interval = datum::interval(f.share.low.zip(f.share.high));
        let name = (*team).into();
        match measure {
            Measure::Independent | Measure::Blind => {
                vec![name, datum::count(f.share.n), datum::count(f.k), share, interval]
            }
            Measure::Evidence | Measure::Reviewers => {
                vec![name, datum::count(f.share.n), share, interval, kappa(f.share.n, f.kappa)]
            }
        }
    });
    let twin = table(measure.columns(), cells.collect());
    let mut content = Vec::new();
    if !drawn.rows.is_empty() {
        content.push(Content::Chart(Chart::Practices(drawn)));
    }
    if teams.len() > DRAWN_TEAMS {
        content.push(Content::Note(words::first_teams(DRAWN_TEAMS, teams.len())));
    }
    Block::figure(FigureId::ReviewShares.span(6), head(measure.title(&enough), measure.measure(), twin), content)
}
