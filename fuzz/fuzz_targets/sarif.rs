//! SARIF by its structure: rules, results, suppressions, URIs with bases, and what an invocation says.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use plumbline_domain::{Format, Policy};
use plumbline_fuzz::{sarif, text};
use plumbline_ingest::{Reader, Source, default_policy};

static POLICY: LazyLock<(Policy, String)> = LazyLock::new(default_policy);

fuzz_target!(|bytes: &[u8]| {
    let Some(text) = text(bytes, &sarif::LOG) else { return };
    let (policy, sha256) = &*POLICY;
    let mut reader = Reader::new(policy.clone(), sha256.clone());
    let receipt = reader.read(Source::new("a.sarif", text.into_bytes()));
    if receipt.format == Format::Sarif210 && !receipt.is_refused() {
        assert!(receipt.open <= receipt.items, "{} open of {}", receipt.open, receipt.items);
        assert_eq!(receipt.by_severity.iter().sum::<u64>(), receipt.open, "each open finding has one severity");
    }
});
