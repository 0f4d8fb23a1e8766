//! The sources: a receipt per file, and the policy in force.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::Headline;
use crate::view::SourcesPage as Model;

/// The sources: a receipt per file, and the policy in force.
#[component]
pub fn SourcesPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! { {move || view! { <Headline sentence=view.get().headline.clone() /> }} }
}
