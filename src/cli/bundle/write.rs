//! Writes a data set into its folder.

use super::super::args::Failure;
use super::super::input::read_file;
use super::super::whole_file::{may_write, write_whole};
use super::unreadable;
use plumbline_domain::Instant;
use plumbline_gate::{AtHand, Bundle, Kept, Redact, Weight, checks_json, each_entry, index_json, published_bytes};
use plumbline_ingest::sha256_hex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What the data set is written from, beside the plan.
pub(super) struct Parts<'a> {
    pub files: &'a [AtHand],
    pub kept: &'a [Kept<PathBuf>],
    pub zips: &'a [PathBuf],
    pub redact: Redact,
    pub title: Option<String>,
    pub policy_text: Option<String>,
    pub generated_at: Option<Instant>,
    /// The files of the data set that was there.
    pub standing: Option<BTreeSet<String>>,
    pub force: bool,
}

impl Parts<'_> {
    /// Whether a file may be replaced: a data set may replace its own files, and nothing else.
    fn may_replace(&self, path: &str) -> bool {
        let is_own = |own: &BTreeSet<String>| own.contains(path) || path == "index.json" || path == "checks.json";
        self.force || self.standing.as_ref().is_some_and(is_own)
    }
}

/// Writes what was planned, and removes what the data set held before and does not any more.
///
/// # Errors
/// When a file cannot be read again, has changed, or cannot be written.
pub(super) fn write(out: &Path, plan: &Bundle, parts: &Parts<'_>) -> Result<(), Failure> {
    let mut listed: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (path, text) in &plan.shards {
        may_write(&out.join(path), text.as_bytes(), parts.may_replace(path))?;
        listed.insert(path.clone(), (sha256_hex(text.as_bytes()), text.len() as u64));
    }
    for (path, copied) in &plan.copies {
        listed.extend(plan.published(copied, parts.files).map(|published| (path.clone(), published)));
    }
    for (path, text) in &plan.shards {
        write_whole(&out.join(path), text.as_bytes(), true)?;
    }
    write_copies(out, plan, parts, &listed)?;
    let files: Vec<(String, String, u64)> = listed.into_iter().map(|(path, (sha256, bytes))| (path, sha256, bytes)).collect();
    let checks = checks_json(plan, parts.files, super::super::VERSION, parts.generated_at);
    write_whole(&out.join("checks.json"), checks.as_bytes(), parts.may_replace("checks.json"))?;
    let index = index_json(parts.title.as_deref(), parts.generated_at, &files, parts.policy_text.as_deref());
    write_whole(&out.join("index.json"), index.as_bytes(), parts.may_replace("index.json"))?;
    remove_others(out, plan, parts, &files.iter().map(|(path, ..)| path.as_str()).collect());
    Ok(())
}

/// Writes the copies that are not there yet. The bytes of one at a time are in memory, beside the packed ones of one zip.
fn write_copies(out: &Path, plan: &Bundle, parts: &Parts<'_>, listed: &BTreeMap<String, (String, u64)>) -> Result<(), Failure> {
    let mut of_zips: BTreeMap<usize, BTreeMap<usize, Vec<(&str, &AtHand)>>> = BTreeMap::new();
    let copy = |path: &str, file: &AtHand, bytes: Vec<u8>| {
        let bytes = published_bytes(file, bytes, parts.redact).map_err(Failure::Unusable)?;
        write_whole(&out.join(path), &bytes, parts.may_replace(path))
    };
    for (path, copied) in &plan.copies {
        let Some((file, kept)) = parts.files.get(copied.from).zip(parts.kept.get(copied.from)) else { continue };
        if listed.get(path).is_some_and(|(sha256, bytes)| is_there(&out.join(path), sha256, *bytes)) {
            continue;
        }
        match (&copied.notice, kept) {
            (Some(notice), _) => write_whole(&out.join(path), notice.as_bytes(), parts.may_replace(path))?,
            (None, Kept::At(at)) => copy(path, file, read_file(at).map_err(|e| unreadable(at, &e))?)?,
            (None, Kept::In { zip, entry }) => {
                of_zips.entry(*zip).or_default().entry(*entry).or_default().push((path, file));
            }
        }
    }
    for (zip, mut wanted) in of_zips {
        let Some(at) = parts.zips.get(zip) else { continue };
        each_entry(read_file(at).map_err(|e| unreadable(at, &e))?, |entry, bytes| {
            let targets = wanted.remove(&entry).unwrap_or_default();
            targets.into_iter().try_for_each(|(path, file)| copy(path, file, bytes.clone()))
        })?;
        if !wanted.is_empty() {
            return Err(Failure::Unusable(format!("{} changed while it was being read", at.display())));
        }
    }
    Ok(())
}

/// Whether these bytes stand there already, in a file and not behind a link.
fn is_there(path: &Path, sha256: &str, bytes: u64) -> bool {
    path.symlink_metadata().is_ok_and(|m| m.is_file() && m.len() == bytes)
        && read_file(path).is_ok_and(|found| sha256_hex(&found) == sha256)
}

/// Removes what the data set listed before and does not any more. A shard that could not be read stays.
fn remove_others(out: &Path, plan: &Bundle, parts: &Parts<'_>, kept: &BTreeSet<&str>) {
    let is_lost = |path: &str| plan.left_out.iter().any(|left| left.weight == Weight::Fault && left.path.starts_with(path));
    for path in parts.standing.iter().flatten().filter(|path| !kept.contains(path.as_str())) {
        let is_inside = !path.split(['/', '\\']).any(|part| part == "..") && !Path::new(path).is_absolute();
        if is_inside && (path.starts_with("evidence/") || (path.starts_with("reports/") && !is_lost(path))) {
            let _ = std::fs::remove_file(out.join(path));
        }
    }
}
