//! Gate reports and verifications.

use crate::Rule::{self, Either, List, Map, Of, Raw, Word};

static TIME: Rule = Word(&[
    "2026-11-20T10:15:00Z",
    "2026-11-10T00:00:00+02:00",
    "2026-08-01T00:00:00Z",
    "2099-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "2026-02-30T00:00:00Z",
]);
static PERSON: Rule = Word(&["u-1", "U-1 ", "u-2", "u\\u200b-1", "ci:runner-a", "ci:runner-b"]);
static DIGEST: Rule = Word(&[
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
    "A",
]);
static GATE: Rule = Word(&["intent", "validation", "execution", "observation"]);
static CHANGE_ID: Rule = Word(&["o/r#1", "o/r#1", "o/r#2", "O/r#1"]);
static CONTROL: Rule = Word(&["identity", "network", "data-protection", "monitoring", "deployment-safety"]);
static TYPE: Rule = Word(&[
    "threat-intent",
    "lint-diagnostics",
    "template-diagnostics",
    "policy-diagnostics",
    "secret-scan",
    "change-preview",
    "role-assignment-diff",
    "network-intent",
    "key-reference-check",
    "deployment-log",
    "deployment-outputs",
    "rollback-rehearsal",
    "provenance-attestation",
    "alert-linkage",
    "alert-test",
    "telemetry-signal",
    "drift-check",
]);
static ITEM_ID: Rule = Word(&["a", "a", "b", "c"]);
static PATH: Rule = Word(&["e.json", "e/a.sarif", "../x", "/etc/passwd", "e.json#x"]);
static RUN: Rule = Map(&[
    ("by", Of(&PERSON)),
    ("at", Of(&TIME)),
    ("inputs", Of(&DIGEST)),
    ("output", Of(&DIGEST)),
    ("blind", Raw(&["true", "false"])),
]);
static ARTIFACT: Rule = Map(&[
    ("path", Of(&PATH)),
    ("sha256", Of(&DIGEST)),
    ("bytes", Raw(&["1", "0", "-1"])),
    ("mediaType", Word(&["application/json"])),
]);
static EVIDENCE: Rule = Map(&[
    ("id", Of(&ITEM_ID)),
    ("type", Of(&TYPE)),
    ("controls", List(&CONTROL)),
    ("title", Of(&ITEM_ID)),
    ("artifact", Of(&ARTIFACT)),
    ("before", Of(&ARTIFACT)),
    ("with", List(&ARTIFACT)),
    ("justifications", List(&Map(&[("match", Word(&["Owner", "*"])), ("reason", Of(&ITEM_ID)), ("by", Of(&PERSON))]))),
    ("statement", Word(&["fine"])),
    ("command", Word(&["checkov -d ."])),
    ("runs", List(&RUN)),
    ("attestation", Of(&ARTIFACT)),
    ("expiresAt", Of(&TIME)),
]);
static FINDING: Rule = Map(&[
    ("id", Of(&ITEM_ID)),
    ("ruleId", Word(&["CKV_AZURE_36", "CKV_AWS_1", "A"])),
    ("tool", Word(&["checkov"])),
    ("severity", Word(&["critical", "high", "medium", "low", "info"])),
    ("status", Word(&["open", "fixed", "suppressed", "false-positive"])),
    ("message", Of(&ITEM_ID)),
    ("resource", Of(&ITEM_ID)),
    ("location", Map(&[("path", Word(&["a.tf", "./a.tf"])), ("line", Raw(&["1", "2"]))])),
    ("control", Of(&CONTROL)),
    ("pattern", Word(&["privilege-inflation", "alert-illusion", "environment-drift", "unsafe-defaults", "recovery-gap", "x"])),
    ("surface", Word(&["provisioning", "access", "deployment-channel"])),
    ("fingerprint", Of(&ITEM_ID)),
    ("justification", Of(&ITEM_ID)),
]);
static VERDICT: Rule = Word(&["upheld", "not-upheld", "not-assessed"]);
static REPORT: Rule = Map(&[
    (
        "format",
        Raw(&[
            "\"plumbline.gate-report/1\"",
            "\"plumbline.gate-report/1\"",
            "\"plumbline.gate-report/1\"",
            "\"plumbline.gate-report/9\"",
        ]),
    ),
    ("gate", Of(&GATE)),
    ("recordedAt", Of(&TIME)),
    ("outcome", Word(&["passed", "failed", "bypassed", "skipped"])),
    ("mode", Word(&["enforce", "evaluate"])),
    ("part", Word(&["net/prod", "Net/prod", "app"])),
    (
        "change",
        Map(&[
            ("id", Of(&CHANGE_ID)),
            ("title", Of(&ITEM_ID)),
            ("team", Word(&["payments", "Payments ", "p\\u0430yments"])),
            ("service", Of(&ITEM_ID)),
            ("environment", Word(&["prod", "PROD", "dev"])),
            ("release", Word(&["2026.11"])),
            ("commit", Word(&["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"])),
            ("author", Of(&PERSON)),
            ("authorship", Word(&["human", "ai-assisted", "ai-generated"])),
            ("touches", List(&CONTROL)),
            ("openedAt", Of(&TIME)),
            ("mergedAt", Of(&TIME)),
            ("deployedAt", Of(&TIME)),
            (
                "resources",
                Map(&[
                    ("created", Raw(&["1", "4294967296", "-1"])),
                    ("modified", Raw(&["2"])),
                    ("deleted", Raw(&["18446744073709551615"])),
                ]),
            ),
        ]),
    ),
    (
        "perceived",
        List(&Map(&[
            ("confidence", Raw(&["0", "0.5", "1", "1.1", "1e-320"])),
            ("risk", Word(&["secret-exposure", "iam-over-permission", "misconfiguration-drift"])),
            ("role", Word(&["author", "reviewer"])),
            ("by", Of(&PERSON)),
            ("at", Of(&TIME)),
        ])),
    ),
    ("evidence", List(&EVIDENCE)),
    ("findings", List(&FINDING)),
    (
        "review",
        Map(&[
            ("by", Of(&PERSON)),
            ("at", Of(&TIME)),
            ("blind", Raw(&["true", "false"])),
            ("intent", Of(&VERDICT)),
            ("controls", Of(&VERDICT)),
            ("outcome", Of(&VERDICT)),
        ]),
    ),
    (
        "source",
        Map(&[
            ("service", Word(&["github"])),
            ("repository", Word(&["o/r", "x/y"])),
            ("run", Of(&ITEM_ID)),
            ("attempt", Raw(&["1"])),
            ("ref", Of(&ITEM_ID)),
            ("event", Word(&["pull_request", "push"])),
        ]),
    ),
]);
static VERIFICATION: Rule = Map(&[
    ("format", Raw(&["\"plumbline.verification/1\""])),
    ("change", Of(&CHANGE_ID)),
    ("gate", Of(&GATE)),
    ("evidence", Of(&ITEM_ID)),
    ("by", Of(&PERSON)),
    ("at", Of(&TIME)),
    ("command", Of(&ITEM_ID)),
    ("inputs", Of(&DIGEST)),
    ("output", Of(&DIGEST)),
    ("blind", Raw(&["true", "false"])),
    ("part", Word(&["net/prod", "app"])),
]);

/// A file of several records.
pub static RECORDS: Rule = List(&RECORD);

/// One record.
pub static RECORD: Rule = Either(&[Of(&REPORT), Of(&REPORT), Of(&REPORT), Of(&VERIFICATION)]);
