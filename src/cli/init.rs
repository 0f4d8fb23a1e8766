//! `plumbline init`: the files of a gate for a repository, from what is in it.

use super::args::{Failure, word};
use super::survey::survey;
use super::terminal::{document, print};
use super::whole_file::write_below;
use clap::Args;
use plumbline_setup::{PLACEHOLDER, Plan, Proposal, Service, plan};
use plumbline_text::terminal_line;
use std::path::{Path, PathBuf};

/// Set up a gate in a repository
///
/// Looks at a repository (Terraform, Bicep, Azure Resource Manager, CloudFormation, Kubernetes, Helm, Pulumi, Ansible; the service of its
/// pipelines; CODEOWNERS) and writes three files: the pipeline of the gate, the template of pull requests with the block that collect
/// reads, and a policy that requires at the validation gate what the pipeline produces. Says what each does, and what is left to do.
///
/// Nothing is ever replaced: where a file exists already, its proposal is written beside it as FILE.plumbline. Nothing is run, and no
/// network is used.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  plumbline init --dry-run
  plumbline init infra --service gitlab")]
pub struct Options {
    /// The repository
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// The service of the pipelines [default: told from the pipelines, the remote and the folders that are there]
    #[arg(long, value_name = "SERVICE", value_parser = word(Service::IDS, Service::from_id))]
    service: Option<Service>,
    /// The action of GitHub that the workflow uses
    #[arg(long, value_name = "OWNER/NAME@REF", default_value = PLACEHOLDER, value_parser = action)]
    action: String,
    /// Print the files, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// An action by repository and version.
fn action(text: &str) -> Result<String, &'static str> {
    let is_plain = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-/".contains(&b));
    match text.split_once('@') {
        Some((name, reference)) if is_plain(name) && name.contains('/') && is_plain(reference) => Ok(text.to_owned()),
        _ => Err("it is a repository and a version, such as contoso/plumbline@v1.2.3"),
    }
}

/// Runs the command.
///
/// # Errors
/// When the repository cannot be read, or a file cannot be written.
pub fn run(options: &Options) -> Result<(), Failure> {
    let plan = plan(&survey(&options.folder)?, options.service, &options.action);
    tell_found(&plan);
    for proposal in &plan.proposals {
        let place = match options.dry_run {
            true => dry(proposal, &options.folder),
            false => write(proposal, &options.folder)?,
        };
        print(&place);
        proposal.because.iter().for_each(|because| print(&format!("  - {because}")));
        if options.dry_run {
            document(&format!("\n{}\n", proposal.text));
        }
    }
    print("");
    print("A first verdict, on this machine:");
    plan.to_try.iter().for_each(|command| print(&format!("  {command}")));
    print("");
    print("Left to do:");
    for (n, left) in (1..).zip(&plan.left) {
        print(&format!("  {n}. {left}"));
    }
    Ok(())
}

fn tell_found(plan: &Plan) {
    let found = &plan.found;
    for stack in &found.stacks {
        let more = match stack.others.len() {
            0 => String::new(),
            1 => " and one more folder".to_owned(),
            n => format!(" and {n} more folders"),
        };
        print(&format!(
            "found {} in {}{more}",
            stack.kind.name(),
            if stack.folder == "." { "the top folder" } else { &stack.folder }
        ));
    }
    if found.stacks.is_empty() {
        print("found no infrastructure as code: the pipeline scans for policy and secrets only");
    }
    print(&format!("found {}: {}", found.service.name(), found.because));
    if !found.teams.is_empty() {
        print(&format!("found the teams {} in CODEOWNERS", found.teams.join(", ")));
    }
    print("");
}

/// Where a proposal would go.
fn dry(proposal: &Proposal, folder: &Path) -> String {
    match folder.join(&proposal.path).symlink_metadata() {
        Ok(_) => format!("would write {} (beside the file that exists)", beside(proposal)),
        Err(_) => format!("would write {}", terminal_line(&proposal.path)),
    }
}

fn beside(proposal: &Proposal) -> String {
    format!("{}.plumbline", proposal.path)
}

/// Writes a proposal to its place, or beside what is there, and says where.
fn write(proposal: &Proposal, folder: &Path) -> Result<String, Failure> {
    let is_same = |path: &str| std::fs::read(folder.join(path)).is_ok_and(|bytes| bytes == proposal.text.as_bytes());
    let is_there = |path: &str| folder.join(path).symlink_metadata().is_ok();
    let mut path = proposal.path.clone();
    if is_there(&path) && !is_same(&path) {
        path = beside(proposal);
    }
    if is_there(&path) {
        return match is_same(&path) {
            true => Ok(format!("{path} is there already")),
            false => {
                Ok(format!("{path} exists already and stays as it is: remove it, and run plumbline init again for the proposal"))
            }
        };
    }
    write_below(folder, Path::new(&path), proposal.text.as_bytes(), false)?;
    Ok(match path == proposal.path {
        true => format!("wrote {path}"),
        false => format!("wrote {path}, because {} exists: take from it what you need", proposal.path),
    })
}
