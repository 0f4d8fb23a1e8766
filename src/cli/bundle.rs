//! `plumbline bundle`: a folder of reports and artifacts → a site's data set.

use super::args::{Failure, time_of, value_of};
use super::clock;
use super::input::{in_words, name_of, policy_from_file, read_file};
use super::terminal::{print, tell};
use super::tree::files_below;
use super::whole_file::{may_write, write_whole};
use plumbline_domain::Instant;
use plumbline_gate::{AtHand, Bundle, Intake, Kept, Root, bundle, checks_json, index_json};
use plumbline_ingest::{index_from_json, sha256_hex};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline bundle PATH... --out DIR [--title TEXT] [--policy FILE] [--generated-at T] [--max-artifact-bytes N] [--force]

Builds a site's data set from folders and files: index.json, records by month, artifacts by their digest, and checks.json, which
lists what was read and checked. Adds to a data set that is already in DIR; months without anything new keep their bytes.

  --out DIR               the data set, such as data
  --title TEXT            its name (default: that of the existing data set, or of an index.json in PATH)
  --policy FILE           the policy for the index (default: likewise, or else the built-in one, which every site has)
  --generated-at T        the date at which the page assesses the data: a time, a day, or now (default: SOURCE_DATE_EPOCH, or else
                          the date of the newest record, so that the same input makes the same bytes)
  --max-artifact-bytes N  leave larger artifacts out; their records stay and count as attached
  --force                 replace files in DIR that belong to no data set

Exits with 1 when a record could not be used, 2 when something cannot be read or written.";

/// What a record of the future does.
const LATER: &str = "without --generated-at the newest record dates the data set: correct the record, or pass --generated-at now";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read or written.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let (mut out, mut title, mut policy, mut max, mut force) = (None::<PathBuf>, None, None::<PathBuf>, None, false);
    let mut generated_at = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Long("out") => out = Some(PathBuf::from(parser.value()?)),
            Long("title") => title = Some(parser.value()?.string()?),
            Long("policy") => policy = Some(PathBuf::from(parser.value()?)),
            Long("generated-at") => generated_at = Some(time_of(&mut parser, "generated-at", false)?),
            Long("max-artifact-bytes") => max = Some(value_of(&mut parser, "max-artifact-bytes")?),
            Long("force") => force = true,
            Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let out = out.ok_or_else(|| Failure::Usage("--out DIR is missing".to_owned()))?;
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    let policy_text = policy.as_deref().map(policy_text).transpose()?;

    let mut intake = Intake::default();
    // what is there already comes first, so that its months keep their order
    let standing = standing_index(&out)?;
    if standing.is_some() {
        add_folder(&mut intake, &out)?;
    }
    for path in &paths {
        let is_folder = std::fs::metadata(path).map_err(|e| unreadable(path, &e))?.is_dir();
        if is_folder { add_folder(&mut intake, path)? } else { add_file(&mut intake, path)? }
    }
    let title = title.or(intake.title.take());
    let policy_text = policy_text.or(intake.policy_text.take());
    let Intake { records, files, kept, mut left_out, .. } = intake;
    let mut plan = bundle(records, &files, max);
    plan.left_out.append(&mut left_out);
    if plan.shards.is_empty() && plan.copies.is_empty() {
        return Err(Failure::Unusable("no record and no tool output was read, so there is nothing to bundle".to_owned()));
    }
    // the clock is only spoken of: what is written does not depend on it
    let now = clock::now();
    for (at, path) in plan.dates.iter().filter(|(at, _)| *at > now) {
        tell(&format!("warning: {path}: a record is dated {}, which is in the future: {LATER}", at.to_rfc3339()));
    }
    let generated_at = generated_at.or_else(source_date).or(plan.newest);
    if let (Some(at), Some(newest)) = (generated_at, plan.newest)
        && at < newest
    {
        tell(&format!(
            "warning: the data set is dated {}, but its newest record {}: the page ignores later records",
            at.to_rfc3339(),
            newest.to_rfc3339()
        ));
    }
    write(&out, &plan, &Parts { files: &files, kept: &kept, title, policy_text, generated_at, standing, force })?;
    for left in &plan.left_out {
        tell(&format!("{}: {}: {}", if left.is_fault { "error" } else { "note" }, left.path, left.why));
    }
    tell(&format!(
        "{} gate reports, {} verifications, {} artifacts in {}",
        plan.records.0,
        plan.records.1,
        plan.copies.len(),
        out.display()
    ));
    print(&name_of(&out.join("index.json")));
    Ok(if plan.left_out.iter().any(|l| l.is_fault) { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()))
}

/// The text of a policy that can be used.
fn policy_text(path: &Path) -> Result<String, Failure> {
    policy_from_file(path)?;
    let bytes = read_file(path).map_err(|e| unreadable(path, &e))?;
    String::from_utf8(bytes).map_err(|_| Failure::Unusable(format!("{}: a policy in an index must be UTF-8", path.display())))
}

/// The date that a reproducible build is given.
fn source_date() -> Option<Instant> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    let at = Instant::from_micros(seconds.checked_mul(1_000_000)?);
    // a time that could not be read again is none
    Instant::from_rfc3339(&at.to_rfc3339()).ok()
}

/// The files that the data set in a folder lists; none when there is no data set.
fn standing_index(out: &Path) -> Result<Option<BTreeSet<String>>, Failure> {
    let path = out.join("index.json");
    let Ok(bytes) = read_file(&path) else { return Ok(None) };
    match index_from_json(&bytes) {
        Ok((index, _)) => Ok(Some(index.files.into_iter().map(|f| f.path).collect())),
        Err(errors) => {
            let told = in_words(&path.display().to_string(), &errors);
            Err(Failure::Unusable(format!("the existing data set cannot be read\n{told}")))
        }
    }
}

/// The bytes of a file that is copied.
fn bytes_of(kept: &Kept<PathBuf>) -> Result<Cow<'_, [u8]>, Failure> {
    match kept {
        Kept::At(path) => read_file(path).map(Cow::Owned).map_err(|e| unreadable(path, &e)),
        Kept::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
    }
}

fn add_folder(intake: &mut Intake<PathBuf>, folder: &Path) -> Result<(), Failure> {
    let listed = standing_index(folder).ok().flatten();
    let root = intake.root();
    for path in files_below(folder)? {
        // what an earlier run noted is noted again
        if listed.is_some() && path == "checks.json" {
            continue;
        }
        // a zip that no index lists may be an artifact
        let is_part = listed.as_ref().is_some_and(|listed| listed.contains(&path));
        add_path(intake, root, path.clone(), folder.join(&path), is_part)?;
    }
    Ok(())
}

fn add_file(intake: &mut Intake<PathBuf>, path: &Path) -> Result<(), Failure> {
    let root = intake.root();
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    add_path(intake, root, name, path.to_owned(), true)
}

fn add_path(intake: &mut Intake<PathBuf>, root: Root, name: String, path: PathBuf, is_part: bool) -> Result<(), Failure> {
    let bytes = read_file(&path).map_err(|e| unreadable(&path, &e))?;
    intake.add(root, name, bytes, path, is_part);
    Ok(())
}

/// What the data set is written from, beside the plan.
struct Parts<'a> {
    files: &'a [AtHand],
    kept: &'a [Kept<PathBuf>],
    title: Option<String>,
    policy_text: Option<String>,
    generated_at: Option<Instant>,
    /// The files of the data set that was there.
    standing: Option<BTreeSet<String>>,
    force: bool,
}

fn write(out: &Path, plan: &Bundle, parts: &Parts<'_>) -> Result<(), Failure> {
    // a data set may replace its own files, and nothing else
    let is_own = |path: &str| {
        parts.standing.as_ref().is_some_and(|own| own.contains(path) || path == "index.json" || path == "checks.json")
    };
    let mut listed: BTreeMap<String, (String, u64)> = BTreeMap::new();
    for (path, text) in &plan.shards {
        may_write(&out.join(path), text.as_bytes(), parts.force || is_own(path))?;
        listed.insert(path.clone(), (sha256_hex(text.as_bytes()), text.len() as u64));
    }
    for (path, copied) in &plan.copies {
        let Some(file) = parts.files.get(copied.from) else { continue };
        listed.insert(path.clone(), (file.sha256.clone(), file.bytes));
    }
    for (path, text) in &plan.shards {
        write_whole(&out.join(path), text.as_bytes(), true)?;
    }
    for (path, copied) in &plan.copies {
        let Some((file, source)) = parts.files.get(copied.from).zip(parts.kept.get(copied.from)) else { continue };
        let target = out.join(path);
        let is_there = std::fs::metadata(&target).is_ok_and(|m| m.len() == file.bytes)
            && read_file(&target).is_ok_and(|bytes| sha256_hex(&bytes) == file.sha256);
        if is_there {
            continue;
        }
        let bytes = bytes_of(source)?;
        if sha256_hex(&bytes) != file.sha256 {
            return Err(Failure::Unusable(format!("{} changed while it was being read", file.path)));
        }
        write_whole(&target, &bytes, parts.force || is_own(path))?;
    }
    let files: Vec<(String, String, u64)> = listed.into_iter().map(|(path, (sha256, bytes))| (path, sha256, bytes)).collect();
    let checks = checks_json(plan, parts.files, super::VERSION, parts.generated_at);
    write_whole(&out.join("checks.json"), checks.as_bytes(), parts.force || is_own("checks.json"))?;
    let index = index_json(parts.title.as_deref(), parts.generated_at, &files, parts.policy_text.as_deref());
    write_whole(&out.join("index.json"), index.as_bytes(), parts.force || is_own("index.json"))?;
    // what the data set listed before and does not any more is no part of it
    for path in parts.standing.iter().flatten().filter(|path| !files.iter().any(|(kept, ..)| kept == *path)) {
        let is_inside = !path.split(['/', '\\']).any(|part| part == "..") && !Path::new(path).is_absolute();
        if is_inside && path.starts_with("evidence/") {
            let _ = std::fs::remove_file(out.join(path));
        }
    }
    Ok(())
}
