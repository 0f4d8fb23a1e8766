//! Any bytes as a policy or an index.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plumbline_ingest::{index_from_json, policy_from_json};

fuzz_target!(|bytes: &[u8]| {
    if let Err(diagnostics) = policy_from_json(bytes) {
        assert!(diagnostics.iter().all(|d| !d.message.is_empty()) && !diagnostics.is_empty(), "a refusal has its reason");
    }
    let _ = index_from_json(bytes);
});
