//! Follows the files: what is new or has changed is judged again.
//!
//! The times and sizes of all files are compared every half second. That takes milliseconds for thousands of files, needs no library for
//! each system, and sees what notifications miss: shares, folders of containers, folders that are replaced.

use super::super::args::Failure;
use super::super::bundle::Making;
use super::super::clock;
use super::super::data_set::{self, Data};
use super::super::input::name_of;
use super::super::terminal::tell;
use super::super::tree::tree_below;
use super::super::whole_file::write_scratch;
use super::live::{FIRST, Live};
use plumbline_report::text::number::counted;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// How long is waited between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// A look may take a tenth of the time at most.
const SHARE: u32 = 10;

/// How many faults are told one by one.
const MAX_TOLD: usize = 5;

/// Size and time of each file.
type Look = BTreeMap<PathBuf, Option<(u64, SystemTime)>>;

/// Files that are followed.
pub(super) struct Watched {
    asked: Making,
}

impl Watched {
    /// The files of some input.
    pub fn new(mut asked: Making) -> Self {
        let first = asked.paths.first().map(|(path, _)| path.canonicalize().unwrap_or_else(|_| path.clone()));
        let name = first.as_deref().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
        asked.else_titled = name.filter(|name| !name.is_empty());
        Self { asked }
    }

    /// Judges the files, and again whenever they have changed, for as long as the program runs.
    pub fn follow(&self, live: &Live) {
        for number in FIRST.. {
            let seen = self.look();
            self.judge(number, live);
            self.wait_for_other(&seen);
        }
    }

    /// Waits until the files differ from what was seen, and have stayed as they are for a moment: a file may still be written.
    fn wait_for_other(&self, seen: &Look) {
        let mut before = None;
        loop {
            let begun = Instant::now();
            let now = self.look();
            let pause = PAUSE.max(begun.elapsed() * SHARE);
            if now != *seen && before.as_ref() == Some(&now) {
                return;
            }
            before = Some(now);
            // nobody wakes this thread
            std::thread::park_timeout(pause);
        }
    }

    fn look(&self) -> Look {
        let mut look = Look::new();
        // a policy in a commit stays as it is
        let policy = self.asked.policy.file();
        for path in self.asked.paths.iter().map(|(path, _)| path.as_path()).chain(policy) {
            // a folder that is gone has no files
            let names = path.is_dir().then(|| tree_below(path).ok()).flatten().unwrap_or_default().files;
            for file in names.into_iter().map(|name| path.join(name)).chain([path.to_owned()]) {
                let found = file.metadata().ok().filter(Metadata::is_file);
                let stamp = found.and_then(|found| Some((found.len(), found.modified().ok()?)));
                look.insert(file, stamp);
            }
        }
        look
    }

    /// Judges the files as they are, and shows the result, or says what is wrong.
    fn judge(&self, number: u64, live: &Live) {
        let begun = Instant::now();
        match self.judged(number, live) {
            Ok((told, faults)) => {
                tell(&format!("{told} ({:.1} s)", begun.elapsed().as_secs_f64()));
                faults.lines().for_each(|fault| tell(&format!("error: {fault}")));
            }
            Err(Failure::Usage(why) | Failure::Unusable(why)) => {
                live.drop_folder(number);
                // at first there is nothing that could stay
                if number != FIRST || self.show_nothing(number, live, &why).is_err() {
                    live.keep(&why);
                }
                why.lines().for_each(|line| tell(&format!("error: {line}")));
            }
        }
    }

    /// What was read, and what could not be.
    fn judged(&self, number: u64, live: &Live) -> Result<(String, String), Failure> {
        let folder = live.folder(number)?;
        // what is published keeps the date of its judgement
        let mut asked = self.asked.clone();
        asked.else_generated_at = Some(clock::second());
        let names: Vec<String> = self.asked.paths.iter().map(|(path, _)| name_of(path)).collect();
        let names = names.join(", ");
        match data_set::write(asked, &folder.join("data"))? {
            Data::Copied => {
                live.show(number, folder, "")?;
                Ok((format!("{names}: as it was published"), String::new()))
            }
            Data::Made(made) => {
                if number == FIRST {
                    made.tell();
                }
                let faults = in_lines(made.faults());
                live.show(number, folder, &faults)?;
                Ok((format!("{names}: {}, {}", counted(made.counts.changes, "change", "changes"), made.in_words()), faults))
            }
            Data::Nothing(faults) => {
                let faults = in_lines(faults.into_iter());
                self.show_nothing(number, live, &faults)?;
                Ok((format!("{names}: no report and no tool output yet; what is put there appears by itself"), faults))
            }
        }
    }

    /// Shows a data set without any file, under its name.
    fn show_nothing(&self, number: u64, live: &Live, faults: &str) -> Result<(), Failure> {
        let folder = live.folder(number)?;
        let title = self.asked.title.as_ref().or(self.asked.else_titled.as_ref());
        let index = json!({ "format": "plumbline.index/1", "title": title.map_or("", String::as_str), "files": [] });
        let index = plumbline_text::json(&index.to_string()).into_owned();
        write_scratch(&folder, Path::new("data/index.json"), index.as_bytes())?;
        live.show(number, folder, faults)
    }
}

/// The first faults, a line each.
fn in_lines(faults: impl Iterator<Item = String>) -> String {
    let mut lines: Vec<String> = faults.collect();
    let more = lines.len().saturating_sub(MAX_TOLD);
    lines.truncate(MAX_TOLD);
    lines.extend((more > 0).then(|| format!("… and {more} more")));
    lines.join("\n")
}
