//! All teams, A to Z, each with its place on the ladder and what blocks the next rung.

use leptos::prelude::*;

use crate::route::Route;
use crate::text::number::{gap_figure, signed_points, thousands, whole_points};
use crate::ui::components::spark::{spark, spark_scale};
use crate::ui::components::{bob, ladder_track, ring, rung_heads};
use crate::ui::state::{AppState, use_app};
use crate::view::{Rung, TeamRow, TeamsTable};

/// The least range of the gap's scale: 20 points, so that noise stays small.
const LEAST_RANGE: f64 = 0.2;

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

fn team_row(row: &TeamRow, rungs: &[Rung], scale: Option<(f64, f64)>, app: AppState) -> AnyView {
    let team = row.team.clone();
    let href = move || app.href(Route::Team { team: team.clone() });
    let gap = row.gap.map_or_else(|| "no data".to_owned(), gap_figure);
    let change = row.gap_change.map(signed_points);
    let few = row.too_few.then(|| view! { <span class="row-note">"too few changes"</span> });
    view! {
        <tr class:faint=row.too_few>
            <th scope="row" class="team"><a href=href>{row.team.clone()}</a>{few}</th>
            <td class="num changes" data-name="changes">{thousands(row.changes.into())}</td>
            <td class="track-cell">{ladder_track(rungs, row.rung, row.claimed, row.previous)}</td>
            <td class="spark-cell">{spark(&row.spark, scale, spark_words(row))}</td>
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
    let scale = spark_scale(teams.rows.iter().map(|r| r.spark.as_slice()), LEAST_RANGE);
    let span = scale.map(|(low, high)| {
        view! { <span class="unit">{format!("{} to {}", whole_points(low), whole_points(high))}</span> }
    });
    let rows: Vec<AnyView> = teams.rows.iter().map(|row| team_row(row, &teams.rungs, scale, app)).collect();
    view! {
        <table class="tbl teams as-cards">
            <caption class="visually-hidden">{teams.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Team, A to Z"</th>
                    <th scope="col" class="num">"Changes"</th>
                    <th scope="col" class="track-cell">{rung_heads(&teams.rungs)}</th>
                    <th scope="col" class="spark-cell">"Gap, 13 weeks"{span}</th>
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
