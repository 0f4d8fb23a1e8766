//! The commands, their arguments, and the page that lists them.

use super::args::Failure;
use super::{
    bundle, check, collect, completions, demo, docs, doctor, facts, init, inspect, man, open, page, policy, probes, rules, score,
    site, verify, verify_data,
};
use clap::error::ErrorKind;
use clap::{ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Compare the confidence that teams state in infrastructure changes with what their evidence verifies
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, long_about = INTRODUCTION)]
#[command(disable_help_subcommand = true, subcommand_required = true, arg_required_else_help = true)]
pub struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Bundle(bundle::Options),
    Check(Box<check::Options>),
    Collect(Box<collect::Options>),
    Completions(completions::Options),
    Demo(demo::Options),
    Docs(docs::Options),
    Doctor(doctor::Options),
    Facts(facts::Options),
    Init(init::Options),
    Inspect(inspect::Options),
    Man(man::Options),
    Open(open::Options),
    Page(page::Options),
    Policy(policy::Options),
    Probes(probes::Options),
    Rules(rules::Options),
    Score(score::Options),
    Site(site::Options),
    Verify(Box<verify::Options>),
    VerifyData(verify_data::Options),
}

impl Command {
    fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Command::Bundle(options) => bundle::run(options),
            Command::Check(options) => check::run(*options),
            Command::Collect(options) => collect::run(*options),
            Command::Completions(options) => {
                completions::run(&options);
                Ok(ExitCode::SUCCESS)
            }
            Command::Demo(options) => demo::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Docs(options) => docs::run(options).map(|()| ExitCode::SUCCESS),
            Command::Doctor(options) => doctor::run(&options),
            Command::Facts(options) => facts::run(options),
            Command::Init(options) => init::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Inspect(options) => inspect::run(&options),
            Command::Man(options) => man::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Open(options) => open::run(options).map(|()| ExitCode::SUCCESS),
            Command::Page(options) => page::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Policy(options) => policy::run(options),
            Command::Probes(options) => probes::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Rules(options) => rules::run(&options).map(|()| ExitCode::SUCCESS),
            Command::Score(options) => score::run(options),
            Command::Site(options) => site::run(options),
            Command::Verify(options) => verify::run(*options),
            Command::VerifyData(options) => verify_data::run(&options),
        }
    }
}

/// The commands by what they are for. Each stands in one group.
pub(super) const GROUPS: [(&str, &[&str]); 4] = [
    ("See what there is", &["open", "inspect", "score", "rules", "probes", "demo", "docs"]),
    ("Judge a change", &["collect", "check", "verify"]),
    ("Publish", &["site", "bundle", "verify-data", "facts", "page"]),
    ("Set up", &["init", "doctor", "policy", "completions", "man"]),
];

/// What the program is.
const INTRODUCTION: &str = "\
Plumbline compares the confidence that teams state in their infrastructure changes with what the
evidence verifies: from gate reports and the output of tools, in pull requests and on a dashboard.";

/// What stands below the list of commands.
const OVERVIEW_END: &str = "\
Examples:
  plumbline open                          show the dashboard of a made-up organisation
  plumbline inspect results.sarif         say what a file is, and what was read of it
  plumbline init --dry-run                show the pipeline, template and policy for this repository
  plumbline check plumbline-data          pass or fail the changes of a folder of gate reports

Options:
  -h, --help     Print this page; after a command, that of the command
  -V, --version  Print the version

plumbline COMMAND --help explains a command, with examples. plumbline docs shows the documentation.
";

/// Runs what the arguments ask for. A wrong usage gives the message, and how the help is called.
pub fn run(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode, Stop> {
    let stop = |error: &clap::Error, name: &str| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Stop::Page(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Stop::Lost(error.render().to_string()),
        _ => Stop::Failed(Failure::from(error), help_of(name)),
    };
    let arguments: Vec<OsString> = arguments.collect();
    let mut command = on_a_terminal(Program::command());
    let first = arguments.get(1).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let known = command.find_subcommand(&first).map(|found| found.get_name().to_owned()).unwrap_or_default();
    let matches: ArgMatches = command.try_get_matches_from_mut(arguments).map_err(|error| stop(&error, &known))?;
    let program = Program::from_arg_matches(&matches).map_err(|error| stop(&error, &known))?;
    program.command.run().map_err(|failure| Stop::Failed(failure, help_of(&known)))
}

/// Why no command ran to its end.
pub enum Stop {
    /// A page of help, or the version, was asked for.
    Page(String),
    /// Nothing was asked for: this page helps.
    Lost(String),
    /// What went wrong, and how the help is called that says what would be right.
    Failed(Failure, String),
}

fn help_of(command: &str) -> String {
    let space = if command.is_empty() { "" } else { " " };
    format!("plumbline{space}{command} --help")
}

/// The commands as a terminal shows them: each has one page of help, however it is asked for. An option takes the argument that
/// follows it, also when that begins with a hyphen, and a flag may be repeated.
fn on_a_terminal(command: clap::Command) -> clap::Command {
    let overview = overview(&command);
    compact(command).override_help(overview).disable_help_subcommand(false)
}

fn compact(mut command: clap::Command) -> clap::Command {
    if let Some(whole) = command.get_long_about().cloned() {
        command = command.about(whole).long_about(None);
    }
    let arguments = |argument: clap::Arg| match argument.get_action() {
        ArgAction::SetTrue => {
            let own = argument.get_id().clone();
            argument.overrides_with(own)
        }
        ArgAction::Set | ArgAction::Append if !argument.is_positional() && argument.get_num_args() != Some(0.into()) => {
            argument.allow_hyphen_values(true)
        }
        _ => argument,
    };
    command.max_term_width(110).mut_args(arguments).mut_subcommands(compact)
}

/// The page that lists the commands.
fn overview(command: &clap::Command) -> String {
    let mut page = format!("{INTRODUCTION}\n\nUsage: plumbline COMMAND [ARGUMENTS]\n");
    for (group, names) in GROUPS {
        page.push_str(&format!("\n{group}:\n"));
        for found in names.iter().filter_map(|name| command.find_subcommand(name)) {
            let about = found.get_about().map(ToString::to_string).unwrap_or_default();
            page.push_str(&format!("  {:<12} {about}\n", found.get_name()));
        }
    }
    page.push_str(&format!("\n{OVERVIEW_END}"));
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_commands_are_well_formed() {
        on_a_terminal(Program::command()).debug_assert();
    }

    #[test]
    fn every_command_stands_in_one_group() {
        let program = Program::command();
        let commands: BTreeSet<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
        let listed: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert_eq!(listed.len(), commands.len());
        assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), commands);
    }

    #[test]
    fn a_secret_is_not_repeated() {
        let token = format!("ghp_{}", "a1B2".repeat(9));
        for arguments in [["check", "--now", &token], ["check", "--gate", &format!("--colour={token}")]] {
            let all = ["plumbline"].iter().chain(&arguments).map(OsString::from);
            let Err(Stop::Failed(Failure::Usage(said), _)) = run(all) else { panic!("{arguments:?} is wrong") };
            assert!(!said.contains(&token), "{said}");
        }
    }
}
