//! What stands around every page.

use leptos::prelude::*;

use crate::ui::pages::{FunnelPage, MatrixPage, OverviewPage, SourcesPage, TeamPage, TeamsPage};
use crate::ui::state::{AppState, Shown};

/// The whole page.
#[component]
pub fn Shell() -> impl IntoView {
    let app = AppState::new();
    provide_context(app);
    view! {
        <main id="main" tabindex="-1">
            {move || match app.shown.get() {
                Shown::Nothing | Shown::Empty(_) => ().into_any(),
                Shown::Overview(v) => view! { <OverviewPage view=RwSignal::from(v).read_only() /> }.into_any(),
                Shown::Matrix(v) => view! { <MatrixPage view=RwSignal::from(v).read_only() /> }.into_any(),
                Shown::Teams(v) => view! { <TeamsPage view=RwSignal::from(v).read_only() /> }.into_any(),
                Shown::Team(v) => view! { <TeamPage view=RwSignal::from(v).read_only() /> }.into_any(),
                Shown::Funnel(v) => view! { <FunnelPage view=RwSignal::from(v).read_only() /> }.into_any(),
                Shown::Sources(v) => view! { <SourcesPage view=RwSignal::from(v).read_only() /> }.into_any(),
            }}
        </main>
    }
}
