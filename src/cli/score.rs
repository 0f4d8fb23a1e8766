//! `plumbline score`: every number, for the changes that are asked for.

use super::args::{Failure, time_of};
use super::clock::now as clock;
use super::input::{policy_for, read_paths, tell_diagnostics};
use super::terminal::{document, tell};
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_report::export::{score_to_json, score_to_markdown, score_to_plain};
use std::path::PathBuf;
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline score PATH... [--now T] [--policy FILE] [--team TEAM]... [--since T] [--until T] [--json | --markdown]

Reads files, folders and zips, and prints every number of the scoring rules.

  --now T        the assessment time (default: the clock); later records do not count
  --policy FILE  the policy to use, instead of the data set's own or the default
  --team TEAM    only changes of this team; can be repeated
  --since T      only changes dated at or after T
  --until T      only changes dated at or before T
  --json         print one JSON document
  --markdown     print Markdown tables

T is a time such as 2026-11-20T10:15:00Z or a day such as 2026-11-20, in UTC. Exits with 2 when nothing could be read.";

#[derive(Clone, Copy, PartialEq)]
enum Notation {
    Plain,
    Json,
    Markdown,
}

/// The notation asked for, when no other was before.
fn only(before: Option<Notation>, asked: Notation) -> Result<Notation, Failure> {
    match before.is_none_or(|before| before == asked) {
        true => Ok(asked),
        false => Err(Failure::Usage("--json and --markdown both write to stdout".to_owned())),
    }
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read or holds nothing that can be.
pub fn run(mut parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    use lexopt::prelude::*;
    let mut paths: Vec<PathBuf> = Vec::new();
    let (mut now, mut policy, mut notation) = (None, None, None);
    let mut selection = Selection::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("now") => now = Some(time_of(&mut parser, "now", false)?),
            Long("since") => selection.since = Some(time_of(&mut parser, "since", false)?),
            Long("until") => selection.until = Some(time_of(&mut parser, "until", true)?),
            Long("team") => selection.teams.push(parser.value()?.string()?),
            Long("policy") => policy = Some(PathBuf::from(parser.value()?)),
            Long("json") => notation = Some(only(notation, Notation::Json)?),
            Long("markdown") => notation = Some(only(notation, Notation::Markdown)?),
            Value(path) => paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if paths.is_empty() {
        return Err(Failure::Usage("a path is missing".to_owned()));
    }
    if let (Some(since), Some(until)) = (selection.since, selection.until)
        && since > until
    {
        tell(&format!(
            "warning: --since {} is after --until {}, so no change is counted",
            since.to_rfc3339(),
            until.to_rfc3339()
        ));
    }
    let (policy, policy_sha256) = policy_for(policy.as_deref(), &paths)?;
    let dataset = read_paths(&paths, policy, policy_sha256)?.into_dataset(now.unwrap_or_else(clock));
    tell_diagnostics(&dataset);
    if dataset.is_unread() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let assessment = Assessment::new(dataset);
    for team in selection.teams.iter().filter(|team| !assessment.teams().contains(team)) {
        tell(&format!("warning: no change belongs to a team named \"{team}\""));
    }
    let score = Score::of(&assessment, &selection);
    // the process ends here; taking a large data set apart piece by piece would only take time
    std::mem::forget(assessment);
    let text = match notation.unwrap_or(Notation::Plain) {
        Notation::Plain => score_to_plain(&score),
        Notation::Markdown => score_to_markdown(&score),
        Notation::Json => score_to_json(&score).map_err(|e| Failure::Unusable(e.to_string()))?,
    };
    document(&text);
    Ok(ExitCode::SUCCESS)
}
