//! All teams, A to Z, each with its place on the ladder and what blocks the next rung.

use leptos::prelude::*;

use crate::charts::Chart;
use crate::route::Route;
use crate::text::number::{gap_figure, signed_points, thousands};
use crate::ui::components::{bob, chart_in_cell, ring};
use crate::ui::state::{AppState, use_app};
use crate::view::chart as chart_from;
use crate::view::{Rung, TeamRow, TeamsTable};

/// What the marks on the track mean, after the subtitle.
pub fn ladder_key() -> AnyView {
    view! {
        <ul class="keys" aria-label="Key">
            <li class="key">{bob()}"computed"</li>
            <li class="key">{ring()}"claimed"</li>
            <li class="key"><i class="was-key"></i>"a window before"</li>
        </ul>
    }
    .into_any()
}

/// A team's place in words: "Gated, claims Observed, was Declared a window before".
fn ladder_words(row: &TeamRow, rungs: &[Rung]) -> String {
    let name = |place: Option<u32>| rungs.get(usize::try_from(place?).ok()?).map(|r| r.title.as_str());
    let claims = match name(row.claimed) {
        Some(_) if row.claimed == row.rung => ", as it claims".to_owned(),
        Some(claims) => format!(", claims {claims}"),
        None => ", claims nothing".to_owned(),
    };
    let was = name(row.previous).filter(|_| row.previous != row.rung).map(|was| format!(", was {was} a window before"));
    format!("{}{claims}{}", name(row.rung).unwrap_or("No data"), was.unwrap_or_default())
}

/// The course of a gap in words.
fn spark_words(row: &TeamRow) -> String {
    let known: Vec<f64> = row.spark.iter().flatten().copied().collect();
    match (known.first(), known.last()) {
        (Some(first), Some(last)) => {
            format!("Gap from {} to {} points over {} weeks", gap_figure(*first), gap_figure(*last), row.spark.len())
        }
        _ => "No data".to_owned(),
    }
}

fn team_row(row: &TeamRow, rungs: &[Rung], app: AppState) -> AnyView {
    let team = row.team.clone();
    let href = move || app.href(Route::Team { team: team.clone() });
    let gap = row.gap.map_or_else(|| "no data".to_owned(), gap_figure);
    let change = row.gap_change.map(signed_points);
    let few = row.too_few.then(|| view! { <span class="row-note">"too few changes"</span> });
    view! {
        <tr class:faint=row.too_few>
            <th scope="row" class="team"><a href=href>{row.team.clone()}</a>{few}</th>
            <td class="num changes" data-name="changes">{thousands(row.changes.into())}</td>
            <td class="track-cell">{chart_in_cell(Chart::LadderTrack(chart_from::ladder_track(row, rungs)), ladder_words(row, rungs))}</td>
            <td class="spark-cell">{chart_in_cell(Chart::Spark(chart_from::spark(row)), spark_words(row))}</td>
            <td class="num gap" data-name="gap">{gap}</td>
            <td class="num gap-change" data-name="30 days">{change}</td>
            <td class="small blocker">{row.blocker.clone()}</td>
            <td class="small gate">{row.blocker_gate.map(|g| g.title())}</td>
        </tr>
    }
    .into_any()
}

/// The table of teams.
pub fn team_table(teams: &TeamsTable) -> AnyView {
    let app = use_app();
    let rows: Vec<AnyView> = teams.rows.iter().map(|row| team_row(row, &teams.rungs, app)).collect();
    view! {
        <table class="tbl teams as-cards">
            <caption class="visually-hidden">{teams.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Team, A to Z"</th>
                    <th scope="col" class="num">"Changes"</th>
                    <th scope="col" class="track-cell">{chart_in_cell(Chart::LadderHeader(chart_from::ladder_header(&teams.rungs)), "Rung".to_owned())}</th>
                    <th scope="col" class="spark-cell">"Gap, 13 weeks"</th>
                    <th scope="col" class="num">"Gap"</th>
                    <th scope="col" class="num">"30 days"</th>
                    <th scope="col">"What blocks the next rung"</th>
                    <th scope="col">"Gate"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
