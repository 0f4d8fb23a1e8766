//! SARIF 2.1.0.

use crate::Rule::{self, Either, List, Map, Named, Of, Raw, Word};

static URI: Rule = Word(&[
    "a.tf",
    "./a.tf",
    "a%2etf",
    "dir/a.tf",
    "../a.tf",
    "file:///src/a.tf",
    "FILE://host/a",
    "%00",
    "javascript:alert(1)",
    "C:\\\\a",
    "/a",
    "a?b#c",
    "http://[::1",
]);
static BASE: Rule = Word(&["SRCROOT", "A", "B", "%SRCROOT%"]);
static ID: Rule = Word(&["CKV_AZURE_36", "CKV_SECRET_6", "A", "A/b", "aws-access-token", "TERRAFORM_FMT"]);
static INDEX: Rule = Raw(&["0", "1", "-1", "2", "1.0", "9999999999"]);
static TEXT: Rule =
    Word(&["{0} of {1}", "{{0}}", "AKIAIOSFODNN7EXAMPLE", "password = hunter2hunter2", "x", "{0}{0}{0}{0}{0}{0}{0}{0}"]);
static LEVEL: Rule = Word(&["error", "warning", "note", "none", "x"]);
static LOCATION: Rule = Map(&[("uri", Of(&URI)), ("uriBaseId", Of(&BASE)), ("index", Of(&INDEX))]);
static MESSAGE: Rule =
    Map(&[("text", Of(&TEXT)), ("id", Word(&["default", "m"])), ("arguments", List(&TEXT)), ("markdown", Of(&TEXT))]);
static PROPERTIES: Rule = Map(&[
    ("security-severity", Either(&[Word(&["9.8", "7", "-1", "NaN", "1e400"]), Raw(&["9.8", "0", "5"])])),
    ("severity", Word(&["critical", "HIGH", "error", "none"])),
    ("tags", List(&Word(&["security", "secrets", "x"]))),
]);
static RULE: Rule = Map(&[
    ("id", Of(&ID)),
    ("name", Of(&TEXT)),
    ("shortDescription", Of(&MESSAGE)),
    ("fullDescription", Of(&MESSAGE)),
    ("messageStrings", Named(&["default", "m"], &MESSAGE)),
    ("defaultConfiguration", Map(&[("level", Of(&LEVEL)), ("enabled", Raw(&["true", "false"]))])),
    ("properties", Of(&PROPERTIES)),
]);
static COMPONENT: Rule = Map(&[
    ("name", Word(&["checkov", "gitleaks", "tflint-errors", "x"])),
    ("version", Word(&["1", "3.3.30"])),
    ("semanticVersion", Word(&["1.0.0"])),
    ("rules", List(&RULE)),
]);
static RESULT: Rule = Map(&[
    ("ruleId", Of(&ID)),
    ("ruleIndex", Of(&INDEX)),
    (
        "rule",
        Map(&[("id", Of(&ID)), ("index", Of(&INDEX)), ("toolComponent", Map(&[("index", Of(&INDEX)), ("name", Of(&TEXT))]))]),
    ),
    ("level", Of(&LEVEL)),
    ("kind", Word(&["fail", "pass", "open", "review", "notApplicable", "informational"])),
    ("baselineState", Word(&["new", "absent", "unchanged"])),
    ("message", Of(&MESSAGE)),
    (
        "locations",
        List(&Map(&[
            ("physicalLocation", Map(&[("artifactLocation", Of(&LOCATION)), ("region", Map(&[("startLine", Of(&INDEX))]))])),
            ("logicalLocations", List(&Map(&[("fullyQualifiedName", Of(&TEXT)), ("kind", Word(&["resource"]))]))),
        ])),
    ),
    ("fingerprints", Named(&["0", "v1"], &TEXT)),
    ("partialFingerprints", Named(&["primaryLocationLineHash"], &TEXT)),
    (
        "suppressions",
        List(&Map(&[
            ("kind", Word(&["inSource", "external"])),
            ("status", Word(&["accepted", "rejected", "underReview"])),
            ("justification", Of(&TEXT)),
        ])),
    ),
    ("properties", Of(&PROPERTIES)),
]);
static NOTIFICATION: Rule = Map(&[("level", Of(&LEVEL)), ("message", Of(&MESSAGE)), ("descriptor", Map(&[("id", Of(&ID))]))]);

/// A log file.
pub static LOG: Rule = Map(&[
    ("version", Raw(&["\"2.1.0\"", "\"2.1.0\"", "\"2.1.0\"", "\"2.1.0-rtm.5\"", "\"1.0.0\""])),
    ("$schema", Word(&["https://json.schemastore.org/sarif-2.1.0.json"])),
    (
        "runs",
        List(&Map(&[
            ("tool", Map(&[("driver", Of(&COMPONENT)), ("extensions", List(&COMPONENT))])),
            ("originalUriBaseIds", Named(&["SRCROOT", "A", "B"], &Of(&LOCATION))),
            ("artifacts", List(&Map(&[("location", Of(&LOCATION)), ("parentIndex", Of(&INDEX))]))),
            (
                "invocations",
                List(&Map(&[
                    ("executionSuccessful", Raw(&["true", "true", "false"])),
                    ("exitCode", Of(&INDEX)),
                    ("toolExecutionNotifications", List(&NOTIFICATION)),
                    ("toolConfigurationNotifications", List(&NOTIFICATION)),
                ])),
            ),
            ("externalPropertyFileReferences", Map(&[("results", List(&Map(&[("location", Of(&LOCATION))])))])),
            ("results", List(&RESULT)),
        ])),
    ),
]);
