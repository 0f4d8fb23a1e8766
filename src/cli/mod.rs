//! The command line.

mod admission;
mod args;
mod built_site;
mod bundle;
mod check;
mod clock;
mod collect;
mod command;
mod comment;
mod completions;
mod data_set;
mod demo;
mod docs;
mod doctor;
mod facts;
mod git;
mod git_input;
mod git_name;
mod git_objects;
mod init;
pub mod input;
mod inspect;
mod isolation;
mod layered;
mod links;
mod local;
mod man;
mod open;
mod page;
mod parallel;
mod policy;
mod policy_choice;
mod probes;
mod processes;
#[cfg(test)]
mod reference;
mod repository;
mod rules;
mod score;
mod shell;
mod site;
mod spool;
mod standing;
mod survey;
mod terminal;
mod tree;
mod verify;
mod verify_data;
mod whole_file;

use command::Stop;
use std::process::ExitCode;
use terminal::{document, tell};

/// The name and version of this program, as records name it.
pub const VERSION: &str = concat!("plumbline ", env!("CARGO_PKG_VERSION"));

/// Prints a text of ours and a line's end.
fn say(text: &str) {
    document(&format!("{text}\n"));
}

/// Runs the command line; 0 fine, 1 the check failed, 2 wrong usage or unreadable input.
pub fn main() -> ExitCode {
    match command::run(std::env::args_os()) {
        Ok(code) => code,
        Err(Stop::Page(page)) => {
            document(&page);
            ExitCode::SUCCESS
        }
        Err(Stop::Lost(page)) => {
            page.lines().for_each(tell);
            ExitCode::from(2)
        }
        Err(Stop::Failed(failure, help)) => failure.report(&help),
    }
}
