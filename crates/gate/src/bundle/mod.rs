//! A site's data set from records and artifacts: shards by month, files by their digest. The same input makes the same bytes.

mod name;
mod notation;
mod record;
mod secrets;
#[cfg(test)]
mod tests;

pub use notation::{checks_json, index_json, raw_digests};

use name::name_of;
use plumbline_domain::{Instant, is_of, repository_of};
use plumbline_ingest::artifact_paths;
use record::{Copies, artifacts_of, change_of, dated};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A file at hand that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// Its path in that input.
    pub path: String,
    /// The digest of its bytes.
    pub sha256: String,
    /// Their number.
    pub bytes: u64,
    /// What it was taken for.
    pub format: &'static str,
    /// The tool that wrote it.
    pub tool: Option<String>,
    /// Whether it is a tool's file that is shown even when no report names it.
    pub of_a_tool: bool,
    /// What of it may be published.
    pub published: Published,
}

impl AtHand {
    /// The digest of what is published of it.
    pub fn digest(&self) -> &str {
        match &self.published {
            Published::Copy { sha256, .. } => sha256,
            Published::AsItIs | Published::Nothing(_) => &self.sha256,
        }
    }

    /// How many bytes are published of it.
    pub fn size(&self) -> u64 {
        match &self.published {
            Published::Copy { bytes, .. } => *bytes,
            Published::AsItIs | Published::Nothing(_) => self.bytes,
        }
    }
}

/// What of a file may be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// The file.
    AsItIs,
    /// A copy without its secrets.
    Copy {
        /// The digest of the copy.
        sha256: String,
        /// Its size.
        bytes: u64,
        /// How many values were redacted.
        n_values: u64,
    },
    /// Nothing, for this reason.
    Nothing(String),
}

/// What is known of an input.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The folder of its files, as it was given.
    pub folder: String,
    /// The repository whose records these are.
    pub repository: Option<String>,
    /// Whether it is the data set that is added to.
    pub is_standing: bool,
}

/// One record of a report file.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordAtHand {
    /// Which of the inputs it was found in.
    pub root: usize,
    /// The path of its file in that input.
    pub path: String,
    /// The record.
    pub record: Value,
}

/// A file of the data set that is made from one of the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Which of [`Bundle`]'s files at hand it is.
    pub from: usize,
    /// The check of its digest: `same`, `differs` or `not-recorded`.
    pub digest: &'static str,
    /// The text that stands in its place: its bytes may not be published, but refute a record.
    pub notice: Option<String>,
    /// The digests of the files of which it is the redacted copy.
    pub raw: BTreeSet<String>,
}

/// How much it matters that something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It does not belong into a data set.
    Note,
    /// It was kept apart, since it must decide nothing.
    Warning,
    /// It was lost and ought to be there.
    Fault,
}

/// Something that did not go into the data set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub why: String,
    /// How much it matters.
    pub weight: Weight,
}

/// What goes into the data set, but for the bytes of the copies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bundle {
    /// The shards of records, by path.
    pub shards: BTreeMap<String, String>,
    /// The copies, by path.
    pub copies: BTreeMap<String, Copied>,
    /// What did not go in.
    pub left_out: BTreeSet<LeftOut>,
    /// How many gate reports and verifications.
    pub records: (u64, u64),
    /// How many records are of another origin.
    pub n_of_another_origin: u64,
    /// How many records are dated after the data set.
    pub n_later: u64,
    /// The later ones of the data set that is added to.
    pub later_standing: BTreeSet<Instant>,
    /// The texts of records in which secrets were masked: the file, the record and the field.
    pub masked: BTreeSet<(String, String)>,
    /// Artifacts that new records name and that are not at hand: the file of the record, and the path it names.
    pub not_at_hand: Vec<(String, String)>,
    /// The latest date of any record.
    pub newest: Option<Instant>,
    /// The file and the date of each record.
    pub dates: BTreeSet<(Instant, String)>,
}

/// What a data set is made by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// Larger artifacts stay out, unless their digest is not the recorded one.
    pub max_artifact_bytes: Option<u64>,
    /// Later records stay out.
    pub until: Option<Instant>,
    /// What is known of each input, by root.
    pub inputs: Vec<Provenance>,
    /// The digests of the raw files of copies in the data set that is added to, by the path of the copy.
    pub raw_of: BTreeMap<String, BTreeSet<String>>,
}

/// A record as it is written.
struct Line {
    at: Option<Instant>,
    text: String,
    /// How many of the artifacts that it names are at hand.
    n_found: usize,
    /// Those that are not, of a record that is new: the file of the record, and the path it names.
    missing: Vec<(String, String)>,
}

/// Plans the data set.
pub fn bundle(records: Vec<RecordAtHand>, files: &[AtHand], terms: &Terms) -> Bundle {
    let mut out = Bundle::default();
    let by_path: BTreeMap<(usize, &str), usize> = files.iter().enumerate().map(|(n, f)| ((f.root, f.path.as_str()), n)).collect();
    let find = |root: usize, path: &str, stated: &str| {
        let candidates = artifact_paths(path, stated).unwrap_or_default();
        candidates.iter().find_map(|c| by_path.get(&(root, c.as_str())).copied())
    };
    let is_standing = |root: usize| terms.inputs.get(root).is_some_and(|input| input.is_standing);
    let raw_of = |file: &AtHand| is_standing(file.root).then(|| terms.raw_of.get(&file.path)).flatten();

    // a run tells of the raw bytes until its artifact is a copy
    let mut taken: Vec<(RecordAtHand, Option<Instant>, bool)> = Vec::with_capacity(records.len());
    let mut copies = Copies::default();
    for at_hand in records {
        let RecordAtHand { root, path, record } = &at_hand;
        match admitted(record, terms.inputs.get(*root), terms.until) {
            Ok((at, is_report)) => {
                copies.learn(record, |stated| {
                    let file = files.get(find(*root, path, stated)?)?;
                    Some((file, raw_of(file)))
                });
                taken.push((at_hand, at, is_report));
            }
            Err(refusal) => {
                let (why, weight) = match refusal {
                    Refusal::Fault(why) => (why, Weight::Fault),
                    Refusal::AnotherOrigin(why) => {
                        out.n_of_another_origin += 1;
                        (why, Weight::Warning)
                    }
                    Refusal::Later(at, why) => {
                        out.n_later += 1;
                        out.later_standing.extend(Some(at).filter(|_| is_standing(*root)));
                        (why, Weight::Warning)
                    }
                };
                out.left_out.insert(LeftOut { path: path.clone(), why, weight });
            }
        }
    }

    let mut named: BTreeSet<usize> = BTreeSet::new();
    let mut months: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (RecordAtHand { root, path, mut record }, at, is_report) in taken {
        let month = at.map_or_else(|| "undated".to_owned(), |at| at.month().to_string());
        copies.rewrite_runs(&mut record);
        let scopes = copies.scopes_of(&record);
        let (mut n_found, mut missing) = (0, Vec::new());
        for artifact in artifacts_of(&mut record) {
            let Some(stated) = artifact.path() else { continue };
            let Some((n, file)) = find(root, &path, &stated).and_then(|n| Some((n, files.get(n)?))) else {
                copies.rewrite_absent(artifact, &scopes);
                missing.push((path.clone(), stated));
                continue;
            };
            named.insert(n);
            n_found += 1;
            let digest = artifact.check(file);
            let mut copied = Copied { from: n, digest, notice: None, raw: BTreeSet::new() };
            let mut wanted = format!("evidence/{month}/{}", name_of(file));
            match (&file.published, digest) {
                (Published::Nothing(why), "differs") => {
                    let notice = format!("Not published: {why}.\n");
                    wanted = format!("evidence/{month}/{}", name::name_of_notice(&notice, file));
                    copied.notice = Some(notice);
                }
                (Published::Copy { .. }, _) => {
                    copied.raw.insert(file.sha256.clone());
                }
                _ => copied.raw.extend(raw_of(file).into_iter().flatten().cloned()),
            }
            artifact.rewrite(file, &wanted);
            if let Published::Nothing(why) = &file.published {
                out.left_out.insert(LeftOut { path: wanted.clone(), why: why.clone(), weight: Weight::Fault });
            }
            if digest != "differs" && (is_too_large(file, terms) || matches!(file.published, Published::Nothing(_))) {
                out.left_out.extend(too_large(file, &wanted, terms));
            } else {
                out.copy(wanted, copied, files);
            }
        }
        for field in secrets::mask_record(&mut record) {
            out.masked.insert((path.clone(), field));
        }
        if is_standing(root) {
            missing.clear();
        }
        let line = Line { at, text: plumbline_text::json(&record.to_string()).into_owned(), n_found, missing };
        // a record is the same wherever its artifacts lie
        artifacts_of(&mut record).into_iter().for_each(record::Named::forget_path);
        let lines = months.entry(month).or_default();
        match seen.get(&record.to_string()).and_then(|&n| lines.get_mut(n)) {
            Some(known) if known.n_found < n_found => *known = line,
            Some(_) => {}
            None => {
                *(if is_report { &mut out.records.0 } else { &mut out.records.1 }) += 1;
                out.newest = out.newest.max(at);
                out.dates.extend(at.map(|at| (at, path.clone())));
                seen.insert(record.to_string(), lines.len());
                lines.push(line);
            }
        }
    }
    for (month, mut lines) in months {
        // stable: records of one time keep their order, which decides between two reports of the same gate
        lines.sort_by_key(|line| line.at);
        let mut text = String::with_capacity(lines.iter().map(|line| line.text.len() + 1).sum());
        for mut line in lines {
            text.push_str(&line.text);
            text.push('\n');
            out.not_at_hand.append(&mut line.missing);
        }
        out.shards.insert(format!("reports/{month}.ndjson"), text);
    }
    out.add_loose(files, &named, terms);
    out
}

impl Bundle {
    /// The digest and the size of a copy.
    pub fn published(&self, copied: &Copied, files: &[AtHand]) -> Option<(String, u64)> {
        files.get(copied.from).map(|file| notation::published(file, copied))
    }

    /// Adds a copy. Two files never share a path.
    fn copy(&mut self, path: String, copied: Copied, files: &[AtHand]) {
        let Some(known) = self.copies.get_mut(&path) else {
            self.copies.insert(path, copied);
            return;
        };
        let of = |copied: &Copied| files.get(copied.from).map(|file| notation::published(file, copied));
        if of(known) != of(&copied) {
            let why = "two files would get this name: nothing may be lost, so rename one of them".to_owned();
            self.left_out.insert(LeftOut { path, why, weight: Weight::Fault });
            return;
        }
        // one record that says otherwise is enough
        if copied.digest == "differs" || known.digest == "not-recorded" {
            known.digest = copied.digest;
        }
        known.raw.extend(copied.raw);
    }

    /// Adds the tools' files that no record names.
    fn add_loose(&mut self, files: &[AtHand], named: &BTreeSet<usize>, terms: &Terms) {
        let by_digest: BTreeSet<&str> = named.iter().filter_map(|&n| files.get(n)).map(AtHand::digest).collect();
        for (n, file) in files.iter().enumerate().filter(|(n, _)| !named.contains(n)) {
            if by_digest.contains(file.digest()) {
                continue;
            }
            let wanted = format!("evidence/loose/{}", name_of(file));
            let left_out = |path: &str, why: &str, weight| LeftOut { path: path.to_owned(), why: why.to_owned(), weight };
            if !file.of_a_tool {
                self.left_out.insert(left_out(&file.path, "not a known format, and no report names it", Weight::Note));
            } else if let Published::Nothing(why) = &file.published {
                self.left_out.insert(left_out(&file.path, why, Weight::Fault));
            } else if is_too_large(file, terms) {
                self.left_out.extend(too_large(file, &wanted, terms));
            } else {
                let is_copy = matches!(file.published, Published::Copy { .. });
                let raw = is_copy.then(|| file.sha256.clone()).into_iter().collect();
                self.copy(wanted, Copied { from: n, digest: "not-recorded", notice: None, raw }, files);
            }
        }
    }
}

fn is_too_large(file: &AtHand, terms: &Terms) -> bool {
    terms.max_artifact_bytes.is_some_and(|max| file.size() > max)
}

fn too_large(file: &AtHand, path: &str, terms: &Terms) -> Option<LeftOut> {
    let why = format!("{} bytes are more than --max-artifact-bytes", file.size());
    is_too_large(file, terms).then(|| LeftOut { path: path.to_owned(), why, weight: Weight::Note })
}

/// Why a record is not taken.
enum Refusal {
    /// It cannot be used.
    Fault(String),
    /// It speaks of a change of another repository.
    AnotherOrigin(String),
    /// It is dated after the data set.
    Later(Instant, String),
}

/// The date of a record that goes into the data set, and whether it is a gate report.
fn admitted(record: &Value, input: Option<&Provenance>, until: Option<Instant>) -> Result<(Option<Instant>, bool), Refusal> {
    let (at, is_report) = dated(record).map_err(Refusal::Fault)?;
    let change = change_of(record).unwrap_or_default();
    let apart = |why: String| Err(Refusal::AnotherOrigin(format!("a record of {change} is kept apart: {why}")));
    let source = record.pointer("/source/repository").and_then(Value::as_str).filter(|source| !source.trim().is_empty());
    if let Some(wanted) = input.and_then(|input| input.repository.as_deref()) {
        if !is_of(change, wanted) {
            return apart(format!("the change is of another repository than {wanted}"));
        }
        if let Some(source) = source.filter(|source| !is_same(source, wanted)) {
            return apart(format!("it was written in {source}, not in {wanted}"));
        }
    }
    if let Some(source) = source.filter(|source| !is_of(change, source)) {
        return apart(format!("it was written in {source}, not in {}", repository_of(change).unwrap_or_default()));
    }
    match (at, until) {
        (Some(at), Some(until)) if at > until => {
            let why = format!("a record of {change} is dated {}, after the data set: it decides nothing", at.to_rfc3339());
            Err(Refusal::Later(at, why))
        }
        _ => Ok((at, is_report)),
    }
}

/// Whether two names mean one repository.
fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
