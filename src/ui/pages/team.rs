//! One team: its place on the ladder, what keeps it from the next rung, its envelope, its patterns and recent changes.

use std::sync::Arc;

use leptos::prelude::*;

use crate::charts::Chart;
use crate::domain::{Condition, Gate, Grade};
use crate::route::Route;
use crate::text::number::{counted, percent_figure, thousands};
use crate::ui::components::{
    PageHead, chart_figure, copy_button, copy_link_button, figure, gate_key, gate_state, gates_glyph, piece_bar, state_title,
};
use crate::ui::pages::team_patterns::pattern_figure;
use crate::ui::state::{AppState, use_app};
use crate::view::chart as chart_from;
use crate::view::document::Piece;
use crate::view::{ChangeRow, Changes, Criteria, CriterionRow, CriterionState, GateGlyph, TeamPage as Model};

/// The link to a neighbour in the alphabet, or its place without one.
fn neighbour(app: AppState, team: Option<&String>, word: &'static str) -> AnyView {
    match team {
        Some(team) => {
            let title = format!("{word}: {team}");
            let team = team.clone();
            let href = move || app.href(Route::Team { team: team.clone() });
            view! { <a class="btn" href=href title=title>{word}</a> }.into_any()
        }
        None => view! { <span class="btn off" aria-disabled="true">{word}</span> }.into_any(),
    }
}

/// What a criterion lacks, change by change, and a command that would supply it.
fn missing(row: &CriterionRow) -> Option<AnyView> {
    if row.missing.is_empty() && row.command.is_none() {
        return None;
    }
    let items: Vec<AnyView> = row
        .missing
        .iter()
        .map(|m| view! { <li><span class="mono">{m.change.clone()}</span>" "<span>{m.what.clone()}</span></li> }.into_any())
        .collect();
    let more = usize::try_from(row.missing_total).unwrap_or(usize::MAX).saturating_sub(row.missing.len());
    let more = (more > 0).then(|| view! { <li class="dim">{format!("and {more} more")}</li> });
    let command = row.command.clone().map(|command| {
        let text = command.clone();
        view! {
            <p class="small dim">"Would supply it:"</p>
            <div class="code-box">
                <pre class="code" tabindex="0" aria-label="Command">{command}</pre>
                {copy_button("Copy", "btn small-btn", move || text.clone())}
            </div>
        }
    });
    let summary = if row.missing_total > 0 {
        format!("What is missing: {}", counted(row.missing_total.into(), "item", "items"))
    } else {
        "How to supply it".to_owned()
    };
    Some(view! { <details class="missing"><summary>{summary}</summary><ul>{items}{more}</ul>{command}</details> }.into_any())
}

fn criterion(row: &CriterionRow) -> AnyView {
    let open = matches!(row.state, CriterionState::NotMet | CriterionState::NotEnoughData);
    view! {
        <li class=if open { "open" } else { "met" }>
            <span class="state">{state_title(row.state)}</span>
            <div>
                <p class="title">{row.title.clone()}</p>
                <p class="detail">{row.detail.clone()}</p>
                {missing(row)}
            </div>
            <span class="gate">{row.gate.map(|g| g.title())}</span>
        </li>
    }
    .into_any()
}

/// The criteria of the next rung, open ones first.
fn criteria_figure(criteria: &Criteria) -> AnyView {
    let rows: Vec<AnyView> = criteria.rows.iter().map(criterion).collect();
    let note = (!criteria.note.is_empty()).then(|| view! { <p class="note">{criteria.note.clone()}</p> });
    figure("", &criteria.head, view! { <ol class="criteria">{rows}</ol>{note} }.into_any())
}

/// What the cells of a gate mean.
fn gate_keys() -> AnyView {
    let shown = [
        GateGlyph::Grade(Grade::Missing),
        GateGlyph::Grade(Grade::Claimed),
        GateGlyph::Grade(Grade::Attached),
        GateGlyph::Grade(Grade::Checked),
        GateGlyph::Grade(Grade::Signed),
        GateGlyph::Grade(Grade::Reproduced),
        GateGlyph::Condition(Condition::Contradicted),
        GateGlyph::Condition(Condition::Stale),
        GateGlyph::Condition(Condition::Inconclusive),
        GateGlyph::NotDue,
    ];
    let keys: Vec<AnyView> = shown
        .into_iter()
        .map(|g| {
            let word = gate_state(g);
            view! { <li class="key">{gate_key(g)}<span class="first-capital">{word}</span></li> }.into_any()
        })
        .collect();
    view! { <ul class="keys" aria-label="Key">{keys}</ul> }.into_any()
}

/// The change's id, linked where its report gives an https address.
fn change_name(row: &ChangeRow) -> AnyView {
    let id = row.id.clone();
    match row.url.as_ref().filter(|url| url.starts_with("https://")) {
        Some(url) => view! { <a class="mono" href=url.clone() rel="noopener noreferrer">{id}</a> }.into_any(),
        None => view! { <span class="mono">{id}</span> }.into_any(),
    }
}

fn change_row(row: &ChangeRow, largest: u32) -> AnyView {
    let resources = row.resources.map(|n| u32::try_from(n).unwrap_or(u32::MAX));
    let bar = resources.map(|n| piece_bar(&[(Piece::Amount, n)], largest, 8));
    view! {
        <tr>
            <th scope="row" class="change-id">{change_name(row)}</th>
            <td class="change-title">{row.title.clone()}</td>
            <td class="num when">{row.date.clone()}</td>
            <td class="small by">{row.authorship.title()}</td>
            <td class="num resources" data-name="resources">
                {row.resources.map_or_else(|| "–".to_owned(), thousands)}
            </td>
            <td class="bar-cell">{bar}</td>
            <td class="num strong perceived-word stated" data-name="stated">{row.stated.map_or_else(|| "–".to_owned(), percent_figure)}</td>
            <td class="gates-cell">{gates_glyph(row.gates)}</td>
            <td class="small weakest">{row.weakest.clone()}</td>
        </tr>
    }
    .into_any()
}

/// The newest changes, with the four gates of each.
fn changes_figure(changes: &Changes) -> AnyView {
    let largest = changes.rows.iter().filter_map(|r| r.resources).max().unwrap_or(0);
    let largest = u32::try_from(largest).unwrap_or(u32::MAX);
    let rows: Vec<AnyView> = changes.rows.iter().map(|row| change_row(row, largest)).collect();
    let letters: String = Gate::ALL.iter().filter_map(|g| g.title().chars().next()).flat_map(|c| [c, ' ']).collect();
    let rest = usize::try_from(changes.total).unwrap_or(usize::MAX).saturating_sub(changes.rows.len());
    let rest = (rest > 0).then(|| {
        view! {
            <p class="note">{format!("The newest {} of {} changes.", changes.rows.len(), thousands(changes.total.into()))}</p>
        }
    });
    let table = view! {
        {gate_keys()}
        <table class="tbl changes as-cards">
            <caption class="visually-hidden">{changes.head.title.clone()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Change"</th>
                    <th scope="col">"What it does"</th>
                    <th scope="col" class="num">"Date"</th>
                    <th scope="col">"Author"</th>
                    <th scope="col" class="num">"Resources"</th>
                    <th scope="col" class="bar-cell"><span class="visually-hidden">"Blast radius"</span></th>
                    <th scope="col" class="num">"Stated, %"</th>
                    <th scope="col"><span aria-hidden="true">{letters}</span><span class="visually-hidden">"Gates"</span></th>
                    <th scope="col">"Weakest evidence"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {rest}
    };
    figure("", &changes.head, table.into_any())
}

/// One team.
#[component]
pub fn TeamPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    let app = use_app();
    view! {
        <div class="page team-page">
            {move || view.with(|v| {
                let actions = view! {
                    {neighbour(app, v.before.as_ref(), "Previous team")}
                    {neighbour(app, v.after.as_ref(), "Next team")}
                    {copy_link_button()}
                };
                view! { <PageHead eyebrow=v.eyebrow.clone() headline=v.headline.clone() actions=Some(actions.into_any()) /> }
            })}
            {move || view.with(|v| {
                view! {
                    <div class="grid">
                        <div class="span-3">
                            {chart_figure("lead", &v.ladder.head, Chart::Ladder(chart_from::ladder(&v.ladder)), None, Vec::new())}
                        </div>
                        <div class="span-4">{criteria_figure(&v.criteria)}</div>
                        <div class="span-5">
                            {chart_figure("", &v.envelope.head, Chart::Envelope(chart_from::envelope(&v.envelope, true)), None, Vec::new())}
                        </div>
                        <div class="span-12">{pattern_figure(&v.patterns)}</div>
                        <div class="span-12">{changes_figure(&v.changes)}</div>
                    </div>
                }
            })}
        </div>
    }
}
