//! The project's own commands. `cargo xtask` without a word lists them.

mod arguments;
mod bench;
mod browser;
mod budget;
mod command;
mod cut;
mod demo;
mod engines;
mod files;
mod fuzz;
mod pack;
mod program;
mod samples;
mod screenshots;
mod serve;
mod server;
mod site;
mod split;
mod styles;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use arguments::Arguments;

/// What a command's failure says to the person who called it; empty when the failed program has already said it.
pub type Failure = String;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--release] [--port N] [--public-url PATH] [--data DIR]
        installs what is missing, builds the site and serves it on 127.0.0.1 (port 8080)
  build [--debug] [--public-url PATH] [--out DIR]
        builds the site into dist/, ready to be copied to any web server
  test [--only STEP]... [--public-url PATH]
        everything: format, lints, unit and integration tests, size budget, browser and end-to-end tests
        steps: format, lint, native, site, budget, browser, e2e
  bench [--only page|filter|score|formats] [--megabytes N]
        the figures of the README and of docs/reliability.md, measured on this machine
  fuzz [--target file|container|policy] [--seconds N]
        libFuzzer over the readers (60 seconds each); what it finds stays in fuzz/artifacts/
  demo
        makes the data set of the demo in public/demo/ anew
  screenshots
        the pictures of the README and the tutorial, into docs/images/
";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let name = words.next().unwrap_or_default();
    let outcome = Arguments::parse(words).and_then(|arguments| match name.as_str() {
        "serve" => serve::run(arguments),
        "build" => site::run_build(arguments),
        "test" => test::run_tests(arguments),
        "screenshots" => screenshots::run_screenshots(arguments),
        "demo" => demo::run_demo(arguments),
        "bench" => bench::run_bench(arguments),
        "fuzz" => fuzz::run_fuzz(arguments),
        "" | "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{USAGE}")),
    });
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
