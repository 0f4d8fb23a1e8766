//! Teams on the ladder, A to Z: the table of the overview, and the page of all teams.

use crate::document::{Block, Cell, Column, Content, Document, Fact, Grid, Picture, Row};
use crate::drawn::styled;
use crate::figures::chart;
use crate::figures::shared::head;
use crate::model::{Rung, Table, TeamRow, TeamsPage, TeamsTable};
use crate::route::{Location, Route};
use crate::text::ladder as words;
use crate::text::number::{gap_figure, signed_points, thousands};
use plumbline_charts::Chart;

pub(crate) fn draw(v: &TeamsPage, location: &Location) -> Document {
    let mut lead = table(&v.teams, location);
    if v.without_team > 0 {
        lead.push(Content::Note(words::without_team(v.without_team.into())));
    }
    let rung =
        |rung: &Rung| Fact { name: rung.title.clone(), value: Cell::text(rung.meaning.clone()).detail(rung.asks.join("\n")) };
    let rungs = Content::Facts(v.teams.rungs.iter().rev().map(rung).collect());
    Document {
        class: "teams-page".to_owned(),
        eyebrow: v.eyebrow.clone(),
        headline: v.headline.clone(),
        actions: Vec::new(),
        blocks: vec![
            Block::figure("span-12 lead", v.teams.head.clone(), lead),
            Block::figure("span-12 rungs", head(words::ASKS, words::ASKS_MEASURE, Table::default()), vec![rungs]),
        ],
    }
}

/// A team's place in words: "Gated, claims Observed, was Declared a window before".
fn place_words(row: &TeamRow, rungs: &[Rung]) -> String {
    let name = |place: Option<u32>| rungs.get(usize::try_from(place?).ok()?).map(|r| r.title.as_str());
    words::place(name(row.rung), name(row.claimed), name(row.previous).filter(|_| row.previous != row.rung))
}

/// The course of a gap in words.
fn course_words(row: &TeamRow) -> String {
    let known: Vec<f64> = row.spark.iter().flatten().copied().collect();
    match (known.first(), known.last()) {
        (Some(first), Some(last)) => words::course(*first, *last, row.spark.len()),
        _ => words::NO_DATA.to_owned(),
    }
}

fn team_row(row: &TeamRow, rungs: &[Rung], location: &Location) -> Row {
    let to = location.with_route(Route::Team { team: row.team.clone() }).to_fragment();
    let few = if row.too_few { words::TOO_FEW } else { "" };
    let gap = row.gap.map_or_else(|| words::NO_DATA.to_ascii_lowercase(), gap_figure);
    Row {
        class: if row.too_few { "faint".to_owned() } else { String::new() },
        cells: vec![
            Cell::text(row.team.clone()).to(to).detail(few),
            Cell::text(thousands(row.changes.into())),
            Cell::drawn(Picture::Chart(Chart::LadderTrack(chart::ladder_track(row, rungs))), place_words(row, rungs)),
            Cell::drawn(Picture::Chart(Chart::Spark(chart::spark(row))), course_words(row)),
            Cell::text(gap),
            Cell::text(row.gap_change.map(signed_points).unwrap_or_default()),
            Cell::text(row.blocker.clone()),
            Cell::text(row.blocker_gate.map_or("", |g| g.title())),
        ],
    }
}

/// What the marks on the track mean, and the table of teams.
pub(crate) fn table(teams: &TeamsTable, location: &Location) -> Vec<Content> {
    let keys = [
        (Picture::Bob, words::KEY_COMPUTED),
        (Picture::Ring, words::KEY_CLAIMED),
        (Picture::Mark("was-key".to_owned()), words::KEY_BEFORE),
    ];
    let track = Column {
        class: "track-cell".to_owned(),
        spoken: words::RUNG.to_owned(),
        picture: Some(Picture::Chart(Chart::LadderHeader(chart::ladder_header(&teams.rungs)))),
        ..Column::default()
    };
    let grid = Grid {
        caption: teams.head.title.clone(),
        class: "teams as-cards".to_owned(),
        columns: vec![
            styled("Team, A to Z", "team"),
            styled("Changes", "num changes"),
            track,
            styled("Gap, 13 weeks", "spark-cell"),
            styled("Gap", "num gap"),
            styled("30 days", "num gap-change"),
            styled("What blocks the next rung", "small blocker"),
            styled("Gate", "small gate"),
        ],
        rows: teams.rows.iter().map(|row| team_row(row, &teams.rungs, location)).collect(),
    };
    vec![Content::Keys(keys.map(|(picture, word)| (picture, word.to_owned())).to_vec()), Content::Grid(grid)]
}
