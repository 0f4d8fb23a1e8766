//! What the files of a report prove, as the product itself reads them.

use super::{Draft, Offered};
use crate::touches::{Touched, touched_by};
use crate::words::check::answered;
use crate::words::collect as words;
use plumbline_assess::Assessment;
use plumbline_domain::{
    ArtifactType, Contradicts, Facts, Finding, FindingStatus, Gate, Instant, Mode, Outcome, Policy, ProbeOutcome, Proof,
};
use plumbline_ingest::{Reader, Source};
use plumbline_report::export::report::{EvidenceRecord, FindingRecord, LocationRecord, ReportRecord, ResourcesRecord};
use plumbline_report::proof::Weighing;

/// The most findings that a report carries beside its artifacts.
const MAX_FINDINGS: usize = 1000;

/// Fills in what only the files tell: families, resources, findings, the outcome, the times of runs; and notes what is unproved.
///
/// # Errors
/// When the report cannot be written down.
pub(super) fn fill_in(
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
        if let Some(at) = stated_time(&content.facts, draft.now) {
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
    notes.extend(report.evidence.iter().zip(&draft.offered).filter_map(|(record, offered)| old_run(record, offered, draft.now)));
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

/// When the tool ran, as the file states it: its own time, else the newest that a notification or an evaluation has. Never after now.
fn stated_time(facts: &Facts, now: Instant) -> Option<Instant> {
    let notified = facts.notifications.iter().flat_map(|n| &n.list).filter_map(|n| n.at);
    let evaluated = facts.compliance.iter().filter_map(|c| c.newest.as_ref()).map(|(at, _)| *at);
    let newest = notified.chain(evaluated).filter(|at| *at <= now).max();
    facts.ran_at.filter(|at| *at <= now).or(newest)
}

/// The note on a run that was over a day ago: evidence ages from then on, not from its report.
fn old_run(record: &EvidenceRecord, offered: &Offered, now: Instant) -> Option<String> {
    let run = record.runs.first()?;
    let at = Instant::from_rfc3339(&run.at).ok()?;
    let of_file = offered.written_at.is_some_and(|written| written.to_rfc3339() == run.at);
    (at.plus_days(1) < now).then(|| words::old_run(offered.name(), &run.at, of_file))
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
