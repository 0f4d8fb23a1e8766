//! What page and worker say to each other. Files travel beside the messages as `File` handles.
//!
//! Messages are bytes in the order of the fields, without names: reading them by name would take a sixth of the page's
//! code more. Both sides are of one build, which [`Reply::Ready`] proves before anything else is read.

use plumbline_report::document::Row;
use plumbline_report::export::Export;
use plumbline_report::route::Location;
use plumbline_report::{Hit, Page, ReceiptState, Trial};
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// Read the site's data set: `data/index.json` beside the page if there is one, else the demo. Answered by progress and `Loaded`.
    LoadSite {
        /// The address of the page's folder, ending in `/`.
        base: String,
        /// Whether to read the demo at once.
        demo: bool,
        /// Files that stopped a reader before: not read again, each gets a receipt that says so.
        stopped: Vec<Stopped>,
    },
    /// Read the files that travel with the message, in addition to own files read before. Answered by progress and `Loaded`.
    LoadFiles {
        /// The path of each file, relative to what was dropped.
        paths: Vec<String>,
        /// Milliseconds since 1970 by the reader's clock: the assessment time.
        now_ms: f64,
        /// Files that stopped a reader before: not sent again, each gets a receipt that says so.
        stopped: Vec<Stopped>,
    },
    /// Compute the view of a page. Answered by `View`.
    View {
        /// The page and its filter.
        location: Location,
        /// Whether to read all of a data set that is loaded in parts, from here on.
        whole: bool,
    },
    /// Write a file for the reader to keep. Answered by `File`.
    Save(Save),
    /// Draw some rows of the long table of a page. Answered by `Rows`.
    Rows {
        /// The page and its filter.
        location: Location,
        /// The place of the first row, from 0.
        from: u32,
        /// How many.
        count: u32,
    },
    /// Find what a text names. Answered by `Found`.
    Search {
        /// The text as it was typed.
        text: String,
        /// Where the reader is: links keep its filter.
        location: Location,
    },
    /// Check a copy of the policy, and say what it would alter. Nothing is put in force. Answered by `Trial`.
    Try(Draft),
    /// Judge the published data set again from its records and artifacts, or the parts of it that are at hand. Answered by progress and
    /// `Verified`.
    Verify(Extent),
}

/// How much of a published data set is judged again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Extent {
    /// All of it.
    Whole,
    /// The parts that are at hand, of one that is loaded in parts.
    Parts,
}

/// A copy of the policy on trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Its text.
    pub text: String,
    /// Whether to compute what it would alter.
    pub preview: bool,
}

/// A file that can be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Save {
    /// The policy in force, JSON.
    Policy,
    /// The receipts, one JSON document per line.
    Receipts,
    /// A gate report to fill in, begun from a tool's file.
    Report {
        /// The file's path.
        file: String,
    },
    /// A part of a page as text.
    Export {
        /// The page and its filter.
        location: Box<Location>,
        /// The part.
        what: Export,
    },
}

/// A file that ended the worker that read it, or kept it for too long.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stopped {
    /// Its path.
    pub path: String,
    /// Its size in bytes, as far as known.
    pub bytes: f64,
    /// Why: a lower-case phrase.
    pub reason: String,
}

/// A request with its number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Answers carry the same number.
    pub id: u32,
    /// The request.
    pub request: Request,
}

impl Call {
    #[cfg(any(test, feature = "ui"))]
    /// As it travels.
    pub fn to_bytes(&self) -> Vec<u8> {
        // Plain data of known length: it always becomes bytes.
        postcard::to_allocvec(self).unwrap_or_default()
    }

    /// As it arrives; none when it is no call.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// What the worker says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The worker is there: sent once, before anything else.
    Ready {
        /// The build that it belongs to.
        build: String,
    },
    /// How far a load has come.
    Progress(Progress),
    /// A load is done.
    Loaded(Loaded),
    /// The top of a page, while the rest of it is worked out.
    Preview(Box<Page>),
    /// A page.
    View(Box<Page>),
    /// A file to keep.
    File {
        /// A name for it.
        name: String,
        /// What it is.
        media_type: String,
        /// What stands in it.
        text: String,
    },
    /// Rows of a long table, as far as there are so many.
    Rows {
        /// The place of the first row, from 0.
        from: u32,
        /// The rows.
        rows: Vec<Row>,
    },
    /// What a text names, the likeliest first.
    Found(Vec<Hit>),
    /// What came of a copy of the policy.
    Trial(Box<Trial>),
    /// A published data set was judged again.
    Verified {
        /// Of how much.
        extent: Extent,
        /// Whether it is what was published.
        identical: bool,
        /// The result in a sentence.
        told: String,
    },
    /// A request could not be answered.
    Failed {
        /// Why.
        message: String,
    },
}

/// A reply with the number of its request (0 for `Ready`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The request's number.
    pub id: u32,
    /// The reply.
    pub reply: Reply,
}

#[cfg(not(target_arch = "wasm32"))]
/// A page as it travels, as an answer that is published holds it.
pub fn page_to_bytes(page: &Page) -> Vec<u8> {
    super::shown::to_bytes(page)
}

/// The page of a published answer; none when it is none.
pub fn page_from_bytes(bytes: &[u8]) -> Option<Page> {
    postcard::from_bytes(bytes).ok()
}

/// The answer to a request with such a page, without reading it.
pub fn answer_with_page(id: u32, page: &[u8]) -> Vec<u8> {
    // plain data of known length: it always becomes bytes
    let mut bytes = postcard::to_allocvec(&(id, VIEW)).unwrap_or_default();
    bytes.extend_from_slice(page);
    bytes
}

/// The place of [`Reply::View`] among the replies.
const VIEW: u32 = 4;

impl Answer {
    /// As it travels: every text in it is visible.
    pub fn to_bytes(&self) -> Vec<u8> {
        super::shown::to_bytes(self)
    }

    #[cfg(any(test, feature = "ui"))]
    /// As it arrives; none when it is no answer.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }
}

/// How far a load has come.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Files done.
    pub done: u32,
    /// Files in all, as far as known.
    pub total: u32,
    /// Bytes done.
    pub bytes_done: f64,
    /// Bytes in all, as far as known.
    pub bytes_total: f64,
    /// The file being read now; should the worker die, it was this one.
    pub current: Option<String>,
    /// Its place among the files of the request, when they came with the request.
    pub index: Option<u32>,
    /// The last file done: name and what came of it.
    pub last: Option<(String, String)>,
    /// Records read so far.
    pub records: u64,
}

/// What a load brought.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Loaded {
    /// Whether the files are in use. When all first own files are refused, what was there before stays.
    pub used: bool,
    /// Files read.
    pub files: u32,
    /// Files that could not be used.
    pub refused: u32,
    /// Errors in files that were used.
    pub errors: u32,
    /// Changes in the data set now.
    pub changes: u32,
    /// Milliseconds from the request to here.
    pub took_ms: f64,
    /// The files of this load: refused ones first, then those with errors, at most [`Loaded::ROWS`].
    pub rows: Vec<LoadedFile>,
    /// Files of this load that stopped a worker beside this one, which read them alone. The others of the load were read.
    pub stopped: Vec<Stopped>,
}

impl Loaded {
    /// How many files are listed one by one.
    pub const ROWS: usize = 12;
}

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoadedFile {
    /// Its name.
    pub file: String,
    /// Records read from it.
    pub items: u64,
    /// How it went.
    pub state: ReceiptState,
    /// Such as "read, 3 set aside: confidence above 1".
    pub outcome: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_arrives_as_it_was_sent() {
        let call =
            Call { id: 7, request: Request::View { location: Location::from_fragment("#/matrix?team=payments"), whole: true } };
        assert_eq!(Call::from_bytes(&call.to_bytes()), Some(call));
        let progress = Progress {
            done: 2,
            total: 5,
            bytes_done: 1.5e9,
            bytes_total: 2e9,
            current: Some("größe.sarif".to_owned()),
            index: None,
            last: Some(("a.json".to_owned(), "read".to_owned())),
            records: u64::MAX,
        };
        let answer = Answer { id: 7, reply: Reply::Progress(progress) };
        assert_eq!(Answer::from_bytes(&answer.to_bytes()), Some(answer));
    }

    #[test]
    fn a_worker_of_another_age_is_still_understood_when_it_names_its_build() {
        // The number 0, the first kind of reply, five letters: this never changes.
        let bytes = [&[0, 0, 5], b"build".as_slice()].concat();
        let ready = Answer { id: 0, reply: Reply::Ready { build: "build".to_owned() } };
        assert_eq!(ready.to_bytes(), bytes);
        assert_eq!(Answer::from_bytes(&bytes), Some(ready));
    }

    #[test]
    fn a_published_page_arrives_as_one_that_was_computed() {
        let frame = plumbline_report::Frame {
            origin: plumbline_report::DataOrigin::None,
            counts: "1 change".to_owned(),
            hidden: None,
            options: Default::default(),
            chips: Vec::new(),
            footer: Default::default(),
            computed: Some("computed".to_owned()),
        };
        let empty = plumbline_report::Empty {
            title: "a\u{202e}b".to_owned(),
            text: String::new(),
            clear_filters: false,
            read: None,
            read_all: None,
        };
        let page = Page { frame, body: plumbline_report::Body::Empty(empty), why: None };
        let bytes = page_to_bytes(&page);
        let computed = Answer { id: 300, reply: Reply::View(Box::new(page)) };
        assert_eq!(answer_with_page(300, &bytes), computed.to_bytes());
        assert!(page_from_bytes(&bytes).is_some_and(|page| page.frame.computed.is_some()));
    }

    #[test]
    fn what_is_no_message_is_none() {
        assert_eq!(Answer::from_bytes(&[]), None);
        assert_eq!(Answer::from_bytes(&[0, 0, 200, 1, b'x']), None);
        assert_eq!(Call::from_bytes(b"{\"id\":1}"), None);
    }
}
