//! The pages of the manual, and what shells complete, as the program itself writes them.

use std::process::{Command, Stdio};

use super::archive::Entry;
use super::files_of;
use super::stage::Stage;
use crate::Failure;
use crate::command::{cargo, output, run};
use crate::files::read;

/// Each shell, and the file in which it looks for completions.
const SHELLS: [(&str, &str); 4] =
    [("bash", "plumbline.bash"), ("zsh", "_plumbline"), ("fish", "plumbline.fish"), ("powershell", "_plumbline.ps1")];

/// The files, in the folders `man` and `completions`.
pub fn entries() -> Result<Vec<Entry>, Failure> {
    let stage = Stage::new("manual")?;
    run(plumbline(&["man", "--out"]).arg(&stage.folder).stdout(Stdio::null()), "plumbline")?;
    let page = |name: &String| Ok(Entry::file(format!("man/{name}"), read(&stage.folder.join(name))?));
    let mut entries = files_of(&stage.folder)?.iter().map(page).collect::<Result<Vec<Entry>, Failure>>()?;
    for (shell, file) in SHELLS {
        let script = output(&mut plumbline(&["completions", shell]));
        let script = script.ok_or_else(|| format!("`plumbline completions {shell}` fails: run it to see why"))?;
        entries.push(Entry::file(format!("completions/{file}"), format!("{script}\n").into_bytes()));
    }
    Ok(entries)
}

/// The program as it is compiled for this machine, quickly and without the site.
fn plumbline(arguments: &[&str]) -> Command {
    let mut command = cargo();
    command.env_remove("PLUMBLINE_SITE").args(["run", "--locked", "--quiet", "--bin", "plumbline", "--"]).args(arguments);
    command
}
