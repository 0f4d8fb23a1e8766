//! The formats of other programs (scoring rules, section 8): one file for each, one line in [`REGISTRY`].

mod azure_what_if;
mod checkov;
mod mask;
mod sarif;
mod severity;
mod shape;
mod terraform_plan;

pub(super) use shape::Shape;

use super::{container::is_zip, json::JsonError, log::Log};
use crate::domain::{Facts, Finding, Format};

/// What was read from a tool's file.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// The tool, with its version.
    pub tool: Option<String>,
    /// Results, findings, changes, test cases or controls.
    pub items: u64,
    /// What the file proves.
    pub facts: Facts,
    /// Findings in it.
    pub findings: Vec<Finding>,
    /// What is to be known about it.
    pub log: Log,
}

/// Why a file of a known format cannot be used.
#[derive(Debug)]
pub(super) enum Refusal {
    /// It is no JSON.
    Syntax(JsonError),
    /// It is JSON, but says something else than its format allows, here.
    Shape {
        /// The path inside the file.
        path: String,
        /// What is wrong.
        message: String,
    },
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Self {
        Refusal::Syntax(error)
    }
}

impl Refusal {
    pub fn shape(path: impl Into<String>, message: impl Into<String>) -> Self {
        Refusal::Shape { path: path.into(), message: message.into() }
    }
}

/// A format of another program.
pub(super) struct Descriptor {
    /// Its id.
    pub format: Format,
    /// Whether a document of this shape is one.
    pub fits: fn(&Shape<'_>) -> bool,
    /// Reads it.
    pub read: fn(&str, &mut Reading) -> Result<(), Refusal>,
}

/// Every format that is read, in the order in which they are tried.
pub(super) const REGISTRY: &[Descriptor] = &[
    Descriptor { format: Format::Sarif210, fits: sarif::fits, read: sarif::read },
    Descriptor { format: Format::Checkov, fits: checkov::fits, read: checkov::read },
    Descriptor { format: Format::TerraformPlan, fits: terraform_plan::fits, read: terraform_plan::read },
    Descriptor { format: Format::AzureWhatIf, fits: azure_what_if::fits, read: azure_what_if::read },
];

/// A document that is recognised and refused, with the sentence that helps.
pub(super) fn refused_json(shape: &Shape<'_>) -> Option<(Format, &'static str)> {
    let is_sarif = shape.is_object() && shape.has("runs");
    let version = shape.word("version").unwrap_or_default();
    let schema = shape.word("$schema").unwrap_or_default();
    if !is_sarif || version.starts_with("2.1.") {
        return None;
    }
    if version.starts_with("1.0") || (version.is_empty() && schema.contains("sarif-1.0")) {
        Some((
            Format::Sarif100,
            "SARIF 1.0.0 is not read: upgrade it with the SARIF multitool (`sarif transform`), or have the tool write 2.1.0",
        ))
    } else if version.starts_with("2.0") || (version.is_empty() && schema.contains("sarif-2.0")) {
        Some((
            Format::Sarif200,
            "a prerelease of SARIF 2.0.0 is not read: upgrade it with the SARIF multitool (`sarif transform`), or have the tool write 2.1.0",
        ))
    } else {
        None
    }
}

/// Bytes that are recognised and refused, with the sentence that helps.
pub(super) fn refused_bytes(bytes: &[u8]) -> Option<(Format, &'static str)> {
    (is_zip(bytes) && contains(bytes, b"tfplan"))
        .then_some((Format::TerraformPlanBinary, "a binary plan: write it as JSON with `terraform show -json PLAN > plan.json`"))
}

/// Text that is recognised and refused, with the sentence that helps.
pub(super) fn refused_text(text: &str) -> Option<(Format, &'static str)> {
    let start: String = text.trim_start().chars().take(4_000).collect();
    let is_whatif = !start.starts_with(['{', '[', '<'])
        && (start.contains("Resource and property changes are indicated with")
            || start.contains("The deployment will update the following scope")
            || start.contains("What-if is in preview"));
    is_whatif
        .then_some((Format::AzureWhatIfText, "the what-if output for people: run it again with `--no-pretty-print` for JSON"))
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|w| w == word)
}
