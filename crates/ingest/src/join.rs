//! Records, artifacts and verifications to changes, for one assessment time (scoring rules, 3.5).

use super::{
    apart::Gatekeeper,
    change_times,
    index::Index,
    library::Library,
    notes::FileNotes,
    parse::Parsed,
    reader::{FileEntry, Reader},
    teams::Teams,
};
use plumbline_domain::{
    Artifact, Change, ChangeFields, Dataset, Diagnostic, DiagnosticKind, Evidence, EvidenceArtifact, FileId, Gate, GateReport,
    Instant, Item, Origin, Orphan, Policy, Record, Report, ReviewRecord, Verification,
};
use std::collections::{BTreeMap, HashMap};

/// Joins everything that was read.
pub(super) fn join(reader: Reader, now: Instant) -> Dataset {
    let Reader { policy, policy_sha256, roots, bindings, files, mut parsed, .. } = reader;
    let mut files: Vec<FileEntry> = files.into_values().collect();
    let mut library = Library::new(&files, &parsed, roots);
    let mut notes: Vec<FileNotes> = files.iter().map(|_| FileNotes::default()).collect();
    mark_duplicates(&mut files);
    let mut gatekeeper = Gatekeeper::new(&bindings, &files);

    let mut title = None;
    let mut reports: BTreeMap<String, Vec<Report>> = BTreeMap::new();
    let mut verifications: Vec<Verification> = Vec::new();
    let (mut n_reports, mut n_verifications) = (0, 0);
    let (mut newest_record, mut oldest_record) = (None, None);
    for (n, entry) in files.iter().enumerate() {
        let Some(found) = first_parsed(entry, &mut parsed) else { continue };
        let (Ok(file), Some(notes)) = (u32::try_from(n).map(FileId), notes.get_mut(n)) else { continue };
        notes.is_one_record = found.is_one_record;
        if let Some(index) = &found.index {
            title = title.or_else(|| index.title.clone());
            check_index(index, &entry.receipt.file, &library, &files, &policy_sha256, notes);
        }
        for mut record in std::mem::take(&mut found.records) {
            origin_of(&mut record).file = file;
            if gatekeeper.keeps_apart(&record, entry, notes) {
                continue;
            }
            match record {
                Record::Report(report) => {
                    n_reports += 1;
                    newest_record = newest_record.max(Some(report.recorded_at));
                    oldest_record = Some(oldest_record.map_or(report.recorded_at, |t: Instant| t.min(report.recorded_at)));
                    library.note_names(&report, &entry.receipt.file, notes, &policy);
                    if report.recorded_at > now {
                        notes.future_reports.add(report.origin.record, "recordedAt");
                    } else {
                        reports.entry(report.change.id.clone()).or_default().push(*report);
                    }
                }
                Record::Verification(verification) => {
                    n_verifications += 1;
                    verifications.push(*verification);
                }
            }
        }
    }

    let mut changes: Vec<Change> = Vec::with_capacity(reports.len());
    let mut teams = Teams::default();
    for (_, reports) in reports {
        teams.note(&reports);
        let mut joiner = Joiner { now, policy: &policy, files: &files, library: &mut library, notes: &mut notes };
        changes.extend(joiner.change(reports));
    }
    teams.join(&mut changes, &mut notes);
    let orphans = add_verifications(&mut changes, verifications, now, &mut notes);
    let loose = library.loose(&files, &parsed);
    let named = std::mem::take(&mut library.named);
    let contents = library.into_contents(&files, &mut parsed);
    let receipts: Vec<_> =
        files.into_iter().zip(notes).zip(named).map(|((entry, notes), named)| notes.receipt(entry, named)).collect();
    let digests: String = receipts.iter().flat_map(|r| [r.sha256.as_str(), "\n"]).collect();
    Dataset {
        sha256: super::sha256_hex(digests.as_bytes()),
        now,
        policy,
        policy_sha256,
        title,
        changes,
        contents,
        loose,
        orphans,
        apart: gatekeeper.apart,
        receipts,
        n_reports,
        n_verifications,
        newest_record,
        oldest_record,
    }
}

fn origin_of(record: &mut Record) -> &mut Origin {
    match record {
        Record::Report(report) => &mut report.origin,
        Record::Verification(verification) => &mut verification.origin,
    }
}

/// What a file holds, when it is the first with these bytes.
fn first_parsed<'p>(entry: &FileEntry, parsed: &'p mut [Parsed]) -> Option<&'p mut Parsed> {
    if entry.receipt.duplicate_of.is_some() {
        return None;
    }
    parsed.get_mut(entry.parsed?)
}

/// Of several files with the same bytes the first by path counts. Empty files hold nothing that could count twice.
fn mark_duplicates(files: &mut [FileEntry]) {
    let mut first: HashMap<usize, String> = HashMap::new();
    for entry in files {
        let Some(parsed) = entry.parsed.filter(|_| entry.receipt.bytes > 0) else { continue };
        match first.get(&parsed) {
            Some(path) => entry.receipt.duplicate_of = Some(path.clone()),
            None => {
                first.insert(parsed, entry.receipt.file.clone());
            }
        }
    }
}

/// Compares an index with the files at hand.
fn check_index(index: &Index, file: &str, library: &Library, files: &[FileEntry], policy_sha256: &str, notes: &mut FileNotes) {
    for (i, listed) in index.files.iter().enumerate() {
        let found = library.find(file, &listed.path).ok().flatten().and_then(|n| files.get(n));
        let is_whole = found.is_some_and(|f| listed.sha256.as_ref().is_none_or(|sha256| *sha256 == f.receipt.sha256));
        if !is_whole && !library.has_container(file, &listed.path) {
            notes.missing_files.add(0, &format!("files[{i}].path"));
        }
    }
    if index.policy.as_ref().is_some_and(|(_, sha256)| sha256 != policy_sha256) {
        notes.diagnostics.push(Diagnostic::new(DiagnosticKind::OtherPolicy, "policy", "not the policy in force"));
    }
}

/// Joins the reports of one change.
struct Joiner<'j> {
    now: Instant,
    policy: &'j Policy,
    files: &'j [FileEntry],
    library: &'j mut Library,
    notes: &'j mut [FileNotes],
}

impl Joiner<'_> {
    /// The change that these reports, in the order of reading, speak of; none without a report.
    fn change(&mut self, mut reports: Vec<Report>) -> Option<Change> {
        // On a tie the one read last wins: the sort is stable.
        reports.sort_by_key(|r| r.recorded_at);
        let earliest_recorded_at = reports.first()?.recorded_at;
        let latest = reports.last()?.origin;
        let fields = merged_fields(&reports);
        change_times::note_odd(&fields, &reports, self.now, self.policy.observation_grace_days, self.notes);
        let mut reviews: Vec<ReviewRecord> = Vec::new();
        for report in &mut reports {
            let Some(review) = report.review.take() else { continue };
            if review.at.is_some_and(|t| t > self.now) {
                if let Some(notes) = self.notes.get_mut(report.origin.file.0 as usize) {
                    notes.future_reviews.add(report.origin.record, "review.at");
                }
            } else {
                reviews.push(ReviewRecord { gate: report.gate, recorded_at: report.recorded_at, origin: report.origin, review });
            }
        }
        reviews.sort_by_key(|r| (r.gate, r.recorded_at));
        // Within a part of a gate the reports stay in the order of their dates.
        reports.sort_by(|a, b| (a.gate, &a.part).cmp(&(b.gate, &b.part)));
        let (mut counting, mut environments) = (Vec::new(), Vec::new());
        let mut of_part: Vec<Report> = Vec::new();
        let mut rest = reports.into_iter().peekable();
        while let Some(report) = rest.next() {
            let is_last = rest.peek().is_none_or(|next| (next.gate, &next.part) != (report.gate, &report.part));
            if is_last {
                counting.push(self.gate_report(report, std::mem::take(&mut of_part), &mut environments));
            } else {
                of_part.push(report);
            }
        }
        let mut before: Option<(Gate, u32)> = None;
        for report in &mut counting {
            let n_before = before.filter(|(gate, _)| *gate == report.gate).map_or(0, |(_, n)| n);
            report.items_before = n_before;
            before = Some((report.gate, n_before.saturating_add(u32::try_from(report.items.len()).unwrap_or(u32::MAX))));
        }
        counting.shrink_to_fit();
        environments.sort();
        environments.dedup();
        environments.shrink_to_fit();
        if let Some(notes) = self.notes.get_mut(latest.file.0 as usize) {
            if fields.touches.is_none() {
                notes.unknown_touches.add(latest.record, "change.touches");
            }
            if environments.is_empty() {
                notes.unknown_environment.add(latest.record, "change.environment");
            }
        }
        Some(Change { fields, reports: counting, environments, reviews, earliest_recorded_at })
    }

    /// The counting report of one part of a gate, with the runs of those that it supersedes; the environment that it states is added
    /// to those of its change.
    fn gate_report(&mut self, counting: Report, superseded: Vec<Report>, environments: &mut Vec<String>) -> GateReport {
        let file = self.files.get(counting.origin.file.0 as usize).map_or("", |f| f.receipt.file.as_str());
        let mut items: Vec<Item> = counting.evidence.into_iter().map(|e| item(e, file, self.policy, self.library)).collect();
        for item in &mut items {
            item.has_own_run = item.runs.iter().any(|r| r.at.is_none_or(|t| t <= self.now));
        }
        let n_superseded = u32::try_from(superseded.len()).unwrap_or(u32::MAX);
        if n_superseded > 0 {
            let places = first_places(items.iter().map(|i| (i.artifact_type, i.id.clone())));
            for evidence in superseded.into_iter().flat_map(|r| r.evidence) {
                let place = places.get(&(evidence.artifact_type, evidence.id)).copied();
                if let Some(item) = place.and_then(|n| items.get_mut(n)) {
                    item.runs.extend(evidence.runs);
                }
            }
        }
        for (i, item) in items.iter_mut().enumerate() {
            let before = item.runs.len();
            item.runs.retain(|r| r.at.is_none_or(|t| t <= self.now));
            if item.runs.len() < before
                && let Some(notes) = self.notes.get_mut(counting.origin.file.0 as usize)
            {
                notes.future_runs.add(counting.origin.record, &format!("evidence[{i}].runs"));
            }
        }
        environments.extend(counting.change.environment);
        GateReport {
            gate: counting.gate,
            part: counting.part,
            recorded_at: counting.recorded_at,
            outcome: counting.outcome,
            mode: counting.mode,
            perceived: counting.perceived,
            items,
            findings: counting.findings,
            origin: counting.origin,
            source: counting.source,
            superseded: n_superseded,
            items_before: 0,
        }
    }
}

/// Field by field, the latest report that states it. `reports` are in the order of their dates.
fn merged_fields(reports: &[Report]) -> ChangeFields {
    let mut merged = ChangeFields::default();
    macro_rules! latest {
        ($($field:ident),+) => {
            $(merged.$field = reports.iter().rev().find_map(|r| r.change.$field.clone());)+
        };
    }
    latest!(title, url, team, service, environment, release, commit, author, authorship, touches);
    latest!(opened_at, merged_at, deployed_at, resources);
    if let Some(report) = reports.first() {
        merged.id.clone_from(&report.change.id);
    }
    merged
}

fn item(evidence: Evidence, file: &str, policy: &Policy, library: &mut Library) -> Item {
    let artifact_type = policy.artifact_type(evidence.artifact_type);
    let mut content = |path: &Option<String>| path.as_deref().and_then(|stated| library.content(file, stated, artifact_type));
    let attestation_content = content(&evidence.attestation);
    let mut artifact = |a: EvidenceArtifact| Artifact {
        content: content(&a.path),
        path: a.path,
        recorded_sha256: a.sha256,
        raw_sha256: a.raw_sha256,
        recorded_bytes: a.bytes,
        media_type: a.media_type,
    };
    Item {
        id: evidence.id,
        artifact_type: evidence.artifact_type,
        controls: evidence.controls,
        title: evidence.title,
        artifact: evidence.artifact.map(&mut artifact),
        before: evidence.before.map(&mut artifact),
        with: evidence.with.into_iter().map(&mut artifact).collect(),
        justifications: evidence.justifications,
        statement: evidence.statement,
        command: evidence.command,
        tool: evidence.tool,
        runs: evidence.runs,
        has_own_run: false,
        attestation_content,
        attestation: evidence.attestation,
        expires_at: evidence.expires_at,
    }
}

/// Where each key stands first.
fn first_places<K: Eq + std::hash::Hash>(keys: impl Iterator<Item = K>) -> HashMap<K, usize> {
    let mut places = HashMap::new();
    for (n, key) in keys.enumerate() {
        places.entry(key).or_insert(n);
    }
    places
}

/// Adds each verification's run to the evidence that it repeated, in its part or in every part; what belongs to nothing is handed back,
/// in the order of reading.
fn add_verifications(
    changes: &mut [Change],
    verifications: Vec<Verification>,
    now: Instant,
    notes: &mut [FileNotes],
) -> Vec<Orphan> {
    let mut by_gate: BTreeMap<(String, Gate), Vec<Verification>> = BTreeMap::new();
    for verification in verifications {
        by_gate.entry((verification.change.clone(), verification.gate)).or_default().push(verification);
    }
    let mut orphans = Vec::new();
    for ((change, gate), verifications) in by_gate {
        let place = changes.binary_search_by(|c| c.fields.id.as_str().cmp(&change));
        let change = place.ok().and_then(|n| changes.get_mut(n));
        let unknown = if change.is_none() { "change" } else { "gate" };
        let Some(reports) = change.map(|c| reports_at(c, gate)).filter(|reports| !reports.is_empty()) else {
            orphans.extend(verifications.into_iter().map(|verification| Orphan { verification, unknown: unknown.into() }));
            continue;
        };
        // where an id stands first in each part that has it
        let mut places: HashMap<String, Vec<(usize, usize)>> = HashMap::new();
        for (part, report) in reports.iter().enumerate() {
            for (item, evidence) in report.items.iter().enumerate() {
                let found = places.entry(evidence.id.clone()).or_default();
                if found.last().is_none_or(|(last, _)| *last != part) {
                    found.push((part, item));
                }
            }
        }
        for verification in verifications {
            let part = verification.part.as_ref().map(|name| reports.binary_search_by(|r| r.part.as_ref().cmp(&Some(name))));
            let found = places.get(&verification.evidence).map(Vec::as_slice).unwrap_or_default();
            let found = match part {
                None => found,
                Some(Err(_)) => {
                    orphans.push(Orphan { verification, unknown: "part".into() });
                    continue;
                }
                Some(Ok(part)) => {
                    let one = found.binary_search_by_key(&part, |(part, _)| *part);
                    one.ok().and_then(|n| found.get(n..=n)).unwrap_or_default()
                }
            };
            if found.is_empty() {
                orphans.push(Orphan { verification, unknown: "evidence".into() });
            } else if verification.run.at.is_none_or(|t| t <= now) {
                for &(part, item) in found {
                    if let Some(item) = reports.get_mut(part).and_then(|r| r.items.get_mut(item)) {
                        item.runs.push(verification.run.clone());
                    }
                }
            } else if let Some(notes) = notes.get_mut(verification.origin.file.0 as usize) {
                notes.future_verifications.add(verification.origin.record, "at");
            }
        }
    }
    orphans.sort_by_key(|o| o.verification.origin);
    for orphan in &orphans {
        let origin = orphan.verification.origin;
        if let Some(notes) = notes.get_mut(origin.file.0 as usize) {
            notes.orphans.add(origin.record, &orphan.unknown);
        }
    }
    orphans
}

fn reports_at(change: &mut Change, gate: Gate) -> &mut [GateReport] {
    let start = change.reports.partition_point(|r| r.gate < gate);
    let end = change.reports.partition_point(|r| r.gate <= gate);
    change.reports.get_mut(start..end).unwrap_or_default()
}
