//! The reader's own files, one after the other; several large ones at a time in workers of their own.

use web_sys::File;

use super::arriving;
use super::bytes;
use super::meter::Meter;
use super::read::{PolicyInForce, read, refused};
use super::readers::{LARGE_BYTES, Outcome, Readers};
use crate::link::protocol::Stopped;
use plumbline_ingest::{Reader, limits::MAX_FILE_BYTES};
use plumbline_report::frame::words::receipt_outcome;

/// What came of reading own files, beside what the reader took.
#[derive(Default)]
pub struct OwnRead {
    /// The last policy among them.
    pub policy: Option<PolicyInForce>,
    /// Files that stopped the worker which read them.
    pub stopped: Vec<Stopped>,
}

/// Reads own files under a policy, which is that of the reader. In which order they are read makes no difference.
pub async fn read_own(reader: &mut Reader, policy: &PolicyInForce, id: u32, files: &[(String, File)]) -> OwnRead {
    let mut meter = Meter::new(id, files.len(), files.iter().map(|(_, file)| file.size()).sum());
    for (path, _) in files {
        if let Some((root, _)) = path.split_once('/') {
            reader.add_root(root);
        }
    }
    let (large, small): (Vec<usize>, Vec<usize>) =
        (0..files.len()).partition(|i| files.get(*i).is_some_and(|(_, file)| is_large(file)));
    let (aside, here) = if large.len() > 1 { (large, small) } else { (Vec::new(), (0..files.len()).collect()) };
    let mut found = OwnRead::default();
    for i in here {
        read_here(reader, &mut meter, files, i, &mut found).await;
    }
    if !aside.is_empty() {
        let given = aside.iter().filter_map(|i| files.get(*i).cloned()).collect();
        let mut readers = Readers::begin(&policy.text, given);
        let mut left = Vec::new();
        while let Some((n, outcome)) = readers.next(|current| meter.aside(current)).await {
            let Some((i, (path, file))) = aside.get(n).and_then(|i| Some((*i, files.get(*i)?))) else { continue };
            let outcome = match outcome {
                Outcome::NotRead => {
                    left.push(i);
                    continue;
                }
                Outcome::Read(prepared) => {
                    let receipt = reader.add(*prepared);
                    meter.add_records(receipt.items);
                    receipt_outcome(receipt)
                }
                Outcome::Unreadable(reason) => receipt_outcome(reader.add_refused(refused(path, file.size(), reason))),
                Outcome::Stopped(reason) => {
                    let stopped = Stopped { path: path.clone(), bytes: file.size(), reason };
                    let outcome = plumbline_report::frame::words::stopped_reader(&stopped.reason);
                    found.stopped.push(stopped);
                    outcome
                }
            };
            meter.end_aside(path, file.size(), outcome);
        }
        drop(readers);
        for i in left {
            read_here(reader, &mut meter, files, i, &mut found).await;
        }
    }
    meter.computing();
    found
}

#[allow(clippy::cast_precision_loss)]
fn is_large(file: &File) -> bool {
    file.size() >= LARGE_BYTES && file.size() <= MAX_FILE_BYTES as f64
}

/// Reads one file in this worker.
async fn read_here(reader: &mut Reader, meter: &mut Meter, files: &[(String, File)], i: usize, found: &mut OwnRead) {
    let Some((path, file)) = files.get(i) else { return };
    meter.begin(i, path, file.size());
    #[allow(clippy::cast_precision_loss)]
    let outcome = if file.size() > MAX_FILE_BYTES as f64 {
        let reason = format!("larger than {} MiB: split it", MAX_FILE_BYTES >> 20);
        receipt_outcome(reader.add_refused(refused(path, file.size(), reason)))
    } else if let Some(prepared) = arriving::read(path, file, reader.policy(), |share| meter.inside(path, share)).await {
        let receipt = reader.add(prepared);
        meter.add_records(receipt.items);
        receipt_outcome(receipt)
    } else {
        match bytes::of_file(file).await {
            Ok(bytes) => {
                let (outcome, carried) = read(reader, meter, path, bytes).await;
                found.policy = carried.or(found.policy.take());
                outcome
            }
            Err(reason) => receipt_outcome(reader.add_refused(refused(path, file.size(), reason))),
        }
    };
    meter.end(path, outcome);
}
