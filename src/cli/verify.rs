//! `plumbline verify`: repeats an evidence item, and records what came out.

use super::args::{Failure, no_choice, time_of};
use super::input::{policy_for, read_file, read_paths};
use super::shell::{Ran, run_command};
use super::terminal::{document, tell};
use super::tree::{files_below, inputs_of};
use super::whole_file::{may_write, write_whole};
use super::{clock, git};
use plumbline_domain::{Gate, Instant};
use plumbline_gate::words::verify as words;
use plumbline_gate::{
    AuthorItem, AuthorResult, Comparison, Conclusion, Normalised, Surroundings, Verification, Wanted, conclude, difference,
    in_order, items_of_file, normalise, only_item,
};
use plumbline_ingest::sha256_hex;
use plumbline_report::export::visible;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How the command is used.
pub const USAGE: &str = "\
usage: plumbline verify PATH... [--change ID] [--gate GATE] [--part NAME] [--evidence ID] [--checkout DIR] [--by NAME]
                        [--blind] [--command COMMAND] [--output FILE] [--exit N]... [--inputs PATTERN]... [--record FILE]
                        [--out FILE] [--now T] [--policy FILE] [--force]

Repeats an evidence item of the reports in PATH: runs its recorded command in a checkout, compares the output with the author's
artifact, and writes a verification. The shell runs the command exactly as recorded: read it first.

  --change ID, --gate GATE, --part NAME, --evidence ID   which item, as far as needed to identify it
  --checkout DIR     where the command runs: the change's commit, checked out (default: the current folder)
  --by NAME          who repeats it (default: the actor of the pipeline's run)
  --blind            read nothing of the author's result before your own digest is fixed
  --command COMMAND  run this instead of the recorded command
  --output FILE      the file in the checkout that the command writes, instead of its stdout
  --exit N           an exit code that is not an error, besides 0: some scanners use another when they find something
  --inputs PATTERN   the files that the command reads, such as 'infra/**/*.tf' (default: infrastructure as code anywhere)
  --record FILE      run nothing: this file is the output of an earlier run
  --out FILE         where to write the verification (default: stdout)
  --now T            when the run was made, for --record (default: the clock)
  --force            replace the file of --out

Exits with 0 when the outputs are equal, 1 when they or the inputs differ (the verification is written anyway), 2 on wrong usage
and when no conclusion is possible.";

#[derive(Default)]
struct Options {
    paths: Vec<PathBuf>,
    wanted: Wanted,
    checkout: Option<PathBuf>,
    by: Option<String>,
    blind: bool,
    command: Option<String>,
    output: Option<PathBuf>,
    exits: Vec<i32>,
    inputs: Vec<String>,
    record: Option<PathBuf>,
    out: Option<PathBuf>,
    now: Option<Instant>,
    policy: Option<PathBuf>,
    force: bool,
}

fn options(mut parser: lexopt::Parser) -> Result<Options, Failure> {
    use lexopt::prelude::*;
    let mut o = Options::default();
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
            Long("blind") => o.blind = true,
            Long("command") => o.command = Some(parser.value()?.string()?),
            Long("output") => o.output = Some(PathBuf::from(parser.value()?)),
            Long("exit") => o.exits.push(super::args::value_of(&mut parser, "exit")?),
            Long("inputs") => o.inputs.push(parser.value()?.string()?),
            Long("record") => o.record = Some(PathBuf::from(parser.value()?)),
            Long("out") => o.out = Some(PathBuf::from(parser.value()?)),
            Long("now") => o.now = Some(time_of(&mut parser, "now", false)?),
            Long("policy") => o.policy = Some(PathBuf::from(parser.value()?)),
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

/// Runs the command.
///
/// # Errors
/// On wrong usage, when something cannot be read, run or written, and when nothing can be told.
pub fn run(parser: lexopt::Parser) -> Result<ExitCode, Failure> {
    let o = options(parser)?;
    let item = only_item(items_in(&o.paths)?, &o.wanted).map_err(Failure::Unusable)?;
    let (policy, _) = policy_for(o.policy.as_deref(), &o.paths)?;
    let rules = policy.artifact_type_id(&item.artifact_type).and_then(|id| policy.artifact_type(id));
    if rules.is_some_and(|rules| !rules.reproducible) {
        return Err(Failure::Unusable(words::not_reproducible(&item.artifact_type)));
    }
    let surroundings = Surroundings::read(&|name| std::env::var(name).ok(), None);
    let by = o.by.clone().or(surroundings.actor).filter(|by| !by.trim().is_empty());
    let by = by.ok_or_else(|| Failure::Usage("--by is missing: who repeats it?".to_owned()))?;
    if let Some(out) = o.out.as_deref().filter(|_| o.record.is_none()) {
        // a run can take long: that its record cannot be written is known before
        may_write(out, b"", o.force)?;
    }
    if !o.blind {
        tell_author(&o, &item)?;
    }

    let checkout = o.checkout.clone().unwrap_or_else(|| PathBuf::from("."));
    if let (Some(wanted), Some(there)) = (&item.commit, git::commit(&checkout, "HEAD"))
        && !there.starts_with(wanted.as_str())
    {
        tell(&format!("warning: the checkout is at {there}, but the change's commit is {}", visible(wanted)));
    }
    // a command may write files: what it read is what stood there before
    let files = files_below(&checkout)?;
    let inputs = match (inputs_of(&checkout, &files, &o.inputs), o.record.is_some()) {
        (Ok((digest, _)), _) => Some(digest),
        (Err(Failure::Unusable(_)), true) if o.inputs.is_empty() && o.checkout.is_none() => {
            tell("warning: no inputs are recorded, so this cannot count as a repetition: pass --checkout or --inputs");
            None
        }
        (Err(failure), _) => return Err(failure),
    };
    let command = o.command.clone().or_else(|| item.command.clone());
    let (output, at) = own_output(&o, &checkout, command.as_deref())?;
    let own = normalise(&output, &item.artifact_type, &files);
    tell(&format!("your output: sha256 {}, {} bytes", sha256_hex(&output), output.len()));
    if !own.set_aside.is_empty() {
        tell(&format!("without the values that may differ: sha256 {}", sha256_hex(own.text.as_bytes())));
    }

    // only from here on the author's result is read
    let author = author_result(&o, &item, at)?;
    for doubt in author.doubts(&by, inputs.as_deref()) {
        tell(&format!("warning: {doubt}"));
    }
    let author_bytes = bytes_of(&author);
    let author_normal = author_bytes.as_ref().map(|bytes| normalise(bytes, &item.artifact_type, &files));
    let author_output = author_bytes.as_deref().zip(author_normal.as_ref());
    let Conclusion { comparison, output: digest } =
        conclude((&output, &own), &author, author_output).map_err(|e| Failure::Unusable(e.to_string()))?;
    let has_other_inputs = author.has_other_inputs(inputs.as_deref());
    let verification = Verification {
        format: "plumbline.verification/1",
        change: item.change.clone(),
        gate: item.gate.clone(),
        part: item.part.clone(),
        evidence: item.evidence.clone(),
        by,
        at: at.to_rfc3339(),
        command,
        inputs,
        output: digest,
        blind: o.blind,
    };
    let json = verification.to_json().map_err(|e| Failure::Unusable(e.to_string()))?;
    match &o.out {
        Some(path) => write_whole(path, json.as_bytes(), o.force)?,
        // whoever reads may have gone away: nothing is left to be said then
        None => {
            document(&json);
        }
    }
    tell_comparison(&comparison, &own, author_normal.as_ref(), &item.artifact_type);
    Ok(if comparison == Comparison::Differs || has_other_inputs { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The evidence items of all report files below the paths, without anything of their results.
fn items_in(paths: &[PathBuf]) -> Result<Vec<AuthorItem>, Failure> {
    let mut items = Vec::new();
    for path in paths {
        let unreadable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", path.display(), e.to_string().to_lowercase()));
        let is_folder = std::fs::metadata(path).map_err(unreadable)?.is_dir();
        let files: Vec<PathBuf> =
            if is_folder { files_below(path)?.iter().map(|f| path.join(f)).collect() } else { vec![path.clone()] };
        for file in files {
            let is_json = file.extension().is_some_and(|e| e == "json" || e == "ndjson" || e == "jsonl");
            if is_json || !is_folder {
                items.extend(items_of_file(&read_file(&file).map_err(unreadable)?));
            }
        }
    }
    Ok(items)
}

/// What the repetition brought forth, and when.
fn own_output(o: &Options, checkout: &Path, command: Option<&str>) -> Result<(Vec<u8>, Instant), Failure> {
    if let Some(path) = &o.record {
        let bytes =
            read_file(path).map_err(|e| Failure::Unusable(format!("{}: {}", path.display(), e.to_string().to_lowercase())))?;
        return Ok((bytes, o.now.unwrap_or_else(clock::second)));
    }
    let command = command.ok_or_else(|| {
        Failure::Unusable(
            "the report records no command for this item: pass one with --command, or its output with --record".to_owned(),
        )
    })?;
    tell(&format!("running in {}: {}", checkout.display(), visible(command)));
    let output_path = o.output.as_ref().map(|path| checkout.join(path));
    // an output that was there before must not be taken for a new one
    let before = output_path.as_ref().and_then(|path| std::fs::metadata(path).and_then(|m| m.modified()).ok());
    let Ran { stdout, code, ended } = run_command(command, checkout)?;
    if code != Some(0) && !code.is_some_and(|c| o.exits.contains(&c)) {
        return Err(Failure::Unusable(match code {
            Some(127) => words::NO_SUCH_COMMAND.to_owned(),
            Some(code) => {
                format!("the command exited with {code}: if that means that it found something, allow it with --exit {code}")
            }
            None => "the command was stopped by a signal".to_owned(),
        }));
    }
    let output = match &output_path {
        None => stdout,
        Some(path) => {
            let missing = |e: std::io::Error| {
                Failure::Unusable(format!("{}: {}: did the command write it?", path.display(), e.to_string().to_lowercase()))
            };
            let after = std::fs::metadata(path).and_then(|m| m.modified()).map_err(missing)?;
            if before == Some(after) {
                return Err(Failure::Unusable(format!("{} is older than the run: the command did not write it", path.display())));
            }
            read_file(path).map_err(missing)?
        }
    };
    if output.is_empty() {
        return Err(Failure::Unusable(
            "the command wrote nothing to stdout: if it writes a file, name it with --output".to_owned(),
        ));
    }
    Ok((output, ended))
}

fn author_result(o: &Options, item: &AuthorItem, at: Instant) -> Result<AuthorResult, Failure> {
    in_order(at, Instant::from_rfc3339(&item.recorded_at).ok(), "the report was recorded")
        .map_err(|e| Failure::Unusable(e.to_string()))?;
    let (policy, policy_sha256) = policy_for(o.policy.as_deref(), &o.paths)?;
    let dataset = read_paths(&o.paths, policy, policy_sha256)?.into_dataset(at);
    AuthorResult::of(&dataset, item).map_err(|e| Failure::Unusable(e.to_string()))
}

/// The bytes of the author's artifact, when they are still those that were read.
fn bytes_of(author: &AuthorResult) -> Option<Vec<u8>> {
    let (path, sha256) = author.at_hand.as_ref()?;
    read_file(Path::new(path)).ok().filter(|bytes| sha256_hex(bytes) == *sha256)
}

/// What is known beforehand, where it need not be kept from the verifier.
fn tell_author(o: &Options, item: &AuthorItem) -> Result<(), Failure> {
    let author = author_result(o, item, Instant::from_micros(i64::MAX))?;
    if let Some(recorded) = author.recorded {
        tell(&format!("the author's output: sha256 {recorded}"));
    }
    Ok(())
}

fn tell_comparison(verdict: &Comparison, own: &Normalised, author: Option<&Normalised>, artifact_type: &str) {
    match verdict {
        Comparison::SameBytes => tell(words::SAME_BYTES),
        Comparison::Same => {
            let mut parts: Vec<(u64, (&str, &str))> = Vec::new();
            for (kind, n) in &own.set_aside {
                match parts.iter_mut().find(|(_, words)| *words == kind.words()) {
                    Some((sum, _)) => *sum += n,
                    None => parts.push((*n, kind.words())),
                }
            }
            tell(&format!("{}", words::same_but_for(&parts)));
        }
        Comparison::NothingRecorded => tell(&format!("warning: {}", words::NOTHING_TO_COMPARE)),
        Comparison::Differs => {
            tell(words::DIFFERS);
            for line in author.map(|author| difference(author, own, artifact_type)).unwrap_or_default() {
                tell(&format!("  {}", visible(&line)));
            }
        }
        Comparison::Undecidable => {}
    }
}
