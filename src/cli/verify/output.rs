//! What the repetition brought forth: what the command wrote to stdout or to a file, or a file that is handed in.

use super::options::Options;
use crate::cli::args::Failure;
use crate::cli::clock;
use crate::cli::input::read_file;
use crate::cli::isolation::Isolation;
use crate::cli::shell::{Interruption, Ran, Request, run_command};
use plumbline_domain::Instant;
use plumbline_gate::words::verify as words;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

/// The bytes of a file that is the output of an earlier run, and the time of that run as it is stated.
///
/// # Errors
/// When it cannot be read.
pub fn handed_in(o: &Options, path: &Path) -> Result<(Vec<u8>, Instant), Failure> {
    let bytes =
        read_file(path).map_err(|e| Failure::Unusable(format!("{}: {}", path.display(), e.to_string().to_lowercase())))?;
    Ok((bytes, o.now.unwrap_or_else(clock::second)))
}

/// Runs the command in a folder.
///
/// # Errors
/// When it fails, is ended, or writes nothing.
pub fn of_command(
    o: &Options,
    command: &str,
    folder: &Path,
    isolation: &Isolation,
    interruption: &Interruption,
) -> Result<(Vec<u8>, Instant), Failure> {
    let output = o.output.as_deref().map(|path| OutputFile::in_folder(folder, path)).transpose()?;
    let request = Request {
        command,
        folder,
        environment: &o.environment,
        isolation,
        timeout: o.timeout,
        max_output_bytes: o.max_output_bytes,
        output: output.as_ref().map(|file| file.path.clone()),
        interruption,
    };
    let Ran { stdout, code, ended } = run_command(&request)?;
    if code != Some(0) && !code.is_some_and(|c| o.exits.contains(&c)) {
        return Err(Failure::Unusable(match code {
            Some(127) => words::no_such_command(o.environment.iter().any(|(name, _)| name == "PATH")),
            Some(code) => {
                format!("the command exited with {code}: if that means that it found something, allow it with --exit {code}")
            }
            None => "the command was stopped by a signal".to_owned(),
        }));
    }
    let bytes = match &output {
        None => stdout,
        Some(file) => file.read(o.max_output_bytes).map_err(Failure::Unusable)?,
    };
    if bytes.is_empty() {
        return Err(Failure::Unusable(
            "the command wrote nothing to stdout: if it writes a file, name it with --output".to_owned(),
        ));
    }
    Ok((bytes, ended))
}

/// The file that a command is to write in its folder.
struct OutputFile {
    folder: PathBuf,
    below: PathBuf,
    path: PathBuf,
    before: Option<SystemTime>,
}

impl OutputFile {
    fn in_folder(folder: &Path, below: &Path) -> Result<Self, Failure> {
        if !below.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(Failure::Usage(format!("--output names a file in the checkout, not {}", below.display())));
        }
        let path = folder.join(below);
        // an output that was there before must not be taken for a new one
        let before = fs::symlink_metadata(&path).and_then(|m| m.modified()).ok();
        Ok(OutputFile { folder: folder.to_owned(), below: below.to_owned(), path, before })
    }

    /// Its bytes. The command may have put a link there, to what only the verifier can read, or a pipe that never ends.
    fn read(&self, max_bytes: u64) -> Result<Vec<u8>, String> {
        let name = self.path.display();
        let missing = |e: std::io::Error| format!("{name}: {}: did the command write it?", e.to_string().to_lowercase());
        let mut path = self.folder.clone();
        for part in self.below.components() {
            path.push(part);
            if fs::symlink_metadata(&path).map_err(missing)?.is_symlink() {
                return Err(format!("{} is a link: the output is read from a file of the checkout alone", path.display()));
            }
        }
        let metadata = fs::symlink_metadata(&self.path).map_err(missing)?;
        if !metadata.is_file() {
            return Err(format!("{name} is no file"));
        }
        if self.before.is_some() && self.before == metadata.modified().ok() {
            return Err(format!("{name} is older than the run: the command did not write it"));
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(&self.path).map_err(missing)?;
        file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes).map_err(missing)?;
        match bytes.len() as u64 > max_bytes {
            true => Err(format!("{name} has more than {max_bytes} bytes: allow it more with --max-output-bytes")),
            false => Ok(bytes),
        }
    }
}
