//! Records of another origin than their change: the one place that decides which they are (scoring rules, 3.5).
//!
//! A change id of the form `REPOSITORY#NUMBER` or `REPOSITORY@COMMIT` is bound to its repository. A gate report that states another
//! one as its source is kept apart, and so is every record from files that were bound to another one. What states no source, and
//! what names a change in another form, is bound to nothing.

use super::{library::root_of, notes::FileNotes, reader::FileEntry};
use plumbline_domain::{Apart, Record, WhyApart, is_of, repository_of};
use std::collections::HashMap;

/// Which repository the files below a root come from.
#[derive(Clone, Debug, Default)]
pub(super) struct Bindings {
    /// Without the slash at the end; the empty one holds everything.
    roots: Vec<String>,
    /// In the order of the roots.
    repositories: Vec<String>,
}

impl Bindings {
    pub fn add(&mut self, root: &str, repository: &str) {
        self.roots.push(root.trim_end_matches('/').to_owned());
        self.repositories.push(repository.trim().to_owned());
    }

    /// The repository that a file comes from; of several roots the longest counts, and the one that was bound last.
    fn of(&self, file: &str) -> Option<&str> {
        let root = root_of(&self.roots, file).trim_end_matches('/');
        let place = self.roots.iter().rposition(|r| r == file).or_else(|| self.roots.iter().rposition(|r| r == root))?;
        self.repositories.get(place).map(String::as_str)
    }
}

/// Keeps records of another origin apart.
pub(super) struct Gatekeeper<'b> {
    /// By the place among what was parsed, where the files with these bytes come from, when anything is bound: the same bytes may
    /// have come from several repositories, and any of them may vouch for a record.
    bound: HashMap<usize, Vec<Option<&'b str>>>,
    /// What was kept apart.
    pub apart: Vec<Apart>,
}

impl<'b> Gatekeeper<'b> {
    pub fn new(bindings: &'b Bindings, files: &[FileEntry]) -> Self {
        let mut bound: HashMap<usize, Vec<Option<&str>>> = HashMap::new();
        if !bindings.roots.is_empty() {
            for entry in files {
                let Some(parsed) = entry.parsed else { continue };
                let found = bound.entry(parsed).or_default();
                let repository = bindings.of(&entry.receipt.file);
                if !found.contains(&repository) {
                    found.push(repository);
                }
            }
        }
        Gatekeeper { bound, apart: Vec::new() }
    }

    /// Whether a record of a file is of another origin than its change; it is noted then, and must not count.
    pub fn keeps_apart(&mut self, record: &Record, file: &FileEntry, notes: &mut FileNotes) -> bool {
        let (change, gate, part, origin, source) = match record {
            Record::Report(r) => {
                let source = r.source.as_ref().and_then(|s| s.repository.as_deref());
                (r.change.id.as_str(), r.gate, &r.part, r.origin, source)
            }
            Record::Verification(v) => (v.change.as_str(), v.gate, &v.part, v.origin, None),
        };
        let bound = file.parsed.and_then(|parsed| self.bound.get(&parsed)).map(Vec::as_slice).unwrap_or_default();
        let Some((comes_from, why)) = other_origin(change, source, bound) else { return false };
        let key = if why == WhyApart::Stated { "source.repository" } else { "change" };
        notes.of_another_origin.add_named(origin.record, key, &format!("{change} from {comes_from}"));
        let (repository, comes_from) = (repository_of(change).map(str::to_owned), comes_from.to_owned());
        self.apart.push(Apart { change: change.to_owned(), gate, part: part.clone(), repository, comes_from, why, origin });
        true
    }
}

/// Where a record comes from, when that is another repository than its change's. `bound` are the repositories that its bytes were
/// handed in from, none for files that are bound to nothing.
fn other_origin<'r>(change: &str, source: Option<&'r str>, bound: &[Option<&'r str>]) -> Option<(&'r str, WhyApart)> {
    if let Some(source) = source.filter(|source| !is_same_or_of(change, source)) {
        return Some((source, WhyApart::Stated));
    }
    // a source that differs from where the file was handed in is another origin too
    let is_another = |repository: &&str| {
        !is_same_or_of(change, repository)
            || source.is_some_and(|source| source.trim().to_lowercase() != repository.to_lowercase())
    };
    let first = bound.first().copied().flatten()?;
    bound.iter().all(|repository| repository.as_ref().is_some_and(is_another)).then_some((first, WhyApart::Bound))
}

/// The same as [`is_of`]; nearly every record names its own repository as that is spelled.
fn is_same_or_of(change: &str, repository: &str) -> bool {
    repository_of(change).is_none_or(|named| named == repository) || is_of(change, repository)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_source_must_be_the_repository_of_the_change() {
        let of = |change, source| other_origin(change, source, &[]);
        assert_eq!(of("a/b#1", Some("evil/x")), Some(("evil/x", WhyApart::Stated)));
        assert_eq!(of("a/b@0123abc", Some("evil/x")), Some(("evil/x", WhyApart::Stated)));
        for (change, source) in [("a/b#1", Some("A/B")), ("a/b#1", None), ("JIRA-1", Some("evil/x"))] {
            assert_eq!(of(change, source), None, "{change} {source:?}");
        }
    }

    #[test]
    fn files_that_are_bound_speak_of_their_own_repository_alone() {
        let bound = |change, source| other_origin(change, source, &[Some("evil/x")]);
        assert_eq!(bound("a/b#1", None), Some(("evil/x", WhyApart::Bound)));
        assert_eq!(bound("evil/x#1", None), None);
        assert_eq!(bound("JIRA-1", Some("a/b")), Some(("evil/x", WhyApart::Bound)));
        // the same bytes, handed in by the change's own repository as well
        assert_eq!(other_origin("a/b#1", None, &[Some("evil/x"), Some("a/b")]), None);
        assert_eq!(other_origin("a/b#1", None, &[Some("evil/x"), None]), None);
    }

    #[test]
    fn the_longest_root_counts() {
        let mut bindings = Bindings::default();
        bindings.add("", "all/rest");
        bindings.add("in/", "a/b");
        bindings.add("in/deep", "c/d");
        bindings.add("one.json", "e/f");
        let of = |file| bindings.of(file);
        assert_eq!([of("x.json"), of("in/x"), of("in/deep/x"), of("in/deeper/x")], ["all/rest", "a/b", "c/d", "a/b"].map(Some));
        assert_eq!(of("one.json"), Some("e/f"));
        let mut bindings = Bindings::default();
        bindings.add("in", "a/b");
        assert_eq!(bindings.of("out/x"), None);
    }
}
