//! What one probe answers of a file: its mark and word, the question, why, and the places that show it.

use leptos::prelude::*;

use crate::page::components::Glyph;
use plumbline_report::document::Probed;

/// The lines of one probe.
pub fn probe_lines(probed: &Probed) -> impl IntoView + use<> {
    let aside = (!probed.aside.is_empty()).then(|| view! { <span class="aside">{probed.aside.clone()}</span> });
    let because = (!probed.because.is_empty()).then(|| view! { <p class="because">{probed.because.clone()}</p> });
    let places = probed.places.iter().map(|place| view! { <li class="mono">{place.clone()}</li> }).collect_view();
    let places = (!probed.places.is_empty()).then(|| view! { <ul class="places">{places}</ul> });
    view! {
        {Glyph::of_probe(probed.outcome).picture("")}
        <p class="asked"><span class="outcome">{probed.outcome.id()}</span>" "{probed.title.clone()}{aside}</p>
        {because}
        {places}
    }
}
