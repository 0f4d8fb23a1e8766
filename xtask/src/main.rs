//! The project's own commands. `cargo xtask` without a word lists them.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "what it prints are its own words, for its developers")]

mod arguments;
mod bench;
mod browser;
mod budget;
mod command;
mod demo;
mod docs;
mod engines;
mod files;
mod fuzz;
mod node;
mod packages;
mod python;
mod release;
mod roll_up;
mod samples;
mod screenshots;
mod serve;
mod server;
mod site;
mod split;
mod test;
mod tools;

use std::process::ExitCode;

use pico_args::Arguments;

/// What a command's failure says to the person who called it; empty when the failed program has already said it.
pub type Failure = String;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--release] [--port N] [--public-url PATH] [--data DIR]
        installs what is missing, builds the site and serves it on 127.0.0.1 (port 8080)
  build [--release | --debug] [--public-url PATH] [--out DIR] [--program]
        builds the site into dist/, ready to be copied to any web server; a release when neither is given. --program also
        compiles the command line with that site in it, as it is released: target/native/plumbline
  test [--only STEP]... [--public-url PATH] [--release DIR]
        everything: format, lints, dependencies, unit and integration tests, a release built twice, its size, browser and
        end-to-end tests
        steps: format, lint, deny, native, engines, site, reproducible, budget, browser, e2e, packages
        the last one tries the files of a release: of a whole one in DIR, or of one that it makes for this machine
        the site has relative addresses; PATH is where a browser finds it (/plumbline/)
  release [--target TARGET]... [--site DIR | --no-site] [--out DIR]
        everything that a release consists of, into target/release-files; nothing is published
  bench [--only page|turns|first-paint|filter|score|bundle|published|formats|doubling|facts] [--megabytes N]
        the figures of docs/measured.md and docs/reliability.md, measured on this machine
  fuzz [--target file|container|policy|redact|sarif|plan|reports|zip] [--minutes N]
        libFuzzer over the readers (a minute each); what it finds stays in fuzz/artifacts/
  docs
        builds the documentation into target/docs/, as it stands in every built site, and checks its links
  demo
        regenerates the demo's data set in public/demo/
  screenshots
        regenerates the pictures of README, tour and tutorial in docs/images/
";

fn main() -> ExitCode {
    let mut arguments = Arguments::from_env();
    let name = arguments.subcommand().ok().flatten().unwrap_or_default();
    let outcome = match name.as_str() {
        "serve" => serve::run(arguments),
        "build" => site::run_build(arguments),
        "test" => test::run_tests(arguments),
        "screenshots" => screenshots::run_screenshots(arguments),
        "docs" => docs::run_docs(arguments),
        "demo" => demo::run_demo(arguments),
        "bench" => bench::run_bench(arguments),
        "fuzz" => fuzz::run_fuzz(arguments),
        "release" => release::run_release(arguments),
        "" | "help" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !failure.is_empty() {
                eprintln!("{}", failure.trim_end());
            }
            ExitCode::FAILURE
        }
    }
}
