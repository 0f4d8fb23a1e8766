//! The reproducibility matrix.

use std::sync::Arc;

use leptos::prelude::*;

use crate::ui::components::Headline;
use crate::view::Matrix as Model;

/// The reproducibility matrix.
#[component]
pub fn MatrixPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! { {move || view! { <Headline sentence=view.get().headline.clone() /> }} }
}
