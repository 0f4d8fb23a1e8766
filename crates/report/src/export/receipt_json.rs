//! A receipt as one JSON object.

use plumbline_domain::{Diagnostic, Receipt, Severity};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// One line of `inspect --json`.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'r> {
    file: &'r str,
    sha256: &'r str,
    bytes: u64,
    format: &'r str,
    tool: Option<&'r str>,
    items: u64,
    open: u64,
    by_severity: BySeverity,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_of: Option<&'r str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    named_by_report: bool,
    diagnostics: &'r [Diagnostic],
}

struct BySeverity([u64; 5]);

impl Serialize for BySeverity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (severity, n) in Severity::ALL.iter().zip(self.0) {
            map.serialize_entry(severity.id(), &n)?;
        }
        map.end()
    }
}

/// Writes a receipt as one JSON object on one line, without the line's end (scoring rules, 10: `inspect --json`).
///
/// # Errors
/// None that can be met: a receipt is plain data with text keys.
pub fn receipt_to_json(receipt: &Receipt) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Line {
        file: &receipt.file,
        sha256: &receipt.sha256,
        bytes: receipt.bytes,
        format: receipt.format.id(),
        tool: receipt.tool.as_deref(),
        items: receipt.items,
        open: receipt.open,
        by_severity: BySeverity(receipt.by_severity),
        duplicate_of: receipt.duplicate_of.as_deref(),
        named_by_report: receipt.named_by_report,
        diagnostics: &receipt.diagnostics,
    })
}
