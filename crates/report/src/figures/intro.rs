//! What the Overview is, whose data it shows, and what verified does not mean.

use crate::context::Context;
use crate::document::{Block, Content, FigureId, Phrase, PhraseMark, Sentence};
use crate::frame::words;
use crate::text::terms::TermId;

/// The line below the headline.
pub(crate) fn block(cx: &Context<'_>) -> Block {
    Block::plain(FigureId::Intro.span(12), vec![Content::Text(sentence(&words::whose_data(cx.origin)))])
}

fn sentence(whose: &str) -> Sentence {
    let plain = |text: &str| Phrase { text: text.to_owned(), mark: PhraseMark::Plain };
    let term = |id: TermId, text: &str| Phrase { text: text.to_owned(), mark: PhraseMark::Term(id) };
    let mut out = vec![
        term(TermId::Perceived, "Perceived"),
        plain(" confidence is what people state about their infrastructure changes; "),
        term(TermId::Verified, "verified"),
        plain(" confidence is what evidence proves of what policy asks, at four "),
        term(TermId::Gate, "gates"),
        plain(
            ". Verified is not the same as safe: the evidence is there and holds, but a change can be proved and still be risky.",
        ),
    ];
    if !whose.is_empty() {
        out.push(plain(&[" ", whose].concat()));
    }
    Sentence(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DataOrigin;

    #[test]
    fn the_line_says_what_this_is_and_whose_data_it_shows() {
        let said = |origin: DataOrigin| sentence(&words::whose_data(&origin)).text();
        let contoso = said(DataOrigin::Site { title: "Contoso".to_owned() });
        assert_eq!(
            contoso,
            "Perceived confidence is what people state about their infrastructure changes; verified confidence is what evidence proves of \
             what policy asks, at four gates. Verified is not the same as safe: the evidence is there and holds, but a change can be \
             proved and still be risky. Data: Contoso."
        );
        let demo = said(DataOrigin::Demo { title: "Tidewrack Freight, a made-up organisation".to_owned() });
        assert!(demo.ends_with(" Sample data: Tidewrack Freight, a made-up organisation."), "{demo}");
        assert!(
            said(DataOrigin::Own { files: 2, name: "evidence".to_owned() }).ends_with(" Data: evidence (your own, 2 files).")
        );
        assert!(said(DataOrigin::Own { files: 1, name: String::new() }).ends_with(" Data: your own, 1 file."));
        assert!(said(DataOrigin::None).ends_with("risky."));
    }
}
