//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use super::term::term;
use leptos::either::EitherOf3;
use leptos::prelude::*;
use plumbline_report::{PhraseMark, Sentence};

/// The phrases of a sentence, for the element that it stands in, such as the `h1` of a page.
pub fn phrases(sentence: &Sentence) -> impl IntoView + use<> {
    let phrase = |text: &str, mark| {
        let class = match mark {
            PhraseMark::Plain => return EitherOf3::A(text.to_owned()),
            PhraseMark::Term(id) => return EitherOf3::C(term(id, text)),
            PhraseMark::Perceived => "said",
            PhraseMark::Verified => "proved",
        };
        EitherOf3::B(view! { <span class=class>{text.to_owned()}</span> })
    };
    sentence.0.iter().map(|p| phrase(&p.text, p.mark)).collect_view()
}
