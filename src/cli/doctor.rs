//! `plumbline doctor`: what the gate of a repository lacks.

use super::args::Failure;
use super::input::name_of;
use super::survey::survey;
use super::terminal::document;
use clap::Args;
use plumbline_setup::{Advice, Surroundings, Weight, examine};
use plumbline_text::terminal_line;
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Say what a pipeline lacks
///
/// Reads the pipelines, the policy, the template of pull requests and CODEOWNERS of a repository, and says what is missing or can be got
/// around, each with its place and what mends it. Runs nothing.
///
/// Exits with 0, with 1 when something is missing that makes the gate worthless, and with 2 when the repository cannot be read.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline doctor
  plumbline doctor infra --data plumbline-data --json")]
pub struct Options {
    /// The repository
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The data folder that the gate reads: must not be part of the checkout
    #[arg(long, value_name = "DATA")]
    data: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Runs the command.
///
/// # Errors
/// When the repository cannot be read.
pub fn run(options: &Options) -> Result<ExitCode, Failure> {
    let tree = survey(&options.folder)?;
    let surroundings = Surroundings {
        has_tool: &is_on_path,
        is_shallow: options.folder.join(".git/shallow").is_file(),
        data_inside: options.data.as_deref().and_then(|data| inside(data, &options.folder)),
    };
    let advice = examine(&tree, &surroundings);
    let n_errors = advice.iter().filter(|advice| advice.weight == Weight::Error).count();
    let text = if options.json { in_json(&advice) } else { in_words(&advice) };
    document(&text);
    Ok(if n_errors > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn in_json(advice: &[Advice]) -> String {
    let one = |advice: &Advice| {
        json!({
            "id": advice.id, "weight": advice.weight.id(), "path": advice.path, "line": advice.line, "message": advice.message,
            "remedy": advice.remedy,
        })
    };
    let findings: Vec<_> = advice.iter().map(one).collect();
    plumbline_text::json(&format!("{:#}\n", json!({"findings": findings}))).into_owned()
}

fn in_words(advice: &[Advice]) -> String {
    if advice.is_empty() {
        return "nothing is missing\n".to_owned();
    }
    let mut text = String::new();
    for Advice { weight, path, line, message, remedy, .. } in advice {
        let place = if *line > 0 { format!("{path}:{line}") } else { path.clone() };
        text.push_str(&format!("{:<8} {}\n", weight.id(), terminal_line(&format!("{place}: {message}"))));
        text.push_str(&format!("         to fix it: {}\n", terminal_line(remedy)));
    }
    text
}

/// The path of a data folder below the repository; none when it lies elsewhere.
fn inside(data: &Path, repository: &Path) -> Option<String> {
    let (data, repository) = (data.canonicalize().ok()?, repository.canonicalize().ok()?);
    let below = data.strip_prefix(repository).ok()?;
    (!below.as_os_str().is_empty()).then(|| name_of(below))
}

fn is_on_path(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ".bat"] } else { &[""] };
    std::env::split_paths(&path).any(|folder| endings.iter().any(|end| folder.join(format!("{tool}{end}")).is_file()))
}
