//! All teams.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::Headline;
use crate::view::TeamsPage as Model;

/// All teams.
#[component]
pub fn TeamsPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! { {move || view! { <Headline sentence=view.get().headline.clone() /> }} }
}
