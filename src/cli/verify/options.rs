//! How `plumbline verify` is used.

use crate::cli::args::{time, word};
use crate::cli::isolation;
use crate::cli::policy_choice::PolicyChoice;
use clap::Args;
use clap::builder::PossibleValuesParser;
use plumbline_domain::{Gate, Instant};
use plumbline_gate::Wanted;
use std::ffi::OsString;
use std::num::ParseIntError;
use std::path::PathBuf;
use std::time::Duration;

/// Repeat an evidence item and record the result
///
/// Repeats an evidence item of the reports in PATH: runs its recorded command in a fresh checkout of the recorded commit, compares the
/// output with the author's artifact, and writes a verification. The command comes from the report, so from whoever wrote it: it is
/// printed first, and runs only after a yes.
///
/// Exits with 0 when the outputs are equal, 1 when they or the inputs differ (the verification is written anyway), 2 on wrong usage,
/// when the command was not allowed to run or was ended, and when no conclusion is possible.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline verify data --change contoso/platform#482 --evidence plan --show
  plumbline verify data --change contoso/platform#482 --evidence plan --by ada --blind --out plan.verification.json")]
pub struct Options {
    /// The reports: files or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub item: Item,
    /// The repository, or the folder of it in which the command runs [default: the current folder]
    #[arg(long, value_name = "DIR")]
    pub checkout: Option<PathBuf>,
    /// Who repeats it [default: the actor of the pipeline's run]
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Print the command and what it would be kept from, and run nothing
    #[arg(long)]
    pub show: bool,
    /// Run the command without asking: needed where there is no terminal to ask on
    #[arg(long)]
    pub yes: bool,
    /// Read nothing of the author's result before your own digest is fixed
    #[arg(long)]
    pub blind: bool,
    /// Run this instead of the recorded command
    #[arg(long, value_name = "COMMAND")]
    pub command: Option<String>,
    /// Pass this variable of yours to the command: it gets no other (--env PATH, where a tool is not found); can be repeated
    #[arg(long = "env", value_name = "NAME", value_parser = variable)]
    pub environment: Vec<(String, OsString)>,
    /// Run in the checkout as it stands, instead of in a fresh one; the command can change its files
    #[arg(long)]
    pub in_place: bool,
    /// required: run nothing unless the command is kept from the network, from writing elsewhere, and from your credentials; best: as
    /// far as this system can; none
    #[arg(long, value_name = "HOW", default_value = "best", value_parser = word(&isolation::Wanted::WORDS, isolation::Wanted::from_word))]
    pub isolation: isolation::Wanted,
    /// Allow the command the network
    #[arg(long)]
    pub network: bool,
    /// End the command after this time
    #[arg(long, value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    pub timeout: Duration,
    /// End the command when its output is larger
    #[arg(long, value_name = "N", default_value_t = 64 << 20)]
    pub max_output_bytes: u64,
    /// The file in the checkout that the command writes, instead of its stdout
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// An exit code that is not an error, besides 0: some scanners use another when they find something; can be repeated
    #[arg(long = "exit", value_name = "N")]
    pub exits: Vec<i32>,
    /// The files that the command reads, such as 'infra/**/*.tf'; can be repeated [default: infrastructure as code anywhere]
    #[arg(long, value_name = "PATTERN")]
    pub inputs: Vec<String>,
    /// Run nothing: this file is the output of an earlier run. The verification says so, and reproduces nothing
    #[arg(long, value_name = "FILE", conflicts_with_all = ["command", "output", "exits", "show"])]
    pub record: Option<PathBuf>,
    /// Where to write the verification [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// When the run was made: a run made now is dated by the clock
    #[arg(long, value_name = "T", requires = "record", value_parser = time)]
    pub now: Option<Instant>,
    /// Replace the file of --out
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub policy: PolicyChoice,
}

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Which item, as far as needed to identify it")]
pub struct Item {
    /// Of this change
    #[arg(long, value_name = "ID")]
    change: Option<String>,
    /// Of the report at this gate
    #[arg(long, value_name = "GATE", value_parser = PossibleValuesParser::new(Gate::IDS))]
    gate: Option<String>,
    /// Of the report of this part
    #[arg(long, value_name = "NAME")]
    part: Option<String>,
    /// By its id in the report
    #[arg(long, value_name = "ID")]
    evidence: Option<String>,
}

impl Item {
    /// The item that is wanted.
    pub fn wanted(&self) -> Wanted {
        let Item { change, gate, part, evidence } = self.clone();
        Wanted { change, gate, part, evidence }
    }
}

fn seconds(text: &str) -> Result<Duration, ParseIntError> {
    text.parse().map(Duration::from_secs)
}

/// A variable by its name, with this program's own value.
fn variable(name: &str) -> Result<(String, OsString), &'static str> {
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err("it takes the name of a variable: its value is your own");
    }
    let value = std::env::var_os(name).ok_or("you have no such variable")?;
    Ok((name.to_owned(), value))
}
