//! One evidence item from one file, and what makes a file none.

use super::{Companion, Draft, Offered};
use crate::loss::lost_records;
use crate::words::collect as words;
use plumbline_domain::{ArtifactType, Diagnostic, DiagnosticSeverity, Format, Gate, Instant, Policy, Receipt, artifact_kind};
use plumbline_ingest::{REDACTED, Source, default_policy, examine, secret_in_text, sha256_hex};
use plumbline_report::export::report::{ArtifactRecord, AttestationRecord, EvidenceRecord, RunRecord, ToolRecord, id_from_path};
use std::collections::BTreeSet;

/// The item of a file.
///
/// # Errors
/// The sentence that says why the file cannot be evidence.
pub(super) fn item(draft: &Draft, offered: &Offered, policy: &Policy, notes: &mut Vec<String>) -> Result<EvidenceRecord, String> {
    if offered.bytes.is_empty() {
        return Err("it is empty".to_owned());
    }
    let source = Source::new(offered.path.clone(), offered.bytes.clone());
    let (receipt, _) = examine(&source, policy);
    let sha256 = source.sha256;
    no_evidence(&receipt)?;
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
    let stated = command_of_sarif(receipt.format, &offered.bytes).filter(|_| offered.command.is_none());
    let has_secret = stated.as_deref().is_some_and(|command| secret_in_text(command) || command.contains(REDACTED));
    if has_secret {
        notes.push(words::secret_command(offered.name()));
    }
    let command = offered.command.clone().or(stated.filter(|_| !has_secret));
    if kind.reproducible && command.is_none() {
        notes.push(words::no_command(offered.name()));
    }
    // what the tool states is put in its place when the file is read
    let at = offered.written_at.filter(|at| *at < draft.now).unwrap_or(draft.now);
    let run = RunRecord { by: draft.by.clone(), at: at.to_rfc3339(), inputs: draft.inputs.clone(), output: sha256.clone() };
    Ok(EvidenceRecord {
        id: offered.id.clone().unwrap_or_else(|| id_from_path(&offered.path)),
        artifact_type,
        controls: offered.controls.as_ref().map(|list| list.iter().map(|f| f.id()).collect()),
        title: offered.title.clone(),
        artifact: Some(ArtifactRecord {
            path: offered.path.clone(),
            sha256,
            raw_sha256: offered.raw_sha256.clone(),
            bytes: offered.bytes.len() as u64,
            media_type: media_type(&offered.path, receipt.format),
        }),
        before: offered.before.as_ref().map(companion),
        with: offered.with.iter().map(companion).collect(),
        justifications: offered.justifications.clone(),
        statement: None,
        command,
        tool,
        // staleness counts from the newest run: a report that is written again makes old evidence no fresher
        runs: if kind.reproducible || kind.fresh_days.is_some() { vec![run] } else { Vec::new() },
        attestation: offered.attestation.clone().map(|path| AttestationRecord { path }),
        expires_at: offered.expires_at.map(Instant::to_rfc3339),
    })
}

fn companion(file: &Companion) -> ArtifactRecord {
    ArtifactRecord {
        path: file.path.clone(),
        sha256: sha256_hex(&file.bytes),
        raw_sha256: file.raw_sha256.clone(),
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

pub(super) fn type_at<'p>(policy: &'p Policy, id: &str, gate: Gate) -> Result<&'p ArtifactType, String> {
    let kind =
        policy.artifact_types.iter().find(|t| t.id == id).ok_or_else(|| format!("no artifact type has the id \"{id}\""))?;
    match kind.gate == gate {
        true => Ok(kind),
        false => Err(format!("{id} counts only at the gate {}, not at {gate}", kind.gate)),
    }
}

/// The first id of this name that is free.
pub(super) fn distinct(ids: &mut BTreeSet<String>, wanted: &str) -> String {
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

/// Refuses a file that is a record, a policy or an index of ours, or may be one: in the data folder it would count as that.
///
/// # Errors
/// The phrase that says so.
pub fn refuse_own_format(bytes: &[u8]) -> Result<(), String> {
    let (policy, _) = default_policy();
    no_evidence(&examine(&Source::new("", bytes.to_vec()), &policy).0)
}

fn no_evidence(receipt: &Receipt) -> Result<(), String> {
    if matches!(receipt.format, Format::Records | Format::GateReport | Format::Verification | Format::Policy | Format::Index) {
        return Err(format!("it is a {}, which is not evidence", receipt.format.id()));
    }
    match lost_records(receipt).next() {
        Some(_) => Err("it names a format of reports and cannot be read, and is no evidence".to_owned()),
        None => Ok(()),
    }
}
