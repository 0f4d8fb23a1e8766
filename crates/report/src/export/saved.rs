//! What a reader can save of a page: its tables as CSV, and itself as Markdown.

use super::page_markdown::document_to_markdown;
use super::sheet::Sheet;
use super::source::{export_name, figure_slug, source};
use crate::document::{AnyTable, Block, FigureId, all_blocks, tables_of};
use crate::frame::{DataOrigin, words};
use crate::pages::changes::Listing;
use crate::pages::sources;
use crate::pages::{Body, Page, page};
use crate::route::Location;
use plumbline_assess::{Assessment, Cache};
use plumbline_text::shown;
use serde::{Deserialize, Serialize};

/// A part of a page that can be saved as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Export {
    /// A table of a figure, as CSV.
    Table {
        /// The figure.
        figure: FigureId,
        /// Its title as the page shows it: some pages have several figures of one kind.
        title: String,
        /// Which of its tables, in the order of [`tables_of`].
        place: u32,
    },
    /// A table of the explanation beside the page, as CSV: its place among them all.
    Explanation {
        /// Counted from 0.
        place: u32,
    },
    /// The matrix, as CSV.
    Matrix,
    /// A receipt for each file, as CSV.
    Receipts,
    /// The page, as Markdown.
    Page,
}

/// A file to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFile {
    /// Its name.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
    /// What stands in it.
    pub text: String,
}

/// Writes a part of the page of a location. None when the page has no such part.
pub fn export(
    assessment: &Assessment,
    cache: &Cache,
    origin: &DataOrigin,
    location: &Location,
    what: &Export,
) -> Option<SavedFile> {
    let made = page(assessment, cache, origin, location);
    let (long, receipts) = (
        || Some(Listing::of(assessment, cache, location).sheet(assessment)),
        || Some(sources::sheet(&assessment.dataset().receipts)),
    );
    export_of(&made, location, what, long, receipts)
}

/// Writes a part of a page that is at hand, the answer for a location. None when it has no such part, or one whose rows are not at hand.
pub fn export_answer(made: &Page, location: &Location, what: &Export) -> Option<SavedFile> {
    export_of(made, location, what, || None, || None)
}

fn export_of(
    made: &Page,
    location: &Location,
    what: &Export,
    long: impl FnOnce() -> Option<Sheet>,
    receipts: impl FnOnce() -> Option<Sheet>,
) -> Option<SavedFile> {
    let page_name = words::page_name(&location.route);
    let csv = |part: &str, sheet: &Sheet| SavedFile {
        name: export_name(&made.frame, &page_name, part, "csv"),
        media_type: "text/csv",
        text: sheet.to_csv(),
    };
    match (what, &made.body) {
        (Export::Table { figure, title, place }, Body::Document(document)) => {
            let is_it = |block: &&&Block| block.place.figure == *figure && shown(&block.head.title) == *title;
            let blocks = all_blocks(&document.blocks);
            let tables = tables_of(blocks.iter().find(is_it)?);
            let place = usize::try_from(*place).ok()?;
            let number = if place > 0 { format!("-{}", place + 1) } else { String::new() };
            let sheet = match tables.get(place)? {
                AnyTable::Long(_) => long()?,
                table => sheet_of(table),
            };
            Some(csv(&[&figure_slug(*figure), number.as_str()].concat(), &sheet))
        }
        (Export::Explanation { place }, _) => {
            let blocks = all_blocks(&made.why.as_ref()?.blocks);
            let table = blocks.into_iter().flat_map(tables_of).nth(usize::try_from(*place).ok()?)?;
            let part = format!("{}-{}", location.why.as_deref().unwrap_or_default(), place + 1);
            Some(csv(&part, &sheet_of(&table)))
        }
        (Export::Matrix, Body::Matrix(matrix)) => Some(csv("", &Sheet::from(&matrix.head.table))),
        (Export::Receipts, Body::Sources(_)) => Some(csv("", &receipts()?)),
        (Export::Page, Body::Document(document)) => Some(SavedFile {
            name: export_name(&made.frame, &page_name, "", "md"),
            media_type: "text/markdown",
            text: document_to_markdown(document, &source(&made.frame, &page_name)),
        }),
        _ => None,
    }
}

fn sheet_of(table: &AnyTable<'_>) -> Sheet {
    match table {
        AnyTable::Twin(twin) => Sheet::from(*twin),
        AnyTable::Grid(grid) | AnyTable::Long(grid) => Sheet::from(*grid),
    }
}

#[cfg(test)]
mod tests;
