//! A generated sentence: its marked phrases carry the same underline as the chart's marks.

use super::term::term;
use leptos::either::EitherOf4;
use leptos::prelude::*;
use plumbline_report::{Phrase, PhraseMark, Sentence};

/// The phrases of a sentence, for the element that it stands in, such as the `h1` of a page.
pub fn phrases(sentence: &Sentence) -> impl IntoView + use<> {
    let at = |i: usize| sentence.0.get(i);
    let phrase = |(i, p): (usize, &Phrase)| {
        let before = i.checked_sub(1).and_then(at);
        let after = at(i + 1);
        let class = match p.mark {
            PhraseMark::Plain => return EitherOf4::A(signs(p, before, after).1.to_owned()),
            PhraseMark::Term(id) => {
                // The signs of the plain phrases beside it stay on its line: a button is a place to break a line at, even beside a sign.
                let opening = before.map_or("", |before| signs(before, i.checked_sub(2).and_then(at), Some(p)).2);
                let closing = after.map_or("", |after| signs(after, Some(p), at(i + 2)).0);
                let button = term(id, &p.text);
                return match (opening, closing) {
                    ("", "") => EitherOf4::C(button),
                    _ => EitherOf4::D(view! { <span class="kept">{opening.to_owned()}{button}{closing.to_owned()}</span> }),
                };
            }
            PhraseMark::Perceived => "said",
            PhraseMark::Verified => "proved",
        };
        EitherOf4::B(view! { <span class=class>{p.text.clone()}</span> })
    };
    sentence.0.iter().enumerate().map(phrase).collect_view()
}

/// A plain phrase in three: the signs that close the term before it, its words, and the signs that open the term after it.
fn signs<'p>(phrase: &'p Phrase, before: Option<&Phrase>, after: Option<&Phrase>) -> (&'p str, &'p str, &'p str) {
    let is_term = |p: Option<&Phrase>| p.is_some_and(|p| matches!(p.mark, PhraseMark::Term(_)));
    if phrase.mark != PhraseMark::Plain {
        return ("", "", "");
    }
    let closing = if is_term(before) { phrase.text.find(|c| !".,;:)”".contains(c)).unwrap_or(phrase.text.len()) } else { 0 };
    let (closing, rest) = phrase.text.split_at(closing);
    let words = if is_term(after) { rest.trim_end_matches(['(', '“']).len() } else { rest.len() };
    let (words, opening) = rest.split_at(words);
    (closing, words, opening)
}
