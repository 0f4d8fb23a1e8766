//! Recurring failure patterns over time.

mod words;

use crate::context::Context;
use crate::document::{Block, Cell, Column, Content, Datum, Dots, FigureId, Grid, Head, Picture, Row, Table, Value, datum, head};
use crate::figures::periods::Periods;
use crate::pick;
use crate::route::Route;
use crate::text::phrase::capital;
use crate::text::{date, pattern};
use plumbline_assess::{CourseStep, PatternCourse, PatternRow, PatternTrend, figures};
use plumbline_charts::Chart;
use plumbline_charts::timeline::{Timeline, TimelineDot, TimelineRow};
use plumbline_domain::{Gate, PatternId, PatternPolicy, Policy};

/// The patterns of the selected changes, over the periods of an axis.
pub(crate) struct Patterns<'a> {
    cx: &'a Context<'a>,
    /// The names of the periods.
    periods: Vec<String>,
    pub head: Head,
    /// In the order of the policy.
    rows: Vec<Pattern<'a>>,
}

struct Pattern<'a> {
    counts: PatternRow,
    trend: PatternTrend,
    /// How many occurrences of each period came although prevention was in place.
    despite: Vec<u32>,
    stated: Option<&'a PatternPolicy>,
    /// On a team's page: whether its prevention is in place.
    is_prevented: Option<bool>,
}

impl Pattern<'_> {
    fn title(&self) -> &str {
        self.stated.map_or(&self.counts.pattern, |s| &s.title)
    }

    fn symptom(&self) -> &'static str {
        pattern::symptom(&self.counts.pattern).unwrap_or(pattern::ADDED_SYMPTOM)
    }

    fn prevention(&self, policy: &Policy) -> String {
        self.stated.map_or_else(String::new, |s| prevention(policy, s))
    }

    fn responsible(&self) -> Gate {
        self.stated.map_or(Gate::Validation, |s| s.responsible)
    }

    /// The gate that let occurrences through, and how often.
    fn escape(&self) -> Cell {
        let gate = self.responsible();
        match self.counts.escaped {
            0 => Cell::drawn(Picture::Escape(None), pattern::NONE_ESCAPED),
            n => Cell::drawn(Picture::Escape(Some(gate)), pattern::escaped(gate, n)),
        }
    }
}

/// What would prevent a pattern, in words: our own, else by the titles of the types that the policy names.
pub(crate) fn prevention(policy: &Policy, stated: &PatternPolicy) -> String {
    let types = stated.prevention.iter().filter_map(|id| policy.artifact_types.iter().find(|t| t.id == *id));
    let by_types = || pattern::prevention_by_types(&types.map(|t| t.title.as_str()).collect::<Vec<_>>());
    pattern::prevention(&stated.id).map_or_else(by_types, str::to_owned)
}

impl<'a> Patterns<'a> {
    /// Given the place of a team, each pattern says whether its prevention is in place there; given its course, what came
    /// despite prevention. The course needs evidence, so the Overview, which stands from columns alone, leaves it out.
    pub fn of(cx: &'a Context<'a>, periods: &Periods, team: Option<u32>, course: Option<&PatternCourse<'_>>) -> Self {
        let trends = figures::pattern::trends(cx.assessment, cx.history_by_date(), &periods.changes);
        let by_team = cx.patterns_with_history();
        let is_prevented =
            |pattern| by_team.iter().find(|p| Some(p.team) == team && p.pattern == pattern).map(|p| p.is_prevented);
        let rows: Vec<Pattern<'a>> = figures::pattern::rows_by(cx.assessment, &cx.subset, by_team)
            .into_iter()
            .zip(trends)
            .map(|(counts, trend)| Pattern {
                despite: despite(
                    course.into_iter().flat_map(|course| &course.steps),
                    counts.pattern_id,
                    periods,
                    trend.occurrences.len(),
                ),
                trend,
                stated: cx.policy.pattern(counts.pattern_id),
                is_prevented: is_prevented(counts.pattern_id),
                counts,
            })
            .collect();
        let figures: Vec<words::PatternFigures<'_>> = rows
            .iter()
            .map(|r| words::PatternFigures { title: r.title(), counts: &r.trend.occurrences, occurrences: r.counts.occurrences })
            .collect();
        let title = words::title(&figures, periods.noun(), cx.was_scanned());
        let periods_of = periods.names();
        let twin = twin(cx.policy, &rows, &periods_of, team.is_some());
        Patterns { cx, head: head(title, words::measure(periods.noun(), course.is_some()), twin), periods: periods_of, rows }
    }

    /// On the overview: when they were found, which gate was open, and what would have prevented them.
    pub fn figure(self) -> Block {
        let grid = self.over_all();
        Block::figure(FigureId::Patterns.span(12), self.head, vec![Content::Grid(grid)])
    }

    /// On a team's page: the timeline, and the table below it.
    pub(crate) fn figure_of_team(self) -> Block {
        let content = vec![Content::Chart(Chart::Timeline(self.timeline())), Content::Grid(self.of_team())];
        Block::figure(FigureId::TeamPatterns.span(12), self.head, content)
    }

    fn over_all(&self) -> Grid {
        let most = self.rows.iter().flat_map(|r| r.trend.occurrences.iter().copied()).max().unwrap_or(0);
        let row = |row: &Pattern<'_>| {
            let dots = Dots {
                periods: self.periods.clone(),
                counts: row.trend.occurrences.clone(),
                repeats: row.trend.repeats.clone(),
                despite: row.despite.clone(),
                most,
            };
            let open = Route::Patterns { pattern: Some(row.counts.pattern.clone()) };
            let cells = vec![
                Cell::text(row.title()).to(self.cx.location.with_route(open).to_fragment()),
                Cell::text(row.symptom()),
                Cell::drawn(Picture::Dots(dots), dots_words(&self.periods, row)),
                datum::count(row.counts.occurrences).into(),
                datum::count(row.counts.teams.len() as u64).into(),
                row.escape(),
                Cell::text(row.prevention(self.cx.policy)),
            ];
            Row { class: String::new(), cells }
        };
        let by_period = Column {
            spoken: pattern::BY_PERIOD.to_owned(),
            class: "dots-cell".to_owned(),
            picture: Some(Picture::Periods(self.periods.clone())),
            ..Column::default()
        };
        Grid {
            caption: self.head.title.clone(),
            class: "patterns as-cards".to_owned(),
            columns: vec![
                Column::styled(pattern::PATTERN, "pattern"),
                Column::styled(pattern::SYMPTOM, "small symptom"),
                by_period,
                Column::styled(pattern::TIMES, "num strong times"),
                Column::styled(pattern::TEAMS, "num"),
                Column::styled(pattern::ESCAPED_GATE, "small"),
                Column::styled(pattern::PREVENTED_BY, "small prevention"),
            ],
            rows: self.rows.iter().map(row).collect(),
        }
    }

    fn of_team(&self) -> Grid {
        let row = |row: &Pattern<'_>| Row {
            class: String::new(),
            cells: vec![
                Cell::text(row.title()),
                row.escape(),
                Cell::text(row.prevention(self.cx.policy)),
                Cell::text(capital(pattern::prevented(row.is_prevented))),
            ],
        };
        Grid {
            caption: self.head.title.clone(),
            class: "patterns escapes as-cards".to_owned(),
            columns: vec![
                Column::text(pattern::PATTERN),
                Column::styled(pattern::ESCAPED_GATE, "small"),
                Column::styled(pattern::PREVENTED_BY, "small"),
                Column::styled(pattern::PREVENTION, "small named"),
            ],
            rows: self.rows.iter().map(row).collect(),
        }
    }

    /// Periods by patterns; the marks filter by pattern.
    pub fn timeline(&self) -> Timeline {
        let dot = |trend: &PatternTrend, period: usize| {
            let count = trend.occurrences.get(period).copied().filter(|count| *count > 0)?;
            let repeats = trend.repeats.get(period).copied().unwrap_or(0);
            Some(TimelineDot { period, count, repeat: repeats > 0, despite: 0, words: words::found(count, repeats) })
        };
        let row = |row: &Pattern<'_>| TimelineRow {
            key: pick::pattern(self.cx, &row.counts.pattern),
            name: row.title().to_owned(),
            dots: (0..row.trend.occurrences.len()).filter_map(|period| dot(&row.trend, period)).collect(),
            sum: pattern::changes_and_recurred(row.counts.changes, row.counts.recurrences),
            ..TimelineRow::default()
        };
        let mut drawn = Timeline {
            ticks: self.periods.iter().map(|p| date::period(p)).collect(),
            years: date::years(&self.periods),
            names: self.periods.iter().map(|p| date::period_in_full(p)).collect(),
            rows: self.rows.iter().map(row).collect(),
        };
        for (drawn, row) in drawn.rows.iter_mut().zip(&self.rows) {
            drawn.dots.iter_mut().for_each(|dot| dot.despite = row.despite.get(dot.period).copied().unwrap_or(0));
        }
        say_despite(&mut drawn);
        drawn
    }
}

/// How many occurrences of a pattern in each of so many periods came although prevention was in place.
fn despite<'a>(steps: impl Iterator<Item = &'a CourseStep<'a>>, pattern: PatternId, periods: &Periods, n: usize) -> Vec<u32> {
    let mut counts = vec![0; n];
    for step in steps.filter(|s| s.is_after_prevention && s.occurrence.pattern == pattern) {
        if let Some(count) = periods.place(step.date).and_then(|place| counts.get_mut(place)) {
            *count += 1;
        }
    }
    counts
}

/// Marks the dot of a period: one more of its occurrences came after prevention.
pub(crate) fn mark_despite(drawn: &mut Timeline, row: usize, period: Option<usize>) {
    let dots = drawn.rows.get_mut(row).into_iter().flat_map(|r| &mut r.dots);
    dots.filter(|d| Some(d.period) == period).for_each(|dot| dot.despite += 1);
}

/// Says in each dot how many of its occurrences came after prevention, once all are marked.
pub(crate) fn say_despite(drawn: &mut Timeline) {
    for dot in drawn.rows.iter_mut().flat_map(|r| &mut r.dots).filter(|d| d.despite > 0) {
        dot.words = words::found_despite(&dot.words, dot.count, dot.despite);
    }
}

/// When occurrences were found, for those who do not see the dots.
fn dots_words(periods: &[String], row: &Pattern<'_>) -> String {
    let counts = &row.trend.occurrences;
    let peak = counts.iter().zip(periods).filter(|(n, _)| **n > 0).max_by_key(|(n, period)| (**n, (*period).clone()));
    match peak {
        Some((n, period)) => {
            let peak = pattern::peak(counts.iter().sum(), periods.len(), &date::period_in_full(period), *n);
            [peak, words::of_them_despite(row.despite.iter().sum())].concat()
        }
        None => pattern::NONE.to_owned(),
    }
}

fn twin(policy: &Policy, rows: &[Pattern<'_>], names: &[String], with_prevented: bool) -> Table {
    let mut columns: Vec<(String, bool)> = words::COLUMNS.iter().map(|c| (c.0.to_owned(), c.1)).collect();
    if with_prevented {
        columns.push((words::PREVENTED_COLUMN.0.to_owned(), false));
    }
    columns.extend(names.iter().map(|n| (date::period(n), true)));
    columns.push((words::PREVENTION_COLUMN.0.to_owned(), false));
    let cells = rows.iter().map(|r| {
        let c = &r.counts;
        let mut cells: Vec<Datum> = vec![r.title().into(), r.symptom().into()];
        cells.extend([c.occurrences, c.changes, c.recurrences, c.teams.len() as u64, c.escaped].map(datum::count));
        cells.push(r.responsible().title().into());
        if with_prevented {
            cells.push(pattern::prevented(r.is_prevented).into());
        }
        let periods = r.trend.occurrences.iter().zip(&r.trend.repeats);
        cells.extend(
            periods
                .map(|(&n, &again)| Datum::new(pattern::count_cell(u64::from(n), u64::from(again)), Value::Count(u64::from(n)))),
        );
        cells.push(r.prevention(policy).into());
        cells
    });
    let rows = cells.collect();
    let (columns, numeric) = columns.into_iter().unzip();
    Table { columns, numeric, rows }
}
