//! The policy enforcement funnel: how far changes come with proof, and how many go on without it.

use std::sync::Arc;

use leptos::prelude::*;

use crate::charts::Chart;
use crate::ui::components::{PageHead, chart_figure, copy_link_button};
use crate::view::chart as chart_from;
use crate::view::{Funnel, FunnelPage as Model};

/// One funnel with its chart and table.
fn funnel_figure(class: &str, funnel: &Funnel) -> AnyView {
    chart_figure(class, &funnel.head, Chart::Funnel(chart_from::funnel(funnel)), None, Vec::new())
}

/// The policy enforcement funnel.
#[component]
pub fn FunnelPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! {
        <div class="page funnel-page">
            {move || view.with(|v| view! {
                <PageHead eyebrow=v.eyebrow.clone() headline=v.headline.clone() actions=Some(copy_link_button()) />
            })}
            {move || view.with(|v| view! {
                {funnel_figure("lead", &v.enforce)}
                <p class="note">
                    "Solid: changes that met this step and all before it. A change is lost at the first step it does not meet. \
                     What went past was merged or deployed without meeting the step; bypassed is what its gate says of itself."
                </p>
                {v.evaluate.as_ref().map(|f| funnel_figure("evaluate", f))}
            })}
        </div>
    }
}
