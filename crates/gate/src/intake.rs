//! What is read for a site's data set: which files hold records, which are artifacts, and which cannot be taken.

use super::bundle::{AtHand, LeftOut, RecordAtHand};
use super::loss::lost_records;
use plumbline_domain::{DiagnosticSeverity, Fate, Format, Policy, Receipt};
use plumbline_ingest::{RecordText, Source, default_policy, examine, expand, index_from_json, is_container, unwrapped};
use std::collections::BTreeSet;

/// Where the bytes of a file can be had again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept<L> {
    /// Where the caller found them.
    At(L),
    /// Here, since they came out of a zip.
    Bytes(Vec<u8>),
}

/// One of the inputs: paths in its reports never leave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root(pub(crate) usize);

/// What was read of the input; `L` is where a file lies.
#[derive(Clone, Debug)]
pub struct Intake<L> {
    /// The records.
    pub records: Vec<RecordAtHand>,
    /// The files that hold no record.
    pub files: Vec<AtHand>,
    /// Where the bytes of each of these files can be had again.
    pub kept: Vec<Kept<L>>,
    /// What cannot be taken.
    pub left_out: BTreeSet<LeftOut>,
    /// The name of the data set, by the first index that gives one.
    pub title: Option<String>,
    /// The text of the policy, by the first index that carries one.
    pub policy_text: Option<String>,
    /// What a file is does not depend on the rules in force.
    policy: Policy,
    n_roots: usize,
    seen: BTreeSet<String>,
}

impl<L> Default for Intake<L> {
    fn default() -> Self {
        Intake {
            records: Vec::new(),
            files: Vec::new(),
            kept: Vec::new(),
            left_out: BTreeSet::new(),
            title: None,
            policy_text: None,
            policy: default_policy().0,
            n_roots: 0,
            seen: BTreeSet::new(),
        }
    }
}

impl<L> Intake<L> {
    /// Begins an input.
    pub fn root(&mut self) -> Root {
        self.n_roots += 1;
        Root(self.n_roots - 1)
    }

    /// Takes a file of an input; `path` is its path there, and `at` where it lies. A zip is taken apart when it is a part of the data:
    /// any other may be an artifact.
    pub fn add(&mut self, root: Root, path: String, bytes: Vec<u8>, at: L, is_part: bool) {
        if is_part && is_container(&bytes) {
            self.add_zip(&path, bytes);
        } else {
            self.take(root, Source::new(path, bytes), Some(at));
        }
    }

    /// A zip is an input of its own.
    fn add_zip(&mut self, path: &str, bytes: Vec<u8>) {
        let root = self.root();
        let container = Source { path: String::new(), bytes: unwrapped(bytes), sha256: String::new() };
        let entries = match expand(&container, plumbline_ingest::sha256_hex) {
            Ok(entries) => entries,
            Err(receipt) => return self.refuse(path.to_owned(), &receipt),
        };
        for entry in entries {
            match entry {
                Ok(source) => {
                    let inside = source.path.trim_start_matches('/').to_owned();
                    self.take(root, Source { path: inside, ..source }, None);
                }
                Err(receipt) => self.refuse(format!("{path}{}", receipt.file), &receipt),
            }
        }
    }

    fn take(&mut self, root: Root, source: Source, at: Option<L>) {
        let (receipt, texts) = examine(&source, &self.policy);
        let Source { path, bytes, .. } = source;
        if receipt.is_refused() && lost_records(&receipt).next().is_some() {
            return self.refuse(path, &receipt);
        }
        match (receipt.fate, receipt.format) {
            (Fate::Read, Format::GateReport | Format::Verification | Format::Records) => {
                // the same file twice counts once
                if self.seen.insert(receipt.sha256.clone()) {
                    self.add_records(root, &path, &receipt, texts);
                }
            }
            (Fate::Read, Format::Index) => {
                if let Ok((index, _)) = index_from_json(&bytes) {
                    self.title = self.title.take().or(index.title);
                    self.policy_text = self.policy_text.take().or(index.policy_text);
                }
            }
            (Fate::Read, Format::Policy) => self.leave_out(path, "a policy is passed with --policy".to_owned(), false),
            (fate, format) => {
                self.files.push(AtHand {
                    root: root.0,
                    path,
                    sha256: receipt.sha256,
                    bytes: receipt.bytes,
                    format: format.id(),
                    tool: receipt.tool,
                    of_a_tool: fate == Fate::Read && !matches!(format, Format::Unknown | Format::Zip),
                });
                self.kept.push(at.map_or(Kept::Bytes(bytes), Kept::At));
            }
        }
    }

    fn add_records(&mut self, root: Root, path: &str, receipt: &Receipt, texts: Vec<RecordText>) {
        for RecordText { line, text } in texts {
            match serde_json::from_str(&text) {
                Ok(record) => self.records.push(RecordAtHand { root: root.0, path: path.to_owned(), record }),
                Err(e) => {
                    let line = line.map(|line| format!(":{line}")).unwrap_or_default();
                    self.leave_out(format!("{path}{line}"), format!("it cannot be copied: {e}"), true);
                }
            }
        }
        for diagnostic in lost_records(receipt) {
            self.leave_out(format!("{path}{}", diagnostic.place()), diagnostic.message.clone(), true);
        }
    }

    fn refuse(&mut self, path: String, receipt: &Receipt) {
        let error = receipt.diagnostics.iter().find(|d| d.severity == DiagnosticSeverity::Error);
        self.leave_out(path, error.map_or("it cannot be read", |d| d.message.as_str()).to_owned(), true);
    }

    fn leave_out(&mut self, path: String, why: String, is_fault: bool) {
        self.left_out.insert(LeftOut { path, why, is_fault });
    }
}
