//! One team.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::Headline;
use crate::view::TeamPage as Model;

/// One team.
#[component]
pub fn TeamPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! { {move || view! { <Headline sentence=view.get().headline.clone() /> }} }
}
