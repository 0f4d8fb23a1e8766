//! What is worth a second look in the evidence of a data set, as facts. No number counts them.

use crate::{Assessment, ChangeAssessment};
use plumbline_domain::{ArtifactTypeId, Change, Content, Item, same_name};
use std::collections::{BTreeMap, HashMap};

/// From how many changes on the same file is a remark.
const SAME: u32 = 3;
/// Files of fewer bytes are a remark.
pub const TINY: u64 = 100;
/// From how many verifications on a single verifier is a remark.
const VERIFICATIONS: u64 = 5;

/// A fact about the evidence of some changes.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// The changes that it speaks of, by their places, ascending, each once.
    pub changes: Vec<u32>,
}

/// What a remark says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
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

/// A type and the beginning of a digest.
type Key = (ArtifactTypeId, u64);

/// The files behind a digest as a type: what the first change that names it states.
struct Named {
    key: Key,
    first: u32,
    path: String,
    bytes: Option<u64>,
}

/// Collects remarks change by change. Changes may come in any order, the items of one together.
#[derive(Default)]
pub struct RemarkCollector {
    named: Vec<Named>,
    /// The place of each among them.
    places: HashMap<Key, u32>,
    /// Which files, by their places, are named by which change, as often as its items do.
    names: Vec<(u32, u32)>,
    tiny: BTreeMap<ArtifactTypeId, (u64, Vec<u32>)>,
    /// The verifier of the first change that has a verification.
    verifier: Option<(u32, String)>,
    has_several_verifiers: bool,
    n_verifications: u64,
    verified: Vec<u32>,
    n_older: u64,
    older: Vec<u32>,
}

fn key(content: Option<&Content>, item: &Item) -> Option<Key> {
    let artifact = item.artifact.as_ref()?;
    let digest = content.map(|c| c.sha256.as_str()).or(artifact.recorded_sha256.as_deref())?;
    Some((item.artifact_type, u64::from_str_radix(digest.get(..16)?, 16).ok()?))
}

impl RemarkCollector {
    /// Adds every change of an assessment that was judged here; `place_of` gives each its place among all changes.
    pub fn add(&mut self, assessment: &Assessment, place_of: impl Fn(u32) -> u32) {
        for place in assessment.every() {
            if let Some((change, assessed)) = assessment.change(place) {
                self.add_change(assessment, place_of(place), change, assessed);
            }
        }
    }

    fn add_change(&mut self, assessment: &Assessment, place: u32, change: &Change, assessed: &ChangeAssessment) {
        for item in change.reports.iter().flat_map(|report| &report.items) {
            let artifact = item.artifact.as_ref();
            let content = artifact.and_then(|a| a.content).and_then(|id| assessment.dataset().content(id));
            let bytes = content.map(|c| c.bytes).or(artifact.and_then(|a| a.recorded_bytes));
            if let Some(key) = key(content, item) {
                let named =
                    || Named { key, first: place, path: artifact.and_then(|a| a.path.clone()).unwrap_or_default(), bytes };
                let next = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
                let number = *self.places.entry(key).or_insert(next);
                match self.named.get_mut(number as usize) {
                    None => self.named.push(named()),
                    Some(known) if place < known.first => *known = named(),
                    Some(_) => {}
                }
                self.names.push((number, place));
            }
            if let Some(bytes) = bytes.filter(|bytes| *bytes < TINY) {
                let (least, changes) = self.tiny.entry(item.artifact_type).or_insert((bytes, Vec::new()));
                *least = bytes.min(*least);
                changes.push(place);
            }
            for run in item.runs.iter().filter(|run| run.from_verification) {
                self.add_verification(place, run.by.as_deref());
            }
        }
        let Some(opened) = change.fields.opened_at else { return };
        let graded = assessed.gates.iter().flat_map(|gate| &gate.items);
        let older = graded.filter(|item| item.checked_at < opened).count() as u64;
        if older > 0 {
            self.n_older += older;
            self.older.push(place);
        }
    }

    fn add_verification(&mut self, place: u32, by: Option<&str>) {
        self.n_verifications += 1;
        self.verified.push(place);
        match (&self.verifier, by) {
            (_, None) => self.has_several_verifiers = true,
            (Some((first, known)), Some(by)) => {
                self.has_several_verifiers |= !same_name(known, by);
                if place < *first {
                    self.verifier = Some((place, by.to_owned()));
                }
            }
            (None, Some(by)) => self.verifier = Some((place, by.to_owned())),
        }
    }

    /// What is worth a second look: the facts that speak of most changes first.
    pub fn finish(self) -> Vec<Remark> {
        let remark = |kind, mut changes: Vec<u32>| {
            changes.sort();
            changes.dedup();
            Remark { kind, changes }
        };
        let mut out = same_files(self.names, &self.named);
        let tiny = |(artifact_type, (least, changes))| remark(RemarkKind::TinyFile { artifact_type, least }, changes);
        out.extend(self.tiny.into_iter().map(tiny));
        let verifier = self.verifier.filter(|_| !self.has_several_verifiers && self.n_verifications >= VERIFICATIONS);
        out.extend(verifier.map(|(_, by)| remark(RemarkKind::OneVerifier { by, n: self.n_verifications }, self.verified)));
        if self.n_older > 0 {
            out.push(remark(RemarkKind::OlderThanChange { items: self.n_older }, self.older));
        }
        out.sort_by(|a, b| b.changes.len().cmp(&a.changes.len()).then_with(|| a.kind.cmp(&b.kind)));
        out
    }
}

/// What is worth a second look in a data set that was judged here. Linear in the items.
pub(crate) fn remarks(assessment: &Assessment) -> Vec<Remark> {
    let mut collector = RemarkCollector::default();
    collector.add(assessment, |place| place);
    collector.finish()
}

/// How many files several changes name as a type, the one that most do, and what names it.
type SameFile<'n> = (u32, &'n Named, &'n [(u32, u32)]);

/// Of each type the file that most changes name, when enough do.
fn same_files(mut names: Vec<(u32, u32)>, named: &[Named]) -> Vec<Remark> {
    names.sort_unstable();
    names.dedup();
    // of each type how many files, and the one that most changes name; of two with as many the one of the larger key
    let mut by_type: BTreeMap<ArtifactTypeId, SameFile<'_>> = BTreeMap::new();
    for of_file in names.chunk_by(|a, b| a.0 == b.0).filter(|of_file| of_file.len() >= SAME as usize) {
        let Some(file) = of_file.first().and_then(|(number, _)| named.get(*number as usize)) else { continue };
        let slot = by_type.entry(file.key.0).or_insert((0, file, of_file));
        slot.0 += 1;
        if (slot.2.len(), slot.1.key) < (of_file.len(), file.key) {
            (slot.1, slot.2) = (file, of_file);
        }
    }
    let remark = |(artifact_type, (n, file, of_file)): (ArtifactTypeId, SameFile<'_>)| Remark {
        kind: RemarkKind::SameFile { artifact_type, path: file.path.clone(), bytes: file.bytes, others: n - 1 },
        changes: of_file.iter().map(|(_, place)| *place).collect(),
    };
    by_type.into_iter().map(remark).collect()
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
    fn a_change_that_names_a_file_twice_counts_once() {
        let reports: Vec<String> = (1..=2).map(|n| report(n, r#""artifact": {"path": "e/ok.txt"}"#)).collect();
        let twice = |report: &String| {
            let again = r#"{"id": "again", "type": "rollback-rehearsal", "artifact": {"path": "e/ok.txt"}}, {"id": "way-back""#;
            report.replace(r#"{"id": "way-back""#, again)
        };
        let assessment = assessment(&format!("[{}]", reports.iter().map(twice).collect::<Vec<_>>().join(",")));
        let kinds: Vec<&RemarkKind> = assessment.remarks().iter().map(|r| &r.kind).collect();
        assert!(
            matches!(kinds[..], [RemarkKind::TinyFile { least: 2, .. }]),
            "four items of two changes are not three changes: {kinds:?}"
        );
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
