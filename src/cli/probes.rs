//! `plumbline probes`: the catalogue of the questions that evidence must answer.

use super::args::Failure;
use super::terminal::document;
use clap::Args;
use plumbline_domain::Probe;
use plumbline_ingest::default_policy;
use plumbline_report::export::{probe_list, probes_to_json, probes_to_markdown, probes_to_plain};

/// Print what evidence has to answer, and what to attach
///
/// Prints the probes: the questions that a file must answer before it counts as evidence. For each: what it means when it holds,
/// fails, is inconclusive or silent, the kinds of facts that it reads, the formats that give them, the artifact types of the default
/// policy that must prove it, and what to attach when it does not hold, with a command per platform.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline probes --list
  plumbline probes something-scanned")]
pub struct Options {
    /// Only this probe
    #[arg(value_name = "ID")]
    probe: Option<String>,
    /// Print one line per probe: its id and the question
    #[arg(long, conflicts_with_all = ["json", "markdown", "probe"])]
    list: bool,
    /// Print one JSON document
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print the whole catalogue as docs/probes.md has it
    #[arg(long, conflicts_with = "probe")]
    markdown: bool,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when there is no such probe.
pub fn run(options: &Options) -> Result<(), Failure> {
    let wanted = options.probe.as_deref().map(|id| Probe::from_id(id).ok_or_else(|| unknown(id))).transpose()?;
    let (policy, _) = default_policy();
    let probes = wanted.map_or_else(|| Probe::ALL.to_vec(), |probe| vec![probe]);
    let text = match options {
        Options { list: true, .. } => probe_list(),
        Options { json: true, .. } => probes_to_json(&probes, &policy),
        Options { markdown: true, .. } => probes_to_markdown(&policy),
        _ => probes_to_plain(&probes, &policy),
    };
    document(&text);
    Ok(())
}

fn unknown(id: &str) -> Failure {
    Failure::Usage(format!("no probe is called \"{id}\": plumbline probes --list prints their ids"))
}
