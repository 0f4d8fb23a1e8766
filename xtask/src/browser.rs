//! What the browser tests stand on and cargo does not install: Chromium and its driver.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

use crate::Failure;
use crate::command::{on_path, output, program, run};
use crate::node::{NODE, NPM, Node};

/// How Chromium is started wherever nobody looks: as any user, without a graphics card, asking no other host for anything.
pub const CHROMIUM_ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A program of the system, under the names that systems give it, and Debian's package for it.
pub struct Wanted {
    pub names: &'static [&'static str],
    pub variable: Option<&'static str>,
    pub elsewhere: &'static [&'static str],
    pub debian: &'static str,
}

const CHROMIUM: Wanted = Wanted {
    names: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    variable: Some("CHROME"),
    elsewhere: &["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    debian: "chromium",
};
const DRIVER: Wanted =
    Wanted { names: &["chromedriver"], variable: Some("CHROMEDRIVER"), elsewhere: &[], debian: "chromium-driver" };

impl Wanted {
    fn find(&self) -> Option<PathBuf> {
        let named = self.variable.and_then(std::env::var_os).map(PathBuf::from).filter(|file| file.is_file());
        named
            .or_else(|| self.names.iter().find_map(|name| on_path(name)))
            .or_else(|| self.elsewhere.iter().map(PathBuf::from).find(|file| file.is_file()))
    }

    pub fn found(&self) -> Result<PathBuf, Failure> {
        self.find().ok_or_else(|| format!("{} is not to be found", self.names[0]))
    }
}

/// The system's programs, all there.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
    node: Node,
}

impl Browser {
    /// Finds the programs; on Debian and its kin installs those that are missing, elsewhere says which they are.
    pub fn ready() -> Result<Self, Failure> {
        install_missing(&[CHROMIUM, DRIVER, NODE, NPM])?;
        Ok(Self { chromium: CHROMIUM.found()?, driver: DRIVER.found()?, node: Node::ready()? })
    }

    /// Node, with the end-to-end tests' own packages beside them and the browser named.
    pub fn node(&self) -> Result<Command, Failure> {
        let mut node = self.node.with_packages_of("e2e")?;
        node.env("CHROME", &self.chromium);
        Ok(node)
    }

    /// Writes how the driver shall start the browser, for the runner of the component tests.
    pub fn write_driver_settings(&self, file: &Path) -> Result<(), Failure> {
        let settings = json!({ "goog:chromeOptions": { "args": CHROMIUM_ARGUMENTS, "binary": self.chromium } });
        std::fs::write(file, settings.to_string()).map_err(|error| format!("cannot write {}: {error}", file.display()))
    }
}

/// Installs those that are missing on Debian and its kin; elsewhere fails with a sentence that names them.
pub fn install_missing(wanted: &[Wanted]) -> Result<(), Failure> {
    let missing: Vec<&str> = wanted.iter().filter(|wanted| wanted.find().is_none()).map(|wanted| wanted.debian).collect();
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

/// Installs packages on Debian and its kin; elsewhere fails with a sentence that names them.
pub fn install(packages: &[&str]) -> Result<(), Failure> {
    let list = packages.join(" ");
    let by_hand = format!("the tests need what is not here: install {list} (Debian's names), and try again");
    if on_path("apt-get").is_none() {
        return Err(by_hand);
    }
    eprintln!("Installing {list} with apt (once; usually one to two minutes).");
    let apt = |arguments: &[&str]| {
        let mut command = match output(program("id").arg("-u")).as_deref() {
            Some("0") => program("apt-get"),
            _ => {
                let mut sudo = program("sudo");
                sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
                sudo
            }
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        run(&mut command, "apt-get")
    };
    apt(&["update", "-q"])
        .and_then(|()| apt(&[&["install", "-q", "-y", "--no-install-recommends"], packages].concat()))
        .map_err(|_| by_hand)
}
