//! `plumbline probes`: the catalogue of the questions that evidence must answer.

use super::args::Failure;
use super::terminal::document;
use plumbline_domain::Probe;
use plumbline_ingest::default_policy;
use plumbline_report::export::{probe_list, probes_to_json, probes_to_markdown, probes_to_plain};

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline probes [ID] [--list | --json | --markdown]

Prints the probes: the questions that a file must answer before it counts as evidence. For each: what it means when it holds,
fails, is inconclusive or silent, the kinds of facts that it reads, the formats that give them, the artifact types of the
default policy that must prove it, and what to attach when it does not hold, with a command per platform.

  ID          only this probe
  --list      print one line per probe: its id and the question
  --json      print one JSON document
  --markdown  print the whole catalogue as docs/probes.md has it";

/// How the catalogue is printed.
enum Notation {
    Plain,
    List,
    Json,
    Markdown,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, and when there is no such probe.
pub fn run(mut parser: lexopt::Parser) -> Result<(), Failure> {
    use lexopt::prelude::*;
    let (mut wanted, mut notation) = (None, None);
    while let Some(argument) = parser.next()? {
        let chosen = match argument {
            Long("list") => Notation::List,
            Long("json") => Notation::Json,
            Long("markdown") => Notation::Markdown,
            Value(id) if wanted.is_none() => {
                let id = id.string()?;
                wanted = Some(Probe::from_id(&id).ok_or_else(|| unknown(&id))?);
                continue;
            }
            other => return Err(other.unexpected().into()),
        };
        if notation.replace(chosen).is_some() {
            return Err(Failure::Usage("only one of --list, --json and --markdown".to_owned()));
        }
    }
    let (policy, _) = default_policy();
    let probes = wanted.map_or_else(|| Probe::ALL.to_vec(), |probe| vec![probe]);
    let text = match (notation.unwrap_or(Notation::Plain), wanted) {
        (Notation::List | Notation::Markdown, Some(_)) => {
            return Err(Failure::Usage("--list and --markdown print the whole catalogue: leave out the probe".to_owned()));
        }
        (Notation::Plain, _) => probes_to_plain(&probes, &policy),
        (Notation::List, None) => probe_list(),
        (Notation::Json, _) => probes_to_json(&probes, &policy),
        (Notation::Markdown, None) => probes_to_markdown(&policy),
    };
    document(&text);
    Ok(())
}

fn unknown(id: &str) -> Failure {
    Failure::Usage(format!("no probe is called \"{id}\": plumbline probes --list prints their ids"))
}
