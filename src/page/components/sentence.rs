//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use leptos::either::Either;
use leptos::prelude::*;
use plumbline_report::{PhraseMark, Sentence};

/// The phrases of a sentence, for the element that it stands in, such as the `h1` of a page.
pub fn phrases(sentence: &Sentence) -> impl IntoView + use<> {
    let phrase = |text: &str, mark| {
        let class = match mark {
            PhraseMark::Plain => return Either::Left(text.to_owned()),
            PhraseMark::Perceived => "said",
            PhraseMark::Verified => "proved",
        };
        Either::Right(view! { <span class=class>{text.to_owned()}</span> })
    };
    sentence.0.iter().map(|p| phrase(&p.text, p.mark)).collect_view()
}
