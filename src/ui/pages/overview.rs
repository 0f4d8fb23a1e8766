//! The overview: what teams feel and what evidence supports, where they part, since when, and what would close the gap.

use std::sync::Arc;

use leptos::prelude::*;

use crate::charts::Chart;
use crate::domain::Authorship;
use crate::text::number::{gain_points, number_word};
use crate::ui::components::{PageHead, TableTwin, chart_figure, digest_name, figure, ladder_key, pattern_table, team_table};
use crate::ui::state::{AppState, use_app};
use crate::view::chart as chart_from;
use crate::view::{NextPoints, Overview as Model};

/// How many next points stand there before more are asked for: as many as the printed brief has reasons.
const AT_FIRST: usize = 3;

/// Filters by an authorship; a second time clears it.
fn toggle_authorship(app: AppState, id: &str) {
    let picked = Authorship::from_id(id);
    app.set_filter(|f| f.authorship = if f.authorship == picked { None } else { picked });
}

/// Where the next verified points are.
fn next_points(points: &NextPoints) -> AnyView {
    let mut rows: Vec<AnyView> = points
        .rows
        .iter()
        .map(|point| {
            view! {
                <li class="next-point">
                    <p class="what">{point.action.clone()}</p>
                    <p class="gain">{format!("{}\u{a0}pts", gain_points(point.gain))}</p>
                    <p class="why">{point.detail.clone()}</p>
                </li>
            }
            .into_any()
        })
        .collect();
    let more = rows.split_off(rows.len().min(AT_FIRST));
    let more = (!more.is_empty()).then(|| {
        view! {
            <details class="more">
                <summary>{format!("Show {} more", number_word(u64::try_from(more.len()).unwrap_or(0)))}</summary>
                <ol class="after-three">{more}</ol>
            </details>
        }
    });
    let none = points.rows.is_empty().then(|| view! { <p class="note">"Every required item is verified."</p> });
    figure("next-points", &points.head, view! { <ol>{rows}</ol>{more}{none} }.into_any())
}

/// What stands at the head of the printed brief: whose data this is.
fn print_head(app: AppState) -> AnyView {
    view! {
        <p class="print-head paper-only">
            <span>"Plumbline"</span>
            <span>"Data set sha256 "{move || app.frame.with(|f| digest_name(&f.footer.data_sha256))}</span>
        </p>
    }
    .into_any()
}

/// The overview.
#[component]
pub fn OverviewPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    let app = use_app();
    let by_authorship = Callback::new(move |key: String| toggle_authorship(app, &key));
    view! {
        <div class="page overview">
            {print_head(app)}
            {move || view.with(|v| view! { <PageHead eyebrow=v.eyebrow.clone() headline=v.headline.clone() /> })}
            {move || view.with(|v| view! {
                <div class="grid">
                    <div class="span-8 part-envelope">
                        {chart_figure("lead", &v.envelope.head, Chart::Envelope(chart_from::envelope(&v.envelope, false)), None, Vec::new())}
                    </div>
                    <div class="span-4 side part-reasons">
                        {chart_figure("", &v.gap_change.head, Chart::GapChange(chart_from::gap_change(&v.gap_change)), None, Vec::new())}
                        {chart_figure("", &v.authorship.head, Chart::Dumbbell(chart_from::authorship(&v.authorship)), Some(by_authorship), Vec::new())}
                        {next_points(&v.next_points)}
                    </div>
                    <div class="span-12 part-drift">
                        {chart_figure("", &v.drift.head, Chart::Drift(chart_from::drift(&v.drift)), None, Vec::new())}
                    </div>
                    <div class="span-12 part-ladder">
                        {figure("", &v.teams.head, view! { {ladder_key()}{team_table(&v.teams)} }.into_any())}
                    </div>
                    <div class="span-7 part-debt">
                        {chart_figure("", &v.debt.head, Chart::Debt(chart_from::debt(&v.debt)), None, Vec::new())}
                    </div>
                    <div class="span-5 part-workflow">
                        {chart_figure("", &v.workflow.head, Chart::Practices(chart_from::workflow(&v.workflow)), None, Vec::new())}
                    </div>
                    <div class="span-12 part-patterns">
                        {figure("", &v.patterns.head, pattern_table(&v.patterns))}
                    </div>
                    <figure class="figure span-12 part-numbers paper-only">
                        <figcaption><h2>"Figures behind page 1"</h2></figcaption>
                        <TableTwin caption=v.envelope.head.title.clone() table=v.envelope.head.table.clone() />
                    </figure>
                </div>
            })}
        </div>
    }
}
