//! `plumbline check`: the gate of a pull request.

use super::admission::Admission;
use super::args::{Failure, time_of};
use super::clock;
use super::comment::CommentChoice;
use super::input::{name_of, read_admitted, read_file, tell_diagnostics};
use super::policy_choice::{self, PolicyChoice};
use super::terminal::{commands, document, tell};
use super::whole_file::write_whole;
use plumbline_assess::Assessment;
use plumbline_domain::{Cloud, Instant};
use plumbline_gate::{
    Annotations, Check, Ignored, PolicyOrigin, Service, check_to_annotations, check_to_json, check_to_markdown, check_to_plain,
};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline check PATH... [--change ID]... [--change-of REPORT] [--policy FILE | --policy REV:PATH]
                       [--policy-digest SHA256] [--trust-input-policy]
                       [--committed-records] [--repository R] [--now T] [--strict]
                       [--explain] [--cloud CLOUD]
                       [--annotations github|azure|none] [--markdown FILE] [--comment FILE [--previous FILE] [--link URL]]
                       [--force] [--json]

Reads files, folders and zips, and lists for each change: required evidence that is missing (only claimed in a sentence, in a
file that its type does not accept, or in one that says nothing of what it must prove), contradicted or stale, and open critical
or high findings. Each item names the probe that decides, with its sentence and place (plumbline probes explains them).

A PATH such as origin/main:data is a folder or file of a commit, read from git and not from the checkout. Records in files that
git tracks are ignored, because the change itself may have brought them; so is a record dated before the commit that it speaks of.

  --change ID      only this change; can be repeated. A change that no report names fails, because nothing proves it
  --change-of FILE only the change that this gate report names, such as the one that plumbline collect just wrote
  --policy FILE    the policy to use, from outside the data (default: the built-in policy)
  --policy REV:PATH
                   the policy to use, from a commit, such as origin/main:policy.json
  --policy-digest SHA256
                   the policy must have this digest; may also name the policy in an index.json of the data
  --trust-input-policy
                   let the data bring the policy that judges it
  --committed-records
                   count records in files that git tracks too, for data that is kept in git
  --repository R   everything that is read comes from this repository, such as contoso/platform: records of changes of another
                   one are kept apart
  --now T          the assessment time (default: the clock), such as 2026-11-20T10:15:00Z or 2026-11-20; not in the future
  --strict         fail on everything required that is not verified, also inconclusive evidence and missing bytes
  --explain        add the command that supplies each item
  --cloud CLOUD    show the commands of azure, aws, google or kubernetes (default: the one that the evidence of the change speaks of)
  --annotations A  annotations in the format of this service (default: detected from GITHUB_ACTIONS or TF_BUILD)
  --markdown FILE  write a Markdown summary to this file, at most 1 MB; - prints it in place of the list
  --comment FILE   write the comment of the pull request to this file, at most 4096 bytes: the verdict, and what changed since the
                   base and since the last comment. Needs one --change or --change-of. When nothing changed, the file is empty and
                   stderr says so; - prints the comment in place of the list
  --previous FILE  the last comment; - reads it from stdin. It may be empty. One that was altered is compared with nothing
  --link URL       where the whole result is, an https address (default: the run, from the variables of the service)
  --force          replace the files of --markdown and --comment
  --json           print one JSON document

Exits with 0 when every change passes, 1 when one fails, 2 on wrong usage or when nothing could be read.";

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read or holds nothing that can be.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut wanted: Vec<String> = Vec::new();
    let mut repository: Option<String> = None;
    let (mut now, mut markdown, mut style) = (None, None::<PathBuf>, None);
    let (mut comment, mut cloud) = (CommentChoice::default(), None);
    let (mut policy, mut counts_committed) = (PolicyChoice::default(), false);
    let (mut strict, mut explain, mut force, mut as_json) = (false, false, false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Long("change") => wanted.push(parser.value()?.string()?),
            Long("change-of") => wanted.push(change_of(Path::new(&parser.value()?))?),
            Long("repository") => repository = Some(parser.value()?.string()?),
            Long("committed-records") => counts_committed = true,
            Long("now") => now = Some(past_of(&mut parser)?),
            Long("strict") => strict = true,
            Long("explain") => explain = true,
            Long("cloud") => cloud = Some(cloud_of(&parser.value()?.string()?)?),
            Long("annotations") => style = Some(style_of(&parser.value()?.string()?)?),
            Long("markdown") => markdown = Some(PathBuf::from(parser.value()?)),
            Long(option @ ("comment" | "previous" | "link")) => {
                let option = option.to_owned();
                comment.take(&option, &mut parser)?;
            }
            Long("force") => force = true,
            Long("json") => as_json = true,
            Long(option) if policy_choice::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                policy.take(&option, &mut parser)?;
            }
            Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
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
    let mut admission = Admission::of_check(&paths, counts_committed)?;
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
    if let Some(repository) = &repository {
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
    if let Some(style) = style.unwrap_or_else(|| service.and_then(Annotations::of)) {
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

/// The value of `--now`. Records dated until then count, so in the future forged ones would.
fn past_of(parser: &mut lexopt::Parser) -> Result<Instant, Failure> {
    let now = time_of(parser, "now", false)?;
    match now > clock::now() {
        true => Err(Failure::Usage(format!("--now {} is in the future: records of the future would count", now.to_rfc3339()))),
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

fn cloud_of(word: &str) -> Result<Cloud, Failure> {
    Cloud::from_id(word).ok_or_else(|| Failure::Usage(format!("--cloud is one of {}, not \"{word}\"", Cloud::IDS.join(", "))))
}

fn style_of(word: &str) -> Result<Option<Annotations>, Failure> {
    match word {
        "github" => Ok(Some(Annotations::GitHub)),
        "azure" => Ok(Some(Annotations::Azure)),
        "none" => Ok(None),
        _ => Err(Failure::Usage(format!("--annotations is github, azure or none, not \"{word}\""))),
    }
}
