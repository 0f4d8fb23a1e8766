//! `plumbline verify`: repeats an evidence item, and records what came out.

mod checkout;
mod consent;
mod options;
mod output;

pub use options::Options;

use super::args::Failure;
use super::input::{name_of, read_file, read_paths};
use super::isolation::{Isolation, Place};
use super::layered;
use super::policy_choice::PolicyInForce;
use super::shell::Interruption;
use super::terminal::{document, print, tell};
use super::tree::{HIDDEN_FOLDER, NO_FILE, Tree, files_below, inputs_of, tree_below};
use super::whole_file::{may_write, write_whole};
use super::{clock, git};
use plumbline_domain::{Instant, is_name};
use plumbline_gate::words::verify as words;
use plumbline_gate::{
    AuthorItem, AuthorResult, Chosen, Comparison, Conclusion, Output, Surroundings, Verification, conclude, difference, in_order,
    items_of_file, only_item,
};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The repetition of an item: what came out, and on what.
struct Repetition {
    command: Option<String>,
    output: Vec<u8>,
    at: Instant,
    /// The paths of the checkout.
    files: BTreeSet<String>,
    inputs: Option<String>,
}

/// Runs the command.
///
/// # Errors
/// On wrong usage, when something cannot be read, run or written, and when nothing can be told.
pub fn run(o: Options) -> Result<ExitCode, Failure> {
    let now = o.now.unwrap_or_else(clock::second);
    let chosen = only_item(items_in(&o.paths)?, &o.item.wanted(), now).map_err(Failure::Unusable)?;
    let item = &chosen.item;
    let policy = o.policy.in_force(&o.paths)?;
    let rules = policy.policy.artifact_type_id(&item.artifact_type).and_then(|id| policy.policy.artifact_type(id));
    if rules.is_some_and(|rules| !rules.reproducible) {
        return Err(Failure::Unusable(words::not_reproducible(&item.artifact_type)));
    }
    if o.show {
        show(&o, &chosen)?;
        return Ok(ExitCode::SUCCESS);
    }
    let surroundings = Surroundings::read(&|name| std::env::var(name).ok(), None);
    let by = o.by.clone().or(surroundings.actor).filter(|by| is_name(by));
    let by = by.ok_or_else(|| Failure::Usage("--by is missing: who repeats it?".to_owned()))?;
    if let Some(out) = o.out.as_deref().filter(|_| o.record.is_none()) {
        // a run can take long: that its record cannot be written is known before
        may_write(out, b"", o.force)?;
    }
    let repetition = match &o.record {
        Some(file) => hand_in(&o, &policy, &chosen, file)?,
        None => repeat(&o, &policy, &chosen)?,
    };
    conclude_and_write(&o, &policy, item, by, repetition)
}

/// Where the command of an item runs: not made yet, but known.
struct Planned {
    command: String,
    isolation: Isolation,
    located: Option<checkout::Located>,
    /// The folder of the fresh checkout, or the checkout itself.
    top: PathBuf,
    /// The folder around a fresh checkout; it is removed when this is dropped.
    around: Option<tempfile::TempDir>,
    lines: Vec<String>,
}

fn plan(o: &Options, chosen: &Chosen) -> Result<Planned, Failure> {
    let command = consent::command_of(o, chosen)?;
    let from = o.checkout.clone().unwrap_or_else(|| PathBuf::from("."));
    let unreadable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", from.display(), e.to_string().to_lowercase()));
    let located = if o.in_place { None } else { Some(checkout::locate(&chosen.item, &from)?) };
    let around = located.is_some().then(checkout::new_folder).transpose()?;
    let top = match &around {
        Some(around) => checkout::top_in(around)?,
        None => from.canonicalize().map_err(unreadable)?,
    };
    let place = Place {
        writable: top.clone(),
        readable: located.iter().map(checkout::Located::objects).collect(),
        // what a service leaves there opens the repository
        hidden: located.iter().map(|l| l.common.join("config")).collect(),
        network: o.network,
    };
    let isolation = Isolation::of(o.isolation, &place)?;
    let place = consent::place_of(located.as_ref().map(|l| l.commit.as_str()), &from);
    let lines = consent::announcement(o, chosen, &command, &place, &isolation);
    Ok(Planned { command, isolation, located, top, around, lines })
}

fn show(o: &Options, chosen: &Chosen) -> Result<(), Failure> {
    plan(o, chosen)?.lines.iter().for_each(|line| print(line));
    Ok(())
}

/// Runs the command of an item, after a yes.
fn repeat(o: &Options, policy: &PolicyInForce, chosen: &Chosen) -> Result<Repetition, Failure> {
    let Planned { command, isolation, located, top, around, lines } = plan(o, chosen)?;
    lines.iter().for_each(|line| tell(line));
    consent::ask(o)?;
    if !o.blind {
        tell_author(o, policy, &chosen.item)?;
    }
    let interruption = Interruption::watched();
    let work = match &located {
        Some(located) => located.check_out(&top)?,
        None => {
            warn_of_commit(&chosen.item, &top);
            top
        }
    };
    // a command may write files: what it read is what stood there before
    let files = files_below(&work)?;
    let (inputs, _) = inputs_of(&work, &files, &o.inputs)?;
    let (output, at) = output::of_command(o, &command, &work, &isolation, &interruption)?;
    if let Some(Err(error)) = around.map(checkout::remove) {
        tell(&format!("warning: {error}"));
    }
    Ok(Repetition { command: Some(command), output, at, files, inputs: Some(inputs) })
}

/// Takes the output of an earlier run from a file, and the inputs from the checkout as it stands.
fn hand_in(o: &Options, policy: &PolicyInForce, chosen: &Chosen, file: &Path) -> Result<Repetition, Failure> {
    tell(words::RECORDED_NOT_RUN);
    if !o.blind {
        tell_author(o, policy, &chosen.item)?;
    }
    let checkout = o.checkout.clone().unwrap_or_else(|| PathBuf::from("."));
    warn_of_commit(&chosen.item, &checkout);
    let files = files_below(&checkout)?;
    let inputs = match inputs_of(&checkout, &files, &o.inputs) {
        Ok((digest, _)) => Some(digest),
        Err(Failure::Unusable(_)) if o.inputs.is_empty() && o.checkout.is_none() => {
            tell("warning: no inputs are recorded: pass --checkout or --inputs");
            None
        }
        Err(failure) => return Err(failure),
    };
    let (output, at) = output::handed_in(o, file)?;
    // of several commands nobody knows which one made it
    let command = chosen.item.command.clone().filter(|_| chosen.commands().len() == 1);
    Ok(Repetition { command, output, at, files, inputs })
}

fn warn_of_commit(item: &AuthorItem, checkout: &Path) {
    if let (Some(wanted), Some(there)) = (&item.commit, git::commit(checkout, "HEAD"))
        && !there.starts_with(wanted.as_str())
    {
        tell(&format!("warning: the checkout is at {there}, but the evidence was made on {wanted}"));
    }
}

/// Compares the outputs, writes the verification, and says how they compare.
fn conclude_and_write(
    o: &Options,
    policy: &PolicyInForce,
    item: &AuthorItem,
    by: String,
    repetition: Repetition,
) -> Result<ExitCode, Failure> {
    let Repetition { command, output, at, files, inputs } = repetition;
    let own = Output::of(&output, &item.artifact_type, &files)
        .map_err(|why| Failure::Unusable(format!("the output cannot be compared without its secrets: {why}")))?;
    tell(&format!("your output: sha256 {}, {} bytes", own.sha256, own.bytes));
    if own.n_redacted > 0 {
        tell(&words::redacted(own.n_redacted));
    }
    if !own.normal.set_aside.is_empty() {
        tell(&format!("without the values that may differ: sha256 {}", own.normal.sha256()));
    }

    // only from here on the author's result is read
    let author = author_result(o, policy, item, at)?;
    for doubt in author.doubts(&by, inputs.as_deref()) {
        tell(&format!("warning: {doubt}"));
    }
    let author_output = author.at_hand.as_ref().and_then(|(path, sha256)| {
        let bytes = layered::bytes_at(&o.paths, path).or_else(|| read_file(Path::new(path)).ok())?;
        Output::of(&bytes, &item.artifact_type, &files).ok().filter(|output| output.is_of(sha256))
    });
    let Conclusion { comparison, output: digest } =
        conclude(&own, &author, author_output.as_ref()).map_err(|e| Failure::Unusable(e.to_string()))?;
    let has_other_inputs = author.has_other_inputs(inputs.as_deref());
    let recorded = o.record.is_some();
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
        blind: o.blind && !recorded,
        recorded,
    };
    let json = verification.to_json().map_err(|e| Failure::Unusable(e.to_string()))?;
    match &o.out {
        Some(path) => write_whole(path, json.as_bytes(), o.force)?,
        // whoever reads may have gone away: nothing is left to be said then
        None => {
            document(&json);
        }
    }
    if let Some(line) = words::comparison(&comparison, &own) {
        tell(&line);
    }
    if comparison == Comparison::Differs {
        let lines = author_output.map(|author| difference(&author.normal, &own.normal, &item.artifact_type)).unwrap_or_default();
        lines.iter().for_each(|line| tell(&format!("  {line}")));
    }
    tell(&words::closing(&verification.by, recorded));
    Ok(if comparison == Comparison::Differs || has_other_inputs { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The evidence items of all report files below the paths, without anything of their results.
fn items_in(paths: &[PathBuf]) -> Result<Vec<AuthorItem>, Failure> {
    let mut items = Vec::new();
    for path in paths {
        let unreadable = |e: std::io::Error| Failure::Unusable(format!("{}: {}", path.display(), e.to_string().to_lowercase()));
        let is_folder = std::fs::metadata(path).map_err(unreadable)?.is_dir();
        if is_folder && layered::each_record_file(path, |name, bytes| items.extend(items_of_file(&bytes, name)))? {
            continue;
        }
        let files = if is_folder { told_files_below(path)? } else { vec![path.clone()] };
        for file in files {
            let is_json = file.extension().is_some_and(|e| e == "json" || e == "ndjson" || e == "jsonl");
            if is_json || !is_folder {
                items.extend(items_of_file(&read_file(&file).map_err(unreadable)?, &file.display().to_string()));
            }
        }
    }
    Ok(items)
}

/// The files below a folder of data. What else lies there and may hold records is told.
fn told_files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let Tree { files, hidden, others, .. } = tree_below(folder)?;
    let named = |name: &String| name_of(&folder.join(name));
    hidden.iter().for_each(|name| tell(&format!("note: {}: {HIDDEN_FOLDER}", named(name))));
    others.iter().for_each(|name| tell(&format!("error: {}: {NO_FILE}", named(name))));
    Ok(files.iter().map(|name| folder.join(name)).collect())
}

fn author_result(o: &Options, policy: &PolicyInForce, item: &AuthorItem, at: Instant) -> Result<AuthorResult, Failure> {
    in_order(at, Some(item.recorded_at), "the report was recorded").map_err(|e| Failure::Unusable(e.to_string()))?;
    let dataset = read_paths(&o.paths, policy.policy.clone(), policy.sha256.clone())?.into_dataset(at);
    AuthorResult::of(&dataset, item).map_err(|e| Failure::Unusable(e.to_string()))
}

/// What is known beforehand, where it need not be kept from the verifier.
fn tell_author(o: &Options, policy: &PolicyInForce, item: &AuthorItem) -> Result<(), Failure> {
    let author = author_result(o, policy, item, Instant::from_micros(i64::MAX))?;
    if let Some(recorded) = author.recorded {
        tell(&format!("the author's output: sha256 {recorded}"));
    }
    Ok(())
}
