//! The Overview as HTML with charts as SVG: what a site shows before any script runs, what prints without one, and what a link's
//! preview says.
//!
//! It is made of the same [`Document`](crate::document::Document) and the same scenes as the live page, in the same boxes with the same
//! classes, so that one style sheet serves both and nothing moves when the live page takes over. It needs no inline script or style.

mod document;
mod drawing;
mod markup;
mod picture;
mod shell;
mod site;
mod table;

pub use site::{NoPlace, into_page};

use super::source::print_head;
use crate::frame::{DataOrigin, words};
use crate::pages::{Body, Page, overview_page};
use crate::route::{Location, Route};
use markup::Markup;
use plumbline_assess::{Assessment, Cache};

/// The Overview of a data set, without any filter, as parts of an HTML page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstPage {
    /// What stands in the head: the title, and what a link's preview shows.
    pub head: String,
    /// What stands in the body.
    pub body: String,
}

/// What stands in a page without the Overview of any data.
pub fn no_page() -> FirstPage {
    let (mut head, mut body) = (Markup::default(), Markup::default());
    head.element("title", &[], |m| m.text(words::PRODUCT));
    body.element("p", &[("class", "boot-note"), ("role", "status")], |m| m.text(words::STARTING));
    body.element("noscript", &[], |m| m.element("p", &[("class", "boot-note")], |m| m.text(words::NEEDS_SCRIPTS)));
    FirstPage { head: head.finish(), body: body.finish() }
}

/// Draws the Overview; none where there is no change to score. `data` are the files that the live page begins with, as addresses relative
/// to the page: they are fetched while its programs start.
pub fn first_page(assessment: &Assessment, origin: &DataOrigin, data: &[String]) -> Option<FirstPage> {
    let location = Location::default().with_route(Route::Overview);
    let page = overview_page(assessment, &Cache::default(), origin, &location, |_| ())?;
    let Page { frame, body: Body::Document(document), .. } = page else { return None };
    let mut m = Markup::default();
    shell::above(&mut m, &frame);
    m.element("main", &[("id", "main"), ("tabindex", "-1")], |m| {
        m.element("noscript", &[], |m| m.element("p", &[("class", "page notice small")], |m| m.text(words::WITHOUT_SCRIPTS)));
        for (class, sentence) in [("for-page", words::PAGE_ON_ITS_WAY), ("for-filter", words::FILTER_ON_ITS_WAY)] {
            m.element("p", &[("class", &["boot-note ", class].concat()), ("role", "status")], |m| m.text(sentence));
        }
        let on_paper = print_head(&frame, &words::page_name(&location.route));
        document::document(m, &document, &on_paper, &frame.footer.data_sha256);
    });
    m.end_line();
    shell::footer(&mut m, &frame.footer);
    for address in data {
        m.end_line();
        // As scripts fetch them, so that they are fetched once.
        let attributes = [("rel", "preload"), ("href", address), ("as", "fetch"), ("crossorigin", "anonymous")];
        m.void("link", &[&attributes[..], &[("fetchpriority", "low"), ("data-early", "data-early")]].concat());
    }
    let body = m.finish();
    let name = match origin {
        DataOrigin::Demo { title } | DataOrigin::Site { title } if !title.is_empty() => title,
        _ => words::PRODUCT,
    };
    let headline = document.headline.text();
    let mut m = Markup::default();
    m.line("title", "", &words::document_title(&location.route, origin));
    for (kind, of, content) in [
        ("name", "description", headline.as_str()),
        ("property", "og:type", "website"),
        ("property", "og:site_name", words::PRODUCT),
        ("property", "og:title", name),
        ("property", "og:description", &headline),
        ("name", "twitter:card", "summary"),
    ] {
        m.end_line();
        m.void("meta", &[(kind, of), ("content", content)]);
    }
    Some(FirstPage { head: m.finish(), body })
}
