//! The tables of failure patterns: over all teams, and of one team.

use crate::document::{Cell, Column, Dots, Grid, Picture, Row};
use crate::drawn::styled;
use crate::model::{PatternRow, Patterns};
use crate::route::{Location, Route};
use crate::text::number::thousands;
use crate::text::pattern::prevented;
use crate::text::words::capital;
use crate::text::{date, pattern as words};

/// The gate that let occurrences through, and how often.
fn escape(row: &PatternRow) -> Cell {
    let (gate, text) = match row.escaped {
        0 => (None, words::NONE_ESCAPED.to_owned()),
        n => (Some(row.responsible), format!("{} {}×", row.responsible.title(), thousands(n.into()))),
    };
    Cell::drawn(Picture::Escape(gate), text)
}

/// When occurrences were found, for those who do not see the dots.
fn dots_words(periods: &[String], counts: &[u32]) -> String {
    let peak = counts.iter().zip(periods).filter(|(n, _)| **n > 0).max_by_key(|(n, period)| (**n, (*period).clone()));
    match peak {
        Some((n, period)) => words::peak(counts.iter().sum(), periods.len(), &date::period_in_full(period), *n),
        None => words::NONE.to_owned(),
    }
}

/// All patterns: when they were found, which gate was open, and what would have prevented them.
pub(crate) fn over_all(patterns: &Patterns, location: &Location) -> Grid {
    let most = patterns.rows.iter().flat_map(|r| r.counts.iter().copied()).max().unwrap_or(0);
    let row = |row: &PatternRow| {
        let dots = Dots { periods: patterns.periods.clone(), counts: row.counts.clone(), repeats: row.repeats.clone(), most };
        let cells = vec![
            Cell::text(row.title.clone())
                .to(location.with_route(Route::Patterns { pattern: Some(row.pattern.clone()) }).to_fragment()),
            Cell::text(row.symptom.clone()),
            Cell::drawn(Picture::Dots(dots), dots_words(&patterns.periods, &row.counts)),
            Cell::text(thousands(row.occurrences.into())),
            Cell::text(row.teams.to_string()),
            escape(row),
            Cell::text(row.prevention.clone()),
        ];
        Row { class: String::new(), cells }
    };
    let by_period = Column {
        spoken: words::BY_PERIOD.to_owned(),
        class: "dots-cell".to_owned(),
        picture: Some(Picture::Periods(patterns.periods.clone())),
        ..Column::default()
    };
    Grid {
        caption: patterns.head.title.clone(),
        class: "patterns as-cards".to_owned(),
        columns: vec![
            styled("Pattern", "pattern"),
            styled("Symptom", "small symptom"),
            by_period,
            styled("Times", "num strong times"),
            styled("Teams", "num"),
            styled("Escaped gate", "small"),
            styled("What would have prevented it", "small prevention"),
        ],
        rows: patterns.rows.iter().map(row).collect(),
    }
}

/// One team's patterns, below its timeline.
pub(crate) fn of_team(patterns: &Patterns) -> Grid {
    let row = |row: &PatternRow| Row {
        class: String::new(),
        cells: vec![
            Cell::text(row.title.clone()),
            escape(row),
            Cell::text(row.prevention.clone()),
            Cell::text(capital(prevented(row.prevented))),
        ],
    };
    Grid {
        caption: patterns.head.title.clone(),
        class: "patterns escapes as-cards".to_owned(),
        columns: vec![
            Column::text("Pattern"),
            styled("Escaped gate", "small"),
            styled("What would have prevented it", "small"),
            styled("Prevention", "small named"),
        ],
        rows: patterns.rows.iter().map(row).collect(),
    }
}
