//! One file on its way: what to ask for, what to make of the answer, when to ask again and when to give up.

use plumbline_layers::{Fault, Unusable};

/// How often a download that broke is tried again.
const MOST_AGAIN: u8 = 3;

/// How long to wait before the first repetition, in milliseconds; each further one waits three times as long.
const FIRST_PAUSE_MS: i32 = 300;

/// One file on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Download {
    path: String,
    /// The size that is listed.
    listed: u64,
    bytes: Vec<u8>,
    /// The server's name for this state of the file, when a part of it can be asked for.
    tag: Option<String>,
    n_again: u8,
}

/// The part of a file that is still missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// `Range`.
    pub range: String,
    /// `If-Range`.
    pub tag: String,
}

/// The head of an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The status.
    pub status: u16,
    /// `Content-Type`.
    pub media_type: Option<String>,
    /// `Content-Encoding`.
    pub encoding: Option<String>,
    /// `Content-Range`.
    pub range: Option<String>,
    /// `ETag`.
    pub tag: Option<String>,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// Read on.
    Read,
    /// Ask again after so many milliseconds.
    Again(i32),
    /// Nothing comes of it.
    GiveUp(Unusable),
}

impl Download {
    /// A file of the data set, by its path, and its size as it is listed.
    pub fn new(path: &str, listed: u64) -> Self {
        Download { path: path.to_owned(), listed, bytes: Vec::new(), tag: None, n_again: 0 }
    }

    /// What to ask for when not for the whole file.
    pub fn rest(&self) -> Option<Rest> {
        let tag = self.tag.clone().filter(|_| !self.bytes.is_empty())?;
        Some(Rest { range: format!("bytes={}-", self.bytes.len()), tag })
    }

    /// The head of an answer came.
    pub fn answered(&mut self, head: &Head) -> Next {
        match head.status {
            200 => {
                self.bytes.clear();
                // in a part of a compressed answer the bytes would be others
                let is_plain = head.encoding.as_deref().is_none_or(|encoding| encoding == "identity");
                self.tag = head.tag.clone().filter(|tag| is_plain && tag.starts_with('"'));
                let is_page = head.media_type.as_deref().is_some_and(|t| t.trim().to_ascii_lowercase().starts_with("text/html"));
                if is_page { self.fail(Fault::Missing) } else { Next::Read }
            }
            206 => {
                let expected = format!("bytes {}-", self.bytes.len());
                if self.rest().is_some() && head.range.as_deref().is_some_and(|range| range.starts_with(&expected)) {
                    return Next::Read;
                }
                self.forget();
                self.broke("the server sent another part than was asked for")
            }
            404 | 410 => self.fail(Fault::Missing),
            // what was there before is of no use
            416 => {
                self.forget();
                self.broke("the server answered 416")
            }
            status @ (408 | 429 | 500..=599) => self.broke(&format!("the server answered {status}")),
            status => self.fail(Fault::Index(format!("the server answered {status}"))),
        }
    }

    /// A piece came.
    pub fn took(&mut self, piece: &[u8]) -> Next {
        let found = self.bytes.len() as u64 + piece.len() as u64;
        if found > self.listed {
            return self.fail(Fault::Size { listed: self.listed, found });
        }
        self.bytes.extend_from_slice(piece);
        Next::Read
    }

    /// The connection broke: why, in a phrase.
    pub fn broke(&mut self, reason: &str) -> Next {
        if self.n_again == MOST_AGAIN {
            let tries = u32::from(MOST_AGAIN) + 1;
            return self.fail(Fault::Index(format!("could not be fetched in {tries} tries: {reason}")));
        }
        self.n_again += 1;
        Next::Again(FIRST_PAUSE_MS * 3_i32.pow(u32::from(self.n_again) - 1))
    }

    /// The answer ended: the bytes of the file. Their digest is for others to check.
    ///
    /// # Errors
    /// When there are fewer than are listed.
    pub fn ended(self) -> Result<Vec<u8>, Unusable> {
        let found = self.bytes.len() as u64;
        match found == self.listed {
            true => Ok(self.bytes),
            false => Err(Unusable::new(self.path, Fault::Size { listed: self.listed, found })),
        }
    }

    #[cfg(test)]
    fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    fn forget(&mut self) {
        self.bytes.clear();
        self.tag = None;
    }

    fn fail(&self, fault: Fault) -> Next {
        Next::GiveUp(Unusable::new(&self.path, fault))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "columns/2026-0123456789abcdef.bin";

    fn head(status: u16) -> Head {
        Head { status, media_type: Some("application/octet-stream".into()), tag: Some("\"t1\"".into()), ..Head::default() }
    }

    fn told(next: Next) -> String {
        let Next::GiveUp(unusable) = next else { panic!("{next:?}") };
        unusable.to_string()
    }

    #[test]
    fn a_file_in_two_pieces() {
        let mut download = Download::new(PATH, 6);
        assert_eq!(download.rest(), None);
        assert_eq!(download.answered(&head(200)), Next::Read);
        assert_eq!((download.took(b"abc"), download.took(b"def")), (Next::Read, Next::Read));
        assert_eq!(download.ended().unwrap(), b"abcdef");
    }

    #[test]
    fn an_interrupted_one_goes_on_where_it_stopped() {
        let mut download = Download::new(PATH, 6);
        download.answered(&head(200));
        download.took(b"abcd");
        assert_eq!(download.broke("network error"), Next::Again(300));
        assert_eq!(download.rest(), Some(Rest { range: "bytes=4-".into(), tag: "\"t1\"".into() }));
        assert_eq!(download.answered(&Head { range: Some("bytes 4-5/6".into()), ..head(206) }), Next::Read);
        download.took(b"ef");
        assert_eq!(download.ended().unwrap(), b"abcdef");
    }

    #[test]
    fn where_a_part_cannot_be_asked_for_it_starts_again() {
        for other in [
            Head { tag: None, ..head(200) },
            Head { tag: Some("W/\"t1\"".into()), ..head(200) },
            Head { encoding: Some("gzip".into()), ..head(200) },
        ] {
            let mut download = Download::new(PATH, 6);
            download.answered(&other);
            download.took(b"abcd");
            download.broke("network error");
            assert_eq!(download.rest(), None, "{other:?}");
            download.answered(&other);
            download.took(b"abcdef");
            assert_eq!(download.ended().unwrap(), b"abcdef");
        }
        // a server that sends the whole file again
        let mut download = Download::new(PATH, 6);
        download.answered(&head(200));
        download.took(b"abcd");
        download.broke("network error");
        assert!(download.rest().is_some());
        download.answered(&head(200));
        assert_eq!(download.n_bytes(), 0);
        // and one that sends another part
        let mut download = Download::new(PATH, 6);
        download.answered(&head(200));
        download.took(b"abcd");
        download.broke("network error");
        assert_eq!(download.answered(&Head { range: Some("bytes 0-5/6".into()), ..head(206) }), Next::Again(900));
        assert_eq!((download.n_bytes(), download.rest()), (0, None));
    }

    #[test]
    fn it_gives_up_after_three_repetitions() {
        let mut download = Download::new(PATH, 6);
        let pauses: Vec<Next> = (0..3).map(|_| download.answered(&head(503))).collect();
        assert_eq!(pauses, [Next::Again(300), Next::Again(900), Next::Again(2700)]);
        let expected = format!("{PATH}: could not be fetched in 4 tries: network error");
        assert_eq!(told(download.broke("network error")), expected);
    }

    #[test]
    fn what_is_not_there_is_not_asked_for_again() {
        let page = Head { media_type: Some("text/HTML; charset=utf-8".into()), ..head(200) };
        for answer in [head(404), head(410), page] {
            assert_eq!(told(Download::new(PATH, 6).answered(&answer)), format!("{PATH}: is missing"));
        }
        assert_eq!(told(Download::new(PATH, 6).answered(&head(403))), format!("{PATH}: the server answered 403"));
    }

    #[test]
    fn more_or_fewer_bytes_than_are_listed_are_refused() {
        let mut download = Download::new(PATH, 6);
        download.answered(&head(200));
        assert_eq!(told(download.took(b"abcdefg")), format!("{PATH}: has 7 bytes instead of 6"));
        download.took(b"abc");
        assert_eq!(download.ended().unwrap_err().to_string(), format!("{PATH}: is cut short: 3 of 6 bytes"));
    }
}
