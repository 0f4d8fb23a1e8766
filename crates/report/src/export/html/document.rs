//! The Overview's document, with the boxes and classes that the page gives it (`src/page/document.rs`).

use super::drawing;
use super::markup::Markup;
use super::picture::svg;
use super::table::{cell_content, grid, table_twin};
use crate::document::{Block, Content, Document, Entry, Fact, Head, PhraseMark, Place, Sentence, tables_of};
use crate::frame::words;
use crate::text::terms::TermId;
use plumbline_text::https_link;

/// A page. `on_paper` stands on its head on paper, before the digest of the data.
pub(super) fn document(m: &mut Markup, document: &Document, on_paper: &str, data_sha256: &str) {
    m.element("div", &[("class", &["page board ", document.page.class()].concat())], |m| {
        m.element("p", &[("class", "print-head paper-only")], |m| {
            m.line("span", "", words::PRODUCT);
            m.element("span", &[], |m| {
                m.text(on_paper);
                m.line("span", "proof", &short_digest(data_sha256));
            });
        });
        m.element("header", &[("class", "page-head")], |m| {
            m.line("p", "eyebrow", &document.eyebrow);
            m.element("h1", &[("class", "headline")], |m| phrases(m, &document.headline));
            m.element("div", &[("class", "actions screen-only")], |m| {
                button(m, "btn", words::COPY_LINK);
                let title = ("title", words::SAVE_MARKDOWN);
                m.element("button", &[("type", "button"), ("class", "btn"), title], |m| m.text(words::SAVE_BRIEF));
                button(m, "btn primary", words::PRINT_BRIEF);
            });
        });
        m.end_line();
        m.element("div", &[("class", "grid")], |m| blocks(m, &document.blocks));
    });
}

/// A button that works once the page has been taken over.
pub(super) fn button(m: &mut Markup, class: &str, text: &str) {
    m.element("button", &[("type", "button"), ("class", class)], |m| m.text(text));
}

/// First and last characters of a digest, as the page shows it on paper.
fn short_digest(digest: &str) -> String {
    match (digest.get(..8), digest.len().checked_sub(8).and_then(|from| digest.get(from..))) {
        (Some(first), Some(last)) if digest.len() > 16 => [first, " … ", last].concat(),
        _ => digest.to_owned(),
    }
}

/// A sentence with its marks.
pub(super) fn phrases(m: &mut Markup, sentence: &Sentence) {
    for piece in sentence.pieces() {
        match piece.mark {
            PhraseMark::Plain => m.text(piece.text),
            PhraseMark::Perceived => m.line("span", "said", piece.text),
            PhraseMark::Verified => m.line("span", "proved", piece.text),
            PhraseMark::Term(id) if piece.opening.is_empty() && piece.closing.is_empty() => term(m, id, piece.text),
            PhraseMark::Term(id) => m.element("span", &[("class", "kept")], |m| {
                m.text(piece.opening);
                term(m, id, piece.text);
                m.text(piece.closing);
            }),
        }
    }
}

/// A term with its definition.
fn term(m: &mut Markup, id: TermId, text: &str) {
    m.element("dfn", &[("class", "term"), ("title", id.definition())], |m| m.text(text));
}

fn blocks(m: &mut Markup, blocks: &[Block]) {
    for block in blocks {
        let (place, kind) = block.place.classes();
        m.element("div", &[("class", &place)], |m| self::block(m, block, kind));
        m.end_line();
    }
}

fn block(m: &mut Markup, block: &Block, kind: &str) {
    let (head, place) = (&block.head, block.place);
    if head.title.is_empty() {
        return m.element("section", &[("class", &["block ", kind].concat())], |m| contents(m, &block.content, place, ""));
    }
    let is_chart = matches!(block.content.first(), Some(Content::Chart(_)));
    let class = [if is_chart { "figure chart " } else { "figure " }, kind].concat();
    m.element("figure", &[("class", &class), ("aria-label", &head.title)], |m| {
        caption(m, head);
        if block.content.iter().any(|content| matches!(content, Content::Chart(_))) || !tables_of(block).is_empty() {
            save(m, &head.title);
        }
        contents(m, &block.content, place, &head.title);
        twin(m, head);
    });
}

/// The title and the subtitle of a figure.
fn caption(m: &mut Markup, head: &Head) {
    m.element("figcaption", &[], |m| {
        m.line("h2", "", &head.title);
        if !head.why.is_empty() {
            let label = [words::WHY_THESE, ": ", &head.why_title].concat();
            let attributes = [("class", "why-link screen-only"), ("href", head.why.as_str()), ("aria-label", &label)];
            m.element("a", &attributes, |m| m.text(words::WHY));
        }
        if !head.subtitle.is_empty() {
            m.line("p", "subtitle", &head.subtitle);
        }
        if !head.terms.is_empty() {
            m.element("p", &[("class", "terms screen-only")], |m| {
                for &id in &head.terms {
                    term(m, id, id.word());
                }
            });
        }
    });
}

/// The button of the menu of what can be saved of a figure.
fn save(m: &mut Markup, title: &str) {
    let label = [words::SAVE, ": ", title].concat();
    m.element("div", &[("class", "save screen-only")], |m| {
        let attributes = [("type", "button"), ("class", "save-button"), ("aria-label", &label), ("aria-expanded", "false")];
        m.element("button", &attributes, |m| {
            svg(m, "icon", ("16", "16"), |m| m.element("path", &[("d", "M8 2V10.5M4.5 7 8 10.5 11.5 7M2.5 13.5H13.5")], |_| ()));
        });
    });
}

/// The table behind a figure, folded away.
fn twin(m: &mut Markup, head: &Head) {
    if head.table.rows.is_empty() {
        return;
    }
    m.element("details", &[("class", "twin")], |m| {
        let label = [words::SHOW_AS_TABLE, ": ", &head.title].concat();
        m.element("summary", &[("aria-label", &label)], |m| m.text(words::SHOW_AS_TABLE));
        let label = ["Table: ", &head.title].concat();
        m.element("div", &[("class", "scroll-x"), ("tabindex", "0"), ("role", "region"), ("aria-label", &label)], |m| {
            table_twin(m, &head.title, &head.table);
        });
    });
}

/// Contents of a block at a place. A `label` names the chart that a figure begins with.
fn contents(m: &mut Markup, contents: &[Content], place: Place, label: &str) {
    for (i, content) in contents.iter().enumerate() {
        match content {
            Content::Chart(chart) if i == 0 && !label.is_empty() => drawing::figure(m, chart, place, label),
            Content::Chart(chart) => m.element("div", &[("class", "chart")], |m| drawing::figure(m, chart, place, "")),
            Content::Grid(table) => grid(m, table),
            Content::Blocks(inside) => m.element("div", &[("class", "side")], |m| blocks(m, inside)),
            Content::Entries(entries) => m.element("ol", &[("class", "entries")], |m| {
                for one in entries {
                    entry(m, one, place);
                }
            }),
            Content::Fold { summary, is_open, content } => {
                let attributes = [("class", "more"), ("open", if *is_open { "open" } else { "" })];
                m.element("details", &attributes, |m| {
                    m.line("summary", "", summary);
                    self::contents(m, content, place, "");
                });
            }
            Content::Text(sentence) => m.element("p", &[("class", "prose")], |m| phrases(m, sentence)),
            Content::Note(text) => m.line("p", "note", text),
            Content::Heading(text) => m.line("h3", "", text),
            Content::Facts(facts) => m.element("dl", &[("class", "facts")], |m| {
                for one in facts {
                    fact(m, one);
                }
            }),
            Content::Keys(keys) => m.element("ul", &[("class", "keys"), ("aria-label", words::KEY)], |m| {
                for (drawn, text) in keys {
                    m.element("li", &[("class", "key")], |m| {
                        super::picture::picture(m, drawn, "");
                        m.line("span", "visually-hidden", &[drawn.look(), ": "].concat());
                        m.line("span", "first-capital", text);
                    });
                }
            }),
            // The Overview has none of these.
            Content::Rows(_)
            | Content::Find { .. }
            | Content::Links(_)
            | Content::Pick { .. }
            | Content::Checks(_)
            | Content::Items(_)
            | Content::Code(_)
            | Content::Draft(_)
            | Content::Probes(_)
            | Content::Begin { .. } => {}
        }
    }
}

fn fact(m: &mut Markup, fact: &Fact) {
    m.line("dt", "", &fact.name);
    m.element("dd", &[("class", &fact.value.class)], |m| cell_content(m, &fact.value));
}

fn entry(m: &mut Markup, entry: &Entry, place: Place) {
    m.element("li", &[("class", "next-point")], |m| {
        m.element("p", &[("class", "what")], |m| anchor(m, &entry.to, &entry.title));
        if !entry.figure.is_empty() {
            m.line("p", "gain", &entry.figure);
        }
        if !entry.detail.is_empty() {
            m.line("p", "why", &entry.detail);
        }
        if !entry.more.is_empty() {
            m.element("div", &[("class", "entry-more")], |m| contents(m, &entry.more, place, ""));
        }
    });
}

/// Text that leads somewhere when there is somewhere to go: a fragment of the page, or an `https:` address.
pub(super) fn anchor(m: &mut Markup, to: &str, text: &str) {
    let is_inside = to.starts_with('#');
    if is_inside || https_link(to).is_some() {
        let rel = if is_inside { "" } else { "noopener noreferrer" };
        m.element("a", &[("href", to), ("rel", rel)], |m| m.text(text));
    } else {
        m.line("span", "", text);
    }
}
