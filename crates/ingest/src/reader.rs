//! Files in, one at a time; a data set out, for any assessment time.

use super::{
    apart::Bindings,
    join::join,
    library::root_of,
    parse::{Parsed, RecordText, parse, parse_with_texts},
    source::Source,
};
#[cfg(not(target_arch = "wasm32"))]
use plumbline_domain::{ArtifactType, Content};
use plumbline_domain::{Dataset, Diagnostic, DiagnosticKind, Fate, Instant, Policy, Receipt, Record};
use std::collections::{BTreeMap, HashMap};

/// One file that was read.
#[derive(Clone, Debug)]
pub(super) struct FileEntry {
    pub receipt: Receipt,
    /// Its place among what was parsed; none when it was refused before it could be read.
    pub parsed: Option<usize>,
}

/// A file that was read, and belongs to no reader yet.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) bytes: u64,
    pub(super) parsed: Parsed,
}

impl Prepared {
    /// Gives the file its digest, when that was worked out while it was read.
    #[must_use]
    pub fn with_sha256(self, sha256: String) -> Self {
        Prepared { sha256, ..self }
    }

    /// Its name.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The paths of files that its records state.
    pub fn stated_paths(&self) -> impl Iterator<Item = &str> {
        self.parsed.records.iter().flat_map(Record::stated_paths)
    }

    /// How many records it holds, readable or not.
    pub fn n_records(&self) -> u64 {
        use DiagnosticKind as K;
        let is_lost = |d: &&Diagnostic| matches!(d.kind, K::OwnFormat | K::LostRecord | K::MoreLostRecords);
        let n_lost = self.parsed.summary.diagnostics.iter().filter(is_lost).count();
        (self.parsed.records.len() + n_lost) as u64
    }

    /// Drops the records that a rule does not admit, as if they were not there, and says how many they were.
    pub fn retain(&mut self, admits: impl FnMut(&Record) -> bool) -> u64 {
        let before = self.parsed.records.len();
        self.parsed.records.retain(admits);
        (before - self.parsed.records.len()) as u64
    }

    /// Drops everything but what the file is called: it is left out, for the reason given.
    #[must_use]
    pub fn left_out(self, why: &str) -> Receipt {
        let note = Diagnostic::new(DiagnosticKind::LeftOut, "", why);
        let format = self.parsed.summary.format;
        Receipt { format, fate: Fate::LeftOut, diagnostics: vec![note], ..Receipt::new(self.path, self.sha256, self.bytes) }
    }
}

/// Reads a file by itself and drops its bytes: several threads may do so, and hand over what they read to [`Reader::add`].
pub fn prepare(source: Source, policy: &Policy) -> Prepared {
    let parsed = parse(&source.bytes, policy);
    Prepared { bytes: source.bytes.len() as u64, path: source.path, sha256: source.sha256, parsed }
}

/// What a file is by itself, and those of its records that can be used, as they stand there.
pub fn examine(source: &Source, policy: &Policy) -> (Receipt, Vec<RecordText>) {
    let parsed = parse_with_texts(&source.bytes, policy);
    let receipt = parsed.summary.receipt(&source.path, &source.sha256, source.bytes.len() as u64);
    (receipt, parsed.texts)
}

/// A file by itself, as evidence of a type offers it.
#[cfg(not(target_arch = "wasm32"))]
pub fn offered(source: Source, policy: &Policy, artifact_type: &ArtifactType) -> (Receipt, Content) {
    let digests = super::source::other_digests(&source.bytes);
    let Prepared { path, sha256, bytes, mut parsed } = prepare(source, policy);
    parsed.facts.digests = digests;
    let receipt = parsed.summary.receipt(&path, &sha256, bytes);
    let content = super::library::offered(&receipt, parsed, artifact_type);
    (receipt, content)
}

/// Reads files, keeps what is needed of each, and joins them for an assessment time.
///
/// The order in which files are read makes no difference, and a file that is read again changes nothing.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(super) policy: Policy,
    pub(super) policy_sha256: String,
    pub(super) roots: Vec<String>,
    pub(super) bindings: Bindings,
    /// By path.
    pub(super) files: BTreeMap<String, FileEntry>,
    pub(super) parsed: Vec<Parsed>,
    by_digest: HashMap<String, usize>,
}

impl Reader {
    /// Reads under this policy; `policy_sha256` is the digest of its bytes.
    pub fn new(policy: Policy, policy_sha256: String) -> Self {
        Reader {
            policy,
            policy_sha256,
            roots: Vec::new(),
            bindings: Bindings::default(),
            files: BTreeMap::new(),
            parsed: Vec::new(),
            by_digest: HashMap::new(),
        }
    }

    /// Says that the paths under `root/` form a data set of their own: paths in its reports never leave it. Without one, all paths
    /// are relative to one root. The longest root counts.
    pub fn add_root(&mut self, root: &str) {
        let root = root.trim_end_matches('/').to_owned();
        if !root.is_empty() && !self.roots.contains(&root) {
            self.roots.push(root);
        }
    }

    /// Says that everything below a root (everything at all, for the empty one) comes from a repository: records of changes of
    /// another one are kept apart. The longest root counts.
    pub fn bind(&mut self, root: &str, repository: &str) {
        self.bindings.add(root, repository);
    }

    /// The path of a file from its root, as a report in the same data set names it.
    pub fn path_in_root<'f>(&self, file: &'f str) -> &'f str {
        file.strip_prefix(root_of(&self.roots, file)).unwrap_or(file)
    }

    /// Reads a file and drops its bytes. A file under the same path takes the place of the earlier one. The receipt says what the file
    /// holds by itself; what depends on other files stands in the receipts of [`Self::assemble`].
    pub fn read(&mut self, source: Source) -> &Receipt {
        let parsed = match self.by_digest.contains_key(&source.sha256) {
            true => Parsed::default(),
            false => parse(&source.bytes, &self.policy),
        };
        self.add(Prepared { bytes: source.bytes.len() as u64, path: source.path, sha256: source.sha256, parsed })
    }

    /// Takes a file that [`prepare`] read under the policy of this reader.
    pub fn add(&mut self, file: Prepared) -> &Receipt {
        let Prepared { path, sha256, bytes, parsed } = file;
        let place = match self.by_digest.get(&sha256) {
            Some(&place) => place,
            None => {
                let place = self.parsed.len();
                self.parsed.push(parsed);
                self.by_digest.insert(sha256.clone(), place);
                place
            }
        };
        let receipt = match self.parsed.get(place) {
            Some(parsed) => parsed.summary.receipt(&path, &sha256, bytes),
            None => Receipt::new(&path, &sha256, bytes),
        };
        self.put(FileEntry { receipt, parsed: Some(place) })
    }

    /// Takes the receipt of a file that never could be read, such as a damaged entry of a zip.
    pub fn add_refused(&mut self, receipt: Receipt) -> &Receipt {
        self.put(FileEntry { receipt, parsed: None })
    }

    fn put(&mut self, entry: FileEntry) -> &Receipt {
        &self.files.entry(entry.receipt.file.clone()).insert_entry(entry).into_mut().receipt
    }

    /// One receipt for each file, by path.
    pub fn receipts(&self) -> impl Iterator<Item = &Receipt> {
        self.files.values().map(|f| &f.receipt)
    }

    /// How many files were read.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether no file was read.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The policy in force.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The same files under another policy. None when reading itself depends on what differs, so that the files have to be read again:
    /// which kinds of evidence and which patterns there are decides what a record may say, and what rules mean, and how severe a
    /// pattern is, decides how severe a finding is whose tool does not say it.
    #[must_use]
    pub fn under(&self, policy: Policy, policy_sha256: String) -> Option<Reader> {
        let types = |p: &Policy| p.artifact_types.iter().map(|t| t.id.clone()).collect::<Vec<_>>();
        let patterns = |p: &Policy| p.patterns.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
        // findings without a severity of their own got it from these as they were read
        let weighs_alike = policy.rules == self.policy.rules && policy.severity_of_pattern == self.policy.severity_of_pattern;
        let is_read_alike = types(&policy) == types(&self.policy) && patterns(&policy) == patterns(&self.policy) && weighs_alike;
        is_read_alike.then(|| Reader { policy, policy_sha256, ..self.clone() })
    }

    /// Joins what was read for an assessment time (scoring rules, 3.5). Can be called again for another: records are copied, and
    /// findings, which are most of what is read, are shared.
    pub fn assemble(&self, now: Instant) -> Dataset {
        self.clone().into_dataset(now)
    }

    /// The same, without a copy.
    pub fn into_dataset(self, now: Instant) -> Dataset {
        join(self, now)
    }
}
