//! The command line.

mod admission;
mod args;
mod built_site;
mod bundle;
mod check;
mod clock;
mod collect;
mod comment;
mod data_set;
mod demo;
mod git;
mod git_input;
mod git_name;
mod git_objects;
pub mod input;
mod inspect;
mod isolation;
mod layered;
mod links;
mod open;
mod page;
mod policy;
mod policy_choice;
mod probes;
mod processes;
mod repository;
mod rules;
mod score;
mod shell;
mod site;
mod standing;
mod terminal;
mod tree;
mod verify;
mod verify_data;
mod whole_file;

use args::Failure;
use std::process::ExitCode;
use terminal::document;

/// The name and version of this program, as records name it.
pub const VERSION: &str = concat!("plumbline ", env!("CARGO_PKG_VERSION"));

const USAGE: &str = "\
usage: plumbline COMMAND [ARGUMENTS]

  open      show your reports, or a demo, in the browser; new files appear by themselves
  inspect   print what each file is, and what could not be read
  score     print every number of the scoring rules
  rules     print where the meaning of each finding's rule comes from
  probes    print what evidence has to answer, and what to attach
  policy    print, validate and compare policies

  collect   write a gate report from a pipeline's artifacts
  check     pass or fail a change
  verify    repeat an evidence item and record the result
  site      write a finished static site: application, data set and first page
  bundle    build a site's data set from reports and artifacts
  verify-data  judge a published data set again, and compare
  page      draw the Overview of a site's data into its index.html
  demo      write a made-up organisation

plumbline COMMAND --help explains a command, plumbline --version prints the version.";

/// Prints a text of ours and a line's end.
fn say(text: &str) {
    document(&format!("{text}\n"));
}

/// What lists the commands.
const HELP: &str = "plumbline --help";

/// Runs the command line; 0 fine, 1 the check failed, 2 wrong usage or unreadable input.
pub fn main() -> ExitCode {
    let mut parser = lexopt::Parser::from_env();
    let command = match parser.next() {
        Ok(Some(lexopt::Arg::Value(command))) => command.to_string_lossy().into_owned(),
        Ok(Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h'))) => {
            say(USAGE);
            return ExitCode::SUCCESS;
        }
        Ok(Some(lexopt::Arg::Long("version") | lexopt::Arg::Short('V'))) => {
            say(VERSION);
            return ExitCode::SUCCESS;
        }
        Ok(Some(other)) => return Failure::from(other.unexpected()).report(HELP),
        Ok(None) => return Failure::Usage("a command is missing".to_owned()).report(HELP),
        Err(error) => return Failure::from(error).report(HELP),
    };
    let usage = match command.as_str() {
        "bundle" => bundle::USAGE,
        "check" => check::USAGE,
        "collect" => collect::USAGE,
        "demo" => demo::USAGE,
        "inspect" => inspect::USAGE,
        "open" => open::USAGE,
        "page" => page::USAGE,
        "policy" => policy::USAGE,
        "probes" => probes::USAGE,
        "rules" => rules::USAGE,
        "score" => score::USAGE,
        "site" => site::USAGE,
        "verify" => verify::USAGE,
        "verify-data" => verify_data::USAGE,
        _ => return Failure::Usage(format!("unknown command \"{command}\"")).report(HELP),
    };
    if std::env::args_os().skip(2).any(|argument| argument == "--help" || argument == "-h") {
        say(usage);
        return ExitCode::SUCCESS;
    }
    let outcome = match command.as_str() {
        "bundle" => bundle::run(parser),
        "check" => check::run(parser),
        "collect" => collect::run(parser),
        "demo" => demo::run(parser).map(|()| ExitCode::SUCCESS),
        "inspect" => inspect::run(parser),
        "open" => open::run(parser).map(|()| ExitCode::SUCCESS),
        "page" => page::run(parser).map(|()| ExitCode::SUCCESS),
        "policy" => policy::run(parser),
        "probes" => probes::run(parser).map(|()| ExitCode::SUCCESS),
        "rules" => rules::run(parser).map(|()| ExitCode::SUCCESS),
        "score" => score::run(parser),
        "site" => site::run(parser),
        "verify" => verify::run(parser),
        "verify-data" => verify_data::run(parser),
        _ => Ok(ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|failure| failure.report(&format!("plumbline {command} --help")))
}
