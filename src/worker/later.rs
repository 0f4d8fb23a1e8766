//! The second part of the worker, which is loaded when it is first needed: every page but the Overview, rows, search, exports.
//!
//! A release splits the program at `split_entries` (`xtask/src/split.rs`): code that only these functions need goes to a file of its own. A
//! development build has both parts in one.

use std::cell::Cell;

use super::read::PolicyInForce;
use super::trial;
use crate::link::protocol::Reply;
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Receipt;
use plumbline_ingest::Reader;
use plumbline_report::document::Row;
use plumbline_report::export::{Export, laid_out, name_of_begun_report, receipt_to_json, report_to_fill_in};
use plumbline_report::frame::words::{NOTHING_TO_SAVE, PART_NOT_LOADED};
use plumbline_report::pages::sources::words::no_report;
use plumbline_report::route::Location;
use plumbline_report::{DataOrigin, Hit, Listing, Page, Trial};

/// Rows of the long table: where it stands, the first row, and how many.
type RowsOf = fn(&Assessment, &Cache, &mut Option<Listing>, &Location, u32, u32) -> Vec<Row>;

/// What the second part does.
pub struct Pages {
    /// Any page; the text is that of the policy in force.
    pub view: fn(&Assessment, &Cache, &DataOrigin, &Location, &str) -> Page,
    /// Rows of the long table, whose order is kept beside it.
    pub rows: RowsOf,
    /// What a text names.
    pub search: fn(&Assessment, &Cache, &Location, &str) -> Vec<Hit>,
    /// The receipts as a file.
    pub receipts: fn(&[Receipt]) -> Reply,
    /// A part of a page as a file.
    pub export: fn(&Assessment, &Cache, &DataOrigin, &Location, &Export) -> Reply,
    /// The beginning of a gate report, from a tool's file.
    pub report: fn(Option<&Assessment>, Option<&Reader>, &str) -> Reply,
    /// What is wrong with a copy of the policy beside the one in force, and the policy that it is.
    pub check: fn(&str, &PolicyInForce) -> (Trial, Option<PolicyInForce>),
    /// What a copy would alter: the check of it, today, and the files under the copy.
    pub preview: fn(Trial, &Assessment, Reader) -> Result<Trial, String>,
}

static PAGES: Pages = Pages {
    view: view_of,
    rows: rows_of,
    search: plumbline_report::search,
    receipts: receipts_file,
    export: export_file,
    report: report_file,
    check: trial::check,
    preview: trial::preview,
};

thread_local! {
    static LOADED: Cell<Option<&'static Pages>> = const { Cell::new(None) };
}

#[cfg(all(split, not(feature = "ui")))]
async fn entries() -> Option<&'static Pages> {
    split_entries().await.ok()
}

#[cfg(all(split, not(feature = "ui")))]
#[wasm_split_helpers::wasm_split(pages, fallible)]
fn split_entries() -> Result<&'static Pages, wasm_split_helpers::SplitLoaderError> {
    Ok(&PAGES)
}

#[cfg(not(all(split, not(feature = "ui"))))]
#[allow(clippy::unused_async, clippy::unnecessary_wraps)]
async fn entries() -> Option<&'static Pages> {
    Some(&PAGES)
}

/// The second part, loaded once. Fails with a lower-case phrase if it cannot be fetched; another call tries again.
pub async fn pages() -> Result<&'static Pages, String> {
    if let Some(pages) = LOADED.get() {
        return Ok(pages);
    }
    let pages = entries().await.ok_or_else(|| PART_NOT_LOADED.to_owned())?;
    LOADED.set(Some(pages));
    Ok(pages)
}

fn view_of(assessment: &Assessment, cache: &Cache, origin: &DataOrigin, location: &Location, policy: &str) -> Page {
    let mut page = plumbline_report::page(assessment, cache, origin, location);
    plumbline_report::put_policy_text(&mut page, || laid_out(policy));
    page
}

fn rows_of(
    assessment: &Assessment,
    cache: &Cache,
    kept: &mut Option<Listing>,
    location: &Location,
    from: u32,
    count: u32,
) -> Vec<Row> {
    let listing = match kept.take().filter(|l| l.is_of(location)) {
        Some(listing) => listing,
        None => Listing::of(assessment, cache, location),
    };
    let rows = listing.rows(assessment, from, count);
    *kept = Some(listing);
    rows
}

fn receipts_file(receipts: &[Receipt]) -> Reply {
    let lines: Result<Vec<String>, _> = receipts.iter().map(receipt_to_json).collect();
    match lines {
        Ok(lines) => Reply::File {
            name: "receipts.ndjson".into(),
            media_type: "application/x-ndjson".into(),
            text: lines.join("\n") + "\n",
        },
        Err(error) => Reply::Failed { message: error.to_string() },
    }
}

fn export_file(assessment: &Assessment, cache: &Cache, origin: &DataOrigin, location: &Location, what: &Export) -> Reply {
    match plumbline_report::export::export(assessment, cache, origin, location, what) {
        Some(file) => Reply::File { name: file.name, media_type: file.media_type.to_owned(), text: file.text },
        None => Reply::Failed { message: NOTHING_TO_SAVE.to_owned() },
    }
}

fn report_file(assessment: Option<&Assessment>, reader: Option<&Reader>, file: &str) -> Reply {
    let begun = assessment.zip(reader).and_then(|(assessment, reader)| {
        let content = assessment.dataset().contents.iter().find(|c| c.path == file)?;
        let path = reader.path_in_root(file);
        let text = report_to_fill_in(content, path, reader.policy())?.to_json().ok()?;
        Some((name_of_begun_report(path), text))
    });
    match begun {
        Some((name, text)) => Reply::File { name, media_type: "application/json".into(), text },
        None => Reply::Failed { message: no_report(file) },
    }
}
