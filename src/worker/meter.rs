//! Tells the page how far a load has come.

use super::post;
use crate::link::protocol::{Progress, Reply};

/// Counts files and bytes of one load. Every file is named before it is read: should the worker die, it was this one.
pub struct Meter {
    id: u32,
    progress: Progress,
    file_bytes: f64,
}

impl Meter {
    /// The meter of the request with this number, for so many files of so many bytes in all.
    pub fn new(id: u32, total: usize, bytes_total: f64) -> Self {
        Meter {
            id,
            progress: Progress {
                done: 0,
                total: u32::try_from(total).unwrap_or(u32::MAX),
                bytes_done: 0.0,
                bytes_total,
                current: None,
                index: None,
                last: None,
                records: 0,
            },
            file_bytes: 0.0,
        }
    }

    /// A file is about to be read.
    pub fn begin(&mut self, index: usize, name: &str, bytes: f64) {
        self.file_bytes = bytes;
        self.progress.index = u32::try_from(index).ok();
        self.progress.current = Some(name.to_owned());
        self.tell();
    }

    /// A file inside the file is about to be read; so much of the outer one (0 to 1) is done.
    pub fn inside(&mut self, name: &str, share: f64) {
        let before = self.progress.bytes_done;
        self.progress.bytes_done += self.file_bytes * share;
        self.progress.current = Some(name.to_owned());
        self.tell();
        self.progress.bytes_done = before;
    }

    /// So many more records were read.
    pub fn add_records(&mut self, records: u64) {
        self.progress.records += records;
    }

    /// The file is done: what came of it.
    pub fn end(&mut self, name: &str, outcome: String) {
        self.progress.done += 1;
        self.progress.bytes_done += self.file_bytes;
        self.progress.last = Some((name.to_owned(), outcome));
        self.progress.current = None;
    }

    /// Files are being read by other workers, among them this one. None of them can be what ended this worker.
    pub fn aside(&mut self, name: Option<&str>) {
        self.progress.index = None;
        self.progress.current = name.map(str::to_owned);
        self.tell();
    }

    /// A file of so many bytes that another worker read is done: what came of it.
    pub fn end_aside(&mut self, name: &str, bytes: f64, outcome: String) {
        self.file_bytes = bytes;
        self.end(name, outcome);
    }

    /// All files are done; what follows concerns none of them alone.
    pub fn computing(&mut self) {
        self.progress.index = None;
        self.progress.current = None;
        self.tell();
    }

    fn tell(&self) {
        post(self.id, Reply::Progress(self.progress.clone()));
    }
}
