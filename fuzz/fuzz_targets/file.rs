//! Any bytes as a file of any format: encodings, wrappers, detection, and every reader behind it.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use plumbline_domain::{Instant, Policy};
use plumbline_ingest::{Reader, Source, default_policy};

static POLICY: LazyLock<(Policy, String)> = LazyLock::new(default_policy);

fuzz_target!(|bytes: &[u8]| {
    let (policy, sha256) = &*POLICY;
    let mut reader = Reader::new(policy.clone(), sha256.clone());
    let receipt = reader.read(Source::new("file", bytes.to_vec())).clone();
    assert!(!receipt.is_refused() || receipt.diagnostics.iter().any(|d| !d.message.is_empty()), "a refusal has its reason");
    let _ = reader.into_dataset(Instant::from_micros(1_795_000_000_000_000));
});
