//! `cargo xtask test`: everything that is checked, the quickest first.
//!
//! Each step announces itself. A failed one ends the run, and its own words are the last ones; so are the end-to-end
//! tests' when all is well.

use pico_args::Arguments;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::arguments::{finish, option, options};
use crate::browser::Browser;
use crate::command::{cargo, project, run, spoken};
use crate::files::{collect_files, read};
use crate::node::{Node, tests_of};
use crate::site::Site;
use crate::tools::{Tools, WASM_TARGET};
use crate::{Failure, budget, engines, packages, roll_up, samples};

/// The path that the site is tested under when none is asked for.
const SUB_PATH: &str = "/plumbline/";

const WASM: [&str; 2] = ["--target", WASM_TARGET];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Format,
    Lint,
    Deny,
    Native,
    Engines,
    Site,
    Reproducible,
    Budget,
    Browser,
    EndToEnd,
    Packages,
}

impl Step {
    const ALL: [Self; 11] = [
        Self::Format,
        Self::Lint,
        Self::Deny,
        Self::Native,
        Self::Engines,
        Self::Site,
        Self::Reproducible,
        Self::Budget,
        Self::Browser,
        Self::EndToEnd,
        Self::Packages,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::Deny => "deny",
            Self::Native => "native",
            Self::Engines => "engines",
            Self::Site => "site",
            Self::Reproducible => "reproducible",
            Self::Budget => "budget",
            Self::Browser => "browser",
            Self::EndToEnd => "e2e",
            Self::Packages => "packages",
        }
    }

    fn headline(self) -> &'static str {
        match self {
            Self::Format => "formatting",
            Self::Lint => "lints, for this machine and for the browser",
            Self::Deny => "licences and sources of the dependencies",
            Self::Native => "unit and integration tests",
            Self::Engines => "the roll-up in SQL, on DuckDB and on Spark",
            Self::Site => "the site as it is released",
            Self::Reproducible => "the same site again, byte for byte",
            Self::Budget => "the size that every visitor loads",
            Self::Browser => "components in a browser",
            Self::EndToEnd => "the site in a browser, end to end",
            Self::Packages => "the packages of a release, installed and run; the workflows",
        }
    }

    /// The steps that were asked for, in the order in which they run, with those that they stand on.
    fn chosen(names: &[String]) -> Result<Vec<Self>, Failure> {
        let mut asked = Vec::new();
        for name in names {
            let step = Self::ALL
                .into_iter()
                .find(|step| step.name() == name)
                .ok_or_else(|| format!("there is no step `{name}`; the steps are {}", Self::ALL.map(Self::name).join(", ")))?;
            asked.push(step);
            if matches!(step, Self::Reproducible | Self::Budget | Self::EndToEnd) {
                asked.push(Self::Site);
            }
        }
        Ok(Self::ALL.into_iter().filter(|step| names.is_empty() || asked.contains(step)).collect())
    }
}

/// Runs the steps.
pub fn run_tests(mut arguments: Arguments) -> Result<(), Failure> {
    let steps = Step::chosen(&options(&mut arguments, "--only")?)?;
    let release = option(&mut arguments, "--release")?;
    let public_url = option(&mut arguments, "--public-url")?.unwrap_or_else(|| SUB_PATH.to_owned());
    finish(arguments)?;
    let site = Site::for_tests(&public_url);

    // Whatever is missing is installed before anything slow runs in vain.
    let needs = |wanted: &[Step]| steps.iter().any(|step| wanted.contains(step));
    let browser = needs(&[Step::Browser, Step::EndToEnd]).then(Browser::ready).transpose()?;
    let tools = needs(&[Step::Site, Step::Browser]).then(Tools::ready).transpose()?;
    if needs(&[Step::EndToEnd]) {
        engines::ready()?;
    }
    if needs(&[Step::Engines]) {
        roll_up::ready()?;
    }
    let node = needs(&[Step::Packages]).then(Node::ready).transpose()?;

    let started = Instant::now();
    for (at, step) in steps.iter().enumerate() {
        eprintln!(
            "\n== {} of {}, {}: {} (after {})",
            at + 1,
            steps.len(),
            step.name(),
            step.headline(),
            spoken(started.elapsed())
        );
        match (step, &tools, &browser) {
            (Step::Packages, ..) => node.as_ref().map_or(Ok(()), |node| packages::try_all(node, release.as_deref(), &site))?,
            (Step::Format, ..) => run(cargo().args(["fmt", "--all", "--check"]), "cargo fmt")?,
            (Step::Lint, ..) => lint()?,
            (Step::Deny, ..) => run(Tools::deny()?.args(["check", "bans", "licenses", "sources"]), "cargo deny")?,
            (Step::Native, ..) => run(cargo().args(["test", "--locked", "--workspace"]), "cargo test")?,
            (Step::Engines, ..) => roll_up::try_all()?,
            (Step::Site, Some(tools), _) => site.build(tools)?,
            (Step::Reproducible, Some(tools), _) => reproducible(tools, &site)?,
            (Step::Budget, ..) => {
                let transfers = budget::transfers(&site.out)?;
                eprint!("{}", budget::table(&transfers));
                budget::check(&transfers)?;
            }
            (Step::Browser, Some(tools), Some(browser)) => components(tools, browser)?,
            (Step::EndToEnd, _, Some(browser)) => end_to_end(browser, &site)?,
            _ => return Err(format!("the step {} was not made ready", step.name())),
        }
    }
    Ok(())
}

fn lint() -> Result<(), Failure> {
    let page = ["--lib", "--bins", "--test", "browser"];
    let worker = ["--no-default-features", "--lib", "--bin", "worker"];
    for what in [&["--workspace", "--all-targets"] as &[&str], &[&WASM[..], &page].concat(), &[&WASM[..], &worker].concat()] {
        run(cargo().args(["clippy", "--locked", "--quiet"]).args(what).args(["--", "-D", "warnings"]), "cargo clippy")?;
    }
    Ok(())
}

/// Builds the site a second time, in another folder and from nothing of the first build, and compares the files.
fn reproducible(tools: &Tools, site: &Site) -> Result<(), Failure> {
    let again = site.again();
    again.build(tools)?;
    let files = |site: &Site| -> Result<BTreeSet<PathBuf>, Failure> {
        let mut files = Vec::new();
        collect_files(&site.out, &mut files)?;
        Ok(files.iter().filter_map(|file| file.strip_prefix(&site.out).ok()).map(Path::to_owned).collect())
    };
    let (first, second) = (files(site)?, files(&again)?);
    let mut others: Vec<String> = first.symmetric_difference(&second).map(|file| file.display().to_string()).collect();
    for file in first.intersection(&second) {
        if read(&site.out.join(file))? != read(&again.out.join(file))? {
            others.push(file.display().to_string());
        }
    }
    if others.is_empty() {
        eprintln!("Two builds, {} files, the same bytes.", first.len());
        return Ok(());
    }
    let (one, other) = (site.out.display(), again.out.display());
    Err(format!("two builds of the same sources differ; compare {one} with {other}:\n  {}", others.join("\n  ")))
}

fn components(tools: &Tools, browser: &Browser) -> Result<(), Failure> {
    let settings = project().join("target/webdriver.json");
    browser.write_driver_settings(&settings)?;
    let mut test = cargo();
    test.args(["test", "--locked"])
        .args(WASM)
        .args(["--test", "browser"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.wasm_bindgen_test_runner())
        .env("CHROMEDRIVER", &browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        // Seconds: a busy machine starts its browser slowly.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    run(&mut test, "cargo test")
}

fn end_to_end(browser: &Browser, site: &Site) -> Result<(), Failure> {
    // Its figures are held beside the page's. After the unit tests it stands there already.
    run(cargo().args(["build", "--locked", "--quiet", "--bin", "plumbline"]), "cargo build")?;
    let samples = project().join("target/samples");
    samples::write_to(&samples)?;
    let mut node = browser.node()?;
    node.env("PLUMBLINE_SAMPLES", &samples);
    node.env("PLUMBLINE_BIN", project().join("target/debug/plumbline"));
    run(site.environment(&mut node)?.arg("--test").args(tests_of("e2e")?), "node")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(names: &[&str]) -> Result<Vec<Step>, Failure> {
        Step::chosen(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn all_steps_run_when_none_is_named() {
        assert_eq!(chosen(&[]).unwrap(), Step::ALL);
    }

    #[test]
    fn a_step_brings_what_it_stands_on_and_keeps_its_place() {
        assert_eq!(chosen(&["e2e", "format"]).unwrap(), [Step::Format, Step::Site, Step::EndToEnd]);
        assert_eq!(chosen(&["native"]).unwrap(), [Step::Native]);
    }

    #[test]
    fn an_unknown_step_is_answered_with_the_list() {
        assert!(
            chosen(&["unit"])
                .unwrap_err()
                .ends_with("format, lint, deny, native, engines, site, reproducible, budget, browser, e2e, packages")
        );
    }
}
