//! Bytes of one file into the reader: digest, containers, receipts.

use super::bytes::{self, Found};
use super::meter::Meter;
use plumbline_domain::{Diagnostic, DiagnosticKind, Policy, Receipt};
use plumbline_ingest::{Reader, Source, index_from_json, policy_from_json};
use plumbline_report::frame::words::receipt_outcome;
use plumbline_report::text::number::counted;

/// A policy larger than this is none: the default one has 12 KB.
pub const MAX_POLICY_BYTES: usize = 4 * 1024 * 1024;

/// Why a file without a digest is not used: it could count twice.
const NO_DIGEST: &str = "the browser could not work out its digest";

/// A policy in force.
#[derive(Clone, Debug)]
pub struct PolicyInForce {
    /// The rules.
    pub policy: Policy,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its bytes.
    pub text: String,
}

impl Default for PolicyInForce {
    fn default() -> Self {
        let (policy, sha256) = plumbline_ingest::default_policy();
        PolicyInForce { policy, sha256, text: plumbline_ingest::DEFAULT_POLICY_JSON.to_owned() }
    }
}

/// Reads one file, or every file of a zip, and says what came of it. A policy on the way is handed back.
pub async fn read(reader: &mut Reader, meter: &mut Meter, path: &str, found: Found) -> (String, Option<PolicyInForce>) {
    if !plumbline_ingest::is_container(&found.bytes) {
        return read_plain(reader, meter, path, found).await;
    }
    let container = Source { path: path.to_owned(), bytes: plumbline_ingest::unwrapped(found.bytes), sha256: String::new() };
    reader.add_root(&container.path);
    // Digests are filled in below: the browser's own answers later.
    let entries = match plumbline_ingest::expand(&container, |_| String::new()) {
        Ok(entries) => entries,
        Err(mut receipt) => {
            receipt.sha256 = bytes::digest(&container.bytes).await;
            return (receipt_outcome(reader.add_refused(receipt)), None);
        }
    };
    let total = entries.size_hint().0.max(1);
    let mut policy = None;
    let mut records = 0;
    for (i, entry) in entries.enumerate() {
        match entry {
            Ok(source) => {
                #[allow(clippy::cast_precision_loss)]
                meter.inside(&source.path, i as f64 / total as f64);
                policy = policy_from(&source.bytes).or(policy);
                let sha256 = bytes::digest(&source.bytes).await;
                let receipt = reader.read(Source { sha256, ..source });
                records += receipt.items;
                meter.add_records(receipt.items);
            }
            Err(receipt) => {
                reader.add_refused(receipt);
            }
        }
    }
    let files = u64::try_from(total).unwrap_or(u64::MAX);
    (format!("{}, {}", counted(files, "file", "files"), counted(records, "record", "records")), policy)
}

async fn read_plain(reader: &mut Reader, meter: &mut Meter, path: &str, mut found: Found) -> (String, Option<PolicyInForce>) {
    let policy = policy_from(&found.bytes);
    #[allow(clippy::cast_precision_loss)]
    let size = found.bytes.len() as f64;
    let receipt = match found.digesting.take() {
        // The browser digests while we read.
        Some(digesting) => {
            let source = Source { path: path.to_owned(), bytes: found.bytes, sha256: String::new() };
            let prepared = plumbline_ingest::prepare(source, reader.policy());
            match bytes::digested(digesting).await {
                Some(sha256) => reader.add(prepared.with_sha256(sha256)),
                None => reader.add_refused(refused(path, size, NO_DIGEST.to_owned())),
            }
        }
        None => {
            let sha256 = bytes::digest(&found.bytes).await;
            reader.read(Source { path: path.to_owned(), bytes: found.bytes, sha256 })
        }
    };
    meter.add_records(receipt.items);
    (receipt_outcome(receipt), policy)
}

/// The policy of a file, when it is one, or an index that carries one.
fn policy_from(found: &[u8]) -> Option<PolicyInForce> {
    if found.len() > MAX_POLICY_BYTES {
        return None;
    }
    let text = std::str::from_utf8(found).ok()?;
    if text.contains("plumbline.policy/1") && !text.contains("plumbline.index/") {
        let policy = policy_from_json(found).ok()?;
        return Some(PolicyInForce { policy, sha256: plumbline_ingest::sha256_hex(found), text: text.to_owned() });
    }
    if text.contains("plumbline.index/1") {
        let (index, _) = index_from_json(found).ok()?;
        let (policy, sha256) = index.policy?;
        return Some(PolicyInForce { policy, sha256, text: index.policy_text? });
    }
    None
}

/// The receipt of a file that could not be read, or must not be.
pub fn refused(path: &str, size: f64, reason: String) -> Receipt {
    // A file's size is a whole number below 2^53.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    Receipt::refused(path, "", size as u64, Diagnostic::new(DiagnosticKind::NotOpened, "", reason))
}
