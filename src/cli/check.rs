//! `plumbline check`: the gate of a pull request.

use super::admission::Admission;
use super::args::{Failure, time, word};
use super::clock;
use super::comment::CommentChoice;
use super::input::{name_of, read_admitted, read_file, tell_diagnostics};
use super::policy_choice::PolicyChoice;
use super::terminal::{commands, document, tell};
use super::whole_file::write_whole;
use clap::Args;
use plumbline_assess::Assessment;
use plumbline_domain::{Cloud, Instant};
use plumbline_gate::{
    Annotations, Check, Ignored, PolicyOrigin, Service, check_to_annotations, check_to_json, check_to_markdown, check_to_plain,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Pass or fail a change
///
/// Reads files, folders and zips, and lists for each change: required evidence that is missing (only claimed in a sentence, in a file
/// that its type does not accept, or in one that says nothing of what it must prove), contradicted or stale, and open critical or high
/// findings. Each item names the probe that decides, with its sentence and place (plumbline probes explains them).
///
/// A PATH such as origin/main:data is a folder or file of a commit, read from git and not from the checkout. Records in files that git
/// tracks are ignored, because the change itself may have brought them; so is a record dated before the commit that it speaks of.
///
/// Exits with 0 when every change passes, 1 when one fails, 2 on wrong usage or when nothing could be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline check plumbline-data --policy origin/main:policy.json
  plumbline check plumbline-data --change contoso/platform#482 --explain")]
pub struct Options {
    /// The files, folders and zips to read, or one of a commit, such as origin/main:data
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only this change; can be repeated. A change that no report names fails, because nothing proves it
    #[arg(long = "change", value_name = "ID")]
    changes: Vec<String>,
    /// Only the change that this gate report names, such as the one that plumbline collect just wrote
    #[arg(long, value_name = "REPORT")]
    change_of: Vec<PathBuf>,
    /// Count records in files that git tracks too, for data that is kept in git
    #[arg(long)]
    committed_records: bool,
    /// Everything that is read comes from this repository, such as contoso/platform: records of changes of another one are kept apart
    #[arg(long, value_name = "R")]
    repository: Option<String>,
    /// The assessment time, such as 2026-11-20T10:15:00Z or 2026-11-20; not in the future [default: the clock]
    #[arg(long, value_name = "T", value_parser = past)]
    now: Option<Instant>,
    /// Fail on everything required that is not verified, also inconclusive evidence and missing bytes
    #[arg(long)]
    strict: bool,
    /// Add the command that supplies each item
    #[arg(long)]
    explain: bool,
    /// Show the commands of this cloud [default: the one that the evidence of the change speaks of]
    #[arg(long, value_name = "CLOUD", value_parser = word(&Cloud::IDS, Cloud::from_id))]
    cloud: Option<Cloud>,
    /// Annotations in the format of this service [default: detected from GITHUB_ACTIONS or TF_BUILD]
    #[arg(long, value_name = "SERVICE", value_parser = word(&STYLES, style_of))]
    annotations: Option<Style>,
    /// Write a Markdown summary to this file, at most 1 MB; - prints it in place of the list
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    #[command(flatten)]
    comment: CommentChoice,
    /// Replace the files of --markdown and --comment
    #[arg(long)]
    force: bool,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read or holds nothing that can be.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    let Options {
        paths, changes: mut wanted, now, strict, explain, markdown, force, json: as_json, policy, cloud, comment, ..
    } = options;
    for report in &options.change_of {
        wanted.push(change_of(report)?);
    }
    let to_stdout = markdown.as_deref() == Some(Path::new("-"));
    if to_stdout && as_json {
        return Err(Failure::Usage("--json and --markdown - both write to stdout".to_owned()));
    }
    if comment.is_to_stdout() && (to_stdout || as_json) {
        return Err(Failure::Usage("only one of --comment -, --markdown - and --json writes to stdout".to_owned()));
    }
    let comment = comment.of_change(&wanted)?;
    let policy = policy.in_force(&paths)?;
    tell(&policy.in_words());
    let mut admission = Admission::of_check(&paths, options.committed_records)?;
    let service = Service::detect(&|name| std::env::var(name).ok());
    if let PolicyOrigin::File(path) = &policy.origin
        && service.is_some()
        && admission.is_of_change(Path::new(path))
    {
        tell(&format!(
            "warning: the policy {path} stands in the checkout, so the change itself may have altered it: \
             name it in the base branch (--policy origin/main:PATH)"
        ));
    }
    let mut reader = read_admitted(&paths, policy.policy, policy.sha256, &mut admission)?;
    if let Some(repository) = &options.repository {
        reader.bind("", repository);
    }
    let ignored = admission.ignored();
    let dataset = reader.into_dataset(now.unwrap_or_else(clock::now));
    tell_diagnostics(&dataset);
    tell_ignored(&ignored);
    if dataset.is_unread() && ignored.is_empty() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let assessment = Assessment::new(dataset);
    let check = Check::on(&assessment, &wanted, strict, cloud).under(policy.origin).without(ignored);
    for id in check.unknown_changes() {
        tell(&format!("warning: no gate report names the change \"{id}\""));
    }
    if let Some(path) = markdown.filter(|_| !to_stdout) {
        write_whole(&path, check_to_markdown(&check, explain).as_bytes(), force)?;
    }
    let comment_on_stdout = match &comment {
        Some(comment) => comment.write(&check, &assessment, service, force)?,
        None => None,
    };
    let text = if let Some(text) = comment_on_stdout {
        text
    } else if as_json {
        check_to_json(&check)
    } else if to_stdout {
        check_to_markdown(&check, explain)
    } else {
        check_to_plain(&check, explain)
    };
    document(&text);
    if let Some(style) = options.annotations.map_or_else(|| service.and_then(Annotations::of), |style| style.0) {
        let lines = check_to_annotations(&check, style);
        commands(&lines, as_json || to_stdout || comment.is_some_and(|c| c.is_to_stdout()));
    }
    let passed = check.verdict().passed();
    std::mem::forget(assessment);
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// The change that a gate report names.
fn change_of(report: &Path) -> Result<String, Failure> {
    let unusable = |why: &str| Failure::Unusable(format!("{}: {why}", name_of(report)));
    let bytes = read_file(report).map_err(|e| unusable(&e.to_string().to_lowercase()))?;
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|e| unusable(&e.to_string()))?;
    let id = value.pointer("/change/id").and_then(serde_json::Value::as_str);
    id.map(str::to_owned).ok_or_else(|| unusable("no gate report: it names no change"))
}

/// A time for `--now`. Records dated until then count, so in the future forged ones would.
fn past(text: &str) -> Result<Instant, String> {
    let now = time(text)?;
    match now > clock::now() {
        true => Err("it is in the future: records of the future would count".to_owned()),
        false => Ok(now),
    }
}

/// How many lines about ignored records stderr gets; the list holds all.
const MAX_TOLD: usize = 10;

fn tell_ignored(ignored: &[Ignored]) {
    ignored.iter().take(MAX_TOLD).for_each(|one| tell(&format!("warning: {}", one.in_words())));
    let rest = ignored.get(MAX_TOLD..).unwrap_or_default();
    if !rest.is_empty() {
        let records: u64 = rest.iter().map(|one| one.records).sum();
        tell(&format!("warning: {} more records in {} more places are ignored", records, rest.len()));
    }
    if !ignored.is_empty() {
        tell("note: what is ignored counts as absent; --committed-records counts records that git tracks");
    }
}

/// The annotations that were asked for.
#[derive(Clone, Copy, Debug)]
struct Style(Option<Annotations>);

/// The words of `--annotations`.
const STYLES: [&str; 3] = ["github", "azure", "none"];

fn style_of(word: &str) -> Option<Style> {
    match word {
        "github" => Some(Style(Some(Annotations::GitHub))),
        "azure" => Some(Style(Some(Annotations::Azure))),
        "none" => Some(Style(None)),
        _ => None,
    }
}
