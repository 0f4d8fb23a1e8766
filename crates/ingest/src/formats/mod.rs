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
pub(super) mod sarif;
mod scans;
mod semgrep;
mod severity;
mod shape;
mod snyk;
mod terraform_plan;
mod terraform_state;
mod terrascan;
pub(super) mod test_reports;
#[cfg(test)]
mod tests_of_scans;
mod tfsec;
mod trivy;
mod xml;

#[cfg(not(target_arch = "wasm32"))]
pub(super) use attestation::bytes_from_base64;
pub(crate) use severity::from_word as severity_from_word;
pub(super) use shape::Shape;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use xml::is_xml;

use super::{
    container::is_zip,
    json::{Cursor, Json, JsonError},
    limits::MAX_FINDINGS,
    log::Log,
    mask::mask,
};
use plumbline_domain::{
    Covered, DiagnosticKind, Facts, Finding, FindingStatus, Format, Location, Place, Policy, Scan, ScanRun, Severity,
};
use plumbline_rules::{scanner, severity_by_meaning, tool_of_rule};

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
    /// Which of them are of a severity that their tool does not state.
    unstated: Vec<u32>,
    /// Which of them are secrets by the tool's word.
    secrets: Vec<u32>,
    /// Which of them are of level error.
    errors: Vec<u32>,
    /// Where the first of each severity stand.
    places: Vec<(u32, Place)>,
    /// How many of these there are by severity, and without one.
    n_places: [usize; 6],
    /// What is to be known about it.
    pub log: Log,
    /// Whether the reader is to note keys that stand twice in an object.
    pub notes_repeated_keys: bool,
    /// Whether a key seems to stand twice, when the reader noted that. A no is certain.
    pub may_have_repeated_keys: bool,
    /// Results of SARIF that were taken while the file arrived.
    arrived: Option<Box<sarif::Taken>>,
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

/// A finding as a reader hands it over.
pub(super) struct Found {
    /// The finding; its severity is `severity`, or what its rule means.
    finding: Finding,
    /// The severity that the tool states.
    severity: Option<Severity>,
    /// Whether it is a secret by the tool's word.
    is_secret: bool,
    /// Whether it is of level error.
    is_error: bool,
}

impl Found {
    /// A finding, and the severity that its tool states.
    fn new(finding: Finding, severity: Option<Severity>) -> Self {
        Found { finding, severity, is_secret: false, is_error: false }
    }

    /// Says whether it is a secret.
    fn secret(self, is_secret: bool) -> Self {
        Found { is_secret, ..self }
    }

    /// Says whether it is of level error.
    fn error(self, is_error: bool) -> Self {
        Found { is_error, ..self }
    }
}

impl Reading {
    /// Keeps a finding, up to [`MAX_FINDINGS`]; `place` says where it stands in the file.
    fn keep(&mut self, found: Found, place: impl FnOnce() -> Place) {
        let Ok(n) = u32::try_from(self.findings.len()) else { return };
        if self.findings.len() >= MAX_FINDINGS {
            return;
        }
        let Found { mut finding, severity, is_secret, is_error } = found;
        if finding.status == FindingStatus::Open
            && let Some(kept) = self.n_places.get_mut(severity.map_or(5, Severity::index))
        {
            // those without a severity of their own get one later, and then too many may stand here
            let room = if severity.is_some() { Scan::MAX_SHOWN } else { 10 * Scan::MAX_SHOWN };
            if *kept < room {
                *kept += 1;
                self.places.push((n, place()));
            }
        }
        match severity {
            Some(severity) => finding.severity = severity,
            None => self.unstated.push(n),
        }
        if is_secret {
            self.secrets.push(n);
        }
        if is_error {
            self.errors.push(n);
        }
        self.findings.push(finding);
    }

    /// Makes room for more findings when there is none left: as many as the rest of the file may hold, judging by the part before this
    /// byte. Doubling would take twice the memory that a large file needs.
    fn reserve(&mut self, at: usize, bytes: usize) {
        const FEW: usize = 1_024;
        let n = self.findings.len();
        if n >= FEW && n == self.findings.capacity() {
            let expected = (n as f64 * 1.02 / at.max(1) as f64 * bytes.saturating_sub(at) as f64) as usize;
            self.findings.reserve_exact(expected.clamp(n / 8, n.saturating_mul(256)));
        }
    }

    /// Gives a severity to the findings whose tool states none, and completes what is known of the scan.
    pub fn finish(&mut self, policy: &Policy) {
        for n in std::mem::take(&mut self.unstated) {
            if let Some(finding) = self.findings.get_mut(n as usize) {
                finding.severity = severity_by_meaning(finding, policy);
            }
        }
        if let Some(scan) = &mut self.facts.scan {
            scan.secrets = std::mem::take(&mut self.secrets);
            scan.errors = std::mem::take(&mut self.errors);
            let mut n_places = [0; 5];
            let findings = &self.findings;
            scan.places = std::mem::take(&mut self.places);
            scan.places.retain(|(n, _)| {
                let kept = findings.get(*n as usize).and_then(|f| n_places.get_mut(f.severity.index()));
                kept.is_some_and(|kept| {
                    *kept += 1;
                    *kept <= Scan::MAX_SHOWN
                })
            });
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

/// A scan by the one tool that writes a format.
fn scan_by(tool: &str, has_results: bool) -> Scan {
    Scan { runs: vec![ScanRun::of_tool(tool, has_results)], ..Scan::default() }
}

/// What a count says of what was covered.
fn covered(n: u64, what: &str, place: impl FnOnce() -> Place) -> Covered {
    match n {
        0 => Covered::Nothing(format!("it counts no {what}").into(), place()),
        n => Covered::Something(format!("{n} {what}").into()),
    }
}

/// A count that a tool states: so large at most that sums of them stay numbers.
fn stated(n: f64) -> u64 {
    n.clamp(0.0, 1e12) as u64
}

/// A count; none when it is no number or below zero.
fn count_of(value: Option<&Json<'_>>) -> Option<u64> {
    value.and_then(Json::number).filter(|n| *n >= 0.0).map(stated)
}

/// A text from a file as it may stand in a sentence: masked, and cut to 200 characters.
fn short(text: &str) -> String {
    let text = mask(text, false);
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// The known tool to which all of some rule ids belong.
#[derive(Debug, Default)]
struct ToolByRules {
    tool: Option<&'static str>,
    is_mixed: bool,
}

impl ToolByRules {
    /// Takes a rule id; one such as `ShellCheck.SC2086` names its tool before the point.
    fn add(&mut self, rule_id: &str) {
        if self.is_mixed {
            return;
        }
        let by_name = || scanner(rule_id.split_once('.')?.0).map(|s| s.name);
        let tool = tool_of_rule(rule_id).or_else(by_name);
        self.is_mixed |= tool.is_none() || self.tool.is_some_and(|known| Some(known) != tool);
        self.tool = self.tool.or(tool);
    }

    fn found(&self) -> Option<&'static str> {
        self.tool.filter(|_| !self.is_mixed)
    }
}

/// A line number, from 1.
fn line_of(value: Option<&Json<'_>>) -> Option<u64> {
    value.and_then(Json::number).filter(|n| *n >= 1.0).map(|n| n as u64)
}

/// A whole document as a tree: for formats that stay small.
fn tree(text: &str) -> Result<Json<'_>, JsonError> {
    let mut cursor = Cursor::new(text);
    let value = cursor.value()?;
    cursor.end()?;
    Ok(value)
}

/// The documents of a file that may hold one a line. When it does, an error has the place at which its own line is broken, and not
/// that of a later one at which an open quote happens to end.
fn documents(text: &str) -> Result<Vec<Json<'_>>, JsonError> {
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

/// The type of the resources in an answer of Azure: one resource, `value` with several, or a list of `az`. In lower case. Of a list
/// of several types it is the first for which there is a format.
fn resource_type(shape: &Shape<'_>) -> Option<String> {
    let mut words = shape.words("type").chain(shape.inner_words("value", "type")).map(str::to_ascii_lowercase);
    let first = words.next()?;
    if READ_TYPES.iter().any(|t| first.starts_with(t)) {
        return Some(first);
    }
    Some(words.find(|word| READ_TYPES.iter().any(|t| word.starts_with(t))).unwrap_or(first))
}

/// How the types of Azure begin that have a format here.
const READ_TYPES: [&str; 9] = [
    "microsoft.insights/metricalerts",
    "microsoft.insights/scheduledqueryrules",
    "microsoft.insights/activitylogalerts",
    "microsoft.insights/actiongroups",
    "microsoft.authorization/roleassignments",
    "microsoft.network/networksecuritygroups",
    "microsoft.network/routetables",
    "microsoft.network/firewallpolicies",
    "microsoft.resources/deployments",
];

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
