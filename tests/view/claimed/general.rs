//! What holds for every text of every page, whatever it says.

use crate::sentences::{fault, headline, texts};
use plumbline_report::document::{Content, all_blocks};
use plumbline_report::{Body, Page};

/// What is wrong with any text of a page; names of the data stand for themselves.
pub fn check(page: &Page, names: &[&str]) -> Result<(), String> {
    let mut found = Vec::new();
    texts(&serde_json::to_value(page).unwrap(), "", &mut found);
    // phrases of a sentence are pieces
    let is_sentence =
        |path: &str, text: &str| !path.ends_with("/headline") && !path.ends_with("/Text") && !text.starts_with("#/");
    let sentences = found.into_iter().filter(|(path, text)| is_sentence(path, text));
    for (path, text) in sentences.chain(headline(page).map(|text| ("/headline".to_owned(), text))).chain(paragraphs(page)) {
        let plain = names.iter().fold(text.clone(), |text, name| text.replace(name, "Name"));
        if let Some(fault) = fault(&plain).or_else(|| unbalanced(&plain)) {
            return Err(format!("{path}: {text:?} {fault}"));
        }
    }
    match headline(page) {
        Some(text) if !text.ends_with('.') => Err(format!("the headline {text:?} does not end")),
        _ => Ok(()),
    }
}

/// The paragraphs of a page, each read as a whole.
fn paragraphs(page: &Page) -> Vec<(String, String)> {
    let Body::Document(document) = &page.body else { return Vec::new() };
    let of = |content: &Content| if let Content::Text(sentence) = content { Some(sentence.text()) } else { None };
    let blocks = all_blocks(&document.blocks);
    blocks.iter().flat_map(|b| b.content.iter().filter_map(of)).map(|text| ("/Text".to_owned(), text)).collect()
}

/// Brackets and quotation marks that are not closed, and empty ones.
fn unbalanced(text: &str) -> Option<String> {
    for (open, close) in [('(', ')'), ('\u{201c}', '\u{201d}')] {
        if text.matches(open).count() != text.matches(close).count() {
            return Some(format!("has an open {open:?}"));
        }
    }
    ["()", "\u{201c}\u{201d}", ": .", "; .", ", .", " :", "in .", "at .", "and ."]
        .iter()
        .find(|e| text.contains(**e))
        .map(|e| format!("holds {e:?}"))
}
