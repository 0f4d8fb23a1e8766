//! Which records of a file count. For most commands all do; `check` leaves aside those that the change itself brought, and those
//! whose dates cannot be true.

use super::args::Failure;
use super::git_objects::Objects;
use super::input::FileSink;
use super::repository::Repository;
use super::standing::{Blob, Standing};
use plumbline_domain::{Instant, Record};
use plumbline_gate::{Ignored, IgnoredRecords, WhyIgnored};
use plumbline_ingest::Prepared;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What decides whether a record counts, and what did not.
#[derive(Debug, Default)]
pub struct Admission {
    standing: Option<Standing>,
    /// The dates of commits in the current checkout; none where there is none.
    commits: Option<Commits>,
    ignored: IgnoredRecords,
    is_check: bool,
}

/// Where a file came from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Whence<'a> {
    /// The file on this machine; for an entry of a zip, the zip.
    pub path: Option<&'a Path>,
    /// The ids of its bytes.
    pub blob: Option<&'a Blob>,
    /// The ids of the zip's bytes.
    pub container: Option<&'a Blob>,
    /// The date of the commit that holds it.
    pub held_since: Option<Instant>,
}

impl Admission {
    /// Every record counts.
    pub fn of_all() -> Self {
        Admission::default()
    }

    /// The records of a check of these paths.
    ///
    /// # Errors
    /// When the data stands in a repository of which git says nothing.
    pub fn of_check(paths: &[PathBuf], counts_committed: bool) -> Result<Self, Failure> {
        let standing = if counts_committed { None } else { Standing::of(paths)? };
        let commits = Repository::here().and_then(|repository| repository.objects().ok()).map(Commits::new);
        Ok(Admission { standing, commits, ignored: IgnoredRecords::default(), is_check: true })
    }

    /// Whether the ids of each file's bytes are needed.
    pub fn wants_blobs(&self) -> bool {
        self.standing.is_some()
    }

    /// Whether the change itself may have brought a file, such as a policy.
    pub fn is_of_change(&mut self, path: &Path) -> bool {
        self.is_standing(Whence { path: Some(path), ..Whence::default() })
    }

    /// Gives a file to the reader, without the records that do not count.
    pub fn hand_over(&mut self, mut file: Prepared, whence: Whence<'_>, reader: &mut dyn FileSink) {
        let n_records = file.n_records();
        if n_records > 0 && self.is_standing(whence) {
            self.ignored.add(file.path(), n_records, WhyIgnored::InCheckout);
            reader.add_refused(file.left_out("records that stand in the checkout: ignored"));
            return;
        }
        let is_among_evidence = reader.path_in_root(file.path()).trim_start_matches('/').starts_with("evidence/");
        if n_records > 0 && is_among_evidence && self.is_check {
            self.ignored.add(file.path(), n_records, WhyIgnored::AmongEvidence);
            reader.add_refused(file.left_out("records among the evidence: ignored"));
            return;
        }
        if let Some(held_since) = whence.held_since {
            let n = file.retain(|record| date_of(record).is_none_or(|at| at <= held_since));
            self.ignored.add(file.path(), n, WhyIgnored::AfterItsHolder);
        }
        if let Some(commits) = &mut self.commits {
            let n = file.retain(|record| match record {
                Record::Report(report) => {
                    let made_on = report.source.as_ref().and_then(|source| source.commit.as_deref());
                    let mut spoken_of = report.change.commit.as_deref().into_iter().chain(made_on);
                    spoken_of.all(|commit| commits.date(commit).is_none_or(|made| report.recorded_at >= made))
                }
                Record::Verification(_) => true,
            });
            self.ignored.add(file.path(), n, WhyIgnored::BeforeItsCommit);
        }
        reader.add(file);
    }

    fn is_standing(&mut self, whence: Whence<'_>) -> bool {
        let Some(standing) = &mut self.standing else { return false };
        let holds_container = whence.container.is_some_and(|blob| standing.holds_bytes(blob));
        holds_container || whence.path.is_some_and(|path| standing.holds(path, whence.blob))
    }

    /// What does not count.
    pub fn ignored(&self) -> Vec<Ignored> {
        self.ignored.list()
    }
}

/// When a record says that it was made.
fn date_of(record: &Record) -> Option<Instant> {
    match record {
        Record::Report(report) => Some(report.recorded_at),
        Record::Verification(verification) => verification.run.at,
    }
}

/// The dates of commits, each asked for once.
#[derive(Debug)]
struct Commits {
    objects: Objects,
    dates: HashMap<String, Option<Instant>>,
}

impl Commits {
    fn new(objects: Objects) -> Self {
        Commits { objects, dates: HashMap::new() }
    }

    fn date(&mut self, commit: &str) -> Option<Instant> {
        let commit = commit.to_lowercase();
        if let Some(known) = self.dates.get(&commit) {
            return *known;
        }
        let date = self.objects.committed_at(&commit).ok().flatten();
        self.dates.insert(commit, date);
        date
    }
}
