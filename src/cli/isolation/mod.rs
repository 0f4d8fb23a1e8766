//! What a recorded command is kept from: the network, writes outside its folder, the credentials of whoever runs it. By
//! bubblewrap where that works, else by landlock as far as that goes, else not at all; what holds is always said.

mod bubblewrap;
mod landlock;

use super::args::Failure;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

/// How much isolation is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// Nothing runs unless all of it holds.
    Required,
    /// As much as this system can.
    #[default]
    Best,
    /// None.
    None,
}

impl Wanted {
    /// Its words, as the option takes them.
    pub const WORDS: [&str; 3] = ["required", "best", "none"];

    /// By its word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "required" => Some(Wanted::Required),
            "best" => Some(Wanted::Best),
            "none" => Some(Wanted::None),
            _ => None,
        }
    }
}

/// Where a command runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The folder that it may write to: its checkout.
    pub writable: PathBuf,
    /// Folders that it may read although what surrounds them is hidden.
    pub readable: Vec<PathBuf>,
    /// What it must not read, besides the credentials of the home.
    pub hidden: Vec<PathBuf>,
    /// Whether it may use the network.
    pub network: bool,
}

/// What keeps a command from doing harm.
pub struct Isolation {
    by: By,
    network: bool,
}

#[derive(Debug)]
enum By {
    Bubblewrap { program: PathBuf, arguments: Vec<std::ffi::OsString> },
    Landlock { place: Place, temporary: tempfile::TempDir, tcp: bool },
    Nothing { why: String },
}

/// One thing that a command is kept from, or is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whether it is.
    pub holds: bool,
    /// In words.
    pub line: String,
}

impl Isolation {
    /// The isolation that this system has for a command in a place.
    ///
    /// # Errors
    /// When more is required than it has.
    pub fn of(wanted: Wanted, place: &Place) -> Result<Self, Failure> {
        let isolation = Isolation { by: Self::by(wanted, place), network: place.network };
        let missing: Vec<String> = isolation.held().into_iter().filter(|h| !h.holds).map(|h| h.line).collect();
        match wanted {
            Wanted::Required if !missing.is_empty() => Err(Failure::Unusable(format!(
                "isolation is required, and this system does not have it, so nothing was run: {}",
                missing.join("; ")
            ))),
            _ => Ok(isolation),
        }
    }

    fn by(wanted: Wanted, place: &Place) -> By {
        if wanted == Wanted::None {
            return By::Nothing { why: "--isolation none".to_owned() };
        }
        let why = match bubblewrap::arguments_that_work(place) {
            Ok((program, arguments)) => return By::Bubblewrap { program, arguments },
            Err(why) => why,
        };
        let temporary = tempfile::Builder::new().prefix("plumbline-tmp-").tempdir();
        match (landlock::support(), temporary) {
            (Some(support), Ok(temporary)) => By::Landlock { place: place.clone(), temporary, tcp: support.tcp },
            _ => By::Nothing { why: format!("{why}, and this system has no landlock") },
        }
    }

    /// What holds, and what does not, one line each.
    pub fn held(&self) -> Vec<Held> {
        let line = |holds: bool, what: &str, how: &str| Held {
            holds,
            line: format!("{what}: {} ({how})", if holds { "yes" } else { "no" }),
        };
        let network = |holds: bool, how: &str| match self.network {
            true => Held { holds: true, line: "no network: no (--network allows it)".to_owned() },
            false => line(holds, "no network", how),
        };
        const WRITES: &str = "no writes outside the checkout";
        const SECRETS: &str = "credential folders of the home hidden";
        const PROCESSES: &str = "other processes and their environment hidden";
        match &self.by {
            By::Bubblewrap { .. } => {
                let how = "bubblewrap";
                vec![network(true, how), line(true, WRITES, how), line(true, SECRETS, how), line(true, PROCESSES, how)]
            }
            By::Landlock { tcp, .. } => {
                let how = "landlock";
                vec![
                    network(false, if *tcp { "landlock stops TCP, nothing else" } else { "this landlock knows no network" }),
                    line(true, WRITES, how),
                    line(false, SECRETS, "landlock cannot hide them"),
                    line(false, PROCESSES, "landlock guards their environment, not their names"),
                ]
            }
            By::Nothing { why } => {
                vec![network(false, why), line(false, WRITES, why), line(false, SECRETS, why), line(false, PROCESSES, why)]
            }
        }
    }

    /// The command that runs these words in a folder.
    pub fn command(&self, words: &[&str], folder: &Path) -> Command {
        let mut command = match &self.by {
            By::Bubblewrap { program, arguments } => {
                let mut command = Command::new(program);
                command.args(arguments).arg("--chdir").arg(folder).arg("--").args(words);
                return command;
            }
            By::Landlock { .. } | By::Nothing { .. } => Command::new(words.first().copied().unwrap_or_default()),
        };
        command.args(words.get(1..).unwrap_or_default()).current_dir(folder);
        command
    }

    /// What a command needs in its environment to live within its bounds.
    pub fn add_environment(&self, command: &mut Command) {
        if let By::Landlock { temporary, .. } = &self.by {
            command.env("TMPDIR", temporary.path());
        }
        if cfg!(windows) {
            // without it hardly any program starts
            command.envs(std::env::var_os("SystemRoot").map(|value| ("SystemRoot", value)));
        }
    }

    /// Starts a command.
    ///
    /// # Errors
    /// When it cannot be started, or cannot be confined.
    pub fn spawn(&self, mut command: Command) -> std::io::Result<Child> {
        match &self.by {
            By::Bubblewrap { .. } | By::Nothing { .. } => command.spawn(),
            By::Landlock { place, temporary, .. } => {
                let writable = vec![place.writable.clone(), temporary.path().to_owned()];
                landlock::spawn_confined(command, writable, place.network)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(by: By, network: bool) -> Vec<(bool, String)> {
        Isolation { by, network }.held().into_iter().map(|h| (h.holds, h.line)).collect()
    }

    #[test]
    fn what_holds_and_what_does_not_is_said() {
        let place = Place { writable: "/w".into(), readable: Vec::new(), hidden: Vec::new(), network: false };
        let all = lines(By::Bubblewrap { program: "bwrap".into(), arguments: Vec::new() }, false);
        assert!(all.iter().all(|(holds, _)| *holds));
        assert_eq!(all[0].1, "no network: yes (bubblewrap)");
        let temporary = tempfile::tempdir().unwrap();
        let some = lines(By::Landlock { place, temporary, tcp: true }, false);
        assert_eq!(some.iter().map(|(holds, _)| *holds).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(some[0].1, "no network: no (landlock stops TCP, nothing else)");
        let none = lines(By::Nothing { why: "bubblewrap is not installed".into() }, false);
        assert!(none.iter().all(|(holds, line)| !holds && line.ends_with("no (bubblewrap is not installed)")));
    }

    #[test]
    fn a_network_that_is_allowed_is_nothing_that_is_missing() {
        let all = lines(By::Bubblewrap { program: "bwrap".into(), arguments: Vec::new() }, true);
        assert_eq!(all[0], (true, "no network: no (--network allows it)".to_owned()));
    }

    #[test]
    fn what_is_required_and_not_there_runs_nothing() {
        let place = Place { writable: "/nowhere/at/all".into(), readable: Vec::new(), hidden: Vec::new(), network: false };
        // bubblewrap cannot bind a folder that is not there
        let failure = Isolation::of(Wanted::Required, &place).err().unwrap();
        assert!(matches!(failure, Failure::Unusable(why) if why.starts_with("isolation is required")));
        assert!(Isolation::of(Wanted::Best, &place).is_ok());
    }
}
