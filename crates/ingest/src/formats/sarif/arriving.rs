//! A SARIF log that is read while it arrives: of the first run's results, which are nearly all of a large log, only the last piece is held.
//!
//! The rest of the log is kept, with an empty list in the place of these results, and read like any other log in the end. Whatever is not
//! as it is in most logs is given up, and the file has to be read as a whole.

use super::super::super::json::{Cursor, JsonError, Kind};
use super::super::Reading;
use super::parts::{Component, SarifResult, Sink, read_result, read_run};
use super::{Taken, Tool};

/// Bytes before the results of a run: rules with their help, and artifacts.
const MAX_HEAD: usize = 32 << 20;

/// Bytes of one result, and bytes behind the results.
const MAX_REST: usize = 8 << 20;

/// How deep a result is nested: in the log, its runs, a run and the results.
const DEPTH: u32 = 4;

/// A log of which a part has arrived.
#[derive(Default)]
pub(crate) struct Arriving {
    /// How many bytes the file has.
    bytes: usize,
    /// The log up to the bracket before its results, when that has arrived.
    head: Option<(String, Tool<'static>)>,
    /// What was not read yet.
    text: String,
    /// The bytes of a character of which a part has arrived.
    cut: Vec<u8>,
    /// The place of `text` in the file.
    at: usize,
    /// How many lines end before it.
    lines: usize,
    /// How many results were taken.
    n: usize,
    /// Whether all of them were, so that `text` is the rest of the log.
    is_rest: bool,
    taken: Taken,
    reading: Reading,
}

impl Arriving {
    /// A file of so many bytes.
    pub fn new(bytes: usize) -> Self {
        Arriving { bytes, ..Arriving::default() }
    }

    /// Takes the next bytes. Whether the file can be read in this way, as far as is known.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        if !self.decode(bytes) || (self.at == 0 && !self.text.starts_with('{') && !self.text.is_empty()) {
            return false;
        }
        if self.head.is_none() {
            let Some((end, tool)) = results_begin(&self.text) else { return self.text.len() <= MAX_HEAD };
            let rest = self.text.split_off(end);
            let head = std::mem::replace(&mut self.text, rest);
            (self.at, self.lines) = (end, line_ends(&head));
            self.head = Some((head, tool));
        }
        (self.is_rest || self.take_results()) && self.text.len() <= MAX_REST
    }

    /// Adds bytes to the text; whether they are UTF-8.
    fn decode(&mut self, bytes: &[u8]) -> bool {
        let joined;
        let bytes = if self.cut.is_empty() {
            bytes
        } else {
            joined = [&std::mem::take(&mut self.cut), bytes].concat();
            &joined
        };
        match std::str::from_utf8(bytes) {
            Ok(text) => self.text.push_str(text),
            Err(error) if error.error_len().is_none() => {
                let (whole, cut) = bytes.split_at_checked(error.valid_up_to()).unwrap_or_default();
                self.text.push_str(std::str::from_utf8(whole).unwrap_or_default());
                self.cut.extend(cut);
            }
            Err(_) => return false,
        }
        true
    }

    /// Takes all results that have arrived whole. Whether no key stands twice in them.
    fn take_results(&mut self) -> bool {
        let Some((_, tool)) = &self.head else { return false };
        let mut cursor = Cursor::noting_repeated_keys(&self.text).nested(DEPTH);
        let mut done = 0;
        // What is broken ends too early as well: then nothing more is taken, and in the end the file is read as a whole.
        while let Ok(is_another) = cursor.next_element(self.n == 0) {
            if !is_another {
                (done, self.is_rest) = (cursor.place(), true);
                break;
            }
            let Ok(result) = next_result(&mut cursor) else { break };
            let result = result.map(|result| SarifResult { at: self.at + result.at, ..result });
            let line = |at: usize| {
                let before = self.text.as_bytes().get(..at.saturating_sub(self.at)).unwrap_or_default();
                let n = self.lines + before.iter().filter(|b| **b == b'\n').count() + 1;
                u32::try_from(n).unwrap_or(0)
            };
            self.taken.add((0, self.n), tool, result, &mut self.reading, self.bytes, line);
            self.n += 1;
            done = cursor.place();
        }
        if cursor.may_have_repeated_keys() {
            return false;
        }
        self.lines += line_ends(self.text.get(..done).unwrap_or_default());
        self.at += done;
        self.text.drain(..done);
        true
    }

    /// The log without the results that were taken, which are in the reading: every line of it has the number that it has in the file.
    pub fn finish(self) -> Option<(String, Reading)> {
        let (mut log, _) = self.head.filter(|_| self.is_rest && self.cut.is_empty())?;
        let between = self.lines - line_ends(&log);
        log.extend(std::iter::repeat_n('\n', between));
        log.push_str(&self.text);
        let mut reading = self.reading;
        reading.arrived = Some(Box::new(self.taken));
        Some((log, reading))
    }
}

/// The next element of the results; none when it is no object. One that may go on behind the end of the text is an error.
fn next_result<'a>(cursor: &mut Cursor<'a>) -> Result<Option<SarifResult<'a>>, JsonError> {
    if cursor.peek()? == Kind::Object {
        let at = cursor.place();
        return Ok(Some(SarifResult { at, ..read_result(cursor)? }));
    }
    cursor.skip()?;
    // a number may
    cursor.clone().next_element(false).map(|_| None)
}

/// The byte behind the bracket of the first run's results, and the tool of the run, when both have arrived.
fn results_begin(text: &str) -> Option<(usize, Tool<'static>)> {
    struct Beginning(Option<Tool<'static>>, Option<usize>);

    impl<'a> Sink<'a> for Beginning {
        fn tool(&mut self, driver: Component<'a>, extensions: Vec<Component<'a>>) {
            let extensions = extensions.into_iter().map(Component::into_owned).collect();
            self.0 = Some(Tool::of(driver.into_owned(), extensions));
        }

        fn begin_results(&mut self, at: usize) -> bool {
            self.1 = Some(at);
            false
        }

        fn result(&mut self, _: usize, _: Option<SarifResult<'a>>) {}
    }

    let mut beginning = Beginning(None, None);
    let mut cursor = Cursor::new(text);
    // an error is how it ends where the text does
    let _ = cursor.object(|c, key| match (key.as_ref(), c.peek()?) {
        ("runs", Kind::Array) => c.array(|c, n| {
            if n == 0 && c.peek()? == Kind::Object {
                read_run(c, n, &mut beginning, &mut None)?;
            }
            // only the first run is looked at
            Err(JsonError { message: "", at: c.place() })
        }),
        _ => c.skip(),
    });
    Some((beginning.1? + 1, beginning.0?))
}

/// How many lines end in a text.
fn line_ends(text: &str) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let in_word = |word: &[u8; 8]| {
        let other = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\n'));
        // the high bit of each byte that is zero, and of no other
        (!(((other & LOW) + LOW) | other | LOW)).count_ones() as usize
    };
    words.iter().map(in_word).sum::<usize>() + rest.iter().filter(|b| **b == b'\n').count()
}
