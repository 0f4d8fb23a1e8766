//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use super::term::term;
use leptos::either::EitherOf4;
use leptos::prelude::*;
use plumbline_report::document::LaidOut;
use plumbline_report::{PhraseMark, Sentence};

/// The phrases of a sentence, for the element that it stands in, such as the `h1` of a page.
pub fn phrases(sentence: &Sentence) -> impl IntoView + use<> {
    let phrase = |piece: LaidOut| {
        let class = match piece.mark {
            PhraseMark::Plain => return EitherOf4::A(piece.text.to_owned()),
            PhraseMark::Term(id) => {
                let button = term(id, piece.text);
                return match (piece.opening, piece.closing) {
                    ("", "") => EitherOf4::C(button),
                    (opening, closing) => {
                        EitherOf4::D(view! { <span class="kept">{opening.to_owned()}{button}{closing.to_owned()}</span> })
                    }
                };
            }
            PhraseMark::Perceived => "said",
            PhraseMark::Verified => "proved",
        };
        EitherOf4::B(view! { <span class=class>{piece.text.to_owned()}</span> })
    };
    sentence.pieces().map(phrase).collect_view()
}
