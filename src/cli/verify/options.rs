//! How `plumbline verify` is used.

use crate::cli::args::{Failure, no_choice, time_of, value_of};
use crate::cli::isolation;
use crate::cli::policy_choice::{self, PolicyChoice};
use plumbline_domain::{Gate, Instant};
use plumbline_gate::Wanted;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline verify PATH... [--change ID] [--gate GATE] [--part NAME] [--evidence ID] [--checkout DIR] [--by NAME]
                        [--show] [--yes] [--blind] [--command COMMAND] [--env NAME]... [--in-place]
                        [--isolation required|best|none] [--network] [--timeout SECONDS] [--max-output-bytes N]
                        [--output FILE] [--exit N]... [--inputs PATTERN]... [--record FILE]
                        [--out FILE] [--now T] [--force]
                        [--policy FILE | --policy REV:PATH] [--policy-digest SHA256] [--trust-input-policy]

Repeats an evidence item of the reports in PATH: runs its recorded command in a fresh checkout of the recorded commit, compares
the output with the author's artifact, and writes a verification. The command comes from the report, so from whoever wrote it: it is
printed first, and runs only after a yes.

  --change ID, --gate GATE, --part NAME, --evidence ID   which item, as far as needed to identify it
  --checkout DIR     the repository, or the folder of it in which the command runs (default: the current folder)
  --by NAME          who repeats it (default: the actor of the pipeline's run)
  --show             print the command and what it would be kept from, and run nothing
  --yes              run the command without asking: needed where there is no terminal to ask on
  --blind            read nothing of the author's result before your own digest is fixed
  --command COMMAND  run this instead of the recorded command
  --env NAME         pass this variable of yours to the command: it gets no other (--env PATH, where a tool is not found)
  --in-place         run in the checkout as it stands, instead of in a fresh one; the command can change its files
  --isolation HOW    required: run nothing unless the command is kept from the network, from writing elsewhere, and from your
                     credentials; best: as far as this system can (default); none
  --network          allow the command the network
  --timeout SECONDS  end the command after this time (default: 600)
  --max-output-bytes N   end the command when its output is larger (default: 67108864)
  --output FILE      the file in the checkout that the command writes, instead of its stdout
  --exit N           an exit code that is not an error, besides 0: some scanners use another when they find something
  --inputs PATTERN   the files that the command reads, such as 'infra/**/*.tf' (default: infrastructure as code anywhere)
  --record FILE      run nothing: this file is the output of an earlier run. The verification says so, and reproduces nothing
  --out FILE         where to write the verification (default: stdout)
  --now T            when the run was made, for --record (default: the clock)
  --policy FILE      the policy to use, from outside the data, or from a commit (origin/main:policy.json); default: the built-in policy
  --policy-digest SHA256, --trust-input-policy   as of plumbline score
  --force            replace the file of --out

Exits with 0 when the outputs are equal, 1 when they or the inputs differ (the verification is written anyway), 2 on wrong usage,
when the command was not allowed to run or was ended, and when no conclusion is possible.";

/// The options.
#[derive(Debug)]
pub struct Options {
    pub paths: Vec<PathBuf>,
    pub wanted: Wanted,
    pub checkout: Option<PathBuf>,
    pub by: Option<String>,
    pub show: bool,
    pub yes: bool,
    pub blind: bool,
    pub command: Option<String>,
    /// The environment of the command: names, each with the verifier's own value.
    pub environment: Vec<(String, OsString)>,
    pub in_place: bool,
    pub isolation: isolation::Wanted,
    pub network: bool,
    pub timeout: Duration,
    pub max_output_bytes: u64,
    pub output: Option<PathBuf>,
    pub exits: Vec<i32>,
    pub inputs: Vec<String>,
    pub record: Option<PathBuf>,
    pub out: Option<PathBuf>,
    pub now: Option<Instant>,
    pub policy: PolicyChoice,
    pub force: bool,
}

impl Options {
    fn none() -> Self {
        Options {
            paths: Vec::new(),
            wanted: Wanted::default(),
            checkout: None,
            by: None,
            show: false,
            yes: false,
            blind: false,
            command: None,
            environment: Vec::new(),
            in_place: false,
            isolation: isolation::Wanted::default(),
            network: false,
            timeout: Duration::from_secs(600),
            max_output_bytes: 64 << 20,
            output: None,
            exits: Vec::new(),
            inputs: Vec::new(),
            record: None,
            out: None,
            now: None,
            policy: PolicyChoice::default(),
            force: false,
        }
    }
}

/// Reads the options.
///
/// # Errors
/// On wrong usage.
pub fn options(mut parser: lexopt::Parser) -> Result<Options, Failure> {
    use lexopt::prelude::*;
    let mut o = Options::none();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("change") => o.wanted.change = Some(parser.value()?.string()?),
            Long("gate") => {
                let gate = parser.value()?.string()?;
                if Gate::from_id(&gate).is_none() {
                    let gates: Vec<&str> = Gate::ALL.iter().map(|g| g.id()).collect();
                    return Err(no_choice("gate", &gate, &gates));
                }
                o.wanted.gate = Some(gate);
            }
            Long("part") => o.wanted.part = Some(parser.value()?.string()?),
            Long("evidence") => o.wanted.evidence = Some(parser.value()?.string()?),
            Long("checkout") => o.checkout = Some(PathBuf::from(parser.value()?)),
            Long("by") => o.by = Some(parser.value()?.string()?),
            Long("show") => o.show = true,
            Long("yes") => o.yes = true,
            Long("blind") => o.blind = true,
            Long("command") => o.command = Some(parser.value()?.string()?),
            Long("env") => o.environment.push(variable(&parser.value()?.string()?)?),
            Long("in-place") => o.in_place = true,
            Long("isolation") => {
                let word = parser.value()?.string()?;
                o.isolation = isolation::Wanted::from_word(&word)
                    .ok_or_else(|| no_choice("isolation", &word, &isolation::Wanted::WORDS))?;
            }
            Long("network") => o.network = true,
            Long("timeout") => o.timeout = Duration::from_secs(value_of(&mut parser, "timeout")?),
            Long("max-output-bytes") => o.max_output_bytes = value_of(&mut parser, "max-output-bytes")?,
            Long("output") => o.output = Some(PathBuf::from(parser.value()?)),
            Long("exit") => o.exits.push(value_of(&mut parser, "exit")?),
            Long("inputs") => o.inputs.push(parser.value()?.string()?),
            Long("record") => o.record = Some(PathBuf::from(parser.value()?)),
            Long("out") => o.out = Some(PathBuf::from(parser.value()?)),
            Long("now") => o.now = Some(time_of(&mut parser, "now", false)?),
            Long(option) if policy_choice::OPTIONS.contains(&option) => {
                let option = option.to_owned();
                o.policy.take(&option, &mut parser)?;
            }
            Long("force") => o.force = true,
            Value(path) => o.paths.push(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    if o.paths.is_empty() {
        return Err(Failure::Usage("the path of the reports is missing".to_owned()));
    }
    if o.record.is_some() && (o.command.is_some() || o.output.is_some() || !o.exits.is_empty()) {
        return Err(Failure::Usage("--record runs nothing: it cannot be combined with --command, --output or --exit".to_owned()));
    }
    if o.record.is_none() && o.now.is_some() {
        return Err(Failure::Usage("--now needs --record: a run made now is dated by the clock".to_owned()));
    }
    Ok(o)
}

/// A variable by its name, with this program's own value.
fn variable(name: &str) -> Result<(String, OsString), Failure> {
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err(Failure::Usage(format!("--env takes the name of a variable, not \"{name}\": its value is your own")));
    }
    let value = std::env::var_os(name).ok_or_else(|| Failure::Usage(format!("--env {name}: you have no such variable")))?;
    Ok((name.to_owned(), value))
}
