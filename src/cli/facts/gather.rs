//! Reads the input once, and keeps it in a spool: which records and files a partition needs is known only at the end.

use super::super::args::Failure;
use super::super::input::FileSink;
use super::super::spool::{Place, SpoolFile};
use super::told::Told;
use plumbline_domain::{Policy, Receipt, Record, name_key};
use plumbline_ingest::{Prepared, artifact_paths_in, sha256_hex};
use plumbline_layers::Partitioner;
use std::collections::HashMap;
use std::sync::Arc;

/// How many bytes of records are kept together.
const BLOCK: usize = 1 << 20;

/// Something in the spool, compressed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kept {
    place: Place,
    /// How many bytes it is.
    size: usize,
}

impl Kept {
    /// Keeps bytes.
    pub fn new(bytes: &[u8], spool: &SpoolFile) -> Result<Self, Failure> {
        let stored = zstd::bulk::compress(bytes, 1).map_err(|e| changed(&e))?;
        Ok(Kept { place: spool.add(&stored)?, size: bytes.len() })
    }

    /// The bytes.
    pub fn open(self, spool: &SpoolFile) -> Result<Vec<u8>, Failure> {
        zstd::bulk::decompress(&spool.bytes(self.place)?, self.size).map_err(|e| changed(&e))
    }
}

fn changed(error: &std::io::Error) -> Failure {
    Failure::Unusable(format!("a temporary file: {}", error.to_string().to_lowercase()))
}

/// What was found in files of the same bytes.
#[derive(Debug)]
pub(super) struct Content {
    digest: Digest,
    /// All of it but its records.
    pub rest: Kept,
    /// The paths of the files.
    pub paths: Vec<Arc<str>>,
}

/// Records of one content that are judged together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    /// The number of one of their changes, for [`plumbline_layers::Partitions::of`].
    pub change: u32,
    /// The place of their content.
    pub content: u32,
    /// The records.
    pub records: Kept,
}

type Digest = [u8; 32];

/// All that was read.
pub(super) struct Gathered<'s> {
    policy: Policy,
    /// The data sets of their own among the paths.
    pub roots: Vec<String>,
    /// What was found in files, each content once.
    pub contents: Vec<Content>,
    by_digest: HashMap<Digest, u32>,
    by_path: HashMap<Arc<str>, u32>,
    /// The records.
    pub blocks: Vec<Block>,
    /// How many records there are.
    pub n_records: u64,
    /// Which changes are judged together.
    pub partitioner: Partitioner,
    /// What there is to tell of the files.
    pub told: Told,
    /// Where it is kept.
    pub spool: &'s SpoolFile,
    failed: Option<Failure>,
}

impl<'s> Gathered<'s> {
    /// Nothing yet.
    pub fn new(policy: Policy, spool: &'s SpoolFile) -> Self {
        Gathered {
            policy,
            roots: Vec::new(),
            contents: Vec::new(),
            by_digest: HashMap::new(),
            by_path: HashMap::new(),
            blocks: Vec::new(),
            n_records: 0,
            partitioner: Partitioner::default(),
            told: Told::default(),
            spool,
            failed: None,
        }
    }

    /// The first thing that could not be kept.
    ///
    /// # Errors
    /// When there is one.
    pub fn check(&mut self) -> Result<(), Failure> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// The SHA-256 of all files that were read, whatever they are called: the same for shards of one input.
    pub fn sha256(&self) -> String {
        let mut digests: Vec<&Digest> = self.contents.iter().map(|content| &content.digest).collect();
        digests.sort_unstable();
        sha256_hex(&digests.into_iter().flatten().copied().collect::<Vec<u8>>())
    }

    /// The file that a path stated in another one means, by its path and the place of its content.
    pub fn find(&self, file: &str, stated: &str) -> Option<(&Arc<str>, u32)> {
        let paths = artifact_paths_in(&self.roots, file, stated).ok()?;
        let (path, content) = paths.iter().find_map(|path| self.by_path.get_key_value(path.as_str()))?;
        Some((path, *content))
    }

    fn keep(&mut self, file: Prepared) -> Result<(), Failure> {
        let path: Arc<str> = file.path().into();
        let digest = digest_of(file.sha256());
        let known = self.by_digest.get(&digest).copied();
        if let Some(before) = self.by_path.get(&path).copied() {
            if known == Some(before) {
                return Ok(());
            }
            // a file under the same path takes the place of the earlier one
            if let Some(content) = self.contents.get_mut(before as usize) {
                content.paths.retain(|other| *other != path);
            }
        }
        let place = match known {
            Some(place) => place,
            None => self.content(file, digest)?,
        };
        if let Some(content) = self.contents.get_mut(place as usize) {
            content.paths.push(Arc::clone(&path));
        }
        self.by_path.insert(path, place);
        Ok(())
    }

    fn content(&mut self, file: Prepared, digest: Digest) -> Result<u32, Failure> {
        let place = u32::try_from(self.contents.len()).unwrap_or(u32::MAX);
        let (records, rest) = file.apart();
        let rest = rest.ok_or_else(|| Failure::Unusable("a file cannot be kept in a temporary file".to_owned()))?;
        self.contents.push(Content { digest, rest: Kept::new(&rest, self.spool)?, paths: Vec::new() });
        self.by_digest.insert(digest, place);
        self.records(place, records)?;
        Ok(place)
    }

    /// Keeps records in blocks: those of one team together, and those of a change whose team is not known.
    fn records(&mut self, content: u32, records: Vec<Record>) -> Result<(), Failure> {
        self.n_records += records.len() as u64;
        let mut groups: Vec<(u32, Vec<Record>)> = Vec::new();
        let mut of_team: HashMap<String, usize> = HashMap::new();
        let mut of_change: HashMap<u32, usize> = HashMap::new();
        for record in records {
            let (id, team) = match &record {
                Record::Report(report) => (report.change.id.as_str(), report.change.team.as_deref()),
                Record::Verification(verification) => (verification.change.as_str(), None),
            };
            let change = self.partitioner.add(id, team);
            let known = match team {
                Some(team) => of_team.get(&name_key(team) as &str).copied(),
                None => of_change.get(&change).copied(),
            };
            let group = known.unwrap_or(groups.len());
            if known.is_none() {
                groups.push((change, Vec::new()));
            }
            if let Some(team) = team.filter(|_| known.is_none()) {
                of_team.insert(name_key(team).into_owned(), group);
            }
            of_change.insert(change, group);
            if let Some((_, records)) = groups.get_mut(group) {
                records.push(record);
            }
        }
        for (change, records) in groups {
            self.blocks_of(content, change, &records)?;
        }
        Ok(())
    }

    fn blocks_of(&mut self, content: u32, change: u32, records: &[Record]) -> Result<(), Failure> {
        let mut block = Vec::new();
        for (n, record) in records.iter().enumerate() {
            block = postcard::to_extend(record, block).map_err(|e| Failure::Unusable(format!("a record cannot be kept: {e}")))?;
            if block.len() >= BLOCK || n + 1 == records.len() {
                let records = Kept::new(&block, self.spool)?;
                self.blocks.push(Block { change, content, records });
                block.clear();
            }
        }
        Ok(())
    }
}

impl FileSink for Gathered<'_> {
    fn policy(&self) -> &Policy {
        &self.policy
    }

    fn add_root(&mut self, root: &str) {
        let root = root.trim_end_matches('/').to_owned();
        if !root.is_empty() && !self.roots.contains(&root) {
            self.roots.push(root);
        }
    }

    fn path_in_root<'f>(&self, file: &'f str) -> &'f str {
        file
    }

    fn add(&mut self, file: Prepared) {
        if self.failed.is_some() {
            return;
        }
        self.told.add(&file.receipt());
        self.failed = self.keep(file).err();
    }

    fn add_refused(&mut self, receipt: Receipt) {
        self.told.add(&receipt);
    }
}

/// A digest as bytes; that of the text where it is none.
fn digest_of(hex: &str) -> Digest {
    let mut out = [0; 32];
    let is_digest = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit());
    let own = if is_digest { None } else { Some(sha256_hex(hex.as_bytes())) };
    let digits = own.as_deref().unwrap_or(hex);
    for (n, byte) in out.iter_mut().enumerate() {
        *byte = digits.get(2 * n..2 * n + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(0);
    }
    out
}
