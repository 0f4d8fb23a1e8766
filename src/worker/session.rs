//! What the worker holds: the files, what was read of them, and the assessment.

use std::collections::VecDeque;

use web_sys::File;

use super::Said;
use super::bytes;
use super::later;
use super::meter::Meter;
use super::own::{OwnRead, read_own};
use super::parts::Ready;
use super::published::{MOST_ROUNDS, NO_END, Published, is_layered, nothing};
use super::read::{PolicyInForce, read, refused};
use crate::link::protocol::{Loaded, LoadedFile, Reply, Request, Save, Stopped};
use plumbline_assess::{Assessment, Cache};
use plumbline_domain::{Diagnostic, DiagnosticKind, DiagnosticSeverity, Fate, Format, Instant, Receipt};
use plumbline_ingest::{Index, Reader, index_from_json};
use plumbline_report::frame::words::{NOTHING_TO_SAVE, changes_of_whole, name_of_files, receipt_outcome, stopped_reader};
use plumbline_report::pages::policy::words;
use plumbline_report::route::{Location, Route};
use plumbline_report::{Body, DataOrigin, Listing, ReceiptState};

/// How many files of the site are fetched ahead.
const AHEAD: usize = 6;

/// The index that the site ships with, without spaces.
const PLACEHOLDER: &str = r#"{"format":"plumbline.index/1","files":[]}"#;

/// What the worker holds.
#[derive(Default)]
pub struct Session {
    origin: Option<DataOrigin>,
    own: Vec<(String, File)>,
    policy: PolicyInForce,
    /// A policy on trial, in the place of the one that the site gives.
    imposed: Option<PolicyInForce>,
    /// Where the site's data was read from: its address, whether it was the demo, and what was not read.
    site: Option<(String, bool, Vec<Stopped>)>,
    reader: Option<Reader>,
    /// The site's data, when it comes in layers.
    published: Option<Published>,
    assessment: Option<Assessment>,
    /// What is kept of earlier answers over the assessment.
    cache: Cache,
    /// The order of the long table that was last asked for.
    listing: Option<Listing>,
}

impl Session {
    /// Answers one request. Progress is posted on the way.
    pub async fn answer(&mut self, id: u32, request: Request, files: Vec<File>) -> Said {
        if let Request::View { location, whole } = &request {
            match self.ready(id, location, *whole).await {
                Ok(Ready::Answer(page)) if location.why.is_none() => return Said::Page(page),
                Ok(Ready::Answer(page)) => return Said::Reply(self.answer_explained(location, &page).await),
                Ok(Ready::Unread) => return Said::Reply(self.unread(location).await),
                Ok(Ready::Computed) => {}
                Err(message) => return Said::Reply(Reply::Failed { message }),
            }
        }
        Said::Reply(self.reply(id, request, files).await)
    }

    async fn reply(&mut self, id: u32, request: Request, files: Vec<File>) -> Reply {
        let begun_ms = js_sys::Date::now();
        let outcome = match request {
            Request::LoadSite { base, demo, stopped } => self.load_site(id, &base, demo, &stopped).await,
            Request::LoadFiles { paths, now_ms, stopped } => match later::reading().await {
                Ok(reading) => (reading.load_files)(self, id, paths, files, now_ms, &stopped).await,
                Err(message) => Err(message),
            },
            Request::View { location, .. } => return self.whole(id, async |session| session.view(id, &location).await).await,
            Request::Save(what) => {
                return match self.saved_of_parts(id, &what).await {
                    Ok(Some(reply)) => reply,
                    Ok(None) => self.whole(id, async |session| session.save(&what).await).await,
                    Err(message) => Reply::Failed { message },
                };
            }
            Request::Rows { location, from, count } => {
                return self.whole(id, async |session| session.rows(&location, from, count).await).await;
            }
            Request::Search { text, location } => {
                if let Err(message) = self.base(id).await {
                    return Reply::Failed { message };
                }
                return self.whole(id, async |session| session.search(&location, &text).await).await;
            }
            Request::Try(draft) => {
                return match later::reading().await {
                    Ok(reading) => (reading.trial)(self, id, &draft).await,
                    Err(message) => Reply::Failed { message },
                };
            }
            Request::Verify(extent) => {
                return match later::reading().await {
                    Ok(reading) => (reading.verify)(self, id, extent).await,
                    Err(message) => Reply::Failed { message },
                };
            }
        };
        match outcome {
            Ok(loaded) => Reply::Loaded(Loaded { took_ms: js_sys::Date::now() - begun_ms, ..loaded }),
            Err(message) => Reply::Failed { message },
        }
    }

    /// An answer for which nothing is missing any more: what it asks for of a published data set is added, and it is worked out again.
    async fn whole(&mut self, id: u32, answer: impl AsyncFn(&mut Session) -> Reply) -> Reply {
        for _ in 0..MOST_ROUNDS {
            let reply = answer(self).await;
            match self.add_wanted(id).await {
                Ok(false) => return reply,
                Ok(true) => {}
                Err(message) => return Reply::Failed { message },
            }
        }
        Reply::Failed { message: NO_END.to_owned() }
    }

    /// Adds what was asked for and is not at hand; whether there was any such thing.
    pub(super) async fn add_wanted(&mut self, id: u32) -> Result<bool, String> {
        let (Some(published), Some(assessment)) = (&mut self.published, &mut self.assessment) else { return Ok(false) };
        let mut wanted = assessment.take_wanted();
        // what became of each file is more than a reader of parts waits for: the page says so
        wanted.sources &= published.parts.is_none();
        if wanted.is_empty() {
            return Ok(false);
        }
        // what was kept was worked out without it
        self.cache = Cache::default();
        self.listing = None;
        published.add(id, assessment, &wanted).await?;
        Ok(true)
    }

    /// The page of a place. The first one that a reader sees is at hand; all others are loaded when they are asked for.
    async fn view(&mut self, id: u32, location: &Location) -> Reply {
        let origin = self.origin();
        if let Some(published) = self.published.as_mut().filter(|published| published.fault.is_some()) {
            // perhaps it is there by now
            self.assessment = published.load(id, &self.policy).await.or_else(|| self.assessment.take());
            (self.cache, self.listing) = (Cache::default(), None);
            let needs_changes = !matches!(location.route, Route::Sources | Route::Policy | Route::About);
            if let Some(fault) = published.fault.clone().filter(|_| needs_changes) {
                return Reply::Failed { message: fault };
            }
        }
        let has_changes = self.published.as_ref().is_none_or(|published| published.fault.is_none());
        // Without any file there is an assessment of nothing.
        if self.assessment.is_none() {
            self.assessment = nothing(&self.policy, clock());
        }
        let Some(assessment) = &self.assessment else { return Reply::Failed { message: NO_END.to_owned() } };
        let preview = |top| super::post(id, Reply::Preview(Box::new(top)));
        if let Some(first) = plumbline_report::overview_page(assessment, &self.cache, &origin, location, preview) {
            // What comes next is fetched while the first page is looked at. Whoever needs it asks again.
            wasm_bindgen_futures::spawn_local(async {
                let _ = later::pages().await;
            });
            return Reply::View(Box::new(first));
        }
        match later::pages().await {
            Ok(pages) => {
                let mut page = (pages.view)(assessment, &self.cache, &origin, location, &self.policy.text);
                if let Body::Sources(sources) = &mut page.body {
                    let published = self.published.as_ref();
                    sources.can_be_verified = published.is_some_and(Published::can_be_verified);
                    sources.has_parts = published.is_some_and(Published::has_parts);
                    sources.unread = published.map(Published::receipts_unread).unwrap_or_default();
                }
                if !has_changes {
                    // nobody knows how many there are
                    page.frame.counts.clear();
                }
                if let Some(n) = self.published.as_ref().and_then(|published| published.n_unread(location)) {
                    (page.frame.counts, page.frame.hidden) = (changes_of_whole(n), None);
                }
                Reply::View(Box::new(page))
            }
            Err(message) => Reply::Failed { message },
        }
    }

    /// Where the data came from.
    pub(super) fn origin(&self) -> DataOrigin {
        match &self.origin {
            Some(DataOrigin::Own { .. }) => DataOrigin::Own {
                files: u32::try_from(self.own.len()).unwrap_or(u32::MAX),
                name: name_of_files(self.own.iter().map(|(path, _)| path.as_str())),
            },
            Some(origin) => origin.clone(),
            None => DataOrigin::None,
        }
    }

    /// The policy in force.
    pub(super) fn policy(&self) -> &PolicyInForce {
        &self.policy
    }

    /// What was read, judged.
    pub(super) fn assessment(&self) -> Option<&Assessment> {
        self.assessment.as_ref()
    }

    /// What was read.
    pub(super) fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// The published data set, when it comes in layers.
    pub(super) fn published(&self) -> Option<&Published> {
        self.published.as_ref()
    }

    /// The same, to load more of it.
    pub(super) fn published_mut(&mut self) -> Option<&mut Published> {
        self.published.as_mut()
    }

    /// Puts other parts of the published data set in the place of those that were at hand.
    pub(super) fn put(&mut self, assessment: Assessment) {
        self.assessment = Some(assessment);
        (self.cache, self.listing) = (Cache::default(), None);
    }

    /// What is kept of earlier answers.
    pub(super) fn cache(&self) -> &Cache {
        &self.cache
    }

    /// Reads everything again under another policy, which is not put in force.
    pub(super) async fn read_again(&self, id: u32, policy: PolicyInForce) -> Result<Reader, String> {
        if let Some(published) = &self.published {
            return super::verify::read_all(published, id, policy).await;
        }
        let Some((base, demo, stopped)) = &self.site else {
            let mut reader = Reader::new(policy.policy.clone(), policy.sha256.clone());
            let read = self.read_own(&mut reader, &policy, id, 0).await;
            add_stopped(&mut reader, &read.stopped);
            return Ok(reader);
        };
        let mut other = Session { imposed: Some(policy), ..Session::default() };
        other.load_site(id, base, *demo, stopped).await?;
        other.reader.ok_or_else(|| words::NOT_THERE_ANY_MORE.to_owned())
    }

    /// Rows of the long table. Its order is kept from one request to the next.
    async fn rows(&mut self, location: &Location, from: u32, count: u32) -> Reply {
        let Some(assessment) = &self.assessment else { return Reply::Rows { from, rows: Vec::new() } };
        match later::pages().await {
            Ok(pages) => {
                Reply::Rows { from, rows: (pages.rows)(assessment, &self.cache, &mut self.listing, location, from, count) }
            }
            Err(message) => Reply::Failed { message },
        }
    }

    async fn search(&self, location: &Location, text: &str) -> Reply {
        let Some(assessment) = &self.assessment else { return Reply::Found(Vec::new()) };
        match later::pages().await {
            Ok(pages) => Reply::Found((pages.search)(assessment, &self.cache, location, text)),
            Err(message) => Reply::Failed { message },
        }
    }

    /// Reads the reader's own files, in addition to those read before.
    pub(super) async fn load_files(
        &mut self,
        id: u32,
        paths: Vec<String>,
        files: Vec<File>,
        now_ms: f64,
        stopped: &[Stopped],
    ) -> Result<Loaded, String> {
        let is_first = !matches!(self.origin, Some(DataOrigin::Own { .. }));
        let mut next = if is_first {
            Session { origin: Some(DataOrigin::Own { files: 0, name: String::new() }), ..Session::default() }
        } else {
            std::mem::take(self)
        };
        let before = next.own.len();
        next.own.extend(paths.iter().cloned().zip(files));
        let mut reader = match next.reader.take() {
            Some(reader) => reader,
            None => Reader::new(next.policy.policy.clone(), next.policy.sha256.clone()),
        };
        let read = next.read_own(&mut reader, &next.policy, id, before).await;
        let mut newly_stopped = read.stopped;
        next.set_aside(&newly_stopped);
        if let Some(policy) = read.policy.filter(|p| p.sha256 != next.policy.sha256) {
            // What a report may say depends on the policy: everything is read again under the new one.
            next.policy = policy;
            reader = Reader::new(next.policy.policy.clone(), next.policy.sha256.clone());
            let again = next.read_own(&mut reader, &next.policy, id, 0).await;
            next.set_aside(&again.stopped);
            newly_stopped.extend(again.stopped);
        }
        add_stopped(&mut reader, stopped);
        add_stopped(&mut reader, &newly_stopped);
        let is_used = !is_first || reader.receipts().any(|receipt| !receipt.is_refused());
        next.assess(reader, instant_from(now_ms));
        let loaded = Loaded { used: is_used, stopped: newly_stopped, ..next.loaded(&paths) };
        if is_used {
            *self = next;
        }
        Ok(loaded)
    }

    /// Reads own files from a place on, under the policy of the reader.
    async fn read_own(&self, reader: &mut Reader, policy: &PolicyInForce, id: u32, from: usize) -> OwnRead {
        read_own(reader, policy, id, self.own.get(from..).unwrap_or_default()).await
    }

    /// Forgets files that stopped the worker which read them: they are not read again.
    fn set_aside(&mut self, stopped: &[Stopped]) {
        self.own.retain(|(path, _)| !stopped.iter().any(|s| s.path == *path));
    }

    /// Reads the site's own data; without any, the demo.
    async fn load_site(&mut self, id: u32, base: &str, demo: bool, stopped: &[Stopped]) -> Result<Loaded, String> {
        *self =
            Session { imposed: self.imposed.take(), site: Some((base.to_owned(), demo, stopped.to_vec())), ..Session::default() };
        if !demo {
            let folder = format!("{base}data/");
            let found = bytes::fetched(bytes::fetching(format!("{folder}index.json"))).await?;
            if let Some(text) = found.filter(|text| !is_a_page(text) && !is_placeholder(text))
                && let Some(loaded) = self.load_folder(id, &folder, &text, stopped, |title| DataOrigin::Site { title }).await?
            {
                return Ok(loaded);
            }
        }
        let folder = format!("{base}demo/");
        if let Some(text) = bytes::fetched(bytes::fetching(format!("{folder}index.json"))).await?
            && let Some(loaded) = self.load_folder(id, &folder, &text, stopped, |title| DataOrigin::Demo { title }).await?
        {
            return Ok(loaded);
        }
        Ok(self.loaded(&[]))
    }

    /// Loads the data set of an index; none when the index only holds a place.
    async fn load_folder(
        &mut self,
        id: u32,
        folder: &str,
        text: &[u8],
        stopped: &[Stopped],
        origin: fn(String) -> DataOrigin,
    ) -> Result<Option<Loaded>, String> {
        if !is_layered(text) {
            return (later::reading().await?.load_index)(self, id, folder, text, stopped, origin).await;
        }
        let (mut published, policy) = Published::of_index(folder, text)?;
        self.policy = policy;
        self.assessment = published.load(id, &self.policy).await;
        self.origin = Some(origin(published.index.title.clone().unwrap_or_default()));
        self.published = Some(published);
        (self.cache, self.listing) = (Cache::default(), None);
        Ok(Some(self.loaded(&[])))
    }

    /// Reads the files that an index names, each of which should be as the index says.
    pub(super) async fn load_index(
        &mut self,
        id: u32,
        folder: &str,
        text: &[u8],
        stopped: &[Stopped],
        origin: fn(String) -> DataOrigin,
    ) -> Result<Option<Loaded>, String> {
        let mut receipt = Receipt::new("index.json", plumbline_ingest::sha256_hex(text), text.len() as u64);
        receipt.format = Format::Index;
        let (index, diagnostics) = match index_from_json(text) {
            // An empty list without a name holds the place of an organisation's data.
            Ok((index, _)) if index.files.is_empty() && index.title.is_none() => return Ok(None),
            Ok(read) => read,
            Err(diagnostics) => {
                receipt.fate = Fate::Refused;
                (Index::default(), diagnostics)
            }
        };
        receipt.items = index.files.len() as u64;
        receipt.diagnostics = diagnostics;
        if let (Some((policy, sha256)), Some(text)) = (index.policy, index.policy_text) {
            self.policy = PolicyInForce { policy, sha256, text };
        }
        if let Some(imposed) = self.imposed.take() {
            self.policy = imposed;
        }
        let mut reader = Reader::new(self.policy.policy.clone(), self.policy.sha256.clone());
        #[allow(clippy::cast_precision_loss)]
        let bytes_total = index.files.iter().filter_map(|f| f.bytes).sum::<u64>() as f64;
        let mut meter = Meter::new(id, index.files.len(), bytes_total);
        let mut coming = VecDeque::new();
        let mut next = 0;
        for (i, file) in index.files.iter().enumerate() {
            while let Some(ahead) = index.files.get(next).filter(|_| coming.len() < AHEAD) {
                coming.push_back(address_in(folder, &ahead.path).map(bytes::fetching));
                next += 1;
            }
            let promise = coming.pop_front().flatten();
            #[allow(clippy::cast_precision_loss)]
            let size = file.bytes.unwrap_or(0) as f64;
            if stopped.iter().any(|s| s.path == file.path) {
                continue;
            }
            meter.begin(i, &file.path, size);
            let complaint = match promise {
                None => Err("leaves the folder of the index".to_owned()),
                Some(promise) => match bytes::fetched(promise).await {
                    Ok(Some(found)) => Ok(found),
                    Ok(None) => Err("is not there".to_owned()),
                    Err(reason) => Err(format!("could not be fetched: {reason}")),
                },
            };
            match complaint {
                Err(reason) => {
                    receipt.diagnostics.push(Diagnostic::new(
                        DiagnosticKind::NotAsListed,
                        format!("files[{i}]"),
                        format!("{} {reason}", file.path),
                    ));
                    meter.end(&file.path, reason);
                }
                Ok(found) => {
                    if file.bytes.is_some_and(|n| n != found.len() as u64) {
                        let message = format!("{} has another size than the index says", file.path);
                        receipt.diagnostics.push(Diagnostic::new(
                            DiagnosticKind::NotAsListed,
                            format!("files[{i}].bytes"),
                            message,
                        ));
                    }
                    if let Some(expected) = &file.sha256
                        && *expected != bytes::digest(&found).await
                    {
                        let message = format!("{} is not the file that the index describes: its digest differs", file.path);
                        receipt.diagnostics.push(Diagnostic::new(
                            DiagnosticKind::NotAsListed,
                            format!("files[{i}].sha256"),
                            message,
                        ));
                    }
                    let (outcome, _) = read(&mut reader, &mut meter, &file.path, found.into()).await;
                    meter.end(&file.path, outcome);
                }
            }
        }
        meter.computing();
        reader.add_refused(receipt);
        add_stopped(&mut reader, stopped);
        self.origin = Some(origin(index.title.unwrap_or_default()));
        self.assess(reader, index.generated_at.unwrap_or_else(clock));
        Ok(Some(self.loaded(&[])))
    }

    fn assess(&mut self, reader: Reader, now: Instant) {
        self.assessment = Some(Assessment::new(reader.assemble(now)));
        self.cache = Cache::default();
        self.listing = None;
        self.reader = Some(reader);
    }

    /// What a load of these paths brought; of all files without paths.
    fn loaded(&self, paths: &[String]) -> Loaded {
        let mut loaded = Loaded {
            used: true,
            files: 0,
            refused: 0,
            errors: 0,
            changes: 0,
            took_ms: 0.0,
            rows: Vec::new(),
            stopped: Vec::new(),
        };
        if let Some(published) = self.published.as_ref().filter(|published| published.parts.is_some()) {
            let counts = published.index.counts;
            let count = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
            (loaded.changes, loaded.files) = (count(counts.changes), count(counts.artifacts));
            return loaded;
        }
        let Some(assessment) = &self.assessment else { return loaded };
        let dataset = assessment.dataset();
        loaded.changes = u32::try_from(assessment.n_changes()).unwrap_or(u32::MAX);
        if self.published.is_some() {
            loaded.files = u32::try_from(assessment.n_files()).unwrap_or(u32::MAX);
        }
        let is_of_load = |receipt: &&Receipt| {
            let inside = |path: &String| {
                receipt.file.strip_prefix(path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            paths.is_empty() || receipt.is_refused() || paths.iter().any(inside)
        };
        let mut rows = Vec::new();
        for receipt in dataset.receipts.iter().filter(is_of_load) {
            loaded.files += 1;
            let state = state_of(receipt);
            match state {
                ReceiptState::Refused => loaded.refused += 1,
                ReceiptState::Partial if receipt.count(DiagnosticSeverity::Error) > 0 => loaded.errors += 1,
                _ => {}
            }
            rows.push((state, receipt));
        }
        rows.sort_by_key(|(state, receipt)| match state {
            ReceiptState::Refused => 0,
            ReceiptState::Partial if receipt.count(DiagnosticSeverity::Error) > 0 => 1,
            ReceiptState::Partial => 2,
            ReceiptState::Duplicate => 3,
            ReceiptState::Read => 4,
        });
        let row = |(state, receipt): (ReceiptState, &Receipt)| LoadedFile {
            file: receipt.file.clone(),
            items: receipt.items,
            state,
            outcome: receipt_outcome(receipt),
        };
        loaded.rows = rows.into_iter().take(Loaded::ROWS).map(row).collect();
        loaded
    }

    /// The assessment, which asks for the sources of a published data set when they are not at hand.
    fn with_sources(&self) -> Option<&Assessment> {
        self.assessment.as_ref().inspect(|assessment| {
            assessment.has_sources();
        })
    }

    async fn save(&self, what: &Save) -> Reply {
        match what {
            Save::Policy => {
                Reply::File { name: "policy.json".into(), media_type: "application/json".into(), text: self.policy.text.clone() }
            }
            Save::Receipts => match later::pages().await {
                Ok(pages) => (pages.receipts)(self.with_sources().map_or(&[], |a| &a.dataset().receipts)),
                Err(message) => Reply::Failed { message },
            },
            Save::Export { location, what } => match (later::pages().await, &self.assessment) {
                (Ok(pages), Some(assessment)) => (pages.export)(assessment, &self.cache, &self.origin(), location, what),
                (Ok(_), None) => Reply::Failed { message: NOTHING_TO_SAVE.to_owned() },
                (Err(message), _) => Reply::Failed { message },
            },
            Save::Report { file } => match later::reading().await {
                Ok(reading) => (reading.report)(self.with_sources(), self.reader.as_ref(), file),
                Err(message) => Reply::Failed { message },
            },
        }
    }
}

fn clock() -> Instant {
    instant_from(js_sys::Date::now())
}

/// Milliseconds since 1970, some 13 digits.
#[allow(clippy::cast_possible_truncation)]
fn instant_from(now_ms: f64) -> Instant {
    Instant::from_micros((now_ms * 1000.0) as i64)
}

fn add_stopped(reader: &mut Reader, stopped: &[Stopped]) {
    for file in stopped {
        reader.add_refused(refused(&file.path, file.bytes, stopped_reader(&file.reason)));
    }
}

/// How a file went.
fn state_of(receipt: &Receipt) -> ReceiptState {
    if receipt.is_refused() {
        ReceiptState::Refused
    } else if receipt.duplicate_of.is_some() {
        ReceiptState::Duplicate
    } else if receipt.diagnostics.iter().any(|d| d.severity != DiagnosticSeverity::Note) {
        ReceiptState::Partial
    } else {
        ReceiptState::Read
    }
}

/// Whether an index is the one that the site ships with, which holds the place of an organisation's data.
fn is_placeholder(text: &[u8]) -> bool {
    text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).eq(PLACEHOLDER.bytes())
}

/// Whether these bytes are a page: some servers answer with one of their own where there is no file.
fn is_a_page(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    text.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// The address of a file below a folder; none when its path would leave it.
fn address_in(folder: &str, path: &str) -> Option<String> {
    let mut address = folder.trim_end_matches('/').to_owned();
    for part in path.split('/') {
        if part.is_empty() || part == "." || part == ".." {
            return None;
        }
        address.push('/');
        address.push_str(&String::from(js_sys::encode_uri_component(part)));
    }
    Some(address)
}
