//! The formats of other programs (scoring rules, section 8): one file for each, one line in [`REGISTRY`].

pub(super) mod alerts;
mod assessments;
mod attestation;
pub(super) mod azure_alerts;
mod azure_roles;
mod azure_what_if;
mod cfn_tools;
mod checkov;
mod cloud_findings;
mod cloudformation;
mod conftest;
mod deployments;
mod gitleaks;
mod identity;
mod intents;
mod kics;
mod kubescape;
pub(super) mod networks;
mod psrule;
mod sarif;
mod scans;
mod semgrep;
mod severity;
mod shape;
mod snyk;
mod terraform_plan;
mod terraform_state;
mod terrascan;
pub(super) mod test_reports;
mod tfsec;
mod trivy;
mod xml;

pub(super) use shape::Shape;

use super::{
    container::is_zip,
    json::{Cursor, Json, JsonError},
    limits::MAX_FINDINGS,
    log::Log,
};
use plumbline_domain::{Diagnostic, DiagnosticKind, Facts, Finding, FindingStatus, Format, Location, Severity};

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

/// A format that is text of its own, neither JSON nor XML nor YAML.
pub(super) struct TextDescriptor {
    /// Its id.
    pub format: Format,
    /// Whether a text is one.
    pub fits: fn(&str) -> bool,
    /// Reads it.
    pub read: fn(&str, &mut Reading) -> Result<(), Refusal>,
}

/// Formats that are text of their own, in the order in which they are tried.
pub(super) const TEXT_FORMATS: &[TextDescriptor] = &[intents::MARKDOWN];

/// The format of a JSON document (or of YAML as JSON) of this shape.
pub(super) fn format_of(shape: &Shape<'_>) -> Option<&'static Descriptor> {
    let groups =
        [TOOLS, scans::FORMATS, identity::FORMATS, networks::FORMATS, alerts::FORMATS, deployments::FORMATS, intents::FORMATS];
    groups.into_iter().flatten().find(|d| (d.fits)(shape))
}

/// Formats of tools that have a file of their own here, in the order in which they are tried.
const TOOLS: &[Descriptor] = &[
    Descriptor { format: Format::Sarif210, fits: sarif::fits, read: sarif::read },
    Descriptor { format: Format::Checkov, fits: checkov::fits, read: checkov::read },
    Descriptor { format: Format::TerraformPlan, fits: terraform_plan::fits, read: terraform_plan::read },
    Descriptor { format: Format::TerraformState, fits: terraform_state::fits, read: terraform_state::read },
    Descriptor { format: Format::AzureMetricAlert, fits: azure_alerts::fits_rules, read: azure_alerts::read },
    Descriptor { format: Format::AzureActionGroup, fits: azure_alerts::fits_groups, read: azure_alerts::read },
    Descriptor { format: Format::AzureRoleAssignment, fits: azure_roles::fits, read: azure_roles::read },
    Descriptor { format: Format::AzureWhatIf, fits: azure_what_if::fits, read: azure_what_if::read },
    Descriptor { format: Format::CfnChangeSet, fits: cloudformation::fits_change_set, read: cloudformation::read_change_set },
    Descriptor { format: Format::CfnDrift, fits: cloudformation::fits_drift, read: cloudformation::read_drift },
    Descriptor { format: Format::SigstoreBundle, fits: attestation::fits_bundle, read: attestation::read },
    Descriptor { format: Format::DsseEnvelope, fits: attestation::fits_envelope, read: attestation::read },
    Descriptor { format: Format::InTotoStatement, fits: attestation::fits_statement, read: attestation::read },
    Descriptor { format: Format::CycloneDxAttestation, fits: attestation::fits_cyclonedx, read: attestation::read_cyclonedx },
    Descriptor { format: Format::Gitleaks, fits: gitleaks::fits, read: gitleaks::read },
    Descriptor { format: Format::Trivy, fits: trivy::fits, read: trivy::read },
    Descriptor { format: Format::TrivyOperator, fits: trivy::fits_operator, read: trivy::read_operator },
    Descriptor { format: Format::Kics, fits: kics::fits, read: kics::read },
    Descriptor { format: Format::Terrascan, fits: terrascan::fits, read: terrascan::read },
    Descriptor { format: Format::Semgrep, fits: semgrep::fits, read: semgrep::read },
    Descriptor { format: Format::Tfsec, fits: tfsec::fits, read: tfsec::read },
    Descriptor { format: Format::Snyk, fits: snyk::fits, read: snyk::read },
    Descriptor { format: Format::Kubescape, fits: kubescape::fits, read: kubescape::read },
    Descriptor { format: Format::Psrule, fits: psrule::fits, read: psrule::read },
    Descriptor { format: Format::Conftest, fits: conftest::fits, read: conftest::read },
    Descriptor { format: Format::CfnNag, fits: cfn_tools::fits_nag, read: cfn_tools::read_nag },
    Descriptor { format: Format::Asff, fits: cloud_findings::fits_asff, read: cloud_findings::read_asff },
    Descriptor { format: Format::Ocsf, fits: cloud_findings::fits_ocsf, read: cloud_findings::read_ocsf },
    Descriptor { format: Format::Hdf, fits: assessments::fits_hdf, read: assessments::read_hdf },
    Descriptor { format: Format::OscalAssessmentResults, fits: assessments::fits_oscal, read: assessments::read_oscal },
    Descriptor { format: Format::CfnLint, fits: cfn_tools::fits_lint, read: cfn_tools::read_lint },
];

impl Reading {
    /// Keeps a finding, up to [`MAX_FINDINGS`].
    fn add(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding);
        }
    }
}

/// An open finding of a tool, medium until it says otherwise.
fn finding(tool: &str) -> Finding {
    Finding {
        id: None,
        rule_id: None,
        tool: Some(tool.to_owned()),
        severity: Severity::Medium,
        status: FindingStatus::Open,
        message: None,
        resource: None,
        location: Location::default(),
        control: None,
        pattern: None,
        surface: None,
        fingerprint: None,
        justification: None,
    }
}

/// A line number, from 1.
fn line_of(value: Option<&Json<'_>>) -> Option<u64> {
    value.and_then(Json::number).filter(|n| *n >= 1.0).map(|n| n as u64)
}

/// A whole document as a tree: for formats that stay small.
fn tree<'a>(text: &'a str, log: &mut Log) -> Result<Json<'a>, JsonError> {
    let mut cursor = Cursor::new(text);
    let value = cursor.value()?;
    cursor.end()?;
    note_repeated(&cursor, text, 0, log);
    Ok(value)
}

/// Says that of a key which stands twice in an object only the last one is read. `text` is the file's, `from` where the cursor's begins.
fn note_repeated(cursor: &Cursor<'_>, text: &str, from: usize, log: &mut Log) {
    if let Some((key, at)) = cursor.repeated() {
        let (line, column) = JsonError { message: "", at: from + at }.line_and_column(text);
        let key: String = key.chars().take(60).collect();
        log.push(
            Diagnostic::new(DiagnosticKind::Malformed, "", format!("duplicate key {key:?}: the last value is used"))
                .at(line, column),
        );
    }
}

/// The documents of a file that may hold one a line. When it does, an error has the place at which its own line is broken, and not
/// that of a later one at which an open quote happens to end.
fn documents<'a>(text: &'a str, log: &mut Log) -> Result<Vec<Json<'a>>, JsonError> {
    let mut found = Vec::new();
    let mut first = Cursor::new(text);
    first.skip()?;
    let is_a_line = !first.slice(0, first.place()).trim_start().contains('\n');
    let mut from = 0;
    let parts = if is_a_line { text.split_inclusive('\n').collect() } else { vec![text] };
    for part in parts {
        let mut cursor = Cursor::new(part);
        while !cursor.is_at_end() {
            found.push(cursor.value().map_err(|e| JsonError { at: from + e.at, ..e })?);
        }
        note_repeated(&cursor, text, from, log);
        from += part.len();
    }
    Ok(found)
}

/// The elements of a list behind a key. One that is missing or null is empty; anything else is an error, and costs the list.
fn list<'j, 'a>(parent: &'j Json<'a>, key: &str, log: &mut Log) -> &'j [Json<'a>] {
    match parent.get(key) {
        Some(Json::Array(elements)) => elements,
        None | Some(Json::Null) => &[],
        Some(_) => {
            log.say(DiagnosticKind::Malformed, key, "must be an array");
            &[]
        }
    }
}

/// The type of the resources in an answer of Azure: one resource, `value` with several, or a list of `az`. In lower case.
fn resource_type(shape: &Shape<'_>) -> Option<String> {
    shape.word("type").or_else(|| shape.inner_word("value", "type")).map(str::to_ascii_lowercase)
}

/// The resources in an answer of Azure.
fn elements_of<'j, 'a>(document: &'j Json<'a>, log: &mut Log) -> &'j [Json<'a>] {
    match document {
        Json::Array(elements) => elements,
        _ if document.get("value").is_some() => list(document, "value", log),
        _ => std::slice::from_ref(document),
    }
}

/// A document that is recognised and refused, with the sentence that helps.
pub(super) fn refused_json(shape: &Shape<'_>) -> Option<(Format, &'static str)> {
    if shape.is_object() && shape.has("plan_format_version") && !shape.has("format_version") {
        return Some((
            Format::TerraformPlanRedacted,
            "a redacted plan of HCP Terraform: its values are left out; take the plan's `json-output`, or `terraform show -json PLAN`",
        ));
    }
    let is_sarif = shape.is_object() && shape.has("runs");
    let version = shape.word("version").unwrap_or_default();
    let schema = shape.word("$schema").unwrap_or_default();
    if !is_sarif || version.starts_with("2.1.") {
        return None;
    }
    if version.starts_with("1.0") || (version.is_empty() && schema.contains("sarif-1.0")) {
        Some((
            Format::Sarif100,
            "SARIF 1.0.0 is not supported: upgrade it with the SARIF multitool (`sarif transform`), or have the tool write 2.1.0",
        ))
    } else if version.starts_with("2.0") || (version.is_empty() && schema.contains("sarif-2.0")) {
        Some((
            Format::Sarif200,
            "prereleases of SARIF 2.0.0 are not supported: upgrade it with the SARIF multitool (`sarif transform`), or have the tool write 2.1.0",
        ))
    } else {
        None
    }
}

/// Bytes that are recognised and refused, with the sentence that helps.
pub(super) fn refused_bytes(bytes: &[u8]) -> Option<(Format, &'static str)> {
    // A binary plan is a zip whose first file is called `tfplan`: the name stands behind the 30 bytes of the first header.
    let is_plan = is_zip(bytes) && bytes.get(26..28) == Some(&[6, 0]) && bytes.get(30..36) == Some(b"tfplan");
    is_plan.then_some((
        Format::TerraformPlanBinary,
        "a binary plan: convert it to JSON with `terraform show -json PLAN > plan.json`",
    ))
}

/// Text that is recognised and refused, with the sentence that helps.
pub(super) fn refused_text(text: &str) -> Option<(Format, &'static str)> {
    let start: String = text.trim_start().chars().take(4_000).collect();
    let is_whatif = !start.starts_with(['{', '[', '<'])
        && (start.contains("Resource and property changes are indicated with")
            || start.contains("The deployment will update the following scope")
            || start.contains("What-if is in preview"));
    is_whatif
        .then_some((Format::AzureWhatIfText, "human-readable what-if output: run it again with `--no-pretty-print` for JSON"))
}

/// Files of the formats whose resources the views read, for their tests.
#[cfg(test)]
pub(super) mod test_files {
    use super::{Reading, Refusal};
    use plumbline_domain::RoleGrants;

    fn grants(text: &str, read: fn(&str, &mut Reading) -> Result<(), Refusal>) -> RoleGrants {
        let mut reading = Reading::default();
        read(text, &mut reading).unwrap();
        *reading.facts.role_grants.unwrap()
    }

    pub fn read_plan(text: &str) -> RoleGrants {
        grants(text, super::terraform_plan::read)
    }

    pub fn read_state(text: &str) -> RoleGrants {
        grants(text, super::terraform_state::read)
    }

    pub fn read_what_if(text: &str) -> RoleGrants {
        grants(text, super::azure_what_if::read)
    }

    pub fn read_change_set(text: &str) -> RoleGrants {
        grants(text, super::cloudformation::read_change_set)
    }
}
