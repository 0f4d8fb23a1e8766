//! The command is shown, with what it is kept from, and runs only after a yes.

use super::options::Options;
use crate::cli::args::Failure;
use crate::cli::isolation::Isolation;
use crate::cli::terminal::{is_read_by_a_person, tell};
use plumbline_gate::{AuthorItem, Chosen};
use plumbline_text::terminal_line;
use std::io::{BufRead, IsTerminal};
use std::path::Path;

/// How much of an answer is read.
const ANSWER: u64 = 100;

/// The command to run: the verifier's own, else the recorded one.
///
/// # Errors
/// When none is recorded, and when the reports of the item state several: each is printed with the files that state it.
pub fn command_of(o: &Options, chosen: &Chosen) -> Result<String, Failure> {
    if let Some(command) = &o.command {
        return Ok(command.clone());
    }
    let commands = chosen.commands();
    if commands.len() > 1 {
        let mut lines =
            vec![format!("the reports of {} state different commands: choose one with --command", name_of(&chosen.item))];
        for (command, items) in commands {
            let mut files: Vec<String> = items.iter().map(|i| format!("{} ({})", i.file, i.recorded_at.to_rfc3339())).collect();
            files.dedup();
            lines.push(format!("in {}:", terminal_line(&files.join(", "))));
            lines.extend(shown(command));
        }
        return Err(Failure::Unusable(lines.join("\n")));
    }
    chosen.item.command.clone().ok_or_else(|| {
        Failure::Unusable(
            "the report records no command for this item: pass one with --command, or its output with --record".to_owned(),
        )
    })
}

fn name_of(item: &AuthorItem) -> String {
    let words = [Some(&item.change), Some(&item.gate), item.part.as_ref(), Some(&item.evidence)];
    terminal_line(&words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")).into_owned()
}

/// A command as it is shown: one line for each of its lines.
fn shown(command: &str) -> Vec<String> {
    command.split('\n').map(|line| format!("  | {}", line.trim_end_matches('\r'))).collect()
}

/// What is said before a command runs: the command, where it comes from and where it runs, and what it is kept from.
pub fn announcement(o: &Options, chosen: &Chosen, command: &str, place: &str, isolation: &Isolation) -> Vec<String> {
    let item = &chosen.item;
    let mut lines = vec![match &o.command {
        Some(_) => format!("your own command for {}, in place of what its report records:", name_of(item)),
        None => format!("the command of {}, from {} ({}):", name_of(item), item.file, item.recorded_at.to_rfc3339()),
    }];
    lines.extend(shown(command));
    lines.push(place.to_owned());
    if chosen.n_commits() > 1 {
        lines.push(format!("its reports speak of {} commits: this is that of the latest report", chosen.n_commits()));
    }
    let names: Vec<&str> = o.environment.iter().map(|(name, _)| name.as_str()).collect();
    lines.push(match names.is_empty() {
        true => "environment: empty (--env NAME passes a variable of yours)".to_owned(),
        false => format!("environment: {} (yours), nothing else", names.join(", ")),
    });
    lines.extend(isolation.held().into_iter().map(|held| held.line));
    lines.push(format!("limits: {} seconds, {} bytes of output", o.timeout.as_secs(), o.max_output_bytes));
    lines
}

/// Where the command runs, in words.
pub fn place_of(commit: Option<&str>, checkout: &Path) -> String {
    match commit {
        Some(commit) => format!("in a fresh checkout of commit {commit}, from {}", checkout.display()),
        None => format!("in {} as it stands: the command can read and change all files there", checkout.display()),
    }
}

/// Asks for a yes, unless it was given.
///
/// # Errors
/// When there is none, or nobody to ask.
pub fn ask(o: &Options) -> Result<(), Failure> {
    if o.yes {
        return Ok(());
    }
    let stdin = std::io::stdin();
    if !stdin.is_terminal() || !is_read_by_a_person() {
        return Err(Failure::Unusable(
            "nothing was run: read the command, and pass --yes to run it (there is no terminal to ask on)".to_owned(),
        ));
    }
    tell("run it? yes or no:");
    let mut answer = String::new();
    let read = std::io::Read::take(stdin.lock(), ANSWER).read_line(&mut answer);
    match read {
        Ok(_) if matches!(answer.trim().to_lowercase().as_str(), "y" | "yes") => Ok(()),
        _ => Err(Failure::Unusable("nothing was run: the answer was not yes".to_owned())),
    }
}
