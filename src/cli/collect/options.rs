//! The arguments of `plumbline collect`.

use super::artifacts::{self, Asked, Families, artifacts, families, pair, wrong};
use crate::cli::args::{moment, time, word};
use crate::cli::policy_choice::PolicyChoice;
use clap::{ArgMatches, Args, Command, FromArgMatches};
use plumbline_domain::{Authorship, Gate, Instant, Mode, Outcome};
use plumbline_gate::Stated;
use plumbline_ingest::secret_in_text;
use std::path::PathBuf;

/// Write a gate report from a pipeline's artifacts
///
/// Writes one gate report. Digests, types, tools and findings come from the files. The change, its author and the run come from the
/// variables of GitHub Actions, Azure Pipelines or GitLab CI. Stated confidence and threat intent come from the pull request's text.
///
/// Links are not followed, and a file that is committed was not made by the run: both are refused.
///
/// Prints the path of the report. For each file that does not prove its type, a note on stderr says why, and what to attach instead.
/// Exits with 0, or with 2 when something is missing or malformed, or exists already.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline collect --gate validation --artifact 'out/*.sarif' --artifact change-preview=out/plan.json
  plumbline collect --gate validation --artifact policy-diagnostics=out/checkov.sarif --command 'checkov -d infra -o sarif'")]
struct Arguments {
    /// The gate
    #[arg(long, value_parser = word(Gate::IDS, Gate::from_id))]
    gate: Gate,
    /// The stack, job or environment within the change, such as network/prod; each has a report of its own
    #[arg(long, value_name = "NAME", value_parser = part)]
    part: Option<String>,
    /// A sentence; it counts as claimed, never as verified; can be repeated
    #[arg(long = "claim", value_name = "TYPE=TEXT")]
    claims: Vec<String>,
    #[command(flatten)]
    run: Run,
    #[command(flatten)]
    artifacts: artifacts::Arguments,
    #[command(flatten)]
    change: Change,
    #[command(flatten)]
    policy: PolicyChoice,
}

// no doc comment: it would become the help of the command
#[derive(Args, Debug)]
pub struct Run {
    /// The data folder; files from outside are copied into it
    #[arg(long, value_name = "DIR", default_value = "plumbline-data")]
    pub data: PathBuf,
    /// The report [default: DIR/reports/CHANGE/GATE.json, or GATE-PART.json]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// What the gate said [default: failed if a scan has open critical or high findings]
    #[arg(long, value_name = "O", value_parser = word(Outcome::IDS, Outcome::from_id))]
    pub outcome: Option<Outcome>,
    /// Whether it could stop the change [default: enforce]
    #[arg(long, value_name = "M", value_parser = word(Mode::IDS, Mode::from_id))]
    pub mode: Option<Mode>,
    /// The pull request's text; templates/pull_request.md shows its block [default: from the service]
    #[arg(long, value_name = "FILE")]
    pub pull_request: Option<PathBuf>,
    /// The repository
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub checkout: PathBuf,
    /// The target branch, whose commits do not belong to the change
    #[arg(long, value_name = "REF")]
    pub base: Option<String>,
    /// The files that the commands read; can be repeated [default: infrastructure as code anywhere in the checkout]
    #[arg(long, value_name = "PATTERN")]
    pub inputs: Vec<String>,
    /// Who ran the commands [default: the pipeline]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// When it is recorded [default: the clock]
    #[arg(long, value_name = "T", value_parser = time)]
    pub now: Option<Instant>,
    /// Keep files as they are; else values that may be secret are redacted in the copies
    #[arg(long)]
    pub raw: bool,
    /// Replace existing files
    #[arg(long)]
    pub force: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "The change; what is not given comes from the service, the pull request and git")]
struct Change {
    /// Its id, such as contoso/platform#482
    #[arg(long, value_name = "ID")]
    change: Option<String>,
    /// What it does
    #[arg(long, value_name = "TEXT")]
    change_title: Option<String>,
    /// Where it is discussed
    #[arg(long)]
    url: Option<String>,
    /// The team that makes it
    #[arg(long)]
    team: Option<String>,
    /// The service that it changes
    #[arg(long)]
    service: Option<String>,
    /// Where it is deployed
    #[arg(long)]
    environment: Option<String>,
    /// The release that it belongs to
    #[arg(long)]
    release: Option<String>,
    /// Its commit
    #[arg(long)]
    commit: Option<String>,
    /// Who wrote it
    #[arg(long)]
    author: Option<String>,
    /// Whether people or agents wrote it
    #[arg(long, value_name = "A", value_parser = word(Authorship::IDS, Authorship::from_id))]
    authorship: Option<Authorship>,
    /// The control families that it touches, or nothing
    #[arg(long, value_name = "A,B", value_parser = families)]
    touches: Option<Families>,
    /// When it was opened, or now
    #[arg(long, value_name = "T", value_parser = moment_or_now)]
    opened_at: Option<String>,
    /// When it was merged, or now
    #[arg(long, value_name = "T", value_parser = moment_or_now)]
    merged_at: Option<String>,
    /// When it was deployed, or now
    #[arg(long, value_name = "T", value_parser = moment_or_now)]
    deployed_at: Option<String>,
}

/// What is asked.
#[derive(Debug)]
pub struct Options {
    /// The gate.
    pub gate: Gate,
    /// The stack, job or environment within the change.
    pub part: Option<String>,
    /// The patterns of files, in their order.
    pub artifacts: Vec<Asked>,
    /// Sentences, each with the artifact type that it claims.
    pub claims: Vec<(String, String)>,
    /// What is said of the change.
    pub stated: Stated,
    /// What is said of the run.
    pub run: Run,
    /// Which policy says what counts.
    pub policy: PolicyChoice,
}

impl Args for Options {
    fn augment_args(command: Command) -> Command {
        Arguments::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Arguments::augment_args_for_update(command)
    }
}

impl FromArgMatches for Options {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        refuse_secrets(matches)?;
        let Arguments { gate, part, claims, run, artifacts: given, change, policy } = Arguments::from_arg_matches(matches)?;
        let claim = |text: &String| pair(text).ok_or_else(|| wrong(format!("--claim is TYPE=TEXT, not \"{text}\"")));
        let claims = claims.iter().map(claim).collect::<Result<_, _>>()?;
        Ok(Options { gate, part, artifacts: artifacts(given, matches)?, claims, stated: stated(change), run, policy })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// A report is published: no text of it may be a secret.
fn refuse_secrets(matches: &ArgMatches) -> Result<(), clap::Error> {
    let command = Arguments::augment_args(Command::new("collect"));
    for argument in command.get_arguments() {
        let (id, option) = (argument.get_id().as_str(), argument.get_long().unwrap_or_default());
        let values = matches.try_get_many::<String>(id).ok().flatten();
        if values.into_iter().flatten().any(|text| secret_in_text(text)) {
            return Err(wrong(format!("--{option} holds what looks like a secret: read it from a variable")));
        }
    }
    Ok(())
}

fn stated(given: Change) -> Stated {
    let mut stated =
        Stated { authorship: given.authorship, touches: given.touches.map(|families| families.0), ..Stated::default() };
    let change = &mut stated.change;
    change.id = given.change.unwrap_or_default();
    change.title = given.change_title;
    change.url = given.url;
    change.team = given.team;
    change.service = given.service;
    change.environment = given.environment;
    change.release = given.release;
    change.commit = given.commit;
    change.author = given.author;
    change.opened_at = given.opened_at;
    change.merged_at = given.merged_at;
    change.deployed_at = given.deployed_at;
    stated
}

fn part(text: &str) -> Result<String, &'static str> {
    match text.trim().is_empty() {
        true => Err("it is blank: leave it out where the change has no parts"),
        false => Ok(text.to_owned()),
    }
}

/// A time, a day, or the word now. Kept as text: now is known later.
fn moment_or_now(text: &str) -> Result<String, String> {
    if text == "now" { Ok(text.to_owned()) } else { moment(text, false).map(Instant::to_rfc3339) }
}
