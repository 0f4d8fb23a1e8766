//! The parts of the worker that are loaded when they are first needed: every page but the Overview with rows, search and exports; and what
//! reads files, judges them, and judges a published data set again.
//!
//! A release splits the program at `split_entries` (`xtask/src/split.rs`): code that only these functions need goes to a file of its own. A
//! development build has both parts in one.

use std::cell::Cell;
use std::pin::Pin;

use wasm_bindgen::JsValue;
use web_sys::File;

use super::reading::Order;
use super::session::Session;
use crate::link::protocol::{Draft, Extent, Loaded, Reply, Stopped, page_from_bytes};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::Receipt;
use plumbline_ingest::Reader;
use plumbline_report::document::Row;
use plumbline_report::export::{Export, laid_out, name_of_begun_report, receipt_to_json, report_to_fill_in};
use plumbline_report::frame::words::{NO_ANSWER, NOTHING_TO_SAVE, PART_NOT_LOADED};
use plumbline_report::pages::sources::words::no_report;
use plumbline_report::route::Location;
use plumbline_report::{DataOrigin, Hit, Listing, Page, Unread, own_path};

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
    /// A part of the page of a published answer as a file.
    pub export_answer: fn(&[u8], &Location, &Export) -> Reply,
    /// The page of a published answer, and beside it what is known of the explanation that is asked for.
    pub explained: fn(&[u8], &Location, &Unread) -> Reply,
    /// The page of a place for which more would have to be read.
    pub unread: fn(&Assessment, &Cache, &DataOrigin, &Location, &Unread) -> Page,
}

/// An answer that takes its time.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Reads files of the reader's own.
type LoadFiles =
    for<'a> fn(&'a mut Session, u32, Vec<String>, Vec<File>, f64, &'a [Stopped]) -> Later<'a, Result<Loaded, String>>;

/// Reads the files that an index names: the address of its folder, its text, and files to leave out.
type LoadIndex = for<'a> fn(
    &'a mut Session,
    u32,
    &'a str,
    &'a [u8],
    &'a [Stopped],
    fn(String) -> DataOrigin,
) -> Later<'a, Result<Option<Loaded>, String>>;

/// What reads and judges.
pub struct Reading {
    /// Reads files of the reader's own.
    pub load_files: LoadFiles,
    /// Reads the files that an index names; none when it only holds a place.
    pub load_index: LoadIndex,
    /// The beginning of a gate report, from a tool's file.
    pub report: fn(Option<&Assessment>, Option<&Reader>, &str) -> Reply,
    /// What comes of a copy of the policy.
    pub trial: for<'a> fn(&'a mut Session, u32, &'a Draft) -> Later<'a, Reply>,
    /// Reads a file for another worker.
    pub read_file: fn(Order) -> Later<'static, JsValue>,
    /// Judges a published data set again.
    pub verify: for<'a> fn(&'a mut Session, u32, Extent) -> Later<'a, Reply>,
}

static PAGES: Pages = Pages {
    view: view_of,
    rows: rows_of,
    search: plumbline_report::search,
    receipts: receipts_file,
    export: export_file,
    export_answer: export_answer_file,
    explained: explained_answer,
    unread: plumbline_report::unread_page,
};

static READING: Reading = Reading {
    load_files: |session, id, paths, files, now_ms, stopped| Box::pin(session.load_files(id, paths, files, now_ms, stopped)),
    load_index: |session, id, folder, text, stopped, origin| Box::pin(session.load_index(id, folder, text, stopped, origin)),
    report: report_file,
    trial: |session, id, draft| Box::pin(session.try_policy(id, draft)),
    read_file: super::reading::read,
    verify: |session, id, extent| Box::pin(session.verify(id, extent)),
};

thread_local! {
    static LOADED: Cell<Option<&'static Pages>> = const { Cell::new(None) };
    static LOADED_READING: Cell<Option<&'static Reading>> = const { Cell::new(None) };
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

#[cfg(all(split, not(feature = "ui")))]
async fn reading_entries() -> Option<&'static Reading> {
    split_reading_entries().await.ok()
}

#[cfg(all(split, not(feature = "ui")))]
#[wasm_split_helpers::wasm_split(reading, fallible)]
fn split_reading_entries() -> Result<&'static Reading, wasm_split_helpers::SplitLoaderError> {
    Ok(&READING)
}

#[cfg(not(all(split, not(feature = "ui"))))]
#[allow(clippy::unused_async, clippy::unnecessary_wraps)]
async fn reading_entries() -> Option<&'static Reading> {
    Some(&READING)
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

/// What reads and judges, loaded once. Fails with a lower-case phrase if it cannot be fetched; another call tries again.
pub async fn reading() -> Result<&'static Reading, String> {
    if let Some(reading) = LOADED_READING.get() {
        return Ok(reading);
    }
    let reading = reading_entries().await.ok_or_else(|| PART_NOT_LOADED.to_owned())?;
    LOADED_READING.set(Some(reading));
    Ok(reading)
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

fn export_answer_file(page: &[u8], location: &Location, what: &Export) -> Reply {
    let file = page_from_bytes(page).and_then(|page| plumbline_report::export::export_answer(&page, location, what));
    match file {
        Some(file) => Reply::File { name: file.name, media_type: file.media_type.to_owned(), text: file.text },
        None => Reply::Failed { message: NOTHING_TO_SAVE.to_owned() },
    }
}

fn explained_answer(page: &[u8], location: &Location, unread: &Unread) -> Reply {
    match page_from_bytes(page) {
        Some(page) => Reply::View(Box::new(plumbline_report::with_unread_explanation(page, location, unread))),
        None => Reply::Failed { message: NO_ANSWER.to_owned() },
    }
}

fn report_file(assessment: Option<&Assessment>, reader: Option<&Reader>, file: &str) -> Reply {
    let begun = assessment.and_then(|assessment| {
        let content = assessment.dataset().contents.iter().find(|c| c.path == file)?;
        // a report of a file of a published data set will lie beside what was published
        let path = reader.map_or_else(|| own_path(content), |reader| reader.path_in_root(file));
        let text = report_to_fill_in(content, path, assessment.policy())?.to_json().ok()?;
        Some((name_of_begun_report(path), text))
    });
    match begun {
        Some((name, text)) => Reply::File { name, media_type: "application/json".into(), text },
        None => Reply::Failed { message: no_report(file) },
    }
}
