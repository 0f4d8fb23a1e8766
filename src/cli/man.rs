//! `plumbline man`: the manual.

use super::args::Failure;
use super::command::Program;
use super::input::name_of;
use super::terminal::{document, print};
use super::whole_file::write_below;
use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use std::path::{Path, PathBuf};

/// Write the manual
///
/// Prints the main page of the manual in the format of man, or writes a page for each command into a folder.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline man | man -l -
  plumbline man --out ~/.local/share/man/man1")]
pub struct Options {
    /// Write plumbline.1 and a page for each command, such as plumbline-check.1, into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Replace pages that are there
    #[arg(long, requires = "out")]
    force: bool,
}

/// Runs the command.
///
/// # Errors
/// When a page cannot be written.
pub fn run(options: &Options) -> Result<(), Failure> {
    let mut program = Program::command();
    program.build();
    let Some(out) = &options.out else {
        document(&String::from_utf8_lossy(&page(&program)?));
        return Ok(());
    };
    write(&program, out, options.force)
}

/// Writes the page of a command, and those of its own commands.
fn write(command: &Command, out: &Path, force: bool) -> Result<(), Failure> {
    let name = format!("{}.1", command.get_display_name().unwrap_or_else(|| command.get_name()));
    write_below(out, Path::new(&name), &page(command)?, force)?;
    print(&name_of(&out.join(name)));
    command.get_subcommands().filter(|command| !command.is_hide_set()).try_for_each(|command| write(command, out, force))
}

fn page(command: &Command) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page).map_err(|e| Failure::Unusable(e.to_string()))?;
    Ok(page)
}
