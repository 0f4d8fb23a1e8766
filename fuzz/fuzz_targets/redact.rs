//! Any bytes as a file that is published: the copy is made once, and is read as the file is.
#![no_main]

use libfuzzer_sys::fuzz_target;
use plumbline_domain::{DiagnosticSeverity, Policy};
use plumbline_ingest::{Redaction, Source, default_policy, examine, redact};
use std::sync::LazyLock;

static POLICY: LazyLock<Policy> = LazyLock::new(|| default_policy().0);

fuzz_target!(|bytes: &[u8]| {
    let Redaction::Copy { bytes: copy, n_values } = redact(bytes) else { return };
    assert!(n_values > 0, "a copy without a redacted value");
    assert_eq!(redact(&copy), Redaction::Clean, "a copy of a copy is the copy");
    let (file, _) = examine(&Source::new("file", bytes.to_vec()), &POLICY);
    // of a damaged file the copy holds no values
    if file.is_refused() || file.diagnostics.iter().any(|d| d.severity == DiagnosticSeverity::Error) {
        return;
    }
    let (of_copy, _) = examine(&Source::new("file", copy), &POLICY);
    assert_eq!((file.format, file.items), (of_copy.format, of_copy.items), "the copy is read as the file");
});
