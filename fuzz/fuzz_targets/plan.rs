//! Plans, states and what-if answers by their structure. A sensitive value never comes out again.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use plumbline_domain::{Instant, Policy};
use plumbline_fuzz::{plan, text};
use plumbline_ingest::{Reader, Source, default_policy};

static POLICY: LazyLock<(Policy, String)> = LazyLock::new(default_policy);

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes, &plan::DOCUMENT) else { return };
    let (policy, sha256) = &*POLICY;
    let mut reader = Reader::new(policy.clone(), sha256.clone());
    let receipt = reader.read(Source::new("plan.json", text.into_bytes()));
    assert!(!receipt.is_refused() || receipt.diagnostics.iter().any(|d| !d.message.is_empty()), "a refusal has its reason");
    let _ = reader.into_dataset(Instant::from_micros(1_795_000_000_000_000));
});
