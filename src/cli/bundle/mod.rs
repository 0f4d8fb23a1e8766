//! `plumbline bundle`: a folder of reports and artifacts → a site's data set.

pub mod answers;
mod copies;
mod gather;
mod judge;
mod options;
mod origins;
mod plan;
mod policy;
mod told;
mod write;

use super::args::Failure;
use super::clock;
use super::input::{in_words, name_of, read_if_there};
use super::links::{refuse_links, refuse_links_below};
use super::page;
use super::terminal::{print, tell};
use super::tree::tree_below;
use super::whole_file::may_write;
use super::{parallel, spool};
use copies::read_copies;
use gather::Input;
use judge::{Files, judge_parts};
pub use options::{DataTerms, Making, Options};
pub use origins::Origins;
use plan::{Records, plan_parts};
use plumbline_domain::{Instant, Policy};
use plumbline_gate::{Bundle, Provenance, Terms, checks_json, raw_digests};
use plumbline_ingest::{Index, Redaction, index_from_json, redact, sha256_hex};
use plumbline_layers::{Buckets, Counts, INDEX, Layer, LayeredIndex, Merger, to_bytes};
use serde::Deserialize;
use serde::de::IgnoredAny;
use spool::SpoolFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
pub use told::Made;
use told::{faults_of, tell_left_out};
use write::{Writer, write_changes, write_packs};

/// What became of some input.
pub enum Outcome {
    /// A data set was written.
    Made(Box<Made>),
    /// Nothing was read that a data set could hold; what could not be used, each in a sentence.
    Nothing(Vec<String>),
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when something cannot be read or written.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    let site = options.site;
    let out = match (options.out, &site) {
        (Some(out), None) => out,
        (None, Some(site)) => site.join("data"),
        (None, None) => return Err(Failure::Usage("--out DIR or --site SITE is missing".to_owned())),
        (Some(_), Some(_)) => {
            return Err(Failure::Usage("--site SITE has the data set in SITE/data, so --out is not needed".to_owned()));
        }
    };
    let asked = Making::new(options.origins, options.terms);
    if let Some(site) = site.as_deref() {
        page::refuse_other(site)?;
    }
    let Outcome::Made(made) = make(asked, &out)? else {
        return Err(Failure::Unusable("no record and no tool output was read, so there is nothing to bundle".to_owned()));
    };
    made.tell();
    tell(&format!("{} in {}", made.in_words(), out.display()));
    print(&name_of(&out.join(INDEX)));
    match site {
        Some(site) => page::write(&site)?,
        None => tell_other_page(&out),
    }
    Ok(made.exit_code())
}

/// Writes the data set of some input into a folder, or adds to the one that is there.
///
/// # Errors
/// When something cannot be read or written.
pub fn make(asked: Making, out: &Path) -> Result<Outcome, Failure> {
    refuse_any_link(out)?;
    let redactor = if asked.raw { |_: &[u8]| Redaction::Clean } else { redact };
    let mut terms = Terms {
        max_artifact_bytes: asked.max_artifact_bytes,
        until: asked.generated_at.or_else(source_date).or(asked.else_generated_at),
        // what is written does not depend on it
        clock: Some(clock::now()),
        ..Terms::default()
    };
    // what is there already comes first, so that its months keep their order
    let standing = standing_index(out)?;
    if standing.is_some() {
        terms.raw_of = noted_digests(out)?;
    }
    let texts = SpoolFile::new()?;
    let mut input = Input::new(redactor, terms, &texts);
    if standing.is_some() {
        input.add_folder(out, Provenance { is_standing: true, ..provenance(out, None) })?;
    }
    let own = standing.as_ref().map(|index| own_files(index, &input));
    let paths: Vec<PathBuf> = asked.paths.iter().map(|(path, _)| path.clone()).collect();
    let mut links = Vec::new();
    for (path, repository) in asked.paths {
        let is_folder = std::fs::metadata(&path).map_err(|e| unreadable(&path, &e))?.is_dir();
        if !is_folder {
            input.add_file(&path, provenance(path.parent().unwrap_or(Path::new("")), repository))?;
            continue;
        }
        links.extend(input.add_folder(&path, provenance(&path, repository))?.into_iter().map(|link| path.join(link)));
    }
    let of_standing = standing.as_ref().and_then(|index| index.title.clone());
    let title = asked.title.or(of_standing).or(input.intake.title.take()).or(asked.else_titled);
    let policies = std::mem::take(&mut input.intake.policies);
    let before = standing.as_ref().map(|index| (out, index));
    let policy = policy::choose(&asked.policy, &paths, before, &policies)?;
    let mut plan = std::mem::take(&mut input.intake.plan);
    let until = input.intake.terms.until;
    if !asked.force {
        refuse_loss(out, &plan, until)?;
    }
    let ids = input.intake.partitioner.changes().collect::<Vec<_>>();
    let partitions = std::mem::take(&mut input.intake.partitioner).partitions();
    let stored = SpoolFile::new()?;
    let parts = plan_parts(&Records::of(&input.intake, &partitions), &mut plan, &stored)?;
    plan.add_loose(&input.intake.files, &input.intake.terms);
    let has_records = !std::mem::take(&mut input.intake.records).is_empty();
    if !has_records && plan.copies.is_empty() {
        tell_left_out(&plan);
        return Ok(Outcome::Nothing(faults_of(&plan).collect()));
    }
    let copies = read_copies(&plan, &input, redactor, &stored)?;
    let artifacts: BTreeMap<String, String> = plan
        .copies
        .iter()
        .filter_map(|(path, copied)| Some((path.clone(), plan.published(copied, &input.intake.files)?.0)))
        .collect();
    // as the index holds it, where no character hides or reorders others
    let policy_text = policy.text.as_deref().map(|text| plumbline_text::json(text).into_owned());
    let mut index = LayeredIndex {
        by: super::VERSION.to_owned(),
        title,
        generated_at: until.or(plan.newest),
        policy_sha256: policy_text.as_ref().map_or_else(|| policy.sha256.clone(), |text| sha256_hex(text.as_bytes())),
        policy_text,
        sha256: String::new(),
        counts: Counts::default(),
        segments: Vec::new(),
    };
    let in_force = in_force(&index)?;
    let files = Files { parts: &parts, artifacts: &artifacts, copies: &copies, stored: &stored };
    let (judged, merger) = judge_parts(&files, &in_force, index.now(), Merger::new(ids))?;
    let n_changes = judged.rows.len() as u64;
    let (summary, sources) = merger.finish(index.now(), in_force.1.clone(), index.title.clone());
    let buckets = Buckets::of(n_changes, asked.parts_above);

    let mut writer =
        Writer { out, standing: own.as_ref(), force: asked.force, is_scratch: asked.is_scratch, written: BTreeSet::new() };
    let checks = checks_json(&plan, &input.intake.files, super::VERSION, index.generated_at);
    if !writer.may_replace("checks.json") {
        may_write(&out.join("checks.json"), checks.as_bytes(), false)?;
    }
    let mut directory = write_packs(&parts, &artifacts, &copies, &stored, &mut writer)?;
    index.sha256.clone_from(&summary.sha256);
    index.counts = Counts {
        changes: n_changes,
        reports: summary.n_reports,
        verifications: summary.n_verifications,
        artifacts: artifacts.len() as u64,
        bytes: directory.files.iter().map(|file| file.bytes).sum(),
    };
    let is_in_parts = buckets.is_some();
    let common = if is_in_parts { summary.without_places() } else { summary.clone() };
    index.segments.push(writer.segment(Layer::Summary, None, &to_bytes(&common), 0)?);
    index.segments.extend(write_changes(judged, partitions.names(), buckets, &stored, &mut directory, &mut writer)?);
    if is_in_parts {
        index.segments.extend(answers::write(&index, &directory, &in_force.0, summary, &mut writer)?);
    }
    index.segments.push(writer.segment(Layer::Directory, None, &directory.to_bytes(), 0)?);
    index.segments.push(writer.segment(Layer::Sources, None, &to_bytes(&sources), 0)?);
    writer.put("checks.json", checks.as_bytes(), true)?;
    writer.put(INDEX, index.to_json().as_bytes(), writer.may_replace(INDEX))?;
    let not_removed = writer.remove_others(&plan);

    let (counts, dates_itself, is_raw) = (index.counts, until.is_none(), asked.raw);
    Ok(Outcome::Made(Box::new(Made { plan, policy, policies, links, not_removed, dates_itself, is_raw, counts })))
}

/// The policy that judges a data set.
fn in_force(index: &LayeredIndex) -> Result<(Policy, String), Failure> {
    index.policy().ok_or_else(|| Failure::Unusable("the policy has another digest in the index".to_owned()))
}

/// The files of the data set that is added to.
fn own_files(index: &Index, input: &Input<'_>) -> BTreeSet<String> {
    let listed = index.files.iter().map(|file| file.path.clone());
    let layered = input.layered.first().into_iter().flat_map(|(_, layered)| layered.own_paths());
    listed.chain(layered).collect()
}

/// Refuses a data set that a link leads to, or that holds one: nothing is written, read or removed through it.
fn refuse_any_link(out: &Path) -> Result<(), Failure> {
    refuse_links(out)?;
    if !out.is_dir() {
        return Ok(());
    }
    tree_below(out)?.links.first().map_or(Ok(()), |link| refuse_links_below(out, Path::new(link)))
}

/// Says so where the data set is that of a site whose page does not show it before its scripts run.
fn tell_other_page(out: &Path) {
    let site = out.parent().filter(|_| out.file_name().is_some_and(|name| name == "data"));
    if let Some(site) = site.map(|site| if site.as_os_str().is_empty() { Path::new(".") } else { site })
        && page::has_place(site)
    {
        let page = site.join("index.html");
        tell(&format!("note: {}: run plumbline page {} for it to show these data at once", page.display(), site.display()));
    }
}

/// Refuses a date by which records of the data set that is there would be lost. The future is no loss.
fn refuse_loss(out: &Path, plan: &Bundle, until: Option<Instant>) -> Result<(), Failure> {
    let now = clock::now();
    let n = plan.later_standing.iter().filter(|at| **at <= now).count();
    match until.filter(|_| n > 0) {
        None => Ok(()),
        Some(until) => Err(Failure::Unusable(format!(
            "{} holds records after {}, which would be lost: pass --generated-at now, or --force to drop them",
            out.display(),
            until.to_rfc3339()
        ))),
    }
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::Unusable(format!("{}: {}", path.display(), error.to_string().to_lowercase()))
}

/// The date that a reproducible build is given.
fn source_date() -> Option<Instant> {
    let seconds: i64 = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    let at = Instant::from_micros(seconds.checked_mul(1_000_000)?);
    // a time that could not be read again is none
    Instant::from_rfc3339(&at.to_rfc3339()).ok()
}

/// The index of the data set in a folder; none when there is no data set.
fn standing_index(out: &Path) -> Result<Option<Index>, Failure> {
    let path = out.join("index.json");
    let Some(bytes) = read_if_there(&path)? else { return Ok(None) };
    match index_from_json(&bytes) {
        Ok((index, _)) => Ok(Some(index)),
        Err(errors) => {
            let told = in_words(&path.display().to_string(), &errors);
            Err(Failure::Unusable(format!("the existing data set cannot be read\n{told}")))
        }
    }
}

/// The digests of the raw files that the `checks.json` of a data set notes. Nothing else holds them.
fn noted_digests(out: &Path) -> Result<BTreeMap<String, BTreeSet<String>>, Failure> {
    #[derive(Deserialize)]
    struct Checks {
        format: String,
        #[serde(rename = "artifacts")]
        _artifacts: Vec<IgnoredAny>,
    }
    let file = out.join("checks.json");
    let Some(bytes) = read_if_there(&file)? else { return Ok(BTreeMap::new()) };
    let damage = match serde_json::from_slice::<Checks>(&bytes) {
        Ok(Checks { format, .. }) if format == "plumbline.checks/1" => return Ok(raw_digests(&bytes)),
        Ok(Checks { format, .. }) => format!("is of the format {format}"),
        Err(error) => format!("is damaged: {error}"),
    };
    Err(Failure::Unusable(format!(
        "{}: {damage}: restore it, or remove it to go on without the digests of the raw files that it notes",
        file.display()
    )))
}

fn provenance(folder: &Path, repository: Option<String>) -> Provenance {
    Provenance { folder: folder.display().to_string(), repository, is_standing: false }
}
