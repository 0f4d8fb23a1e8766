//! The policy enforcement funnel.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::Headline;
use crate::view::FunnelPage as Model;

/// The policy enforcement funnel.
#[component]
pub fn FunnelPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! { {move || view! { <Headline sentence=view.get().headline.clone() /> }} }
}
