//! `plumbline collect`: one gate report from the artifacts at hand.

mod artifacts;
mod change;
mod committed;
mod files;
mod options;

pub use options::Options;

use super::args::Failure;
use super::input::name_of;
use super::links::{read_plain_file, refuse_links, refuse_links_below};
use super::terminal::{print, tell};
use super::tree::{files_below, inputs_of};
use super::whole_file::{may_write, write_below, write_whole};
use super::{clock, git};
use change::{block, commit, local, settle, surroundings};
use committed::WorkTrees;
use files::{Files, below, other_gates};
use plumbline_domain::{Gate, Instant};
use plumbline_gate::words::collect as words;
use plumbline_gate::{Collected, Draft, Offered, Service, collect, folder_name, gaps, may_replace, statements};
use plumbline_report::text::number::counted;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, UNIX_EPOCH};

/// Runs the command.
///
/// # Errors
/// On wrong usage, when a variable is missing, a block malformed, a file unreadable or there already.
pub fn run(mut o: Options) -> Result<ExitCode, Failure> {
    if let Some(policy) = o.policy.file() {
        refuse_links(policy)?;
    }
    let gate = o.gate;
    let now = o.run.now.unwrap_or_else(clock::second);
    let checkout = o.run.checkout.clone();
    let surroundings = settle(surroundings()?, o.stated.change.id.trim(), &checkout);
    let block = block(&o, &surroundings)?;
    if o.stated.change.id.trim().is_empty() {
        o.stated.change.id = match surroundings.change() {
            Ok(id) => id,
            Err(why) => local(&surroundings, &checkout).ok_or(Failure::Unusable(why))?,
        };
    }
    let touches_by_author = o.stated.touches.is_none();
    let is_authorship_known = o.stated.authorship.or(block.as_ref().and_then(|b| b.authorship)).is_some();
    let commit = commit(&o, &surroundings, is_authorship_known, &checkout);
    let stated = std::mem::take(&mut o.stated);
    let completed = stated.completed(&surroundings, block.as_ref(), commit.as_ref(), now);
    let change = completed.map_err(|e| Failure::Unusable(e.to_string()))?;
    for gap in gaps(&change) {
        tell(&format!("note: {gap}"));
    }

    let data = o.run.data.clone();
    let folder = folder_name(&change.id);
    let name = o.part.as_deref().map_or_else(|| gate.id().to_owned(), |part| format!("{}-{}", gate.id(), folder_name(part)));
    let out = o.run.out.clone().unwrap_or_else(|| data.join("reports").join(&folder).join(format!("{name}.json")));
    refuse_links(&data)?;
    earlier_report(&out, (&change.id, o.part.as_deref()), now, o.run.force)?;
    let mut files = Files {
        data: &data,
        folder: format!("evidence/{folder}/{name}"),
        may_be_committed: gate == Gate::Intent,
        raw: o.run.raw,
        copies: BTreeMap::new(),
        notes: Vec::new(),
        work_trees: WorkTrees::default(),
    };
    if files.work_trees.hold(&data)? {
        return Err(Failure::Unusable(format!("{}: {}", name_of(&data), words::COMMITTED_DATA)));
    }
    let mut offered = files.offered(&o.artifacts)?;
    for note in &files.notes {
        tell(&format!("note: {note}"));
    }
    if gate == Gate::Intent
        && let Some(block) = &block
    {
        match block.threat_intent() {
            Some(text) => {
                let path = files.copied("threat-intent.md", text.as_bytes(), None);
                let artifact_type = Some("threat-intent".to_owned());
                offered.push(Offered { path, bytes: text.into_bytes(), artifact_type, ..Offered::default() });
            }
            None => tell(&format!("note: {}", words::NO_INTENT)),
        }
    }
    let copies = files.copies;
    if offered.is_empty() && o.claims.is_empty() {
        tell("note: no evidence is offered: everything that the gate requires will be missing");
    }

    let draft = Draft {
        gate,
        part: o.part.clone(),
        now,
        outcome: o.run.outcome,
        mode: o.run.mode,
        touches_by_author,
        perceived: block.as_ref().map(|b| statements(b, &change, now)).unwrap_or_default(),
        by: o.run.by.clone().unwrap_or_else(|| surroundings.service.map_or("local", Service::actor).to_owned()),
        inputs: inputs(&o, &checkout, gate, &offered)?,
        other_gates: other_gates(&data, &folder, gate),
        change,
        offered,
        claims: o.claims,
        source: surroundings.source(git::commit(&checkout, "HEAD")),
    };
    let policy = o.policy.in_force(std::slice::from_ref(&data))?;
    let report_path = below(&data, &out).unwrap_or_else(|| name_of(&out));
    let Collected { report, notes } =
        collect(&draft, &policy.policy, &policy.sha256, &report_path).map_err(|errors| Failure::Unusable(errors.join("\n")))?;
    for note in &notes {
        tell(&format!("note: {note}"));
    }
    if report.change.touches.is_none() {
        tell(&format!("note: {}", words::NO_TOUCHES));
    }
    let json = report.to_json().map_err(|e| Failure::Unusable(e.to_string()))?;
    // nothing is written when something of it may not be
    may_write(&out, json.as_bytes(), o.run.force)?;
    for (path, copy) in &copies {
        refuse_links_below(&data, Path::new(path))?;
        may_write(&data.join(path), &copy.bytes, o.run.force)?;
    }
    for (path, copy) in &copies {
        write_below(&data, Path::new(path), &copy.bytes, o.run.force)?;
        keep_time(&data.join(path), copy.written_at);
    }
    match below(&data, &out) {
        Some(inside) => write_below(&data, Path::new(&inside), json.as_bytes(), o.run.force)?,
        None => write_whole(&out, json.as_bytes(), o.run.force)?,
    }
    if let (Some(service), Some(run)) = (surroundings.service, &surroundings.run) {
        tell(&format!("made by run {run} of {}", service.actor()));
    }
    for item in &report.evidence {
        tell(&format!("{}  {}  {}", item.artifact_type, item.id, item.artifact.as_ref().map_or("claimed", |a| a.path.as_str())));
    }
    print(&name_of(&out));
    Ok(ExitCode::SUCCESS)
}

/// A report that is there already is replaced only by force, and never by an older one or by that of another change or part.
fn earlier_report(out: &Path, of: (&str, Option<&str>), now: Instant, force: bool) -> Result<(), Failure> {
    if out.symlink_metadata().is_err() {
        return Ok(());
    }
    let bytes = read_plain_file(out)?;
    if !force {
        return Err(Failure::Unusable(format!("the report {} exists already: use --force to replace it", name_of(out))));
    }
    may_replace(&bytes, of, now).map_err(Failure::Unusable)
}

/// Gives a copy the time of its original: evidence that is collected again from the copy is no younger. Where the file system does not
/// keep times, the copy is as old as it is.
fn keep_time(copy: &Path, written_at: Option<Instant>) {
    let time = written_at.and_then(|at| u64::try_from(at.micros()).ok()).map(|micros| UNIX_EPOCH + Duration::from_micros(micros));
    if let (Some(time), Ok(file)) = (time, File::options().write(true).open(copy)) {
        let _ = file.set_modified(time);
    }
}

/// The digest of what the commands ran on; none at the intent gate, and none without files to have been made by commands.
fn inputs(o: &Options, checkout: &Path, gate: Gate, offered: &[Offered]) -> Result<Option<String>, Failure> {
    if gate == Gate::Intent || offered.is_empty() {
        return Ok(None);
    }
    match inputs_of(checkout, &files_below(checkout)?, &o.run.inputs) {
        Ok((digest, n)) => {
            tell(&format!("inputs: {}, sha256 {digest}", counted(n as u64, "file", "files")));
            Ok(Some(digest))
        }
        Err(Failure::Unusable(why)) if o.run.inputs.is_empty() => {
            tell(&format!("note: no inputs are recorded: {why}"));
            Ok(None)
        }
        Err(failure) => Err(failure),
    }
}
