//! A temporary file for what has to wait and would not fit into memory.

use super::args::Failure;
use plumbline_gate::Spool;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::{Mutex, PoisonError};

/// How many bytes are gathered before they are written.
const BUFFER: usize = 1 << 20;

/// A temporary file that is gone when the program ends. Threads may share it.
pub struct SpoolFile {
    inner: Mutex<Inner>,
}

struct Inner {
    file: File,
    /// How many bytes are in the file.
    written: u64,
    /// What follows them.
    buffer: Vec<u8>,
}

/// Where something lies in a spool.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place {
    pub at: u64,
    pub bytes: u64,
}

impl SpoolFile {
    /// An empty one, in the folder for temporary files.
    pub fn new() -> Result<Self, Failure> {
        let file = tempfile::tempfile().map_err(|e| failed(&e))?;
        Ok(SpoolFile { inner: Mutex::new(Inner { file, written: 0, buffer: Vec::with_capacity(BUFFER) }) })
    }

    /// Adds bytes.
    pub fn add(&self, bytes: &[u8]) -> Result<Place, Failure> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let at = inner.written + inner.buffer.len() as u64;
        inner.buffer.extend_from_slice(bytes);
        if inner.buffer.len() >= BUFFER {
            inner.flush().map_err(|e| failed(&e))?;
        }
        Ok(Place { at, bytes: bytes.len() as u64 })
    }

    /// The bytes at a place.
    pub fn bytes(&self, place: Place) -> Result<Vec<u8>, Failure> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.flush().and_then(|()| inner.read(place)).map_err(|e| failed(&e))
    }
}

impl Inner {
    fn flush(&mut self) -> std::io::Result<()> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(&self.buffer)?;
        self.written += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    fn read(&mut self, place: Place) -> std::io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(place.at))?;
        let mut bytes = Vec::with_capacity(usize::try_from(place.bytes).unwrap_or(0));
        (&mut self.file).take(place.bytes).read_to_end(&mut bytes)?;
        match bytes.len() as u64 == place.bytes {
            true => Ok(bytes),
            false => Err(std::io::ErrorKind::UnexpectedEof.into()),
        }
    }
}

/// What is read of a temporary file is not what was written.
pub fn changed() -> Failure {
    Failure::Unusable("a temporary file has changed".to_owned())
}

fn failed(error: &std::io::Error) -> Failure {
    let folder = std::env::temp_dir();
    Failure::Unusable(format!("{}: a temporary file: {}", folder.display(), error.to_string().to_lowercase()))
}

impl Spool for &SpoolFile {
    fn keep(&mut self, text: &str) -> Result<u64, String> {
        match self.add(text.as_bytes()) {
            Ok(place) => Ok(place.at),
            Err(Failure::Usage(why) | Failure::Unusable(why)) => Err(why),
        }
    }
}
