//! What is worth a second look in the evidence of a data set, as facts. No number counts them.

use crate::assessment::Assessment;
use plumbline_domain::{ArtifactTypeId, Item, same_name};
use std::collections::{BTreeMap, HashMap};

/// From how many changes on the same file is a remark.
const SAME: u32 = 3;
/// Files of fewer bytes are a remark.
pub const TINY: u64 = 100;
/// From how many verifications on a single verifier is a remark.
const VERIFICATIONS: u64 = 5;

/// A fact about the evidence of some changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// The changes that it speaks of, by their places, ascending, each once.
    pub changes: Vec<u32>,
}

/// What a remark says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RemarkKind {
    /// These changes name the same bytes as their item of a type: the file of the type that most changes name.
    SameFile {
        /// The type.
        artifact_type: ArtifactTypeId,
        /// The path that the first of them states; may be empty.
        path: String,
        /// The number of bytes, when it is known.
        bytes: Option<u64>,
        /// How many further files several changes name as the type.
        others: u32,
    },
    /// These changes offer a file of fewer than [`TINY`] bytes as their item of a type.
    TinyFile {
        /// The type.
        artifact_type: ArtifactTypeId,
        /// The smallest number of bytes.
        least: u64,
    },
    /// One person made every verification; these changes have one.
    OneVerifier {
        /// Who.
        by: String,
        /// How many verifications.
        n: u64,
    },
    /// Items of these changes were last made or checked before the change was opened.
    OlderThanChange {
        /// How many items.
        items: u64,
    },
}

/// The files behind a digest as a type: how many changes name it, and the first of them.
struct Named<'a> {
    last: u32,
    n: u32,
    item: &'a Item,
}

/// A type and the beginning of a digest.
type Key = (ArtifactTypeId, u64);

fn key(assessment: &Assessment, item: &Item) -> Option<Key> {
    let artifact = item.artifact.as_ref()?;
    let content = artifact.content.and_then(|id| assessment.dataset().content(id));
    let digest = content.map(|c| c.sha256.as_str()).or(artifact.recorded_sha256.as_deref())?;
    Some((item.artifact_type, u64::from_str_radix(digest.get(..16)?, 16).ok()?))
}

fn bytes(assessment: &Assessment, item: &Item) -> Option<u64> {
    let artifact = item.artifact.as_ref()?;
    let content = artifact.content.and_then(|id| assessment.dataset().content(id));
    content.map(|c| c.bytes).or(artifact.recorded_bytes)
}

/// Every item of every change, with the change's place.
fn items(assessment: &Assessment) -> impl Iterator<Item = (u32, &Item)> {
    let changes = (0_u32..).zip(&assessment.dataset().changes);
    changes.flat_map(|(place, change)| change.reports.iter().flat_map(move |r| r.items.iter().map(move |item| (place, item))))
}

/// What is worth a second look: the facts that speak of most changes first. Linear in the items.
pub(crate) fn remarks(assessment: &Assessment) -> Vec<Remark> {
    let mut out = same_files(assessment);
    out.extend(tiny_files(assessment));
    out.extend(one_verifier(assessment));
    out.extend(older_than_change(assessment));
    out.sort_by(|a, b| b.changes.len().cmp(&a.changes.len()).then_with(|| a.kind.cmp(&b.kind)));
    out
}

fn same_files(assessment: &Assessment) -> Vec<Remark> {
    let mut named: HashMap<Key, Named<'_>> = HashMap::new();
    for (place, item) in items(assessment) {
        let Some(key) = key(assessment, item) else { continue };
        let entry = named.entry(key).or_insert(Named { last: place, n: 1, item });
        entry.n += u32::from(entry.last != place);
        entry.last = place;
    }
    named.retain(|_, named| named.n >= SAME);
    let mut changes: BTreeMap<Key, Vec<u32>> = BTreeMap::new();
    if !named.is_empty() {
        for (place, item) in items(assessment) {
            let Some(key) = key(assessment, item).filter(|key| named.contains_key(key)) else { continue };
            changes.entry(key).or_default().push(place);
        }
    }
    let mut by_type: BTreeMap<ArtifactTypeId, Vec<(Key, Vec<u32>)>> = BTreeMap::new();
    for (key, mut changes) in changes {
        changes.dedup();
        by_type.entry(key.0).or_default().push((key, changes));
    }
    let remark = |(artifact_type, files): (ArtifactTypeId, Vec<(Key, Vec<u32>)>)| {
        let others = u32::try_from(files.len()).unwrap_or(u32::MAX).saturating_sub(1);
        let (key, changes) = files.into_iter().max_by_key(|(_, changes)| changes.len())?;
        let item = named.get(&key)?.item;
        let path = item.artifact.as_ref().and_then(|a| a.path.clone()).unwrap_or_default();
        Some(Remark { kind: RemarkKind::SameFile { artifact_type, path, bytes: bytes(assessment, item), others }, changes })
    };
    by_type.into_iter().filter_map(remark).collect()
}

fn tiny_files(assessment: &Assessment) -> Vec<Remark> {
    let mut tiny: BTreeMap<ArtifactTypeId, (u64, Vec<u32>)> = BTreeMap::new();
    for (place, item) in items(assessment) {
        let Some(bytes) = bytes(assessment, item).filter(|bytes| *bytes < TINY) else { continue };
        let (least, changes) = tiny.entry(item.artifact_type).or_insert((bytes, Vec::new()));
        *least = bytes.min(*least);
        if changes.last() != Some(&place) {
            changes.push(place);
        }
    }
    let remark = |(artifact_type, (least, changes))| Remark { kind: RemarkKind::TinyFile { artifact_type, least }, changes };
    tiny.into_iter().map(remark).collect()
}

fn one_verifier(assessment: &Assessment) -> Option<Remark> {
    let (mut by, mut n, mut changes) = (None, 0, Vec::new());
    for (place, item) in items(assessment) {
        for run in item.runs.iter().filter(|run| run.from_verification) {
            let who = run.by.as_deref()?;
            if !same_name(by.get_or_insert(who), who) {
                return None;
            }
            n += 1;
            if changes.last() != Some(&place) {
                changes.push(place);
            }
        }
    }
    let by = by.filter(|_| n >= VERIFICATIONS)?.to_owned();
    Some(Remark { kind: RemarkKind::OneVerifier { by, n }, changes })
}

fn older_than_change(assessment: &Assessment) -> Option<Remark> {
    let (mut items, mut changes) = (0, Vec::new());
    for ((place, change), assessed) in (0_u32..).zip(&assessment.dataset().changes).zip(assessment.changes()) {
        let Some(opened) = change.fields.opened_at else { continue };
        let graded = assessed.gates.iter().flat_map(|gate| &gate.items);
        let older = graded.filter(|item| item.checked_at < opened).count() as u64;
        if older > 0 {
            items += older;
            changes.push(place);
        }
    }
    (items > 0).then_some(Remark { kind: RemarkKind::OlderThanChange { items }, changes })
}

impl Remark {
    /// The same over a set of changes, ascending; none when too little of it is left. Counts within the fact stay those of all
    /// changes.
    pub fn within(&self, subset: &[u32]) -> Option<Remark> {
        let changes: Vec<u32> = self.changes.iter().copied().filter(|place| subset.binary_search(place).is_ok()).collect();
        let least = if matches!(self.kind, RemarkKind::SameFile { .. }) { SAME as usize } else { 1 };
        (changes.len() >= least).then(|| Remark { kind: self.kind.clone(), changes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plumbline_domain::Instant;
    use plumbline_ingest::{Reader, Source, default_policy};

    fn assessment(records: &str) -> Assessment {
        let (policy, sha256) = default_policy();
        let mut reader = Reader::new(policy, sha256);
        reader.read(Source::new("r.json", records.as_bytes().to_vec()));
        reader.read(Source::new("e/ok.txt", b"ok".to_vec()));
        Assessment::new(reader.into_dataset(Instant::from_rfc3339("2026-11-22T12:00:00Z").unwrap()))
    }

    fn report(n: usize, item: &str) -> String {
        format!(
            r#"{{"format": "plumbline.gate-report/1", "gate": "execution", "recordedAt": "2026-11-20T10:00:00Z", "outcome": "passed",
            "change": {{"id": "a#{n}", "openedAt": "2026-11-20T09:00:00Z"}}, "evidence": [{{"id": "way-back", "type": "rollback-rehearsal", {item}}}]}}"#
        )
    }

    #[test]
    fn one_tiny_file_behind_three_changes_is_two_remarks() {
        let reports: Vec<String> = (1..=3).map(|n| report(n, r#""artifact": {"path": "e/ok.txt"}"#)).collect();
        let assessment = assessment(&format!("[{}]", reports.join(",")));
        let artifact_type = assessment.policy().artifact_type_id("rollback-rehearsal").unwrap();
        let same = RemarkKind::SameFile { artifact_type, path: "e/ok.txt".into(), bytes: Some(2), others: 0 };
        let tiny = RemarkKind::TinyFile { artifact_type, least: 2 };
        let all = assessment.remarks();
        assert_eq!(all.iter().map(|r| r.kind.clone()).collect::<Vec<_>>(), [same, tiny]);
        assert_eq!(all[0].changes, [0, 1, 2]);
        assert_eq!(all[0].within(&[0, 2]), None, "two changes with one file are no remark");
        assert_eq!(all[1].within(&[0, 2]).unwrap().changes, [0, 2]);
    }

    #[test]
    fn a_run_before_the_change_was_opened_is_a_remark() {
        // the item of a#1 was last run a day before the change was opened, that of a#2 an hour after
        let run =
            |at: &str| format!(r#""artifact": {{"sha256": "{}"}}, "runs": [{{"by": "ci", "at": "{at}"}}]"#, "ab".repeat(32));
        let reports = [report(1, &run("2026-11-19T09:00:00Z")), report(2, &run("2026-11-20T10:00:00Z"))];
        let assessment = assessment(&format!("[{}]", reports.join(",")));
        assert_eq!(assessment.remarks(), [Remark { kind: RemarkKind::OlderThanChange { items: 1 }, changes: vec![0] }]);
    }

    #[test]
    fn a_single_verifier_is_a_remark_from_five_verifications_on() {
        let verification = |n: usize, by: &str| {
            format!(
                r#"{{"format": "plumbline.verification/1", "change": "a#{n}", "gate": "execution", "evidence": "way-back", "by": "{by}",
                "at": "2026-11-21T10:00:00Z", "output": "{}"}}"#,
                "ab".repeat(32)
            )
        };
        let records = |last: &str| {
            let mut all: Vec<String> = (1..=2).map(|n| report(n, r#""statement": "done""#)).collect();
            all.extend([1, 1, 2, 2].map(|n| verification(n, "u-1")));
            all.push(verification(2, last));
            format!("[{}]", all.join(","))
        };
        let kind = RemarkKind::OneVerifier { by: "u-1".into(), n: 5 };
        assert_eq!(assessment(&records("u-1")).remarks(), [Remark { kind, changes: vec![0, 1] }]);
        assert_eq!(assessment(&records("u-2")).remarks(), []);
    }
}
