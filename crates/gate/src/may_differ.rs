//! What may differ between two outputs of the same command on the same inputs, for each artifact type: the table.

/// What a value is, and so what stands in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// When something happened, or how long it took.
    Time,
    /// The id of a run.
    RunId,
    /// The machine that ran it, or who was logged in.
    Machine,
    /// An absolute path: what it is below the checkout stays.
    Path,
    /// The absolute path of the checkout itself.
    Root,
}

impl Kind {
    /// What it is called, one and many.
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Time => ("time", "times"),
            Kind::RunId => ("run id", "run ids"),
            Kind::Machine => ("machine name", "machine names"),
            Kind::Path | Kind::Root => ("absolute path", "absolute paths"),
        }
    }
}

/// A place whose value may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MayDiffer {
    /// The artifact types for which it may.
    pub types: &'static [&'static str],
    /// The place: a path in a JSON document (`[*]` any element, `*` any key, `**` any depth), an XML attribute as `@name`, or
    /// `text` for times in lines of plain text.
    pub place: &'static str,
    /// What stands there.
    pub kind: Kind,
    /// Who writes it.
    pub writer: &'static str,
}

const SCANS: &[&str] = &["lint-diagnostics", "template-diagnostics", "policy-diagnostics", "secret-scan", "key-reference-check"];
const PREVIEWS: &[&str] = &["change-preview", "drift-check", "deployment-outputs"];
const AZURE_LISTS: &[&str] = &["role-assignment-diff", "network-intent", "alert-linkage"];
const PLAIN: &[&str] = &["lint-diagnostics", "template-diagnostics", "drift-check"];

const fn row(types: &'static [&'static str], place: &'static str, kind: Kind, writer: &'static str) -> MayDiffer {
    MayDiffer { types, place, kind, writer }
}

/// The table. What stands in no row must be the same.
pub const TABLE: &[MayDiffer] = &[
    row(SCANS, "runs[*].invocations[*].startTimeUtc", Kind::Time, "SARIF"),
    row(SCANS, "runs[*].invocations[*].endTimeUtc", Kind::Time, "SARIF"),
    row(SCANS, "runs[*].invocations[*].processId", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].invocations[*].machine", Kind::Machine, "SARIF"),
    row(SCANS, "runs[*].invocations[*].account", Kind::Machine, "SARIF"),
    row(SCANS, "runs[*].invocations[*].workingDirectory.uri", Kind::Root, "SARIF"),
    row(SCANS, "runs[*].automationDetails.id", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].automationDetails.guid", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].automationDetails.correlationGuid", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].baselineGuid", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].results[*].guid", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].results[*].correlationGuid", Kind::RunId, "SARIF"),
    row(SCANS, "runs[*].originalUriBaseIds.*.uri", Kind::Root, "SARIF"),
    row(SCANS, "runs[*].artifacts[*].location.uri", Kind::Path, "SARIF"),
    row(SCANS, "**.artifactLocation.uri", Kind::Path, "SARIF"),
    row(SCANS, "**.file_abs_path", Kind::Path, "checkov"),
    row(SCANS, "CreatedAt", Kind::Time, "Trivy"),
    row(SCANS, "ReportID", Kind::RunId, "Trivy"),
    row(SCANS, "start", Kind::Time, "KICS"),
    row(SCANS, "end", Kind::Time, "KICS"),
    row(SCANS, "scan_id", Kind::RunId, "KICS"),
    row(SCANS, "generationTime", Kind::Time, "Kubescape"),
    row(SCANS, "reportGUID", Kind::RunId, "Kubescape"),
    row(SCANS, "time", Kind::Time, "Semgrep"),
    row(SCANS, "[*].runId", Kind::RunId, "PSRule"),
    row(SCANS, "[*].time", Kind::Time, "PSRule"),
    row(SCANS, "generated_at", Kind::Time, "detect-secrets"),
    row(SCANS, "@timestamp", Kind::Time, "JUnit"),
    row(SCANS, "@time", Kind::Time, "JUnit"),
    row(SCANS, "@hostname", Kind::Machine, "JUnit"),
    row(SCANS, "@start-time", Kind::Time, "NUnit"),
    row(SCANS, "@end-time", Kind::Time, "NUnit"),
    row(SCANS, "@duration", Kind::Time, "NUnit"),
    row(PREVIEWS, "timestamp", Kind::Time, "Terraform"),
    row(PREVIEWS, "properties.timestamp", Kind::Time, "Azure Resource Manager"),
    row(PREVIEWS, "properties.duration", Kind::Time, "Azure Resource Manager"),
    row(PREVIEWS, "properties.correlationId", Kind::RunId, "Azure Resource Manager"),
    row(PREVIEWS, "correlationId", Kind::RunId, "Azure Resource Manager"),
    row(AZURE_LISTS, "**.etag", Kind::RunId, "Azure Resource Manager"),
    row(AZURE_LISTS, "**.systemData.lastModifiedAt", Kind::Time, "Azure Resource Manager"),
    row(PLAIN, "text", Kind::Time, "any plain text"),
];

/// The rows that hold for an artifact type.
pub fn rows_of(artifact_type: &str) -> Vec<&'static MayDiffer> {
    TABLE.iter().filter(|row| row.types.contains(&artifact_type)).collect()
}
