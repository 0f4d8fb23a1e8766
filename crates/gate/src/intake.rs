//! What is read for a site's data set: which files hold records, which are artifacts, and which cannot be taken. Keeps no bytes.

use super::bundle::{AtHand, Bundle, Head, LeftOut, Provenance, Published, Terms, Weight, head_of};
use super::loss::lost_records;
use plumbline_domain::{DiagnosticSeverity, Fate, Format, Policy, Receipt};
use plumbline_ingest::{RecordText, Redaction, Source, default_policy, examine, expand, index_from_json, sha256_hex, unwrapped};
use plumbline_json::Cursor;
use plumbline_layers::Partitioner;
use std::collections::BTreeSet;

/// Makes the copy of a file that may be published.
pub type Redact = fn(&[u8]) -> Redaction;

/// Where the bytes of a file can be had again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<L> {
    /// Where the caller found them.
    At(L),
    /// In a zip.
    In {
        /// Its place in [`Intake::zips`].
        zip: usize,
        /// The place of the entry in it, as [`each_entry`] counts.
        entry: usize,
    },
}

/// One of the inputs: paths in its reports never leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root(pub(crate) usize);

/// A policy that the index of an input carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundPolicy {
    /// The file that holds it.
    pub file: String,
    /// Its text; none for a policy file, which has to be passed by its name.
    pub text: Option<String>,
    /// The SHA-256 of its bytes.
    pub sha256: String,
}

/// Where the texts of records are kept while all of the input is read, so that they are not in memory.
pub trait Spool {
    /// Keeps a text, and says where.
    ///
    /// # Errors
    /// When there is no place for it: a phrase that says why.
    fn keep(&mut self, text: &str) -> Result<u64, String>;
}

/// A record whose text is kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptRecord {
    /// Which of the inputs it was found in.
    pub root: u32,
    /// The place of the path of its file in [`Intake::paths`].
    pub path: u32,
    /// The number of its change, for [`plumbline_layers::Partitions::of`].
    pub change: u32,
    /// Where its text is kept.
    pub at: u64,
    /// The size of the text.
    pub bytes: u32,
}

/// What was read of the input; `L` is where a file lies.
#[derive(Debug)]
pub struct Intake<L, S> {
    /// The records that go into the data set, in the order of the input.
    pub records: Vec<KeptRecord>,
    /// The paths of their files.
    pub paths: Vec<String>,
    /// Which of them are judged together.
    pub partitioner: Partitioner,
    /// What is known of the records that do not.
    pub plan: Bundle,
    /// The files that hold no record.
    pub files: Vec<AtHand>,
    /// Where the bytes of each of these files can be had again.
    pub kept: Vec<Kept<L>>,
    /// The zips that were taken apart.
    pub zips: Vec<L>,
    /// The name of the data set, by the first index that gives one.
    pub title: Option<String>,
    /// The policies that were found.
    pub policies: Vec<FoundPolicy>,
    /// What the data set is made by.
    pub terms: Terms,
    /// The texts of the records.
    pub spool: S,
    redact: Redact,
    seen: BTreeSet<(usize, String)>,
}

impl<L, S: Spool> Intake<L, S> {
    /// An empty one, that publishes the copies that `redact` makes.
    pub fn new(redact: Redact, terms: Terms, spool: S) -> Self {
        Intake {
            records: Vec::new(),
            paths: Vec::new(),
            partitioner: Partitioner::default(),
            plan: Bundle::default(),
            files: Vec::new(),
            kept: Vec::new(),
            zips: Vec::new(),
            title: None,
            policies: Vec::new(),
            terms,
            spool,
            redact,
            seen: BTreeSet::new(),
        }
    }

    /// Begins an input.
    pub fn root(&mut self, input: Provenance) -> Root {
        self.terms.inputs.push(input);
        Root(self.terms.inputs.len() - 1)
    }

    /// Says that a file cannot be taken.
    pub fn leave_out(&mut self, path: String, why: String, weight: Weight) {
        self.plan.left_out.insert(LeftOut { path, why, weight });
    }

    /// Takes a zip that is a part of the data apart: it is an input of its own. `path` is its path in its input, and `at` where it lies.
    ///
    /// # Errors
    /// When a record cannot be kept.
    pub fn add_zip(&mut self, outer: Root, path: &str, bytes: Vec<u8>, at: L) -> Result<(), String> {
        let input = self.terms.inputs.get(outer.0).cloned().unwrap_or_default();
        let root = self.root(Provenance { is_standing: false, ..input });
        let zip = self.zips.len();
        self.zips.push(at);
        let container = Source { path: String::new(), bytes: unwrapped(bytes), sha256: String::new() };
        let entries = match expand(&container, sha256_hex) {
            Ok(entries) => entries,
            Err(receipt) => {
                self.refuse(path.to_owned(), &receipt);
                return Ok(());
            }
        };
        let policy = default_policy().0;
        for (n, entry) in entries.enumerate() {
            match entry {
                Ok(source) => {
                    let inside = source.path.trim_start_matches('/').to_owned();
                    let file = examined(Source { path: inside, ..source }, &policy, self.redact);
                    self.take(root, file, path, Kept::In { zip, entry: n })?;
                }
                Err(receipt) => self.refuse(format!("{path}{}", receipt.file), &receipt),
            }
        }
        Ok(())
    }

    /// Takes a file that [`examined`] read; `zip` is the name of the zip that holds it, and empty where none does.
    ///
    /// # Errors
    /// When a record cannot be kept.
    pub fn take(&mut self, root: Root, file: Examined, zip: &str, at: Kept<L>) -> Result<(), String> {
        let Examined { receipt, held } = file;
        let path = receipt.file.clone();
        let folder = self.terms.inputs.get(root.0).map_or("", |input| input.folder.as_str());
        let name = [folder, zip, &path].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        match held {
            Held::Refused => self.refuse(path, &receipt),
            Held::Records(records) => {
                // the same file twice counts once
                if self.seen.insert((root.0, receipt.sha256.clone())) {
                    self.add_records(root, &path, &receipt, records)?;
                }
            }
            Held::Index { title, policy } => {
                self.title = self.title.take().or(title);
                if let Some((text, sha256)) = policy {
                    self.policies.push(FoundPolicy { file: name, text: Some(text), sha256 });
                }
            }
            Held::Policy => self.policies.push(FoundPolicy { file: name, text: None, sha256: receipt.sha256 }),
            Held::File(published) => {
                self.files.push(AtHand {
                    root: root.0,
                    path,
                    sha256: receipt.sha256,
                    bytes: receipt.bytes,
                    format: receipt.format.id(),
                    tool: receipt.tool,
                    of_a_tool: receipt.fate == Fate::Read && !matches!(receipt.format, Format::Unknown | Format::Zip),
                    published,
                });
                self.kept.push(at);
            }
        }
        Ok(())
    }

    fn add_records(&mut self, root: Root, path: &str, receipt: &Receipt, records: Vec<ExaminedRecord>) -> Result<(), String> {
        let mut place = None;
        for ExaminedRecord { line, text, head } in records {
            let head = match head {
                Ok(head) => head,
                Err(why) => {
                    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                    self.leave_out(format!("{path}{line}"), format!("it cannot be copied: {why}"), Weight::Fault);
                    continue;
                }
            };
            let input = self.terms.inputs.get(root.0);
            if let Err(refusal) = head.admitted(input, &self.terms) {
                let is_standing = input.is_some_and(|input| input.is_standing);
                self.plan.refuse(path, refusal, is_standing);
                continue;
            }
            let place = *place.get_or_insert_with(|| {
                self.paths.push(path.to_owned());
                u32::try_from(self.paths.len() - 1).unwrap_or(u32::MAX)
            });
            let change = self.partitioner.add(&head.change, head.team.as_deref());
            let at = self.spool.keep(&text)?;
            let bytes = u32::try_from(text.len()).map_err(|_| format!("{path}: a record is too large"))?;
            let root = u32::try_from(root.0).unwrap_or(u32::MAX);
            self.records.push(KeptRecord { root, path: place, change, at, bytes });
        }
        for diagnostic in lost_records(receipt) {
            self.leave_out(format!("{path}{}", diagnostic.place()), diagnostic.message.clone(), Weight::Fault);
        }
        Ok(())
    }

    fn refuse(&mut self, path: String, receipt: &Receipt) {
        let error = receipt.diagnostics.iter().find(|d| d.severity == DiagnosticSeverity::Error);
        self.leave_out(path, error.map_or("it cannot be read", |d| d.message.as_str()).to_owned(), Weight::Fault);
    }
}

/// A file as it was examined by itself; its bytes are gone.
#[derive(Debug)]
pub struct Examined {
    receipt: Receipt,
    held: Held,
}

/// What a file holds.
#[derive(Debug)]
enum Held {
    /// Records that cannot be read.
    Refused,
    Records(Vec<ExaminedRecord>),
    Index {
        title: Option<String>,
        /// Its text and its digest.
        policy: Option<(String, String)>,
    },
    Policy,
    /// Anything else, and what of it may be published.
    File(Published),
}

/// A record as it was examined.
#[derive(Debug)]
struct ExaminedRecord {
    line: Option<u64>,
    text: String,
    /// What is known of it, or why it cannot be copied.
    head: Result<Head, String>,
}

/// Reads a file by itself; `policy` decides nothing but what can be read. Several threads may do so, and hand over what they read to
/// [`Intake::take`].
pub fn examined(source: Source, policy: &Policy, redact: Redact) -> Examined {
    let (receipt, texts) = examine(&source, policy);
    let held = match (receipt.fate, receipt.format) {
        _ if receipt.is_refused() && lost_records(&receipt).next().is_some() => Held::Refused,
        (Fate::Read, Format::GateReport | Format::Verification | Format::Records) => {
            let record = |RecordText { line, text }| ExaminedRecord { line, head: copied(&text).map(|r| head_of(&r)), text };
            Held::Records(texts.into_iter().map(record).collect())
        }
        (Fate::Read, Format::Index) => match index_from_json(&source.bytes) {
            Ok((index, _)) => {
                let policy = index.policy_text.zip(index.policy).map(|(text, (_, sha256))| (text, sha256));
                Held::Index { title: index.title, policy }
            }
            Err(_) => Held::Index { title: None, policy: None },
        },
        (Fate::Read, Format::Policy) => Held::Policy,
        (_, format) => Held::File(published(&source.bytes, &receipt.sha256, format, redact)),
    };
    Examined { receipt, held }
}

/// What of a file may be published.
fn published(bytes: &[u8], sha256: &str, format: Format, redact: Redact) -> Published {
    match redact(bytes) {
        Redaction::Clean => Published::AsItIs,
        Redaction::Copy { .. } if is_signed(format) => {
            Published::Nothing("it holds secrets, and a copy without them would not be what was signed".to_owned())
        }
        Redaction::Copy { bytes, n_values } => match sha256_hex(&bytes) {
            copy if copy == sha256 => Published::AsItIs,
            copy => Published::Copy { sha256: copy, bytes: bytes.len() as u64, n_values },
        },
        Redaction::Impossible(why) => Published::Nothing(why),
    }
}

/// Whether a signature covers the bytes of files of a format, so that a copy of other bytes would prove nothing.
fn is_signed(format: Format) -> bool {
    matches!(format, Format::InTotoStatement | Format::DsseEnvelope | Format::SigstoreBundle)
}

/// A record as it is copied. A copy could hold a key only once, and so it would say something else than the record.
fn copied(text: &str) -> Result<serde_json::Value, String> {
    // what is wrong with it says serde_json
    if !Cursor::new(text).skip_noting_repeated_keys().unwrap_or(true) {
        return serde_json::from_str(text).map_err(|e| e.to_string());
    }
    let mut cursor = Cursor::new(text);
    let _ = cursor.value();
    match cursor.repeated() {
        Some((key, _)) => Err(format!("the key {key:?} stands twice in one object")),
        None => serde_json::from_str(text).map_err(|e| e.to_string()),
    }
}

/// The bytes of a file as they are published; `bytes` are those that were read of it.
///
/// # Errors
/// When they are not the bytes that were read before.
pub fn published_bytes(file: &AtHand, bytes: Vec<u8>, redact: Redact) -> Result<Vec<u8>, String> {
    let changed = || format!("{} changed while it was being read", file.path);
    if sha256_hex(&bytes) != file.sha256 {
        return Err(changed());
    }
    let Published::Copy { sha256, .. } = &file.published else { return Ok(bytes) };
    match redact(&bytes) {
        Redaction::Copy { bytes, .. } if sha256_hex(&bytes) == *sha256 => Ok(bytes),
        _ => Err(changed()),
    }
}

/// Unpacks a zip that was taken apart before, and hands over the bytes of one entry after the other with its place.
///
/// # Errors
/// The first of `take`.
pub fn each_entry<E>(bytes: Vec<u8>, mut take: impl FnMut(usize, Vec<u8>) -> Result<(), E>) -> Result<(), E> {
    let container = Source { path: String::new(), bytes: unwrapped(bytes), sha256: String::new() };
    let Ok(entries) = expand(&container, |_| String::new()) else { return Ok(()) };
    for (n, entry) in entries.enumerate() {
        if let Ok(source) = entry {
            take(n, source.bytes)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps texts in memory.
    impl Spool for Vec<String> {
        fn keep(&mut self, text: &str) -> Result<u64, String> {
            self.push(text.to_owned());
            Ok(self.len() as u64 - 1)
        }
    }

    fn intake<L>() -> Intake<L, Vec<String>> {
        Intake::new(redactor, Terms::default(), Vec::new())
    }

    fn add(intake: &mut Intake<(), Vec<String>>, root: Root, path: &str, bytes: impl Into<Vec<u8>>) {
        let file = examined(Source::new(path, bytes.into()), &default_policy().0, redactor);
        intake.take(root, file, "", Kept::At(())).unwrap();
    }

    /// Redacts one word.
    fn redactor(bytes: &[u8]) -> Redaction {
        let text = String::from_utf8_lossy(bytes);
        match text.contains("hunter2") {
            true => Redaction::Copy { bytes: text.replace("hunter2", "(redacted)").into_bytes(), n_values: 1 },
            false => Redaction::Clean,
        }
    }

    const SCAN: &str =
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": [], "properties": {"p": "hunter2"}}]}"#;

    #[test]
    fn attack_the_entries_of_a_zip_are_not_kept_in_memory() {
        let mut bytes = Vec::new();
        let mut zip = rawzip::ZipArchiveWriter::new(&mut bytes);
        for n in 0..50 {
            let (mut entry, config) = zip.new_file(format!("e/{n}.sarif")).start().unwrap();
            let mut writer = config.wrap(&mut entry);
            std::io::Write::write_all(&mut writer, SCAN.replace("\"t\"", &format!("\"t{n}\"")).as_bytes()).unwrap();
            let (_, output) = writer.finish().unwrap();
            entry.finish(output).unwrap();
        }
        zip.finish().unwrap();
        let mut intake = intake();
        let root = intake.root(Provenance::default());
        intake.add_zip(root, "many.zip", bytes.clone(), "here").unwrap();
        assert_eq!((intake.files.len(), intake.zips.as_slice()), (50, &["here"][..]));
        assert!(intake.kept.iter().enumerate().all(|(n, kept)| *kept == Kept::In { zip: 0, entry: n }));
        // each is found again, and published without its secret
        let mut n = 0;
        let done: Result<(), String> = each_entry(bytes, |entry, bytes| {
            let published = published_bytes(&intake.files[entry], bytes, redactor)?;
            assert!(String::from_utf8(published).unwrap().contains("(redacted)"));
            n += 1;
            Ok(())
        });
        assert_eq!((done, n), (Ok(()), 50));
    }

    #[test]
    fn attack_a_file_that_is_swapped_while_it_is_read_is_not_published() {
        let mut intake = intake();
        let root = intake.root(Provenance::default());
        add(&mut intake, root, "s.sarif", SCAN);
        assert!(published_bytes(&intake.files[0], SCAN.into(), redactor).is_ok());
        assert!(published_bytes(&intake.files[0], SCAN.replace("hunter2", "hunter2x").into(), redactor).is_err());
        assert!(published_bytes(&intake.files[0], SCAN.into(), |_| Redaction::Clean).is_err(), "never the raw file");
    }

    #[test]
    fn attack_a_policy_and_a_key_that_stands_twice_are_found_and_not_taken() {
        let mut intake = intake();
        let root = intake.root(Provenance { folder: "run".into(), ..Provenance::default() });
        let index =
            format!(r#"{{"format": "plumbline.index/1", "files": [], "policy": {}}}"#, plumbline_ingest::DEFAULT_POLICY_JSON);
        add(&mut intake, root, "index.json", index);
        assert_eq!((intake.policies[0].file.as_str(), intake.policies[0].sha256.len()), ("run/index.json", 64));
        let twice = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T00:00:00Z", "outcome": "passed",
            "change": {"id": "a#1"}, "evidence": [{"id": "e", "type": "threat-intent", "statement": "x", "statement": "y"}]}"#;
        add(&mut intake, root, "r.json", twice);
        let why: Vec<&str> = intake.plan.left_out.iter().map(|l| l.why.as_str()).collect();
        assert_eq!(
            (why, intake.records.len()),
            (vec!["it cannot be copied: the key \"statement\" stands twice in one object"], 0)
        );
    }

    #[test]
    fn what_a_signature_covers_is_published_whole_or_not_at_all() {
        let mut intake = intake();
        let root = intake.root(Provenance::default());
        let statement = |name: &str| {
            format!(
                r#"{{"_type": "https://in-toto.io/Statement/v1", "subject": [{{"name": "{name}", "digest": {{"sha256": "00"}}}}],
                "predicateType": "https://slsa.dev/provenance/v1", "predicate": {{}}}}"#
            )
        };
        add(&mut intake, root, "a.json", statement("app"));
        add(&mut intake, root, "b.json", statement("hunter2"));
        assert_eq!((intake.files[0].format, &intake.files[0].published), ("in-toto-statement", &Published::AsItIs));
        assert!(matches!(&intake.files[1].published, Published::Nothing(why) if why.contains("signed")));
    }
}
