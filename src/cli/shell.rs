//! Runs a recorded command by the shell of this machine.

use super::args::Failure;
use super::clock;
use plumbline_domain::Instant;
use std::path::Path;
use std::process::{Command, Stdio};

/// What became of a command.
pub struct Ran {
    /// What it wrote to stdout. Its stderr went to ours.
    pub stdout: Vec<u8>,
    /// How it ended; none when a signal stopped it.
    pub code: Option<i32>,
    /// When it ended, to the second.
    pub ended: Instant,
}

/// Runs a command in a folder and waits for its end.
///
/// # Errors
/// When there is no shell, or the folder does not exist, and when the clock went backwards meanwhile.
pub fn run_command(command: &str, folder: &Path) -> Result<Ran, Failure> {
    let started = clock::second();
    let mut shell = if cfg!(windows) { Command::new("cmd") } else { Command::new("sh") };
    shell.arg(if cfg!(windows) { "/C" } else { "-c" }).arg(command).current_dir(folder);
    let output = shell.stdin(Stdio::null()).stderr(Stdio::inherit()).output().map_err(|e| {
        Failure::Unusable(format!("the command cannot be run in {}: {}", folder.display(), e.to_string().to_lowercase()))
    })?;
    let ended = clock::second();
    if ended < started {
        return Err(Failure::Unusable(format!(
            "the clock ran backwards: the command started at {} and ended at {}",
            started.to_rfc3339(),
            ended.to_rfc3339()
        )));
    }
    Ok(Ran { stdout: output.stdout, code: output.status.code(), ended })
}
