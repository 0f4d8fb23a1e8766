//! `plumbline score`: the numbers of the scoring rules, for the changes that are asked for.

use super::args::{Failure, end, time};
use super::clock::now as clock;
use super::input::{read_paths, tell_diagnostics};
use super::policy_choice::PolicyChoice;
use super::terminal::{document, tell};
use clap::Args;
use plumbline_assess::{Assessment, Score, Selection};
use plumbline_domain::Instant;
use plumbline_report::export::{score_to_json, score_to_markdown, score_to_plain};
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the numbers of the scoring rules
///
/// Reads files, folders and zips, and prints the numbers of the scoring rules for each gate, risk, team and pattern; those pooled
/// over gates, such as the headline's, stand on the pages only. A time T is a moment such as 2026-11-20T10:15:00Z, a day such as
/// 2026-11-20, in UTC, or now. Exits with 2 when nothing could be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline score data
  plumbline score data --team payments --since 2026-11-01 --json")]
pub struct Options {
    /// The files, folders and zips to read
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The assessment time; later records do not count [default: the clock]
    #[arg(long, value_name = "T", value_parser = time)]
    now: Option<Instant>,
    /// Only changes of this team; can be repeated
    #[arg(long = "team", value_name = "TEAM")]
    teams: Vec<String>,
    /// Only changes dated at or after T
    #[arg(long, value_name = "T", value_parser = time)]
    since: Option<Instant>,
    /// Only changes dated at or before T
    #[arg(long, value_name = "T", value_parser = end)]
    until: Option<Instant>,
    /// Print one JSON document
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print Markdown tables
    #[arg(long)]
    markdown: bool,
    #[command(flatten)]
    policy: PolicyChoice,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when a path cannot be read or holds nothing that can be.
pub fn run(options: Options) -> Result<ExitCode, Failure> {
    let Options { paths, now, policy, .. } = options;
    let selection = Selection { teams: options.teams, since: options.since, until: options.until, ..Selection::default() };
    if let (Some(since), Some(until)) = (selection.since, selection.until)
        && since > until
    {
        tell(&format!(
            "warning: --since {} is after --until {}, so no change is counted",
            since.to_rfc3339(),
            until.to_rfc3339()
        ));
    }
    let policy = policy.in_force(&paths)?;
    tell(&policy.in_words());
    let dataset = read_paths(&paths, policy.policy, policy.sha256)?.into_dataset(now.unwrap_or_else(clock));
    tell_diagnostics(&dataset);
    if dataset.is_unread() {
        return Err(Failure::Unusable("nothing could be read".to_owned()));
    }
    let assessment = Assessment::new(dataset);
    for team in selection.teams.iter().filter(|team| assessment.team_called(team).is_none()) {
        tell(&format!("warning: no change belongs to a team named \"{team}\""));
    }
    let score = Score::of(&assessment, &selection);
    // the process ends here; taking a large data set apart piece by piece would only take time
    std::mem::forget(assessment);
    let text = match (options.json, options.markdown) {
        (true, _) => score_to_json(&score).map_err(|e| Failure::Unusable(e.to_string()))?,
        (_, true) => score_to_markdown(&score),
        _ => score_to_plain(&score),
    };
    document(&text);
    Ok(ExitCode::SUCCESS)
}
