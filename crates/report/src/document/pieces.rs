//! The phrases of a sentence as they are laid out: what stands right at a term stays on its line.

use super::{Phrase, PhraseMark, Sentence};

/// A phrase with the signs of its neighbours that stand right at it. Only a term has any: it is laid out as a box, and browsers break a
/// line beside a box whatever sign stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaidOut<'s> {
    /// The signs that open it, such as a bracket.
    pub opening: &'s str,
    /// Its text, without the signs that its neighbours have taken.
    pub text: &'s str,
    /// How it is underlined.
    pub mark: PhraseMark,
    /// The signs that close it, such as a full stop.
    pub closing: &'s str,
}

impl Sentence {
    /// The phrases, each sign with the term at which it stands.
    pub fn pieces(&self) -> impl Iterator<Item = LaidOut<'_>> {
        let at = |i: usize| self.0.get(i);
        let signs = move |i: usize| at(i).map_or(("", "", ""), |p| signs(p, i.checked_sub(1).and_then(at), at(i + 1)));
        self.0.iter().enumerate().map(move |(i, phrase)| match phrase.mark {
            PhraseMark::Term(_) => LaidOut {
                opening: i.checked_sub(1).map_or("", |before| signs(before).2),
                text: &phrase.text,
                mark: phrase.mark,
                closing: signs(i + 1).0,
            },
            mark => LaidOut {
                opening: "",
                text: if mark == PhraseMark::Plain { signs(i).1 } else { &phrase.text },
                mark,
                closing: "",
            },
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TermId;

    #[test]
    fn brackets_and_stops_stand_with_their_terms() {
        let phrase = |text: &str, mark| Phrase { text: text.to_owned(), mark };
        let term = |text: &str| phrase(text, PhraseMark::Term(TermId::Gap));
        let plain = |text: &str| phrase(text, PhraseMark::Plain);
        let laid_out = |phrases: Vec<Phrase>| -> Vec<String> {
            let sentence = Sentence(phrases);
            let whole = sentence.text();
            let pieces: Vec<String> = sentence.pieces().map(|p| [p.opening, p.text, p.closing].concat()).collect();
            assert_eq!(pieces.concat(), whole);
            pieces
        };
        assert_eq!(laid_out(vec![plain("Stated ("), term("gap"), plain("), and more.")]), ["Stated ", "(gap),", " and more."]);
        assert_eq!(laid_out(vec![term("gap"), plain(", ("), term("gap"), plain(")")]), ["gap,", " ", "(gap)", ""]);
        assert_eq!(laid_out(vec![plain("(no term) ends. "), phrase("62 %", PhraseMark::Verified)]), ["(no term) ends. ", "62 %"]);
    }
}
