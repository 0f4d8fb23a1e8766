//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use leptos::prelude::*;

use crate::view::{PhraseMark, Sentence};

/// A page's headline, as its `h1`.
#[component]
pub fn Headline(
    /// The sentence.
    sentence: Sentence,
) -> impl IntoView {
    let phrases = sentence.0.into_iter().map(|phrase| match phrase.mark {
        PhraseMark::Plain => phrase.text.into_any(),
        PhraseMark::Perceived => view! { <span class="said">{phrase.text}</span> }.into_any(),
        PhraseMark::Verified => view! { <span class="proved">{phrase.text}</span> }.into_any(),
    });
    view! { <h1 class="headline">{phrases.collect_view()}</h1> }
}
