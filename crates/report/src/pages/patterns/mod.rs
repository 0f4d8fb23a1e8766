//! The page of all failure patterns: when they were found, in which teams, what came back, and what stops each.

pub(crate) mod occurrence;
pub(crate) mod one;
pub(crate) mod words;

use crate::context::Context;
use crate::document::{
    Block, Cell, Column, Content, Document, FigureId, Grid, Head, Link, PageId, Picture, Piece, Row, Style, Table, columns_of,
    datum, head, plain,
};
use crate::figures::patterns;
use crate::figures::patterns::Patterns;
use crate::figures::periods::Periods;
use crate::route::Route;
use crate::text::{date, number};
use plumbline_assess::{CourseStep, PatternCourse, PatternRow, TeamPattern, figures};
use plumbline_charts::Chart;
use plumbline_domain::{PatternId, sort_alphabetically};

/// How many teams the grid holds.
const TEAMS: usize = 200;
/// How many occurrences that came despite prevention are shown, and how many more are folded below them.
const SHOWN: usize = 8;
const LISTED: usize = 100;

pub(crate) fn build(cx: &Context<'_>) -> Document {
    let periods = Periods::of(cx.assessment, &cx.subset);
    let by_team = cx.patterns_with_history();
    let rows = figures::pattern::rows_by(cx.assessment, &cx.subset, by_team);
    let course = cx.pattern_course();
    let shown = Patterns::of(cx, &periods, None, Some(&course));
    Document {
        page: PageId::Patterns,
        eyebrow: cx.eyebrow(words::PATTERNS),
        headline: plain(headline(cx, &rows, by_team, &course)),
        actions: Vec::new(),
        blocks: vec![
            timeline(shown, &periods),
            after_prevention(cx, &course),
            kinds(cx, &rows, by_team, &course),
            teams(cx, by_team, &course),
        ],
    }
}

/// Occurrences while prevention was in place, of one pattern or of all.
pub(crate) fn n_after_prevention(course: &PatternCourse<'_>, pattern: Option<PatternId>) -> u64 {
    let wanted = |s: &&CourseStep<'_>| s.is_after_prevention && pattern.is_none_or(|p| s.occurrence.pattern == p);
    course.steps.iter().filter(wanted).count() as u64
}

fn headline(cx: &Context<'_>, rows: &[PatternRow], by_team: &[TeamPattern], course: &PatternCourse<'_>) -> String {
    let most = rows.iter().map(|r| r.recurrences).max().unwrap_or(0);
    let mut top = rows.iter().filter(|r| r.recurrences == most && most > 0);
    let most = match (top.next(), top.next()) {
        (Some(one), None) => {
            let teams = by_team.iter().filter(|t| t.pattern == one.pattern_id && t.recurrences() > 0).count() as u64;
            Some((title(cx, one.pattern_id), one.recurrences, teams))
        }
        _ => None,
    };
    words::headline(&words::Standing {
        was_scanned: cx.was_scanned(),
        patterns: rows.iter().filter(|r| r.occurrences > 0).count() as u64,
        occurrences: rows.iter().map(|r| r.occurrences).sum(),
        recurrences: rows.iter().map(|r| r.recurrences).sum(),
        after_prevention: n_after_prevention(course, None),
        most,
    })
}

/// The name of a pattern.
fn title<'a>(cx: &Context<'a>, pattern: PatternId) -> &'a str {
    cx.policy.pattern(pattern).map_or("", |p| p.title.as_str())
}

/// Weeks × patterns; the marks filter by pattern.
fn timeline(shown: Patterns<'_>, periods: &Periods) -> Block {
    let drawn = shown.timeline();
    let head = Head { subtitle: words::timeline_measure(periods.noun()), ..shown.head };
    // Rows without any dot would be a frame round nothing: the title says that nothing was found.
    let is_drawn = drawn.rows.iter().any(|row| !row.dots.is_empty());
    let chart = is_drawn.then_some(Content::Chart(Chart::Timeline(drawn)));
    Block::figure(FigureId::Timeline.lead(12), head, chart.into_iter().collect())
}

/// What came back while its prevention was in place, newest first.
fn after_prevention(cx: &Context<'_>, course: &PatternCourse<'_>) -> Block {
    let steps: Vec<&CourseStep<'_>> = course.steps.iter().rev().filter(|s| s.is_after_prevention).collect();
    let title = words::after_title(steps.len() as u64);
    let listed: Vec<&CourseStep<'_>> = steps.iter().take(LISTED).copied().collect();
    let mut content = occurrence::tables(cx, &title, &listed, SHOWN, true);
    if listed.len() < steps.len() {
        content.push(Content::Note(words::occurrences_measure(listed.len(), steps.len())));
    }
    let place = if listed.is_empty() {
        FigureId::AfterPrevention.span(12)
    } else {
        FigureId::AfterPrevention.span(12).in_style(Style::Contradicted)
    };
    Block::figure(place, head(title, words::AFTER_MEASURE, Table::default()), content)
}

/// What each pattern is, how often it occurred, and what stops it.
fn kinds(cx: &Context<'_>, rows: &[PatternRow], by_team: &[TeamPattern], course: &PatternCourse<'_>) -> Block {
    let prevented = by_team.iter().filter(|t| t.is_prevented).count() as u64;
    let title = words::table_title(prevented, by_team.len() as u64);
    let mut columns: Vec<Column> = columns_of(&words::COLUMNS);
    columns.push(Column::named(words::IN_PLACE_IN));
    let row = |p: &PatternRow| {
        let Some(stated) = cx.policy.pattern(p.pattern_id) else { return Row::default() };
        let open = Route::Patterns { pattern: Some(p.pattern.clone()) };
        let count = |n: u64| Cell::from(datum::count(n));
        let after = n_after_prevention(course, Some(p.pattern_id));
        let teams = || by_team.iter().filter(|t| t.pattern == p.pattern_id);
        let escaped = (p.escaped > 0).then_some(stated.responsible);
        Row {
            class: String::new(),
            cells: vec![
                Cell::text(&stated.title).to(cx.location.with_route(open).to_fragment()).detail(words::symptom(&p.pattern)),
                Cell { class: "strong".to_owned(), ..count(p.occurrences) },
                count(p.changes),
                count(p.recurrences),
                Cell { class: if after > 0 { "contra-word" } else { "dim" }.to_owned(), ..count(after) },
                count(p.teams.len() as u64),
                Cell {
                    class: "through".to_owned(),
                    ..Cell::drawn(Picture::Escape(escaped), words::escaped(stated.responsible, p.escaped))
                },
                Cell::styled("small", patterns::prevention(cx.policy, stated)),
                Cell::text(words::in_place_in(teams().filter(|t| t.is_prevented).count() as u64, teams().count() as u64)),
            ],
        }
    };
    let grid = Grid { caption: title.clone(), class: "as-cards kinds".to_owned(), columns, rows: rows.iter().map(row).collect() };
    Block::figure(FigureId::PatternKinds.span(12), head(title, words::TABLE_MEASURE, Table::default()), vec![Content::Grid(grid)])
}

/// Teams × patterns: a number filters by both.
fn teams(cx: &Context<'_>, by_team: &[TeamPattern], course: &PatternCourse<'_>) -> Block {
    let mut teams: Vec<(u32, &str)> =
        cx.assessment.by_team(&cx.subset).iter().map(|(team, _)| (*team, cx.assessment.team_name(*team))).collect();
    sort_alphabetically(&mut teams, |t| t.1);
    let largest = by_team.iter().map(|t| t.occurrences).max().unwrap_or(0);
    let mut top = by_team.iter().filter(|t| t.occurrences == largest);
    let most = match (top.next(), top.next()) {
        (Some(one), None) => Some((cx.assessment.team_name(one.team), title(cx, one.pattern), one.occurrences)),
        _ => None,
    };
    let finding = words::teams_title(most);
    let mut columns = vec![Column::text(words::TEAM_COLUMNS[0].0)];
    columns.extend(cx.policy.patterns.iter().map(|p| {
        let open = Route::Patterns { pattern: Some(p.id.clone()) };
        Column { to: cx.location.with_route(open).to_fragment(), ..Column::text(&p.title) }
    }));
    let cell = |team: u32, name: &str, place: u16| {
        let pattern = PatternId(place);
        let stated = cx.policy.pattern(pattern);
        let found = by_team.iter().find(|t| t.team == team && t.pattern == pattern);
        let n = found.map_or(0, |t| t.occurrences);
        let after = course
            .steps
            .iter()
            .filter(|s| s.is_after_prevention && s.team == Some(team) && s.occurrence.pattern == pattern)
            .count() as u64;
        let state = words::state_cell(course.prevented_since(team, pattern).is_some(), after);
        let class = if after > 0 {
            "named contra-cell"
        } else if n == 0 {
            "named dim"
        } else {
            "named"
        };
        let wanted = (Some(name.to_owned()), stated.map(|p| p.id.clone()));
        let is_set = (&cx.filter().team, &cx.filter().pattern) == (&wanted.0, &wanted.1);
        let to = cx.location.with_filter(|f| (f.team, f.pattern) = if is_set { (None, None) } else { wanted });
        let heat = if largest == 0 { 0.0 } else { n as f64 / largest as f64 };
        let cell = Cell::drawn(Picture::Heat(Piece::Amount, heat), number::thousands(n)).detail(state);
        let cell = if n == 0 { cell } else { cell.to(to.to_fragment()) };
        Cell { class: class.to_owned(), ..cell }
    };
    let rows = teams.iter().take(TEAMS).map(|(team, name)| {
        let open = Route::Team { team: (*name).to_owned() };
        let mut cells = vec![Cell::text(*name).to(cx.location.with_route(open).to_fragment())];
        cells.extend((0_u16..).take(cx.policy.patterns.len()).map(|place| cell(*team, name, place)));
        Row { class: String::new(), cells }
    });
    let rows: Vec<Row> = rows.collect();
    let note = (rows.len() < teams.len()).then(|| Content::Note(words::first_teams(rows.len(), teams.len())));
    let grid = Grid { caption: finding.clone(), class: "teams-by-pattern as-cards".to_owned(), columns, rows };
    let mut content = vec![Content::Grid(grid)];
    content.extend(note);
    Block::figure(FigureId::PatternsByTeam.span(12), head(finding, words::TEAMS_MEASURE, Table::default()), content)
}

/// Since when prevention is in place, in words.
pub(crate) fn in_place(course: &PatternCourse<'_>, team: u32, pattern: PatternId) -> Cell {
    match course.prevented_since(team, pattern) {
        Some(since) => Cell::text(words::since(&date::day(since))),
        None => Cell::styled("dim", words::NOT_IN_PLACE),
    }
}

/// The link to all patterns.
pub(crate) fn all_patterns(cx: &Context<'_>) -> Link {
    let to = cx.location.with_route(Route::Patterns { pattern: None }).to_fragment();
    Link { text: words::ALL_PATTERNS.to_owned(), to, ..Link::default() }
}
