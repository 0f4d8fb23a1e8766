//! `plumbline completions`: what a shell completes.

use super::command::Program;
use super::terminal::document;
use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

/// Print the completions of a shell
///
/// Prints a script that completes commands and options. Where it goes depends on the shell.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline completions bash > ~/.local/share/bash-completion/completions/plumbline
  plumbline completions fish > ~/.config/fish/completions/plumbline.fish")]
pub struct Options {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
pub fn run(options: &Options) {
    let mut script = Vec::new();
    generate(options.shell, &mut Program::command(), "plumbline", &mut script);
    document(&String::from_utf8_lossy(&script));
}
