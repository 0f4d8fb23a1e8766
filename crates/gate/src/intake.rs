//! What is read for a site's data set: which files hold records, which are artifacts, and which cannot be taken. Keeps no bytes.

use super::bundle::{AtHand, LeftOut, Provenance, Published, RecordAtHand, Weight};
use super::loss::lost_records;
use plumbline_domain::{DiagnosticSeverity, Fate, Format, Policy, Receipt};
use plumbline_ingest::{
    RecordText, Redaction, Source, default_policy, examine, expand, index_from_json, is_container, sha256_hex, unwrapped,
};
use plumbline_json::Cursor;
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

/// What was read of the input; `L` is where a file lies.
#[derive(Clone, Debug)]
pub struct Intake<L> {
    /// The records.
    pub records: Vec<RecordAtHand>,
    /// The files that hold no record.
    pub files: Vec<AtHand>,
    /// Where the bytes of each of these files can be had again.
    pub kept: Vec<Kept<L>>,
    /// The zips that were taken apart.
    pub zips: Vec<L>,
    /// What cannot be taken.
    pub left_out: BTreeSet<LeftOut>,
    /// The name of the data set, by the first index that gives one.
    pub title: Option<String>,
    /// The policies that were found.
    pub policies: Vec<FoundPolicy>,
    /// What is known of each input.
    pub inputs: Vec<Provenance>,
    redact: Redact,
    /// What a file is does not depend on the rules in force.
    policy: Policy,
    seen: BTreeSet<(usize, String)>,
}

impl<L> Intake<L> {
    /// An empty one, that publishes the copies that `redact` makes.
    pub fn new(redact: Redact) -> Self {
        Intake {
            records: Vec::new(),
            files: Vec::new(),
            kept: Vec::new(),
            zips: Vec::new(),
            left_out: BTreeSet::new(),
            title: None,
            policies: Vec::new(),
            inputs: Vec::new(),
            redact,
            policy: default_policy().0,
            seen: BTreeSet::new(),
        }
    }

    /// Begins an input.
    pub fn root(&mut self, input: Provenance) -> Root {
        self.inputs.push(input);
        Root(self.inputs.len() - 1)
    }

    /// Takes a file of an input; `path` is its path there, and `at` where it lies. A zip is taken apart when it is a part of the data:
    /// any other may be an artifact.
    pub fn add(&mut self, root: Root, path: String, bytes: Vec<u8>, at: L, is_part: bool) {
        if is_part && is_container(&bytes) {
            self.add_zip(root, &path, bytes, at);
        } else {
            self.take(root, Source::new(path, bytes), "", Kept::At(at));
        }
    }

    /// Says that a file cannot be taken.
    pub fn leave_out(&mut self, path: String, why: String, weight: Weight) {
        self.left_out.insert(LeftOut { path, why, weight });
    }

    /// A zip is an input of its own.
    fn add_zip(&mut self, outer: Root, path: &str, bytes: Vec<u8>, at: L) {
        let input = self.inputs.get(outer.0).cloned().unwrap_or_default();
        let root = self.root(Provenance { is_standing: false, ..input });
        let zip = self.zips.len();
        self.zips.push(at);
        let container = Source { path: String::new(), bytes: unwrapped(bytes), sha256: String::new() };
        let entries = match expand(&container, sha256_hex) {
            Ok(entries) => entries,
            Err(receipt) => return self.refuse(path.to_owned(), &receipt),
        };
        for (n, entry) in entries.enumerate() {
            match entry {
                Ok(source) => {
                    let inside = source.path.trim_start_matches('/').to_owned();
                    self.take(root, Source { path: inside, ..source }, path, Kept::In { zip, entry: n });
                }
                Err(receipt) => self.refuse(format!("{path}{}", receipt.file), &receipt),
            }
        }
    }

    /// Takes a file; `zip` is the name of the zip that holds it.
    fn take(&mut self, root: Root, source: Source, zip: &str, at: Kept<L>) {
        let (receipt, texts) = examine(&source, &self.policy);
        let Source { path, bytes, .. } = source;
        if receipt.is_refused() && lost_records(&receipt).next().is_some() {
            return self.refuse(path, &receipt);
        }
        let folder = self.inputs.get(root.0).map_or("", |input| input.folder.as_str());
        let file = [folder, zip, &path].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
        match (receipt.fate, receipt.format) {
            (Fate::Read, Format::GateReport | Format::Verification | Format::Records) => {
                // the same file twice counts once
                if self.seen.insert((root.0, receipt.sha256.clone())) {
                    self.add_records(root, &path, &receipt, texts);
                }
            }
            (Fate::Read, Format::Index) => {
                if let Ok((index, _)) = index_from_json(&bytes) {
                    self.title = self.title.take().or(index.title);
                    if let (Some(text), Some((_, sha256))) = (index.policy_text, index.policy) {
                        self.policies.push(FoundPolicy { file, text: Some(text), sha256 });
                    }
                }
            }
            (Fate::Read, Format::Policy) => {
                self.policies.push(FoundPolicy { file, text: None, sha256: receipt.sha256 });
            }
            (fate, format) => {
                let published = self.published(&bytes, &receipt.sha256, format);
                self.files.push(AtHand {
                    root: root.0,
                    path,
                    sha256: receipt.sha256,
                    bytes: receipt.bytes,
                    format: format.id(),
                    tool: receipt.tool,
                    of_a_tool: fate == Fate::Read && !matches!(format, Format::Unknown | Format::Zip),
                    published,
                });
                self.kept.push(at);
            }
        }
    }

    /// What of a file may be published.
    fn published(&self, bytes: &[u8], sha256: &str, format: Format) -> Published {
        match (self.redact)(bytes) {
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

    fn add_records(&mut self, root: Root, path: &str, receipt: &Receipt, texts: Vec<RecordText>) {
        for RecordText { line, text } in texts {
            match copied(&text) {
                Ok(record) => self.records.push(RecordAtHand { root: root.0, path: path.to_owned(), record }),
                Err(why) => {
                    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                    self.leave_out(format!("{path}{line}"), format!("it cannot be copied: {why}"), Weight::Fault);
                }
            }
        }
        for diagnostic in lost_records(receipt) {
            self.leave_out(format!("{path}{}", diagnostic.place()), diagnostic.message.clone(), Weight::Fault);
        }
    }

    fn refuse(&mut self, path: String, receipt: &Receipt) {
        let error = receipt.diagnostics.iter().find(|d| d.severity == DiagnosticSeverity::Error);
        self.leave_out(path, error.map_or("it cannot be read", |d| d.message.as_str()).to_owned(), Weight::Fault);
    }
}

/// Whether a signature covers the bytes of files of a format, so that a copy of other bytes would prove nothing.
fn is_signed(format: Format) -> bool {
    matches!(format, Format::InTotoStatement | Format::DsseEnvelope | Format::SigstoreBundle)
}

/// A record as it is copied. A copy could hold a key only once, and so it would say something else than the record.
fn copied(text: &str) -> Result<serde_json::Value, String> {
    let mut cursor = Cursor::new(text);
    // serde_json says what is wrong with it
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
    use crate::bundle::{Terms, bundle};

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
            let (mut entry, config) = zip.new_file(&format!("e/{n}.sarif")).start().unwrap();
            let mut writer = config.wrap(&mut entry);
            std::io::Write::write_all(&mut writer, SCAN.replace("\"t\"", &format!("\"t{n}\"")).as_bytes()).unwrap();
            let (_, output) = writer.finish().unwrap();
            entry.finish(output).unwrap();
        }
        zip.finish().unwrap();
        let mut intake = Intake::new(redactor);
        let root = intake.root(Provenance::default());
        intake.add(root, "many.zip".into(), bytes.clone(), "here", true);
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
        let mut intake = Intake::new(redactor);
        let root = intake.root(Provenance::default());
        intake.add(root, "s.sarif".into(), SCAN.into(), (), true);
        assert!(published_bytes(&intake.files[0], SCAN.into(), redactor).is_ok());
        assert!(published_bytes(&intake.files[0], SCAN.replace("hunter2", "hunter2x").into(), redactor).is_err());
        assert!(published_bytes(&intake.files[0], SCAN.into(), |_| Redaction::Clean).is_err(), "never the raw file");
    }

    #[test]
    fn attack_a_policy_and_a_key_that_stands_twice_are_found_and_not_taken() {
        let mut intake = Intake::new(redactor);
        let root = intake.root(Provenance { folder: "run".into(), ..Provenance::default() });
        let index =
            format!(r#"{{"format": "plumbline.index/1", "files": [], "policy": {}}}"#, plumbline_ingest::DEFAULT_POLICY_JSON);
        intake.add(root, "index.json".into(), index.into(), (), true);
        assert_eq!((intake.policies[0].file.as_str(), intake.policies[0].sha256.len()), ("run/index.json", 64));
        let twice = r#"{"format": "plumbline.gate-report/1", "gate": "intent", "recordedAt": "2026-11-01T00:00:00Z", "outcome": "passed",
            "change": {"id": "a#1"}, "evidence": [{"id": "e", "type": "threat-intent", "statement": "x", "statement": "y"}]}"#;
        intake.add(root, "r.json".into(), twice.into(), (), true);
        let out = bundle(intake.records, &intake.files, &Terms::default());
        let why: Vec<&str> = intake.left_out.iter().map(|l| l.why.as_str()).collect();
        assert_eq!((why, out.shards.len()), (vec!["it cannot be copied: the key \"statement\" stands twice in one object"], 0));
    }

    #[test]
    fn what_a_signature_covers_is_published_whole_or_not_at_all() {
        let mut intake = Intake::new(redactor);
        let root = intake.root(Provenance::default());
        let statement = |name: &str| {
            format!(
                r#"{{"_type": "https://in-toto.io/Statement/v1", "subject": [{{"name": "{name}", "digest": {{"sha256": "00"}}}}],
                "predicateType": "https://slsa.dev/provenance/v1", "predicate": {{}}}}"#
            )
        };
        intake.add(root, "a.json".into(), statement("app").into(), (), true);
        intake.add(root, "b.json".into(), statement("hunter2").into(), (), true);
        assert_eq!((intake.files[0].format, &intake.files[0].published), ("in-toto-statement", &Published::AsItIs));
        assert!(matches!(&intake.files[1].published, Published::Nothing(why) if why.contains("signed")));
    }
}
