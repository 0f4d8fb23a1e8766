//! One gate report from the artifacts at hand.

use super::loss::lost_records;
use super::touches::{Touched, touched_by};
use crate::words::check::answered;
use crate::words::collect as words;
use plumbline_assess::Assessment;
use plumbline_domain::{
    ArtifactType, Contradicts, Diagnostic, DiagnosticSeverity, Family, Finding, FindingStatus, Format, Gate, Instant, Mode,
    Outcome, Policy, ProbeOutcome, Proof, Receipt, artifact_kind,
};
use plumbline_ingest::{Reader, Source, examine, sha256_hex};
use plumbline_report::export::report::{
    ArtifactRecord, AttestationRecord, ChangeRecord, EvidenceRecord, FindingRecord, LocationRecord, ReportRecord,
    ResourcesRecord, RunRecord, SourceRecord, StatementRecord, ToolRecord, id_from_path,
};
use plumbline_report::proof::Weighing;
use std::collections::{BTreeMap, BTreeSet};

/// The most findings that a report carries beside its artifacts.
const MAX_FINDINGS: usize = 1000;

/// A file that is offered as evidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offered {
    /// Its path from the root of the data.
    pub path: String,
    /// The path that was given for it, where that is another.
    pub given: Option<String>,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The artifact type's id, when it is not to be told from the content.
    pub artifact_type: Option<String>,
    /// The id of the evidence item; else the name of the file.
    pub id: Option<String>,
    /// What it is.
    pub title: Option<String>,
    /// The command that made it; else what the file itself says.
    pub command: Option<String>,
    /// The tool that made it, as "checkov 3.3.30"; else what the file itself says.
    pub tool: Option<String>,
    /// The families that it speaks for.
    pub controls: Option<Vec<Family>>,
    /// When it stops being valid.
    pub expires_at: Option<Instant>,
    /// The path of its attestation, from the root of the data.
    pub attestation: Option<String>,
    /// The file with the state before.
    pub before: Option<Companion>,
    /// Further files that are read together with it.
    pub with: Vec<Companion>,
    /// From a grant (`principal role scope`) to the sentence that justifies it.
    pub justifications: BTreeMap<String, String>,
}

/// A file that is read together with an artifact.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Companion {
    /// Its path from the root of the data.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Offered {
    /// The path by which people know it.
    fn name(&self) -> &str {
        self.given.as_deref().unwrap_or(&self.path)
    }
}

/// Everything that a report is made from.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The gate.
    pub gate: Gate,
    /// The stack, job or environment within the change.
    pub part: Option<String>,
    /// When it is recorded.
    pub now: Instant,
    /// What the gate said; else `failed` when a scan at hand holds an open critical or high finding, and `passed` otherwise.
    pub outcome: Option<Outcome>,
    /// Whether it could stop the change.
    pub mode: Option<Mode>,
    /// The change; touches and resources are filled in from previews where they are absent.
    pub change: ChangeRecord,
    /// Whether the change's families are the word of its author, to which a preview may add; else they are final.
    pub touches_by_author: bool,
    /// Stated confidence.
    pub perceived: Vec<StatementRecord>,
    /// Who ran the commands.
    pub by: String,
    /// The digest of what they were run on.
    pub inputs: Option<String>,
    /// The files.
    pub offered: Vec<Offered>,
    /// The reports of the change's other gates, and their files: an output is held against the plan, a rollback against the log.
    pub other_gates: Vec<Companion>,
    /// Sentences, each with the artifact type that it claims.
    pub claims: Vec<(String, String)>,
    /// The run that makes the report, as the service states it.
    pub source: Option<SourceRecord>,
}

/// A report, and what is to be known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Collected {
    /// The report.
    pub report: ReportRecord,
    /// A sentence for each thing that a person should know.
    pub notes: Vec<String>,
}

/// Makes the report. `report_path` is its path from the root of the data.
///
/// # Errors
/// One sentence for each file that cannot be evidence.
pub fn collect(draft: &Draft, policy: &Policy, policy_sha256: &str, report_path: &str) -> Result<Collected, Vec<String>> {
    let (mut errors, mut notes) = (Vec::new(), Vec::new());
    let mut evidence = Vec::new();
    let mut ids = BTreeSet::new();
    for offered in &draft.offered {
        match item(draft, offered, policy, &mut notes) {
            Ok(mut record) => {
                record.id = distinct(&mut ids, &record.id);
                evidence.push(record);
            }
            Err(error) => errors.push(format!("{}: {error}", offered.name())),
        }
    }
    for (artifact_type, statement) in &draft.claims {
        match type_at(policy, artifact_type, draft.gate) {
            Ok(_) => {
                let id = distinct(&mut ids, artifact_type);
                let statement = Some(statement.clone());
                evidence.push(EvidenceRecord {
                    id,
                    artifact_type: artifact_type.clone(),
                    statement,
                    ..EvidenceRecord::default()
                });
            }
            Err(error) => errors.push(error),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut report = ReportRecord {
        format: ReportRecord::FORMAT,
        gate: draft.gate.id(),
        part: draft.part.clone(),
        recorded_at: draft.now.to_rfc3339(),
        outcome: draft.outcome.unwrap_or(Outcome::Passed).id(),
        mode: draft.mode.map(Mode::id),
        change: draft.change.clone(),
        perceived: draft.perceived.clone(),
        evidence,
        findings: Vec::new(),
        source: draft.source.clone(),
    };
    fill_in(&mut report, draft, policy, policy_sha256, report_path, &mut notes)?;
    Ok(Collected { report, notes })
}

/// What the files prove, as the product itself reads them.
fn fill_in(
    report: &mut ReportRecord,
    draft: &Draft,
    policy: &Policy,
    policy_sha256: &str,
    report_path: &str,
    notes: &mut Vec<String>,
) -> Result<(), Vec<String>> {
    let json = report.to_json().map_err(|e| vec![e.to_string()])?;
    let mut reader = Reader::new(policy.clone(), policy_sha256.to_owned());
    reader.read(Source::new(report_path, json.into_bytes()));
    for offered in &draft.offered {
        reader.read(Source::new(offered.path.clone(), offered.bytes.clone()));
        for companion in offered.before.iter().chain(&offered.with) {
            reader.read(Source::new(companion.path.clone(), companion.bytes.clone()));
        }
    }
    for other in &draft.other_gates {
        reader.read(Source::new(other.path.clone(), other.bytes.clone()));
    }
    let assessment = Assessment::new(reader.into_dataset(draft.now));
    let dataset = assessment.dataset();
    let Some(change) = assessment.place_of(&draft.change.id) else { return Ok(()) };
    let reports = assessment.change(change).map(|(change, _)| change.reports_at(draft.gate)).unwrap_or_default();
    let items = reports.first().map(|r| r.items.as_slice()).unwrap_or_default();
    let (mut resources, mut touched, mut has_blocking) = (None::<ResourcesRecord>, None::<Touched>, false);
    let mut findings: Vec<&Finding> = Vec::new();
    let mut weighed: Vec<(&Offered, &ArtifactType, Weighing)> = Vec::new();
    for (((place, item), record), offered) in (0_u32..).zip(items).zip(&mut report.evidence).zip(&draft.offered) {
        let Some(content) = item.artifact.as_ref().and_then(|a| a.content).and_then(|id| dataset.content(id)) else { continue };
        let Some(kind) = policy.artifact_type(item.artifact_type) else { continue };
        let Some(weighing) = Weighing::of(&assessment, change, draft.gate, place) else { continue };
        if !weighing.accepted {
            notes.push(words::not_accepted(offered.name(), content.format.id(), kind));
            continue;
        }
        weighed.push((offered, kind, weighing));
        if let Some(at) = content.facts.ran_at.filter(|at| *at <= draft.now) {
            record.runs.iter_mut().for_each(|run| run.at = at.to_rfc3339());
        }
        let open = content.findings.iter().filter(|f| f.status == FindingStatus::Open);
        findings.extend(open.clone().filter(|f| is_told_apart(f)));
        let is_scan = matches!(kind.id.as_str(), "policy-diagnostics" | "secret-scan");
        has_blocking |= is_scan && open.clone().any(|f| policy.is_blocking(f.severity));
        let preview = content.facts.changes.as_ref().filter(|c| kind.id == "change-preview" && c.fingerprints.is_none());
        if let Some(preview) = preview {
            let (sum, counts) = (resources.get_or_insert_default(), preview.counts());
            sum.created += counts.created;
            sum.modified += counts.modified;
            sum.deleted += counts.deleted;
            let found = touched_by(&offered.bytes);
            let all = touched.get_or_insert_default();
            all.families.extend(found.families);
            all.unknown.extend(found.unknown);
        }
    }
    findings.sort_by_key(|f| f.severity);
    if findings.len() > MAX_FINDINGS {
        notes.push(words::findings_cut(MAX_FINDINGS as u64, findings.len() as u64));
        findings.truncate(MAX_FINDINGS);
    }
    report.findings = findings.into_iter().map(finding).collect();
    report.change.resources = report.change.resources.or(resources);
    if let Some(touched) = touched {
        touch(report, touched, draft.touches_by_author, notes);
    }
    if draft.outcome.is_none() {
        let outcome = if has_blocking { Outcome::Failed } else { Outcome::Passed };
        report.outcome = outcome.id();
        if draft.gate == Gate::Validation {
            notes.push(words::outcome_told(outcome.id(), has_blocking));
        }
    }
    let passed = report.outcome == Outcome::Passed.id() && draft.mode.unwrap_or(Mode::Enforce) == Mode::Enforce;
    notes.extend(weighed.iter().filter_map(|(offered, kind, weighing)| unproved(offered, kind, weighing, passed)));
    Ok(())
}

/// What the file of an item leaves unproved, in one line: the probes of its type that do not hold, and what to do about the first.
fn unproved(offered: &Offered, artifact_type: &ArtifactType, weighing: &Weighing, passed: bool) -> Option<String> {
    let is_open = |proof: &Proof, outcome: ProbeOutcome| match outcome {
        ProbeOutcome::Holds => false,
        // under a gate that did not pass, the file is honest evidence of it
        ProbeOutcome::Fails => passed || proof.contradicts == Contradicts::Always,
        ProbeOutcome::Inconclusive => true,
        ProbeOutcome::Silent => proof.required,
    };
    let open = weighing.answers.iter().filter(|(proof, answer)| is_open(proof, answer.outcome));
    let answers: Vec<String> =
        open.clone().map(|(proof, answer)| answered(proof.probe, answer.outcome, &answer.because)).collect();
    let (first, _) = open.clone().next()?;
    let (text, command) = weighing.remedy(first.probe);
    Some(words::unproved(offered.name(), &artifact_type.id, &answers, text, command))
}

/// Fills in the families that a preview touches. An author's word makes the scope larger, never smaller.
fn touch(report: &mut ReportRecord, touched: Touched, by_author: bool, notes: &mut Vec<String>) {
    match &mut report.change.touches {
        None if touched.unknown.is_empty() => {
            report.change.touches = Some(touched.families.iter().map(|f| f.id()).collect());
        }
        None => {
            let names: Vec<String> = touched.unknown.into_iter().collect();
            notes.push(words::unknown_types(&names));
        }
        Some(stated) if by_author => {
            let more: Vec<&str> = touched.families.iter().map(|f| f.id()).filter(|id| !stated.contains(id)).collect();
            if !more.is_empty() {
                notes.push(words::touches_more(&more));
                stated.extend(more);
            }
        }
        Some(_) => {}
    }
}

/// A finding that nothing tells from others would count twice: in the report and in its artifact.
fn is_told_apart(f: &Finding) -> bool {
    f.fingerprint.is_some() || f.rule_id.is_some() || f.location.path.is_some()
}

fn finding(f: &Finding) -> FindingRecord {
    let location = LocationRecord { path: f.location.path.clone(), line: f.location.line.filter(|&l| l > 0) };
    FindingRecord {
        rule_id: f.rule_id.clone(),
        tool: f.tool.clone(),
        severity: f.severity.id(),
        status: f.status.id(),
        message: f.message.clone(),
        resource: f.resource.clone(),
        location: (location.path.is_some() || location.line.is_some()).then_some(location),
        fingerprint: f.fingerprint.clone(),
    }
}

fn item(draft: &Draft, offered: &Offered, policy: &Policy, notes: &mut Vec<String>) -> Result<EvidenceRecord, String> {
    if offered.bytes.is_empty() {
        return Err("it is empty".to_owned());
    }
    let source = Source::new(offered.path.clone(), offered.bytes.clone());
    let (receipt, _) = examine(&source, policy);
    let sha256 = source.sha256;
    if matches!(receipt.format, Format::Records | Format::GateReport | Format::Verification | Format::Policy | Format::Index) {
        return Err(format!("it is a {}, which is not evidence", receipt.format.id()));
    }
    if lost_records(&receipt).next().is_some() {
        return Err("it names a format of reports and cannot be read, and is no evidence".to_owned());
    }
    // a file of no format at all may be evidence of a type that takes any
    if let Some(refusal) = refusal(&receipt) {
        return Err(refusal.to_owned());
    }
    let artifact_type = match &offered.artifact_type {
        Some(stated) => stated.clone(),
        None => artifact_kind(receipt.format, receipt.tool.as_deref(), draft.gate)
            .ok_or("its type cannot be detected from its content: state it, as in --artifact policy-diagnostics=FILE")?
            .to_owned(),
    };
    let kind = type_at(policy, &artifact_type, draft.gate)?;
    let tool = offered.tool.as_deref().or(receipt.tool.as_deref()).and_then(ToolRecord::from_words);
    let command = offered.command.clone().or_else(|| command_of_sarif(receipt.format, &offered.bytes));
    if kind.reproducible && command.is_none() {
        notes.push(words::no_command(offered.name()));
    }
    let run =
        RunRecord { by: draft.by.clone(), at: draft.now.to_rfc3339(), inputs: draft.inputs.clone(), output: sha256.clone() };
    Ok(EvidenceRecord {
        id: offered.id.clone().unwrap_or_else(|| id_from_path(&offered.path)),
        artifact_type,
        controls: offered.controls.as_ref().map(|list| list.iter().map(|f| f.id()).collect()),
        title: offered.title.clone(),
        artifact: Some(ArtifactRecord {
            path: offered.path.clone(),
            sha256,
            raw_sha256: None,
            bytes: offered.bytes.len() as u64,
            media_type: media_type(&offered.path, receipt.format),
        }),
        before: offered.before.as_ref().map(companion),
        with: offered.with.iter().map(companion).collect(),
        justifications: offered.justifications.clone(),
        statement: None,
        command,
        tool,
        runs: if kind.reproducible { vec![run] } else { Vec::new() },
        attestation: offered.attestation.clone().map(|path| AttestationRecord { path }),
        expires_at: offered.expires_at.map(Instant::to_rfc3339),
    })
}

fn companion(file: &Companion) -> ArtifactRecord {
    ArtifactRecord {
        path: file.path.clone(),
        sha256: sha256_hex(&file.bytes),
        raw_sha256: None,
        bytes: file.bytes.len() as u64,
        media_type: media_type(&file.path, Format::Unknown),
    }
}

/// Why a file is refused although its format was recognised.
fn refusal(receipt: &Receipt) -> Option<&str> {
    let is_error = |d: &&Diagnostic| d.severity == DiagnosticSeverity::Error;
    (receipt.is_refused() && receipt.format != Format::Unknown)
        .then(|| receipt.diagnostics.iter().find(is_error).map_or("it cannot be read", |d| d.message.as_str()))
}

fn type_at<'p>(policy: &'p Policy, id: &str, gate: Gate) -> Result<&'p ArtifactType, String> {
    let kind =
        policy.artifact_types.iter().find(|t| t.id == id).ok_or_else(|| format!("no artifact type has the id \"{id}\""))?;
    match kind.gate == gate {
        true => Ok(kind),
        false => Err(format!("{id} counts only at the gate {}, not at {gate}", kind.gate)),
    }
}

/// The first id of this name that is free.
fn distinct(ids: &mut BTreeSet<String>, wanted: &str) -> String {
    let mut id = wanted.to_owned();
    let mut n = 2;
    while !ids.insert(id.clone()) {
        id = format!("{wanted}-{n}");
        n += 1;
    }
    id
}

fn media_type(path: &str, format: Format) -> Option<&'static str> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match (format, extension.as_str()) {
        (Format::Sarif210, _) => Some("application/sarif+json"),
        (_, "json") => Some("application/json"),
        (_, "ndjson" | "jsonl") => Some("application/x-ndjson"),
        (_, "xml") => Some("application/xml"),
        (_, "md") => Some("text/markdown"),
        (_, "txt" | "log") => Some("text/plain"),
        _ => None,
    }
}

/// The command line that a SARIF file says it was made by.
fn command_of_sarif(format: Format, bytes: &[u8]) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Log {
        runs: Vec<Run>,
    }
    #[derive(serde::Deserialize)]
    struct Run {
        #[serde(default)]
        invocations: Vec<Invocation>,
    }
    #[derive(serde::Deserialize)]
    struct Invocation {
        #[serde(rename = "commandLine")]
        command_line: Option<String>,
    }
    if format != Format::Sarif210 {
        return None;
    }
    let log: Log = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    let mut lines = log.runs.into_iter().flat_map(|run| run.invocations).filter_map(|i| i.command_line);
    lines.next().filter(|line| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_ingest::default_policy;

    fn draft(gate: Gate, offered: Vec<Offered>) -> Draft {
        Draft {
            gate,
            part: None,
            now: Instant::from_rfc3339("2026-11-20T10:15:00Z").unwrap(),
            outcome: None,
            mode: None,
            change: ChangeRecord { id: "a#1".into(), ..ChangeRecord::default() },
            touches_by_author: false,
            perceived: Vec::new(),
            by: "ci:x".into(),
            inputs: Some("b".repeat(64)),
            offered,
            other_gates: Vec::new(),
            claims: Vec::new(),
            source: None,
        }
    }

    fn file(path: &str, text: &str) -> Offered {
        Offered { path: path.into(), bytes: text.as_bytes().to_vec(), ..Offered::default() }
    }

    fn stated(artifact_type: &str, file: Offered) -> Offered {
        Offered { artifact_type: Some(artifact_type.into()), ..file }
    }

    fn collected(draft: &Draft) -> Result<Collected, Vec<String>> {
        let (policy, sha256) = default_policy();
        collect(draft, &policy, &sha256, "reports/r.json")
    }

    const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "timestamp": "2026-11-20T10:00:00Z",
        "resource_changes": [{"address": "a", "type": "azurerm_key_vault", "change": {"actions": ["create"]}},
                             {"address": "b", "type": "azurerm_subnet", "change": {"actions": ["delete"]}},
                             {"address": "c", "type": "azurerm_role_assignment", "change": {"actions": ["no-op"]}}]}"#;
    const SCAN: &str = r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "checkov", "version": "3.3.30"}},
        "invocations": [{"executionSuccessful": true, "commandLine": "checkov -d ."}],
        "results": [{"ruleId": "R1", "message": {"text": "open"}, "properties": {"security-severity": "8"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.tf"}, "region": {"startLine": 3}}}]}]}]}"#;

    #[test]
    fn a_plan_gives_blast_radius_and_families_and_a_scan_its_findings() {
        let out = collected(&draft(Gate::Validation, vec![file("e/plan.json", PLAN), file("e/checkov.sarif", SCAN)])).unwrap();
        let report = out.report;
        assert_eq!(report.change.resources, Some(ResourcesRecord { created: 1, modified: 0, deleted: 1 }));
        assert_eq!(report.change.touches, Some(vec!["network", "data-protection"]));
        assert_eq!(report.outcome, "failed", "a high finding is open");
        let types: Vec<(&str, &str)> = report.evidence.iter().map(|e| (e.id.as_str(), e.artifact_type.as_str())).collect();
        assert_eq!(types, [("plan", "change-preview"), ("checkov", "policy-diagnostics")]);
        assert_eq!(report.evidence[1].command.as_deref(), Some("checkov -d ."));
        assert_eq!(report.evidence[1].tool, Some(ToolRecord { name: "checkov".into(), version: Some("3.3.30".into()) }));
        // terraform says when it planned
        assert_eq!(report.evidence[0].runs[0].at, "2026-11-20T10:00:00Z");
        assert_eq!((report.findings.len(), report.findings[0].rule_id.as_deref()), (1, Some("R1")));
    }

    #[test]
    fn a_type_that_nothing_is_known_of_leaves_the_scope_open() {
        let plan = PLAN.replace("azurerm_subnet", "acme_thing");
        let out = collected(&draft(Gate::Validation, vec![file("plan.json", &plan)])).unwrap();
        assert_eq!(out.report.change.touches, None);
        assert!(out.notes.iter().any(|n| n.contains("acme_thing")), "{:?}", out.notes);
        let mut stated = draft(Gate::Validation, vec![file("plan.json", &plan)]);
        stated.change.touches = Some(vec!["identity"]);
        assert_eq!(collected(&stated).unwrap().report.change.touches, Some(vec!["identity"]));
    }

    #[test]
    fn an_author_makes_the_scope_larger_and_never_smaller() {
        // the plan touches network and data protection
        let mut d = draft(Gate::Validation, vec![file("plan.json", PLAN)]);
        d.change.touches = Some(vec!["monitoring", "network"]);
        assert_eq!(collected(&d).unwrap().report.change.touches, Some(vec!["monitoring", "network"]), "a flag is final");
        d.touches_by_author = true;
        let out = collected(&d).unwrap();
        assert_eq!(out.report.change.touches, Some(vec!["monitoring", "network", "data-protection"]));
        assert!(out.notes.iter().any(|n| n.contains("data-protection")), "{:?}", out.notes);
    }

    #[test]
    fn what_cannot_be_evidence_is_told_with_its_path() {
        let errors = collected(&draft(
            Gate::Execution,
            vec![
                file("a.txt", "text"),
                file("b.sarif", SCAN),
                file("c", ""),
                file("r.json", r#"{"format": "plumbline.policy/9"}"#),
            ],
        ))
        .unwrap_err();
        assert_eq!(
            errors[..3],
            [
                "a.txt: its type cannot be detected from its content: state it, as in --artifact policy-diagnostics=FILE",
                "b.sarif: policy-diagnostics counts only at the gate validation, not at execution",
                "c: it is empty",
            ]
        );
        assert_eq!(errors.len(), 4);
    }

    fn notes_of(out: &Collected, word: &str) -> Vec<String> {
        out.notes.iter().filter(|n| n.contains(word)).cloned().collect()
    }

    #[test]
    fn a_file_that_does_not_prove_its_type_is_named_with_the_probe_and_what_to_attach() {
        let alerts = r#"[{"type": "Microsoft.Insights/metricAlerts", "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.Insights/metricAlerts/cpu-high",
            "name": "cpu-high", "enabled": true, "actions": []}]"#;
        let outputs = r#"{"url": {"sensitive": false, "type": "string", "value": "a"}}"#;
        let out = collected(&draft(Gate::Observation, vec![stated("alert-linkage", file("alerts.json", alerts))])).unwrap();
        let [note] = notes_of(&out, "alert-linkage").try_into().unwrap();
        assert!(
            note.starts_with(
                "alerts.json as alert-linkage: every-rule-reaches-a-receiver fails: cpu-high calls nobody. Give each"
            ),
            "{note}"
        );
        assert!(note.contains(": az monitor ") && !note.contains('\n'), "{note}");

        // outputs of one moment compare nothing until the state before is given
        let mut offered = stated("deployment-outputs", file("after.json", outputs));
        let alone = collected(&draft(Gate::Execution, vec![offered.clone()])).unwrap();
        assert_eq!(notes_of(&alone, "outputs-compared is silent").len(), 1, "{:?}", alone.notes);
        offered.before = Some(Companion { path: "before.json".into(), bytes: outputs.as_bytes().to_vec() });
        let both = collected(&draft(Gate::Execution, vec![offered])).unwrap();
        assert_eq!(notes_of(&both, "deployment-outputs:"), Vec::<String>::new());
    }

    #[test]
    fn the_reports_of_other_gates_are_read_beside_it() {
        // the plan creates every output, so that nothing was there before
        let plan = r#"{"format_version": "1.2", "terraform_version": "1.9.0", "complete": true, "errored": false, "resource_changes": [
            {"address": "azurerm_key_vault.a", "mode": "managed", "type": "azurerm_key_vault", "name": "a", "change": {"actions": ["create"]}}],
            "output_changes": {"url": {"actions": ["create"], "before": null, "after": "a", "after_unknown": false}}}"#;
        let outputs = r#"{"url": {"sensitive": false, "type": "string", "value": "a"}}"#;
        let mut d = draft(Gate::Execution, vec![stated("deployment-outputs", file("after.json", outputs))]);
        assert_eq!(notes_of(&collected(&d).unwrap(), "outputs-compared is silent").len(), 1);
        let planned = collected(&draft(Gate::Validation, vec![file("e/plan.json", plan)])).unwrap().report;
        d.other_gates.push(Companion { path: "v.json".into(), bytes: planned.to_json().unwrap().into_bytes() });
        d.other_gates.push(Companion { path: "e/plan.json".into(), bytes: plan.as_bytes().to_vec() });
        assert_eq!(notes_of(&collected(&d).unwrap(), "after.json as"), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_its_type_does_not_accept_is_named_with_what_the_type_takes() {
        let out = collected(&draft(Gate::Observation, vec![stated("alert-test", file("ok.txt", "ok\n"))])).unwrap();
        let said = "ok.txt is of no known format, which is not accepted as alert-test: attach notifications that were sent";
        assert_eq!(notes_of(&out, "ok.txt as").len(), 0);
        assert!(out.notes.iter().any(|n| n == said), "{:?}", out.notes);
    }

    #[test]
    fn an_open_finding_is_no_fault_of_the_file_under_a_gate_that_failed() {
        let mut d = draft(Gate::Validation, vec![file("e/checkov.sarif", SCAN)]);
        assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high"), Vec::<String>::new());
        d.outcome = Some(Outcome::Passed);
        assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high fails").len(), 1);
        d.mode = Some(Mode::Evaluate);
        assert_eq!(notes_of(&collected(&d).unwrap(), "no-open-critical-or-high"), Vec::<String>::new());
    }

    #[test]
    fn two_files_of_one_name_and_a_claim_have_ids_of_their_own() {
        let mut d = draft(Gate::Validation, vec![file("a/scan.sarif", SCAN), file("b/scan.sarif", SCAN)]);
        d.claims.push(("lint-diagnostics".into(), "We linted it.".into()));
        let out = collected(&d).unwrap();
        let ids: Vec<&str> = out.report.evidence.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids, ["scan", "scan-2", "lint-diagnostics"]);
        assert_eq!(out.report.evidence[2].statement.as_deref(), Some("We linted it."));
    }

    #[test]
    fn what_is_written_is_read_back_without_a_word() {
        let mut d = draft(Gate::Validation, vec![file("e/plan.json", PLAN), file("e/checkov.sarif", SCAN)]);
        d.change.environment = Some("dev".into());
        d.outcome = Some(Outcome::Failed);
        let (policy, sha256) = default_policy();
        let out = collect(&d, &policy, &sha256, "reports/r.json").unwrap();
        let mut reader = Reader::new(policy, sha256);
        reader.read(Source::new("reports/r.json", out.report.to_json().unwrap().into_bytes()));
        for o in &d.offered {
            reader.read(Source::new(o.path.clone(), o.bytes.clone()));
        }
        let dataset = reader.into_dataset(d.now);
        let told: Vec<&Diagnostic> = dataset.receipts.iter().flat_map(|r| &r.diagnostics).collect();
        assert_eq!(told, Vec::<&Diagnostic>::new());
    }
}
