//! A large file that is read while it arrives.

use web_sys::File;

use super::bytes;
use plumbline_domain::Policy;
use plumbline_ingest::{Arriving, Prepared};

/// A smaller file is read as a whole, which takes less time: its bytes are fetched once, and its digest is worked out from them.
const LEAST_BYTES: f64 = 33_554_432.0;

/// Reads a large file piece by piece; `each` is told which share of it (0 to 1) was read. None when it has to be read as a whole, whatever
/// the reason.
pub async fn read(path: &str, file: &File, policy: &Policy, mut each: impl FnMut(f64)) -> Option<Prepared> {
    if file.size() < LEAST_BYTES {
        return None;
    }
    // A file's size is a whole number below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let mut arriving = Arriving::new(path, file.size() as u64);
    let mut digesting = None;
    let mut piece = Vec::new();
    let mut n_read = 0.0;
    let take = |arrived: &js_sys::Uint8Array| {
        piece.clear();
        let is_taken = bytes::append(arrived, &mut piece) && arriving.push(&piece);
        if is_taken && digesting.is_none() {
            digesting = bytes::digesting_file(file);
        }
        n_read += f64::from(arrived.length());
        each(n_read / file.size());
        is_taken && digesting.is_some()
    };
    if !bytes::pieces(file, take).await.ok()? {
        return None;
    }
    let prepared = arriving.finish(policy)?;
    let sha256 = bytes::digested(digesting?).await?;
    Some(prepared.with_sha256(sha256))
}
