//! Samples of signed and unsigned statements.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "in-toto-statement",
        1,
        0,
        r#"{"_type": "https://in-toto.io/Statement/v1", "subject": [{"name": "plan.json",
            "digest": {"sha256": "0000000000000000000000000000000000000000000000000000000000000001"}}],
            "predicateType": "https://slsa.dev/provenance/v1", "predicate": {"buildDefinition": {"externalParameters": {"key": "VALUE"}}}}"#,
    ),
    sample(
        "dsse-envelope",
        1,
        0,
        r#"{"payloadType": "application/vnd.in-toto+json", "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbXX0=",
            "signatures": [{"keyid": "k", "sig": "VALUE"}]}"#,
    ),
    sample(
        "sigstore-bundle",
        1,
        0,
        r#"{"mediaType": "application/vnd.dev.sigstore.bundle.v0.3+json", "verificationMaterial": {"certificate": {"rawBytes": "VALUE"}},
            "dsseEnvelope": {"payloadType": "application/vnd.in-toto+json",
                "payload": "eyJfdHlwZSI6Imh0dHBzOi8vaW4tdG90by5pby9TdGF0ZW1lbnQvdjEiLCJzdWJqZWN0IjpbXX0=", "signatures": [{"sig": "VALUE"}]}}"#,
    ),
    sample(
        "cyclonedx-attestation",
        1,
        0,
        r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "declarations": {"assessors": [], "attestations": [{"summary": "VALUE", "map": []}],
            "claims": []}}"#,
    ),
];
