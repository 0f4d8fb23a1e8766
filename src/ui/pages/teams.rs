//! All teams on the ladder, A to Z: no ranking.

use std::sync::Arc;

use leptos::prelude::*;

use crate::text::number::counted;
use crate::ui::components::{PageHead, copy_link_button, figure, ladder_key, team_table};
use crate::view::TeamsPage as Model;

/// All teams.
#[component]
pub fn TeamsPage(
    /// What it shows.
    view: ReadSignal<Arc<Model>>,
) -> impl IntoView {
    view! {
        <div class="page teams-page">
            {move || view.with(|v| view! {
                <PageHead eyebrow=v.eyebrow.clone() headline=v.headline.clone() actions=Some(copy_link_button()) />
            })}
            {move || view.with(|v| {
                let rungs: Vec<AnyView> = v.teams.rungs.iter().rev().map(|rung| {
                    let asks: Vec<AnyView> = rung.asks.iter().map(|ask| view! { <p class="note">{ask.clone()}</p> }.into_any()).collect();
                    view! { <div><dt>{rung.title.clone()}</dt><dd>{rung.meaning.clone()}{asks}</dd></div> }.into_any()
                }).collect();
                let without = (v.without_team > 0).then(|| view! {
                    <p class="note">
                        {counted(v.without_team.into(), "change names", "changes name")}
                        " no team: counted in every total, but no row here."
                    </p>
                });
                view! {
                    {figure("lead", &v.teams.head, view! { {ladder_key()}{team_table(&v.teams)}{without} }.into_any())}
                    <figure class="figure rungs">
                        <figcaption>
                            <h2>"What each rung asks for"</h2>
                            <p class="subtitle">"Each holds all below it. A team stands on the highest rung of which it meets every criterion."</p>
                        </figcaption>
                        <dl>{rungs}</dl>
                    </figure>
                }
            })}
        </div>
    }
}
